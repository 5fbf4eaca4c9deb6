"""A model as the text of a document, and back."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from collabmodel.document.converter import converter
from collabmodel.document.explaining import explain
from collabmodel.document.fast_reading import read
from collabmodel.document.fast_writing import write
from collabmodel.document.faults import Fault, Steps
from collabmodel.document.parsing import parse
from collabmodel.document.versions import check_version, migrated, warn_of_newer
from collabmodel.domain.collector import collector_paused
from collabmodel.domain.model import Model, require_valid

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


def from_json(text: str | bytes, *, strict: bool = False) -> Model:
    """The model of a document.

    Nothing is coerced: a value of another type than the documented one is refused, and so is
    null. Members that this version does not know are kept in `extra` and written back.

    Args:
        text: The document, as text or as the bytes of UTF-8.
        strict: Whether members that this version does not know are refused, too.

    Raises:
        InvalidDocument: The text is not a document of collabmodel, or its elements do not fit
            together. All that is wrong is listed in the order of the document; the `field` of each
            problem is a JSON Pointer (RFC 6901).
        InvalidArgument: *text* is neither text nor bytes.

    >>> from_json('{"format": "collabmodel", "format_version": "1.0", "title": "Town"}')
    <Model: 'Town'>
    """
    if (good := read(text, strict=strict)) is not None:
        return good
    with collector_paused():
        document, unfit = parse(text)
        document = migrated(document)
        _require_good(document, unfit, strict=strict)
        if check_version(document):
            warn_of_newer(document)
        model: Model = _converter(strict=strict).structure(document, Model)
    return model


def _require_good(document: Any, unfit: Sequence[tuple[Steps, Fault]], *, strict: bool) -> None:
    error = explain(document, unfit, strict=strict)
    try:
        if error:
            raise error
    finally:
        del error  # or the document would live until the cyclic collector comes by


@functools.cache
def _converter(*, strict: bool = False) -> cattrs.Converter:
    return converter(strict=strict)
