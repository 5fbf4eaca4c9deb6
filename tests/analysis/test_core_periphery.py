"""Core and periphery: the pattern, the best core, and the search."""

from __future__ import annotations

import itertools
import math
import statistics

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis import core_periphery as module
from collabmodel.analysis.core_periphery import core_periphery
from collabmodel.domain.errors import InvalidArgument, UnknownId

ACROSS = ["tied", "untied", "ignored"]


@st.composite
def graphs(draw, most=7):
    count = draw(st.integers(0, most))
    pairs = list(itertools.combinations(range(count), 2))
    graph = nx.empty_graph(count)
    graph.add_edges_from(draw(st.sets(st.sampled_from(pairs))) if pairs else ())
    return graph


def naive_fit(graph, core, across):
    """Write the pattern out, pair by pair, and correlate."""
    ideal, real = [], []
    for one, other in itertools.combinations(graph, 2):
        members = (one in core) + (other in core)
        if members == 1 and across == "ignored":
            continue
        ideal.append(members == 2 or (members == 1 and across == "tied"))
        real.append(graph.has_edge(one, other))
    try:
        return statistics.correlation(list(map(int, ideal)), list(map(int, real)))
    except statistics.StatisticsError:
        return math.nan


def naive_best(graph, across):
    """The highest fit of all cores there can be."""
    sizes = range(len(graph) + 1)
    cores = itertools.chain.from_iterable(itertools.combinations(graph, k) for k in sizes)
    fits = [naive_fit(graph, set(core), across) for core in cores]
    return max((fit for fit in fits if not math.isnan(fit)), default=math.nan)


def same(one, other):
    return one == pytest.approx(other, nan_ok=True, abs=1e-9)


@pytest.mark.parametrize("across", ACROSS)
@given(graphs())
def test_no_core_fits_better(across, graph):
    found = core_periphery(graph, across=across)
    assert same(found.fit, naive_best(graph, across))
    assert found.exact
    if not math.isnan(found.fit):
        core = {node for node in graph if str(node) in found.core}
        assert same(found.fit, naive_fit(graph, core, across))


@pytest.mark.parametrize("across", ACROSS)
@given(graphs(), st.randoms(use_true_random=False))
def test_other_names_change_no_fit(across, graph, random):
    names = [f"n{number}" for number in graph]
    random.shuffle(names)
    renamed = nx.relabel_nodes(graph, dict(zip(graph, names, strict=True)))
    before, after = core_periphery(graph, across=across), core_periphery(renamed, across=across)
    assert same(after.fit, before.fit)
    assert len(after.core) == len(before.core)


@given(graphs())
def test_the_pattern_turned_round_is_that_of_the_complement(graph):
    """A periphery without ties is a core of the complement, where the pattern has none across."""
    tied = core_periphery(graph, across="tied").fit
    assert same(tied, core_periphery(nx.complement(graph), across="untied").fit)


@pytest.mark.parametrize("across", ACROSS)
@pytest.mark.parametrize("nodes", [12, 40])
def test_a_perfect_core_is_found_and_fits_perfectly(across, nodes):
    graph = nx.empty_graph(nodes)
    core = range(3, 8)
    graph.add_edges_from(itertools.combinations(core, 2))
    if across == "tied":
        graph.add_edges_from(itertools.product(core, set(range(nodes)) - set(core)))
    if across == "ignored":
        graph.add_edges_from(zip(itertools.cycle(core), set(range(nodes)) - set(core)))
    found = core_periphery(graph, across=across)
    assert found.fit == pytest.approx(1)
    assert found.core == tuple(sorted(map(str, core)))
    assert (found.core_density, found.periphery_density) == (1, 0)


@pytest.mark.parametrize("across", ACROSS)
class TestSearch:
    def test_it_is_never_above_the_best_and_seldom_below(self, across, monkeypatch):
        """On networks where a core was planted, and every core can be tried."""
        missed = 0
        for seed in range(30):
            graph = nx.stochastic_block_model(
                [4, 8], [[0.9, 0.4], [0.4, 0.1]], seed=seed, sparse=False
            )
            best = core_periphery(graph, across=across).fit
            with monkeypatch.context() as patch:
                patch.setattr(module, "EVERY_CORE", 0)
                found = core_periphery(graph, across=across)
            assert not found.exact
            assert found.fit <= best + 1e-9
            missed += found.fit < best - 1e-9
        assert missed <= 3

    def test_no_node_that_changes_sides_betters_it(self, across):
        graph = nx.gnm_random_graph(40, 120, seed=5)
        found = core_periphery(graph, across=across)
        core = {node for node in graph if str(node) in found.core}
        assert same(found.fit, naive_fit(graph, core, across))
        assert all(naive_fit(graph, core ^ {node}, across) <= found.fit + 1e-9 for node in graph)

    def test_it_is_the_same_again(self, across):
        graph = nx.gnm_random_graph(60, 200, seed=2)
        assert core_periphery(graph, across=across) == core_periphery(graph, across=across)


@pytest.mark.parametrize("across", ACROSS)
@pytest.mark.parametrize(
    "graph",
    [nx.Graph(), nx.empty_graph(1), nx.empty_graph(5), nx.complete_graph(5), nx.path_graph(2),
     nx.empty_graph(30), nx.complete_graph(30)],
)  # fmt: skip
def test_where_nothing_differs_there_is_no_core(across, graph):
    found = core_periphery(graph, across=across)
    assert math.isnan(found.fit)
    assert math.isnan(found.core_density)
    assert math.isnan(found.across_density)
    assert math.isnan(found.periphery_density)
    assert (found.core, found.periphery) == ((), ())
    assert all(node.core is None for node in found.nodes)
    assert str(found) == "Core and periphery: not defined here"


def test_of_equal_fits_the_smaller_core_then_that_of_more_ties_then_of_first_ids():
    assert core_periphery(nx.path_graph(3)).core == ("1",)
    assert core_periphery(nx.Graph([("a", "b"), ("c", "d")])).core == ("a", "c")
    double = nx.Graph([("a", "b"), ("a", "c"), ("x", "y"), ("x", "z")])
    assert core_periphery(double).core == ("a", "x")


@pytest.mark.parametrize("across", ACROSS)
def test_hubs_and_long_paths_are_no_trouble(across):
    assert not math.isnan(core_periphery(nx.path_graph(5_000), across=across).fit)
    star = core_periphery(nx.star_graph(20_000), across=across)
    assert "0" in star.core
    hubs = nx.complete_bipartite_graph(20, 1_000)
    assert core_periphery(hubs, across="tied").fit > 0.98


def test_densities_and_ties_are_those_of_the_core_that_was_found():
    graph = nx.karate_club_graph()
    found = core_periphery(graph)
    core = {node for node in graph if str(node) in found.core}
    assert found.core_density == pytest.approx(nx.density(graph.subgraph(core)))
    assert found.periphery_density == pytest.approx(nx.density(graph.subgraph(set(graph) - core)))
    across = nx.cut_size(graph, core) / (len(core) * (34 - len(core)))
    assert found.across_density == pytest.approx(across)
    for node in graph:
        entry = found.node(str(node))
        assert entry.degree == graph.degree[node]
        assert entry.core_ties == len(core & set(graph[node]))
        assert entry.core == (node in core)
    assert sorted(found.core + found.periphery) == [node.id for node in found.nodes]


def test_records_are_plain_rows_and_the_core_is_printed_first():
    found = core_periphery(nx.star_graph(["b", "a", "c", "d"]))
    assert found.records()[1] == {"id": "b", "core": True, "degree": 3, "core_ties": 0}
    (network,) = found.records("network")
    assert (network["fit"], network["core"], network["periphery"]) == (1, 1, 3)
    assert math.isnan(network["core_density"])
    text = str(found)
    assert text.startswith("Core of 1 and periphery of 3, fit 1.000 (every core was tried)")
    assert text.splitlines()[4].split() == ["b", "True", "3", "0"]
    assert "found by search" in str(core_periphery(nx.karate_club_graph()))


def test_it_remembers_what_it_was_asked():
    found = core_periphery(nx.DiGraph([(1, 2), (1, 3)]), across="untied", project="either")
    assert (found.across, found.project) == ("untied", "either")


def test_another_pattern_is_refused():
    with pytest.raises(InvalidArgument, match=r"found 'tide'. Did you mean 'tied'\?"):
        core_periphery(nx.path_graph(3), across="tide")


def test_an_unknown_node_is_answered_with_the_nearest():
    with pytest.raises(UnknownId, match=r"'wrd'. Did you mean 'ward'\?"):
        core_periphery(nx.Graph([("ward", "clinic")])).node("wrd")
