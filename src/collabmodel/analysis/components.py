"""Components: the parts of a network that no tie connects with one another."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal

import attrs
from scipy.sparse.csgraph import connected_components

from collabmodel.analysis.by_name import unknown
from collabmodel.analysis.result_table import result_table
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Network, Projection, snapshot

__all__ = ["Components", "components"]


@attrs.frozen
class Components:
    """The components of a network.

    Attributes:
        parts: The ids of each component, sorted; the largest component first, and of equally
            large ones that with the first id.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    parts: tuple[tuple[str, ...], ...]
    project: Projection | None
    rules: Rules | None

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of nodes of each component, the largest first."""
        return tuple(len(part) for part in self.parts)

    def of(self, name: str) -> tuple[str, ...]:
        """The component that the node with the id *name* is in.

        Raises:
            UnknownId: No node has that id.
        """
        for part in self.parts:
            if name in part:
                return part
        known = [node for part in self.parts for node in part]
        raise unknown(name, known)

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

    def __str__(self) -> str:
        sizes = [{key: row[key] for key in ("component", "size")} for row in self.records()]
        count = len(self.parts)
        return f"{count} {'component' if count == 1 else 'components'}\n\n{result_table(sizes)}"


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
    _, labels = connected_components(taken.adjacency, directed=False)
    parts: dict[int, list[str]] = defaultdict(list)
    for name, label in zip(taken.ids, labels.tolist(), strict=True):
        parts[label].append(name)
    ordered = sorted(parts.values(), key=lambda part: (-len(part), part))
    return Components(tuple(map(tuple, ordered)), taken.project, taken.rules)
