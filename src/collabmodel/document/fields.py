"""What stands in a document for each type: one table of fields, from the attrs class itself.

Reading, writing and describing a document all follow this table, so a field that is added to a
type of the domain is added to the document by the same line.
"""

from __future__ import annotations

import functools
import types
import typing
from typing import Any

import attrs

from collabmodel.domain.checking import members
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.level import LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence, Money, Step, View

__all__ = ["TYPES", "Field", "fields_of"]

TYPES = frozenset({Model, LevelScale, Evidence, Money, Step, View, *ELEMENTS.values()})
"""The types that stand in a document as an object with members of their own."""

_FIRST = ("id", "name")
_LAST = ("note", "aliases", "identifiers", "evidence")


@attrs.frozen
class Field:
    """One member of an object of a document.

    Attributes:
        name: The name of the member, and of the field.
        type: The annotation of the field, resolved.
        is_required: Whether the member is always written and has to be there.
        default: What the member holds where it is left out.
    """

    name: str
    type: Any
    is_required: bool
    default: Any

    @property
    def inner(self) -> Any:
        """The type of what the field holds, once or several times, where it holds anything.

        >>> [field.inner for field in fields_of(Evidence)]
        [<class 'str'>, <class 'str'>]
        """
        several = _without_none(self.type)
        return typing.get_args(several)[0] if self.is_several else several

    @property
    def is_several(self) -> bool:
        """Whether the field holds a tuple, or None in its place."""
        return typing.get_origin(_without_none(self.type)) is tuple


@functools.cache
def fields_of(cls: type[Any]) -> tuple[Field, ...]:
    """The members of a *cls* in the order in which they are written, without `extra`.

    >>> [field.name for field in fields_of(Evidence)]
    ['source', 'where']
    """
    hints, known = typing.get_type_hints(cls), members(cls)
    fields = [
        Field(field.name, hints[field.name], _is_required(field), _default(field))
        for field in attrs.fields(cls)
        if field.name in known
    ]
    return tuple(sorted(fields, key=_rank))


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    return hint


def _is_required(field: attrs.Attribute[Any]) -> bool:
    # An id that Model.of made is written too: what refers to it has to find it.
    return field.default is attrs.NOTHING or "id" in field.metadata


def _default(field: attrs.Attribute[Any]) -> Any:
    default: Any = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def _rank(field: Field) -> int:
    """What every element has stands around what is its own."""
    if field.name in _FIRST:
        return _FIRST.index(field.name)
    return len(_FIRST) + (1 + _LAST.index(field.name) if field.name in _LAST else 0)
