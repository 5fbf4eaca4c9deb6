"""Which group each service belongs to: its organisations, its sector, its kind, or a mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from collabmodel.analysis.lineage import Lineage
from collabmodel.domain.elements import Service
from collabmodel.domain.errors import InvalidArgument, did_you_mean
from collabmodel.domain.model import Model

__all__ = ["By", "Groups", "grouped_by", "groups_of_services"]

By = (
    Literal["organisation", "whole organisation", "sector", "kind"]
    | Mapping[str, str | Iterable[str]]
)
"""How services are grouped; a mapping gives each service its group, or several."""

Groups = dict[str, tuple[str, ...]]
"""The groups of each service: none, one, or several."""


def groups_of_services(model: Model, by: By) -> Groups:
    """The groups of every service of *model*.

    Args:
        model: The model.
        by: `organisation`: the service's own providers, else its nearest parent's. `whole
            organisation`: the topmost organisations that these are a part of. `sector`, `kind`:
            the field of the service. Or a mapping of the ids of services to groups; services
            that it leaves out belong to none.

    Raises:
        InvalidArgument: *by* is none of these, or the mapping names what is no service.

    >>> model = Model.of(Service("ward", sector="health"), Service("flats"))
    >>> groups_of_services(model, "sector")
    {'ward': ('health',), 'flats': ()}
    """
    if isinstance(by, Mapping):
        return _mapped(model, by)
    lineage = Lineage(model)
    ways: dict[str, Callable[[Service], tuple[str, ...]]] = {
        "organisation": lambda service: lineage.providers(service.id),
        "whole organisation": lambda service: lineage.topmost(service.id),
        "sector": lambda service: (service.sector,) if service.sector else (),
        "kind": lambda service: (service.kind,) if service.kind else (),
    }
    if by not in ways:
        expected = ", ".join(f"'{way}'" for way in ways)
        raise InvalidArgument(
            f"by: expected {expected} or a mapping, found {by!r}.{did_you_mean(by, ways)}"
        )
    return {service.id: ways[by](service) for service in model.services}


def grouped_by(by: object) -> str | None:
    """What groups were read from, as a result says it.

    >>> grouped_by("sector"), grouped_by({"ward": "north"})
    ('sector', 'a mapping')
    """
    return by if by is None or isinstance(by, str) else "a mapping"


def _mapped(model: Model, by: Mapping[str, str | Iterable[str]]) -> Groups:
    services = [service.id for service in model.services]
    strange = sorted(set(by) - set(services))
    if strange:
        hint = did_you_mean(strange[0], services)
        raise InvalidArgument(f"by: no service has the id '{strange[0]}'.{hint}")
    groups = {id: by.get(id, ()) for id in services}
    return {id: (one,) if isinstance(one, str) else tuple(one) for id, one in groups.items()}
