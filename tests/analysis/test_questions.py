"""The sixteen questions, each answered, in part, or not, and why."""

from __future__ import annotations

import json
import math
import re
import string

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    EXACT,
    Activity,
    Count,
    Flow,
    FocusArea,
    InvalidModel,
    Model,
    Organisation,
    Pathway,
    Rules,
    Service,
    Tie,
    View,
    congruence,
    find_missing_links,
    pairs,
    questions,
    suggest_ties,
)
from collabmodel.datasets import NAMES, load_dataset
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES, keys, say

A, B, C = Service("a", "The ward"), Service("b", "Flats"), Service("c", "Jobs")
MOVE = Flow("a", "b", citizens=40)
ENOUGH, TOO_DISTANT = Tie(("a", "b"), level=3, id="t"), Tie(("a", "b"), level=1, id="t")
OPEN = Tie(("a", "b"), id="t")
BOTH_SAY = Tie(("a", "b"), views=[View("a", 3), View("b", 3)], id="t")
ONE_SAYS = Tie(("b", "c"), views=[View("b", 3)])
DISPUTED = Tie(("a", "b"), views=[View("a", 3), View("b", 0)], id="t")
ALL = ("a", "b", "c")


def town(*elements, asked=None):
    return Model.of(A, B, C, *elements, asked=asked)


def border(*ties, asked=None):
    """A ward of a region, two services of a municipality; need across and within."""
    return Model.of(
        Organisation("region", kind="region"),
        Organisation("town", kind="municipality"),
        Service("a", provided_by="region"),
        Service("b", provided_by="town"),
        Service("c", provided_by="town"),
        Flow("a", "b"),
        Flow("b", "c"),
        *ties,
        asked=asked,
    )


def two_halls(across, asked=True, is_apart=False):
    """Two organisations of six services: all need inside is met, and *across* of that between.

    Where they are apart there is no need between.
    """
    sides = [[f"{side}{number}" for number in range(6)] for side in "xy"]
    inside = [(s[i], s[j]) for s in sides for i in range(6) for j in range(i)]
    between = [(x, y) for x in sides[0] for y in sides[1]]
    met = [*inside, *between[: round(across * len(between))]]
    return Model.of(
        [Organisation("x"), Organisation("y")],
        [
            Service(id, provided_by=side)
            for side, ids in zip("xy", sides, strict=True)
            for id in ids
        ],
        [Flow(a, b, citizens=10) for a, b in (inside if is_apart else (*inside, *between))],
        [Tie(ends, views=dict.fromkeys(ends, 3)) for ends in met],
        asked=[*sides[0], *sides[1]] if asked else None,
    )


# Each answer that a question can have, and a model that is answered so.
CASES = {
    (1, "answer"): town(MOVE),
    (1, "part"): town(MOVE, OPEN),
    (1, "met"): town(MOVE, ENOUGH),
    (1, "none"): town(ENOUGH),
    (2, "answer"): town(MOVE, ENOUGH),
    (2, "part"): town(MOVE),
    (2, "part-of-pairs"): town(MOVE, Flow("b", "c")),
    (2, "settled-of-pairs"): town(MOVE, ENOUGH, Flow("b", "c")),
    (2, "none"): town(Flow("a", "b"), ENOUGH),
    (3, "answer"): town(MOVE, Flow("b", "c"), BOTH_SAY, asked=ALL),
    (3, "part"): town(MOVE),
    (3, "none"): town(),
    (4, "answer"): two_halls(across=0.1),
    (4, "part"): two_halls(across=0.1, asked=False),
    (4, "clear"): two_halls(across=1),
    (4, "closed"): two_halls(across=0, is_apart=True),
    (4, "none"): town(),
    (5, "answer"): border(asked=ALL),
    (5, "part"): border(),
    (5, "none"): town(MOVE),
    (6, "answer"): town(ENOUGH, ONE_SAYS),
    (6, "part"): town(ENOUGH, ONE_SAYS, Tie(("a", "c"), status="not known")),
    (6, "clear"): town(ENOUGH),
    (6, "none"): town(MOVE),
    (7, "answer"): town(MOVE, Tie(("a", "c"), level=2), Tie(("b", "c"), level=2)),
    (7, "part"): town(MOVE, Tie(("a", "c"), level=1), Tie(("b", "c"), level=1)),
    (7, "nobody"): town(MOVE, Tie(("a", "c"), level=1)),
    (7, "none"): town(),
    (8, "answer"): town(FocusArea("f", "Recovery", agreed_by=("a", "b"))),
    (8, "part"): town(FocusArea("f", "Recovery", agreed_by="a")),
    (8, "none"): town(),
    (9, "answer"): town(BOTH_SAY),
    (9, "part"): town(DISPUTED, ONE_SAYS),
    (9, "none"): town(ONE_SAYS),
    (10, "answer"): town(Pathway("p", steps=("a", "b"))),
    (10, "part"): town(Pathway("p", steps=("a", "b")), OPEN),
    (10, "met"): town(Pathway("p", steps=("a", "b")), ENOUGH),
    (10, "none"): town(Pathway("p", steps=("a",))),
    (11, "answer"): town(MOVE, asked=ALL),
    (11, "clear"): town(MOVE),
    (11, "none"): town(),
    (12, "answer"): town(MOVE, ENOUGH, ONE_SAYS),
    (12, "none"): town(MOVE),
    (13, "answer"): town(Activity("Day", status="planned")),
    (13, "none"): town(),
    (14, "answer"): town(MOVE, ENOUGH),
    (14, "part"): town(MOVE, OPEN),
    (14, "clear"): town(MOVE),
    (14, "none"): town(MOVE),
    (15, "answer"): town(MOVE, asked=("a",)),
    (15, "part"): town(MOVE),
    (15, "settled"): town(MOVE, BOTH_SAY, asked=ALL),
    (15, "none"): Model(),
    (16, "answer"): town(MOVE, asked=ALL),
    (16, "part"): town(MOVE),
    (16, "none"): town(),
}

EARLIER = {(14, wording): town(MOVE) for wording in ("answer", "part", "clear")}
"""The earlier model of a case, where the answer takes two."""


def answered(number, wording):
    earlier = EARLIER.get((number, wording))
    return questions(CASES[number, wording], before=earlier)[number - 1]


ANSWERED = {
    "answer": "yes",
    "met": "yes",
    "clear": "yes",
    "closed": "yes",
    "settled": "yes",
    "part": "in part",
    "part-of-pairs": "in part",
    "settled-of-pairs": "in part",
    "nobody": "in part",
    "none": "no",
    "left-out": "no",
}


class TestSixteen:
    def test_every_model_is_asked_all_in_their_order(self):
        for model in (Model(), town(MOVE)):
            assert [answer.number for answer in questions(model)] == list(range(1, 17))

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_each_is_a_question(self, lang):
        asked = [answer.question(lang) for answer in questions(Model())]
        assert all(question.endswith("?") for question in asked)
        assert len(set(asked)) == 16

    def test_an_empty_model_answers_none(self):
        assert {answer.answered for answer in questions(Model())} == {"no"}

    def test_a_model_with_problems_is_refused(self):
        with pytest.raises(InvalidModel):
            questions(Model.of(MOVE))


class TestEveryAnswer:
    def test_that_the_catalogue_has_can_be_given(self):
        wordings = {
            (int(number), wording)
            for key in keys("question.")
            for number, wording in [key.removeprefix("question.").split(".")]
            if number not in {"answered", "any"} and wording != "title"
        }
        assert set(CASES) == wordings

    @pytest.mark.parametrize(("number", "wording"), CASES)
    def test_is_given_where_it_fits(self, number, wording):
        answer = answered(number, wording)
        assert answer.wording == wording
        assert answer.answered == ANSWERED[wording]

    @pytest.mark.parametrize(("number", "wording"), CASES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_is_a_sentence_without_a_gap(self, number, wording, lang):
        answer = answered(number, wording)
        said = answer.sentence(lang)
        assert said.endswith(".")
        assert not re.search(r"[{}]|\bNone\b(?! of)|  |: \.|, \.", said)

    @pytest.mark.parametrize(("number", "wording"), CASES)
    def test_fills_each_place_of_its_sentence_with_a_number_that_it_holds(self, number, wording):
        answer = answered(number, wording)
        text = say(f"question.{number}.{wording}")
        places = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        held = set(answer.numbers)
        held |= {name.replace("low", "range") for name in held if name.endswith("low")}
        assert places <= held

    @settings(max_examples=60)
    @given(st.data())
    def test_of_any_model_is_consistent_and_fits_into_json(self, data):
        model = data.draw(models(with_needs=True))
        lang = data.draw(st.sampled_from(LANGUAGES))
        for answer in questions(model, data.draw(rules(model.scale))):
            assert answer.answered == ANSWERED[answer.wording]
            plain = json.loads(json.dumps(answer.to_json(lang), allow_nan=False))
            assert plain["number"] == answer.number
            assert plain["answered"] == answer.answered
            assert plain["question"] == answer.question(lang)
            assert plain["sentence"] == answer.sentence(lang)
            assert str(answer).startswith(f"{answer.number}. ")

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_of_every_dataset_is_a_sentence_without_a_gap(self, name, lang):
        for answer in questions(load_dataset(name)):
            assert not re.search(r"[{}]|\bNone\b(?! of)", answer.sentence(lang)), answer


def numbers(number, model, **more):
    return questions(model, **more)[number - 1].numbers


class TestWhatTheAnswersSay:
    def test_1_the_first_pair_is_the_first_missing_link(self):
        model = town(MOVE, Flow("b", "c", citizens=90))
        assert numbers(1, model) == {"missing": 2, "needed": 2, "first": "Flats – Jobs"}

    def test_2_the_share_of_moves_counts_only_pairs_that_are_counted(self):
        """An unknown number would leave every share possible; how many are left out is said."""
        model = town(MOVE, BOTH_SAY, Flow("b", "c", citizens=10), Flow("a", "c"), asked=ALL)
        assert numbers(2, model) == {"low": 0.8, "high": 0.8, "counted": 2, "uncounted": 1}
        assert questions(model)[1].wording == "settled-of-pairs"

    def test_2_the_share_of_moves_is_made_of_shown_numbers(self):
        model = town(Flow("a", "b", 12), BOTH_SAY, Flow("b", "c", 10), asked=ALL)
        assert numbers(2, model)["low"] == 0.5
        assert numbers(2, model, disclosure=EXACT)["low"] == pytest.approx(12 / 22)

    def test_3_the_share_of_pairs_is_the_congruence(self):
        model = town(MOVE, Flow("b", "c"), Flow("a", "c"), BOTH_SAY, asked=["b", "c"])
        found = congruence(model).overall
        assert (numbers(3, model)["low"], numbers(3, model)["high"]) == (found.low, found.high)
        assert numbers(3, model)["open"] == found.unknown == 1

    def test_4_names_the_silos(self):
        assert numbers(4, two_halls(across=0.1))["silos"] == "x, y"
        assert numbers(4, two_halls(across=0.1, asked=False))["possible"] == "x, y"

    def test_5_counts_met_pairs_across_the_border_and_within_one_organisation(self):
        tie = Tie(("b", "c"), views=[View("b", 3), View("c", 3)])
        assert numbers(5, border(tie, asked=ALL)) == {
            "across_met": 0,
            "across": 1,
            "within_met": 1,
            "within": 1,
            "open": 0,
        }

    def test_5_a_department_of_a_region_lies_beyond_the_border_too(self):
        model = border()
        hospital = Organisation("clinic", kind="other", part_of="region")
        moved = model.add(hospital).replace(Service("a", provided_by="clinic"))
        assert numbers(5, moved) == numbers(5, model)

    def test_6_names_the_services_without_which_others_lose_their_way(self):
        model = town(ENOUGH, ONE_SAYS, Flow("a", "c", citizens=9))
        assert numbers(6, model) == {
            "cut": "Flats",
            "cuts": 1,
            "first": "Flats",
            "pairs": 1,
            "needed": 1,
        }

    @pytest.mark.parametrize(("wording", "bridged"), [("answer", 1), ("part", 0)])
    def test_7_names_who_is_in_contact_with_both(self, wording, bridged):
        assert numbers(7, CASES[7, wording]) == {
            "missing": 1,
            "bridged": bridged,
            "first": "The ward – Flats",
            "bridges": "Jobs",
        }

    def test_7_looks_beyond_the_first_missing_link(self):
        ties = [Tie(ends, level=2) for ends in (("a", "b"), ("a", "c"))]
        model = town(Flow("b", "c", citizens=3), Flow("a", "d", citizens=90), ties, Service("d"))
        assert numbers(7, model)["first"] == "Flats – Jobs"
        assert numbers(7, model)["missing"] == 2

    def test_8_counts_who_works_on_a_focus_area_in_any_way(self):
        area = FocusArea("f", "Recovery", agreed_by="a")
        model = town(
            area,
            ENOUGH,
            Tie(("b", "c"), focus_areas="f", status="planned"),
            Activity("Day", participants="c", focus_areas="f"),
        )
        assert numbers(8, model) == {
            "areas": 1,
            "pairs": 3,
            "in_contact": 1,
            "first": "Recovery",
            "who": "The ward, Flats, Jobs",
        }

    def test_9_counts_pairs_whose_two_sides_were_heard(self):
        model = town(DISPUTED, ONE_SAYS, Tie(("a", "c"), views=[View("a", 1), View("c", 2)]))
        assert numbers(9, model) == {"heard": 2, "confirmed": 1, "one_sided": 1}

    def test_10_counts_steps_that_break_and_that_lead_both_ways(self):
        model = town(Pathway("p", steps=("a", "b", "a", "c")), Tie(("a", "c"), level=3))
        assert numbers(10, model) == {
            "broken": 2,
            "steps": 3,
            "first": "The ward → Flats",
            "back": 2,
        }

    def test_12_contact_without_need_and_contact_above_need_are_apart(self):
        assert numbers(12, CASES[12, "answer"]) == {"above": 1, "without": 1}

    def test_13_the_fates_add_up_to_the_promises(self):
        fates = ("kept", "open", "overdue", "postponed", "cancelled", "wished", "unknown")
        for name in NAMES:
            found = numbers(13, load_dataset(name))
            assert sum(found[fate] for fate in fates) == found["promises"]

    def test_14_counts_what_changed_since_the_earlier_model(self):
        before, after = town(MOVE, ENOUGH), town(MOVE, Flow("b", "c"), ONE_SAYS)
        found = numbers(14, after, before=before)
        assert {name: found[name] for name in ("opened", "closed", "gained", "lost")} == {
            "opened": 1,
            "closed": 0,
            "gained": 1,
            "lost": 1,
        }
        assert (found["before_low"], found["after_low"], found["after_high"]) == (1.0, 0.5, 1.0)

    def test_14_is_answered_in_part_where_something_cannot_be_called_a_change(self):
        answer = questions(town(MOVE, OPEN), before=town(MOVE, TOO_DISTANT))[13]
        assert (answer.answered, answer.numbers["apart"]) == ("in part", 2)

    def test_15_says_how_many_were_asked_and_whom_to_ask_first(self):
        assert numbers(15, town(MOVE, asked=["a"])) == {
            "asked": 1,
            "services": 3,
            "open": 1,
            "needed": 1,
            "whom": "Flats",
        }

    def test_16_names_the_first_missing_link_and_its_citizens(self):
        assert numbers(16, town(MOVE)) == {
            "first": "The ward – Flats",
            "citizens": Count.exactly(40),
        }
        assert "40 citizens" in questions(town(Flow("a", "b", 42)))[15].sentence()

    @pytest.mark.parametrize(
        ("other", "wording"),
        [
            (Flow("a", "c", 40), "answer"),
            (Flow("a", "c", 41), "answer"),
            (Flow("a", "c", Count.between(30, 41)), "part"),
            (Flow("a", "c"), "part"),
        ],
    )
    def test_16_is_answered_where_no_other_link_can_have_more_citizens(self, other, wording):
        answer = questions(town(MOVE, other, asked=ALL))[15]
        assert answer.wording == wording
        suggested = suggest_ties(answer.model, 1)[0]
        assert answer.numbers["first"] == " – ".join(map(answer.model.label, suggested.about))
        assert answer.numbers["citizens"] == suggested.numbers["citizens"]

    @settings(max_examples=60)
    @given(st.data())
    def test_the_answers_agree_with_what_is_found(self, data):
        model = data.draw(models(with_needs=True))
        chosen = data.draw(rules(model.scale))
        answers = {answer.number: answer for answer in questions(model, chosen)}
        needed, missing = pairs(model, chosen).needed, find_missing_links(model, chosen)
        if missing:
            assert answers[1].numbers["missing"] == len(missing)
            assert answers[1].numbers["needed"] == len(needed)
        for number in (7, 16):
            assert (answers[number].answered == "no") == (not missing)
        for number in (3, 11):
            assert (answers[number].answered == "no") == (not needed)
        if needed:
            share = answers[3].numbers
            assert share["met"] + share["unmet"] + share["open"] == len(needed)


class TestAnAnswer:
    def test_prints_what_readers_may_see(self):
        answer = questions(town(Flow("a", "b", 3)))[15]
        assert "<5 citizens" in str(answer)
        assert "exactly(3)" not in repr(answer)

    def test_what_is_not_defined_is_null_in_json(self):
        undefined = attrs.evolve(questions(town())[0], numbers={"low": math.nan, "asked": None})
        assert undefined.to_json()["numbers"] == {"low": None, "asked": None}

    def test_other_rules_give_other_answers(self):
        assert questions(town(MOVE, ENOUGH))[0].wording == "met"
        assert questions(town(MOVE, ENOUGH), Rules(needed_level=4))[0].wording == "answer"
