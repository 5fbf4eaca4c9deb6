"""Groups that contact itself makes, beside the formal groups and the need."""

from __future__ import annotations

import random
from typing import Any

import attrs
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    Count,
    Flow,
    InvalidArgument,
    InvalidModel,
    Model,
    Organisation,
    Rules,
    Service,
    Tie,
    collaboration_graph,
    communities,
    find_clusters,
    from_networkx,
    pairs,
)
from collabmodel.datasets import NAMES, example_town, load_dataset
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.level import FREY
from collabmodel.testing import models
from collabmodel.words import LANGUAGES

SOME: dict[str, Any] = {
    "with_needs": True,
    "max_services": 8,
    "max_ties": 10,
    "max_flows": 8,
    "scale": FREY,
}
HOUSES = [
    Organisation("x", "House X"),
    Organisation("y", "House Y"),
    *(Service(id, id.upper(), provided_by="x") for id in "abc"),
    *(Service(id, id.upper(), provided_by="y") for id in "def"),
]
TRIANGLES = [Tie(tuple(ends), level=2) for ends in ("ab", "bc", "ac", "de", "ef", "df", "cd")]


class TestACluster:
    MODEL = Model.of(HOUSES, Service("g"), TRIANGLES, Flow("a", "f", 40), Flow("a", "b", 9))

    def test_is_what_every_run_finds_together(self):
        found = find_clusters(self.MODEL)
        assert [(f.code, f.about) for f in found] == [
            ("cluster", ("a", "b", "c")),
            ("cluster", ("d", "e", "f")),
        ]
        numbers = found[0].numbers
        assert (numbers["of"], numbers["groups"], numbers["is_group"]) == ("House X (3)", 1, True)
        assert (numbers["inside_ties"], numbers["across_ties"]) == (3, 1)
        names = ("across_met", "across_pairs", "inside_met", "inside_pairs", "unknown_pairs")
        assert [numbers[name] for name in names] == [0, 1, 1, 1, 1]
        assert numbers["citizen_pairs"] == (Count.exactly(40),)
        assert found[0].evidence == (
            "flow:a--f",
            "tie:contact:a--b",
            "tie:contact:a--c",
            "tie:contact:b--c",
        )

    def test_leaves_out_and_counts_who_is_alone(self):
        found = find_clusters(self.MODEL)
        (alone,) = found.told_apart
        assert (alone.code, alone.about) == ("unclustered", ("g",))
        assert find_clusters(self.MODEL.without("g")).told_apart == ()

    def test_that_cuts_through_the_houses_says_so(self):
        by = {"a": "1", "b": "2", "c": ("2", "1"), "d": "3", "e": "3"}
        first, second = find_clusters(self.MODEL, by)
        assert (first.numbers["of"], first.numbers["groups"]) == ("1 (2), 2 (2)", 2)
        assert first.numbers["is_group"] is False
        assert (second.numbers["of"], second.numbers["is_group"]) == ("3 (2)", False)

    def test_on_which_the_runs_do_not_agree_is_only_possible(self):
        graph = nx.gnm_random_graph(60, 240, seed=4)
        nx.set_node_attributes(graph, "all", "group")
        found = find_clusters(from_networkx(graph))
        assert {finding.code for finding in found} == {"cluster-possible"}
        for finding in found:
            numbers = finding.numbers
            assert numbers["least_similarity"] < 1
            assert numbers["least_similarity"] <= numbers["similarity"]
            assert numbers["least_together"] <= numbers["together"]

    def test_of_another_seed_may_be_another(self):
        graph = nx.gnm_random_graph(60, 240, seed=4)
        nx.set_node_attributes(graph, "all", "group")
        model = from_networkx(graph)
        one, other = (find_clusters(model, rules=Rules(seed=seed)) for seed in (0, 1))
        assert [f.about for f in one] != [f.about for f in other]

    @pytest.mark.parametrize("runs", [0, 1, 2.0])
    def test_takes_two_runs_at_least(self, runs):
        with pytest.raises(InvalidArgument, match="runs: expected"):
            find_clusters(self.MODEL, runs=runs)

    def test_of_groups_that_services_do_not_have_or_a_model_with_problems_is_refused(self):
        with pytest.raises(InvalidArgument, match="organisation"):
            find_clusters(self.MODEL, by="organization")  # type: ignore[arg-type]
        with pytest.raises(InvalidModel):
            find_clusters(Model.of(Flow("a", "b")))


class TestEveryModel:
    @settings(max_examples=60)
    @given(models(**SOME))
    def test_is_parted_whole_and_every_count_is_what_looking_at_every_pair_finds(self, model):
        found = find_clusters(model)
        judged, graph = pairs(model), collaboration_graph(model)
        everybody = [id for f in (*found, *found.told_apart) for id in f.about]
        assert sorted(everybody) == sorted(service.id for service in model.services)
        assert {f.about for f in found} == {p for p in communities(model).parts if len(p) > 1}
        for finding in found:
            members, numbers = set(finding.about), finding.numbers
            ends = {key: len(members & set(key)) for key in (pair.key for pair in judged)}
            ties = [len(members & set(edge)) for edge in graph.edges]
            assert (numbers["inside_ties"], numbers["across_ties"]) == (
                ties.count(2),
                ties.count(1),
            )
            needed = [pair for pair in judged.needed if ends[pair.key]]
            for place, count in (("inside", 2), ("across", 1)):
                some = [pair for pair in needed if ends[pair.key] == count]
                assert numbers[f"{place}_pairs"] == len(some)
                assert numbers[f"{place}_met"] == sum(pair.is_met is True for pair in some)

    @settings(max_examples=40)
    @given(st.data())
    def test_does_not_depend_on_the_order_of_its_elements(self, data):
        model = data.draw(models(**SOME))
        rng = random.Random(data.draw(st.integers(0, 99)))
        mixed = {m: tuple(rng.sample(getattr(model, m), len(getattr(model, m)))) for m in ELEMENTS}
        one, other = find_clusters(model), find_clusters(attrs.evolve(model, **mixed))
        assert [f.to_json() for f in one] == [f.to_json() for f in other]

    def test_without_services_or_contact_has_none(self):
        assert len(find_clusters(Model())) == 0
        assert find_clusters(Model()).told_apart == ()
        alone = find_clusters(Model.of(HOUSES))
        assert (len(alone), len(alone.told_apart[0].about)) == (0, 6)

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_speaks_in_whole_sentences(self, name, lang):
        found = find_clusters(load_dataset(name))
        for finding in (*found, *found.told_apart):
            for said in (finding.sentence(lang), finding.next_step(lang)):
                assert said.endswith(".")
                assert "{" not in said
                assert "None" not in said

    def test_the_employment_department_of_the_town_is_one_house_in_contact_too(self):
        first = find_clusters(example_town())[0]
        assert first.code == "cluster"
        assert first.numbers["of"] == "Employment department (7)"
        assert first.numbers["is_group"] is True
