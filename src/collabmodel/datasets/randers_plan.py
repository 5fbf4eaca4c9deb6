"""Text s2: the psychiatry plan that the council of Randers adopted in May 2018.

A Danish news page. It tells how the plan was made, what it promises and who is to follow it. No
service is named and no movement of citizens is told.
"""

from __future__ import annotations

from collabmodel.domain.count import Count
from collabmodel.domain.elements import (
    Activity,
    FocusArea,
    Forum,
    Initiative,
    Organisation,
    Role,
    Source,
    Statement,
)
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence

__all__ = ["randers_plan"]

INVITED = (
    "citizens",
    "relatives",
    "cooperation-partners",
    "voluntary-organisations",
    "employees",
    "socialudvalget",
    "udsatteraadet",
    "handicapraadet",
)
"""The eight kinds of people who were invited to the theme evenings."""

FOLLOWERS = (
    "citizens",
    "employees",
    "interest-organisations",
    "municipal-partners",
    "external-partners",
)
"""The five kinds of members that the follow-up group is to have."""


def randers_plan() -> Model:
    """The plan for psychiatry of Randers Kommune, as the news page of its adoption tells it.

    >>> evenings = randers_plan()["theme-evenings"]
    >>> evenings.times.words(), evenings.attendance.words()
    ('4', '155')
    """
    return Model.of(
        Source(
            "s2",
            "Municipal news page on the adoption of the psychiatry plan",
            published="2018-05-14",
            language="da",
            file="002_b835840d3bafd375.txt",
            note="The page has an author. The publisher is not said; likely the municipality.",
        ),
        Source(
            "s2-plan",
            "Draft of Psykiatriplan 2018",
            language="da",
            note="Offered for reading on the page; what it says is not in the text. Whether the "
            "draft and the plan as adopted are the same is not said.",
            evidence=Evidence("s2", "p5"),
        ),
        # Who is there. The kinds of people are not named one by one, nor counted.
        Organisation(
            "randers-kommune", "Randers Kommune", "municipality", evidence=Evidence("s2", "p12")
        ),
        Organisation(
            "forvaltningen",
            "Forvaltningen",
            part_of="randers-kommune",
            note="The administration; which one is not said.",
            evidence=Evidence("s2", "p8"),
        ),
        Organisation(
            "cooperation-partners",
            "Cooperation partners",
            size=Count.at_least(1),
            note="Not named.",
            evidence=Evidence("s2", "p10"),
        ),
        Organisation(
            "voluntary-organisations",
            "Voluntary organisations",
            "voluntary",
            size=Count.at_least(1),
            note="Not named.",
            evidence=Evidence("s2", "p10"),
        ),
        Organisation(
            "interest-organisations",
            "Interest organisations",
            size=Count.at_least(1),
            note="Not named.",
            evidence=Evidence("s2", "p11"),
        ),
        Organisation(
            "municipal-partners",
            "Partners across the municipal fields",
            part_of="randers-kommune",
            size=Count.at_least(1),
            note="Not named.",
            evidence=Evidence("s2", "p11"),
        ),
        Organisation(
            "external-partners",
            "External partners",
            size=Count.at_least(1),
            note="Not named. Whether the regional psychiatry is one of them is not said.",
            evidence=Evidence("s2", "p11"),
        ),
        Role("citizens", "Citizens", evidence=[Evidence("s2", "p10"), Evidence("s2", "p11")]),
        Role(
            "relatives",
            "Relatives",
            note="They were invited to the evenings, and are not listed for the follow-up group.",
            evidence=Evidence("s2", "p10"),
        ),
        Role("employees", "Employees", evidence=[Evidence("s2", "p10"), Evidence("s2", "p11")]),
        Role(
            "peer-worker",
            "Peer worker",
            note="An employee with personal experience of mental vulnerability; a supplement to "
            "the other professional groups.",
            evidence=[Evidence("s2", "p2"), Evidence("s2", "p7")],
        ),
        Role(
            "trained-peers",
            "Peers who have been trained in Randers",
            people=Count.at_least(31),
            note="Some of them are employed, others are volunteers; how many of each, and where, "
            "is not said. Nor is it said who trained them.",
            evidence=Evidence("s2", "p8"),
        ),
        Forum(
            "randers-byraad",
            "Randers Byråd",
            "council",
            note="The council of Randers Kommune.",
            evidence=[Evidence("s2", "p2"), Evidence("s2", "p4")],
        ),
        Forum("socialudvalget", "Socialudvalget", "committee", evidence=Evidence("s2", "p10")),
        Forum("udsatteraadet", "Udsatterådet", "council", evidence=Evidence("s2", "p10")),
        Forum("handicapraadet", "Handicaprådet", "council", evidence=Evidence("s2", "p10")),
        # The plan, the policy above it and the promises in it.
        Initiative(
            "politik-saerlige-behov",
            "Politik for borgere med særlige behov - Social inklusion og hjælp til selvhjælp",
            "policy",
            owner="randers-kommune",
            note="For adult citizens. Whether that is said of the policy or of the plan is not "
            "clear; more likely of the policy.",
            evidence=Evidence("s2", "p12"),
        ),
        Initiative(
            "psykiatriplan-2018",
            "Psykiatriplan 2018",
            "plan",
            owner="randers-kommune",
            when="2018-05-14/2022~",
            status="adopted",
            focus_areas="more-peer-workers",
            part_of="politik-saerlige-behov",
            note="It frames the coming four years; its last day is computed. It has eight focus "
            "areas as concrete measures: one is named, seven are not named. Many gave input while "
            "it was made. With the adoption the work of carrying it out begins.",
            evidence=[
                Evidence("s2", "p2"),
                Evidence("s2", "p4"),
                Evidence("s2", "p7"),
                Evidence("s2", "p10"),
                Evidence("s2", "p11"),
                Evidence("s2", "p12"),
            ],
        ),
        FocusArea(
            "more-peer-workers",
            "Employment of more peer workers",
            note="The only focus area that is named. Whether it is one of the eight or lies inside "
            "one of them is not said.",
            evidence=Evidence("s2", "p7"),
        ),
        Initiative(
            "employ-peer-workers",
            "More peer workers are to be employed",
            owner="randers-kommune",
            status="planned",
            focus_areas="more-peer-workers",
            part_of="psykiatriplan-2018",
            note="How many, where, when and with what money is not said.",
            evidence=[Evidence("s2", "p2"), Evidence("s2", "p7")],
        ),
        Initiative(
            "peer-strategy",
            "Strategy for training and employing peers",
            "strategy",
            owner="forvaltningen",
            status="planned",
            focus_areas="more-peer-workers",
            part_of="psykiatriplan-2018",
            note="Not named. The administration goes on with it after the adoption; no deadline "
            "is said.",
            evidence=Evidence("s2", "p8"),
        ),
        Forum(
            "follow-up-group",
            "Follow-up group of the psychiatry plan",
            "follow-up group",
            members=FOLLOWERS,
            status="planned",
            initiative="psykiatriplan-2018",
            note="Being set up. How large it is to be and who leads it is not said.",
            evidence=Evidence("s2", "p11"),
        ),
        # How the plan was made.
        Activity(
            "Theme evenings",
            "theme day",
            participants=INVITED,
            times=4,
            attendance=155,
            status="held",
            initiative="psykiatriplan-2018",
            id="theme-evenings",
            note="Of the three bodies, members were there. Whether all of the eight kinds or only "
            "citizens were invited is not clear. Whether some people came more than once is not "
            "said, nor the dates.",
            evidence=Evidence("s2", "p10"),
        ),
        Activity(
            "Consultation on the plan",
            "consultation",
            status="held",
            initiative="psykiatriplan-2018",
            id="consultation",
            note="Likely after the theme evenings. Who answered is not said.",
            evidence=Evidence("s2", "p10"),
        ),
        Activity(
            "The plan is put to the committee",
            participants="socialudvalget",
            status="held",
            initiative="psykiatriplan-2018",
            id="put-to-committee",
            note="After the consultation; the day is not said.",
            evidence=Evidence("s2", "p10"),
        ),
        Activity(
            "The council adopts the plan",
            "decision",
            participants="randers-byraad",
            when="2018-05-14",
            status="held",
            initiative="psykiatriplan-2018",
            id="adoption",
            note="The text gives day and month; the year is that of the page and of the plan.",
            evidence=[Evidence("s2", "p2"), Evidence("s2", "p4"), Evidence("s2", "p10")],
        ),
        # What is said. The id of a statement is the number of its fact in docs/cases.md.
        Statement(
            "goal",
            "A holistic social-psychiatric effort in which mentally vulnerable citizens develop.",
            about="psykiatriplan-2018",
            id="s2-07",
            evidence=Evidence("s2", "p4"),
        ),
        Statement(
            "success factor",
            "Peer workers can be role models, and persons to mirror oneself in.",
            about="peer-worker",
            id="s2-11",
            evidence=Evidence("s2", "p8"),
        ),
        Statement(
            "goal",
            "Give clear frames for the tasks and functions of peers.",
            about="peer-strategy",
            id="s2-15",
            note="It implies a challenge: the frames are not clear yet.",
            evidence=Evidence("s2", "p8"),
        ),
        Statement(
            "goal",
            "In the long term, peers are employed in every part of the psychiatric effort.",
            about="psykiatriplan-2018",
            id="s2-16",
            note="No date is said, nor in which parts they are today.",
            evidence=Evidence("s2", "p8"),
        ),
        Statement(
            "wish",
            "Wishes for the direction and the content of the plan.",
            said_by=INVITED,
            about="psykiatriplan-2018",
            id="s2-22",
            note="Put forward at the theme evenings; the wishes themselves are not told.",
            evidence=Evidence("s2", "p10"),
        ),
        Statement(
            "goal",
            "Qualify the work of management while the plan is carried out, and be its sounding "
            "board.",
            about="follow-up-group",
            id="s2-28",
            note="What the group may decide is not said.",
            evidence=Evidence("s2", "p11"),
        ),
        title="Randers: the psychiatry plan of 2018",
        as_of="2018-05-14",
    )
