"""How fast are the measures, beside networkx, igraph and plain loops, and how do they grow?

    python benchmarks/measures.py [--nodes 10000] [--repeats 5]

python-igraph is a peer for this benchmark alone (pip install python-igraph); without it its row
says so. Linux only.

Graphs are made at random with a mean degree of 10 and four of five ties inside one of 20, 50 or 100
groups. Each repeat runs every part in a process of its own, with one thread; within it ours and the
other are timed one after the other, in turn. Seconds are CPU time of one call, with garbage
collected before: of the first call where it takes half a second, else of as many as fill a fifth
of one. A ratio is taken within a repeat; the table gives the median with the smallest and the
largest. A *ready snapshot* holds its arrays and nothing that a measure has asked for before. Where
the other does a part of the work its time is scaled up, and the row says so.
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import random
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import networkx as nx
import numpy as np
from tabulate import tabulate

import collabmodel as cm
from collabmodel.analysis import (
    brokerage,
    components,
    core_periphery,
    cut_points,
    density,
    structural_holes,
)
from collabmodel.analysis.betweenness import dependencies
from collabmodel.analysis.ei_moments import external_moments
from collabmodel.analysis.global_efficiency import nearness
from collabmodel.analysis.snapshot import Snapshot

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.large_model import made_model
from benchmarks.measuring import growth, memory_of, reached, run_apart, spread, timed
from benchmarks.plain_measures import (
    brokerage_loop,
    drawn_loop,
    efficiency_loop,
    ei_arrays,
    ei_loop,
    graph_of,
    join_of_pairs,
    made_graph,
)

SOURCES = 64
"""From how many nodes shortest paths are followed, where not from all."""

DRAWS, OF_LOOP = 1000, 10
"""How many permutations are drawn, and how many of them by a loop."""

TIES = 5
"""With how many new ties the global efficiency is taken anew."""

Run = Callable[[], object]


@attrs.frozen
class Timing:
    """One row of the table in one repeat.

    Attributes:
        task: What is done.
        size: On what.
        other: With what it is compared.
        goal: What the ratio should be.
        ours: Seconds of ours.
        theirs: Seconds of the other; None where it is not installed.
        slower: Whether the ratio is ours / other, since the other does less.
    """

    task: str
    size: str
    other: str
    goal: str
    ours: float
    theirs: float | None
    slower: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times as long one takes as the other; the exponent in a row on growth."""
        if self.theirs is None:
            return None
        return self.ours / self.theirs if self.slower else self.theirs / self.ours


def seconds(run: Run) -> float:
    """CPU seconds of one call."""
    first = timed(run)
    if first > 0.5:
        return first
    calls = math.ceil(0.2 / max(first, 1e-6))
    return timed(lambda: [run() for _ in range(calls)] and None) / calls


def paired(turn: int, ours: Run, theirs: Run, scale: float = 1.0) -> tuple[float, float]:
    """Both, one after the other; *turn* says who begins. The time of the other is scaled."""
    if turn % 2:
        second = seconds(theirs)
        return seconds(ours), second * scale
    first = seconds(ours)
    return first, seconds(theirs) * scale


def ready(graph: nx.Graph[str]) -> Callable[[], Snapshot]:
    """A way to the snapshot of *graph*, of which nothing has been asked."""
    taken = cm.snapshot(graph)
    return lambda: attrs.evolve(taken)


# The parts, each of which is a process of its own.


def beside_others(nodes: int, turn: int) -> Iterator[Timing]:
    """On the graph of 10,000 nodes, and the one of a tenth for what is slow."""

    def timing(task: str, other: str, goal: str, *runs: Any, size: int = nodes) -> Timing:
        return Timing(task, f"{size:,}", other, goal, *paired(turn, *runs))

    graph = made_graph(nodes, 50)
    of = ready(graph)
    yield timing(
        "E-I: network, groups, nodes",
        "networkx loop",
        ">= 60",
        lambda: cm.ei_index(of()),
        lambda: ei_loop(graph),
    )
    drawing = functools.partial(cm.ei_permutation_test, rules=cm.Rules(draws=DRAWS))
    both = paired(
        turn,
        functools.partial(once, drawing, of),
        lambda: drawn_loop(graph, OF_LOOP),
        scale=DRAWS / OF_LOOP,
    )
    name, other = f"E-I permutation test, {DRAWS:,} draws", f"networkx loop ({OF_LOOP}, scaled up)"
    yield Timing(name, f"{nodes:,}", other, ">= 80", *both)
    sharers, degree = of().sharers, of().degree
    exact = seconds(lambda: external_moments(sharers, degree))
    yield Timing("E-I exact moments", f"{nodes:,}", "these draws", ">= 1000", exact, both[0])
    holes = functools.partial(once, cm.structural_holes, of)
    yield timing(
        "effective size (and constraint)",
        "networkx effective_size",
        ">= 150",
        holes,
        lambda: nx.effective_size(graph),
    )
    yield timing(
        "constraint (and effective size)",
        "networkx constraint",
        ">= 7",
        holes,
        lambda: nx.constraint(graph),
    )
    yield timing(
        "brokerage roles",
        "loop over pairs of neighbours",
        ">= 9",
        lambda: cm.brokerage(of()),
        lambda: brokerage_loop(graph),
    )
    yield timing(
        "cut points and bridges",
        "networkx, both functions",
        ">= 70",
        lambda: cm.cut_points(of()),
        lambda: (list(nx.articulation_points(graph)), list(nx.bridges(graph))),
    )
    # networkx draws its sources so.
    drawn = random.Random(1).sample(list(graph), min(SOURCES, nodes))
    places = np.searchsorted(of().ids, drawn)
    yield timing(
        f"betweenness from {len(drawn)} nodes",
        "networkx, the same sources",
        ">= 30",
        lambda: dependencies(of().adjacency, places),
        lambda: nx.betweenness_centrality(graph, k=len(drawn), seed=1),
    )
    few = made_graph(nodes // 10, 20)
    of_few = ready(few)
    yield timing(
        "global efficiency",
        "networkx",
        ">= 150",
        lambda: cm.global_efficiency(of_few()),
        lambda: nx.global_efficiency(few),
        size=nodes // 10,
    )
    new = sorted(nx.non_edges(few))
    some = random.Random(1).sample(new, min(TIES, len(new)))
    both = paired(
        turn,
        functools.partial(once, cm.efficiency_gains, of_few),
        lambda: efficiency_loop(few, some),
        scale=len(new) / len(some),
    )
    name = f"gain of each of {len(new):,} possible new ties"
    other = f"networkx, anew with each ({len(some)} of them, scaled up)"
    yield Timing(name, f"{nodes // 10:,}", other, ">= 5000", *both)


def over_kernels(nodes: int, turn: int) -> Iterator[Timing]:
    """The public functions, beside what they call to do the work."""
    of = ready(made_graph(nodes, 50))
    left, right, group = of().left, of().right, of().only_group
    some = np.random.default_rng(0).permutation(nodes)[:SOURCES]

    def roles(of: Snapshot) -> Any:
        return brokerage._two_paths(of) - brokerage._closed(of)

    def walk(of: Snapshot) -> Any:
        order, above = cut_points._walk(of.adjacency)
        place = cut_points._places(order)
        return cut_points._fold(above, place[of.left], place[of.right])

    kernels: dict[Callable[..., Any], Callable[[Snapshot], Any]] = {
        cm.ei_index: lambda _: ei_arrays(left, right, group),
        cm.structural_holes: structural_holes._constraint_and_size,
        cm.brokerage: roles,
        cm.cut_points: walk,
        cm.betweenness: lambda of: dependencies(of.adjacency, some),
        cm.global_efficiency: lambda of: nearness(of.adjacency, some),
        cm.degree_centralisation: lambda of: of.degree,
        cm.density: density._both_ways,
        cm.components: lambda of: components._first_of_each(nodes, of.left, of.right),
        cm.core_periphery: lambda of: core_periphery._best_core(of, "tied"),
    }
    with_sources = {cm.betweenness, cm.global_efficiency}
    for measure, kernel in kernels.items():
        options = {"sources": SOURCES} if measure in with_sources else {}
        whole = functools.partial(measure, **options)
        both = paired(turn, functools.partial(once, whole, of), functools.partial(once, kernel, of))
        name = f"{measure.__name__} over its kernel"
        yield Timing(name, f"{nodes:,}", "the kernel", "<= 1.3", *both, slower=True)


def of_large_graphs(nodes: int, turn: int) -> Iterator[Timing]:
    """On the graph of 100,000 nodes: beside others, and how all that is not all-pairs grows."""
    sizes = {nodes: 50, 10 * nodes: 100}
    graphs = {size: made_graph(size, groups) for size, groups in sizes.items()}
    of = {size: ready(graph) for size, graph in graphs.items()}
    large = 10 * nodes
    both = paired(turn, lambda: cm.ei_index(of[large]()), lambda: ei_loop(graphs[large]))
    name = "E-I: network, groups, nodes"
    yield Timing(name, f"{large:,}", "networkx loop", ">= 90", *both)
    yield beside_igraph(graphs[large], of[large], turn)
    measures: tuple[Callable[..., Any], ...] = (
        cm.ei_index,
        cm.structural_holes,
        cm.brokerage,
        cm.cut_points,
        cm.degree_centralisation,
        cm.density,
        cm.components,
        cm.assortativity,
        cm.coleman_index,
        cm.core_periphery,
        cm.modularity,
    )
    for measure in measures:
        runs = {size: functools.partial(once, measure, of[size]) for size in sizes}
        yield exponent(measure.__name__, runs)
    of_graphs = {size: functools.partial(cm.snapshot, graphs[size]) for size in sizes}
    yield exponent("snapshot of a graph", of_graphs)
    walks = {size: functools.partial(walked, graphs[size]) for size in sizes}
    yield attrs.evolve(
        exponent("walk over the graph, which a snapshot begins with", walks), goal=""
    )


def walked(graph: nx.Graph[str]) -> int:
    """How many names the dicts of *graph* hold, each of which is looked at."""
    return sum(len(list(neighbours)) for _, neighbours in graph.adjacency())


def once(measure: Callable[..., Any], of: Callable[[], Snapshot]) -> object:
    """The measure, of a snapshot that is ready."""
    return measure(of())


def exponent(name: str, runs: Mapping[int, Run]) -> Timing:
    """How the seconds of *runs* grow. The ratio is the exponent, ours is that of the largest."""
    taken = {size: seconds(run) for size, run in runs.items()}
    size, largest = " to ".join(f"{size:,}" for size in taken), taken[max(taken)]
    name = f"{name}: growth exponent"
    return Timing(name, size, "", "<= 1.25", largest, largest * growth(taken))


def beside_igraph(graph: nx.Graph[str], of: Callable[[], Snapshot], turn: int) -> Timing:
    """The constraint of each node."""
    name, size, other = "constraint (and effective size)", f"{len(graph):,}", "igraph constraint"
    try:
        import igraph  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError:
        ours = seconds(lambda: cm.structural_holes(of()))
        return Timing(name, size, other, ">= 1", ours, None)
    taken = of()
    ends = np.stack([taken.left, taken.right], axis=1).tolist()
    theirs = igraph.Graph(len(graph), ends)
    both = paired(turn, lambda: cm.structural_holes(of()), theirs.constraint)
    return Timing(name, size, other, ">= 1", *both)


def of_missing_links(nodes: int, turn: int) -> Iterator[Timing]:
    """Of a model of 10,000 services, which has been read and reviewed.

    Every finding is made whole within the time: its code, level, citizens, certainty and evidence
    are there to be read. `with judging` judges each pair with need anew; pairs without need are
    never missing links, and are judged where `pairs` is called.
    """
    model = made_model(nodes, seed=turn)
    model.problems()
    size = f"{len(model.ties):,} ties, {len(model.flows):,} flows"
    join, other = functools.partial(join_of_pairs, model), "bare join of sets of pairs"
    cm.pairs(model)
    both = paired(turn, lambda: cm.find_missing_links(model), join)
    yield Timing("missing links, pairs judged before", size, other, "<= 12", *both, slower=True)
    both = paired(turn, lambda: cm.find_missing_links(unjudged(model)), join)
    yield Timing("missing links, with judging", size, other, "<= 12", *both, slower=True)


def of_snapshots(nodes: int, turn: int) -> Iterator[Timing]:
    """Of a model of 100,000 services."""
    size, graph = f"{10 * nodes:,}", made_graph(10 * nodes, 100)
    groups = sorted(set(nx.get_node_attributes(graph, "group").values()))
    model = cm.Model.of(
        [cm.Organisation(name) for name in groups],
        [cm.Service(id, provided_by=of["group"]) for id, of in graph.nodes(data=True)],
        [cm.Tie(ends, "meeting", level=2) for ends in graph.edges],
    )
    model.problems()
    both = paired(turn, lambda: cm.snapshot(unjudged(model)), lambda: graph_of(model))
    name = "the same, and its pairs judged before"
    other = "networkx graph of its ties, nothing judged"
    judging = Timing(name, size, other, "", *both)
    cm.pairs(model)
    both = paired(turn, lambda: cm.snapshot(model), lambda: cm.collaboration_graph(model))
    yield Timing("snapshot from the model", size, "collaboration_graph", ">= 2", *both)
    yield judging


def unjudged(model: cm.Model) -> cm.Model:
    """The same model, reviewed, of which no more is known."""
    again = attrs.evolve(model)
    object.__setattr__(again, "_problems", model.problems())
    return again


PARTS = {
    "others": beside_others,
    "kernels": over_kernels,
    "large": of_large_graphs,
    "links": of_missing_links,
    "snapshots": of_snapshots,
}


# Memory, each graph in a process of its own.

HOSTILE: dict[str, Callable[[int], nx.Graph[int]]] = {
    "a star": nx.star_graph,
    "a long path": nx.path_graph,
    "20 hubs, each with a fifth of the nodes": lambda nodes: nx.Graph(
        (hub, 20 + point)
        for hub in range(20)
        for point in random.Random(hub).sample(range(nodes), nodes // 5)
    ),
}


def memory(kind: str, nodes: int) -> float:
    """The most MB that a process takes that makes such a graph and takes every measure of it."""
    graph = HOSTILE[kind](nodes)
    taken = cm.snapshot(graph, {node: str(node % 50) for node in graph})
    for measure in (
        cm.assortativity,
        cm.brokerage,
        cm.coleman_index,
        cm.communities,
        cm.components,
        cm.core_periphery,
        cm.cut_points,
        cm.degree_centralisation,
        cm.density,
        cm.ei_index,
        cm.structural_holes,
    ):
        measure(taken)
    cm.betweenness(taken, sources=SOURCES)
    cm.global_efficiency(taken, sources=SOURCES)
    return memory_of("VmHWM") / 1e6


# The table.

Row = tuple[str, str, str, str, str, str, str, str]
HEADINGS = ("task", "size", "ours, s", "against", "other, s", "ratio", "goal", "reached")


def row(repeats: list[Timing]) -> Row:
    """One line of the table, from the same task in every repeat."""
    first = repeats[0]
    ours = f"{statistics.median(each.ours for each in repeats):.3g}"
    ratios = [each.ratio for each in repeats if each.ratio is not None]
    if not ratios:
        return first.task, first.size, ours, first.other, "not installed", "", first.goal, ""
    theirs = statistics.median(each.theirs for each in repeats if each.theirs is not None)
    return (
        first.task,
        first.size,
        ours,
        first.other,
        f"{theirs:.3g}" if first.other else "",
        spread(ratios),
        first.goal,
        reached(first.goal, ratios),
    )


def rows(nodes: int, repeats: int) -> list[Row]:
    """The whole table."""
    found: list[Row] = []
    apart = functools.partial(run_apart, __file__, "--nodes", nodes)
    for part in PARTS:
        timings = [
            [Timing(**each) for each in apart("--part", part, "--turn", turn)]
            for turn in range(repeats)
        ]
        found += [row(list(same)) for same in zip(*timings, strict=True)]
    for kind in HOSTILE:
        most = apart("--memory", kind)
        name, size = f"most memory of every measure, MB: {kind}", f"{10 * nodes:,}"
        found.append((name, size, "", "", "", f"{most:.0f}", "<= 2000", reached("<= 2000", [most])))
    return found


def main() -> None:
    """Run every part of every repeat in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--turn", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--memory", choices=HOSTILE, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.memory:
        print(json.dumps(memory(arguments.memory, 10 * arguments.nodes)))
    elif arguments.part:
        timings = PARTS[arguments.part](arguments.nodes, arguments.turn)
        print(json.dumps([attrs.asdict(each) for each in timings]))
    else:
        table = rows(arguments.nodes, arguments.repeats)
        print(tabulate(table, headers=HEADINGS, disable_numparse=True))


if __name__ == "__main__":
    main()
