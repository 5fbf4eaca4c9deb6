"""Which days something takes on a time axis: those that are certain, and those possible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

import attrs

from collabmodel.domain.edtf import Date, read
from collabmodel.domain.when import When
from collabmodel.words import Lang

__all__ = ["Axis", "Span", "Tick", "axis_of", "span_of"]

Beyond = Literal["", "open", "not known"]

WIDE = 10 * 366
"""What may lie on more days than these does not stretch the axis."""

MOST_YEARS, MOST_MONTHS = 8, 4
"""How many ticks have room that say a year, and that say a month."""

MONTHS_APART = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)


@attrs.frozen
class Span:
    """The days that something takes; days are counted as `date.toordinal` does.

    Attributes:
        low: The first day that is possible.
        high: The last day that is possible.
        certain: The days that it takes for certain, from and to; none where there is only a time
            in which it falls.
        before: Whether it began earlier than any day that is told, and whether that is known.
        after: Whether it goes on, and whether that is known.
    """

    low: int
    high: int
    certain: tuple[int, int] | None
    before: Beyond = ""
    after: Beyond = ""


def span_of(when: When | None) -> Span | None:
    """The days of a date or a period; None where no year is told.

    A period takes all its days. A date that is coarser than a day is the time in which something
    falls, so none of its days is certain.

    >>> span_of(When("2020")).certain is None
    True
    """
    if when is None or (when.earliest is None and when.latest is None):
        return None
    reading = read(when.text)
    first, last = reading.first, reading.last
    is_one_date = reading.start is reading.end
    is_certain = first.low == last.high if is_one_date else first.high <= last.low
    core = (first.high.toordinal(), last.low.toordinal()) if is_certain else None
    before, after = _beyond(reading.start), _beyond(reading.end)
    low, high = first.low.toordinal(), last.high.toordinal()
    if before:  # what is told begins with what is certain, or else with the end
        low = last.low.toordinal()
        core = core and (low, core[1])
    if after:
        high = first.high.toordinal()
        core = core and (core[0], high)
    return Span(low, high, core, before, after)


def _beyond(end: Date | str) -> Beyond:
    if isinstance(end, Date):
        return "not known" if end.year == "XXXX" else ""
    return "open" if end == ".." else "not known"


@attrs.frozen
class Tick:
    """A day at which the axis is marked, and what is written there."""

    day: int
    text: str


@attrs.frozen
class Axis:
    """The days from which to which the axis goes, and where it is marked."""

    low: int
    high: int
    ticks: tuple[Tick, ...]


def axis_of(spans: Iterable[Span], lang: Lang) -> Axis:
    """The axis on which *spans* stand. What is very vague may go beyond it."""
    listed = list(spans)
    narrow = [span for span in listed if span.high - span.low < WIDE] or listed
    low = min(span.low for span in narrow)
    high = max(span.high for span in narrow)
    room = max(15, (high - low) // 25)
    low = max(1, low - room)
    high = min(dt.date.max.toordinal(), high + room)
    return Axis(low, high, tuple(_ticks(low, high, lang)))


def _ticks(low: int, high: int, lang: Lang) -> Iterator[Tick]:
    first, last = (dt.date.fromordinal(day) for day in (low, high))
    start, stop = 12 * first.year + first.month - 1, 12 * last.year + last.month - 1
    months = stop - start
    fitting = (n for n in MONTHS_APART if months / n <= (MOST_YEARS if n >= 12 else MOST_MONTHS))
    apart = next(fitting, MONTHS_APART[-1])
    for number in range(-(-start // apart) * apart, stop + 1, apart):
        year, month = divmod(number, 12)
        day = dt.date(year, month + 1, 1).toordinal() if year else 1
        if day >= low:
            text = f"{year:04d}" if apart >= 12 else f"{year:04d}-{month + 1:02d}"
            yield Tick(day, When(text).words(lang) if year else "")
