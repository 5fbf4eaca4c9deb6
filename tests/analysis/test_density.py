"""Density of a network and of its blocks."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.density import density
from collabmodel.domain.errors import UnknownId

GROUPS = st.lists(st.sampled_from("abc"), min_size=8, max_size=8)
OVERLAPPING = st.lists(st.sets(st.sampled_from("abc")), min_size=8, max_size=8)


@given(st.integers(0, 99), OVERLAPPING)
def test_blocks_count_pairs_of_members(seed, groups):
    """Over every member of the one and every other member of the other group."""
    graph = nx.gnm_random_graph(8, 12, seed=seed)
    found = density(graph, dict(enumerate(groups)))
    for one, other in itertools.combinations_with_replacement(found.groups, 2):
        couples = [
            (a, b)
            for a in graph
            for b in graph
            if a != b and one in groups[a] and other in groups[b]
        ]
        tied = sum(graph.has_edge(a, b) for a, b in couples)
        block = found.block(other, one)
        assert (block.group, block.other) == (one, other)
        assert block.density == pytest.approx(
            tied / len(couples) if couples else math.nan, nan_ok=True
        )
        assert block.possible == len(couples) // (2 if one == other else 1)
        assert block.ties == tied // (2 if one == other else 1)


@given(st.integers(0, 99), GROUPS)
def test_blocks_of_a_partition_add_up_to_the_network(seed, groups):
    graph = nx.gnm_random_graph(8, 12, seed=seed)
    found = density(graph, dict(enumerate(groups)))
    assert sum(block.ties for block in found.blocks) == found.ties == 12
    assert sum(block.possible for block in found.blocks) == 28
    assert found.value == pytest.approx(nx.density(graph))


@given(st.integers(0, 99), GROUPS, st.permutations(range(8)))
def test_other_names_change_nothing(seed, groups, order):
    graph = nx.gnm_random_graph(8, 12, seed=seed)
    renamed = nx.relabel_nodes(graph, dict(enumerate(order)))
    before = density(graph, dict(enumerate(groups)))
    after = density(renamed, dict(zip(order, groups, strict=True)))
    assert np.array_equal(before.matrix, after.matrix, equal_nan=True)
    assert np.array_equal(before.matrix, before.matrix.T, equal_nan=True)


def test_a_group_of_one_has_no_density_of_its_own():
    found = density(nx.path_graph(3), {0: "a", 1: "a", 2: "b"})
    assert math.isnan(found.block("b", "b").density)
    assert found.block("b", "b").possible == 0
    assert found.block("a", "b").density == 0.5


@pytest.mark.parametrize("nodes", [0, 1])
def test_a_network_without_possible_ties_has_no_density(nodes):
    assert math.isnan(density(nx.empty_graph(nodes), None).value)


def test_without_groups_only_the_network_is_measured():
    found = density(nx.path_graph(4), None)
    assert (found.value, found.blocks, found.grouped_by) == (0.5, (), None)
    assert str(found) == "Density 0.500 (4 nodes, 3 ties)"


def test_records_are_plain_rows_for_blocks_and_network():
    found = density(nx.path_graph(3), {0: "a", 1: "a", 2: "b"})
    assert found.records()[1] == {
        "group": "a", "other": "b", "ties": 1, "possible": 2, "density": 0.5,
    }  # fmt: skip
    assert found.records("network") == [{"value": 2 / 3, "nodes": 3, "ties": 2}]
    assert "0.500" in str(found)
    assert "–" not in str(found)


def test_a_long_table_is_cut():
    found = density(nx.path_graph(10), {node: str(node) for node in range(10)})
    assert str(found).endswith("… and 35 more: .records() has all")


def test_an_unknown_group_is_refused():
    with pytest.raises(UnknownId, match="No group is called 'c'"):
        density(nx.path_graph(2), {0: "a", 1: "b"}).block("a", "c")
