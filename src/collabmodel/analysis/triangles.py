"""The triangles of a network: three nodes, each tied to the other two.

Each triangle is found once, from its corner with the fewest ties, among whose ties only those to
nodes with more ties are paired. So a hub costs no more than other nodes: the pairs are at most
m·√(2m) for m ties, and none in a star.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from collabmodel.analysis.batches import MOST, batches
from collabmodel.analysis.snapshot import Ints, Snapshot

__all__ = ["triangles"]


def triangles(taken: Snapshot, most: int = MOST) -> Iterator[tuple[Ints, Ints]]:
    """The triangles of a network in batches, each triangle once, in no certain order.

    Args:
        taken: The network.
        most: How many pairs of ties to look at in one batch.

    Yields:
        Two arrays of three rows, a column a triangle: the numbers of its corners, and the numbers
        of its ties, each tie in the row of the corner that it does not touch.

    >>> import networkx as nx
    >>> from collabmodel import snapshot
    >>> from collabmodel.analysis.triangles import triangles
    >>> taken = snapshot(nx.complete_graph(3), None)
    >>> [(corners.T.tolist(), opposite.T.tolist()) for corners, opposite in triangles(taken)]
    [([[0, 1, 2]], [[2, 1, 0]])]
    """
    nodes, ties = len(taken.ids), taken.left.size
    by_degree = np.argsort(taken.degree, kind="stable")
    rank = np.empty(nodes, np.int64)
    rank[by_degree] = np.arange(nodes)
    ends = np.sort([rank[taken.left], rank[taken.right]], axis=0)
    keys = ends[0] * nodes + ends[1]
    number = np.argsort(keys)
    keys, (low, high) = keys[number], ends[:, number]

    # Each tie is paired with those after it that begin at the same node.
    place = np.arange(ties)
    after = np.searchsorted(low, low, side="right") - place - 1
    for run in batches(after, most):
        count = after[run]
        first = np.repeat(place[run], count)
        skipped = np.repeat(np.cumsum(count) - count, count)
        second = first + 1 + np.arange(first.size) - skipped
        wanted = high[first] * nodes + high[second]
        third = np.searchsorted(keys, wanted)
        closed = keys.take(third, mode="clip") == wanted
        first, second, third = first[closed], second[closed], third[closed]
        corners = by_degree[np.stack([low[first], high[first], high[second]])]
        yield corners, number[np.stack([third, second, first])]
