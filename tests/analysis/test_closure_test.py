"""Stub matching, against a naive count and against the matchings themselves."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.stats import norm, poisson

from collabmodel.analysis.closure_test import closure_scores


def ties_of(seed, sizes, density=0.2):
    """A network whose ties do not care for groups: left, right, groups, membership."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    left, right = np.triu_indices(groups.size, k=1)
    tied = rng.random(left.size) < density
    return left[tied], right[tied], groups, csr_array(np.eye(len(sizes))[groups])


def naive(left, right, member, group):
    """Ties inside, expected, share of ends, as the research note writes them."""
    ties = list(zip(left.tolist(), right.tolist(), strict=True))
    m = len(ties)
    d = [sum(node in tie for tie in ties) for node in range(len(member))]
    belongs = [node for node in range(len(member)) if member[node][group]]
    total = sum(d[node] for node in belongs)
    loops = sum(d[node] * (d[node] - 1) for node in belongs)
    below = 2 * m - 1 - sum(one * (one - 1) for one in d) / (2 * m)
    inside = sum(a in belongs and b in belongs for a, b in ties)
    return inside, (total * (total - 1) - loops) / 2 / below, total / (2 * m)


@pytest.mark.parametrize("seed", range(5))
def test_the_score_is_that_of_the_written_out_formulas(seed):
    left, right, _, membership = ties_of(seed, [3, 4, 5, 8])
    scores = closure_scores(left, right, membership)
    for group in range(4):
        inside, expected, share = naive(left, right, membership.toarray(), group)
        assert scores.inside[group] == inside
        assert scores.expected[group] == pytest.approx(expected)
        assert scores.z[group] == pytest.approx(
            (inside - 0.5 - expected) / math.sqrt(expected * (1 - share) ** 2)
        )


def test_the_expected_ties_are_those_of_all_matchings_of_the_ends():
    """Joining the ends in every possible way, and leaving out ties to oneself, gives E."""
    degrees, group = [3, 2, 2, 1], {0, 1}
    ends = [node for node, degree in enumerate(degrees) for _ in range(degree)]

    def matchings(rest):
        if not rest:
            yield []
        for other in range(1, len(rest)):
            for more in matchings(rest[1:other] + rest[other + 1 :]):
                yield [(rest[0], rest[other]), *more]

    inside = proper = 0
    for matching in matchings(ends):
        joined = [(a, b) for a, b in matching if a != b]
        inside += sum(a in group and b in group for a, b in joined)
        proper += len(joined)
    left, right = np.array([(0, 1), (0, 2), (0, 3), (1, 2)]).T
    membership = csr_array(np.array([[1.0], [1], [0], [0]]))
    scores = closure_scores(left, right, membership)
    # E is scaled so that the ties of all pairs together are the four that there are.
    assert scores.expected[0] == pytest.approx(4 * inside / proper)


def test_in_large_groups_p_is_near_the_normal_tail_and_in_small_ones_poisson():
    left, right, _, membership = ties_of(1, [60, 60, 60, 60], density=0.15)
    large = closure_scores(left, right, membership)
    assert large.p == pytest.approx(norm.sf(large.z), abs=0.01)
    left, right, _, membership = ties_of(1, [2] * 100, density=0.03)
    small = closure_scores(left, right, membership)
    some = small.inside > 0
    assert some.any()
    assert small.p[some] == pytest.approx(poisson.sf(0, small.expected[some]), rel=0.05)
    assert (small.p[~some & small.testable] == 1).all()


def test_one_tie_inside_a_group_of_two_is_not_found_among_many():
    """The normal tail, which the research note uses, would find it at once."""
    left, right, _, membership = ties_of(1, [2] * 100, density=0.03)
    scores = closure_scores(left, right, membership)
    inside = scores.inside > 0
    assert (norm.sf(scores.z[inside]).min() * 100) < 0.01
    assert not scores.found(0.05).any()


def test_a_group_that_keeps_its_ties_inside_is_found():
    left, right, groups, membership = ties_of(2, [8] * 6)
    kept = (groups[left] == 3) == (groups[right] == 3)
    pairs = np.array(list(itertools.combinations(range(24, 32), 2)))
    left = np.concatenate([left[kept & (groups[left] != 3)], pairs[:, 0]])
    right = np.concatenate([right[kept & (groups[right] != 3)], pairs[:, 1]])
    scores = closure_scores(left, right, membership)
    assert scores.found(0.05).tolist() == [False, False, False, True, False, False]
    assert scores.across[3] == 0
    assert scores.inside[3] == 28


def test_a_service_may_belong_to_two_groups_or_to_none():
    left, right, _, membership = ties_of(3, [4, 4, 4])
    member = membership.toarray()
    member[0, 1], member[11] = 1, 0
    scores = closure_scores(left, right, csr_array(member))
    for group in range(3):
        ends = member[left, group] + member[right, group]
        assert scores.inside[group] == np.count_nonzero(ends == 2)
        assert scores.across[group] == np.count_nonzero(ends == 1)
        assert scores.expected[group] == pytest.approx(naive(left, right, member, group)[1])


def test_what_could_not_be_otherwise_is_not_tested():
    """Everybody in one group; a group without ties; a group of one; no ties at all."""
    left, right, _, _ = ties_of(4, [4, 4])
    assert not closure_scores(left, right, csr_array(np.ones((8, 1)))).testable.any()
    member = np.zeros((10, 3))
    member[:8, 0] = member[8:, 1] = member[0, 2] = 1
    scores = closure_scores(left, right, csr_array(member))
    assert not scores.testable.any()
    assert np.isnan([scores.p, scores.p_holm]).all()
    assert not closure_scores([], [], csr_array(np.eye(2))).testable.any()


@given(st.randoms(use_true_random=False), st.integers(0, 9))
def test_the_order_of_services_and_ties_does_not_matter(random, seed):
    left, right, _, membership = ties_of(seed, [3, 4, 5])
    rows, ties = list(range(12)), list(range(left.size))
    random.shuffle(rows)
    random.shuffle(ties)
    place = np.argsort(rows)
    before = closure_scores(left, right, membership)
    after = closure_scores(place[right][ties], place[left][ties], membership[rows])
    assert after.z.tolist() == pytest.approx(before.z.tolist(), nan_ok=True)
    assert after.inside.tolist() == before.inside.tolist()
