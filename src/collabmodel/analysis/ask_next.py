"""Whom to ask what, by how many citizens the answer decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from collabmodel.analysis.contact import side_of
from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.pairs import Pair, Pairs, pairs
from collabmodel.analysis.promises import find_promises
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.wording import parts_of
from collabmodel.domain.count import Count
from collabmodel.domain.elements import Organisation
from collabmodel.domain.model import Model

__all__ = ["ask_next"]

_ORDER = (
    "ask-level",
    "ask-contact",
    "ask-confirmation",
    "ask-citizens",
    "ask-flow",
    "ask-promise",
    "ask-need",
)


def ask_next(model: Model, rules: Rules | None = None) -> Findings:
    """What is not known and whom to ask about it, what decides most first.

    `ask-level`: contact is on record, but not whether it is enough. `ask-contact`: contact is not
    on record, and the service was not asked. `ask-confirmation`: only the other side has told of
    it. `ask-citizens`: how many citizens move. `ask-flow`: where citizens move at all, when no
    movement is on record. `ask-promise`: what became of a promise. `ask-need`: between which
    services a need that somebody named is felt.

    Args:
        model: The model.
        rules: What counts as need and as contact enough.

    Returns:
        Findings whose numbers hold, where they are about pairs, `pairs` and `citizen_pairs`: how
        many the answer is about; and `decides`: whether their standing hangs on it.

    Raises:
        InvalidModel: The model has problems.

    >>> from collabmodel import Flow, Model, Service
    >>> model = Model.of(
    ...     Service("ward", "the ward"), Service("flats", "the flats"), Flow("ward", "flats", 40)
    ... )
    >>> [question.code for question in ask_next(model)]
    ['ask-contact', 'ask-contact']
    """
    judged = pairs(model, rules)
    found = [
        *_about_pairs(model, judged),
        *_about_flows(model, judged),
        *_about_promises(model, judged),
        *_about_needs(model, judged),
    ]
    found.sort(key=_weight)
    return Findings(
        tuple(found),
        judged.rules,
        asked=judged.asked,
        services=judged.services,
        finder="ask_next",
    )


def _weight(finding: Finding) -> tuple[object, ...]:
    parts = finding.numbers.get("citizen_pairs")
    low, high = 0.0, -1.0
    if isinstance(parts, tuple) and finding.numbers["decides"]:
        citizens = Count.total(parts)
        low, high = citizens.min, float("inf") if citizens.max is None else citizens.max
    return (-low, -high, _ORDER.index(finding.code), finding.about)


def _about_pairs(model: Model, judged: Pairs) -> Iterator[Finding]:
    silent: dict[str, list[Pair]] = defaultdict(list)
    asked = frozenset(model.asked or ())
    for pair in judged.needed:
        unconfirmed = pair.confirmed in ("one-sided", "document only")
        if pair.standing == "not known":
            by_word = unconfirmed and judged.rules.confirmation == "both"
            code = "ask-confirmation" if by_word else "ask-level"
            yield _about_pair(model, judged, pair, code, decides=True)
        elif pair.standing == "met" and pair.confirmed == "one-sided":
            yield _about_pair(model, judged, pair, "ask-confirmation", decides=False)
        elif pair.standing == "unmet" and not pair.is_certain:
            for service in pair.key:
                if service not in asked:
                    silent[service].append(pair)
        if not pair.citizens.is_known:
            yield _about_pair(model, judged, pair, "ask-citizens", decides=False)
    for service, some in silent.items():
        others = [model.label(pair.a if pair.b == service else pair.b) for pair in some]
        yield Finding(
            "ask-contact",
            (service,),
            {
                "pairs": len(some),
                "decides": True,
                "citizen_pairs": parts_of(pair.citizens for pair in some),
                "others": ", ".join(others),
            },
            tuple(sorted({id for pair in some if pair.need for id in pair.need.flows})),
            judged.rules,
            model,
        )


def _about_pair(model: Model, judged: Pairs, pair: Pair, code: str, *, decides: bool) -> Finding:
    about, wording = pair.key, "sentence"
    if code == "ask-confirmation" and pair.confirmed == "document only":
        wording = "document"
    elif code == "ask-confirmation" and side_of(pair.a, pair.contacts, was_asked=False).answer:
        about = (pair.b, pair.a)
    contacts = tuple(contact.element for contact in pair.contacts if contact.how == "direct")
    return Finding(
        code,
        about,
        {
            "pairs": 1,
            "decides": decides,
            "citizens": pair.citizens,
            "citizen_pairs": (pair.citizens,),
            "needed_level": pair.need.level if pair.need else None,
        },
        (*pair.needed_by, *contacts),
        judged.rules,
        model,
        wording,
    )


def _about_flows(model: Model, judged: Pairs) -> Iterator[Finding]:
    if judged.needed or judged.left_out:
        return
    lineage = Lineage(model)
    providers = {org for service in model.services for org in lineage.providers(service.id)}
    whom = sorted(providers) or sorted(
        organisation.id
        for organisation in model.organisations
        if organisation.kind in ("municipality", "region", "hospital")
    )
    if whom:
        names = ", ".join(model.find(Organisation, id).label for id in whom)
        yield Finding("ask-flow", tuple(whom), {"whom": names}, tuple(whom), judged.rules, model)


def _about_promises(model: Model, judged: Pairs) -> Iterator[Finding]:
    for promise in find_promises(model, judged.rules.at):
        if promise.code in ("promise-kept", "promise-cancelled", "promise-only-wished"):
            continue
        numbers = {"whom": promise.numbers["whom"], "status": promise.numbers["status"]}
        wording = "sentence" if numbers["whom"] else "nobody"
        yield Finding(
            "ask-promise", promise.about, numbers, promise.evidence, judged.rules, model, wording
        )


def _about_needs(model: Model, judged: Pairs) -> Iterator[Finding]:
    for statement in model.statements:
        if statement.kind == "need":
            names = ", ".join(model.label(id) for id in statement.said_by)
            yield Finding(
                "ask-need",
                (statement.id,),
                {"whom": names, "need": statement.text},
                (statement.id,),
                judged.rules,
                model,
                "sentence" if names else "nobody",
            )
