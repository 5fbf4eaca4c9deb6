"""Coleman's index of every group, compared with counting one member at a time."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.coleman import coleman_index
from collabmodel.domain.errors import UnknownId

GROUPS = st.lists(st.sampled_from("abc"), min_size=8, max_size=8)
OVERLAPPING = st.lists(st.sets(st.sampled_from("abc")), min_size=8, max_size=8)


def naive(graph, members):
    """The index of one group, member by member."""
    ties = sum(graph.degree(a) for a in members)
    inside = sum(b in members for a in members for b in graph[a])
    if not ties or len(members) in {1, len(graph)}:
        return math.nan
    expected = sum(graph.degree(a) * (len(members) - 1) / (len(graph) - 1) for a in members)
    if inside >= expected:
        return (inside - expected) / (ties - expected)
    return (inside - expected) / expected


@given(st.integers(0, 99), st.integers(0, 28), OVERLAPPING)
def test_it_is_that_of_counting_member_by_member(seed, m, groups):
    graph = nx.gnm_random_graph(8, m, seed=seed)
    found = coleman_index(graph, dict(enumerate(groups)))
    for entry in found.groups:
        members = {node for node in graph if entry.group in groups[node]}
        assert entry.value == pytest.approx(naive(graph, members), nan_ok=True, abs=1e-12)
        assert entry.members == len(members)


@given(st.integers(0, 99), GROUPS, st.permutations(range(8)))
def test_other_names_change_nothing(seed, groups, order):
    graph = nx.gnm_random_graph(8, 12, seed=seed)
    renamed = nx.relabel_nodes(graph, dict(enumerate(order)))
    before = coleman_index(graph, dict(enumerate(groups))).records()
    after = coleman_index(renamed, dict(zip(order, groups, strict=True))).records()
    assert [list(row.values()) for row in after] == [
        [pytest.approx(value, nan_ok=True) if type(value) is float else value for value in row]
        for row in (list(row.values()) for row in before)
    ]


@given(st.integers(0, 99), st.integers(0, 28), GROUPS)
def test_it_lies_between_its_ends(seed, m, groups):
    for entry in coleman_index(
        nx.gnm_random_graph(8, m, seed=seed), dict(enumerate(groups))
    ).groups:
        assert math.isnan(entry.value) or -1 <= entry.value <= 1
        assert entry.value != 1 or entry.inside == entry.ties
        assert entry.value != -1 or entry.inside == 0


@given(st.integers(0, 99), GROUPS, st.integers(0, 7), st.integers(0, 7))
def test_a_tie_more_inside_never_lowers_it(seed, groups, a, b):
    graph = nx.gnm_random_graph(8, 12, seed=seed)
    if a == b or graph.has_edge(a, b) or groups[a] != groups[b]:
        return
    group = dict(enumerate(groups))
    before = coleman_index(graph, group).group(groups[a]).value
    graph.add_edge(a, b)
    after = coleman_index(graph, group).group(groups[a]).value
    assert math.isnan(before) or after >= before - 1e-12


def test_what_chance_says_exactly_is_0():
    graph = nx.cycle_graph(4)
    found = coleman_index(graph, {0: "a", 1: "a", 2: "b", 3: "b"}).group("a")
    assert (found.ties, found.inside, found.expected) == (4, 2, pytest.approx(4 / 3))
    complete = coleman_index(nx.complete_graph(7), {n: "a" if n < 3 else "b" for n in range(7)})
    assert [entry.value for entry in complete.groups] == [0, 0]


@pytest.mark.parametrize(
    ("graph", "group"),
    [
        (nx.empty_graph(3), {0: "a", 1: "a", 2: ()}),
        (nx.path_graph(3), dict.fromkeys(range(3), "a")),
        (nx.path_graph(3), {0: (), 1: "a", 2: ()}),
        (nx.empty_graph(1), {0: "a"}),
        (nx.Graph([(0, 0)]), {0: "a"}),
    ],
    ids=["no ties", "everybody", "a group of one with ties", "one node", "self-tie"],
)
def test_it_is_undefined_where_chance_leaves_nothing_to_choose(graph, group):
    found = coleman_index(graph, group)
    assert math.isnan(found.group("a").value)
    assert "–" not in str(found)


def test_no_groups_is_no_error():
    found = coleman_index(nx.empty_graph(0), {})
    assert (found.groups, found.records()) == ((), [])
    assert str(found).startswith("Coleman's index of 0 groups")


def test_a_star_of_many_ties_has_values():
    graph = nx.star_graph(3000)
    found = coleman_index(graph, {node: "hub" if node == 0 else "rim" for node in graph})
    assert math.isnan(found.group("hub").value)
    assert found.group("rim").value == -1


def test_records_are_plain_rows_and_the_table_prints():
    found = coleman_index(nx.path_graph(4), {0: "a", 1: "a", 2: "b", 3: "b"})
    assert found.records()[0] == {
        "group": "a", "members": 2, "ties": 3, "inside": 2, "expected": 1, "value": 0.5,
    }  # fmt: skip
    assert str(found).startswith("Coleman's index of 2 groups (from −1")
    assert found.group("b").value == 0.5
    with pytest.raises(UnknownId, match="No group is called 'c'"):
        found.group("c")
