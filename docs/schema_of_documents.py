"""The JSON Schema of a document, from the table of fields and the docstrings of the domain."""

from __future__ import annotations

import json
import types
import typing
from typing import Any

import attrs

from collabmodel.document import FORMAT, FORMAT_VERSION, converter
from collabmodel.document.fields import TYPES, Field, fields_of
from collabmodel.domain import vocabulary
from collabmodel.domain.checking import ID_PATTERN
from collabmodel.domain.count import LARGEST, UNKNOWN, Count
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.level import LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence, Money, Step, View
from collabmodel.domain.when import When
from docs.docstrings import about, attributes
from docs.pattern_of_dates import IN_NO_WHEN, WHEN_PATTERN

__all__ = ["DIALECT", "WHEN", "Schema", "document_schema", "words"]

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def document_schema() -> Schema:
    """The schema of a document, in which members that it does not know may stand everywhere."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:collabmodel:document:{FORMAT_VERSION}",
        **_object(Model),
        "title": "collabmodel document",
        "description": _THE_WHOLE,
        "$defs": {
            "Id": _ID,
            "Count": _COUNT,
            "Size": _SIZE,
            "When": WHEN,
            **{name: words(name) for name in _VOCABULARIES.values()},
            **{cls.__name__: _object(cls) for cls in (LevelScale, Evidence, View, Step, Money)},
            **{cls.__name__: _object(cls) for cls in ELEMENTS.values()},
        },
    }


_THE_WHOLE = (
    "Who works with whom, and between whom citizens move. References are ids. What is not known is "
    "left out: null stands nowhere, and where a description says None, the member is left out; "
    'where it says Count.at_least(1), write {"min": 1}. What a schema cannot say, such as that an '
    "id leads somewhere, collabmodel says when it reads the document."
)

_SAID_NOWHERE_ELSE = {
    "format": "What the file is.",
    "format_version": "The version of the format. A program that knows 1.0 reads every 1.x.",
    "id": "What references to it say. No two elements of a document have the same.",
    "name": "What people call it.",
}


def _text(pattern: str, never: str = r"\n") -> Schema:
    # In some languages $ also stands before a last newline.
    return {"type": "string", "pattern": f"^{pattern}$", "not": {"pattern": never}}


def _whole(least: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": LARGEST}


def _bounds(*required: str) -> Schema:
    return {
        "type": "object",
        **({"required": list(required)} if required else {"minProperties": 1}),
        "properties": {"min": _whole(1), "max": _whole(1)},
        "additionalProperties": False,
    }


_ID = {
    "title": "Id",
    "description": "Letters, digits and . _ : - only, at most 128, beginning with a letter or a "
    "digit. 0102 and NA are ids like any other.",
    **_text(ID_PATTERN.pattern),
}
_COUNT = {
    "title": "Count",
    "description": f"{about(Count)} Each count has one writing: 7, or what is known of it: "
    '{"min": 31}, {"max": 5}, {"min": 20, "max": 25}. Left out, it is not known.',
    "oneOf": [_whole(0), _bounds()],
}
_SIZE = {
    "title": "Size",
    "description": "A count that is 1 or more. Left out, it is exactly 1; "
    '{"min": 1} where nobody knows how many.',
    "oneOf": [_whole(1), _bounds("min")],
}
WHEN = {
    "title": "When",
    "description": f"{about(When)} Such as 2020, 2020-11, 2020-11-05, 2021-21 (spring), 201X, "
    "2022~, 2020-01-01/2022-09-30, 2018-05/.. (goes on).",
    **_text(WHEN_PATTERN, IN_NO_WHEN),
}
_OWN_FORM = {"size": "Size"}
"""Fields of which not every value of their type is good."""

_OF_ARRAYS: dict[tuple[type, str], Schema] = {
    (LevelScale, "labels"): {"minItems": 2},
    (ELEMENTS["forums"], "members"): {"uniqueItems": True},
    (ELEMENTS["ties"], "parties"): {"minItems": 2, "uniqueItems": True},
}
"""What an element says of its arrays when it compares its fields (`contradictions`)."""

_VOCABULARIES = {
    getattr(vocabulary, name): name for name in vocabulary.__all__ if name != "VOCABULARIES"
}
"""The name of each vocabulary by the annotation that says its words."""


def words(name: str) -> Schema:
    """The schema of a vocabulary by the name of its annotation, such as `TieKind`."""
    allowed = typing.get_args(getattr(vocabulary, name))
    (key,) = (key for key, known in vocabulary.VOCABULARIES.items() if known == allowed)
    return {
        "title": name,
        "description": f"One of the words of the vocabulary {key}.",
        "type": "string",
        "enum": list(allowed),
    }


def _object(cls: Any) -> Schema:
    fields = fields_of(cls)
    header, required = (_HEADER, [*_HEADER]) if cls is Model else ({}, [])
    return {
        "title": cls.__name__,
        "description": about(cls),
        "type": "object",
        "required": [*required, *(field.name for field in fields if field.is_required)],
        "properties": {**header, **{field.name: _member(cls, field) for field in fields}},
    }


_HEADER: dict[str, Schema] = {
    "format": {"description": _SAID_NOWHERE_ELSE["format"], "type": "string", "const": FORMAT},
    "format_version": {
        "description": _SAID_NOWHERE_ELSE["format_version"],
        **_text(rf"{FORMAT_VERSION.partition('.')[0]}\.(0|[1-9][0-9]{{0,5}})"),
    },
}


def _member(cls: Any, field: Field) -> Schema:
    metadata = attrs.fields_dict(cls)[field.name].metadata
    member = {
        "description": _description(cls, field, metadata),
        **_value(field.name, field.type, metadata),
        **_OF_ARRAYS.get((cls, field.name), {}),
    }
    if not (field.is_required or field.default is None or field.default == UNKNOWN):
        member["default"] = json.loads(json.dumps(converter().unstructure(field.default)))
    return member


def _description(cls: Any, field: Field, metadata: typing.Mapping[Any, Any]) -> str:
    if cls is Model and field.name in ELEMENTS:
        return f"Every {ELEMENTS[field.name].__name__} of the document."
    said = {**_SAID_NOWHERE_ELSE, **attributes(cls)}[field.name]
    if "refers_to" not in metadata:
        return said
    wanted = " or ".join(metadata["refers_to"]) or "any element"
    return f"{said} {'Ids' if _is_array(_said(field.type)) else 'Id'} of: {wanted}."


def _value(name: str, hint: Any, metadata: typing.Mapping[Any, Any]) -> Schema:
    hint = _said(hint)
    if name in _OWN_FORM:
        return _ref(_OWN_FORM[name])
    if hint is str:
        is_id = "id" in metadata or "refers_to" in metadata
        return _ref("Id") if is_id else {"type": "string"}
    if hint is int:
        return _whole(0)
    if hint in _VOCABULARIES:
        return _ref(_VOCABULARIES[hint])
    if _is_array(hint):
        return {"type": "array", "items": _value("", typing.get_args(hint)[0], metadata)}
    if hint == dict[str, str]:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if hint in TYPES or hint in (Count, When):
        return _ref(hint.__name__)
    raise TypeError(f"no schema for the annotation {hint!r}")


def _said(hint: Any) -> Any:
    """The annotation of what is not left out: None never stands in a document."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    return hint


def _is_array(hint: Any) -> bool:
    return typing.get_origin(hint) is tuple


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
