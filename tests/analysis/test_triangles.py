"""The triangles of a network, each once, with its ties."""

from __future__ import annotations

import itertools
import tracemalloc

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.batches import MOST
from collabmodel.analysis.snapshot import snapshot
from collabmodel.analysis.triangles import triangles


def found_in(taken, most=MOST):
    """All triangles as (corners, the ends of the tie across from each), sorted."""
    return sorted(
        (tuple(corners), tuple((taken.left[tie], taken.right[tie]) for tie in opposite))
        for batch in triangles(taken, most)
        for corners, opposite in zip(*(part.T.tolist() for part in batch), strict=True)
    )


@given(st.integers(0, 999), st.integers(0, 28), st.sampled_from([1, 5, MOST]))
def test_each_is_found_once_with_the_tie_across_from_each_corner(seed, ties, most):
    graph = nx.gnm_random_graph(8, ties, seed=seed)
    found = found_in(snapshot(graph, None), most)
    assert sorted(tuple(sorted(corners)) for corners, _ in found) == [
        three
        for three in itertools.combinations(range(8), 3)
        if all(graph.has_edge(*two) for two in itertools.combinations(three, 2))
    ]
    for corners, across in found:
        for corner, tie in zip(corners, across, strict=True):
            assert {corner, *tie} == set(corners)


@pytest.mark.parametrize(
    "graph",
    [nx.empty_graph(0), nx.empty_graph(1), nx.star_graph(3000), nx.path_graph(3000)],
    ids=["nothing", "one node", "star", "path"],
)
def test_there_are_none_where_no_three_nodes_are_tied(graph):
    assert found_in(snapshot(graph, None)) == []


def test_hubs_take_no_more_memory_than_their_ties():
    """Pairs of neighbours of the hubs, as A@A would hold them, are 8 million."""
    taken = snapshot(nx.complete_bipartite_graph(20, 4000), None)
    tracemalloc.start()
    assert sum(corners.shape[1] for corners, _ in triangles(taken, most=10_000)) == 0
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 40 * taken.left.nbytes
