"""What a model says about two services."""

from __future__ import annotations

import itertools

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    Flow,
    Forum,
    InvalidArgument,
    InvalidModel,
    Model,
    Organisation,
    Pathway,
    Role,
    Rules,
    Service,
    Step,
    Tie,
    UnknownId,
    View,
    pairs,
)
from collabmodel.analysis.pairs import needed_pairs, pair_of
from collabmodel.domain.count import Count
from collabmodel.testing import models, rules
from tests.analysis import naive_pairs

A, B, C = Service("a"), Service("b"), Service("c")


def pair(*elements, asked=None, **conventions):
    model = Model.of(A, B, C, *elements, asked=asked)
    return pair_of(model, "a", "b", Rules(**conventions))


class TestAgainstTheNaiveVersion:
    @settings(max_examples=250)
    @given(st.data())
    def test_every_pair_stands_as_the_naive_version_says(self, data):
        model = data.draw(models(with_needs=True, max_services=5, max_ties=6, max_flows=6))
        chosen = data.draw(rules(model.scale))
        judged = pairs(model, chosen)
        ids = sorted(service.id for service in model.services)
        for a, b in itertools.combinations(ids, 2):
            found = judged.get(a, b)
            expected = naive_pairs.standing(model, a, b, chosen)
            if expected is None:
                assert found is None or found.need is None
            else:
                assert (found.standing, found.is_certain) == expected
                level, citizens = naive_pairs.need(model, a, b, chosen)
                assert (found.need.level, found.need.citizens) == (level, citizens)

    @given(st.data())
    def test_pairs_with_need_judged_alone_are_those_among_all(self, data):
        model = data.draw(models(with_needs=True, max_services=5, max_ties=6, max_flows=6))
        chosen = data.draw(rules(model.scale))
        alone, among_all = needed_pairs(model, chosen), pairs(attrs.evolve(model), chosen)
        assert tuple(alone) == among_all.needed
        assert attrs.evolve(alone, by_key=among_all.by_key) == among_all
        assert list(among_all.by_key) == sorted(among_all.by_key)
        assert pairs(model, chosen) == among_all


class TestNeed:
    def test_a_flow_either_way_is_need(self):
        assert pair(Flow("b", "a")).need.level == 2

    def test_without_flow_or_pathway_there_is_none(self):
        assert pair(Tie(("a", "b"))).need is None

    def test_a_shared_focus_is_recorded_and_is_no_need(self):
        from collabmodel import FocusArea

        found = pair(
            FocusArea("recovery", agreed_by=("a", "b")), Tie(("a", "b"), focus_areas="recovery")
        )
        assert found.need is None
        assert found.shared_focus == ("recovery",)

    def test_flows_of_one_direction_and_period_add(self):
        found = pair(Flow("a", "b", 10), Flow("a", "b", 5))
        assert found.need.citizens == Count.exactly(15)

    def test_citizens_of_two_directions_may_be_the_same(self):
        found = pair(Flow("a", "b", 10), Flow("b", "a", 5))
        assert found.need.citizens == Count.between(10, 15)
        assert found.need.both_ways

    def test_citizens_of_two_periods_may_be_the_same(self):
        found = pair(Flow("a", "b", 10, when="2020"), Flow("a", "b", 5, when="2021"))
        assert found.need.citizens == Count.between(10, 15)

    def test_a_flow_without_a_count_keeps_the_total_open(self):
        assert pair(Flow("a", "b", 10), Flow("b", "a")).need.citizens == Count.at_least(10)

    def test_the_highest_level_that_a_step_asks_for_is_needed(self):
        found = pair(
            Pathway("p", steps=(Step("a", 3), Step("b"))),
            Pathway("q", steps=(Step("b", 4), Step("a"))),
        )
        assert found.need.level == 4

    def test_steps_that_do_not_follow_one_another_need_nothing(self):
        assert pair(Pathway("p", steps=["a", "c", "b"])).need is None

    def test_a_counted_flow_replaces_the_count_of_its_pathway(self):
        path = Pathway("p", steps=["a", "b"], citizens=100)
        assert pair(path).need.citizens == Count.exactly(100)
        assert pair(path, Flow("a", "b", 60, pathway="p")).need.citizens == Count.exactly(60)
        assert pair(path, Flow("a", "b", pathway="p")).need.citizens == Count.exactly(100)

    def test_pairs_with_too_few_citizens_are_left_out_and_counted(self):
        model = Model.of(A, B, C, Flow("a", "b", 3), Flow("b", "c"))
        judged = pairs(model, Rules(min_citizens=5))
        assert [found.key for found in judged.needed] == [("b", "c")]
        assert judged.left_out == 1

    def test_a_flow_certainly_outside_the_time_is_left_out(self):
        assert pair(Flow("a", "b", when="2019"), at="2021").need is None
        assert pair(Flow("a", "b", when="2019~"), at="2020").need is not None

    def test_a_service_and_what_it_is_a_part_of_make_no_pair(self):
        model = Model.of(A, Service("unit", part_of="a"), Flow("unit", "a"))
        assert len(pairs(model)) == 0
        with pytest.raises(InvalidArgument, match="make no pair"):
            pair_of(model, "a", "unit")


class TestContact:
    def test_a_tie_of_three_joins_each_pair(self):
        model = Model.of(A, B, C, Tie(("a", "b", "c"), level=2))
        assert [found.low for found in pairs(model)] == [2, 2, 2]

    def test_a_forum_joins_services_through_the_roles_in_it(self):
        found = pair(Role("r", where="a"), Forum("f", members=("r", "b"), level=2))
        assert found.low == 2

    def test_a_wide_tie_by_itself_is_not_enough(self):
        others = [Service(f"s{n}") for n in range(4)]
        everybody = ["a", "b", *(service.id for service in others)]
        found = pair(*others, Flow("a", "b"), Tie(everybody, level=5))
        assert found.standing == "unmet"
        assert [contact.how for contact in found.contacts] == ["wide"]

    def test_a_tie_of_organisations_is_above_and_not_enough(self):
        model = Model.of(
            Organisation("x"),
            Organisation("y"),
            Service("a", provided_by="x"),
            Service("b", provided_by="y"),
            Flow("a", "b"),
            Tie(("x", "y"), level=5),
        )
        found = pair_of(model, "a", "b")
        assert found.standing == "unmet"
        assert [contact.how for contact in found.contacts] == ["above"]

    def test_a_tie_of_a_shared_ancestor_says_nothing_of_the_two(self):
        model = Model.of(
            Organisation("x"),
            Organisation("y"),
            Service("a", provided_by="x"),
            Service("b", provided_by="x"),
            Flow("a", "b"),
            Tie(("x", "y"), level=5),
        )
        assert pair_of(model, "a", "b").contacts == ()

    @pytest.mark.parametrize(
        ("status", "standing"),
        [
            ("adopted", "met"),
            ("ongoing", "met"),
            ("held", "met"),
            ("not known", "not known"),
            ("idea", "unmet"),
            ("planned", "unmet"),
            ("postponed", "unmet"),
            ("ended", "unmet"),
        ],
    )
    def test_only_what_is_in_force_counts(self, status, standing):
        found = pair(Flow("a", "b"), Tie(("a", "b"), level=2, status=status))
        assert found.standing == standing

    @pytest.mark.parametrize(
        ("at", "standing"),
        [("2021-06", "met"), ("2019", "unmet"), ("2024", "unmet"), ("2022", "met")],
    )
    def test_at_a_time_its_dates_decide(self, at, standing):
        found = pair(Flow("a", "b"), Tie(("a", "b"), level=2, when="2020/2022"), at=at)
        assert found.standing == standing

    def test_a_vague_overlap_with_the_time_is_not_known(self):
        found = pair(Flow("a", "b"), Tie(("a", "b"), level=2, when="202X"), at="2021")
        assert found.standing == "not known"


class TestViews:
    def test_contact_at_no_named_level_may_be_enough(self):
        found = pair(Flow("a", "b"), Tie(("a", "b"), views={"a": None}))
        assert (found.low, found.high, found.standing) == (0, 5, "not known")

    def test_level_none_on_both_sides_is_denied_by_both(self):
        found = pair(Flow("a", "b"), Tie(("a", "b"), views={"a": 0, "b": 0}))
        assert (found.confirmed, found.is_certain) == ("jointly denied", True)

    @pytest.mark.parametrize(
        ("views", "asked", "expected"),
        [
            ({"a": 2, "b": 3}, None, "confirmed"),
            ({"a": 2}, None, "one-sided"),
            ({"a": 2}, ["b"], "contradicted"),
            ({"a": 2, "b": 0}, None, "contradicted"),
            ({}, None, "document only"),
            ({}, ["a"], "contradicted"),
            ({"a": 0}, None, "denied by one"),
        ],
    )
    def test_whose_word_it_is(self, views, asked, expected):
        assert pair(Tie(("a", "b"), views=views), asked=asked).confirmed == expected

    def test_nobody_asked_and_nothing_told_is_nothing_on_record(self):
        assert pair().confirmed == "nothing on record"

    def test_asked_and_not_naming_the_other_is_denied(self):
        found = pair(Flow("a", "b"), asked=["a", "b"])
        assert (found.confirmed, found.is_certain) == ("jointly denied", True)

    def test_under_either_the_word_of_one_is_enough(self):
        found = pair(Flow("a", "b"), Tie(("a", "b"), views={"a": 3, "b": 0}))
        assert found.standing == "met"

    def test_under_both_the_lower_of_the_two_counts(self):
        tie = Tie(("a", "b"), views=(View("a", 3), View("b", 1)))
        found = pair(Flow("a", "b"), tie, confirmation="both")
        assert (found.low, found.high, found.standing) == (1, 1, "unmet")

    @pytest.mark.parametrize("tie", [Tie(("a", "b"), views={"a": 3}), Tie(("a", "b"), level=3)])
    def test_under_both_what_only_one_tells_is_not_known(self, tie):
        assert pair(Flow("a", "b"), tie, confirmation="both").standing == "not known"

    def test_a_convention_lifts_a_kind_without_level_and_keeps_it_open_above(self):
        found = pair(Flow("a", "b"), Tie(("a", "b"), "meeting"), kind_levels={"meeting": 1})
        assert (found.low, found.high, found.standing) == (1, 5, "not known")


class TestSurplus:
    def test_contact_above_the_need_is_listed(self):
        assert pair(Flow("a", "b"), Tie(("a", "b"), level=4)).surplus == "above need"

    def test_contact_without_need_is_listed(self):
        assert pair(Tie(("a", "b"))).surplus == "without need"

    def test_contact_as_needed_is_none(self):
        assert pair(Flow("a", "b"), Tie(("a", "b"), level=2)).surplus is None


class TestWhatIsRefused:
    def test_a_model_with_problems_is_refused_with_all_of_them(self):
        model = Model.of(A, Flow("a", "x"), Flow("a", "y"))
        with pytest.raises(InvalidModel) as caught:
            pairs(model)
        assert [problem.field for problem in caught.value.problems] == ["target", "target"]

    def test_a_level_off_the_scale_is_refused(self):
        with pytest.raises(InvalidArgument, match="goes from 0 to 5"):
            pairs(Model.of(A), Rules(needed_level=6))

    def test_an_unknown_service_is_named(self):
        with pytest.raises(UnknownId, match="'z'"):
            pair_of(Model.of(A, B), "a", "z")

    def test_an_organisation_is_no_service(self):
        with pytest.raises(UnknownId, match="type of 'o' is Organisation"):
            pair_of(Model.of(A, Organisation("o")), "a", "o")

    def test_an_empty_model_has_no_pairs(self):
        assert len(pairs(Model())) == 0
