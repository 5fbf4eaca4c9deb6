"""The closed vocabularies: what a kind, a sector, a status can be.

Each word is written in JSON as it stands here. Its label in three languages stands in the
catalogue under `<vocabulary>.<word>`, as `tie.kind.meeting`.
"""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "VOCABULARIES",
    "ActivityKind",
    "ForumKind",
    "InitiativeKind",
    "OrganisationKind",
    "Sector",
    "StatementKind",
    "Status",
    "TieKind",
]

OrganisationKind = Literal[
    "municipality",
    "region",
    "hospital",
    "state agency",
    "competence centre",
    "education",
    "voluntary",
    "private",
    "other",
]

Sector = Literal[
    "health",
    "social",
    "employment",
    "education",
    "housing",
    "justice",
    "civil society",
    "other",
]

ForumKind = Literal[
    "steering group",
    "follow-up group",
    "leaders' meeting",
    "network forum",
    "responsibility group",
    "peer team",
    "council",
    "committee",
    "other",
]

TieKind = Literal[
    "contact",
    "meeting",
    "information sharing",
    "referral agreement",
    "staff exchange",
    "joint training",
    "joint plan",
    "joint service",
    "shared staff",
    "co-location",
    "partnership",
    "funding",
    "other",
]

InitiativeKind = Literal[
    "plan",
    "policy",
    "strategy",
    "project",
    "programme",
    "agreement",
    "mapping",
    "grant",
    "other",
]

ActivityKind = Literal[
    "meeting",
    "theme day",
    "placement round",
    "dialogue meeting",
    "training",
    "consultation",
    "decision",
    "other",
]

StatementKind = Literal[
    "goal",
    "wish",
    "need",
    "success factor",
    "challenge",
    "result",
    "reason",
]

Status = Literal[
    "idea",
    "wanted",
    "discussed",
    "planned",
    "adopted",
    "ongoing",
    "held",
    "postponed",
    "cancelled",
    "ended",
    "not known",
]

VOCABULARIES: dict[str, tuple[str, ...]] = {
    "organisation.kind": get_args(OrganisationKind),
    "sector": get_args(Sector),
    "forum.kind": get_args(ForumKind),
    "tie.kind": get_args(TieKind),
    "initiative.kind": get_args(InitiativeKind),
    "activity.kind": get_args(ActivityKind),
    "statement.kind": get_args(StatementKind),
    "status": get_args(Status),
}
"""Every vocabulary by the name under which the catalogue has its labels."""
