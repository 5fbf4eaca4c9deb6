"""Communities: modularity and the comparison of partitions written out, and what each run gives."""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys
from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel import (
    InvalidArgument,
    Model,
    Rules,
    Service,
    Tie,
    UnknownId,
    density,
    find_silos,
    from_networkx,
)
from collabmodel.analysis.communities import (
    STABILITY,
    adjusted_rand,
    communities,
    modularity,
    mutual_information,
)
from collabmodel.analysis.louvain import louvain
from collabmodel.analysis.snapshot import snapshot

GROUPS = st.lists(st.sampled_from("abc"), min_size=8, max_size=8)
PARTS = st.lists(st.integers(0, 3), min_size=8, max_size=8)
NAN = pytest.approx(math.nan, nan_ok=True)


def naive_rand(one, other):
    """The index by looking at every two nodes."""
    couples = list(itertools.combinations(range(len(one)), 2))
    a = [one[x] == one[y] for x, y in couples]
    b = [other[x] == other[y] for x, y in couples]
    expected = sum(a) * sum(b) / len(couples)
    most = (sum(a) + sum(b)) / 2
    both = sum(x and y for x, y in zip(a, b, strict=True))
    return 1.0 if most == expected else (both - expected) / (most - expected)


def naive_information(one, other):
    """The index by the shares of every two parts."""
    nodes = len(one)
    first, second, both = Counter(one), Counter(other), Counter(zip(one, other, strict=True))
    shared = sum(
        n / nodes * math.log(n * nodes / (first[x] * second[y])) for (x, y), n in both.items()
    )
    told = -sum(n / nodes * math.log(n / nodes) for part in (first, second) for n in part.values())
    return 2 * shared / told if told else 1.0


@given(PARTS, PARTS)
def test_partitions_are_compared_pair_by_pair_and_share_by_share(one, other):
    assert adjusted_rand(one, other) == pytest.approx(naive_rand(one, other), abs=1e-12)
    assert mutual_information(one, other) == pytest.approx(naive_information(one, other), abs=1e-9)


@given(PARTS, PARTS, st.permutations(range(4)))
def test_comparing_does_not_depend_on_numbers_or_order(one, other, numbers):
    renamed = [numbers[label] for label in one]
    for index in (adjusted_rand, mutual_information):
        assert index(renamed, one) == pytest.approx(1)
        assert index(renamed, other) == pytest.approx(index(other, one))


def test_comparing_few_nodes_or_others_is_undefined_or_refused():
    assert [adjusted_rand([], []), adjusted_rand([0], [1])] == [NAN, NAN]
    assert mutual_information([], []) == NAN
    assert mutual_information([0], [1]) == 1
    with pytest.raises(InvalidArgument, match="of 2 and of 3 nodes"):
        adjusted_rand([0, 1], [0, 1, 2])


def test_unrelated_partitions_have_an_adjusted_index_of_0_on_average():
    one = [0, 0, 0, 1, 1, 2]
    values = [adjusted_rand(one, other) for other in itertools.permutations([0, 0, 1, 1, 1, 1])]
    assert math.fsum(values) / len(values) == pytest.approx(0, abs=1e-12)


@given(st.integers(0, 99), st.integers(1, 28), GROUPS, st.sampled_from((0.5, 1, 2.5)))
def test_modularity_is_that_of_networkx(seed, m, groups, resolution):
    graph = nx.gnm_random_graph(8, m, seed=seed)
    parts = [{node for node in graph if groups[node] == name} for name in set(groups)]
    theirs = nx.community.modularity(graph, parts, resolution=resolution)
    ours = modularity(graph, dict(enumerate(groups)), resolution=resolution)
    assert ours == pytest.approx(theirs, abs=1e-12)


@given(st.integers(0, 99), GROUPS, st.lists(st.booleans(), min_size=8, max_size=8))
def test_modularity_leaves_out_nodes_without_one_group(seed, groups, kept):
    graph = nx.gnm_random_graph(8, 12, seed=seed)
    some = {node: groups[node] if kept[node] else ("a", "b") for node in graph}
    rest = graph.subgraph(node for node in graph if kept[node])
    assert modularity(graph, some) == pytest.approx(modularity(rest, some), nan_ok=True)


@given(st.integers(0, 99), st.integers(0, 28), GROUPS)
def test_the_best_of_the_runs_is_told_with_how_they_agree(seed, m, groups):
    graph = nx.gnm_random_graph(8, m, seed=seed)
    found = communities(graph, dict(enumerate(groups)), runs=3, rules=Rules(seed=seed))
    assert sorted(itertools.chain.from_iterable(found.parts)) == [str(node) for node in graph]
    assert [len(part) for part in found.parts] == sorted(map(len, found.parts), reverse=True)
    if m:
        assert found.modularity == max(found.modularities)
        assert found.modularity == pytest.approx(modularity(graph, found.groups))
        assert found.formal_modularity == pytest.approx(modularity(graph, dict(enumerate(groups))))
    assert found.least_stability <= found.stability <= 1
    assert found.least_information <= found.information <= 1
    labels = [found.groups[str(node)] for node in graph]
    assert found.agreement == pytest.approx(naive_rand(groups, labels))
    assert found.agreement_information == pytest.approx(naive_information(groups, labels), abs=1e-9)


def test_planted_groups_are_found_and_stable():
    graph = nx.planted_partition_graph(4, 12, 0.8, 0.02, seed=1)
    found = communities(graph, {node: str(node // 12) for node in graph})
    assert (len(found), found.agreement, found.least_stability) == (4, 1, 1)
    assert (found.agreement_information, found.least_information) == (1, 1)
    assert found.modularity == pytest.approx(found.formal_modularity)


def test_where_there_are_no_communities_the_runs_disagree():
    found = communities(nx.gnm_random_graph(60, 240, seed=4), None)
    assert found.least_stability < found.stability < 0.9


@given(st.integers(0, 99), st.integers(0, 40))
def test_the_stability_of_each_community_is_what_looking_at_every_pair_finds(seed, m):
    graph = nx.gnm_random_graph(10, m, seed=seed)
    found = communities(graph, None, runs=4, rules=Rules(seed=seed))
    taken = snapshot(graph, None)
    streams = np.random.default_rng(seed).spawn(4)
    every = [louvain(10, taken.left, taken.right, stream) for stream in streams]
    best = int(np.argmax(found.modularities)) if m else 0
    others = [labels for run, labels in enumerate(every) if run != best]
    for number, part in enumerate(found.parts):
        nodes = [taken.ids.index(name) for name in part]
        couples = list(itertools.combinations(nodes, 2))
        shares, alike = [], []
        for labels in others:
            shares.append(naive_share(couples, labels))
            theirs = [{n for n in range(10) if labels[n] == one} for one in set(labels.tolist())]
            alike.append(max(len(t & {*nodes}) / len(t | {*nodes}) for t in theirs))
        expected = (math.fsum(shares) / 3, min(shares), math.fsum(alike) / 3, min(alike))
        row = found.records()[number]
        ours = [row[name] for name in STABILITY]
        assert ours == pytest.approx(expected, nan_ok=True)


def test_one_run_tells_nothing_of_the_stability_of_a_community():
    (row,) = communities(nx.complete_graph(4), None, runs=1).records()
    assert [row[name] for name in STABILITY] == [NAN] * 4


def naive_share(couples, labels):
    together = [labels[a] == labels[b] for a, b in couples]
    return sum(together) / len(couples) if couples else math.nan


def test_parts_do_not_depend_on_the_order_of_nodes_and_ties():
    graph = nx.gnm_random_graph(40, 80, seed=2)
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(graph)))
    turned.add_edges_from((b, a) for a, b in reversed(list(graph.edges)))
    one, other = communities(graph, None), communities(turned, None)
    assert (one.parts, one.modularities) == (other.parts, other.modularities)


def test_a_seed_gives_the_same_in_every_process():
    code = (
        "import networkx as nx; from collabmodel import communities;"
        "graph = nx.relabel_nodes(nx.gnm_random_graph(40, 90, seed=5), lambda node: f'n{node}');"
        "print(communities(graph, None, runs=3))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(printed) == 1


def test_other_measures_take_the_communities_as_groups():
    graph = nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(5))
    graph.add_edge(0, 5)
    found = communities(graph, None)
    assert density(graph, found.groups).block("1", "2").density == 1 / 25
    model = from_networkx(graph, dict.fromkeys(graph, "all"))
    silos = find_silos(model, found.groups)
    assert {name for finding in silos for name in finding.about} <= {"1", "2"}
    assert communities(model).groups == found.groups


def test_services_of_no_organisation_are_not_compared():
    model = Model.of([Service(id) for id in "abc"], Tie(("a", "b")), Tie(("b", "c")))
    found = communities(model)
    assert (found.compared, found.agreement, found.formal_modularity) == (0, NAN, NAN)
    assert len(found) == 1


@pytest.mark.parametrize("graph", [nx.empty_graph(0), nx.empty_graph(1), nx.empty_graph(3)])
def test_without_ties_every_node_is_a_community_and_there_is_no_modularity(graph):
    found = communities(graph, None, runs=2)
    assert found.parts == tuple((str(node),) for node in graph)
    assert (found.modularity, found.formal_modularity) == (NAN, NAN)
    assert len(found.records()) == len(found) == len(graph)


@pytest.mark.parametrize("graph", [nx.star_graph(3000), nx.path_graph(3000), nx.Graph([(0, 0)])])
def test_stars_long_paths_and_self_ties_are_parted(graph):
    found = communities(graph, None, runs=1)
    assert sum(map(len, found.parts)) == len(graph)
    assert (found.stability, found.least_stability) == (NAN, NAN)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"runs": 0}, "runs"), ({"runs": 2.0}, "runs"), ({"resolution": 0}, "resolution")],
)
def test_what_is_no_number_of_runs_and_no_resolution_is_refused(wrong, said):
    with pytest.raises(InvalidArgument, match=f"{said}: expected"):
        communities(nx.path_graph(3), None, **wrong)


def test_the_resolution_and_the_seed_count():
    graph = nx.gnm_random_graph(60, 240, seed=4)
    few, many = (communities(graph, None, runs=2, resolution=r) for r in (0.5, 3))
    assert len(few) < len(many)
    other = communities(graph, None, runs=2, rules=Rules(seed=1))
    assert other.modularities != communities(graph, None, runs=2).modularities


def test_a_snapshot_and_its_graph_give_the_same():
    graph = nx.karate_club_graph()
    assert communities(snapshot(graph, "club")) == communities(graph, "club")


def test_records_are_plain_rows_and_the_table_prints():
    graph = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("x", "y")])
    found = communities(graph, {"a": "1", "b": "1", "c": "1", "x": "2", "y": "2"})
    stable = dict.fromkeys(("together", "least_together", "similarity", "least_similarity"), 1)
    assert found.records()[0] == {"community": "1", "size": 3, **stable, "nodes": ("a", "b", "c")}
    assert found.records("node")[4] == {"id": "y", "community": "2"}
    assert found.records("network")[0]["communities"] == 2
    assert found.of("y") == ("x", "y")
    assert str(found).startswith("2 communities, modularity 0.375; 10 runs agree by 1.000")
    assert "with the formal groups by 1.000" in str(found)
    assert "formal" not in str(communities(graph, None))
    with pytest.raises(UnknownId, match="No node is called 'z'"):
        found.of("z")
