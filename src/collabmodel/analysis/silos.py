"""Silos: groups of services whose need reaches out and whose contact stays in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
from scipy.sparse import csc_array, csr_array

from collabmodel.analysis.closure_test import closure_scores
from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.graphs import collaboration_graph
from collabmodel.analysis.grouping import By, Groups, groups_of_services
from collabmodel.analysis.pairs import Pair, Pairs, pairs
from collabmodel.analysis.plain_graph import from_networkx
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.silo_test import SiloScores, silo_scores, smallest_p
from collabmodel.analysis.snapshot import Projection
from collabmodel.analysis.wording import Number, fewest, parts_of
from collabmodel.domain.model import Model

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["find_silos"]


def find_silos(
    data: Model | nx.Graph[Any],
    by: By = "organisation",
    *,
    rules: Rules | None = None,
    group: str = "group",
    project: Projection | None = None,
) -> Findings:
    """The groups of services that are silos, that may be, that are only closed; and lone services.

    For each group the share of needed pairs that are met is compared across its border and inside
    it. `silo`: less is met across than inside even where all that is not known is read in the
    group's favour, and the score test (`docs/calibration.md`) says that chance does not explain it.
    `silo-possible`: what is on record looks like one, but what is not known could undo it
    (`unknown-pairs`), there are too few pairs to test (`too-few`), or there is no need inside to
    compare with (`none-inside`). `closed-group`: its ties stay inside more than chance makes
    likely, and no need across is known to be open; that is no silo. `isolated-service`: a service
    with need whose every pair is certainly unmet.

    Args:
        data: A model; or any networkx graph whose nodes carry their group. A graph has no need,
            so it gives at most closed groups.
        by: How the services of a model are grouped, see `groups_of_services`.
        rules: What counts as need and as contact enough; `alpha` is the chance of a false silo
            anywhere.
        group: The node attribute that holds the group, for a graph.
        project: How a directed graph or a multigraph becomes simple, see `snapshot`.

    Returns:
        Findings about one group or one service each. The numbers of a group: needed pairs
        `across_met`, `across_pairs`, `inside_met`, `inside_pairs`; `unknown_pairs`; `services`;
        `p_holm`, corrected over all groups.

    Raises:
        InvalidModel: The model has problems.
        InvalidArgument: *by* groups by nothing that services have.

    >>> from collabmodel import Service
    >>> list(find_silos(Model.of(Service("ward"))))
    []
    """
    model = data if isinstance(data, Model) else from_networkx(data, group, project=project)
    judged = pairs(model, rules)
    table = _Table.of(model, judged, groups_of_services(model, by))
    named = by if isinstance(by, str) else "mapping"
    found = [*_silos(table, named), *_closed_groups(table, named), *_isolated(table)]
    found.sort(key=_weight)
    return Findings(
        tuple(found),
        judged.rules,
        asked=judged.asked,
        services=judged.services,
        left_out=judged.left_out,
        finder="find_silos",
        grouped_by=named,
    )


_ORDER = ("silo", "silo-possible", "isolated-service", "closed-group")


def _weight(finding: Finding) -> tuple[object, ...]:
    citizens = fewest(finding.numbers.get("citizen_pairs"))
    return (_ORDER.index(finding.code), -citizens, finding.about)


@attrs.frozen(eq=False)
class _Table:
    """The needed pairs of a model as arrays, and who belongs to which group.

    Attributes:
        model: The model.
        judged: Its pairs.
        services: The ids of all services, sorted; their places are the rows of *membership*.
        groups: The names of all groups, sorted; their places are its columns.
        membership: services × groups, 1 where the service belongs to the group.
        columns: The same, stored by column.
        ends: needed pairs × 2: the rows of the two services.
        ends_in: needed pairs × groups: how many of the two services belong to the group.
        needed: The pairs with need, in the order of *ends*.
    """

    model: Model
    judged: Pairs
    services: list[str]
    groups: list[str]
    membership: csr_array
    columns: csc_array
    ends: np.ndarray[Any, np.dtype[np.int64]]
    ends_in: csc_array
    needed: tuple[Pair, ...]

    @classmethod
    def of(cls, model: Model, judged: Pairs, groups_of: Groups) -> _Table:
        services = sorted(groups_of)
        groups = sorted({name for names in groups_of.values() for name in names})
        column = {name: place for place, name in enumerate(groups)}
        row = {name: place for place, name in enumerate(services)}
        places = [(row[id], column[name]) for id in services for name in set(groups_of[id])]
        rows, columns = zip(*places, strict=True) if places else ((), ())
        membership = csr_array(
            (np.ones(len(rows)), (rows, columns)), shape=(len(services), len(groups))
        )
        needed = judged.needed
        ends = np.array([(row[p.a], row[p.b]) for p in needed], dtype=np.int64).reshape(-1, 2)
        ends_in = csc_array(membership[ends[:, 0]] + membership[ends[:, 1]])
        return cls(
            model,
            judged,
            services,
            groups,
            membership,
            csc_array(membership),
            ends,
            ends_in,
            needed,
        )

    def size(self, place: int) -> int:
        """How many services belong to a group."""
        start, end = self.columns.indptr[place : place + 2]
        return int(end - start)

    def pairs_of(self, place: int) -> tuple[list[Pair], list[Pair]]:
        """The needed pairs across the border of a group, and those inside it."""
        start, end = self.ends_in.indptr[place : place + 2]
        found = sorted(
            zip(self.ends_in.indices[start:end], self.ends_in.data[start:end], strict=True)
        )
        across = [self.needed[pair] for pair, ends in found if ends == 1]
        return across, [self.needed[pair] for pair, ends in found if ends == 2]

    def scores(self, which: np.ndarray[Any, Any], status: np.ndarray[Any, Any]) -> SiloScores:
        left, right = self.ends[which].T
        return silo_scores(left, right, status[which], self.membership)


def _silos(table: _Table, by: str) -> Iterator[Finding]:
    if not table.needed or not table.groups:
        return
    alpha = table.judged.rules.alpha
    every = np.ones(len(table.needed), dtype=bool)
    careful = np.array([_STATUS[pair.is_met] for pair in table.needed])
    worst = table.scores(every, careful)
    silos = worst.found(alpha)
    # The same pairs read at face value: what is on record as not enough counts as not enough.
    face = np.array([_FACE[pair.standing] for pair in table.needed])
    recorded = worst if np.array_equal(careful, face) else table.scores(face >= 0, face)
    looks = recorded.worst_across < recorded.worst_inside
    maybe = looks & ~silos & (recorded.p_holm > alpha)
    too_few = maybe & _cannot_reach(table, face, recorded, np.flatnonzero(maybe))
    for place, name in enumerate(table.groups):
        if silos[place]:
            yield _group(table, worst, place, name, by, "silo", "sentence")
        elif looks[place] and recorded.p_holm[place] <= alpha:
            yield _group(table, recorded, place, name, by, "silo-possible", "unknown-pairs")
        elif too_few[place]:
            yield _group(table, recorded, place, name, by, "silo-possible", "too-few")
        elif table.size(place) > 1 and _stands_out(table, place):
            yield _group(table, recorded, place, name, by, "silo-possible", "none-inside")


_STATUS = {True: 1, False: 0, None: -1}
_FACE = {"met": 1, "unmet": 0, "not known": -1, None: -1}


def _cannot_reach(
    table: _Table, face: np.ndarray[Any, Any], recorded: SiloScores, groups: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Which groups would not be found even as a perfect silo, with so few pairs."""
    if not groups.size:
        return np.zeros(len(table.groups), dtype=bool)
    left, right = table.ends[face >= 0].T
    least = smallest_p(left, right, face[face >= 0], table.membership, groups)
    tests = max(1, int(np.count_nonzero(recorded.testable)))
    return np.isnan(least) | (least > table.judged.rules.alpha / tests)


def _stands_out(table: _Table, place: int) -> bool:
    """Whether a group without need inside has less met across than pairs that do not touch it."""
    across, inside = table.pairs_of(place)
    if inside or not across:
        return False
    touching = {id(pair) for pair in across}
    elsewhere = [pair for pair in table.needed if id(pair) not in touching]
    return _recorded_share(across) < (_recorded_share(elsewhere) if elsewhere else 1.0)


def _recorded_share(some: list[Pair]) -> float:
    """The share that is met by the record, of the pairs of which the record tells."""
    told = [pair.standing == "met" for pair in some if pair.standing != "not known"]
    return sum(told) / len(told) if told else 1.0


def _group(
    table: _Table, scores: SiloScores, place: int, name: str, by: str, code: str, wording: str
) -> Finding:
    across, inside = table.pairs_of(place)
    met_across, met_inside = (
        sum(pair.is_met is True for pair in some) for some in (across, inside)
    )
    open_ = [pair for pair in across if pair.standing == "unmet"]
    numbers: dict[str, Number] = {
        "by": by,
        "services": table.size(place),
        "across_met": met_across,
        "across_pairs": len(across),
        "inside_met": met_inside,
        "inside_pairs": len(inside),
        "unknown_pairs": sum(pair.is_met is None for pair in (*across, *inside)),
        "citizen_pairs": parts_of(pair.citizens for pair in open_),
        "p_holm": float(scores.p_holm[place]),
    }
    return _finding(table, code, name, numbers, open_, wording)


def _closed_groups(table: _Table, by: str) -> Iterator[Finding]:
    """Groups whose ties stay inside by more than chance, and with no need across left open."""
    graph = collaboration_graph(table.model, table.judged.rules)
    row = {name: place for place, name in enumerate(table.services)}
    ties = np.array([(row[a], row[b]) for a, b in graph.edges], dtype=np.int64).reshape(-1, 2)
    if not len(ties) or not table.groups:
        return
    scores = closure_scores(ties[:, 0], ties[:, 1], table.membership)
    for place in np.flatnonzero(scores.p_holm <= table.judged.rules.alpha):
        across, _ = table.pairs_of(int(place))
        if any(pair.is_met is not True for pair in across):
            continue
        numbers: dict[str, Number] = {
            "by": by,
            "services": table.size(int(place)),
            "inside_ties": int(scores.inside[place]),
            "across_ties": int(scores.across[place]),
            "p_holm": float(scores.p_holm[place]),
        }
        yield _finding(table, "closed-group", table.groups[place], numbers, across, "sentence")


def _isolated(table: _Table) -> Iterator[Finding]:
    of_service: dict[str, list[Pair]] = {}
    for pair in table.needed:
        for service in pair.key:
            of_service.setdefault(service, []).append(pair)
    for service, some in of_service.items():
        if all(pair.is_met is False for pair in some):
            numbers: Mapping[str, Number] = {
                "pairs": len(some),
                "citizen_pairs": parts_of(pair.citizens for pair in some),
            }
            yield _finding(table, "isolated-service", service, numbers, some, "sentence")


def _finding(
    table: _Table,
    code: str,
    name: str,
    numbers: Mapping[str, Number],
    on: list[Pair],
    wording: str,
) -> Finding:
    rests_on = {id for pair in on for id in pair.needed_by}
    return Finding(
        code, (name,), numbers, tuple(sorted(rests_on)), table.judged.rules, table.model, wording
    )
