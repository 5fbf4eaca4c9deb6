"""Is a value of the wrong type ever taken for what it is not? Every field of every type is asked.

`python -m trials.no_coercion --number 10000`
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator
from typing import Any, Literal

import attrs

from collabmodel.document import from_json, to_json
from collabmodel.document.faults import pointer
from collabmodel.document.fields import TYPES
from collabmodel.domain.count import Count
from collabmodel.domain.elements import Initiative
from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.level import LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.values import Money
from collabmodel.domain.when import When
from trials.drawn import drawn
from trials.mutations import Path, places, put
from trials.tally import Tally, number_of, report

__all__ = ["VALUES", "fields", "fits", "trial"]

VALUES: tuple[Any, ...] = (
    *(None, True, False, 5, -1, 1.5, 1.0, "5", "", "true", [], [None], [5], ["x"], [["x"]], [{}]),
    *({}, {"a": 1}, {"a": None}, {"min": "1"}, {"min": None}, {"max": 5.0}),
)
"""Values of every type of JSON. For each field, at least 14 of them are of the wrong one."""

AT_LEAST = 14

_NO_MEMBERS = ("extra", "files")
"""Fields that stand for no one member of a document."""

_RARE = Model.of(Initiative("grant", funding=Money(5)), scale=LevelScale("s", ("no", "yes")))
"""What is seldom drawn."""


def trial(number: int) -> tuple[Tally, set[tuple[str, str]]]:
    """Try *number* wrong values or more, until every field had each; also which fields there were.

    A value is put into the field of an object that a model without problems has.
    """
    tally = Tally("values of the wrong type")
    left = set(fields())
    asked: set[tuple[str, str]] = set()
    for model in (_RARE, *drawn(max(50, number // 200))):
        if tally.tried >= number and not left:
            break
        document = json.loads(to_json(model))
        objects: dict[type, Path] = {Model: ()}
        for place in places(document):
            if place.hint in TYPES:
                objects.setdefault(place.hint, place.path)
        for cls, path in objects.items():
            for name in (
                field.name for field in attrs.fields(cls) if field.name not in _NO_MEMBERS
            ):
                if tally.tried < number or (cls, name) in left:
                    left.discard((cls, name))
                    asked.add((cls.__name__, name))
                    for value in _wrong(cls, name):
                        tally.note(_taken(document, (*path, name), value))
    assert not left, f"no model has {left}"
    return tally, asked


def fields() -> Iterator[tuple[type, str]]:
    """Every field of every type that stands in a document."""
    for cls in TYPES:
        yield from ((cls, f.name) for f in attrs.fields(cls) if f.name not in _NO_MEMBERS)


def fits(hint: Any, value: Any) -> bool:
    """Whether *value* has the type of JSON that stands for the annotation; written apart."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):  # nothing is null
        return any(fits(inner, value) for inner in arguments if inner is not type(None))
    if origin is tuple:
        return type(value) is list and all(fits(arguments[0], item) for item in value)
    if origin is dict:
        return type(value) is dict and all(type(item) is str for item in value.values())
    if origin is Literal or hint in (str, When):
        return type(value) is str
    if hint is Count and type(value) is dict:
        return {*value} <= {"min", "max"} and all(type(bound) is int for bound in value.values())
    return type(value) is (int if hint in (int, Count) else dict)


def _wrong(cls: Any, name: str) -> list[Any]:
    hint = typing.get_type_hints(cls)[name]
    wrong = [value for value in VALUES if not fits(hint, value)]
    assert len(wrong) >= AT_LEAST, (cls, name, wrong)
    return wrong


def _taken(document: Any, path: Path, value: Any) -> str | None:
    """What is said where the value is accepted, or refused elsewhere."""
    try:
        from_json(json.dumps(put(document, path, value)))
    except InvalidDocument as error:
        place = pointer(path)
        told = [problem.field for problem in error.problems]
        is_told = any(field == place or field.startswith(f"{place}/") for field in told)
        return None if is_told else f"{value!r} at {place} is told at {told}"
    return f"{value!r} at {pointer(path)} is accepted"


if __name__ == "__main__":
    tally, asked = trial(number_of(10_000))
    print(f"  {len(asked)} fields of {len({name for name, _ in asked})} types")
    report(tally)
