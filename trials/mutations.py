"""Faults in a document that has none: which, where, and how they are called."""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
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

__all__ = [
    "SORTS",
    "SORTS_OF_TEXT",
    "SORTS_WHERE_STRICT",
    "Change",
    "Mutation",
    "Path",
    "Place",
    "Seed",
    "as_text",
    "changes_of",
    "faulty",
    "places",
    "put",
    "seeded",
    "with_unknown_members",
]

Path = tuple[str | int, ...]


@attrs.frozen
class Change:
    """What makes a fault.

    Attributes:
        path: A place in the document.
        value: What is to stand there instead.
        told: Where the fault is then found: the same place, if nothing else is said.
        needs: Other places, which have to stay as they are, or it is no fault.
    """

    path: Path
    value: Any
    told: Path = attrs.field()
    needs: tuple[Path, ...] = ()

    @told.default
    def _told(self) -> Path:
        return self.path

    def disturbs(self, other: Change) -> bool:
        """Whether this stands in, around or in need of what *other* changes."""
        return any(
            _is_within(self.path, place) or _is_within(place, self.path)
            for place in (other.path, *other.needs)
        )


def _is_within(inner: Path, outer: Path) -> bool:
    return inner[: len(outer)] == outer


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


@attrs.frozen
class Seed:
    """One fault of several in a document.

    Attributes:
        label: What sort of fault it is.
        change: What made it.
    """

    label: str
    change: Change

    @property
    def pointer(self) -> str:
        """The JSON Pointer of the fault: of the object, where a member is missing from it."""
        return pointer(self.change.told)


def faulty(document: dict[str, Any], random: Random, label: str | None = None) -> Mutation:
    """*document* with one fault, of the sort *label* or of any of `SORTS` that it has room for."""
    changes = changes_of(document, [label] if label else [*SORTS])
    names = sorted(name for name in changes if changes[name])
    if not names:
        raise ValueError(f"the document has no room for the fault {label!r}")
    name = random.choice(names)
    change = random.choice(changes[name])
    return Mutation(put(document, change.path, change.value), pointer(change.told), name)


def seeded(
    document: dict[str, Any], random: Random, number: int, labels: Iterable[str]
) -> tuple[dict[str, Any], list[Seed]]:
    """*document* with so many faults of these sorts, or as many as it has room for.

    No fault disturbs another, though it can be the reason of more problems.
    """
    changes = {label: some for label, some in changes_of(document, labels).items() if some}
    seeds: list[Seed] = []
    for _ in range(4 * number if changes else 0):
        if len(seeds) == number:
            break
        label = random.choice(sorted(changes))
        change = random.choice(changes[label])
        if not any(change.disturbs(one.change) or one.change.disturbs(change) for one in seeds):
            seeds.append(Seed(label, change))
    for one in seeds:
        document = put(document, one.change.path, one.change.value)
    return document, seeds


def changes_of(document: dict[str, Any], labels: Iterable[str]) -> dict[str, list[Change]]:
    """Every change of *document* that makes a fault of one of these sorts."""
    found = list(places(document))
    every = {**SORTS, **SORTS_OF_TEXT, **SORTS_WHERE_STRICT}
    return {label: list(every[label](found, document)) for label in labels}


def with_unknown_members(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """*document* with a member that nobody knows in one of its objects. It has no fault."""
    objects = [place.path for place in places(document) if place.hint in TYPES]
    name = random.choice(("x-colour", "extra", "", "Name", "æ/~"))
    path = random.choice([(), *objects])
    value: Any = random.choice((None, 5, 1.5, [], {"min": 0}, "text"))
    return typing.cast("dict[str, Any]", put(document, (*path, name), value))


def places(document: dict[str, Any]) -> Iterator[Place]:
    """Everything that a document says and that the table of fields knows, in its order."""
    return _places(Model, document, ())


@attrs.frozen
class Place:
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


def _places(cls: Any, members: dict[str, Any], path: Path) -> Iterator[Place]:
    for field in fields_of(cls):
        if field.name in members:
            metadata = attrs.fields_dict(cls)[field.name].metadata
            value = members[field.name]
            hint = _without_none(field.type)
            place = Place((*path, field.name), hint, metadata, value, cls, members)
            yield from _and_within(place)


def _and_within(place: Place) -> Iterator[Place]:
    yield place
    if place.hint in TYPES:
        yield from _places(place.hint, place.value, place.path)
    elif place.sort == "array":
        item = typing.get_args(place.hint)[0]
        for number, value in enumerate(place.value):
            path = (*place.path, number)
            held = Place(path, item, place.metadata, value, place.owner, place.value)
            yield from _and_within(held)


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    return hint


_MISSING = object()


def put(held: Any, path: Path, value: Any) -> Any:
    """*held* with *value* at the end of *path*; what stands beside the path is not copied."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        inner = held[step] if step < len(held) else None
        return [*held[:step], put(inner, rest, value), *held[step + 1 :]]
    if not rest and value is _MISSING:
        return {name: inner for name, inner in held.items() if name != step}
    return {**held, step: put(held.get(step), rest, value)}


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


Changes = Iterator[Change]


def _bad_header(_: list[Place], document: dict[str, Any]) -> Changes:
    names = ("collabmodel-report", "", "Collabmodel", "collabmodel\n", None, 1, ["collabmodel"])
    for name in names:
        yield Change(("format",), name)
    versions = ("2.0", "0.9", "1", "1.", "1.x", "01.0", "1.00", "1.0.0", "1.0\n", "1.1234567", "")
    for version in (*versions, None, 1, 1.0, ["1.0"], "10.0", "\u0661.\u0660"):
        yield Change(("format_version",), version)
    for name in ("format", "format_version"):
        yield Change((name,), _MISSING, ())
    for whole in (None, [], [document], "collabmodel", 5, True):
        yield Change((), whole)


def _wrong_types(places: list[Place], _: Any) -> Changes:
    for place in places:
        right = _RIGHT_TYPES[place.sort]
        for value in _WRONG_TYPES:
            if type(value) not in right:
                yield Change(place.path, value)


def _bad(sort: str) -> Callable[[list[Place], Any], Changes]:
    def changes(places: list[Place], _: Any) -> Changes:
        for place in places:
            if place.sort == sort:
                for value in _BAD_VALUES[sort]:
                    told = (*place.path, *_first_bad_member(sort, value))
                    yield Change(place.path, value, told)

    return changes


def _first_bad_member(sort: str, value: Any) -> Path:
    """Where in an object the bad value is; nowhere where the whole of it is bad."""
    if sort == "texts":
        return next((name,) for name, text in value.items() if type(text) is not str)
    if isinstance(value, dict):
        for name, bound in value.items():
            if name not in ("min", "max") or type(bound) is not int or not 0 <= bound < 2**53:
                return (name,)
    return ()


def _reversed_counts(places: list[Place], _: Any) -> Changes:
    for place in places:
        if place.sort in ("count", "size"):
            yield from (Change(place.path, value) for value in _REVERSED_COUNTS)


def _decimals(places: list[Place], _: Any) -> Changes:
    for place in places:
        if place.sort in ("whole", "count", "size") and isinstance(place.value, int):
            yield Change(place.path, float(max(place.value, 1) % 2**50))
        elif place.sort in ("count", "size"):
            yield Change((*place.path, "min"), 1.0)


def _days_of_no_calendar(places: list[Place], _: Any) -> Changes:
    for place in places:
        if place.sort == "when":
            yield from (Change(place.path, text) for text in _DAYS_OF_NO_CALENDAR)


def _half_characters(places: list[Place], _: Any) -> Changes:
    for place in places:
        if place.sort == "text":
            yield Change(place.path, f"{place.value[:4]}\ud800")


def _missing_members(places: list[Place], _: Any) -> Changes:
    for place in places:
        if place.hint in TYPES:
            for field in fields_of(place.hint):
                if field.is_required:
                    yield Change((*place.path, field.name), _MISSING, place.path)


def _objects(places: list[Place], document: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    yield (), document
    yield from ((place.path, place.value) for place in places if place.hint in TYPES)


def _unfit_unknown_members(places: list[Place], document: Any) -> Changes:
    deep: list[Any] = []
    for _ in range(70):
        deep = [deep]
    for path, members in _objects(places, document):
        if "x-app" not in members:
            for value in (2**53, -(2**53), deep, "\udfff"):
                yield Change((*path, "x-app"), value)


# One value against another.


def _named_twice(places: list[Place], _: Any) -> Changes:
    for place in places:
        if place.field in ("parties", "members", "views") and place.sort == "array" and place.value:
            first, end = (*place.path, 0), (*place.path, len(place.value))
            if place.field == "views":
                told, needs = (*end, "party"), (*first, "party")
                yield Change(end, place.value[0], told, (needs,))
            else:
                yield Change(end, place.value[0], needs=(first,))


def _too_few(places: list[Place], _: Any) -> Changes:
    for place in places:
        has_to_be_some = place.sort == "array" and place.field in ("parties", "labels")
        if has_to_be_some and not place.within.get("views"):
            yield Change(place.path, place.value[:1])
            yield Change(place.path, [])


def _views_of_strangers(places: list[Place], document: Any) -> Changes:
    for place in places:
        if place.hint is View:
            of_tie: Path = place.path[:2]
            parties = document["ties"][of_tie[1]]["parties"]
            for service in document.get("services", ()):
                if service["id"] not in parties:
                    path = (*place.path, "party")
                    yield Change(path, service["id"], needs=((*of_tie, "parties"),))


def _flows_to_themselves(places: list[Place], _: Any) -> Changes:
    for place in places:
        if place.field == "target" and place.owner is ELEMENTS["flows"]:
            source = (*place.path[:-1], "source")
            yield Change(place.path, place.within["source"], needs=(source,))


def _references(places: list[Place]) -> Iterator[Place]:
    return (
        place
        for place in places
        if place.is_id and "refers_to" in place.metadata and place.owner is not View
        if place.field != "parties"  # of which a view may be
    )


def _unknown_references(places: list[Place], _: Any) -> Changes:
    return (Change(place.path, "nobody-has-it") for place in _references(places))


def _references_of_wrong_type(places: list[Place], document: Any) -> Changes:
    ids = {
        (member, cls.__name__): [element["id"] for element in document.get(member, ())]
        for member, cls in ELEMENTS.items()
    }
    for place in _references(places):
        wanted = place.metadata["refers_to"]
        held = place.within if isinstance(place.within, list) else ()
        for (member, name), some in ids.items():
            if wanted and name not in wanted:
                for number, id in enumerate(some):
                    if id not in held:
                        yield Change(place.path, id, needs=((member, number, "id"),))


def _duplicate_ids(places: list[Place], document: Any) -> Changes:
    for place in places:
        if place.hint in ELEMENTS.values():
            member = str(place.path[0])
            needs = ((*place.path, "id"), (*place.path, "part_of"))  # circles are found by ids
            end = (member, len(document[member]))
            yield Change(end, place.value, (*end, "id"), needs)


def _levels_off_the_scale(places: list[Place], document: Any) -> Changes:
    top = len(document["scale"]["labels"]) if "scale" in document else 6
    for place in places:
        if place.field == "level":
            yield Change(place.path, top, needs=(("scale",),))


def _circles(places: list[Place], _: Any) -> Changes:
    for place in places:
        if place.hint in ELEMENTS.values() and any(
            field.name == "part_of" for field in fields_of(place.hint)
        ):
            id = (*place.path, "id")
            yield Change((*place.path, "part_of"), place.value["id"], needs=(id,))


SORTS: dict[str, Callable[[list[Place], Any], Changes]] = {
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


# What no plain value says, so that the text has to say it.

_RAW, _AGAIN = "as it stands: ", "once more: "
"""What a text begins with that is written without quotes, and the name of a member that is written
without this. They are longer than texts that are drawn."""


def as_text(document: Any) -> str:
    """The JSON of a document, in which members can have one name and numbers any writing."""
    text = json.dumps(document)
    return re.sub(rf'"{_RAW}([^"]*)"', r"\1", text).replace(f'"{_AGAIN}', '"')


_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
_LARGE_NUMBERS = ("1e999", "-1e999", "9007199254740992", "-9007199254740993", "1e16", "9" * 400)


def _raw(words: Iterable[str]) -> Callable[[list[Place], Any], Changes]:
    """Numbers where a single value or one that nobody knows stands."""

    def changes(places: list[Place], document: Any) -> Changes:
        single = [place.path for place in places if place.sort not in ("array", "object", "texts")]
        unknown = [(*path, "x-app") for path, _ in _objects(places, document)]
        deeper = [(*path, "x-deep") for path, _ in _objects(places, document)]
        for word in words:
            yield from (Change(path, _RAW + word) for path in (*single, *unknown))
            yield from (Change(path, {"a": [1, _RAW + word]}, (*path, "a", 1)) for path in deeper)

    return changes


def _repeated_members(places: list[Place], document: Any) -> Changes:
    for path, members in _objects(places, document):
        for name, value in members.items():
            yield _repeated(path, name, value)
    for place in places:
        if place.sort == "texts":
            yield from (_repeated(place.path, name, text) for name, text in place.value.items())


def _repeated(path: Path, name: str, value: Any) -> Change:
    told = (*path, name)
    return Change((*path, _AGAIN + name), value, told, (told,))


def _half_names(places: list[Place], document: Any) -> Changes:
    for path, _ in _objects(places, document):
        yield Change((*path, "x-\udfff"), 5, (*path, "x-?"))


SORTS_OF_TEXT: dict[str, Callable[[list[Place], Any], Changes]] = {
    "not a number": _raw(_NO_NUMBERS),
    "number too large": _raw(_LARGE_NUMBERS),
    "member twice": _repeated_members,
    "half a character in a name": _half_names,
}
"""Sorts of fault that only the text of a document can have, as `as_text` writes it."""


def _unknown_members(places: list[Place], document: Any) -> Changes:
    for path, members in _objects(places, document):
        for name in ("x-other", "Name", "æ/~", "", "extra"):
            if name not in members:
                yield Change((*path, name), "text")


SORTS_WHERE_STRICT: dict[str, Callable[[list[Place], Any], Changes]] = {
    "unknown member": _unknown_members,
}
"""Sorts of fault that only a strict reading finds."""
