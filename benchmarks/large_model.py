"""How long do missing links and silos take in a large model, and how does that grow?

    python benchmarks/large_model.py [--services 10000] [--repeats 5]

Makes models of half, once and twice the size (5 ties and 8 flows a service, groups of ten
services) and prints CPU seconds and peak memory of `find_missing_links` + `find_silos` on each,
every size in a process of its own, and the growth exponent from half to double the size: the
median of the repeats with the smallest and the largest.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from pathlib import Path

from tabulate import tabulate

from collabmodel import (
    Element,
    Flow,
    Model,
    Organisation,
    Service,
    Tie,
    find_missing_links,
    find_silos,
)

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.measuring import growth, run_apart, spread


def made_model(services: int, seed: int) -> Model:
    """A model at random: half of the flows and ties lie inside a group."""
    rng = random.Random(seed)
    groups = services // 10
    names = [f"s{number}" for number in range(services)]
    elements: list[Element] = [Organisation(f"g{number}") for number in range(groups)]
    elements += [Service(id, provided_by=f"g{n % groups}") for n, id in enumerate(names)]

    def partner(number: int) -> int:
        near = number % groups + groups * rng.randrange(10)
        other = near if rng.random() < 0.5 else rng.randrange(services)
        return other if other != number else (number + 1) % services

    for number in range(8 * services):
        source = number % services
        elements.append(Flow(names[source], names[partner(source)], rng.randrange(1, 60)))
    for number in range(5 * services):
        one = number % services
        other = partner(one)
        views = {names[one]: rng.randrange(4), names[other]: rng.randrange(4)}
        elements.append(Tie((names[one], names[other]), "meeting", views=views))
    asked = rng.sample(names, services * 9 // 10)
    return Model.of(elements, asked=asked)


def measure(services: int, seed: int) -> None:
    """Print what one size takes, as JSON."""
    model = made_model(services, seed)
    model.problems()  # a model is reviewed once, when it is read
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    missing = find_missing_links(model)
    middle = time.process_time()
    silos = find_silos(model)
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "services": services,
                "links": middle - start,
                "silos": end - middle,
                "both": end - start,
                "peak": peak / 1024,
                "more": (peak - before) / 1024,
                "missing": len(missing),
                "found": len(silos),
            }
        )
    )


def main() -> None:
    """Run every size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=1, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        measure(arguments.one, arguments.seed)
        return
    sizes = [arguments.services // 2, arguments.services, 2 * arguments.services]
    rows, exponents = [], []
    for repeat in range(arguments.repeats):
        seconds = {}
        for size in sizes:
            found = run_apart(__file__, "--one", size, "--seed", repeat)
            seconds[size] = found["both"]
            rows.append(found)
        exponents.append(growth(seconds))
    print(tabulate(rows, headers="keys", floatfmt=".2f"))
    print(f"\ngrowth exponent: {spread(exponents)}, median of {len(exponents)}")


if __name__ == "__main__":
    main()
