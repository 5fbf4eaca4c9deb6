"""Cutting work into runs of bounded size, so that hubs do not fill the memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

__all__ = ["MOST", "batches"]

MOST = 2**18
"""How much work goes into one run: arrays of so many numbers fit into the cache."""


def batches(work: npt.NDArray[np.int64], most: int = MOST) -> Iterator[slice]:
    """Runs of places, in order, whose *work* adds up to at most *most*, or of one place.

    >>> import numpy as np
    >>> from collabmodel.analysis.batches import batches
    >>> list(batches(np.array([2, 2, 9, 1]), most=4))
    [slice(0, 2, None), slice(2, 3, None), slice(3, 4, None)]
    """
    done = np.concatenate([[0], np.cumsum(work)])
    start = 0
    while start < work.size:
        fits = int(np.searchsorted(done, done[start] + most, side="right")) - 1
        stop = max(fits, start + 1)
        yield slice(start, stop)
        start = stop
