"""What all measures have in common: they hold their parameters, print, and give records."""

from __future__ import annotations

import networkx as nx
import pytest

import collabmodel as cm
from collabmodel.datasets import example_town

RULES = cm.Rules(needed_level=1, draws=99, seed=5)

OF_NETWORKS = (
    cm.assortativity,
    cm.betweenness,
    cm.brokerage,
    cm.coleman_index,
    cm.communities,
    cm.components,
    cm.core_periphery,
    cm.cut_points,
    cm.degree_centralisation,
    cm.density,
    cm.efficiency_gains,
    cm.ei_index,
    cm.ei_permutation_test,
    cm.global_efficiency,
    cm.multiplexity,
    cm.structural_holes,
)
"""Of a snapshot or a graph of one kind of tie `multiplexity` cannot be taken."""
OF_MODELS = (cm.confirmation_rate, cm.congruence, cm.qap_correlation)

of_networks = pytest.mark.parametrize("measure", OF_NETWORKS, ids=lambda each: each.__name__)
of_all = pytest.mark.parametrize("measure", OF_NETWORKS + OF_MODELS, ids=lambda each: each.__name__)


def graph():
    made = nx.karate_club_graph()
    nx.set_node_attributes(made, nx.get_node_attributes(made, "club"), "group")
    return made


@of_all
def test_the_result_of_a_model_holds_its_rules(measure):
    assert measure(example_town(), rules=RULES).rules == RULES
    assert measure(example_town()).rules == cm.Rules()


@of_networks
def test_the_result_of_a_snapshot_holds_the_rules_of_the_snapshot(measure):
    if measure is not cm.multiplexity:
        assert measure(cm.snapshot(example_town(), rules=RULES)).rules == RULES


@of_networks
def test_the_result_of_a_graph_holds_no_rules_of_pairs(measure):
    if measure is not cm.multiplexity:
        assert measure(graph()).rules is None


@of_networks
def test_the_result_of_arcs_holds_what_made_them_ties(measure):
    if measure is not cm.multiplexity:
        assert measure(graph().to_directed(), project="both").project == "both"


@of_all
def test_a_result_prints_and_gives_records(measure):
    found = measure(example_town())
    assert str(found).strip()
    assert found.records()
    assert all(isinstance(row, dict) for row in found.records())
