"""Components of a network."""

from __future__ import annotations

import random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.components import components
from collabmodel.domain.errors import UnknownId


@given(st.integers(0, 99), st.integers(0, 14))
def test_the_parts_are_those_of_networkx(seed, ties):
    graph = nx.gnm_random_graph(12, ties, seed=seed)
    found = components(graph)
    assert {frozenset(part) for part in found.parts} == {
        frozenset(map(str, part)) for part in nx.connected_components(graph)
    }
    assert list(found.sizes) == sorted(found.sizes, reverse=True)
    assert len(found) == nx.number_connected_components(graph)
    for node in graph:
        assert str(node) in found.of(str(node))


def backwards(graph):
    """The same with the last node first."""
    return nx.relabel_nodes(graph, {node: f"{len(graph) - node:06d}" for node in graph})


def mixed(graph):
    """The same with the nodes in any order."""
    order = random.Random(1).sample(range(len(graph)), len(graph))
    return nx.relabel_nodes(graph, {node: f"{order[node]:06d}" for node in graph})


@pytest.mark.parametrize("named", [backwards, mixed])
@pytest.mark.parametrize(
    "graph",
    [
        nx.path_graph(100_000),
        nx.star_graph(100_000),
        nx.complete_bipartite_graph(20, 5_000),
        nx.gnm_random_graph(20_000, 12_000, seed=1),
        nx.empty_graph(100_000),
    ],
    ids=["a long path", "a star", "hubs", "many components", "no ties"],
)
def test_large_networks_in_any_order_agree_with_networkx(graph, named):
    graph = named(graph)
    parts = sorted(map(sorted, nx.connected_components(graph)), key=lambda of: (-len(of), of))
    assert components(graph).parts == tuple(map(tuple, parts))


def test_the_largest_comes_first_and_of_equals_the_first_id():
    found = components(nx.Graph([("d", "c"), ("b", "a"), ("x", "y"), ("y", "z")]))
    assert found.parts == (("x", "y", "z"), ("a", "b"), ("c", "d"))


def test_a_node_without_ties_is_a_component():
    assert components(nx.empty_graph(2)).sizes == (1, 1)
    assert components(nx.Graph()).sizes == ()


def test_arcs_connect_as_they_are_projected():
    graph = nx.DiGraph([(1, 2), (2, 1), (2, 3)])
    assert components(graph, project="either").sizes == (3,)
    assert components(graph, project="both").sizes == (2, 1)
    assert components(graph, project="both").project == "both"


def test_records_are_rows_for_components_or_nodes():
    found = components(nx.Graph([("a", "b")]))
    assert found.records() == [{"component": 1, "size": 2, "nodes": ("a", "b")}]
    assert found.records("node")[1] == {"id": "b", "component": 1, "size": 2}
    assert str(found).splitlines()[0] == "1 component"


def test_an_unknown_node_is_answered_with_the_nearest():
    with pytest.raises(UnknownId, match=r"'wrd'. Did you mean 'ward'\?"):
        components(nx.Graph([("ward", "clinic")])).of("wrd")
