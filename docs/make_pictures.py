"""Draw the pictures of README.md and `docs/start.md`: `python docs/make_pictures.py`.

They are part of the repository, so that they are seen where it is read.
"""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

from collabmodel import figures
from collabmodel.datasets import example_town

DOCS = Path(__file__).parent


def pictures() -> dict[Path, str]:
    """Each picture, as it must stand in its file."""
    return {
        DOCS / "_static" / "map.svg": figures.map(example_town()).svg(),
        DOCS / "_static" / "start.svg": figures.map(first_model()).svg(),
    }


def first_model() -> Any:
    """The model that `docs/start.md` makes first, by running the page up to there."""
    page = (DOCS / "start.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for example in doctest.DocTestParser().get_examples(page):
        if "model" in names:
            break
        exec(example.source, names)  # noqa: S102 - a page of our own
    return names["model"]


if __name__ == "__main__":
    for path, picture in pictures().items():
        path.write_text(picture, encoding="utf-8")
