"""One fault in a document that has none: which, where, and how it is called."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any, Literal

import attrs

from collabmodel.document.faults import pointer
from collabmodel.document.fields import TYPES, fields_of
from collabmodel.domain.count import Count
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.model import Model
from collabmodel.domain.values import View
from collabmodel.domain.when import When

__all__ = ["SORTS", "Mutation", "faulty", "with_unknown_members"]

Path = tuple[str | int, ...]
Change = tuple[Path, Any]
"""A place, and what is to stand there instead."""


@attrs.frozen
class Mutation:
    """A document with one fault.

    Attributes:
        document: The document, which shares what was not changed with the one it was made of.
        pointer: The JSON Pointer of the fault: of the object, where a member is missing from it.
        label: What sort of fault it is, in a few words.
    """

    document: Any
    pointer: str
    label: str


def faulty(document: dict[str, Any], random: Random, label: str | None = None) -> Mutation:
    """*document* with one fault, of the sort *label* or of any of `SORTS` that it has room for."""
    places = list(_places(Model, document, ()))
    labels = [label] if label else random.sample(sorted(SORTS), len(SORTS))
    for name in labels:
        changes = list(SORTS[name](places, document))
        if changes:
            path, value = random.choice(changes)
            is_missing = value is _MISSING
            return Mutation(
                _put(document, path, value), pointer(path[:-1] if is_missing else path), name
            )
    raise ValueError(f"the document has no room for the fault {label!r}")


def with_unknown_members(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """*document* with a member that nobody knows in one of its objects. It has no fault."""
    objects = [place.path for place in _places(Model, document, ()) if place.hint in TYPES]
    name = random.choice(("x-colour", "extra", "", "Name", "æ/~"))
    path = random.choice([(), *objects])
    value: Any = random.choice((None, 5, 1.5, [], {"min": 0}, "text"))
    return typing.cast("dict[str, Any]", _put(document, (*path, name), value))


@attrs.frozen
class _Place:
    """A value of a document, and what the table of fields says of it."""

    path: Path
    hint: Any
    metadata: Mapping[Any, Any]
    value: Any
    owner: type[Any]
    within: Any
    """The object that holds it, or the array."""

    @property
    def field(self) -> str:
        return next(step for step in reversed(self.path) if isinstance(step, str))

    @property
    def is_id(self) -> bool:
        return self.hint is str and ("id" in self.metadata or "refers_to" in self.metadata)

    @property
    def sort(self) -> str:
        """Which of the bad values below do not fit here."""
        if self.field == "size":
            return "size"
        if self.hint in TYPES:
            return "object"
        if self.is_id:
            return "id"
        return _SORTS_OF_HINTS.get(typing.get_origin(self.hint) or self.hint, "")


_SORTS_OF_HINTS: dict[Any, str] = {
    str: "text",
    int: "whole",
    Count: "count",
    When: "when",
    Literal: "word",
    tuple: "array",
    dict: "texts",
}


def _places(cls: Any, members: dict[str, Any], path: Path) -> Iterator[_Place]:
    """Everything that a document says and that the table of fields knows, in its order."""
    for field in fields_of(cls):
        if field.name in members:
            metadata = attrs.fields_dict(cls)[field.name].metadata
            value = members[field.name]
            hint = _without_none(field.type)
            place = _Place((*path, field.name), hint, metadata, value, cls, members)
            yield from _and_within(place)


def _and_within(place: _Place) -> Iterator[_Place]:
    yield place
    if place.hint in TYPES:
        yield from _places(place.hint, place.value, place.path)
    elif place.sort == "array":
        item = typing.get_args(place.hint)[0]
        for number, value in enumerate(place.value):
            path = (*place.path, number)
            held = _Place(path, item, place.metadata, value, place.owner, place.value)
            yield from _and_within(held)


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    return hint


_MISSING = object()


def _put(held: Any, path: Path, value: Any) -> Any:
    """*held* with *value* at the end of *path*; what stands beside the path is not copied."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        inner = held[step] if step < len(held) else None
        return [*held[:step], _put(inner, rest, value), *held[step + 1 :]]
    if not rest and value is _MISSING:
        return {name: inner for name, inner in held.items() if name != step}
    return {**held, step: _put(held.get(step), rest, value)}


# Values that do not fit.

_WRONG_TYPES: tuple[Any, ...] = (
    *(None, True, False, 0, 5, -1, 1.5, "", "5", "null", "abc"),
    *([], [5], [None], ["a"], {}, {"min": 1}, {"a": "b"}, {"a": {}}),
)
_RIGHT_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "id": (str,),
    "word": (str,),
    "when": (str,),
    "whole": (int,),
    "count": (int, dict),
    "size": (int, dict),
    "array": (list,),
    "object": (dict,),
    "texts": (dict,),
}
_BAD_COUNTS: tuple[Any, ...] = (
    *(-1, 2**53, {}, {"min": 0}, {"max": 0}, {"min": 0, "max": 5}, {"min": -1}, {"max": -1}),
    *({"min": "1"}, {"min": None}, {"max": True}, {"max": [5]}, {"max": 2**53}, {"mn": 1}),
    *({"min": 1, "about": 3}, {"min": 1, "max": 3, "": 0}, {"min": 1.5}),
)
_REVERSED_COUNTS = ({"min": 5, "max": 4}, {"min": 4, "max": 4}, {"min": 2**53 - 1, "max": 1})
_BAD_VALUES: dict[str, tuple[Any, ...]] = {
    "id": ("", " ", "a b", "-a", "_a", "æ", "a" * 129, "a\n", "\na", "a/b", "a,b", "a\u0660"),
    "word": ("", "Health", "HEALTH", "no such word", "other ", "other\n", "ongoing."),
    "whole": (-1, 2**53, -(2**53)),
    "count": _BAD_COUNTS,
    "size": (*_BAD_COUNTS, 0, {"max": 5}),
    "texts": ({"cvr": 5}, {"cvr": None}, {"cvr": ["1"]}, {"a": "b", "c": {}}),
    "when": (
        *("", "..", "/", "../..", "/..", "../", "XXXX/..", "XXXX-XX/XXXX", "2020/2021/2022"),
        *("0000", "0000-01", "2020/0000", "?0000", "20X0", "2X20", "X", "XXXX?", "XXXX~-11"),
        *("XXXX-XX?", "XXXX-?XX", "XXXX-11?", "XXXX-11-05~", "2020-00", "2020-13", "2020-1"),
        *("2020-20", "2020-25", "201X-21", "2020-21-01", "2020-1X", "2020-XX-05", "2020-11-00"),
        *("2020-11-32", "2020-11-3X", "2020-11-5", "?2020?", "2020-~11%", "2020-11-?05?"),
        *("2020??", "2020-11?~", "-2020", "Y12020", "20201", "202", "2020-11-05-01", "2020 "),
        *(" 2020", "2020\n", "\n2020", "November 2020", "05.11.2020", "2020/11", "{2020}", "open"),
        *("2020-11-05T09:30", "2020-11-05T24:00:00", "2020-11-05T09:30:60", "2020-11T09:30:00"),
        *("2020-11-05T09:30:00+15:00", "2020-11-XXT09:30:00", "2020-11-05T09:30:00/2021"),
        *("2020/2021-11-05T09:30:00", "2020-11-05 09:30:00", "2020-11-05t09:30:00Z"),
        "\uff12\uff10\uff12\uff10",
    ),
}
_DAYS_OF_NO_CALENDAR = (
    *("2020-02-30", "2021-02-29", "2020-04-31", "19XX-02-30", "XXXX-11-31", "2020-06-31?"),
    *("2021-02-29T09:30:00Z", "2020/2021-02-29", "2021-02-29/.."),
    *("2021/2020", "2020-12/2020-11", "2020-11-06/2020-11-05", "2020-24/2020-21", "202X/201X"),
)


def _bad_header(_: list[_Place], document: dict[str, Any]) -> Iterator[Change]:
    for name in (
        "collabmodel-report",
        "",
        "Collabmodel",
        "collabmodel\n",
        None,
        1,
        ["collabmodel"],
    ):
        yield ("format",), name
    versions = ("2.0", "0.9", "1", "1.", "1.x", "01.0", "1.00", "1.0.0", "1.0\n", "1.1234567", "")
    for version in (*versions, None, 1, 1.0, ["1.0"], "10.0", "\u0661.\u0660"):
        yield ("format_version",), version
    yield ("format",), _MISSING
    yield ("format_version",), _MISSING
    for whole in (None, [], [document], "collabmodel", 5, True):
        yield (), whole


def _wrong_types(places: list[_Place], _: Any) -> Iterator[Change]:
    for place in places:
        right = _RIGHT_TYPES[place.sort]
        for value in _WRONG_TYPES:
            if type(value) not in right:
                yield place.path, value


def _bad(sort: str) -> Callable[[list[_Place], Any], Iterator[Change]]:
    def changes(places: list[_Place], _: Any) -> Iterator[Change]:
        for place in places:
            if place.sort == sort:
                yield from ((place.path, value) for value in _BAD_VALUES[sort])

    return changes


def _reversed_counts(places: list[_Place], _: Any) -> Iterator[Change]:
    for place in places:
        if place.sort in ("count", "size"):
            yield from ((place.path, value) for value in _REVERSED_COUNTS)


def _decimals(places: list[_Place], _: Any) -> Iterator[Change]:
    for place in places:
        if place.sort in ("whole", "count", "size") and isinstance(place.value, int):
            yield place.path, float(max(place.value, 1) % 2**50)
        elif place.sort in ("count", "size"):
            yield (*place.path, "min"), 1.0


def _days_of_no_calendar(places: list[_Place], _: Any) -> Iterator[Change]:
    for place in places:
        if place.sort == "when":
            yield from ((place.path, text) for text in _DAYS_OF_NO_CALENDAR)


def _half_characters(places: list[_Place], _: Any) -> Iterator[Change]:
    for place in places:
        if place.sort == "text":
            yield place.path, f"{place.value[:4]}\ud800"


def _missing_members(places: list[_Place], _: Any) -> Iterator[Change]:
    for place in places:
        if place.hint in TYPES:
            for field in fields_of(place.hint):
                if field.is_required:
                    yield (*place.path, field.name), _MISSING


def _unfit_unknown_members(places: list[_Place], document: Any) -> Iterator[Change]:
    deep: list[Any] = []
    for _ in range(70):
        deep = [deep]
    objects = [((), document), *((p.path, p.value) for p in places if p.hint in TYPES)]
    for path, members in objects:
        if "x-app" not in members:
            yield from (((*path, "x-app"), value) for value in (2**53, -(2**53), deep, "\udfff"))


# One value against another.


def _named_twice(places: list[_Place], _: Any) -> Iterator[Change]:
    for place in places:
        if place.field in ("parties", "members", "views") and place.sort == "array" and place.value:
            yield place.path, [*place.value, place.value[0]]


def _too_few(places: list[_Place], _: Any) -> Iterator[Change]:
    for place in places:
        if place.field == "parties" and place.sort == "array":
            if not place.within.get("views"):
                yield place.path, place.value[:1]
                yield place.path, []
        elif place.field == "labels" and place.sort == "array":
            yield place.path, place.value[:1]
            yield place.path, []


def _views_of_strangers(places: list[_Place], document: Any) -> Iterator[Change]:
    for place in places:
        if place.hint is View:
            path = tuple(place.path[:-2])
            tie = document["ties"][path[1]]
            for service in document.get("services", ()):
                if service["id"] not in tie["parties"]:
                    yield (*place.path, "party"), service["id"]


def _flows_to_themselves(places: list[_Place], _: Any) -> Iterator[Change]:
    for place in places:
        if place.field == "target" and place.owner is ELEMENTS["flows"]:
            yield place.path, place.within["source"]


def _references(places: list[_Place]) -> Iterator[_Place]:
    return (
        place
        for place in places
        if place.is_id and "refers_to" in place.metadata and place.owner is not View
        if place.field != "parties"  # of which a view may be
    )


def _unknown_references(places: list[_Place], _: Any) -> Iterator[Change]:
    return ((place.path, "nobody-has-it") for place in _references(places))


def _references_of_wrong_type(places: list[_Place], document: Any) -> Iterator[Change]:
    ids = {
        cls.__name__: [element["id"] for element in document.get(member, ())]
        for member, cls in ELEMENTS.items()
    }
    for place in _references(places):
        wanted = place.metadata["refers_to"]
        held = place.within if isinstance(place.within, list) else ()
        for name, some in ids.items():
            if wanted and name not in wanted:
                yield from ((place.path, id) for id in some if id not in held)


def _duplicate_ids(places: list[_Place], document: Any) -> Iterator[Change]:
    for place in places:
        if place.hint in ELEMENTS.values():
            member = place.path[0]
            yield (member, len(document[member])), place.value


def _levels_off_the_scale(places: list[_Place], document: Any) -> Iterator[Change]:
    top = len(document["scale"]["labels"]) if "scale" in document else 6
    for place in places:
        if place.field == "level":
            yield place.path, top


def _circles(places: list[_Place], _: Any) -> Iterator[Change]:
    for place in places:
        if place.hint in ELEMENTS.values() and any(
            field.name == "part_of" for field in fields_of(place.hint)
        ):
            yield (*place.path, "part_of"), place.value["id"]


SORTS: dict[str, Callable[[list[_Place], Any], Iterator[Change]]] = {
    "bad header": _bad_header,
    "wrong type": _wrong_types,
    "missing member": _missing_members,
    **{f"bad {sort}": _bad(sort) for sort in _BAD_VALUES},
    "count the wrong way round": _reversed_counts,
    "whole number as a decimal": _decimals,
    "day of no calendar": _days_of_no_calendar,
    "half a character": _half_characters,
    "unfit unknown member": _unfit_unknown_members,
    "named twice": _named_twice,
    "too few": _too_few,
    "view of a stranger": _views_of_strangers,
    "flow to itself": _flows_to_themselves,
    "unknown reference": _unknown_references,
    "reference of the wrong type": _references_of_wrong_type,
    "duplicate id": _duplicate_ids,
    "level off the scale": _levels_off_the_scale,
    "part of itself": _circles,
}
"""Every sort of fault: the changes of a document that make one, by its label."""
