"""The invented town a year later: only what is different.

A row for two services of which the first year has a row stands in its place, so that the flow or
the tie is the same one, changed. The employment department has opened up. Psychiatry has not, but
its emergency room has. One good contact was lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import attrs

from collabmodel.datasets.example_town_flows import Moves
from collabmodel.datasets.example_town_ties import Row
from collabmodel.domain.count import Count
from collabmodel.domain.elements import Activity, Element, Forum, Initiative, Tie
from collabmodel.domain.model import Model
from collabmodel.domain.when import When

__all__ = ["NEW_MOVES", "NEW_TIES", "NOW_ASKED", "a_year_later", "with_changes"]

PairRow = TypeVar("PairRow", Moves, Row)

NOW_ASKED = {"general-practices"}
"""The services that the second survey reached and the first did not."""

NEW_MOVES: tuple[Moves, ...] = (
    ("psych-emergency", "emergency", 171, 228),
    ("job-centre", "adult-intake", 134, 96),
    ("youth-jobs", "youth-guidance", 115, 59),
    ("shelter", "opioid-clinic", 24, 30),
    ("maternity", "health-visitors", 381, 9),
    ("outpatient", "befriending", Count.at_most(20), None),
)

NEW_TIES: tuple[Row, ...] = (
    # The employment department, after its year of one plan for work and health.
    ("job-centre", "adult-intake", "joint plan", "33", 4),
    ("job-centre", "floating-support", "meeting", "22", 2),
    ("job-centre", "drug-counselling", "meeting", "22", 2),
    ("job-centre", "disability", "meeting", "32", 2),
    ("job-centre", "family-centre", "meeting", "22", 2),
    ("sickness", "rehabilitation", "joint plan", "43", 5),
    ("sickness", "hospital-social", "meeting", "22", 2),
    ("work-ability", "disability", "joint plan", "33", 3),
    ("work-ability", "rehabilitation", "meeting", "22", 2),
    ("benefits", "adult-intake", "meeting", "33", 4),
    ("benefits", "shelter", "meeting", "22", 2),
    ("benefits", "family-centre", "meeting", "22", 2),
    ("benefits", "money-advice", "partnership", "32", 3),
    ("language", "adult-intake", "meeting", "22", 2),
    ("language", "school-counselling", "meeting", "22", 2),
    ("youth-jobs", "youth-guidance", "joint service", "44", 4),
    ("youth-jobs", "school-counselling", "meeting", "22", 2),
    ("youth-jobs", "child-protection", "meeting", "22", 2),
    ("youth-jobs", "mentors", "partnership", "3-", 2),
    ("outpatient", "job-centre", "meeting", "22", 2),
    ("early-psychosis", "youth-jobs", "joint service", "33", 2),
    # What psychiatry has to show for the year.
    ("psych-emergency", "emergency", "meeting", "33", 5),
    # The general practices have answered.
    ("general-practices", "outpatient", "referral agreement", "22", 2),
    ("general-practices", "sickness", "information sharing", "11", None),
    ("general-practices", "emergency", "information sharing", "22", None),
    ("general-practices", "medicine", "information sharing", "12", None),
    ("general-practices", "home-care", "joint plan", "33", 5),
    ("general-practices", "health-visitors", "meeting", "33", 4),
)

ENDED = {
    "tie:meeting:adult-intake--hospital-social": "Both social workers who carried it have left.",
    "tie:joint-training:acute-ward--child-psych": "The course is over.",
}
"""The ties that have ended, and why."""


def with_changes(rows: Iterable[PairRow], changes: Iterable[PairRow]) -> tuple[PairRow, ...]:
    """*rows*, where a row of *changes* stands in the place of one for the same two services.

    >>> with_changes([("a", "b", 1, 2)], [("a", "b", 3, 4), ("b", "c", 5, None)])
    (('a', 'b', 3, 4), ('b', 'c', 5, None))
    """
    by_pair = {row[:2]: row for row in rows}
    return tuple((by_pair | {row[:2]: row for row in changes}).values())


def a_year_later(town: Model) -> Model:
    """What became of the ties, forums and plans that more is to be said of than a row can hold.

    Args:
        town: The town with the rows of the second year.
    """
    ended = [
        attrs.evolve(tie, status="ended", when=When("../2025-06"), note=ENDED[tie.id])
        for tie in town.ties
        if tie.id in ENDED
    ]
    return town.replace(*ended, *what_became_of_it(town))


def what_became_of_it(town: Model) -> tuple[Element, ...]:
    """The promises of the first year, as they stand a year later."""
    return (
        attrs.evolve(town.find(Initiative, "one-plan-for-work"), status="ended"),
        attrs.evolve(
            town.find(Activity, "placements"),
            status="held",
            when=When("2025-05"),
            reason="",
            note="Postponed from October 2024.",
        ),
        attrs.evolve(town.find(Forum, "one-door"), status="ongoing", level=3),
        attrs.evolve(
            town.find(Tie, "tie:staff-exchange:outpatient--sickness"),
            status="ongoing",
            level=3,
            when=When("2025-02/.."),
        ),
        attrs.evolve(town.find(Activity, "theme-day"), status="planned", when=When("2026-02")),
    )
