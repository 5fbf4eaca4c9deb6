"""Components: the parts of a network that no tie connects with one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import attrs
import numpy as np

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.columns import Alike, read_only
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Ints, Network, Projection, snapshot

__all__ = ["Components", "components"]


@attrs.frozen
class Components(Displayed):
    """The components of a network.

    They stand in the order of their sizes, equally large ones in that of their first ids.

    Attributes:
        ids: The ids of the nodes, sorted.
        places: For each node, which component it is in, counted from 0.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    ids: tuple[str, ...]
    places: Ints = attrs.field(converter=read_only, eq=Alike)
    project: Projection | None
    rules: Rules | None

    def __len__(self) -> int:
        return len(self.sizes)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of nodes of each component, the largest first."""
        return tuple(np.bincount(self.places).tolist())

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """The ids of each component, sorted; the largest component first."""
        members: list[list[str]] = [[] for _ in range(len(self))]
        for name, place in zip(self.ids, self.places.tolist(), strict=True):
            members[place].append(name)
        return tuple(map(tuple, members))

    def of(self, name: str) -> tuple[str, ...]:
        """The component that the node with the id *name* is in.

        Raises:
            UnknownId: No node has that id.
        """
        return self.parts[self.places[place_of(name, self.ids)]]

    def records(self, of: Literal["component", "node"] = "component") -> list[dict[str, Any]]:
        """One dict for each component or for each node; the largest component is number 1."""
        if of == "component":
            return [
                {"component": number, "size": len(part), "nodes": part}
                for number, part in enumerate(self.parts, 1)
            ]
        return [
            {"id": node, "component": number, "size": len(part)}
            for number, part in enumerate(self.parts, 1)
            for node in part
        ]

    def _parts(self) -> Iterator[str | Rows]:
        sizes = [{key: row[key] for key in ("component", "size")} for row in self.records()]
        count = len(self)
        yield f"{count} {'component' if count == 1 else 'components'}"
        yield Rows(sizes)


def components(
    data: Network, *, rules: Rules | None = None, project: Projection | None = None
) -> Components:
    """Part a network into components: nodes that ties connect, directly or by way of others.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Raises:
        InvalidArgument: As `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.components import components
    >>> components(nx.Graph([("ward", "clinic"), ("school", "housing"), ("clinic", "gp")])).parts
    (('clinic', 'gp', 'ward'), ('housing', 'school'))
    """
    taken = snapshot(data, None, rules=rules, project=project)
    count = len(taken.ids)
    first = _first_of_each(count, taken.left, taken.right)
    sizes = np.bincount(first, minlength=count)
    firsts = np.flatnonzero(sizes)
    order = firsts[np.argsort(-sizes[firsts], kind="stable")]
    places = np.empty(count, dtype=np.int64)
    places[order] = np.arange(order.size)
    return Components(taken.ids, places[first], taken.project, taken.rules)


def _first_of_each(count: int, left: Ints, right: Ints) -> Ints:
    """For each node, the first node of its component.

    Each round hangs a node under the lowest that it has a tie to, if that is lower, and then goes
    on with the ties between the tops (algorithm S of Liu and Tarjan 2019). A top that stays on top
    for two rounds has another hung under it, so two rounds leave at most half of those with ties.
    """
    first = np.arange(count)
    while left.size:
        np.minimum.at(first, right, left)
        while not np.array_equal(further := first[first], first):
            first = further
        left, right = first[left], first[right]
        apart = np.flatnonzero(left != right)
        left, right = left[apart], right[apart]
        left, right = np.minimum(left, right), np.maximum(left, right)
    return first
