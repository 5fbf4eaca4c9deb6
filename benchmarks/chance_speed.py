"""Speed of what chance gives the E-I index: 1,000 permutations, and the exact moments.

    python benchmarks/chance_speed.py [--nodes 10000] [--repeats 3]

The peer is the loop that one writes with networkx: shuffle the labels, walk over the edges, count.
It counts for the network alone, ours for every group as well. CPU time, one thread, paired in one
run; the loop makes fewer draws, its time is scaled. The snapshot is ready.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import networkx as nx
import numpy as np
from tabulate import tabulate

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.measuring import spread
from collabmodel import Rules, ei_permutation_test, snapshot
from collabmodel.analysis.ei_moments import external_moments

__all__ = ["grouped_graph", "networkx_draws", "ratios"]

DRAWS, OF_LOOP = 1000, 10


def grouped_graph(nodes: int, groups: int = 50, seed: int = 8) -> nx.Graph[int]:
    """Some five ties a node, four of five of them inside its group."""
    rng = np.random.default_rng(seed)
    one = rng.integers(nodes, size=5 * nodes)
    inside = rng.integers(nodes // groups, size=one.size) * groups + one % groups
    other = np.where(rng.random(one.size) < 0.8, inside, rng.integers(nodes, size=one.size))
    graph: nx.Graph[int] = nx.empty_graph(nodes)
    graph.add_edges_from(
        (a, b) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a != b
    )
    nx.set_node_attributes(graph, {node: f"g{node % groups}" for node in graph}, "group")
    return graph


def networkx_draws(graph: nx.Graph[int], draws: int, seed: int = 0) -> list[int]:
    """The external ties of so many permutations, as one counts them with networkx alone."""
    generator = random.Random(seed)
    labels = list(nx.get_node_attributes(graph, "group").values())
    found = []
    for _ in range(draws):
        generator.shuffle(labels)
        group = dict(zip(graph, labels, strict=True))
        found.append(sum(group[one] != group[other] for one, other in graph.edges))
    return found


def ratios(nodes: int) -> tuple[float, float]:
    """How often quicker the test is than the loop, and the exact moments than the test's draws."""
    graph = grouped_graph(nodes)
    taken, rules = snapshot(graph), Rules(draws=DRAWS)
    loop = cpu_seconds(lambda: networkx_draws(graph, OF_LOOP)) * DRAWS / OF_LOOP
    test = cpu_seconds(lambda: ei_permutation_test(taken, rules=rules))
    members, degree = taken.members.tolist(), taken.degree
    exact = cpu_seconds(lambda: external_moments(members, degree))
    return loop / test, test / exact


def cpu_seconds(work: Callable[[], object]) -> float:
    """The CPU time of *work*: of as many runs as take a tenth of a second, divided."""
    runs, started = 0, time.process_time()
    while not runs or time.process_time() - started < 0.1:
        work()
        runs += 1
    return (time.process_time() - started) / runs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    found = [ratios(asked.nodes) for _ in range(asked.repeats)]
    names = ("E-I, 1,000 draws, over a networkx loop", "exact moments, over these draws")
    rows = [
        (name, spread(each)) for name, each in zip(names, zip(*found, strict=True), strict=True)
    ]
    print(tabulate(rows, (f"{asked.nodes} nodes", "times as quick"), tablefmt="github"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
