"""Places on a ring: each organisation and its services together, those with many lines near.

Organisations that are parts of one whole stand side by side.

The same places and lines give the same ring, whatever the order in which they come to hand.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

import attrs

__all__ = ["LABELS", "Point", "Ring", "ring_of"]

SPACING = 17.0
"""How far apart two labels begin, along the ring."""

LEAST_RADIUS = 200.0
LABELS = 24.0
"""How far outside the ring its labels begin."""

Point = tuple[float, float]
Edge = tuple[str, str]


@attrs.frozen(eq=False)
class Ring:
    """Where each place stands. The middle of the ring is the origin.

    Attributes:
        radius: How far from the middle the places stand.
        angles: The direction of each place, in radians, clockwise from the right.
        step: The angle between two neighbours.
        groups: The places of each organisation, in the order of the ring.
    """

    radius: float
    angles: dict[str, float]
    step: float
    groups: tuple[tuple[str, ...], ...]

    def at(self, place: str, outside: float = 0) -> Point:
        """The point of a place, or one farther outside in its direction."""
        return self.towards(self.angles[place], self.radius + outside)

    @staticmethod
    def towards(angle: float, distance: float) -> Point:
        """The point at that angle and distance from the middle."""
        return distance * math.cos(angle), distance * math.sin(angle)

    def bend(self, a: str, b: str) -> Point:
        """The point towards which the line of two places bends: the nearer they are, the less."""
        first, second = self.angles[a], self.angles[b]
        apart = abs(first - second)
        middle = (first + second) / 2 + (math.pi if apart > math.pi else 0)
        apart = min(apart, 2 * math.pi - apart)
        return self.towards(middle, 0.86 * self.radius * (1 - math.sin(apart / 2)))

    def along(self, a: str, b: str, share: float) -> Point:
        """The point of the line of two places at that share of its way."""
        start, bend, end = self.at(a), self.bend(a, b), self.at(b)
        weights = (1 - share) ** 2, 2 * share * (1 - share), share**2
        x, y = (
            math.fsum(w * point[axis] for w, point in zip(weights, (start, bend, end), strict=True))
            for axis in (0, 1)
        )
        return x, y


def ring_of(
    groups: Sequence[Sequence[str]], edges: Iterable[Edge], wholes: Sequence[str] = ()
) -> Ring:
    """Place *groups* on a ring so that what has lines stands near.

    Args:
        groups: The places of each organisation. The first of each stays first, as its heading.
        edges: Which places have a line.
        wholes: The whole that each organisation is a part of. Left out, each is its own.
    """
    known = sorted({(min(edge), max(edge)) for edge in edges})
    ordered = _in_groups(_groups_in_order(groups, wholes, known), known)
    gap = 1 if len(groups) < len(list(itertools.chain(*groups))) else 0
    slots = sum(len(group) + gap for group in ordered) or 1
    step = 2 * math.pi / slots
    angles, slot = {}, 0
    for group in ordered:
        for place in group:
            angles[place] = step * (slot + 0.5) - math.pi / 2
            slot += 1
        slot += gap
    radius = max(LEAST_RADIUS, SPACING * slots / (2 * math.pi) - LABELS)
    return Ring(radius, angles, step, tuple(map(tuple, ordered)))


def _groups_in_order(
    groups: Sequence[Sequence[str]], wholes: Sequence[str], edges: Sequence[Edge]
) -> list[Sequence[str]]:
    """The groups of each whole side by side, near to what they have lines with."""
    families: dict[str | int, list[Sequence[str]]] = defaultdict(list)
    for n, group in enumerate(groups):
        families[wholes[n] if wholes else n].append(group)
    members = list(families.values())
    around = _exchanged([list(itertools.chain(*family)) for family in members], edges)
    ordered = [group for n in around for group in members[n]]
    family = [n for n in around for _ in members[n]]
    return [ordered[n] for n in _exchanged(ordered, edges, family)]


def _exchanged(
    groups: Sequence[Sequence[str]], edges: Sequence[Edge], family: Sequence[int] = ()
) -> list[int]:
    """The order of the groups, two of them exchanged as long as that brings their lines nearer.

    Args:
        groups: The places of each group.
        edges: Which places have a line.
        family: Of each group, the family of which alone it may be exchanged with another.
    """
    import numpy as np

    number = {place: n for n, group in enumerate(groups) for place in group}
    size = len(groups)
    lines = np.zeros((size, size), dtype=np.int64)
    for a, b in edges:
        lines[number[a], number[b]] += 1
        lines[number[b], number[a]] += 1
    np.fill_diagonal(lines, 0)
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    apart = np.minimum(apart, size - apart)
    at = np.arange(size)  # which place each group has
    both = [
        (one, two)
        for one, two in itertools.combinations(range(size), 2)
        if not family or family[one] == family[two]
    ]
    for _ in range(20):
        is_better = False
        for one, two in both:
            farther = apart[at[two]][at] - apart[at[one]][at]
            farther[[one, two]] = 0  # these two stay as far from one another
            if ((lines[one] - lines[two]) * farther).sum() < 0:
                at[[one, two]] = at[[two, one]]
                is_better = True
        if not is_better:
            break
    return [int(n) for n in np.argsort(at)]


def _in_groups(groups: Sequence[Sequence[str]], edges: Sequence[Edge]) -> list[list[str]]:
    """The places of each group, in the order of where their lines lead."""
    slots = {place: n for n, place in enumerate(itertools.chain(*groups))}
    partners = defaultdict[str, list[str]](list)
    for a, b in edges:
        partners[a].append(b)
        partners[b].append(a)
    around, ordered = len(slots), []
    for group in groups:
        middle = slots[group[0]] + len(group) // 2
        leans = {
            place: _lean([slots[other] for other in partners[place]], middle, around)
            for place in group
        }
        first, *others = group
        ordered.append([first, *sorted(others, key=lambda place: (leans[place], place))])
    return ordered


def _lean(slots: Sequence[int], middle: int, around: int) -> float:
    """How far to the one or the other side of *middle* these slots lie on average."""
    half = around // 2
    offsets = [(slot - middle + half) % around - half for slot in slots]
    return sum(offsets) / len(offsets) if offsets else 0.0
