"""Small values that elements hold: evidence, a view, a step, money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

import attrs

from collabmodel.domain.checking import check
from collabmodel.domain.extra import IN_VALUE, exactly
from collabmodel.domain.level import Level
from collabmodel.domain.sequences import as_mapping, as_tuple
from collabmodel.domain.when import When, as_when

__all__ = ["Evidence", "Money", "Step", "View", "as_evidence", "as_money", "as_steps", "as_views"]


@attrs.frozen
class Evidence:
    """Where a thing is said.

    Attributes:
        source: The id of a `Source` of the model.
        where: The place in it, such as `p3` for the third paragraph.
        extra: Members of a document that this version does not know, kept as they came.

    >>> Evidence("s0", "p3").where
    'p3'
    """

    source: str = attrs.field(metadata={"refers_to": ("Source",)})
    where: str = ""
    extra: dict[str, Any] = attrs.field(
        factory=dict,
        converter=as_mapping,
        eq=exactly,
        hash=False,
        kw_only=True,
        metadata=IN_VALUE,
    )

    def __attrs_post_init__(self) -> None:
        check(self)


@attrs.frozen
class View:
    """What one party itself says of a tie.

    Attributes:
        party: The id of the party that says it.
        level: The level it names; 0 is "we have no contact", None is contact at no named level.
        when: When it said so.
        extra: Members of a document that this version does not know, kept as they came.

    >>> View("ward", 2).level
    2
    """

    party: str = attrs.field(metadata={"refers_to": ("Organisation", "Service")})
    level: Level | None = None
    when: When | None = attrs.field(converter=as_when, default=None)
    extra: dict[str, Any] = attrs.field(
        factory=dict,
        converter=as_mapping,
        eq=exactly,
        hash=False,
        kw_only=True,
        metadata=IN_VALUE,
    )

    def __attrs_post_init__(self) -> None:
        check(self)


@attrs.frozen
class Step:
    """One station of a pathway.

    Attributes:
        service: The id of the service that the citizen meets.
        level: The level of collaboration needed with the next step, where somebody said it.
        note: Anything more.
        extra: Members of a document that this version does not know, kept as they came.

    >>> Step("ward", level=3).service
    'ward'
    """

    service: str = attrs.field(metadata={"refers_to": ("Service",)})
    level: Level | None = None
    note: str = ""
    extra: dict[str, Any] = attrs.field(
        factory=dict,
        converter=as_mapping,
        eq=exactly,
        hash=False,
        kw_only=True,
        metadata=IN_VALUE,
    )

    def __attrs_post_init__(self) -> None:
        check(self)


@attrs.frozen
class Money:
    """A sum that pays for an initiative.

    Attributes:
        amount: Whole units of the currency, or None where nobody said how much.
        currency: The three letters of ISO 4217, such as `DKK`.
        giver: The id of the organisation that gives it.
        pool: The pool or budget it comes from.
        extra: Members of a document that this version does not know, kept as they came.

    >>> Money(3_750_000, "DKK").amount
    3750000
    """

    amount: int | None = None
    currency: str = ""
    giver: str | None = attrs.field(default=None, metadata={"refers_to": ("Organisation",)})
    pool: str = ""
    extra: dict[str, Any] = attrs.field(
        factory=dict,
        converter=as_mapping,
        eq=exactly,
        hash=False,
        kw_only=True,
        metadata=IN_VALUE,
    )

    def __attrs_post_init__(self) -> None:
        check(self)


def as_evidence(value: Evidence | Iterable[Evidence]) -> tuple[Evidence, ...]:
    """One `Evidence`, or several, as a tuple."""
    return (value,) if isinstance(value, Evidence) else as_tuple(value)


def as_views(value: View | Iterable[View] | Mapping[str, Level | None]) -> tuple[View, ...]:
    """A mapping of party to level (or None), or one or several `View`s, as a tuple of views."""
    if isinstance(value, Mapping):
        return tuple(View(party, level) for party, level in value.items())
    return (value,) if isinstance(value, View) else as_tuple(value)


def as_steps(value: Iterable[Step | str]) -> tuple[Step, ...]:
    """Several steps, each a `Step` or the id of a service, as a tuple of steps."""
    if not isinstance(value, list | tuple):
        return cast("tuple[Step, ...]", value)
    return tuple(Step(step) if isinstance(step, str) else step for step in value)


def as_money(value: Money | Iterable[Money]) -> tuple[Money, ...]:
    """One sum of `Money`, or several, as a tuple."""
    return (value,) if isinstance(value, Money) else as_tuple(value)
