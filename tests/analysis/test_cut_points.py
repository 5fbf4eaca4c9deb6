"""Cut points, bridges and fragmentation."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.cut_points import cut_points
from collabmodel.domain.errors import UnknownId


@st.composite
def graphs(draw, most=9):
    count = draw(st.integers(0, most))
    pairs = list(itertools.combinations(range(count), 2))
    graph = nx.empty_graph(count)
    graph.add_edges_from(draw(st.sets(st.sampled_from(pairs), max_size=12)) if pairs else ())
    return graph


def unreached(graph):
    """Pairs that cannot reach one another."""
    pairs = itertools.combinations(graph, 2)
    return sum(not nx.has_path(graph, one, other) for one, other in pairs)


def share(part, nodes):
    return part / math.comb(nodes, 2) if nodes > 1 else math.nan


def same(one, other):
    return one == pytest.approx(other, nan_ok=True)


@given(graphs())
def test_each_node_is_what_breaks_when_it_is_taken_out(graph):
    found = cut_points(graph)
    assert same(found.fragmentation, share(unreached(graph), len(graph)))
    for node in graph:
        rest = graph.copy()
        rest.remove_node(node)
        entry = found.node(str(node))
        around = nx.node_connected_component(graph, node) - {node}
        assert entry.parts == nx.number_connected_components(graph.subgraph(around))
        assert entry.parted == unreached(graph.subgraph(around))
        assert same(entry.fragmentation, share(unreached(rest), len(rest)))
    assert found.points == tuple(node.id for node in found.nodes if node.parts > 1)


@given(graphs())
def test_each_bridge_is_what_breaks_when_it_is_taken_out(graph):
    found = {(bridge.one, bridge.other): bridge.parted for bridge in cut_points(graph).bridges}
    for one, other in graph.edges:
        rest = graph.copy()
        rest.remove_edge(one, other)
        assert found.get((str(one), str(other)), 0) == unreached(rest) - unreached(graph)
    assert list(found) == sorted(found)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ties", [100, 250, 400])
def test_larger_networks_agree_with_networkx(seed, ties):
    graph = nx.gnm_random_graph(200, ties, seed=seed)
    hubs = [(hub, node) for hub in (0, 1) for node in range(2, 120, hub + 1)]
    graph.add_edges_from(hubs)
    found = cut_points(graph)
    assert set(found.points) == set(map(str, nx.articulation_points(graph)))
    bridges = {frozenset(map(str, tie)) for tie in nx.bridges(graph)}
    assert {frozenset({bridge.one, bridge.other}) for bridge in found.bridges} == bridges


@given(graphs(), st.randoms(use_true_random=False))
def test_other_names_change_nothing(graph, random):
    names = [f"n{number}" for number in graph]
    random.shuffle(names)
    new = dict(zip(map(str, graph), names, strict=True))
    before = cut_points(graph)
    after = cut_points(nx.relabel_nodes(graph, dict(zip(graph, names, strict=True))))
    for node in before.nodes:
        entry = after.node(new[node.id])
        assert (entry.parts, entry.parted) == (node.parts, node.parted)
        assert same(entry.fragmentation, node.fragmentation)
    bridges = {frozenset({new[tie.one], new[tie.other]}): tie.parted for tie in before.bridges}
    assert {frozenset({tie.one, tie.other}): tie.parted for tie in after.bridges} == bridges


@given(graphs(), graphs())
def test_side_by_side_two_networks_break_on_their_own(one, other):
    both = cut_points(nx.union(one, other, rename=("one", "other")))
    for prefix, part in (("one", cut_points(one)), ("other", cut_points(other))):
        for node in part.nodes:
            entry = both.node(prefix + node.id)
            assert (entry.parts, entry.parted) == (node.parts, node.parted)


@given(graphs(), st.data())
def test_a_further_tie_makes_no_network_more_fragmented(graph, data):
    missing = list(nx.non_edges(graph))
    if missing:
        before = cut_points(graph)
        graph.add_edge(*data.draw(st.sampled_from(missing)))
        assert cut_points(graph).fragmentation <= before.fragmentation


def test_a_path_breaks_anywhere_but_at_its_ends():
    found = cut_points(nx.path_graph(5))
    assert found.points == ("1", "2", "3")
    assert [bridge.parted for bridge in found.bridges] == [4, 6, 6, 4]
    assert (found.node("2").parts, found.node("2").parted) == (2, 4)


def test_an_empty_network_a_single_node_and_two():
    assert math.isnan(cut_points(nx.Graph()).fragmentation)
    single = cut_points(nx.empty_graph(1))
    assert math.isnan(single.fragmentation)
    assert (single.node("0").parts, single.node("0").parted) == (0, 0)
    assert math.isnan(single.node("0").fragmentation)
    two = cut_points(nx.empty_graph(2))
    assert two.fragmentation == 1
    assert math.isnan(two.node("0").fragmentation)


def test_ties_to_oneself_and_parallel_ties_count_for_nothing():
    graph = nx.MultiGraph([(0, 1), (0, 1), (1, 2), (1, 1)])
    found = cut_points(graph, project="either")
    assert found.points == ("1",)
    assert len(found.bridges) == 2
    assert found.project == "either"


class TestLargeNetworks:
    """Linear in time, and without recursion."""

    def test_a_long_path(self):
        found = cut_points(nx.path_graph(100_000))
        assert len(found.points) == 99_998
        assert len(found.bridges) == 99_999
        assert found.node("50000").parted == 50_000 * 49_999

    def test_a_star(self):
        found = cut_points(nx.star_graph(100_000))
        assert found.points == ("0",)
        assert found.node("0").parts == 100_000
        assert found.node("0").fragmentation == 1

    def test_two_hubs_with_all_others_between_them(self):
        found = cut_points(nx.complete_bipartite_graph(2, 50_000))
        assert (found.points, found.bridges) == ((), ())

    def test_no_ties(self):
        found = cut_points(nx.empty_graph(100_000))
        assert (found.fragmentation, found.points) == (1, ())


def test_records_are_plain_rows_for_all_that_it_holds():
    found = cut_points(nx.path_graph(["a", "b", "c"]))
    assert found.records() == [{"id": "b", "parts": 2, "parted": 1, "fragmentation": 1.0}]
    assert found.records("bridge")[0] == {"one": "a", "other": "b", "parted": 2}
    assert [row["id"] for row in found.records("node")] == ["a", "b", "c"]
    assert found.records("network") == [{"fragmentation": 0.0, "points": 1, "bridges": 2}]


def test_it_prints_what_breaks_most_first():
    text = str(cut_points(nx.path_graph(5)))
    head = "3 cut points and 4 bridges among 5 nodes; 0.000 of all pairs cannot reach one another"
    assert text.startswith(head)
    assert text.splitlines()[4].split() == ["2", "2", "4", "0.667"]
    assert str(cut_points(nx.cycle_graph(3))).startswith("0 cut points and 0 bridges among 3 nodes")


def test_an_unknown_node_is_answered_with_the_nearest():
    with pytest.raises(UnknownId, match=r"'wrd'. Did you mean 'ward'\?"):
        cut_points(nx.Graph([("ward", "clinic")])).node("wrd")
