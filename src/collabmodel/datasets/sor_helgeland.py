"""Text s4: a project for a cooperation model in Sør-Helgeland.

A page in Norwegian that describes the project. A hospital and four municipalities meet as five
together. Neither dates nor sums nor movements of citizens are told.
"""

from __future__ import annotations

from collabmodel.domain.elements import (
    Activity,
    FocusArea,
    Forum,
    Initiative,
    Organisation,
    Service,
    Source,
    Statement,
    Tie,
)
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence

__all__ = ["sor_helgeland"]

MUNICIPALITIES = ("vega", "vevelstad", "somna", "bronnoy")
PARTICIPANTS = ("helgelandssykehuset", *MUNICIPALITIES)
THEMES = ("acute-situations", "children-and-youth", "joint-competence")
"""What has been discussed, and most likely the three focus areas that were agreed."""


def sor_helgeland() -> Model:
    """The cooperation of a hospital and four municipalities, as the page of the project tells it.

    >>> model = sor_helgeland()
    >>> len(model["cooperation-model"].participants), model["network-forums"].status
    (5, 'wanted')
    """
    return Model.of(
        Source(
            "s4",
            "Page that describes a project for a cooperation model in Sør-Helgeland",
            language="nb",
            file="004_1cfcec89e1348c3a.txt",
            note="Publisher, author and date are not said.",
        ),
        # Who is there. No municipal service is named.
        Organisation(
            "helgelandssykehuset",
            "Helgelandssykehuset",
            "hospital",
            evidence=Evidence("s4", "p4"),
        ),
        Organisation("vega", "Vega", "municipality", evidence=Evidence("s4", "p4")),
        Organisation("vevelstad", "Vevelstad", "municipality", evidence=Evidence("s4", "p4")),
        Organisation("somna", "Sømna", "municipality", evidence=Evidence("s4", "p4")),
        Organisation("bronnoy", "Brønnøy", "municipality", evidence=Evidence("s4", "p4")),
        Service(
            "psykiatrisk-senter",
            "Psykiatrisk senter Ytre Helgeland",
            provided_by="helgelandssykehuset",
            kind="psychiatric centre",
            sector="health",
            evidence=Evidence("s4", "p4"),
        ),
        Service(
            "avdeling-bronnoysund",
            "Psykiatrisk senter Ytre Helgeland, avd. Brønnøysund",
            part_of="psykiatrisk-senter",
            kind="psychiatric department",
            sector="health",
            evidence=Evidence("s4", "p4"),
        ),
        # The project and what it is about.
        Initiative(
            "cooperation-model",
            "Project for a cooperation model in Sør-Helgeland",
            "project",
            participants=PARTICIPANTS,
            status="ongoing",
            focus_areas=THEMES,
            note="Not named. For the inhabitants of Sør-Helgeland. The hospital takes part through "
            "its centre, department Brønnøysund. Plans were drawn up while measures were put into "
            "action; how many and which is not said. That it is ongoing is read from much being "
            "under way. Period, money and owner are not said.",
            evidence=[Evidence("s4", "p2"), Evidence("s4", "p4"), Evidence("s4", "p6")],
        ),
        FocusArea(
            "acute-situations",
            "Cooperation on mobile acute and subacute situations",
            note="Ways to better cooperation have been discussed; the outcome is not said. "
            "Probably one of the three focus areas that were agreed.",
            evidence=[Evidence("s4", "p6"), Evidence("s4", "p14")],
        ),
        FocusArea(
            "children-and-youth",
            "Contact and offers for children and young people",
            note="Better and more effective contact and offers have been discussed; the outcome "
            "is not said. Probably one of the three focus areas that were agreed.",
            evidence=[Evidence("s4", "p6"), Evidence("s4", "p14")],
        ),
        FocusArea(
            "joint-competence",
            "Joint raising of competence",
            note="Getting to know one another better across service borders was on the list too; "
            "whether as a part of this theme or as a fourth is not clear. Probably one of the "
            "three focus areas that were agreed.",
            evidence=[Evidence("s4", "p6"), Evidence("s4", "p14")],
        ),
        FocusArea(
            "competence-substance-use",
            "Raising of competence on substance use and mental health",
            evidence=Evidence("s4", "p9"),
        ),
        # Who has contact: the five together, which says little of each two of them.
        Tie(
            PARTICIPANTS,
            "contact",
            focus_areas=THEMES,
            initiative="cooperation-model",
            id="regular-contact",
            name="Regular contact of the specialist health service with the four municipalities",
            note="Reached with the four together. Nothing is said of any two of them, nor how "
            "often, since when or in what form.",
            evidence=Evidence("s4", "p6"),
        ),
        # What is looked at now, what has been discussed, what is wanted.
        Forum(
            "responsibility-groups",
            "Ansvarsgrupper",
            "responsibility group",
            status="not known",
            note="How many there are is not said.",
            evidence=Evidence("s4", "p9"),
        ),
        Activity(
            "A closer look at the use of responsibility groups",
            status="ongoing",
            initiative="cooperation-model",
            id="look-at-responsibility-groups",
            note="What the project does right now, with the groups called ansvarsgrupper. No "
            "result is told.",
            evidence=Evidence("s4", "p9"),
        ),
        Activity(
            "A closer look at raising competence on substance use and mental health",
            status="ongoing",
            initiative="cooperation-model",
            focus_areas="competence-substance-use",
            id="look-at-competence",
            note="What the project does right now. No result is told.",
            evidence=Evidence("s4", "p9"),
        ),
        Activity(
            "Joint measures to raise competence",
            "training",
            participants=PARTICIPANTS,
            status="discussed",
            initiative="cooperation-model",
            focus_areas="joint-competence",
            id="joint-training",
            note="Whether any has been held is not said.",
            evidence=Evidence("s4", "p6"),
        ),
        Initiative(
            "service-cooperation",
            "Cooperation of the services in each municipality",
            participants=MUNICIPALITIES,
            status="wanted",
            part_of="cooperation-model",
            note="Of which services, and whether some cooperate already, is not said.",
            evidence=Evidence("s4", "p7"),
        ),
        Forum(
            "network-forums",
            "Network forums of the municipalities and the specialist health service",
            "network forum",
            members=(*MUNICIPALITIES, "psykiatrisk-senter"),
            status="wanted",
            initiative="cooperation-model",
            note="How many, and whether some exist already, is not said.",
            evidence=Evidence("s4", "p7"),
        ),
        # What is said, by the page on behalf of the project. The id of a statement is the number
        # of its fact in docs/cases.md.
        Statement(
            "goal",
            "Develop and start a cooperation model for people in the district with mental illness "
            "and substance dependence.",
            about="cooperation-model",
            id="s4-02",
            evidence=Evidence("s4", "p2"),
        ),
        Statement(
            "goal",
            "Look after and develop services for prevention, treatment and follow-up.",
            about="cooperation-model",
            id="s4-03",
            evidence=Evidence("s4", "p2"),
        ),
        Statement(
            "goal",
            "Common quality, knowledge and culture (Felles kvalitet, kunnskap og kultur).",
            about="cooperation-model",
            id="s4-05",
            note="The vision of the project.",
            evidence=Evidence("s4", "p2"),
        ),
        Statement(
            "result",
            "The project and its topics are known further into the organisations.",
            about="cooperation-model",
            id="s4-09",
            evidence=Evidence("s4", "p6"),
        ),
        Statement(
            "result",
            "The project has largely succeeded in this.",
            about="cooperation-model",
            id="s4-14",
            note="Whether in discussing the themes or in their results is not clear.",
            evidence=Evidence("s4", "p6"),
        ),
        Statement(
            "result",
            "Much is under way and many have been involved.",
            about="cooperation-model",
            id="s4-16",
            evidence=Evidence("s4", "p6"),
        ),
        Statement(
            "challenge",
            "Much remains to be done.",
            about="cooperation-model",
            id="s4-17",
            note="What remains is not said.",
            evidence=Evidence("s4", "p6"),
        ),
        Statement(
            "goal",
            "The services of each municipality cooperate.",
            about="service-cooperation",
            id="s4-18",
            evidence=Evidence("s4", "p7"),
        ),
        Statement(
            "goal",
            "Use the experience and competence of one another.",
            about="network-forums",
            id="s4-20",
            evidence=Evidence("s4", "p7"),
        ),
        Statement(
            "challenge",
            "Services have to be adapted differently in each municipality.",
            about=MUNICIPALITIES,
            id="s4-21",
            evidence=Evidence("s4", "p9"),
        ),
        Statement(
            "reason",
            "The municipalities differ in organisation, access to competence, population and "
            "geography.",
            about=MUNICIPALITIES,
            id="s4-22",
            evidence=Evidence("s4", "p9"),
        ),
        Statement(
            "challenge",
            "Very many bodies are involved in the mental health of the population.",
            about="cooperation-model",
            id="s4-23",
            note="They span prevention, general care and specialised treatment. How many and which "
            "they are is not said.",
            evidence=Evidence("s4", "p9"),
        ),
        Statement(
            "success factor",
            "Meet, and know the services, the challenges and the standpoint of one another.",
            about="cooperation-model",
            id="s4-27",
            evidence=[Evidence("s4", "p11"), Evidence("s4", "p12")],
        ),
        Statement(
            "success factor",
            "A positive attitude, and a culture of pulling together for the whole region.",
            about="cooperation-model",
            id="s4-28",
            note="Region is a loose word here, likely for Sør-Helgeland.",
            evidence=[Evidence("s4", "p11"), Evidence("s4", "p13")],
        ),
        Statement(
            "success factor",
            "Work towards the three focus areas that were agreed.",
            about=THEMES,
            id="s4-29",
            note="The three are not named here. That they are the themes discussed is likely, not "
            "certain.",
            evidence=[Evidence("s4", "p11"), Evidence("s4", "p14")],
        ),
        Statement(
            "wish",
            "Many other improvements will follow from this.",
            about="cooperation-model",
            id="s4-31",
            note="Said as a belief.",
            evidence=Evidence("s4", "p14"),
        ),
        title="Sør-Helgeland: a hospital and four municipalities",
    )
