"""The methods section of a result, in what it says and after whom."""

from __future__ import annotations

import inspect
from importlib import import_module

import networkx as nx
import pytest

import collabmodel as cm
from collabmodel.analysis.finding import codes
from collabmodel.datasets import example_town
from collabmodel.presentation.references import REFERENCES
from collabmodel.words import LANGUAGES, keys, say

# `collabmodel.presentation.methods` is also the function of that name.
METHODS = import_module("collabmodel.presentation.methods")
TOWN = example_town()
GRAPH = nx.karate_club_graph()
ARCS = nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")])
RULES = cm.Rules(draws=9)
NOT_RESULTS = {
    "Answers": "answers in words",
    "Model": "what results rest on",
    "Explanation": "a judgement in words",
    "Pair": "what results rest on",
    "Pairs": "what results rest on",
    "Report": "what people read",
    "Rules": "what results rest on",
    "Snapshot": "what results rest on",
}
"""What the functions of analyses give beside results, and what it is."""


def result_class(name):
    """The class that the public function of that name gives, if it gives one."""
    function = getattr(cm, name)
    if not inspect.isroutine(function) or "analysis" not in function.__module__:
        return None
    given = str(function.__annotations__.get("return"))
    return given if given in cm.__all__ and inspect.isclass(getattr(cm, given)) else None


RESULTS = {name: result_class(name) for name in cm.__all__ if result_class(name)}
"""The class that each public function of an analysis gives."""


def every_result():
    """Results of every sort, so that every sentence is said once."""
    short = cm.LevelScale("short", ("none", "some"), source="A scale of our own")
    small = cm.Model.of(cm.Service("a"), cm.Service("b"), cm.Flow("a", "b"), scale=short)
    other = cm.Rules(
        confirmation="both",
        min_citizens=5,
        kind_levels={"joint plan": 3},
        at="2025",
        draws=9,
    )
    by = {service.id: "all" for service in TOWN.services}
    missing = cm.find_missing_links(TOWN)
    yield from (measure(TOWN) for measure in (cm.assortativity, cm.betweenness, cm.brokerage))
    yield from (measure(TOWN) for measure in (cm.coleman_index, cm.communities, cm.components))
    yield from (measure(TOWN) for measure in (cm.confirmation_rate, cm.congruence, cm.cut_points))
    yield from (
        measure(TOWN) for measure in (cm.degree_centralisation, cm.density, cm.multiplexity)
    )
    yield from (measure(TOWN) for measure in (cm.global_efficiency, cm.structural_holes))
    yield from (cm.ei_index(TOWN, by) for by in ("whole organisation", "sector", "kind", by))
    yield from (cm.core_periphery(TOWN, across=across) for across in ("tied", "untied", "ignored"))
    yield cm.core_periphery(ARCS, project="either")
    yield cm.density(GRAPH, "club")
    yield cm.density(ARCS, None, project="both")
    yield from (measure(GRAPH, sources=3) for measure in (cm.betweenness, cm.global_efficiency))
    yield cm.qap_correlation(TOWN, rules=RULES)
    yield cm.qap_correlation(TOWN, TOWN, rules=RULES)
    yield missing
    yield missing[0]
    yield missing.of_code("fragile-link")[0]
    yield cm.find_missing_links(TOWN, other)
    yield cm.find_missing_links(small, cm.Rules(needed_level=1))
    yield from (found(TOWN) for found in (cm.find_silos, cm.find_promises, cm.ask_next))
    yield from (found(TOWN)[0] for found in (cm.find_silos, cm.find_promises, cm.ask_next))
    yield cm.compare(TOWN, example_town(2), around="sickness")
    yield from (found(TOWN) for found in (cm.find_brokers, cm.find_clusters))
    yield cm.suggest_ties(TOWN, 1)
    yield cm.who_could_bridge(TOWN, *missing[0].about)
    yield cm.efficiency_gains(GRAPH)
    yield cm.ei_permutation_test(GRAPH, "club", rules=RULES)
    yield cm.sensitivity(TOWN, ("missing-links", "silos", "fragile-links"), changes=1)


@pytest.fixture(scope="module")
def results():
    return list(every_result())


class TestWhole:
    @pytest.mark.parametrize("name", RESULTS)
    def test_every_public_measure_and_finding_has_its_methods(self, name):
        given = RESULTS[name]
        if issubclass(getattr(cm, given), cm.Findings):
            assert name in METHODS._METHODS
        elif given not in NOT_RESULTS:
            assert given in METHODS._METHODS, f"{name} gives a {given}"

    def test_findings_say_what_found_them_also_where_nothing_was_found(self):
        nothing = cm.Model.of(cm.Service("ward"), cm.Service("flats"))
        others = {
            "compare": (nothing,),
            "suggest_ties": (1,),
            "who_could_bridge": ("ward", "flats"),
        }
        for name, given in RESULTS.items():
            if issubclass(getattr(cm, given), cm.Findings):
                assert getattr(cm, name)(nothing, *others.get(name, ())).finder == name

    @pytest.mark.parametrize("code", codes())
    def test_every_code_of_a_finding_has_its_methods(self, code):
        finding = cm.Finding(code, ("a", "b"), {}, (), cm.Rules(), TOWN)
        assert cm.methods(finding)

    def test_every_sentence_is_said_of_some_result(self, results, monkeypatch):
        said = set()

        def listening(key, *args, **values):
            said.add(key)
            return say(key, *args, **values)

        monkeypatch.setattr(METHODS, "say", listening)
        cm.methods(results)
        assert {key for key in said if key.startswith("methods.")} == set(keys("methods."))

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_result_is_told_of_in_each_language(self, results, lang):
        for result in results:
            text = cm.methods(result, lang)
            assert "{" not in text
            assert cm.__version__ in text
            assert say("methods.references", lang) in text

    def test_what_is_cited_in_the_text_is_listed_and_nothing_else(self, results):
        for result in results:
            body, _, listed = cm.methods(result).partition("References\n\n")
            for key, reference in REFERENCES.items():
                assert (reference.in_text in body) == (str(reference) in listed), key


class TestOneResult:
    def test_a_measure_of_a_graph(self):
        expected = (
            "The network was given as a graph; a tie joins two different nodes, once, and a tie "
            "of a node to itself does not count. Nodes were grouped by their attribute “club”. "
            "The E-I index is the number of ties between groups less that of ties within them, "
            "over all ties (Krackhardt & Stern 1988); beside it stand its exact mean and "
            "variance when the groups are dealt out to the nodes at random, and the range that "
            "is possible. Values that are not defined are reported as such, and not as zero. "
            "Everything was computed with collabmodel 0.1.0.\n"
            "\n"
            "References\n"
            "\n"
            "The collabmodel developers (version 0.1.0). collabmodel [Python package].\n"
            "Krackhardt, D., & Stern, R. N. (1988). Informal networks and organizational "
            "crises: An experimental simulation. Social Psychology Quarterly, 51(2), 123–140. "
            "https://doi.org/10.2307/2786835"
        )
        found = cm.methods(cm.ei_index(GRAPH, "club"))
        assert found == expected.replace("0.1.0", cm.__version__)

    def test_the_rules_of_a_model(self):
        chosen = cm.Rules(
            needed_level=3,
            confirmation="both",
            wide=9,
            min_citizens=7,
            at="2025",
            kind_levels={"joint plan": 3, "meeting": 1},
        )
        text = cm.methods(cm.congruence(TOWN, chosen))
        for sentence in (
            "The level of contact is the lower of what the two sides say",
            "A tie or a forum of 9 parties or more joins no two of them by itself.",
            "at least at these levels: joint plan 3, meeting 1.",
            "decided for this time: 2025.",
            "Contact is enough at level 3,",
            "fewer than 7 citizens move were left out.",
            "answered by yes, no, or not known",
        ):
            assert sentence in text

    def test_a_measure_of_contact_alone_says_nothing_of_need(self):
        text = cm.methods(cm.density(TOWN))
        assert "need" not in text
        assert "Pairs whose contact may or may not be in force were taken as not tied." in text
        assert "Services were grouped by the organisations that run them." in text

    def test_the_scale_of_findings(self):
        assert "published scale (Frey et al. 2006)" in cm.methods(cm.find_missing_links(TOWN))

    def test_draws_and_seed(self):
        found = cm.qap_correlation(TOWN, rules=cm.Rules(draws=99, seed=7))
        assert "(99 permutations + 1), drawn with seed 7." in cm.methods(found)
        assert "Of 4 runs (seed 2, resolution 0.5)" in cm.methods(
            cm.communities(GRAPH, None, runs=4, resolution=0.5, rules=cm.Rules(seed=2))
        )
        assert "shortest paths of 5 of 34 nodes, drawn with seed 3" in cm.methods(
            cm.betweenness(GRAPH, sources=5, seed=3)
        )

    def test_promises_are_seen_from_a_day(self):
        assert "seen from this time: 2026." in cm.methods(cm.find_promises(TOWN, "2026"))
        undated = cm.find_promises(cm.Model.of(cm.Service("ward")))
        assert "this time" not in cm.methods(undated)

    def test_two_networks_under_qap_have_no_need(self):
        assert "citizens" not in cm.methods(cm.qap_correlation(TOWN, TOWN, rules=RULES))

    def test_sensitivity_names_its_variations_and_how_many_changes_were_tried(self):
        text = cm.methods(cm.sensitivity(TOWN, "missing-links", changes=5), "da")
        assert "begge parter skal bekræfte; der er brug for niveau 1;" in text
        assert "Én samarbejdsrelation ad gangen er udeladt: 5 af 154." in text
        assert "trukket med frø 0" in text

    def test_alpha_and_grouping_of_silos(self):
        text = cm.methods(cm.find_silos(TOWN, "sector", rules=cm.Rules(alpha=0.01)))
        assert "(alpha 0.01 over all groups, Holm 1979)" in text
        assert "Services were grouped by their sector." in text

    @pytest.mark.parametrize("wrong", [None, 3, "density", [], TOWN, cm.Findings((), cm.Rules())])
    def test_what_is_no_result_is_refused(self, wrong):
        with pytest.raises(cm.InvalidArgument, match="expected"):
            cm.methods(wrong)


class TestSeveralResults:
    def test_results_of_one_basis_share_a_paragraph_and_say_the_rest_once(self):
        text = cm.methods([cm.density(TOWN), cm.ei_index(TOWN), cm.congruence(TOWN)])
        body = text.partition("\n\nReferences")[0]
        assert "\n\n" not in body
        for sentence in ("The units are services.", "Services were grouped by the organisations"):
            assert body.count(sentence) == 1

    def test_results_of_other_rules_or_data_have_a_paragraph_of_their_own(self):
        text = cm.methods(
            [cm.density(TOWN), cm.density(TOWN, rules=cm.Rules(wide=9)), cm.density(GRAPH, None)]
        )
        paragraphs = text.partition("\n\nReferences")[0].split("\n\n")
        assert len(paragraphs) == 3
        assert [cm.__version__ in paragraph for paragraph in paragraphs] == [False, False, True]

    def test_each_measure_stands_behind_its_own_grouping(self):
        text = cm.methods([cm.ei_index(TOWN), cm.find_silos(TOWN, "sector"), cm.brokerage(TOWN)])
        places = [
            text.index(words)
            for words in (
                "by the organisations",
                "E-I index",
                "Brokerage roles",
                "by their sector",
                "is a silo",
            )
        ]
        assert places == sorted(places)

    def test_lists_may_hold_lists(self):
        one, other = cm.density(TOWN), cm.ei_index(TOWN)
        assert cm.methods([one, [other]]) == cm.methods((one, other))


class TestCite:
    def test_without_a_result_it_is_collabmodel(self):
        assert str(cm.cite()) == (
            f"The collabmodel developers (version {cm.__version__}). collabmodel [Python package]."
        )

    def test_a_result_has_the_references_of_its_methods(self, results):
        for result in results:
            assert cm.methods(result).endswith(str(cm.cite(result)))

    def test_bibtex(self):
        assert cm.cite(cm.structural_holes(GRAPH)).bibtex() == (
            "@software{collabmodel,\n"
            "  author = {{The collabmodel developers}},\n"
            "  title = {{collabmodel [Python package]}},\n"
            f"  version = {{{cm.__version__}}}\n"
            "}\n"
            "\n"
            "@book{burt_1992,\n"
            "  author = {Burt, R. S.},\n"
            "  title = {{Structural Holes: The Social Structure of Competition}},\n"
            "  year = {1992},\n"
            "  publisher = {Harvard University Press}\n"
            "}\n"
        )

    def test_records_hold_every_reference(self):
        records = cm.cite(cm.density(GRAPH, None)).records()
        assert [record["key"] for record in records] == ["collabmodel", "wasserman_faust_1994"]
        assert records[1]["doi"] == "10.1017/CBO9780511815478"
