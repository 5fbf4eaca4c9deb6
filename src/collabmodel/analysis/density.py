"""Density: the share of possible ties that are there, in the network and between its groups."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

import attrs
import numpy as np
import numpy.typing as npt

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.columns import Alike, read_only
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.ratio import ratio
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Grouping, Ints, Network, Projection, Snapshot, snapshot

__all__ = ["Block", "Density", "density"]


@attrs.frozen
class Block:
    """The ties between two groups, or within one.

    Attributes:
        group: The name of the one group.
        other: The name of the other; the same for the ties within a group.
        ties: How many ties there are.
        possible: How many there could be.
        density: ties / possible; NaN where none is possible, as within a group of one.
    """

    group: str
    other: str
    ties: int
    possible: int
    density: float


@attrs.frozen
class Density(Displayed):
    """The density of a network and of the blocks that its groups make. Undefined is NaN.

    Attributes:
        value: ties / possible; NaN with fewer than two nodes.
        nodes: How many nodes there are.
        ties: How many ties there are.
        groups: The names of the groups, sorted.
        block_ties: Groups × groups; how many ties there are between the two, or within one.
        block_possible: Groups × groups; how many there could be.
        grouped_by: What the groups were read from; None without groups.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    value: float
    nodes: int
    ties: int
    groups: tuple[str, ...]
    block_ties: Ints = attrs.field(converter=read_only, eq=Alike)
    block_possible: Ints = attrs.field(converter=read_only, eq=Alike)
    grouped_by: str | None
    project: Projection | None
    rules: Rules | None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """One entry for each group and each two groups, in the order of `groups`."""
        places = zip(*np.triu_indices(len(self.groups)), strict=True)
        return tuple(self._block(int(one), int(other)) for one, other in places)

    def block(self, group: str, other: str) -> Block:
        """The entry of two groups, in either order, or of one with itself.

        Raises:
            UnknownId: A group is not there.
        """
        return self._block(*sorted(place_of(name, self.groups, "group") for name in (group, other)))

    def _block(self, one: int, other: int) -> Block:
        ties, possible = int(self.block_ties[one, other]), int(self.block_possible[one, other])
        return Block(self.groups[one], self.groups[other], ties, possible, ratio(ties, possible))

    @property
    def matrix(self) -> npt.NDArray[np.float64]:
        """The densities of the blocks, groups × groups, symmetric."""
        with np.errstate(invalid="ignore"):
            return np.divide(self.block_ties, self.block_possible)

    def records(self, of: Literal["network", "block"] = "block") -> list[dict[str, Any]]:
        """One dict for the network, or for each block."""
        if of == "block":
            return [attrs.asdict(block) for block in self.blocks]
        return [{"value": self.value, "nodes": self.nodes, "ties": self.ties}]

    def _parts(self) -> Iterator[str | Rows]:
        head = f"Density {self.value:.3f} ({self.nodes} nodes, {self.ties} ties)"
        yield head
        yield Rows(self.records())


def density(
    data: Network,
    group: Grouping = "group",
    *,
    rules: Rules | None = None,
    project: Projection | None = None,
) -> Density:
    """The share of possible ties that are there, in the network and in each block.

    With n nodes the network can have n(n − 1)/2 ties; a block of two groups as many as there are
    pairs of a member of the one and a member of the other, a group with itself n(n − 1)/2. Where a
    node belongs to both groups of a block, a tie between two such nodes counts in both directions,
    above and below.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        group: A node attribute or a mapping of nodes, as in `snapshot`; None: only the network.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Raises:
        InvalidArgument: As `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.density import density
    >>> found = density(nx.karate_club_graph(), "club")
    >>> round(found.value, 3), round(found.block("Mr. Hi", "Officer").density, 3)
    (0.139, 0.038)
    """
    taken = snapshot(data, group, rules=rules, project=project)
    ties, possible = _both_ways(taken)
    for counts in (ties, possible):  # within a group either has every pair twice
        counts[np.diag_indices_from(counts)] //= 2
    nodes, count = len(taken.ids), int(taken.left.size)
    return Density(
        value=ratio(count, math.comb(nodes, 2)),
        nodes=nodes,
        ties=count,
        groups=taken.groups,
        block_ties=ties,
        block_possible=possible,
        grouped_by=taken.grouped_by,
        project=taken.project,
        rules=taken.rules,
    )


def _both_ways(taken: Snapshot) -> tuple[Ints, Ints]:
    """Groups × groups: ties and pairs from a member of the one to a member of the other."""
    possible = np.outer(taken.members, taken.members)
    if taken.is_partition:
        count, group = len(taken.groups), taken.only_group
        between = np.bincount(group[taken.left] * count + group[taken.right], minlength=count**2)
        ties = between.reshape(count, count)
        return ties + ties.T, possible - np.diag(taken.members)
    member = taken.membership
    ties = (member.T @ taken.adjacency @ member).toarray().astype(np.int64)
    return ties, possible - (member.T @ member).toarray().astype(np.int64)
