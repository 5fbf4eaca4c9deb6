"""The score test, against the formulas written out naively and densely."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.special import expit, ndtri
from scipy.stats import pearson3

from collabmodel.analysis import activity_model, silo_test
from collabmodel.analysis.silo_test import silo_scores, smallest_p


def network(seed, sizes=(6, 6, 6), inside=0.6, across=0.2, chance=0.5, silo=None):
    """Needed pairs of services in groups: left, right, met, membership."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    left, right = np.triu_indices(groups.size, k=1)
    within = groups[left] == groups[right]
    needed = rng.random(left.size) < np.where(within, inside, across)
    left, right, within = left[needed], right[needed], within[needed]
    activity = rng.normal(size=groups.size)
    odds = np.log(chance / (1 - chance)) + activity[left] + activity[right]
    if silo is not None:
        odds[(groups[left] == silo) ^ (groups[right] == silo)] -= 4.0
        odds[(groups[left] == silo) & within] += 2.0
    met = (rng.random(left.size) < expit(odds)).astype(int)
    return left, right, met, csr_array(np.eye(len(sizes))[groups])


def naive(left, right, met, membership, group):
    """z as the research note has it, a column for each group effect and each service; and p."""
    member = membership.toarray()
    services, groups = member.shape
    means = member / np.maximum(member.sum(axis=1, keepdims=True), 1)
    ends = np.zeros((len(left), services))
    ends[np.arange(len(left)), left] = ends[np.arange(len(left)), right] = 1
    design = np.hstack([ends @ means, ends])
    penalty = np.diag([0.01] * groups + [1.0] * services)
    share = (sum(met) + 0.5) / (len(met) + 1)
    effects = np.zeros(groups + services)
    for _ in range(60):
        chance = expit(math.log(share / (1 - share)) + design @ effects)
        weight = np.diag(chance * (1 - chance))
        bend = design.T @ weight @ design + penalty
        step = np.linalg.solve(bend, design.T @ (met - chance) - penalty @ effects)
        effects += np.clip(step, -2, 2)
    inside = member[left, group] + member[right, group]
    crossing = (inside == 1).astype(float)
    score = crossing @ (met - chance)
    moved = design.T @ weight @ crossing
    taken = np.linalg.solve(bend, moved)
    z = (score + 0.5) / math.sqrt(crossing @ weight @ crossing - moved @ taken)
    touching = np.flatnonzero(inside)
    own = (crossing - design @ taken)[touching]
    odd = chance[touching] * (1 - chance[touching]) * (1 - 2 * chance[touching])
    skewness = (own**3 @ odd) / (crossing @ weight @ crossing - moved @ taken) ** 1.5
    return z, pearson3.cdf(z, skewness)


def worst_table(left, right, status, membership, group, unknown_across=1, unknown_inside=0):
    """The pairs of the table that is worst for a group, and whether each is met."""
    belongs = membership.toarray()[:, group]
    ends = belongs[left] + belongs[right]
    counted = np.where(ends == 1, unknown_across, unknown_inside)
    used = (status >= 0) | (ends > 0)
    return left[used], right[used], np.where(status >= 0, status, counted)[used]


@pytest.fixture(params=["dense", "sparse"])
def way(request, monkeypatch):
    """Test as with few services, or as with very many; and how exact that is."""
    if request.param == "sparse":
        pretend_many(monkeypatch)
    return {"dense": 1e-7, "sparse": 0.03}[request.param]


def pretend_many(monkeypatch):
    """Let a network be treated as if it had very many services."""
    monkeypatch.setattr(activity_model, "DENSE", 0)
    monkeypatch.setattr(silo_test, "DENSE", 0)


@pytest.mark.parametrize("seed", range(6))
def test_the_score_is_that_of_the_written_out_formulas(seed, way):
    left, right, met, membership = network(seed, silo=0 if seed % 2 else None)
    scores = silo_scores(left, right, met, membership)
    z, p = np.transpose([naive(left, right, met, membership, group) for group in range(3)])
    assert scores.z == pytest.approx(z, abs=way)
    assert scores.p == pytest.approx(p, abs=way)


def test_a_service_may_belong_to_two_groups_or_to_none(way):
    left, right, met, membership = network(3)
    member = membership.toarray()
    member[0, 1] = member[7, 2] = 1  # of two groups
    member[12] = 0  # of none
    scores = silo_scores(left, right, met, csr_array(member))
    z = [naive(left, right, met, csr_array(member), group)[0] for group in range(3)]
    assert scores.z == pytest.approx(z, abs=way)
    for group in range(3):
        ends = member[left, group] + member[right, group]
        assert scores.inside_pairs[group] == np.count_nonzero(ends == 2)
        assert scores.across_pairs[group] == np.count_nonzero(ends == 1)
        assert scores.inside_met[group] == met[ends == 2].sum()
        assert scores.across_met[group] == met[ends == 1].sum()


@pytest.mark.parametrize("seed", range(4))
def test_each_group_is_tested_on_the_table_that_is_worst_for_it(seed, way):
    left, right, met, membership = network(seed, silo=1)
    status = np.where(np.random.default_rng(seed).random(met.size) < 0.1, -1, met)
    scores = silo_scores(left, right, status, membership)
    compared = 0
    for group in range(3):
        table = worst_table(left, right, status, membership, group)
        belongs = membership.toarray()[:, group]
        ends = belongs[table[0]] + belongs[table[1]]
        worst = [table[2][ends == count].mean() for count in (1, 2)]
        assert (scores.worst_across[group], scores.worst_inside[group]) == pytest.approx(worst)
        if worst[0] < worst[1]:
            z, p = naive(*table, membership, group)
            assert scores.z[group] == pytest.approx(z, abs=way)
            assert scores.p[group] == pytest.approx(p, abs=way)
            compared += 1
        else:
            assert (scores.z[group], scores.p[group]) == (np.inf, 1)
    assert compared
    assert (scores.inside_unknown + scores.across_unknown > 0).any()
    every = scores.inside_pairs + scores.inside_unknown
    assert every.sum() + (scores.across_pairs + scores.across_unknown).sum() / 2 == len(left)


def test_a_group_that_unknown_pairs_rule_out_still_counts_among_the_tests():
    left, right, met, membership = network(3, silo=1)
    groups = membership.toarray().argmax(axis=1)
    status = np.where((groups[left] == 0) & (groups[right] == 2), -1, met)
    scores = silo_scores(left, right, status, membership)
    assert scores.z[0] == np.inf
    assert scores.p_holm[0] == 1
    assert scores.p_holm[1] == pytest.approx(3 * scores.p[1])


def test_what_is_not_known_and_does_not_touch_a_group_is_left_out():
    left, right, met, membership = network(5)
    groups = membership.toarray().argmax(axis=1)
    status = np.where((groups[left] > 0) & (groups[right] > 0) & (left % 2 == 0), -1, met)
    known = status >= 0
    whole = silo_scores(left, right, status, membership)
    rest = silo_scores(left[known], right[known], met[known], membership)
    assert whole.z[0] == pytest.approx(rest.z[0], abs=1e-9)
    assert whole.z[1] != pytest.approx(rest.z[1], abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_a_group_scored_in_its_surroundings_comes_near_to_a_full_fit(seed, monkeypatch):
    """In a network of 96 services, where what is held fast is far off, nearer than in one of 18."""
    left, right, met, membership = network(seed, sizes=[8] * 12, across=0.1, silo=3)
    status = np.where(np.random.default_rng(seed).random(met.size) < 0.1, -1, met)
    full = [silo_scores(left, right, known, membership).z for known in (met, status)]
    perfect = smallest_p(left, right, status, membership)
    pretend_many(monkeypatch)
    near = [silo_scores(left, right, known, membership).z for known in (met, status)]
    assert near[0] == pytest.approx(full[0], rel=0.002, abs=0.002)
    assert near[1] == pytest.approx(full[1], rel=0.002, abs=0.01)
    near_perfect = smallest_p(left, right, status, membership)
    assert ndtri(near_perfect) == pytest.approx(ndtri(perfect), rel=0.02)


@given(st.integers(0, 99))
def test_conjugate_gradients_solve_what_cholesky_solves(seed):
    left, right, met, membership = network(seed)
    penalty = activity_model.penalty_of(membership)
    matrix = penalty + activity_model.between_ends(left, right, 0.2 * np.ones(met.size), 21)
    right_side = np.random.default_rng(seed).normal(size=21)
    exact = np.linalg.solve(matrix.toarray(), right_side)
    assert activity_model.solver(matrix, 18)(right_side) == pytest.approx(exact, abs=1e-9)
    with pytest.MonkeyPatch.context() as patch:
        pretend_many(patch)
        found = activity_model.solver(matrix, 18)(right_side)
        assert found == pytest.approx(exact, abs=0.01)
        assert right_side @ found == pytest.approx(right_side @ exact, rel=1e-6)
        assert (activity_model.solver(matrix, 18)(np.zeros(21)) == 0).all()


def test_the_smallest_p_is_that_of_a_perfect_silo(way):
    left, right, met, membership = network(2)
    belongs = membership.toarray()[:, 1]
    ends = belongs[left] + belongs[right]
    perfect = np.where(ends == 2, 1, np.where(ends == 1, 0, met))
    _, expected = naive(left, right, perfect, membership, 1)
    status = np.where((ends > 0) & (left % 3 == 0), -1, met)  # what is known of it does not matter
    least = smallest_p(left, right, status, membership, groups=[1])
    assert ndtri(least[1]) == pytest.approx(ndtri(expected), rel=max(way, 1e-6))
    assert np.isnan(least[[0, 2]]).all()
    assert least[1] <= silo_scores(left, right, met, membership).p[1]


def test_two_pairs_are_too_few_to_find_even_a_perfect_silo():
    left, right, met, membership = network(4, sizes=(6, 6, 6, 6, 6))
    groups = membership.toarray().argmax(axis=1)
    touching = (groups[left] == 0) | (groups[right] == 0)
    inside = np.flatnonzero(touching & (groups[left] == groups[right]))[:1]
    across = np.flatnonzero(touching & (groups[left] != groups[right]))[:1]
    used = np.concatenate([np.flatnonzero(~touching), inside, across])
    least = smallest_p(left[used], right[used], met[used], membership)
    assert least[0] > 0.05 / 5
    assert (least[1:] < 0.05 / 5).all()


def test_a_group_without_need_inside_or_across_cannot_be_tested():
    left, right, met, membership = network(1)
    groups = membership.toarray().argmax(axis=1)
    used = ~((groups[left] == 0) & (groups[right] == 0))
    scores = silo_scores(left[used], right[used], met[used], membership)
    assert scores.testable.tolist() == [False, True, True]
    assert np.isnan([scores.z[0], scores.p[0], scores.p_holm[0], scores.worst_inside[0]]).all()
    assert not scores.found(1.0)[0]
    alone = groups[left] == groups[right]
    scores = silo_scores(left[alone], right[alone], met[alone], membership)
    assert not scores.testable.any()
    assert np.isnan(smallest_p(left[alone], right[alone], met[alone], membership)).all()


def test_a_single_group_or_no_pairs_at_all_is_no_silo():
    left, right, met, _ = network(1)
    everyone = csr_array(np.ones((18, 1)))
    assert not silo_scores(left, right, met, everyone).testable.any()
    nothing = silo_scores([], [], [], everyone)
    assert nothing.inside_pairs.tolist() == [0]
    assert not nothing.found(0.05).any()
    assert silo_scores([0], [1], [1], csr_array((2, 0))).z.size == 0


def test_a_score_that_cannot_vary_is_not_tested():
    """Where hardly any of many pairs is unmet, the two pairs of a small group say nothing."""
    services = 60
    left, right = np.triu_indices(services, k=1)
    membership = csr_array(np.eye(2)[[0, 0, *[1] * (services - 2)]])
    used = (left > 1) | ((left == 0) & (right <= 1)) | ((left == 1) & (right == 2))
    left, right = left[used], right[used]
    scores = silo_scores(left, right, np.ones(left.size), membership)
    assert scores.across_pairs.tolist() == [1, 1]
    assert not scores.testable.any()


def test_silos_are_found_and_a_group_that_meets_across_is_not():
    left, right, met, membership = network(7, sizes=[10] * 5, across=0.3, chance=0.6, silo=2)
    scores = silo_scores(left, right, met, membership)
    assert scores.found(0.05)[2]
    groups = membership.toarray().argmax(axis=1)
    reaching = np.where((groups[left] == 2) | (groups[right] == 2), 1, met)
    assert not silo_scores(left, right, reaching, membership).found(0.05)[2]


def test_a_group_that_meets_no_less_across_than_inside_is_never_found():
    left, right, _, membership = network(7)
    groups = membership.toarray().argmax(axis=1)
    first = (groups[left] == 0) | (groups[right] == 0)
    scores = silo_scores(left, right, np.where(first, 0, 1), membership)
    assert scores.worst_across[0] == scores.worst_inside[0] == 0
    assert not scores.found(1.0)[0]


@given(st.randoms(use_true_random=False), st.integers(0, 5))
def test_the_order_of_services_groups_and_pairs_does_not_matter(random, seed):
    left, right, met, membership = network(seed)
    status = np.where(np.arange(met.size) % 7 == seed, -1, met)
    rows, columns, pairs = (list(range(size)) for size in (18, 3, met.size))
    for order in (rows, columns, pairs):
        random.shuffle(order)
    place = np.argsort(rows)
    before = silo_scores(left, right, status, membership)
    after = silo_scores(
        place[right][pairs], place[left][pairs], status[pairs], membership[rows][:, columns]
    )
    assert after.z.tolist() == before.z[columns].tolist()
    assert after.p_holm.tolist() == before.p_holm[columns].tolist()


@given(st.integers(0, 5))
def test_a_service_without_need_changes_nothing(seed):
    left, right, met, membership = network(seed)
    more = csr_array(np.vstack([membership.toarray(), [[1, 0, 0], [0, 0, 0]]]))
    assert silo_scores(left, right, met, more).z.tolist() == pytest.approx(
        silo_scores(left, right, met, membership).z.tolist(), abs=1e-9
    )


def test_silos_are_found_where_they_are_and_seldom_elsewhere():
    """A few of the networks of `benchmarks/calibration.py`, always the same ones."""

    def found(seed, silo):
        made = network(seed, sizes=[6] * 8, inside=0.55, across=0.3, silo=silo)
        return silo_scores(*made).found(0.05)

    assert sum(found(seed, None).any() for seed in range(120)) <= 10
    assert sum(found(seed, 2)[2] for seed in range(40)) >= 35
