"""The permutation test of the E-I index: compared with every way to deal the groups out."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_measures import drawn_loop, made_graph
from collabmodel import Rules, UnknownId, ei_index, snapshot
from collabmodel.analysis.ei_moments import group_moments
from collabmodel.analysis.ei_permutation import dealt_out, ei_permutation_test

DRAWS = 400
FEW = Rules(draws=20)


@st.composite
def grouped_graphs(draw, most=7, several=False):
    """A graph with a tie, and a mapping of its nodes to groups: one each, or none or several."""
    count = draw(st.integers(2, most))
    pairs = list(itertools.combinations(range(count), 2))
    graph = nx.Graph(draw(st.sets(st.sampled_from(pairs), min_size=1)))
    graph.add_nodes_from(range(count))
    one = st.sampled_from("abc")
    group = st.lists(one, max_size=2, unique=True).map(tuple) if several else one
    return graph, {node: draw(group) for node in sorted(graph)}


def every_deal(graph, groups):
    """For every way to deal the groups out: internal and external ties, of all and of a group."""
    nodes = list(graph)
    deals = []
    for labels in itertools.permutations(groups[node] for node in nodes):
        dealt = dict(zip(nodes, labels, strict=True))
        ties = [(dealt[a], dealt[b]) for a, b in graph.edges]
        staying = sum(bool(set(a) & set(b)) for a, b in ties)
        deals.append(
            {
                "": (staying, len(ties) - staying),
                **{
                    name: (
                        sum(name in a and name in b for a, b in ties),
                        sum((name in a) != (name in b) for a, b in ties),
                    )
                    for name in set("".join(map("".join, labels)))
                },
            }
        )
    return deals


def by_ties(internal, external):
    return Fraction(external - internal, external + internal)


def by_members(internal, external):
    return Fraction(external - 2 * internal, external + 2 * internal)


def is_near(p, exact, draws=DRAWS):
    """Within four Monte Carlo errors, and one for the network itself, which counts as a draw."""
    return abs(p - exact) <= 4 * math.sqrt(exact * (1 - exact) / draws) + 1 / draws


def share(found):
    found = list(found)
    return sum(found) / len(found)


@settings(max_examples=25)
@given(grouped_graphs(most=6, several=True), st.integers(0, 99))
def test_p_of_the_network_is_that_of_every_deal_but_for_the_draws(grouped, seed):
    graph, groups = grouped
    found = ei_permutation_test(graph, groups, rules=Rules(draws=DRAWS, seed=seed))
    ties = graph.number_of_edges()
    values = [by_ties(*deal[""]) for deal in every_deal(graph, groups)]
    value = by_ties(internal := ei_index(graph, groups).internal, ties - internal)
    mean = sum(values) / len(values)
    assert found.value == float(value)
    assert is_near(found.p_high, share(each >= value for each in values))
    assert is_near(found.p_low, share(each <= value for each in values))
    assert is_near(found.p, share(abs(each - mean) >= abs(value - mean) for each in values))


@settings(max_examples=25)
@given(
    grouped_graphs(most=6, several=True), st.integers(0, 99), st.sampled_from((by_ties, by_members))
)
def test_p_of_a_group_is_that_of_every_deal_in_either_reading(grouped, seed, reading):
    """Among the deals that leave the group a tie."""
    graph, groups = grouped
    found = ei_permutation_test(graph, groups, rules=Rules(draws=DRAWS, seed=seed))
    deals = every_deal(graph, groups)
    for entry in found.groups:
        counts = [deal[entry.group] for deal in deals if any(deal[entry.group])]
        if not entry.internal + entry.external:
            assert math.isnan(entry.p)
            assert math.isnan(entry.p_high)
            assert math.isnan(entry.p_low)
            continue
        value = reading(entry.internal, entry.external)
        values = [reading(*each) for each in counts]
        assert is_near(entry.draws / DRAWS, len(counts) / len(deals))
        assert is_near(entry.p_high, share(each >= value for each in values), entry.draws)
        assert is_near(entry.p_low, share(each <= value for each in values), entry.draws)
        assert entry.p == min(1, 2 * min(entry.p_high, entry.p_low))


@settings(max_examples=25)
@given(grouped_graphs(most=6, several=True))
def test_moments_of_a_group_are_those_of_every_deal(grouped):
    """Exactly, in fractions."""
    graph, groups = grouped
    deals = every_deal(graph, groups)
    names = sorted(set("".join(map("".join, groups.values()))))
    degrees = [degree for _, degree in graph.degree]
    sizes = [sum(name in own for own in groups.values()) for name in names]
    tested = ei_permutation_test(graph, groups, rules=FEW)
    for name, moments in zip(names, group_moments(sizes, degrees), strict=True):
        exact = []
        for counts in zip(*(deal[name] for deal in deals), strict=True):
            mean = Fraction(sum(counts), len(counts))
            exact += [mean, Fraction(sum(count**2 for count in counts), len(counts)) - mean**2]
        assert list(moments) == exact
        entry = tested.group(name)
        assert exact == pytest.approx(
            [
                entry.internal_expected,
                entry.internal_variance,
                entry.external_expected,
                entry.external_variance,
            ]
        )


@pytest.mark.parametrize("seed", range(4))
def test_the_draws_have_the_exact_moments_to_within_their_error(seed):
    """On networks with hubs, and groups of different sizes."""
    graph = nx.barabasi_albert_graph(60, 3, seed=seed)
    groups = dict(enumerate("a" * 30 + "b" * 15 + "c" * 10 + "d" * 5))
    taken, draws = snapshot(graph, groups), 4000
    staying, inside, across = (
        np.array(counts) for counts in zip(*dealt_out(taken, draws, seed), strict=True)
    )
    found = ei_permutation_test(taken, rules=FEW)
    ties = graph.number_of_edges()
    drawn = [1 - 2 * staying / ties, *inside.T, *across.T]
    exact = [
        (found.expected, found.variance),
        *((entry.internal_expected, entry.internal_variance) for entry in found.groups),
        *((entry.external_expected, entry.external_variance) for entry in found.groups),
    ]
    for values, (mean, variance) in zip(drawn, exact, strict=True):
        assert abs(values.mean() - mean) <= 4 * math.sqrt(variance / draws)
        # The error of a variance, from the fourth moment of the draws.
        squares = (values - mean) ** 2
        assert abs(squares.mean() - variance) <= 4 * squares.std() / math.sqrt(draws)


def test_the_loop_that_the_benchmark_is_measured_against_draws_the_same():
    graph, draws = made_graph(200, groups=4), 500
    found = ei_permutation_test(graph, rules=FEW)
    values = 2 * np.array(drawn_loop(graph, draws)) / graph.number_of_edges() - 1
    assert abs(values.mean() - found.expected) <= 4 * math.sqrt(found.variance / draws)
    assert 0.7 < values.var() / found.variance < 1.4


@given(grouped_graphs())
def test_the_value_is_that_of_the_index(grouped):
    index, found = ei_index(*grouped), ei_permutation_test(*grouped, rules=FEW)
    assert (found.value, found.expected, found.variance) == (
        index.value, index.expected, index.variance,
    )  # fmt: skip
    for before, entry in zip(index.groups, found.groups, strict=True):
        assert (entry.group, entry.members) == (before.group, before.members)
        assert (entry.internal, entry.external) == (before.internal, before.external)
        assert [entry.by_ties, entry.by_members] == pytest.approx(
            [before.by_ties, before.by_members], nan_ok=True
        )


@given(grouped_graphs(), st.integers(0, 99))
def test_names_that_keep_the_order_change_nothing(grouped, seed):
    """The draws go by the order of the nodes, so that another order makes other draws."""
    graph, groups = grouped
    rules = Rules(draws=50, seed=seed)
    renamed = nx.relabel_nodes(graph, {node: f"n{node}" for node in graph})
    regrouped = {f"n{node}": f"group {name}" for node, name in groups.items()}
    before = ei_permutation_test(graph, groups, rules=rules)
    after = ei_permutation_test(renamed, regrouped, rules=rules)
    assert after.records("network") == before.records("network")
    for entry in before.groups:
        assert after.group(f"group {entry.group}").p_low == pytest.approx(entry.p_low, nan_ok=True)


@settings(max_examples=25)
@given(grouped_graphs(), st.randoms(use_true_random=False))
def test_another_order_changes_p_by_the_error_of_the_draws_alone(grouped, random):
    graph, groups = grouped
    names = random.sample(range(len(graph)), len(graph))
    new = dict(zip(graph, names, strict=True))
    rules = Rules(draws=DRAWS)
    before = ei_permutation_test(graph, groups, rules=rules)
    after = ei_permutation_test(
        nx.relabel_nodes(graph, new),
        {new[node]: name for node, name in groups.items()},
        rules=rules,
    )
    for one, other in zip((*before.groups, before), (*after.groups, after), strict=True):
        if math.isnan(one.p_low):
            assert math.isnan(other.p_low)
            continue
        for p, q in ((one.p_low, other.p_low), (one.p_high, other.p_high)):
            middle, draws = (p + q) / 2, min(one.draws, other.draws)
            assert abs(p - q) <= 5 * math.sqrt(2 * middle * (1 - middle) / draws) + 1 / draws


@given(grouped_graphs())
def test_the_two_tails_overlap_in_the_value_itself(grouped):
    found = ei_permutation_test(*grouped, rules=FEW)
    assert found.p_high + found.p_low >= 1
    assert min(found.p, found.p_high, found.p_low) >= 1 / 21
    assert max(found.p, found.p_high, found.p_low) <= 1


def test_a_planted_group_is_told_from_chance():
    graph = nx.stochastic_block_model([15, 15], [[0.5, 0.1], [0.1, 0.5]], seed=3)
    found = ei_permutation_test(graph, "block", rules=Rules(draws=999))
    assert found.p == found.p_low == 0.001
    assert found.p_high == 1
    assert {entry.p_low for entry in found.groups} == {0.001}


def test_every_deal_is_alike_where_there_is_one_group():
    found = ei_permutation_test(nx.path_graph(5), dict.fromkeys(range(5), "all"), rules=FEW)
    assert (found.p, found.p_high, found.p_low, found.variance) == (1, 1, 1, 0)
    assert found.group("all").p == 1


@pytest.mark.parametrize(
    ("graph", "groups"),
    [
        (nx.empty_graph(3), dict.fromkeys(range(3), "a")),
        (nx.empty_graph(1), {0: "a"}),
        (nx.Graph([(0, 0)]), {0: "a"}),
    ],
)
def test_chance_is_undefined_without_ties(graph, groups):
    found = ei_permutation_test(graph, groups, rules=FEW)
    assert "there are no ties" in str(found)
    for entry in (found, *found.groups):
        assert math.isnan(entry.p)
        assert math.isnan(entry.p_high)
        assert math.isnan(entry.p_low)
    for entry in found.groups:
        assert math.isnan(entry.internal_expected)
        assert entry.draws == 0


def test_the_seed_decides_the_draws():
    graph, groups = (
        nx.barabasi_albert_graph(30, 2, seed=1),
        {node: str(node % 3) for node in range(30)},
    )
    one, same, other = (
        ei_permutation_test(graph, groups, rules=Rules(draws=200, seed=seed)) for seed in (1, 1, 2)
    )
    assert one == same
    assert one.p_low != other.p_low
    assert (one.draws, one.seed) == (200, 1)
    assert one.error == pytest.approx(math.sqrt(one.p * (1 - one.p) / 200))


def test_a_snapshot_of_a_model_is_drawn_by_its_own_rules():
    from collabmodel.datasets import example_town

    rules = Rules(draws=30, seed=4)
    found = ei_permutation_test(snapshot(example_town(), "sector", rules=rules))
    assert (found.draws, found.seed, found.rules) == (30, 4, rules)


def test_it_prints_no_p_of_zero():
    found = ei_permutation_test(nx.karate_club_graph(), "club")
    assert "p = 0.0001, as high 1.0000, as low 0.0001" in str(found)
    assert "0.0002" in str(found)
    (network,) = found.records("network")
    assert network["draws"] == 9999


def test_an_unknown_group_is_answered_with_the_nearest():
    found = ei_permutation_test(nx.karate_club_graph(), "club", rules=FEW)
    with pytest.raises(UnknownId, match=r"Did you mean 'Officer'\?"):
        found.group("Oficer")
