"""E-I index: definition, exact moments, range, and laws."""

from __future__ import annotations

import itertools
import math
import statistics
from fractions import Fraction

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.ei_index import ei_index
from collabmodel.analysis.ei_moments import external_moments
from collabmodel.domain.errors import UnknownId


@st.composite
def grouped_graphs(draw, least=1, most=9, several=False):
    """A graph and a mapping of its nodes to groups."""
    count = draw(st.integers(least, most))
    pairs = list(itertools.combinations(range(count), 2))
    ties = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    one = st.sampled_from("abc")
    group = st.lists(one, max_size=3, unique=True).map(tuple) if several else one
    graph = nx.Graph(ties)
    graph.add_nodes_from(range(count))
    return graph, {node: draw(group) for node in range(count)}


def naive(graph, groups, node=None):
    """(external − internal) / (external + internal) by walking over the ties."""
    ties = graph.edges if node is None else graph.edges(node)
    signs = [-1 if set(groups[a]) & set(groups[b]) else 1 for a, b in ties]
    return statistics.fmean(signs) if signs else math.nan


def same(one, other):
    return one == pytest.approx(other, nan_ok=True)


@given(grouped_graphs(several=True))
def test_network_and_nodes_follow_the_definition(grouped):
    graph, groups = grouped
    found = ei_index(graph, groups)
    assert same(found.value, naive(graph, groups))
    for node in graph:
        assert same(found.node(str(node)).value, naive(graph, groups, node))
        assert found.node(str(node)).groups == tuple(sorted(groups[node]))


@given(grouped_graphs(several=True))
def test_groups_count_internal_ties_once_or_from_both_ends(grouped):
    graph, groups = grouped
    for entry in ei_index(graph, groups).groups:
        ends = [(entry.group in groups[a]) + (entry.group in groups[b]) for a, b in graph.edges]
        internal, external = ends.count(2), ends.count(1)
        assert (entry.internal, entry.external) == (internal, external)
        once, twice = internal + external, 2 * internal + external
        assert same(entry.by_ties, (external - internal) / once if once else math.nan)
        assert same(entry.by_members, (external - 2 * internal) / twice if twice else math.nan)


@given(grouped_graphs(least=2, most=6, several=True))
def test_moments_are_those_of_all_ways_to_deal_the_groups_out(grouped):
    """Exactly, in fractions, on graphs small enough to try every way."""
    graph, groups = grouped
    labels = [set(groups[node]) for node in graph]
    counts = [
        sum(not dealt[a] & dealt[b] for a, b in graph.edges)
        for dealt in itertools.permutations(labels)
    ]
    mean = Fraction(sum(counts), len(counts))
    variance = Fraction(sum(count**2 for count in counts), len(counts)) - mean**2
    sharers = [sum(bool(own & other) for other in labels) - bool(own) for own in labels]
    degrees = [degree for _, degree in graph.degree]
    assert external_moments(sharers, degrees) == (mean, variance)
    found = ei_index(graph, groups)
    if ties := graph.number_of_edges():
        assert found.expected == pytest.approx(float(2 * mean / ties - 1))
        assert found.variance == pytest.approx(float(4 * variance / ties**2))
    else:
        assert math.isnan(found.expected)
        assert math.isnan(found.variance)


@given(grouped_graphs(least=2, most=5, several=True))
def test_the_range_is_that_of_all_graphs_of_so_many_ties(grouped):
    graph, groups = grouped
    ties = graph.number_of_edges()
    found = ei_index(graph, groups)
    if not ties:
        assert math.isnan(found.minimum)
        assert math.isnan(found.maximum)
        return
    pairs = [bool(set(groups[a]) & set(groups[b])) for a, b in itertools.combinations(graph, 2)]
    values = {1 - 2 * sum(chosen) / ties for chosen in itertools.combinations(pairs, ties)}
    assert found.minimum == pytest.approx(min(values))
    assert found.maximum == pytest.approx(max(values))
    if len(values) > 1:
        assert -1.0000001 <= found.rescaled <= 1.0000001
    else:
        assert math.isnan(found.rescaled)


@given(grouped_graphs(several=True))
def test_a_node_without_ties_changes_no_value(grouped):
    """It does change what chance gives, since it may be dealt any group."""
    graph, groups = grouped
    before = ei_index(graph, groups)
    graph.add_node("alone")
    after = ei_index(graph, {**groups, "alone": "a"})
    assert same(after.value, before.value)
    for entry in before.groups:
        assert same(after.group(entry.group).by_ties, entry.by_ties)
        assert same(after.group(entry.group).by_members, entry.by_members)
    assert math.isnan(after.node("alone").value)


@given(grouped_graphs(several=True), st.randoms(use_true_random=False))
def test_other_names_change_nothing(grouped, random):
    graph, groups = grouped
    names = [f"n{number}" for number in range(len(graph))]
    random.shuffle(names)
    new = dict(zip(graph, names, strict=True))
    labels = dict(zip("abc", random.sample("xyz", 3), strict=True))
    renamed = nx.relabel_nodes(graph, new)
    regrouped = {new[node]: tuple(labels[one] for one in groups[node]) for node in graph}
    before, after = ei_index(graph, groups), ei_index(renamed, regrouped)
    for after_row, before_row in zip(
        after.records("network"), before.records("network"), strict=True
    ):
        assert same(after_row, before_row)
    assert same(after.value, before.value)
    for node in graph:
        assert same(after.node(new[node]).value, before.node(str(node)).value)
    for entry in before.groups:
        assert same(after.group(labels[entry.group]).by_ties, entry.by_ties)


@given(grouped_graphs(), grouped_graphs())
def test_side_by_side_two_networks_add_up(one, other):
    both = nx.union(one[0], other[0], rename=("one", "other"))
    groups = {f"one{node}": group for node, group in one[1].items()}
    groups |= {f"other{node}": group for node, group in other[1].items()}
    parts = [ei_index(*one), ei_index(*other)]
    whole = ei_index(both, groups)
    assert whole.internal == sum(part.internal for part in parts)
    assert whole.external == sum(part.external for part in parts)
    for prefix, part in zip(("one", "other"), parts, strict=True):
        for entry in part.nodes:
            assert same(whole.node(prefix + entry.id).value, entry.value)


@given(grouped_graphs())
def test_one_group_has_an_index_of_minus_one_or_none(grouped):
    graph, _ = grouped
    found = ei_index(graph, dict.fromkeys(graph, "all"))
    expected = -1.0 if graph.number_of_edges() else math.nan
    assert same(found.value, expected)
    assert same(found.group("all").by_ties, expected)
    assert same(found.group("all").by_members, expected)
    assert math.isnan(found.z)
    assert math.isnan(found.rescaled)


def test_records_are_plain_rows_for_network_groups_and_nodes():
    found = ei_index(nx.path_graph(3), {0: "a", 1: "a", 2: ("b",)})
    assert found.records() == [
        {
            "group": "a",
            "members": 2,
            "internal": 1,
            "external": 1,
            "by_ties": 0,
            "by_members": -1 / 3,
        },
        {"group": "b", "members": 1, "internal": 0, "external": 1, "by_ties": 1, "by_members": 1},
    ]
    assert found.records("node")[2] == {
        "id": "2", "groups": ("b",), "internal": 0, "external": 1, "value": 1.0,
    }  # fmt: skip
    (network,) = found.records("network")
    assert list(network) == [
        "value", "internal", "external", "expected", "variance", "z",
        "minimum", "maximum", "rescaled",
    ]  # fmt: skip
    assert {type(value) for value in network.values()} == {int, float}


def test_it_prints_the_value_and_a_row_a_group():
    text = str(ei_index(nx.karate_club_graph(), "club"))
    assert text.startswith("E-I index -0.718")
    assert "Mr. Hi" in text
    assert "-0.522" in text


def test_it_remembers_what_it_was_asked():
    found = ei_index(nx.DiGraph([(1, 2)]), {1: "a", 2: "b"}, project="either")
    assert (found.grouped_by, found.project) == ("a mapping", "either")


def test_an_unknown_group_or_node_is_answered_with_the_nearest():
    found = ei_index(nx.karate_club_graph(), "club")
    with pytest.raises(UnknownId, match=r"No group is called 'Oficer'. Did you mean 'Officer'\?"):
        found.group("Oficer")
    with pytest.raises(UnknownId, match="No node is called '77'"):
        found.node("77")
