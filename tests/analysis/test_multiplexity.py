"""How many kinds of ties join a pair, compared with looking at the model's own ties."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel import (
    FocusArea,
    Forum,
    InvalidArgument,
    InvalidModel,
    Model,
    Organisation,
    Role,
    Rules,
    Service,
    Tie,
    UnknownId,
    collaboration_graph,
)
from collabmodel.analysis.multiplexity import multiplexity
from collabmodel.analysis.snapshot import snapshot
from collabmodel.testing import models

IDS = ("a", "b", "c", "d")
SERVICES = [Service(id, provided_by="town" if id in {"a", "b"} else "region") for id in IDS]
OWNERS = [Organisation("town"), Organisation("region")]
KINDS = ("contact", "meeting", "joint plan")
NAN = pytest.approx(math.nan, nan_ok=True)


@st.composite
def surveyed(draw):
    """Four services and ties of two or three that run, are planned, or are not known to run."""
    ties = draw(
        st.lists(
            st.builds(
                Tie,
                st.lists(st.sampled_from(IDS), min_size=2, max_size=3, unique=True),
                st.sampled_from(KINDS),
                level=st.none() | st.integers(1, 3),
                status=st.sampled_from(("ongoing", "planned", "not known")),
            ),
            max_size=8,
        )
    )
    return Model.of(OWNERS, SERVICES, ties)


def naive(model, a, b):
    """The smallest and the largest number of kinds of a pair, tie by tie."""
    ties = [t for t in model.ties if a in t.parties and b in t.parties]
    runs = [t for t in ties if t.status == "ongoing"]
    may = [t for t in ties if t.status != "planned"]
    if not runs:
        return None
    named = {t.kind for t in runs} - {"contact"}
    all_named = {t.kind for t in may} - {"contact"}
    unnamed = sum(t.kind == "contact" for t in may)
    return max(1, len(named)), len(all_named) + unnamed


@given(surveyed())
def test_kinds_are_counted_tie_by_tie(model):
    found = multiplexity(model)
    expected = {
        (a, b): naive(model, a, b)
        for a, b in itertools.combinations(IDS, 2)
        if naive(model, a, b) is not None
    }
    assert {(pair.a, pair.b): (pair.low, pair.high) for pair in found.pairs} == expected


@given(surveyed())
def test_nodes_and_blocks_add_up_to_the_network(model):
    found = multiplexity(model)
    assert sum(entry.pairs for entry in found.blocks) == found.network.pairs
    assert sum(entry.several_high for entry in found.blocks) == found.network.several_high
    assert sum(entry.pairs for entry in found.nodes) == 2 * found.network.pairs
    assert sum(entry.several_low for entry in found.nodes) == 2 * found.network.several_low
    for entry in (found.network, *found.nodes, *found.blocks):
        if entry.pairs:
            assert 1 <= entry.mean_low <= entry.mean_high
            assert 0 <= entry.share_low <= entry.share_high <= 1
        else:
            assert [entry.mean_low, entry.share_high, entry.mean_focus_areas] == [NAN] * 3


@given(models())
def test_the_pairs_are_those_of_the_collaboration_graph(model):
    lenient = Rules(needed_level=1)
    found = multiplexity(model, rules=lenient)
    assert {(pair.a, pair.b) for pair in found.pairs} == {
        tuple(sorted(ends)) for ends in collaboration_graph(model, lenient).edges
    }
    assert all(pair.low <= pair.high for pair in found.pairs)


@given(surveyed(), st.permutations(range(8)))
def test_the_order_of_ties_changes_nothing(model, order):
    ties = [model.ties[place] for place in order if place < len(model.ties)]
    assert multiplexity(Model.of(OWNERS, SERVICES, ties)).records() == multiplexity(model).records()


def test_all_forums_are_one_kind_and_roles_sit_for_their_service():
    model = Model.of(
        SERVICES, OWNERS, Role("chief", where="b"),
        Forum("f", members=("a", "chief")), Forum("g", members=("a", "b")),
        Tie(("a", "b"), "meeting"),
    )  # fmt: skip
    (pair,) = multiplexity(model).pairs
    assert pair.kinds == ("forum", "meeting")
    assert (pair.low, pair.high) == (2, 2)


def test_what_is_too_wide_above_or_denied_does_not_join_a_pair():
    model = Model.of(
        SERVICES, OWNERS, Tie(("a", "c"), "meeting"), Tie(("town", "region"), "funding"),
        Tie(("a", "b", "c", "d"), "partnership"), Tie(("a", "c"), "joint plan", level=0),
    )  # fmt: skip
    (pair,) = multiplexity(model, rules=Rules(wide=4)).pairs
    assert (pair.kinds, pair.possible) == (("meeting",), ())


def test_where_both_have_to_say_so_a_kind_that_one_tells_of_is_only_possible():
    model = Model.of(
        SERVICES, OWNERS, Tie(("a", "b"), "meeting", views={"a": 2, "b": 2}),
        Tie(("a", "b"), "joint plan", views={"a": 2}),
        Tie(("a", "b"), "funding", views={"a": 2, "b": 0}),
    )  # fmt: skip
    (pair,) = multiplexity(model, rules=Rules(confirmation="both")).pairs
    assert (pair.kinds, pair.possible) == (("meeting",), ("joint plan",))
    (pair,) = multiplexity(model).pairs
    assert pair.kinds == ("funding", "joint plan", "meeting")


def test_a_tie_that_may_not_be_in_force_is_possible():
    model = Model.of(
        SERVICES, OWNERS, Tie(("a", "b"), "meeting"),
        Tie(("a", "b"), "joint plan", status="not known"),
    )  # fmt: skip
    (pair,) = multiplexity(model).pairs
    assert (pair.kinds, pair.possible, pair.low, pair.high) == (("meeting",), ("joint plan",), 1, 2)


def test_focus_areas_are_those_of_the_ties_in_force():
    model = Model.of(
        SERVICES, OWNERS,
        Tie(("a", "b"), "meeting", focus_areas=("recovery", "housing")),
        Tie(("a", "b"), "joint plan", focus_areas=("recovery",)),
        Tie(("a", "b"), "funding", focus_areas=("money",), status="ended"),
        Tie(("a", "c"), "meeting"),
        *(FocusArea(id, id) for id in ("recovery", "housing", "money")),
    )  # fmt: skip
    found = multiplexity(model)
    assert found.pairs[0].focus_areas == ("housing", "recovery")
    assert found.network.mean_focus_areas == 1


@given(st.integers(0, 99))
def test_a_multigraph_says_its_kinds_on_its_edges(seed):
    simple = nx.gnm_random_graph(6, 9, seed=seed)
    graph = nx.MultiGraph()
    graph.add_nodes_from(simple, group="all")
    for number, (a, b) in enumerate(simple.edges):
        for one in range(number % 3 + 1):
            graph.add_edge(b, a, kind=f"kind {one}")
    graph.add_edge(0, 0, kind="to itself")
    found = multiplexity(graph)
    assert found.network.mean_low == found.network.mean_high == 2
    assert found.network.share_low == 2 / 3
    assert found.records("kind") == [
        {"kind": "kind 0", "pairs_low": 9, "pairs_high": 9},
        {"kind": "kind 1", "pairs_low": 6, "pairs_high": 6},
        {"kind": "kind 2", "pairs_low": 3, "pairs_high": 3},
    ]


def test_an_edge_without_its_kind_may_be_one_more():
    graph = nx.MultiGraph([(0, 1, {"sort": "meeting"}), (0, 1), (1, 2)])
    found = multiplexity(graph, None, kind="sort")
    assert [(pair.low, pair.high) for pair in found.pairs] == [(1, 2), (1, 1)]


def test_a_graph_that_does_not_say_its_kinds_is_refused():
    graph = nx.MultiGraph([(0, 1, {"kinds": "meeting"})])
    with pytest.raises(InvalidArgument, match=r"'kind'.* Did you mean 'kinds'\?"):
        multiplexity(graph, None)
    with pytest.raises(InvalidArgument, match=r"has directions.*to_undirected"):
        multiplexity(nx.DiGraph([(0, 1)]), None)
    with pytest.raises(InvalidArgument, match=r"expected a Model.*found Snapshot"):
        multiplexity(snapshot(graph, None, project="either"), None)


@pytest.mark.parametrize("data", [Model.of(), Model.of(Service("a")), nx.empty_graph(1)])
def test_without_ties_shares_and_means_are_undefined(data):
    found = multiplexity(data, None)
    assert [found.network.share_low, found.network.mean_high] == [NAN, NAN]
    assert str(found).startswith("0 pairs in contact")
    assert found.records("kind") == []


def test_a_model_with_problems_is_refused():
    with pytest.raises(InvalidModel):
        multiplexity(Model.of(Tie(("a", "b"))))


def test_parts_are_found_by_name_and_records_are_plain_rows():
    model = Model.of(
        OWNERS, SERVICES, Tie(("a", "b"), "meeting"), Tie(("a", "b"), "joint plan"),
        Tie(("b", "c")),
    )  # fmt: skip
    found = multiplexity(model)
    assert found.node("b").mean_low == 1.5
    assert found.block("town", "town").share_low == 1
    assert found.block("town", "region") == found.block("region", "town")
    assert found.block("region", "region").pairs == 0
    assert found.records()[1] == {
        "group": "town", "other": "town", "pairs": 1, "several_low": 1, "several_high": 1,
        "share_low": 1.0, "share_high": 1.0, "mean_low": 2.0, "mean_high": 2.0,
        "mean_focus_areas": 0.0,
    }  # fmt: skip
    assert found.records("network")[0]["pairs"] == 2
    assert found.records("node")[0]["id"] == "a"
    assert found.records("pair")[0]["low"] == 2
    assert str(found).startswith(
        "2 pairs in contact: a mean of 1.50 kinds of ties; a share of 0.50 has more than one\n"
    )
    with pytest.raises(UnknownId, match="No node is called 'x'"):
        found.node("x")
    with pytest.raises(UnknownId, match=r"No group is called 'twn'. Did you mean 'town'\?"):
        found.block("town", "twn")
