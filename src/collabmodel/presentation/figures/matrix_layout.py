"""Where everything in the matrix stands: from cells and words to coordinates, for the template."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

import attrs

from collabmodel.presentation.figures.frame import BOLD, LETTERS, MARGIN, Frame, Words, framed
from collabmodel.presentation.figures.lettering import cut, width
from collabmodel.presentation.figures.map_layout import LegendKey, in_rows
from collabmodel.presentation.figures.matrix_cells import Cell, MatrixCells

__all__ = ["MatrixPicture", "has_numbers", "laid_out"]

EDGES = {"met": 1.0, "open": 1.0, "uncertain": 1.0, "certain": 0.0}
"""The parts of a square, from below, and how thick the edge of each is."""

LEAST_HEIGHT = 0.5

LEAST_WIDTH = 820.0
LABEL_ROOM = 240.0
"""How long a label may be; a longer name stands whole in its title."""

TURN = 60
"""By how many degrees the labels of columns rise."""

SIDES = ((8, 56.0), (14, 48.0), (20, 40.0), (30, 32.0), (60, 16.0))
"""How wide a cell is, where there are at most so many rows."""

SIDE_OF_SERVICES = 24.0
"""How wide it is at the most where rows are services."""

LEAST_SQUARE = 12.0
"""How large the square of a single pair is at the least."""

NUMBERS = 11
"""The size of the letters of a number."""

NUMBERED = 40.0
"""The side from which a cell has room for its number."""


@attrs.frozen
class _Label:
    x: float
    y: float
    text: str
    full: str


@attrs.frozen
class _Square:
    """What is drawn in a cell: its parts by style, from below, or a dot, and what they say."""

    x: float
    y: float
    title: str
    number: str
    parts: Mapping[str, str]
    dot: str


@attrs.frozen(eq=False)
class MatrixPicture:
    """What the template draws. All numbers are texts or lengths in units of the picture."""

    side: float
    turn: int
    lines: str
    borders: str
    diagonal: str
    of_services: bool
    parts: Mapping[str, str]
    squares: tuple[_Square, ...]
    rows: tuple[_Label, ...]
    columns: tuple[_Label, ...]
    bands: tuple[_Label, ...]
    brackets: str
    legend: tuple[LegendKey, ...]


def laid_out(
    found: MatrixCells,
    names: Mapping[str, str],
    runners: Sequence[str],
    titles: Mapping[Cell, str],
    legend: Iterable[LegendKey],
    words: Words,
) -> tuple[Frame, MatrixPicture]:
    """Give everything its place.

    Args:
        found: What stands in the matrix.
        names: What each row is called.
        runners: What each band of rows is called.
        titles: The cells that are drawn, and what each of them says.
        legend: What each sign means.
        words: What is written around the drawing.
    """
    grid = _Grid.of(found, names)
    bands, brackets = _bands(found, runners, grid)
    ends = [label.x + width(label.text, LETTERS * BOLD) for label in bands]
    ends += [grid.end_of_column(label) for label in grid.columns]
    wide = max(LEAST_WIDTH, max(ends, default=0) + MARGIN)
    foot = grid.top + grid.long + MARGIN + 6 if found.groups else LETTERS
    placed, drawing = in_rows(legend, wide - 2 * MARGIN, foot)
    most = max((cell.need for cell in titles), default=0) or 1
    squares = [
        square for cell, title in titles.items() for square in grid.squares(cell, title, most)
    ]
    picture = MatrixPicture(
        side=grid.side,
        turn=-TURN,
        lines=grid.lines(range(len(found.groups) + 1)) if found.groups else "",
        borders=grid.lines(accumulate(band.services for band in found.bands[:-1])),
        diagonal="".join(grid.diagonal()),
        of_services=found.of_services,
        parts={
            style: "".join(square.parts.get(style, "") for square in squares) for style in EDGES
        },
        squares=tuple(squares),
        rows=grid.rows,
        columns=grid.columns,
        bands=bands,
        brackets=brackets,
        legend=placed,
    )
    return framed(words, wide, drawing), picture


def has_numbers(found: MatrixCells) -> bool:
    """Whether there is room for a number in each cell."""
    side = _side(found)
    long = max((width(_number(cell), NUMBERS) for cell in found.cells), default=0)
    return side >= NUMBERED and long <= side


def _number(cell: Cell) -> str:
    """How many pairs have contact enough, of how many that need contact."""
    return f"{cell.met}/{cell.need}"


def _side(found: MatrixCells) -> float:
    side = next(side for most, side in SIDES if len(found.groups) <= most)
    return min(side, SIDE_OF_SERVICES) if found.of_services else side


@attrs.frozen(eq=False)
class _Grid:
    """The rows and columns: the number of each, where the first begins, and how wide each is."""

    place: Mapping[str, int]
    rows: tuple[_Label, ...]
    columns: tuple[_Label, ...]
    left: float
    top: float
    side: float
    is_numbered: bool
    is_scaled: bool

    @classmethod
    def of(cls, found: MatrixCells, names: Mapping[str, str]) -> _Grid:
        side = _side(found)
        texts = {id: cut(names[id], LETTERS, LABEL_ROOM) for id in found.groups}
        longest = max((width(text, LETTERS) for text in texts.values()), default=0)
        left = MARGIN + longest + 10
        top = math.sin(math.radians(TURN)) * longest + LETTERS
        return cls(
            {id: n for n, id in enumerate(found.groups)},
            tuple(
                _Label(left - 8, top + side * (n + 0.5) + 4.5, text, _full(names[id], text))
                for n, (id, text) in enumerate(texts.items())
            ),
            tuple(
                _Label(left + side * (n + 0.5), top - 6, text, _full(names[id], text))
                for n, (id, text) in enumerate(texts.items())
            ),
            left,
            top,
            side,
            is_numbered=has_numbers(found),
            is_scaled=not found.of_services,
        )

    @property
    def long(self) -> float:
        return self.side * len(self.place)

    def end_of_column(self, label: _Label) -> float:
        """How far to the right the label of a column reaches."""
        return label.x + math.cos(math.radians(TURN)) * width(label.text, LETTERS) + LETTERS

    def lines(self, ends: Iterable[int]) -> str:
        """Lines across and down, above and left of the rows with these numbers."""
        ends = list(ends)
        across = [f"M{self.left:.1f} {self.top + self.side * n:.1f}h{self.long:.1f}" for n in ends]
        down = [f"M{self.left + self.side * n:.1f} {self.top:.1f}v{self.long:.1f}" for n in ends]
        return "".join(across + down)

    def diagonal(self) -> Iterator[str]:
        """A frame in each cell of the diagonal."""
        for n in range(len(self.place)):
            x, y = self.left + self.side * n, self.top + self.side * n
            yield _box(x + 1.5, y + 1.5, self.side - 3, self.side - 3)

    def squares(self, cell: Cell, title: str, most: int) -> Iterator[_Square]:
        """What is drawn of a cell: two squares, or one on the diagonal."""
        number = _number(cell) if self.is_numbered and cell.need else ""
        room = self.side - (24 if self.is_numbered else 6)
        size = max(LEAST_SQUARE, room * math.sqrt(cell.need / most)) if self.is_scaled else room
        counts = (cell.met, cell.open, cell.uncertain, cell.certain)
        for row, column in dict.fromkeys(((cell.a, cell.b), (cell.b, cell.a))):
            x = self.left + self.side * self.place[column]
            y = self.top + self.side * self.place[row]
            middle = y + self.side / 2 - (6 if number else 0)
            foot, parts = middle + size / 2, {}
            for style, count in zip(EDGES, counts, strict=True):
                if count:
                    high = size * count / cell.need
                    foot -= high
                    edge = EDGES[style] / 2
                    parts[style] = _box(
                        x + (self.side - size) / 2 + edge,
                        foot + edge,
                        size - 2 * edge,
                        max(high - 2 * edge, LEAST_HEIGHT),
                    )
            yield _Square(x, y, title, number, parts, cell.dot)


def _full(name: str, text: str) -> str:
    return name if text != name else ""


def _bands(
    found: MatrixCells, runners: Sequence[str], grid: _Grid
) -> tuple[tuple[_Label, ...], str]:
    """The label of each band of services, right of the matrix, and a bracket beside it."""
    x, y, labels, brackets = grid.left + grid.long, grid.top, list[_Label](), ""
    for band, name in zip(found.bands, runners, strict=True):
        high = grid.side * band.services
        text = cut(name, LETTERS * BOLD, LABEL_ROOM)
        labels.append(_Label(x + 20, y + high / 2 + 4.5, text, _full(name, text)))
        brackets += f"M{x + 7:.1f} {y + 2:.1f}h5v{high - 4:.1f}h-5"
        y += high
    return tuple(labels), brackets


def _box(x: float, y: float, wide: float, high: float) -> str:
    return f"M{x:.1f} {y:.1f}h{wide:.1f}v{high:.1f}h{-wide:.1f}z"
