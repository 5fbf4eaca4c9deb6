"""What results hold for each node: it cannot be changed, and compares as one expects."""

from __future__ import annotations

import copy
import math

import attrs
import networkx as nx
import numpy as np
import pytest

import collabmodel as cm
from collabmodel.analysis.columns import Alike, NodeGroups

OF_NODES = (
    cm.betweenness,
    cm.brokerage,
    cm.core_periphery,
    cm.cut_points,
    cm.degree_centralisation,
    cm.ei_index,
    cm.global_efficiency,
    cm.structural_holes,
)
"""The measures that have a number for each node."""


def graph():
    made = nx.karate_club_graph()
    made.add_node(34, club="Officer")  # without ties: some of its numbers are not defined
    nx.set_node_attributes(made, nx.get_node_attributes(made, "club"), "group")
    return made


def columns_of(found):
    values = {field.name: getattr(found, field.name) for field in attrs.fields(type(found))}
    return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}


@pytest.mark.parametrize("measure", OF_NODES, ids=lambda each: each.__name__)
class TestTheColumnsOfAResult:
    def test_follow_the_ids_and_cannot_be_changed(self, measure):
        found = measure(graph())
        assert columns_of(found)
        for column in columns_of(found).values():
            assert column.shape == (len(found.ids),)
            with pytest.raises(ValueError, match="read-only"):
                column[0] = 7

    def test_are_equal_in_equal_results(self, measure):
        one, other = measure(cm.snapshot(graph())), measure(graph())
        for field in attrs.fields(type(one)):
            if field.name in columns_of(one):
                assert Alike(getattr(one, field.name)) == Alike(getattr(other, field.name))
        assert one == copy.copy(one)
        assert hash(one) == hash(copy.copy(one))

    def test_tell_different_results_apart(self, measure):
        less = graph()
        less.remove_edge(0, 11)
        assert measure(graph()) != measure(less)

    def test_give_the_entries_of_nodes_in_plain_numbers(self, measure):
        found = measure(graph())
        assert [entry.id for entry in found.nodes] == list(found.ids)
        one_by_one = tuple(found.node(name) for name in found.ids)
        assert str(found.nodes) == str(one_by_one)  # as text, since NaN is not itself
        for entry in found.nodes:
            for value in attrs.asdict(entry, recurse=False).values():
                assert not isinstance(value, np.generic)


def test_two_undefined_numbers_are_alike():
    one, other = np.array([1.0, math.nan]), np.array([1.0, float("nan")])
    assert Alike(one) == Alike(other)
    assert hash(Alike(one)) == hash(Alike(other))
    assert Alike(one) != Alike(np.array([1.0, 0.0]))
    assert Alike(one) != one.tolist()


def test_the_groups_of_nodes_are_a_sequence_of_tuples():
    groups = NodeGroups((("a",), ("a", "b"), ()), np.array([1, 0, 2, 0]))
    assert list(groups) == [("a", "b"), ("a",), (), ("a",)]
    assert (groups[0], groups[-1], groups[1:3]) == (("a", "b"), ("a",), (("a",), ()))
    assert groups == tuple(groups)
    assert groups != list(groups)[:2]
    assert hash(groups) == hash(NodeGroups((), np.arange(4)))
    assert groups.sharing.toarray().tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    assert repr(groups) == "<NodeGroups: 4 nodes of 3 kinds>"
