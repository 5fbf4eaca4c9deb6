"""The sixteen questions that people ask, each answered, in part, or not, and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, Literal

import attrs

from collabmodel.analysis.ask_next import ask_next
from collabmodel.analysis.bridging import bridging, partners_of
from collabmodel.analysis.brokers import find_brokers
from collabmodel.analysis.compare import compare
from collabmodel.analysis.confirmation import confirmation_rate
from collabmodel.analysis.congruence import coverage
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.graphs import collaboration_graph
from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.missing_links import find_missing_links, rank
from collabmodel.analysis.need import PairKey
from collabmodel.analysis.pairs import Pair, Pairs, pairs
from collabmodel.analysis.promises import find_promises
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.silos import find_silos
from collabmodel.analysis.wording import Number, Numbers, Written, plain, shown_repr, spoken
from collabmodel.disclosure import PROTECTED, Disclosure
from collabmodel.domain.model import Model
from collabmodel.words import Lang, say, visible

__all__ = ["Answer", "Answers", "questions"]

Answered = Literal["yes", "in part", "no"]


@attrs.frozen
class Answer(Displayed):
    """The answer to one of the sixteen questions.

    Attributes:
        number: Which question, 1 to 16.
        answered: `yes`, `in part` or `no`.
        wording: Which of the sentences of the question fits.
        numbers: What fills the places of the sentence.
        model: The model that was asked.

    >>> from collabmodel import Service
    >>> print(questions(Model.of(Service("ward")))[8])
    9. Do the partners agree about their contact? For no pair in contact have both sides been heard.
    """

    number: int
    answered: Answered
    wording: str
    numbers: Numbers = attrs.field(hash=False, repr=shown_repr)
    model: Model = attrs.field(repr=False, eq=False)

    def question(self, lang: Lang = "en") -> str:
        """The question."""
        return say(f"question.{self.number}.title", lang)

    def sentence(
        self,
        lang: Lang = "en",
        disclosure: Disclosure = PROTECTED,
        written: Written = visible,
    ) -> str:
        """The answer, or why there is none; names are *written* in that way."""
        places = spoken(self.model, (), self.numbers, lang, disclosure, written)
        question = "any" if self.wording == "left-out" else self.number
        return say(f"question.{question}.{self.wording}", lang, None, **places)

    def to_json(self, lang: Lang = "en", disclosure: Disclosure = PROTECTED) -> dict[str, Any]:
        """The answer as plain values, numbers of citizens as readers may see them."""
        return {
            "number": self.number,
            "question": self.question(lang),
            "answered": self.answered,
            "sentence": self.sentence(lang, disclosure),
            "numbers": {
                name: plain(name, value, disclosure) for name, value in self.numbers.items()
            },
        }

    def __str__(self) -> str:
        return f"{self.number}. {self.question()} {self.sentence()}"

    def _parts(self) -> Iterator[str | Rows]:
        yield f"{self.number}. {self.question()}"
        yield self.sentence()


class Answers(Displayed, tuple[Answer, ...]):
    """The sixteen answers, in the order of the questions; shows itself as a table."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self))

    def _parts(self) -> Iterator[str | Rows]:
        yield Rows(
            [
                {
                    "#": answer.number,
                    "question": answer.question(),
                    "answered": answer.answered,
                    "answer": answer.sentence(),
                }
                for answer in self
            ]
        )


def questions(
    model: Model,
    rules: Rules | None = None,
    disclosure: Disclosure = PROTECTED,
    before: Model | None = None,
) -> Answers:
    """The sixteen questions of a model, each answered, in part, or not, and why.

    Args:
        model: The model.
        rules: What counts as need and as contact enough.
        disclosure: How numbers of citizens are shown; shares of them are made of shown numbers.
        before: An earlier model, for the question what has changed since then.

    Returns:
        Sixteen answers in the order of the questions.

    Raises:
        InvalidModel: A model has problems.
        InvalidArgument: The rules do not fit the model, or the earlier one has another scale.

    >>> from collabmodel import Service
    >>> questions(Model.of(Service("ward")))[0].answered
    'no'
    """
    case = _Case(model, pairs(model, rules), disclosure, before)
    answers = []
    for number, answer in enumerate(_ANSWERS, 1):
        wording, numbers = answer(case)
        if wording == "none" and number in _ABOUT_NEED and case.is_left_out:
            wording = "left-out"
            numbers = {"pairs": case.judged.left_out, "fewest": case.judged.rules.min_citizens}
        answers.append(Answer(number, _ANSWERED.get(wording, "yes"), wording, numbers, model))
    return Answers(answers)


_ANSWERED: dict[str, Answered] = {
    "part": "in part",
    "part-of-pairs": "in part",
    "settled-of-pairs": "in part",
    "nobody": "in part",
    "none": "no",
    "left-out": "no",
}

_ABOUT_NEED = frozenset({1, 2, 3, 4, 11})
"""The questions that cannot be answered without pairs with need."""

Reply = tuple[str, Numbers]
"""The wording of an answer, and the numbers that fill it."""


@attrs.define(eq=False, slots=False)
class _Case:
    """What several answers look at."""

    model: Model
    judged: Pairs
    disclosure: Disclosure
    before: Model | None

    @property
    def needed(self) -> tuple[Pair, ...]:
        return self.judged.needed

    @property
    def is_left_out(self) -> bool:
        """Whether there is need on record, and all of it was left out as too little."""
        return not self.needed and self.judged.left_out > 0

    @cached_property
    def missing(self) -> tuple[Finding, ...]:
        return find_missing_links(self.model, self.judged.rules).found

    @cached_property
    def groups(self) -> Findings:
        return find_silos(self.model, rules=self.judged.rules)

    def names(self, ids: Iterable[str]) -> str:
        return ", ".join(self.model.label(id) for id in ids)

    def first_missing(self) -> str:
        return " – ".join(self.model.label(id) for id in self.missing[0].about)


def _which_pairs(case: _Case) -> Reply:
    if not case.needed:
        return "none", {}
    if case.missing:
        numbers: dict[str, Number] = {"missing": len(case.missing), "needed": len(case.needed)}
        return "answer", {**numbers, "first": case.first_missing()}
    open_ = sum(pair.standing == "not known" for pair in case.needed)
    return (
        ("part", {"open": open_, "needed": len(case.needed)})
        if open_
        else ("met", {"needed": len(case.needed)})
    )


def _share_of_moves(case: _Case) -> Reply:
    counted = [pair for pair in case.needed if pair.citizens.max is not None]
    shares = coverage(counted, case.disclosure)
    low, high = shares.citizen_pairs_low, shares.citizen_pairs_high
    if math.isnan(low):
        return "none", {}
    uncounted = len(case.needed) - len(counted)
    if uncounted:
        wording = "settled-of-pairs" if low == high else "part-of-pairs"
    else:
        wording = "answer" if low == high else "part"
    numbers = {"low": low, "high": high, "counted": len(counted), "uncounted": uncounted}
    return wording, numbers


def _follows(case: _Case) -> Reply:
    if not case.needed:
        return "none", {}
    found = coverage(case.needed)
    return ("part" if found.unknown else "answer"), {
        "met": found.met,
        "unmet": found.unmet,
        "open": found.unknown,
        "needed": found.pairs,
        "low": found.low,
        "high": found.high,
    }


def _silos(case: _Case) -> Reply:
    found = case.groups
    named = {
        code: case.names(finding.about[0] for finding in found.of_code(code))
        for code in ("silo", "silo-possible", "closed-group")
    }
    numbers = {
        "silos": named["silo"],
        "possible": named["silo-possible"] or "–",
        "closed": named["closed-group"] or "–",
    }
    if named["silo"]:
        return "answer", numbers
    if named["silo-possible"]:
        return "part", numbers
    if not case.needed:
        return "none", numbers
    return ("closed" if named["closed-group"] else "clear"), numbers


def _border(case: _Case) -> Reply:
    lineage = Lineage(case.model)
    kinds = {org.id: org.kind for org in case.model.organisations}
    across, within = [], []
    for pair in case.needed:
        sides = [{kinds.get(above) for above in lineage.line(service)} for service in pair.key]
        if pair.within:
            within.append(pair)
        elif any(
            "municipality" in x and y & {"region", "hospital"} for x, y in (sides, sides[::-1])
        ):
            across.append(pair)
    if not across or not within:
        return "none", {}
    far, near = coverage(across), coverage(within)
    open_ = far.unknown + near.unknown
    return ("part" if open_ else "answer"), {
        "across_met": far.met,
        "across": far.pairs,
        "within_met": near.met,
        "within": near.pairs,
        "open": open_,
    }


def _who_holds(case: _Case) -> Reply:
    if not any(pair.in_contact for pair in case.judged):
        return "none", {}
    brokers = find_brokers(case.model, rules=case.judged.rules)
    sure = brokers.of_code("sole-bridge", "sole-forum")
    found = sure or brokers.of_code("sole-bridge-possible", "sole-forum-possible")
    if not found:
        return "clear", {}
    return "answer" if sure else "part", {
        "cut": case.names(finding.about[0] for finding in found),
        "cuts": len(found),
        "first": case.names(found[0].about),
        "pairs": found[0].numbers["pairs"],
        "needed": found[0].numbers["needed_pairs"],
    }


def _who_bridges(case: _Case) -> Reply:
    if not case.missing:
        return "none", {}
    partners = partners_of(case.judged)
    enough, some = [], []
    for finding in case.missing:
        one, other = finding.about
        level = finding.numbers["needed_level"]
        found = bridging(partners, (one, other), level if isinstance(level, int) else 0)
        if sure := [id for id, *_, is_enough in found if is_enough]:
            enough.append((finding, sure))
        if found:
            some.append((finding, [id for id, *_ in found]))
    numbers: dict[str, Number] = {"missing": len(case.missing), "bridged": len(enough)}
    if not some:
        return "nobody", numbers
    first, bridges = (enough or some)[0]
    named = {
        "first": " – ".join(map(case.model.label, first.about)),
        "bridges": case.names(bridges),
    }
    return "answer" if enough else "part", {**numbers, **named}


def _focus(case: _Case) -> Reply:
    model = case.model
    if not model.focus_areas:
        return "none", {}
    working = {area.id: _who_works_on(model, area.id) for area in model.focus_areas}
    shared = {area: who for area, who in working.items() if len(who) > 1}
    if not shared:
        return "part", {"areas": len(model.focus_areas)}
    graph = collaboration_graph(model, case.judged.rules)
    together = {(a, b) for who in shared.values() for a in who for b in who if a < b}
    first = max(shared, key=lambda area: (len(shared[area]), area))
    return "answer", {
        "areas": len(shared),
        "pairs": len(together),
        "in_contact": sum(graph.has_edge(a, b) for a, b in together),
        "first": model.label(first),
        "who": case.names(shared[first]),
    }


def _who_works_on(model: Model, area: str) -> list[str]:
    services = {service.id for service in model.services}
    who = {id for focus in model.focus_areas if focus.id == area for id in focus.agreed_by}
    who |= {id for tie in model.ties if area in tie.focus_areas for id in tie.parties}
    who |= {id for forum in model.forums if area in forum.focus_areas for id in forum.members}
    for plan in model.initiatives:
        if area in plan.focus_areas:
            who |= {*plan.owner, *plan.participants}
    for activity in model.activities:
        if area in activity.focus_areas:
            who |= set(activity.participants)
    return sorted(who & services)


def _agree(case: _Case) -> Reply:
    found = confirmation_rate(case.model, case.judged.rules).counts
    confirmed, contradicted = found.get("confirmed", 0), found.get("contradicted", 0)
    one_sided = found.get("one-sided", 0) + found.get("document only", 0)
    numbers = {"heard": confirmed + contradicted, "confirmed": confirmed, "one_sided": one_sided}
    if not confirmed + contradicted:
        return "none", numbers
    return ("part" if one_sided else "answer"), numbers


def _pathways(case: _Case) -> Reply:
    steps = [
        (case.judged.get(step.service, following.service), step.service, following.service)
        for pathway in case.model.pathways
        for step, following in zip(pathway.steps, pathway.steps[1:], strict=False)
    ]
    segments = [(pair, a, b) for pair, a, b in steps if pair is not None and pair.need]
    if not segments:
        return "none", {}
    broken = [(rank(pair), a, b) for pair, a, b in segments if pair.standing == "unmet"]
    if broken:
        first = " → ".join(case.model.label(id) for id in min(broken)[1:])
        back = sum(1 for pair, _, _ in segments if pair.need and pair.need.both_ways)
        numbers: dict[str, Number] = {"broken": len(broken), "steps": len(segments)}
        return "answer", {**numbers, "first": first, "back": back}
    open_ = sum(pair.standing == "not known" for pair, _, _ in segments)
    return ("part" if open_ else "met"), {"open": open_, "steps": len(segments)}


def _alone(case: _Case) -> Reply:
    if not case.needed:
        return "none", {}
    found = case.groups.of_code("isolated-service")
    if not found:
        return "clear", {}
    return "answer", {"alone": case.names(finding.about[0] for finding in found)}


def _surplus(case: _Case) -> Reply:
    if not any(pair.has_contact for pair in case.judged):
        return "none", {}
    kinds = [pair.surplus for pair in case.judged]
    return "answer", {"above": kinds.count("above need"), "without": kinds.count("without need")}


def _promised(case: _Case) -> Reply:
    found = find_promises(case.model, case.judged.rules.at)
    if not found:
        return "none", {}
    short = {"only-wished": "wished", "not-known": "unknown"}
    numbers: dict[str, Number] = {"promises": len(found)}
    for code in ("kept", "open", "overdue", "postponed", "cancelled", "only-wished", "not-known"):
        numbers[short.get(code, code)] = len(found.of_code(f"promise-{code}"))
    return "answer", numbers


def _changed(case: _Case) -> Reply:
    if case.before is None:
        return "none", {}
    found = compare(case.before, case.model, case.judged.rules)
    numbers: dict[str, Number] = {
        "opened": found.count("gap-opened"),
        "closed": found.count("gap-closed"),
        "gained": found.count("tie-gained"),
        "lost": found.count("tie-lost"),
        "closer": found.count("tie-strengthened"),
        "looser": found.count("tie-weakened"),
        "apart": len(found.told_apart),
        "before_low": found.before.low,
        "before_high": found.before.high,
        "after_low": found.after.low,
        "after_high": found.after.high,
    }
    if found.told_apart:
        return "part", numbers
    return ("answer" if found else "clear"), numbers


def _sure(case: _Case) -> Reply:
    if not case.model.services:
        return "none", {}
    open_ = sum(pair.is_met is None for pair in case.needed)
    first = ask_next(case.model, case.judged.rules).found[:1]
    numbers: dict[str, Number] = {
        "asked": case.judged.asked,
        "services": case.judged.services,
        "open": open_,
        "needed": len(case.needed),
        "whom": _whom(case, first[0]) if first else "",
    }
    if first:
        return ("part" if case.judged.asked is None else "answer"), numbers
    return "settled", {**numbers, "asked": case.judged.asked or 0}


def _whom(case: _Case, finding: Finding) -> str:
    return str(finding.numbers.get("whom") or case.names(finding.about))


def _helps_most(case: _Case) -> Reply:
    if not case.missing:
        return "none", {}
    first = case.judged.by_key[_pair_of(case.missing[0])]
    may_be_open = [pair for pair in case.needed if pair.is_met is not True and pair is not first]
    settled = first.is_certain and all(
        pair.citizens.is_at_most(first.citizens.min) is True for pair in may_be_open
    )
    numbers: dict[str, Number] = {"first": case.first_missing(), "citizens": first.citizens}
    return ("answer" if settled else "part"), numbers


def _pair_of(finding: Finding) -> PairKey:
    a, b = finding.about
    return a, b


_ANSWERS: tuple[Callable[[_Case], Reply], ...] = (
    _which_pairs,
    _share_of_moves,
    _follows,
    _silos,
    _border,
    _who_holds,
    _who_bridges,
    _focus,
    _agree,
    _pathways,
    _alone,
    _surplus,
    _promised,
    _changed,
    _sure,
    _helps_most,
)
