"""Which pairs belong to each node, to each group, and to each two groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

import attrs

from collabmodel.analysis.grouping import By, groups_of_services
from collabmodel.domain.model import Model

__all__ = ["ByPart", "by_part", "by_part_of"]


class _HasEnds(Protocol):
    @property
    def a(self) -> str: ...
    @property
    def b(self) -> str: ...


P = TypeVar("P", bound=_HasEnds)


@attrs.frozen
class ByPart(Generic[P]):
    """Pairs by what they belong to.

    Attributes:
        nodes: For each node the pairs that it is in.
        inside: For each group the pairs of which both nodes belong to it.
        across: For each group the pairs of which exactly one node does.
        blocks: For each two groups, in order, the pairs with a node in either; for a group with
            itself the pairs inside. Only those that have a pair.
    """

    nodes: dict[str, list[P]]
    inside: dict[str, list[P]]
    across: dict[str, list[P]]
    blocks: dict[tuple[str, str], list[P]]


def by_part_of(model: Model, pairs: Iterable[P], by: By | None) -> ByPart[P]:
    """Sort *pairs* by the services of *model* and by their groups; None: no groups."""
    if by is None:
        return by_part(pairs, {service.id: () for service in model.services})
    return by_part(pairs, groups_of_services(model, by))


def by_part(pairs: Iterable[P], groups: Mapping[str, Sequence[str]]) -> ByPart[P]:
    """Sort *pairs* by node and group.

    Args:
        pairs: Pairs, which say their two nodes as `a` and `b`.
        groups: The groups of each node: none, one, or several.
    """
    names = sorted({group for own in groups.values() for group in own})
    nodes: dict[str, list[P]] = {node: [] for node in sorted(groups)}
    inside: dict[str, list[P]] = {name: [] for name in names}
    across: dict[str, list[P]] = {name: [] for name in names}
    blocks: dict[tuple[str, str], list[P]] = defaultdict(list)
    for pair in pairs:
        nodes[pair.a].append(pair)
        nodes[pair.b].append(pair)
        one, other = set(groups[pair.a]), set(groups[pair.b])
        for group in one & other:
            inside[group].append(pair)
        for group in one ^ other:
            across[group].append(pair)
        for block in {(min(g, h), max(g, h)) for g in one for h in other}:
            blocks[block].append(pair)
    ordered = {block: blocks[block] for block in sorted(blocks)}
    return ByPart(nodes, inside, across, ordered)
