"""A model as the text of a document, and back."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from cattrs.errors import BaseValidationError

from collabmodel.document.converter import converter
from collabmodel.document.fast_reading import read
from collabmodel.document.fast_writing import write
from collabmodel.document.faults import Fault, pointer, problems_of
from collabmodel.document.parsing import parse
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.model import Model, require_valid
from collabmodel.domain.problems import Problem

if TYPE_CHECKING:
    import cattrs

__all__ = ["from_json", "to_json"]


def to_json(model: Model) -> str:
    """The document of *model*: one JSON object, indented, with a newline at its end.

    Equal models give equal text. What is a default is left out, ids are always written, and
    members that this version does not know stand last where they stood, sorted. The layout is
    that of `JSON.stringify(document, null, 2)` in JavaScript.

    Args:
        model: A model without problems: what is written can be read.

    Raises:
        InvalidModel: The model has problems. All of them are listed.

    >>> from collabmodel import Flow, Service
    >>> print(to_json(Model.of(Service("ward"), Service("housing"), Flow("ward", "housing"))))
    {
      "format": "collabmodel",
      "format_version": "1.0",
      "services": [
        {
          "id": "ward"
        },
        {
          "id": "housing"
        }
      ],
      "flows": [
        {
          "id": "flow:ward--housing",
          "source": "ward",
          "target": "housing"
        }
      ]
    }
    <BLANKLINE>
    """
    require_valid(model)
    return write(model)


def from_json(text: str | bytes) -> Model:
    """The model of a document.

    Nothing is coerced: a value of another type than the documented one is refused, and so is
    null. Members that this version does not know are kept in `extra` and written back.

    Args:
        text: The document, as text or as the bytes of UTF-8.

    Raises:
        InvalidDocument: The text is not a document of collabmodel, or its elements do not fit
            together. The `field` of each problem is a JSON Pointer (RFC 6901).
        InvalidArgument: *text* is neither text nor bytes.

    >>> from_json('{"format": "collabmodel", "format_version": "1.0", "title": "Town"}')
    <Model: 'Town'>
    """
    if (good := read(text)) is not None:
        return good
    document = parse(text)
    try:
        model = _converter().structure(document, Model)
    except (BaseValidationError, Fault) as error:
        raise InvalidDocument(problems_of(error, document)) from None
    if problems := model.problems():
        places = _places(model)
        raise InvalidDocument([_placed(problem, places) for problem in problems])
    return model


@functools.cache
def _converter() -> cattrs.Converter:
    return converter()


def _places(model: Model) -> dict[str, tuple[str | int, ...]]:
    """Where each element stands in its document, by the words in which a problem names it."""
    places: dict[str, tuple[str | int, ...]] = {"Model": ()}
    for member in ELEMENTS:
        for number, element in enumerate(getattr(model, member)):
            places.setdefault(f"{type(element).__name__} '{element.id}'", (member, number))
    return places


def _placed(problem: Problem, places: dict[str, tuple[str | int, ...]]) -> Problem:
    field = problem.field.partition(".")[0]
    path = (*places[problem.element], *([field] if field else []))
    owner = "Document" if problem.element == "Model" else problem.element
    return Problem(problem.code, owner, pointer(path), problem.sentence, problem.remedy)
