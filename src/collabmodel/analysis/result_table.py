"""How the result of a measure prints: a small table, undefined numbers as a dash."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tabulate import tabulate

__all__ = ["result_table"]

ROWS = 20
"""Longer tables are cut to this many rows, and say so."""


def result_table(records: Sequence[Mapping[str, object]], digits: int = 3) -> str:
    """Write *records* as a table of text, with the keys of the first as headings.

    Numbers that are not whole have so many *digits* after the point.

    >>> from collabmodel.analysis.result_table import result_table
    >>> print(result_table([{"group": "town", "ties": 3, "share": 1 / 3}]))
    group      ties    share
    -------  ------  -------
    town          3    0.333
    """
    shown = [{key: _shown(value) for key, value in record.items()} for record in records[:ROWS]]
    table = tabulate(shown, headers="keys", floatfmt=f".{digits}f", disable_numparse=False)
    more = len(records) - ROWS
    return f"{table}\n… and {more} more" if more > 0 else table


def _shown(value: object) -> object:
    if isinstance(value, float) and math.isnan(value):
        return None
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value
