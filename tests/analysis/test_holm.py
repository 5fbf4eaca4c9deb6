"""Holm's correction for many tests."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.holm import holm


@given(st.lists(st.one_of(st.floats(0, 1), st.just(math.nan)), max_size=9))
def test_holm_rejects_what_stepping_down_rejects(p):
    """Reject the smallest p while it is at most alpha over the number of those left."""
    corrected = holm(np.array(p))
    assert np.isnan(corrected).tolist() == [math.isnan(one) for one in p]
    for alpha in (0.01, 0.05, 0.3):
        left = sorted(one for one in p if not math.isnan(one))
        rejected = 0
        while rejected < len(left) and left[rejected] * (len(left) - rejected) <= alpha:
            rejected += 1
        assert np.count_nonzero(corrected <= alpha) == rejected
