"""Small changes of a model: what is left out or set, and that nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import Forum, Model, Rules, Service, Statement, Tie, View
from collabmodel.analysis.small_changes import CHANGES, changed, possible_changes, sampled
from collabmodel.testing import models

RULES = Rules()


def model_of(*elements, asked=None):
    return Model.of([Service(id) for id in "abcd"], *elements, asked=asked)


@settings(max_examples=60)
@given(models(max_ties=5), st.sampled_from(CHANGES))
def test_a_changed_model_is_one_that_can_be_analysed(model, change):
    for id in possible_changes(model, change):
        assert changed(model, change, id, RULES).problems() == ()


@settings(max_examples=60)
@given(models(max_ties=5), st.sampled_from(CHANGES))
def test_a_change_reaches_one_place(model, change):
    """All other elements stay as they are, but for statements about what was left out."""
    for id in possible_changes(model, change):
        other = changed(model, change, id, RULES)
        spoken = {tie.id for tie in model.ties if any(view.party == id for view in tie.views)}
        touched = spoken if change == "respondent-left-out" else {id}
        kept = [e for e in model.elements() if e.id not in touched and type(e) is not Statement]
        assert [e for e in kept if other.get(e.id) != e] == []
        assert len(other.statements) == len(model.statements)


class TestATieLeftOut:
    def test_it_is_gone_and_statements_forget_it(self):
        model = model_of(
            Tie(("a", "b"), id="t"), Tie(("b", "c")), Statement("goal", "More", about=("t", "a"))
        )
        left = changed(model, "tie-left-out", "t", RULES)
        assert [tie.parties for tie in left.ties] == [("b", "c")]
        assert left.statements[0].about == ("a",)


class TestARespondentLeftOut:
    def test_respondents_are_those_asked_and_those_who_spoke(self):
        model = model_of(Tie(("a", "b"), views={"b": 2}), asked=("d", "a"))
        assert possible_changes(model, "respondent-left-out") == ("a", "b", "d")

    def test_its_views_go_and_it_was_not_asked(self):
        model = model_of(Tie(("a", "b"), views={"a": 1, "b": 2}, id="t"), asked=("a", "b"))
        left = changed(model, "respondent-left-out", "b", RULES)
        assert left.find(Tie, "t").views == (View("a", 1),)
        assert left.asked == ("a",)

    def test_a_tie_of_which_only_it_told_goes_too(self):
        """Without views it would read as contact that a document tells of."""
        model = model_of(Tie(("a", "b"), views={"b": 2}, id="t"), Statement("goal", "x", about="t"))
        left = changed(model, "respondent-left-out", "b", RULES)
        assert left.ties == ()
        assert left.statements[0].about == ()

    def test_a_tie_whose_level_is_on_record_stays(self):
        model = model_of(Tie(("a", "b"), level=3, views={"b": 2}, id="t"))
        assert changed(model, "respondent-left-out", "b", RULES).find(Tie, "t").level == 3


class TestAnUnknownLevel:
    def test_it_is_that_of_ties_and_forums_without_one_and_of_views_without_one(self):
        model = model_of(
            Tie(("a", "b"), id="nothing"),
            Tie(("a", "c"), id="view", views={"a": None, "c": 4}),
            Tie(("a", "d"), id="known", level=1),
            Tie(("b", "c"), id="told", views={"b": 2}),
            Forum("forum", members=("a", "b")),
            Forum("known-forum", members=("a", "b"), level=2),
        )
        assert possible_changes(model, "level-lowest") == ("forum", "nothing", "view")

    @pytest.mark.parametrize(("change", "level"), [("level-lowest", 1), ("level-highest", 5)])
    def test_it_is_set_where_it_was_not_known(self, change, level):
        model = model_of(
            Tie(("a", "b"), id="t"),
            Tie(("a", "c"), id="v", views={"a": None, "c": 4}),
            Forum("f", members=("a", "b")),
        )
        assert changed(model, change, "t", RULES).find(Tie, "t").level == level
        assert changed(model, change, "f", RULES).find(Forum, "f").level == level
        tie = changed(model, change, "v", RULES).find(Tie, "v")
        assert (tie.level, tie.views) == (None, (View("a", level), View("c", 4)))

    def test_the_lowest_is_what_the_convention_for_its_kind_says(self):
        rules = Rules(kind_levels={"joint plan": 3})
        model = model_of(
            Tie(("a", "b"), "joint plan", id="t"),
            Tie(("a", "c"), "joint plan", id="unnamed", views={"a": None}),
            Tie(("a", "d"), "joint plan", id="named", views={"a": None, "d": 1}),
        )
        assert changed(model, "level-lowest", "t", rules).find(Tie, "t").level == 3
        for id, level in (("unnamed", 3), ("named", 1)):
            tie = changed(model, "level-lowest", id, rules).find(Tie, id)
            assert tie.views[0] == View("a", level)


class TestSample:
    IDS = tuple(f"tie-{number:03}" for number in range(50))

    def test_few_are_all_taken(self):
        assert sampled(self.IDS, 50, RULES, "tie-left-out") == self.IDS

    def test_many_are_drawn_with_the_seed(self):
        drawn = sampled(self.IDS, 20, RULES, "tie-left-out")
        assert len(set(drawn)) == 20
        assert list(drawn) == sorted(drawn)
        assert drawn == sampled(self.IDS, 20, RULES, "tie-left-out")
        assert drawn != sampled(self.IDS, 20, Rules(seed=1), "tie-left-out")

    def test_no_more_than_the_rules_draw(self):
        assert len(sampled(self.IDS, 20, Rules(draws=7), "tie-left-out")) == 7
