"""For each type of a document a twin that msgspec parses and writes in C: its shadow.

A shadow has the fields of its type, by the table of fields and in the order of a document. What a
document leaves out is `UNSET` in it. Shadows stand between text and elements, and are never kept.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from collabmodel.document.fields import TYPES, fields_of
from collabmodel.domain.count import LARGEST, Count
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.model import Model
from collabmodel.domain.when import When

__all__ = ["Bounds", "collector_paused", "inner_type", "is_several", "shadow_of"]


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A count that is not exact. A bound that says nothing, such as a `min` of 0, is unset."""

    min: Annotated[int, Meta(ge=1, le=LARGEST)] | UnsetType = UNSET
    max: Annotated[int, Meta(ge=1, le=LARGEST)] | UnsetType = UNSET


@functools.cache
def shadow_of(cls: Any) -> type[msgspec.Struct]:
    """The shadow of a *cls*. Every field may be unset, also one that a document has to hold."""
    header = [("format", str), ("format_version", str)] if cls is Model else []
    members = [*header, *((field.name, _member(field.type)) for field in fields_of(cls))]
    fields = [(name, hint | UnsetType, UNSET) for name, hint in members]
    return msgspec.defstruct(cls.__name__, fields, gc=False)


def inner_type(hint: Any) -> Any:
    """The type of what a field holds, once or several times, where it holds anything.

    >>> inner_type(tuple[str, ...] | None)
    <class 'str'>
    """
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (inner,) = (part for part in arguments if part is not type(None))
        return inner_type(inner)
    return arguments[0] if typing.get_origin(hint) is tuple else hint


def is_several(hint: Any) -> bool:
    """Whether a field holds a tuple, or None in its place.

    >>> is_several(tuple[str, ...] | None), is_several(str | None)
    (True, False)
    """
    return any(typing.get_origin(part) is tuple for part in (hint, *typing.get_args(hint)))


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Leave the cyclic garbage collector out while many elements are made that all stay.

    It would look at them again and again, which takes longer than making them. Freezing and
    unfreezing puts them where it keeps what is old, so that it does not look at all of them next.
    That is not done where few were made: what nobody holds would seldom be found there.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # What a program has frozen stays frozen.
        if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()


_MANY = 100_000

_WHOLE = Annotated[int, Meta(ge=0, le=LARGEST)]
_MEMBERS: dict[Any, Any] = {str: str, int: _WHOLE, Count: _WHOLE | Bounds, When: str}


def _member(hint: Any) -> Any:
    """The annotation by which msgspec reads a member that the table of fields gives as *hint*."""
    inner = inner_type(hint)
    if inner in ELEMENTS.values():  # one type after the other, so that few shadows live at a time
        return msgspec.Raw
    if typing.get_origin(inner) is Literal:
        return str  # of which msgspec would show the whole where it is none of the words
    if typing.get_origin(inner) is dict:
        return inner
    member = shadow_of(inner) if inner in TYPES else _MEMBERS[inner]
    return tuple[member, ...] if is_several(hint) else member  # type: ignore[valid-type]
