"""The places of very many names in a list, without the wait for memory that a dict costs each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["places"]

Ints = npt.NDArray[np.int64]


def places(wanted: Iterable[Hashable], count: int, names: Sequence[Hashable]) -> Ints:
    """The place in *names* of each of the *count* names that are *wanted*.

    Names are compared by their hash, which arrays can look up. Where two of *names* have the same,
    a dict does it.

    >>> from collabmodel.analysis.places import places
    >>> places(["gp", "ward", "gp"], 3, ["gp", "ward"]).tolist()
    [0, 1, 0]
    """
    known = np.fromiter(map(hash, names), np.int64, len(names))
    order = np.argsort(known)
    rising = known[order]
    if (rising[1:] == rising[:-1]).any():
        place = dict(zip(names, range(len(names)), strict=True))
        return np.fromiter(map(place.__getitem__, wanted), np.int64, count)

    # Each hash has a slot. The few that another one took it from are searched for.
    sought = np.fromiter(map(hash, wanted), np.int64, count)
    last_slot = 2 ** (known.size.bit_length() + 3) - 1
    slots = np.zeros(last_slot + 1, dtype=np.int32)
    slots[known & last_slot] = np.arange(known.size)
    found: Ints = slots[sought & last_slot].astype(np.int64)
    missed = np.flatnonzero(known[found] != sought)
    found[missed] = order[np.searchsorted(rising, sought[missed])]
    return found
