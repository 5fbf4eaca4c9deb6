"""Who meets in the invented town, what was set out to be done, and what people say of it."""

from __future__ import annotations

from collabmodel.domain.elements import Activity, FocusArea, Forum, Initiative, Role, Statement
from collabmodel.domain.values import Money

__all__ = ["forums_and_roles", "plans", "what_is_said"]


def forums_and_roles() -> tuple[Forum | Role, ...]:
    """The bodies that meet, and the roles that sit in them."""
    return (
        Role("peer-workers", "Peer workers", where=("outreach", "drop-in"), people=4),
        Role("discharge-nurse", "Discharge nurse", where="medicine", people=1),
        Role("user-voice", "User representative", people=2),
        Forum(
            "town-forum",
            "Town forum on mental health and addiction",
            "network forum",
            members=(
                "acute-ward",
                "outpatient",
                "flats",
                "job-centre",
                "opioid-clinic",
                "general-practices",
                "cafe",
                "user-voice",
            ),
            level=2,
            focus_areas=("recovery", "addiction"),
            note="Twice a year, some thirty people in one hall.",
        ),
        Forum(
            "leaders",
            "Leaders' meeting of psychiatry and the social department",
            "leaders' meeting",
            members=("psychiatry", "town-social"),
            level=3,
            initiative="health-agreement",
        ),
        Forum(
            "discharge-group",
            "Group on discharge of older citizens",
            "follow-up group",
            members=("discharge-nurse", "geriatrics", "home-care", "hospital-social"),
            level=3,
            focus_areas="discharge",
        ),
        Forum(
            "youth-group",
            "Responsibility group for young people out of school",
            "responsibility group",
            members=("school-counselling", "youth-guidance", "child-protection"),
            level=3,
            focus_areas="young-people",
        ),
        Forum(
            "peer-team",
            "Peer team",
            "peer team",
            members=("peer-workers",),
            level=2,
            focus_areas="recovery",
        ),
        Forum(
            "one-door",
            "One door for young people",
            "steering group",
            members=("youth-jobs", "youth-guidance", "outreach"),
            status="planned",
            when="2025-03",
            focus_areas=("young-people", "work-and-health"),
            initiative="one-plan-for-work",
        ),
    )


def plans() -> tuple[FocusArea | Initiative | Activity, ...]:
    """Focus areas, initiatives and dated activities, as they stand at the end of the first year."""
    return (
        FocusArea("recovery", "Recovery", agreed_by=("psychiatry", "town-social")),
        FocusArea("addiction", "Addiction", agreed_by=("drug-counselling", "shelter")),
        FocusArea("discharge", "Going home from hospital"),
        FocusArea("young-people", "Young people out of school", agreed_by="town-youth"),
        FocusArea("work-and-health", "Work and health", part_of="recovery"),
        Initiative(
            "health-agreement",
            "Agreement between psychiatry and the social department",
            "agreement",
            owner=("psychiatry", "town-social"),
            when="2023-01/2026-12",
            status="adopted",
            focus_areas="recovery",
        ),
        Initiative(
            "one-plan-for-work",
            "One plan for work and health",
            "programme",
            owner="town-jobs",
            participants=("job-centre", "sickness", "outpatient", "rehabilitation"),
            funding=Money(1_200_000, "EUR", giver="town", pool="Budget for new ways of working"),
            when="2025-01/2025-11",
            status="adopted",
            focus_areas="work-and-health",
        ),
        Initiative(
            "overdose-plan",
            "Plan for the days after an overdose",
            "plan",
            owner="drug-counselling",
            participants=("drug-counselling", "opioid-clinic", "emergency"),
            when="2024-06/2024-09",
            status="planned",
            focus_areas="addiction",
        ),
        Initiative(
            "street-nurse",
            "A nurse on the street",
            "grant",
            owner="shelter",
            funding=Money(currency="EUR", pool="A fund for work with the homeless"),
            when="2021-03/2023-06",
            status="ended",
            focus_areas="addiction",
        ),
        Initiative(
            "mapping",
            "Who does what for young people",
            "mapping",
            owner="town-youth",
            when="2023",
            status="ongoing",
            focus_areas="young-people",
        ),
        Initiative(
            "one-house",
            "One house for mental health",
            "project",
            participants=("outpatient", "drop-in", "cafe"),
            status="idea",
            focus_areas="recovery",
        ),
        Activity(
            "Contact day of the social department and the hospital",
            "dialogue meeting",
            participants=("home-care", "adult-intake", "medicine", "geriatrics"),
            attendance=46,
            when="2024-04-16",
            status="held",
            focus_areas="discharge",
            id="contact-day",
        ),
        Activity(
            "Placements in one another's services",
            "placement round",
            participants=("outpatient", "acute-ward", "flats", "floating-support"),
            times=2,
            when="2024-10",
            status="postponed",
            reason="Nobody could be spared from the wards in the autumn",
            initiative="health-agreement",
            id="placements",
        ),
        Activity(
            "Joint training on sick leave",
            "training",
            participants=("sickness", "mood-clinic"),
            when="2024-11",
            status="cancelled",
            reason="Too few signed up",
            initiative="one-plan-for-work",
            id="sick-leave-training",
        ),
        Activity(
            "Theme day on young people and drugs",
            "theme day",
            participants=("youth-club", "drug-counselling"),
            focus_areas=("young-people", "addiction"),
            id="theme-day",
        ),
    )


def what_is_said() -> tuple[Statement, ...]:
    """Goals, wishes, needs and the rest, one of each kind."""
    return (
        Statement(
            "goal",
            "Nobody is to leave the ward without knowing who comes by the next day.",
            said_by=("psychiatry", "town-social"),
            about=("acute-ward", "flats"),
            id="goal-discharge",
        ),
        Statement(
            "wish",
            "One telephone number for all who are worried about a young person.",
            said_by="school-counselling",
            about="young-people",
            id="wish-number",
        ),
        Statement(
            "need",
            "Somebody has to hold on to those who miss their first appointment.",
            said_by="user-voice",
            id="need-holding-on",
        ),
        Statement(
            "success factor",
            "The outreach team has its office in the drop-in centre.",
            said_by="outreach",
            about=("outreach", "drop-in"),
            id="success-office",
        ),
        Statement(
            "challenge",
            "The two keep their records in systems that do not know one another.",
            said_by="town-social",
            about=("psychiatry", "town-social"),
            id="challenge-records",
        ),
        Statement(
            "result",
            "Older citizens wait fewer days in hospital for their home care.",
            said_by="discharge-group",
            about="discharge",
            id="result-waiting",
        ),
        Statement(
            "reason",
            "The practices were left out of the survey, since each would have had to answer alone.",
            about="general-practices",
            id="reason-practices",
        ),
    )
