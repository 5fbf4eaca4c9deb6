"""Where everything in the picture of brokers stands: a row for each, with a bar."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from collabmodel.presentation.figures.frame import BOLD, LETTERS, MARGIN, Frame, Words, framed
from collabmodel.presentation.figures.lettering import cut
from collabmodel.presentation.figures.map_layout import LegendKey, in_rows

__all__ = ["BrokersPicture", "Entry", "Section", "laid_out"]

WIDTH = 820.0
NAME_ROOM = 260.0
ROW = 62.0
BAR = 12.0
LEAST_BAR = 3.0
"""How long the bar of a single pair is at the least."""


@attrs.frozen
class Entry:
    """A broker: who, how many pairs, how many of them stand out, and what is said of it."""

    name: str
    beside: str
    every: int
    some: int
    what: str
    more: str


@attrs.frozen
class Section:
    """Brokers of one sort, with how their bars are drawn and what that means.

    Attributes:
        heading: What they have in common.
        style: `sure`, or `maybe` where it is not known.
        whole: What the whole bar means.
        part: What its filled part means.
        scale: The number of pairs for which a bar is as long as there is room.
        entries: The brokers.
    """

    heading: str
    style: str
    whole: str
    part: str
    scale: int
    entries: tuple[Entry, ...]


@attrs.frozen
class _Text:
    x: float
    y: float
    text: str
    full: str
    role: str


@attrs.frozen
class _Bar:
    x: float
    y: float
    whole: float
    part: float
    style: str


@attrs.frozen(eq=False)
class BrokersPicture:
    """What the template draws. All numbers are texts or lengths in units of the picture."""

    height: float
    texts: tuple[_Text, ...]
    bars: tuple[_Bar, ...]
    legend: tuple[LegendKey, ...]


def laid_out(sections: Sequence[Section], words: Words) -> tuple[Frame, BrokersPicture]:
    """Give everything its place.

    Args:
        sections: The brokers of each sort.
        words: What is written around the drawing.
    """
    texts, bars, keys = list[_Text](), list[_Bar](), list[LegendKey]()
    start = MARGIN + NAME_ROOM + 16
    room = WIDTH - MARGIN - start
    y = 0.0
    for section in sections:
        y += LETTERS + 8
        texts.append(_text(MARGIN, y, section.heading, WIDTH - 2 * MARGIN, "heading"))
        placed, y = in_rows(
            (
                LegendKey(f"{section.style}-whole", section.whole),
                LegendKey(f"{section.style}-part", section.part),
            ),
            WIDTH - 2 * MARGIN,
            y + 22,
        )
        keys += placed
        y += 8
        for entry in section.entries:
            texts += (
                _text(MARGIN, y + 10, entry.name, NAME_ROOM, "name"),
                _text(MARGIN, y + 27, entry.beside, NAME_ROOM, "beside"),
                _text(start, y + 27, entry.what, room, "what"),
                _text(start, y + 44, entry.more, room, "beside"),
            )
            whole, part = (
                max(LEAST_BAR, room * count / section.scale) if count else 0.0
                for count in (entry.every, entry.some)
            )
            bars.append(_Bar(start, y, whole, part, section.style))
            y += ROW
    frame = framed(words, WIDTH, y + (LETTERS if sections else 0))
    return frame, BrokersPicture(BAR, tuple(texts), tuple(bars), tuple(keys))


def _text(x: float, y: float, text: str, room: float, role: str) -> _Text:
    shown = cut(text, LETTERS * (BOLD if role in {"heading", "name"} else 1), room)
    return _Text(x, y, shown, text if shown != text else "", role)
