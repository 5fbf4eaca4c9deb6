"""Missing links: pairs of services that citizens move between, without contact enough."""

from __future__ import annotations

import math
from collections import defaultdict

from collabmodel.analysis.contact import Contact
from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.need import Need
from collabmodel.analysis.pairs import Pair, needed_pairs
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.wording import Number
from collabmodel.domain.collector import collector_paused
from collabmodel.domain.count import Count
from collabmodel.domain.model import Model

__all__ = ["find_missing_links", "rank", "sufficient"]

Weight = tuple[float, ...]
"""What `rank` looks at before the ids. Many pairs weigh the same."""


def find_missing_links(model: Model, rules: Rules | None = None) -> Findings:
    """The pairs with need whose contact on record is not enough, the most citizens first.

    The code of each names the nearest thing on record: `level-too-low`, `only-wide`,
    `only-above`, `only-planned`, `ended`, `asked-and-absent`, `no-record`. Beside the list, in
    `told_apart`, stand pairs that are not missing but should be known: `level-not-known` and
    `one-sided` (questions), and `fragile-link`.

    Args:
        model: The model.
        rules: What counts as need and as contact enough.

    Returns:
        Findings about two services each. Their numbers: `citizens`; `level`, the level that is
        certain (None where none is); `needed_level`; `certain`, whether both sides were asked;
        `within`, whether one organisation runs both; and whether it holds under other rules:
        `other_confirmation`, `one_level_up`, `one_level_down` (None where there is no such level).

    Raises:
        InvalidModel: The model has problems.
        InvalidArgument: The rules do not fit the model.

    >>> from collabmodel import Flow, Model, Service, Tie
    >>> model = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "Supported flats"),
    ...     Flow("ward", "flats", citizens=40), Tie(("ward", "flats"), "meeting", level=1),
    ... )
    >>> print(find_missing_links(model)[0].sentence())
    Supported flats and The ward: 40 citizens move between them. The contact on record is at \
level 1, networking; level 2, cooperation is needed.
    """
    judged = needed_pairs(model, rules)
    found: dict[Weight, list[Finding]] = defaultdict(list)
    apart: dict[Weight, list[Finding]] = defaultdict(list)
    with collector_paused():
        for pair in judged:
            need = pair.need
            if need is None:
                continue
            if pair.standing == "unmet":
                found[_weight(need)].append(_missing(model, judged.rules, pair, need))
            elif code := _code_apart(pair, judged.rules):
                apart[_weight(need)].append(_apart(model, judged.rules, pair, need, code))
    return Findings(
        found=_ranked(found),
        rules=judged.rules,
        told_apart=_ranked(apart),
        asked=judged.asked,
        services=judged.services,
        left_out=judged.left_out,
        finder="find_missing_links",
    )


def rank(pair: Pair) -> tuple[object, ...]:
    """The order of pairs: most citizens for certain, most at the most, most pathways, ids."""
    return (*_weight(pair.need), pair.key)


def _weight(need: Need | None) -> Weight:
    if need is None:
        return (0, -math.inf, 0)
    citizens = need.citizens
    most = math.inf if citizens.max is None else citizens.max
    return (-citizens.min, -most, -len(need.pathways))


def _ranked(of_weight: dict[Weight, list[Finding]]) -> tuple[Finding, ...]:
    """Findings in the order of `rank`, where those of one weight are in the order of their ids."""
    return tuple([finding for weight in sorted(of_weight) for finding in of_weight[weight]])


def sufficient(pair: Pair) -> tuple[Contact, ...]:
    """The ties and forums that each by itself are contact enough for the need of *pair*."""
    if pair.need is None:
        return ()
    level = pair.need.level
    return tuple(
        contact
        for contact in pair.contacts
        if contact.how == "direct"
        and contact.force.now is True
        and max(contact.known_levels, default=0) >= level
    )


def _code_apart(pair: Pair, rules: Rules) -> str | None:
    """The code of a pair that is not missing, but should be known; None for all others."""
    question = _question(pair, rules)
    if question is None and pair.standing == "met" and _is_fragile(pair, rules):
        return "fragile-link"
    return question


def _question(pair: Pair, rules: Rules) -> str | None:
    if pair.standing == "not known":
        unconfirmed = rules.confirmation == "both" and pair.confirmed in (
            "one-sided",
            "document only",
        )
        return "one-sided" if unconfirmed else "level-not-known"
    return "one-sided" if pair.standing == "met" and pair.confirmed == "one-sided" else None


def _is_fragile(pair: Pair, rules: Rules) -> bool:
    carriers = sufficient(pair)
    persons = Count.total(contact.persons for contact in carriers)
    return bool(carriers) and persons.is_at_most(rules.fragile_persons) is True


def _nearest(pair: Pair) -> str:
    """The code of the nearest thing on record between two services whose need is unmet."""
    if not pair.contacts:
        return "no-record" if pair.confirmed == "nothing on record" else "asked-and-absent"
    standing = [c for c in pair.contacts if c.force.now is not False]
    if any(c.how == "direct" and (c.is_documented or c.is_claimed) for c in standing):
        return "level-too-low"
    for how in ("wide", "above"):
        if any(c.how == how for c in standing):
            return f"only-{how}"
    absences = {contact.force.absence for contact in pair.contacts}
    if "planned" in absences:
        return "only-planned"
    if "ended" in absences:
        return "ended"
    denied = pair.confirmed in ("jointly denied", "denied by one")
    return "asked-and-absent" if denied else "no-record"


def _missing(model: Model, rules: Rules, pair: Pair, need: Need) -> Finding:
    """The finding about a pair whose need is unmet."""
    code, level = _nearest(pair), need.level
    numbers: dict[str, Number] = {
        "citizens": need.citizens,
        "level": pair.low if code == "level-too-low" else pair.level,
        "needed_level": level,
        "certain": pair.both_heard,
        "within": pair.within,
        "other_confirmation": pair.other_high < level,
        "one_level_up": True if level < model.scale.top else None,
        "one_level_down": pair.high < level - 1,
    }
    wording = "disputed" if code == "level-too-low" and pair.low == 0 else "sentence"
    return Finding(code, pair.key, numbers, _evidence(pair, need), rules, model, wording)


def _apart(model: Model, rules: Rules, pair: Pair, need: Need, code: str) -> Finding:
    """The finding about a pair that is not missing, but should be known."""
    numbers: dict[str, Number] = {
        "citizens": need.citizens,
        "level": pair.level,
        "needed_level": need.level,
        "certain": False,
        "within": pair.within,
    }
    return Finding(code, pair.key, numbers, _evidence(pair, need), rules, model)


def _evidence(pair: Pair, need: Need) -> tuple[str, ...]:
    if not pair.contacts:
        return need.rests_on
    return (*need.rests_on, *sorted({contact.element for contact in pair.contacts}))
