"""Clusters: groups of services that contact itself makes, and the need that they leave unmet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import attrs

from collabmodel.analysis.communities import Communities, communities
from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.grouping import By, Groups, grouped_by, groups_of_services
from collabmodel.analysis.pairs import Pair, Pairs, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.wording import Number, fewest, parts_of, short_list
from collabmodel.domain.errors import InvalidArgument
from collabmodel.domain.model import Model

__all__ = ["find_clusters"]


def find_clusters(
    model: Model, by: By = "organisation", *, rules: Rules | None = None, runs: int = 10
) -> Findings:
    """The groups that contact itself makes, how stable they are, and the need they leave unmet.

    Found by `communities`. `cluster`: every run finds just these services together.
    `cluster-possible`: the runs do not agree. Services that are a group of their own are left out
    and stand in `told_apart` (`unclustered`).

    This describes, and tests nothing: groups like these are found in networks that are made by
    chance as well. Nor is a cluster a silo: `find_silos(model, communities(model).groups)` asks
    that, but its p-values mean little for groups that were made of the same contact.

    Args:
        model: The model.
        by: The formal groups to lay beside them, see `groups_of_services`.
        rules: What counts as need and as contact; `seed` is that of the runs.
        runs: How many times the method runs; at least twice.

    Returns:
        Findings about the services of each, the stable ones first, then the most citizen-pairs
        across. Their numbers: `services`; `of`, how many services are of which formal group;
        `groups`, how many these are; `is_group`, whether just this is a formal group; `together`,
        `least_together`, `similarity` and `least_similarity` as in `Communities`; `inside_ties`
        and `across_ties`; needed pairs `across_met`, `across_pairs`, `inside_met`, `inside_pairs`;
        `unknown_pairs`; and the `citizen_pairs` of those across that are unmet on record.

    Raises:
        InvalidModel: The model has problems.
        InvalidArgument: *by* groups by nothing that services have, or there are too few *runs*.

    >>> from collabmodel import Service, Tie
    >>> model = Model.of(
    ...     [Service(id) for id in "abcxy"], Tie(("a", "b")), Tie(("b", "c")), Tie(("a", "c")),
    ...     Tie(("x", "y")),
    ... )
    >>> [(cluster.code, cluster.about) for cluster in find_clusters(model)]
    [('cluster', ('a', 'b', 'c')), ('cluster', ('x', 'y'))]
    """
    if type(runs) is not int or runs < 2:
        raise InvalidArgument(f"runs: expected a whole number from 2, found {runs!r}.")
    judged = pairs(model, rules)
    groups = groups_of_services(model, by)
    parted = communities(model, by, rules=judged.rules, runs=runs)
    sizes = Counter(name for names in groups.values() for name in set(names))
    view = _View(model, judged, groups, sizes, parted, by if isinstance(by, str) else "mapping")
    of_part = view.pairs_of_parts()
    found = [
        view.finding(number, of_part[number])
        for number, part in enumerate(parted.parts)
        if len(part) > 1
    ]
    found.sort(key=_weight)
    alone = tuple(part[0] for part in parted.parts if len(part) == 1)
    numbers: dict[str, Number] = {
        "services": len(alone),
        "members": short_list(map(model.label, alone)),
    }
    apart = [Finding("unclustered", alone, numbers, (), judged.rules, model)] if alone else []
    return Findings(
        tuple(found),
        judged.rules,
        tuple(apart),
        asked=judged.asked,
        services=judged.services,
        left_out=judged.left_out,
        finder="find_clusters",
        grouped_by=grouped_by(by),
    )


def _weight(finding: Finding) -> tuple[object, ...]:
    citizens = fewest(finding.numbers["citizen_pairs"])
    return (finding.code != "cluster", -citizens, -len(finding.about), finding.about)


@attrs.frozen(eq=False)
class _View:
    """The parts of a network beside its pairs and its formal groups."""

    model: Model
    judged: Pairs
    groups: Groups
    sizes: Counter[str]
    parted: Communities
    by: str

    def pairs_of_parts(self) -> dict[int, tuple[list[Pair], list[Pair]]]:
        """For each part, the pairs across its border and those inside it."""
        part_of = {id: n for n, part in enumerate(self.parted.parts) for id in part}
        found: dict[int, tuple[list[Pair], list[Pair]]] = defaultdict(lambda: ([], []))
        for pair in self.judged:
            one, other = part_of[pair.a], part_of[pair.b]
            if one == other:
                found[one][1].append(pair)
            else:
                found[one][0].append(pair)
                found[other][0].append(pair)
        return found

    def finding(self, number: int, some: tuple[list[Pair], list[Pair]]) -> Finding:
        parted, part = self.parted, self.parted.parts[number]
        across, inside = some
        need_across, need_inside = _needed(across), _needed(inside)
        open_ = [pair for pair in need_across if pair.standing == "unmet"]
        numbers: dict[str, Number] = {
            "grouped_by": self.by,
            "services": len(part),
            "members": short_list(map(self.model.label, part)),
            **self._beside_groups(part),
            "runs": parted.runs,
            "together": parted.together[number],
            "least_together": parted.least_together[number],
            "similarity": parted.similarity[number],
            "least_similarity": parted.least_similarity[number],
            "inside_ties": _in_contact(inside),
            "across_ties": _in_contact(across),
            "across_met": _met(need_across),
            "across_pairs": len(need_across),
            "inside_met": _met(need_inside),
            "inside_pairs": len(need_inside),
            "unknown_pairs": sum(pair.is_met is None for pair in (*need_across, *need_inside)),
            "citizen_pairs": parts_of(pair.citizens for pair in open_),
        }
        on = {c.element for pair in inside if pair.in_contact for c in pair.contacts}
        on |= {id for pair in open_ for id in pair.needed_by}
        is_stable = parted.least_similarity[number] == 1
        return Finding(
            "cluster" if is_stable else "cluster-possible",
            part,
            numbers,
            tuple(sorted(on)),
            self.judged.rules,
            self.model,
        )

    def _beside_groups(self, part: tuple[str, ...]) -> dict[str, Number]:
        """How a part lies against the formal groups."""
        counted = Counter(name for id in part for name in set(self.groups[id]))
        ranked = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
        is_whole = [name for name, count in ranked if count == len(part) == self.sizes[name]]
        return {
            "groups": len(counted),
            "of": short_list(f"{self._label(name)} ({count})" for name, count in ranked) or "–",
            "is_group": bool(is_whole),
        }

    def _label(self, name: str) -> str:
        return name if self.by in ("sector", "kind") else self.model.label(name)


def _needed(some: Iterable[Pair]) -> list[Pair]:
    return [pair for pair in some if pair.need is not None]


def _met(some: Iterable[Pair]) -> int:
    return sum(pair.is_met is True for pair in some)


def _in_contact(some: Iterable[Pair]) -> int:
    return sum(pair.in_contact is True for pair in some)
