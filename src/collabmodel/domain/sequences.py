"""From what a person types for several things to the tuple that an element holds.

A converter changes the form and never the meaning, gives its own results back unchanged, and lets
anything that it does not know pass, so that the element can say what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, cast

__all__ = ["as_mapping", "as_tuple", "as_words"]

T = TypeVar("T")


def as_words(value: str | Iterable[str]) -> tuple[str, ...]:
    """One text, or several, as a tuple of texts.

    >>> as_words("region"), as_words(["region", "municipality"])
    (('region',), ('region', 'municipality'))
    """
    return (value,) if isinstance(value, str) else as_tuple(value)


def as_tuple(value: Iterable[T]) -> tuple[T, ...]:
    """A list as a tuple, a set as a sorted one; anything else as it is."""
    if isinstance(value, set | frozenset):
        return tuple(sorted(value))
    return tuple(value) if isinstance(value, list) else cast("tuple[T, ...]", value)


def as_mapping(value: dict[str, Any]) -> dict[str, Any]:
    """A dictionary of the element's own, which later changes to the caller's do not reach."""
    given: object = value
    return dict(value) if isinstance(given, dict) else value
