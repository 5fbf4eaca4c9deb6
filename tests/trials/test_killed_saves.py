from __future__ import annotations

import sys

import pytest

from trials.killed_saves import killed_saves


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL of POSIX")
def test_a_killed_save_leaves_a_whole_file():
    tally = killed_saves(3, services=2_000)
    assert (tally.tried, tally.losses) == (3, [])
