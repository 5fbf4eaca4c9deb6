"""How often do the tests of `find_silos` find what is not there, and what is?

    python benchmarks/calibration.py [--quick] [--jobs 2] [--seed 8]

Makes networks without silos and counts those in which any silo is found, which should be at most
alpha; makes networks with one planted silo and counts those in which it is found; and does the same
for closed groups. Every network has its own stream of random numbers, so the figures depend on the
seed alone, not on the number of jobs. Prints the tables of `docs/calibration.md`; ends with code 1
if a share is worse than promised by more than three Monte Carlo errors.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TypeAlias

# One thread a process, set before numpy is loaded: the matrices are small.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import attrs
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.special import expit, logit
from tabulate import tabulate

from collabmodel.analysis.closure_test import closure_scores
from collabmodel.analysis.silo_test import silo_scores

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

ALPHA = 0.05
INSIDE = 0.55
"""The share of pairs inside a group that need contact, in all networks."""

KINDS = {
    "alike": (0.0, 0.0),
    "services differ": (0.0, 1.0),
    "organisations differ": (1.0, 0.0),
    "both differ": (1.0, 1.0),
}
"""The standard deviations, in log-odds, of the activity of organisations and of services."""


Run: TypeAlias = Callable[..., Iterable[list[tuple[bool, bool]]]]
"""What does the cells, in one process or in several."""


@attrs.frozen
class Tally:
    """Of how many networks something was true."""

    times: int
    networks: int

    @property
    def share(self) -> float:
        return self.times / self.networks

    @property
    def error(self) -> float:
        """The standard error of the share, never that of a share beyond one network's worth."""
        share = min(max(self.share, 1 / self.networks), 1 - 1 / self.networks)
        return math.sqrt(share * (1 - share) / self.networks)

    def __str__(self) -> str:
        return f"{self.share:.3f} ± {self.error:.3f}"


@attrs.frozen
class Network:
    """Pairs of numbered services, whether they meet, and the group of each service."""

    left: np.ndarray
    right: np.ndarray
    met: np.ndarray
    groups: np.ndarray

    @property
    def membership(self) -> csr_array:
        services, groups = self.groups.size, self.groups.max() + 1
        ones = np.ones(services)
        return csr_array((ones, (np.arange(services), self.groups)), shape=(services, groups))


def needed_pairs(
    rng: np.random.Generator, sizes: Sequence[int], across: float, inside: float = INSIDE
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw which pairs need contact: *inside* of those in a group, *across* of the others."""
    groups = np.repeat(np.arange(len(sizes)), sizes)
    left, right = np.triu_indices(groups.size, k=1)
    within = groups[left] == groups[right]
    drawn = rng.random(left.size) < np.where(within, inside, across)
    return left[drawn], right[drawn], groups


def activities(rng: np.random.Generator, groups: Ints, kind: str) -> Floats:
    """Draw the activity of each service, in log-odds."""
    organisation, service = KINDS[kind]
    of_groups = rng.normal(0.0, organisation, groups.max() + 1)[groups]
    drawn: Floats = of_groups + rng.normal(0.0, service, groups.size)
    return drawn


def without_silo(
    rng: np.random.Generator, sizes: Sequence[int], across: float, kind: str, coverage: float
) -> Network:
    """A network in which pairs meet as the activity of their services says, and borders do not
    matter. *coverage* is the chance of two services of mean activity."""
    left, right, groups = needed_pairs(rng, sizes, across)
    activity = activities(rng, groups, kind)
    chance = expit(logit(coverage) + activity[left] + activity[right])
    return Network(left, right, rng.random(left.size) < chance, groups)


def with_silo(rng: np.random.Generator, sizes: Sequence[int], across: float, silos: int) -> Network:
    """A network whose first groups are silos: 0.15 met across, 0.7 inside, all others 0.6."""
    left, right, groups = needed_pairs(rng, sizes, across)
    one, other = groups[left] < silos, groups[right] < silos
    crossing = (one | other) & (groups[left] != groups[right])
    chance = np.where(crossing, 0.15, np.where(one & other, 0.7, 0.6))
    return Network(left, right, rng.random(left.size) < chance, groups)


def ties_anyhow(
    rng: np.random.Generator, sizes: Sequence[int], density: float, kind: str
) -> Network:
    """A network whose ties do not care for groups."""
    left, right, groups = needed_pairs(rng, sizes, 1.0, 1.0)
    activity = activities(rng, groups, kind)
    tied = rng.random(left.size) < expit(logit(density) + activity[left] + activity[right])
    return Network(left[tied], right[tied], tied[tied], groups)


def ties_inside(rng: np.random.Generator, sizes: Sequence[int], density: float) -> Network:
    """A network whose first group has ten times the odds inside and a third of them across."""
    left, right, groups = needed_pairs(rng, sizes, 1.0, 1.0)
    ends = np.sum(groups[[left, right]] == 0, axis=0)
    tied = rng.random(left.size) < expit(logit(density) + np.log([1.0, 1 / 3, 10.0])[ends])
    return Network(left[tied], right[tied], tied[tied], groups)


def silos_found(network: Network) -> np.ndarray:
    """Which groups are found to be silos, as `find_silos` asks."""
    scores = silo_scores(network.left, network.right, network.met, network.membership)
    return scores.found(ALPHA)


def closed_found(network: Network) -> np.ndarray:
    """Which groups are found to be closed, as `find_silos` asks."""
    return closure_scores(network.left, network.right, network.membership).found(ALPHA)


@attrs.frozen
class Cell:
    """Networks of one kind, and the test that they are put to."""

    make: Callable[[np.random.Generator], Network]
    found: Callable[[Network], np.ndarray]
    networks: int
    seed: tuple[int, ...]


def outcomes(cell: Cell, numbers: Iterable[int]) -> list[tuple[bool, bool]]:
    """For each network: is the first group found, and is any other?"""
    results = []
    for number in numbers:
        seed = np.random.SeedSequence(cell.seed[0], spawn_key=(*cell.seed[1:], number))
        found = cell.found(cell.make(np.random.default_rng(seed)))
        results.append((bool(found[0]), bool(found[1:].any())))
    return results


def tallies(cell: Cell, run: Run) -> list[Tally]:
    """Of how many networks: any group found, the first found, another found."""
    shares = [range(start, cell.networks, 20) for start in range(20)]
    rows = [row for rows in run(partial(outcomes, cell), shares) for row in rows]
    first, others = (sum(column) for column in zip(*rows, strict=True))
    anything = sum(map(any, rows))
    return [Tally(times, len(rows)) for times in (anything, first, others)]


SHAPES = {"8 × 6": [6] * 8, "6 × 10": [10] * 6, "20 × 10": [10] * 20}
LARGE = "20 × 10"

CLOSED = {
    "8 of 3 to 12, density 0.1": ([3, 4, 5, 6, 8, 9, 10, 12], 0.1),
    "8 × 6, density 0.05": ([6] * 8, 0.05),
    "8 × 6, density 0.3": ([6] * 8, 0.3),
    "2 × 20, density 0.1": ([20] * 2, 0.1),
    "20 × 10, density 0.05": ([10] * 20, 0.05),
    "50 × 2, density 0.02": ([2] * 50, 0.02),
    "40 of 1 to 5, density 0.03": ([1, 2, 3, 4, 5] * 8, 0.03),
}

PLANTED = {
    "8 × 6, one silo": ([6] * 8, 1, 0.8),
    "6 × 10, one silo": ([10] * 6, 1, 0.95),
    "8 × 6, two silos": ([6] * 8, 2, 0.0),
    "6 × 10, two silos": ([10] * 6, 2, 0.0),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all tables, print them, and return 0 if every promise holds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--quick", action="store_true", help="a twentieth of the networks")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    parser.add_argument("--seed", type=int, default=8, help="another seed, other networks")
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    with ProcessPoolExecutor(asked.jobs) as pool:
        run = pool.map if asked.jobs > 1 else map
        networks = 100 if asked.quick else 2000
        kept = [table(run, networks, asked.seed) for table in (null, power, closed, closed_power)]
    print(f"\nSeed {asked.seed}; {time.perf_counter() - started:.0f} s.")
    print("Every promise holds." if all(kept) else "A promise is broken: see the lines marked !")
    return 0 if all(kept) else 1


def null(run: Run, networks: int, seed: int) -> bool:
    """No silo is there: the share of networks in which one is found."""
    return _print_null(
        f"Any silo found, where there is none (at most {ALPHA})",
        ("groups × services", "need across", "coverage"),
        {
            (shape, across, coverage): (
                partial(without_silo, sizes=sizes, across=across, coverage=coverage),
                networks // 4 if shape == LARGE else networks,
            )
            for shape, sizes in SHAPES.items()
            for across in (0.1, 0.3, 1.0)
            for coverage in (0.15, 0.33, 0.6)
        },
        silos_found,
        run,
        (seed, 0),
    )


def closed(run: Run, networks: int, seed: int) -> bool:
    """No group is closed: the share of networks in which one is found."""
    return _print_null(
        f"Any closed group found, where there is none (at most {ALPHA})",
        ("groups × services",),
        {
            (name,): (partial(ties_anyhow, sizes=sizes, density=density), networks)
            for name, (sizes, density) in CLOSED.items()
        },
        closed_found,
        run,
        (seed, 2),
    )


def power(run: Run, networks: int, seed: int) -> bool:
    """A silo is there: the share of networks in which it is found, and in which another is."""
    rows, kept = [], True
    for number, (name, (sizes, silos, promised)) in enumerate(PLANTED.items()):
        make = partial(with_silo, sizes=sizes, across=0.1, silos=silos)
        cell = Cell(make, partial(_planted_and_others, silos=silos), networks, (seed, 1, number))
        _, found, others = tallies(cell, run)
        holds = found.share >= promised - 3 * found.error
        kept &= holds
        rows.append([name, found, f"{promised}" if promised else "", others, "" if holds else "!"])
    _print("A planted silo", ("network", "found", "promised", "another found", ""), rows)
    return kept


def closed_power(run: Run, networks: int, seed: int) -> bool:
    """A group is closed: the share of networks in which it is found, and in which another is."""
    rows = []
    for number, (name, (sizes, density)) in enumerate(CLOSED.items()):
        make = partial(ties_inside, sizes=sizes[::-1], density=density)
        _, found, others = tallies(Cell(make, closed_found, networks, (seed, 3, number)), run)
        rows.append([name, found, others])
    _print("A planted closed group", ("network", "found", "another found"), rows)
    return True


def _planted_and_others(network: Network, silos: int) -> np.ndarray:
    """Whether the first silo is found, and each group that is none."""
    found = silos_found(network)
    return np.concatenate([found[:1], found[silos:]])


def _print_null(
    title: str,
    headings: tuple[str, ...],
    cells: dict[tuple[object, ...], tuple[Callable[..., Network], int]],
    found: Callable[[Network], np.ndarray],
    run: Run,
    seed: tuple[int, ...],
) -> bool:
    """A row a cell, a column a kind of activity."""
    rows, kept = [], True
    for number, (names, (make, networks)) in enumerate(cells.items()):
        row: list[object] = [*names, networks]
        for kind_number, kind in enumerate(KINDS):
            cell = Cell(partial(make, kind=kind), found, networks, (*seed, number, kind_number))
            anything = tallies(cell, run)[0]
            holds = anything.share <= ALPHA + 3 * math.sqrt(ALPHA * (1 - ALPHA) / networks)
            kept &= holds
            row.append(str(anything) + ("" if holds else " !"))
        rows.append(row)
    _print(title, (*headings, "networks", *KINDS), rows)
    return kept


def _print(title: str, headings: Sequence[str], rows: list[list[object]]) -> None:
    table = tabulate(rows, headers=headings, tablefmt="github", disable_numparse=True)
    print(f"\n{title}\n\n{table}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
