"""How the judgement of one pair came about, step by step, for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from collabmodel.analysis.contact import Contact
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.pairs import Pair, pair_of, pairs
from collabmodel.analysis.rules import Rules, rules_for
from collabmodel.disclosure import PROTECTED, Disclosure
from collabmodel.domain.level import Level
from collabmodel.domain.model import Model
from collabmodel.words import Lang, say, visible

__all__ = ["Explanation", "explain"]


@attrs.frozen
class Explanation(Displayed):
    """Why a pair of services stands as it does. Prints as lines to read.

    Attributes:
        pair: The pair.
        rules: The rules by which it was judged.
        model: The model.
    """

    pair: Pair
    rules: Rules
    model: Model = attrs.field(repr=False, eq=False)

    def lines(self, lang: Lang = "en", disclosure: Disclosure = PROTECTED) -> list[str]:
        """The steps of the judgement, a sentence each."""
        return list(self._lines(lang, disclosure))

    def text(self, lang: Lang = "en", disclosure: Disclosure = PROTECTED) -> str:
        """The lines, one below the other."""
        return "\n".join(self.lines(lang, disclosure))

    def __str__(self) -> str:
        return self.text()

    def _parts(self) -> list[str | Rows]:
        return [*self.lines()]

    def to_json(self, disclosure: Disclosure = PROTECTED, lang: Lang = "en") -> dict[str, Any]:
        """The explanation as plain values, numbers of citizens as readers may see them."""
        pair, need = self.pair, self.pair.need
        return {
            "services": list(pair.key),
            "need": need
            and {
                "level": need.level,
                "citizens": disclosure.show(need.citizens).to_json(),
                "rests_on": list(need.rests_on),
            },
            "contacts": [
                {
                    "element": contact.element,
                    "how": contact.how,
                    "in_force": contact.force.now,
                    "level": contact.level,
                    "views": {view.party: view.level for view in contact.views},
                }
                for contact in pair.contacts
            ],
            "level": {"low": pair.low, "high": pair.high},
            "confirmed": pair.confirmed,
            "standing": pair.standing,
            "certain": pair.is_certain,
            "shared_focus": list(pair.shared_focus),
            "rules": self.rules.to_json(),
            "lines": self.lines(lang, disclosure),
        }

    def _lines(self, lang: Lang, disclosure: Disclosure) -> Iterator[str]:
        pair, need = self.pair, self.pair.need
        a, b = self._name(pair.a), self._name(pair.b)
        if need is None and pair.key in pairs(self.model, self.rules).few:
            yield say("explain.left-out", lang, a=a, b=b, fewest=self.rules.min_citizens)
        elif need is None:
            yield say("explain.no-need", lang, a=a, b=b)
        else:
            yield say(
                "explain.need",
                lang,
                a=a,
                b=b,
                citizens=disclosure.show(need.citizens).citizens(lang),
                level=self._level(need.level, lang),
                on=", ".join(need.rests_on),
            )
        if not pair.contacts:
            yield say("explain.no-contact", lang)
        for contact in pair.contacts:
            yield self._contact(contact, lang)
        yield say(f"explain.confirmed.{pair.confirmed}", lang)
        if pair.shared_focus:
            areas = ", ".join(self._name(area) for area in pair.shared_focus)
            yield say("explain.shared-focus", lang, areas=areas)
        if pair.level is None and pair.high == 0:
            yield say("explain.level", lang, level=self._level(None, lang))
        elif pair.low == pair.high:
            yield say("explain.level", lang, level=self._level(pair.low, lang))
        else:
            low, high = self._level(pair.low, lang), self._level(pair.high, lang)
            yield say("explain.levels", lang, low=low, high=high)
        if need is not None:
            certainty = "-certain" if pair.is_certain else ""
            yield say(f"explain.standing.{pair.standing}{certainty}", lang)
        if pair.surplus:
            yield say(f"explain.surplus.{pair.surplus}", lang)

    def _contact(self, contact: Contact, lang: Lang) -> str:
        force = contact.force.absence or ("yes" if contact.force.now else "not known")
        said = [
            say(
                "explain.view",
                lang,
                party=self._name(view.party),
                level=self._level(view.level, lang),
            )
            for view in contact.views
        ]
        kind = "forum.kind" if contact.is_forum else "tie.kind"
        return say(
            f"explain.contact.{contact.how}",
            lang,
            kind=say(f"{kind}.{contact.kind}", lang, count=1),
            element=contact.element,
            level=self._level(_recorded_level(contact), lang),
            force=say(f"explain.force.{force}", lang),
            views=("; " + "; ".join(said)) if said else "",
        )

    def _level(self, level: Level | None, lang: Lang) -> str:
        if level is None:
            return say("explain.level-unknown", lang)
        label = visible(self.model.scale.label(level, lang))
        return say("level.shown", lang, place=level, label=label)

    def _name(self, id: str) -> str:
        return visible(self.model.label(id))


def _recorded_level(contact: Contact) -> Level | None:
    """The level by the record; none where all who speak of it say that there is none."""
    denied = bool(contact.views) and all(view.level == 0 for view in contact.views)
    return 0 if contact.level is None and denied else contact.level


def explain(model: Model, a: str, b: str, rules: Rules | None = None) -> Explanation:
    """Tell how the judgement of two services came about.

    Args:
        model: The model.
        a: The id of one service.
        b: The id of the other.
        rules: What counts as need and as contact enough.

    Raises:
        InvalidModel: The model has problems.
        UnknownId: Nothing has one of the ids, or what has it is no service.
        InvalidArgument: The two make no pair.

    >>> from collabmodel import Flow, Service
    >>> model = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "The flats"), Flow("ward", "flats", 40)
    ... )
    >>> print(explain(model, "ward", "flats").lines()[0])
    Need: 40 citizens move between The flats and The ward (flow:ward--flats). Needed: level 2, \
cooperation.
    """
    pair = pair_of(model, a, b, rules)
    return Explanation(pair, rules_for(model, rules), model)
