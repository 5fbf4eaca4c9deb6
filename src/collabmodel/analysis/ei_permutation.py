"""The permutation test of the E-I index: is it what chance gives with these groups and these ties?

The groups are dealt out to the nodes at random, the network and the sizes of the groups kept
(Krackhardt & Stern 1988). The mean and the variance under all permutations are exact, in `ei_index`
and here; the p-values are from draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import attrs
import numpy as np
import numpy.typing as npt

from collabmodel.analysis.by_name import entry_of
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.ei_index import EIGroup, EIIndex, ei_index
from collabmodel.analysis.ei_moments import external_moments, group_moments
from collabmodel.analysis.permutation_p import p_of, p_values, standard_error
from collabmodel.analysis.rules import DEFAULT_RULES, Rules
from collabmodel.analysis.snapshot import Grouping, Network, Projection, Snapshot, snapshot

__all__ = ["EIGroupTest", "EIPermutationTest", "dealt_out", "ei_permutation_test"]

Ints = npt.NDArray[np.int64]


@attrs.frozen
class EIGroupTest:
    """What chance gives one group. Undefined numbers are NaN.

    Both readings of the index, `EIGroup.by_ties` and `by_members`, put all draws in the same
    order, so that these p-values are those of either. They are not corrected for the number of
    groups.

    Attributes:
        group: Its name.
        members: How many nodes belong to it.
        internal: Ties with both ends in it.
        internal_expected: The mean of these over all permutations, exact.
        internal_variance: Their variance, exact.
        external: Ties with exactly one end in it.
        external_expected: The mean of these over all permutations, exact.
        external_variance: Their variance, exact.
        by_ties: The index, each tie counted once.
        by_members: The index, each internal tie counted from both its ends.
        p: Twice the smaller of the two below, at most 1; NaN if the group has no tie.
        p_high: The chance of an index as high: as open a group.
        p_low: The chance of an index as low: as closed a group.
        draws: The draws in which the group has a tie. The others give it no index and are left
            out.
    """

    group: str
    members: int
    internal: int
    internal_expected: float
    internal_variance: float
    external: int
    external_expected: float
    external_variance: float
    by_ties: float
    by_members: float
    p: float
    p_high: float
    p_low: float
    draws: int


@attrs.frozen
class EIPermutationTest(Displayed):
    """The E-I index of a network and its groups, and how often chance gives as much.

    Undefined numbers are NaN: all p-values without ties, and where a node belongs to no group or
    to several.

    Attributes:
        value: The E-I index of the network.
        p: The chance of one as far from the expected, either way.
        p_high: The chance of one as high: as few ties within the groups.
        p_low: The chance of one as low: as many.
        expected: The mean over all permutations, exact.
        variance: The variance over all permutations, exact.
        groups: One entry a group, by name.
        draws: How many permutations were drawn. p-values are (as extreme + 1) / (draws + 1), which
            counts the network itself among them.
        seed: The seed of the draws.
        grouped_by: What the groups were read from.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
        rules: The rules of the pairs; None for a graph.
    """

    value: float
    p: float
    p_high: float
    p_low: float
    expected: float
    variance: float
    groups: tuple[EIGroupTest, ...]
    draws: int
    seed: int
    grouped_by: str | None
    project: Projection | None
    rules: Rules | None

    @property
    def error(self) -> float:
        """The Monte Carlo standard error of p, for want of more draws."""
        return standard_error(self.p, self.draws)

    def group(self, name: str) -> EIGroupTest:
        """The entry of the group called *name*.

        Raises:
            UnknownId: No group is called so.
        """
        return entry_of(name, {entry.group: entry for entry in self.groups}, "group")

    def records(self, of: Literal["network", "group"] = "group") -> list[dict[str, Any]]:
        """One dict for the network, or for each group."""
        if of == "group":
            return [attrs.asdict(entry) for entry in self.groups]
        names = "value p p_high p_low error expected variance draws seed"
        return [{name: getattr(self, name) for name in names.split()}]

    def _parts(self) -> Iterator[str | Rows]:
        if math.isnan(self.p):
            yield "E-I index not defined, and neither is what chance gives: there are no ties"
            return
        left_out = {"members", "internal_variance", "external_variance", "by_members", "draws"}
        rows = [
            {name: value for name, value in record.items() if name not in left_out}
            for record in self.records()
        ]
        head = (
            f"E-I index {self.value:.3f}, chance gives {self.expected:.3f}; "
            f"p = {self.p:.4f}, as high {self.p_high:.4f}, as low {self.p_low:.4f} "
            f"({self.draws} permutations, seed {self.seed})"
        )
        yield head
        yield Rows(rows, digits=4)


def ei_permutation_test(
    data: Network,
    group: Grouping = "group",
    *,
    rules: Rules | None = None,
    project: Projection | None = None,
) -> EIPermutationTest:
    """Test the E-I index of a network and of its groups by permutation (Krackhardt & Stern 1988).

    The groups are dealt out to the nodes anew, each way to do so as likely as another. That a group
    is more closed than this need not mean that it shuts others out: a group of nodes with many
    ties has more of them inside. `find_silos` asks with each node's activity kept.

    Args:
        data: A model, a networkx graph, or a `snapshot` of one.
        group: A node attribute or a mapping of nodes, as in `snapshot`.
        rules: For a model, what counts as contact. `draws` and `seed` for all data.
        project: What makes a tie of arcs or parallel ties, as in `snapshot`.

    Returns:
        The index with its p-values, those of every group, and the exact moments of each.

    Raises:
        InvalidArgument: As `snapshot` does.

    >>> import networkx as nx
    >>> from collabmodel import Rules
    >>> from collabmodel.analysis.ei_permutation import ei_permutation_test
    >>> found = ei_permutation_test(nx.karate_club_graph(), "club", rules=Rules(draws=999))
    >>> round(found.value, 3), round(found.expected, 3), found.p, found.p_low
    (-0.718, 0.03, 0.001, 0.001)
    >>> officer = found.group("Officer")
    >>> officer.internal, round(officer.internal_expected, 1), officer.p_low
    (32, 18.9, 0.001)
    """
    taken = snapshot(data, group, rules=rules, project=project)
    chosen = rules or taken.rules or DEFAULT_RULES
    index = ei_index(taken)
    p = p_high = p_low = math.nan
    if taken.left.size:
        p, p_high, p_low, groups = _tested(taken, index, chosen)
    else:
        groups = tuple(
            _of_group(entry, [math.nan] * 4, math.nan, math.nan, 0) for entry in index.groups
        )
    return EIPermutationTest(
        value=index.value,
        p=p,
        p_high=p_high,
        p_low=p_low,
        expected=index.expected,
        variance=index.variance,
        groups=groups,
        draws=chosen.draws,
        seed=chosen.seed,
        grouped_by=index.grouped_by,
        project=index.project,
        rules=index.rules,
    )


def dealt_out(taken: Snapshot, draws: int, seed: int) -> Iterator[tuple[int, Ints, Ints]]:
    """For each draw, the internal ties of the network, and internal and external ties of groups.

    Args:
        taken: A network.
        draws: How often the groups are dealt out; a node gets all groups of another.
        seed: The seed of the draws.
    """
    generator = np.random.default_rng(seed)
    deal = _dealing_one(taken) if taken.is_partition else _dealing_several(taken)
    for _ in range(draws):
        staying, internal, ends = deal(generator)
        yield staying, internal, ends.astype(np.int64) - 2 * internal


Deal = Callable[[np.random.Generator], tuple[int, npt.NDArray[Any], npt.NDArray[Any]]]
"""One draw: internal ties of the network and of each group, and the ends of ties in each group."""


def _dealing_one(taken: Snapshot) -> Deal:
    """Where every node belongs to one group."""
    group_of, left, right = taken.only_group, taken.left, taken.right
    degree, groups = taken.degree.astype(np.float64), len(taken.groups)

    def deal(generator: np.random.Generator) -> tuple[int, npt.NDArray[Any], npt.NDArray[Any]]:
        dealt = generator.permutation(group_of)
        at_left = dealt[left]
        shared = at_left[at_left == dealt[right]]
        internal = np.bincount(shared, minlength=groups)
        return shared.size, internal, np.bincount(dealt, degree, minlength=groups)

    return deal


def _dealing_several(taken: Snapshot) -> Deal:
    """Where nodes belong to several groups, or to none."""
    member = taken.membership.toarray().astype(np.bool_)
    degree = taken.degree.astype(np.float64)

    def deal(generator: np.random.Generator) -> tuple[int, npt.NDArray[Any], npt.NDArray[Any]]:
        dealt = generator.permutation(member)
        both = dealt[taken.left] & dealt[taken.right]
        internal = np.count_nonzero(both, axis=0).astype(np.int64)
        return int(np.count_nonzero(both.any(axis=1))), internal, degree @ dealt

    return deal


def _tested(
    taken: Snapshot, index: EIIndex, rules: Rules
) -> tuple[float, float, float, tuple[EIGroupTest, ...]]:
    """The p-values of the network: either way, as high, as low; and the test of each group."""
    internal = np.array([entry.internal for entry in index.groups])
    external = np.array([entry.external for entry in index.groups])
    ties = index.internal + index.external
    drawn = np.empty(rules.draws)
    as_high, as_low, defined = np.zeros((3, internal.size))
    for draw, (staying, inside, across) in enumerate(dealt_out(taken, rules.draws, rules.seed)):
        drawn[draw] = ties - staying
        # An index is lower where inside / across is higher. Whole numbers tell that exactly.
        lower, has_ties = inside * external - internal * across, inside + across > 0
        as_high += (lower <= 0) & has_ties
        as_low += (lower >= 0) & has_ties
        defined += has_ties
    found = np.stack([as_high, as_low])
    mean = float(external_moments(taken.sharers, taken.degree)[0])
    groups = tuple(
        _of_group(entry, map(float, moments), high, low, draws)
        for entry, moments, high, low, draws in zip(
            index.groups,
            group_moments(taken.members.tolist(), taken.degree),
            *np.where(internal + external > 0, p_of(found, defined), math.nan).tolist(),
            defined.astype(int).tolist(),
            strict=True,
        )
    )
    return *p_values(index.external - mean, drawn - mean, slack=1e-9), groups


def _of_group(
    entry: EIGroup, moments: Iterable[float], p_high: float, p_low: float, draws: int
) -> EIGroupTest:
    internal, internal_variance, external, external_variance = moments
    return EIGroupTest(
        **attrs.asdict(entry),
        internal_expected=internal,
        internal_variance=internal_variance,
        external_expected=external,
        external_variance=external_variance,
        p=min(2 * min(p_high, p_low), 1.0),
        p_high=p_high,
        p_low=p_low,
        draws=draws,
    )
