"""The places of many names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.places import places

NAMES = st.one_of(
    st.text(max_size=3),
    st.integers(),
    # These share their last bits, and so one slot.
    st.integers(-40, 40).map(lambda number: number << 40),
    st.tuples(st.integers(-2, 2), st.text(max_size=1)),
)


@given(st.lists(NAMES, unique=True), st.data())
def test_each_name_is_found_where_it_stands(names, data):
    wanted = data.draw(st.lists(st.sampled_from(names))) if names else []
    assert places(iter(wanted), len(wanted), names).tolist() == [names.index(n) for n in wanted]


def test_names_of_one_hash_are_told_apart():
    assert hash(-1) == hash(-2)
    assert places([-1, -2, 3, -1], 4, [3, -2, -1]).tolist() == [2, 1, 0, 2]


@pytest.mark.parametrize("step", [1, 2**30])
def test_very_many(step):
    names = [step * number for number in range(5000)]
    assert places(names[::-1], 5000, names).tolist() == list(range(4999, -1, -1))


def test_a_name_that_is_equal_need_not_be_the_same_object():
    assert places([1.0, True, "ward"], 3, ["ward", 1]).tolist() == [1, 1, 0]
