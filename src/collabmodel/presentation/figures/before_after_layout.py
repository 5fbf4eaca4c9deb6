"""Where everything on the figure of before and after stands: from changes to coordinates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

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

__all__ = ["BeforeAfterPicture", "Change", "Panel", "Texts", "laid_out"]

WIDTH = 920.0
PANELS = 4
PANEL_GAP = 26.0
SLOPE = 64.0
"""How high a slope is."""

SHARE_ROOM = 68.0
"""How much room a number has beside its slope."""

LEFT, RIGHT = 590.0, WIDTH - MARGIN - 12
"""From where to where the levels stand."""

MARK = 8.0
TEXT = MARGIN + 2 * MARK + 8
TEXT_LINE = 16.0
MOST_NUMBERS = 10


@attrs.frozen
class Panel:
    """A number before and now, each from its least to its most, and what it is made of.

    No line joins the two where they are not of the same services.
    """

    heading: str
    was: tuple[float, float]
    now: tuple[float, float]
    numbers: tuple[str, str]
    what: str
    is_joined: bool
    is_share: bool = False


@attrs.frozen
class Change:
    """What happened to a pair, or that a service is in one of the models only.

    Attributes:
        code: Its mark.
        names: Whom it is about.
        said: What happened, in few words.
        title: The same in sentences.
        levels: The level before and now, none where it is not known; None of a service.
        needed: The level needed now; none where no need is on record any more.
        is_uncertain: Whether some of it is a change of the record alone, or not known.
    """

    code: str
    names: tuple[str, ...]
    said: str
    title: str
    levels: tuple[int | None, int | None] | None
    needed: int | None
    is_uncertain: bool


@attrs.frozen
class Texts:
    """What is written beside marks: before, now, needed, not certain, and the levels by name."""

    before: str
    now: str
    needed: str
    uncertain: str
    levels: str


@attrs.frozen
class _Slope:
    x: float
    heading: Lines
    numbers: tuple[str, str]
    left: float
    right: float
    was: tuple[float, float]
    now: tuple[float, float]
    is_range: bool
    is_drawn: bool
    is_joined: bool
    foot: float
    what: Lines


@attrs.frozen
class _Row:
    code: str
    y: float
    names: Lines
    said: Lines
    title: str
    foot: float
    was: float | None
    now: float | None
    needed: float | None
    is_uncertain: bool


@attrs.frozen
class _Key:
    sort: str
    x: float
    y: float
    text: str


@attrs.frozen(eq=False)
class BeforeAfterPicture:
    """What the template draws. All numbers are texts or lengths in units of the picture."""

    slopes: tuple[_Slope, ...]
    before: str
    now: str
    ticks: tuple[tuple[float, str], ...]
    top: float
    rows: tuple[_Row, ...]
    foot: float
    legend: tuple[_Key, ...]
    levels: Lines


def laid_out(
    panels: Sequence[Panel],
    changes: Sequence[Change],
    top_level: int,
    texts: Texts,
    keys: Iterable[tuple[str, str]],
    words: Words,
) -> tuple[Frame, BeforeAfterPicture]:
    """Give everything its place.

    Args:
        panels: The numbers before and now.
        changes: The pairs that changed, in their order.
        top_level: The highest level of the scale.
        texts: What is written beside marks.
        keys: The marks that are drawn, each with its meaning.
        words: What is written around the drawing.
    """
    slopes = tuple(_slopes(panels))
    y = max(height for slope in slopes for height, _ in slope.what) + 30
    ticks: tuple[tuple[float, str], ...] = ()
    rows: list[_Row] = []
    top = y
    if any(change.levels for change in changes):
        ticks = tuple(_ticks(top_level))
    y += 8
    for change in changes:
        rows.append(_row(change, top_level, y))
        y = rows[-1].foot
    foot = y
    legend: tuple[_Key, ...] = ()
    levels: Lines = ()
    if changes:
        legend, y = _legend(texts, keys, y + LINE_HEIGHT + 4, has_levels=bool(ticks))
    if ticks:
        lines = broken(texts.levels, LETTERS, WIDTH - 2 * MARGIN)
        levels = tuple((y + LINE_HEIGHT * n, line) for n, line in enumerate(lines))
        y += LINE_HEIGHT * len(lines)
    y += 6
    picture = BeforeAfterPicture(
        slopes, texts.before, texts.now, ticks, top, tuple(rows), foot, legend, levels
    )
    return framed(words, WIDTH, y), picture


def _slopes(panels: Sequence[Panel]) -> Iterator[_Slope]:
    """The panels side by side; those that count pairs have one scale, so they can be compared."""
    wide = (WIDTH - 2 * MARGIN - PANEL_GAP * (PANELS - 1)) / PANELS
    headings = [broken(panel.heading, LETTERS * BOLD, wide) for panel in panels]
    begin = LETTERS + TEXT_LINE * max(map(len, headings))
    most = max((max(*p.was, *p.now) for p in panels if not p.is_share), default=0) or 1
    for n, (panel, heading) in enumerate(zip(panels, headings, strict=True)):
        x = MARGIN + n * (wide + PANEL_GAP)
        scale = 1.0 if panel.is_share else most
        is_known = not any(map(math.isnan, (*panel.was, *panel.now)))
        heights = [
            begin + 8 + SLOPE * (1 - (value if is_known else 0) / scale)
            for value in (*panel.was, *panel.now)
        ]
        room = 46.0 if not panel.is_share else SHARE_ROOM
        foot = begin + 8 + SLOPE
        what = broken(panel.what, LETTERS, wide)
        yield _Slope(
            x,
            _at(heading, LETTERS, TEXT_LINE),
            panel.numbers,
            x + room,
            x + wide - room,
            (heights[0], heights[1]),
            (heights[2], heights[3]),
            panel.is_share,
            is_known,
            panel.is_joined,
            foot + 24,
            _at(what, foot + 44, TEXT_LINE),
        )


def _at(lines: Sequence[str], y: float, step: float) -> Lines:
    return tuple((y + step * n, line) for n, line in enumerate(lines))


def _x(level: int | None, top: int) -> float:
    """Where a level stands; one that is not known stands left of all."""
    place = 0 if level is None else level + 1
    return LEFT + (RIGHT - LEFT) * place / (top + 1)


def _ticks(top: int) -> Iterator[tuple[float, str]]:
    yield _x(None, top), "?"
    step = math.ceil((top + 1) / MOST_NUMBERS)
    for level in range(0, top + 1, step):
        yield _x(level, top), str(level)


def _row(change: Change, top: int, y: float) -> _Row:
    room = (LEFT if change.levels else WIDTH - MARGIN) - TEXT - 22
    bold = LETTERS * BOLD
    together = " – ".join(change.names)
    if width(together, bold) <= room:
        names: tuple[str, ...] = (together,)
    else:
        names = tuple(cut(name, bold, room) for name in change.names)
    said = broken(change.said, LETTERS, room)
    first = y + TEXT_LINE
    was = now = needed = None
    if change.levels:
        was, now = (_x(level, top) for level in change.levels)
        needed = None if change.needed is None else _x(change.needed, top)
    return _Row(
        change.code,
        y + 12,
        _at(names, first, TEXT_LINE),
        _at(said, first + TEXT_LINE * len(names), TEXT_LINE),
        change.title,
        y + TEXT_LINE * (len(names) + len(said)) + 10,
        was,
        now,
        needed,
        change.is_uncertain,
    )


def _legend(
    texts: Texts, keys: Iterable[tuple[str, str]], y: float, *, has_levels: bool
) -> tuple[tuple[_Key, ...], float]:
    """The marks, then how levels are drawn, in rows."""
    points = [("before", texts.before), ("now", texts.now)]
    points += [("needed", texts.needed), ("uncertain", texts.uncertain)]
    groups = [list(keys), [(sort, text) for sort, text in points if text] if has_levels else []]
    placed: list[_Key] = []
    for group in groups:
        x = MARGIN
        for sort, text in group:
            before = 44.0 if sort == "uncertain" else TEXT - MARGIN
            takes = before + width(text, LETTERS)
            if x > MARGIN and x + takes > WIDTH - MARGIN:
                x, y = MARGIN, y + LINE_HEIGHT
            placed.append(_Key(sort, x, y, text))
            x += takes + 22
        if group:
            y += LINE_HEIGHT
    return tuple(placed), y
