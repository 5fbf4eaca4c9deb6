"""What was found in a model, once, for every form of a report and every figure in it."""

from __future__ import annotations

import attrs

from collabmodel.analysis.ask_next import ask_next
from collabmodel.analysis.congruence import Coverage, coverage
from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.missing_links import find_missing_links
from collabmodel.analysis.pairs import Pairs, pairs
from collabmodel.analysis.promises import OPEN_PROMISES, find_promises
from collabmodel.analysis.questions import Answer, questions
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.silos import find_silos
from collabmodel.disclosure import Disclosure
from collabmodel.domain.model import Model

__all__ = ["Matter"]


@attrs.frozen(eq=False)
class Matter:
    """What was found in a model, to be put into words."""

    model: Model
    judged: Pairs
    missing: Findings
    silos: Findings
    promises: Findings
    ask: Findings
    answers: tuple[Answer, ...]
    cover: Coverage
    disclosure: Disclosure

    @classmethod
    def of(cls, model: Model, rules: Rules | None, disclosure: Disclosure) -> Matter:
        """Find all that a report tells."""
        judged = pairs(model, rules)
        chosen = judged.rules
        return cls(
            model,
            judged,
            find_missing_links(model, chosen),
            find_silos(model, rules=chosen),
            find_promises(model, chosen.at),
            ask_next(model, chosen),
            questions(model, chosen, disclosure),
            coverage(judged.needed),
            disclosure,
        )

    @property
    def open_promises(self) -> tuple[Finding, ...]:
        """The promises that are still to be kept, in the order of their weight."""
        return tuple(f for f in self.promises if f.code in OPEN_PROMISES)
