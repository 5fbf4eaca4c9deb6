"""What must come out of the five cases."""

from __future__ import annotations

import pytest

from collabmodel import ask_next, find_missing_links, find_promises, find_silos, pairs, report
from collabmodel.analysis.promises import OPEN_PROMISES
from collabmodel.datasets import (
    more_og_romsdal,
    randers,
    randers_collaboration,
    randers_plan,
    randers_recovery,
    sor_helgeland,
)

WITHOUT_NEED = [randers_recovery, randers_plan, more_og_romsdal, sor_helgeland]


class TestRandersCollaboration:
    def test_has_one_pair_with_need_both_ways_and_its_citizens_are_not_known(self):
        (pair,) = pairs(randers_collaboration()).needed
        assert pair.key == ("psykiatrisk-afdeling", "residential-facilities")
        assert pair.need.both_ways
        assert not pair.citizens.is_known

    def test_that_pair_is_a_question_and_not_a_missing_link(self):
        found = find_missing_links(randers_collaboration())
        assert not found.found
        assert [finding.code for finding in found.told_apart] == ["level-not-known"]

    def test_its_open_promises_are_the_second_round_and_the_theme_day(self):
        found = find_promises(randers_collaboration())
        still_open = {f.about[0]: f.code for f in found if f.code in OPEN_PROMISES}
        assert still_open == {
            "placement-round-2": "promise-open",
            "theme-day": "promise-postponed",
        }

    def test_the_second_round_is_overdue_when_its_time_is_over(self):
        found = find_promises(randers_collaboration(), at="2022-01")
        assert found.of_code("promise-overdue")[0].about == ("placement-round-2",)

    def test_whom_to_ask_comes_from_that_pair_first(self):
        asked = ask_next(randers_collaboration())
        assert {finding.code for finding in asked[:2]} == {"ask-level", "ask-citizens"}


class TestTheOtherFour:
    @pytest.mark.parametrize("case", WITHOUT_NEED)
    def test_have_no_pair_with_need_and_no_silo(self, case):
        assert pairs(case()).needed == ()
        assert not find_missing_links(case())
        assert not find_silos(case()).of_code("silo", "silo-possible", "isolated-service")

    @pytest.mark.parametrize("case", WITHOUT_NEED)
    def test_their_reports_say_what_was_promised_what_is_said_and_whom_to_ask(self, case):
        text = report(case()).text()
        for heading in ("Promises", "What is said", "Whom to ask next"):
            assert f"\n{heading}\n" in text
        assert "no movement of citizens between two named services is on record" in " ".join(
            text.split()
        )


def test_randers_as_a_whole_has_the_same_one_pair():
    assert [pair.key for pair in pairs(randers()).needed] == [
        ("psykiatrisk-afdeling", "residential-facilities")
    ]
