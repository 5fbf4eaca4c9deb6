"""Leaving the cyclic garbage collector out while many objects are made."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

__all__ = ["collector_paused"]

_MANY = 100_000
"""So many new objects are many."""


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Leave the cyclic garbage collector out while many objects are made that all stay.

    It would look at them again and again, which takes longer than making them. Freezing and
    unfreezing puts them where it keeps what is old, so that it does not look at all of them next.
    That is not done where few were made: what nobody holds would seldom be found there.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # What a program has frozen stays frozen.
        if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()
