"""QAP correlation: compared with numpy's correlation, and with every permutation there is."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import coo_array

from collabmodel import (
    FREY,
    Flow,
    InvalidArgument,
    Model,
    Rules,
    Service,
    Tie,
    collaboration_graph,
    need_graph,
    pairs,
)
from collabmodel.analysis import qap
from collabmodel.analysis.qap import permutation_variance, qap_correlation
from collabmodel.analysis.snapshot import snapshot
from collabmodel.testing import models

FEW = Rules(draws=1)
DRAWS = 400
NAN = pytest.approx(math.nan, nan_ok=True)


def tables(nodes):
    """Square matrices of small whole numbers, many of them 0."""
    return arrays(float, (nodes, nodes), elements=st.sampled_from((0, 0, 0, 1, 1, 2, 5)))


def naive(one, other):
    """The correlation of all cells off the diagonal."""
    off = ~np.eye(len(one), dtype=bool)
    a, b = one[off], other[off]
    return np.corrcoef(a, b)[0, 1] if np.ptp(a) and np.ptp(b) else math.nan


def every(one, other):
    """The correlation for every order of the nodes of the one."""
    orders = itertools.permutations(range(len(one)))
    return np.array([naive(one[np.ix_(order, order)], other) for order in orders])


def made(seed, nodes=5, ties=5):
    graphs = (nx.gnm_random_graph(nodes, ties, seed=seed + extra) for extra in (0, 1000))
    return [nx.to_numpy_array(graph, nodelist=range(nodes)) for graph in graphs]


@given(tables(5), tables(5))
def test_the_value_is_that_of_numpy(one, other):
    found = qap_correlation(one, other, rules=FEW)
    assert found.value == pytest.approx(naive(one, other), nan_ok=True, abs=1e-12)


@settings(max_examples=20)
@given(tables(4) | tables(2) | tables(3), st.data())
def test_mean_and_variance_are_those_of_every_permutation(one, data):
    other = data.draw(tables(len(one)))
    if data.draw(st.booleans()):
        one, other = one + one.T, other + other.T
    values = every(one, other)
    if np.isnan(values).any():
        assert math.isnan(permutation_variance(one, other))
        return
    assert values.mean() == pytest.approx(0, abs=1e-12)
    assert permutation_variance(one, other) == pytest.approx(values.var(), abs=1e-12)
    assert qap_correlation(one, other, rules=FEW).variance == pytest.approx(values.var(), abs=1e-12)


@settings(max_examples=15)
@given(st.integers(0, 500), st.integers(1, 9), st.booleans())
def test_p_is_that_of_every_permutation_but_for_the_draws(seed, ties, is_directed):
    one, other = made(seed, ties=ties)
    if is_directed:
        one = np.triu(one)
        other = np.tril(other) * 3
    values, value = every(one, other), naive(one, other)
    if math.isnan(value):
        return
    found = qap_correlation(one, other, rules=Rules(draws=DRAWS, seed=seed))
    exact = (
        np.mean(np.abs(values) >= abs(value) - 1e-9),
        np.mean(values >= value - 1e-9),
        np.mean(values <= value + 1e-9),
    )
    for p, expected in zip((found.p, found.p_high, found.p_low), exact, strict=True):
        error = math.sqrt(expected * (1 - expected) / DRAWS)
        assert abs(p - expected) <= 4 * error + 1 / DRAWS


@given(st.integers(0, 99), st.permutations(range(8)))
def test_order_and_names_change_no_value(seed, order):
    one, other = made(seed, 8, 12)
    before = qap_correlation(one, other, rules=FEW)
    moved = np.ix_(order, order)
    after = qap_correlation(other[moved], one[moved], rules=FEW)
    assert (after.value, after.variance) == pytest.approx((before.value, before.variance))


@given(st.integers(0, 99))
def test_the_complement_turns_the_sign_and_the_two_tails(seed):
    one, other = made(seed, 7, 9)
    rules = Rules(draws=50)
    straight = qap_correlation(one, other, rules=rules)
    turned = qap_correlation(one, 1 - other, rules=rules)
    assert turned.value == pytest.approx(-straight.value)
    assert turned.variance == pytest.approx(straight.variance)


@given(tables(5), tables(5), st.integers(0, 9))
def test_a_matrix_too_large_for_a_full_copy_is_looked_up_by_key(one, other, seed):
    rules = Rules(draws=20, seed=seed)
    full = qap_correlation(one, other, rules=rules)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(qap, "FULL_BYTES", 0)
        keyed = qap_correlation(one, other, rules=rules)
    assert str(keyed) == str(full)
    assert keyed.p_high == pytest.approx(full.p_high, nan_ok=True)


@given(st.integers(0, 99))
def test_graphs_snapshots_and_matrices_are_compared_alike(seed):
    one, other = nx.gnm_random_graph(7, 9, seed=seed), nx.gnm_random_graph(7, 9, seed=seed + 100)
    rules = Rules(draws=30)
    of_graphs = qap_correlation(one, other, rules=rules)
    of_both = qap_correlation(snapshot(one, None), other, rules=rules)
    matrices = [nx.to_numpy_array(graph, nodelist=range(7)) for graph in (one, other)]
    assert of_graphs == of_both == qap_correlation(*matrices, rules=rules)
    assert qap_correlation(coo_array(matrices[0]), matrices[1], rules=rules) == of_graphs


def test_the_same_seed_gives_the_same_p_and_another_a_different_one():
    one, other = made(1, 9, 12)
    found = [qap_correlation(one, other, rules=Rules(draws=99, seed=seed)).p for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]


def test_a_network_is_like_itself():
    graph = nx.path_graph(7)
    found = qap_correlation(graph, graph, rules=Rules(draws=999))
    assert found.value == pytest.approx(1)
    assert found.p == found.p_high < 0.01
    assert found.p_low == 1


@settings(max_examples=20)
@given(models(with_needs=True, max_services=6, scale=FREY))
def test_need_and_contact_of_a_model_are_compared(model):
    found = qap_correlation(model, rules=FEW)
    order = sorted(service.id for service in model.services)
    need, contact = (
        nx.to_numpy_array(graph, nodelist=order) if order else np.zeros((0, 0))
        for graph in (need_graph(model, FEW), collaboration_graph(model, FEW))
    )
    assert found.value == pytest.approx(naive(need, contact), nan_ok=True, abs=1e-12)
    assert found.rules == FEW


def test_pairs_that_nobody_was_heard_about_are_counted():
    services = [Service("a"), Service("part", part_of="a"), *(Service(id) for id in "bcd")]
    model = Model.of(
        services, Tie(("a", "b"), level=2), Flow("a", "c"),
        Tie(("c", "d"), views={"c": 0, "d": 0}), asked=("a", "b", "c", "part"),
    )  # fmt: skip
    heard = {
        tuple(sorted((one.id, other.id)))
        for one, other in itertools.combinations(services, 2)
        if {one.id, other.id} <= {"a", "b", "c", "part"} or {one.id, other.id} == {"c", "d"}
    }
    # Of the ten pairs one is a service with its part, and a with b is in contact and heard.
    assert qap_correlation(model, rules=FEW).unknown == 10 - len(heard)
    assert pairs(model).get("c", "d").both_heard
    assert "pairs without contact on record not both sides were heard" in str(
        qap_correlation(model, rules=FEW)
    )


def test_two_models_are_compared_by_contact():
    services = [Service(id) for id in "abcd"]
    before = Model.of(services, Tie(("a", "b")), Tie(("b", "c")))
    after = Model.of(services, Tie(("a", "b")), Tie(("c", "d")))
    found = qap_correlation(before, after, rules=FEW)
    assert found.value == pytest.approx(0.25)
    assert (found.unknown, found.rules) == (None, FEW)


@pytest.mark.parametrize(
    "graph", [nx.empty_graph(0), nx.empty_graph(1), nx.empty_graph(4), nx.complete_graph(4)]
)
def test_it_is_undefined_where_a_network_is_the_same_in_all_pairs(graph):
    found = qap_correlation(graph, graph, rules=FEW)
    numbers = (found.value, found.p, found.p_high, found.p_low, found.variance, found.z)
    assert list(numbers) == [NAN] * 6


def test_a_large_mean_costs_no_precision():
    one, other = np.random.default_rng(3).random((2, 8, 8))
    found = qap_correlation(one + 1e9, other, rules=FEW)
    assert found.value == pytest.approx(naive(one, other), abs=1e-5)


def test_arcs_need_a_word_on_how_they_are_read_or_a_matrix():
    graph = nx.DiGraph([(0, 1), (1, 2)])
    with pytest.raises(InvalidArgument, match="has directions"):
        qap_correlation(graph, graph)
    assert qap_correlation(graph, graph, rules=FEW, project="either").project == "either"
    matrix = nx.to_numpy_array(graph)
    assert qap_correlation(matrix, matrix, rules=FEW).pairs == 6
    assert qap_correlation(matrix + matrix.T, matrix + matrix.T, rules=FEW).pairs == 3


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (nx.path_graph(3), None, "give a second"),
        (nx.path_graph(3), np.eye(3), "a matrix does not name its nodes"),
        (nx.path_graph(["ward", "flats"]), nx.path_graph(["ward", "flat"]), "second lacks 1"),
        (np.eye(3), np.eye(4), "the first has 3, the second 4"),
        (np.ones((2, 3)), np.eye(2), r"expected a square matrix, found the shape \(2, 3\)"),
        ([1, 2], [1, 2], "expected a square matrix"),
        ("text", np.eye(2), "a matrix of numbers, found str"),
        ([[0, math.nan], [1, 0]], np.eye(2), "NaN or infinity"),
    ],
)
def test_what_cannot_be_compared_is_refused(one, other, said):
    with pytest.raises(InvalidArgument, match=said):
        qap_correlation(one, other)


def test_a_star_and_a_path_of_many_nodes_are_compared():
    star, path = nx.star_graph(2999), nx.path_graph(3000)
    found = qap_correlation(star, path, rules=Rules(draws=5))
    assert found.pairs == 3000 * 2999 // 2
    assert abs(found.value) < 0.01


def test_the_record_is_one_plain_row():
    found = qap_correlation(*made(1), rules=Rules(draws=9))
    (row,) = found.records()
    assert row["p_high"] == found.p_high
    assert row["error"] == math.sqrt(found.p * (1 - found.p) / 9)
    assert str(found).startswith("QAP correlation ")
