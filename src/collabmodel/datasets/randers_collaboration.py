"""Text s0: hospital psychiatry and municipal housing and support in Randers, late 2020.

A Danish news item. It tells of citizens who go back and forth between the hospital and two
residential facilities, and of what the two sides began in order to know one another better.
"""

from __future__ import annotations

from collabmodel.domain.elements import (
    Activity,
    Flow,
    Forum,
    Organisation,
    Role,
    Service,
    Source,
    Statement,
    Tie,
)
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence

__all__ = ["randers_collaboration"]

EXCHANGES = ("exchange-facilities", "exchange-support-centres")
"""The two ties in which employees change places. Most statements are about both."""

SERVICES = ("psykiatrisk-afdeling", "residential-facilities", "support-centres")
"""The services whose employees go on placement."""


def randers_collaboration() -> Model:
    """The cooperation of Randers Kommune with the regional psychiatry, as one news item tells it.

    >>> model = randers_collaboration()
    >>> [(flow.source, flow.target, flow.citizens.words()) for flow in model.flows]
    [('psykiatrisk-afdeling', 'residential-facilities', 'number not known'), \
('residential-facilities', 'psykiatrisk-afdeling', 'number not known')]
    """
    return Model.of(
        Source(
            "s0",
            "News item on a strengthened cooperation around psychiatry in Randers",
            language="da",
            file="000_854e6d08a0ff8f00.txt",
            note="Publisher, author and date are not said. That it was written late in 2020 "
            "follows from the two rounds of placements.",
        ),
        # Who is there.
        Organisation(
            "randers-kommune",
            "Randers Kommune",
            "municipality",
            note="The residential facilities and the support centres are examples of its "
            "psychiatric effort. The other parts are not named.",
            evidence=[Evidence("s0", "p2"), Evidence("s0", "p3")],
        ),
        Organisation(
            "region-midtjylland", "Region Midtjylland", "region", evidence=Evidence("s0", "p3")
        ),
        Organisation(
            "regionspsykiatrien-randers",
            "Regionspsykiatrien Randers",
            note="The regional psychiatry in Randers. Whether it is an organisation of its own or "
            "a unit is not said, nor how it belongs to Region Midtjylland.",
            evidence=Evidence("s0", "p2"),
        ),
        Service(
            "psykiatrisk-afdeling",
            "Psykiatrisk Afdeling",
            provided_by="region-midtjylland",
            kind="psychiatric department",
            sector="health",
            note="In Randers. It looks like the same body as Regionspsykiatrien Randers, or a part "
            "of it; the text does not say.",
            evidence=Evidence("s0", "p3"),
        ),
        Service(
            "residential-facilities",
            "Psychiatric residential facilities",
            provided_by="randers-kommune",
            kind="residential facility",
            sector="housing",
            size=2,
            note="Two facilities, not named.",
            evidence=Evidence("s0", "p3"),
        ),
        Service(
            "support-centres",
            "Psychiatric support centres",
            provided_by="randers-kommune",
            kind="housing-support centre",
            sector="housing",
            size=4,
            note="Four centres, not named.",
            evidence=Evidence("s0", "p3"),
        ),
        Service(
            "center-for-psykiatrien",
            "Center For Psykiatrien",
            provided_by="randers-kommune",
            kind="psychiatry centre",
            note="It has a housing area. Whether the residential facilities belong to that is not "
            "said.",
            evidence=Evidence("s0", "p5"),
        ),
        Role(
            "chief-physician",
            "Chief physician",
            where="regionspsykiatrien-randers",
            people=1,
            evidence=Evidence("s0", "p4"),
        ),
        Role(
            "department-head",
            "Department head for the housing area",
            where="center-for-psykiatrien",
            people=1,
            evidence=Evidence("s0", "p5"),
        ),
        Role(
            "daily-manager",
            "Daily manager of the support centres",
            where="support-centres",
            people=1,
            evidence=Evidence("s0", "p8"),
        ),
        Role(
            "employees-on-placement",
            "Employees who have been on placement",
            note="How many, of which profession and from which service is not said.",
            evidence=[Evidence("s0", "p6"), Evidence("s0", "p7")],
        ),
        # Where citizens move. The support centres are not in the sentence that says so.
        Flow(
            "psykiatrisk-afdeling",
            "residential-facilities",
            note="The text says regional psychiatry; taken as the department that treats them.",
            evidence=Evidence("s0", "p3"),
        ),
        Flow(
            "residential-facilities",
            "psykiatrisk-afdeling",
            note="The text says regional psychiatry; taken as the department that treats them.",
            evidence=Evidence("s0", "p3"),
        ),
        # Who has contact. Employees change places between the department and each of the two, so
        # there are two ties; nothing is said of facilities and support centres together.
        Tie(
            ("randers-kommune", "regionspsykiatrien-randers"),
            "partnership",
            id="cooperation",
            name="The cooperation around psychiatry",
            note="Called new in one place and expanded in another. It is made of several (or more) "
            "meetings and of placement days; how many is not said.",
            evidence=[Evidence("s0", "p2"), Evidence("s0", "p3")],
        ),
        Tie(
            ("psykiatrisk-afdeling", "residential-facilities"),
            "staff exchange",
            id="exchange-facilities",
            note="Mutual: employees of either go to the other. Only a part of the cooperation. "
            "Which of the two facilities, and how many employees, is not said.",
            evidence=[Evidence("s0", "p2"), Evidence("s0", "p6")],
        ),
        Tie(
            ("psykiatrisk-afdeling", "support-centres"),
            "staff exchange",
            id="exchange-support-centres",
            note="Mutual: employees of either go to the other. Only a part of the cooperation. "
            "Which of the four centres, and how many employees, is not said.",
            evidence=[Evidence("s0", "p2"), Evidence("s0", "p6")],
        ),
        Forum(
            "leaders-meeting",
            "Meetings of the three leaders",
            "leaders' meeting",
            members=("chief-physician", "department-head", "daily-manager"),
            note="There are several (or more) meetings; how many, when and on what is not said. "
            "That they are on the level of management is read from the roles.",
            evidence=[Evidence("s0", "p2"), Evidence("s0", "p8")],
        ),
        # What was done and what is promised.
        Activity(
            "First round of placements",
            "placement round",
            participants=SERVICES,
            when="2020?-11",
            status="held",
            id="placement-round-1",
            note="Three weeks: of the whole round, more likely than of one stay. The year follows "
            "from the second round. Some employees have been on placement already; whether the "
            "round is over is not known.",
            evidence=[Evidence("s0", "p6"), Evidence("s0", "p7")],
        ),
        Activity(
            "Second round of placements",
            "placement round",
            participants=SERVICES,
            when="2021-01/2021-03",
            status="planned",
            id="placement-round-2",
            note="It starts early in 2021, as the text says; how long it lasts is not said. The "
            "first round is only called a first step; whether more rounds follow is not said.",
            evidence=Evidence("s0", "p6"),
        ),
        Activity(
            "Joint theme day",
            "theme day",
            participants=("randers-kommune", "regionspsykiatrien-randers"),
            status="postponed",
            reason="corona",
            id="theme-day",
            note="Neither the topic, nor who comes from either side, nor a new date is said.",
            evidence=Evidence("s0", "p8"),
        ),
        # What is said. The id of a statement is the number of its fact in docs/cases.md.
        Statement(
            "goal",
            "Strengthen the effort for the citizens who go back and forth between the two sides.",
            about="cooperation",
            id="s0-12",
            evidence=Evidence("s0", "p3"),
        ),
        Statement(
            "reason",
            "Some of the patients live in the residences of the municipality.",
            said_by="chief-physician",
            about="cooperation",
            id="s0-14",
            note="How many is not said.",
            evidence=Evidence("s0", "p4"),
        ),
        Statement(
            "goal",
            "Meet in person and be curious about one another's professions.",
            said_by="chief-physician",
            about="cooperation",
            id="s0-15",
            evidence=Evidence("s0", "p4"),
        ),
        Statement(
            "goal",
            "Learn one another's workflows, and how it is to work under different laws.",
            said_by="chief-physician",
            about="cooperation",
            id="s0-16",
            note="It implies a challenge: the two sides work under different laws.",
            evidence=Evidence("s0", "p4"),
        ),
        Statement(
            "wish",
            "Stand together better, so that citizens get support for greater well-being.",
            said_by="chief-physician",
            about="cooperation",
            id="s0-17",
            note="Said on behalf of both sides.",
            evidence=Evidence("s0", "p4"),
        ),
        Statement(
            "goal",
            "Interest in and curiosity about one another's work grow.",
            said_by="department-head",
            about="cooperation",
            id="s0-19",
            evidence=Evidence("s0", "p5"),
        ),
        Statement(
            "goal",
            "Understand one another better, and so prevent the frustration of not knowing why the "
            "other side decided as it did.",
            said_by="department-head",
            about="cooperation",
            id="s0-20",
            note="It implies a challenge: the reasons of the other side are not known. Whether "
            "there has been such frustration is not said.",
            evidence=Evidence("s0", "p5"),
        ),
        Statement(
            "goal",
            "Employees get more understanding of different ways of working.",
            about=EXCHANGES,
            id="s0-27",
            evidence=Evidence("s0", "p6"),
        ),
        Statement(
            "wish",
            "Approaches and methods that make sense for the development of citizens inspire across "
            "region and municipality.",
            about=EXCHANGES,
            id="s0-28",
            evidence=Evidence("s0", "p6"),
        ),
        Statement(
            "result",
            "Names have got faces, many questions are asked, people know one another better and "
            "find it easier to phone and consult.",
            said_by="department-head",
            about=EXCHANGES,
            id="s0-29",
            evidence=Evidence("s0", "p7"),
        ),
        Statement(
            "result",
            "This cooperation had been missed, and it makes good sense.",
            said_by="department-head",
            about="cooperation",
            id="s0-30",
            note="It hints that such contact was lacking before; since when is not said.",
            evidence=Evidence("s0", "p7"),
        ),
        Statement(
            "result",
            "Those who have been on placement say the same.",
            said_by="employees-on-placement",
            about=EXCHANGES,
            id="s0-31",
            note="Reported by the department head.",
            evidence=Evidence("s0", "p7"),
        ),
        title="Randers: hospital psychiatry and municipal housing and support, late 2020",
    )
