"""Ready models: five real cases, each one public text; three of them as one; a town, twice.

The town is invented. They are written with the public constructors, so they also show how to write
a model. What each text says, fact by fact, and where the model holds it stands in docs/cases.md.
"""

from __future__ import annotations

from collections.abc import Callable

from collabmodel.datasets.example_town import example_town
from collabmodel.datasets.more_og_romsdal import more_og_romsdal
from collabmodel.datasets.randers import randers
from collabmodel.datasets.randers_collaboration import randers_collaboration
from collabmodel.datasets.randers_plan import randers_plan
from collabmodel.datasets.randers_recovery import randers_recovery
from collabmodel.datasets.sor_helgeland import sor_helgeland
from collabmodel.domain.errors import InvalidArgument, did_you_mean
from collabmodel.domain.model import Model

__all__ = [
    "NAMES",
    "example_town",
    "example_town_year_2",
    "load_dataset",
    "more_og_romsdal",
    "randers",
    "randers_collaboration",
    "randers_plan",
    "randers_recovery",
    "sor_helgeland",
]


def example_town_year_2() -> Model:
    """The invented town a year later: `example_town(2)`.

    >>> str(example_town_year_2().as_of)[:4]
    '2025'
    """
    return example_town(2)


# Each module has the name of its one function. They are imported here and at once, so that the
# name in this package is always the function, whoever imports the module first.
_DATASETS: dict[str, Callable[[], Model]] = {
    "randers": randers,
    "randers_collaboration": randers_collaboration,
    "randers_recovery": randers_recovery,
    "randers_plan": randers_plan,
    "more_og_romsdal": more_og_romsdal,
    "sor_helgeland": sor_helgeland,
    "example_town": example_town,
    "example_town_year_2": example_town_year_2,
}

NAMES: tuple[str, ...] = tuple(_DATASETS)
"""The names of the datasets. Each stands where a path to a model can stand, too."""


def load_dataset(name: str) -> Model:
    """Make the dataset of that name.

    Args:
        name: One of `NAMES`.

    Raises:
        InvalidArgument: No dataset has the name.

    >>> load_dataset("randers_plan").title
    'Randers: the psychiatry plan of 2018'
    """
    if name not in NAMES:
        known = ", ".join(NAMES)
        hint = did_you_mean(name, NAMES)
        raise InvalidArgument(f"no dataset is called {name!r}.{hint} There are: {known}.")
    return _DATASETS[name]()
