"""From the score of a group to its p-value.

A score is a sum over pairs, so with few pairs met its distribution is lopsided: the normal tail
finds too much where coverage is low (twice alpha in networks of 20 groups with coverage 0.15) and
too little where it is high. So the tail is that of a Pearson type III (shifted gamma) distribution
with the mean, the variance and the skewness of the score, which is the normal one where there is no
skewness.
"""

from __future__ import annotations

import math

import attrs
from scipy.special import gammainc, gammaincc, ndtr

from collabmodel.analysis.activity_model import Flags, Floats, Ints, Solve, at_ends

__all__ = ["Score", "score_of"]

CONTINUITY = 0.5
"""How much of a score is taken for chance, since pairs are counted in whole numbers."""

LEAST_VARIANCE = 1e-3
"""A score that varies less than this is nothing to test on."""


@attrs.frozen
class Score:
    """How many more pairs across are met than expected, and how that varies.

    Attributes:
        value: U, in pairs.
        variance: V.
        third: The third central moment.
    """

    value: float
    variance: float
    third: float

    @property
    def z(self) -> float:
        """In standard deviations, rounded so that the order of the services does not show.

        NaN where the score cannot vary.
        """
        if self.variance < LEAST_VARIANCE:
            return math.nan
        return round((self.value + CONTINUITY) / math.sqrt(self.variance), 9)

    @property
    def p(self) -> float:
        """The chance of a score as low; NaN where the score cannot vary.

        >>> from collabmodel.analysis.score_tail import Score
        >>> round(Score(-4.5, 4.0, 0.0).p, 4), round(Score(-4.5, 4.0, -4.0).p, 4)
        (0.0228, 0.0344)
        """
        if math.isnan(self.z):
            return math.nan
        skewness = round(self.third / self.variance**1.5, 9)
        if abs(skewness) < 1e-4:
            return float(ndtr(self.z))
        shape = 4.0 / skewness**2
        place = shape + math.copysign(math.sqrt(shape), skewness) * self.z
        tail = gammainc if skewness > 0 else gammaincc
        return float(tail(shape, max(place, 0.0)))


def score_of(
    left: Ints,
    right: Ints,
    across: Flags,
    rest: Floats,
    chance: Floats,
    solve: Solve,
    unknowns: int,
) -> Score:
    """The score of a group from the pairs that touch it.

    The activities are fitted to the same pairs, which takes up part of the variance. What each pair
    is left with is x − (s[i] + s[j]), where s solves H·s = BᵀWx; from that comes the third moment.

    Args:
        left: One service of each pair that touches the group.
        right: The other.
        across: Whether exactly one of the two is in the group: x.
        rest: Met (1 or 0) less the chance to meet.
        chance: The chance to meet.
        solve: Solves H·s = right-hand side.
        unknowns: How many unknowns H has.
    """
    weight = chance * (1.0 - chance)
    reached = at_ends(left, right, weight * across, unknowns)
    taken = solve(reached)
    own = across - taken[left] - taken[right]
    return Score(
        value=float(rest @ across),
        variance=float(weight @ across - reached @ taken),
        third=float(own**3 @ (weight * (1.0 - 2.0 * chance))),
    )
