"""What the measures are compared with: the plain loops that one writes over networkx."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from typing import Any

import networkx as nx
import numpy as np

from collabmodel import Model

__all__ = [
    "brokerage_loop",
    "drawn_loop",
    "efficiency_loop",
    "ei_arrays",
    "ei_loop",
    "graph_of",
    "join_of_pairs",
    "made_graph",
]


def made_graph(nodes: int, groups: int, seed: int = 1) -> nx.Graph[str]:
    """A graph at random with a mean degree of 10, four of five ties inside a group."""
    rng = np.random.default_rng(seed)
    group = np.sort(rng.integers(groups, size=nodes))
    begin = np.searchsorted(group, np.arange(groups + 1))
    order = rng.permutation(nodes)
    ties = 5 * nodes
    one, other = rng.integers(nodes, size=(2, ties))
    first, size = begin[group[one]], np.diff(begin)[group[one]]
    near = first + (rng.random(ties) * size).astype(np.int64)
    other = np.where(rng.random(ties) < 0.8, near, other)
    graph: nx.Graph[str] = nx.Graph()
    names = [f"s{number:06d}" for number in order.tolist()]
    graph.add_nodes_from(
        (name, {"group": f"g{number:03d}"})
        for name, number in sorted(zip(names, group.tolist(), strict=True))
    )
    graph.add_edges_from(
        (names[a], names[b]) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a != b
    )
    return graph


def ei_loop(graph: nx.Graph[str]) -> tuple[float, dict[str, float], dict[str, float]]:
    """The E-I index of the network, of each group by its ties, and of each node."""
    group = nx.get_node_attributes(graph, "group")
    of_node = {}
    for node in graph:
        ties = len(graph[node])
        external = sum(1 for other in graph[node] if group[other] != group[node])
        of_node[node] = (2 * external - ties) / ties if ties else math.nan
    inside: Counter[str] = Counter()
    across: Counter[str] = Counter()
    ties = external = 0
    for one, other in graph.edges():
        ties += 1
        if group[one] == group[other]:
            inside[group[one]] += 1
        else:
            external += 1
            across[group[one]] += 1
            across[group[other]] += 1
    of_group = {
        name: (across[name] - inside[name]) / (across[name] + inside[name])
        for name in inside.keys() | across.keys()
    }
    return (2 * external - ties) / ties, of_group, of_node


def ei_arrays(left: Any, right: Any, group: Any) -> tuple[float, Any, Any]:
    """The same from bare arrays: the ends of the ties, and the group of each node."""
    count = len(group)
    crosses = group[left] != group[right]
    degree = np.bincount(left, minlength=count) + np.bincount(right, minlength=count)
    external = np.bincount(left[crosses], minlength=count)
    external += np.bincount(right[crosses], minlength=count)
    with np.errstate(invalid="ignore"):
        of_node = (2 * external - degree) / degree
    inside = np.bincount(group[left[~crosses]], minlength=group.max() + 1)
    across = np.bincount(group, weights=external)
    return 2 * crosses.mean() - 1, (across - inside) / (across + inside), of_node


def drawn_loop(graph: nx.Graph[Any], draws: int, seed: int = 0) -> list[int]:
    """The external ties of so many permutations of the groups, for the network alone."""
    generator = random.Random(seed)
    labels = list(nx.get_node_attributes(graph, "group").values())
    found = []
    for _ in range(draws):
        generator.shuffle(labels)
        group = dict(zip(graph, labels, strict=True))
        found.append(sum(group[one] != group[other] for one, other in graph.edges))
    return found


def efficiency_loop(graph: nx.Graph[str], ties: list[tuple[str, str]]) -> list[float]:
    """The global efficiency with each of these ties."""
    found = []
    for a, b in ties:
        graph.add_edge(a, b)
        found.append(nx.global_efficiency(graph))
        graph.remove_edge(a, b)
    return found


def brokerage_loop(graph: nx.Graph[str]) -> dict[str, Counter[str]]:
    """The roles of Gould and Fernandez of each node, over all pairs of its neighbours."""
    group = nx.get_node_attributes(graph, "group")
    found = {}
    for node in graph:
        own, roles = group[node], Counter[str]()
        for a, b in itertools.combinations(graph[node], 2):
            if b in graph[a]:
                continue
            if group[a] == group[b]:
                roles["coordinator" if group[a] == own else "itinerant"] += 1
            else:
                roles["representative" if own in (group[a], group[b]) else "liaison"] += 1
        found[node] = roles
    return found


def join_of_pairs(model: Model, level: int = 2) -> set[tuple[str, str]]:
    """The pairs with a flow and without a tie at the *level*; no bounds, no reasons, no order."""
    needed = {
        (flow.source, flow.target) if flow.source < flow.target else (flow.target, flow.source)
        for flow in model.flows
    }
    enough = set()
    for tie in model.ties:
        if any((view.level or 0) >= level for view in tie.views):
            a, b = tie.parties
            enough.add((a, b) if a < b else (b, a))
    return needed - enough


def graph_of(model: Model) -> nx.Graph[str]:
    """The services of a model, with the organisation that runs each, and its ties as they stand."""
    graph: nx.Graph[str] = nx.Graph()
    for service in model.services:
        graph.add_node(service.id, group=service.provided_by[0])
    for tie in model.ties:
        graph.add_edge(*tie.parties)
    return graph
