"""The model as plain networkx graphs.

Nodes and edges are sorted, and every edge carries the ids of the elements that it rests on.
Strength is never called `weight`, which networkx would read as a distance.
"""

from __future__ import annotations

from typing import Any

import networkx as nx

from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.pairs import Pair, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.domain.count import Count
from collabmodel.domain.model import Model, require_valid

__all__ = [
    "affiliation_graph",
    "collaboration_graph",
    "flow_graph",
    "need_graph",
]


def collaboration_graph(model: Model, rules: Rules | None = None) -> nx.Graph[str]:
    """The services of a model and the pairs of them that are in contact.

    Each node has `name`, `organisation` (a tuple: its providers), `sector`, `kind` and `asked`
    (None where nobody was asked at all); a service without edges that nobody asked is no isolate.
    Each edge has `level_low`, `level_high`, `confirmed` and `elements`, the ids of its ties and
    forums.

    Raises:
        InvalidModel: The model has problems.

    >>> from collabmodel import Service, Tie
    >>> model = Model.of(Service("a"), Service("b"), Service("c"), Tie(("a", "b"), level=2))
    >>> sorted(collaboration_graph(model).edges(data="level_low"))
    [('a', 'b', 2)]
    """
    graph = _services(model)
    for pair in pairs(model, rules):
        if pair.in_contact:
            graph.add_edge(
                pair.a,
                pair.b,
                level_low=pair.low,
                level_high=pair.high,
                confirmed=pair.confirmed,
                elements=tuple(c.element for c in pair.contacts if c.how == "direct"),
            )
    return graph


def need_graph(model: Model, rules: Rules | None = None) -> nx.Graph[str]:
    """The services of a model and the pairs of them that citizens move between.

    Each edge has `level` (the level needed), `citizens_min`, `citizens_max` (None where nothing
    is known above), `standing` (`met`, `not known`, `unmet`), `certain`, and `elements`, the ids
    of its flows and pathways.

    Raises:
        InvalidModel: The model has problems.

    >>> from collabmodel import Flow, Service
    >>> model = Model.of(Service("a"), Service("b"), Flow("b", "a", citizens=7))
    >>> need_graph(model).edges["a", "b"]["citizens_min"]
    7
    """
    graph = _services(model)
    for pair in pairs(model, rules).needed:
        graph.add_edge(pair.a, pair.b, **_need_of(pair))
    return graph


def flow_graph(model: Model, rules: Rules | None = None) -> nx.DiGraph[str]:
    """The services of a model and the flows of citizens from one to another, as recorded.

    Flows of one source and target are one edge, whose citizens are at least those of the largest
    flow and at most the sum. Each edge has `citizens_min`, `citizens_max` and `elements`.

    Raises:
        InvalidModel: The model has problems.

    >>> from collabmodel import Flow, Service
    >>> model = Model.of(Service("a"), Service("b"), Flow("b", "a", citizens=7))
    >>> list(flow_graph(model).edges)
    [('b', 'a')]
    """
    require_valid(model)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(_services(model).nodes(data=True))
    at = rules.at if rules else None
    together: dict[tuple[str, str], list[Any]] = {}
    for flow in model.flows:
        if at is None or flow.when is None or flow.when.overlaps(at) is not False:
            together.setdefault((flow.source, flow.target), []).append(flow)
    for (source, target), flows in sorted(together.items()):
        citizens = flows[0].citizens
        if len(flows) > 1:
            citizens = Count.overlapping(flow.citizens for flow in flows)
        graph.add_edge(
            source,
            target,
            citizens_min=citizens.min,
            citizens_max=citizens.max,
            elements=tuple(sorted(flow.id for flow in flows)),
        )
    return graph


def affiliation_graph(model: Model) -> nx.Graph[str]:
    """Forums and ties on the one side, those who take part in them on the other (bipartite).

    Each node has `bipartite`: 0 for a forum or a tie, 1 for a service, an organisation or a role;
    and `name` and `type`.

    Raises:
        InvalidModel: The model has problems.

    >>> from collabmodel import Service, Tie
    >>> graph = affiliation_graph(Model.of(Service("a"), Service("b"), Tie(("a", "b"), id="t")))
    >>> sorted(graph.edges)
    [('a', 't'), ('b', 't')]
    """
    require_valid(model)
    graph: nx.Graph[str] = nx.Graph()
    events = {tie.id: tie.parties for tie in model.ties}
    events |= {forum.id: forum.members for forum in model.forums}
    members = {member for named in events.values() for member in named}
    for id in sorted(members | events.keys()):
        element = model[id]
        side = 0 if id in events else 1
        graph.add_node(id, bipartite=side, name=element.label, type=type(element).__name__)
    graph.add_edges_from(sorted((min(e, m), max(e, m)) for e in events for m in events[e]))
    return graph


def _services(model: Model) -> nx.Graph[str]:
    require_valid(model)
    lineage = Lineage(model)
    asked = None if model.asked is None else frozenset(model.asked)
    graph: nx.Graph[str] = nx.Graph()
    for service in sorted(model.services, key=lambda service: service.id):
        graph.add_node(
            service.id,
            name=service.label,
            organisation=lineage.providers(service.id),
            sector=service.sector,
            kind=service.kind,
            asked=None if asked is None else service.id in asked,
        )
    return graph


def _need_of(pair: Pair) -> dict[str, Any]:
    need = pair.need
    if need is None:
        return {}
    return {
        "level": need.level,
        "citizens_min": need.citizens.min,
        "citizens_max": need.citizens.max,
        "standing": pair.standing,
        "certain": pair.is_certain,
        "elements": need.rests_on,
    }
