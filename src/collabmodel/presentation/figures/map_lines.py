"""What stands on the map: services and organisations as places, and the lines between them."""

from __future__ import annotations

import functools
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

import attrs

from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.force import force_of
from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.pairs import Pair, Pairs
from collabmodel.disclosure import PROTECTED
from collabmodel.domain.count import Count
from collabmodel.domain.elements import Forum, Tie
from collabmodel.domain.model import Model

__all__ = ["MOST_SERVICES", "NOBODY", "Line", "MapLines", "Place", "either", "lines_of"]

MOST_SERVICES = 80
"""Of more services the map shows the organisations only."""

MOST_ORGANISATIONS = 80
"""Of more organisations the map shows those with the most missing links and lines."""

NOBODY = ""
"""The place of services that no organisation is known to run."""

Key = tuple[str, str]
Standing = Literal["missing", "open", "plain"]


@attrs.frozen
class Place:
    """A service, or an organisation as a whole.

    Attributes:
        id: Its id; `NOBODY` for what stands in for an organisation where none is on record.
        organisation: The organisation beside which it stands; an organisation stands by itself.
        whole: The whole that this organisation is a part of, or itself.
        services: How many services an organisation runs, where it stands for them all.
    """

    id: str
    organisation: str
    whole: str
    services: int | None = None

    @property
    def is_service(self) -> bool:
        """Whether it is a service, and no organisation."""
        return self.id != self.organisation


@attrs.frozen
class Line:
    """All that is on record between two places, or inside one.

    Attributes:
        a: The one place.
        b: The other; the same as *a* for what happens inside one organisation.
        standing: Whether links are missing, it is open whether contact is enough, or neither.
        number: For missing links, the place in the ranked list, or among pairs of organisations.
        links: The missing links that it stands for, by their places in the ranked list.
        has_contact: Whether contact in force is on record; None where only such is of which that is
            not known.
        is_certain: Whether a link is missing for certain, since both sides were heard.
        citizens: How many move, pair by pair; of pairs without links enough, where there are any.
        finding: The missing link, where it is one.
    """

    a: str
    b: str
    standing: Standing
    number: int | None
    links: tuple[int, ...]
    has_contact: bool | None
    is_certain: bool
    citizens: tuple[Count, ...] = attrs.field(
        repr=lambda counts: PROTECTED.total(counts).number(), hash=False
    )
    finding: Finding | None = attrs.field(repr=False)

    @property
    def is_inside(self) -> bool:
        """Whether it is inside one organisation, and so no line."""
        return self.a == self.b


@attrs.frozen(eq=False)
class MapLines:
    """What stands on the map, and what does not.

    Attributes:
        places: The organisations, each followed by its services.
        lines: What is on record between places: missing links in their order first, then what is
            open, then contact, then movement alone. A line may lead to a place that is left out.
        is_rolled_up: Whether organisations stand for their services.
        without_line: How many ties and forums make no line.
        shared: How many services are run by several organisations.
        organisations_left_out: How many organisations are no place, since there are too many.
    """

    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    judged: Pairs
    missing: Findings
    is_rolled_up: bool
    without_line: int
    shared: int
    organisations_left_out: int

    @functools.cached_property
    def services(self) -> dict[str, Place]:
        """The places that are services, by their ids."""
        return {place.id: place for place in self.places if place.is_service}


def lines_of(model: Model, judged: Pairs, missing: Findings) -> MapLines:
    """What stands on the map of *model*, of whose pairs and missing links that was found."""
    return _Gathering(model, judged, missing).lines()


@attrs.define
class _Between:
    """What is gathered of two places."""

    links: list[int] = attrs.field(factory=list)
    has_contact: bool | None = False
    is_certain: bool = False
    missing: list[Count] = attrs.field(factory=list)
    open: list[Count] = attrs.field(factory=list)
    other: list[Count] = attrs.field(factory=list)

    def add_contact(self, is_in_force: bool | None) -> None:
        """Add contact: what is in force counts before what may be, and that before none."""
        self.has_contact = either(self.has_contact, is_in_force)

    def standing(self) -> Standing:
        return "missing" if self.links else "open" if self.open else "plain"


class _Gathering:
    def __init__(self, model: Model, judged: Pairs, missing: Findings) -> None:
        self._model, self._judged, self._missing = model, judged, missing
        self._numbers = {finding.about: n for n, finding in enumerate(missing, 1)}
        self._rolled_up = len(model.services) > MOST_SERVICES
        lineage = self._lineage = Lineage(model)
        self._providers = {s.id: lineage.providers(s.id) or (NOBODY,) for s in model.services}
        self._where = {role.id: role.where for role in model.roles}
        self._between: dict[Key, _Between] = defaultdict(_Between)
        self._with_line: set[str] = set()

    def lines(self) -> MapLines:
        for pair in self._judged:
            self._add_pair(pair)
        for tie in self._model.ties:
            self._add_organisations(tie)
        for forum in self._model.forums:
            self._add_organisations(forum)
        lines = tuple(self._ranked())
        places, left_out = self._places(lines)
        elements = len(self._model.ties) + len(self._model.forums)
        return MapLines(
            places,
            lines,
            self._judged,
            self._missing,
            self._rolled_up,
            elements - len(self._with_line),
            sum(len(providers) > 1 for providers in self._providers.values()),
            left_out,
        )

    # Between two places

    def _add_pair(self, pair: Pair) -> None:
        if pair.need is None and pair.in_contact is False:
            return
        if pair.in_contact is not False:
            self._with_line.update(
                contact.element
                for contact in pair.contacts
                if contact.how == "direct" and contact.force.now is not False
            )
        for key in self._keys(pair):
            between = self._between[key]
            between.add_contact(pair.in_contact)
            if pair.standing == "unmet":
                between.links.append(self._numbers[pair.key])
                between.is_certain |= pair.is_certain
                between.missing.append(pair.citizens)
            elif pair.standing == "not known":
                between.open.append(pair.citizens)
            elif pair.need is not None:
                between.other.append(pair.citizens)

    def _keys(self, pair: Pair) -> Iterator[Key]:
        """The places that a pair of services joins: one pair of them, if each has one provider."""
        if not self._rolled_up:
            yield pair.key
            return
        a, b = self._providers[pair.a], self._providers[pair.b]
        if shared := sorted({*a} & {*b}):
            yield shared[0], shared[0]
        else:
            yield from _pairs_of(a, b)

    def _add_organisations(self, element: Tie | Forum) -> None:
        """Add the lines of a tie or a forum that an organisation is in; services have theirs."""
        named = element.parties if isinstance(element, Tie) else element.members
        force = force_of(element, self._judged.rules.at)
        if force.now is False or len(named) >= self._judged.rules.wide:
            return
        parties = sorted({place for id in named for place in self._where.get(id, (id,))})
        for a, b in itertools.combinations(parties, 2):
            if a in self._providers and b in self._providers:
                continue
            for key in _pairs_of(self._of(a), self._of(b)):
                self._between[key].add_contact(force.now)
                self._with_line.add(element.id)

    def _of(self, party: str) -> tuple[str, ...]:
        """The places of a service or an organisation."""
        return self._providers.get(party, (party,)) if self._rolled_up else (party,)

    # In their order

    def _ranked(self) -> Iterator[Line]:
        found = self._between.items()
        missing = sorted((each for each in found if each[1].links), key=self._rank)
        for number, (key, between) in enumerate((e for e in missing if e[0][0] != e[0][1]), 1):
            yield self._line(key, between, number)
        for key, between in missing:
            if key[0] == key[1]:
                yield self._line(key, between, None)
        others = (each for each in found if not each[1].links)
        for key, between in sorted(others, key=lambda each: _order_of_others(*each)):
            yield self._line(key, between, None)

    def _rank(self, found: tuple[Key, _Between]) -> tuple[object, ...]:
        """The order of missing links: that of the list, or the most citizens first."""
        key, between = found
        if not self._rolled_up:
            return (between.links[0],)
        return (*_most_first(between.missing), -len(between.links), key)

    def _line(self, key: Key, between: _Between, number: int | None) -> Line:
        links = tuple(sorted(between.links))
        return Line(
            *key,
            between.standing(),
            number,
            links,
            between.has_contact,
            between.is_certain,
            tuple(between.missing or between.open or between.other),
            self._missing[links[0] - 1] if links and not self._rolled_up else None,
        )

    # The places

    def _places(self, lines: Iterable[Line]) -> tuple[tuple[Place, ...], int]:
        services = defaultdict[str, list[str]](list)
        for id, providers in self._providers.items():
            services[providers[0]].append(id)
        runs = Counter(id for providers in self._providers.values() for id in providers)
        links, ends = Counter[str](), Counter[str]()
        for line in lines:
            ends.update((line.a, line.b))
            links.update({line.a: len(line.links), line.b: len(line.links)})
        everyone = [organisation.id for organisation in self._model.organisations]
        everyone += [NOBODY] if NOBODY in services else []
        first = sorted(
            everyone,
            key=lambda id: (self._rolled_up or id not in services, -links[id], -ends[id], id),
        )
        kept = set(first[:MOST_ORGANISATIONS])
        places = []
        for id in everyone:
            whole = id if id == NOBODY else self._lineage.whole(id)
            if id in kept and self._rolled_up:
                places.append(Place(id, id, whole, runs[id]))
            elif id in kept:
                places.append(Place(id, id, whole))
                places += [Place(service, id, whole) for service in services[id]]
        return tuple(places), len(everyone) - len(kept)


def either(a: bool | None, b: bool | None) -> bool | None:
    """Whether one of the two holds; None where neither is known to, and one may."""
    return True if a or b else None if a is None or b is None else False


def _pairs_of(a: Iterable[str], b: Iterable[str]) -> Iterator[Key]:
    yield from sorted({(min(x, y), max(x, y)) for x in a for y in b if x != y})


def _most_first(citizens: Iterable[Count]) -> tuple[float, float]:
    total = Count.total(citizens)
    return -total.min, -(float("inf") if total.max is None else total.max)


def _order_of_others(key: Key, between: _Between) -> tuple[object, ...]:
    is_open = between.standing() == "open"
    counts = between.open or between.other
    contact = 0 if is_open else (True, None, False).index(between.has_contact)
    return (not is_open, contact, *_most_first(counts), key)
