"""Communities: groups that the ties themselves make, and whether they are the formal groups.

Found by the Louvain method (Blondel and others 2008), which looks for a partition of high
modularity (Newman and Girvan 2004). With m ties, I of them inside a group and D the ends of ties
in it, over all groups:

    Q = Σ I/m − r Σ (D/2m)²        r, the resolution, is 1 unless something else is said

The method depends on the order in which it looks at the nodes, so it runs several times; where the
runs disagree, the communities are not there for certain. Two partitions are compared by the
adjusted Rand index (Hubert and Arabie 1985), which is 1 where they are the same and 0 on average
where they have nothing to do with one another, and by the normalised mutual information
(Danon and others 2005), which is not corrected for chance.

How stable one community is says the part of each other run that is most like it, by the share of
nodes that the two have in common of those that either has (Jaccard's index; Hennig 2007).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

from collabmodel.analysis.by_name import entry_of
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.louvain import louvain
from collabmodel.analysis.rules import DEFAULT_RULES, Rules
from collabmodel.analysis.snapshot import Grouping, Ints, Network, Projection, Snapshot, snapshot
from collabmodel.domain.errors import InvalidArgument

__all__ = [
    "Communities",
    "adjusted_rand",
    "communities",
    "modularity",
    "mutual_information",
]

Counts: TypeAlias = npt.NDArray[np.int64]

STABILITY = ("together", "least_together", "similarity", "least_similarity")
"""What is told of each community."""


@attrs.frozen
class Communities(Displayed):
    """The communities of a network. Undefined numbers are NaN.

    Attributes:
        parts: The ids of each community, sorted; the largest first, and of equally large ones
            that with the first id. Of all runs, the partition of the highest modularity.
        together: For each of `parts`, the share of its pairs of nodes that each other run puts
            together, on average. NaN for one node, and with one run.
        least_together: The lowest of these shares.
        similarity: For each of `parts`, how like it the part of each other run is that is most
            like it (Jaccard's index; Hennig 2007), on average. NaN with one run.
        least_similarity: The lowest of them; 1 where every run finds just this part.
        modularity: Its modularity; NaN without ties.
        formal_modularity: The modularity of the formal groups, over the nodes of exactly one.
        stability: The mean adjusted Rand index of every two runs; NaN with one run.
        least_stability: The lowest of them.
        information: The mean normalised mutual information of every two runs.
        least_information: The lowest of them.
        agreement: The adjusted Rand index of communities and formal groups, over the nodes of
            exactly one formal group; NaN where there are fewer than two of these.
        agreement_information: The normalised mutual information of the two.
        compared: How many nodes belong to exactly one formal group.
        modularities: The modularity of each run.
        resolution: The resolution; above 1 communities become smaller.
        seed: The seed of the runs.
        grouped_by: What the formal groups were read from; None without.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    parts: tuple[tuple[str, ...], ...]
    together: tuple[float, ...]
    least_together: tuple[float, ...]
    similarity: tuple[float, ...]
    least_similarity: tuple[float, ...]
    modularity: float
    formal_modularity: float
    stability: float
    least_stability: float
    information: float
    least_information: float
    agreement: float
    agreement_information: float
    compared: int
    modularities: tuple[float, ...]
    resolution: float
    seed: int
    grouped_by: str | None
    project: Projection | None
    rules: Rules | None

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def groups(self) -> dict[str, str]:
        """The community of each node, by its number; a mapping that other measures take."""
        named = ((id, str(number)) for number, part in enumerate(self.parts, 1) for id in part)
        return dict(sorted(named))

    @property
    def runs(self) -> int:
        """How many times the method ran."""
        return len(self.modularities)

    def of(self, name: str) -> tuple[str, ...]:
        """The community that the node with the id *name* is in.

        Raises:
            UnknownId: No node has that id.
        """
        return self.parts[int(entry_of(name, self.groups)) - 1]

    def records(
        self, of: Literal["network", "community", "node"] = "community"
    ) -> list[dict[str, Any]]:
        """One dict for the network, for each community or for each node."""
        if of == "community":
            columns = [getattr(self, name) for name in STABILITY]
            return [
                {"community": str(number), "size": len(part)}
                | dict(zip(STABILITY, stable, strict=True))
                | {"nodes": part}
                for number, (part, *stable) in enumerate(zip(self.parts, *columns, strict=True), 1)
            ]
        if of == "node":
            return [{"id": id, "community": number} for id, number in self.groups.items()]
        names = (
            "modularity formal_modularity stability least_stability information least_information "
            "agreement agreement_information compared runs resolution seed"
        )
        return [{"communities": len(self), **{name: getattr(self, name) for name in names.split()}}]

    def _parts(self) -> Iterator[str | Rows]:
        count = len(self)
        head = (
            f"{count} {'community' if count == 1 else 'communities'}, "
            f"modularity {self.modularity:.3f}; {self.runs} runs agree by {self.stability:.3f} "
            f"on average and {self.least_stability:.3f} at least (adjusted Rand index)"
        )
        if self.grouped_by is not None:
            head += (
                f"; with the formal groups by {self.agreement:.3f}, "
                f"whose modularity is {self.formal_modularity:.3f}"
            )
        yield head
        yield Rows(self.records())


def communities(
    data: Network,
    group: Grouping = "group",
    *,
    rules: Rules | None = None,
    project: Projection | None = None,
    runs: int = 10,
    resolution: float = 1.0,
) -> Communities:
    """The communities of a network, how stable they are, and whether they are the formal groups.

    A node without ties is a community of its own.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        group: The formal groups: a node attribute or a mapping of nodes, as in `snapshot`; None:
            there are none to compare with.
        rules: For a model, what counts as contact; `seed` for all data.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.
        runs: How many times the method runs, each time with a seed of its own.
        resolution: Above 1, communities become smaller; below, larger.

    Raises:
        InvalidArgument: As `snapshot` does; or *runs* or *resolution* is none.

    >>> import networkx as nx
    >>> from collabmodel import communities, density
    >>> graph = nx.karate_club_graph()
    >>> found = communities(graph, "club")
    >>> len(found), round(found.modularity, 2), round(found.agreement, 2)
    (4, 0.42, 0.39)
    >>> round(density(graph, found.groups).block("1", "1").density, 2)
    0.36
    """
    if type(runs) is not int or runs < 1:
        raise InvalidArgument(f"runs: expected a whole number from 1, found {runs!r}.")
    _check_resolution(resolution)
    taken = snapshot(data, group, rules=rules, project=project)
    seed = (rules or DEFAULT_RULES).seed
    streams = np.random.default_rng(seed).spawn(runs)
    found = [
        louvain(len(taken.ids), taken.left, taken.right, stream, resolution) for stream in streams
    ]
    values = [_modularity(taken, labels, resolution) for labels in found]
    best = int(np.argmax(values))
    couples = list(itertools.combinations(found, 2))
    rand = [adjusted_rand(one, other) for one, other in couples]
    information = [mutual_information(one, other) for one, other in couples]
    formal = taken.only_group
    single = formal >= 0
    parts, number = _parts(taken.ids, found[best])
    stable = _stability(number, [labels for run, labels in enumerate(found) if run != best])
    return Communities(
        parts=parts,
        **stable,
        modularity=values[best],
        formal_modularity=_modularity(taken, formal, resolution),
        stability=_mean(rand),
        least_stability=min(rand, default=math.nan),
        information=_mean(information),
        least_information=min(information, default=math.nan),
        agreement=adjusted_rand(formal[single], found[best][single]),
        agreement_information=mutual_information(formal[single], found[best][single]),
        compared=int(np.count_nonzero(single)),
        modularities=tuple(values),
        resolution=float(resolution),
        seed=seed,
        grouped_by=taken.grouped_by,
        project=taken.project,
        rules=taken.rules,
    )


def modularity(
    data: Network,
    group: Grouping = "group",
    *,
    rules: Rules | None = None,
    project: Projection | None = None,
    resolution: float = 1.0,
) -> float:
    """The modularity of given groups (Newman and Girvan 2004).

    Nodes that belong to no group or to several are left out, with their ties. NaN without ties.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        group: A node attribute or a mapping of nodes, as in `snapshot`.
        rules: For a model, what counts as contact.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.
        resolution: Above 1, what chance gives weighs more.

    Raises:
        InvalidArgument: As `snapshot` does; or *resolution* is none.

    >>> import networkx as nx
    >>> from collabmodel import modularity
    >>> round(modularity(nx.karate_club_graph(), "club"), 3)
    0.358
    """
    _check_resolution(resolution)
    taken = snapshot(data, group, rules=rules, project=project)
    return _modularity(taken, taken.only_group, resolution)


def adjusted_rand(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """The adjusted Rand index of two partitions (Hubert and Arabie 1985).

    Of the pairs of nodes, A are together in the one, B in the other, and S in both. Of all N pairs
    chance would put AB/N together in both:

        (S − AB/N) / ((A + B)/2 − AB/N)

    Args:
        one: The number of the part of each node.
        other: The same for the other partition.

    Returns:
        At most 1. 1 for two equal partitions, also where all nodes are together or all apart; NaN
        with fewer than two nodes.

    >>> adjusted_rand([0, 0, 1, 1], [5, 5, 7, 7]), adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1])
    (1.0, -0.5)
    """
    both, first, second = _sizes(one, other)
    every = math.comb(int(first.sum()), 2)
    if not every:
        return math.nan
    together, a, b = (int((sizes * (sizes - 1) // 2).sum()) for sizes in (both, first, second))
    below = (a + b) * every - 2 * a * b
    return 2 * (together * every - a * b) / below if below else 1.0


def mutual_information(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """The normalised mutual information of two partitions (Danon and others 2005).

    2·I / (H₁ + H₂): what one partition tells of the other, in parts of what there is to tell.

    Args:
        one: The number of the part of each node.
        other: The same for the other partition.

    Returns:
        From 0 to 1. 1 where all nodes are together in both; NaN without nodes.

    >>> mutual_information([0, 0, 1, 1], [5, 5, 7, 7]), mutual_information([0, 0, 1, 1], [0] * 4)
    (1.0, 0.0)
    """
    both, first, second = (_entropy(sizes) for sizes in _sizes(one, other))
    total = first + second
    if math.isnan(total):
        return math.nan
    shared = 2 * (total - both) / total if total else 1.0
    return min(max(shared, 0.0), 1.0)


def _check_resolution(resolution: Any) -> None:
    is_number = isinstance(resolution, (int, float)) and not isinstance(resolution, bool)
    if not is_number or not 0 < resolution < math.inf:
        raise InvalidArgument(f"resolution: expected a number above 0, found {resolution!r}.")


def _parts(ids: Sequence[str], labels: Counts) -> tuple[tuple[tuple[str, ...], ...], Counts]:
    """The ids of each part in order, and for each node the place of its part in that order."""
    parts: dict[int, list[str]] = {}
    for name, label in zip(ids, labels.tolist(), strict=True):
        parts.setdefault(label, []).append(name)
    ordered = sorted(parts.items(), key=lambda entry: (-len(entry[1]), entry[1]))
    place = {label: number for number, (label, _) in enumerate(ordered)}
    number = np.fromiter((place[label] for label in labels.tolist()), np.int64, len(labels))
    return tuple(tuple(part) for _, part in ordered), number


def _stability(part: Counts, others: Sequence[Counts]) -> dict[str, tuple[float, ...]]:
    """How each part of a partition fares in other runs: the four tuples of `Communities`."""
    sizes = np.bincount(part)
    together = np.full((len(others), sizes.size), math.nan)
    similar = np.zeros((len(others), sizes.size))
    every = sizes * (sizes - 1) / 2
    for run, labels in enumerate(others):
        theirs = np.unique(labels, return_inverse=True)[1]
        other_sizes = np.bincount(theirs)
        cells, common = np.unique(part * other_sizes.size + theirs, return_counts=True)
        mine, other = np.divmod(cells, other_sizes.size)
        kept = np.bincount(mine, common * (common - 1) / 2, minlength=sizes.size)
        np.divide(kept, every, out=together[run], where=every > 0)
        jaccard = common / (sizes[mine] + other_sizes[other] - common)
        np.maximum.at(similar[run], mine, jaccard)
    if not others:
        return dict.fromkeys(STABILITY, (math.nan,) * sizes.size)
    columns = (f(shares, axis=0) for shares in (together, similar) for f in (np.mean, np.min))
    return {name: tuple(c.tolist()) for name, c in zip(STABILITY, columns, strict=True)}


def _modularity(taken: Snapshot, labels: Ints, resolution: float) -> float:
    """The modularity of the nodes whose label is not negative."""
    left, right = labels[taken.left], labels[taken.right]
    kept = (left >= 0) & (right >= 0)
    if not kept.all():
        left, right = left[kept], right[kept]
    ties = left.size
    if not ties:
        return math.nan
    parts = int(labels.max()) + 1
    ends = (np.bincount(left, minlength=parts) + np.bincount(right, minlength=parts)) / (2 * ties)
    return float(np.count_nonzero(left == right) / ties - resolution * (ends @ ends))


def _sizes(one: npt.ArrayLike, other: npt.ArrayLike) -> tuple[Counts, Counts, Counts]:
    """The sizes of what the parts of both partitions share, and of the parts of each."""
    first, second = (
        np.unique(np.asarray(labels), return_inverse=True)[1] for labels in (one, other)
    )
    if first.size != second.size:
        raise InvalidArgument(
            f"the two partitions are of {first.size} and of {second.size} nodes; they must be of "
            "the same nodes, in the same order."
        )
    count = int(second.max(initial=-1)) + 1
    both = np.unique(first * count + second, return_counts=True)[1]
    return both.astype(np.int64), np.bincount(first), np.bincount(second)


def _entropy(sizes: Counts) -> float:
    nodes = int(sizes.sum())
    if not nodes:
        return math.nan
    shares = sizes / nodes
    return float(-(shares @ np.log(shares))) + 0.0


def _mean(values: Iterable[float]) -> float:
    values = list(values)
    return math.fsum(values) / len(values) if values else math.nan
