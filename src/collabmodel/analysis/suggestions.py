"""The value that `suggest_ties` gives: suggestions in their order, and what each would do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from collabmodel.analysis.congruence import Coverage, coverage
from collabmodel.analysis.displayed import Rows
from collabmodel.analysis.finding import Findings
from collabmodel.analysis.global_efficiency import global_efficiency
from collabmodel.analysis.pairs import pairs
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.silos import find_silos
from collabmodel.disclosure import Disclosure
from collabmodel.domain.elements import Tie
from collabmodel.domain.model import Model
from collabmodel.words import Lang, say

__all__ = ["Kind", "Stage", "Suggestions"]

Kind = Literal["tie", "forum"]
"""What is suggested: ties of two services, or forums of several."""

SOURCES = 2000
"""From how many services, at most, the global efficiency is taken; of more it is an estimate."""


@attrs.frozen
class Stage:
    """What a model says before all suggestions, or with the first of them in place.

    Attributes:
        coverage: How much of the need is met, with bounds over what is not known.
        counted: The same of the pairs of which it is known how many citizens move at the most. Its
            shares of citizen-pairs are made of numbers as readers may see them.
        silos: What `find_silos` finds, by organisation.
        efficiency: The global efficiency of the services in contact.
        estimated: Whether that is an estimate, since there are more than 2,000 services.
    """

    coverage: Coverage
    counted: Coverage
    silos: Findings = attrs.field(repr=False)
    efficiency: float
    estimated: bool

    @classmethod
    def of(cls, model: Model, rules: Rules, disclosure: Disclosure) -> Stage:
        """What *model* says."""
        near = global_efficiency(model, sources=SOURCES, seed=rules.seed, rules=rules)
        needed = pairs(model, rules).needed
        return cls(
            coverage=coverage(needed, disclosure),
            counted=coverage(
                [pair for pair in needed if pair.citizens.max is not None], disclosure
            ),
            silos=find_silos(model, rules=rules),
            efficiency=near.value,
            estimated=near.estimated,
        )

    def named(self, code: str) -> dict[str, str]:
        """The groups or services that are found under a code, by id, and what they are called."""
        return {
            found.about[0]: found.model.label(found.about[0]) for found in self.silos.of_code(code)
        }


@attrs.frozen
class Suggestions(Findings):
    """Suggested ties or forums, see `suggest_ties`.

    Attributes:
        ties: Each suggestion as an element: `model.add(*suggestions.ties)` is the model with all
            of them.
        stages: What the model says before all suggestions, and with the first, the first two, …
        budget: How many were asked for.
        kind: Whether these are ties or forums.
    """

    ties: tuple[Tie, ...] = attrs.field(kw_only=True, repr=False)
    stages: tuple[Stage, ...] = attrs.field(kw_only=True, repr=False)
    budget: int = attrs.field(kw_only=True)
    kind: Kind = attrs.field(kw_only=True)

    def shortfall(self, lang: Lang = "en") -> str:
        """That there are fewer suggestions than were asked for, and why; empty if there are not."""
        if len(self) == self.budget:
            return ""
        return say("suggestion.fewer", lang, budget=self.budget, found=len(self))

    def __str__(self) -> str:
        return "\n\n".join(filter(None, (super().__str__(), self.shortfall())))

    def _parts(self) -> Iterator[str | Rows]:
        yield from super()._parts()
        yield self.shortfall()
