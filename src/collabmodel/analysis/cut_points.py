"""Cut points and bridges: what breaks when one node leaves, or one tie?

A cut point is a node without which some others can no longer reach one another; a bridge is a tie
of that kind (Tarjan 1972). How much breaks is the fragmentation: the share of pairs of nodes that
cannot reach one another (Borgatti 2006), before and after a node leaves.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import depth_first_order

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.columns import Alike, read_only
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Ints, Network, Projection, Sparse, snapshot

__all__ = ["Bridge", "CutNode", "CutPoints", "cut_points"]

Floats: TypeAlias = npt.NDArray[np.float64]
Shorts: TypeAlias = npt.NDArray[np.int32]

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
    count = len(taken.ids)
    order, above = _walk(taken.adjacency)
    place = _places(order)
    size, low, ways = _fold(above, place[taken.left], place[taken.right])
    component = np.cumsum(above < 0) - 1
    sizes = np.bincount(component)
    others = sizes[component] - 1

    # What hangs on a node and has no other way out falls off when it leaves; so does the rest.
    falls = np.flatnonzero((above >= 0) & (low == above))
    owner, fallen = above[falls], size[falls]
    rest = others - _summed(owner, fallen, count)
    parts = np.bincount(owner, minlength=count) + (rest > 0)
    still = _summed(owner, _pairs(fallen), count) + _pairs(rest)
    reaching = _pairs(sizes).sum(keepdims=True)
    after = _unreached(reaching - _pairs(others + 1) + still, count - 1)

    # So far by place in the walk, from here on by node.
    below = np.flatnonzero(ways == 1)
    cuts = np.sort(order[parts > 1])
    return CutPoints(
        fragmentation=_unreached(reaching, count).item(),
        points=tuple(taken.ids[node] for node in cuts.tolist()),
        bridges=_bridges(
            taken.ids,
            np.sort([order[above[below]], order[below]], axis=0),
            size[below] * (others[below] + 1 - size[below]),
        ),
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
    neighbours = np.append(adjacency.indices, np.arange(count, dtype=np.int32))
    paged, node = _paged(degree, neighbours)
    first = int(np.searchsorted(node, count))
    met, parent = depth_first_order(paged, first, directed=True)
    is_first_page = np.append(True, node[1:] != node[:-1])
    kept = met[is_first_page[met]][1:]
    order = node[kept]
    return order, np.append(_places(order), -1)[node[parent[kept]]]


def _paged(degree: Ints, neighbours: Shorts) -> tuple[Sparse, Ints]:
    """A graph of arcs on which the walk of scipy is the same but stays linear at hubs.

    After each step back, scipy looks through all neighbours of a node from the first on. So each
    list of neighbours is cut into pages. A page is a node of the new graph, with arcs to the first
    pages of its neighbours, and then to the next page.

    Returns:
        The graph, and the node that each page belongs to.
    """
    further = np.maximum(degree - 1, 0) // PAGE
    node = np.repeat(np.arange(degree.size), further + 1)
    first = (np.cumsum(further + 1) - further - 1).astype(np.int32)
    turned = np.arange(node.size) - first[node]
    has_next = turned < further[node]
    held = np.where(has_next, PAGE, degree[node] - turned * PAGE)
    ends = np.cumsum(held)
    heads = np.insert(first[neighbours], ends[has_next], np.flatnonzero(has_next) + 1)
    starts = np.append(0, ends + np.cumsum(has_next))
    # The walk asks for no weights: one number stands for them all.
    arcs = (np.broadcast_to(1.0, heads.size), heads, starts.astype(np.int32))
    return csr_array(arcs, shape=(node.size, node.size)), node


def _fold(above: Ints, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """For each place of the walk, what hangs on it: the node itself, and all met from there on.

    Args:
        above: As `_walk` returns it.
        left: The place of the one end of each tie.
        right: The place of the other end.

    Returns:
        How many nodes hang on each place; the lowest place that any of them has a tie to, its own
        place where there is none lower; and how many ties lead from there to lower places.
    """
    places = np.arange(above.size)
    # What hangs on a place are those that follow it, up to the last one below its last child.
    last, met = places.copy(), np.flatnonzero(above >= 0)
    last[above[met]] = met
    while not np.array_equal(further := last[last], last):
        last = further
    size = last - places + 1

    lower, higher = np.minimum(left, right), np.maximum(left, right)
    lowest = places.copy()
    np.minimum.at(lowest, higher, lower)
    # Ties among those that hang on a place count up once and down once. All others lead back.
    back = np.bincount(higher, minlength=places.size) - np.bincount(lower, minlength=places.size)
    so_far = np.cumsum(back)
    return size, _least(lowest, size), so_far[last] - so_far + back


def _least(values: Ints, sizes: Ints) -> Ints:
    """The least of so many values, from each place on."""
    least = np.empty_like(values)
    # So many are two stretches of a power of two, which may overlap.
    powers = np.frexp(sizes)[1]
    for power in range(1, powers.max(initial=0) + 1):
        these, length = np.flatnonzero(powers == power), 2 ** (power - 1)
        least[these] = np.minimum(values[these], values[these + sizes[these] - length])
        values = np.minimum(values[:-length], values[length:])
    return least


def _places(order: Ints) -> Ints:
    """The place of each node in the *order*."""
    places = np.empty(order.size, dtype=np.int64)
    places[order] = np.arange(order.size)
    return places


def _bridges(ids: Sequence[str], ends: Ints, parted: Ints) -> tuple[Bridge, ...]:
    """The bridges in order, from the two *ends* of each and the pairs it parts."""
    by_ends = np.lexsort(ends[::-1])
    columns = (*ends[:, by_ends].tolist(), parted[by_ends].tolist())
    return tuple(
        Bridge(ids[one], ids[other], pairs) for one, other, pairs in zip(*columns, strict=True)
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
