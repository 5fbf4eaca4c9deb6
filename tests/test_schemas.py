"""The schemas that are shipped: made from the code, changed only aloud, true of what is printed."""

from __future__ import annotations

import copy
import functools
import hashlib
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from collabmodel import (
    EXACT,
    PROTECTED,
    Flow,
    Model,
    Organisation,
    Rules,
    Service,
    Tie,
    ask_next,
    compare,
    find_brokers,
    find_clusters,
    find_missing_links,
    find_promises,
    find_silos,
    report,
    schema,
    suggest_ties,
)
from collabmodel.datasets import NAMES, load_dataset
from collabmodel.document.schema import KINDS
from collabmodel.domain.level import FREY
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES
from docs.make_schemas import FOLDER, files

RELEASED = Path(__file__).with_name("released_schemas.json")

EVERY_SCHEMA = pytest.mark.parametrize(
    ("kind", "strict"), [(kind, strict) for kind in KINDS for strict in (False, True)]
)


@functools.cache
def validator(kind, *, strict=True):
    return Draft202012Validator(schema(kind, strict=strict))


def faults(kind, printed):
    """What the strict schema of a kind has against what a program was given as JSON."""
    plain = json.loads(json.dumps(printed, allow_nan=False))
    return [error.message for error in validator(kind).iter_errors(plain)]


class TestFiles:
    def test_they_are_as_the_code_makes_them(self):
        shipped = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
        assert shipped == files(), "run `python -m docs.make_schemas`"

    @EVERY_SCHEMA
    def test_each_is_a_schema_of_2020_12_with_a_name_of_its_own(self, kind, strict):
        made = schema(kind, strict=strict)
        Draft202012Validator.check_schema(made)
        assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert made["$id"] == f"urn:collabmodel:{kind}:1.0" + (":strict" if strict else "")

    @EVERY_SCHEMA
    def test_every_object_and_every_member_says_what_it_is(self, kind, strict):
        made = schema(kind, strict=strict)
        assert made["title"] == f"collabmodel {kind}"
        for part in objects_of(made):
            for name, member in part["properties"].items():
                is_said = "description" in member or "$ref" in member
                assert is_said or {*part["properties"]} <= {"min", "max"}, name

    @EVERY_SCHEMA
    def test_only_the_strict_one_refuses_unknown_members(self, kind, strict):
        for part in objects_of(schema(kind, strict=strict)):
            is_count = {*part["properties"]} <= {"min", "max"}
            assert part.get("additionalProperties", True) is not (strict or is_count)

    @EVERY_SCHEMA
    def test_a_released_one_changes_only_with_a_new_format_version(self, kind, strict):
        made = schema(kind, strict=strict)
        digest = hashlib.sha256(json.dumps(rules_of(made), sort_keys=True).encode()).hexdigest()
        released = json.loads(RELEASED.read_text(encoding="utf-8"))
        known = released.get(made["$id"])
        assert digest == known, (
            f"{made['$id']} is not the schema that stands in {RELEASED.name}. Programs trust a "
            "released schema: give the format a new version (1.1 where members are only added), "
            f'and add "{made["$id"]}": "{digest}" beside the old line. Only where this version was '
            "never released may its line be replaced."
        )

    def test_words_for_people_may_change(self):
        made = schema()
        assert rules_of({**made, "title": "Another", "description": "Another."}) == rules_of(made)
        assert "title" in rules_of(made)["properties"]
        assert rules_of({**made, "minProperties": 2}) != rules_of(made)


def objects_of(part):
    """Every part of a schema that lists the members of an object."""
    if isinstance(part, dict):
        if "properties" in part and isinstance(part["properties"], dict) and "type" in part:
            yield part
        for held in part.values():
            yield from objects_of(held)
    elif isinstance(part, list):
        for held in part:
            yield from objects_of(held)


def rules_of(part):
    """What a schema accepts: the schema without its titles and descriptions."""
    if isinstance(part, list):
        return [rules_of(held) for held in part]
    if not isinstance(part, dict):
        return part
    return {
        name: {inner: rules_of(held[inner]) for inner in held}
        if name in ("properties", "patternProperties", "$defs")
        else rules_of(held)
        for name, held in part.items()
        if name not in ("title", "description")
    }


class TestWhatIsPrinted:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_report_of_every_dataset(self, name, lang):
        assert faults("report", report(load_dataset(name), lang=lang).to_json()) == []

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("disclosure", [PROTECTED, EXACT])
    def test_the_findings_of_every_dataset(self, name, disclosure):
        for found in findings_of(load_dataset(name)):
            assert faults("findings", found.to_json(disclosure)) == []

    @pytest.mark.parametrize("disclosure", [PROTECTED, EXACT])
    def test_the_comparison_of_every_two_datasets(self, disclosure):
        for one, other in itertools.pairwise(NAMES):
            found = compare(load_dataset(one), load_dataset(other))
            assert faults("comparison", found.to_json(disclosure)) == []

    @settings(max_examples=40)
    @given(models(scale=FREY), models(scale=FREY), rules())
    def test_the_comparison_of_any_two_models(self, one, other, chosen):
        assert faults("comparison", compare(one, other, chosen).to_json()) == []

    @settings(max_examples=40)
    @given(models(scale=FREY), rules(), st.sampled_from((PROTECTED, EXACT)))
    def test_those_of_any_model_under_any_rules(self, model, chosen, disclosure):
        assert faults("report", report(model, chosen, disclosure=disclosure).to_json()) == []
        for found in findings_of(model, chosen):
            assert faults("findings", found.to_json(disclosure)) == []

    def test_the_problems_of_a_document(self):
        problem = {
            "code": "unknown-reference",
            "element": "Flow 'f'",
            "field": "/flows/0/target",
            "expected": "the id of a Service",
            "found": "'flast'",
            "remedy": "Did you mean 'flats'?",
        }
        assert faults("problems", {"ok": False, "problems": [problem], "more": 7}) == []
        assert faults("problems", {"ok": True, "problems": [], "more": 0}) == []
        for wrong in ({"field": "flows.0"}, {"code": "Unknown"}, {"remedy": None}, {"more": ""}):
            assert faults("problems", {"ok": False, "problems": [{**problem, **wrong}], "more": 0})

    @pytest.mark.parametrize("kind", ["report", "findings", "comparison"])
    def test_each_member_has_to_be_there_and_to_be_what_it_is(self, kind):
        """So that a schema which accepts everything would be noticed."""
        chosen = Rules(kind_levels={"meeting": 1})
        made = report(MODEL, chosen).to_json()
        earlier = MODEL.without("tie:meeting:flats--ward").add(Service("jobs"))
        printed = {
            "report": made,
            "findings": made["missing_links"],
            "comparison": compare(earlier, MODEL, chosen, around="region").to_json(),
        }
        plain = json.loads(json.dumps(printed[kind]))
        assert faults(kind, plain) == []
        places = [place for place in members_of(plain, ()) if "numbers" not in place[:-1]]
        assert len(places) > 20
        for place in places:
            for change in (remove, make_an_object_of, add_one_beside):
                mutated = copy.deepcopy(plain)
                change(mutated, place)
                is_free = place[-2:-1] == ("kind_levels",) and change is remove
                assert bool(faults(kind, mutated)) is not is_free, (place, change)

    def test_a_number_of_citizens_and_a_level_are_what_their_names_say(self):
        plain = find_missing_links(MODEL).to_json()
        for name, wrong in (("citizens", "40"), ("level", 1.5), ("needed", [2])):
            mutated = copy.deepcopy(plain)
            mutated["findings"][0]["numbers"][name] = wrong
            assert faults("findings", mutated), name


MODEL = Model.of(
    Organisation("region", "The region", "region"),
    Service("ward", "The ward", provided_by="region"),
    Service("flats", "Flats"),
    Flow("ward", "flats", citizens=40),
    Tie(("ward", "flats"), "meeting", level=1),
)


def findings_of(model, chosen=None):
    yield find_missing_links(model, chosen)
    yield find_silos(model, rules=chosen)
    yield find_promises(model)
    yield ask_next(model, chosen)
    yield find_brokers(model, rules=chosen)
    yield find_clusters(model, rules=chosen, runs=2)
    yield suggest_ties(model, 1, rules=chosen)
    yield suggest_ties(model, 1, kind="forum", rules=chosen)


def members_of(value, place):
    if isinstance(value, dict):
        for name, held in value.items():
            yield (*place, name)
            yield from members_of(held, (*place, name))
    elif isinstance(value, list):
        for number, held in enumerate(value[:2]):
            yield from members_of(held, (*place, number))


def holder(plain, place):
    for step in place[:-1]:
        plain = plain[step]
    return plain


def remove(plain, place):
    del holder(plain, place)[place[-1]]


def make_an_object_of(plain, place):
    holder(plain, place)[place[-1]] = {"no": ["such", "thing"]}


def add_one_beside(plain, place):
    holder(plain, place)["no such member"] = None
