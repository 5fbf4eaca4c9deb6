"""Step from a shared fit of the activities to the fit of a table that differs near one group.

The *near* pairs are those that touch the group. They count as the table has them: met where the
shared fit was told unmet, or known where it was told nothing. Of the activities only those of near
services move, that is of services with a near pair, and the effects of their groups; for the other
pairs of these services the log-likelihood is replaced by its second-order expansion at the shared
fit. So the cost of a group depends on its surroundings, not on the size of the network.
"""

from __future__ import annotations

from functools import partial

import attrs
import numpy as np
from scipy.special import expit

from collabmodel.analysis.activity_model import (
    Fit,
    Flags,
    Floats,
    Ints,
    at_ends,
    between_ends,
    conjugate_gradients,
    newton_step,
)
from collabmodel.analysis.score_tail import Score, score_of

__all__ = ["NearPairs", "stepped_score"]

SETTLED = 1e-3
"""A gradient below this, in pairs met, is as good as none."""

ROUNDS = 200


@attrs.frozen(eq=False)
class NearPairs:
    """The pairs that touch a group.

    Attributes:
        pair: The place of each pair in the shared fit.
        left: One service of the pair.
        right: The other.
        met: What the pair is in the table of the group: 1 met, 0 unmet.
        across: Whether exactly one of the two services is in the group.
    """

    pair: Ints
    left: Ints
    right: Ints
    met: Floats
    across: Flags


def stepped_score(shared: Fit, services: int, near: NearPairs) -> Score:
    """The score of a group on the table that its near pairs make.

    Args:
        shared: The fit to all pairs that are known.
        services: How many of its unknowns are activities.
        near: The pairs that touch the group.
    """
    near_services, ends = np.unique(np.stack([near.left, near.right]), return_inverse=True)
    linked = np.unique(shared.matrix[near_services].indices)
    unknowns = np.concatenate([near_services, linked[linked >= services]])
    matrix = shared.matrix[unknowns][:, unknowns]
    left, right = ends.reshape(2, -1)
    shared_rest, shared_weight = shared.rest[near.pair], shared.weight[near.pair]

    moved = np.zeros(unknowns.size)
    for _ in range(ROUNDS):
        change = moved[left] + moved[right]
        chance = expit(shared.odds[near.pair] + change)
        weight = chance * (1.0 - chance)
        bent = matrix + between_ends(left, right, weight - shared_weight, unknowns.size)
        solve = partial(conjugate_gradients, bent, near_services.size)
        # The expansion of all pairs of the shared fit, with the near ones as they are instead.
        news = near.met - chance - shared_rest + shared_weight * change
        gradient = at_ends(left, right, news, unknowns.size) - matrix @ moved
        if np.abs(gradient).max() < SETTLED:
            rest = near.met - chance
            return score_of(left, right, near.across, rest, chance, solve, unknowns.size)
        moved += newton_step(solve, gradient)
    raise AssertionError("Newton's method did not settle.")
