"""The p-value of a score whose distribution is lopsided."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import pearson3, poisson

from collabmodel.analysis.score_tail import Score


@given(st.floats(-8, 3), st.floats(0.1, 40), st.floats(-1.5, 1.5))
def test_the_tail_is_that_of_a_pearson_iii_distribution(z, variance, skewness):
    score = Score(z * math.sqrt(variance) - 0.5, variance, skewness * variance**1.5)
    assert score.z == pytest.approx(z, abs=1e-9)
    assert score.p == pytest.approx(pearson3.cdf(z, skewness), rel=0.01, abs=1e-12)


@given(st.floats(-6, 3), st.floats(-1e-4, 1e-4))
def test_with_hardly_any_skewness_it_is_the_normal_tail(z, skewness):
    assert Score(z - 0.5, 1.0, skewness).p == pytest.approx(ndtr(z), rel=0.01)


@pytest.mark.parametrize("mean", [4, 10, 30])
def test_the_tail_of_a_count_is_met_nearer_than_by_the_normal_one(mean):
    """Of a Poisson count, mean, variance and third moment are one number."""
    for few in range(mean // 3, mean):
        true = poisson.cdf(few, mean)
        score = Score(few - mean, mean, mean)
        normal = ndtr(score.z)
        assert abs(math.log(score.p / true)) <= abs(math.log(normal / true)) + 0.05
        if normal < 0.01:
            assert abs(math.log(score.p / true)) < abs(math.log(normal / true)) / 2


def test_a_score_that_hardly_varies_has_no_p():
    assert math.isnan(Score(-3.0, 1e-4, 0.0).z)
    assert math.isnan(Score(-3.0, 1e-4, 0.0).p)


def test_a_score_beyond_the_end_of_the_distribution_is_as_rare_as_can_be():
    assert Score(-30.0, 1.0, 1.0).p == 0
