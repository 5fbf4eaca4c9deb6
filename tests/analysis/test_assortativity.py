"""Assortativity by group, compared with networkx and with the mixing matrix written out."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.assortativity import assortativity
from collabmodel.domain.errors import UnknownId

GROUPS = st.lists(st.sampled_from("abc"), min_size=8, max_size=8)
TIES = st.integers(0, 28)
NAN = pytest.approx(math.nan, nan_ok=True)


def naive(ties, group):
    """r by the mixing matrix e (Newman 2003), each tie in it once from either end."""
    names = sorted(set(group.values()))
    e = np.zeros((len(names), len(names)))
    for a, b in ties:
        for one, other in ((a, b), (b, a)):
            e[names.index(group[one]), names.index(group[other])] += 0.5 / len(ties)
    chance = float(e.sum(axis=0) @ e.sum(axis=1))
    return (e.trace() - chance) / (1 - chance) if ties and chance < 1 - 1e-12 else math.nan


@given(st.integers(0, 99), TIES, GROUPS)
def test_it_is_that_of_the_mixing_matrix_and_its_error_leaves_out_a_tie_at_a_time(seed, m, groups):
    graph = nx.gnm_random_graph(8, m, seed=seed)
    group = dict(enumerate(groups))
    found = assortativity(graph, group)
    ties = list(graph.edges)
    value = naive(ties, group)
    assert found.value == pytest.approx(value, nan_ok=True)
    without = [naive(ties[:place] + ties[place + 1 :], group) for place in range(m)]
    error = math.sqrt(sum((one - value) ** 2 for one in without))
    assert found.error == pytest.approx(error if m else math.nan, nan_ok=True)


@given(st.integers(0, 99), st.integers(1, 28), GROUPS)
def test_it_is_that_of_networkx(seed, m, groups):
    graph = nx.gnm_random_graph(8, m, seed=seed)
    nx.set_node_attributes(graph, dict(enumerate(groups)), "group")
    found = assortativity(graph)
    if math.isnan(found.value):
        assert sum(entry.ends > 0 for entry in found.groups) == 1
    else:
        theirs = nx.attribute_assortativity_coefficient(graph, "group")
        assert found.value == pytest.approx(theirs, abs=1e-12)


@given(st.integers(0, 99), GROUPS, st.permutations(range(8)))
def test_other_names_and_isolates_change_nothing(seed, groups, order):
    graph = nx.gnm_random_graph(8, 12, seed=seed)
    before = assortativity(graph, dict(enumerate(groups)))
    graph = nx.relabel_nodes(graph, dict(enumerate(order)))
    graph.add_node("alone")
    after = assortativity(graph, {**dict(zip(order, groups, strict=True)), "alone": "d"})
    assert (after.value, after.error) == pytest.approx((before.value, before.error), nan_ok=True)


@given(st.integers(0, 99), GROUPS)
def test_two_copies_side_by_side_mix_as_the_one(seed, groups):
    graph = nx.gnm_random_graph(8, 12, seed=seed)
    twice = nx.disjoint_union(graph, graph)
    one = assortativity(graph, dict(enumerate(groups)))
    two = assortativity(twice, dict(enumerate(groups + groups)))
    assert two.value == pytest.approx(one.value, nan_ok=True)


@given(st.integers(0, 99), st.integers(1, 28), GROUPS)
def test_it_lies_between_its_bounds(seed, m, groups):
    found = assortativity(nx.gnm_random_graph(8, m, seed=seed), dict(enumerate(groups)))
    if not math.isnan(found.value):
        assert found.minimum - 1e-12 <= found.value <= 1
    assert sum(entry.ends for entry in found.groups) == 2 * found.ties == 2 * m


@pytest.mark.parametrize(
    ("graph", "group"),
    [
        (nx.empty_graph(0), {}),
        (nx.empty_graph(1), {0: "a"}),
        (nx.empty_graph(3), {0: "a", 1: "a", 2: "b"}),
        (nx.path_graph(3), dict.fromkeys(range(3), "a")),
        (nx.path_graph(3), {0: "a", 1: ("a", "b"), 2: "b"}),
        (nx.path_graph(3), {0: "a", 1: (), 2: "b"}),
        (nx.Graph([(0, 0)]), {0: "a"}),
    ],
    ids=["empty", "one node", "no ties", "one group", "several groups", "no group", "self-tie"],
)
def test_it_is_undefined_without_ties_or_with_one_group(graph, group):
    found = assortativity(graph, group)
    assert [found.value, found.error, found.minimum] == [NAN] * 3


def test_one_tie_has_no_error():
    found = assortativity(nx.path_graph(2), {0: "a", 1: "b"})
    assert (found.value, found.minimum) == (-1, -1)
    assert math.isnan(found.error)


def test_ties_with_an_end_in_several_groups_or_none_are_left_out_and_counted():
    graph = nx.path_graph(4)
    graph.add_edges_from([(4, 0), (4, 5), (5, 3)])
    found = assortativity(graph, {0: "a", 1: "a", 2: "b", 3: "b", 4: (), 5: ("a", "b")})
    assert found.value == pytest.approx(1 / 3)
    assert (found.ties, found.left_out) == (3, 3)
    assert "3 ties with an end in no group or in several are left out" in str(found)


@pytest.mark.parametrize("graph", [nx.star_graph(3000), nx.path_graph(3000)])
def test_stars_and_long_paths_have_a_value(graph):
    found = assortativity(graph, {node: str(node % 2) for node in graph})
    assert found.value < 0


def test_records_are_plain_rows_and_the_table_prints():
    found = assortativity(nx.path_graph(4), {0: "a", 1: "a", 2: "b", 3: "b"})
    assert found.records()[0] == {
        "group": "a", "members": 2, "ends": 3, "internal": 1,
        "share_inside": 1 / 3, "expected_inside": 0.25,
    }  # fmt: skip
    assert found.records("network")[0]["value"] == pytest.approx(1 / 3)
    assert str(found).startswith("Assortativity 0.333, standard error 1.155")
    assert found.group("b").internal == 1
    with pytest.raises(UnknownId, match="No group is called 'c'"):
        found.group("c")
