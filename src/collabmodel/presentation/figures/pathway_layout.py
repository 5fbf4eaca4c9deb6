"""Where everything on the pathway line stands: from stations and words to coordinates."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from collabmodel.presentation.figures.frame import (
    BOLD,
    LETTERS,
    MARGIN,
    Frame,
    Lines,
    Words,
    framed,
)
from collabmodel.presentation.figures.lettering import broken, cut, width

__all__ = ["PathwayPicture", "Stop", "Stretch", "laid_out"]

WIDTH = 848.0
IN_A_ROW = 4
"""How many stations stand side by side. A longer line goes on in the next row."""

TEXT_LINE = 16.0
MOST_LINES = 4
"""How many lines a text has at most; a longer one stands whole in its title."""

GAP = 14.0
"""How far two texts side by side are apart."""

BADGE = 10.0
BADGE_OF_WEAKEST = 14.0
ABOVE_LINE = 23.0
"""How far above the line the text of a stretch ends."""

BELOW_LINE = 28.0
ROWS_APART = 34.0


@attrs.frozen
class Stop:
    """A station: its name, and who runs it."""

    name: str
    run_by: str


@attrs.frozen
class Stretch:
    """What lies between two stations.

    Attributes:
        style: How it is drawn.
        is_weakest: Whether it is marked.
        state: Whether the contact is enough, in words.
        said: What they have, and what they need.
        title: All of it in one sentence.
    """

    style: str
    is_weakest: bool
    state: str
    said: tuple[str, ...]
    title: str


@attrs.frozen
class _Station:
    x: float
    y: float
    is_repeated: bool
    name: Lines
    run_by: Lines
    full: str


@attrs.frozen
class _Piece:
    x1: float
    x2: float
    y: float
    style: str
    is_weakest: bool
    mark: str
    badge: float
    state: Lines
    said: Lines
    title: str

    @property
    def middle(self) -> float:
        """Where its badge and its words stand."""
        return (self.x1 + self.x2) / 2


@attrs.frozen(eq=False)
class PathwayPicture:
    """What the template draws. All numbers are texts or lengths in units of the picture."""

    stations: tuple[_Station, ...]
    pieces: tuple[_Piece, ...]
    legend: Lines


def laid_out(
    stops: Sequence[Stop], stretches: Sequence[Stretch], continued: str, words: Words
) -> tuple[Frame, PathwayPicture]:
    """Give everything its place.

    Args:
        stops: The stations in order.
        stretches: What lies between each and the next.
        continued: What a station that is drawn twice means.
        words: What is written around the drawing.
    """
    side_by_side = max(1, min(IN_A_ROW, len(stops)))
    pitch = (WIDTH - 2 * MARGIN) / side_by_side
    room = pitch - GAP
    stations: list[_Station] = []
    pieces: list[_Piece] = []
    y = 0.0
    starts = range(0, max(1, len(stops) - 1), IN_A_ROW - 1) if stops else ()
    for start in starts:
        row = stops[start : start + IN_A_ROW]
        between = [_words_of(each, room) for each in stretches[start : start + len(row) - 1]]
        lines = max((len(state) + len(said) for state, said in between), default=0)
        y += lines * TEXT_LINE + ABOVE_LINE
        for n, (state, said) in enumerate(between):
            stretch = stretches[start + n]
            middle = MARGIN + pitch * n + pitch / 2
            first = y - ABOVE_LINE - TEXT_LINE * (len(state) + len(said) - 1)
            pieces.append(
                _Piece(
                    middle,
                    middle + pitch,
                    y,
                    stretch.style,
                    stretch.is_weakest,
                    _MARKS.get(stretch.style, ""),
                    BADGE_OF_WEAKEST if stretch.is_weakest else BADGE,
                    _at(state, first),
                    _at(said, first + TEXT_LINE * len(state)),
                    stretch.title,
                )
            )
        placed = [
            _station(stop, MARGIN + pitch * (n + 0.5), y, room, is_repeated=n == 0 < start)
            for n, stop in enumerate(row)
        ]
        stations += placed
        y += BELOW_LINE + TEXT_LINE * (max(len(s.name) + len(s.run_by) for s in placed) - 1)
        y += ROWS_APART
    legend: Lines = ()
    if len(starts) > 1:
        legend = ((y, continued),)
        y += ROWS_APART
    return framed(words, WIDTH, y), PathwayPicture(tuple(stations), tuple(pieces), legend)


_MARKS = {"certain": "!", "uncertain": "!", "open": "?"}
"""What is written on the badge of a stretch; contact enough has none."""


def _words_of(stretch: Stretch, room: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    state = _few_lines(stretch.state, LETTERS * BOLD, room)
    return state, tuple(line for part in stretch.said for line in _few_lines(part, LETTERS, room))


def _few_lines(text: str, size: float, room: float) -> tuple[str, ...]:
    lines = broken(text, size, room)
    if len(lines) <= MOST_LINES:
        return lines
    last = cut(lines[MOST_LINES - 1], size, room - width("…", size)).removesuffix("…")
    return (*lines[: MOST_LINES - 1], f"{last}…")


def _at(lines: Sequence[str], y: float) -> Lines:
    return tuple((y + TEXT_LINE * n, line) for n, line in enumerate(lines))


def _station(stop: Stop, x: float, y: float, room: float, *, is_repeated: bool) -> _Station:
    name = _few_lines(stop.name, LETTERS * BOLD, room)
    run_by = _few_lines(stop.run_by, LETTERS, room) if stop.run_by else ()
    whole = " ".join((*name, *run_by)) == " ".join(f"{stop.name} {stop.run_by}".split())
    first = y + BELOW_LINE
    return _Station(
        x,
        y,
        is_repeated,
        _at(name, first),
        _at(run_by, first + TEXT_LINE * len(name)),
        "" if whole else ", ".join(part for part in (stop.name, stop.run_by) if part),
    )
