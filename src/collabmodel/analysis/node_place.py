"""Where a node stands among the sorted ids of a result."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from collabmodel.domain.errors import UnknownId, did_you_mean

__all__ = ["node_place"]


def node_place(name: str, ids: Sequence[str]) -> int:
    """The place of the id *name* in *ids*, which are sorted.

    Raises:
        UnknownId: It is not there.

    >>> from collabmodel.analysis.node_place import node_place
    >>> node_place("clinic", ("clinic", "ward"))
    0
    """
    place = bisect_left(ids, str(name))
    if place < len(ids) and ids[place] == name:
        return place
    raise UnknownId(f"No node is called {name!r}.{did_you_mean(name, ids)}")
