"""How likely each needed pair is to meet, if services differ but borders do not matter.

The null model of the silo test. Every service has its own activity, and a pair meets with the
chance that the two activities give:

    logit P(i and j meet) = intercept + a[i] + a[j]

A service with few pairs says little about itself, so its activity is shrunk to the mean of its
group: a = u[group] + e, where u has variance 100 (nearly free) and e variance 1. A service of two
groups is shrunk to the mean of their two u, a service of none to 0. With the rows of *A* averaging
the groups of each service, the penalty is

    ½ |a − A·u|² + ½ |u|²/100

The unknowns are the activities and, after them, the group effects u. Newton's method finds the
maximum of the log-likelihood less the penalty. With *B* the incidence of pairs and unknowns,
w = p(1 − p) the variances of the pairs and *K* the second derivative of the penalty, each round
solves H·step = gradient, where H = BᵀWB + K: by Cholesky where unknowns are few, otherwise by
preconditioned conjugate gradients (Hestenes & Stiefel 1952).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import attrs
import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array, diags_array, eye_array, hstack, vstack
from scipy.special import expit, logit

__all__ = [
    "DENSE",
    "Fit",
    "at_ends",
    "between_ends",
    "conjugate_gradients",
    "fit",
    "newton_step",
    "penalty_of",
    "solver",
]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Sparse: TypeAlias = "csr_array[np.float64]"
Solve = Callable[[Floats], Floats]

DENSE = 300
"""Up to this many unknowns, equations are solved as one dense matrix."""

GROUP_VARIANCE = 100.0
LONGEST_STEP = 2.0
SETTLED = 1e-9
ROUNDS = 200

RESIDUAL = 1e-4
"""Where conjugate gradients stop, as a share of the right-hand side. The error of what the
solution explains is of the order of its square."""


@attrs.frozen(eq=False)
class Fit:
    """The activities that agree best with what is known of the pairs.

    Attributes:
        effects: The activity of each service and, after them, the effect of each group.
        odds: The log-odds of each pair to meet.
        rest: Met (1 or 0) less the chance to meet, of each pair; 0 where it is not known.
        weight: The variance p(1 − p) of each pair; 0 where it is not known.
        matrix: H, unknowns × unknowns.
        solve: Solves H·x = right-hand side.
    """

    effects: Floats
    odds: Floats
    rest: Floats
    weight: Floats
    matrix: Sparse
    solve: Solve


def penalty_of(membership: Sparse) -> Sparse:
    """K, for the services (rows) and groups (columns) of a *membership* of ones."""
    services, groups = membership.shape
    held: Floats = np.asarray(membership @ np.ones(groups))
    averages: Sparse = csr_array(diags_array(1.0 / np.maximum(held, 1.0)) @ membership)
    between: Sparse = csr_array(averages.T @ averages + eye_array(groups) / GROUP_VARIANCE)
    above = hstack([eye_array(services), -averages])
    return csr_array(vstack([above, hstack([-averages.T, between])]))


def fit(
    penalty: Sparse,
    services: int,
    left: Ints,
    right: Ints,
    status: Ints,
    start: Floats | None = None,
) -> Fit:
    """Fit the activities to the pairs of which it is known whether they are met.

    Args:
        penalty: K, as `penalty_of` makes it.
        services: How many of the unknowns are activities.
        left: One service of each pair, as a row of the membership.
        right: The other service.
        status: 1 for a pair that is met, 0 for one that is not, −1 where it is not known.
        start: Effects to begin with, where a near answer is at hand.
    """
    unknowns, known = penalty.shape[0], status >= 0
    # Half a pair more of either kind keeps the odds from infinity.
    share = (np.count_nonzero(status == 1) + 0.5) / (np.count_nonzero(known) + 1.0)
    effects = np.zeros(unknowns) if start is None else start.copy()
    for _ in range(ROUNDS):
        odds = logit(share) + effects[left] + effects[right]
        chance = expit(odds)
        rest = np.where(known, status - chance, 0.0)
        weight = np.where(known, chance * (1.0 - chance), 0.0)
        matrix = penalty + between_ends(left, right, weight, unknowns)
        solve = solver(matrix, services)
        step = newton_step(solve, at_ends(left, right, rest, unknowns) - penalty @ effects)
        if np.abs(step).max(initial=0.0) < SETTLED:
            return Fit(effects, odds, rest, weight, matrix, solve)
        effects += step
    raise AssertionError("Newton's method did not settle.")


def newton_step(solve: Solve, gradient: Floats) -> Floats:
    """The step towards the maximum, cut so that it cannot leap far past it."""
    return np.clip(solve(gradient), -LONGEST_STEP, LONGEST_STEP)


def at_ends(left: Ints, right: Ints, values: Floats, unknowns: int) -> Floats:
    """Bᵀ·*values*: the sum of the values of the pairs that each unknown has a part in."""
    sums = np.bincount(left, values, unknowns) + np.bincount(right, values, unknowns)
    return sums.astype(np.float64)


def between_ends(left: Ints, right: Ints, weight: Floats, unknowns: int) -> Sparse:
    """BᵀWB for the pairs of *left* and *right* and a *weight* each."""
    rows = np.concatenate([left, right, left, right])
    columns = np.concatenate([left, right, right, left])
    return csr_array((np.tile(weight, 4), (rows, columns)), shape=(unknowns, unknowns))


def solver(matrix: Sparse, services: int) -> Solve:
    """A function that solves H·x = right-hand side.

    Args:
        matrix: H.
        services: How many of its unknowns are activities; the effects of groups follow them.
    """
    if matrix.shape[0] <= DENSE:
        factor = cho_factor(matrix.toarray())
        return lambda right_side: cho_solve(factor, right_side)
    return lambda right_side: conjugate_gradients(matrix, services, right_side)


def conjugate_gradients(matrix: Sparse, services: int, right_side: Floats) -> Floats:
    """Solve H·x = right-hand side, near enough for what rests on it (see `RESIDUAL`).

    Where hardly any pair is unmet, H is nearly flat along the mean of a group, and its diagonal
    alone would be a poor guide. So the preconditioner is H without what joins service to service,
    which is solved at once: each group effect first, then the activities.

    Args:
        matrix: H.
        services: How many of its unknowns are activities; the effects of groups follow them.
        right_side: One number an unknown.
    """
    diagonal = matrix.diagonal()
    link = matrix[:services, services:]
    back = link.T
    own, ours = diagonal[:services], diagonal[services:]
    ours = ours - np.asarray(back.power(2) @ (1.0 / own))

    def preconditioned(residual: Floats) -> Floats:
        groups = (residual[services:] - back @ (residual[:services] / own)) / ours
        return np.concatenate([(residual[:services] - link @ groups) / own, groups])

    solution = np.zeros_like(right_side)
    residual = right_side.copy()
    ahead = preconditioned(residual)
    direction = ahead
    size = residual @ ahead
    goal = RESIDUAL * np.linalg.norm(right_side)
    while np.linalg.norm(residual) > goal:
        bent: Floats = np.asarray(matrix @ direction)
        length = size / (direction @ bent)
        solution += length * direction
        residual -= length * bent
        ahead = preconditioned(residual)
        before, size = size, residual @ ahead
        direction = ahead + size / before * direction
    return solution
