"""What chance gives for the roles of brokers: mean and exact standard deviation.

Chance is a random graph without direction: each two nodes are tied with the same chance d, whatever
else is tied. The groups are fixed, and each node belongs to one.

An open two-path, two ties and a missing one, has the chance b = d²(1 − d). Two of them with the
same broker depend on one another if they share an end. The ties of an undirected graph are one
draw each: the variance of directed graphs, where a way there and a way back are two draws, would
make z too large by √2 for every role but representative and gatekeeper (so does `sna`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["chance_of_network", "chance_of_nodes"]

Floats = npt.NDArray[np.float64]


def chance_of_nodes(sizes: Sequence[int], density: float) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the counts of a node, for a node of each group.

    If a role can be had between N pairs of ends, 2S ordered pairs of which share an end, the mean
    is bN and the variance N·b(1 − b) + 2S·d³(1 − d)³.

    Args:
        sizes: The number of members of each group.
        density: The chance of a tie, d.

    Returns:
        Two arrays: a row for each group; columns coordinator, itinerant, representative,
        gatekeeper, liaison, total.

    >>> from collabmodel.analysis.brokerage_chance import chance_of_nodes
    >>> mean, _ = chance_of_nodes([3, 2], density=0.5)
    >>> mean.tolist()[0]
    [0.125, 0.125, 0.5, 0.5, 0.0, 0.75]
    """
    size = np.array(sizes, dtype=np.float64)
    nodes = size.sum()
    own, outside = size - 1, nodes - size
    # Of the other groups: the sum of their sizes is `outside`; these are of squares and of cubes.
    squares, cubes = np.sum(size**2) - size**2, np.sum(size**3) - size**3
    within_others = (squares - outside) / 2
    rest = np.full_like(size, nodes - 1)
    # Of each role: the pairs N, and S, the ends times the pairs of partners that each end has.
    roles = [
        (_two(own), own * _two(own - 1)),
        (within_others, (cubes - 3 * squares + 2 * outside) / 2),
        *[(own * outside, own * _two(outside) + outside * _two(own))] * 2,
        (
            _two(outside) - within_others,
            ((outside**2 - outside) * outside - (2 * outside - 1) * squares + cubes) / 2,
        ),
        (_two(rest), rest * _two(rest - 1)),
    ]
    pairs, sharing = (np.stack(columns, axis=1) for columns in zip(*roles, strict=True))
    open_path = density**2 * (1 - density)
    variance = pairs * open_path * (1 - open_path)
    variance += 2 * sharing * (density * (1 - density)) ** 3
    return open_path * pairs, np.sqrt(variance)


def chance_of_network(sizes: Sequence[int], density: float) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the sums of the counts over all nodes.

    A count is a sum over all three nodes, so its variance falls into parts that are not correlated:
    what each tie explains, what two ties of three nodes explain beyond that, and what all three
    ties do. With v = d(1 − d) these are v·Σ c² over the places for a tie, c being how much a tie
    there changes the mean; v²·Σ (own·(1 − d) − others·d)² over each three nodes and each corner of
    them; and v³·Σ all² over each three. Here all is how many of the three could have the role
    between the other two, own whether the corner could, and others how many besides it.

    Args:
        sizes: The number of members of each group.
        density: The chance of a tie, d.

    Returns:
        Two arrays with the columns of `chance_of_nodes`.

    >>> from collabmodel.analysis.brokerage_chance import chance_of_network
    >>> mean, sd = chance_of_network([3], density=0.5)
    >>> float(mean[5]), round(float(sd[5]), 3)
    (0.375, 0.484)
    """
    d, v = density, density * (1 - density)
    nodes = sum(sizes)
    # How many three nodes are of one group, of two, of three.
    one = sum(math.comb(size, 3) for size in sizes)
    two = sum(math.comb(size, 2) * (nodes - size) for size in sizes)
    three = math.comb(nodes, 3) - one - two
    # Sums over the places for a tie in a group, of the square of how many others are in it or out.
    among_own = sum(math.comb(size, 2) * (size - 2) ** 2 for size in sizes)
    among_out = sum(math.comb(size, 2) * (nodes - size) ** 2 for size in sizes)
    across_own, across_out = _across(sizes, 2), _across(sizes, nodes)
    among_all = math.comb(nodes, 2) * (nodes - 2) ** 2

    every = (d * (2 - 3 * d)) ** 2
    all_have_it = (3, 3 * (1 - 3 * d) ** 2, 9)
    two_have_it = (2, 2 * (1 - 2 * d) ** 2 + (2 * d) ** 2, 4)
    one_has_it = (1, (1 - d) ** 2 + 2 * d**2, 1)
    itinerant = across_own * v**2 + among_out * d**4
    representative = across_own * (d * (1 - 2 * d)) ** 2 + among_out * (2 * v) ** 2
    roles = [
        (one, among_own * every, all_have_it),
        (two, itinerant, one_has_it),
        *[(two, representative, two_have_it)] * 2,
        (three, across_out * every, all_have_it),
        (one + two + three, among_all * every, all_have_it),
    ]
    mean = [threes * having * d * v for threes, _, (having, _, _) in roles]
    variance = [
        v * single + v**2 * threes * corners + v**3 * threes * sides
        for threes, single, (_, corners, sides) in roles
    ]
    return np.array(mean), np.sqrt(variance)


def _two(count: Floats) -> Floats:
    """How many pairs there are among so many."""
    return count * (count - 1) / 2


def _across(sizes: Sequence[int], less: int) -> int:
    """The sum of (g + h − *less*)² over all pairs of nodes of two groups, of sizes g and h."""
    first, second, third, fourth = (sum(size**power for size in sizes) for power in (1, 2, 3, 4))
    squares = third * first + second**2 - 2 * fourth
    products = 2 * (second * first - third)
    return squares - less * products + less**2 * (first**2 - second) // 2
