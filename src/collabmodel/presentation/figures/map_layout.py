"""Where everything on the map stands: from lines and words to coordinates, for the template."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import attrs

from collabmodel.presentation.figures.frame import (
    BOLD,
    LETTERS,
    LINE_HEIGHT,
    MARGIN,
    Frame,
    Words,
    framed,
)
from collabmodel.presentation.figures.lettering import broken, cut, width
from collabmodel.presentation.figures.map_lines import Line, Place
from collabmodel.presentation.figures.ring import LABELS, Point, Ring, ring_of

__all__ = [
    "LegendKey",
    "ListEntry",
    "MapPicture",
    "faint_style_of",
    "in_rows",
    "laid_out",
    "style_of",
]

LEAST_WIDTH = 820.0
LABEL_ROOM = 270.0
"""How long a label may be; a longer name stands whole in its title."""

LABEL_ROOM_OF_FEW = 380.0
"""The same where there are fewer than thirty places, so that the picture stays small anyhow."""

BADGE = 11.0
"""The radius of a badge. What is written on it may have three digits."""

LIST_LINE = 16.0


@attrs.frozen
class ListEntry:
    """A thick line as the list below the ring tells it: its badge, who, and what."""

    mark: str
    names: tuple[str, str]
    what: str


@attrs.frozen
class LegendKey:
    """An entry of the legend: how a line is drawn, and what that means."""

    style: str
    text: str
    x: float = 0
    y: float = 0


@attrs.frozen
class _Label:
    x: float
    y: float
    turn: float
    anchor: str
    text: str
    full: str
    is_heading: bool
    is_marked: bool


@attrs.frozen
class _Dot:
    x: float
    y: float
    is_service: bool
    is_marked: bool


@attrs.frozen
class _Thick:
    path: str
    style: str
    mark: str
    x: float
    y: float
    title: str


@attrs.frozen
class _Listed:
    x: float
    y: float
    style: str
    mark: str
    a: str
    b: str
    is_tall: bool
    full: str
    what: tuple[str, ...]


@attrs.frozen(eq=False)
class MapPicture:
    """What the template draws. All numbers are texts or lengths in units of the picture.

    The *entries* say of each thick line who and what it is, for a page that lists them itself.
    """

    middle: Point
    arcs: tuple[str, ...]
    dots: tuple[_Dot, ...]
    labels: tuple[_Label, ...]
    faint: tuple[tuple[str, str], ...]
    thick: tuple[_Thick, ...]
    badge: float
    legend: tuple[LegendKey, ...]
    listed: tuple[_Listed, ...]
    entries: tuple[ListEntry, ...]


def style_of(line: Line) -> str:
    """How a thick line is drawn: `certain`, `uncertain` or `open`."""
    if line.standing == "open":
        return "open"
    return "certain" if line.is_certain else "uncertain"


def faint_style_of(line: Line) -> str:
    """How a thin line is drawn: `contact`, `unsettled` or `movement`."""
    if line.has_contact is None:
        return "unsettled"
    return "contact" if line.has_contact else "movement"


def laid_out(
    places: Sequence[Place],
    thick: Sequence[Line],
    faint: Sequence[Line],
    names: Mapping[str, str],
    entries: Sequence[ListEntry],
    legend: Iterable[LegendKey],
    words: Words,
) -> tuple[Frame, MapPicture]:
    """Give everything its place.

    Args:
        places: What stands on the ring.
        thick: The lines that are drawn thick.
        faint: Those that are drawn thin.
        names: What each place is called.
        entries: What is said of each thick line.
        legend: How lines are drawn, and what that means.
        words: What is written around the drawing.
    """
    groups: dict[str, list[str]] = {}
    for place in places:
        groups.setdefault(place.organisation, []).append(place.id)
    wholes = {place.organisation: place.whole for place in places}
    ring = ring_of(
        list(groups.values()),
        [(line.a, line.b) for line in (*thick, *faint)],
        [wholes[organisation] for organisation in groups],
    )
    marked = {id for line in thick for id in (line.a, line.b)}
    most = LABEL_ROOM if len(places) >= 30 else LABEL_ROOM_OF_FEW
    labels = [_label(ring, place, names[place.id], most, place.id in marked) for place in places]
    left, top, right, bottom = _bounds(ring, labels)
    wide = max(LEAST_WIDTH, right - left + 2 * MARGIN)
    room = wide - 2 * MARGIN
    placed, drawing = in_rows(legend, room, bottom - top + MARGIN)
    listed, below = _list(thick, entries, room)
    picture = MapPicture(
        middle=(MARGIN + (room - right + left) / 2 - left, -top),
        arcs=tuple(_arc(ring, group) for group in ring.groups),
        dots=tuple(
            _Dot(*ring.at(place.id), place.is_service, place.id in marked) for place in places
        ),
        labels=tuple(labels),
        faint=tuple(
            (style, _path(ring, (line for line in faint if faint_style_of(line) == style)))
            for style in ("movement", "unsettled", "contact")
        ),
        thick=_with_badges(ring, thick, entries),
        badge=BADGE,
        legend=placed,
        listed=listed,
        entries=tuple(entries),
    )
    return framed(words, wide, drawing, below), picture


# The ring


def _label(ring: Ring, place: Place, name: str, room: float, is_marked: bool) -> _Label:
    x, y = ring.at(place.id, LABELS)
    angle = math.degrees(ring.angles[place.id])
    is_left = x < 0
    size = LETTERS * (BOLD if is_marked or not place.is_service else 1)
    text = cut(name, size, room)
    return _Label(
        x,
        y,
        angle + 180 if is_left else angle,
        "end" if is_left else "start",
        text,
        name if text != name else "",
        not place.is_service,
        is_marked,
    )


def _bounds(ring: Ring, labels: Iterable[_Label]) -> tuple[float, float, float, float]:
    """What the ring with its labels takes: left, top, right, bottom."""
    edge = ring.radius + LABELS
    xs, ys = [-edge, edge], [-edge, edge]
    for label in labels:
        length = edge + width(label.text, LETTERS * BOLD)
        angle = math.atan2(label.y, label.x)
        x, y = ring.towards(angle, length)
        xs.append(x)
        ys += [y - LETTERS / 2, y + LETTERS / 2]
    return min(xs), min(ys), max(xs), max(ys)


def _arc(ring: Ring, group: Sequence[str]) -> str:
    distance, half = ring.radius + 13, ring.step * 0.46
    start, end = ring.angles[group[0]] - half, ring.angles[group[-1]] + half
    end = min(end, start + 2 * math.pi - 0.01)
    a, b = ring.towards(start, distance), ring.towards(end, distance)
    is_large = int(end - start > math.pi)
    return f"M{_xy(a)}A{distance:.1f} {distance:.1f} 0 {is_large} 1 {_xy(b)}"


def _path(ring: Ring, lines: Iterable[Line]) -> str:
    return "".join(_curve(ring, line) for line in lines)


def _curve(ring: Ring, line: Line) -> str:
    start, bend, end = ring.at(line.a), ring.bend(line.a, line.b), ring.at(line.b)
    return f"M{_xy(start)}Q{_xy(bend)} {_xy(end)}"


def _xy(point: Point) -> str:
    x, y = (round(value, 1) + 0.0 for value in point)  # no minus before zero
    return f"{x:g} {y:g}"


def _with_badges(
    ring: Ring, lines: Sequence[Line], entries: Sequence[ListEntry]
) -> tuple[_Thick, ...]:
    taken: list[Point] = []
    drawn = []
    for line, entry in zip(lines, entries, strict=True):
        points = [ring.along(line.a, line.b, share) for share in _SHARES]
        point = next((p for p in points if _nearest(p, taken) > 2.3 * BADGE), None)
        point = point or max(points, key=lambda p: _nearest(p, taken))
        taken.append(point)
        title = f"{entry.mark}: {' – '.join(entry.names)}. {entry.what}"
        drawn.append(_Thick(_curve(ring, line), style_of(line), entry.mark, *point, title))
    return tuple(drawn)


_SHARES = tuple(0.5 + side * distance / 40 for distance in range(16) for side in (1, -1))
"""Where on a line its badge may stand: at the middle, else as near to it as there is room."""


def _nearest(point: Point, others: Iterable[Point]) -> float:
    return min((math.dist(point, other) for other in others), default=math.inf)


# Above and below the ring


def in_rows(
    keys: Iterable[LegendKey], room: float, y: float
) -> tuple[tuple[LegendKey, ...], float]:
    """The entries of a legend in rows, the first at the height *y*, and where they end."""
    placed: list[LegendKey] = []
    x = MARGIN
    for key in keys:
        takes = 46 + width(key.text, LETTERS)
        if x > MARGIN and x + takes > room + MARGIN:
            x, y = MARGIN, y + LINE_HEIGHT
        placed.append(attrs.evolve(key, x=x, y=y))
        x += takes + 24
    return tuple(placed), y + LINE_HEIGHT


def _list(
    lines: Sequence[Line], entries: Sequence[ListEntry], room: float
) -> tuple[tuple[_Listed, ...], float]:
    """The thick lines by their numbers, in one or two columns read downwards, and their height."""
    if not entries:
        return (), 0.0
    columns = 2 if len(entries) > 3 else 1
    rows = math.ceil(len(entries) / columns)
    left = room / columns - 2 * BADGE - 24
    bold = LETTERS * BOLD
    is_tall = any(width(" – ".join(entry.names), bold) > left for entry in entries)
    whats = [broken(entry.what, LETTERS, left) for entry in entries]
    height = LIST_LINE * (1 + is_tall + max(map(len, whats))) + 10
    listed = []
    for n, (line, entry) in enumerate(zip(lines, entries, strict=True)):
        a, b = (cut(name, bold, left) for name in entry.names)
        listed.append(
            _Listed(
                MARGIN + BADGE + room / columns * (n // rows),
                BADGE + height * (n % rows),
                style_of(line),
                entry.mark,
                a,
                b,
                is_tall,
                " – ".join(entry.names) if (a, b) != entry.names else "",
                whats[n],
            )
        )
    return tuple(listed), height * rows + LINE_HEIGHT
