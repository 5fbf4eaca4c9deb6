"""Coleman's index: does a group choose its own more than its size makes likely?

Of the D ties of the members of a group, o lead to members, each tie inside counted from both its
ends. If the members chose at random it would be w = D(n_g − 1)/(n − 1), with n_g members of n
nodes. The index (Coleman 1958) is

    (o − w) / (D − w)  where o ≥ w        (o − w) / w  where o < w

1: all ties stay inside; 0: as by chance; −1: none does. The index belongs to a group; the
literature has none for the network, for which `assortativity` and `ei_index` are made.

Convention: where chance leaves nothing to choose the index is NaN: a group without ties, a group
of one (nobody to choose), and one that everybody belongs to (nobody else to choose). Other
software gives 0 in some of these, depending on which branch it lets in at o = w.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import attrs

from collabmodel.analysis.by_name import entry_of
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Grouping, Network, Projection, snapshot

__all__ = ["ColemanGroup", "ColemanIndex", "coleman_index"]


@attrs.frozen
class ColemanGroup:
    """Coleman's index of one group.

    Attributes:
        group: Its name.
        members: How many nodes belong to it.
        ties: The ties of its members, those inside counted from both ends.
        inside: How many of these lead to members.
        expected: How many would if members chose at random; NaN with fewer than two nodes.
        value: The index, from −1 to 1; NaN without ties, with one member, and where all nodes
            are members.
    """

    group: str
    members: int
    ties: int
    inside: int
    expected: float
    value: float


@attrs.frozen
class ColemanIndex(Displayed):
    """Coleman's index of every group of a network. Undefined numbers are NaN.

    Attributes:
        nodes: How many nodes there are.
        groups: One entry a group, by name.
        grouped_by: What the groups were read from.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    nodes: int
    groups: tuple[ColemanGroup, ...]
    grouped_by: str | None
    project: Projection | None
    rules: Rules | None

    def group(self, name: str) -> ColemanGroup:
        """The entry of the group called *name*.

        Raises:
            UnknownId: No group is called so.
        """
        return entry_of(name, {entry.group: entry for entry in self.groups}, "group")

    def records(self) -> list[dict[str, Any]]:
        """One dict for each group."""
        return [attrs.asdict(entry) for entry in self.groups]

    def _parts(self) -> Iterator[str | Rows]:
        count = len(self.groups)
        head = (
            f"Coleman's index of {count} {'group' if count == 1 else 'groups'} "
            "(from −1, no tie stays inside, over 0, as by chance, to 1, all do)"
        )
        yield head
        yield Rows(self.records())


def coleman_index(
    data: Network,
    group: Grouping = "group",
    *,
    rules: Rules | None = None,
    project: Projection | None = None,
) -> ColemanIndex:
    """Coleman's homophily index of every group (Coleman 1958).

    A node may belong to several groups or to none: each group is measured by itself.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        group: A node attribute or a mapping of nodes, as in `snapshot`.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Raises:
        InvalidArgument: As `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.coleman import coleman_index
    >>> found = coleman_index(nx.karate_club_graph(), "club")
    >>> round(found.group("Officer").value, 3), round(found.group("Mr. Hi").value, 3)
    (0.715, 0.736)
    """
    taken = snapshot(data, group, rules=rules, project=project)
    ties, inside = taken.ties_of_members, 2 * taken.ties_inside
    nodes = len(taken.ids)
    return ColemanIndex(
        nodes=nodes,
        groups=tuple(
            _of_group(name, size, d, o, nodes)
            for name, size, d, o in zip(
                taken.groups, taken.members.tolist(), ties.tolist(), inside.tolist(), strict=True
            )
        ),
        grouped_by=taken.grouped_by,
        project=taken.project,
        rules=taken.rules,
    )


def _of_group(name: str, members: int, ties: int, inside: int, nodes: int) -> ColemanGroup:
    """The index in whole numbers, so that o = w is told exactly; n − 1 is multiplied out."""
    chance, observed, most = ties * (members - 1), inside * (nodes - 1), ties * (nodes - 1)
    below = most - chance if observed >= chance else chance
    value = (observed - chance) / below if ties and 1 < members < nodes else math.nan
    return ColemanGroup(
        name, members, ties, inside, chance / (nodes - 1) if nodes > 1 else math.nan, value
    )
