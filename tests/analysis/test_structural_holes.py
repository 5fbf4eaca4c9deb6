"""Structural holes: definitions, published properties and laws."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.structural_holes import HolesNode, structural_holes
from collabmodel.domain.errors import UnknownId

GRAPHS = st.builds(
    lambda nodes, share, seed: nx.gnp_random_graph(nodes, share, seed=seed),
    st.integers(1, 9),
    st.sampled_from([0.1, 0.4, 0.8, 1.0]),
    st.integers(0, 999),
)


def naive(graph, i):
    """Constraint and effective size as Burt writes them, node by node."""
    degree = graph.degree(i)
    if not degree:
        return math.nan, math.nan

    def spent(a, b):
        return 1 / graph.degree(a) if graph.has_edge(a, b) else 0.0

    constraint = sum(
        (spent(i, j) + sum(spent(i, q) * spent(q, j) for q in graph if q not in (i, j))) ** 2
        for j in graph[i]
    )
    effective = sum(
        1 - sum(spent(i, q) * graph.has_edge(j, q) for q in graph if q not in (i, j))
        for j in graph[i]
    )
    return constraint, effective


def numbers(found, name):
    entry = found.node(name)
    return [entry.degree, entry.constraint, entry.effective_size, entry.efficiency]


def same(one, other):
    return one == pytest.approx(other, nan_ok=True, rel=1e-12)


@given(GRAPHS)
def test_every_node_follows_the_definition(graph):
    found = structural_holes(graph)
    for node in graph:
        constraint, effective = naive(graph, node)
        degree = graph.degree(node)
        efficiency = effective / degree if degree else math.nan
        assert same(numbers(found, str(node)), [degree, constraint, effective, efficiency])


@given(GRAPHS)
def test_networkx_finds_the_same(graph):
    found = structural_holes(graph)
    assert same(list(found.constraint), list(nx.constraint(graph).values()))
    assert same(list(found.effective_size), list(nx.effective_size(graph).values()))


@given(GRAPHS, st.randoms(use_true_random=False))
def test_other_names_in_another_order_change_nothing(graph, random):
    names = [f"n{number}" for number in graph]
    random.shuffle(names)
    edges = [(names[a], names[b]) for a, b in graph.edges]
    random.shuffle(edges)
    renamed = nx.Graph(edges)
    renamed.add_nodes_from(names)
    before, after = structural_holes(graph), structural_holes(renamed)
    for node in graph:
        assert same(numbers(after, names[node]), numbers(before, str(node)))


@given(GRAPHS, GRAPHS)
def test_what_lies_elsewhere_changes_nothing(one, other):
    both = structural_holes(nx.union(one, other, rename=("one", "other")))
    for prefix, graph in (("one", one), ("other", other)):
        alone = structural_holes(graph)
        for node in graph:
            assert same(numbers(both, f"{prefix}{node}"), numbers(alone, str(node)))


@given(GRAPHS)
def test_effective_size_lies_between_one_and_the_degree(graph):
    for row in structural_holes(graph).records():
        if row["degree"]:
            assert 1 - 1e-12 <= row["effective_size"] <= row["degree"]
            assert row["constraint"] >= 1 / row["degree"] - 1e-12


@given(GRAPHS, st.data())
def test_a_tie_between_two_contacts_closes_a_hole(graph, data):
    open_pairs = [(i, a, b) for i in graph for a in graph[i] for b in graph[i] if a < b]
    open_pairs = [(i, a, b) for i, a, b in open_pairs if not graph.has_edge(a, b)]
    if not open_pairs:
        return
    i, a, b = data.draw(st.sampled_from(open_pairs))
    before = structural_holes(graph).node(str(i))
    graph.add_edge(a, b)
    after = structural_holes(graph).node(str(i))
    assert same(after.effective_size, before.effective_size - 2 / before.degree)


def test_a_hub_of_a_star_is_bound_by_nobody_and_its_points_by_it_alone():
    found = structural_holes(nx.star_graph(50_000))
    assert found.node("0") == HolesNode("0", 50_000, pytest.approx(1 / 50_000), 50_000, 1)
    assert numbers(found, "77") == [1, 1, 1, 1]


def test_constraint_exceeds_one_in_a_lone_triangle():
    assert structural_holes(nx.complete_graph(3)).constraint == pytest.approx((1.125,) * 3)


@pytest.mark.parametrize("nodes", [2, 5, 20])
def test_in_a_clique_one_contact_is_as_good_as_all(nodes):
    found = structural_holes(nx.complete_graph(nodes))
    assert found.effective_size == pytest.approx((1,) * nodes)
    spent = 1 / (nodes - 1)
    constraint = (nodes - 1) * (spent + (nodes - 2) * spent**2) ** 2
    assert found.constraint == pytest.approx((constraint,) * nodes)


def test_a_node_without_ties_has_no_holes_to_speak_of():
    graph = nx.Graph([("a", "a")])
    assert same(numbers(structural_holes(graph), "a"), [0, math.nan, math.nan, math.nan])


def test_a_graph_without_nodes_has_no_rows():
    found = structural_holes(nx.Graph())
    assert found.records() == []
    assert str(found) == "Structural holes, the least constrained node first"


def test_arcs_are_ties_as_projected():
    arcs = nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")])
    found = structural_holes(arcs, project="both")
    assert (found.degree.tolist(), found.project) == ([1, 1, 0], "both")
    assert structural_holes(arcs, project="either").degree.tolist() == [1, 2, 1]


def test_records_are_plain_rows():
    found = structural_holes(nx.path_graph(3))
    assert found.records()[1] == {
        "id": "1", "degree": 2, "constraint": 0.5, "effective_size": 2.0, "efficiency": 1.0,
    }  # fmt: skip
    assert {type(value) for value in found.records()[0].values()} == {str, int, float}


def test_it_prints_the_least_constrained_first_and_undefined_last():
    graph = nx.star_graph(["hub", "x", "y"])
    graph.add_node("alone")
    first, *_, last = str(structural_holes(graph)).splitlines()[4:]
    assert first.split() == ["hub", "2", "0.500", "2.000", "1.000"]
    assert last.split() == ["alone", "0"]


def test_an_unknown_node_is_answered_with_the_nearest():
    found = structural_holes(nx.Graph([("ward", "housing")]))
    with pytest.raises(UnknownId, match=r"No node is called 'wart'. Did you mean 'ward'\?"):
        found.node("wart")
    with pytest.raises(UnknownId, match="No node is called 'zzz'"):
        found.node("zzz")
