"""Whether a tie or a forum is in force: yes, no, or not known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel import Forum, Tie, When
from collabmodel.analysis.force import Force, force_of
from collabmodel.domain.vocabulary import VOCABULARIES
from collabmodel.testing import whens

IN_FORCE, NOT_KNOWN = Force(True), Force(None)
PLANNED, ENDED = Force(False, "planned"), Force(False, "ended")

BY_STATUS = {
    "idea": PLANNED,
    "wanted": PLANNED,
    "discussed": PLANNED,
    "planned": PLANNED,
    "adopted": IN_FORCE,
    "ongoing": IN_FORCE,
    "held": IN_FORCE,
    "postponed": PLANNED,
    "cancelled": PLANNED,
    "ended": ENDED,
    "not known": NOT_KNOWN,
}

STATUSES = st.sampled_from(VOCABULARIES["status"])


def tie(status="ongoing", when=None):
    return Tie(("a", "b"), status=status, when=when)


def test_every_status_is_decided():
    assert set(BY_STATUS) == set(VOCABULARIES["status"])


@pytest.mark.parametrize(("status", "force"), BY_STATUS.items())
@pytest.mark.parametrize("when", [None, "1999", "2999"])
def test_without_a_moment_the_status_alone_decides(status, force, when):
    assert force_of(tie(status, when), None) == force


@pytest.mark.parametrize(("status", "force"), BY_STATUS.items())
def test_without_dates_the_status_alone_decides(status, force):
    assert force_of(tie(status), When("2020")) == force


@pytest.mark.parametrize(
    ("when", "at", "force"),
    [
        ("2019", "2020", ENDED),
        ("2018/2019-12-31", "2020", ENDED),
        ("2021", "2020", PLANNED),
        ("2020", "2020", IN_FORCE),
        ("2019/2021", "2020", IN_FORCE),
        ("2020-05", "2020-05-17", IN_FORCE),
        ("2020-05-17", "2020", IN_FORCE),
        ("20XX", "2020", NOT_KNOWN),
        ("2019~", "2020", NOT_KNOWN),
    ],
)
def test_with_a_moment_the_dates_decide_about_what_runs(when, at, force):
    assert force_of(tie("ongoing", when), When(at)) == force


def test_what_had_ended_was_in_force_while_its_dates_run():
    assert force_of(tie("ended", "2018/2021"), When("2020")) == IN_FORCE
    assert force_of(tie("ended", "2018/2019"), When("2020")) == ENDED


def test_what_was_only_planned_is_not_in_force_even_at_its_time():
    for status in ("planned", "wanted", "postponed", "cancelled"):
        assert force_of(tie(status, "2020"), When("2020")) == PLANNED


def test_a_status_that_nobody_knows_stays_unknown_at_its_time_and_ends_with_it():
    assert force_of(tie("not known", "2019/2021"), When("2020")) == NOT_KNOWN
    assert force_of(tie("not known", "2019"), When("2020")) == ENDED


@given(STATUSES, st.none() | whens(), st.none() | whens())
def test_a_forum_is_judged_as_a_tie_is(status, when, at):
    forum = Forum("f", status=status, when=when)
    assert force_of(forum, at) == force_of(tie(status, when), at)


@given(STATUSES, st.none() | whens(), st.none() | whens())
def test_a_reason_of_absence_is_given_exactly_where_it_is_absent(status, when, at):
    force = force_of(tie(status, when), at)
    assert (force.absence is not None) == (force.now is False)


@given(STATUSES, whens(), whens())
def test_it_is_in_force_only_where_its_dates_and_the_moment_certainly_overlap(status, when, at):
    force = force_of(tie(status, when), at)
    if force.now:
        assert when.overlaps(at) is True
        assert BY_STATUS[status] in (IN_FORCE, ENDED)
    if when.overlaps(at) is None:
        assert force.now is not True
