"""What changed between two models of one collaboration: gaps, contact and need, pair by pair.

Services are the same where they have the same id. What is on record is compared; whether more can
be claimed stands beside each change.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.analysis.comparison import APART, CHANGES, Comparison, Overview
from collabmodel.analysis.finding import Finding
from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.missing_links import rank
from collabmodel.analysis.need import PairKey
from collabmodel.analysis.pairs import Pair, Pairs, pairs, pairs_of
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.wording import Number
from collabmodel.domain.elements import Organisation, Service
from collabmodel.domain.errors import InvalidArgument, UnknownId
from collabmodel.domain.model import Model

__all__ = ["compare"]


def compare(
    before: Model, after: Model, rules: Rules | None = None, around: str | None = None
) -> Comparison:
    """What changed from one model to a later one of the same collaboration.

    Pairs of services are matched by their ids. What is on record is compared, and each change
    says whether it is certain: whether both services were heard at the time when there was less.
    That nothing was on record does not say that nothing was there.

    Args:
        before: The earlier model.
        after: The later model.
        rules: What counts as need and as contact enough, in both.
        around: The id of a service or an organisation: only pairs that it, or a part of it, is
            in. By default all pairs.

    Returns:
        Changes of two services each, those of the most citizens first: `gap-opened`,
        `gap-closed` (missing links), `tie-lost`, `tie-weakened`, `tie-gained`,
        `tie-strengthened` (contact), `need-gained`, `need-lost`. In `told_apart` stands what is
        no change that could be told: `gap-change-not-known`, `tie-change-not-known`,
        `service-only-before`, `service-only-after` and `not-compared`. The numbers of a pair, each
        before and after: `citizens`; the level of contact that is certain; the level needed;
        `contact` (yes, no record, or None for not known); the standing of the need; and
        `certain`, None where it is not known whether anything changed.

    Raises:
        InvalidModel: One of the models has problems.
        InvalidArgument: The models have different scales, or the rules do not fit.
        UnknownId: No service and no organisation has the id *around*.

    >>> from collabmodel import Flow, Tie
    >>> before = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "The flats"), Flow("ward", "flats", 40),
    ...     asked=["ward", "flats"],
    ... )
    >>> after = before.add(Tie(("ward", "flats"), "meeting", level=3))
    >>> [change.code for change in compare(before, after)]
    ['gap-closed', 'tie-gained']
    >>> print(compare(before, after)[0].sentence())
    The flats and The ward: 40 citizens move between them. Contact is enough now, at level 3, \
coordination; level 2, cooperation is needed. Before, it was not.
    """
    _require_one_scale(before, after)
    earlier, later = _Moment(before, pairs(before, rules)), _Moment(after, pairs(after, rules))
    chosen = earlier.judged.rules
    model, touched = after, None
    if around is not None:
        model = _holder(around, before, after)
        touched = earlier.parts_of(around) | later.parts_of(around)
    finder = _Finder(earlier, later, chosen, touched)
    found, apart = finder.changes()
    return Comparison(
        found,
        chosen,
        apart,
        asked=later.judged.asked,
        services=later.judged.services,
        left_out=later.judged.left_out,
        finder="compare",
        before=Overview.of(earlier.judged, finder.touching(earlier)),
        after=Overview.of(later.judged, finder.touching(later)),
        around=around,
        model=model,
    )


def _require_one_scale(before: Model, after: Model) -> None:
    for model in (before, after):
        if not isinstance(model, Model):
            raise InvalidArgument(f"expected a Model, found {type(model).__name__}.")
    one, other = before.scale, after.scale
    if (one.id, one.labels) != (other.id, other.labels):
        raise InvalidArgument(
            f"the models have different scales, '{one.id}' and '{other.id}', whose levels cannot "
            "be compared. Bring one of them to the scale of the other."
        )


def _holder(around: str, before: Model, after: Model) -> Model:
    """The model that has the service or organisation *around*, the later one if both do."""
    model = before if around in before and around not in after else after
    element = model[around]
    if not isinstance(element, Service | Organisation):
        found = type(element).__name__
        text = f"expected type Service or Organisation, but the type of '{around}' is {found}."
        raise UnknownId(text)
    return model


@attrs.frozen(eq=False)
class _Moment:
    """One of the two models, with its pairs."""

    model: Model
    judged: Pairs

    @property
    def services(self) -> set[str]:
        return {service.id for service in self.model.services}

    def parts_of(self, around: str) -> set[str]:
        """The services that *around* is or runs, and their parts."""
        lineage = Lineage(self.model)
        return {id for id in self.services if around in lineage.line(id)}


_ORDER = (*CHANGES, *APART)

_Said = tuple[str, str, bool | None]
"""The code of a change, its wording, and whether it is certain."""


@attrs.frozen(eq=False)
class _Finder:
    """Looks at the pairs of two models, those that touch some services or all."""

    before: _Moment
    after: _Moment
    rules: Rules
    touched: set[str] | None

    def touching(self, moment: _Moment) -> Iterator[Pair]:
        """The pairs of a model that touch the services that are looked at."""
        return (pair for pair in moment.judged if self._touches(pair.key))

    def changes(self) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """The changes, and what is told apart, each in the order of its weight."""
        shared = self.before.services & self.after.services
        keys = {pair.key for moment in (self.before, self.after) for pair in self.touching(moment)}
        common = [key for key in sorted(keys) if shared.issuperset(key)]
        was = pairs_of(self.before.model, common, self.rules)
        now = pairs_of(self.after.model, common, self.rules)
        both = [key for key in common if key in was and key in now]
        both.sort(key=lambda key: rank(now[key] if now[key].need else was[key]))
        found = [finding for key in both for finding in self._of_pair(was[key], now[key])]
        found += [*self._not_compared(common, was, now), *self._only_in_one()]
        found.sort(key=lambda finding: _ORDER.index(finding.code))
        apart = [finding for finding in found if finding.numbers["certain"] is None]
        changes = [finding for finding in found if finding.numbers["certain"] is not None]
        return tuple(changes), tuple(apart)

    def _touches(self, key: PairKey) -> bool:
        return self.touched is None or not self.touched.isdisjoint(key)

    def _of_pair(self, was: Pair, now: Pair) -> Iterator[Finding]:
        for said in (_gap(was, now), _tie(was, now), self._need(was, now)):
            if said is not None:
                code, wording, certain = said
                numbers = _numbers(was, now, certain)
                yield self._finding(code, was.key, numbers, _evidence(code, was, now), wording)

    def _need(self, was: Pair, now: Pair) -> _Said | None:
        if (was.need is None) == (now.need is None):
            return None
        code, moment = (
            ("need-gained", self.before) if was.need is None else ("need-lost", self.after)
        )
        return code, "few" if was.key in moment.judged.few else "sentence", False

    def _not_compared(
        self, keys: list[PairKey], was: dict[PairKey, Pair], now: dict[PairKey, Pair]
    ) -> Iterator[Finding]:
        for key in keys:
            if key not in was or key not in now:
                wording = "before" if key not in was else "sentence"
                yield self._finding("not-compared", key, {"certain": None}, (), wording)

    def _only_in_one(self) -> Iterator[Finding]:
        sides = (
            ("service-only-before", self.before, self.after),
            ("service-only-after", self.after, self.before),
        )
        for code, moment, other in sides:
            only = moment.services - other.services
            of: dict[str, list[Pair]] = {service: [] for service in only}
            for pair in moment.judged if only else ():
                for service in only.intersection(pair.key):
                    of[service].append(pair)
            for service in sorted(only):
                is_near = any(self._touches(pair.key) for pair in of[service])
                if is_near or self._touches((service, service)):
                    yield self._of_service(code, service, of[service], moment.model)

    def _of_service(self, code: str, service: str, some: list[Pair], model: Model) -> Finding:
        numbers: dict[str, Number] = {
            "in_contact": sum(pair.in_contact is True for pair in some),
            "needed": sum(pair.need is not None for pair in some),
            "missing": sum(pair.standing == "unmet" for pair in some),
            "certain": None,
        }
        evidence = sorted({id for pair in some for id in (*pair.needed_by, *_of_tie(pair))})
        return Finding(code, (service,), numbers, tuple(evidence), self.rules, model)

    def _finding(
        self,
        code: str,
        about: PairKey,
        numbers: dict[str, Number],
        evidence: tuple[str, ...],
        wording: str,
    ) -> Finding:
        return Finding(code, about, numbers, evidence, self.rules, self.after.model, wording)


def _gap(was: Pair, now: Pair) -> _Said | None:
    """What became of a missing link: whether it is open, not known, or there is none."""
    if "not known" in (was.standing, now.standing):
        if was.standing == now.standing:
            return None
        wordings = {"met": "enough", "unmet": "not-enough", None: "no-need"}
        return "gap-change-not-known", wordings.get(now.standing, "sentence"), None
    if (was.standing == "unmet") == (now.standing == "unmet"):
        return None
    code, open_, other = (
        ("gap-opened", now, was) if now.standing == "unmet" else ("gap-closed", was, now)
    )
    if other.need is None:
        return code, "need", False
    return code, "certain" if open_.is_certain else "sentence", open_.is_certain


def _tie(was: Pair, now: Pair) -> _Said | None:
    """What became of the contact of two services."""
    if was.in_contact is None or now.in_contact is None:
        if was.in_contact is now.in_contact:
            return None
        return "tie-change-not-known", "before" if was.in_contact is None else "now", None
    if was.in_contact != now.in_contact:
        if now.in_contact:
            return "tie-gained", _absence(was, "planned"), was.both_heard
        return "tie-lost", _absence(now, "ended"), now.both_heard
    if (was.low, was.high) == (now.low, now.high):
        return None
    if now.low > was.high:
        return "tie-strengthened", _certainty(was), was.both_heard
    if now.high < was.low:
        return "tie-weakened", _certainty(now), now.both_heard
    return "tie-change-not-known", "sentence", None


def _absence(pair: Pair, absence: str) -> str:
    """How it is said that two services are not in contact."""
    if any(
        contact.how == "direct" and contact.force.absence == absence for contact in pair.contacts
    ):
        return absence
    return "disputed" if pair.has_contact else _certainty(pair)


def _certainty(pair: Pair) -> str:
    return "certain" if pair.both_heard else "sentence"


def _numbers(was: Pair, now: Pair, certain: bool | None) -> dict[str, Number]:
    numbers: dict[str, Number] = {
        "citizens_before": was.citizens,
        "citizens_after": now.citizens,
    }
    for name, pair in (("before", was), ("after", now)):
        numbers |= {
            f"{name}_level": pair.level,
            f"{name}_needed_level": pair.need.level if pair.need else None,
            f"{name}_contact": pair.in_contact,
            f"{name}_standing": pair.standing,
        }
    return {**numbers, "certain": certain}


def _evidence(code: str, was: Pair, now: Pair) -> tuple[str, ...]:
    """The ids of both models that a change rests on."""
    rests_on: list[str] = []
    for pair in (was, now):
        rests_on += () if code.startswith("tie") else pair.needed_by
        rests_on += () if code.startswith("need") else _of_tie(pair)
    return tuple(dict.fromkeys(rests_on))


def _of_tie(pair: Pair) -> tuple[str, ...]:
    return tuple(sorted({contact.element for contact in pair.contacts}))
