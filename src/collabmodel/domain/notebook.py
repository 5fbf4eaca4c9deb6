"""A model as a notebook shows it: what it is of, how much it holds, and whether that fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from collabmodel.domain.elements import ELEMENTS
from collabmodel.words.markup import html_paragraph, html_table

if TYPE_CHECKING:
    from collabmodel.domain.model import Model

__all__ = ["model_in_notebook"]


def model_in_notebook(model: Model) -> str:
    """See `Model._repr_html_`, whose work this is."""
    return "\n".join(_parts(model))


def _parts(model: Model) -> Iterator[str]:
    yield html_paragraph(model.title or "A model without a title", strong=True)
    if model.as_of is not None:
        yield html_paragraph(f"As of {model.as_of.words()}")
    held = {member: len(getattr(model, member)) for member in ELEMENTS}
    rows = [(member.replace("_", " "), str(count)) for member, count in held.items() if count]
    yield html_table(("it holds", "how many"), rows, right=[1]) if rows else html_paragraph("Empty")
    if model.asked is not None:
        asked = len(set(model.asked))
        yield html_paragraph(f"Asked about their ties: {asked} of {held['services']} services")
    problems = len(model.problems())
    yield html_paragraph(f"Problems: {problems}, in .problems()" if problems else "No problems")
