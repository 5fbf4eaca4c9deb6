"""Global efficiency: definition, estimate, and laws."""

from __future__ import annotations

import itertools
import math
import statistics

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.global_efficiency import global_efficiency
from collabmodel.domain.errors import InvalidArgument, UnknownId


@st.composite
def graphs(draw, least=0, most=9):
    count = draw(st.integers(least, most))
    pairs = list(itertools.combinations(range(count), 2))
    graph = nx.empty_graph(count)
    graph.add_edges_from(draw(st.sets(st.sampled_from(pairs))) if pairs else ())
    return graph


def naive(graph, node):
    """The mean of 1 / distance to all others."""
    distances = nx.single_source_shortest_path_length(graph, node)
    others = [1 / distances[other] if other in distances else 0 for other in graph if other != node]
    return statistics.fmean(others) if others else math.nan


def same(one, other):
    return one == pytest.approx(other, nan_ok=True)


@given(graphs())
def test_nodes_and_network_follow_the_definition(graph):
    found = global_efficiency(graph)
    for node in graph:
        assert same(found.node(str(node)).value, naive(graph, node))
    mean = statistics.fmean(map(naive, itertools.repeat(graph), graph)) if graph else math.nan
    assert same(found.value, mean)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_larger_networks_agree_with_networkx(seed):
    """More nodes than bits in a word, and in all words of a batch; dense parts and long paths."""
    graph = nx.compose(nx.gnm_random_graph(1100, 3000, seed=seed), nx.path_graph(range(1000, 1300)))
    found = global_efficiency(graph)
    assert same(found.value, nx.global_efficiency(graph))
    for node in (0, 700, 1299, 1150):
        assert same(found.node(str(node)).value, naive(graph, node))


@pytest.mark.parametrize("nodes", [63, 64, 65, 128, 129])
def test_full_words_and_those_with_one_more_are_right(nodes):
    assert global_efficiency(nx.complete_graph(nodes)).value == 1
    graph = nx.cycle_graph(nodes)
    assert same(global_efficiency(graph).value, nx.global_efficiency(graph))


@given(graphs(), st.randoms(use_true_random=False))
def test_other_names_change_nothing(graph, random):
    names = [f"n{number}" for number in graph]
    random.shuffle(names)
    new = dict(zip(graph, names, strict=True))
    before, after = global_efficiency(graph), global_efficiency(nx.relabel_nodes(graph, new))
    assert same(after.value, before.value)
    for node in graph:
        assert same(after.node(new[node]).value, before.node(str(node)).value)


@given(graphs(least=1), graphs(least=1))
def test_side_by_side_two_networks_are_the_mean_over_their_pairs(one, other):
    both = global_efficiency(nx.union(one, other, rename=("one", "other")))
    near = sum(
        part.value * part.sources * (part.sources - 1)
        for part in (global_efficiency(one), global_efficiency(other))
        if part.sources > 1
    )
    assert same(both.value, near / (both.sources * (both.sources - 1)))


@given(graphs(), st.data())
def test_a_further_tie_brings_nobody_apart(graph, data):
    missing = list(nx.non_edges(graph))
    if missing:
        before = global_efficiency(graph)
        graph.add_edge(*data.draw(st.sampled_from(missing)))
        after = global_efficiency(graph)
        assert after.value > before.value
        assert all(np.array(after.values) >= np.array(before.values) - 1e-12)


def test_an_empty_network_a_single_node_and_no_ties():
    assert math.isnan(global_efficiency(nx.Graph()).value)
    assert math.isnan(global_efficiency(nx.empty_graph(1)).value)
    assert math.isnan(global_efficiency(nx.empty_graph(1)).node("0").value)
    assert global_efficiency(nx.empty_graph(3)).values.tolist() == [0, 0, 0]


def test_ties_to_oneself_count_for_nothing():
    graph = nx.path_graph(4)
    graph.add_edge(1, 1)
    assert global_efficiency(graph) == global_efficiency(nx.path_graph(4))


class TestEstimate:
    def test_it_says_what_it_is(self):
        found = global_efficiency(nx.karate_club_graph(), sources=10, seed=3)
        assert (found.estimated, found.sources, found.seed) == (True, 10, 3)
        assert "an estimate from 10 of 34 nodes, seed 3" in str(found)

    def test_enough_sources_are_all_of_them(self):
        graph = nx.karate_club_graph()
        found = global_efficiency(graph, sources=99)
        assert (found.estimated, found.seed) == (False, None)
        assert found == global_efficiency(graph)

    def test_it_is_right_on_average_and_never_above_1(self):
        graph = nx.karate_club_graph()
        every = [global_efficiency(graph, sources=5, seed=seed) for seed in range(400)]
        exact = global_efficiency(graph)
        values = np.array([[one.value, *one.values] for one in every])
        spread = values.std(axis=0) / math.sqrt(len(every))
        gap = values.mean(axis=0) - [exact.value, *exact.values]
        assert (np.abs(gap) <= 5 * spread + 1e-9).all()
        assert values.max() <= 1

    def test_from_one_source_that_source_has_no_value(self):
        found = global_efficiency(nx.complete_graph(3), sources=1)
        assert found.value == 1
        assert sum(map(math.isnan, found.values)) == 1

    @pytest.mark.parametrize("wrong", [0, -1, 2.5, True, "all"])
    def test_another_number_of_sources_is_refused(self, wrong):
        with pytest.raises(InvalidArgument, match="sources: expected a whole number from 1"):
            global_efficiency(nx.path_graph(3), sources=wrong)


def test_an_older_numpy_counts_bits_another_way(monkeypatch):
    graph = nx.karate_club_graph()
    before = global_efficiency(graph)
    monkeypatch.delattr(np, "bitwise_count", raising=False)
    assert global_efficiency(graph) == before


def test_hubs_and_long_paths_are_no_trouble():
    star = global_efficiency(nx.star_graph(2_000))
    assert star.node("0").value == 1
    path = global_efficiency(nx.path_graph(5_000), sources=2)
    assert 0 < path.value < 0.01


def test_records_are_plain_rows_and_the_nearest_is_printed_first():
    found = global_efficiency(nx.path_graph(["a", "b", "c"]))
    assert found.records()[1] == {"id": "b", "value": 1.0}
    assert found.records("network") == [{"value": 2.5 / 3, "sources": 3, "estimated": False}]
    text = str(found)
    assert text.startswith("Global efficiency 0.833 (from 0, no ties, to 1, each tied to each)")
    assert text.splitlines()[4].split() == ["b", "1.000"]
    assert str(global_efficiency(nx.Graph())).startswith("Global efficiency nan")


def test_it_remembers_how_ties_were_made():
    assert global_efficiency(nx.DiGraph([(1, 2)]), project="either").project == "either"


def test_an_unknown_node_is_answered_with_the_nearest():
    with pytest.raises(UnknownId, match=r"'wrd'. Did you mean 'ward'\?"):
        global_efficiency(nx.Graph([("ward", "clinic")])).node("wrd")
