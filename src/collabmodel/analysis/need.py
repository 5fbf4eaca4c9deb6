"""Need: which services citizens move between, how many, and what level that asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import attrs

from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.rules import Rules
from collabmodel.disclosure import PROTECTED
from collabmodel.domain.count import Count
from collabmodel.domain.elements import Flow
from collabmodel.domain.level import Level
from collabmodel.domain.model import Model
from collabmodel.domain.when import When

__all__ = ["Need", "PairKey", "needs_of", "pair_key"]

PairKey = tuple[str, str]
"""Two services in the order of their ids."""


@attrs.frozen
class Need:
    """That citizens move between two services, so that these need contact.

    Attributes:
        level: The level of collaboration that is needed.
        citizens: How many different citizens move between the two, either way.
        flows: The ids of the flows it rests on.
        pathways: The ids of the pathways it rests on.
        both_ways: Whether citizens are known to move in both directions.
    """

    level: Level
    citizens: Count = attrs.field(repr=lambda count: PROTECTED.show(count).number())
    flows: tuple[str, ...]
    pathways: tuple[str, ...]
    both_ways: bool


def pair_key(a: str, b: str) -> PairKey:
    """The unordered pair of two services."""
    return (a, b) if a < b else (b, a)


@attrs.define
class _Gathered:
    """What is on record for one pair before it is summed up."""

    flows: list[Flow] = attrs.field(factory=list)
    pathways: dict[str, Count] = attrs.field(factory=dict)
    levels: list[Level] = attrs.field(factory=list)
    directions: set[PairKey] = attrs.field(factory=set)


def needs_of(model: Model, rules: Rules, lineage: Lineage) -> dict[PairKey, Need]:
    """The need of every pair of services between which a flow or a pathway goes."""
    gathered: dict[PairKey, _Gathered] = defaultdict(_Gathered)
    for flow in model.flows:
        if rules.at and flow.when and flow.when.overlaps(rules.at) is False:
            continue
        if not lineage.related(flow.source, flow.target):
            here = gathered[pair_key(flow.source, flow.target)]
            here.flows.append(flow)
            here.directions.add((flow.source, flow.target))
    for pathway in model.pathways:
        for step, following in zip(pathway.steps, pathway.steps[1:], strict=False):
            source, target = step.service, following.service
            if source == target or lineage.related(source, target):
                continue
            here = gathered[pair_key(source, target)]
            here.pathways[pathway.id] = pathway.citizens
            here.directions.add((source, target))
            if step.level is not None:
                here.levels.append(step.level)
    return {key: _sum_up(found, rules) for key, found in sorted(gathered.items())}


def _sum_up(found: _Gathered, rules: Rules) -> Need:
    groups = list(_groups_of_citizens(found))
    pathways = {flow.pathway for flow in found.flows if flow.pathway} | found.pathways.keys()
    return Need(
        level=max(found.levels, default=rules.needed_level),
        citizens=groups[0] if len(groups) == 1 else Count.overlapping(groups),
        flows=tuple(sorted(flow.id for flow in found.flows)),
        pathways=tuple(sorted(pathways)),
        both_ways=len(found.directions) > 1,
    )


def _groups_of_citizens(found: _Gathered) -> Iterator[Count]:
    """The groups whose sizes are known or not, and that may share citizens.

    Flows of one direction, period and pathway are different citizens and add. A flow with a known
    count replaces what its pathway says of the same pair; a flow without one says nothing that
    the count of its pathway does not say.
    """
    added: dict[tuple[str, str, When | None, str | None], Count] = {}
    for flow in found.flows:
        group = (flow.source, flow.target, flow.when, flow.pathway)
        added[group] = added[group] + flow.citizens if group in added else flow.citizens
    counted = {group[3] for group, citizens in added.items() if citizens.is_known}
    for (*_, pathway_of_group), citizens in added.items():
        if citizens.is_known or pathway_of_group not in found.pathways:
            yield citizens
    for pathway, citizens in found.pathways.items():
        if pathway not in counted:
            yield citizens
