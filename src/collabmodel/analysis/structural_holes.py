"""Structural holes: are the contacts of a node in contact with one another, or only through it?

Constraint, effective size and efficiency (Burt 1992, *Structural Holes*, chapter 2).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.columns import Alike, read_only
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Ints, Network, Projection, Snapshot, snapshot
from collabmodel.analysis.triangles import triangles

__all__ = ["HolesNode", "StructuralHoles", "structural_holes"]

Floats = npt.NDArray[np.float64]


@attrs.frozen
class HolesNode:
    """The holes around one node. All but the degree are NaN for a node without ties.

    Attributes:
        id: Its id.
        degree: How many nodes it is tied to, its contacts.
        constraint: How far its ties lead back to the same contacts. It may exceed 1.
        effective_size: The contacts, less the mean number of ties that each has to the others.
        efficiency: effective size / degree.
    """

    id: str
    degree: int
    constraint: float
    effective_size: float
    efficiency: float


@attrs.frozen
class StructuralHoles(Displayed):
    """The holes around each node; each array follows `ids`. NaN for a node without ties.

    Attributes:
        ids: The ids of the nodes, sorted.
        degree: How many nodes each is tied to, its contacts.
        constraint: How far its ties lead back to the same contacts. It may exceed 1.
        effective_size: The contacts, less the mean number of ties that each has to the others.
        efficiency: effective size / degree.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    ids: tuple[str, ...]
    degree: Ints = attrs.field(converter=read_only, eq=Alike)
    constraint: Floats = attrs.field(converter=read_only, eq=Alike)
    effective_size: Floats = attrs.field(converter=read_only, eq=Alike)
    efficiency: Floats = attrs.field(converter=read_only, eq=Alike)
    project: Projection | None
    rules: Rules | None

    @property
    def nodes(self) -> tuple[HolesNode, ...]:
        """One entry a node, by id."""
        columns = (self.degree, self.constraint, self.effective_size, self.efficiency)
        return tuple(map(HolesNode, self.ids, *(column.tolist() for column in columns)))

    def node(self, name: str) -> HolesNode:
        """The entry of the node with the id *name*.

        Raises:
            UnknownId: No node has it.
        """
        place = place_of(name, self.ids)
        columns = (self.degree, self.constraint, self.effective_size, self.efficiency)
        return HolesNode(self.ids[place], *(column[place].item() for column in columns))

    def records(self) -> list[dict[str, Any]]:
        """One dict for each node."""
        return [attrs.asdict(node) for node in self.nodes]

    def _parts(self) -> Iterator[str | Rows]:
        def by_constraint(row: dict[str, Any]) -> tuple[bool, float]:
            return math.isnan(row["constraint"]), row["constraint"]

        rows = sorted(self.records(), key=by_constraint)
        head = "Structural holes, the least constrained node first"
        yield head
        yield Rows(rows)


def structural_holes(
    data: Network, *, rules: Rules | None = None, project: Projection | None = None
) -> StructuralHoles:
    """Constraint, effective size and efficiency of every node (Burt 1992).

    A node with d contacts spends 1/d of itself on each, and so does everybody else in the whole
    network. The constraint of node i is the sum over its contacts j of (pᵢⱼ + Σ pᵢq·pqⱼ)², where
    pᵢⱼ = 1/dᵢ for a tie and q goes over the nodes tied to both. It is 1/d where no two contacts
    are tied, higher where they are, and may exceed 1: each node of a lone triangle has 1.125. The
    effective size is d − 2t/d, where t ties join contacts to one another, and efficiency is that
    divided by d. (`sna::efficiency` is Krackhardt's, of a whole network.)

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Returns:
        The numbers of every node, in the order of the ids; NaN for a node without ties.

    Raises:
        InvalidArgument: As `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.structural_holes import structural_holes
    >>> found = structural_holes(nx.Graph([("hub", "a"), ("hub", "b"), ("hub", "c"), ("a", "b")]))
    >>> hub = found.node("hub")
    >>> round(hub.constraint, 3), round(hub.effective_size, 3), round(hub.efficiency, 3)
    (0.611, 2.333, 0.778)
    """
    taken = snapshot(data, None, rules=rules, project=project)
    constraint, effective = _constraint_and_size(taken)
    with np.errstate(invalid="ignore"):
        efficiency = effective / taken.degree
    return StructuralHoles(
        taken.ids,
        taken.degree,
        constraint,
        effective,
        efficiency,
        taken.project,
        taken.rules,
    )


def _constraint_and_size(taken: Snapshot) -> tuple[Floats, Floats]:
    """Both from the triangles: those around a tie add to its share, those of a node are its t.

    Since pᵢq·pqⱼ = 1/(dᵢ·dq), a tie has the same sum of 1/dq over its triangles from both ends.
    """
    nodes, ties, degree = len(taken.ids), taken.left.size, taken.degree
    indirect, closed = np.zeros(ties), np.zeros(nodes)
    for corners, opposite in triangles(taken):
        shares = 1 / degree[corners]
        indirect += np.bincount(opposite.ravel(), weights=shares.ravel(), minlength=ties)
        closed += np.bincount(corners.ravel(), minlength=nodes)
    ends = np.concatenate([taken.left, taken.right])
    squares = np.bincount(ends, weights=np.tile((1 + indirect) ** 2, 2), minlength=nodes)
    with np.errstate(invalid="ignore"):
        return squares / degree**2, degree - 2 * closed / degree
