"""One graph as arrays, made once and shared by all measures.

The nodes are numbered in the order of their ids, ties join two different nodes once each, and each
node belongs to one group, to several, or to none.
"""

from __future__ import annotations

import itertools
import math
import numbers
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, cast

import attrs
import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from collabmodel.analysis.graphs import collaboration_graph
from collabmodel.analysis.grouping import By, groups_of_services
from collabmodel.analysis.rules import Rules, rules_for
from collabmodel.domain.errors import InvalidArgument, did_you_mean
from collabmodel.domain.model import Model

__all__ = ["Grouping", "Network", "Projection", "Snapshot", "snapshot"]

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
    membership: Sparse
    left: Ints
    right: Ints
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

    @property
    def degree(self) -> Ints:
        """The number of ties of each node."""
        ends = np.concatenate([self.left, self.right])
        return np.bincount(ends, minlength=len(self.ids)).astype(np.int64)

    @property
    def adjacency(self) -> Sparse:
        """Nodes × nodes; 1 where there is a tie, both ways."""
        rows = np.concatenate([self.left, self.right])
        columns = np.concatenate([self.right, self.left])
        count = len(self.ids)
        return csr_array((np.ones(rows.size), (rows, columns)), shape=(count, count))

    @property
    def members(self) -> Ints:
        """The number of nodes of each group."""
        return np.asarray(self.membership.sum(axis=0)).astype(np.int64)

    @property
    def is_partition(self) -> bool:
        """Whether every node belongs to exactly one group."""
        return bool((np.diff(self.membership.indptr) == 1).all())

    @property
    def only_group(self) -> Ints:
        """The number of the group of each node; −1 where it belongs to none or to several."""
        starts, single = self.membership.indptr[:-1], np.diff(self.membership.indptr) == 1
        found = np.full(len(self.ids), -1, dtype=np.int64)
        found[single] = self.membership.indices[starts[single]]
        return found

    def groups_of(self, node: int) -> tuple[str, ...]:
        """The names of the groups that a node belongs to."""
        start, end = self.membership.indptr[node : node + 2]
        return tuple(self.groups[group] for group in sorted(self.membership.indices[start:end]))

    def sharing(self, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
        """Whether two nodes have a group in common, for each place of *left* and *right*."""
        common = self.membership[left].multiply(self.membership[right])
        return np.asarray(common.sum(axis=1)) > 0


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
        by = "organisation" if group == "group" else group
        groups = None if by is None else groups_of_services(data, cast(By, by))
        taken = _of_graph(collaboration_graph(data, rules), groups, None)
        named = by if isinstance(by, str) else taken.grouped_by
        return attrs.evolve(taken, rules=rules_for(data, rules), grouped_by=named)
    if isinstance(data, nx.Graph):
        return _of_graph(data, group, project)
    raise InvalidArgument(f"expected a Model or a networkx graph, found {type(data).__name__}.")


def _of_graph(graph: nx.Graph[Any], group: Grouping, project: Projection | None) -> Snapshot:
    _check_projection(graph, project)
    nodes = sorted(graph.nodes, key=str)
    ids = tuple(str(node) for node in nodes)
    same = [one for one, after in itertools.pairwise(ids) if one == after]
    if same:
        raise InvalidArgument(
            f"{_named(same)}: more than one node of the graph has this text. Give each a text of "
            "its own, for example with networkx.relabel_nodes."
        )
    groups_of_nodes = _groups_of_nodes(graph, nodes, group)
    groups = tuple(sorted(set(itertools.chain.from_iterable(groups_of_nodes))))
    place = {name: number for number, name in enumerate(groups)}
    belongs = [sorted(place[name] for name in names) for names in groups_of_nodes]
    starts = np.cumsum([0, *map(len, belongs)])
    columns = np.fromiter(itertools.chain.from_iterable(belongs), np.int64, starts[-1])

    number = {node: place for place, node in enumerate(nodes)}
    arcs = np.fromiter(
        itertools.chain.from_iterable((number[one], number[other]) for one, other in graph.edges()),
        np.int64,
        2 * graph.number_of_edges(),
    ).reshape(-1, 2)
    proper = arcs[arcs[:, 0] != arcs[:, 1]]
    kept = proper
    if graph.is_directed() and project == "both":
        there, back = proper @ [len(nodes), 1], proper @ [1, len(nodes)]
        kept = proper[np.isin(there, back)]
    ties = np.unique(np.sort(kept, axis=1), axis=0)
    return Snapshot(
        ids,
        groups,
        csr_array((np.ones(columns.size), columns, starts), shape=(len(ids), len(groups))),
        ties[:, 0],
        ties[:, 1],
        grouped_by=group if group is None or isinstance(group, str) else "a mapping",
        project=project,
        self_ties=len(arcs) - len(proper),
        parallel_ties=len(kept) - len(ties),
        one_way_ties=len(proper) - len(kept),
    )


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


def _groups_of_nodes(graph: nx.Graph[Any], nodes: Sequence[Any], group: Grouping) -> list[set[str]]:
    """The groups of each node."""
    if group is None:
        return [set() for _ in nodes]
    if isinstance(group, str):
        values = [graph.nodes[node].get(group) for node in nodes]
        origin = f"the node attribute {group!r}"
    else:
        values = [group.get(node, group.get(str(node))) for node in nodes]
        origin = "the mapping of nodes to groups"
    without = [str(node) for node, value in zip(nodes, values, strict=True) if _is_blank(value)]
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
    return [_names(node, value) for node, value in zip(nodes, values, strict=True)]


def _is_blank(value: object) -> bool:
    """Whether nothing is said: None, an empty text, or the NaN of a table."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _names(node: object, value: object) -> set[str]:
    """The group or groups that a *value* stands for."""
    if isinstance(value, str | numbers.Integral):
        return {str(value)}
    if isinstance(value, list | tuple | set | frozenset) and all(
        isinstance(one, str | numbers.Integral) and one != "" for one in value
    ):
        return {str(one) for one in value}
    raise InvalidArgument(f"{node}: expected a group as text, or a tuple of them, found {value!r}")


def _named(names: Sequence[str]) -> str:
    """The first of *names*, and how many more there are."""
    shown = ", ".join(names[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown
