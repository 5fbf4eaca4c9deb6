"""Other ways to read and write the same document, for `benchmarks/document.py`.

**pydantic** gets a class for each class of ours, made from the same table of fields: the same
members, defaults and nesting; strict, so that nothing is coerced and null is refused; ids by
pattern; closed vocabularies; whole numbers in the same range; a count as a number or as an object
of bounds with one writing each; dates checked by our own function, and kept as text; members that
it does not know are kept. It does not check what fields say against one another (two different
parties, say), repeated members or the depth of a document. References are checked by a function
beside it, which is timed with and without.

**cattrs** gets our own classes, so that they check themselves, its ready-made JSON converter, and
hooks for counts and dates. It coerces, and drops members that it does not know. It does not check
references.
"""

from __future__ import annotations

import functools
import json
import types
import typing
from typing import Annotated, Any, Literal

import attrs
import cattrs.preconf.json

from collabmodel import Count, LevelScale, Model, When
from collabmodel.document.fields import TYPES, fields_of
from collabmodel.domain.count import LARGEST
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.when import why_no_when

__all__ = [
    "cattrs_dump",
    "cattrs_load",
    "json_load_once",
    "lost_references",
    "pydantic_dump",
    "pydantic_load",
    "pydantic_load_and_refer",
]


def json_load_once(content: bytes) -> Any:
    """Plain values, where no object has two members of one name."""
    return json.loads(content, object_pairs_hook=_members)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("an object has two members of one name")
    return members


# cattrs


def cattrs_load(content: bytes) -> Model:
    """A model, by cattrs' ready-made converter."""
    return _cattrs().loads(content, Model)


def cattrs_dump(model: Model) -> str:
    """The text of a model, without format and version."""
    return _cattrs().dumps(model, ensure_ascii=False)


@functools.cache
def _cattrs() -> cattrs.preconf.json.JsonConverter:
    made = cattrs.preconf.json.make_converter(omit_if_default=True)
    made.register_structure_hook(Count, _count)
    made.register_unstructure_hook(Count, _written)
    made.register_structure_hook(When, lambda text, _: When(text))
    made.register_unstructure_hook(When, lambda when: when.text)
    return made


def _count(value: Any, _: Any) -> Count:
    return Count(**value) if isinstance(value, dict) else Count.exactly(value)


def _written(count: Count) -> Any:
    if count.is_exact:
        return count.min
    bounds = {"min": count.min or None, "max": count.max}
    return {name: bound for name, bound in bounds.items() if bound is not None}


# pydantic


def pydantic_load(content: bytes) -> Any:
    """A pydantic model, its references not checked."""
    return _pydantic(Model).model_validate_json(content)


def pydantic_load_and_refer(content: bytes) -> Any:
    """A pydantic model whose references lead to elements of the right type."""
    document = pydantic_load(content)
    if lost := lost_references(document):
        raise ValueError(f"references that lead nowhere: {lost}")
    return document


def pydantic_dump(document: Any) -> str:
    """The text of a pydantic model."""
    return str(document.model_dump_json(exclude_defaults=True))


@functools.cache
def _pydantic(cls: Any) -> Any:
    """The pydantic class that is equivalent to the attrs class *cls*."""
    import pydantic

    metadata = {field.name: field.metadata for field in attrs.fields(cls)}
    members: dict[str, Any] = {
        field.name: (
            _hint(field.type, metadata[field.name]),
            ... if field.is_required else _default(field.default),
        )
        for field in fields_of(cls)
    }
    if cls is Model:
        members = {"format": (Literal["collabmodel"], ...), "format_version": (str, ...), **members}
    make: Any = pydantic.create_model
    config = pydantic.ConfigDict(strict=True, frozen=True, extra="allow")
    return make(cls.__name__, __config__=config, **members)


def _hint(hint: Any, metadata: typing.Mapping[Any, Any]) -> Any:
    """What pydantic is told of a field; None is a default, which a document never says."""
    import pydantic

    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not type(None))
        return _hint(inner, metadata)
    if origin is tuple:
        return tuple[_hint(arguments[0], metadata), ...]  # type: ignore[misc]
    if hint is str and ("id" in metadata or "refers_to" in metadata):
        pattern = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$"
        return Annotated[str, pydantic.StringConstraints(pattern=pattern)]
    if hint is int:
        return Annotated[int, pydantic.Field(ge=0, le=LARGEST)]
    if hint is Count:
        return _pydantic_count()
    if hint is When:
        return Annotated[str, pydantic.AfterValidator(_date)]
    return _pydantic(hint) if hint in TYPES else hint


@functools.cache
def _pydantic_count() -> Any:
    import pydantic

    whole = Annotated[int, pydantic.Field(ge=0, le=LARGEST)]
    config = pydantic.ConfigDict(strict=True, frozen=True, extra="forbid")
    make: Any = pydantic.create_model
    bounds = make("Bounds", __config__=config, min=(whole, None), max=(whole, None))
    checked = Annotated[bounds, pydantic.AfterValidator(_one_writing)]  # type: ignore[valid-type]
    return Annotated[whole | checked, pydantic.Field(union_mode="left_to_right")]


def _one_writing(bounds: Any) -> Any:
    if bounds.min == 0 or (bounds.min is None and bounds.max is None):
        raise ValueError("leave out what says nothing")
    if bounds.min is not None and bounds.max is not None and bounds.min >= bounds.max:
        raise ValueError("expected min below max")
    return bounds


def _date(text: str) -> str:
    if reason := why_no_when(text):
        raise ValueError(reason)
    return text


def _default(value: Any) -> Any:
    if isinstance(value, Count):
        return value.min if value.is_exact else None
    return None if isinstance(value, LevelScale) else value


# References


def lost_references(document: Any) -> list[str]:
    """The ids that lead nowhere, to the wrong type or to two elements, in a pydantic model."""
    known: dict[str, str] = {}
    lost = []
    for member, cls in ELEMENTS.items():
        for element in getattr(document, member):
            if element.id in known:
                lost.append(element.id)
            known[element.id] = cls.__name__
    owners: list[tuple[Any, Any]] = [(Model, (document,))]
    owners += [(cls, getattr(document, member)) for member, cls in ELEMENTS.items()]
    for owner, elements in owners:
        for name, inner, allowed in _references(owner):
            for element in elements:
                held = getattr(element, name)
                for value in held if isinstance(held, tuple) else (held,):
                    id = getattr(value, inner) if inner else value
                    if id is not None and (
                        id not in known or (allowed and known[id] not in allowed)
                    ):
                        lost.append(id)
    return lost


@functools.cache
def _references(cls: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    """The members of *cls* that refer, the member of each item that does, and to which types."""
    found = [
        (field.name, "", field.metadata["refers_to"])
        for field in attrs.fields(cls)
        if "refers_to" in field.metadata
    ]
    for field in fields_of(cls):
        item, *_ = (*typing.get_args(field.type), None)
        if item in TYPES and item not in ELEMENTS.values():
            found += [
                (field.name, inner.name, inner.metadata["refers_to"])
                for inner in attrs.fields(item)
                if "refers_to" in inner.metadata
            ]
    return found
