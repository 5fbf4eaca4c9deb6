"""Work is cut into runs of bounded size."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.batches import batches


@given(st.lists(st.integers(0, 9)), st.integers(1, 20))
def test_every_place_is_in_one_run_and_no_run_is_too_large(work, most):
    runs = list(batches(np.array(work, dtype=np.int64), most))
    assert [place for run in runs for place in range(len(work))[run]] == list(range(len(work)))
    assert all(sum(work[run]) <= most or len(work[run]) == 1 for run in runs)


@given(st.lists(st.integers(0, 9)), st.integers(1, 20))
def test_no_run_could_take_the_next_place_too(work, most):
    runs = list(batches(np.array(work, dtype=np.int64), most))
    assert all(sum(work[run.start : run.stop + 1]) > most for run in runs[:-1])
