"""Whether a tie or a forum is in force: yes, no, or not known."""

from __future__ import annotations

from typing import Literal

import attrs

from collabmodel.domain.elements import Forum, Tie
from collabmodel.domain.vocabulary import Status
from collabmodel.domain.when import When

__all__ = ["Force", "force_of"]

Absence = Literal["planned", "ended"]

_IN_FORCE = frozenset[Status]({"adopted", "ongoing", "held"})


@attrs.frozen
class Force:
    """Whether something is in force, and why not.

    Attributes:
        now: Yes, no, or None for not known.
        absence: Where the answer is no: it is only planned (or wished for, or was called off),
            or it has ended.
    """

    now: bool | None
    absence: Absence | None = None


YES = Force(True)
PLANNED = Force(False, "planned")
ENDED = Force(False, "ended")
NOT_KNOWN = Force(None)


def force_of(element: Tie | Forum, at: When | None) -> Force:
    """Whether *element* is in force, at the time *at* if one is given.

    Without a time the status alone decides. With one, what is certainly over has ended, what
    certainly comes later is planned, and a vague overlap is not known. Something that has ended
    by its status was in force at a time that its own dates cover.

    >>> force_of(Tie(("a", "b"), status="postponed"), None)
    Force(now=False, absence='planned')
    """
    status = element.status
    by_status = _by_status(status)
    if at is None or element.when is None or by_status is PLANNED:
        return by_status
    if element.when.before(at):
        return ENDED
    if element.when.after(at):
        return PLANNED
    if element.when.overlaps(at) is None:
        return NOT_KNOWN
    return YES if status == "ended" else by_status


def _by_status(status: Status) -> Force:
    if status in _IN_FORCE:
        return YES
    if status == "not known":
        return NOT_KNOWN
    return ENDED if status == "ended" else PLANNED
