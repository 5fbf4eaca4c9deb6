"""Promises: what somebody set out to do, and what became of it as far as it is told."""

from __future__ import annotations

from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.wording import Number
from collabmodel.domain.elements import Activity, Forum, Initiative, Tie
from collabmodel.domain.errors import InvalidArgument
from collabmodel.domain.model import Model, require_valid
from collabmodel.domain.when import When, as_when
from collabmodel.words import has

__all__ = ["OPEN_PROMISES", "find_promises"]

Promise = Initiative | Activity | Tie | Forum

OPEN_PROMISES = ("promise-overdue", "promise-postponed", "promise-open")
"""The codes of promises that are still to be kept."""

_CODES = {
    "idea": "promise-only-wished",
    "wanted": "promise-only-wished",
    "discussed": "promise-only-wished",
    "planned": "promise-open",
    "adopted": "promise-open",
    "ongoing": "promise-open",
    "held": "promise-kept",
    "ended": "promise-kept",
    "postponed": "promise-postponed",
    "cancelled": "promise-cancelled",
    "not known": "promise-not-known",
}

_PROMISED_CONTACT = ("idea", "wanted", "discussed", "planned", "postponed", "cancelled")
"""The statuses in which a tie or a forum is a promise, and not yet contact."""

_ORDER = (
    "promise-overdue",
    "promise-postponed",
    "promise-open",
    "promise-not-known",
    "promise-only-wished",
    "promise-cancelled",
    "promise-kept",
)


def find_promises(model: Model, at: When | str | None = None) -> Findings:
    """What was promised and what became of it: initiatives, activities, planned ties and forums.

    Kept: it was held, or it ran and ended. Open: it is planned, adopted or going on. Overdue: it
    is planned or adopted and its time is over. Postponed and cancelled as told. Only wished: an
    idea, a wish, a discussion. Not known: nobody said, or it was going on and its time is over
    without word of what came of it.

    Args:
        model: The model.
        at: The day from which it is seen; the model's own `as_of` where it is left out. Without
            either nothing is overdue.

    Raises:
        InvalidModel: The model has problems.
        InvalidArgument: *at* is no date.

    >>> from collabmodel import Activity
    >>> model = Model.of(Activity("Theme day", "theme day", when="2021-01", status="planned"))
    >>> [promise.code for promise in find_promises(model, at="2022-06")]
    ['promise-overdue']
    """
    require_valid(model)
    moment = model.as_of if at is None else as_when(at)
    if moment is not None and not isinstance(moment, When):
        raise InvalidArgument(f"at: expected a date such as '2020-11', found {at!r}.")
    rules = Rules(at=moment)
    promises: list[Promise] = [*model.initiatives, *model.activities]
    contacts: tuple[Tie | Forum, ...] = (*model.ties, *model.forums)
    promises += [contact for contact in contacts if contact.status in _PROMISED_CONTACT]
    found = [_finding(model, promise, moment, rules) for promise in promises]
    found.sort(key=lambda finding: (_ORDER.index(finding.code), finding.about))
    return Findings(tuple(found), rules, services=len(model.services), finder="find_promises")


def _finding(model: Model, promise: Promise, at: When | None, rules: Rules) -> Finding:
    reason = promise.reason if isinstance(promise, Activity) else ""
    numbers: dict[str, Number] = {"status": promise.status, "when": promise.when, "reason": reason}
    numbers["whom"] = ", ".join(model.label(id) for id in whom(promise))
    code = _code(promise, at)
    wording = "sentence" if promise.when else "undated"
    with_reason = f"{wording}-reason"
    if reason and has(f"finding.{code}.{with_reason}"):  # what was kept needs no excuse
        wording = with_reason
    return Finding(
        code,
        (promise.id,),
        numbers,
        (promise.id,),
        rules,
        model,
        wording,
    )


def whom(promise: Promise) -> tuple[str, ...]:
    """Whom a promise can be asked of: who answers for it, else who takes part."""
    match promise:
        case Initiative(owner=owner, participants=participants):
            return owner or participants
        case Tie(parties=parties):
            return parties
        case Forum(members=members):
            return members
        case _:
            return promise.participants


def _code(promise: Promise, at: When | None) -> str:
    code = _CODES[promise.status]
    over = at is not None and promise.when is not None and promise.when.before(at) is True
    if code == "promise-open" and over:
        return "promise-not-known" if promise.status == "ongoing" else "promise-overdue"
    return code
