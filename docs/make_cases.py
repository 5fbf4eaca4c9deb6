"""Make the report of each case in every language, and a picture of it: `python docs/make_cases.py`.

The documentation does so for each build, and puts the reports beside its own pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from collabmodel import figures, report
from collabmodel.datasets import load_dataset
from collabmodel.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parent
REPORTS = DOCS / "extra" / "reports"
PICTURES = DOCS / "pictures" / "cases"

# Of each dataset that the page of the cases shows, the figure that tells most about it.
CASES: dict[str, Callable[..., figures.Figure]] = {
    "randers_collaboration": figures.map,
    "randers_recovery": figures.timeline,
    "randers_plan": figures.timeline,
    "more_og_romsdal": figures.map,
    "sor_helgeland": figures.timeline,
    "randers": figures.map,
    "example_town": figures.map,
}


def make() -> None:
    """Write all of it."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, draw in CASES.items():
        model = load_dataset(name)
        draw(model).save(PICTURES / f"{name}.svg")
        for lang in LANGUAGES:
            report(model, lang=lang).save(REPORTS / f"{name}-{lang}.html")


if __name__ == "__main__":
    make()
