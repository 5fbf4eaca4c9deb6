"""The three texts about Randers as one model."""

from __future__ import annotations

import attrs

from collabmodel.datasets.randers_collaboration import randers_collaboration
from collabmodel.datasets.randers_plan import randers_plan
from collabmodel.datasets.randers_recovery import randers_recovery
from collabmodel.domain.elements import Service
from collabmodel.domain.model import Model

__all__ = ["randers"]

CENTRE = "center-for-psykiatrien"


def randers() -> Model:
    """All that the three texts say about psychiatry in Randers, from 2018 to 2022.

    What has one name in them is one element, such as Randers Kommune. Center For Psykiatrien of
    one text and Center for Psykiatri of another are taken to be one body; the other name is kept
    among its aliases, and its note says that this is a reading.

    >>> randers()["center-for-psykiatrien"].aliases
    ('center-for-psykiatri', 'Center for Psykiatri')
    """
    # The title and the date of one text are not those of the three together.
    collaboration, recovery, plan = (
        attrs.evolve(text(), title="", as_of=None)
        for text in (randers_collaboration, randers_recovery, randers_plan)
    )
    merged = collaboration.merge(recovery, same={"center-for-psykiatri": CENTRE}).merge(plan)
    centre = merged.find(Service, CENTRE)
    note = (
        f"{centre.note} Text s0 writes Center For Psykiatrien, text s1 Center for Psykiatri: most "
        "likely one body, but no text says so."
    )
    merged = merged.replace(attrs.evolve(centre, note=note))
    return attrs.evolve(merged, title="Psychiatry in Randers, from three texts of 2018 to 2022")
