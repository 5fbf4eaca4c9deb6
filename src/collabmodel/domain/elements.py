"""What exists: organisations, services, bodies, ties, flows, pathways, plans and statements.

Every element is frozen, checks itself when it is made, and has the fields of `Element` beside its
own. References are ids; whether they lead anywhere only the whole `Model` can say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import attrs

from collabmodel.domain.checking import Contradiction, check
from collabmodel.domain.count import UNKNOWN, Count, as_count
from collabmodel.domain.extra import IN_ELEMENT, exactly
from collabmodel.domain.level import Level
from collabmodel.domain.sequences import as_mapping, as_words
from collabmodel.domain.values import (
    Evidence,
    Money,
    Step,
    View,
    as_evidence,
    as_money,
    as_steps,
    as_views,
)
from collabmodel.domain.vocabulary import (
    ActivityKind,
    ForumKind,
    InitiativeKind,
    OrganisationKind,
    Sector,
    StatementKind,
    Status,
    TieKind,
)
from collabmodel.domain.when import When, as_when

__all__ = [
    "ELEMENTS",
    "Activity",
    "Element",
    "Flow",
    "FocusArea",
    "Forum",
    "Initiative",
    "Organisation",
    "Pathway",
    "Role",
    "Service",
    "Source",
    "Statement",
    "Tie",
]

ONE = Count.exactly(1)

# What a reference may lead to, by the names of the element types.
ORGANISATION = {"refers_to": ("Organisation",)}
SERVICE = {"refers_to": ("Service",)}
PARTY = {"refers_to": ("Organisation", "Service")}
MEMBER = {"refers_to": ("Organisation", "Service", "Role")}
PARTICIPANT = {"refers_to": ("Organisation", "Service", "Forum", "Role")}
PATHWAY = {"refers_to": ("Pathway",)}
FOCUS_AREA = {"refers_to": ("FocusArea",)}
INITIATIVE = {"refers_to": ("Initiative",)}
ANYTHING = {"refers_to": ()}
ID = {"id": "given"}
MADE_ID = {"id": "made where it is left out"}


@attrs.frozen(kw_only=True)
class Element:
    """What every element has, whatever its type. Not made by itself.

    Attributes:
        note: What no typed field holds, in our own words.
        aliases: Other names of the same thing, or ids that it had elsewhere.
        identifiers: Numbers of registers: scheme to value.
        evidence: Where it is said.
        extra: Members of a document that this version does not know, kept as they came.

    >>> isinstance(Service("ward"), Element)
    True
    """

    kind_name: ClassVar[str]
    """How the type is called in ids and in the catalogue, such as `focus-area`."""
    id: str
    name: str
    note: str = ""
    aliases: tuple[str, ...] = attrs.field(default=(), converter=as_words)
    identifiers: dict[str, str] = attrs.field(factory=dict, converter=as_mapping, hash=False)
    evidence: tuple[Evidence, ...] = attrs.field(default=(), converter=as_evidence)
    extra: dict[str, Any] = attrs.field(
        factory=dict, converter=as_mapping, eq=exactly, hash=False, metadata=IN_ELEMENT
    )

    def __attrs_post_init__(self) -> None:
        check(self)

    @property
    def label(self) -> str:
        """The name, or the id where there is no name."""
        return self.name or self.id


@attrs.frozen
class Organisation(Element):
    """A body that runs services or decides on them: a municipality, a region, a hospital.

    Attributes:
        kind: What sort of organisation it is.
        part_of: The organisation that it is a part of.
        size: How many organisations stand under this one name: 1 unless something else is said,
            `Count.at_least(1)` where nobody knows.

    >>> Organisation("randers", "Randers Kommune", "municipality").kind
    'municipality'
    """

    kind_name = "organisation"
    id: str = attrs.field(metadata=ID)
    name: str = ""
    kind: OrganisationKind = "other"
    part_of: str | None = attrs.field(default=None, metadata=ORGANISATION)
    size: Count = attrs.field(default=ONE, converter=as_count)

    def contradictions(self) -> Iterator[Contradiction]:
        """What the fields say against one another."""
        yield from _empty(self.size)


@attrs.frozen
class Service(Element):
    """A unit that citizens meet: a ward, a job centre, a housing-support team.

    Attributes:
        provided_by: The organisations that run it; none where nobody said.
        commissioned_by: The organisations that order it.
        funded_by: The organisations that pay for it.
        part_of: The service that it is a unit of.
        kind: What sort of service, in the words of the field (`psychiatric department`).
        sector: The part of the welfare system it belongs to; None where nobody said.
        size: How many services stand under this one name. Four support centres that are only
            spoken of together are one service of size 4, a *collective*. Where nobody knows how
            many, `Count.at_least(1)`.

    >>> Service("ward", "Psychiatric ward", provided_by="region").provided_by
    ('region',)
    """

    kind_name = "service"
    id: str = attrs.field(metadata=ID)
    name: str = ""
    provided_by: tuple[str, ...] = attrs.field(
        default=(), converter=as_words, metadata=ORGANISATION
    )
    commissioned_by: tuple[str, ...] = attrs.field(
        default=(), converter=as_words, metadata=ORGANISATION
    )
    funded_by: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=ORGANISATION)
    part_of: str | None = attrs.field(default=None, metadata=SERVICE)
    kind: str = ""
    sector: Sector | None = None
    size: Count = attrs.field(default=ONE, converter=as_count)

    def contradictions(self) -> Iterator[Contradiction]:
        """What the fields say against one another."""
        yield from _empty(self.size)


@attrs.frozen
class Role(Element):
    """A function that a person has: chief physician, peer worker. Never a person by name.

    Attributes:
        where: The services or organisations in which the role works.
        people: How many people have the role.

    >>> Role("peers", "Peer worker", where="centre", people=Count.at_least(31)).people
    Count.at_least(31)
    """

    kind_name = "role"
    id: str = attrs.field(metadata=ID)
    name: str = ""
    where: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=PARTY)
    people: Count = attrs.field(default=UNKNOWN, converter=as_count)


@attrs.frozen
class Forum(Element):
    """A body that meets: a steering group, a leaders' meeting, a council.

    Attributes:
        kind: What sort of body it is.
        members: Services, organisations and roles that sit in it.
        level: The level of collaboration that sitting there amounts to, where somebody said it.
        when: When it exists.
        status: Whether it exists; *ongoing* unless something else is said.
        focus_areas: What it is about.
        initiative: The initiative that it belongs to.

    >>> Forum("leaders", "Leaders' meeting", "leaders' meeting", members=("ward", "housing")).status
    'ongoing'
    """

    kind_name = "forum"
    id: str = attrs.field(metadata=ID)
    name: str = ""
    kind: ForumKind = "other"
    members: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=MEMBER)
    level: Level | None = None
    when: When | None = attrs.field(default=None, converter=as_when)
    status: Status = "ongoing"
    focus_areas: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=FOCUS_AREA)
    initiative: str | None = attrs.field(default=None, metadata=INITIATIVE)

    def contradictions(self) -> Iterator[Contradiction]:
        """What the fields say against one another."""
        yield from _repeated("members[{}]", self.members)


@attrs.frozen
class Tie(Element):
    """Contact between two or more services or organisations.

    A tie joins every pair of its parties, so where only pairs are said, write one tie a pair.

    Attributes:
        parties: Who it joins: at least two different services or organisations.
        kind: What sort of contact it is.
        level: Its level by the record, where the record says it.
        views: What each party itself says of it: level, or contact at no named level.
        persons: How many people carry it.
        when: When it exists.
        status: Whether it exists; *ongoing* unless something else is said.
        focus_areas: What it is about.
        initiative: The initiative that it belongs to.

    >>> Tie(("ward", "housing"), "meeting", level=1, views={"ward": 2}).views
    (View(party='ward', level=2, when=None, extra={}),)
    """

    kind_name = "tie"
    parties: tuple[str, ...] = attrs.field(converter=as_words, metadata=PARTY)
    kind: TieKind = "contact"
    level: Level | None = None
    views: tuple[View, ...] = attrs.field(default=(), converter=as_views)
    persons: Count = attrs.field(default=UNKNOWN, converter=as_count)
    when: When | None = attrs.field(default=None, converter=as_when)
    status: Status = "ongoing"
    focus_areas: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=FOCUS_AREA)
    initiative: str | None = attrs.field(default=None, metadata=INITIATIVE)
    id: str = attrs.field(default="", kw_only=True, metadata=MADE_ID)
    name: str = attrs.field(default="", kw_only=True)

    def contradictions(self) -> Iterator[Contradiction]:
        """What the fields say against one another."""
        # What is not readable in a document is None here. What needs the views alone comes first,
        # since a document may lack the parties.
        viewers = [view.party for view in self.views] if self.views else ()
        if len(set(viewers)) < len(viewers):
            yield from _repeated("views[{}].party", viewers)
        parties = set(self.parties)
        is_readable = None not in parties
        if len(parties) < 2 and is_readable:
            expected = "at least two different parties"
            yield "too-few-parties", "parties", expected, _several(self.parties), ""
        if len(parties) < len(self.parties):
            yield from _repeated("parties[{}]", self.parties)
        if is_readable and not parties.issuperset(viewers):
            expected = f"one of the parties, {_several(self.parties)}"
            for place, party in enumerate(viewers):
                if party and party not in parties:
                    yield "view-of-a-stranger", f"views[{place}].party", expected, f"'{party}'", ""


@attrs.frozen
class Flow(Element):
    """Citizens who move from one service to another. A flow is need for contact, not contact.

    Attributes:
        source: The service they come from.
        target: The service they go to.
        citizens: How many different citizens.
        handovers: How many times somebody moved.
        when: The period.
        pathway: The pathway that they follow.

    >>> Flow("ward", "housing", citizens=40).citizens
    Count.exactly(40)
    """

    kind_name = "flow"
    source: str = attrs.field(metadata=SERVICE)
    target: str = attrs.field(metadata=SERVICE)
    citizens: Count = attrs.field(default=UNKNOWN, converter=as_count)
    handovers: Count = attrs.field(default=UNKNOWN, converter=as_count)
    when: When | None = attrs.field(default=None, converter=as_when)
    pathway: str | None = attrs.field(default=None, metadata=PATHWAY)
    id: str = attrs.field(default="", kw_only=True, metadata=MADE_ID)
    name: str = attrs.field(default="", kw_only=True)

    def contradictions(self) -> Iterator[Contradiction]:
        """What the fields say against one another."""
        if self.source == self.target:
            expected = "another service than the source"
            yield "flow-to-itself", "target", expected, f"'{self.target}'", ""


@attrs.frozen
class Pathway(Element):
    """The services that citizens of one sort meet, in order.

    Attributes:
        steps: The stations in order. In Python the id of a service will do for a `Step`.
        for_whom: Whose pathway it is.
        citizens: How many citizens walk it.

    >>> Pathway("p", "Discharge", ["ward", "housing"]).steps[1].service
    'housing'
    """

    kind_name = "pathway"
    id: str = attrs.field(metadata=ID)
    name: str = ""
    steps: tuple[Step, ...] = attrs.field(default=(), converter=as_steps)
    for_whom: str = ""
    citizens: Count = attrs.field(default=UNKNOWN, converter=as_count)


@attrs.frozen
class FocusArea(Element):
    """A subject that work is directed at, such as recovery.

    Attributes:
        part_of: The wider focus area.
        agreed_by: Who agreed on it.

    >>> FocusArea("recovery", "Recovery").part_of is None
    True
    """

    kind_name = "focus-area"
    id: str = attrs.field(metadata=ID)
    name: str = ""
    part_of: str | None = attrs.field(default=None, metadata=FOCUS_AREA)
    agreed_by: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=PARTICIPANT)


@attrs.frozen
class Initiative(Element):
    """Something that somebody set out to do: a plan, a policy, a project, a grant.

    Attributes:
        kind: What sort of initiative it is.
        owner: Who answers for it.
        participants: Who takes part.
        funding: The money behind it.
        when: Its period.
        status: How far it has come.
        focus_areas: What it is about.
        part_of: The wider initiative.

    >>> Initiative("plan", "Psychiatry plan", "plan", status="adopted").owner
    ()
    """

    kind_name = "initiative"
    id: str = attrs.field(metadata=ID)
    name: str = ""
    kind: InitiativeKind = "other"
    owner: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=PARTICIPANT)
    participants: tuple[str, ...] = attrs.field(
        default=(), converter=as_words, metadata=PARTICIPANT
    )
    funding: tuple[Money, ...] = attrs.field(default=(), converter=as_money)
    when: When | None = attrs.field(default=None, converter=as_when)
    status: Status = "not known"
    focus_areas: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=FOCUS_AREA)
    part_of: str | None = attrs.field(default=None, metadata=INITIATIVE)


@attrs.frozen
class Activity(Element):
    """Something dated that happens or was meant to: a theme day, a round of placements.

    Attributes:
        kind: What sort of activity it is.
        participants: Who takes part.
        times: How many times.
        attendance: How many people came in all; somebody who came twice counts twice.
        when: When.
        status: Whether it took place.
        reason: Why it was postponed or cancelled.
        initiative: The initiative that it belongs to.
        focus_areas: What it is about.

    >>> Activity("Joint theme day", "theme day", status="postponed").status
    'postponed'
    """

    kind_name = "activity"
    name: str = ""
    kind: ActivityKind = "other"
    participants: tuple[str, ...] = attrs.field(
        default=(), converter=as_words, metadata=PARTICIPANT
    )
    times: Count = attrs.field(default=UNKNOWN, converter=as_count)
    attendance: Count = attrs.field(default=UNKNOWN, converter=as_count)
    when: When | None = attrs.field(default=None, converter=as_when)
    status: Status = "not known"
    reason: str = ""
    initiative: str | None = attrs.field(default=None, metadata=INITIATIVE)
    focus_areas: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=FOCUS_AREA)
    id: str = attrs.field(default="", kw_only=True, metadata=MADE_ID)


@attrs.frozen
class Statement(Element):
    """What somebody says that is no fact of the model: a goal, a wish, a challenge.

    Attributes:
        kind: What sort of statement it is.
        text: What is said, in our own words.
        said_by: Who says it.
        about: The elements that it is about.

    >>> Statement("goal", "Know one another's work", said_by="head").said_by
    ('head',)
    """

    kind_name = "statement"
    kind: StatementKind
    text: str
    said_by: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=PARTICIPANT)
    about: tuple[str, ...] = attrs.field(default=(), converter=as_words, metadata=ANYTHING)
    id: str = attrs.field(default="", kw_only=True, metadata=MADE_ID)
    name: str = attrs.field(default="", kw_only=True)

    @property
    def label(self) -> str:
        """The name, or the text where there is no name."""
        return self.name or self.text


@attrs.frozen
class Source(Element):
    """A text or a register that the model rests on.

    Attributes:
        title: Its title.
        publisher: Who published it.
        published: When.
        language: The language it is in, such as `da`.
        file: The file or the address it was read from.

    >>> Source("s0", "A stronger cooperation", language="da").label
    'A stronger cooperation'
    """

    kind_name = "source"
    id: str = attrs.field(metadata=ID)
    title: str = ""
    publisher: str = ""
    published: When | None = attrs.field(default=None, converter=as_when)
    language: str = ""
    file: str = ""
    name: str = attrs.field(default="", kw_only=True)

    @property
    def label(self) -> str:
        """The name, the title, or the id where there is neither."""
        return self.name or self.title or self.id


def _repeated(field: str, ids: Sequence[str | None]) -> Iterator[Contradiction]:
    seen: set[str | None] = set()
    for place, id in enumerate(ids):
        if id in seen and id is not None:
            yield "named-twice", field.format(place), "each name once", f"'{id}' again", ""
        seen.add(id)


def _several(ids: Sequence[str]) -> str:
    return f"{list(ids)}" if len(ids) <= 6 else f"{str(list(ids[:6]))[:-1]}, ...]"


def _empty(size: Count) -> Iterator[Contradiction]:
    if size.min < 1:
        remedy = 'Where it is not known, write Count.at_least(1), in JSON {"min": 1}.'
        yield "size-below-one", "size", "a size of 1 or more", f"{size.words()}", remedy


ELEMENTS: dict[str, type[Element]] = {
    "organisations": Organisation,
    "services": Service,
    "roles": Role,
    "forums": Forum,
    "ties": Tie,
    "flows": Flow,
    "pathways": Pathway,
    "focus_areas": FocusArea,
    "initiatives": Initiative,
    "activities": Activity,
    "statements": Statement,
    "sources": Source,
}
"""Every element type by the member of a model that holds it, in the order of a document."""
