"""Text s1: the recovery project of Center for Psykiatri in Randers, 2020 to 2022.

A Danish news item. It tells of a state grant, of the actors who take part and of what they are
to do. No movement of citizens is told, so no pair of services has a recorded need.
"""

from __future__ import annotations

from collabmodel.domain.elements import (
    Activity,
    FocusArea,
    Forum,
    Initiative,
    Organisation,
    Role,
    Service,
    Source,
    Statement,
    Tie,
)
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence, Money

__all__ = ["randers_recovery"]

LEAD = "center-for-psykiatri"
PARTNERS = (
    "sundhedscenteret",
    "rehabiliteringsenheden",
    "ungecentret",
    "ungdommens-uddannelsesvejledning-randers",
)
"""The actors of the project beside its lead."""


def randers_recovery() -> Model:
    """The project of recovery and rehabilitation in Randers, as one news item tells it.

    >>> project = randers_recovery()["faelles-maal"]
    >>> project.funding[0].amount, project.when.words()
    (3750000, '1 January 2020 to 30 September 2022')
    """
    return Model.of(
        Source(
            "s1",
            "News item on Randers as a front-runner in social psychiatry",
            language="da",
            file="001_bb6c5262823b55fb.txt",
            note="Publisher, author and date are not said.",
        ),
        # Who is there.
        Organisation(
            "randers-kommune", "Randers Kommune", "municipality", evidence=Evidence("s1", "p2")
        ),
        Organisation(
            "socialstyrelsen", "Socialstyrelsen", "state agency", evidence=Evidence("s1", "p2")
        ),
        Organisation(
            "partnership-municipalities",
            "Three other partnership municipalities",
            "municipality",
            size=3,
            note="Not named. Whether they and Randers work with one another is not said.",
            evidence=Evidence("s1", "p4"),
        ),
        Service(
            LEAD,
            "Center for Psykiatri",
            provided_by="randers-kommune",
            kind="psychiatry centre",
            evidence=Evidence("s1", "p2"),
        ),
        Service(
            "sundhedscenteret",
            "Sundhedscenteret",
            provided_by="randers-kommune",
            kind="health centre",
            sector="health",
            note="That it is municipal is read from the sentence.",
            evidence=Evidence("s1", "p7"),
        ),
        Service(
            "rehabiliteringsenheden",
            "Rehabiliteringsenheden",
            provided_by="randers-kommune",
            kind="rehabilitation unit",
            note="That it is municipal is read from the sentence.",
            evidence=Evidence("s1", "p7"),
        ),
        Service(
            "ungecentret",
            "UngeCentret",
            provided_by="randers-kommune",
            kind="youth centre",
            note="That it is municipal is read from the sentence.",
            evidence=Evidence("s1", "p7"),
        ),
        Service(
            "ungdommens-uddannelsesvejledning-randers",
            "Ungdommens Uddannelsesvejledning Randers",
            kind="youth guidance service",
            sector="education",
            note="Named apart from the four others; who runs it is not said.",
            evidence=Evidence("s1", "p7"),
        ),
        Service(
            "psykiatriens-hus",
            "Psykiatriens Hus",
            provided_by="randers-kommune",
            kind="psychiatry house",
            note="On Gammel Hadsundvej, with a reception. Created as part of developing the "
            "psychiatric field in Randers Kommune, from which it is read that the municipality "
            "runs it. It gathers offers of activity and teaching for mentally vulnerable people, "
            "of which only some are named.",
            evidence=[Evidence("s1", "p3"), Evidence("s1", "p10")],
        ),
        Service(
            "recoveryskolen",
            "Recoveryskolen",
            part_of="psykiatriens-hus",
            kind="recovery school",
            note="It offers courses, competence development and peer training. Whether it is a "
            "part of the house or only housed there is not said.",
            evidence=Evidence("s1", "p10"),
        ),
        Service(
            "recoveryuddannelsen",
            "Recoveryuddannelsen",
            kind="course",
            note="A course for mentally vulnerable people, advertised in the reception of "
            "Psykiatriens Hus. Who runs it is not said.",
            evidence=Evidence("s1", "p3"),
        ),
        Role(
            "centre-leader",
            "Leader of Center for Psykiatri",
            where=LEAD,
            people=1,
            evidence=Evidence("s1", "p9"),
        ),
        Role(
            "committee-chair",
            "Chair of Socialudvalget",
            where="randers-kommune",
            people=1,
            evidence=Evidence("s1", "p5"),
        ),
        Role(
            "peer",
            "Peer",
            note="A citizen with lived experience as a user of psychiatry who has been taught to "
            "use it as a skill with others. Whether peers are employed is not said.",
            evidence=Evidence("s1", "p8"),
        ),
        Forum(
            "socialudvalget",
            "Socialudvalget",
            "committee",
            members="committee-chair",
            evidence=Evidence("s1", "p5"),
        ),
        # The project and its money.
        FocusArea(
            "recovery",
            "Recovery",
            note="Putting the individual course of development of each citizen at the centre.",
            evidence=Evidence("s1", "p2"),
        ),
        Initiative(
            "partnership-programme",
            "The effort with four partnership municipalities",
            "programme",
            participants=("randers-kommune", "partnership-municipalities"),
            note="Not named. Randers and three others were picked for it; by whom is not said.",
            evidence=Evidence("s1", "p4"),
        ),
        Initiative(
            "faelles-maal",
            "Fælles mål - individuelle veje - Randers styrker rehabilitering og recovery",
            "project",
            owner=LEAD,
            participants=(LEAD, *PARTNERS),
            funding=Money(3_750_000, "DKK", giver="socialstyrelsen", pool="Satspuljen"),
            when="2020-01-01/2022-09-30",
            status="adopted",
            focus_areas="recovery",
            part_of="partnership-programme",
            note="Actors across the administrations of the municipality are involved; which "
            "administrations is not said. The money is granted; whether the work had begun when "
            "the text was written is not said, and no outcome is told.",
            evidence=[
                Evidence("s1", "p2"),
                Evidence("s1", "p4"),
                Evidence("s1", "p7"),
                Evidence("s1", "p11"),
            ],
        ),
        Tie(
            ("socialstyrelsen", LEAD),
            "funding",
            initiative="faelles-maal",
            id="grant",
            name="The grant for the recovery project",
            note="Paid from Satspuljen, which is shared out every year for special measures in the "
            "social, health and labour-market fields.",
            evidence=[Evidence("s1", "p2"), Evidence("s1", "p11")],
        ),
        # One project joins its lead with each partner. That the partners have contact with one
        # another is not said, so no tie joins these.
        [
            Tie(
                (LEAD, partner),
                "partnership",
                status="not known",
                initiative="faelles-maal",
                note="Lead and partner in one project. No contact of the two is described.",
                evidence=Evidence("s1", "p7"),
            )
            for partner in PARTNERS
        ],
        Activity(
            "Competence development for the employees involved",
            "training",
            participants=(LEAD, *PARTNERS),
            status="planned",
            initiative="faelles-maal",
            id="competence-development",
            note="Planned or already going on. That the employees of the five are trained together "
            "is not said, nor what they learn and when.",
            evidence=Evidence("s1", "p7"),
        ),
        Forum(
            "peer-teams",
            "Peer teams at the actors of the project",
            "peer team",
            status="planned",
            initiative="faelles-maal",
            note="A core element of the project. How many, and whether at all five, is not said.",
            evidence=Evidence("s1", "p8"),
        ),
        # What is said. The id of a statement is the number of its fact in docs/cases.md.
        Statement(
            "result",
            "Randers is a front-runner in social psychiatry.",
            about="randers-kommune",
            id="s1-01",
            evidence=Evidence("s1", "p1"),
        ),
        Statement(
            "goal",
            "Develop the effort for mentally vulnerable citizens, with a focus on recovery.",
            about="faelles-maal",
            id="s1-05",
            evidence=Evidence("s1", "p2"),
        ),
        Statement(
            "reason",
            "Randers was picked since it has had several years of success with recovery in its "
            "daily work.",
            said_by="centre-leader",
            about="partnership-programme",
            id="s1-10",
            note="The text says it too.",
            evidence=[Evidence("s1", "p4"), Evidence("s1", "p9")],
        ),
        Statement(
            "goal",
            "Support the organisational development of social psychiatry and of its cooperation "
            "partners.",
            about="faelles-maal",
            id="s1-12",
            note="Which partners is not said.",
            evidence=Evidence("s1", "p4"),
        ),
        Statement(
            "result",
            "Randers leads the improvement for mentally vulnerable citizens, which is a reason to "
            "be proud.",
            said_by="committee-chair",
            about="randers-kommune",
            id="s1-13",
            evidence=Evidence("s1", "p5"),
        ),
        Statement(
            "challenge",
            "The challenges grow, so the psychiatric efforts have to be developed all the time.",
            said_by="committee-chair",
            about="randers-kommune",
            id="s1-14",
            note="Which challenges is not said.",
            evidence=Evidence("s1", "p5"),
        ),
        Statement(
            "goal",
            "Help to support and develop daily practice.",
            about="peer-teams",
            id="s1-20",
            evidence=Evidence("s1", "p8"),
        ),
        Statement(
            "goal",
            "Support citizens in their recovery.",
            said_by="centre-leader",
            about="faelles-maal",
            id="s1-22",
            evidence=Evidence("s1", "p9"),
        ),
        Statement(
            "goal",
            "Develop how the organisation of Randers Kommune approaches the citizen.",
            said_by="centre-leader",
            about="faelles-maal",
            id="s1-23",
            evidence=Evidence("s1", "p9"),
        ),
        Statement(
            "goal",
            "The recovery approach can be spread to other municipalities.",
            said_by="centre-leader",
            about="faelles-maal",
            id="s1-24",
            note="Said as a hope. Which municipalities, how and when is not said.",
            evidence=Evidence("s1", "p9"),
        ),
        title="Randers: the recovery project of Center for Psykiatri, 2020 to 2022",
    )
