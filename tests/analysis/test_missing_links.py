"""Which code and which sentence a missing link gets."""

from __future__ import annotations

import pytest
from hypothesis import given

from collabmodel import (
    FREY,
    Flow,
    Forum,
    Model,
    Organisation,
    Rules,
    Service,
    Tie,
    explain,
    find_missing_links,
    pairs,
    questions,
)
from collabmodel.analysis.missing_links import rank
from collabmodel.testing import models

WARD = Service("ward", "Ward", provided_by="region")
FLATS = Service("flats", "Flats", provided_by="town")
AROUND = [Organisation("region"), Organisation("town"), *(Service(f"s{n}") for n in range(4))]
EVERYBODY = ["ward", "flats", "s0", "s1", "s2", "s3"]


def found(*elements, asked=None, **conventions):
    model = Model.of(WARD, FLATS, AROUND, Flow("ward", "flats", 40), *elements, asked=asked)
    return find_missing_links(model, Rules(**conventions))


@pytest.mark.parametrize(
    ("elements", "asked", "code"),
    [
        ([Tie(("ward", "flats"), level=1), Tie(EVERYBODY)], None, "level-too-low"),
        ([Forum("f", members=EVERYBODY), Tie(("region", "town"))], None, "only-wide"),
        (
            [Tie(("region", "town")), Tie(("ward", "flats"), status="planned")],
            None,
            "only-above",
        ),
        (
            [
                Tie(("ward", "flats"), status="planned", id="p"),
                Tie(("ward", "flats"), status="ended", id="e"),
            ],
            None,
            "only-planned",
        ),
        ([Tie(("ward", "flats"), status="ended")], ["ward"], "ended"),
        ([], ["ward"], "asked-and-absent"),
        ([], None, "no-record"),
    ],
)
def test_the_code_is_that_of_the_nearest_thing_on_record(elements, asked, code):
    assert [finding.code for finding in found(*elements, asked=asked)] == [code]


def test_a_disputed_tie_is_not_worded_as_no_contact():
    """Under `both` the level is that of the side that names none, which is not the record's."""
    (finding,) = found(Tie(("ward", "flats"), level=3), asked=["ward"], confirmation="both")
    assert finding.code == "level-too-low"
    for lang, said in (("en", "on record"), ("da", "noteret"), ("nb", "registrert")):
        assert said in finding.sentence(lang)
        assert " 0, " not in finding.sentence(lang)


def test_most_citizens_for_certain_come_first():
    model = Model.of(
        [Service(name) for name in "abcde"],
        Flow("a", "b", 5),
        Flow("b", "c", 50),
        Flow("c", "d"),
        Flow("d", "e", 7),
    )
    about = [finding.about for finding in find_missing_links(model)]
    assert about == [("b", "c"), ("d", "e"), ("a", "b"), ("c", "d")]


@given(models(with_needs=True, scale=FREY, max_services=6, max_flows=12))
def test_the_order_is_that_of_rank(model):
    found = find_missing_links(model)
    judged = pairs(model)
    ranked = [pair.key for pair in sorted(judged.needed, key=rank)]
    for listed in (found, found.told_apart):
        about = [finding.about for finding in listed]
        assert about == [key for key in ranked if key in about]


def test_a_link_that_one_person_carries_is_told_apart():
    tie = Tie(("ward", "flats"), level=3, persons=1)
    result = found(tie)
    assert not result.found
    assert [finding.code for finding in result.told_apart] == ["fragile-link"]
    second = Tie(("ward", "flats"), "meeting", level=2, persons=1)
    assert not found(tie, second).told_apart


def test_the_key_stays_while_the_code_changes():
    (before,) = found()
    (after,) = found(Tie(("ward", "flats"), level=1))
    assert (before.code, after.code) == ("no-record", "level-too-low")
    assert before.key == after.key


def test_it_says_under_which_other_rules_it_holds():
    (finding,) = found(Tie(("ward", "flats"), level=1))
    robust = [
        finding.numbers[name] for name in ("other_confirmation", "one_level_up", "one_level_down")
    ]
    assert robust == [False, True, False]


class TestPairsWithTooFewCitizens:
    MODEL = Model.of(WARD, FLATS, AROUND, Flow("ward", "flats", 3))
    RULES = Rules(min_citizens=5)

    def test_are_counted_beside_the_list(self):
        result = find_missing_links(self.MODEL, self.RULES)
        assert (len(result), result.left_out) == (0, 1)

    def test_are_explained_as_left_out_and_not_as_without_need(self):
        line = explain(self.MODEL, "ward", "flats", self.RULES).lines()[0]
        assert "left out" in line
        assert "no citizens" not in line

    def test_make_no_answer_that_says_there_is_no_need(self):
        answers = {answer.number: answer for answer in questions(self.MODEL, self.RULES)}
        for number in (1, 2, 3, 4, 11):
            assert answers[number].answered == "no"
            assert "left out" in answers[number].sentence()
