"""The gain of every possible new tie: how much nearer would it bring the nodes to one another?

A new tie between u and v lays a path of d(i,u) + 1 + d(v,j) between i and j, and helps where that
is shorter than d(i,j). Pairs whose ends are equally far from u and from v are taken together, so
that all possible ties are a few products of matrices.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.displayed import ROWS, Displayed, Rows
from collabmodel.analysis.global_efficiency import Floats
from collabmodel.analysis.ratio import ratio
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Ints, Network, Projection, snapshot
from collabmodel.domain.errors import InvalidArgument

__all__ = ["EfficiencyGains", "PossibleTie", "efficiency_gains"]

MOST_NODES = 4000
"""Matrices of all pairs of so many nodes fit into 2 GB."""

FEW = 1 / 16
"""Below this share of places that are not 0, a sparse product is faster than a dense one."""


@attrs.frozen
class PossibleTie:
    """A pair of nodes that have no tie.

    Attributes:
        a: The id of the one; it comes first by alphabet.
        b: The id of the other.
        gain: By how much a tie between the two would raise the global efficiency.
    """

    a: str
    b: str
    gain: float


@attrs.frozen
class EfficiencyGains(Displayed):
    """By how much each possible new tie would raise the global efficiency of a network.

    Attributes:
        value: The global efficiency as it is; NaN with fewer than two nodes.
        ids: The ids of the nodes, sorted.
        gains: Nodes × nodes: the gain of a tie between the two; NaN where they have one, and
            for a node with itself.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    value: float
    ids: tuple[str, ...]
    gains: Floats = attrs.field(
        repr=False, hash=False, eq=attrs.cmp_using(lambda a, b: np.array_equal(a, b, True))
    )
    project: Projection | None
    rules: Rules | None

    def tie(self, a: str, b: str) -> PossibleTie:
        """The gain of a tie between the nodes with these ids.

        Raises:
            UnknownId: No node has one of them.
            InvalidArgument: The two have a tie, or are one node.
        """
        one, other = sorted(place_of(name, self.ids) for name in (a, b))
        if math.isnan(self.gains[one, other]):
            why = "are one node" if one == other else "have a tie already"
            raise InvalidArgument(f"'{a}' and '{b}' {why}, so no tie between them would be new.")
        return PossibleTie(self.ids[one], self.ids[other], float(self.gains[one, other]))

    def best(self, number: int | None = None) -> tuple[PossibleTie, ...]:
        """The *number* possible ties of the largest gain, the largest first; by default all."""
        left, right = np.triu_indices(len(self.ids), 1)
        gains = self.gains[left, right]
        possible = np.flatnonzero(~np.isnan(gains))
        # Gains that differ by no more than the rounding of sums are equal: ids decide.
        order = np.argsort(-gains[possible].round(13), kind="stable")
        chosen = possible[order[:number]]
        return tuple(
            PossibleTie(self.ids[one], self.ids[other], gain)
            for one, other, gain in zip(
                left[chosen].tolist(), right[chosen].tolist(), gains[chosen].tolist(), strict=True
            )
        )

    def records(self, number: int | None = None) -> list[dict[str, Any]]:
        """One dict for each of the *number* best possible ties; by default for all."""
        return [attrs.asdict(tie) for tie in self.best(number)]

    def _parts(self) -> Iterator[str | Rows]:
        yield f"Global efficiency {self.value:.3f}, and what each new tie would add to it"
        possible = int(np.count_nonzero(~np.isnan(self.gains))) // 2
        if possible:
            yield Rows(self.records(ROWS), digits=6, total=possible)
        else:
            yield "No tie can be added."


def efficiency_gains(
    data: Network, *, rules: Rules | None = None, project: Projection | None = None
) -> EfficiencyGains:
    """By how much each possible new tie would raise the global efficiency.

    The gain of a tie is the global efficiency (Latora & Marchiori 2001) with it, less that
    without it. Nodes that cannot reach one another are handled as there: they are 0 near. Gains
    are those of one tie alone: they do not add.

    The time grows with the cube of the number of nodes, and with the square of the largest
    distance while few nodes lie at each distance.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Raises:
        InvalidArgument: There are more than 4,000 nodes, or as `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel import efficiency_gains
    >>> found = efficiency_gains(nx.path_graph(["ward", "clinic", "gp", "flats", "jobs"]))
    >>> best = found.best(1)[0]
    >>> best.a, best.b, round(best.gain, 3)
    ('jobs', 'ward', 0.108)
    """
    taken = snapshot(data, None, rules=rules, project=project)
    count = len(taken.ids)
    if count > MOST_NODES:
        raise InvalidArgument(
            f"the network has {count} nodes, and the gain of every possible tie is worked out for "
            f"at most {MOST_NODES}. Take a part of it; or take the global efficiency of the "
            "network with each tie that is in question."
        )
    gains, near = _gains(_distances(taken.adjacency)) if count else (np.zeros((0, 0)), 0.0)
    scale = max(1, count * (count - 1))
    gains *= 2 / scale
    gains[taken.left, taken.right] = gains[taken.right, taken.left] = math.nan
    np.fill_diagonal(gains, math.nan)
    return EfficiencyGains(
        value=ratio(near, count * (count - 1)),
        ids=taken.ids,
        gains=gains,
        project=taken.project,
        rules=taken.rules,
    )


def _distances(adjacency: csr_array[np.float64]) -> Ints:
    """The distance of each pair of nodes; −1 where one cannot reach the other."""
    found = shortest_path(adjacency, method="D", unweighted=True)
    found[np.isinf(found)] = -1
    return np.asarray(found.astype(np.int32))


def _gains(distance: Ints) -> tuple[Floats, float]:
    """For each two nodes, what a tie would add to the sum of 1 / distance; and that sum."""
    longest = int(distance.max())
    inverse = np.zeros(longest + 2)  # the last place is that of −1: out of reach
    inverse[1:-1] = 1 / np.arange(1, longest + 1)
    gains = np.zeros(distance.shape)
    at = [_at(distance, away) for away in range(longest)]
    for a in range(longest // 2):
        # i lies a from u, j lies b from v, b ≥ a; the transpose adds those with b < a.
        saved = np.zeros(distance.shape)
        for b in range(a, longest - 1 - a):
            new = a + 1 + b
            saving = np.maximum(1 / new - inverse, 0) * (0.5 if a == b else 1)
            saving[[0, -1]] = 0  # a node with itself, and what is out of reach
            saved += at[b] @ saving[distance]
        gains += at[a] @ saved.T
    gains += gains.T
    apart = distance < 0
    if apart.any():
        gains[apart] = _joined(distance, longest)[apart]
    return gains, float(inverse[distance].sum())


def _at(distance: Ints, away: int) -> Any:
    """Which nodes lie so far from each, as a matrix: sparse where these are few."""
    there = distance == away
    return csr_array(there, dtype=np.float64) if there.mean() < FEW else there.astype(np.float64)


def _joined(distance: Ints, longest: int) -> Floats:
    """What a tie adds that joins two parts: all of the one then reach all of the other."""
    away = np.arange(longest + 1)
    near = np.stack([(distance == each).sum(axis=1) for each in away], axis=1).astype(np.float64)
    joined = near @ (1 / (away[:, None] + 1 + away)) @ near.T
    return np.asarray(joined)
