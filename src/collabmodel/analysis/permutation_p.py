"""From permutations to p-values: counted in one way by all tests that draw."""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["p_of", "p_values", "standard_error"]

Number = TypeVar("Number", float, npt.NDArray[np.float64])


def p_of(as_extreme: Number, draws: Number) -> Number:
    """The p-value if so many of the draws were as extreme: what was observed counts among them.

    >>> from collabmodel.analysis.permutation_p import p_of
    >>> p_of(4, 99)
    0.05
    """
    return (as_extreme + 1) / (draws + 1)


def p_values(
    observed: float, drawn: npt.NDArray[np.float64], slack: float
) -> tuple[float, float, float]:
    """How often chance gives a value as far from its mean either way, as high, as low.

    Args:
        observed: The value, less the mean over all permutations.
        drawn: The value of each draw, less the same mean.
        slack: Values that differ by no more are equal: by so much, rounding may part them.

    >>> p_values(1.5, np.array([0.5, -1.5, 1.5]), slack=1e-9)
    (0.75, 0.5, 1.0)
    """
    as_extreme = (
        np.abs(drawn) >= abs(observed) - slack,
        drawn >= observed - slack,
        drawn <= observed + slack,
    )
    either, high, low = (p_of(int(np.count_nonzero(found)), drawn.size) for found in as_extreme)
    return either, high, low


def standard_error(p: float, draws: int) -> float:
    """The Monte Carlo standard error of a p-value, for want of more draws."""
    return math.sqrt(p * (1 - p) / draws)
