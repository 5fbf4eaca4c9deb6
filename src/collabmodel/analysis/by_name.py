"""Looking up a node or a group of a result by its name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from collabmodel.domain.errors import UnknownId, did_you_mean

__all__ = ["entry_of", "place_of", "unknown"]

T = TypeVar("T")


def place_of(name: str, names: Sequence[str], kind: str = "node") -> int:
    """The place of *name* in *names*, which are sorted.

    Raises:
        UnknownId: It is not there.

    >>> from collabmodel.analysis.by_name import place_of
    >>> place_of("clinic", ("clinic", "ward"))
    0
    """
    place = bisect_left(names, str(name))
    if place < len(names) and names[place] == name:
        return place
    raise unknown(name, names, kind)


def entry_of(name: str, entries: Mapping[str, T], kind: str = "node") -> T:
    """What *entries* hold under *name*.

    Raises:
        UnknownId: They hold nothing under it.

    >>> from collabmodel.analysis.by_name import entry_of
    >>> entry_of("town", {"region": 3, "town": 5}, "group")
    5
    """
    if name not in entries:
        raise unknown(name, entries, kind)
    return entries[name]


def unknown(name: str, names: Iterable[str], kind: str = "node") -> UnknownId:
    """The error for a *name* that is none of *names*."""
    return UnknownId(f"No {kind} is called {name!r}.{did_you_mean(name, names)}")
