"""Need: which services citizens move between, how many, and what level that asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import attrs

from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.rules import Rules
from collabmodel.disclosure import PROTECTED
from collabmodel.domain.count import Count
from collabmodel.domain.elements import Flow, Pathway
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

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The ids of the flows and pathways it rests on."""
        return self.flows + self.pathways


def pair_key(a: str, b: str) -> PairKey:
    """The unordered pair of two services."""
    return (a, b) if a < b else (b, a)


@attrs.define
class _Walked:
    """What the pathways say of one pair."""

    pathways: dict[str, Count] = attrs.field(factory=dict)
    levels: list[Level] = attrs.field(factory=list)
    directions: set[PairKey] = attrs.field(factory=set)


NOWHERE = _Walked()
"""Where no pathway goes."""


def needs_of(model: Model, rules: Rules, lineage: Lineage) -> dict[PairKey, Need]:
    """The need of every pair of services between which a flow or a pathway goes, in their order."""
    walked = _walked_pairs(model.pathways)
    # By the one service and then by the other: sorting pairs takes longer than both.
    first: dict[str, dict[str, Flow | None]] = defaultdict(dict)
    more: dict[PairKey, list[Flow]] = defaultdict(list)
    for flow in model.flows:
        if rules.at and flow.when and flow.when.overlaps(rules.at) is False:
            continue
        a, b = pair_key(flow.source, flow.target)
        if first[a].setdefault(b, flow) is not flow:
            more[a, b].append(flow)
    for a, b in walked:
        first[a].setdefault(b, None)
    needs = {}
    for a in sorted(first):
        for b in sorted(first[a]):
            if lineage.related(a, b):
                continue
            key, one = (a, b), first[a][b]
            if one and key not in more and key not in walked:
                needs[key] = _of_flow(one, rules)
            else:
                flows = [one, *more.get(key, ())] if one else []
                needs[key] = _sum_up(flows, walked.get(key, NOWHERE), rules)
    return needs


def _walked_pairs(pathways: Iterable[Pathway]) -> dict[PairKey, _Walked]:
    walked: dict[PairKey, _Walked] = defaultdict(_Walked)
    for pathway in pathways:
        for step, following in zip(pathway.steps, pathway.steps[1:], strict=False):
            source, target = step.service, following.service
            here = walked[pair_key(source, target)]
            here.pathways[pathway.id] = pathway.citizens
            here.directions.add((source, target))
            if step.level is not None:
                here.levels.append(step.level)
    return walked


def _of_flow(flow: Flow, rules: Rules) -> Need:
    """The need that one flow makes, which is the same as `_sum_up` of it."""
    pathways = (flow.pathway,) if flow.pathway else ()
    return Need(rules.needed_level, flow.citizens, (flow.id,), pathways, both_ways=False)


def _sum_up(flows: list[Flow], walked: _Walked, rules: Rules) -> Need:
    groups = _groups_of_citizens(flows, walked.pathways)
    pathways = {flow.pathway for flow in flows if flow.pathway} | walked.pathways.keys()
    directions = {(flow.source, flow.target) for flow in flows} | walked.directions
    return Need(
        level=max(walked.levels, default=rules.needed_level),
        citizens=groups[0] if len(groups) == 1 else Count.overlapping(groups),
        flows=tuple(sorted([flow.id for flow in flows])),
        pathways=tuple(sorted(pathways)),
        both_ways=len(directions) > 1,
    )


def _groups_of_citizens(flows: list[Flow], walked: dict[str, Count]) -> list[Count]:
    """The groups whose sizes are known or not, and that may share citizens.

    Flows of one direction, period and pathway are different citizens and add. A flow with a known
    count replaces what its pathway says of the same pair; a flow without one says nothing that
    the count of its pathway does not say.
    """
    added: dict[tuple[str, str, When | None, str | None], Count] = {}
    for flow in flows:
        group = (flow.source, flow.target, flow.when, flow.pathway)
        added[group] = added[group] + flow.citizens if group in added else flow.citizens
    if not walked:
        return list(added.values())
    counted = {group[3] for group, citizens in added.items() if citizens.is_known}
    groups = [
        citizens
        for (*_, pathway_of_group), citizens in added.items()
        if citizens.is_known or pathway_of_group not in walked
    ]
    return groups + [citizens for pathway, citizens in walked.items() if pathway not in counted]
