"""A ratio that is not defined where nothing is divided by."""

from __future__ import annotations

import math

__all__ = ["ratio"]


def ratio(above: float, below: float) -> float:
    """*above* / *below*; NaN where *below* is 0.

    >>> from collabmodel.analysis.ratio import ratio
    >>> ratio(1, 4), ratio(0, 0)
    (0.25, nan)
    """
    return above / below if below else math.nan
