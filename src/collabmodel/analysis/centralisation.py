"""Degree centralisation: how far does a network hang on the one node with the most ties?

The differences between the highest degree and every degree, as a share of what they are in a star
(Freeman 1979): 1 in a star, 0 where all have as many ties.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

import attrs

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.columns import Alike, read_only
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Ints, Network, Projection, snapshot

__all__ = ["DegreeCentralisation", "DegreeNode", "degree_centralisation"]


@attrs.frozen
class DegreeNode:
    """The degree of one node.

    Attributes:
        id: Its id.
        degree: How many ties it has.
        share: degree as a share of all others; NaN without others.
    """

    id: str
    degree: int
    share: float


@attrs.frozen
class DegreeCentralisation(Displayed):
    """The degree centralisation of a network, and the degrees of its nodes.

    Attributes:
        value: Σ (highest degree − degree) / ((n − 1)(n − 2)); NaN with fewer than three nodes.
        ids: The ids of the nodes, sorted.
        degrees: How many ties each has, in the order of `ids`.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    value: float
    ids: tuple[str, ...]
    degrees: Ints = attrs.field(converter=read_only, eq=Alike)
    project: Projection | None
    rules: Rules | None

    @property
    def nodes(self) -> tuple[DegreeNode, ...]:
        """One entry a node, by id."""
        return tuple(map(self._entry, range(len(self.ids))))

    def node(self, name: str) -> DegreeNode:
        """The entry of the node with the id *name*.

        Raises:
            UnknownId: No node has it.
        """
        return self._entry(place_of(name, self.ids))

    def _entry(self, place: int) -> DegreeNode:
        degree, others = self.degrees[place].item(), len(self.ids) - 1
        return DegreeNode(self.ids[place], degree, degree / others if others else math.nan)

    def records(self, of: Literal["network", "node"] = "node") -> list[dict[str, Any]]:
        """One dict for the network, or for each node."""
        if of == "node":
            return [attrs.asdict(node) for node in self.nodes]
        return [{"value": self.value, "nodes": len(self.ids), "ties": int(self.degrees.sum()) // 2}]

    def _parts(self) -> Iterator[str | Rows]:
        head = f"Degree centralisation {self.value:.3f} (from 0, all alike, to 1, a star)"
        rows = sorted(self.records(), key=lambda row: -row["degree"])
        yield head
        yield Rows(rows)


def degree_centralisation(
    data: Network, *, rules: Rules | None = None, project: Projection | None = None
) -> DegreeCentralisation:
    """How far a network hangs on the one node with the most ties (Freeman 1979).

    The denominator (n − 1)(n − 2) is that of ties without direction and none to oneself, so that a
    star has exactly 1.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Raises:
        InvalidArgument: As `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.centralisation import degree_centralisation
    >>> degree_centralisation(nx.star_graph(["ward", "clinic", "gp", "housing"])).value
    1.0
    >>> found = degree_centralisation(nx.karate_club_graph())
    >>> round(found.value, 3), found.node("33")
    (0.4, DegreeNode(id='33', degree=17, share=0.5151515151515151))
    """
    taken = snapshot(data, None, rules=rules, project=project)
    count, degrees = len(taken.ids), taken.degree
    apart = int(count * degrees.max(initial=0) - degrees.sum())
    return DegreeCentralisation(
        value=apart / ((count - 1) * (count - 2)) if count > 2 else math.nan,
        ids=taken.ids,
        degrees=degrees,
        project=taken.project,
        rules=taken.rules,
    )
