"""Contact: what is on record between two services, and what each side says of it."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Literal

import attrs

from collabmodel.analysis.force import Force, force_of
from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.need import PairKey, pair_key
from collabmodel.analysis.rules import Rules
from collabmodel.domain.count import UNKNOWN, Count
from collabmodel.domain.elements import Forum, Role, Tie
from collabmodel.domain.level import Level
from collabmodel.domain.model import Model
from collabmodel.domain.values import View

__all__ = ["Contact", "Contacts", "How", "Side", "side_of"]

How = Literal["direct", "wide", "above"]


@attrs.frozen
class Contact:
    """One tie or forum as it bears on one pair of services.

    Attributes:
        element: The id of the tie or the forum.
        kind: Its kind, as `meeting`.
        how: `direct`: it joins the two. `wide`: both are in it, among too many to be joined by it
            alone. `above`: it joins organisations or services that the two belong to.
        force: Whether it is in force.
        level: Its level by the record, or by the convention of `Rules.kind_levels`; None where
            neither says.
        is_least: Whether that level is a convention, so that the true one may be higher.
        views: What the two services themselves say of it.
        persons: How many people carry it.
        is_forum: Whether it is a forum; forums carry no views.
    """

    element: str
    kind: str
    how: How
    force: Force
    level: Level | None = None
    is_least: bool = False
    views: tuple[View, ...] = ()
    persons: Count = UNKNOWN
    is_forum: bool = False

    @property
    def is_documented(self) -> bool:
        """Whether the record itself tells of contact, whatever the parties say."""
        return self.level != 0 and (self.level is not None or not self.views)

    @property
    def known_levels(self) -> list[Level]:
        """Every level above none that the record or a view names."""
        levels = [view.level for view in self.views if view.level]
        return [self.level, *levels] if self.level else levels

    @property
    def is_vague(self) -> bool:
        """Whether its level may be any: nobody named one, or it may not be in force."""
        if self.force.now is None:
            return self.is_documented or self.is_claimed
        said = [view.level for view in self.views]
        return self.is_least or None in said or (self.level is None and not said)

    @property
    def is_claimed(self) -> bool:
        """Whether one of the two sides says that there is contact."""
        return any(view.level != 0 for view in self.views)


@attrs.frozen
class Side:
    """What one of two services says of contact with the other, over all their ties.

    Attributes:
        answer: True: there is contact. False: there is none, or it was asked and did not name the
            other. None: it has said nothing and nobody asked.
        low: The highest level it is known to have named.
        vague: Whether the level may be higher, since it also named contact at no level.
    """

    answer: bool | None
    low: Level = 0
    vague: bool = False


class Contacts:
    """Every tie and forum of a model, ready to be looked up by pair."""

    def __init__(self, model: Model, rules: Rules, lineage: Lineage) -> None:
        self._lineage = lineage
        self._rules = rules
        self._elements: list[Tie | Forum] = [*model.ties, *model.forums]
        self._force = [force_of(element, rules.at) for element in self._elements]
        self._direct: dict[PairKey, list[int]] = defaultdict(list)
        self._wide: set[int] = set()
        self._led: dict[str, bool] = {}
        self._crossings: dict[tuple[str, str], set[int]] = {}
        named = [*(tie.parties for tie in model.ties), *(forum.members for forum in model.forums)]
        parties = _as_places(named, model.roles)
        services = {service.id for service in model.services}
        for number, places in enumerate(parties):
            if len(named[number]) >= rules.wide:
                self._wide.add(number)
                continue
            joined = sorted([place for place in places if place in services])
            for key in itertools.combinations(joined, 2):
                if not lineage.related(*key):
                    self._direct[key].append(number)
        everybody = set(itertools.chain.from_iterable(parties))
        self._touching: dict[str, set[int]] = defaultdict(set)
        if self._wide or any(map(lineage.is_above, everybody)):
            for number, places in enumerate(parties):
                for place in places:
                    self._touching[place].add(number)

    def joined_pairs(self) -> Iterable[PairKey]:
        """Every pair of services that a tie or a forum joins by itself."""
        return self._direct

    def between(self, a: str, b: str) -> tuple[Contact, ...]:
        """All that is on record between two services: direct, then wide, then above.

        The ids of the two come in their order.
        """
        direct = self._direct.get((a, b), ())
        found = [self._contact(number, "direct", a, b) for number in direct]
        if self._touching:
            wide = self._wide & self._of(a) & self._of(b)
            above = self._above(a, b).difference(direct, wide)
            found += [self._contact(number, "wide", a, b) for number in sorted(wide)]
            found += [self._contact(number, "above", a, b) for number in sorted(above)]
        return tuple(found)

    def _above(self, a: str, b: str) -> set[int]:
        found: set[int] = set()
        if not self._ancestors_in_contact(a) and not self._ancestors_in_contact(b):
            return found
        line_a, line_b = self._lineage.line(a), self._lineage.line(b)
        for x in line_a - line_b:
            for y in line_b - line_a:
                if (x, y) != (a, b):
                    found |= self._crossing(x, y)
        return found

    def _of(self, party: str) -> set[int]:
        """The ties and forums that *party* is in, by their places."""
        return self._touching.get(party, set())

    def _ancestors_in_contact(self, service: str) -> bool:
        """Whether anybody above *service* is in a tie or a forum."""
        if service not in self._led:
            above = self._lineage.line(service) - {service}
            self._led[service] = any(party in self._touching for party in above)
        return self._led[service]

    def _crossing(self, x: str, y: str) -> set[int]:
        """The ties and forums that both *x* and *y* are in."""
        key = pair_key(x, y)
        if key not in self._crossings:
            self._crossings[key] = self._of(x) & self._of(y)
        return self._crossings[key]

    def _contact(self, number: int, how: How, a: str, b: str) -> Contact:
        element, force = self._elements[number], self._force[number]
        if isinstance(element, Forum):
            return Contact(element.id, element.kind, how, force, level=element.level, is_forum=True)
        views = tuple([view for view in element.views if view.party in (a, b)])
        level, is_least = element.level, False
        convention = self._rules.kind_levels.get(element.kind)
        if convention is not None and level is None:
            is_least = all(view.level is None for view in element.views)
            level = convention if is_least else None
        return Contact(
            element.id, element.kind, how, force, level, is_least, views, element.persons
        )


def _as_places(
    named: Sequence[Collection[str]], roles: Iterable[Role]
) -> Sequence[Collection[str]]:
    """The parties that are *named* on each element, each role as the places where it works."""
    where = {role.id: role.where for role in roles}
    if not where:
        return named
    return [{place for party in who for place in where.get(party, (party,))} for who in named]


def side_of(service: str, contacts: Iterable[Contact], was_asked: bool) -> Side:
    """What *service* says over all of *contacts*, which lie between it and one other service.

    Args:
        service: The id of the service.
        contacts: What is on record between the two.
        was_asked: Whether the service was asked about its ties, so that silence is an answer.
    """
    answer = False if was_asked else None
    low, vague = 0, False
    for contact in contacts:
        if contact.how != "direct" or contact.force.now is False:
            continue
        for view in contact.views:
            if view.party != service:
                continue
            if view.level == 0:
                answer = bool(answer)
                continue
            answer = True
            if view.level is None or contact.force.now is None:
                vague = True
            else:
                low = max(low, view.level)
    return Side(answer, low, vague)
