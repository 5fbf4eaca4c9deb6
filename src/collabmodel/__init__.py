"""Where do citizens move and services not meet?

collabmodel holds organisations, services, citizens' care pathways, focus areas, initiatives and
collaboration ties as typed objects, and finds silos and missing links, each with its evidence and
with what is not known said aloud.

Importing collabmodel loads the domain only. Everything else, such as `report`, is loaded the
first time it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from collabmodel.domain.count import UNKNOWN, Count
from collabmodel.domain.elements import (
    Activity,
    Element,
    Flow,
    FocusArea,
    Forum,
    Initiative,
    Organisation,
    Pathway,
    Role,
    Service,
    Source,
    Statement,
    Tie,
)
from collabmodel.domain.errors import (
    ChangedOnDisk,
    CollabModelError,
    InvalidArgument,
    InvalidData,
    InvalidDocument,
    InvalidElement,
    InvalidModel,
    MergeConflict,
    MissingExtra,
    UnknownId,
    UnusableFile,
)
from collabmodel.domain.level import FREY, Level, LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.problems import Problem
from collabmodel.domain.values import Evidence, Money, Step, View
from collabmodel.domain.when import When

if TYPE_CHECKING:
    from collabmodel.analysis.ask_next import ask_next
    from collabmodel.analysis.assortativity import Assortativity, assortativity
    from collabmodel.analysis.betweenness import Betweenness, betweenness
    from collabmodel.analysis.bridging import who_could_bridge
    from collabmodel.analysis.brokerage import Brokerage, brokerage
    from collabmodel.analysis.brokers import find_brokers
    from collabmodel.analysis.centralisation import DegreeCentralisation, degree_centralisation
    from collabmodel.analysis.clusters import find_clusters
    from collabmodel.analysis.coleman import ColemanIndex, coleman_index
    from collabmodel.analysis.communities import Communities, communities, modularity
    from collabmodel.analysis.compare import compare
    from collabmodel.analysis.comparison import Comparison
    from collabmodel.analysis.components import Components, components
    from collabmodel.analysis.confirmation import ConfirmationRate, confirmation_rate
    from collabmodel.analysis.congruence import Congruence, congruence
    from collabmodel.analysis.core_periphery import CorePeriphery, core_periphery
    from collabmodel.analysis.cut_points import CutPoints, cut_points
    from collabmodel.analysis.density import Density, density
    from collabmodel.analysis.efficiency_gains import EfficiencyGains, efficiency_gains
    from collabmodel.analysis.ei_index import EIIndex, ei_index
    from collabmodel.analysis.ei_permutation import EIPermutationTest, ei_permutation_test
    from collabmodel.analysis.explain import Explanation, explain
    from collabmodel.analysis.finding import Finding, Findings
    from collabmodel.analysis.global_efficiency import GlobalEfficiency, global_efficiency
    from collabmodel.analysis.graphs import (
        affiliation_graph,
        collaboration_graph,
        flow_graph,
        need_graph,
    )
    from collabmodel.analysis.missing_links import find_missing_links
    from collabmodel.analysis.multiplexity import Multiplexity, multiplexity
    from collabmodel.analysis.pairs import Pair, Pairs, pairs
    from collabmodel.analysis.plain_graph import from_networkx
    from collabmodel.analysis.promises import find_promises
    from collabmodel.analysis.qap import QAPCorrelation, qap_correlation
    from collabmodel.analysis.questions import Answer, Answers, questions
    from collabmodel.analysis.robustness import Sensitivity
    from collabmodel.analysis.rules import DEFAULT_RULES, Rules
    from collabmodel.analysis.sensitivity import sensitivity
    from collabmodel.analysis.silos import find_silos
    from collabmodel.analysis.snapshot import Snapshot, snapshot
    from collabmodel.analysis.structural_holes import StructuralHoles, structural_holes
    from collabmodel.analysis.suggest_ties import suggest_ties
    from collabmodel.analysis.suggestions import Suggestions
    from collabmodel.disclosure import EXACT, PROTECTED, Disclosure
    from collabmodel.document import NewerMinorVersion, from_json, load, save, schema, to_json
    from collabmodel.presentation.graph_file import write_graph
    from collabmodel.presentation.methods import Citations, cite, methods
    from collabmodel.presentation.report import Report, report

__all__ = [
    "DEFAULT_RULES",
    "EXACT",
    "FREY",
    "PROTECTED",
    "UNKNOWN",
    "Activity",
    "Answer",
    "Answers",
    "Assortativity",
    "Betweenness",
    "Brokerage",
    "ChangedOnDisk",
    "Citations",
    "ColemanIndex",
    "CollabModelError",
    "Communities",
    "Comparison",
    "Components",
    "ConfirmationRate",
    "Congruence",
    "CorePeriphery",
    "Count",
    "CutPoints",
    "DegreeCentralisation",
    "Density",
    "Disclosure",
    "EIIndex",
    "EIPermutationTest",
    "EfficiencyGains",
    "Element",
    "Evidence",
    "Explanation",
    "Finding",
    "Findings",
    "Flow",
    "FocusArea",
    "Forum",
    "GlobalEfficiency",
    "Initiative",
    "InvalidArgument",
    "InvalidData",
    "InvalidDocument",
    "InvalidElement",
    "InvalidModel",
    "Level",
    "LevelScale",
    "MergeConflict",
    "MissingExtra",
    "Model",
    "Money",
    "Multiplexity",
    "NewerMinorVersion",
    "Organisation",
    "Pair",
    "Pairs",
    "Pathway",
    "Problem",
    "QAPCorrelation",
    "Report",
    "Role",
    "Rules",
    "Sensitivity",
    "Service",
    "Snapshot",
    "Source",
    "Statement",
    "Step",
    "StructuralHoles",
    "Suggestions",
    "Tie",
    "UnknownId",
    "UnusableFile",
    "View",
    "When",
    "affiliation_graph",
    "ask_next",
    "assortativity",
    "betweenness",
    "brokerage",
    "cite",
    "coleman_index",
    "collaboration_graph",
    "communities",
    "compare",
    "components",
    "confirmation_rate",
    "congruence",
    "core_periphery",
    "cut_points",
    "degree_centralisation",
    "density",
    "efficiency_gains",
    "ei_index",
    "ei_permutation_test",
    "explain",
    "find_brokers",
    "find_clusters",
    "find_missing_links",
    "find_promises",
    "find_silos",
    "flow_graph",
    "from_json",
    "from_networkx",
    "global_efficiency",
    "load",
    "methods",
    "modularity",
    "multiplexity",
    "need_graph",
    "pairs",
    "qap_correlation",
    "questions",
    "report",
    "save",
    "schema",
    "sensitivity",
    "snapshot",
    "structural_holes",
    "suggest_ties",
    "to_json",
    "who_could_bridge",
    "write_graph",
]

__version__ = "0.1.0"

_LAZY = {
    "Answer": "analysis.questions",
    "Answers": "analysis.questions",
    "Brokerage": "analysis.brokerage",
    "Citations": "presentation.methods",
    "cite": "presentation.methods",
    "Betweenness": "analysis.betweenness",
    "Assortativity": "analysis.assortativity",
    "assortativity": "analysis.assortativity",
    "coleman_index": "analysis.coleman",
    "ColemanIndex": "analysis.coleman",
    "Communities": "analysis.communities",
    "communities": "analysis.communities",
    "Comparison": "analysis.comparison",
    "Components": "analysis.components",
    "ConfirmationRate": "analysis.confirmation",
    "Congruence": "analysis.congruence",
    "CorePeriphery": "analysis.core_periphery",
    "CutPoints": "analysis.cut_points",
    "DEFAULT_RULES": "analysis.rules",
    "DegreeCentralisation": "analysis.centralisation",
    "Density": "analysis.density",
    "Disclosure": "disclosure",
    "EIIndex": "analysis.ei_index",
    "EIPermutationTest": "analysis.ei_permutation",
    "EXACT": "disclosure",
    "Explanation": "analysis.explain",
    "Finding": "analysis.finding",
    "Findings": "analysis.finding",
    "GlobalEfficiency": "analysis.global_efficiency",
    "methods": "presentation.methods",
    "modularity": "analysis.communities",
    "Multiplexity": "analysis.multiplexity",
    "multiplexity": "analysis.multiplexity",
    "PROTECTED": "disclosure",
    "Pair": "analysis.pairs",
    "Pairs": "analysis.pairs",
    "qap_correlation": "analysis.qap",
    "QAPCorrelation": "analysis.qap",
    "Report": "presentation.report",
    "Rules": "analysis.rules",
    "Sensitivity": "analysis.robustness",
    "sensitivity": "analysis.sensitivity",
    "Snapshot": "analysis.snapshot",
    "StructuralHoles": "analysis.structural_holes",
    "affiliation_graph": "analysis.graphs",
    "ask_next": "analysis.ask_next",
    "brokerage": "analysis.brokerage",
    "betweenness": "analysis.betweenness",
    "collaboration_graph": "analysis.graphs",
    "compare": "analysis.compare",
    "components": "analysis.components",
    "confirmation_rate": "analysis.confirmation",
    "congruence": "analysis.congruence",
    "core_periphery": "analysis.core_periphery",
    "cut_points": "analysis.cut_points",
    "degree_centralisation": "analysis.centralisation",
    "density": "analysis.density",
    "efficiency_gains": "analysis.efficiency_gains",
    "EfficiencyGains": "analysis.efficiency_gains",
    "ei_index": "analysis.ei_index",
    "ei_permutation_test": "analysis.ei_permutation",
    "explain": "analysis.explain",
    "find_brokers": "analysis.brokers",
    "find_clusters": "analysis.clusters",
    "find_missing_links": "analysis.missing_links",
    "find_promises": "analysis.promises",
    "find_silos": "analysis.silos",
    "flow_graph": "analysis.graphs",
    "from_json": "document",
    "from_networkx": "analysis.plain_graph",
    "global_efficiency": "analysis.global_efficiency",
    "load": "document",
    "NewerMinorVersion": "document",
    "need_graph": "analysis.graphs",
    "pairs": "analysis.pairs",
    "questions": "analysis.questions",
    "report": "presentation.report",
    "save": "document",
    "schema": "document",
    "snapshot": "analysis.snapshot",
    "structural_holes": "analysis.structural_holes",
    "suggest_ties": "analysis.suggest_ties",
    "Suggestions": "analysis.suggestions",
    "to_json": "document",
    "who_could_bridge": "analysis.bridging",
    "write_graph": "presentation.graph_file",
}
"""Public names that are loaded the first time they are asked for, and where they live."""


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        value = getattr(importlib.import_module(f"collabmodel.{_LAZY[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'collabmodel' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
