"""Betweenness: how much of what passes between others passes through a node?

The shortest paths of all pairs of other nodes that go through it (Freeman 1977). Where a pair has
several shortest paths, each counts as its share of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import reverse_cuthill_mckee

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.columns import Alike, read_only
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.neighbours import neighbours, ties_of
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Ints, Network, Projection, Sparse, snapshot
from collabmodel.analysis.sources import drawn_sources

__all__ = ["Betweenness", "BetweennessNode", "betweenness", "dependencies"]

Floats: TypeAlias = npt.NDArray[np.float64]

MANY_PATHS = 2.0**500
"""Numbers of shortest paths above this are scaled down: only their ratios matter."""

NARROW, SHALLOW = 8, 32
"""How many sources walk at once, unless walks are as short as so many levels: each level holds
numbers for all of them, which is much to hold on a long path."""


@attrs.frozen
class BetweennessNode:
    """The betweenness of one node.

    Attributes:
        id: Its id.
        value: How many pairs of other nodes it lies between; each pair counts once.
        share: value as a share of all pairs of other nodes; NaN where there are none.
    """

    id: str
    value: float
    share: float


@attrs.frozen
class Betweenness(Displayed):
    """The betweenness of the nodes of a network.

    Attributes:
        ids: The ids of the nodes, sorted.
        values: The betweenness of each, in the order of `ids`.
        sources: From how many nodes paths were followed.
        estimated: Whether that were not all, so that the values are an estimate.
        seed: What the sources were drawn with; None where none were drawn.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    ids: tuple[str, ...]
    values: Floats = attrs.field(converter=read_only, eq=Alike)
    sources: int
    estimated: bool
    seed: int | None
    project: Projection | None
    rules: Rules | None

    @property
    def nodes(self) -> tuple[BetweennessNode, ...]:
        """One entry a node, by id."""
        return tuple(map(self._entry, range(len(self.ids))))

    def node(self, name: str) -> BetweennessNode:
        """The entry of the node with the id *name*.

        Raises:
            UnknownId: No node has it.
        """
        return self._entry(place_of(name, self.ids))

    def _entry(self, place: int) -> BetweennessNode:
        value, pairs = self.values[place].item(), math.comb(len(self.ids) - 1, 2)
        return BetweennessNode(self.ids[place], value, value / pairs if pairs else math.nan)

    def records(self, of: Literal["node"] = "node") -> list[dict[str, Any]]:  # noqa: ARG002
        """One dict for each node."""
        return [attrs.asdict(entry) for entry in self.nodes]

    def _parts(self) -> Iterator[str | Rows]:
        exact = "exact"
        if self.estimated:
            exact = f"an estimate from {self.sources} of them, seed {self.seed}"
        head = f"Betweenness of {len(self.ids)} nodes ({exact}), the highest first"
        rows = sorted(self.records(), key=lambda row: -row["value"])
        yield head
        yield Rows(rows)


def betweenness(
    data: Network,
    *,
    sources: int | None = None,
    seed: int = 0,
    rules: Rules | None = None,
    project: Projection | None = None,
) -> Betweenness:
    """How many pairs of other nodes each node lies between (Freeman 1977).

    For two other nodes, the share of their shortest paths that go through the node; added over all
    pairs, each once. Pairs that cannot reach one another add nothing. The sum over the pairs is
    made source by source (Brandes 2001).

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        sources: From how many nodes, drawn at random, to follow paths. The values are then an
            estimate (Brandes & Pich 2007): what these nodes give, times nodes / sources. None, or
            at least as many as there are nodes: from all, and the values are exact.
        seed: What the sources are drawn with.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Raises:
        InvalidArgument: *sources* is no whole number from 1, or as `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.betweenness import betweenness
    >>> found = betweenness(nx.path_graph(["ward", "clinic", "gp", "housing"]))
    >>> found.node("clinic")
    BetweennessNode(id='clinic', value=2.0, share=0.6666666666666666)
    >>> betweenness(nx.karate_club_graph(), sources=20).estimated
    True
    """
    taken = snapshot(data, None, rules=rules, project=project)
    count = len(taken.ids)
    drawn = drawn_sources(count, sources, seed)
    estimated = drawn.size < count
    # Each pair is walked from both its ends.
    values = dependencies(taken.adjacency, drawn) / 2
    if estimated:
        values *= count / drawn.size
    return Betweenness(
        ids=taken.ids,
        values=values,
        sources=int(drawn.size),
        estimated=estimated,
        seed=seed if estimated else None,
        project=taken.project,
        rules=taken.rules,
    )


def dependencies(adjacency: Sparse, sources: Ints) -> Floats:
    """How much the paths from *sources* to all others depend on each node (Brandes 2001).

    Many sources walk at once, level by level, as the columns of a matrix. A step is a sparse
    product, of only those rows that it can reach where these are few.
    """
    count = adjacency.shape[0]
    if not adjacency.nnz:
        return np.zeros(count)
    # Neighbours near one another in memory, and short numbers of places, make the product faster.
    order = reverse_cuthill_mckee(adjacency, symmetric_mode=True).astype(np.int64)
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    adjacency = adjacency[order][:, order]
    places = adjacency.indices.astype(np.int32), adjacency.indptr.astype(np.int32)
    adjacency = csr_array((adjacency.data, *places), shape=adjacency.shape)

    widest = 2 ** min(6, max(3, (2**20 // count).bit_length() - 1))
    total, width, start = np.zeros(count), NARROW, 0
    while start < sources.size:
        depth = _add_dependencies(adjacency, place[sources[start : start + width]], total)
        start += width
        width = widest if depth <= SHALLOW else NARROW
    return total[place]


def _add_dependencies(adjacency: Sparse, sources: Ints, total: Floats) -> int:
    """Add the dependencies of a batch of sources to *total*. Returns how many levels they walk."""
    levels = _levels(adjacency, sources)
    full = np.zeros((adjacency.shape[0], sources.size))
    below = np.zeros_like(levels[-1][1])
    for (nodes, paths, _), (above, _, passed_on) in zip(levels[:0:-1], levels[-2::-1], strict=True):
        total[nodes] += below.sum(axis=1)
        reached = paths > 0
        below += reached
        # In place: nobody needs the paths of this level any more.
        np.add(paths, ~reached, out=paths)
        below /= paths
        full[nodes] = below
        below = _rows_of_product(adjacency, above, full)
        below *= passed_on
        full[nodes] = 0.0
    return len(levels)


def _levels(adjacency: Sparse, sources: Ints) -> list[tuple[Ints, Floats, Floats]]:
    """The walk from all *sources* at once, level by level.

    Each level is: the nodes that any source reaches there; nodes × sources, the number of shortest
    paths; and that number as the next level adds it up.
    """
    count, width = adjacency.shape[0], sources.size
    full = np.zeros((count, width))
    unseen = np.ones((count, width), dtype=np.bool_)
    unseen[sources, np.arange(width)] = False
    nodes, paths = sources, np.eye(width)
    levels = []
    while nodes.size:
        passed_on = _bounded(paths)
        levels.append((nodes, paths, passed_on))
        full[nodes] = passed_on
        near = neighbours(adjacency, nodes)
        onward = _rows_of_product(adjacency, near, full)
        full[nodes] = 0.0
        onward *= unseen[near]
        reached = onward > 0
        some = reached.any(axis=1)
        nodes, paths = near[some], onward[some]
        unseen[nodes] ^= reached[some]
    return levels


def _bounded(paths: Floats) -> Floats:
    """The numbers of paths, scaled down for each source where they leave what a float can hold."""
    if paths.max() <= MANY_PATHS:
        return paths
    scaled = np.where(paths.max(axis=0) > MANY_PATHS, paths / MANY_PATHS, paths)
    return np.where(paths > 0, np.maximum(scaled, 1 / MANY_PATHS), 0.0)


def _rows_of_product(adjacency: Sparse, rows: Ints, full: Floats) -> Floats:
    """The *rows* of adjacency × full."""
    few = ties_of(adjacency, rows) * 2 < adjacency.nnz
    if few:
        return np.asarray(adjacency[rows] @ full)
    product = np.asarray(adjacency @ full)
    return product if rows.size == len(product) else product[rows]
