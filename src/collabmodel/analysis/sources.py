"""From which nodes a measure of all pairs follows paths: from all, or from some drawn at random."""

from __future__ import annotations

import numpy as np

from collabmodel.analysis.snapshot import Ints
from collabmodel.domain.errors import InvalidArgument

__all__ = ["drawn_sources"]


def drawn_sources(count: int, sources: int | None, seed: int) -> Ints:
    """The numbers of *sources* of *count* nodes, drawn with *seed*, in order.

    All of them, where *sources* is None or at least *count*.

    Raises:
        InvalidArgument: *sources* is no whole number from 1.

    >>> from collabmodel.analysis.sources import drawn_sources
    >>> drawn_sources(4, None, 0).tolist(), len(drawn_sources(4, 2, 0))
    ([0, 1, 2, 3], 2)
    """
    if sources is None:
        return np.arange(count)
    if type(sources) is not int or sources < 1:
        raise InvalidArgument(
            f"sources: expected a whole number from 1, or None, found {sources!r}"
        )
    if sources >= count:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).permutation(count)[:sources])
