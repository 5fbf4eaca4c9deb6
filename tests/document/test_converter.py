from __future__ import annotations

import enum
import typing

import attrs
import cattrs
import pytest
from cattrs.errors import BaseValidationError
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.document import converter
from collabmodel.document.faults import Fault, faults_of, pointer, within
from collabmodel.document.fields import TYPES, fields_of
from collabmodel.domain.count import LARGEST, Count
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.level import LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence, Money, Step, View
from collabmodel.domain.when import When
from collabmodel.testing import counts, elements, whens

STRICT = converter()

# The least that a document has to say of each type.
LEAST = {
    Model: {"format": "collabmodel", "format_version": "1.0"},
    LevelScale: {"id": "own", "labels": ["none", "some"]},
    Evidence: {"source": "s"},
    View: {"party": "a"},
    Step: {"service": "a"},
    Money: {},
    **{cls: {"id": "x"} for cls in ELEMENTS.values()},
    ELEMENTS["ties"]: {"id": "x", "parties": ["a", "b"]},
    ELEMENTS["flows"]: {"id": "x", "source": "a", "target": "b"},
    ELEMENTS["statements"]: {"id": "x", "kind": "goal", "text": "Meet"},
}

WRONG: tuple[object, ...] = (
    None,
    True,
    False,
    -1,
    5,
    2**53,
    1.0,
    0.5,
    "",
    "a b",
    "5",
    [],
    [None],
    [5],
    ["a b", 5],
    [[]],
    [{}],
    {},
    {"a": 5},
    {"a": None},
    {"min": 0},
)

FIELDS = [(cls, field) for cls in LEAST for field in fields_of(cls)]


def refused(plain, cls):
    """Where each problem of *plain* stands; nothing where it is read."""
    try:
        STRICT.structure(plain, cls)
    except (BaseValidationError, Fault) as error:
        return [pointer(path) for path, _ in faults_of(error)]
    return []


def allowed(value, hint):
    """An oracle, written apart from the reading: whether a document may say this of that."""
    arguments = [part for part in typing.get_args(hint) if part is not type(None)]
    if type(None) in typing.get_args(hint):
        return allowed(value, arguments[0])
    match typing.get_origin(hint):
        case typing.Literal:
            return value in arguments and type(value) is str
        case origin if origin is tuple:
            return type(value) is list and all(allowed(item, arguments[0]) for item in value)
        case origin if origin is dict:
            return type(value) is dict and all(type(item) is str for item in value.values())
    if hint is str:
        return type(value) is str
    if hint is int:
        return type(value) is int and 0 <= value <= LARGEST
    if hint is Count:
        return type(value) is int and 0 <= value <= LARGEST
    if hint is When:
        return False  # none of the wrong values is a date
    return type(value) is dict and value == {} == LEAST[hint]


@pytest.mark.parametrize(("cls", "field"), FIELDS, ids=lambda part: getattr(part, "name", None))
def test_no_value_of_another_type_is_read(cls, field):
    """The trap of cattrs, which makes "5" of 5 and three texts of "abc"."""
    for value in WRONG:
        found = refused(LEAST[cls] | {field.name: value}, cls)
        if not allowed(value, field.type):
            assert found, (cls, field.name, value)
            assert all(place.startswith(f"/{field.name}") for place in found)
        elif found:  # of the right type, and yet no id, no level, no size
            assert all(place.startswith(f"/{field.name}") for place in found)
            assert is_more_than_a_type(cls, field.name), (cls, field.name, value)


def is_more_than_a_type(cls, name):
    metadata = attrs.fields_dict(cls)[name].metadata
    return bool(metadata) or name in ("size", "labels")


@pytest.mark.parametrize("cls", LEAST)
def test_the_least_that_is_said_of_a_type_is_read(cls):
    assert refused(LEAST[cls], cls) == []
    assert STRICT.structure(LEAST[cls], cls) == cls(**without_head(LEAST[cls]))


def without_head(plain):
    return {name: held for name, held in plain.items() if not name.startswith("format")}


def test_the_types_with_members_of_their_own_are_all_tried():
    assert LEAST.keys() == TYPES


@pytest.mark.parametrize("cls", [cls for cls in LEAST if cls is not Model])
def test_each_member_that_is_needed_is_missed(cls):
    for name in LEAST[cls]:
        rest = {other: held for other, held in LEAST[cls].items() if other != name}
        assert refused(rest, cls) == [""]


@pytest.mark.parametrize("cls", LEAST)
@pytest.mark.parametrize("odd", [None, 5, "x", [], True])
def test_what_is_no_object_is_refused(cls, odd):
    assert refused(odd, cls) == [""]


class TestWhatPeopleMayTypeAndDocumentsMayNot:
    """The converters of the domain do not widen what JSON accepts."""

    @pytest.mark.parametrize(
        ("member", "plain"),
        [
            ("services", {"id": "a", "provided_by": "region"}),
            ("services", {"id": "a", "aliases": "A"}),
            ("services", {"id": "a", "evidence": {"source": "s"}}),
            ("services", {"id": "a", "size": {"min": 1, "max": 1}}),
            ("ties", {"id": "t", "parties": ["a", "b"], "views": {"a": 1}}),
            ("pathways", {"id": "p", "steps": ["a", "b"]}),
            ("initiatives", {"id": "i", "funding": {"amount": 5}}),
            ("ties", {"parties": ["a", "b"]}),
            ("ties", {"id": "", "parties": ["a", "b"]}),
            ("activities", {"name": "Theme day"}),
        ],
    )
    def test_short_forms_are_refused(self, member, plain):
        assert refused(plain, ELEMENTS[member])


class TestCounts:
    @given(counts())
    def test_each_has_one_writing(self, count):
        written = STRICT.unstructure(count)
        if count.is_known:
            assert STRICT.structure(written, Count) == count
            assert (type(written) is int) == count.is_exact
        else:
            assert written == {}  # never asked for: what is not known is left out

    @given(st.integers(-1, 4) | st.none(), st.integers(-1, 4) | st.none())
    def test_no_two_writings_are_read_as_one_count(self, low, high):
        """An oracle: a writing is read where it is the one that would be written."""
        bounds = {"min": low, "max": high}
        plain = {name: bound for name, bound in bounds.items() if bound is not None}
        try:
            read = STRICT.structure(plain, Count)
        except (BaseValidationError, Fault):
            read = None
        writings = [STRICT.unstructure(Count(a, b)) for a in range(5) for b in (None, *range(a, 5))]
        assert (read is not None) == (plain in writings and plain != {})
        if read is not None:
            assert STRICT.unstructure(read) == plain

    @pytest.mark.parametrize(
        ("plain", "said"),
        [
            ({}, 'expected a whole number such as 7, or {"min": 31}'),
            (None, "found null. Leave the member out where nothing is known."),
            (True, "found true."),
            ({"min": 0}, 'found {"min": 0}. Leave the member out where nothing is known.'),
            ({"min": 4, "max": 4}, "expected the one writing that this count has, found"),
            ({"min": 4, "max": 4}, "Write 4."),
            ({"max": 0}, "Write 0."),
            ({"min": 0, "max": 5}, 'Write {"max": 5}.'),
            ({"min": 5, "max": 4}, 'found {"min": 5, "max": 4}. Exchange the two.'),
            (2**53, "expected a whole number from 0 to 9007199254740991, found 9007199254740992."),
            ({"min": 1.0}, "expected a whole number from 0 to 9007199254740991, found 1.0."),
            ({"min": 1, "max": None}, "found null. Leave the member out where nothing is known."),
            ({"min": 1, "mx": 2}, """expected no member but "min" and "max", found 'mx'."""),
        ],
    )
    def test_what_is_refused_is_told_how_to_write_it(self, plain, said):
        with pytest.raises((BaseValidationError, Fault)) as error:
            STRICT.structure(plain, Count)
        ((_, fault),) = faults_of(error.value)
        assert said in str(fault)


@given(whens())
def test_a_date_is_its_text(when):
    assert STRICT.unstructure(when) == when.text
    assert STRICT.structure(when.text, When) == when


@given(elements())
def test_an_element_comes_back(element):
    plain = STRICT.unstructure(element)
    if element.id:
        assert STRICT.structure(plain, type(element)) == element
    else:
        assert refused(plain, type(element)) == ["/id"]


class TestAppsOfOthers:
    """`converter` is public: an app adds its own types."""

    class Colour(enum.StrEnum):
        RED = "red"

    @attrs.frozen
    class Pin:
        x: float
        colour: TestAppsOfOthers.Colour | None = None
        tags: list[str] = attrs.Factory(list)
        open: bool = False

    @pytest.fixture
    def strict(self):
        attrs.resolve_types(self.Pin, globals())
        return converter()

    def test_their_classes_are_read_strictly_too(self, strict):
        pin = strict.structure({"x": 1.5, "colour": "red", "tags": ["a"], "open": True}, self.Pin)
        assert pin == self.Pin(1.5, self.Colour.RED, ["a"], open=True)
        for wrong in (
            {"x": 1},
            {"x": "1.5"},
            {"x": 1.5, "colour": None},
            {"x": 1.5, "colour": "blue"},
            {"x": 1.5, "tags": "abc"},
            {"x": 1.5, "open": 1},
            {"x": 1.5, "unknown": 1},
            {},
        ):
            with pytest.raises(BaseValidationError):
                strict.structure(wrong, self.Pin)

    def test_their_hooks_are_used_and_what_these_raise_is_placed(self, strict):
        def read(value, _):
            raise LookupError("no such place")

        strict.register_structure_hook(When, read)
        plain = LEAST[Model] | {
            "flows": [{"id": "f", "source": "a", "target": "b", "when": "2020"}]
        }
        with pytest.raises(BaseValidationError) as error:
            strict.structure(plain, Model)
        ((path, fault),) = faults_of(error.value)
        assert (fault.code, pointer(path)) == ("wrong-value", "/flows/0/when")
        assert fault.found == "one it cannot: no such place"

    def test_a_hook_may_pass_on_what_it_does_not_catch(self, strict):
        """Then one error carries the notes of several levels, the outermost last."""
        fault = within(Fault("x", "this", "that"), 3)
        fault.add_note("Some words of the app.")
        within(fault, "outer")
        assert [pointer(path) for path, _ in faults_of(fault)] == ["/outer/3"]

    def test_each_has_a_converter_of_its_own(self):
        assert converter() is not converter()
        assert isinstance(converter(), cattrs.Converter)
