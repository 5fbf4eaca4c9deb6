"""That p-values are as likely as they say; `benchmarks/p_values.py` takes many more networks."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np
import pytest

from benchmarks.p_values import FAMILIES, null_p_values, shares_off
from benchmarks.p_values_picture import picture

NETWORKS = 150


@pytest.mark.slow
@pytest.mark.parametrize(
    "number", range(len(FAMILIES)), ids=lambda number: FAMILIES[number].tests[0]
)
def test_p_is_no_smaller_than_chance_makes_it(number):
    family = FAMILIES[number]
    columns = null_p_values(number, NETWORKS).T
    assert len(columns) == len(family.tests)
    for column in columns:
        assert not np.isnan(column).any()
        assert shares_off(column, family.is_exact) == []


def test_p_values_that_are_too_small_are_seen_and_too_large_ones_where_they_are_exact():
    even = (np.arange(1000) + 0.5) / 1000
    assert shares_off(even, is_exact=True) == []
    assert shares_off(even**1.5, is_exact=False) == [0.01, 0.05, 0.1, 0.5]
    assert shares_off(even**0.5, is_exact=False) == []
    assert shares_off(even**0.5, is_exact=True) == [0.01, 0.05, 0.1, 0.5]


def test_the_picture_has_a_curve_for_each_test():
    root = ET.fromstring(picture({"a < b": np.array([0.04, 0.5]), "c": np.array([1.0])}))  # noqa: S314
    mark = "{http://www.w3.org/2000/svg}"
    first, second = (line.get("points").split() for line in root.iter(f"{mark}polyline"))
    assert (first[0], first[-1]) == ("0.0,170.0", "170.0,0.0")
    assert second[-2].endswith(",170.0")
    texts = [text.text for text in root.iter(f"{mark}text")]
    assert "a < b" in texts
    assert "p ≤ 0.05 in 0.500" in texts
