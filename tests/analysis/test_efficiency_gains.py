"""The gain of every possible new tie: the definition, laws, and what is refused."""

from __future__ import annotations

import importlib
import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel import InvalidArgument, UnknownId, efficiency_gains, snapshot

module = importlib.import_module("collabmodel.analysis.efficiency_gains")


@st.composite
def graphs(draw, most=9):
    """Sparse graphs in several parts, trees and dense graphs."""
    count = draw(st.integers(0, most))
    pairs = list(itertools.combinations(range(count), 2))
    graph = nx.empty_graph(count)
    graph.add_edges_from(draw(st.sets(st.sampled_from(pairs), max_size=2 * count)) if pairs else ())
    return graph


def recomputed(graph, a, b):
    """The global efficiency of networkx with a tie, less that without it."""
    after = graph.copy()
    after.add_edge(a, b)
    return nx.global_efficiency(after) - nx.global_efficiency(graph)


def pruned(graph, u, v):
    """The gain by the formula: the pairs that lie nearer to each other by the way of u and v."""
    far = math.inf
    d = {node: dict.fromkeys(graph, far) | near for node, near in nx.shortest_path_length(graph)}
    from_u = [i for i in graph if d[i][u] < far and d[i][v] - d[i][u] >= 2]
    from_v = [j for j in graph if d[j][v] < far and d[j][u] - d[j][v] >= 2]
    saved = sum(max(0, 1 / (d[i][u] + 1 + d[v][j]) - 1 / d[i][j]) for i in from_u for j in from_v)
    return 2 * saved / (len(graph) * (len(graph) - 1))


@given(graphs())
def test_each_is_what_recomputing_gives(graph):
    found = efficiency_gains(graph)
    possible = found.best()
    assert {(tie.a, tie.b) for tie in possible} == {
        tuple(sorted((str(a), str(b)))) for a, b in nx.non_edges(graph)
    }
    for tie in possible:
        again = recomputed(graph, int(tie.a), int(tie.b))
        assert tie.gain == pytest.approx(again, abs=1e-12)
        assert found.tie(tie.b, tie.a) == tie
        assert tie.gain > 0


@pytest.mark.parametrize(
    "graph",
    [
        nx.path_graph(60),
        nx.cycle_graph(41),
        nx.star_graph(60),
        nx.gnm_random_graph(70, 60, seed=1),
        nx.gnm_random_graph(70, 300, seed=2),
        nx.convert_node_labels_to_integers(nx.grid_2d_graph(6, 9)),
        nx.disjoint_union(nx.path_graph(25), nx.complete_graph(12)),
        nx.barabasi_albert_graph(80, 3, seed=3),
    ],
    ids=lambda graph: f"{len(graph)}-{graph.size()}",
)
def test_larger_networks_agree_with_the_formula_and_with_networkx(graph):
    found = efficiency_gains(graph)
    assert found.value == pytest.approx(nx.global_efficiency(graph), abs=1e-12)
    pairs = sorted(nx.non_edges(graph))[:: max(1, len(graph) // 4)]
    for a, b in pairs:
        gain = found.tie(str(a), str(b)).gain
        assert gain == pytest.approx(pruned(graph, a, b), abs=1e-12)
    a, b = pairs[-1]
    assert found.tie(str(a), str(b)).gain == pytest.approx(recomputed(graph, a, b), abs=1e-12)


@given(graphs(), st.randoms(use_true_random=False))
def test_other_names_change_nothing(graph, random):
    names = [f"n{number}" for number in graph]
    random.shuffle(names)
    new = dict(zip(graph, names, strict=True))
    before, after = efficiency_gains(graph), efficiency_gains(nx.relabel_nodes(graph, new))
    for a, b in nx.non_edges(graph):
        gain = after.tie(new[a], new[b]).gain
        assert gain == pytest.approx(before.tie(str(a), str(b)).gain, abs=1e-12)


@given(graphs(), graphs())
def test_beside_another_network_the_same_is_saved_among_more_pairs(one, other):
    both = efficiency_gains(nx.union(one, other, rename=("one", "other")))
    count = len(both.ids)
    for tie in efficiency_gains(one).best():
        gain = both.tie(f"one{tie.a}", f"one{tie.b}").gain
        saved = tie.gain * len(one) * (len(one) - 1)
        assert gain * count * (count - 1) == pytest.approx(saved, abs=1e-9)


def test_two_single_nodes_gain_all():
    found = efficiency_gains(nx.empty_graph(2))
    assert (found.value, found.tie("0", "1").gain) == (0, 1)


@pytest.mark.parametrize("graph", [nx.Graph(), nx.empty_graph(1), nx.complete_graph(4)])
def test_where_no_tie_can_be_added_it_says_so(graph):
    found = efficiency_gains(graph)
    assert found.best() == ()
    assert found.records() == []
    assert "No tie can be added." in str(found)


def test_ties_to_oneself_count_for_nothing():
    graph = nx.path_graph(4)
    graph.add_edge(1, 1)
    assert efficiency_gains(graph) == efficiency_gains(nx.path_graph(4))


class TestTheResult:
    found = efficiency_gains(nx.path_graph(8))

    def test_the_best_come_first_and_equals_by_their_ids(self):
        ties = efficiency_gains(nx.cycle_graph(6)).best()
        assert [(tie.a, tie.b) for tie in ties[:3]] == [("0", "2"), ("0", "4"), ("1", "3")]
        gains = [tie.gain for tie in self.found.best()]
        assert gains == sorted(gains, reverse=True)
        assert self.found.best(2) == self.found.best()[:2]

    def test_records_are_rows_of_pairs(self):
        assert set(self.found.records()[0]) == {"a", "b", "gain"}
        assert len(self.found.records()) == 28 - 7
        assert len(self.found.records(3)) == 3

    def test_it_prints_the_best_and_counts_the_others(self):
        assert str(self.found).startswith("Global efficiency 0.491")
        assert str(self.found).endswith("… and 1 more: .records() has all")

    def test_gains_are_those_of_pairs_without_a_tie(self):
        gains = self.found.gains
        np.testing.assert_array_equal(gains, gains.T)
        taken = snapshot(nx.path_graph(8), None)
        assert np.isnan(gains[taken.left, taken.right]).all()
        assert np.isnan(gains.diagonal()).all()
        assert np.isnan(gains).sum() == 2 * 7 + 8

    @pytest.mark.parametrize(
        ("pair", "why"), [(("0", "1"), "have a tie"), (("2", "2"), "one node")]
    )
    def test_a_tie_that_would_not_be_new_is_refused(self, pair, why):
        with pytest.raises(InvalidArgument, match=why):
            self.found.tie(*pair)

    def test_an_unknown_id_is_refused(self):
        with pytest.raises(UnknownId):
            self.found.tie("0", "99")

    def test_other_networks_are_others(self):
        assert self.found != efficiency_gains(nx.cycle_graph(8))


def test_a_network_too_large_is_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(module, "MOST_NODES", 5)
    assert efficiency_gains(nx.path_graph(5)).value
    with pytest.raises(InvalidArgument, match=r"has 6 nodes.*at most 5\. Take a part"):
        efficiency_gains(nx.path_graph(6))
