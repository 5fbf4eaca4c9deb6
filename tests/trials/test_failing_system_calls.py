from __future__ import annotations

import sys

import pytest

from trials.failing_system_calls import CASES, can_trace, failing_system_calls


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform != "linux" or not can_trace(), reason="needs strace; test_files.py fails in Python"
)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_save_is_whole_or_not_whatever_system_call_fails(case):
    tally = failing_system_calls(case, 4)
    assert tally.tried >= 4
    assert tally.losses == []
