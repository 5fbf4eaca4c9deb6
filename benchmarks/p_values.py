"""Is every p-value of the library as likely to be small as it says?

    python benchmarks/p_values.py [--networks 4000] [--jobs 2] [--seed 8] [--picture FILE]

Makes networks in which chance alone is at work, each test by its own meaning of chance, and takes
their p-values. One of at most x should come up with a chance of x, or of less where a test is
careful. Prints the table and draws the picture of `docs/calibration.md`; ends with code 1 if a
share is above x by more than three Monte Carlo errors, or below it where p-values are exact. Every
network has its own stream of random numbers: the figures do not depend on the number of jobs.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeAlias

# One thread a process, set before numpy is loaded: the matrices are small.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import attrs
import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.stats import ks_1samp, uniform
from tabulate import tabulate

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.calibration import ties_anyhow, without_silo
from benchmarks.p_values_picture import picture
from collabmodel import Rules, ei_permutation_test, qap_correlation
from collabmodel.analysis.closure_test import closure_scores
from collabmodel.analysis.silo_test import silo_scores

__all__ = ["FAMILIES", "Family", "null_p_values", "shares_off"]

Floats: TypeAlias = npt.NDArray[np.float64]

Run: TypeAlias = Callable[..., Iterable[list[tuple[float, ...]]]]
"""What does the parts, in one process or in several."""

LEVELS = (0.01, 0.05, 0.1, 0.5)


@attrs.frozen
class Family:
    """Tests that are put to the same networks.

    Attributes:
        p_values: Makes a network, and gives the p-value of each test.
        tests: The names of the tests, in that order.
        is_exact: Whether p-values are uniform, not only no smaller than that.
    """

    p_values: Callable[[np.random.Generator], tuple[float, ...]]
    tests: tuple[str, ...]
    is_exact: bool = False


def ei_p_values(rng: np.random.Generator, nodes: int = 200, draws: int = 999) -> tuple[float, ...]:
    """A network with hubs, to whose nodes groups of four sizes are dealt out."""
    graph = nx.barabasi_albert_graph(nodes, 3, seed=int(rng.integers(2**31)))
    groups = rng.choice(4, nodes, p=[0.4, 0.3, 0.2, 0.1])
    rules = Rules(draws=draws, seed=int(rng.integers(2**31)))
    found = ei_permutation_test(graph, dict(enumerate(groups.tolist())), rules=rules)
    return found.p_low, found.p_high, found.p, found.group("1").p_low


def qap_p_values(
    rng: np.random.Generator, *, valued: bool, nodes: int = 30, draws: int = 199
) -> tuple[float, ...]:
    """Two networks that have nothing to do with one another, one with hubs and one with groups.

    The nodes of the second stand in random order. If *valued*, each tie has a random strength.
    """
    seeds = [int(one) for one in rng.integers(2**31, size=2)]
    half = nodes // 2
    graphs = (
        nx.barabasi_albert_graph(nodes, 3, seed=seeds[0]),
        nx.stochastic_block_model([half, nodes - half], [[0.3, 0.05], [0.05, 0.3]], seed=seeds[1]),
    )
    one, other = (nx.to_numpy_array(graph) for graph in graphs)
    order = rng.permutation(nodes)
    other = other[np.ix_(order, order)]
    if valued:
        one, other = (ties * rng.uniform(0.5, 1.5, ties.shape) for ties in (one, other))
    rules = Rules(draws=draws, seed=int(rng.integers(2**31)))
    found = qap_correlation(one, other, rules=rules)
    return found.p_high, found.p


def silo_p_values(rng: np.random.Generator, kind: str) -> tuple[float, ...]:
    """Six organisations of ten services whose borders do not matter, see `calibration.py`."""
    made = without_silo(rng, [10] * 6, 0.3, kind, 0.33)
    return (silo_scores(made.left, made.right, made.met, made.membership).p[0],)


def closure_p_values(rng: np.random.Generator, kind: str) -> tuple[float, ...]:
    """Twenty groups of ten services whose ties do not care for groups, see `calibration.py`."""
    made = ties_anyhow(rng, [10] * 20, 0.05, kind)
    return (closure_scores(made.left, made.right, made.membership).p[0],)


FAMILIES = (
    Family(
        ei_p_values,
        ("E-I, as low", "E-I, as high", "E-I, either way", "E-I of a group, as low"),
    ),
    Family(partial(qap_p_values, valued=False), ("QAP, as high", "QAP, either way")),
    Family(
        partial(qap_p_values, valued=True),
        ("QAP, valued ties, as high", "QAP, valued ties, either way"),
        is_exact=True,
    ),
    Family(partial(silo_p_values, kind="alike"), ("silo, services alike",)),
    Family(partial(silo_p_values, kind="both differ"), ("silo, services differ",)),
    Family(partial(closure_p_values, kind="alike"), ("closed group, services alike",)),
    Family(partial(closure_p_values, kind="both differ"), ("closed group, services differ",)),
)


def null_p_values(family: int, networks: int, seed: int = 8, run: Run = map) -> Floats:
    """The p-values of so many networks: a row a network, a column a test."""
    parts = [range(start, networks, 20) for start in range(20)]
    rows = run(partial(_of_networks, family, seed), parts)
    return np.array([row for part in rows for row in part])


def _of_networks(family: int, seed: int, numbers: Iterable[int]) -> list[tuple[float, ...]]:
    streams = (np.random.SeedSequence(seed, spawn_key=(family, number)) for number in numbers)
    return [FAMILIES[family].p_values(np.random.default_rng(stream)) for stream in streams]


def shares_off(p_values: Floats, is_exact: bool) -> list[float]:
    """The levels that too many p-values are at most; or too few, if *is_exact*."""
    found = []
    for level in LEVELS:
        excess = np.mean(p_values <= level + 1e-12) - level
        error = math.sqrt(level * (1 - level) / p_values.size)
        if excess > 3 * error or (is_exact and excess < -3 * error):
            found.append(level)
    return found


def row(name: str, p_values: Floats, is_exact: bool) -> list[object]:
    """A row of the table: the shares, a mark where one is off, and how far they are from even."""
    off = shares_off(p_values, is_exact)
    shares = (
        f"{np.mean(p_values <= level + 1e-12):.3f}{' !' if level in off else ''}"
        for level in LEVELS
    )
    distances = (
        f"{ks_1samp(p_values, uniform.cdf, alternative=side).statistic:.3f}"
        for side in ("two-sided", "greater")
    )
    return [name, p_values.size, *shares, *distances]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--networks", type=int, default=4000)
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    parser.add_argument("--seed", type=int, default=8, help="another seed, other networks")
    parser.add_argument("--picture", type=Path, help="where to write the picture (SVG)")
    asked = parser.parse_args()
    rows, curves, is_off = [], {}, False
    with ProcessPoolExecutor(asked.jobs) as pool:
        run = pool.map if asked.jobs > 1 else map
        for number, family in enumerate(FAMILIES):
            columns = null_p_values(number, asked.networks, asked.seed, run).T
            for name, column in zip(family.tests, columns, strict=True):
                tested = column[~np.isnan(column)]
                rows.append(row(name, tested, family.is_exact))
                curves[name] = tested
                is_off |= bool(shares_off(tested, family.is_exact))
    headings = ("test", "networks", *(f"p ≤ {level}" for level in LEVELS), "KS", "KS above")
    print(tabulate(rows, headings, tablefmt="github", disable_numparse=True))
    if asked.picture:
        asked.picture.write_text(picture(curves), encoding="utf-8")
    return int(is_off)


if __name__ == "__main__":
    sys.exit(main())
