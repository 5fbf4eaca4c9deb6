"""A graph as arrays: what counts as a tie, as a group, and what is refused."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel import Model, Service
from collabmodel.analysis.graphs import collaboration_graph
from collabmodel.analysis.grouping import groups_of_services
from collabmodel.analysis.snapshot import snapshot
from collabmodel.domain.errors import InvalidArgument
from collabmodel.testing import models, rules

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


@given(
    st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20),
    st.sampled_from(["either", "both"]),
)
def test_ties_are_those_of_a_plain_loop_over_the_edges(kind, edges, project):
    graph = kind(edges)
    taken = snapshot(graph, None, project=project)
    proper = [(str(one), str(other)) for one, other in graph.edges() if one != other]
    kept = proper
    if graph.is_directed() and project == "both":
        kept = [(one, other) for one, other in proper if (other, one) in proper]
    ties = {(min(arc), max(arc)) for arc in kept}
    assert list(zip(taken.left, taken.right, strict=True)) == sorted(
        (taken.ids.index(one), taken.ids.index(other)) for one, other in ties
    )
    assert taken.self_ties == graph.number_of_edges() - len(proper)
    assert taken.one_way_ties == len(proper) - len(kept)
    assert taken.parallel_ties == len(kept) - len(ties)


@given(st.data(), models(), st.sampled_from([None, "organisation", "sector", "kind"]))
def test_of_a_model_it_is_that_of_its_collaboration_graph(data, model, by):
    chosen = data.draw(rules(model.scale))
    graph = collaboration_graph(model, chosen)
    groups = None if by is None else groups_of_services(model, by)
    found, expected = snapshot(model, by, rules=chosen), snapshot(graph, groups)
    assert (found.ids, found.groups) == (expected.ids, expected.groups)
    assert found.node_groups == expected.node_groups
    assert found.membership.toarray().tolist() == expected.membership.toarray().tolist()
    assert found.left.tolist() == expected.left.tolist()
    assert found.right.tolist() == expected.right.tolist()
    assert (found.grouped_by, found.rules) == (by, chosen)
    assert (found.self_ties, found.parallel_ties, found.one_way_ties) == (0, 0, 0)


@pytest.mark.parametrize("groups", ["group", {"ward": ("region", "town"), "clinic": ()}])
def test_what_it_works_out_is_kept_and_cannot_be_changed(groups):
    if isinstance(groups, dict):
        groups = groups | {"housing": "town"}
    taken = snapshot(town(), groups)
    kept = ("degree", "members", "only_group", "stays", "ties_inside", "ties_of_members")
    arrays = [getattr(taken, name) for name in kept]
    for matrix in (taken.membership, taken.adjacency):
        arrays += [matrix.data, matrix.indices, matrix.indptr]
    for array in (*arrays, taken.left, taken.right, taken.node_groups.of):
        assert not array.flags.writeable
    for name in (*kept, "adjacency", "node_groups"):
        assert getattr(taken, name) is getattr(taken, name)


@given(st.data(), st.integers(0, 50))
def test_ties_of_groups_are_those_of_a_plain_count(data, seed):
    graph = nx.gnm_random_graph(8, 14, seed=seed)
    names = st.sets(st.sampled_from("abc"), min_size=data.draw(st.integers(0, 1)), max_size=2)
    groups = {node: tuple(data.draw(names)) for node in graph}
    taken = snapshot(graph, groups)
    for place, group in enumerate(taken.groups):
        ends = [sum(group in groups[node] for node in edge) for edge in graph.edges]
        assert taken.ties_inside[place] == ends.count(2)
        assert taken.ties_of_members[place] == sum(ends)
        assert taken.members[place] == sum(group in named for named in groups.values())
    stays = dict(zip(zip(taken.left, taken.right, strict=True), taken.stays, strict=True))
    for a, b in graph.edges:
        assert stays[a, b] == bool(set(groups[a]) & set(groups[b]))


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
