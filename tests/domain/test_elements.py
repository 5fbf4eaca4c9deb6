from __future__ import annotations

import copy
import datetime as dt
import inspect
import pickle
import types
import typing

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.domain.count import Count, as_count
from collabmodel.domain.elements import (
    ELEMENTS,
    Activity,
    Element,
    Flow,
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
from collabmodel.domain.errors import InvalidElement
from collabmodel.domain.level import LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.sequences import as_mapping, as_tuple, as_words
from collabmodel.domain.values import (
    Evidence,
    Money,
    Step,
    View,
    as_evidence,
    as_money,
    as_steps,
    as_views,
)
from collabmodel.domain.when import When, as_when
from collabmodel.testing import elements

VALUES = [Evidence, Money, Step, View, LevelScale, Count, When]
CLASSES = [*ELEMENTS.values(), *VALUES, Model]


def codes(make, *arguments, **fields):
    with pytest.raises(InvalidElement) as error:
        make(*arguments, **fields)
    return [(problem.code, problem.field) for problem in error.value.problems]


@pytest.mark.parametrize("cls", CLASSES)
class TestClasses:
    """What makes a class easy to read from a document, on the fast path too."""

    def test_it_is_frozen_and_slotted(self, cls):
        bases = cls.__mro__[:-1]
        assert all("__slots__" in vars(base) for base in bases)
        assert not any("__dict__" in base.__slots__ for base in bases)
        assert cls.__setattr__ is not object.__setattr__

    def test_its_fields_are_called_what_the_constructor_calls_them(self, cls):
        parameters = inspect.signature(cls).parameters
        for field in attrs.fields(cls):
            assert field.init
            assert field.alias == field.name
            assert not field.name.startswith("_")
            assert field.name in parameters

    def test_no_field_holds_one_of_two_classes(self, cls):
        for hint in typing.get_type_hints(cls).values():
            if typing.get_origin(hint) in (typing.Union, types.UnionType):
                parts = [part for part in typing.get_args(hint) if part is not type(None)]
                assert len(parts) == 1

    def test_it_keeps_nothing_beside_its_fields(self, cls):
        cached = [name for name, held in vars(cls).items() if hasattr(held, "attrname")]
        assert cached == []


@pytest.mark.parametrize("cls", ELEMENTS.values())
class TestElements:
    def test_it_has_what_every_element_has(self, cls):
        names = {field.name for field in attrs.fields(cls)}
        assert names >= {"id", "name", "note", "aliases", "identifiers", "evidence", "extra"}
        assert issubclass(cls, Element)

    def test_it_is_called_by_its_own_name(self, cls):
        assert cls.kind_name.replace("-", "") == cls.__name__.lower()

    def test_every_reference_leads_to_types_that_exist(self, cls):
        names = {other.__name__ for other in ELEMENTS.values()}
        for field in attrs.fields(cls):
            assert set(field.metadata.get("refers_to", ())) <= names


@given(elements())
def test_an_element_is_a_value(element):
    same = pickle.loads(pickle.dumps(element))  # noqa: S301
    assert same == element == copy.deepcopy(element) == attrs.evolve(element)
    assert hash(same) == hash(element)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        element.name = "other"
    with pytest.raises((AttributeError, TypeError)):
        element.no_such_field = 1


def test_what_is_given_is_kept_apart_from_what_the_caller_changes_later():
    extra, numbers = {"x": 1}, {"sor": "1"}
    service = Service("a", extra=extra, identifiers=numbers)
    extra["x"], numbers["sor"] = 2, "2"
    assert (service.extra, service.identifiers) == ({"x": 1}, {"sor": "1"})


class TestContradictions:
    def test_a_tie_has_two_parties_that_differ(self):
        assert codes(Tie, ()) == [("too-few-parties", "parties")]
        assert codes(Tie, "ward") == [("too-few-parties", "parties")]
        assert codes(Tie, ("ward", "ward")) == [
            ("too-few-parties", "parties"),
            ("named-twice", "parties[1]"),
        ]

    def test_nobody_is_named_twice(self):
        assert codes(Tie, ("a", "b", "a")) == [("named-twice", "parties[2]")]
        assert codes(Forum, "f", members=("a", "a")) == [("named-twice", "members[1]")]
        views = [View("a", 1), View("a", 2)]
        assert codes(Tie, ("a", "b"), views=views) == [("named-twice", "views[1].party")]

    def test_only_a_party_has_a_view(self):
        assert codes(Tie, ("a", "b"), views={"c": 1}) == [("view-of-a-stranger", "views[0].party")]

    def test_a_flow_leads_elsewhere(self):
        assert codes(Flow, "a", "a") == [("flow-to-itself", "target")]

    @pytest.mark.parametrize("make", [Service, Organisation])
    @pytest.mark.parametrize("size", [0, Count(), Count.at_most(3)])
    def test_a_service_that_may_be_none_is_refused_with_what_to_write(self, make, size):
        assert codes(make, "a", size=size) == [("size-below-one", "size")]
        with pytest.raises(InvalidElement, match=r"write Count.at_least\(1\)"):
            make("a", size=size)

    def test_an_unknown_number_of_services_is_at_least_one(self):
        assert Service("a", size=Count.at_least(1)).size.min == 1

    @pytest.mark.parametrize("size", [1, 4, Count.between(2, 5)])
    def test_a_collective_is_one_service(self, size):
        assert Service("a", size=size).size == as_count(size)


class TestWhatAPersonTypes:
    def test_one_id_stands_for_several(self):
        assert Service("ward", provided_by="region").provided_by == ("region",)
        assert Role("peer", where=["a", "b"]).where == ("a", "b")

    def test_a_set_is_sorted_so_that_no_hash_seed_shows(self):
        assert Forum("f", members={"b", "a", "c"}).members == ("a", "b", "c")

    def test_views_are_a_mapping_of_party_to_level(self):
        tie = Tie(("a", "b"), views={"a": 0, "b": None})
        assert tie.views == (View("a", 0), View("b", None))

    def test_steps_are_ids_where_nothing_is_asked(self):
        assert Pathway("p", steps=["a", Step("b", 2)]).steps == (Step("a"), Step("b", 2))

    def test_one_value_stands_for_several(self):
        assert Tie(("a", "b"), views=View("a")).views == (View("a"),)
        assert Initiative("i", funding=Money(5, "DKK")).funding == (Money(5, "DKK"),)
        assert Service("a", evidence=Evidence("s0")).evidence == (Evidence("s0"),)

    def test_a_date_is_text_or_a_date(self):
        assert Activity("Theme day", when=dt.date(2020, 11, 5)).when == When("2020-11-05")
        assert Flow("a", "b", when="2020").when == When("2020")

    def test_a_number_is_a_count(self):
        assert Flow("a", "b", citizens=40).citizens == Count.exactly(40)
        assert Flow("a", "b").citizens == Count()


CONVERTERS = [
    as_count,
    as_when,
    as_words,
    as_tuple,
    as_mapping,
    as_views,
    as_steps,
    as_money,
    as_evidence,
]
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 9),
    st.floats(),
    st.text(max_size=3),
    st.binary(max_size=2),
    st.lists(st.integers(0, 3) | st.sampled_from(("a", "b")), max_size=3),
    st.dictionaries(st.sampled_from(("a", "b")), st.integers(0, 3) | st.none(), max_size=2),
    st.sets(st.sampled_from(("a", "b"))),
    st.sampled_from([View("a"), Step("a"), Money(), Evidence("a"), Count(), When("2020")]),
)


@pytest.mark.parametrize("convert", CONVERTERS, ids=lambda convert: convert.__name__)
class TestConverters:
    @given(value=ANYTHING)
    def test_what_is_converted_stays_as_it_is(self, convert, value):
        try:
            once = convert(value)
        except InvalidElement:
            return  # a view of something that is no id, said by the view itself
        assert convert(once) == once or once != once  # noqa: PLR0124  # NaN

    @given(value=ANYTHING)
    def test_what_is_not_known_comes_back_to_be_refused(self, convert, value):
        """A converter never makes something of a value that the field could not mean."""
        if isinstance(value, bool | float | bytes | None):
            assert convert(value) is value


class TestLabels:
    def test_what_has_no_name_is_called_by_its_id(self):
        assert Service("ward").label == "ward"
        assert Service("ward", "Psychiatric ward").label == "Psychiatric ward"

    def test_a_statement_is_called_by_what_it_says(self):
        assert Statement("goal", "Meet more").label == "Meet more"
        assert Statement("goal", "Meet more", name="Goal 1").label == "Goal 1"

    def test_a_source_is_called_by_its_title(self):
        assert Source("s0").label == "s0"
        assert Source("s0", "A plan").label == "A plan"
        assert Source("s0", "A plan", name="The plan").label == "The plan"


def test_a_tie_is_ongoing_and_an_initiative_is_not_known():
    assert Tie(("a", "b")).status == Forum("f").status == "ongoing"
    assert Initiative("i").status == Activity("a").status == "not known"
