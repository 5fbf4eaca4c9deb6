"""Where everything on the timeline stands: from days and words to coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import attrs

from collabmodel.presentation.figures.frame import (
    BOLD,
    LETTERS,
    LINE_HEIGHT,
    MARGIN,
    Frame,
    Lines,
    Words,
    framed,
)
from collabmodel.presentation.figures.lettering import broken, cut, width
from collabmodel.presentation.figures.timeline_span import Axis, Span

__all__ = ["Key", "Listing", "Row", "Scale", "TimelinePicture", "laid_out", "today_of"]

WIDTH = 920.0
LEFT = 400.0
"""Where the axis begins; names and words stand left of it."""

RIGHT = WIDTH - MARGIN - 18
LEAST = 6.0
"""How long a bar is at the least, so that a day can be seen."""

MARK = 8.0
TEXT = 2 * MARK + 8
"""How far right of its mark's left edge a text begins."""

TEXT_LINE = 16.0
MOST_LINES = 2


@attrs.frozen
class Row:
    """Something on the timeline or in the list: its mark, its name, what became of it and when."""

    state: str
    name: str
    said: str
    title: str
    span: Span | None


@attrs.frozen
class Key:
    """An entry of the legend: a mark or a bar, and what it means."""

    sort: Literal["mark", "bar"]
    style: str
    text: str
    x: float = 0
    y: float = 0


@attrs.frozen
class Listing:
    """The rows without a date, under a heading."""

    heading: str
    rows: Sequence[Row]


@attrs.frozen
class Scale:
    """Which place on the picture a day has."""

    axis: Axis
    today: Span | None = None
    today_words: str = ""

    def x(self, day: int) -> float:
        """The place where a day begins; of one beyond the axis, the end of the axis."""
        kept = min(max(day, self.axis.low), self.axis.high)
        share = (kept - self.axis.low) / (self.axis.high - self.axis.low)
        return LEFT + (RIGHT - LEFT) * share

    def is_beyond(self, span: Span) -> bool:
        """Whether a day that is told lies beyond the axis."""
        return span.low < self.axis.low or span.high > self.axis.high


@attrs.frozen
class _Bar:
    x: float
    width: float
    is_certain: bool


@attrs.frozen
class _End:
    """An end of a bar beyond the axis: an arrow where it goes on, a `?` where nobody knows."""

    x: float
    style: str
    turn: int


@attrs.frozen
class _Drawn:
    state: str
    x: float
    y: float
    bars: tuple[_Bar, ...]
    ends: tuple[_End, ...]
    name: Lines
    said: Lines
    foot: float
    title: str

    @property
    def text(self) -> float:
        """Where its words begin."""
        return self.x - MARK + TEXT


@attrs.frozen(eq=False)
class TimelinePicture:
    """What the template draws. All numbers are texts or lengths in units of the picture."""

    rows: tuple[_Drawn, ...]
    ticks: tuple[tuple[float, str], ...]
    axis: float
    foot: float
    left: float
    right: float
    today: tuple[float, ...]
    today_label: tuple[float, str] | None
    nothing: str
    legend: tuple[Key, ...]
    list_heading: str
    listed: tuple[_Drawn, ...]


def laid_out(
    rows: Sequence[Row],
    scale: Scale | None,
    nothing: str,
    legend: Iterable[Key],
    listing: Listing,
    words: Words,
) -> tuple[Frame, TimelinePicture]:
    """Give everything its place.

    Args:
        rows: What has a date, in its order.
        scale: The axis; none where nothing has a date.
        nothing: What is written instead of an axis.
        legend: What the marks and bars mean.
        listing: What has no date.
        words: What is written around the drawing.
    """
    y = LETTERS
    today: tuple[float, ...] = ()
    label = None
    if scale and (days := today_of(scale)):
        today = days
        half = width(scale.today_words, LETTERS) / 2
        middle = sum(days) / len(days)
        label = (min(max(middle, LEFT + half), WIDTH - MARGIN - half), scale.today_words)
        y += LINE_HEIGHT
    axis = y
    drawn = []
    y += 8
    for row in rows if scale else ():
        drawn.append(_row(row, scale, MARGIN + MARK, y, LEFT - MARGIN - TEXT - 14))
        y = drawn[-1].foot
    foot = y
    placed, y = _in_rows(legend, y + LINE_HEIGHT + 4)
    listed, below = _list(listing)
    picture = TimelinePicture(
        tuple(drawn),
        tuple(_ticks(scale)) if scale else (),
        axis,
        foot,
        LEFT,
        RIGHT,
        today,
        label,
        "" if scale else nothing,
        placed,
        listing.heading if listed else "",
        listed,
    )
    return framed(words, WIDTH, y, below), picture


def today_of(scale: Scale) -> tuple[float, ...]:
    """Where the day stands from which all is seen: one line, or two where it is vague."""
    if scale.today is None or scale.is_beyond(scale.today):
        return ()
    if scale.today.low == scale.today.high:
        return (scale.x(scale.today.low),)
    return (scale.x(scale.today.low), scale.x(scale.today.high + 1))


def _ticks(scale: Scale) -> Iterator[tuple[float, str]]:
    """Where the axis is marked, and with what; no line of today crosses a text."""
    for tick in scale.axis.ticks:
        x, half = scale.x(tick.day), width(tick.text, LETTERS) / 2
        is_crossed = any(abs(x - line) < half + 4 for line in today_of(scale))
        has_room = x + half <= WIDTH - MARGIN
        yield x, tick.text if has_room and not is_crossed else ""


def _row(row: Row, scale: Scale | None, x: float, y: float, room: float) -> _Drawn:
    name, said = _few_lines(row.name, BOLD, room), _few_lines(row.said, 1, room)
    bars = tuple(_bars(row.span, scale)) if row.span and scale else ()
    return _Drawn(
        row.state,
        x,
        y + 12,
        bars,
        tuple(_ends(row.span, scale)) if row.span and scale else (),
        tuple((y + TEXT_LINE * (n + 1), line) for n, line in enumerate(name)),
        tuple((y + TEXT_LINE * (len(name) + n + 1), line) for n, line in enumerate(said)),
        y + TEXT_LINE * (len(name) + len(said)) + 10,
        row.title,
    )


def _few_lines(text: str, weight: float, room: float) -> tuple[str, ...]:
    lines = broken(text, LETTERS * weight, room)
    if len(lines) <= MOST_LINES:
        return lines
    last = cut(" ".join(lines[MOST_LINES - 1 :]), LETTERS * weight, room)
    return (*lines[: MOST_LINES - 1], last)


def _bars(span: Span, scale: Scale) -> Iterator[_Bar]:
    low = scale.axis.low if span.before else span.low
    high = scale.axis.high if span.after else span.high
    if span.certain is None:
        yield _bar(scale, low, high, is_certain=False)
        return
    start, end = span.certain
    start = low if span.before == "open" else start
    end = high if span.after == "open" else end
    if low < start:
        yield _bar(scale, low, start - 1, is_certain=False)
    if end < high:
        yield _bar(scale, end + 1, high, is_certain=False)
    yield _bar(scale, start, end, is_certain=True)


def _bar(scale: Scale, low: int, high: int, *, is_certain: bool) -> _Bar:
    start, end = scale.x(low), scale.x(high + 1)
    if end - start < LEAST:
        start, end = (start + end - LEAST) / 2, (start + end + LEAST) / 2
    return _Bar(start, end - start, is_certain)


def _ends(span: Span, scale: Scale) -> Iterator[_End]:
    before = span.before or ("open" if span.low < scale.axis.low else "")
    after = span.after or ("open" if span.high > scale.axis.high else "")
    if before:
        yield _End(LEFT, before, -1)
    if after:
        yield _End(RIGHT, after, 1)


# Below the axis


def _in_rows(keys: Iterable[Key], y: float) -> tuple[tuple[Key, ...], float]:
    placed: list[Key] = []
    x, sort = MARGIN, "mark"
    for key in keys:
        before = TEXT if key.sort == "mark" else 44
        takes = before + width(key.text, LETTERS)
        if x > MARGIN and (x + takes > WIDTH - MARGIN or key.sort != sort):
            x, y = MARGIN, y + LINE_HEIGHT
        placed.append(attrs.evolve(key, x=x, y=y))
        x, sort = x + takes + 22, key.sort
    return tuple(placed), y + LINE_HEIGHT if placed else y


def _list(listing: Listing) -> tuple[tuple[_Drawn, ...], float]:
    """The rows without a date, in two columns read downwards, and their height."""
    columns = 2 if len(listing.rows) > 3 else 1
    room = (WIDTH - 2 * MARGIN) / columns
    per_column = -(-len(listing.rows) // columns)
    listed: list[_Drawn] = []
    lowest = 0.0
    for n, row in enumerate(listing.rows):
        y = LINE_HEIGHT + 4 if n % per_column == 0 else listed[-1].foot
        x = MARGIN + MARK + room * (n // per_column)
        listed.append(_row(row, None, x, y, room - TEXT - 14))
        lowest = max(lowest, listed[-1].foot)
    return tuple(listed), lowest + LINE_HEIGHT if listed else 0.0
