"""Which nodes a step from some nodes can reach."""

from __future__ import annotations

import numpy as np

from collabmodel.analysis.snapshot import Ints, Sparse

__all__ = ["neighbours", "ties_of"]


def neighbours(adjacency: Sparse, nodes: Ints) -> Ints:
    """All nodes with a tie to any of *nodes*; where these have many ties, simply all nodes.

    A step that looks at these nodes alone costs little on a long path, and is fast elsewhere.

    >>> import networkx as nx
    >>> import numpy as np
    >>> from collabmodel.analysis.snapshot import snapshot
    >>> neighbours(snapshot(nx.path_graph(10), None).adjacency, np.array([0, 4])).tolist()
    [1, 3, 5]
    """
    count, ties = adjacency.shape[0], ties_of(adjacency, nodes)
    if ties * 4 > adjacency.nnz:
        return np.arange(count)
    found = adjacency[nodes].indices
    if ties * 64 < count:
        return np.unique(found).astype(np.int64)
    beside = np.zeros(count, dtype=np.bool_)
    beside[found] = True
    return np.flatnonzero(beside)


def ties_of(adjacency: Sparse, nodes: Ints) -> int:
    """How many ties *nodes* have, added up.

    >>> import networkx as nx
    >>> import numpy as np
    >>> from collabmodel.analysis.snapshot import snapshot
    >>> ties_of(snapshot(nx.path_graph(10), None).adjacency, np.array([0, 4]))
    3
    """
    return int((adjacency.indptr[nodes + 1] - adjacency.indptr[nodes]).sum())
