"""How many ties chance leaves within groups and between them: mean and variance, exactly.

Chance deals the groups out to the nodes; the network and the sizes of the groups are fixed, and
every way to do so is as likely. In fractions, since the terms of a variance nearly cancel.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

__all__ = ["external_moments", "group_moments"]

Ints = npt.NDArray[np.int64]


def external_moments(
    sharers: Sequence[int] | Ints, degrees: Sequence[int] | Ints
) -> tuple[Fraction, Fraction]:
    """Mean and variance of the number of external ties, if groups are dealt out at random.

    With x⁽ʳ⁾ = x(x−1)…(x−r+1), n nodes and m ties, rᵢ others that share a group with node i, and
    R = Σ rᵢ, the chance that two nodes share a group is p₂ = R / n⁽²⁾, that one shares one with
    each of two others p₃ = Σ rᵢ⁽²⁾ / n⁽³⁾, and that two disjoint pairs both share one
    p₄ = (R² − 2R − 4 Σ rᵢ⁽²⁾) / n⁽⁴⁾. The variance is

        m·p₂ + 2S·p₃ + (m⁽²⁾ − 2S)·p₄ − m²p₂²      S = Σ d(d − 1)/2

    since of the ordered pairs of ties m are identical and 2S have one node in common. Those are the
    moments of Mantel (1967) for the network and the one of who shares a group.

    Args:
        sharers: For each node, how many others share a group with it.
        degrees: The number of ties of each node.

    >>> from collabmodel.analysis.ei_moments import external_moments
    >>> external_moments([1, 1, 1, 1], [1, 2, 2, 1])  # two groups of two
    (Fraction(2, 1), Fraction(2, 3))
    """
    nodes = len(degrees)
    pairs, touching_pairs = _ties(sharers)
    disjoint = 4 * (pairs**2 - pairs - touching_pairs)
    p2 = _chance(2 * pairs, nodes, 2)
    p3 = _chance(touching_pairs, nodes, 3)
    p4 = _chance(disjoint, nodes, 4)
    ties, touching = _ties(degrees)
    internal, variance = _moments(ties, touching, p2, p3, p4)
    return ties - internal, variance


def group_moments(
    members: Sequence[int], degrees: Sequence[int] | Ints
) -> list[tuple[Fraction, Fraction, Fraction, Fraction]]:
    """Of each group: mean and variance of the ties inside it, and of those with one end in it.

    Under the same chance as `external_moments` and by the same formula. There pᵣ is the chance that
    r nodes are all in the group; or, for ties with one end in it, that one tie is such, that two
    ties with a node in common both are, and that two others both are.

    Args:
        members: The size of each group.
        degrees: The number of ties of each node of the network.

    >>> from collabmodel.analysis.ei_moments import group_moments
    >>> group_moments([2], [1, 2, 2, 1])
    [(Fraction(1, 2), Fraction(1, 4), Fraction(2, 1), Fraction(2, 3))]
    """
    nodes, (ties, touching) = len(degrees), _ties(degrees)
    found = []
    for size in members:
        rest = nodes - size
        inside = [_chance(math.perm(size, drawn), nodes, drawn) for drawn in (2, 3, 4)]
        across = [
            _chance(2 * size * rest, nodes, 2),
            _chance(size * math.perm(rest, 2) + rest * math.perm(size, 2), nodes, 3),
            _chance(4 * math.perm(size, 2) * math.perm(rest, 2), nodes, 4),
        ]
        found.append((*_moments(ties, touching, *inside), *_moments(ties, touching, *across)))
    return found


def _ties(degrees: Sequence[int] | Ints) -> tuple[int, int]:
    """How many ties there are, and how many ordered pairs of them have a node in common."""
    degree = np.asarray(degrees, dtype=np.int64)
    return int(degree.sum()) // 2, int(degree @ (degree - 1))


def _moments(
    ties: int, touching: int, p2: Fraction, p3: Fraction, p4: Fraction
) -> tuple[Fraction, Fraction]:
    """Mean and variance of the number of ties of a kind, from the chances of `external_moments`."""
    apart = math.perm(ties, 2) - touching
    return ties * p2, ties * p2 + touching * p3 + apart * p4 - ties**2 * p2**2


def _chance(ways: int, nodes: int, drawn: int) -> Fraction:
    """*ways* of all ways to draw so many nodes in order; 0 where there are too few nodes."""
    every = math.perm(nodes, drawn)
    return Fraction(ways, every) if every else Fraction(0)
