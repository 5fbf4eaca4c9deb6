"""The share of need that is met, with bounds over what is not known."""

from __future__ import annotations

import itertools
import json
import math

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    EXACT,
    FREY,
    PROTECTED,
    Count,
    Flow,
    InvalidModel,
    LevelScale,
    Model,
    Pair,
    Rules,
    Service,
    Tie,
    UnknownId,
    View,
    congruence,
    find_silos,
    pairs,
)
from collabmodel.analysis.congruence import coverage
from collabmodel.analysis.need import Need
from collabmodel.datasets import example_town
from collabmodel.testing import models, rules

LARGE = 10**9
"""Stands for a number without limit."""

SMALL_COUNTS = st.tuples(st.integers(0, 3), st.none() | st.integers(0, 3)).map(
    lambda ends: Count(ends[0], None if ends[1] is None else ends[0] + ends[1])
)


def needed(is_met, citizens):
    """A pair with need that is met, certainly unmet, or either."""
    low, high = {True: (2, 2), False: (0, 0), None: (0, 5)}[is_met]
    return Pair(
        a="a",
        b="b",
        need=Need(2, citizens, ("f",), (), both_ways=False),
        contacts=(),
        low=low,
        high=high,
        other_low=low,
        other_high=high,
        confirmed="confirmed",
        both_heard=True,
        within=False,
    )


NEEDED = st.builds(needed, st.sampled_from((True, False, None)), SMALL_COUNTS)


def fillings(pair):
    """All that a pair can turn out to be: met or not, and how many citizens."""
    standings = (True, False) if pair.is_met is None else (pair.is_met,)
    count = pair.citizens
    numbers = (count.min, LARGE) if count.max is None else tuple(range(count.min, count.max + 1))
    return itertools.product(standings, numbers)


def shares(some):
    """Every share of pairs and every share of citizen-pairs that *some* can turn out to have."""
    for filling in itertools.product(*map(fillings, some)):
        yield (
            sum(is_met for is_met, _ in filling) / len(filling),
            sum(n for is_met, n in filling if is_met) / total
            if (total := sum(n for _, n in filling))
            else None,
        )


class TestCoverage:
    @settings(max_examples=300)
    @given(st.lists(NEEDED, min_size=1, max_size=3))
    def test_the_bounds_are_the_smallest_and_the_largest_share_that_can_turn_out(self, some):
        found = coverage(some)
        of_pairs, of_citizens = zip(*shares(some), strict=True)
        assert (found.low, found.high) == (min(of_pairs), max(of_pairs))
        everyone = Count.total(pair.citizens for pair in some)
        if not everyone.is_known or everyone.max == 0:
            assert math.isnan(found.citizen_pairs_low)
            assert math.isnan(found.citizen_pairs_high)
            return
        possible = [share for share in of_citizens if share is not None]
        assert found.citizen_pairs_low == pytest.approx(min(possible), abs=1e-7)
        assert found.citizen_pairs_high == pytest.approx(max(possible), abs=1e-7)

    @given(st.lists(NEEDED, max_size=6))
    def test_the_lower_bound_is_never_above_the_upper(self, some):
        """Not even by the last digit."""
        found = coverage(some)
        for low, high in (
            (found.low, found.high),
            (found.citizen_pairs_low, found.citizen_pairs_high),
        ):
            assert low <= high or (math.isnan(low) and math.isnan(high))

    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 999)), min_size=1, max_size=6))
    def test_where_all_is_known_the_two_bounds_are_one_number(self, told):
        found = coverage([needed(is_met, Count.exactly(n)) for is_met, n in told])
        assert found.low == found.high
        assert found.citizen_pairs_low == found.citizen_pairs_high or not any(n for _, n in told)

    @given(st.lists(NEEDED, max_size=6))
    def test_every_pair_is_met_unmet_or_unknown(self, some):
        found = coverage(some)
        assert found.pairs == found.met + found.unmet + found.unknown == len(some)

    @given(st.lists(NEEDED, min_size=1, max_size=5), st.data())
    def test_learning_what_was_unknown_never_leaves_the_bounds(self, some, data):
        place = data.draw(st.integers(0, len(some) - 1))
        is_met, number = data.draw(st.sampled_from([*itertools.islice(fillings(some[place]), 30)]))
        told = [*some]
        told[place] = needed(is_met, Count.exactly(number))
        before, after = coverage(some), coverage(told)
        eps = 1e-12
        assert before.low <= after.low + eps
        assert after.high <= before.high + eps
        if not math.isnan(before.citizen_pairs_low) and not math.isnan(after.citizen_pairs_low):
            assert before.citizen_pairs_low <= after.citizen_pairs_low + eps
            assert after.citizen_pairs_high <= before.citizen_pairs_high + eps

    def test_without_a_pair_nothing_is_defined(self):
        found = coverage([])
        assert found.pairs == 0
        undefined = attrs.astuple(found)[3:]
        assert all(math.isnan(share) for share in undefined)

    def test_unknown_citizens_are_not_none(self):
        found = coverage([needed(True, Count()), needed(False, Count())])
        assert (found.low, found.high) == (0.5, 0.5)
        assert math.isnan(found.citizen_pairs_low)
        known = coverage([needed(True, Count()), needed(False, Count.exactly(40))])
        assert (known.citizen_pairs_low, known.citizen_pairs_high) == (0, 1)

    def test_zero_citizens_leave_a_share_undefined(self):
        assert math.isnan(coverage([needed(True, Count.exactly(0))]).citizen_pairs_high)

    def test_shares_for_readers_are_made_of_shown_numbers(self):
        some = [needed(True, Count.exactly(3)), needed(False, Count.exactly(7))]
        exact, shown = coverage(some, EXACT), coverage(some, PROTECTED)
        assert exact.citizen_pairs_low == exact.citizen_pairs_high == 0.3
        assert (shown.citizen_pairs_low, shown.citizen_pairs_high) == (1 / 6, 4 / 9)
        assert (shown.low, shown.high) == (exact.low, exact.high)


A, B, C = Service("a"), Service("b"), Service("c")
SCALE = LevelScale("small", ("none", "some", "much"))
PAIRS = (("a", "b"), ("b", "c"), ("a", "c"))

STATES = ("met", "too distant", "level unknown", "denied", "silent")


@st.composite
def towns(draw):
    """Three services whose every pair has need, each pair in a state of its own."""
    states = [draw(st.sampled_from(STATES)) for _ in PAIRS]
    return states, town(states)


def town(states):
    levels = {"met": 2, "too distant": 1, "level unknown": None, "denied": 0}
    ties = [
        said(ends, levels[state])
        for ends, state in zip(PAIRS, states, strict=True)
        if state in levels
    ]
    return Model.of(A, B, C, ties, [Flow(*ends) for ends in PAIRS], scale=SCALE)


def said(ends, level):
    return Tie(ends, views=[View(end, level) for end in ends])


OUTCOMES = {
    "met": [2],
    "too distant": [1],
    "level unknown": [0, 1, 2],
    "denied": [0],
    "silent": [0, 1, 2],
}
"""The levels that can turn out."""


class TestCongruence:
    @given(towns())
    def test_the_bounds_hold_what_can_turn_out_at_every_level(self, drawn):
        states, model = drawn
        found = congruence(model, Rules(needed_level=2))
        outcomes = list(itertools.product(*(OUTCOMES[state] for state in states)))
        for level in (1, 2):
            possible = [sum(got >= level for got in one) / 3 for one in outcomes]
            assert found.at_level[level] == (min(possible), max(possible))
        assert (found.overall.low, found.overall.high) == found.at_level[2]

    @given(towns())
    def test_it_is_the_congruence_of_a_town_whose_every_unknown_is_told(self, drawn):
        states, model = drawn
        bounds = congruence(model, Rules(needed_level=2)).overall
        for told in itertools.product(*(OUTCOMES[state] for state in states)):
            ties = [said(ends, level) for ends, level in zip(PAIRS, told, strict=True)]
            full = Model.of(A, B, C, ties, model.flows, scale=SCALE)
            share = congruence(full, Rules(needed_level=2)).overall
            assert share.low == share.high
            assert bounds.low <= share.low <= bounds.high

    @settings(max_examples=100)
    @given(st.data())
    def test_a_higher_level_is_reached_by_no_more_pairs(self, data):
        model = data.draw(models(with_needs=True, max_ties=7))
        found = congruence(model, data.draw(rules(model.scale)))
        assert list(found.at_level) == list(range(1, model.scale.top + 1))
        for (low, high), (lower, higher) in itertools.pairwise(found.at_level.values()):
            if not math.isnan(low):
                assert 0 <= lower <= low <= 1
                assert 0 <= higher <= high <= 1

    @settings(max_examples=100)
    @given(models(with_needs=True, max_ties=7, scale=FREY), st.integers(1, 5))
    def test_need_that_asks_for_one_level_is_met_as_often_as_contact_reaches_it(self, model, level):
        without = attrs.evolve(
            model, pathways=(), statements=(), flows=tuple(map(free, model.flows))
        )
        found = congruence(without, Rules(needed_level=level))
        assert found.at_level[level] == (found.overall.low, found.overall.high)

    def test_without_need_nothing_is_defined(self):
        found = congruence(Model.of(A, B, Tie(("a", "b"), level=3)))
        assert math.isnan(found.overall.low)
        assert all(math.isnan(low) and math.isnan(high) for low, high in found.at_level.values())

    def test_levels_are_not_averaged_but_reached_or_not(self):
        model = Model.of(
            A, B, C, Flow("a", "b"), Flow("b", "c"), said(("a", "b"), 5), said(("b", "c"), 1)
        )
        found = congruence(model, Rules(needed_level=3))
        assert found.overall.low == found.overall.high == 0.5
        assert found.at_level == {1: (1, 1), **dict.fromkeys((2, 3, 4, 5), (0.5, 0.5))}

    def test_records_hold_the_need_as_asked_and_a_row_for_each_level(self):
        rows = congruence(Model.of(A, B, Flow("a", "b"), Tie(("a", "b"), level=3))).records()
        assert [row["level"] for row in rows] == [None, 1, 2, 3, 4, 5]
        assert rows[0]["met"] == 1
        assert rows[4] == {"level": 4, "low": 0.0, "high": 1.0}
        assert json.dumps(rows[1:], allow_nan=False)

    @settings(max_examples=100)
    @given(models(with_needs=True, max_ties=7))
    def test_a_service_has_the_coverage_of_its_pairs(self, model):
        found = congruence(model)
        for service in model.services:
            own = [pair for pair in pairs(model).needed if service.id in pair.key]
            assert same(found.node(service.id), coverage(own))

    def test_a_group_has_the_coverage_inside_and_across_its_border_that_silos_tell_of(self):
        town = example_town()
        found = congruence(town)
        silos = [group for group in find_silos(town) if "across_pairs" in group.numbers]
        assert silos
        for silo in silos:
            group = found.group(silo.about[0])
            assert group.across.pairs == silo.numbers["across_pairs"]
            assert group.across.met == silo.numbers["across_met"]
            assert group.inside.pairs == silo.numbers["inside_pairs"]
            assert group.inside.met == silo.numbers["inside_met"]

    def test_two_groups_have_the_coverage_of_the_pairs_between_them(self):
        town = Model.of(A, B, C, Flow("a", "b"), Flow("b", "c"), said(("a", "b"), 3))
        found = congruence(town, group={"a": "north", "b": "south", "c": "south"})
        assert found.grouped_by == "a mapping"
        assert same(found.block("south", "north"), found.group("north").across)
        assert (found.block("north", "south").met, found.block("south", "south").met) == (1, 0)
        assert found.block("north", "north").pairs == 0

    def test_without_groups_there_are_services_only(self):
        found = congruence(example_town(), group=None)
        assert (found.groups, found.blocks, found.grouped_by) == ({}, {}, None)
        assert found.services

    def test_an_unknown_service_or_group_is_answered_with_the_nearest(self):
        found = congruence(example_town())
        with pytest.raises(UnknownId, match="opioid-clinic"):
            found.node("opioid-klinic")
        with pytest.raises(UnknownId, match="No group"):
            found.block("psychiatry", "nobody")

    def test_it_prints_the_range_and_a_row_for_each_side_of_a_group(self):
        printed = str(congruence(example_town()))
        assert printed.startswith("Congruence 0.506 to 0.629: of 245 pairs with need 124 have")
        assert "across" in printed
        assert str(congruence(example_town(), group=None)) == printed.partition("\n")[0]

    @pytest.mark.parametrize("of", ["group", "block", "node"])
    def test_records_of_parts_are_plain_rows(self, of):
        rows = congruence(example_town()).records(of)
        assert rows
        assert all(row["pairs"] == row["met"] + row["unmet"] + row["unknown"] for row in rows)

    def test_the_rules_are_kept(self):
        chosen = Rules(needed_level=4)
        assert congruence(Model.of(A), chosen).rules == chosen

    def test_a_model_with_problems_is_refused(self):
        with pytest.raises(InvalidModel):
            congruence(Model.of(Flow("a", "b")))


def same(one, other):
    """Whether two values are equal, where NaN equals NaN."""
    return repr(one) == repr(other)


def free(flow):
    """A flow that follows no pathway."""
    return attrs.evolve(flow, pathway=None)
