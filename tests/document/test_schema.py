"""The schema of a document says what the loader does, and says it to people too."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from collabmodel.datasets import NAMES, load_dataset
from collabmodel.document import FORMAT, FORMAT_VERSION, from_json, schema, to_json
from collabmodel.document.fields import TYPES, fields_of
from collabmodel.document.schema import BEYOND_SCHEMA, KINDS
from collabmodel.domain.edtf import read
from collabmodel.domain.errors import InvalidArgument, InvalidDocument
from collabmodel.domain.model import Model
from collabmodel.testing import models, whens
from trials import schema_against_loader
from trials.mutations import SORTS, faulty
from trials.schema_against_loader import disagreement, trial

PACKAGE = Path(__file__).parents[2] / "src" / "collabmodel"

OPEN, STRICT = schema(), schema(strict=True)
DEFINED = OPEN["$defs"]
EVERY_TYPE = pytest.mark.parametrize("cls", sorted(TYPES, key=str))


def object_of(cls):
    return OPEN if cls is Model else DEFINED[cls.__name__]


@functools.cache
def validator(definition="", *, strict=False):
    """Of a whole document, or of one definition alone."""
    made = STRICT if strict else OPEN
    one = {"$ref": f"#/$defs/{definition}", "$defs": made["$defs"]}
    return Draft202012Validator(one if definition else made)


def accepts(definition, value):
    return validator(definition).is_valid(value)


class TestAgreement:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("strict", [False, True])
    def test_every_dataset_is_accepted(self, name, strict):
        document = json.loads(to_json(load_dataset(name)))
        assert [*validator(strict=strict).iter_errors(document)] == []

    def test_the_loader_accepts_what_the_schema_accepts_and_nothing_else(self):
        tally, sorts = trial(600)
        assert (tally.tried, tally.losses) == (600, [])
        assert sorts["valid"] == sorts["unknown member"] == 30
        assert len(sorts) > 15

    @pytest.mark.parametrize("sort", SORTS)
    def test_of_every_sort_of_fault(self, sort):
        document = json.loads(to_json(load_dataset("randers_collaboration")))
        document["title"], document["scale"] = "Randers", {"id": "s", "labels": [*"abcdef"]}
        document["services"][0]["identifiers"] = {"register": "0102"}
        document["services"][0]["size"] = 4
        document["initiatives"] = [{"id": "grant", "funding": [{"amount": 5}]}]
        one, other, *_ = (service["id"] for service in document["services"])
        tie = {"id": "t", "parties": [one, other], "level": 2, "views": [{"party": one}]}
        document["ties"].append(tie)
        random = Random(sort)
        for _ in range(10):
            mutation = faulty(document, random, sort)
            assert disagreement(mutation.document) is None, mutation.pointer
            with pytest.raises(InvalidDocument) as error:
                from_json(json.dumps(mutation.document))
            place = mutation.pointer
            place = place.rpartition("/")[0] if sort == "duplicate id" else place
            assert any(_near(p.field, place) for p in error.value.problems), mutation.pointer

    @pytest.mark.parametrize("other", [True, {"required": ["services"]}, {"type": "object"}])
    def test_another_schema_would_not_agree(self, monkeypatch, other):
        """The trial itself is tried, with schemas that say too little or too much."""
        made = Draft202012Validator(other)
        monkeypatch.setattr(schema_against_loader, "_validator", lambda *_: made)
        tally, _ = trial(60)
        assert tally.losses

    def test_the_strict_schema_refuses_unknown_members_and_the_open_one_does_not(self):
        document = {"format": FORMAT, "format_version": FORMAT_VERSION}
        unknown = {**document, "services": [{"id": "ward", "x-colour": None}]}
        assert validator(strict=True).is_valid(document)
        assert validator().is_valid(unknown)
        assert not validator(strict=True).is_valid(unknown)

    def test_a_newer_minor_version_is_accepted_and_a_newer_major_one_is_not(self):
        document = {"format": FORMAT, "format_version": "1.7", "weather": {"wind": 5}}
        assert validator().is_valid(document)
        assert not validator().is_valid({**document, "format_version": "2.0"})


def _near(told, fault):
    """Whether the place that was told is the fault's, holds it, or stands within it."""
    return f"{fault}/".startswith(f"{told}/") or f"{told}/".startswith(f"{fault}/")


class TestDates:
    """The pattern says all of a date but the days of the calendar and the order of the ends."""

    DATES = st.from_regex(
        r"[?~%]?(20[0-2][0-9X]|0000|2XXX|XXXX)[?~%]?(-[?~%]?([0-2][0-9X]|XX)[?~%]?"
        r"(-[?~%]?([0-3][0-9X]|XX)[?~%]?)?)?(T09:30:00(Z|\+01:00)?)?",
        fullmatch=True,
    )
    ENDS = DATES | st.sampled_from(("", "..", "XXXX", "XXXX-XX", "2020"))

    @given(
        whens().map(str)
        | DATES
        | st.tuples(ENDS, ENDS).map("/".join)
        | st.text("0129X-/.?~%T:Z+\n ", max_size=12)
    )
    @example("2020\n")
    @example("2021-02-29")
    @example("?2020?")
    @example("XXXX-?11-?05")
    def test_a_text_that_is_read_fits_and_another_only_where_the_calendar_is_against_it(self, text):
        self.check(text)

    @pytest.mark.parametrize(
        "month", ["00", "01", "02", "04", "12", "13", "20", "21", "24", "25", "XX"]
    )
    @pytest.mark.parametrize(
        "year", ["2020", "201X", "20XX", "2XXX", "XXXX", "0000", "0001", "000X"]
    )
    def test_marks_fit_where_they_can_stand(self, year, month):
        for day in ("", "-00", "-05", "-31", "-32", "-XX"):
            for marks in range(64):
                on = ["?" if marks >> bit & 1 else "" for bit in range(6)]
                text = f"{on[0]}{year}{on[1]}-{on[2]}{month}{on[3]}"
                if day:
                    text += f"-{on[4]}{day[1:]}{on[5]}"
                elif marks > 15:
                    continue
                self.check(text)

    @staticmethod
    def check(text):
        is_accepted = accepts("When", text)
        try:
            read(text)
        except ValueError as reason:
            is_calendar = str(reason).startswith(("there is no day", "it ends before"))
            assert not is_accepted or is_calendar, text
        else:
            assert is_accepted, text


class TestValues:
    @pytest.mark.parametrize(
        "count", [0, 7, 2**53 - 1, {"min": 1}, {"max": 1}, {"min": 2, "max": 3}]
    )
    def test_a_count_has_its_one_writing(self, count):
        assert accepts("Count", count)

    @pytest.mark.parametrize(
        "other",
        [
            *(-1, 2**53, {}, {"min": 0}, {"max": 0}, {"min": 0, "max": 5}, None, True, "7", [7]),
            *(1.5, {"min": 1, "about": 3}, {"min": "1"}),
        ],
    )
    def test_and_no_other(self, other):
        assert not accepts("Count", other)

    @pytest.mark.parametrize("size", [1, 4, {"min": 1}, {"min": 2, "max": 3}])
    def test_a_size_is_one_or_more(self, size):
        assert accepts("Size", size)

    @pytest.mark.parametrize("other", [0, {"max": 5}, {}, {"min": 0, "max": 5}])
    def test_and_not_less(self, other):
        assert not accepts("Size", other)

    @pytest.mark.parametrize("id", ["0102", "NA", "a" * 128, "a.b_c:d-e"])
    def test_an_id_is_as_in_python(self, id):
        assert accepts("Id", id)

    @pytest.mark.parametrize("other", ["", "a" * 129, "a\n", "-a", "a b", "æ", 5])
    def test_and_nothing_else(self, other):
        assert not accepts("Id", other)

    def test_null_stands_nowhere(self):
        assert '"null"' not in json.dumps(OPEN)


class TestForPeople:
    @EVERY_TYPE
    def test_the_members_are_the_fields_in_their_order(self, cls):
        header = ["format", "format_version"] if cls is Model else []
        fields = fields_of(cls)
        made = object_of(cls)
        assert [*made["properties"]] == [*header, *(field.name for field in fields)]
        assert made["required"] == [*header, *(field.name for field in fields if field.is_required)]

    @EVERY_TYPE
    def test_every_type_and_every_member_says_what_it_is(self, cls):
        made = object_of(cls)
        for part in (made, *made["properties"].values()):
            assert re.fullmatch(r"[A-Z0].{3,}[.\])]", part["description"]), part
            assert "\n" not in part["description"]

    @pytest.mark.parametrize("name", DEFINED)
    def test_every_definition_has_its_name_as_title_and_is_used(self, name):
        assert DEFINED[name]["title"] == name
        assert DEFINED[name]["description"]
        assert f'"#/$defs/{name}"' in json.dumps(OPEN)

    def test_a_description_is_that_of_the_class(self):
        tie = DEFINED["Tie"]
        assert tie["description"] == "Contact between two or more services or organisations."
        assert tie["properties"]["persons"]["description"] == "How many people carry it."
        assert tie["properties"]["note"]["description"].startswith("What no typed field holds")
        assert tie["properties"]["initiative"]["description"].endswith("Id of: Initiative.")

    @given(models())
    def test_a_default_says_what_a_member_holds_that_is_left_out(self, model):
        document = json.loads(to_json(model))
        filled = {**_defaults(OPEN), **document}
        for member in ("organisations", "services", "ties", "initiatives"):
            cls = member[:-1].capitalize() if member != "initiatives" else "Initiative"
            defaults = _defaults(DEFINED[cls])
            filled[member] = [{**defaults, **element} for element in document.get(member, ())]
        assert to_json(from_json(json.dumps(filled))) == to_json(model)

    def test_what_it_cannot_say_is_a_code_of_a_problem_each(self):
        sources = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
        for code, why in BEYOND_SCHEMA.items():
            assert sources.count(f'"{code}"') > 1, f"no problem has the code {code}"
            assert why

    def test_another_kind_is_told_with_those_that_there_are(self):
        with pytest.raises(InvalidArgument, match="Did you mean 'report'") as error:
            schema("reports")
        assert all(kind in str(error.value) for kind in KINDS)


def _defaults(made):
    return {name: part["default"] for name, part in made["properties"].items() if "default" in part}
