"""The forum that would close the most: few services, with many citizens in the pairs among them.

To find the best group of a size is hard for large networks, so groups are grown service by service
from the weightiest missing links, and the best of them is taken.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter

from collabmodel.analysis.need import PairKey
from collabmodel.analysis.pairs import Pair

__all__ = ["Weight", "best_forum", "closed_by", "total", "weight"]

STARTS = 200
"""From how many missing links groups are grown, the weightiest first."""

Weight = tuple[float, float, int, int]
"""What some pairs weigh together: citizens at the least, at the most; pathways; pairs."""

NOTHING: Weight = (0, 0, 0, 0)


def weight(pair: Pair) -> Weight:
    """What one pair weighs; the order is that of missing links."""
    most = pair.citizens.max
    pathways = len(pair.need.pathways) if pair.need else 0
    return pair.citizens.min, math.inf if most is None else most, pathways, 1


def total(weights: Iterable[Weight]) -> Weight:
    """What several weigh together."""
    least, most, pathways, pairs = NOTHING
    for one in weights:
        least, most, pathways, pairs = (
            least + one[0],
            most + one[1],
            pathways + one[2],
            pairs + one[3],
        )
    return least, most, pathways, pairs


def closed_by(members: Sequence[str], missing: Sequence[Pair]) -> list[Pair]:
    """The missing links that a forum of these services would close."""
    present = frozenset(members)
    return [pair for pair in missing if pair.a in present and pair.b in present]


def best_forum(missing: Sequence[Pair], size: int) -> tuple[str, ...]:
    """At most *size* services, joined by missing links, whose forum would close the most.

    Args:
        missing: The missing links that are still open, the weightiest first; at least one.
        size: How many services the forum may have.

    Returns:
        Their ids, sorted.
    """
    beside: dict[str, dict[str, Weight]] = defaultdict(dict)
    for pair in missing:
        beside[pair.a][pair.b] = beside[pair.b][pair.a] = weight(pair)
    grown = (_grown(pair.key, beside, size) for pair in missing[:STARTS])
    return max(sorted(grown, key=itemgetter(1)), key=itemgetter(0))[1]


def _grown(
    start: PairKey, beside: dict[str, dict[str, Weight]], size: int
) -> tuple[Weight, tuple[str, ...]]:
    """The group that grows from a pair, always by the service that adds the most."""
    group, closes = list(start), beside[start[0]][start[1]]
    adds: dict[str, Weight] = {}
    for member in start:
        _join(member, group, beside, adds)
    while len(group) < size and adds:
        best = max(adds.values())
        member = min(id for id, added in adds.items() if added == best)
        closes = total((closes, adds.pop(member)))
        group.append(member)
        _join(member, group, beside, adds)
    return closes, tuple(sorted(group))


def _join(
    member: str,
    group: list[str],
    beside: dict[str, dict[str, Weight]],
    adds: dict[str, Weight],
) -> None:
    """Count what the neighbours of a new *member* would add to the group."""
    for other, between in beside[member].items():
        if other not in group:
            adds[other] = total((adds.get(other, NOTHING), between))
