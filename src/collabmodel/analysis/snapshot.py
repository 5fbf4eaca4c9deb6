"""One graph as arrays, made once and shared by all measures.

The nodes are numbered in the order of their ids, ties join two different nodes once each, and each
node belongs to one group, to several, or to none.
"""

from __future__ import annotations

import itertools
import math
import numbers
import operator
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, TypeAlias, cast

import attrs
import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from collabmodel.analysis.columns import NodeGroups, read_only
from collabmodel.analysis.grouping import By, grouped_by, groups_of_services
from collabmodel.analysis.pairs import pairs
from collabmodel.analysis.places import places
from collabmodel.analysis.rules import Rules
from collabmodel.domain.errors import InvalidArgument, did_you_mean
from collabmodel.domain.model import Model

__all__ = ["Grouping", "Network", "Projection", "Snapshot", "snapshot"]

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Sparse: TypeAlias = "csr_array[np.float64]"

Projection = Literal["either", "both"]
"""When arcs are a tie: if either end names the other, or only if both do."""

Network: TypeAlias = "Model | nx.Graph[Any] | Snapshot"
"""What a measure can be taken of."""

Grouping = str | Mapping[Any, Any] | None
"""The groups: a node attribute, a mapping of nodes, or None where groups are not needed."""

SHOWN = 5
"""How many nodes an error names before it only counts them."""


def _read_only_matrix(matrix: Sparse) -> Sparse:
    for part in (matrix.data, matrix.indices, matrix.indptr):
        part.flags.writeable = False
    return matrix


@attrs.frozen(eq=False, repr=False)
class Snapshot:
    """A graph as arrays. Node and group numbers are places in `ids` and `groups`.

    Attributes:
        ids: The ids of the nodes, sorted.
        groups: The names of the groups, sorted.
        membership: Nodes × groups; 1 where the node belongs to the group.
        left: The one node of each tie; the smaller number.
        right: The other node of each tie.
        grouped_by: What the groups were read from; None without groups.
        project: How arcs and parallel ties were made ties; None where that was not needed.
        self_ties: How many ties from a node to itself were left out.
        parallel_ties: How many ties (or arcs) fell together with another.
        one_way_ties: How many arcs were left out since none came back (`project="both"`).
        rules: By which the pairs of a model were judged; None for a graph.
    """

    ids: tuple[str, ...]
    groups: tuple[str, ...]
    membership: Sparse = attrs.field(converter=_read_only_matrix)
    left: Ints = attrs.field(converter=read_only)
    right: Ints = attrs.field(converter=read_only)
    grouped_by: str | None
    project: Projection | None
    self_ties: int = 0
    parallel_ties: int = 0
    one_way_ties: int = 0
    rules: Rules | None = None

    def __repr__(self) -> str:
        return (
            f"<Snapshot: {len(self.ids)} nodes, {self.left.size} ties, {len(self.groups)} groups>"
        )

    @cached_property
    def degree(self) -> Ints:
        """The number of ties of each node."""
        return read_only(self._counted(self.left) + self._counted(self.right))

    @cached_property
    def adjacency(self) -> Sparse:
        """Nodes × nodes; 1 where there is a tie, both ways."""
        # Short numbers, and the smaller neighbours of each node first, leave scipy little to do.
        short = self.left.astype(np.int32), self.right.astype(np.int32)
        rows, columns = np.concatenate(short[::-1]), np.concatenate(short)
        count = len(self.ids)
        return _read_only_matrix(
            csr_array((np.ones(rows.size), (rows, columns)), shape=(count, count))
        )

    @cached_property
    def members(self) -> Ints:
        """The number of nodes of each group."""
        return read_only(np.bincount(self.membership.indices, minlength=len(self.groups)))

    @cached_property
    def is_partition(self) -> bool:
        """Whether every node belongs to exactly one group."""
        return bool((np.diff(self.membership.indptr) == 1).all())

    @cached_property
    def only_group(self) -> Ints:
        """The number of the group of each node; −1 where it belongs to none or to several."""
        if self.is_partition:
            return read_only(self.membership.indices.astype(np.int64))
        starts, single = self.membership.indptr[:-1], np.diff(self.membership.indptr) == 1
        found = np.full(len(self.ids), -1, dtype=np.int64)
        found[single] = self.membership.indices[starts[single]]
        return read_only(found)

    @cached_property
    def node_groups(self) -> NodeGroups:
        """The names of the groups of each node."""
        if self.is_partition:
            return NodeGroups(tuple((name,) for name in self.groups), self.only_group)
        starts, columns = self.membership.indptr.tolist(), self.membership.indices.tolist()
        number: dict[tuple[int, ...], int] = {}
        of = [
            number.setdefault(tuple(sorted(columns[start:end])), len(number))
            for start, end in itertools.pairwise(starts)
        ]
        kinds = tuple(tuple(self.groups[place] for place in kind) for kind in number)
        return NodeGroups(kinds, np.array(of, dtype=np.int64))

    @cached_property
    def sharers(self) -> Ints:
        """For each node, how many others share a group with it."""
        if self.is_partition:
            return read_only(self.members[self.only_group] - 1)
        groups = self.node_groups
        nodes = np.bincount(groups.of, minlength=len(groups.kinds))
        itself = np.array([bool(kind) for kind in groups.kinds], dtype=np.int64)
        others = np.asarray(groups.sharing @ nodes).astype(np.int64) - itself
        return read_only(others[groups.of])

    @cached_property
    def stays(self) -> Flags:
        """For each tie, whether its ends share a group."""
        return read_only(self.sharing(self.left, self.right))

    @cached_property
    def leaving(self) -> Ints:
        """The number of ties of each node to nodes that share no group with it."""
        crossing = np.flatnonzero(~self.stays)
        return read_only(self._counted(self.left[crossing]) + self._counted(self.right[crossing]))

    @cached_property
    def ties_inside(self) -> Ints:
        """For each group, the number of ties with both ends in it."""
        if self.is_partition:
            across = np.bincount(self.only_group, self.leaving, minlength=len(self.groups))
            return read_only((self.ties_of_members - across.astype(np.int64)) // 2)
        both = self.membership[self.left].multiply(self.membership[self.right])
        return read_only(np.asarray(both.sum(axis=0)).astype(np.int64))

    @cached_property
    def ties_of_members(self) -> Ints:
        """For each group, the ties of its members, those inside counted from both ends."""
        if self.is_partition:
            of_groups = np.bincount(self.only_group, self.degree, minlength=len(self.groups))
        else:
            of_groups = np.asarray(self.membership.T @ self.degree)
        return read_only(of_groups.astype(np.int64))

    def groups_of(self, node: int) -> tuple[str, ...]:
        """The names of the groups that a node belongs to."""
        return self.node_groups[node]

    def sharing(self, left: Ints, right: Ints) -> Flags:
        """Whether two nodes have a group in common, for each place of *left* and *right*."""
        if self.is_partition:
            return np.equal(self.only_group[left], self.only_group[right])
        common = self.membership[left].multiply(self.membership[right])
        return np.asarray(common.sum(axis=1)) > 0

    def _counted(self, nodes: Ints) -> Ints:
        return np.bincount(nodes, minlength=len(self.ids))


def snapshot(
    data: Network,
    group: Grouping = "group",
    *,
    rules: Rules | None = None,
    project: Projection | None = None,
) -> Snapshot:
    """Make the arrays that the measures work on.

    Args:
        data: A model, whose services are the nodes and whose pairs in contact are the ties, see
            `collaboration_graph`. Or a networkx graph, whose nodes may be anything; they are known
            by their text and stand in its order. A snapshot is returned as it is.
        group: The node attribute that holds the group, or a mapping from nodes, or from their
            texts, to groups. A group is a text (a whole number is taken as its text); a list, tuple
            or set of them for a node of several groups, an empty one for a node of none. None:
            groups are not needed.
            For a model: `organisation` (also where it is left out), `whole organisation`,
            `sector`, `kind`, or a mapping, see `groups_of_services`.
        rules: For a model, what counts as contact.
        project: For a graph with directions or parallel ties, what makes a tie of two nodes:
            `"either"`, an arc one way is enough; `"both"`, there must be one each way. A tie
            without direction counts as both ways.

    Raises:
        InvalidArgument: Nodes have no group, two nodes have one text, *project* is missing, or
            *data* is no graph.

    >>> import networkx as nx
    >>> from collabmodel import snapshot
    >>> graph = nx.Graph([("ward", "housing"), ("ward", "clinic")])
    >>> taken = snapshot(graph, {"ward": "region", "clinic": "region", "housing": "town"})
    >>> taken
    <Snapshot: 3 nodes, 2 ties, 2 groups>
    >>> taken.ids, taken.groups, taken.degree.tolist()
    (('clinic', 'housing', 'ward'), ('region', 'town'), [1, 1, 2])
    """
    if isinstance(data, Snapshot):
        return data
    if isinstance(data, Model):
        return _of_model(data, "organisation" if group == "group" else group, rules)
    if isinstance(data, nx.Graph):
        return _of_graph(data, group, project)
    raise InvalidArgument(f"expected a Model or a networkx graph, found {type(data).__name__}.")


def _of_model(model: Model, by: Grouping, rules: Rules | None) -> Snapshot:
    """The same as of its `collaboration_graph`, which need not be made for this."""
    judged = pairs(model, rules)
    ids = sorted(service.id for service in model.services)
    named: Mapping[str, Iterable[str]] = {}
    if by is not None:
        named = groups_of_services(model, cast(By, by))
    place = {name: number for number, name in enumerate(ids)}
    joined = [pair.key for pair in judged if pair.in_contact]
    left = np.fromiter((place[a] for a, _ in joined), np.int64, len(joined))
    right = np.fromiter((place[b] for _, b in joined), np.int64, len(joined))
    groups, membership = _membership(_names(name, named.get(name, ())) for name in ids)
    return Snapshot(
        tuple(ids),
        groups,
        membership,
        left,
        right,
        grouped_by=grouped_by(by),
        project=None,
        rules=judged.rules,
    )


def _of_graph(graph: nx.Graph[Any], group: Grouping, project: Projection | None) -> Snapshot:
    _check_projection(graph, project)
    nodes = sorted(graph.nodes, key=str)
    ids = tuple(map(str, nodes))
    same = list(itertools.compress(ids, map(operator.eq, ids, ids[1:])))
    if same:
        raise InvalidArgument(
            f"{_named(same)}: more than one node of the graph has this text. Give each a text of "
            "its own, for example with networkx.relabel_nodes."
        )
    groups, membership = _membership(_groups_of_nodes(graph, nodes, group))

    count = len(nodes)
    tail, head = _arcs(graph, nodes)
    proper = np.flatnonzero(tail != head)
    kept = tail[proper], head[proper]
    if graph.is_directed() and project == "both":
        there, back = kept[0] * count + kept[1], kept[1] * count + kept[0]
        answered = np.isin(there, back)
        kept = kept[0][answered], kept[1][answered]
    ties = np.sort(np.minimum(*kept) * count + np.maximum(*kept))
    ties = ties[np.diff(ties, prepend=-1) > 0]
    return Snapshot(
        ids,
        groups,
        membership,
        *np.divmod(ties, max(count, 1)),
        grouped_by=grouped_by(group),
        project=project,
        self_ties=tail.size - proper.size,
        parallel_ties=kept[0].size - ties.size,
        one_way_ties=proper.size - kept[0].size,
    )


def _arcs(graph: nx.Graph[Any], nodes: Sequence[Any]) -> tuple[Ints, Ints]:
    """The two ends of each arc, as places in *nodes*; a tie without direction is there once."""
    around = dict(graph.adjacency())
    others = [*around.values()]
    degree = np.fromiter(map(len, others), np.int64, len(others))
    named = itertools.chain.from_iterable([around, *others])
    place = places(named, degree.size + int(degree.sum()), nodes)
    tail, head = np.repeat(place[: degree.size], degree), place[degree.size :]
    if graph.is_multigraph():
        beside = itertools.chain.from_iterable(other.values() for other in others)
        times = np.fromiter(map(len, beside), np.int64, tail.size)
        tail, head = np.repeat(tail, times), np.repeat(head, times)
    if not graph.is_directed():
        once = np.flatnonzero(tail <= head)
        tail, head = tail[once], head[once]
    return tail, head


def _membership(groups_of_nodes: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], Sparse]:
    """The names of all groups, and nodes × groups."""
    number: dict[frozenset[str], int] = {}
    of = np.array([number.setdefault(names, len(number)) for names in groups_of_nodes], np.int64)
    groups = tuple(sorted(frozenset().union(*number)))
    place = {name: number for number, name in enumerate(groups)}
    belongs = [sorted(place[name] for name in names) for names in number]
    starts = np.cumsum([0, *map(len, belongs)])
    columns = np.fromiter(itertools.chain.from_iterable(belongs), np.int64, starts[-1])
    shape = (len(belongs), len(groups))
    return groups, csr_array((np.ones(columns.size), columns, starts), shape=shape)[of]


def _check_projection(graph: nx.Graph[Any], project: object) -> None:
    """Refuse to guess what makes a tie in a graph of arcs or of parallel ties."""
    ways = "'either' (a tie or an arc one way is enough) or 'both' (there must be an arc each way)"
    if project not in {None, "either", "both"}:
        raise InvalidArgument(f"project: expected {ways}, found {project!r}")
    if project is None and (graph.is_directed() or graph.is_multigraph()):
        what = "has directions" if graph.is_directed() else "may have parallel ties"
        raise InvalidArgument(
            f"the graph {what} ({type(graph).__name__}), and this measure needs one tie at most "
            f"between two nodes. Say what makes one: project={ways}."
        )


def _groups_of_nodes(
    graph: nx.Graph[Any], nodes: Sequence[Any], group: Grouping
) -> list[frozenset[str]]:
    """The groups of each node."""
    if group is None:
        return [frozenset()] * len(nodes)
    if isinstance(group, str):
        held = {node: data.get(group) for node, data in graph.nodes(data=True)}
        values = [held[node] for node in nodes]
        origin = f"the node attribute {group!r}"
    else:
        values = [group.get(node, group.get(str(node))) for node in nodes]
        origin = "the mapping of nodes to groups"
    # Most groups are a text that many nodes share: read once, not for each node.
    texts = {value for value in values if type(value) is str and value}
    alone = {text: frozenset({text}) for text in texts}
    without = [
        str(node)
        for node, value in zip(nodes, values, strict=True)
        if not (type(value) is str and value) and _is_blank(value)
    ]
    if without:
        known = sorted({str(name) for node in nodes for name in graph.nodes[node]})
        hint = did_you_mean(group, known) if isinstance(group, str) else ""
        if not hint and known:
            hint = f" The attributes of the nodes are: {_named(known)}."
        raise InvalidArgument(
            f"{_named(without)}: no group in {origin}.{hint} Give every node one, name another "
            "attribute, or give a mapping: group={node: group, …}. An empty tuple says that a "
            "node belongs to no group."
        )
    return [
        alone[value] if type(value) is str else _names(node, value)
        for node, value in zip(nodes, values, strict=True)
    ]


def _is_blank(value: object) -> bool:
    """Whether nothing is said: None, an empty text, or the NaN of a table."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _names(node: object, value: object) -> frozenset[str]:
    """The group or groups that a *value* stands for."""
    if isinstance(value, str | numbers.Integral):
        return frozenset({str(value)})
    if isinstance(value, list | tuple | set | frozenset) and all(
        isinstance(one, str | numbers.Integral) and one != "" for one in value
    ):
        return frozenset(map(str, value))
    raise InvalidArgument(f"{node}: expected a group as text, or a tuple of them, found {value!r}")


def _named(names: Sequence[str]) -> str:
    """The first of *names*, and how many more there are."""
    shown = ", ".join(names[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown
