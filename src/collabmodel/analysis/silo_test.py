"""Does a group meet less across its border than the activity of its services explains?

Services differ: one that meets everybody meets more inside its group and more across. So the null
model gives each service its own activity (`activity_model`), and the test asks of each group
whether fewer of the pairs across its border are met than those activities say. With x = 1 for a
pair of which exactly one service is in the group, and the letters of `activity_model`:

    U = Σ x(met − p)     V = xᵀWx − xᵀWB·H⁻¹·BᵀWx     z = (U + ½)/√V

z is a score statistic (Rao 1948) with a continuity correction of ½. Its p-value is the lower tail
of a distribution with the skewness of the score (`score_tail`), and Holm (1979) corrects for the
number of groups. Nothing is drawn. `docs/calibration.md` shows how often the test finds a silo
where there is none.

**Pairs that are not known.** A group has to pass on the table that is worst for it: its unknown
pairs across count as met, its unknown pairs inside as unmet, and unknown pairs that do not touch it
are left out. Coverage across may then be no lower than inside; such a group is ruled out without a
test (z = ∞, p = 1). Groups that no unknown pair touches share one fit. Each of the others has its
own.

**Many services.** Above `activity_model.DENSE` unknowns a group is scored in its surroundings
(`activity_step`): services that no needed pair joins to it stay as in the shared fit. That moves z
by some hundredths at most, and the variance upward, so to the careful side.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import attrs
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array
from scipy.special import expit

from collabmodel.analysis.activity_model import (
    DENSE,
    Fit,
    Flags,
    Floats,
    Ints,
    Sparse,
    fit,
    penalty_of,
)
from collabmodel.analysis.activity_step import NearPairs, stepped_score
from collabmodel.analysis.holm import holm
from collabmodel.analysis.score_tail import Score, score_of

__all__ = ["SiloScores", "silo_scores", "smallest_p"]

Columns: TypeAlias = "csc_array[np.float64]"


@attrs.frozen(eq=False)
class SiloScores:
    """The score test of every group; arrays in the order of the groups.

    Attributes:
        inside_met: Needed pairs with both services in the group that are met.
        inside_pairs: Needed pairs inside of which it is known whether they are met.
        inside_unknown: Needed pairs inside of which it is not known.
        across_met: Needed pairs with exactly one service in the group that are met.
        across_pairs: Needed pairs across of which it is known whether they are met.
        across_unknown: Needed pairs across of which it is not known.
        z: The score in standard deviations, on the group's worst table; negative where fewer
            pairs across are met than the activity of the services explains. ∞ where the unknown
            pairs rule a silo out, NaN where the group cannot be tested.
        p: The chance of a score as low.
        p_holm: p, corrected for the number of groups that can be tested.
    """

    inside_met: Ints
    inside_pairs: Ints
    inside_unknown: Ints
    across_met: Ints
    across_pairs: Ints
    across_unknown: Ints
    z: Floats
    p: Floats
    p_holm: Floats

    @property
    def testable(self) -> Flags:
        """Whether the group has needed pairs inside and across whose score can vary."""
        return ~np.isnan(self.z)

    @property
    def worst_inside(self) -> Floats:
        """Coverage inside if no unknown pair is met; NaN without needed pairs inside."""
        return _share(self.inside_met, self.inside_pairs + self.inside_unknown)

    @property
    def worst_across(self) -> Floats:
        """Coverage across if every unknown pair is met; NaN without needed pairs across."""
        return _share(
            self.across_met + self.across_unknown, self.across_pairs + self.across_unknown
        )

    def found(self, alpha: float) -> Flags:
        """Which groups are silos at *alpha*, each on the table that is worst for it.

        Coverage across is below coverage inside there, and `p_holm` is at most *alpha*.
        """
        return (self.worst_across < self.worst_inside) & (self.p_holm <= alpha)


def silo_scores(
    left: npt.ArrayLike, right: npt.ArrayLike, status: npt.ArrayLike, membership: Sparse
) -> SiloScores:
    """Test every group: are fewer pairs across its border met than its services' activity says?

    A pair is *inside* a group if both its services belong to it, and *across* if exactly one does.
    A service may belong to several groups, or to none.

    Args:
        left: One service of each needed pair, as its row in *membership*. Each pair once.
        right: The other service of the pair.
        status: 1 for a pair that is met, 0 for one that is not, −1 where it is not known.
        membership: Services × groups; 1 where the service belongs to the group, else 0.

    Returns:
        Counts, score and p-value of every group, on the table that is worst for it. NaN where a
        group cannot be tested: no needed pair inside, none across, or a score that cannot vary.

    >>> import numpy as np
    >>> from scipy.sparse import csr_array
    >>> from collabmodel.analysis.silo_test import silo_scores
    >>> left, right = np.triu_indices(10, k=1)
    >>> membership = csr_array(np.repeat(np.eye(2), 5, axis=0))
    >>> met = (left < 5) == (right < 5)
    >>> scores = silo_scores(left, right, met, membership)
    >>> scores.across_met.tolist(), scores.across_pairs.tolist(), scores.found(0.05).tolist()
    ([0, 0], [25, 25], [True, True])
    """
    table = _Table.of(left, right, status, membership)
    inside_met, inside_pairs, inside_unknown, across_met, across_pairs, across_unknown = (
        table.count(of_groups, which)
        for of_groups in (table.inside, table.across)
        for which in (table.status == 1, table.known, ~table.known)
    )
    testable = (inside_pairs + inside_unknown > 0) & (across_pairs + across_unknown > 0)
    counts = SiloScores(
        inside_met,
        inside_pairs,
        inside_unknown,
        across_met,
        across_pairs,
        across_unknown,
        *np.full((3, testable.size), np.nan),
    )
    touched = inside_unknown + across_unknown > 0
    ruled_out = touched & ~(counts.worst_across < counts.worst_inside)
    z = np.where(testable & ruled_out, np.inf, np.nan)
    p = np.where(testable & ruled_out, 1.0, np.nan)
    tested = testable & ~ruled_out
    if tested.any():
        shared = table.fitted()
        for group in np.flatnonzero(tested).tolist():
            alone = touched[group] or not table.is_small
            score = (_own_score if alone else _score)(table, shared, group)
            z[group], p[group] = score.z, score.p
    return attrs.evolve(counts, z=z, p=p, p_holm=holm(p))


def smallest_p(
    left: npt.ArrayLike,
    right: npt.ArrayLike,
    status: npt.ArrayLike,
    membership: Sparse,
    groups: Iterable[int] | None = None,
) -> Floats:
    """The smallest p that each group could reach: all its pairs inside met, and none across.

    The known pairs that do not touch the group stay as they are. A group whose smallest p is above
    alpha / (number of testable groups) has too few pairs to be tested: were it a perfect silo, it
    would not be found.

    Args:
        left: As in `silo_scores`.
        right: As in `silo_scores`.
        status: As in `silo_scores`; unknown pairs of the group count as all its others.
        membership: As in `silo_scores`.
        groups: Columns of *membership* to answer for, all if left out. Each costs a fit.

    Returns:
        An array over all groups; NaN for those not asked for and those that cannot be tested.
    """
    table = _Table.of(left, right, status, membership)
    every = np.ones_like(table.known)
    asked = np.zeros(membership.shape[1], dtype=np.bool_)
    asked[slice(None) if groups is None else list(groups)] = True
    asked &= (table.count(table.inside, every) > 0) & (table.count(table.across, every) > 0)
    p = np.full(asked.size, np.nan)
    if asked.any():
        shared = table.fitted()
        for group in np.flatnonzero(asked).tolist():
            p[group] = _own_score(table, shared, group, perfect=True).p
    return p


@attrs.frozen(eq=False)
class _Table:
    """The needed pairs, and which of them lie inside and across each group.

    Attributes:
        membership: Services × groups, of the services that have a needed pair; the others say
            nothing of anyone.
        left: One service of each pair, as a row of *membership*.
        right: The other.
        status: 1 met, 0 not met, −1 not known.
        inside: Pairs × groups, 1 where the pair is inside the group.
        across: Pairs × groups, 1 where the pair is across the group's border.
    """

    membership: Sparse
    left: Ints
    right: Ints
    status: Ints
    inside: Columns
    across: Columns

    @classmethod
    def of(
        cls, left: npt.ArrayLike, right: npt.ArrayLike, status: npt.ArrayLike, membership: Sparse
    ) -> _Table:
        """Make the table of the arguments of `silo_scores`."""
        needed, ends = np.unique(
            np.stack([np.asarray(left), np.asarray(right)]).astype(np.int64), return_inverse=True
        )
        first, second = ends.reshape(2, -1)
        member = csr_array(membership[needed]).astype(np.float64)
        inside = member[first].multiply(member[second])
        across = csc_array(member[first] + member[second] - 2.0 * inside)
        across.eliminate_zeros()
        told = np.asarray(status, dtype=np.int64)
        return cls(member, first, second, told, csc_array(inside), across)

    @property
    def known(self) -> Flags:
        """Whether it is known of each pair if it is met."""
        return self.status >= 0

    @property
    def is_small(self) -> bool:
        """Whether each group can be given a fit of all its own."""
        return sum(self.membership.shape) <= DENSE

    def count(self, of_groups: Columns, which: Flags) -> Ints:
        """How many of the pairs *which* each group has in *of_groups* (pairs × groups)."""
        return np.asarray(which.astype(np.float64) @ of_groups).astype(np.int64)

    def fitted(self, start: Floats | None = None) -> Fit:
        """The fit to all pairs that are known."""
        penalty, services = penalty_of(self.membership), self.membership.shape[0]
        return fit(penalty, services, self.left, self.right, self.status, start)

    def touching(self, group: int) -> tuple[Ints, Flags]:
        """The pairs that touch a group, and whether each is across its border."""
        across, inside = (
            columns.indices[columns.indptr[group] : columns.indptr[group + 1]]
            for columns in (self.across, self.inside)
        )
        pairs = np.concatenate([across, inside]).astype(np.int64)
        return pairs, np.arange(pairs.size) < across.size


def _score(table: _Table, fitted: Fit, group: int) -> Score:
    """The score of a group on the table of all known pairs, to which the model is fitted."""
    pairs, across = table.touching(group)
    return score_of(
        table.left[pairs],
        table.right[pairs],
        across,
        fitted.rest[pairs],
        expit(fitted.odds[pairs]),
        fitted.solve,
        fitted.effects.size,
    )


def _own_score(table: _Table, shared: Fit, group: int, *, perfect: bool = False) -> Score:
    """The score of a group on its own table.

    That table counts unknown pairs against the group or, if *perfect*, all its pairs as in a
    perfect silo.
    """
    pairs, across = table.touching(group)
    status = table.status[pairs]
    met = ~across if perfect else np.where(status >= 0, status, across)
    if table.is_small:
        told = table.status.copy()
        told[pairs] = met
        own = attrs.evolve(table, status=told)
        return _score(own, own.fitted(shared.effects), group)
    left, right = table.left[pairs], table.right[pairs]
    near = NearPairs(pairs, left, right, met.astype(np.float64), across)
    return stepped_score(shared, table.membership.shape[0], near)


def _share(part: Ints, whole: Ints) -> Floats:
    return np.where(whole > 0, part, np.nan) / np.maximum(whole, 1)
