"""What chance gives for the roles of brokers, against all graphs there are, each by its chance."""

from __future__ import annotations

import functools
import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.brokerage_chance import chance_of_network, chance_of_nodes

DENSITIES = st.sampled_from([0.0, 0.1, 1 / 3, 0.5, 2 / 3, 0.9, 1.0])


def role_of(broker, one, other):
    """The columns that an open two-path between these groups counts in."""
    if broker == one == other:
        return [0, 5]
    if one == other:
        return [1, 5]
    if broker in (one, other):
        return [2, 3, 5]
    return [4, 5]


@functools.cache
def all_graphs(groups):
    """Of every graph of these nodes: its number of ties, and the counts of each node."""
    nodes = range(len(groups))
    places = list(itertools.combinations(nodes, 2))
    ties, counts = [], []
    for tied in itertools.product([False, True], repeat=len(places)):
        is_tied = dict(zip(places, tied, strict=True))
        found = np.zeros((len(groups), 6))
        for one, other in places:
            if not is_tied[one, other]:
                for node in {*nodes} - {one, other}:
                    if is_tied[*sorted((one, node))] and is_tied[*sorted((node, other))]:
                        found[node, role_of(groups[node], groups[one], groups[other])] += 1
        ties.append(sum(tied))
        counts.append(found)
    return np.array(ties), np.array(counts), len(places)


def moments(groups, density, counted):
    """Mean and standard deviation of *counted* over all graphs, each by its chance."""
    ties, counts, places = all_graphs(groups)
    chance = density**ties * (1 - density) ** (places - ties)
    values = counted(counts)
    mean = np.tensordot(chance, values, axes=1)
    return mean, np.sqrt(np.tensordot(chance, (values - mean) ** 2, axes=1))


def sizes_of(groups):
    return [groups.count(name) for name in sorted(set(groups))]


GROUPS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=5).map(sorted).map(tuple)


@given(GROUPS, DENSITIES)
def test_nodes_have_the_moments_of_all_graphs(groups, density):
    mean, sd = chance_of_nodes(sizes_of(groups), density)
    for place, name in enumerate(sorted(set(groups))):
        node = groups.index(name)
        expected = moments(groups, density, lambda counts, node=node: counts[:, node])
        assert mean[place] == pytest.approx(expected[0], abs=1e-12)
        assert sd[place] == pytest.approx(expected[1], abs=1e-7)


@given(GROUPS, DENSITIES)
def test_the_network_has_the_moments_of_all_graphs(groups, density):
    mean, sd = chance_of_network(sizes_of(groups), density)
    expected = moments(groups, density, lambda counts: counts.sum(axis=1))
    assert mean == pytest.approx(expected[0], abs=1e-12)
    assert sd == pytest.approx(expected[1], abs=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(3, 3), (4, 1, 1), (2, 2, 2), (6,), (1,) * 6])
def test_six_nodes_too(sizes):
    groups = tuple("abcdef"[place] for place, size in enumerate(sizes) for _ in range(size))
    mean, sd = chance_of_network(sizes, 0.3)
    expected = moments(groups, 0.3, lambda counts: counts.sum(axis=1))
    assert mean == pytest.approx(expected[0])
    assert sd == pytest.approx(expected[1])


@given(st.lists(st.integers(1, 50), min_size=1, max_size=9), DENSITIES)
def test_means_of_members_add_up_to_that_of_the_network(sizes, density):
    of_nodes, _ = chance_of_nodes(sizes, density)
    of_network, _ = chance_of_network(sizes, density)
    assert np.array(sizes) @ of_nodes == pytest.approx(of_network)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=9), DENSITIES)
def test_means_of_the_roles_add_up_to_the_total(sizes, density):
    """Without the gatekeeper, which is the representative seen from the other side."""
    for mean in (*chance_of_nodes(sizes, density)[0], chance_of_network(sizes, density)[0]):
        assert mean[[0, 1, 2, 4]].sum() == pytest.approx(mean[5])
        assert mean[2] == mean[3]


@pytest.mark.parametrize("density", [0.0, 1.0])
def test_nothing_varies_where_no_tie_or_every_tie_is_there(density):
    for chance in (chance_of_nodes, chance_of_network):
        mean, sd = chance([3, 4, 2], density)
        assert not mean.any()
        assert not sd.any()


def test_a_role_that_nobody_can_have_does_not_vary():
    """Liaisons need three groups; this must be 0, not almost 0, for z to be undefined."""
    for chance in (chance_of_nodes, chance_of_network):
        _, sd = chance([17, 23_001], 0.1)
        assert (sd[..., 4] == 0).all()
        _, sd = chance([40_000], 0.1)
        assert (sd[..., 1:5] == 0).all()


def test_an_undefined_density_gives_undefined_numbers():
    assert np.isnan(chance_of_nodes([1], math.nan)).all()
    assert np.isnan(chance_of_network([1], math.nan)).all()
