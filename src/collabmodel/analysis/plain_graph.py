"""A plain networkx graph becomes a model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from collabmodel.analysis.snapshot import Grouping, Projection, snapshot
from collabmodel.domain.checking import ID_PATTERN
from collabmodel.domain.elements import Organisation, Service, Tie
from collabmodel.domain.errors import InvalidArgument
from collabmodel.domain.level import FREY, Level, LevelScale
from collabmodel.domain.model import Model

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["from_networkx"]


def from_networkx(
    graph: nx.Graph[Any],
    group: Grouping = "group",
    *,
    level: str | None = None,
    project: Projection | None = None,
    scale: LevelScale = FREY,
    title: str = "",
) -> Model:
    """A model of a plain graph: nodes become services, groups organisations, edges ties.

    A plain graph counts as fully asked: each edge is contact that both ends confirm, and where
    there is no edge both were asked and named no contact. A node keeps its text as the name of
    its service, and as the id where it can be one.

    Args:
        graph: Any networkx graph whose nodes carry their group.
        group: The node attribute that holds the group, or several groups; or a mapping.
        level: The edge attribute that holds the level. Where it is left out, or an edge lacks it,
            the level of the tie is not known.
        project: How a directed graph or a multigraph becomes simple, see `snapshot`.
        scale: The scale of the levels.
        title: What the model is of.

    Raises:
        InvalidArgument: Nodes lack the attribute, a level is no whole number, or a directed graph
            comes without *project*.

    >>> import networkx as nx
    >>> graph = nx.Graph([("ward", "flats")])
    >>> nx.set_node_attributes(graph, {"ward": "region", "flats": "municipality"}, "group")
    >>> from_networkx(graph).services[0].provided_by
    ('municipality',)
    """
    taken = snapshot(graph, group, project=project)
    ids = _ids_for((*taken.ids, *taken.groups))
    services, groups = (
        ids[: len(taken.ids)],
        dict(zip(taken.groups, ids[len(taken.ids) :], strict=True)),
    )
    levels = {} if level is None else _levels_of(graph, level)
    return Model.of(
        [Organisation(id, name) for name, id in groups.items()],
        [
            Service(id, name, provided_by=[groups[of] for of in taken.groups_of(place)])
            for place, (id, name) in enumerate(zip(services, taken.ids, strict=True))
        ],
        [
            _tie(services[a], services[b], levels.get(frozenset({taken.ids[a], taken.ids[b]})))
            for a, b in zip(taken.left.tolist(), taken.right.tolist(), strict=True)
        ],
        title=title,
        scale=scale,
        asked=services,
    )


def _tie(a: str, b: str, level: Level | None) -> Tie:
    return Tie((a, b), "contact", views={a: level, b: level})


def _levels_of(graph: nx.Graph[Any], attribute: str) -> dict[frozenset[str], Level]:
    """The level of every edge that has one; the highest where parallel edges differ."""
    levels: dict[frozenset[str], Level] = {}
    edges: Iterable[tuple[Any, Any, Any]] = graph.edges(data=attribute)
    for a, b, level in edges:
        if level is None:
            continue
        if type(level) is not int or level < 0:
            raise InvalidArgument(
                f"edge '{a}' – '{b}': expected a level, a whole number from 0, as '{attribute}', "
                f"found {level!r}."
            )
        ends = frozenset({str(a), str(b)})
        levels[ends] = max(level, levels.get(ends, 0))
    return levels


def _ids_for(names: Iterable[str]) -> list[str]:
    """An id for every name: the name itself where it can be one and nothing else has it."""
    used: set[str] = set()
    ids = []
    for name in names:
        id = re.sub(r"[^A-Za-z0-9._:-]+", "-", name).strip("-")
        if not ID_PATTERN.fullmatch(id) or id in used:
            id = f"n-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
        while id in used:
            id += "-2"
        used.add(id)
        ids.append(id)
    return ids
