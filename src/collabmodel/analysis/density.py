"""Density: the share of possible ties that are there, in the network and between its groups."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import attrs
import numpy as np
import numpy.typing as npt

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.ratio import ratio
from collabmodel.analysis.result_table import result_table
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Grouping, Network, Projection, snapshot

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
class Density:
    """The density of a network and of the blocks that its groups make. Undefined is NaN.

    Attributes:
        value: ties / possible; NaN with fewer than two nodes.
        nodes: How many nodes there are.
        ties: How many ties there are.
        groups: The names of the groups, sorted.
        blocks: One entry for each group and each two groups, in the order of `groups`.
        grouped_by: What the groups were read from; None without groups.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    value: float
    nodes: int
    ties: int
    groups: tuple[str, ...]
    blocks: tuple[Block, ...]
    grouped_by: str | None
    project: Projection | None
    rules: Rules | None

    def block(self, group: str, other: str) -> Block:
        """The entry of two groups, in either order, or of one with itself.

        Raises:
            UnknownId: A group is not there.
        """
        first, second = sorted(place_of(name, self.groups, "group") for name in (group, other))
        # Before the row of `first` stand all longer rows of the upper triangle.
        before = first * len(self.groups) - first * (first - 1) // 2
        return self.blocks[before + second - first]

    @property
    def matrix(self) -> npt.NDArray[np.float64]:
        """The densities of the blocks, groups × groups, symmetric."""
        count = len(self.groups)
        matrix = np.full((count, count), math.nan)
        rows, columns = np.triu_indices(count)
        matrix[rows, columns] = matrix[columns, rows] = [block.density for block in self.blocks]
        return matrix

    def records(self, of: Literal["network", "block"] = "block") -> list[dict[str, Any]]:
        """One dict for the network, or for each block."""
        if of == "block":
            return [attrs.asdict(block) for block in self.blocks]
        return [{"value": self.value, "nodes": self.nodes, "ties": self.ties}]

    def __str__(self) -> str:
        head = f"Density {self.value:.3f} ({self.nodes} nodes, {self.ties} ties)"
        return f"{head}\n\n{result_table(self.records())}" if self.blocks else head


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
    member = taken.membership
    ties = np.asarray((member.T @ taken.adjacency @ member).toarray())
    possible = np.outer(taken.members, taken.members) - (member.T @ member).toarray()
    # Within a group either count has every pair twice.
    ties[np.diag_indices_from(ties)] /= 2
    possible[np.diag_indices_from(possible)] /= 2
    nodes, count = len(taken.ids), int(taken.left.size)
    return Density(
        value=ratio(count, math.comb(nodes, 2)),
        nodes=nodes,
        ties=count,
        groups=taken.groups,
        blocks=_blocks(taken.groups, ties, possible),
        grouped_by=taken.grouped_by,
        project=taken.project,
        rules=taken.rules,
    )


def _blocks(
    groups: Sequence[str], ties: npt.NDArray[np.float64], possible: npt.NDArray[np.float64]
) -> tuple[Block, ...]:
    rows, columns = np.triu_indices(len(groups))
    return tuple(
        Block(groups[row], groups[column], t, p, ratio(t, p))
        for row, column, t, p in zip(
            rows.tolist(),
            columns.tolist(),
            ties[rows, columns].astype(int).tolist(),
            possible[rows, columns].astype(int).tolist(),
            strict=True,
        )
    )
