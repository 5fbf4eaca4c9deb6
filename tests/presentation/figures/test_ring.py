"""Where the places of the map stand on their ring."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.presentation.figures.ring import LABELS, SPACING, ring_of


@st.composite
def arrangements(draw):
    """Groups of places, and lines between them."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=8))
    groups = [[f"{g}-{n}" for n in range(size)] for g, size in enumerate(sizes)]
    places = list(itertools.chain(*groups))
    ends = st.tuples(st.sampled_from(places), st.sampled_from(places))
    edges = draw(st.lists(ends.filter(lambda pair: pair[0] != pair[1]), max_size=30))
    return groups, edges


@given(arrangements())
def test_each_organisation_keeps_its_services_and_comes_before_them(arrangement):
    groups, edges = arrangement
    ring = ring_of(groups, edges)
    assert sorted(map(sorted, ring.groups)) == sorted(map(sorted, groups))
    assert {group[0] for group in ring.groups} == {group[0] for group in groups}


@given(arrangements())
def test_places_go_round_once_with_room_for_their_labels(arrangement):
    ring = ring_of(*arrangement)
    angles = [ring.angles[place] for group in ring.groups for place in group]
    steps = [b - a for a, b in itertools.pairwise(angles)]
    assert all(step >= ring.step - 1e-9 for step in steps)
    assert angles[-1] - angles[0] <= 2 * math.pi - ring.step + 1e-9
    assert ring.step * (ring.radius + LABELS) >= SPACING - 1e-9


@given(arrangements(), st.randoms(use_true_random=False))
def test_the_order_in_which_lines_come_to_hand_does_not_matter(arrangement, random):
    groups, edges = arrangement
    turned = [edge[:: random.choice((1, -1))] for edge in edges]
    random.shuffle(turned)
    assert ring_of(groups, edges).groups == ring_of(groups, turned).groups


def test_organisations_with_many_lines_stand_side_by_side():
    groups = [[f"{letter}"] for letter in "abcdef"]
    chain = ["ad", "db", "be", "ec", "cf", "fa"]
    ring = ring_of(groups, [tuple(pair) for pair in chain])
    apart = [abs(ring.angles[a] - ring.angles[b]) for a, b in chain]
    nearest = [min(angle, 2 * math.pi - angle) for angle in apart]
    assert sum(nearest) == pytest.approx(6 * ring.step)


@given(arrangements(), st.floats(0, 1))
def test_a_line_stays_inside_the_ring(arrangement, share):
    groups, edges = arrangement
    ring = ring_of(groups, edges)
    for a, b in edges:
        assert math.hypot(*ring.along(a, b, share)) <= ring.radius + 1e-6


@given(arrangements(), st.data())
def test_parts_of_one_whole_stand_side_by_side(arrangement, data):
    groups, edges = arrangement
    wholes = [data.draw(st.sampled_from("xyz")) for _ in groups]
    whole_of = {group[0]: whole for group, whole in zip(groups, wholes, strict=True)}
    ring = ring_of(groups, edges, wholes)
    assert sorted(map(sorted, ring.groups)) == sorted(map(sorted, groups))
    around = [whole_of[group[0]] for group in ring.groups]
    assert len(list(itertools.groupby(around))) == len(set(around))


def test_parts_of_one_whole_are_in_the_order_of_their_lines():
    groups = [[letter] for letter in "abcdef"]
    ring = ring_of(groups, [("a", "f"), ("c", "d")], list("xxxyyy"))
    apart = abs(ring.angles["a"] - ring.angles["f"])
    assert min(apart, 2 * math.pi - apart) == pytest.approx(ring.step)
