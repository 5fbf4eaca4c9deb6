"""E-I index: do ties go outside the groups, or stay within them?

(external − internal) / (external + internal), from −1 (all ties stay within) to 1 (all go outside)
(Krackhardt & Stern 1988). What is high depends on the groups and on the number of ties, so it comes
with the value that chance gives, its exact variance and the range that is possible at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

import attrs
import numpy as np
import numpy.typing as npt

from collabmodel.analysis.by_name import entry_of, place_of
from collabmodel.analysis.columns import Alike, NodeGroups, read_only
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.ei_moments import external_moments
from collabmodel.analysis.ratio import ratio
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import (
    Grouping,
    Ints,
    Network,
    Projection,
    Snapshot,
    snapshot,
)

__all__ = ["EIGroup", "EIIndex", "EINode", "ei_index"]

Floats = npt.NDArray[np.float64]


@attrs.frozen
class EIGroup:
    """The E-I index of one group, in both readings that are in use.

    Attributes:
        group: Its name.
        members: How many nodes belong to it.
        internal: Ties with both ends in it.
        external: Ties with exactly one end in it.
        by_ties: Each tie counted once: (external − internal) / (external + internal).
        by_members: Each internal tie counted from both its ends, as the members see it:
            (external − 2·internal) / (external + 2·internal).
    """

    group: str
    members: int
    internal: int
    external: int
    by_ties: float
    by_members: float


@attrs.frozen
class EINode:
    """The E-I index of one node.

    Attributes:
        id: Its id.
        groups: The groups it belongs to.
        internal: Its ties to nodes that share a group with it.
        external: Its other ties.
        value: (external − internal) / (external + internal); NaN without ties.
    """

    id: str
    groups: tuple[str, ...]
    internal: int
    external: int
    value: float


@attrs.frozen
class EIIndex(Displayed):
    """The E-I index of a network, its groups and its nodes. Undefined numbers are NaN.

    Attributes:
        value: (external − internal) / (external + internal); NaN without ties.
        internal: Ties whose ends share a group.
        external: The other ties.
        expected: The mean if the groups were dealt out to the nodes at random, each node getting
            all groups of another; NaN without ties.
        variance: The exact variance under the same chance.
        minimum: The lowest value that this number of ties can have with these groups.
        maximum: The highest.
        groups: One entry a group, by name.
        ids: The ids of the nodes, sorted.
        groups_of: The groups that each node belongs to, in the order of `ids`.
        internals: The ties of each node to nodes that share a group with it.
        externals: Its other ties.
        values: The E-I index of each node; NaN without ties.
        grouped_by: What the groups were read from.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    value: float
    internal: int
    external: int
    expected: float
    variance: float
    minimum: float
    maximum: float
    groups: tuple[EIGroup, ...]
    ids: tuple[str, ...]
    groups_of: NodeGroups
    internals: Ints = attrs.field(converter=read_only, eq=Alike)
    externals: Ints = attrs.field(converter=read_only, eq=Alike)
    values: Floats = attrs.field(converter=read_only, eq=Alike)
    grouped_by: str | None
    project: Projection | None
    rules: Rules | None

    @property
    def nodes(self) -> tuple[EINode, ...]:
        """One entry a node, by id."""
        return tuple(map(self._entry, range(len(self.ids))))

    @property
    def z(self) -> float:
        """How far the value is from the expected, in standard deviations."""
        return ratio(self.value - self.expected, math.sqrt(self.variance))

    @property
    def rescaled(self) -> float:
        """The value between the lowest (−1) and the highest (1) that is possible."""
        return 2.0 * ratio(self.value - self.minimum, self.maximum - self.minimum) - 1.0

    def group(self, name: str) -> EIGroup:
        """The entry of the group called *name*.

        Raises:
            UnknownId: No group is called so.
        """
        return entry_of(name, {entry.group: entry for entry in self.groups}, "group")

    def node(self, name: str) -> EINode:
        """The entry of the node with the id *name*.

        Raises:
            UnknownId: No node has it.
        """
        return self._entry(place_of(name, self.ids))

    def _entry(self, place: int) -> EINode:
        columns = (self.internals, self.externals, self.values)
        numbers = (column[place].item() for column in columns)
        return EINode(self.ids[place], self.groups_of[place], *numbers)

    def records(self, of: Literal["network", "group", "node"] = "group") -> list[dict[str, Any]]:
        """One dict for the network, for each group or for each node."""
        if of == "group":
            return [attrs.asdict(entry) for entry in self.groups]
        if of == "node":
            return [attrs.asdict(entry) for entry in self.nodes]
        names = "value internal external expected variance z minimum maximum rescaled"
        return [{name: getattr(self, name) for name in names.split()}]

    def _parts(self) -> Iterator[str | Rows]:
        head = (
            f"E-I index {self.value:.3f} (from −1, all ties within a group, to 1, none); "
            f"chance gives {self.expected:.3f}, possible are {self.minimum:.3f} "
            f"to {self.maximum:.3f}"
        )
        yield head
        yield Rows(self.records())


def ei_index(
    data: Network,
    group: Grouping = "group",
    *,
    rules: Rules | None = None,
    project: Projection | None = None,
) -> EIIndex:
    """The E-I index of a network, its groups and its nodes (Krackhardt & Stern 1988).

    A tie is internal if its ends share a group. Where every node belongs to one group, that is the
    index of the literature; a node of several groups has internal ties in each, and all ties of a
    node of none are external.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        group: A node attribute or a mapping of nodes, as in `snapshot`.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Returns:
        The index with its expectation and exact variance under random groups, and its range.

    Raises:
        InvalidArgument: As `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.ei_index import ei_index
    >>> found = ei_index(nx.karate_club_graph(), "club")
    >>> round(found.value, 3), round(found.expected, 3), round(found.z, 1)
    (-0.718, 0.03, -7.9)
    >>> round(found.group("Officer").by_ties, 3)
    -0.488
    """
    taken = snapshot(data, group, rules=rules, project=project)
    ties = taken.stays.size
    external = ties - int(np.count_nonzero(taken.stays))
    expected = variance = math.nan
    if ties:
        mean, spread = external_moments(taken.sharers, taken.degree)
        expected, variance = float(2 * mean / ties - 1), float(4 * spread / ties**2)
    minimum, maximum = _range(taken, ties)
    with np.errstate(invalid="ignore"):
        values = (2 * taken.leaving - taken.degree) / taken.degree
    return EIIndex(
        value=ratio(2 * external - ties, ties),
        internal=ties - external,
        external=external,
        expected=expected,
        variance=variance,
        minimum=minimum,
        maximum=maximum,
        groups=_of_groups(taken),
        ids=taken.ids,
        groups_of=taken.node_groups,
        internals=taken.degree - taken.leaving,
        externals=taken.leaving,
        values=values,
        grouped_by=taken.grouped_by,
        project=taken.project,
        rules=taken.rules,
    )


def _range(taken: Snapshot, ties: int) -> tuple[float, float]:
    """The lowest and the highest value that so many ties can have with these groups."""
    inside = int(taken.sharers.sum()) // 2
    outside = math.comb(len(taken.ids), 2) - inside
    lowest, highest = max(0, ties - inside), min(ties, outside)
    return ratio(2 * lowest - ties, ties), ratio(2 * highest - ties, ties)


def _of_groups(taken: Snapshot) -> tuple[EIGroup, ...]:
    internal = taken.ties_inside
    external = taken.ties_of_members - 2 * internal
    return tuple(
        EIGroup(name, size, i, x, ratio(x - i, x + i), ratio(x - 2 * i, x + 2 * i))
        for name, size, i, x in zip(
            taken.groups,
            taken.members.tolist(),
            internal.tolist(),
            external.tolist(),
            strict=True,
        )
    )
