"""What stands around every drawing: what it is of, what it says, and notes below.

A drawing has coordinates of its own, from its upper left corner. A page that says the rest itself
takes the drawing alone, so the rest is laid out above and below it and never inside.
"""

from __future__ import annotations

import math

import attrs

from collabmodel.presentation.figures.lettering import broken

__all__ = [
    "BOLD",
    "LETTERS",
    "LINE_HEIGHT",
    "MARGIN",
    "Frame",
    "Lines",
    "Words",
    "framed",
    "written",
]

MARGIN = 24.0
LETTERS = 13.0
"""The size of letters."""

HEADING = 22.0
LINE_HEIGHT = 19.0
BOLD = 1.06
"""By how much bold letters are wider."""

Lines = tuple[tuple[float, str], ...]
"""Lines of a text, each with the height at which it stands."""


@attrs.frozen
class Words:
    """What is written around a drawing.

    Attributes:
        above: What the figure is of.
        heading: What it says, in one line.
        subtitle: What more there is to know at once.
        notes: What it does not show, and what it rests on.
    """

    above: str
    heading: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class Frame:
    """Where everything around a drawing stands. Lengths are in units of the picture.

    Attributes:
        width: How wide the picture is.
        height: How high.
        top: Where the drawing begins.
        bottom: Where it ends, and a list that belongs to it begins.
        words: What is written, before it was broken into lines.
    """

    width: int
    height: int
    top: float
    bottom: float
    above: Lines
    heading: Lines
    subtitle: Lines
    notes: Lines
    words: Words


def framed(words: Words, width: float, drawing: float, below: float = 0) -> Frame:
    """Lay out what stands around a drawing.

    Args:
        words: What is written.
        width: How wide the picture is, with its margins.
        drawing: How high the drawing is.
        below: How high the list is that stands between the drawing and the notes.
    """
    room = width - 2 * MARGIN
    above, y = written(words.above, LETTERS, room, MARGIN + LETTERS)
    heading, y = written(words.heading, HEADING, room, y + HEADING - LETTERS)
    subtitle, y = written(words.subtitle, LETTERS, room, y)
    top = y
    bottom = top + drawing
    y = bottom + below
    notes: list[tuple[float, str]] = []
    for note in words.notes:
        lines, y = written(note, LETTERS, room, y)
        notes += lines
    height = math.ceil(y + MARGIN - LETTERS)
    return Frame(
        math.ceil(width), height, top, bottom, above, heading, subtitle, tuple(notes), words
    )


def written(text: str, size: float, room: float, y: float) -> tuple[Lines, float]:
    """The lines of a text, the first at the height *y*, and the height of what comes next."""
    if not text:
        return (), y
    lines = broken(text, size * (BOLD if size > LETTERS else 1), room)
    step = size * LINE_HEIGHT / LETTERS
    return tuple((y + step * n, line) for n, line in enumerate(lines)), y + step * len(lines)
