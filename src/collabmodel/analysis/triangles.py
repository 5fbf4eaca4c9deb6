"""The triangles of a network: three nodes, each tied to the other two.

Each triangle is found once, from its corner with the fewest ties, among whose ties only those to
nodes with more ties are paired. So a hub costs no more than other nodes: the pairs are at most
m·√(2m) for m ties, and none in a star.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array

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
    ends = rank[taken.left], rank[taken.right]
    # Each tie in the row of its lower end and the column of its higher; numbers begin at 1.
    upward = csr_array(
        (np.arange(1, ties + 1), (np.minimum(*ends), np.maximum(*ends))), shape=(nodes, nodes)
    )
    upward.sum_duplicates()  # sorts the columns of each row
    number, high, starts = upward.data, upward.indices, upward.indptr
    count = np.diff(starts)
    low = np.repeat(np.arange(nodes, dtype=high.dtype), count)
    place = np.arange(ties, dtype=high.dtype)

    # Each tie is paired with those after it in its row.
    after = np.repeat(starts[1:], count) - place - 1
    for run in batches(after, most):
        pairs = after[run]
        if not pairs.any():
            continue
        first = np.repeat(place[run], pairs)
        skipped = np.repeat(np.cumsum(pairs) - pairs, pairs)
        second = first + 1 + np.arange(first.size) - skipped
        third = np.asarray(upward[high[first], high[second]])
        closed = third.nonzero()[0]
        first, second, third = first[closed], second[closed], third[closed]
        corners = by_degree[np.stack([low[first], high[first], high[second]])]
        yield corners, np.stack([third, number[second], number[first]]) - 1
