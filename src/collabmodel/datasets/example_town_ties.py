"""The contacts of the invented town: who works with whom, and what each side says of it.

One row is one tie: its two parties, its kind, what the first and the second say of it, and how
many people carry it (None: not known). What they say is a place on the scale of levels (`"32"`: the
first says 3, coordination, and the second 2, cooperation), `?` for contact at a level that the
party did not name, `-` for a party that says nothing of it, and 0 for "we have no contact".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from collabmodel.domain.count import UNKNOWN
from collabmodel.domain.elements import Tie
from collabmodel.domain.values import Evidence, View
from collabmodel.domain.vocabulary import TieKind

__all__ = ["TIES", "Row", "special_ties", "ties_of"]

Row = tuple[str, str, TieKind, str, int | None]

TIES: tuple[Row, ...] = (
    # Inside regional psychiatry, where nearly all that is needed is there.
    ("acute-ward", "rehab-ward", "meeting", "43", 6),
    ("acute-ward", "outpatient", "joint plan", "33", 4),
    ("acute-ward", "early-psychosis", "joint plan", "33", 3),
    ("acute-ward", "mood-clinic", "meeting", "32", 2),
    ("acute-ward", "outreach", "meeting", "33", 3),
    ("acute-ward", "child-psych", "joint training", "22", None),
    ("psych-emergency", "acute-ward", "shared staff", "44", 9),
    ("psych-emergency", "outpatient", "referral agreement", "32", 3),
    ("psych-emergency", "mood-clinic", "referral agreement", "20", 2),
    ("psych-emergency", "early-psychosis", "meeting", "33", 4),
    ("psych-emergency", "old-age", "meeting", "22", 2),
    ("psych-emergency", "child-psych", "referral agreement", "23", 3),
    ("psych-emergency", "detox-beds", "shared staff", "33", 4),
    ("rehab-ward", "outpatient", "meeting", "32", 2),
    ("rehab-ward", "early-psychosis", "contact", "11", 2),
    ("outpatient", "mood-clinic", "co-location", "43", 5),
    ("outpatient", "early-psychosis", "meeting", "22", 2),
    ("outpatient", "outreach", "joint service", "44", 6),
    ("child-psych", "early-psychosis", "joint plan", "33", 1),
    ("child-psych", "outpatient", "contact", "11", 2),
    ("child-psych", "mood-clinic", "information sharing", "??", None),
    ("detox-beds", "outpatient", "referral agreement", "21", 2),
    ("detox-beds", "outreach", "meeting", "22", 2),
    ("early-psychosis", "outreach", "meeting", "33", 3),
    # Inside the employment department, which is one house.
    ("job-centre", "benefits", "co-location", "44", 12),
    ("job-centre", "youth-jobs", "meeting", "33", 4),
    ("job-centre", "sickness", "co-location", "33", 5),
    ("job-centre", "work-ability", "meeting", "33", 4),
    ("job-centre", "language", "meeting", "22", 2),
    ("job-centre", "employers", "joint service", "44", 7),
    ("youth-jobs", "employers", "meeting", "33", 3),
    ("youth-jobs", "benefits", "information sharing", "22", 2),
    ("sickness", "work-ability", "joint plan", "43", 5),
    ("sickness", "benefits", "information sharing", "33", 3),
    ("sickness", "employers", "contact", "11", 2),
    ("work-ability", "benefits", "meeting", "22", 2),
    ("work-ability", "employers", "meeting", "32", 3),
    ("language", "employers", "meeting", "2-", 2),
    # Inside the social department.
    ("adult-intake", "flats", "meeting", "33", 3),
    ("adult-intake", "floating-support", "meeting", "33", 4),
    ("adult-intake", "drop-in", "contact", "20", 2),
    ("adult-intake", "drug-counselling", "contact", "11", 2),
    ("adult-intake", "shelter", "contact", "11", 2),
    ("adult-intake", "home-care", "joint plan", "43", 6),
    ("adult-intake", "disability", "meeting", "32", 3),
    ("adult-intake", "rehabilitation", "referral agreement", "22", 2),
    ("flats", "floating-support", "shared staff", "44", 5),
    ("flats", "drop-in", "meeting", "22", 2),
    ("flats", "drug-counselling", "contact", "11", 2),
    ("floating-support", "drop-in", "meeting", "32", 2),
    ("floating-support", "drug-counselling", "contact", "11", 2),
    ("floating-support", "shelter", "contact", "11", 2),
    ("drop-in", "shelter", "meeting", "33", 3),
    ("drop-in", "drug-counselling", "contact", "11", 2),
    ("shelter", "drug-counselling", "contact", "12", 2),
    ("home-care", "rehabilitation", "joint service", "44", 8),
    ("disability", "rehabilitation", "contact", "11", 2),
    ("outreach", "flats", "joint plan", "33", 2),
    ("outreach", "floating-support", "meeting", "33", 3),
    ("outreach", "shelter", "contact", "11", 2),
    ("outreach", "drug-counselling", "meeting", "32", 2),
    # Inside the children and youth department.
    ("school-counselling", "child-protection", "meeting", "33", 3),
    ("school-counselling", "family-centre", "meeting", "22", 2),
    ("school-counselling", "special-school", "meeting", "3-", 2),
    ("school-counselling", "health-visitors", "joint plan", "33", 4),
    ("child-protection", "family-centre", "joint plan", "44", 5),
    ("child-protection", "special-school", "meeting", "2-", 2),
    ("health-visitors", "family-centre", "co-location", "44", 6),
    ("health-visitors", "child-protection", "meeting", "32", 3),
    ("youth-guidance", "youth-club", "contact", "1-", 2),
    ("youth-guidance", "special-school", "meeting", "2-", 2),
    # Inside the hospital.
    ("emergency", "medicine", "shared staff", "44", 14),
    ("emergency", "geriatrics", "meeting", "33", 4),
    ("emergency", "maternity", "meeting", "22", 2),
    ("emergency", "hospital-social", "contact", "11", 2),
    ("emergency", "pain-clinic", "contact", "1-", 2),
    ("emergency", "opioid-clinic", "contact", "00", None),
    ("medicine", "geriatrics", "joint plan", "44", 6),
    ("medicine", "hospital-social", "joint plan", "43", 4),
    ("geriatrics", "hospital-social", "joint plan", "44", 4),
    ("geriatrics", "pain-clinic", "information sharing", "?-", None),
    ("maternity", "hospital-social", "meeting", "22", 2),
    # Inside the probation service, and the one door out of it.
    ("court-liaison", "probation-office", "shared staff", "44", 4),
    ("court-liaison", "unpaid-work", "meeting", "33", 2),
    ("probation-office", "halfway-house", "joint plan", "44", 5),
    ("probation-office", "unpaid-work", "joint plan", "43", 4),
    ("probation-office", "programmes", "joint service", "44", 4),
    ("probation-office", "mediation", "meeting", "33", 2),
    ("halfway-house", "programmes", "meeting", "33", 3),
    ("halfway-house", "unpaid-work", "meeting", "22", 2),
    ("programmes", "mediation", "meeting", "22", 2),
    ("probation-office", "drug-counselling", "joint plan", "33", 3),
    ("probation-office", "shelter", "meeting", "22", 2),
    ("probation-office", "adult-intake", "meeting", "22", 2),
    ("probation-office", "flats", "meeting", "32", 2),
    ("probation-office", "mentors", "partnership", "2-", 2),
    ("probation-office", "job-centre", "meeting", "22", 2),
    # Out of psychiatry.
    ("acute-ward", "flats", "meeting", "11", 2),
    ("outpatient", "floating-support", "contact", "11", 2),
    ("old-age", "home-care", "joint plan", "33", 4),
    ("child-psych", "child-protection", "meeting", "22", 2),
    ("psych-emergency", "emergency", "meeting", "11", 3),
    ("general-practices", "outpatient", "referral agreement", "-2", 2),
    # Out of the employment department.
    ("benefits", "adult-intake", "meeting", "11", 3),
    ("sickness", "hospital-social", "meeting", "11", 2),
    ("general-practices", "sickness", "information sharing", "-1", None),
    # The social department with children and youth.
    ("adult-intake", "child-protection", "meeting", "33", 3),
    ("adult-intake", "family-centre", "meeting", "22", 2),
    ("disability", "special-school", "joint plan", "3-", 2),
    ("disability", "school-counselling", "meeting", "22", 2),
    ("floating-support", "family-centre", "meeting", "32", 2),
    ("shelter", "child-protection", "meeting", "22", 2),
    ("drug-counselling", "child-protection", "joint plan", "33", 3),
    ("drug-counselling", "youth-guidance", "joint training", "20", 2),
    ("home-care", "health-visitors", "meeting", "22", 2),
    # The social department with the hospital.
    ("home-care", "medicine", "joint plan", "44", 7),
    ("home-care", "geriatrics", "joint plan", "44", 6),
    ("home-care", "hospital-social", "meeting", "33", 4),
    ("home-care", "emergency", "contact", "11", 2),
    ("rehabilitation", "medicine", "referral agreement", "33", 3),
    ("rehabilitation", "geriatrics", "referral agreement", "33", 3),
    ("adult-intake", "hospital-social", "meeting", "33", 3),
    ("adult-intake", "maternity", "meeting", "22", 2),
    ("shelter", "emergency", "meeting", "22", 2),
    ("drug-counselling", "emergency", "meeting", "21", 2),
    ("drug-counselling", "medicine", "meeting", "22", 2),
    ("drug-counselling", "maternity", "joint plan", "33", 1),
    # The social department with the volunteers.
    ("drop-in", "cafe", "partnership", "33", 4),
    ("adult-intake", "money-advice", "referral agreement", "32", 3),
    ("adult-intake", "refuge", "joint plan", "33", 2),
    ("flats", "cafe", "partnership", "22", 2),
    # Children, the hospital and the volunteers.
    ("maternity", "health-visitors", "joint plan", "44", 6),
    ("maternity", "family-centre", "meeting", "22", 2),
    ("maternity", "child-protection", "joint plan", "33", 2),
    ("hospital-social", "child-protection", "meeting", "20", 2),
    ("child-protection", "refuge", "joint plan", "33", 3),
    ("youth-guidance", "mentors", "partnership", "3-", 3),
    # Inside the volunteer centre, half of which nobody asked.
    ("cafe", "food-bank", "joint service", "4-", 5),
    ("cafe", "money-advice", "co-location", "33", 4),
    ("cafe", "befriending", "meeting", "2-", 2),
    ("cafe", "mentors", "co-location", "3-", 3),
    ("money-advice", "food-bank", "meeting", "2-", 2),
    ("refuge", "money-advice", "meeting", "22", 2),
    ("refuge", "mentors", "meeting", "2-", 2),
    # The general practices, which nobody asked.
    ("general-practices", "emergency", "information sharing", "-2", None),
    ("general-practices", "medicine", "information sharing", "-2", None),
    ("general-practices", "home-care", "joint plan", "-3", 5),
    ("general-practices", "health-visitors", "meeting", "-3", 4),
)


def ties_of(rows: Iterable[Row], year: str) -> Iterator[Tie]:
    """One tie for each row, with the view of each party that says something of it."""
    survey = Evidence("survey", year)
    for first, second, kind, says, persons in rows:
        views = [
            View(party, None if said == "?" else int(said), when=year)
            for party, said in zip((first, second), says, strict=True)
            if said != "-"
        ]
        carriers = UNKNOWN if persons is None else persons
        yield Tie((first, second), kind, views=views, persons=carriers, evidence=survey)


def special_ties() -> tuple[Tie, ...]:
    """Ties that more is to be said of than a row can hold: planned, ended, or higher up."""
    return (
        Tie(
            ("psychiatry", "town-social"),
            "partnership",
            level=3,
            when="2023-01/2026-12",
            initiative="health-agreement",
            note="Between the two as a whole. It names no services.",
        ),
        Tie(
            ("drug-counselling", "opioid-clinic"),
            "joint plan",
            name="Joint plan of the drug counselling and the opioid clinic",
            status="planned",
            when="2024-09",
            focus_areas="addiction",
            initiative="overdose-plan",
        ),
        Tie(
            ("shelter", "opioid-clinic"),
            "staff exchange",
            status="ended",
            when="2021-03/2023-06",
            focus_areas="addiction",
            initiative="street-nurse",
            note="A nurse of the clinic came to the shelter twice a week. The grant ran out.",
        ),
        Tie(
            ("outpatient", "sickness"),
            "staff exchange",
            name="A nurse of the mental health clinic with the sickness benefit team",
            status="postponed",
            when="2024-10",
            focus_areas="work-and-health",
            initiative="one-plan-for-work",
        ),
        Tie(
            ("general-practices", "drug-counselling"),
            "referral agreement",
            status="not known",
            note="An old agreement. Whether anybody still follows it nobody could say.",
        ),
        Tie(
            ("general-practices", "befriending"),
            "referral agreement",
            note="By a leaflet in the waiting rooms. Neither of the two was asked.",
        ),
    )
