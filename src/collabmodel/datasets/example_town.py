"""An invented town: fifty-three services, their citizens and their contacts, in two years.

It is also an example of how to write a larger model. What there is many of stands in tables, one
row a thing, and small functions make elements of the rows: `example_town_flows` has the citizens,
`example_town_ties` the contacts, `example_town_plans` who meets and what was set out to be done,
and `example_town_year_2` what is different a year later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from collabmodel.datasets.example_town_flows import MOVES, flows_of
from collabmodel.datasets.example_town_plans import forums_and_roles, plans, what_is_said
from collabmodel.datasets.example_town_ties import TIES, special_ties, ties_of
from collabmodel.datasets.example_town_year_2 import (
    NEW_MOVES,
    NEW_TIES,
    NOW_ASKED,
    a_year_later,
    with_changes,
)
from collabmodel.domain.count import Count
from collabmodel.domain.elements import Flow, Organisation, Pathway, Service, Source
from collabmodel.domain.errors import InvalidArgument
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence, Step
from collabmodel.domain.vocabulary import Sector

__all__ = ["example_town"]

SERVICES: tuple[tuple[str, str, str, Sector], ...] = (
    # id, name, the organisation that runs it, the part of the welfare system it belongs to
    ("flats", "Supported flats", "town-social", "housing"),
    ("floating-support", "Floating support", "town-social", "housing"),
    ("shelter", "Night shelter", "town-social", "housing"),
    ("drop-in", "Drop-in centre", "town-social", "social"),
    ("adult-intake", "Intake for adults", "town-social", "social"),
    ("disability", "Disability team", "town-social", "social"),
    ("drug-counselling", "Drug and alcohol counselling", "town-social", "health"),
    ("home-care", "Home care", "town-social", "health"),
    ("rehabilitation", "Rehabilitation centre", "town-social", "health"),
    ("job-centre", "Job centre", "town-jobs", "employment"),
    ("youth-jobs", "Youth employment team", "town-jobs", "employment"),
    ("sickness", "Sickness benefit team", "town-jobs", "employment"),
    ("work-ability", "Work ability assessment", "town-jobs", "employment"),
    ("employers", "Employer service", "town-jobs", "employment"),
    ("benefits", "Benefits office", "town-jobs", "social"),
    ("language", "Language school", "town-jobs", "education"),
    ("school-counselling", "School counselling", "town-youth", "education"),
    ("special-school", "Special school", "town-youth", "education"),
    ("youth-guidance", "Youth guidance", "town-youth", "education"),
    ("child-protection", "Child protection", "town-youth", "social"),
    ("family-centre", "Family centre", "town-youth", "social"),
    ("youth-club", "Youth club", "town-youth", "social"),
    ("health-visitors", "Health visitors", "town-youth", "health"),
    ("acute-ward", "Acute psychiatric ward", "psychiatry", "health"),
    ("rehab-ward", "Psychiatric rehabilitation ward", "psychiatry", "health"),
    ("psych-emergency", "Psychiatric emergency room", "psychiatry", "health"),
    ("outpatient", "Community mental health clinic", "psychiatry", "health"),
    ("early-psychosis", "Early psychosis team", "psychiatry", "health"),
    ("mood-clinic", "Mood disorder clinic", "psychiatry", "health"),
    ("old-age", "Old-age psychiatry", "psychiatry", "health"),
    ("child-psych", "Child and adolescent psychiatry", "psychiatry", "health"),
    ("emergency", "Emergency department", "hospital", "health"),
    ("medicine", "General medicine ward", "hospital", "health"),
    ("geriatrics", "Geriatric ward", "hospital", "health"),
    ("maternity", "Maternity ward", "hospital", "health"),
    ("opioid-clinic", "Opioid clinic", "hospital", "health"),
    ("pain-clinic", "Pain clinic", "hospital", "health"),
    ("hospital-social", "Hospital social workers", "hospital", "social"),
    ("probation-office", "Probation office", "probation", "justice"),
    ("halfway-house", "Halfway house", "probation", "justice"),
    ("unpaid-work", "Unpaid work unit", "probation", "justice"),
    ("programmes", "Treatment programmes", "probation", "justice"),
    ("mediation", "Mediation service", "probation", "justice"),
    ("court-liaison", "Court liaison", "probation", "justice"),
    ("cafe", "Warm café", "volunteers", "civil society"),
    ("befriending", "Visiting friends", "volunteers", "civil society"),
    ("food-bank", "Food bank", "volunteers", "civil society"),
    ("mentors", "Mentor scheme", "volunteers", "civil society"),
    ("money-advice", "Money advice", "volunteers", "civil society"),
    ("refuge", "Family refuge", "volunteers", "civil society"),
)

NOT_ASKED = {
    "general-practices",
    "special-school",
    "youth-club",
    "pain-clinic",
    "befriending",
    "food-bank",
    "mentors",
}
"""The services that the survey of contacts did not reach."""


def example_town(year: Literal[1, 2] = 1) -> Model:
    """An invented town with two silos, a closed group that is none, and all else to be found.

    Args:
        year: 1, or 2 for the same town a year later. What is in both has the same id in both.

    Raises:
        InvalidArgument: There is no such year.

    >>> town = example_town()
    >>> town.title, len(town.services)
    ('A town and its services (invented)', 53)
    """
    if year not in (1, 2):
        raise InvalidArgument(f"year: expected 1 or 2, found {year!r}.")
    calendar_year = "2024" if year == 1 else "2025"
    moves, ties, not_asked = MOVES, TIES, NOT_ASKED
    if year == 2:
        moves, ties = with_changes(MOVES, NEW_MOVES), with_changes(TIES, NEW_TIES)
        not_asked = NOT_ASKED - NOW_ASKED
    all_services = tuple(services())
    town = Model.of(
        sources(),
        organisations(),
        all_services,
        forums_and_roles(),
        ties_of(ties, calendar_year),
        special_ties(),
        flows_of(moves, calendar_year),
        pathways(),
        flows_along_pathways(calendar_year),
        plans(),
        what_is_said(),
        title="A town and its services (invented)",
        as_of=f"{calendar_year}-12-31",
        asked=[service.id for service in all_services if service.id not in not_asked],
    )
    return town if year == 1 else a_year_later(town)


def sources() -> tuple[Source, ...]:
    """What the model would rest on if it were not invented."""
    note = "Invented, as all of this town is. No real place, service or person is meant."
    return (
        Source("invention", "An example town (invented)", note=note, language="en"),
        Source("register", "A register of citizens' moves (invented)", note=note),
        Source("survey", "A survey of contacts between services (invented)", note=note),
    )


def organisations() -> tuple[Organisation, ...]:
    """The town with its three departments, and the four others that run services there."""
    return (
        Organisation("town", "The town", "municipality", note="Invented."),
        Organisation("town-social", "Social department", "municipality", part_of="town"),
        Organisation("town-jobs", "Employment department", "municipality", part_of="town"),
        Organisation("town-youth", "Children and youth department", "municipality", "town"),
        Organisation("psychiatry", "Regional psychiatry", "region"),
        Organisation("hospital", "Hospital", "hospital"),
        Organisation("probation", "Probation service", "state agency"),
        Organisation("volunteers", "Volunteer centre", "voluntary"),
    )


def services() -> Iterator[Service]:
    """Every service: those of the table, and three of which there is more to say."""
    for id, name, organisation, sector in SERVICES:
        yield Service(id, name, provided_by=organisation, sector=sector)
    yield Service(
        "outreach",
        "Outreach team",
        provided_by=("psychiatry", "town-social"),
        sector="health",
        note="One team, two employers: nurses of the one and social workers of the other.",
    )
    yield Service(
        "detox-beds",
        "Detoxification beds",
        part_of="acute-ward",
        sector="health",
        note="Run by those who run the ward.",
    )
    yield Service(
        "general-practices",
        "General practices",
        sector="health",
        size=Count.exactly(3),
        note="Three practices that are only spoken of together. Each runs itself.",
    )


def pathways() -> tuple[Pathway, ...]:
    """Six pathways, each step with the level that it needs with the next."""
    return (
        Pathway(
            "home-from-the-ward",
            "Home from the acute ward",
            (Step("acute-ward", 3), Step("flats", 3), Step("floating-support", 2), "job-centre"),
            "Citizens who move into a supported flat",
            40,
        ),
        Pathway(
            "first-psychosis",
            "First psychosis",
            (
                Step("general-practices", 2),
                Step("early-psychosis", 3),
                Step("youth-jobs", 2),
                "employers",
            ),
            "Young adults",
            11,
        ),
        Pathway(
            "after-an-overdose",
            "After an overdose",
            (
                Step("emergency", 3),
                Step("opioid-clinic", 3),
                Step("drug-counselling", 2),
                "shelter",
            ),
            citizens=14,
        ),
        Pathway(
            "home-from-hospital",
            "Home from hospital",
            (
                Step("medicine", 4),
                Step("hospital-social", 3),
                Step("home-care", 4),
                "rehabilitation",
            ),
            "Older citizens",
            95,
        ),
        Pathway(
            "out-of-school",
            "Out of school",
            (
                Step("school-counselling", 3),
                Step("youth-guidance", 3),
                Step("youth-jobs", 2),
                "mentors",
            ),
            "Young people who have left school",
        ),
        Pathway(
            "after-release",
            "After release",
            (Step("halfway-house", 4), Step("probation-office", 2), "job-centre"),
            citizens=22,
        ),
    )


def flows_along_pathways(year: str) -> Iterator[Flow]:
    """Of some steps it is on record how many citizens took them as a part of their pathway."""
    for pathway, source, target, citizens in (
        ("after-an-overdose", "emergency", "opioid-clinic", 12),
        ("after-an-overdose", "opioid-clinic", "drug-counselling", 9),
        ("after-an-overdose", "drug-counselling", "shelter", 4),
        ("home-from-hospital", "hospital-social", "home-care", 88),
    ):
        yield Flow(
            source,
            target,
            citizens,
            when=year,
            pathway=pathway,
            evidence=Evidence("register", year),
            id=f"flow:{pathway}:{source}--{target}",
        )
