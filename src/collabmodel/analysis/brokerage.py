"""Brokerage: who stands between nodes that are not tied, and between which groups?

The roles of Gould and Fernandez (1989), counted on ties without direction, each open two-path once,
with what chance gives: mean and exact standard deviation in a random graph of the same density.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

import attrs
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from collabmodel.analysis.batches import batches
from collabmodel.analysis.brokerage_chance import chance_of_network, chance_of_nodes
from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.columns import Alike, NodeGroups, read_only
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import (
    Grouping,
    Ints,
    Network,
    Projection,
    Snapshot,
    Sparse,
    snapshot,
)
from collabmodel.analysis.triangles import triangles

__all__ = ["Brokerage", "BrokerageGroup", "BrokerageNode", "Roles", "brokerage"]

Floats = npt.NDArray[np.float64]


@attrs.frozen
class Roles:
    """A number for each role of a broker between two ends that are not tied, and for all.

    Attributes:
        coordinator: Broker and ends share a group.
        itinerant: The ends share a group, the broker is of another. Also called consultant.
        representative: The broker shares a group with the end that it speaks for, and the other
            end is outside.
        gatekeeper: The broker shares a group with the end that it lets others in to, and the other
            end is outside. Ties have no direction, so this is the same number as representative.
        liaison: No two of the three share a group.
        total: All open two-paths, whatever the role.
    """

    coordinator: float
    itinerant: float
    representative: float
    gatekeeper: float
    liaison: float
    total: float


ROLES = tuple(field.name for field in attrs.fields(Roles))
UNDEFINED = Roles(*[math.nan] * len(ROLES))


@attrs.frozen
class BrokerageNode:
    """The roles of one node.

    Attributes:
        id: Its id.
        groups: The groups it belongs to.
        counts: Between how many pairs of its neighbours it has each role.
        overlapping: Pairs that fit no role, since groups overlap; see `brokerage`.
        expected: What chance gives a node of its group.
        sd: The standard deviation of that.
        z: How far the counts are from the expected, in standard deviations.
    """

    id: str
    groups: tuple[str, ...]
    counts: Roles
    overlapping: int
    expected: Roles
    sd: Roles
    z: Roles


@attrs.frozen
class BrokerageGroup:
    """The roles of the members of one group.

    Attributes:
        group: Its name.
        members: How many nodes belong to it.
        mean: The counts of its members, on average.
        expected: What chance gives one member.
        sd: The standard deviation of that.
    """

    group: str
    members: int
    mean: Roles
    expected: Roles
    sd: Roles


@attrs.frozen
class Brokerage(Displayed):
    """The roles of every node, group and the network. Undefined numbers are NaN.

    The arrays from `coordinator` to `overlapping` follow `ids`.

    Attributes:
        ids: The ids of the nodes, sorted.
        groups_of: The groups that each node belongs to.
        coordinator: For how many pairs of its neighbours each node is a coordinator, see `Roles`.
        itinerant: The same for itinerant brokers, also called consultants.
        representative: The same for representatives; also for gatekeepers, see `Roles`.
        liaison: The same for liaisons.
        total: The open two-paths through each node.
        overlapping: Those of them that fit no role, since groups overlap; see `brokerage`.
        counts: The sums over all nodes.
        expected: What chance gives for these sums.
        sd: The standard deviation of that.
        groups: One entry a group, by name.
        density: The chance of a tie, from which `expected` and `sd` follow.
        grouped_by: What the groups were read from.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    ids: tuple[str, ...]
    groups_of: NodeGroups
    coordinator: Ints = attrs.field(converter=read_only, eq=Alike)
    itinerant: Ints = attrs.field(converter=read_only, eq=Alike)
    representative: Ints = attrs.field(converter=read_only, eq=Alike)
    liaison: Ints = attrs.field(converter=read_only, eq=Alike)
    total: Ints = attrs.field(converter=read_only, eq=Alike)
    overlapping: Ints = attrs.field(converter=read_only, eq=Alike)
    counts: Roles
    expected: Roles
    sd: Roles
    groups: tuple[BrokerageGroup, ...]
    density: float
    grouped_by: str | None
    project: Projection | None
    rules: Rules | None

    @property
    def gatekeeper(self) -> Ints:
        """The same as `representative`, since ties have no direction."""
        return self.representative

    @property
    def z(self) -> Roles:
        """How far the sums are from the expected, in standard deviations."""
        return _z(self.counts, self.expected, self.sd)

    def group(self, name: str) -> BrokerageGroup:
        """The entry of the group called *name*.

        Raises:
            UnknownId: No group is called so.
        """
        known = [entry.group for entry in self.groups]
        return self.groups[place_of(name, known, "group")]

    @property
    def nodes(self) -> tuple[BrokerageNode, ...]:
        """One entry a node, by id."""
        return tuple(map(self.node, self.ids))

    def node(self, name: str) -> BrokerageNode:
        """The entry of the node with the id *name*.

        Raises:
            UnknownId: No node has it.
        """
        place = place_of(name, self.ids)
        counts = Roles(*(getattr(self, role)[place].item() for role in ROLES))
        groups = self.groups_of[place]
        expected = sd = UNDEFINED
        if len(groups) == 1:
            entry = self.group(groups[0])
            expected, sd = entry.expected, entry.sd
        z = _z(counts, expected, sd)
        return BrokerageNode(
            self.ids[place], groups, counts, self.overlapping[place].item(), expected, sd, z
        )

    def records(self, of: Literal["network", "group", "node"] = "node") -> list[dict[str, Any]]:
        """One dict for each role in the network, for each group or for each node."""
        if of == "network":
            parts = {"count": self.counts, "expected": self.expected, "sd": self.sd, "z": self.z}
            return [
                {"role": role} | {name: getattr(part, role) for name, part in parts.items()}
                for role in ROLES
            ]
        if of == "group":
            return [
                {"group": entry.group, "members": entry.members}
                | _flat("mean", entry.mean)
                | _flat("expected", entry.expected)
                | _flat("sd", entry.sd)
                for entry in self.groups
            ]
        names = ["id", "groups", *ROLES, "overlapping"]
        chance = {entry.group: (entry.expected, entry.sd) for entry in self.groups}
        columns = [*(getattr(self, role) for role in ROLES), self.overlapping]
        numbers = (column.tolist() for column in columns)
        rows = []
        for row in zip(self.ids, self.groups_of, *numbers, strict=True):
            counts = Roles(*row[2:-1])
            z = _z(counts, *chance[row[1][0]]) if len(row[1]) == 1 else UNDEFINED
            rows.append(dict(zip(names, row, strict=True)) | _flat("z", z))
        return rows

    def _parts(self) -> Iterator[str | Rows]:
        columns = [getattr(self, role).tolist() for role in ROLES]
        ranked = sorted(zip(self.ids, *columns, strict=True), key=lambda row: -row[-1])
        rows = [dict(zip(("id", *ROLES), row, strict=True)) for row in ranked]
        head = f"Brokerage: {self.counts.total} open two-paths, each counted once"
        if unclear := int(self.overlapping.sum()):
            head += f"; {unclear} of no role, since groups overlap"
        yield head
        yield Rows(self.records("network"))
        yield Rows(rows)


def brokerage(
    data: Network,
    group: Grouping = "group",
    *,
    rules: Rules | None = None,
    project: Projection | None = None,
) -> Brokerage:
    """The roles of brokers (Gould & Fernandez 1989), on ties without direction.

    A node is a broker between two of its neighbours that are not tied to one another. Such an open
    two-path counts once, not once from either end, and is of one role: coordinator, itinerant,
    representative or liaison, so that these four add up to the total. Without a direction of the
    ties a representative is a gatekeeper too, and both have the same number.

    The expectation and the standard deviation are exact for a graph in which each two nodes are
    tied with the same chance, the density of this one. They say how unusual a count is, and are
    no test: counts are skewed, and the density is taken from the same graph.

    A node of several groups shares a group with whoever is in any of them, and one of none with
    nobody. Where groups overlap a broker can share a group with both ends that share none with one
    another, or with one end that shares another group with the other end. Such two-paths are no
    role of 1989 and are counted as `overlapping`, in the total too. What chance gives is then NaN,
    as it is where a node has no group.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        group: A node attribute or a mapping of nodes, as in `snapshot`.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Returns:
        The counts of every node, the means of every group and the sums of the network, each with
        what chance gives.

    Raises:
        InvalidArgument: As `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.brokerage import brokerage
    >>> found = brokerage(nx.karate_club_graph(), "club")
    >>> found.counts.total, found.counts.coordinator, found.counts.gatekeeper
    (393, 255, 128)
    >>> leader = found.node("0")
    >>> leader.counts.coordinator, round(leader.z.coordinator, 1)
    (87, 30.6)
    """
    taken = snapshot(data, group, rules=rules, project=project)
    counts = _two_paths(taken) - _closed(taken)
    none, itinerant, one, mixed, split, coordinator = counts.T
    by_role = np.stack([coordinator, itinerant, one, one, none, counts.sum(axis=1)], axis=1)
    density = _density(taken)
    sizes = taken.members.tolist() if taken.is_partition else []
    expected, sd = chance_of_network(sizes, density if taken.is_partition else math.nan)
    columns = dict(zip(ROLES, by_role.T, strict=True))
    del columns["gatekeeper"]
    return Brokerage(
        taken.ids,
        groups_of=taken.node_groups,
        **columns,
        overlapping=mixed + split,
        counts=Roles(*by_role.sum(axis=0).tolist()),
        expected=Roles(*expected.tolist()),
        sd=Roles(*sd.tolist()),
        groups=_of_groups(taken, by_role, density),
        density=density,
        grouped_by=taken.grouped_by,
        project=taken.project,
        rules=taken.rules,
    )


def _two_paths(taken: Snapshot) -> Ints:
    """The pairs of neighbours of each node, tied or not, by what the three share.

    A row a node. The columns count (twice how many of the two neighbours share a group with the
    node) + (whether they share one with one another), from 0 to 5.
    """
    kind_of, sharing = taken.node_groups.of, taken.node_groups.sharing
    nodes, kinds = len(taken.ids), sharing.shape[0]
    here = np.concatenate([taken.left, taken.right])
    there = np.concatenate([taken.right, taken.left])
    # How many neighbours of each kind a node has.
    contacts = csr_array((np.ones(here.size), (here, kind_of[there])), shape=(nodes, kinds))
    reach = np.diff(sharing.indptr).astype(np.float64)
    work = contacts.sign() @ reach + reach[kind_of]
    found = np.empty((nodes, 6))
    for run in batches(work.astype(np.int64)):
        found[run] = _pairs(contacts[run], sharing[kind_of[run]], sharing)
    return found.astype(np.int64)


def _pairs(contacts: Sparse, shared: Sparse, sharing: Sparse) -> Floats:
    """The counts of `_two_paths` for some nodes, of which *shared* says what kinds are theirs."""
    own = contacts.multiply(shared).tocsr()
    others = contacts - own
    inside: Floats = own.sum(axis=1)
    outside: Floats = others.sum(axis=1)
    partners = others @ sharing
    # Each neighbour shares a group with itself, unless it has none.
    both = (own.multiply(own @ sharing).sum(axis=1) - inside) / 2
    one: Floats = own.multiply(partners).sum(axis=1)
    none = (others.multiply(partners).sum(axis=1) - others @ sharing.diagonal()) / 2
    return np.stack(
        [
            outside * (outside - 1) / 2 - none,
            none,
            inside * outside - one,
            one,
            inside * (inside - 1) / 2 - both,
            both,
        ],
        axis=1,
    )


def _closed(taken: Snapshot) -> Ints:
    """Those pairs of neighbours that are tied, in the same columns."""
    shares = taken.stays.astype(np.int64)
    found = np.zeros(6 * len(taken.ids), np.int64)
    for corners, opposite in triangles(taken):
        across = shares[opposite]
        of_ends = across.sum(axis=0) - across
        column = 2 * of_ends + across
        found += np.bincount((6 * corners + column).ravel(), minlength=found.size)
    return found.reshape(-1, 6)


def _of_groups(taken: Snapshot, counts: Ints, density: float) -> tuple[BrokerageGroup, ...]:
    members = taken.members
    mean = (taken.membership.T @ counts) / members[:, np.newaxis]
    expected, sd = chance_of_nodes(members.tolist(), density if taken.is_partition else math.nan)
    return tuple(
        BrokerageGroup(name, size, Roles(*m), Roles(*e), Roles(*s))
        for name, size, m, e, s in zip(
            taken.groups,
            members.tolist(),
            mean.tolist(),
            expected.tolist(),
            sd.tolist(),
            strict=True,
        )
    )


def _density(taken: Snapshot) -> float:
    possible = math.comb(len(taken.ids), 2)
    return taken.left.size / possible if possible else math.nan


def _z(counts: Roles, expected: Roles, sd: Roles) -> Roles:
    """Each role by itself; NaN where chance leaves no choice."""
    parts = zip(*map(attrs.astuple, (counts, expected, sd)), strict=True)
    return Roles(*((count - mean) / s if s else math.nan for count, mean, s in parts))


def _flat(prefix: str, roles: Roles) -> dict[str, float]:
    return {f"{prefix}_{role}": getattr(roles, role) for role in ROLES}
