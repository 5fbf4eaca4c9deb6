"""Holm's correction, for tests of many groups at once."""

from __future__ import annotations

import numpy as np

from collabmodel.analysis.activity_model import Floats

__all__ = ["holm"]


def holm(p: Floats) -> Floats:
    """Correct p-values for their number (Holm 1979). NaN stays NaN and does not count.

    >>> import numpy as np
    >>> from collabmodel.analysis.holm import holm
    >>> holm(np.array([0.01, np.nan, 0.04, 0.03])).round(2).tolist()
    [0.03, nan, 0.06, 0.06]
    """
    corrected = np.full(p.shape, np.nan)
    order = np.argsort(p)[: np.count_nonzero(~np.isnan(p))]
    steps = p[order] * np.arange(order.size, 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return corrected
