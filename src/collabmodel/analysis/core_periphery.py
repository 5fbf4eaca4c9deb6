"""Core and periphery: is there a core whose members all meet, and others who meet only the core?

The network is compared with the ideal pattern of a core: the correlation, over all pairs of nodes,
of whether there is a tie with whether the pattern has one (Borgatti & Everett 2000, the discrete
model). The core is the one with the highest correlation.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias, get_args

import attrs
import numpy as np
import numpy.typing as npt

from collabmodel.analysis.by_name import place_of
from collabmodel.analysis.columns import Alike, read_only
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.ratio import ratio
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Ints, Network, Projection, Snapshot, Sparse, snapshot
from collabmodel.domain.errors import InvalidArgument, did_you_mean

__all__ = ["Across", "CoreNode", "CorePeriphery", "core_periphery"]

Across = Literal["tied", "untied", "ignored"]
"""What the ideal pattern has between core and periphery: each tie, none, or anything."""

Flags: TypeAlias = npt.NDArray[np.bool_]
Floats: TypeAlias = npt.NDArray[np.float64]

EVERY_CORE = 16
"""Up to so many nodes, every core there can be is tried."""

SWAPPED = 32
"""How many nodes of each side are tried for a swap: those that come nearest to a gain alone."""

STARTS = 20
"""From how many sizes of the core the search begins, besides the one that fits best."""

ROUNDS = 20
"""How many times one start is bettered at most, so that the time stays in line with the ties."""

GAIN = 1e-12
"""What is less is rounding, and no better fit."""


@attrs.frozen
class CoreNode:
    """Where one node stands.

    Attributes:
        id: Its id.
        core: Whether it is in the core; None where there is no core to speak of.
        degree: How many ties it has.
        core_ties: How many of them go to members of the core.
    """

    id: str
    core: bool | None
    degree: int
    core_ties: int


@attrs.frozen
class CorePeriphery(Displayed):
    """The best core of a network, and how well the network fits it. Undefined is NaN.

    Attributes:
        fit: The correlation with the ideal pattern; NaN where none is defined, as without ties.
        core: The ids of the core, sorted; empty where the fit is NaN.
        periphery: The ids of all others, sorted; empty where the fit is NaN.
        core_density: The share of pairs within the core that have a tie.
        across_density: The share of pairs of a node of the core and one of the periphery.
        periphery_density: The share of pairs within the periphery.
        across: What the ideal pattern has between core and periphery.
        exact: Whether every core was tried, so that there is no better one.
        ids: The ids of the nodes, sorted.
        in_core: Whether each node is in the core, in the order of `ids`.
        degrees: How many ties each has.
        core_ties: How many of them go to members of the core.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    fit: float
    core: tuple[str, ...]
    periphery: tuple[str, ...]
    core_density: float
    across_density: float
    periphery_density: float
    across: Across
    exact: bool
    ids: tuple[str, ...]
    in_core: Flags = attrs.field(converter=read_only, eq=Alike)
    degrees: Ints = attrs.field(converter=read_only, eq=Alike)
    core_ties: Ints = attrs.field(converter=read_only, eq=Alike)
    project: Projection | None
    rules: Rules | None

    @property
    def nodes(self) -> tuple[CoreNode, ...]:
        """One entry a node, by id."""
        return tuple(map(self._entry, range(len(self.ids))))

    def node(self, name: str) -> CoreNode:
        """The entry of the node with the id *name*.

        Raises:
            UnknownId: No node has it.
        """
        return self._entry(place_of(name, self.ids))

    def _entry(self, place: int) -> CoreNode:
        columns = (self.in_core, self.degrees, self.core_ties)
        in_core, degree, core_ties = (column[place].item() for column in columns)
        return CoreNode(
            self.ids[place], None if math.isnan(self.fit) else in_core, degree, core_ties
        )

    def records(self, of: Literal["network", "node"] = "node") -> list[dict[str, Any]]:
        """One dict for the network, or for each node."""
        if of == "node":
            return [attrs.asdict(node) for node in self.nodes]
        sizes = {"core": len(self.core), "periphery": len(self.periphery)}
        names = "core_density across_density periphery_density across exact"
        return [{"fit": self.fit, **sizes, **{name: getattr(self, name) for name in names.split()}}]

    def _parts(self) -> Iterator[str | Rows]:
        if math.isnan(self.fit):
            yield "Core and periphery: not defined here"
            return
        how = "every core was tried" if self.exact else "found by search"
        head = (
            f"Core of {len(self.core)} and periphery of {len(self.periphery)}, fit {self.fit:.3f} "
            f"({how}); density {self.core_density:.3f} within the core, "
            f"{self.across_density:.3f} across, {self.periphery_density:.3f} in the periphery"
        )
        rows = sorted(self.records(), key=lambda row: (not row["core"], -row["degree"]))
        yield head
        yield Rows(rows)


def core_periphery(
    data: Network,
    *,
    across: Across = "tied",
    rules: Rules | None = None,
    project: Projection | None = None,
) -> CorePeriphery:
    """The core that fits a network best (Borgatti & Everett 2000, the discrete model).

    In the ideal pattern all members of the core have ties with one another, and two nodes of the
    periphery have none. The fit is Pearson's correlation of the pattern with the network over all
    pairs. It says how alike they are, not that a core is more than chance.

    Up to 16 nodes every core is tried, and of equally good ones that of the fewest members, then
    of the most ties, then of the first ids is taken. Beyond, it is found by a search without chance
    that may miss a better one. The nodes are put in the order of their ties, then of their
    neighbours' ties, then of their ids. From the best first k of them, and from some twenty
    other k, nodes change sides, all at once that better the fit or the better half of them, and so
    on; where none does alone, a pair does, one of each side. The best of all that is taken.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        across: What the pattern has between core and periphery: `"tied"`, each tie, as in a star;
            `"untied"`, none; `"ignored"`, anything: these pairs are left out.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Raises:
        InvalidArgument: *across* is none of the three, or as `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel.analysis.core_periphery import core_periphery
    >>> found = core_periphery(nx.star_graph(["ward", "clinic", "gp", "housing"]))
    >>> found.core, found.fit
    (('ward',), 1.0)
    """
    if across not in get_args(Across):
        known = ", ".join(map(repr, get_args(Across)))
        hint = did_you_mean(across, get_args(Across))
        raise InvalidArgument(f"across: expected one of {known}, found {across!r}.{hint}")
    taken = snapshot(data, None, rules=rules, project=project)
    return _result(taken, _best_core(taken, across), across)


def _result(taken: Snapshot, core: Flags, across: Across) -> CorePeriphery:
    count, ties = len(taken.ids), taken.left.size
    ends = core[taken.left].astype(np.int64) + core[taken.right]
    none, some, both = np.bincount(ends, minlength=3).tolist()
    size = int(core.sum())
    fit = float(_fit(np.array(size), np.array(both), np.array(none), (count, ties, across)))
    defined = not math.isnan(fit)
    inside: Ints = (taken.adjacency @ core.astype(np.float64)).astype(np.int64)
    return CorePeriphery(
        fit=fit,
        core=tuple(taken.ids[place] for place in np.flatnonzero(core).tolist()),
        periphery=tuple(taken.ids[place] for place in np.flatnonzero(~core & defined).tolist()),
        core_density=ratio(both, math.comb(size, 2)) if defined else math.nan,
        across_density=ratio(some, size * (count - size)),
        periphery_density=ratio(none, math.comb(count - size, 2)) if defined else math.nan,
        across=across,
        exact=count <= EVERY_CORE,
        ids=taken.ids,
        in_core=core,
        degrees=taken.degree,
        core_ties=inside,
        project=taken.project,
        rules=taken.rules,
    )


Frame: TypeAlias = tuple[int, int, Across]
"""What stays the same for all cores of a network: nodes, ties, and the pattern."""


def _fit(size: Ints, both: Ints, none: Ints, frame: Frame) -> Floats:
    """The correlation for cores of a *size*, with ties of *both* ends in the core, and of none."""
    nodes, ties, across = frame
    core_pairs, outer_pairs = _pairs(size), _pairs(nodes - size)
    every: Floats = np.asarray(math.comb(nodes, 2), dtype=np.float64)
    tied: Floats = np.asarray(ties, dtype=np.float64)
    ideal, agreeing = core_pairs, np.asarray(both, dtype=np.float64)
    if across == "tied":
        ideal, agreeing = every - outer_pairs, tied - none
    elif across == "ignored":
        every, tied = core_pairs + outer_pairs, agreeing + none
    spread = tied * (every - tied) * ideal * (every - ideal)
    defined = spread > 0
    root = np.sqrt(np.where(defined, spread, 1.0))
    return np.where(defined, (every * agreeing - tied * ideal) / root, math.nan)


def _fit_of(adjacency: Sparse, core: Flags, frame: Frame) -> float:
    """The correlation for one core."""
    inside = adjacency @ core.astype(np.float64)
    both = inside[core].sum() / 2
    outside = adjacency.nnz / 2 - np.diff(adjacency.indptr)[core].sum() + both
    return float(_fit(core.sum(), both, outside, frame))


def _pairs(size: Ints) -> Floats:
    """How many pairs so many nodes make."""
    return size * (size - 1.0) / 2


def _best_core(taken: Snapshot, across: Across) -> Flags:
    """Whether each node is in the best core; no node, where no fit is defined."""
    count = len(taken.ids)
    frame = (count, taken.left.size, across)
    if count <= EVERY_CORE:
        return _best_of_all(taken.adjacency.toarray(), frame)
    adjacency = taken.adjacency
    cores = [_searched(adjacency, core, frame) for core in _first_cores(taken, frame)]
    fits = np.array([_fit_of(adjacency, core, frame) for core in cores])
    return cores[np.nanargmax(fits)] if not np.isnan(fits).all() else np.zeros(count, np.bool_)


def _best_of_all(adjacency: Floats, frame: Frame) -> Flags:
    """Try every core. Of equal fits: the fewest members, then the most ties, then the first ids."""
    count = len(adjacency)
    cores = (np.arange(2**count)[:, None] >> np.arange(count)[::-1]) % 2 == 1
    chosen = cores.astype(np.float64)
    both = (chosen @ adjacency * chosen).sum(axis=1).astype(np.int64) // 2
    reach = (chosen @ adjacency.sum(axis=1)).astype(np.int64)
    size = cores.sum(axis=1)
    fit = _fit(size, both, frame[1] - reach + both, frame)
    if np.isnan(fit).all():
        return np.zeros(count, dtype=np.bool_)
    best = np.flatnonzero(fit >= np.nanmax(fit) - GAIN)
    return np.asarray(cores[best[np.lexsort((-best, -reach[best], size[best]))[0]]])


def _first_cores(taken: Snapshot, frame: Frame) -> list[Flags]:
    """Cores to begin with: the first k nodes in the order of their ties, for the best of the k."""
    count, degree = len(taken.ids), taken.degree
    order = np.lexsort((-(taken.adjacency @ degree), -degree))
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    ends = np.sort([rank[taken.left], rank[taken.right]], axis=0)
    both = np.cumsum(np.bincount(ends[1], minlength=count))
    touched = np.cumsum(np.bincount(ends[0], minlength=count))
    fit = _fit(np.arange(1, count + 1), both, frame[1] - touched, frame)
    sizes = np.unique(np.geomspace(1, count, STARTS).astype(np.int64))
    best = np.flatnonzero(fit == np.nanmax(fit))[:1] + 1 if not np.isnan(fit).all() else sizes[:1]
    return [rank < size for size in np.concatenate([best, sizes])]


def _searched(adjacency: Sparse, core: Flags, frame: Frame) -> Flags:
    """Better a core until no node and no pair of nodes that is tried betters it further."""
    degree = np.diff(adjacency.indptr).astype(np.int64)
    for _ in range(ROUNDS):
        inside = (adjacency @ core.astype(np.float64)).astype(np.int64)
        both = inside[core].sum() // 2
        none = frame[1] - degree[core].sum() + both
        fit = _fit(core.sum(), both, none, frame)

        sign = np.where(core, -1, 1)
        away = degree - inside
        alone = _fit(core.sum() + sign, both + sign * inside, none - sign * away, frame)
        better = np.flatnonzero(alone > fit + GAIN)
        if better.size:
            best_first = better[np.argsort(-alone[better], kind="stable")]
            core = _turned(adjacency, core, best_first, frame)
            continue

        nearest = np.argsort(-alone, kind="stable")
        out, into = nearest[core[nearest]][:SWAPPED], nearest[~core[nearest]][:SWAPPED]
        tied = adjacency[out][:, into].toarray().astype(np.int64)
        swapped = _fit(
            core.sum(),
            both - inside[out][:, None] + inside[into] - tied,
            none + away[out][:, None] - away[into] - tied,
            frame,
        )
        if not (swapped > fit + GAIN).any():
            break
        one, other = np.unravel_index(np.nanargmax(swapped), swapped.shape)
        core = core.copy()
        core[[out[one], into[other]]] ^= True
    return core


def _turned(adjacency: Sparse, core: Flags, nodes: Ints, frame: Frame) -> Flags:
    """Let *nodes* change sides together; if that is not better than the first alone, the half."""
    first = core.copy()
    first[nodes[:1]] ^= True
    least = _fit_of(adjacency, first, frame)
    while nodes.size > 1:
        all_of_them = core.copy()
        all_of_them[nodes] ^= True
        if _fit_of(adjacency, all_of_them, frame) > least:
            return all_of_them
        nodes = nodes[: nodes.size // 2]
    return first
