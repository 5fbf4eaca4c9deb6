"""Read a good document in a fraction of the time that the explaining reading needs.

msgspec parses the text into shadows. The elements are then made and filled field by field, each
field of all elements of a type at once, so that the loops run in C. Whatever is not plainly good
is left to the explaining reading, which decides; the tests hold the two against one another.
"""

from __future__ import annotations

import functools
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, repeat
from typing import Any

import attrs
import msgspec
from msgspec import UNSET

from collabmodel.document.fields import TYPES, Field, fields_of
from collabmodel.document.shadows import Bounds, collector_paused, inner_type, is_several, shadow_of
from collabmodel.document.versions import FORMAT, FORMAT_VERSION
from collabmodel.domain.checking import ID_PATTERN, forms
from collabmodel.domain.count import Count
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.model import Model
from collabmodel.domain.when import When, reason_it_is_not_a_when

__all__ = ["read"]


class _UnclearError(Exception):
    """The document may be wrong: the explaining reading has to look at it."""


def read(text: object) -> Model | None:
    """The model of a good document; None where the document is not, or may not be, a good one.

    >>> read(b'{"format": "collabmodel", "format_version": "1.0", "title": "Town"}')
    <Model: 'Town'>
    >>> read(b'{"format": "collabmodel", "format_version": "1.0", "title": 5}') is None
    True
    """
    if not isinstance(text, str | bytes):
        return None
    with collector_paused():
        try:
            model = _model(text.encode() if isinstance(text, str) else text)
        except (msgspec.DecodeError, UnicodeError, RecursionError, _UnclearError):
            return None
        return None if model.problems() else model


def _model(text: bytes) -> Model:
    document, plain = _parsed(text, shadow_of(Model))
    if (document.format, document.format_version) != (FORMAT, FORMAT_VERSION):
        raise _UnclearError
    (model,) = _made(Model, [document], plain and [plain], _Ids())
    return model  # type: ignore[no-any-return]


def _parsed(text: bytes, hint: Any) -> tuple[Any, Any]:
    """What stands in *text*: as a *hint*, and as plain objects if that lacks members of it."""
    parsed = msgspec.json.decode(text, type=hint)
    if _is_all_of(parsed, text):
        return parsed, None
    plain = msgspec.json.decode(text)
    if _is_all_of(plain, text):
        return parsed, plain
    raise _UnclearError


_ESCAPED_COLON = re.compile(rb"\\u003[aA]")


def _is_all_of(document: Any, text: bytes) -> bool:
    """Whether *document* holds each member of the *text* that it was parsed from.

    It lacks those that shadows do not know, and of two members with one name the first. So it is
    written again, and the colons of both texts are counted. Every member has one after its name.
    All others stand within texts, and what was kept of these is the same in both. So the given
    text has more colons where a member is missing, and as many where none is. Within a text a
    colon may be escaped; msgspec does not do so.
    """
    colons = text.count(b":") + len(_ESCAPED_COLON.findall(text))
    return colons == msgspec.json.encode(document).count(b":")


class _Ids(dict[str, str]):
    """Each id by itself, so that all that refer to an element share one text."""

    def __missing__(self, id: str) -> str:
        if not ID_PATTERN.fullmatch(id):
            raise _UnclearError
        self[id] = id
        return id


Plain = list[dict[str, Any]]
"""What msgspec gives for objects without being told their type."""


def _made(cls: Any, shadows: list[Any], plain: Plain | None, ids: _Ids) -> list[Any]:
    """A *cls* for each of *shadows*.

    Args:
        cls: A type that stands in a document.
        shadows: What was read. The list is emptied.
        plain: The same as plain objects, where it has members that shadows do not know.
        ids: The ids that were met.
    """
    made = list(map(object.__new__, repeat(cls, len(shadows))))
    width = len(shadow_of(cls).__struct_fields__)
    cells = list(chain.from_iterable(map(msgspec.structs.astuple, shadows)))
    shadows.clear()
    for field, place, put, convert in _columns(cls):
        held = cells[place::width]
        unset = held.count(UNSET)
        if unset and field.is_required:
            raise _UnclearError
        given = held
        if unset:
            given = [] if unset == len(held) else [value for value in held if value is not UNSET]
        if given and convert:
            name = field.name
            inner = plain and [members[name] for members in plain if name in members]
            given = convert(given, inner, ids)
        _put_all(put, made, _filled(held, given, field.default) if unset else given)
        del held, given
    del cells  # what was read of references leaves its room to what is made next
    _put_all(cls.extra.__set__, made, _unknown(cls, plain) if plain else [{} for _ in made])
    if hasattr(cls, "contradictions") and any(map(any, map(cls.contradictions, made))):
        raise _UnclearError
    return made


def _put_all(put: Callable[[Any, Any], None], made: list[Any], values: Iterable[Any]) -> None:
    deque(map(put, made, values), maxlen=0)


def _filled(held: list[Any], given: list[Any], default: Any) -> Iterable[Any]:
    """What the field holds in each element: the next of *given*, or the default where unset."""
    if isinstance(default, dict):  # each element has its own
        return [{} if value is UNSET else value for value in held]
    if not given:
        return repeat(default)
    rest = iter(given)
    return [default if value is UNSET else next(rest) for value in held]


def _unknown(cls: Any, plain: Plain) -> Iterator[dict[str, Any]]:
    """The members of each object that a *cls* does not know."""
    known = {field.name for field in fields_of(cls)}
    known |= {"format", "format_version"} if cls is Model else set()
    accepts = forms(cls)["extra"].accepts
    for members in plain:
        extra = {name: value for name, value in members.items() if name not in known}
        if extra and not accepts(extra):
            raise _UnclearError
        yield extra


Convert = Callable[[list[Any], Any, _Ids], list[Any]]
"""From what was read for a field to what it holds; only of elements that say something there."""


@functools.cache
def _columns(cls: Any) -> tuple[tuple[Field, int, Any, Convert | None], ...]:
    """Each field of a *cls*, its place in a shadow, how it is put into an element, converted."""
    places = shadow_of(cls).__struct_fields__
    return tuple(
        (
            field,
            places.index(field.name),
            getattr(cls, field.name).__set__,
            _conversion(cls, field),
        )
        for field in fields_of(cls)
    )


def _conversion(cls: Any, field: Field) -> Convert | None:
    metadata = getattr(attrs.fields(cls), field.name).metadata
    inner = inner_type(field.type)
    if inner in ELEMENTS.values():
        return functools.partial(_elements, inner)
    if inner in TYPES:
        return functools.partial(_several if is_several(field.type) else _made, inner)
    if "id" in metadata:
        return _own_ids
    if "refers_to" in metadata:
        return _lists_of_ids if is_several(field.type) else _ids
    if inner in (Count, When):
        return _each(_count if inner is Count else _when)
    return None


def _elements(cls: Any, given: list[Any], _: Any, ids: _Ids) -> list[Any]:
    """The elements of one type, of which the text of the array is given."""
    (text,) = given
    shadows, plain = _parsed(bytes(text), list[shadow_of(cls)])  # type: ignore[misc]
    return [tuple(_made(cls, shadows, plain, ids))]


def _several(cls: Any, given: list[Any], plain: Any, ids: _Ids) -> list[Any]:
    """Several *cls* an element: all of them are made together and then handed out."""
    inner = plain and list(chain.from_iterable(plain))
    made = iter(_made(cls, list(chain.from_iterable(given)), inner, ids))
    return list(map(tuple, map(islice, repeat(made), map(len, given))))


def _own_ids(given: list[Any], _: Any, ids: _Ids) -> list[Any]:
    if not all(map(ID_PATTERN.fullmatch, given)):
        raise _UnclearError
    ids.update(zip(given, given, strict=True))
    return given


def _ids(given: list[Any], _: Any, ids: _Ids) -> list[Any]:
    return list(map(ids.__getitem__, given))


def _lists_of_ids(given: list[Any], _: Any, ids: _Ids) -> list[Any]:
    return [tuple(map(ids.__getitem__, several)) for several in given]


class _Once(dict[Any, Any]):
    """What is made of each value, made when it is first looked up; equal values share it."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> Any:
        made = self[value] = self._make(value)
        return made


def _each(make: Callable[[Any], Any]) -> Convert:
    return lambda given, _, __: list(map(_Once(make).__getitem__, given))


def _when(text: str) -> When:
    if reason_it_is_not_a_when(text):
        raise _UnclearError
    return When(text)


def _count(value: int | Bounds) -> Count:
    if isinstance(value, int):
        return Count.exactly(value)
    low, high = value.min or 0, value.max or None  # a bound that is set is 1 or more
    if not low and not high:
        raise _UnclearError
    if high is not None and low >= high:
        raise _UnclearError
    return Count(low, high)
