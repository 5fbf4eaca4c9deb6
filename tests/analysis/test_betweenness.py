"""Betweenness: definition, estimate, and laws."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis import betweenness as module
from collabmodel.analysis.betweenness import betweenness, dependencies
from collabmodel.analysis.snapshot import snapshot
from collabmodel.domain.errors import InvalidArgument, UnknownId


@st.composite
def graphs(draw, most=9):
    count = draw(st.integers(0, most))
    pairs = list(itertools.combinations(range(count), 2))
    graph = nx.empty_graph(count)
    graph.add_edges_from(draw(st.sets(st.sampled_from(pairs))) if pairs else ())
    return graph


def naive(graph):
    """Write out every shortest path of every pair, and see who is on it."""
    value = dict.fromkeys(graph, 0.0)
    for one, other in itertools.combinations(graph, 2):
        if nx.has_path(graph, one, other):
            paths = list(nx.all_shortest_paths(graph, one, other))
            for node in itertools.chain.from_iterable(path[1:-1] for path in paths):
                value[node] += 1 / len(paths)
    return value


def of(graph, **options):
    found = betweenness(graph, **options)
    return {node: found.node(str(node)).value for node in graph}


@given(graphs())
def test_a_node_is_between_those_whose_shortest_paths_it_is_on(graph):
    assert of(graph) == pytest.approx(naive(graph))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_larger_networks_agree_with_networkx(seed):
    """Some steps reach few nodes, others nearly all: both ways of multiplying are used."""
    graph = nx.compose(nx.gnm_random_graph(150, 400, seed=seed), nx.path_graph(range(100, 260)))
    assert of(graph) == pytest.approx(nx.betweenness_centrality(graph, normalized=False))


@given(graphs(), st.randoms(use_true_random=False))
def test_other_names_change_nothing(graph, random):
    names = [f"n{number}" for number in graph]
    random.shuffle(names)
    new = dict(zip(graph, names, strict=True))
    after = of(nx.relabel_nodes(graph, new))
    assert {new[node]: value for node, value in of(graph).items()} == pytest.approx(after)


@given(graphs(), graphs())
def test_side_by_side_two_networks_do_not_touch(one, other):
    both = of(nx.union(one, other, rename=("one", "other")))
    apart = {f"one{node}": value for node, value in of(one).items()}
    apart |= {f"other{node}": value for node, value in of(other).items()}
    assert both == pytest.approx(apart)


@given(graphs())
def test_all_values_add_up_to_the_steps_between(graph):
    """A pair at distance d has d − 1 nodes between it on each of its paths."""
    distances = dict(nx.all_pairs_shortest_path_length(graph))
    steps = sum(d - 1 for row in distances.values() for d in row.values() if d) / 2
    assert sum(betweenness(graph).values) == pytest.approx(steps)


def test_the_share_is_of_the_pairs_of_others():
    found = betweenness(nx.star_graph(4))
    assert found.node("0").share == 1
    assert found.node("1").share == 0
    assert math.isnan(betweenness(nx.path_graph(2)).node("0").share)
    assert betweenness(nx.Graph()).values.tolist() == []
    assert betweenness(nx.empty_graph(1)).values.tolist() == [0.0]


def test_ties_to_oneself_count_for_nothing():
    graph = nx.path_graph(4)
    graph.add_edge(1, 1)
    assert of(graph) == of(nx.path_graph(4))


class TestEstimate:
    def test_it_says_what_it_is(self):
        found = betweenness(nx.karate_club_graph(), sources=10, seed=3)
        assert (found.estimated, found.sources, found.seed) == (True, 10, 3)
        assert "an estimate from 10 of them, seed 3" in str(found)

    def test_the_same_seed_gives_the_same_and_another_other_values(self):
        graph = nx.karate_club_graph()
        assert betweenness(graph, sources=10) == betweenness(graph, sources=10)
        assert betweenness(graph, sources=10) != betweenness(graph, sources=10, seed=1)

    def test_enough_sources_are_all_of_them(self):
        graph = nx.karate_club_graph()
        found = betweenness(graph, sources=34)
        assert (found.estimated, found.sources, found.seed) == (False, 34, None)
        assert found == betweenness(graph)

    def test_it_is_right_on_average(self):
        graph = nx.karate_club_graph()
        every = [betweenness(graph, sources=5, seed=seed).values for seed in range(400)]
        spread = np.std(every, axis=0) / math.sqrt(len(every))
        gap = np.mean(every, axis=0) - betweenness(graph).values
        assert (np.abs(gap) <= 5 * spread + 1e-9).all()

    @given(graphs())
    def test_the_sources_add_up(self, graph):
        adjacency = snapshot(graph, None).adjacency
        single = [dependencies(adjacency, np.array([node])) for node in range(len(graph))]
        assert sum(single, np.zeros(len(graph))) / 2 == pytest.approx(betweenness(graph).values)

    @pytest.mark.parametrize("wrong", [0, -1, 2.5, True, "all"])
    def test_another_number_of_sources_is_refused(self, wrong):
        with pytest.raises(InvalidArgument, match="sources: expected a whole number from 1"):
            betweenness(nx.path_graph(3), sources=wrong)


def diamonds(count):
    """A chain of squares: each has two ways through, so 2 to the *count* in all."""
    corners = [(4 * i + j, 4 * i + k) for i in range(count) for j, k in ((0, 1), (0, 2), (1, 3))]
    corners += [(4 * i + 2, 4 * i + 3) for i in range(count)]
    return nx.Graph(corners + [(4 * i + 3, 4 * i + 4) for i in range(count - 1)])


def test_more_paths_than_a_float_can_count_are_no_trouble():
    """2 to the 1200; networkx gives NaN. Both ways through a square carry half each."""
    found = betweenness(diamonds(1200), sources=2)
    assert not np.isnan(found.values).any()
    middle = [found.node(str(4 * i + j)).value for i in range(1, 1199) for j in (1, 2)]
    assert middle[::2] == pytest.approx(middle[1::2])


def test_scaling_the_numbers_of_paths_changes_nothing(monkeypatch):
    graph = nx.compose(diamonds(12), nx.gnm_random_graph(48, 30, seed=1))
    before = betweenness(graph).values
    monkeypatch.setattr(module, "MANY_PATHS", 2.0**6)
    assert betweenness(graph).values == pytest.approx(before)


def test_hubs_and_long_paths_are_no_trouble():
    hub = betweenness(nx.star_graph(20_000), sources=3)
    assert max(hub.values) == hub.node("0").value
    path = betweenness(nx.path_graph(3_000), sources=2)
    assert path.node("1500").value > 0


def test_records_are_plain_rows_and_the_highest_is_printed_first():
    found = betweenness(nx.path_graph(["b", "a", "c"]))
    assert found.records()[0] == {"id": "a", "value": 1.0, "share": 1.0}
    assert [row["id"] for row in found.records()] == ["a", "b", "c"]
    assert [node.value for node in found.nodes] == [1.0, 0.0, 0.0]
    text = str(betweenness(nx.karate_club_graph()))
    assert text.startswith("Betweenness of 34 nodes (exact), the highest first")
    assert text.splitlines()[4].split() == ["0", "231.071", "0.438"]


def test_it_remembers_how_ties_were_made():
    assert betweenness(nx.DiGraph([(1, 2)]), project="either").project == "either"


def test_an_unknown_node_is_answered_with_the_nearest():
    with pytest.raises(UnknownId, match=r"'wrd'. Did you mean 'ward'\?"):
        betweenness(nx.Graph([("ward", "clinic")])).node("wrd")
