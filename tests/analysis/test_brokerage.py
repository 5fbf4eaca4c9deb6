"""Brokerage: the roles of Gould and Fernandez, their sums, and laws."""

from __future__ import annotations

import itertools
import math

import attrs
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.brokerage import ROLES, Roles, brokerage
from collabmodel.analysis.snapshot import snapshot
from collabmodel.datasets import example_town
from collabmodel.domain.errors import UnknownId


@st.composite
def grouped_graphs(draw, most=9, several=False):
    """A graph, from few ties to all, and a mapping of its nodes to groups."""
    count = draw(st.integers(1, most))
    share = draw(st.sampled_from([0.2, 0.5, 0.8, 1.0]))
    graph = nx.gnp_random_graph(count, share, seed=draw(st.integers(0, 999)))
    one = st.sampled_from("abcd")
    group = st.lists(one, max_size=3, unique=True).map(tuple) if several else one
    return graph, {node: draw(group) for node in range(count)}


def naive(graph, groups, node):
    """Counts and overlapping of one node, by walking over the pairs of its neighbours."""
    counts = dict.fromkeys([*ROLES, "overlapping"], 0)

    def share(a, b):
        return bool(set(groups[a]) & set(groups[b]))

    for one, other in itertools.combinations(graph[node], 2):
        if graph.has_edge(one, other):
            continue
        roles = {
            (True, True, True): ["coordinator"],
            (False, False, True): ["itinerant"],
            (True, False, False): ["representative", "gatekeeper"],
            (False, True, False): ["representative", "gatekeeper"],
            (False, False, False): ["liaison"],
        }
        shared = (share(node, one), share(node, other), share(one, other))
        for role in (*roles.get(shared, ["overlapping"]), "total"):
            counts[role] += 1
    return counts


def counted(found, name):
    entry = found.node(name)
    return attrs.asdict(entry.counts) | {"overlapping": entry.overlapping}


def same(one, other):
    pairs = zip(attrs.astuple(one), attrs.astuple(other), strict=True)
    return all(a == pytest.approx(b, nan_ok=True) for a, b in pairs)


@given(grouped_graphs())
def test_every_node_has_the_roles_of_its_open_pairs(grouped):
    graph, groups = grouped
    found = brokerage(graph, groups)
    for node in graph:
        assert counted(found, str(node)) == naive(graph, groups, node)


@given(grouped_graphs(several=True))
def test_so_it_has_where_groups_overlap_or_are_missing(grouped):
    graph, groups = grouped
    found = brokerage(graph, groups)
    for node in graph:
        assert counted(found, str(node)) == naive(graph, groups, node)
        assert found.node(str(node)).groups == tuple(sorted(groups[node]))


@given(grouped_graphs(several=True))
def test_roles_add_up_to_the_open_two_paths(grouped):
    """A two-path is a representative's and a gatekeeper's at once, and counts once."""
    graph, groups = grouped
    found = brokerage(graph, groups)
    once = [found.coordinator, found.itinerant, found.representative, found.liaison]
    assert np.sum([*once, found.overlapping], axis=0).tolist() == list(found.total)
    assert found.gatekeeper is found.representative
    two_paths = sum(math.comb(degree, 2) for _, degree in graph.degree)
    closed = sum(nx.triangles(graph).values())
    assert found.counts.total == sum(found.total) == two_paths - closed


@given(grouped_graphs())
def test_no_two_path_is_of_no_role_where_each_node_has_one_group(grouped):
    assert not any(brokerage(*grouped).overlapping)


@given(grouped_graphs(several=True), st.randoms(use_true_random=False))
def test_other_names_in_another_order_change_nothing(grouped, random):
    graph, groups = grouped
    names = [f"n{number}" for number in graph]
    random.shuffle(names)
    labels = dict(zip("abcd", random.sample("wxyz", 4), strict=True))
    edges = [(names[a], names[b]) for a, b in graph.edges]
    random.shuffle(edges)
    renamed = nx.Graph(edges)
    renamed.add_nodes_from(names)
    regrouped = {names[node]: tuple(labels[one] for one in groups[node]) for node in graph}
    before, after = brokerage(graph, groups), brokerage(renamed, regrouped)
    for node in graph:
        assert counted(after, names[node]) == counted(before, str(node))
        assert same(after.node(names[node]).z, before.node(str(node)).z)
    for entry in before.groups:
        assert same(after.group(labels[entry.group]).mean, entry.mean)
    assert same(after.counts, before.counts)
    assert same(after.sd, before.sd)


@given(grouped_graphs(several=True), grouped_graphs(several=True))
def test_side_by_side_two_networks_add_up(one, other):
    both = nx.union(one[0], other[0], rename=("one", "other"))
    groups = {f"one{node}": group for node, group in one[1].items()}
    groups |= {f"other{node}": group for node, group in other[1].items()}
    whole = brokerage(both, groups)
    for prefix, (graph, own) in (("one", one), ("other", other)):
        alone = brokerage(graph, own)
        for node in graph:
            assert counted(whole, f"{prefix}{node}") == counted(alone, str(node))


@given(grouped_graphs(several=True))
def test_a_node_without_ties_changes_no_count(grouped):
    graph, groups = grouped
    before = brokerage(graph, groups)
    graph.add_node("alone")
    after = brokerage(graph, {**groups, "alone": "a"})
    assert after.counts == before.counts
    assert set(counted(after, "alone").values()) == {0}


@given(grouped_graphs())
def test_in_one_group_all_are_coordinators_and_each_alone_all_are_liaisons(grouped):
    graph, _ = grouped
    together = brokerage(graph, dict.fromkeys(graph, "all"))
    assert together.coordinator.tolist() == together.total.tolist()
    apart = brokerage(graph, {node: str(node) for node in graph})
    nowhere = brokerage(graph, dict.fromkeys(graph, ()))
    for liaisons in (apart.liaison, nowhere.liaison, apart.total):
        assert liaisons.tolist() == together.total.tolist()


@given(grouped_graphs())
def test_groups_have_the_mean_of_their_members(grouped):
    graph, groups = grouped
    found = brokerage(graph, groups)
    for entry in found.groups:
        of_group = [found.node(str(node)) for node in graph if groups[node] == entry.group]
        assert entry.members == len(of_group)
        for role in ROLES:
            mean = sum(getattr(node.counts, role) for node in of_group) / len(of_group)
            assert getattr(entry.mean, role) == pytest.approx(mean)
        assert same(of_group[0].expected, entry.expected)
        assert same(of_group[0].sd, entry.sd)


def test_a_node_of_several_groups_counts_in_the_mean_of_each():
    found = brokerage(nx.path_graph(3), {0: "a", 1: ("a", "b"), 2: "b"})
    assert found.overlapping.tolist() == [0, 1, 0]
    assert found.group("a").mean.total == found.group("b").mean.total == 0.5


def test_z_is_the_distance_from_what_chance_gives_in_standard_deviations():
    found = brokerage(nx.karate_club_graph(), "club")
    entry = found.node("2")
    assert entry.z.itinerant == pytest.approx(
        (entry.counts.itinerant - entry.expected.itinerant) / entry.sd.itinerant
    )
    assert found.z.total == pytest.approx((393 - found.expected.total) / found.sd.total)


def test_z_is_undefined_where_chance_leaves_no_choice():
    """Two groups have no liaisons; neither of a clique nor without ties anything varies."""
    club = brokerage(nx.karate_club_graph(), "club")
    assert math.isnan(club.z.liaison)
    assert math.isnan(club.node("0").z.liaison)
    for graph in (nx.complete_graph(5), nx.empty_graph(5)):
        found = brokerage(graph, dict(enumerate("aabbc")))
        assert found.sd == Roles(0, 0, 0, 0, 0, 0)
        assert all(map(math.isnan, attrs.astuple(found.z)))


def test_chance_is_undefined_where_groups_overlap_or_are_missing():
    for group in (("a", "b"), ()):
        found = brokerage(nx.path_graph(4), {0: "a", 1: group, 2: "b", 3: "b"})
        for name in "0123":
            entry = found.node(name)
            for roles in (entry.expected, entry.sd, entry.z):
                assert all(map(math.isnan, attrs.astuple(roles)))
        for roles in (found.expected, found.sd, found.z, found.group("a").expected):
            assert all(map(math.isnan, attrs.astuple(roles)))
        assert math.isnan(found.records()[0]["z_total"])


@pytest.mark.parametrize("nodes", [0, 1])
def test_nothing_to_count_is_no_error(nodes):
    found = brokerage(nx.empty_graph(nodes), {0: "a"})
    assert found.counts == Roles(0, 0, 0, 0, 0, 0)
    assert math.isnan(found.density)
    assert math.isnan(found.z.total)
    assert len(found.records()) == nodes
    assert str(found).startswith("Brokerage: 0 open two-paths")


def test_a_hub_of_a_large_star_brokers_every_pair():
    count = 50_000
    found = brokerage(nx.star_graph(count), {n: "ab"[n % 2] for n in range(count + 1)})
    half = count // 2
    assert found.node("0").counts == Roles(
        math.comb(half, 2), math.comb(half, 2), half**2, half**2, 0, math.comb(count, 2)
    )
    assert found.counts.total == math.comb(count, 2)


def test_self_ties_are_left_out_and_arcs_are_ties_as_projected():
    groups = dict.fromkeys("abc", "x")
    arcs = nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c"), ("b", "b")])
    found = brokerage(arcs, groups, project="either")
    assert found.total.tolist() == [0, 1, 0]
    assert (found.grouped_by, found.project) == ("a mapping", "either")
    assert brokerage(arcs, groups, project="both").total.tolist() == [0, 0, 0]


def test_a_model_is_grouped_by_organisation_with_services_of_two():
    found = brokerage(example_town())
    assert sum(found.overlapping) > 0
    assert found.grouped_by is not None
    assert f"; {sum(found.overlapping)} of no role, since groups overlap" in str(found)


def test_a_snapshot_gives_the_same_as_its_graph():
    graph = nx.karate_club_graph()
    assert brokerage(snapshot(graph, "club")) == brokerage(graph, "club")


def test_records_are_plain_rows_for_network_groups_and_nodes():
    found = brokerage(nx.path_graph(3), {0: "a", 1: "a", 2: "b"})
    assert list(found.records()[1].items())[:9] == [
        ("id", "1"), ("groups", ("a",)), ("coordinator", 0), ("itinerant", 0),
        ("representative", 1), ("gatekeeper", 1), ("liaison", 0), ("total", 1),
        ("overlapping", 0),
    ]  # fmt: skip
    assert list(found.records()[1])[9:] == [f"z_{role}" for role in ROLES]
    assert found.records()[1]["z_gatekeeper"] == found.node("1").z.gatekeeper
    group = found.records("group")[0]
    assert list(group) == [
        "group", "members",
        *(f"{part}_{role}" for part in ("mean", "expected", "sd") for role in ROLES),
    ]  # fmt: skip
    assert group["mean_gatekeeper"] == 0.5
    network = found.records("network")
    assert [row["role"] for row in network] == list(ROLES)
    assert list(network[3]) == ["role", "count", "expected", "sd", "z"]
    assert network[3]["count"] == 1
    rows = [*found.records(), group, *network]
    kinds = {type(value) for row in rows for value in row.values()}
    assert kinds == {str, tuple, int, float}


def test_it_prints_the_network_by_role_and_the_nodes_by_total():
    text = str(brokerage(nx.karate_club_graph(), "club"))
    assert text.startswith("Brokerage: 393 open two-paths, each counted once\n\nrole")
    network, nodes = text.split("\n\n")[1:]
    assert "coordinator         255      67.906" in network
    assert nodes.splitlines()[2].split() == ["33", "78", "3", "40", "40", "0", "121"]


def test_an_unknown_group_or_node_is_answered_with_the_nearest():
    found = brokerage(nx.karate_club_graph(), "club")
    with pytest.raises(UnknownId, match=r"No group is called 'Oficer'. Did you mean 'Officer'\?"):
        found.group("Oficer")
    with pytest.raises(UnknownId, match="No node is called '77'"):
        found.node("77")
