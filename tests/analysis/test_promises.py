"""What was promised, and what became of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel import (
    Activity,
    Flow,
    Forum,
    Initiative,
    InvalidArgument,
    InvalidModel,
    LevelScale,
    Model,
    Organisation,
    Rules,
    Service,
    Tie,
    When,
    ask_next,
    find_promises,
    report,
)
from collabmodel.analysis.finding import codes
from collabmodel.analysis.promises import OPEN_PROMISES
from collabmodel.domain.vocabulary import VOCABULARIES
from collabmodel.testing import models, whens
from collabmodel.words import LANGUAGES, keys

FATES = {
    "idea": "only-wished",
    "wanted": "only-wished",
    "discussed": "only-wished",
    "planned": "open",
    "adopted": "open",
    "ongoing": "open",
    "held": "kept",
    "ended": "kept",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "not known": "not-known",
}

STATUSES = VOCABULARIES["status"]


def fate(element, at=None):
    (promise,) = find_promises(Model.of(Organisation("town"), element), at)
    return promise.code.removeprefix("promise-")


class TestTheFateOfAPromise:
    def test_every_status_has_one(self):
        assert set(FATES) == set(STATUSES)

    @pytest.mark.parametrize(("status", "expected"), FATES.items())
    def test_follows_its_status_where_no_moment_is_given(self, status, expected):
        for when in (None, "1999", "2999"):
            assert fate(Initiative("plan", status=status, when=when)) == expected
            assert fate(Activity("day", status=status, when=when)) == expected

    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            ("planned", "overdue"),
            ("adopted", "overdue"),
            ("ongoing", "not-known"),
            ("held", "kept"),
            ("ended", "kept"),
            ("postponed", "postponed"),
            ("cancelled", "cancelled"),
            ("wanted", "only-wished"),
            ("not known", "not-known"),
        ],
    )
    def test_where_its_time_is_over(self, status, expected):
        assert fate(Activity("day", status=status, when="2021-01"), "2022-06") == expected

    @pytest.mark.parametrize("status", ["planned", "adopted"])
    @pytest.mark.parametrize("when", ["2022-06", "2022", "2022-07", "2021/2023", "2021/..", None])
    def test_is_not_overdue_while_its_time_lasts_or_is_to_come_or_is_not_told(self, status, when):
        assert fate(Activity("day", status=status, when=when), "2022-06-15") == "open"

    @pytest.mark.parametrize("when", ["2021~", "202X", "20XX", "XXXX-03", "2018/2021~"])
    def test_is_not_overdue_where_it_is_not_certain_that_its_time_is_over(self, when):
        assert fate(Activity("day", status="planned", when=when), "2022-01-01") == "open"

    def test_is_seen_from_the_day_of_the_model_unless_another_is_given(self):
        day = Activity("day", status="planned", when="2021-01", id="day")
        model = Model.of(day, as_of="2022")
        assert find_promises(model)[0].code == "promise-overdue"
        assert find_promises(model, "2020")[0].code == "promise-open"
        assert find_promises(model, When("2023"))[0].code == "promise-overdue"

    @given(st.sampled_from(STATUSES), st.none() | whens(), st.none() | whens())
    def test_is_overdue_only_where_it_is_certainly_over_and_was_still_to_come(
        self, status, when, at
    ):
        found = fate(Activity("day", status=status, when=when), at)
        over = at is not None and when is not None and when.before(at) is True
        assert (found == "overdue") == (over and status in ("planned", "adopted"))
        if not over:
            assert found == FATES[status]


class TestWhatIsAPromise:
    @pytest.mark.parametrize("status", STATUSES)
    def test_ties_and_forums_are_promises_only_while_they_are_not_contact(self, status):
        model = Model.of(
            Service("a"),
            Service("b"),
            Tie(("a", "b"), status=status, id="tie"),
            Forum("forum", members=("a", "b"), status=status),
        )
        promised = {promise.about for promise in find_promises(model)}
        is_promise = FATES[status] in ("only-wished", "postponed", "cancelled")
        assert promised == ({("tie",), ("forum",)} if is_promise or status == "planned" else set())

    @given(models())
    def test_every_initiative_and_activity_is_one_and_stands_once(self, model):
        found = [promise.about for promise in find_promises(model)]
        assert len(found) == len(set(found))
        expected = {(element.id,) for element in (*model.initiatives, *model.activities)}
        assert expected <= set(found)
        contacts = {(element.id,) for element in (*model.ties, *model.forums)}
        assert set(found) - expected <= contacts

    def test_a_model_without_any_has_none(self):
        assert list(find_promises(Model.of(Service("ward")))) == []

    def test_a_model_with_problems_is_refused(self):
        with pytest.raises(InvalidModel):
            find_promises(Model.of(Flow("a", "b")))

    @pytest.mark.parametrize("at", ["soon", "2020-13", 2020])
    def test_a_moment_that_is_no_date_is_refused(self, at):
        with pytest.raises(InvalidArgument, match="at: expected a date"):
            find_promises(Model.of(Service("ward")), at)

    def test_a_scale_without_the_default_level_does_not_matter(self):
        """A promise has no level, so the level that is needed by default decides nothing."""
        model = Model.of(
            Activity("day", status="planned"), scale=LevelScale("two", ("none", "some"))
        )
        assert find_promises(model)[0].code == "promise-open"
        assert ask_next(model, Rules(needed_level=1)).of_code("ask-promise")
        assert report(model, Rules(needed_level=1)).to_json()["promises"]["findings"]


class TestOrder:
    def test_what_presses_most_stands_first_and_what_was_kept_last(self):
        model = Model.of(
            [Activity(status, status=status, id=status.replace(" ", "-")) for status in STATUSES],
            Activity("late", status="planned", when="2019", id="late"),
            as_of="2020",
        )
        fates = [promise.code.removeprefix("promise-") for promise in find_promises(model)]
        assert list(dict.fromkeys(fates)) == [
            "overdue",
            "postponed",
            "open",
            "not-known",
            "only-wished",
            "cancelled",
            "kept",
        ]
        open_ = [promise.about for promise in find_promises(model).of_code("promise-open")]
        assert open_ == sorted(open_)

    def test_what_is_still_to_be_kept_comes_in_the_order_of_the_list(self):
        assert OPEN_PROMISES == ("promise-overdue", "promise-postponed", "promise-open")


class TestWhom:
    @pytest.mark.parametrize(
        ("element", "whom"),
        [
            (Initiative("p", owner="a", participants="b", status="planned"), "The ward"),
            (Initiative("p", participants=("b", "a"), status="planned"), "Flats, The ward"),
            (Activity("p", participants="b", status="planned"), "Flats"),
            (Tie(("a", "b"), status="planned"), "The ward, Flats"),
            (Forum("p", members=("b", "a"), status="planned"), "Flats, The ward"),
            (Activity("p", status="planned"), ""),
        ],
    )
    def test_to_ask_is_who_answers_for_it_or_else_who_takes_part(self, element, whom):
        model = Model.of(Service("a", "The ward"), Service("b", "Flats"), element)
        assert find_promises(model)[0].numbers["whom"] == whom


class TestSentences:
    @pytest.mark.parametrize("status", STATUSES)
    @pytest.mark.parametrize("when", [None, "2021-01"])
    @pytest.mark.parametrize("reason", ["", "Nobody {could} come"])
    @pytest.mark.parametrize("at", [None, "2022"])
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_are_there_for_every_fate_with_and_without_date_and_reason(
        self, status, when, reason, at, lang
    ):
        model = Model.of(Activity("Theme day", status=status, when=when, reason=reason))
        (promise,) = find_promises(model, at)
        assert "Theme day" in promise.sentence(lang)
        assert promise.next_step(lang)
        year_said = "2021" in promise.sentence(lang)
        assert year_said == (when is not None)
        if reason and promise.code != "promise-kept":
            assert reason in promise.sentence(lang)

    def test_every_wording_of_every_promise_can_be_reached_or_is_a_fallback(self):
        """Something overdue has a date, so its two undated wordings are never said."""
        reached = set()
        for status in STATUSES:
            for when in (None, "2021-01"):
                for reason in ("", "corona"):
                    model = Model.of(Activity("d", status=status, when=when, reason=reason))
                    for at in (None, "2022"):
                        (promise,) = find_promises(model, at)
                        reached.add((promise.code, promise.wording))
        wordings = {
            (code, key.rsplit(".", 1)[1])
            for code in codes()
            if code.startswith("promise-")
            for key in keys(f"finding.{code}.")
            if key.rsplit(".", 1)[1] not in ("title", "meaning", "next")
        }
        assert wordings - reached == {
            ("promise-overdue", "undated"),
            ("promise-overdue", "undated-reason"),
        }

    def test_hostile_reasons_are_made_visible(self):
        model = Model.of(Activity("d", status="postponed", reason="no\x1b[31m\nroom"))
        assert "no[U+001B][31m[U+000A]room" in find_promises(model)[0].sentence()
