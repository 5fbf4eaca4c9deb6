"""Assortativity: are the two ends of a tie alike, more than their numbers of ties explain?

With m ties, I of them inside a group, and D the number of tie ends of each group (Newman 2003, here
of an undirected network):

    r = (I/m − Σ(D/2m)²) / (1 − Σ(D/2m)²)

1 where every tie stays inside its group, 0 where ties join as their ends would by chance. The ends
of a tie must belong to one group each; other ties are left out, and counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

import attrs
import numpy as np

from collabmodel.analysis.by_name import entry_of
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.ratio import ratio
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Grouping, Ints, Network, Projection, snapshot

__all__ = ["Assortativity", "AssortativityGroup", "assortativity"]


@attrs.frozen
class AssortativityGroup:
    """What one group adds to the assortativity of a network.

    Attributes:
        group: Its name.
        members: How many nodes belong to it.
        ends: How many ends of the measured ties are in it.
        internal: Ties with both ends in it.
        share_inside: The share of the measured ties that are inside it; NaN without ties.
        expected_inside: That share if the ends were joined at random; NaN without ties.
    """

    group: str
    members: int
    ends: int
    internal: int
    share_inside: float
    expected_inside: float


@attrs.frozen
class Assortativity(Displayed):
    """The assortativity of a network by group. Undefined numbers are NaN.

    Attributes:
        value: From `minimum` to 1. NaN without ties, and where all ends of ties are in one group.
        error: Its standard error, by leaving out one tie at a time (Newman 2003).
        minimum: The value if no tie stayed inside a group; the closer to 0, the more groups.
        ties: How many ties were measured.
        left_out: How many were not, since an end belongs to no group or to several.
        groups: One entry a group, by name.
        grouped_by: What the groups were read from.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    value: float
    error: float
    minimum: float
    ties: int
    left_out: int
    groups: tuple[AssortativityGroup, ...]
    grouped_by: str | None
    project: Projection | None
    rules: Rules | None

    def group(self, name: str) -> AssortativityGroup:
        """The entry of the group called *name*.

        Raises:
            UnknownId: No group is called so.
        """
        return entry_of(name, {entry.group: entry for entry in self.groups}, "group")

    def records(self, of: Literal["network", "group"] = "group") -> list[dict[str, Any]]:
        """One dict for the network, or for each group."""
        if of == "group":
            return [attrs.asdict(entry) for entry in self.groups]
        names = ("value", "error", "minimum", "ties", "left_out")
        return [{name: getattr(self, name) for name in names}]

    def _parts(self) -> Iterator[str | Rows]:
        head = (
            f"Assortativity {self.value:.3f}, standard error {self.error:.3f} "
            f"({self.minimum:.3f} if no tie stayed inside a group, 1 if all did)"
        )
        if self.left_out:
            head += f"; {self.left_out} ties with an end in no group or in several are left out"
        yield head
        yield Rows(self.records())


def assortativity(
    data: Network,
    group: Grouping = "group",
    *,
    rules: Rules | None = None,
    project: Projection | None = None,
) -> Assortativity:
    """The assortativity of a network by group (Newman 2003).

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        group: A node attribute or a mapping of nodes, as in `snapshot`.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Raises:
        InvalidArgument: As `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.assortativity import assortativity
    >>> found = assortativity(nx.karate_club_graph(), "club")
    >>> round(found.value, 3), round(found.minimum, 3)
    (0.718, -1.003)
    """
    taken = snapshot(data, group, rules=rules, project=project)
    group_of = taken.only_group
    left, right = group_of[taken.left], group_of[taken.right]
    kept = (left >= 0) & (right >= 0)
    left, right = left[kept], right[kept]
    ties, count = int(left.size), len(taken.groups)
    ends = np.bincount(np.concatenate([left, right]), minlength=count)
    inside = np.bincount(left[left == right], minlength=count)
    value, error, minimum = _with_error(left, right, ends, int(inside.sum()))
    return Assortativity(
        value=value,
        error=error,
        minimum=minimum,
        ties=ties,
        left_out=int(kept.size) - ties,
        groups=tuple(
            AssortativityGroup(name, size, d, i, ratio(i, ties), ratio(d * d, 4 * ties**2))
            for name, size, d, i in zip(
                taken.groups, taken.members.tolist(), ends.tolist(), inside.tolist(), strict=True
            )
        ),
        grouped_by=taken.grouped_by,
        project=taken.project,
        rules=taken.rules,
    )


def _with_error(left: Ints, right: Ints, ends: Ints, inside: int) -> tuple[float, float, float]:
    """The assortativity, its standard error, and its minimum.

    In whole numbers r is (4mI − ΣD²) / (4m² − ΣD²). Without one tie, m and perhaps I are one less,
    and so are the ends of its two groups; ties between the same two groups weigh alike.
    """
    ties = left.size
    squares = int((ends.astype(object) ** 2).sum())
    possible = 4 * ties**2 - squares
    if not possible:
        return math.nan, math.nan, math.nan
    value = (4 * ties * inside - squares) / possible
    low, high = np.minimum(left, right), np.maximum(left, right)
    kinds, times = np.unique(low * ends.size + high, return_counts=True)
    one, other = np.divmod(kinds, ends.size)
    same = one == other
    rest = squares - 2 * (ends[one] + ends[other]) + np.where(same, 4, 2)
    above = 4 * (ties - 1) * (inside - same) - rest
    below = 4 * (ties - 1) ** 2 - rest
    if not below.all():
        return value, math.nan, -squares / possible
    error = math.sqrt(float(times @ (above / below - value) ** 2))
    return value, error, -squares / possible
