from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.domain import checking
from collabmodel.domain.checking import DEEPEST, ID_PATTERN, forms, is_text
from collabmodel.domain.elements import ELEMENTS, Flow, Pathway, Service, Tie
from collabmodel.domain.errors import InvalidElement
from collabmodel.domain.level import LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence, Money, Step, View
from collabmodel.domain.when import When
from collabmodel.testing import elements

CLASSES = [*ELEMENTS.values(), Evidence, Money, Step, View, LevelScale, Model]


def problems(make, *arguments, **fields):
    with pytest.raises(InvalidElement) as error:
        make(*arguments, **fields)
    return error.value.problems


def sentence(make, *arguments, **fields):
    (problem,) = problems(make, *arguments, **fields)
    return f"{problem.field}: {problem.sentence} {problem.remedy}"


class TestAllAtOnce:
    def test_every_field_that_is_wrong_is_named(self):
        found = problems(
            Tie,
            ("a b", "c"),
            "meting",
            level=True,
            views=5,
            persons=-1,
            when="2020-13",
            status="running",
            focus_areas="x y",
            initiative=3,
            id="ø",
            name=b"name",
            note=None,
            aliases=[1],
            identifiers={"sor": 5},
            evidence="s0",
            extra=[],
        )
        fields = {problem.field.partition("[")[0] for problem in found}
        assert fields == {field.name for field in attrs.fields(Tie)}
        assert {problem.element for problem in found} == {"Tie 'ø'"}

    def test_an_element_is_named_by_its_type_where_it_has_neither_id_nor_name(self):
        assert problems(Flow, "a", "a")[0].element == "Flow"
        assert problems(Flow, "a", "a", name="Discharge")[0].element == "Flow 'Discharge'"

    def test_fields_are_compared_only_where_each_is_good(self):
        found = problems(Flow, "a", "a", citizens=-1)
        assert [problem.field for problem in found] == ["citizens"]


class TestForms:
    @pytest.mark.parametrize("cls", CLASSES)
    def test_every_field_has_a_form_that_accepts_its_default(self, cls):
        for field in attrs.fields(cls):
            if field.default is not attrs.NOTHING:
                default = field.default
                value = default.factory() if isinstance(default, attrs.Factory) else default
                assert forms(cls)[field.name].accepts(value), field.name

    def test_an_annotation_without_a_form_is_an_error_of_ours(self):
        @attrs.frozen
        class Odd:
            field: complex

        with pytest.raises(TypeError, match="no form for the annotation"):
            forms(Odd)

    @pytest.mark.parametrize("cls", CLASSES)
    def test_no_field_accepts_what_is_of_no_use_to_it(self, cls):
        for name, form in forms(cls).items():
            for value in (object(), b"text", 1.0, True, -1, {1}, [], "\ud800", float("nan")):
                assert not form.accepts(value), (name, value)


class TestSentences:
    @pytest.mark.parametrize(
        ("make", "arguments", "said"),
        [
            (Service, {"id": 102}, "id: expected an id (letters, digits and . _ : - only"),
            (Service, {"id": "a b"}, "beginning with a letter or digit), found 'a b'."),
            (Service, {"id": "a", "name": 5}, "name: expected text, found 5."),
            (
                Service,
                {"id": "a", "provided_by": 5},
                "provided_by: expected a list or tuple, each item an id (letters",
            ),
            (
                Service,
                {"id": "a", "aliases": ["x", 5]},
                "aliases[1]: expected text, found 5.",
            ),
            (
                Service,
                {"id": "a", "sector": "Health"},
                "'other', found 'Health'. Did you mean 'health'?",
            ),
            (
                Flow,
                {"source": "a", "target": "b", "when": "2020-13"},
                "found '2020-13'. There is no month 13, months are 01 to 12 and seasons 21 to 24.",
            ),
            (
                Flow,
                {"source": "a", "target": "b", "when": 2020},
                "or 2018/2020-11-05, found 2020. A date is text.",
            ),
            (
                Flow,
                {"source": "a", "target": "b", "citizens": 1.5},
                "citizens: expected a whole number of 0 or more, or a Count, found 1.5.",
            ),
            (Pathway, {"id": "p", "steps": [5]}, "steps[0]: expected a Step, found 5."),
            (
                Pathway,
                {"id": "p", "steps": "ward"},
                "steps: expected a list or tuple, each item a Step, found 'ward'.",
            ),
            (
                View,
                {"party": "a", "level": 2**53},
                "level: expected a whole number from 0 to 9007199254740991, found 900719925474099",
            ),
            (
                Service,
                {"id": "a", "identifiers": {"sor": 1}},
                "identifiers: expected a mapping of text to text, found {'sor': 1}.",
            ),
            (Model, {"scale": 3}, "scale: expected a LevelScale, found 3."),
            (Model, {"asked": ["a b"]}, "asked[0]: expected an id (letters"),
        ],
    )
    def test_they_say_what_was_expected_and_what_was_found(self, make, arguments, said):
        assert said in sentence(make, **arguments)

    def test_what_was_found_is_never_long(self):
        assert len(sentence(Service, "a", name=["x" * 1000] * 1000)) < 300
        assert len(sentence(Service, "a", sector="x" * 10_000)) < 400


class TestIds:
    @given(st.from_regex(ID_PATTERN, fullmatch=True))
    def test_what_looks_like_an_id_is_one(self, id):
        assert Service(id).id == id

    @pytest.mark.parametrize("id", ["0102", "NA", "a", "x" * 128, "tie:meeting:a--b", "7e1"])
    def test_numbers_and_missing_values_of_other_programs_are_ids(self, id):
        assert Service(id).id == id

    @pytest.mark.parametrize("id", ["", "-a", "a b", "a\n", "æ", "x" * 129, "٣", None, 102])
    def test_all_else_is_none(self, id):
        assert problems(Service, id)[0].code == "not-an-id"


class TestText:
    @given(st.text())
    def test_text_is_what_utf_8_holds(self, text):
        assert is_text(text)
        assert not is_text(f"{text}\udc00")
        assert not is_text(text.encode())


class TestExtra:
    def nested(self, depth):
        value = []
        for _ in range(depth - 1):
            value = [value]
        return value

    @pytest.mark.parametrize(
        ("make", "stands_at"),
        [
            (lambda extra: Model(extra=extra), 1),
            (lambda extra: LevelScale("own", ["none", "some"], extra=extra), 2),
            (lambda extra: Service("a", extra=extra), 3),
            (lambda extra: Step("a", extra=extra), 5),
        ],
    )
    def test_it_is_as_deep_as_a_document_may_be(self, make, stands_at):
        room = DEEPEST - stands_at
        make({"x": self.nested(room)})
        assert problems(make, {"x": self.nested(room + 1)})[0].code == "not-json"

    @pytest.mark.parametrize(
        "value", [float("inf"), 2**53, {1: 2}, (1,), "\ud800", {"\ud800": 1}, object(), {1}]
    )
    def test_it_holds_json_only(self, value):
        assert problems(Service, "a", extra={"x": value})[0].code == "not-json"

    @pytest.mark.parametrize("value", [None, True, -(2**53) + 1, 0.5, "x", {"": [{}]}])
    def test_it_holds_any_json(self, value):
        assert Service("a", extra={"x": value}).extra == {"x": value}

    @given(elements())
    def test_it_never_stands_where_a_field_stands(self, element):
        for field in attrs.fields(type(element)):
            if field.name == "extra":
                attrs.evolve(element, extra={"extra": 1})
            else:
                (problem,) = problems(attrs.evolve, element, extra={field.name: 1})
                assert problem.code == "known-member"

    @pytest.mark.parametrize("member", ["format", "format_version", "services"])
    def test_that_of_a_model_is_not_the_head_of_a_document(self, member):
        assert problems(Model, extra={member: "1.0"})[0].code == "known-member"


def test_describe_says_the_type_and_the_id():
    assert checking.describe(Service("ward")) == "Service 'ward'"
    assert checking.describe(Model()) == "Model"


def test_a_date_is_known_by_its_type():
    assert forms(Flow)["when"].accepts(When("2020"))
    assert not forms(Flow)["when"].accepts("2020")
