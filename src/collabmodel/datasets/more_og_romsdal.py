"""Text s3: dialogue meetings with twenty municipalities in Møre og Romsdal.

A Norwegian news item. Three hosts met the municipalities and sum up in ten points what came out.
Services are topics of these points, none is named. Referrals are said to rise, but not from where,
so there is no flow.
"""

from __future__ import annotations

from collabmodel.domain.count import Count
from collabmodel.domain.elements import (
    Activity,
    FocusArea,
    Initiative,
    Organisation,
    Pathway,
    Role,
    Service,
    Source,
    Statement,
    Tie,
)
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence

__all__ = ["more_og_romsdal"]

HOSTS = ("korus-midt", "statsforvalteren", "napha")
MEETINGS = (*HOSTS, "municipalities")
"""Who met. What came out of the meetings is said by all of them together."""


def more_og_romsdal() -> Model:
    """The dialogue meetings in Møre og Romsdal, as one news item tells them.

    >>> model = more_og_romsdal()
    >>> model["dialogue-meetings"].times.words(), model["municipalities"].size.words()
    ('4', '20')
    >>> model.flows
    ()
    """
    return Model.of(
        Source(
            "s3",
            "News item on dialogue meetings with municipalities in Møre og Romsdal",
            language="nb",
            file="003_e71914dfc4076735.txt",
            note="Publisher, author and date are not said. The first line is the word HelsaMi, "
            "which nothing in the text ties to the meetings. A photo at the end shows four women "
            "who give talks in a classroom; at which meeting is not said.",
        ),
        # Who is there. The municipal, the somatic and the specialist services are topics of the
        # meetings; they are held here so that what is said of them can be found.
        Organisation(
            "korus-midt",
            "KORUS Midt",
            "competence centre",
            note="One of the three hosts. It stands first among them, from which it is read that "
            "it leads.",
            evidence=Evidence("s3", "p3"),
        ),
        Organisation(
            "statsforvalteren",
            "Statsforvalteren",
            "state agency",
            note="One of the three hosts. Of which county is not said; likely Møre og Romsdal.",
            evidence=Evidence("s3", "p3"),
        ),
        Organisation(
            "napha",
            "NAPHA",
            "competence centre",
            note="One of the three hosts.",
            evidence=Evidence("s3", "p3"),
        ),
        Organisation(
            "municipalities",
            "Twenty municipalities in Møre og Romsdal",
            "municipality",
            size=20,
            note="Not named. Whether they are all municipalities of the county is not said.",
            evidence=Evidence("s3", "p3"),
        ),
        Organisation(
            "several-municipalities",
            "Several of the twenty municipalities",
            "municipality",
            size=Count.between(2, 20),
            note="Not named. Whether it is the same ones each time that the text says several is "
            "not known.",
            evidence=[Evidence("s3", "p12"), Evidence("s3", "p13"), Evidence("s3", "p14")],
        ),
        Service(
            "municipal-services",
            "Municipal services for substance use and mental health",
            provided_by="municipalities",
            kind="substance use and mental health",
            size=Count.at_least(1),
            note="Not named.",
            evidence=Evidence("s3", "p6"),
        ),
        Service(
            "somatic-services",
            "Somatic health services",
            kind="somatic health",
            sector="health",
            size=Count.at_least(1),
            note="Not named. A topic of the meetings, no party to them.",
            evidence=Evidence("s3", "p9"),
        ),
        Service(
            "specialist-services",
            "Specialist health services",
            kind="specialist health service",
            sector="health",
            size=Count.at_least(1),
            note="Not named. A topic of the meetings, no party to them.",
            evidence=Evidence("s3", "p11"),
        ),
        Role(
            "korus-representatives",
            "Representatives of KORUS on the photo",
            where="korus-midt",
            people=3,
            evidence=[Evidence("s3", "p4"), Evidence("s3", "p5")],
        ),
        Role(
            "statsforvalteren-representatives",
            "Representatives of Statsforvalteren on the photo",
            where="statsforvalteren",
            people=2,
            evidence=[Evidence("s3", "p4"), Evidence("s3", "p5")],
        ),
        Role(
            "napha-representatives",
            "Representative of NAPHA on the photo",
            where="napha",
            people=1,
            evidence=[Evidence("s3", "p4"), Evidence("s3", "p5")],
        ),
        # The meetings.
        Tie(
            MEETINGS,
            "meeting",
            status="held",
            id="hosts-and-municipalities",
            name="Meetings of the hosts with the municipalities",
            note="Which municipalities met one another is not said, so no tie joins them.",
            evidence=Evidence("s3", "p3"),
        ),
        Tie(
            HOSTS,
            "partnership",
            status="held",
            id="hosts",
            name="The three hosts",
            note="They held the meetings together. Whether they have a standing agreement is not "
            "said.",
            evidence=Evidence("s3", "p3"),
        ),
        Activity(
            "Dialogue meetings with the municipalities",
            "dialogue meeting",
            participants=MEETINGS,
            times=4,
            when="XXXX",
            status="held",
            focus_areas="substance-use-and-mental-health",
            id="dialogue-meetings",
            note="All in one year, which the text calls this year. In Romsdal, Nordmøre, Nordre "
            "Sunnmøre and Søre Sunnmøre, likely one in each. The municipalities presented how "
            "things stand with their own services; then they talked and exchanged ideas across "
            "their borders. The ten points are a summary of what came out; which meeting or "
            "municipality said what is not told.",
            evidence=[Evidence("s3", "p6"), Evidence("s3", "p7")],
        ),
        FocusArea(
            "substance-use-and-mental-health",
            "Substance use and mental health",
            evidence=Evidence("s3", "p6"),
        ),
        FocusArea(
            "work-with-relatives",
            "Work with relatives",
            note="Several municipalities highlight it; which ones is not said.",
            evidence=Evidence("s3", "p13"),
        ),
        Pathway(
            "care-package-pathways",
            "Care-package pathways",
            note="Not named. Neither steps nor parties are said.",
            evidence=Evidence("s3", "p9"),
        ),
        Pathway(
            "patient-pathways",
            "Patient pathways",
            note="Not named. Neither steps nor parties are said.",
            evidence=Evidence("s3", "p9"),
        ),
        # What is planned, and what is only an idea.
        Initiative(
            "brukerplan-mapping",
            "Mapping in Brukerplan",
            "mapping",
            participants="several-municipalities",
            status="planned",
            note="They look forward to starting it. Which municipalities, and when, is not said.",
            evidence=Evidence("s3", "p14"),
        ),
        Initiative(
            "merged-offers",
            "Offers to users that are merged across municipal borders",
            participants="municipalities",
            status="idea",
            note="Something to look at, not yet a plan. Which offers and which municipalities is "
            "not said.",
            evidence=Evidence("s3", "p17"),
        ),
        # What is said. The id of a statement is the number of its fact in docs/cases.md.
        Statement(
            "success factor",
            "Cooperation of municipalities gives better services.",
            about="municipalities",
            id="s3-02",
            evidence=Evidence("s3", "p2"),
        ),
        Statement(
            "goal",
            "Develop services for the good of users.",
            about="dialogue-meetings",
            id="s3-09",
            evidence=Evidence("s3", "p3"),
        ),
        Statement(
            "success factor",
            "Interdisciplinary cooperation helps to develop good services.",
            said_by=MEETINGS,
            about="municipal-services",
            id="s3-17",
            evidence=Evidence("s3", "p8"),
        ),
        Statement(
            "need",
            "Cooperation inside each municipality, among managers and among services.",
            said_by=MEETINGS,
            about="municipalities",
            id="s3-18",
            note="Which municipalities lack it is not said.",
            evidence=Evidence("s3", "p9"),
        ),
        Statement(
            "challenge",
            "Silos and closed walls between units and services, which are to be avoided.",
            said_by=MEETINGS,
            about="municipalities",
            id="s3-19",
            evidence=Evidence("s3", "p9"),
        ),
        Statement(
            "success factor",
            "Somatic health and the field of substance use and mental health understand one "
            "another and cooperate; this is linked to goals of the pathways.",
            said_by=MEETINGS,
            about=(
                "somatic-services",
                "municipal-services",
                "care-package-pathways",
                "patient-pathways",
            ),
            id="s3-20",
            note="Whether they do so today is not said.",
            evidence=Evidence("s3", "p9"),
        ),
        Statement(
            "success factor",
            "Joint gatherings and arenas across municipal borders help to learn from one another.",
            said_by=MEETINGS,
            about="municipalities",
            id="s3-22",
            evidence=Evidence("s3", "p10"),
        ),
        Statement(
            "need",
            "Municipal and specialist health services have to cooperate to succeed in the single "
            "case.",
            said_by=MEETINGS,
            about=("municipal-services", "specialist-services"),
            id="s3-23",
            note="Whether they do so today is not said.",
            evidence=Evidence("s3", "p11"),
        ),
        Statement(
            "success factor",
            "Embedding positions or measures after grant money has given good experience.",
            said_by="several-municipalities",
            about="municipal-services",
            id="s3-24",
            note="After may mean once the grant ended, or thanks to it. Which grant is not said.",
            evidence=Evidence("s3", "p12"),
        ),
        Statement(
            "challenge",
            "All municipalities see more referrals.",
            said_by="municipalities",
            about="municipal-services",
            id="s3-27",
            note="Who refers, how many and since when is not said. That all means the twenty is "
            "inferred.",
            evidence=Evidence("s3", "p15"),
        ),
        Statement(
            "challenge",
            "The referrals rise mostly in mental health, and to some degree in substance use.",
            said_by="municipalities",
            about=("municipal-services", "substance-use-and-mental-health"),
            id="s3-28",
            evidence=Evidence("s3", "p15"),
        ),
        Statement(
            "challenge",
            "It is hard to reach people who do not want help.",
            said_by="municipalities",
            about="municipal-services",
            id="s3-29",
            evidence=Evidence("s3", "p16"),
        ),
        Statement(
            "wish",
            "Look at merging offers to users across municipal borders, so that there are enough "
            "participants.",
            said_by="municipalities",
            about="merged-offers",
            id="s3-30",
            evidence=Evidence("s3", "p17"),
        ),
        Statement(
            "goal",
            "Merged offers would give users a broader choice.",
            said_by="municipalities",
            about="merged-offers",
            id="s3-31",
            evidence=Evidence("s3", "p17"),
        ),
        title="Møre og Romsdal: dialogue meetings with twenty municipalities",
    )
