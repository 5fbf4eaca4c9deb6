"""Is the p-value of the QAP correlation as likely to be small as it says?

    python benchmarks/qap_calibration.py [--networks 1000] [--seed 8]

Makes pairs of networks that have nothing to do with one another, one with hubs and one with
groups, and takes the p-value of each pair. Where chance alone is at work, a p-value of at most x
should come up with a chance of x; of less where ties have no strength, since then many permutations
give the very same correlation, and all of them count as high. Prints a table, ends with code 1 if a
share is above x, or that of ties with a strength below it, by more than three Monte Carlo errors.
"""

from __future__ import annotations

import argparse
import math
import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.stats import kstest
from tabulate import tabulate

from collabmodel.analysis.qap import qap_correlation
from collabmodel.analysis.rules import Rules

__all__ = ["null_p_values"]

Floats = npt.NDArray[np.float64]
LEVELS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9)


def null_p_values(
    networks: int, *, valued: bool, nodes: int = 30, draws: int = 199, seed: int = 8
) -> Floats:
    """The p-values (of as high a correlation) of so many pairs of unrelated networks.

    The one has hubs, the other two groups with more ties inside than across; the nodes of the
    second stand in random order, so that hubs and groups have nothing to do with one another.

    Args:
        networks: How many pairs.
        valued: Whether each tie has a random strength.
        nodes: How many nodes a network has.
        draws: How many permutations are drawn for a p-value.
        seed: The seed of everything.
    """
    found = np.empty(networks)
    for number, stream in enumerate(np.random.SeedSequence(seed).spawn(networks)):
        generator = np.random.default_rng(stream)
        of_hubs, of_groups = (int(one) for one in generator.integers(2**31, size=2))
        half = nodes // 2
        chances = [[0.3, 0.05], [0.05, 0.3]]
        graphs = (
            nx.barabasi_albert_graph(nodes, 3, seed=of_hubs),
            nx.stochastic_block_model([half, nodes - half], chances, seed=of_groups),
        )
        one, other = (nx.to_numpy_array(graph) for graph in graphs)
        order = generator.permutation(nodes)
        other = other[np.ix_(order, order)]
        if valued:
            one, other = (ties * generator.uniform(0.5, 1.5, ties.shape) for ties in (one, other))
        rules = Rules(draws=draws, seed=int(generator.integers(2**31)))
        found[number] = qap_correlation(one, other, rules=rules).p_high
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--networks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=8)
    chosen = parser.parse_args()
    plain, valued = (
        null_p_values(chosen.networks, valued=valued, seed=chosen.seed) for valued in (False, True)
    )
    rows, is_off = [], False
    for level in LEVELS:
        shares = [float(np.mean(p_values <= level + 1e-12)) for p_values in (plain, valued)]
        error = math.sqrt(level * (1 - level) / chosen.networks)
        is_off |= max(shares) > level + 3 * error or shares[1] < level - 3 * error
        rows.append((level, *shares, error))
    print(tabulate(rows, headers=["p at most", "ties", "valued ties", "error"], floatfmt=".3f"))
    p = kstest(valued, "uniform").pvalue
    print(f"valued ties, {chosen.networks} networks: p = {p:.2f} that p-values are uniform")
    return int(is_off)


if __name__ == "__main__":
    sys.exit(main())
