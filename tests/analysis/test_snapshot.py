"""A graph as arrays: what counts as a tie, as a group, and what is refused."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel import Model, Service
from collabmodel.analysis.snapshot import snapshot
from collabmodel.domain.errors import InvalidArgument

TOWN = {"ward": "region", "clinic": "region", "housing": "town"}


def town(kind=nx.Graph, ties=(("ward", "housing"), ("clinic", "ward"))):
    graph = kind(ties)
    graph.add_nodes_from(TOWN)
    nx.set_node_attributes(graph, TOWN, "group")
    return graph


def ties_of(taken):
    return {
        (taken.ids[one], taken.ids[other])
        for one, other in zip(taken.left, taken.right, strict=True)
    }


def test_nodes_groups_and_ties_are_numbered_in_order():
    taken = snapshot(town())
    assert taken.ids == ("clinic", "housing", "ward")
    assert taken.groups == ("region", "town")
    assert ties_of(taken) == {("clinic", "ward"), ("housing", "ward")}
    assert (taken.left < taken.right).all()
    assert taken.membership.toarray().tolist() == [[1, 0], [0, 1], [1, 0]]
    assert taken.members.tolist() == [2, 1]
    assert taken.degree.tolist() == [1, 1, 2]
    assert taken.grouped_by == "group"
    assert repr(taken) == "<Snapshot: 3 nodes, 2 ties, 2 groups>"


@given(st.randoms(use_true_random=False), st.integers(0, 20))
def test_the_order_of_the_graph_does_not_matter(random, seed):
    graph = nx.gnm_random_graph(12, 20, seed=seed)
    nodes, edges = list(graph.nodes), list(graph.edges)
    random.shuffle(nodes)
    random.shuffle(edges)
    other = nx.Graph()
    other.add_nodes_from(nodes)
    other.add_edges_from((b, a) if random.random() < 0.5 else (a, b) for a, b in edges)
    groups = {node: str(node % 3) for node in nodes}
    one, two = snapshot(graph, groups), snapshot(other, groups)
    assert one.ids == two.ids
    assert np.array_equal(one.left, two.left)
    assert np.array_equal(one.right, two.right)
    assert np.array_equal(one.membership.toarray(), two.membership.toarray())


@given(st.integers(0, 50))
def test_the_adjacency_is_that_of_networkx(seed):
    graph = nx.gnm_random_graph(9, 14, seed=seed)
    taken = snapshot(graph, None)
    assert np.array_equal(taken.adjacency.toarray(), nx.to_numpy_array(graph))
    assert taken.degree.tolist() == [degree for _, degree in graph.degree]


def test_ties_to_oneself_and_parallel_ties_are_left_out_and_counted():
    ties = [("ward", "housing"), ("housing", "ward"), ("ward", "ward"), ("ward", "clinic")]
    taken = snapshot(town(nx.MultiGraph, ties), project="either")
    assert ties_of(taken) == {("housing", "ward"), ("clinic", "ward")}
    assert (taken.self_ties, taken.parallel_ties, taken.one_way_ties) == (1, 1, 0)
    assert snapshot(town(nx.Graph, ties)).self_ties == 1


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiDiGraph])
def test_an_arc_is_a_tie_one_way_or_only_if_both_say_so(kind):
    arcs = [("ward", "housing"), ("housing", "ward"), ("clinic", "ward"), ("ward", "ward")]
    either = snapshot(town(kind, arcs), project="either")
    both = snapshot(town(kind, arcs), project="both")
    assert ties_of(either) == {("housing", "ward"), ("clinic", "ward")}
    assert ties_of(both) == {("housing", "ward")}
    assert (either.self_ties, either.parallel_ties, either.one_way_ties) == (1, 1, 0)
    assert (both.self_ties, both.parallel_ties, both.one_way_ties) == (1, 1, 1)
    assert both.project == "both"


def test_two_arcs_the_same_way_are_not_both_ways():
    taken = snapshot(town(nx.MultiDiGraph, [("ward", "housing")] * 2), project="both")
    assert ties_of(taken) == set()
    assert taken.one_way_ties == 2


def test_a_tie_without_direction_goes_both_ways():
    assert ties_of(snapshot(town(), project="both")) == ties_of(snapshot(town()))
    multi = snapshot(town(nx.MultiGraph), project="both")
    assert ties_of(multi) == ties_of(snapshot(town()))


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_arcs_and_parallel_ties_are_not_projected_unasked(kind):
    with pytest.raises(InvalidArgument, match=rf"{kind.__name__}.*project='either'.*'both'"):
        snapshot(town(kind))


def test_groups_may_come_from_a_mapping_be_several_or_none():
    groups = {"ward": ("region", "town"), "clinic": [], "housing": {"town"}}
    taken = snapshot(town(), groups)
    assert [taken.groups_of(node) for node in range(3)] == [(), ("town",), ("region", "town")]
    assert taken.grouped_by == "a mapping"
    assert not taken.is_partition
    assert snapshot(town()).is_partition
    assert taken.sharing(np.array([1, 0]), np.array([2, 2])).tolist() == [True, False]


def test_a_whole_number_is_taken_as_its_text():
    graph = nx.stochastic_block_model([2, 3], [[1, 0], [0, 1]])
    assert snapshot(graph, "block").groups == ("0", "1")


def test_no_groups_are_asked_for_where_none_are_needed():
    taken = snapshot(nx.path_graph(3), None)
    assert taken.groups == ()
    assert taken.grouped_by is None


def test_a_snapshot_is_not_taken_again():
    taken = snapshot(town())
    assert snapshot(taken, "anything") is taken


def test_an_empty_graph_is_an_empty_snapshot():
    taken = snapshot(nx.Graph())
    assert taken.ids == taken.groups == ()
    assert taken.degree.size == taken.left.size == 0
    assert taken.adjacency.shape == (0, 0)


@pytest.mark.parametrize("blank", [None, "", float("nan")])
def test_a_node_without_a_group_is_named_with_the_remedy(blank):
    graph = town()
    graph.nodes["ward"]["group"] = blank
    with pytest.raises(InvalidArgument, match=r"^ward: no group in .*'group'.*empty tuple"):
        snapshot(graph)
    with pytest.raises(InvalidArgument, match=r"^clinic, ward: no group in the mapping"):
        snapshot(graph, {"housing": "town"})


def test_many_nodes_without_a_group_are_counted():
    with pytest.raises(InvalidArgument, match=r"0, 1, 10, 11, 12 and 29 more.*nodes are: club"):
        snapshot(nx.karate_club_graph())


def test_a_misspelt_attribute_is_recognised():
    with pytest.raises(InvalidArgument, match=r"Did you mean 'club'\?"):
        snapshot(nx.karate_club_graph(), "clubs")


@pytest.mark.parametrize("value", [1.5, ("town", None), ("",), {"town": 1}])
def test_a_group_that_is_no_text_is_refused(value):
    with pytest.raises(InvalidArgument, match="ward: expected a group as text"):
        snapshot(town(), {**TOWN, "ward": value})


def test_two_nodes_of_one_text_are_refused():
    with pytest.raises(InvalidArgument, match="1: more than one node"):
        snapshot(nx.Graph([(1, "1"), (2, 3)]), None)


def test_what_is_no_graph_and_no_way_to_project_is_refused():
    with pytest.raises(InvalidArgument, match="found list"):
        snapshot([("ward", "housing")])
    with pytest.raises(InvalidArgument, match="found 'any'"):
        snapshot(town(nx.DiGraph), project="any")


def test_a_mapping_may_name_the_nodes_by_their_texts():
    graph = nx.path_graph(3)
    taken = snapshot(graph, {"0": "a", 1: "b", "1": "not read", "2": ("a", "b")})
    assert [taken.groups_of(node) for node in range(3)] == [("a",), ("b",), ("a", "b")]
    assert taken.only_group.tolist() == [0, 1, -1]


def test_of_a_model_it_says_by_what_the_services_are_grouped():
    model = Model.of(Service("ward", sector="health"))
    assert snapshot(model).grouped_by == "organisation"
    assert snapshot(model, "sector").grouped_by == "sector"
    assert snapshot(model, {"ward": "north"}).grouped_by == "a mapping"
