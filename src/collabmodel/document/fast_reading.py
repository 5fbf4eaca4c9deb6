"""Read a good document in a fraction of the time that the explaining reading needs.

msgspec parses the text into shadows. The elements are then made in batches and filled field by
field, each field of a whole batch at once, so that the loops run in C. A batch is small enough to
stay in the cache of the processor while field after field is filled. Whatever is not plainly good
is left to the explaining reading, which decides; the tests hold the two against one another.
"""

from __future__ import annotations

import functools
import re
import typing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, repeat
from typing import Any, Literal

import attrs
import msgspec
from msgspec import UNSET

from collabmodel.document.fields import TYPES, Field, fields_of
from collabmodel.document.shadows import Bounds, shadow_of
from collabmodel.document.versions import FORMAT, FORMAT_VERSION, HEADER
from collabmodel.domain.checking import ID_PATTERN, forms
from collabmodel.domain.collector import collector_paused
from collabmodel.domain.count import Count
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.model import Model
from collabmodel.domain.when import When, why_no_when

__all__ = ["read"]


class _UnclearError(Exception):
    """The document may be wrong: the explaining reading has to look at it."""


def read(text: object, *, strict: bool = False) -> Model | None:
    """The model of a good document; None where the document is not, or may not be, a good one.

    Args:
        text: The document, as text or as the bytes of UTF-8; nothing else is good.
        strict: Whether no document is good that has members which this version does not know.

    >>> read(b'{"format": "collabmodel", "format_version": "1.0", "title": "Town"}')
    <Model: 'Town'>
    >>> read(b'{"format": "collabmodel", "format_version": "1.0", "title": 5}') is None
    True
    """
    if not isinstance(text, str | bytes):
        return None
    with collector_paused():
        try:
            model = _model(text.encode() if isinstance(text, str) else text, strict=strict)
        except (msgspec.DecodeError, UnicodeError, RecursionError, _UnclearError):
            return None
        return model if model.is_valid else None


def _model(text: bytes, *, strict: bool) -> Model:
    document: Any = msgspec.json.decode(text, type=shadow_of(Model))
    if (document.format, document.format_version) != (FORMAT, FORMAT_VERSION):
        raise _UnclearError
    plain = None
    if not _is_all_of(document, text):
        if strict:
            raise _UnclearError
        plain = [_lacking(document, text)]
    (model,) = _made(Model, [document], plain, _Ids())
    object.__setattr__(model, "files", {})  # the field that stands in no document
    return model  # type: ignore[no-any-return]


def _lacking(document: Any, text: bytes) -> dict[str, Any]:
    """The members of the *text* that a shadow lacks, or lacks something of, as plain values."""
    plain = msgspec.json.decode(text)
    if not _is_all_of(plain, text):
        raise _UnclearError
    for name in plain.keys() & set(document.__struct_fields__):
        if _colons_written(plain[name]) == _colons_written(getattr(document, name)):
            del plain[name]
    return plain  # type: ignore[no-any-return]


_ESCAPED_COLON = re.compile(rb"\\u003[aA]")


def _is_all_of(document: Any, text: bytes) -> bool:
    """Whether *document* holds each member of the *text* that it was parsed from.

    It lacks those that shadows do not know, and of two members with one name the first. So it is
    written again, and the colons of both texts are counted. Every member has one after its name.
    All others stand within texts, and what was kept of these is the same in both. So the given
    text has more colons where a member is missing, and as many where none is. Within a text a
    colon may be escaped; msgspec does not do so.
    """
    return _colons(text) == _colons_written(document)


def _colons(text: bytes) -> int:
    colons = text.count(b":")
    if b"\\" in text:  # which is quicker to see than that no colon is escaped
        colons += len(_ESCAPED_COLON.findall(text))
    return colons


def _colons_written(document: Any) -> int:
    return msgspec.json.encode(document).count(b":")


class _Ids(dict[str, str]):
    """Each id by itself, so that all that refer to an element share one text."""

    def __init__(self) -> None:
        super().__init__({UNSET: None})  # type: ignore[dict-item]  # no reference
        self._once: dict[tuple[Any, Any], _Once] = {}

    def once(self, make: Callable[[Any], Any], default: Any) -> _Once:
        """What was made by *make* in the document so far."""
        return self._once.setdefault((make, default), _Once(make, default))

    def __missing__(self, id: str) -> str:
        if not ID_PATTERN.fullmatch(id):
            raise _UnclearError
        self[id] = id
        return id


_BATCH = 1000
"""So many elements are filled together. From 250 to 4000 it makes little difference."""

Plain = list[dict[str, Any]]
"""What msgspec gives for objects without being told their type."""


def _made(cls: Any, shadows: list[Any], plain: Plain | None, ids: _Ids) -> list[Any]:
    """A *cls* for each of *shadows*.

    Args:
        cls: A type that stands in a document.
        shadows: What was read. The list keeps none of it, which leaves its room to the elements.
        plain: The same as plain objects, where it has members that shadows do not know. Of a
            document only the members that shadows lack something of.
        ids: The ids that were met.
    """
    made: list[Any] = []
    for start in range(0, len(shadows), _BATCH):
        batch = slice(start, start + _BATCH)
        made += _batch_made(cls, shadows[batch], plain and plain[batch], ids)
        shadows[batch] = repeat(None, len(made) - start)
    return made


def _batch_made(cls: Any, shadows: list[Any], plain: Plain | None, ids: _Ids) -> list[Any]:
    made = list(map(object.__new__, repeat(cls, len(shadows))))
    columns = list(zip(*map(msgspec.structs.astuple, shadows), strict=True))
    for field, place, put, convert in _columns(cls):
        held = columns[place]
        if field.is_required and UNSET in held:
            raise _UnclearError
        inner = [members.get(field.name, ()) for members in plain or ()]
        _put_all(put, made, convert(held, inner, ids))
    _put_all(cls.extra.__set__, made, _unknown(cls, plain) if plain else [{} for _ in made])
    if hasattr(cls, "contradictions") and any(chain.from_iterable(map(cls.contradictions, made))):
        raise _UnclearError
    return made


def _put_all(put: Callable[[Any, Any], None], made: list[Any], values: Iterable[Any]) -> None:
    deque(map(put, made, values), maxlen=0)


def _unknown(cls: Any, plain: Plain) -> Iterator[dict[str, Any]]:
    """The members of each object that a *cls* does not know."""
    known = {field.name for field in fields_of(cls)}
    known |= HEADER.keys() if cls is Model else set()
    accepts = forms(cls)["extra"].accepts
    for members in plain:
        extra = {name: value for name, value in members.items() if name not in known}
        if extra and not accepts(extra):
            raise _UnclearError
        yield extra


Column = tuple[Any, ...]
"""What was read for one field of all elements of a batch."""

Convert = Callable[[Column, list[Any], _Ids], Iterable[Any]]
"""From what was read for a field of all elements, to what it holds in each.

The second argument is what was read for it as plain values, where that is needed.
"""


@functools.cache
def _columns(cls: Any) -> tuple[tuple[Field, int, Any, Convert], ...]:
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


def _conversion(cls: Any, field: Field) -> Convert:
    metadata = getattr(attrs.fields(cls), field.name).metadata
    inner, several, default = field.inner, field.is_several, field.default
    if inner in ELEMENTS.values():
        return functools.partial(_elements, inner)
    if inner in TYPES:
        return functools.partial(_several, inner) if several else functools.partial(_one, field)
    if "id" in metadata:
        return functools.partial(_own_ids, metadata["id"] == "given")
    if "refers_to" in metadata:
        return functools.partial(_lists_of_ids, default) if several else _ids
    if inner in (Count, When):
        return functools.partial(_each, _count if inner is Count else _when, default)
    if typing.get_origin(inner) is Literal:
        return functools.partial(_words, typing.get_args(inner), default)
    if isinstance(default, dict):  # each element has its own
        return lambda held, _, __: [{} if value is UNSET else value for value in held]
    return functools.partial(_plain, default)


def _words(allowed: tuple[str, ...], default: Any, held: Column, _: Any, __: _Ids) -> Iterable[Any]:
    if held.count(UNSET) == len(held):
        return repeat(default)
    known: dict[Any, Any] = {UNSET: default, **{word: word for word in allowed}}
    if not known.keys() >= set(held):
        raise _UnclearError
    return map(known.__getitem__, held)


def _plain(default: Any, held: Column, _: Any, __: _Ids) -> Iterable[Any]:
    if held.count(UNSET) == len(held):
        return repeat(default)
    return [default if value is UNSET else value for value in held]


def _elements(cls: Any, held: Column, plain: list[Any], ids: _Ids) -> list[Any]:
    """The elements of one type, all of which the one document holds."""
    (shadows,) = held
    if shadows is UNSET:
        return [()]
    return [tuple(_made(cls, shadows, list(chain.from_iterable(plain)) or None, ids))]


def _one(field: Field, held: Column, plain: list[Any], ids: _Ids) -> list[Any]:
    """The one value of a field of the whole document, such as its scale."""
    if held == (UNSET,):
        return [field.default]
    return _made(field.type, [*held], plain if any(plain) else None, ids)


def _several(cls: Any, held: Column, plain: list[Any], ids: _Ids) -> Iterable[Any]:
    """Several *cls* an element: all of them are made together and then handed out."""
    if held.count(UNSET) == len(held):
        return repeat(())
    lists = [() if value is UNSET else value for value in held]
    shadows = list(chain.from_iterable(lists))
    made = iter(_made(cls, shadows, list(chain.from_iterable(plain)) or None, ids))
    return map(tuple, map(islice, repeat(made), map(len, lists)))


_LINES_OF_IDS = re.compile(rf"(?:{ID_PATTERN.pattern}\n)*")


def _own_ids(is_referred_to: bool, held: Column, _: Any, ids: _Ids) -> Column:
    lines = "\n".join((*held, ""))  # all are matched at once, which is quicker than one by one
    if lines.count("\n") != len(held) or not _LINES_OF_IDS.fullmatch(lines):
        raise _UnclearError
    if is_referred_to:  # few elements name a tie or a flow, of which there are many
        ids.update(zip(held, held, strict=True))
    return held


def _ids(held: Column, _: Any, ids: _Ids) -> Iterable[Any]:
    return map(ids.__getitem__, held)


def _lists_of_ids(default: Any, held: Column, _: Any, ids: _Ids) -> Iterable[Any]:
    if held.count(UNSET) == len(held):
        return repeat(default)
    each = ids.__getitem__
    return [default if value is UNSET else tuple(map(each, value)) for value in held]


class _Once(dict[Any, Any]):
    """What is made of each value when it is first looked up; equal values share it."""

    def __init__(self, make: Callable[[Any], Any], default: Any) -> None:
        super().__init__({UNSET: default})
        self._make = make

    def __missing__(self, value: Any) -> Any:
        made = self[value] = self._make(value)
        return made


def _each(
    make: Callable[[Any], Any], default: Any, held: Column, _: Any, ids: _Ids
) -> Iterable[Any]:
    return map(ids.once(make, default).__getitem__, held)


def _when(text: str) -> When:
    if why_no_when(text):
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
