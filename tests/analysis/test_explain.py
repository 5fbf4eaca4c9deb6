"""How the judgement of two services came about."""

from __future__ import annotations

import itertools
import json

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    Flow,
    FocusArea,
    Forum,
    InvalidArgument,
    InvalidModel,
    LevelScale,
    Model,
    Organisation,
    Pathway,
    Rules,
    Service,
    Step,
    Tie,
    UnknownId,
    View,
    explain,
    pairs,
)
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES, say

A, B = Service("a", "The ward", provided_by="region"), Service("b", "Flats", provided_by="town")
HOME = (Organisation("region", "The region"), Organisation("town", "The town"), A, B)
MOVE = Flow("a", "b", citizens=40)


def told(*elements, asked=None, lang="en", **conventions):
    model = Model.of(*HOME, *elements, asked=asked)
    return explain(model, "a", "b", Rules(**conventions)).text(lang)


class TestNeed:
    def test_says_how_many_move_on_what_it_rests_and_what_is_needed(self):
        text = told(MOVE, Pathway("p", steps=[Step("a", level=3), "b"]))
        assert "40 citizens move" in text.replace("at least ", "")
        assert "(flow:a--b, p)" in text
        assert "level 3, coordination" in text

    def test_says_that_none_is_on_record(self):
        assert told().startswith(say("explain.no-need", a="The ward", b="Flats"))

    def test_hides_small_numbers(self):
        assert "<5 citizens" in told(Flow("a", "b", 3))
        assert "an unknown number of citizens" in told(Flow("a", "b"))


class TestContact:
    def test_says_that_nothing_is_on_record(self):
        assert say("explain.no-contact") in told(MOVE)

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_never_calls_what_is_not_on_record_a_level_of_none(self, lang):
        for elements in ((MOVE,), (), (MOVE, Tie(("region", "town"), level=3))):
            text = told(*elements, lang=lang)
            assert (
                say("level.shown", lang, place=0, label=say("level.frey-2006.0", lang)) not in text
            )
            assert say("explain.level-unknown", lang) in text

    def test_says_level_none_where_both_were_asked_and_named_none(self):
        assert "level 0, none" in told(MOVE, asked=["a", "b"])

    def test_says_what_each_side_says(self):
        text = told(MOVE, Tie(("a", "b"), "meeting", views=[View("a", 2), View("b")], id="t"))
        assert "meeting (t)" in text
        assert "according to The ward: level 2, cooperation" in text
        assert "according to Flats: level not known" in text

    def test_a_wide_forum_and_a_tie_above_are_told_apart(self):
        more = [Service(f"s{n}") for n in range(4)]
        text = told(
            *more,
            Forum("forum", members=("a", "b", *(s.id for s in more))),
            Tie(("region", "town"), "partnership", level=4, id="above"),
            Tie(("a", "b"), level=1, id="direct"),
        )
        lines = text.splitlines()
        assert any(line.startswith("Among many:") and "(forum)" in line for line in lines)
        assert any(line.startswith("Above them:") and "(above)" in line for line in lines)
        assert any(line.startswith("Contact:") and "(direct)" in line for line in lines)

    @pytest.mark.parametrize(
        ("status", "force"),
        [
            ("ongoing", "yes"),
            ("planned", "planned"),
            ("ended", "ended"),
            ("not known", "not known"),
        ],
    )
    def test_says_whether_it_is_in_force(self, status, force):
        assert say(f"explain.force.{force}") in told(Tie(("a", "b"), status=status))

    @settings(max_examples=100)
    @given(st.data())
    def test_every_tie_and_forum_that_bears_on_the_pair_is_mentioned(self, data):
        model = data.draw(models(with_needs=True, max_ties=8))
        chosen = data.draw(rules(model.scale))
        lang = data.draw(st.sampled_from(LANGUAGES))
        for pair in pairs(model, chosen):
            found = explain(model, *pair.key, chosen)
            lines = found.lines(lang)
            for contact in pair.contacts:
                assert sum(f"({contact.element})" in line for line in lines) >= 1
            assert say(f"explain.confirmed.{pair.confirmed}", lang) in lines
            rests_on = (*pair.need.flows, *pair.need.pathways) if pair.need else ()
            assert all(id in lines[0] for id in rests_on)


class TestConfirmation:
    @pytest.mark.parametrize(
        ("tie", "asked", "confirmed"),
        [
            (Tie(("a", "b"), views=[View("a", 2), View("b", 2)]), None, "confirmed"),
            (Tie(("a", "b"), views=[View("a", 2)]), None, "one-sided"),
            (Tie(("a", "b"), views=[View("a", 2)]), ["b"], "contradicted"),
            (Tie(("a", "b"), level=2), None, "document only"),
            (None, ["a", "b"], "jointly denied"),
            (None, ["b"], "denied by one"),
            (None, None, "nothing on record"),
        ],
    )
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_says_on_whose_word_it_rests(self, tie, asked, confirmed, lang):
        text = told(*([tie] if tie else []), MOVE, asked=asked, lang=lang)
        assert say(f"explain.confirmed.{confirmed}", lang) in text.splitlines()


class TestConclusion:
    @pytest.mark.parametrize(
        ("tie", "asked", "standing"),
        [
            (Tie(("a", "b"), level=2), None, "met"),
            (Tie(("a", "b")), None, "not known"),
            (Tie(("a", "b"), level=1), None, "unmet"),
            (Tie(("a", "b"), views=[View("a", 1), View("b", 1)]), None, "unmet-certain"),
        ],
    )
    def test_says_whether_the_contact_is_enough_and_whether_that_is_certain(
        self, tie, asked, standing
    ):
        assert say(f"explain.standing.{standing}") in told(MOVE, tie, asked=asked).splitlines()

    def test_says_the_bounds_of_a_level_that_nobody_knows(self):
        assert say("explain.levels", low="level 0, none", high="level 5, collaboration") in told(
            MOVE, Tie(("a", "b"))
        )

    def test_says_that_contact_is_closer_than_needed_or_without_need(self):
        tie = Tie(("a", "b"), level=4)
        assert say("explain.surplus.above need") in told(MOVE, tie)
        assert say("explain.surplus.without need") in told(tie)

    def test_names_what_both_work_on(self):
        text = told(FocusArea("f", "Recovery", agreed_by=("a", "b")))
        assert say("explain.shared-focus", areas="Recovery") in text


class TestAsPlainValues:
    @settings(max_examples=40)
    @given(st.data())
    def test_fit_into_json_and_say_the_same(self, data):
        model = data.draw(models(with_needs=True, max_services=4))
        chosen = data.draw(rules(model.scale))
        lang = data.draw(st.sampled_from(LANGUAGES))
        for pair in pairs(model, chosen):
            found = explain(model, *pair.key, chosen)
            plain = json.loads(json.dumps(found.to_json(lang=lang), allow_nan=False))
            assert plain["services"] == list(pair.key)
            assert plain["lines"] == found.text(lang).split("\n")
            assert plain["standing"] == pair.standing
            assert plain["certain"] == pair.is_certain
            assert [c["element"] for c in plain["contacts"]] == [c.element for c in pair.contacts]
            assert (plain["need"] is None) == (pair.need is None)

    def test_hide_small_numbers_of_citizens(self):
        found = explain(Model.of(*HOME, Flow("a", "b", 3)), "a", "b")
        assert found.to_json()["need"]["citizens"] == {"min": 1, "max": 4}
        assert "exactly(3)" not in repr(found)


class TestWhoCanBeExplained:
    MODEL = Model.of(*HOME, Service("room", part_of="a"), MOVE)

    def test_the_order_of_the_two_does_not_matter(self):
        assert explain(self.MODEL, "a", "b").text() == explain(self.MODEL, "b", "a").text()

    def test_a_pair_that_nothing_touches_is_explained_too(self):
        assert say("explain.no-contact") in str(explain(self.MODEL, "room", "b"))

    @pytest.mark.parametrize("pair", [("a", "a"), ("a", "room"), ("room", "a")])
    def test_a_service_makes_no_pair_with_itself_or_with_its_parent(self, pair):
        with pytest.raises(InvalidArgument, match="make no pair"):
            explain(self.MODEL, *pair)

    @pytest.mark.parametrize("pair", [("a", "nobody"), ("nobody", "a"), ("a", "town")])
    def test_what_is_no_service_is_refused(self, pair):
        with pytest.raises(UnknownId):
            explain(self.MODEL, *pair)

    def test_a_model_with_problems_is_refused(self):
        with pytest.raises(InvalidModel):
            explain(Model.of(MOVE), "a", "b")

    def test_hostile_names_are_made_visible(self):
        scale = LevelScale("own", ("none", "so\x1b[2Jme", "a\u202eb"))
        model = Model.of(
            attrs.evolve(A, name="w\x1b[2J", provided_by=()),
            attrs.evolve(B, name="f\u202e\n", provided_by=()),
            MOVE,
            Tie(("a", "b"), level=1),
            FocusArea("f", "r\x07", agreed_by=("a", "b")),
            scale=scale,
        )
        for lang in LANGUAGES:
            text = explain(model, "a", "b").text(lang)
            assert not {"\x1b", "\u202e", "\x07"} & set(text)
            assert all(f"[U+{code}]" in text for code in ("001B", "202E", "000A", "0007"))

    @given(models(with_needs=True, max_services=4))
    def test_every_pair_of_services_of_any_model_can_be_explained(self, model):
        fitting = Rules(needed_level=1)
        for one, other in itertools.combinations(model.services, 2):
            try:
                found = explain(model, one.id, other.id, fitting)
            except InvalidArgument:
                assert one.part_of or other.part_of
            else:
                assert found.lines()
