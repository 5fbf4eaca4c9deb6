"""The Louvain method: a partition of high modularity, found by moving nodes while that gains.

Nodes move one by one to the part of a neighbour where the modularity gains most; then each part
becomes one node, and so on until nothing moves (Blondel and others 2008). After a move only the
neighbours of the node are looked at again (Ozaki, Tezuka and Inaba 2016).

networkx has the method too. It compares gains as rounded numbers, so that moves that gain nothing
wander along a path of n nodes for n rounds. Here gains are whole numbers (with a resolution that is
one), and each move gains.
"""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array

__all__ = ["louvain"]

Ints = npt.NDArray[np.int64]

SLACK = 1e-9
"""What a move has to gain where the resolution is no whole number, as a part of all tie ends."""


def louvain(
    nodes: int, left: Ints, right: Ints, generator: np.random.Generator, resolution: float = 1.0
) -> Ints:
    """The part of each node, after one run.

    Args:
        nodes: How many nodes there are.
        left: The one node of each tie, by number. Each tie once, none to itself.
        right: The other node.
        generator: Gives the order in which nodes are looked at.
        resolution: Above 1, parts become smaller; below, larger.

    Returns:
        The number of the part of each node, from 0.

    >>> import numpy as np
    >>> triangles = np.array([0, 0, 1, 3, 3, 4, 2]), np.array([1, 2, 2, 4, 5, 5, 3])
    >>> parts = louvain(6, *triangles, np.random.default_rng(0))
    >>> len(set(parts[:3].tolist())), len(set(parts[3:].tolist())), len(set(parts.tolist()))
    (1, 1, 2)
    """
    strength = np.bincount(np.concatenate([left, right]), minlength=nodes)
    weight = np.ones(left.size, dtype=np.int64)
    found = np.arange(nodes)
    while left.size:
        moved = _moved(left, right, weight, strength, generator, resolution)
        parts, labels = np.unique(moved, return_inverse=True)
        found = labels[found]
        if parts.size == strength.size:
            break
        strength = np.bincount(labels, strength).astype(np.int64)
        low = np.minimum(labels[left], labels[right])
        high = np.maximum(labels[left], labels[right])
        keys, places = np.unique(low * parts.size + high, return_inverse=True)
        weight = np.bincount(places, weight).astype(np.int64)
        left, right = np.divmod(keys, parts.size)
        across = left != right
        left, right, weight = left[across], right[across], weight[across]
    return found


def _moved(
    left: Ints,
    right: Ints,
    weight: Ints,
    strength: Ints,
    generator: np.random.Generator,
    resolution: float,
) -> list[int]:
    """The part of each node once all have moved to the part of a neighbour where they gain most.

    A node is looked at again when a neighbour has moved (Ozaki and others 2016), so that a few may
    still gain by what happened elsewhere.

    With 2m tie ends, a node of strength k gains 2m·w − r·k·S in a part that it has ties of weight
    w to and whose other members have strength S; in units of 1/2m² of modularity.
    """
    count, ends = strength.size, int(strength.sum())
    rows, columns = np.concatenate([left, right]), np.concatenate([right, left])
    matrix = coo_array((np.tile(weight, 2), (rows, columns)), shape=(count, count)).tocsr()
    starts, others, weights = (
        part.tolist() for part in (matrix.indptr, matrix.indices, matrix.data)
    )
    factor = int(resolution) if float(resolution).is_integer() else resolution
    slack = 0 if isinstance(factor, int) else SLACK * ends
    strengths = strength.tolist()
    total = list(strengths)
    part_of = list(range(count))
    waiting = deque(generator.permutation(count).tolist())
    is_waiting = bytearray(b"\1") * count
    while waiting:
        node = waiting.popleft()
        is_waiting[node] = 0
        start, end = starts[node], starts[node + 1]
        neighbours = others[start:end]
        ties: dict[int, int] = {}
        for other, own in zip(neighbours, weights[start:end], strict=True):
            part = part_of[other]
            ties[part] = ties.get(part, 0) + own
        here, pull = part_of[node], factor * strengths[node]
        total[here] -= strengths[node]
        best = here
        most = ends * ties.get(here, 0) - pull * total[here] + slack
        for part, own in ties.items():
            gain = ends * own - pull * total[part]
            if gain > most:
                best, most = part, gain
        total[best] += strengths[node]
        if best == here:
            continue
        part_of[node] = best
        for other in neighbours:
            if not is_waiting[other] and part_of[other] != best:
                is_waiting[other] = 1
                waiting.append(other)
    return part_of
