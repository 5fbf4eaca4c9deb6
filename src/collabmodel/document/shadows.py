"""For each type of a document a twin that msgspec parses and writes in C: its shadow.

A shadow has the fields of its type, by the table of fields and in the order of a document. What a
document leaves out is `UNSET` in it. Shadows stand between text and elements, and are never kept.
"""

from __future__ import annotations

import functools
import typing
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from collabmodel.document.fields import TYPES, Field, fields_of
from collabmodel.document.versions import HEADER
from collabmodel.domain.count import LARGEST, Count
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.model import Model
from collabmodel.domain.when import When

__all__ = ["Bounds", "shadow_of"]


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A count that is not exact. A bound that says nothing, such as a `min` of 0, is unset."""

    min: Annotated[int, Meta(ge=1, le=LARGEST)] | UnsetType = UNSET
    max: Annotated[int, Meta(ge=1, le=LARGEST)] | UnsetType = UNSET


@functools.cache
def shadow_of(cls: Any) -> type[msgspec.Struct]:
    """The shadow of a *cls*. Every field may be unset, also one that a document has to hold."""
    header = [(name, str) for name in HEADER] if cls is Model else []
    members = [*header, *((field.name, _member(field)) for field in fields_of(cls))]
    fields = [(name, hint | UnsetType, UNSET) for name, hint in members]
    return msgspec.defstruct(cls.__name__, fields, gc=False)


_WHOLE = Annotated[int, Meta(ge=0, le=LARGEST)]
_MEMBERS: dict[Any, Any] = {str: str, int: _WHOLE, Count: _WHOLE | Bounds, When: str}


def _member(field: Field) -> Any:
    """The annotation by which msgspec reads a member."""
    inner = field.inner
    if inner in ELEMENTS.values():  # in a list, so that each can go when its element is made
        return list[shadow_of(inner)]  # type: ignore[misc]
    if typing.get_origin(inner) is Literal:
        return str  # of which msgspec would show the whole where it is none of the words
    if typing.get_origin(inner) is dict:
        return inner
    member = shadow_of(inner) if inner in TYPES else _MEMBERS[inner]
    return tuple[member, ...] if field.is_several else member  # type: ignore[valid-type]
