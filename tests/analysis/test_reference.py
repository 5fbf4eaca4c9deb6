"""Networks whose values were computed independently, by at least two routes each.

They stand beside the repository; a clone without them skips this file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import networkx as nx
import numpy as np
import pytest

from collabmodel.analysis.assortativity import assortativity
from collabmodel.analysis.betweenness import betweenness
from collabmodel.analysis.brokerage import brokerage
from collabmodel.analysis.centralisation import degree_centralisation
from collabmodel.analysis.coleman import coleman_index
from collabmodel.analysis.components import components
from collabmodel.analysis.cut_points import cut_points
from collabmodel.analysis.density import density
from collabmodel.analysis.ei_index import ei_index
from collabmodel.analysis.ei_permutation import dealt_out, ei_permutation_test
from collabmodel.analysis.global_efficiency import global_efficiency
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.snapshot import Snapshot, snapshot
from collabmodel.analysis.structural_holes import structural_holes

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "reference"
FILES = sorted(FOLDER.glob("*.json"))

needs_files = pytest.mark.skipif(not FILES, reason="no folder shared/reference beside the clone")

FROM_BOTH_ENDS = np.array([2, 2, 1, 1, 2, 2])
"""How often sna counts an open two-path without direction, by the columns `brokerage_roles`."""

COVERED: dict[str, Callable[[Snapshot], Any]] = {
    "n": lambda taken: len(taken.ids),
    "m": lambda taken: taken.left.size,
    "degree": lambda taken: taken.degree.tolist(),
    "group_sizes": lambda taken: dict(zip(taken.groups, taken.members.tolist(), strict=True)),
    "density": lambda taken: density(taken).value,
    "block_order": lambda taken: list(density(taken).groups),
    "block_density": lambda taken: density(taken).matrix.tolist(),
    "block_ties": lambda taken: [
        [density(taken).block(one, other).ties for other in taken.groups] for one in taken.groups
    ],
    "internal_ties": lambda taken: ei_index(taken).internal,
    "external_ties": lambda taken: ei_index(taken).external,
    "ei": lambda taken: ei_index(taken).value,
    "group_internal_ties": lambda taken: of_groups(taken, "internal"),
    "group_external_ties": lambda taken: of_groups(taken, "external"),
    "ei_group_by_ties": lambda taken: of_groups(taken, "by_ties"),
    "ei_group_by_members": lambda taken: of_groups(taken, "by_members"),
    "ei_node": lambda taken: [node.value for node in ei_index(taken).nodes],
    "ei_perm_mean": lambda taken: ei_index(taken).expected,
    "ei_perm_var": lambda taken: ei_index(taken).variance,
    "ei_z": lambda taken: ei_index(taken).z,
    "ei_min": lambda taken: ei_index(taken).minimum,
    "ei_max": lambda taken: ei_index(taken).maximum,
    "ei_rescaled": lambda taken: ei_index(taken).rescaled,
    "n_components": lambda taken: len(components(taken)),
    "component_sizes": lambda taken: sorted(components(taken).sizes),
    "constraint": lambda taken: structural_holes(taken).constraint,
    "effective_size": lambda taken: structural_holes(taken).effective_size,
    "efficiency": lambda taken: structural_holes(taken).efficiency,
    "brokerage_undirected": lambda taken: roles_of_nodes(taken, "counts").tolist(),
    "brokerage_undirected_z": lambda taken: roles_of_nodes(taken, "z").tolist(),
    "brokerage_undirected_expected_by_group": lambda taken: roles_of_groups(taken, "expected"),
    "brokerage_undirected_sd_by_group": lambda taken: roles_of_groups(taken, "sd"),
    # What sna gives for ties without direction: pairs from both ends, and its z.
    "brokerage": lambda taken: (roles_of_nodes(taken, "counts") * FROM_BOTH_ENDS).tolist(),
    "brokerage_z": lambda taken: (roles_of_nodes(taken, "z") * np.sqrt(FROM_BOTH_ENDS)).tolist(),
    "brokerage_expected_by_group": lambda taken: roles_of_groups(taken, "expected", FROM_BOTH_ENDS),
    "brokerage_sd_by_group": lambda taken: roles_of_groups(taken, "sd", np.sqrt(FROM_BOTH_ENDS)),
    "brokerage_total": lambda taken: roles(brokerage(taken).counts, FROM_BOTH_ENDS),
    "brokerage_total_expected": lambda taken: roles(brokerage(taken).expected, FROM_BOTH_ENDS),
    "articulation_points": lambda taken: list(cut_points(taken).points),
    "bridges": lambda taken: [[tie.one, tie.other] for tie in cut_points(taken).bridges],
    "global_efficiency": lambda taken: global_efficiency(taken).value,
    "degree_centralisation": lambda taken: degree_centralisation(taken).value,
    "betweenness": lambda taken: list(betweenness(taken).values),
    "assortativity": lambda taken: assortativity(taken).value,
    "coleman": lambda taken: {entry.group: entry.value for entry in coleman_index(taken).groups},
}

OF_NODES = {
    "betweenness",
    "brokerage",
    "brokerage_undirected",
    "brokerage_undirected_z",
    "brokerage_z",
    "constraint",
    "degree",
    "effective_size",
    "efficiency",
    "ei_node",
}
"""Lists in the order of the file's nodes."""

DRAWN = {"ei_perm"}
"""Values that come from draws: `test_p_values_and_draws_agree_with_the_reference`."""

LEFT_OUT = {
    # Notes, other readings, and values that show a wrong turn.
    "brokerage_roles",
    "brokerage_total_sd_sna",
    "brokerage_total_z_sna",
    "coleman_convention",
    "constraint_ego_only",
    "constraint_sum_over_all_j",
    "trap_values",
}


def of_groups(taken, name):
    return {entry.group: getattr(entry, name) for entry in ei_index(taken).groups}


def roles(found, times=1):
    return (np.array(attrs.astuple(found)) * times).tolist()


def roles_of_nodes(taken, name):
    found = brokerage(taken)
    return np.array([attrs.astuple(getattr(found.node(node), name)) for node in found.ids])


def roles_of_groups(taken, name, times=1):
    return {entry.group: roles(getattr(entry, name), times) for entry in brokerage(taken).groups}


def close(found, expected):
    """Agreement to 1e-9·max(1, |x|); null is NaN."""
    if isinstance(expected, dict):
        return found.keys() == expected.keys() and all(
            close(found[key], value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(close, found, expected))
    if expected is None:
        return math.isnan(found)
    if isinstance(expected, str):
        return found == expected
    return abs(found - expected) <= 1e-9 * max(1.0, abs(expected))


def read(file):
    return json.loads(file.read_text(encoding="utf-8"))


@needs_files
@pytest.mark.parametrize("key", COVERED)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_value_agrees_with_the_reference(file, key):
    known = read(file)
    graph = nx.Graph(known["edges"])
    graph.add_nodes_from(node for node, _ in known["nodes"])
    taken = snapshot(graph, dict(known["nodes"]))
    expected = known["values"][key]
    if key in OF_NODES:
        of_node = dict(zip((node for node, _ in known["nodes"]), expected, strict=True))
        expected = [of_node[node] for node in taken.ids]
    assert close(COVERED[key](taken), expected)


@needs_files
def test_no_value_of_the_reference_is_overlooked():
    keys = set().union(*(read(file)["values"] for file in FILES))
    assert keys == COVERED.keys() | DRAWN | LEFT_OUT
    assert not COVERED.keys() & (DRAWN | LEFT_OUT)


@needs_files
@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_p_values_and_draws_agree_with_the_reference(file):
    """The reference drew with the same generator, its nodes in the order of the file.

    So the nodes are named after their places there, and the very same numbers come out. They are
    compared with the exact ones too, which is what they are for.
    """
    known = read(file)
    expected, draws = known["values"]["ei_perm"], known["values"]["ei_perm"]["draws"]
    place = {node: f"{number:03}" for number, (node, _) in enumerate(known["nodes"])}
    graph = nx.Graph((place[one], place[other]) for one, other in known["edges"])
    graph.add_nodes_from(place.values())
    taken = snapshot(graph, {place[node]: group for node, group in known["nodes"]})
    found = ei_permutation_test(taken, rules=Rules(draws=draws, seed=12345))
    assert close(found.p_low, expected["p_low_plus1"])
    assert close(found.p_high, (expected["count_ge"] + 1) / (draws + 1))
    for p, exact in (
        (found.p_low, expected["exact_p_low"]),
        (found.p_high, expected["exact_p_high"]),
    ):
        if exact is not None:
            assert abs(p - exact) <= 4 * math.sqrt(exact * (1 - exact) / draws) + 1 / draws

    internal = np.array([staying for staying, _, _ in dealt_out(taken, draws, 12345)])
    values = 1 - 2 * internal / taken.left.size
    assert close(values.mean(), expected["mc_mean"])
    assert close(values.var(), expected["mc_var"]) or close(values.var(ddof=1), expected["mc_var"])
