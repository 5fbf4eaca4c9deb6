"""Cut points and bridges: what breaks when one node leaves, or one tie?

A cut point is a node without which some others can no longer reach one another; a bridge is a tie
of that kind (Tarjan 1972). How much breaks is the fragmentation: the share of pairs of nodes that
cannot reach one another (Borgatti 2006), before and after a node leaves.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import depth_first_order

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.columns import Alike, read_only
from collabmodel.analysis.result_table import Displayed, Rows
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Ints, Network, Projection, Snapshot, Sparse, snapshot

__all__ = ["Bridge", "CutNode", "CutPoints", "cut_points"]

Floats: TypeAlias = npt.NDArray[np.float64]

PAGE = 32
"""How many neighbours the walk looks through before it turns the page, see `_paged`."""


@attrs.frozen
class CutNode:
    """What happens when one node leaves.

    Attributes:
        id: Its id.
        parts: Into how many parts the rest of its component falls: 0 if nothing is left, 1 if the
            rest holds together, more if the node is a cut point.
        parted: How many pairs of others can then no longer reach one another.
        fragmentation: The share of pairs of others that cannot reach one another then; NaN with
            fewer than two others.
    """

    id: str
    parts: int
    parted: int
    fragmentation: float


@attrs.frozen
class Bridge:
    """A tie without which some nodes can no longer reach one another.

    Attributes:
        one: The id of its one end, the first of the two.
        other: The id of its other end.
        parted: How many pairs of nodes can reach one another only over this tie.
    """

    one: str
    other: str
    parted: int


@attrs.frozen
class CutPoints(Displayed):
    """The cut points and bridges of a network, and what breaks when any node leaves.

    Attributes:
        fragmentation: The share of pairs of nodes that cannot reach one another; NaN with fewer
            than two nodes.
        points: The ids of the cut points, sorted.
        bridges: The bridges, by their ends.
        ids: The ids of all nodes, sorted.
        parts: For each of `ids`, see `CutNode`.
        parted: For each of `ids`, see `CutNode`.
        fragmentations: For each of `ids`, the fragmentation of the others when it has left.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    fragmentation: float
    points: tuple[str, ...]
    bridges: tuple[Bridge, ...]
    ids: tuple[str, ...]
    parts: Ints = attrs.field(converter=read_only, eq=Alike)
    parted: Ints = attrs.field(converter=read_only, eq=Alike)
    fragmentations: Floats = attrs.field(converter=read_only, eq=Alike)
    project: Projection | None
    rules: Rules | None

    @property
    def nodes(self) -> tuple[CutNode, ...]:
        """One entry a node, by id."""
        columns = (self.parts, self.parted, self.fragmentations)
        return tuple(map(CutNode, self.ids, *(column.tolist() for column in columns)))

    def node(self, name: str) -> CutNode:
        """The entry of the node with the id *name*.

        Raises:
            UnknownId: No node has it.
        """
        place = place_of(name, self.ids)
        columns = (self.parts, self.parted, self.fragmentations)
        return CutNode(self.ids[place], *(column[place].item() for column in columns))

    def records(
        self, of: Literal["network", "point", "bridge", "node"] = "point"
    ) -> list[dict[str, Any]]:
        """One dict for the network, for each cut point, for each bridge or for each node."""
        if of == "bridge":
            return [attrs.asdict(bridge) for bridge in self.bridges]
        if of == "node":
            return [attrs.asdict(node) for node in self.nodes]
        if of == "point":
            return [attrs.asdict(node) for node in self.nodes if node.parts > 1]
        counts = {"points": len(self.points), "bridges": len(self.bridges)}
        return [{"fragmentation": self.fragmentation, **counts}]

    def _parts(self) -> Iterator[str | Rows]:
        head = (
            f"{len(self.points)} cut {'point' if len(self.points) == 1 else 'points'} and "
            f"{len(self.bridges)} {'bridge' if len(self.bridges) == 1 else 'bridges'} among "
            f"{len(self.ids)} nodes; {self.fragmentation:.3f} of all pairs cannot reach one another"
        )
        yield head
        for rows, call in (
            (self.records(), ".records()"),
            (self.records("bridge"), ".records('bridge')"),
        ):
            rows.sort(key=lambda row: -row["parted"])
            yield Rows(rows, call=call)


def cut_points(
    data: Network, *, rules: Rules | None = None, project: Projection | None = None
) -> CutPoints:
    """What breaks when a node leaves: cut points, bridges, fragmentation.

    Cut points and bridges are those of one walk in depth (Tarjan 1972); fragmentation is
    1 − Σ s(s − 1) / n(n − 1) over the sizes s of the components (Borgatti 2006).

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Raises:
        InvalidArgument: As `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.cut_points import cut_points
    >>> found = cut_points(nx.path_graph(["ward", "clinic", "gp"]))
    >>> found.points, found.fragmentation, found.node("clinic").fragmentation
    (('clinic',), 0.0, 1.0)
    >>> found.bridges[0]
    Bridge(one='clinic', other='gp', parted=2)
    """
    taken = snapshot(data, None, rules=rules, project=project)
    count, adjacency = len(taken.ids), taken.adjacency
    order, above = _walk(adjacency)
    low, size = _fold(adjacency, order, above)
    component = np.cumsum(above < 0) - 1
    sizes = np.bincount(component)
    others = sizes[component] - 1

    # What hangs on a node and has no other way out falls off when it leaves; so does the rest.
    falls = (above >= 0) & (low >= above)
    owner, fallen = above[falls], size[falls]
    rest = others - _summed(owner, fallen, count)
    parts = np.bincount(owner, minlength=count) + (rest > 0)
    still = _summed(owner, _pairs(fallen), count) + _pairs(rest)
    reaching = _pairs(sizes).sum(keepdims=True)
    after = _unreached(reaching - _pairs(others + 1) + still, count - 1)

    # So far by place in the walk, from here on by node.
    place = _places(order)
    cuts = parts[place] > 1
    return CutPoints(
        fragmentation=_unreached(reaching, count).item(),
        points=tuple(taken.ids[node] for node in np.flatnonzero(cuts).tolist()),
        bridges=_bridges(taken, order, above, low, size * (others + 1 - size)),
        ids=taken.ids,
        parts=parts[place],
        parted=(_pairs(others) - still)[place],
        fragmentations=after[place],
        project=taken.project,
        rules=taken.rules,
    )


def _walk(adjacency: Sparse) -> tuple[Ints, Ints]:
    """Walk a graph in depth.

    Returns:
        The nodes in the order in which the walk meets them; and for each place in that order the
        place of the node from which it was met, −1 for the first of a component.
    """
    count = adjacency.shape[0]
    # It starts at a node of its own, with an arc to each other.
    degree = np.append(np.diff(adjacency.indptr), count)
    paged, node = _paged(degree, np.append(adjacency.indices, np.arange(count)))
    first = int(np.searchsorted(node, count))
    met, parent = depth_first_order(paged, first, directed=True)
    is_first_page = np.append(True, node[1:] != node[:-1])
    kept = met[is_first_page[met]][1:]
    order = node[kept]
    return order, np.append(_places(order), -1)[node[parent[kept]]]


def _paged(degree: Ints, neighbours: Ints) -> tuple[Sparse, Ints]:
    """A graph of arcs on which the walk of scipy is the same but stays linear at hubs.

    After each step back, scipy looks through all neighbours of a node from the first on. So each
    list of neighbours is cut into pages. A page is a node of the new graph, with arcs to the first
    pages of its neighbours, and then to the next page.

    Returns:
        The graph, and the node that each page belongs to.
    """
    further = np.maximum(degree - 1, 0) // PAGE
    node = np.repeat(np.arange(degree.size), further + 1)
    first = np.cumsum(further + 1) - further - 1
    turned = np.arange(node.size) - first[node]
    has_next = turned < further[node]
    held = np.where(has_next, PAGE, degree[node] - turned * PAGE)
    ends = np.cumsum(held)
    heads = np.insert(first[neighbours], ends[has_next], np.flatnonzero(has_next) + 1)
    starts = np.append(0, ends + np.cumsum(has_next))
    arcs = (np.ones(heads.size), heads.astype(np.int32), starts.astype(np.int32))
    return csr_array(arcs, shape=(node.size, node.size)), node


def _fold(adjacency: Sparse, order: Ints, above: Ints) -> tuple[Ints, Ints]:
    """For each place of the walk, what hangs on it: how far back that reaches, and its size.

    The first is the lowest place that a node there, or any below it, has a tie to, the tie by which
    each was met left out; its own place where there is none lower.
    """
    place, degree = _places(order), np.diff(adjacency.indptr)
    reached = place[adjacency.indices]
    reached[reached == np.repeat(above[place], degree)] = order.size
    lowest = np.arange(order.size)
    some = np.flatnonzero(degree)
    if some.size:
        least = np.minimum.reduceat(reached, adjacency.indptr[some])
        lowest[place[some]] = np.minimum(place[some], least)

    # Lists, since each step needs the one before. The last entry stands above all components.
    low, size = [*lowest.tolist(), 0], [1] * (order.size + 1)
    for child, parent in zip(range(order.size - 1, -1, -1), above[::-1].tolist(), strict=True):
        size[parent] += size[child]
        if low[child] < low[parent]:  # noqa: PLR1730 (twice as fast as min)
            low[parent] = low[child]
    return np.array(low[:-1], dtype=np.int64), np.array(size[:-1], dtype=np.int64)


def _places(order: Ints) -> Ints:
    """The place of each node in the *order*."""
    places = np.empty(order.size, dtype=np.int64)
    places[order] = np.arange(order.size)
    return places


def _bridges(
    taken: Snapshot, order: Ints, above: Ints, low: Ints, parted: Ints
) -> tuple[Bridge, ...]:
    """The ties of the walk below which no way leads back."""
    below = np.flatnonzero((above >= 0) & (low > above))
    ends = np.sort([order[above[below]], order[below]], axis=0)
    by_ends = np.lexsort(ends[::-1])
    return tuple(
        Bridge(taken.ids[one], taken.ids[other], pairs)
        for one, other, pairs in zip(
            ends[0, by_ends].tolist(),
            ends[1, by_ends].tolist(),
            parted[below][by_ends].tolist(),
            strict=True,
        )
    )


def _pairs(sizes: Ints) -> Ints:
    """How many pairs so many nodes make."""
    return sizes * (sizes - 1) // 2


def _summed(places: Ints, values: Ints, count: int) -> Ints:
    """The sum of the values of each place."""
    return np.bincount(places, values, minlength=count).astype(np.int64)


def _unreached(reaching: Ints, nodes: int) -> Floats:
    """The share of pairs that is not among those *reaching* one another; NaN without pairs."""
    pairs = math.comb(nodes, 2) if nodes > 1 else math.nan
    return 1.0 - reaching / pairs
