"""From which nodes a measure of all pairs follows paths."""

from __future__ import annotations

import pytest

from collabmodel.analysis.sources import drawn_sources
from collabmodel.domain.errors import InvalidArgument


def test_all_are_taken_in_order_unless_fewer_are_asked_for():
    assert drawn_sources(3, None, 0).tolist() == [0, 1, 2]
    assert drawn_sources(3, 3, 0).tolist() == [0, 1, 2]
    assert drawn_sources(3, 9, 0).tolist() == [0, 1, 2]
    assert drawn_sources(0, None, 0).tolist() == []


def test_fewer_are_drawn_without_repetition_and_again_with_the_same_seed():
    drawn = drawn_sources(100, 40, 7).tolist()
    assert len(set(drawn)) == 40
    assert drawn == sorted(drawn) == drawn_sources(100, 40, 7).tolist()
    assert drawn != drawn_sources(100, 40, 8).tolist()


@pytest.mark.parametrize("wrong", [0, 1.0, True])
def test_what_is_no_number_of_sources_is_refused(wrong):
    with pytest.raises(InvalidArgument, match="whole number from 1"):
        drawn_sources(3, wrong, 0)
