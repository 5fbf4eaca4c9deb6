"""Do the partners agree about their contact?"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import attrs

from collabmodel.analysis.pairs import Confirmed, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.domain.model import Model

__all__ = ["ConfirmationRate", "confirmation_rate"]


@attrs.frozen
class ConfirmationRate:
    """How many pairs in contact the two sides confirm.

    Attributes:
        rate: confirmed / (confirmed + contradicted), among pairs of which both sides were heard;
            NaN where there is none.
        counts: How many pairs there are of each answer.
        rules: The rules of the pairs.
    """

    rate: float
    counts: dict[Confirmed, int]
    rules: Rules

    def records(self) -> list[dict[str, Any]]:
        """A row for each answer."""
        return [{"confirmed": answer, "pairs": number} for answer, number in self.counts.items()]


def confirmation_rate(model: Model, rules: Rules | None = None) -> ConfirmationRate:
    """How many of the pairs whose two sides were heard say the same of their contact.

    Raises:
        InvalidModel: The model has problems.

    >>> from collabmodel import Model, Service, Tie
    >>> model = Model.of(
    ...     Service("a"), Service("b"), Service("c"),
    ...     Tie(("a", "b"), views={"a": 2, "b": 3}), Tie(("b", "c"), views={"b": 2, "c": 0}),
    ... )
    >>> confirmation_rate(model).rate
    0.5
    """
    judged = pairs(model, rules)
    found = Counter(pair.confirmed for pair in judged if pair.contacts)
    agreed, disputed = found["confirmed"], found["contradicted"]
    heard = agreed + disputed
    return ConfirmationRate(agreed / heard if heard else math.nan, dict(found), judged.rules)
