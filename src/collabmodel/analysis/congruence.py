"""Congruence: the share of need that is met, with bounds over what is not known.

Congruence is the share of required coordination that takes place (Cataldo, Wagstrom, Herbsleb
and Carley 2006). Here a pair of services between which citizens move requires contact; it is met,
unmet, or not known, and a share over pairs that are not known is a range.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from collabmodel.analysis.pairs import Pair, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.disclosure import EXACT, Disclosure
from collabmodel.domain.count import Count
from collabmodel.domain.model import Model

__all__ = ["Congruence", "Coverage", "congruence", "coverage"]


@attrs.frozen
class Coverage:
    """How much of a need is met: counts of pairs, and the shares they leave possible.

    Attributes:
        met: How many pairs have contact enough.
        unmet: How many certainly have not.
        unknown: How many may have: the record does not settle it.
        low: The smallest share of pairs that can be met; NaN where there is no pair.
        high: The largest.
        citizen_pairs_low: The smallest share of citizen-pairs that can be met; NaN where no
            citizens are known to move.
        citizen_pairs_high: The largest.
    """

    met: int
    unmet: int
    unknown: int
    low: float
    high: float
    citizen_pairs_low: float
    citizen_pairs_high: float

    @property
    def pairs(self) -> int:
        """How many pairs have need."""
        return self.met + self.unmet + self.unknown


@attrs.frozen
class Congruence:
    """The congruence of a model, see `congruence`.

    Attributes:
        overall: The coverage of all need.
        at_level: For every level of the scale above none, the smallest and the largest share of
            pairs with need whose contact is at that level or above.
        rules: The rules of the pairs.
    """

    overall: Coverage
    at_level: dict[int, tuple[float, float]]
    rules: Rules

    def records(self) -> list[dict[str, Any]]:
        """One row for the need as it is asked, one for each level of the scale."""
        needed = attrs.asdict(self.overall)
        levels = [
            {"level": level, "low": low, "high": high}
            for level, (low, high) in self.at_level.items()
        ]
        return [{"level": None, **needed}, *levels]


def congruence(model: Model, rules: Rules | None = None) -> Congruence:
    """The share of need in a model that is met.

    Args:
        model: The model.
        rules: What counts as need and as contact enough.

    Returns:
        Shares from 0 to 1, as the smallest and largest that what is not known leaves possible;
        NaN where there is no need on record.

    Raises:
        InvalidModel: The model has problems.

    >>> from collabmodel import Flow, Model, Service, Tie
    >>> model = Model.of(
    ...     Service("a"), Service("b"), Service("c"), Flow("a", "b"), Flow("b", "c"),
    ...     Tie(("a", "b"), level=3),
    ... )
    >>> result = congruence(model)
    >>> result.overall.low, result.overall.high  # nobody was asked about b and c
    (0.5, 1.0)
    """
    judged = pairs(model, rules)
    needed = judged.needed
    at_level = {
        level: (
            _share(sum(pair.low >= level for pair in needed), len(needed)),
            _share(sum(pair.high >= level or not pair.both_heard for pair in needed), len(needed)),
        )
        for level in range(1, model.scale.top + 1)
    }
    return Congruence(coverage(needed), at_level, judged.rules)


def coverage(needed: Sequence[Pair], disclosure: Disclosure = EXACT) -> Coverage:
    """The coverage of some pairs with need.

    Args:
        needed: Pairs with need.
        disclosure: How numbers of citizens are shown: shares of citizen-pairs that are printed
            are made of shown numbers.
    """
    met = [pair for pair in needed if pair.is_met is True]
    unmet = [pair for pair in needed if pair.is_met is False]
    unknown = [pair for pair in needed if pair.is_met is None]
    shown = [[_shown(pair.citizens, disclosure) for pair in some] for some in (met, unmet, unknown)]
    low, high = _citizen_bounds(*shown)
    return Coverage(
        len(met),
        len(unmet),
        len(unknown),
        _share(len(met), len(needed)),
        _share(len(met) + len(unknown), len(needed)),
        low,
        high,
    )


def _shown(count: Count, disclosure: Disclosure) -> Count:
    shown = disclosure.show(count)
    return Count(shown.low, shown.high)


def _citizen_bounds(
    met: Iterable[Count], unmet: Iterable[Count], unknown: Iterable[Count]
) -> tuple[float, float]:
    """The smallest and largest share of citizen-pairs in pairs that are met.

    The share is smallest when those in met pairs are fewest and all others most, and largest the
    other way round.
    """
    good, bad, open_ = Count.total(met), Count.total(unmet), Count.total(unknown)
    everyone = Count.total((good, bad, open_))
    if not everyone.is_known or everyone.max == 0:
        return math.nan, math.nan
    less, rest = good.min, _most(bad + open_)
    more, other = _most(good + open_), bad.min
    low = less / (less + rest) if rest else 1.0
    high = 1.0 if math.isinf(more) else more / (more + other) if more else 0.0
    return low, high


def _most(count: Count) -> float:
    return math.inf if count.max is None else count.max


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan
