"""Degree centralisation."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.centralisation import degree_centralisation
from collabmodel.domain.errors import UnknownId


@st.composite
def graphs(draw, most=9):
    count = draw(st.integers(0, most))
    pairs = list(itertools.combinations(range(count), 2))
    graph = nx.empty_graph(count)
    graph.add_edges_from(draw(st.sets(st.sampled_from(pairs))) if pairs else ())
    return graph


def apart(graph):
    """All differences to the highest degree."""
    degrees = [degree for _, degree in graph.degree]
    return sum(max(degrees) - degree for degree in degrees)


def same(one, other):
    return one == pytest.approx(other, nan_ok=True)


@given(graphs())
def test_it_is_what_a_star_would_have_at_most(graph):
    found = degree_centralisation(graph)
    count = len(graph)
    expected = apart(graph) / apart(nx.star_graph(count - 1)) if count > 2 else math.nan
    assert same(found.value, expected)
    assert math.isnan(found.value) or 0 <= found.value <= 1
    assert {node.id: node.degree for node in found.nodes} == {
        str(node): degree for node, degree in graph.degree
    }


@given(graphs(), st.randoms(use_true_random=False))
def test_other_names_change_nothing(graph, random):
    names = [f"n{number}" for number in graph]
    random.shuffle(names)
    new = dict(zip(graph, names, strict=True))
    before = degree_centralisation(graph)
    after = degree_centralisation(nx.relabel_nodes(graph, new))
    assert same(after.value, before.value)
    for node in graph:
        assert after.node(new[node]).degree == before.node(str(node)).degree


@given(graphs())
def test_a_node_without_ties_adds_its_difference(graph):
    before = apart(graph) if graph else 0
    highest = max((degree for _, degree in graph.degree), default=0)
    graph.add_node("alone")
    count = len(graph)
    if count > 2:
        expected = (before + highest) / ((count - 1) * (count - 2))
        assert same(degree_centralisation(graph).value, expected)


@pytest.mark.parametrize("nodes", [3, 12, 100_000])
def test_a_star_has_exactly_1(nodes):
    assert degree_centralisation(nx.star_graph(nodes - 1)).value == 1


@pytest.mark.parametrize("graph", [nx.cycle_graph(9), nx.complete_graph(6), nx.empty_graph(3)])
def test_where_all_have_as_many_ties_it_is_0(graph):
    assert degree_centralisation(graph).value == 0


@pytest.mark.parametrize("nodes", [0, 1, 2])
def test_of_fewer_than_three_there_is_none(nodes):
    found = degree_centralisation(nx.empty_graph(nodes))
    assert math.isnan(found.value)
    assert len(found.degrees) == nodes


def test_the_share_is_of_the_others():
    assert degree_centralisation(nx.path_graph(5)).node("1").share == 0.5
    assert math.isnan(degree_centralisation(nx.empty_graph(1)).node("0").share)


def test_ties_to_oneself_and_parallel_ties_count_for_nothing():
    graph = nx.MultiGraph([(0, 1), (0, 1), (0, 2), (0, 0)])
    assert degree_centralisation(graph, project="either").value == 1


def test_arcs_count_as_they_are_projected():
    graph = nx.DiGraph([(0, 1), (1, 0), (0, 2), (0, 3)])
    assert degree_centralisation(graph, project="either").degrees.tolist() == [3, 1, 1, 1]
    found = degree_centralisation(graph, project="both")
    assert (found.degrees.tolist(), found.project) == ([1, 1, 0, 0], "both")


def test_records_are_plain_rows_and_the_highest_is_printed_first():
    found = degree_centralisation(nx.path_graph(["b", "a", "c"]))
    assert found.records()[0] == {"id": "a", "degree": 2, "share": 1.0}
    assert found.records("network") == [{"value": 1.0, "nodes": 3, "ties": 2}]
    text = str(found)
    assert text.startswith("Degree centralisation 1.000 (from 0, all alike, to 1, a star)")
    assert text.splitlines()[4].split() == ["a", "2", "1.000"]
    assert str(degree_centralisation(nx.Graph())).startswith("Degree centralisation nan")


def test_an_unknown_node_is_answered_with_the_nearest():
    with pytest.raises(UnknownId, match=r"'wrd'. Did you mean 'ward'\?"):
        degree_centralisation(nx.Graph([("ward", "clinic")])).node("wrd")
