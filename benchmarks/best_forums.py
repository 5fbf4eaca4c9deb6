"""How often are the forums that `suggest_ties` suggests the best that there are?

    python benchmarks/best_forums.py [--towns 1000]

Makes small towns at random and compares one forum, and two of them together, with the best of all
groups and of all pairs of groups, by brute force. Prints a table.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Iterable, Iterator, Sequence

import networkx as nx
from tabulate import tabulate

from collabmodel import Flow, Model, Rules, Service, pairs
from collabmodel.analysis.best_forum import Weight, closed_by, total, weight
from collabmodel.analysis.missing_links import rank
from collabmodel.analysis.pairs import Pair
from collabmodel.analysis.suggest_ties import _choices

__all__ = ["closing", "groups", "made_town", "missing_of"]

Members = tuple[str, ...]


def made_town(seed: int, most: int) -> Model:
    """A town of 4 to *most* services, some pairs of which citizens move between."""
    rng = random.Random(seed)
    names = [f"s{number}" for number in range(rng.randint(4, most))]
    possible = list(itertools.combinations(names, 2))
    moves = rng.sample(possible, rng.randint(2, min(len(possible), 2 * len(names))))
    return Model.of(map(Service, names), [Flow(a, b, rng.randint(1, 60)) for a, b in moves])


def missing_of(model: Model, rules: Rules | None = None) -> list[Pair]:
    """The missing links of a model, the weightiest first."""
    unmet = [pair for pair in pairs(model, rules).needed if pair.standing == "unmet"]
    return sorted(unmet, key=rank)


def groups(missing: Sequence[Pair], size: int) -> Iterator[Members]:
    """Every group of at most *size* services that hang together by missing links."""
    graph: nx.Graph[str] = nx.Graph([pair.key for pair in missing])
    for number in range(2, size + 1):
        for members in itertools.combinations(sorted(graph), number):
            if nx.is_connected(graph.subgraph(members)):
                yield members


def closing(forums: Iterable[Members], missing: Sequence[Pair]) -> Weight:
    """What several forums close together, each pair counted once."""
    closed = {pair.key: pair for members in forums for pair in closed_by(members, missing)}
    return total(map(weight, closed.values()))


def shares(towns: int, most: int, budget: int, size: int) -> list[float]:
    """For each town, the citizens that greedy forums meet, as a share of the most possible."""
    found = []
    for seed in range(towns):
        missing = missing_of(made_town(seed, most))
        possible = list(groups(missing, size))
        best = max(
            closing(some, missing)
            for some in itertools.combinations_with_replacement(possible, budget)
        )
        chosen = [members for members, _ in _choices(missing, budget, size)]
        found.append(closing(chosen, missing)[0] / best[0])
    return found


def main() -> None:
    """Print how often the best was found, and the worst share of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--towns", type=int, default=1000)
    towns = parser.parse_args().towns
    rows = []
    for budget, size, most in ((1, 3, 9), (1, 4, 9), (1, 5, 9), (2, 3, 7)):
        found = shares(towns, most, budget, size)
        hits = sum(share == 1 for share in found)
        rows.append((budget, size, f"4 to {most}", f"{hits} of {towns}", f"{min(found):.2f}"))
    print(tabulate(rows, ["forums", "of up to", "services", "the best", "lowest share"]))


if __name__ == "__main__":
    main()
