"""All that is wrong with a document, in its order: values, references and rules together.

The converter gives up an element that it cannot read. Here every member is judged by itself, most
of them by one quick test. What is readable of the elements is kept, so that references to them and
from them can be judged too.
"""

from __future__ import annotations

import functools
import operator
import typing
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import attrs
from cattrs.errors import BaseValidationError

from collabmodel.document.converter import converter
from collabmodel.document.faults import (
    TOO_DEEP,
    Fault,
    Steps,
    fault_of,
    faults_of,
    missing,
    path_of,
    pointer,
    unknown_member,
    wrong,
)
from collabmodel.document.fields import TYPES, Field, fields_of
from collabmodel.document.versions import HEADER, check_version
from collabmodel.domain.checking import Form, forms, shorten
from collabmodel.domain.count import Count
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.model import Model
from collabmodel.domain.problems import Problem
from collabmodel.domain.review import Finding, Place, findings
from collabmodel.domain.when import When, why_no_when

__all__ = ["explain"]

_TOLD = 100
"""How many problems are told; the others are counted."""


def explain(
    document: Any, unfit: Sequence[tuple[Steps, Fault]] = (), *, strict: bool = False
) -> InvalidDocument | None:
    """Everything that is wrong with a document; None where nothing is.

    Args:
        document: The plain values.
        unfit: What the parser refused, with its place. Nothing else is told of that place.
        strict: Whether members that this version does not know are wrong.

    Returns:
        An error whose problems have a JSON Pointer as their field; the document as a whole has the
        empty one.
    """
    found = _Found()
    try:
        if type(document) is dict:
            check_version(document)
    except Fault as fault:
        found.note_raised(fault)
    else:
        readable = _walk_of(Model, strict)(document, (), found)
        found.reviewed = list(findings(readable))
    found.unfit(unfit)
    return found.error(document)


class _Found(list[tuple[Steps, Fault]]):
    """What was found wrong, each with its place, in the order of the document's elements.

    Once there is far more than can be told, it is only counted.
    """

    def __init__(self) -> None:
        super().__init__()
        self.total = 0
        self.reviewed: list[Finding] = []

    @property
    def is_enough(self) -> bool:
        return len(self) >= 10 * _TOLD

    def note(self, path: Steps, fault: Fault) -> None:
        self.total += 1
        if not self.is_enough:
            self.append((path, fault))

    def note_raised(self, error: Exception, path: Steps = ()) -> None:
        """Note every fault in *error*, by itself: what was raised holds on to the document."""
        for place, fault in faults_of(error, path):
            self.note(place, Fault(*fault.args))

    def add(self, path: Steps, make: Callable[[], Fault]) -> None:
        """Note a fault that is not even made once there is enough."""
        self.total += 1
        if not self.is_enough:
            self.append((path, make()))

    def unfit(self, unfit: Sequence[tuple[Steps, Fault]]) -> None:
        """Add what the parser refused, in the place of what was found because of that."""
        places = {path for path, fault in unfit if fault.code != "repeated-member"}
        if places:
            kept = [each for each in self if not _leads_to(each[0], places)]
            self.total -= len(self) - len(kept)
            self[:] = kept
        self.total += len(unfit)
        self += unfit

    def error(self, document: Any) -> InvalidDocument | None:
        """The error that tells the first problems in the order of *document*."""
        total = self.total + len(self.reviewed)
        if not total:
            return None
        order = _Order(document)
        found: list[tuple[tuple[int, ...], Steps | Place, Fault | Callable[[], Problem]]] = [
            *((order.of_element(path), path, fault) for path, fault in self),
            *((order.of_element(place), place, each) for place, each in self.reviewed),
        ]
        found.sort(key=operator.itemgetter(0))
        first = [each for each in found[: 20 * _TOLD] if each[0] <= found[:_TOLD][-1][0]]
        placed = [(_path_of_place(place), told) for _, place, told in first]
        placed.sort(key=lambda each: order.of(each[0]))
        problems = [_problem(path, told, document) for path, told in placed[:_TOLD]]
        return InvalidDocument(problems, total - len(problems))


def _path_of_place(place: Steps | Place) -> Steps:
    if not isinstance(place, Place):
        return place
    of_element = (place.member, place.number) if place.member else ()
    return (*of_element, *path_of(place.field))


def _leads_to(path: Steps, places: set[Steps]) -> bool:
    return any(path[:length] in places for length in range(len(path) + 1))


def _problem(path: Steps, told: Fault | Callable[[], Problem], document: Any) -> Problem:
    what = told if isinstance(told, Fault) else told()
    owner = "Document"
    match path:
        case (str(member), int(number), *_) if member in ELEMENTS:
            element = document[member][number]
            id = element.get("id") if isinstance(element, dict) else None
            kind = ELEMENTS[member].__name__
            owner = f"{kind} {shorten(id)}" if id and isinstance(id, str) else kind
    return Problem(what.code, owner, pointer(path), what.expected, what.found, what.remedy)


class _Order:
    """What comes first in a document. A member that an object lacks comes before those it has."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._numbers: dict[int, dict[str, int]] = {}

    def of_element(self, path: Steps | Place) -> tuple[int, ...]:
        """The place of the element, or of the member of the whole, that *path* leads into."""
        if isinstance(path, Place):
            if path.member:
                return (self._number(self._document, path.member), path.number)
            path = path_of(path.field)
        if len(path) > 1 and isinstance(path[1], int):
            return (self._number(self._document, path[0]), path[1])
        return (self._number(self._document, path[0]),) if path else ()

    def of(self, path: Steps) -> tuple[int, ...]:
        """The place of what *path* leads to."""
        value, numbers = self._document, []
        for step in path:
            if isinstance(value, dict | list):
                numbers.append(self._number(value, step))
                value = value.get(step) if isinstance(value, dict) else value[int(step)]
        return tuple(numbers)

    def _number(self, members: Any, name: Any) -> int:
        if isinstance(members, list):
            return int(name)
        if id(members) not in self._numbers:
            self._numbers[id(members)] = {each: number for number, each in enumerate(members)}
        return self._numbers[id(members)].get(name, -1)


_Walk = Callable[[Any, Steps, _Found], Any]
"""Judges a value at a place, notes what is wrong, and gives back what is readable of it."""

_UNREADABLE = object()
"""What is readable of a value of which nothing is."""


@attrs.frozen
class _Member:
    """How one member of an object is judged.

    Attributes:
        is_good: A quick test that only good values pass, which are readable as they stand.
        walk: What judges all other values.
    """

    is_good: Callable[[Any], bool]
    walk: _Walk


@functools.cache
def _walk_of(cls: Any, strict: bool) -> _Walk:
    """The walk through the objects that stand for a *cls*.

    What is readable of one is an object that looks like a *cls* to those who only read it.
    """
    members = {field.name: _member_of(cls, field, strict=strict) for field in fields_of(cls)}
    required = [field.name for field in fields_of(cls) if field.is_required]
    unread = {field.name: _unread(field) for field in fields_of(cls)}
    look_alike: Any = type(cls.__name__, (), unread)
    unknown = _Member(_never, _walk_of_unknown(cls, strict=strict))
    is_compared = hasattr(cls, "contradictions")

    def walk(value: Any, path: Steps, found: _Found) -> Any:
        readable = look_alike()
        if type(value) is not dict:
            found.add(path, lambda: wrong("not-an-object", "an object", value))
            return readable
        held = readable.__dict__
        for name in required:
            if name not in value:
                found.add(path, functools.partial(missing, name))
        for name, each in value.items():
            member = members.get(name, unknown)
            if member.is_good(each):
                held[name] = each
                continue
            read = member.walk(each, (*path, name), found)
            if read is not _UNREADABLE:
                held[name] = read
        if is_compared:
            _compare(cls, readable, [name for name in required if name not in held], path, found)
        return readable

    return walk


def _unread(field: Field) -> Any:
    """What stands for a field that says nothing, and for one that is not readable."""
    if field.is_several:
        return ()
    return None if field.is_required else field.default


def _compare(cls: Any, readable: Any, lacking: list[str], path: Steps, found: _Found) -> None:
    """Note what the fields say against one another, up to the first that is lacking."""
    if lacking:
        fields = {**vars(type(readable)), **vars(readable)}
        readable = SimpleNamespace(**{n: v for n, v in fields.items() if n not in lacking})
    try:
        for code, field, *told in cls.contradictions(readable):
            if found.is_enough:
                found.total += 1
            else:
                found.note((*path, *path_of(field)), Fault(code, *told))
    except AttributeError:  # which is quicker than suppressing it
        return


def _walk_of_unknown(cls: Any, *, strict: bool) -> _Walk:
    known = [field.name for field in fields_of(cls)]
    accepts = forms(cls)["extra"].accepts

    def walk(value: Any, path: Steps, found: _Found) -> Any:
        name = str(path[-1])
        if cls is Model and name in HEADER:
            return _UNREADABLE
        if strict:
            found.add(path, lambda: unknown_member(name, known))
        elif isinstance(value, dict | list) and not accepts({name: value}):
            found.add(path, lambda: Fault("too-deep", TOO_DEEP, "more"))
        return _UNREADABLE

    return walk


def _member_of(cls: Any, field: Field, *, strict: bool) -> _Member:
    form = forms(cls)[field.name]
    if field.inner in TYPES:
        each = _Member(_never, _walk_of(field.inner, strict))
    else:
        each = _plain(field.inner, form.item or form, is_id=field.name == "id")
    if not field.is_several:
        return each
    accepts = each.is_good
    return _Member(
        lambda value: type(value) is list and all(map(accepts, value)),
        _walk_through(each),
    )


def _never(_: Any) -> bool:
    return False


def _walk_through(each: _Member) -> _Walk:
    def walk(values: Any, path: Steps, found: _Found) -> Any:
        if type(values) is not list:
            found.add(path, lambda: wrong("not-an-array", "an array", values))
            return _UNREADABLE
        items = [
            value if each.is_good(value) else each.walk(value, (*path, n), found)
            for n, value in enumerate(values)
        ]
        return [None if item is _UNREADABLE else item for item in items]

    return walk


def _plain(hint: Any, form: Form, *, is_id: bool = False) -> _Member:
    """The judge of a value that is no object or array of others."""
    read = _hooks().get_structure_hook(hint)
    accepts = _is_date if hint is When else form.accepts

    def walk(value: Any, path: Steps, found: _Found) -> Any:
        if found.is_enough and is_quick:
            found.total += 1
            return _UNREADABLE
        try:
            readable = read(value, hint)
        except (BaseValidationError, Fault) as error:
            found.note_raised(error, path)
            return _UNREADABLE
        if is_id and value == "":
            found.add(path, lambda: wrong("not-an-id", "an id", ""))
            return _UNREADABLE
        problems = [*form.problems("", "", readable)]
        for problem in problems:
            found.add(path, functools.partial(fault_of, problem))
        return _UNREADABLE if problems else readable

    is_quick = hint is not Count and typing.get_origin(hint) is not dict

    def is_good(value: Any) -> bool:
        return is_quick and value is not None and accepts(value) and not (is_id and not value)

    return _Member(is_good, walk)


def _is_date(value: Any) -> bool:
    return type(value) is str and why_no_when(value) is None


@functools.cache
def _hooks() -> Any:
    return converter()
