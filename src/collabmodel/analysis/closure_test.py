"""Do the ties of a group stay inside more than chance would have it?

Chance is stub matching: every service keeps its number of ties, and the ends are joined at random
(the configuration model of Bollobás 1980). With m ties, d the number of ties of a service, D their
sum over the group, q = D/2m its share of all ends and I the ties inside:

    E = ½(D(D − 1) − Σ d(d − 1) over the group) / (2m − 1 − Σ d(d − 1)/2m over all)
    z = (I − ½ − E) / √(E(1 − q)²)

The sums Σ d(d − 1) leave out ties from a service to itself, which a graph of services does not
have. The variance is an approximation. Where E is small, as in groups of two or three services, a
normal tail is far too thin (one tie inside would do); p is therefore the upper tail of a Poisson
distribution that is scaled by (1 − q)², so that its mean is E and its variance E(1 − q)². Holm
(1979) corrects for the number of groups. `docs/calibration.md` has the measured figures.
"""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.special import gammainc

from collabmodel.analysis.activity_model import Flags, Floats, Ints, Sparse
from collabmodel.analysis.holm import holm

__all__ = ["ClosureScores", "closure_scores"]


@attrs.frozen(eq=False)
class ClosureScores:
    """The test of every group; arrays in the order of the groups.

    Attributes:
        inside: Ties with both ends in the group.
        across: Ties with exactly one end in the group.
        expected: Ties inside that chance gives.
        z: What is above that, in standard deviations, ½ taken off. NaN: not testable.
        p: The chance of as many ties inside.
        p_holm: p, corrected for the number of groups that could be tested.
    """

    inside: Ints
    across: Ints
    expected: Floats
    z: Floats
    p: Floats
    p_holm: Floats

    @property
    def testable(self) -> Flags:
        """Whether the group has ties that could lie inside and ties that could lie across."""
        return ~np.isnan(self.z)

    def found(self, alpha: float) -> Flags:
        """Which groups have more ties inside than chance gives, at *alpha*."""
        return self.p_holm <= alpha


def closure_scores(left: npt.ArrayLike, right: npt.ArrayLike, membership: Sparse) -> ClosureScores:
    """Test every group: do its ties stay inside more than chance would have it?

    A tie is *inside* a group if both its ends belong to it. A service may belong to several groups,
    or to none.

    Args:
        left: One end of each tie, as its row in *membership*. Each tie once, none to itself.
        right: The other end.
        membership: Services × groups; 1 where the service belongs to the group, else 0.

    Returns:
        Counts, score and p-value of every group. NaN where a group cannot be tested: it has no
        ties, or all of them, or no two services that could have one between them.

    >>> left, right = np.triu_indices(5, k=1)
    >>> membership = csr_array(np.repeat(np.eye(2), 5, axis=0))
    >>> scores = closure_scores(np.append(left, left + 5), np.append(right, right + 5), membership)
    >>> scores.inside.tolist(), scores.expected.round(1).tolist(), scores.found(0.05).tolist()
    ([10, 10], [4.4, 4.4], [True, True])
    """
    first, second = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
    ends = 2 * first.size
    degree = np.bincount(np.concatenate([first, second]), minlength=membership.shape[0]) * 1.0
    own_pairs = degree**2 - degree
    degrees: Floats = degree @ membership
    both = csr_array(membership[first].multiply(membership[second]))
    inside: Floats = np.asarray(both.sum(axis=0))
    across = degrees - 2.0 * inside

    stubs = degrees**2 - degrees - own_pairs @ membership
    expected = stubs / 2.0 / max(ends - 1.0 - own_pairs.sum() / max(ends, 1), 1.0)
    outside = 1.0 - degrees / max(ends, 1)
    testable = (expected > 0.0) & (outside > 0.0)
    mean, scale = expected[testable], outside[testable] ** 2
    excess = inside[testable] - 0.5 - mean

    z = np.full(degrees.size, np.nan)
    p = np.full(degrees.size, np.nan)
    z[testable] = excess / np.sqrt(mean * scale)
    count = np.maximum((excess + mean) / scale + 0.5, 1.0)
    p[testable] = np.where(inside[testable] > 0, gammainc(count, mean / scale), 1.0)
    return ClosureScores(inside.astype(np.int64), across.astype(np.int64), expected, z, p, holm(p))
