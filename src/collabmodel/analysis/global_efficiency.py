"""Global efficiency: how near are the nodes of a network to one another?

The mean of 1 / distance over all pairs, 0 for those that cannot reach one another (Latora &
Marchiori 2001): 1 where each has a tie to each, 0 where there are no ties.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.columns import Alike, read_only
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.neighbours import neighbours
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Ints, Network, Projection, Sparse, snapshot
from collabmodel.analysis.sources import drawn_sources

__all__ = ["EfficiencyNode", "GlobalEfficiency", "global_efficiency", "nearness"]

Floats: TypeAlias = npt.NDArray[np.float64]
Words: TypeAlias = npt.NDArray[np.uint64]

WORD = 64
"""How many sources walk in one word, a bit each."""


@attrs.frozen
class EfficiencyNode:
    """How near one node is to the others.

    Attributes:
        id: Its id.
        value: The mean of 1 / distance to all others, 0 for those it cannot reach; NaN without
            others.
    """

    id: str
    value: float


@attrs.frozen
class GlobalEfficiency(Displayed):
    """The global efficiency of a network, and the part of its nodes in it.

    Attributes:
        value: The mean of 1 / distance over all pairs; NaN with fewer than two nodes.
        ids: The ids of the nodes, sorted.
        values: For each of `ids`, the mean over its pairs; `value` is the mean of these.
        sources: From how many nodes distances were taken.
        estimated: Whether that were not all, so that the values are an estimate.
        seed: What the sources were drawn with; None where none were drawn.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    value: float
    ids: tuple[str, ...]
    values: Floats = attrs.field(converter=read_only, eq=Alike)
    sources: int
    estimated: bool
    seed: int | None
    project: Projection | None
    rules: Rules | None

    @property
    def nodes(self) -> tuple[EfficiencyNode, ...]:
        """One entry a node, by id."""
        return tuple(map(EfficiencyNode, self.ids, self.values.tolist()))

    def node(self, name: str) -> EfficiencyNode:
        """The entry of the node with the id *name*.

        Raises:
            UnknownId: No node has it.
        """
        place = place_of(name, self.ids)
        return EfficiencyNode(self.ids[place], self.values[place].item())

    def records(self, of: Literal["network", "node"] = "node") -> list[dict[str, Any]]:
        """One dict for the network, or for each node."""
        if of == "node":
            return [attrs.asdict(node) for node in self.nodes]
        return [{"value": self.value, "sources": self.sources, "estimated": self.estimated}]

    def _parts(self) -> Iterator[str | Rows]:
        head = f"Global efficiency {self.value:.3f} (from 0, no ties, to 1, each tied to each)"
        if self.estimated:
            head += f", an estimate from {self.sources} of {len(self.ids)} nodes, seed {self.seed}"
        rows = sorted(self.records(), key=lambda row: -row["value"])
        yield head
        yield Rows(rows)


def global_efficiency(
    data: Network,
    *,
    sources: int | None = None,
    seed: int = 0,
    rules: Rules | None = None,
    project: Projection | None = None,
) -> GlobalEfficiency:
    """How near the nodes of a network are to one another (Latora & Marchiori 2001).

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        sources: From how many nodes, drawn at random, to take distances. The values are then an
            estimate: the means over the pairs of which one is drawn. None, or at least as many as
            there are nodes: from all, and the values are exact.
        seed: What the sources are drawn with.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Raises:
        InvalidArgument: *sources* is no whole number from 1, or as `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.global_efficiency import global_efficiency
    >>> found = global_efficiency(nx.path_graph(["ward", "clinic", "gp"]))
    >>> round(found.value, 3), found.node("clinic").value, found.node("gp").value
    (0.833, 1.0, 0.75)
    """
    taken = snapshot(data, None, rules=rules, project=project)
    count = len(taken.ids)
    drawn = drawn_sources(count, sources, seed)
    near = nearness(taken.adjacency, drawn)
    # A node has no distance to itself.
    others = np.full(count, drawn.size)
    others[drawn] -= 1
    values = np.divide(near, others, out=np.full(count, math.nan), where=others > 0)
    pairs = drawn.size * (count - 1)
    estimated = drawn.size < count
    return GlobalEfficiency(
        value=float(near.sum()) / pairs if pairs else math.nan,
        ids=taken.ids,
        values=values,
        sources=int(drawn.size),
        estimated=estimated,
        seed=seed if estimated else None,
        project=taken.project,
        rules=taken.rules,
    )


def nearness(adjacency: Sparse, sources: Ints) -> Floats:
    """For each node, the sum of 1 / distance from all of *sources* that reach it.

    64 sources walk in a word, a bit each, so that one step of all of them is an *or* over the
    neighbours.
    """
    total = np.zeros(adjacency.shape[0])
    words = min(16, max(1, 2**24 // max(adjacency.nnz, 1)))
    for start in range(0, sources.size, WORD * words):
        _add_nearness(adjacency, sources[start : start + WORD * words], total)
    return total


def _add_nearness(adjacency: Sparse, sources: Ints, total: Floats) -> None:
    """Add what a batch of sources gives to *total*. Arrays of words are words × nodes."""
    count, bit = adjacency.shape[0], np.arange(sources.size)
    front = np.zeros((-(-sources.size // WORD), count), dtype=np.uint64)
    front[bit // WORD, sources] = np.uint64(1) << (bit % WORD).astype(np.uint64)
    seen = front.copy()
    nodes, distance = sources, 0
    while nodes.size:
        distance += 1
        near = neighbours(adjacency, nodes)
        everywhere = near.size == count
        at = slice(None) if everywhere else near
        reached = _or_of_neighbours(adjacency if everywhere else adjacency[near], front)
        reached &= ~seen[:, at]
        seen[:, at] |= reached
        if everywhere:
            front = reached
        else:
            front[:, nodes] = 0
            front[:, near] = reached
        sources_there = _ones(reached)
        total[at] += sources_there / distance
        nodes = near[sources_there > 0]


def _or_of_neighbours(rows: Sparse, front: Words) -> Words:
    """For each of the *rows*, the sources that any of its neighbours has."""
    starts = rows.indptr[:-1]
    tied = np.diff(rows.indptr) > 0
    if tied.all():
        return np.bitwise_or.reduceat(front.take(rows.indices, axis=1), starts, axis=1)
    reached = np.zeros((len(front), tied.size), dtype=np.uint64)
    if tied.any():
        reached[:, tied] = _or_of_neighbours(rows[np.flatnonzero(tied)], front)
    return reached


def _ones(words: Words) -> Ints:
    """How many bits are set in each column of words."""
    if hasattr(np, "bitwise_count"):  # numpy 2
        return np.asarray(np.bitwise_count(words).sum(axis=0, dtype=np.int64))
    bits = np.unpackbits(words.view(np.uint8), axis=1).reshape(*words.shape, WORD)
    return np.asarray(bits.sum(axis=(0, 2), dtype=np.int64))
