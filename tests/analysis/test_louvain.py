"""The Louvain method: compared with every partition of small graphs, and with networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.analysis.louvain import _moved, louvain


def run(graph, seed=0, resolution=1.0):
    """The parts of a graph of numbered nodes, as sets."""
    left, right = np.array(list(graph.edges), dtype=np.int64).reshape(-1, 2).T
    generator = np.random.default_rng(seed)
    labels = louvain(len(graph), left, right, generator, resolution)
    return sets(labels.tolist())


def sets(labels):
    return [{n for n, label in enumerate(labels) if label == part} for part in set(labels)]


def partitions(nodes):
    """Every way to part *nodes*, as a label for each."""
    if not nodes:
        yield []
        return
    for rest in partitions(nodes - 1):
        for label in range(max(rest, default=-1) + 2):
            yield [*rest, label]


ALL_OF_SIX = [sets(labels) for labels in partitions(6)]


@settings(max_examples=20)
@given(st.integers(0, 999), st.integers(1, 15))
def test_the_best_of_some_runs_is_near_the_best_partition_that_there_is(seed, ties):
    graph = nx.gnm_random_graph(6, ties, seed=seed)
    best = max(nx.community.modularity(graph, parts) for parts in ALL_OF_SIX)
    found = max(nx.community.modularity(graph, run(graph, own)) for own in range(10))
    assert best - 0.08 <= found <= best + 1e-12


def first_round(seed, ties, resolution):
    """A small graph, where the first round left its nodes, and the modularity of any parts."""
    graph = nx.gnm_random_graph(8, ties, seed=seed)
    left, right = np.array(list(graph.edges)).T
    strength = np.array([graph.degree(node) for node in graph])
    weight = np.ones(ties, dtype=np.int64)
    part_of = _moved(left, right, weight, strength, np.random.default_rng(seed), resolution)

    def value(labels):
        return nx.community.modularity(graph, sets(labels), resolution=resolution)

    return graph, part_of, value


@given(st.integers(0, 999), st.integers(1, 28), st.sampled_from((0.5, 1.0, 2.0, 1.3)))
def test_a_round_never_lowers_the_modularity(seed, ties, resolution):
    graph, part_of, value = first_round(seed, ties, resolution)
    assert value(part_of) >= value(list(graph)) - 1e-8


def test_after_the_first_round_hardly_a_node_gains_by_joining_a_neighbour():
    """Some may: who is not looked at again, since no neighbour moved, may gain all the same."""
    gaining = 0
    for seed in range(200):
        graph, part_of, value = first_round(seed, 1 + seed % 28, (0.5, 1.0, 2.0, 1.3)[seed % 4])
        moves = ((node, part_of[other]) for node in graph for other in graph[node])
        joined = ([*part_of[:node], part, *part_of[node + 1 :]] for node, part in moves)
        gaining += any(value(labels) > value(part_of) + 1e-8 for labels in joined)
    assert gaining <= 6


@settings(max_examples=20)
@given(st.integers(0, 999), st.sampled_from((0.5, 1.0, 2.0)))
def test_it_is_as_good_as_that_of_networkx(seed, resolution):
    graph = nx.planted_partition_graph(4, 10, 0.5, 0.05, seed=seed)
    theirs = nx.community.louvain_communities(graph, seed=seed, resolution=resolution)
    ours = max((run(graph, own, resolution) for own in range(3)), key=len)
    one, other = (
        nx.community.modularity(graph, parts, resolution=resolution) for parts in (ours, theirs)
    )
    assert one >= other - 0.05


@pytest.mark.parametrize("nodes", [0, 1, 4])
def test_without_ties_each_node_is_a_part(nodes):
    assert len(run(nx.empty_graph(nodes))) == nodes


def test_components_are_never_joined():
    graph = nx.disjoint_union_all([nx.complete_graph(4)] * 3)
    assert sorted(map(sorted, run(graph))) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "graph",
    [nx.path_graph(20_000), nx.star_graph(20_000), nx.cycle_graph(20_000), nx.grid_graph((60, 60))],
    ids=["path", "star", "cycle", "grid"],
)
def test_regular_graphs_end(graph):
    """Where all moves gain alike, a rounded gain of nothing would go round and round."""
    graph = nx.convert_node_labels_to_integers(graph)
    assert sum(map(len, run(graph))) == len(graph)
    assert sum(map(len, run(graph, resolution=1.1))) == len(graph)
