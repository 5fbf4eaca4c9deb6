"""How a result shows itself: as text, and as plain HTML in a notebook."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from tabulate import tabulate

from collabmodel.words import visible
from collabmodel.words.markup import html_paragraph, html_table

__all__ = ["ROWS", "Displayed", "Rows", "and_more"]

ROWS = 20
"""Longer tables are cut to this many rows, and say so."""


def and_more(total: int, call: str = ".records()", shown: int = ROWS) -> str:
    """The line below a table that was cut; nothing where it was not."""
    if total <= shown:
        return ""
    more = f"… and {total - shown} more"
    return f"{more}: {call} has all" if call else more


@attrs.frozen
class Rows:
    """A table of a result, with the keys of the first of its records as headings.

    What is not defined or not known is left blank.

    Attributes:
        records: The rows, or the first of them.
        digits: How many digits numbers have after the point that are not whole.
        call: What gives all rows; empty where it is known.
        total: How many rows there are, where *records* are only the first.

    >>> from collabmodel.analysis.displayed import Rows
    >>> print(Rows([{"group": "town", "ties": 3, "share": 1 / 3}]).text())
    group      ties    share
    -------  ------  -------
    town          3    0.333
    """

    records: Sequence[Mapping[str, object]]
    digits: int = 3
    call: str = ".records()"
    total: int | None = None

    def text(self) -> str:
        """The table as text; an empty text where it has no rows."""
        if not self.records:
            return ""
        ends = self._right
        sides = ["right" if place in ends else "left" for place in range(len(self._heads))]
        table = tabulate(self._cells, self._heads, colalign=sides, disable_numparse=True)
        return "\n".join(filter(None, (table, self._more)))

    def html(self) -> str:
        """The table as a notebook shows it."""
        if not self.records:
            return ""
        table = html_table(self._heads, self._cells, self._right)
        return table + (html_paragraph(self._more) if self._more else "")

    @property
    def _heads(self) -> list[str]:
        return [*self.records[0]]

    @property
    def _cells(self) -> list[list[str]]:
        heads = self._heads
        return [[self._cell(row.get(head)) for head in heads] for row in self.records[:ROWS]]

    @property
    def _right(self) -> set[int]:
        """The places of the columns that hold numbers."""
        columns = ([row.get(head) for row in self.records[:ROWS]] for head in self._heads)
        return {place for place, column in enumerate(columns) if all(map(_is_number, column))}

    @property
    def _more(self) -> str:
        return and_more(self.total or len(self.records), self.call)

    def _cell(self, value: object) -> str:
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return ""
        if isinstance(value, float):
            return f"{value:.{self.digits}f}"
        listed = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        return visible(listed)


class Displayed:
    """What shows itself as text, and in a notebook as HTML: paragraphs and tables."""

    __slots__ = ()

    def _parts(self) -> Iterable[str | Rows]:
        """What it shows, from top to bottom."""
        raise NotImplementedError

    def __str__(self) -> str:
        texts = (part if isinstance(part, str) else part.text() for part in self._parts())
        return "\n\n".join(filter(None, texts))

    def _repr_html_(self) -> str:
        parts = (
            html_paragraph(part) if isinstance(part, str) else part.html()
            for part in self._parts()
            if part  # an empty sentence is none
        )
        return "\n".join(filter(None, parts))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002
        """Show the text in a terminal of IPython, where there would be the fields."""
        printer.text(str(self))


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
