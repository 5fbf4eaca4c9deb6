"""The datasets as models: each is whole, says where it has everything from, and comes by name."""

from __future__ import annotations

import importlib
import re

import pytest

from collabmodel import datasets
from collabmodel.datasets import NAMES, load_dataset
from collabmodel.domain.elements import Role, Source
from collabmodel.domain.errors import InvalidArgument

TEXTS = {
    "randers_collaboration": "s0",
    "randers_recovery": "s1",
    "randers_plan": "s2",
    "more_og_romsdal": "s3",
    "sor_helgeland": "s4",
}
RANDERS = ("randers_collaboration", "randers_recovery", "randers_plan")


@pytest.mark.parametrize("name", NAMES)
class TestEachDataset:
    def test_it_has_no_problems_and_a_title(self, name):
        model = load_dataset(name)
        assert model.problems() == ()
        assert model.title

    def test_it_is_a_function_of_its_name(self, name):
        """A module has the same name; which of the two is imported first makes no difference."""
        importlib.import_module(f"collabmodel.datasets.{name}")
        assert getattr(datasets, name)() == load_dataset(name)


@pytest.mark.parametrize(("name", "source"), TEXTS.items())
class TestEachText:
    def test_every_element_says_in_which_paragraph_it_is_said(self, name, source):
        """Only the text itself does not."""
        for element in load_dataset(name).elements():
            if element.id != source:
                assert element.evidence, element.id
            for evidence in element.evidence:
                assert evidence.source == source, element.id
                assert re.fullmatch(r"p[1-9][0-9]?", evidence.where), element.id

    def test_a_statement_has_the_number_of_its_fact(self, name, source):
        for statement in load_dataset(name).statements:
            assert re.fullmatch(rf"{source}-[0-3][0-9]", statement.id)

    def test_its_text_has_a_language_and_a_file(self, name, source):
        text = load_dataset(name).find(Source, source)
        assert text.language in ("da", "nb")
        assert text.file.startswith(f"00{source[1]}_")

    def test_nobody_was_asked_about_ties(self, name, source):
        assert load_dataset(name).asked is None


class TestRanders:
    def test_it_holds_every_element_of_the_three_texts(self):
        """Also in an id that was made of its parties, the one centre has its one name."""
        merged = load_dataset("randers")
        for name in RANDERS:
            for element in load_dataset(name).elements():
                id = re.sub(r"\bcenter-for-psykiatri\b", "center-for-psykiatrien", element.id)
                here = merged[id]
                assert type(here) is type(element)
                assert set(element.evidence) <= set(here.evidence)

    def test_what_has_one_name_in_two_texts_is_one_element(self):
        merged = load_dataset("randers")
        sources = {evidence.source for evidence in merged["randers-kommune"].evidence}
        assert sources == {"s0", "s1", "s2"}
        assert {evidence.source for evidence in merged["socialudvalget"].evidence} == {"s1", "s2"}

    def test_a_doubtful_identity_keeps_the_other_name_and_says_that_it_is_a_reading(self):
        centre = load_dataset("randers")["center-for-psykiatrien"]
        assert centre.name == "Center For Psykiatrien"
        assert "Center for Psykiatri" in centre.aliases
        assert "no text says so" in centre.note
        assert "housing area" in centre.note, "what the first text says is kept"

    def test_the_day_of_one_text_is_not_that_of_the_three(self):
        assert load_dataset("randers_plan").as_of is not None
        assert load_dataset("randers").as_of is None

    def test_what_either_text_refers_to_by_its_own_name_leads_to_the_one_centre(self):
        merged = load_dataset("randers")
        tied = {party for tie in merged.ties_of("center-for-psykiatrien") for party in tie.parties}
        assert {"socialstyrelsen", "ungecentret"} <= tied
        assert merged.find(Role, "centre-leader").where == ("center-for-psykiatrien",)
        assert merged.find(Role, "department-head").where == ("center-for-psykiatrien",)


class TestTheRegistry:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("randers_colaboration", "randers_collaboration"), ("sor-helgeland", "sor_helgeland")],
    )
    def test_a_name_that_is_nearly_right_is_told_the_right_one(self, typed, meant):
        with pytest.raises(InvalidArgument, match=f"Did you mean '{meant}'"):
            load_dataset(typed)

    def test_a_name_that_is_like_none_is_told_all(self):
        with pytest.raises(InvalidArgument, match=", ".join(NAMES)):
            load_dataset("x")

    def test_statements_of_all_texts_have_numbers_of_their_own(self):
        statements = [s.id for name in TEXTS for s in load_dataset(name).statements]
        assert len(statements) == len(set(statements))
