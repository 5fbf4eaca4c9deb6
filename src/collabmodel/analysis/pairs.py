"""What a model says about two services: need, contact, and whether the contact is enough.

Decided once for every unordered pair of services that a flow, a step of a pathway, a tie or a
forum touches. Findings, graphs and measures only read it.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import attrs

from collabmodel.analysis.contact import Contact, Contacts, Side, side_of
from collabmodel.analysis.displayed import ROWS, Displayed, Rows
from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.need import Need, PairKey, needs_of, pair_key
from collabmodel.analysis.rules import Rules, rules_for
from collabmodel.disclosure import PROTECTED, Disclosure
from collabmodel.domain.collector import collector_paused
from collabmodel.domain.count import Count
from collabmodel.domain.elements import Service
from collabmodel.domain.errors import InvalidArgument
from collabmodel.domain.level import Level
from collabmodel.domain.model import Model, require_valid

__all__ = ["Confirmed", "Pair", "Pairs", "Standing", "needed_pairs", "pair_of", "pairs", "pairs_of"]

Standing = Literal["met", "not known", "unmet"]

Confirmed = Literal[
    "confirmed",
    "one-sided",
    "contradicted",
    "jointly denied",
    "denied by one",
    "document only",
    "nothing on record",
]


@attrs.frozen
class Pair(Displayed):
    """Two services: what citizens need of them, and what is on record between them.

    Attributes:
        a: The id of the one; it comes first by alphabet.
        b: The id of the other.
        need: The need for contact; None where no citizens are on record between the two.
        contacts: The ties and forums that bear on the pair.
        low: The level of contact that is certain.
        high: The highest level that the contact may have.
        other_low: The same under the other rule of confirmation.
        other_high: The same under the other rule of confirmation.
        confirmed: Whose word the contact rests on.
        both_heard: Whether each of the two was asked, or has said something of the other itself.
        within: Whether one organisation runs both.
        shared_focus: The focus areas on which both are on record as working.

    >>> from collabmodel import Flow, Model, Service, Tie
    >>> model = Model.of(
    ...     Service("a"), Service("b"), Flow("a", "b"), Tie(("a", "b"), views={"a": 1, "b": 3})
    ... )
    >>> pair = pairs(model).get("a", "b")
    >>> pair.low, pair.confirmed, pair.standing
    (3, 'confirmed', 'met')
    """

    a: str
    b: str
    need: Need | None
    contacts: tuple[Contact, ...]
    low: Level
    high: Level
    other_low: Level
    other_high: Level
    confirmed: Confirmed
    both_heard: bool
    within: bool
    shared_focus: tuple[str, ...] = ()

    @property
    def key(self) -> PairKey:
        """The two ids, in order."""
        return (self.a, self.b)

    @property
    def standing(self) -> Standing | None:
        """Whether the contact is enough for the need: `met`, `not known`, `unmet`.

        None where there is no need on record.
        """
        if self.need is None:
            return None
        if self.low >= self.need.level:
            return "met"
        return "not known" if self.high >= self.need.level else "unmet"

    @property
    def is_certain(self) -> bool:
        """Whether an unmet need is unmet for certain: both sides were asked, or have spoken."""
        return self.standing == "unmet" and self.both_heard

    @property
    def is_met(self) -> bool | None:
        """The standing with doubt taken seriously: yes, no, or None.

        None where the standing is not known, and where it is unmet but not for certain. This is
        what every coverage and every bound counts.
        """
        if self.standing == "met":
            return True
        return False if self.is_certain else None

    @property
    def level(self) -> Level | None:
        """The level of contact that is certain; None where not even none is.

        That nothing is on record is level 0 only where both sides were heard.
        """
        return self.low if self.low > 0 or (self.high == 0 and self.both_heard) else None

    @property
    def surplus(self) -> Literal["above need", "without need"] | None:
        """Contact above the level needed, or without need on record. Never called waste."""
        if self.need is not None:
            return "above need" if self.low > self.need.level else None
        return "without need" if self.has_contact else None

    @property
    def has_contact(self) -> bool:
        """Whether some contact of the two themselves is on record and in force."""
        return any(
            contact.how == "direct"
            and contact.force.now is True
            and (contact.is_documented or contact.is_claimed)
            for contact in self.contacts
        )

    @property
    def in_contact(self) -> bool | None:
        """Whether the two are in contact, by the rules; None where it may not be in force.

        False says that no contact in force is on record, and no more.
        """
        if self.low >= 1 or (self.has_contact and self.high >= 1):
            return True
        return None if self.high >= 1 else False

    @property
    def needed_by(self) -> tuple[str, ...]:
        """The ids of the flows and pathways that its need rests on; empty without need."""
        return self.need.rests_on if self.need else ()

    @property
    def citizens(self) -> Count:
        """How many citizens move between the two; none on record is not known."""
        return self.need.citizens if self.need else Count()

    def records(self, disclosure: Disclosure = PROTECTED) -> list[dict[str, Any]]:
        """The pair as one row of a table, its number of citizens as readers may see it."""
        shown = disclosure.show(self.citizens)
        return [
            {
                "a": self.a,
                "b": self.b,
                "standing": self.standing,
                "met": self.is_met,
                "citizens_min": shown.low if self.need else None,
                "citizens_max": shown.high if self.need else None,
                "needed_level": self.need.level if self.need else None,
                "level_low": self.low,
                "level_high": self.high,
                "confirmed": self.confirmed,
                "within": self.within,
            }
        ]

    def _parts(self) -> Iterator[str | Rows]:
        yield Rows([self._row()])

    def _row(self) -> dict[str, object]:
        """What it shows of itself: the number of citizens and the levels in one cell each."""
        level = f"{self.low}" if self.low == self.high else f"{self.low} to {self.high}"
        return {
            "a": self.a,
            "b": self.b,
            "citizens": PROTECTED.show(self.citizens).number() if self.need else "",
            "needed level": self.need.level if self.need else None,
            "level on record": level,
            "standing": self.standing,
            "confirmed": self.confirmed,
        }


@attrs.frozen
class Pairs(Displayed):
    """Every pair of a model, and the rules by which they were judged.

    Attributes:
        rules: The rules.
        by_key: Each pair by its two ids in order.
        few: The pairs with need that were left out, since fewer than `min_citizens` move.
        asked: How many services were asked about their ties; None where nobody was.
        services: How many services the model has.
    """

    rules: Rules
    by_key: dict[PairKey, Pair] = attrs.field(repr=False)
    few: frozenset[PairKey]
    asked: int | None
    services: int

    def __iter__(self) -> Iterator[Pair]:
        """Every pair, in the order of their ids."""
        return iter(self.by_key.values())

    def __len__(self) -> int:
        return len(self.by_key)

    def get(self, a: str, b: str) -> Pair | None:
        """The pair of two services; None where nothing is on record between them."""
        return self.by_key.get(pair_key(a, b))

    @property
    def left_out(self) -> int:
        """How many pairs with need were left out."""
        return len(self.few)

    @property
    def needed(self) -> tuple[Pair, ...]:
        """The pairs with need."""
        return tuple(pair for pair in self if pair.need is not None)

    def records(self, disclosure: Disclosure = PROTECTED) -> list[dict[str, Any]]:
        """A list of dicts, one a pair: `pd.DataFrame(pairs(model).records())`."""
        return [row for pair in self for row in pair.records(disclosure)]

    def _parts(self) -> Iterator[str | Rows]:
        needed = self.needed
        standings = [pair.standing for pair in needed]
        yield (
            f"{len(self)} pairs, {len(needed)} of them with need. Contact is enough for "
            f"{standings.count('met')}, too little is on record for {standings.count('unmet')}, "
            f"and of {standings.count('not known')} it is not known"
        )
        first = itertools.islice(self, ROWS)
        yield Rows([pair._row() for pair in first], total=len(self))  # noqa: SLF001


def pairs(model: Model, rules: Rules | None = None) -> Pairs:
    """Judge every pair of services that a flow, a pathway, a tie or a forum touches.

    Args:
        model: The model.
        rules: What counts as need and as contact enough; the default rules where left out.

    Raises:
        InvalidModel: The model has problems. All of them are listed.
        InvalidArgument: The rules do not fit the model's scale.

    >>> from collabmodel import Flow, Model, Service, Tie
    >>> model = Model.of(
    ...     Service("ward"), Service("housing"), Flow("ward", "housing", citizens=40),
    ...     Tie(("ward", "housing"), "meeting", level=1),
    ... )
    >>> pairs(model).get("housing", "ward").standing
    'unmet'
    """
    require_valid(model)
    chosen = rules_for(model, rules)
    with collector_paused():
        return model.remember(("pairs", chosen), lambda: _judge_all(_Judge(model, chosen)))


def needed_pairs(model: Model, rules: Rules | None = None) -> Pairs:
    """The same as `pairs`, of the pairs with need alone, which takes less time."""
    require_valid(model)
    chosen = rules_for(model, rules)
    with collector_paused():
        key = ("needed pairs", chosen)
        return model.remember(key, lambda: _judge_needed(_Judge(model, chosen)))


def pair_of(model: Model, a: str, b: str, rules: Rules | None = None) -> Pair:
    """The pair of two services, also where nothing is on record between them.

    Raises:
        UnknownId: Nothing has one of the ids, or what has it is no service.
        InvalidArgument: The two are one service, or one is a part of the other.
    """
    judged = pairs(model, rules)
    first, second = pair_key(a, b)
    for id in (first, second):
        model.find(Service, id)
    if Lineage(model).related(first, second):
        text = f"'{a}' and '{b}' make no pair: they are one service, or one is a part of the other."
        raise InvalidArgument(text)
    found = judged.get(first, second)
    if found is not None:
        return found
    return _Judge(model, judged.rules).pair(first, second, None)


def pairs_of(
    model: Model, keys: Iterable[PairKey], rules: Rules | None = None
) -> dict[PairKey, Pair]:
    """The pairs of these services, also where nothing is on record between them.

    Two services that make no pair, since one is a part of the other, are left out.
    """
    judged = pairs(model, rules)
    judge = _Judge(model, judged.rules)
    return {
        key: judged.by_key.get(key) or judge.pair(*key, None)
        for key in keys
        if not judge.lineage.related(*key)
    }


def _judge_needed(judge: _Judge) -> Pairs:
    model, rules = judge.model, judge.rules
    needs = needs_of(model, rules, judge.lineage)
    few = frozenset(_too_few(needs, rules.min_citizens) if rules.min_citizens else ())
    return Pairs(
        rules=rules,
        by_key={key: judge.pair(*key, need) for key, need in needs.items() if key not in few},
        few=few,
        asked=None if model.asked is None else len(set(model.asked)),
        services=len(model.services),
    )


def _too_few(needs: dict[PairKey, Need], least: int) -> Iterator[PairKey]:
    for key, need in needs.items():
        if need.citizens.is_at_least(least) is False:
            yield key


def _judge_all(judge: _Judge) -> Pairs:
    needed = judge.model.remember(("needed pairs", judge.rules), lambda: _judge_needed(judge))
    touched = sorted({*needed.by_key, *needed.few, *judge.contacts.joined_pairs()})
    by_key = {key: needed.by_key.get(key) or judge.pair(*key, None) for key in touched}
    return attrs.evolve(needed, by_key=by_key)


class _Judge:
    """All that judging one pair after another has to look up."""

    def __init__(self, model: Model, rules: Rules) -> None:
        self.model = model
        self.rules = rules
        self.lineage = lineage = Lineage(model)
        self.contacts = Contacts(model, rules, lineage)
        self._top = model.scale.top
        self._asked = frozenset(model.asked or ())
        once = functools.cache(frozenset[str])  # many services have the same providers
        self._run_by = {s.id: once(lineage.providers(s.id)) for s in model.services}
        self._focus = _focus_of_services(model)

    def pair(self, a: str, b: str, need: Need | None) -> Pair:
        found = self.contacts.between(a, b)
        within = not self._run_by[a].isdisjoint(self._run_by[b])
        focus = tuple(sorted(self._focus[a] & self._focus[b])) if self._focus else ()
        if not found:
            asked = (a in self._asked) + (b in self._asked)
            word = _SILENCE[asked]
            return Pair(a, b, need, (), 0, 0, 0, 0, word, asked == 2, within, focus)
        direct = [contact for contact in found if contact.how == "direct"]
        side_a = side_of(a, direct, a in self._asked)
        side_b = side_of(b, direct, b in self._asked)
        standing = [contact for contact in direct if contact.force.now is not False]
        documented = [contact for contact in standing if contact.is_documented]
        confirmed = _confirmed(side_a, side_b, bool(documented))
        either, both = self._either(standing), self._both(side_a, side_b, confirmed)
        chosen, other = (either, both) if self.rules.confirmation == "either" else (both, either)
        return Pair(
            a,
            b,
            need,
            found,
            low=chosen[0],
            high=chosen[1],
            other_low=other[0],
            other_high=other[1],
            confirmed=confirmed,
            both_heard=side_a.answer is not None and side_b.answer is not None,
            within=within,
            shared_focus=focus,
        )

    def _either(self, standing: list[Contact]) -> tuple[Level, Level]:
        low, vague = 0, False
        for contact in standing:
            if contact.force.now is True:
                low = max([low, *contact.known_levels])
            vague = vague or contact.is_vague
        return low, self._top if vague else low

    def _both(self, a: Side, b: Side, confirmed: Confirmed) -> tuple[Level, Level]:
        if confirmed in ("one-sided", "document only"):
            return 0, self._top
        if a.answer is None or b.answer is None:
            return 0, 0
        return min(a.low, b.low), min(self._highest(a), self._highest(b))

    def _highest(self, side: Side) -> Level:
        return self._top if side.vague else side.low


_SILENCE: tuple[Confirmed, ...] = ("nothing on record", "denied by one", "jointly denied")
"""Whose word it is where nothing is on record, by how many of the two were asked."""


def _confirmed(a: Side, b: Side, documented: bool) -> Confirmed:
    answers = (a.answer, b.answer)
    if answers == (True, True):
        return "confirmed"
    if True in answers:
        return "contradicted" if False in answers else "one-sided"
    if documented:
        return "contradicted" if False in answers else "document only"
    if answers == (False, False):
        return "jointly denied"
    return "denied by one" if False in answers else "nothing on record"


def _focus_of_services(model: Model) -> dict[str, set[str]]:
    """The focus areas on which each service is on record as working."""
    focus: dict[str, set[str]] = defaultdict(set)
    services = {service.id for service in model.services}

    def note(who: Iterable[str], areas: Iterable[str]) -> None:
        for id in services.intersection(who):
            focus[id].update(areas)

    for area in model.focus_areas:
        note(area.agreed_by, (area.id,))
    for tie in model.ties:
        if tie.focus_areas:
            note(tie.parties, tie.focus_areas)
    for forum in model.forums:
        note(forum.members, forum.focus_areas)
    for initiative in model.initiatives:
        note((*initiative.owner, *initiative.participants), initiative.focus_areas)
    for activity in model.activities:
        note(activity.participants, activity.focus_areas)
    return focus
