from __future__ import annotations

import gc
import pickle
import weakref

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.domain.elements import (
    ELEMENTS,
    Flow,
    Forum,
    Organisation,
    Pathway,
    Service,
    Tie,
)
from collabmodel.domain.errors import InvalidArgument, InvalidElement, InvalidModel, UnknownId
from collabmodel.domain.level import FREY, LevelScale
from collabmodel.domain.model import Model, require_valid
from collabmodel.domain.when import When
from collabmodel.testing import models

A, B, C = Service("a", "Ward"), Service("b"), Service("c")
MEETING = Tie(("a", "b"), "meeting", level=1)
FLOW = Flow("b", "a", citizens=4)
LEADERS = Forum("leaders", members=("a", "b", "c"))
PATH = Pathway("path", steps=["a", "b"])
MODEL = Model.of(A, B, C, MEETING, FLOW, LEADERS, PATH)


class TestOf:
    def test_elements_come_in_any_order_and_in_lists(self):
        assert Model.of(PATH, [LEADERS, (A, B)], [[C]], MEETING, FLOW) == MODEL

    def test_what_is_said_of_the_whole_is_kept(self):
        scale = LevelScale("own", ["none", "some"])
        model = Model.of(A, title="Town", as_of="2020", scale=scale, asked="a")
        assert (model.title, model.as_of, model.scale) == ("Town", When("2020"), scale)
        assert model.asked == ("a",)

    def test_nobody_asked_is_not_an_empty_list_of_who_was_asked(self):
        assert Model.of(A).asked is None
        assert Model.of(A, asked=[]).asked == ()
        assert Model.of(A) != Model.of(A, asked=[])

    @pytest.mark.parametrize("odd", [5, "ward", None, {"id": "a"}, b"a", MODEL, FREY])
    def test_what_is_no_element_is_refused(self, odd):
        with pytest.raises(InvalidArgument, match="expected an element such as a Service, found"):
            Model.of(A, odd)

    def test_it_says_what_it_holds(self):
        assert repr(Model()) == "<Model: empty>"
        assert repr(Model.of(A, B, MEETING, title="Town")) == "<Model: 'Town', 2 services, 1 ties>"


class TestLookUp:
    def test_an_element_is_found_by_its_id(self):
        assert MODEL["a"] is A
        assert MODEL["tie:meeting:a--b"].level == 1
        assert MODEL.find(Service, "a") is A
        assert MODEL.get("nothing") is None
        assert "a" in MODEL
        assert "nothing" not in MODEL

    def test_an_id_that_is_not_there_is_answered_with_the_nearest(self):
        with pytest.raises(UnknownId, match=r"has the id 'leader'. Did you mean 'leaders'\?"):
            MODEL["leader"]

    def test_the_wrong_type_is_said(self):
        with pytest.raises(
            UnknownId, match="expected type Service, but the type of 'path' is Path"
        ):
            MODEL.find(Service, "path")

    def test_a_label_never_fails(self):
        assert MODEL.label("a") == "Ward"
        assert MODEL.label("b") == "b"
        assert MODEL.label("nothing") == "nothing"

    def test_a_tie_or_a_flow_without_a_name_is_called_after_those_whom_it_joins(self):
        assert MODEL.label("tie:meeting:a--b") == "Ward – b"
        assert MODEL.label("flow:b--a") == "b → Ward"
        named = MODEL.add(
            Tie(("a", "b"), id="t", name="Mondays"), Flow("a", "b", id="f", name="Out")
        )
        assert [named.label(id) for id in "tf"] == ["Mondays", "Out"]

    @given(models())
    def test_every_element_is_found(self, model):
        for element in model.elements():
            assert model[element.id] is element

    def test_an_unknown_id_is_a_key_error_with_a_sentence(self):
        error = UnknownId("nothing has it.")
        assert isinstance(error, KeyError)
        assert str(error) == "nothing has it."


class TestChanges:
    @given(models())
    def test_adding_what_was_taken_away_gives_the_same(self, model):
        """Everything is added at the end, so the last of each type is taken."""
        last = [getattr(model, member)[-1] for member in ELEMENTS if getattr(model, member)]
        less = model.without(*(element.id for element in last))
        assert len([*less.elements()]) == len([*model.elements()]) - len(last)
        assert less.add(*last) == model

    @given(models())
    def test_replacing_by_the_same_changes_nothing(self, model):
        assert model.replace(*model.elements()) == model

    def test_replacing_keeps_the_place(self):
        changed = MODEL.replace(Service("b", "Housing"))
        assert [service.label for service in changed.services] == ["Ward", "Housing", "c"]
        assert MODEL["b"].name == ""

    def test_an_element_is_replaced_by_one_of_its_type(self):
        with pytest.raises(UnknownId, match="expected type Organisation"):
            MODEL.replace(Organisation("a"))
        with pytest.raises(UnknownId):
            MODEL.replace(Service("new"))

    def test_what_is_not_there_cannot_be_taken_away(self):
        with pytest.raises(UnknownId, match="'d'"):
            MODEL.without("a", "d")

    def test_adding_makes_ids_that_nothing_has(self):
        more = MODEL.add(Tie(("b", "a"), "meeting", level=3))
        assert len({tie.id for tie in more.ties}) == 2

    def test_a_model_cannot_be_changed(self):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            MODEL.title = "other"


class TestNeighbours:
    def test_the_ties_of_a_service(self):
        assert [tie.kind for tie in MODEL.ties_of("a")] == ["meeting"]
        assert MODEL.ties_of("c") == ()

    def test_all_that_names_both(self):
        found = [element.id for element in MODEL.between("a", "b")]
        assert found == ["tie:meeting:a--b", "flow:b--a", "leaders", "path"]
        assert MODEL.between("a", "b") == MODEL.between("b", "a")
        assert [element.id for element in MODEL.between("a", "c")] == ["leaders"]

    @pytest.mark.parametrize("ask", [lambda: MODEL.ties_of("d"), lambda: MODEL.between("a", "d")])
    def test_what_is_not_there_has_no_neighbours(self, ask):
        with pytest.raises(UnknownId, match="'d'"):
            ask()


class TestFields:
    def test_a_member_holds_its_own_type_only(self):
        with pytest.raises(
            InvalidElement, match=r"services.0.: expected a Service, found Organisat"
        ):
            Model(services=[Organisation("a")])

    def test_every_type_has_a_member(self):
        names = [field.name for field in attrs.fields(Model)]
        assert [name for name in names if name in ELEMENTS] == list(ELEMENTS)


class TestProblems:
    @given(models(min_services=1), st.data())
    def test_a_model_is_valid_where_it_has_no_problems(self, model, data):
        gone = data.draw(st.sampled_from([element.id for element in model.elements()]))
        for one in (model, model.without(gone)):
            asked_first = attrs.evolve(one).is_valid
            assert asked_first == one.is_valid == (one.problems() == ())
            assert one.is_valid == asked_first

    def test_a_valid_model_may_be_analysed(self):
        require_valid(MODEL)
        require_valid(Model())

    def test_an_invalid_one_may_not_and_all_is_said(self):
        with pytest.raises(InvalidModel) as error:
            require_valid(Model.of(A, Flow("a", "x"), Flow("a", "y")))
        assert len(error.value.problems) == 2
        assert str(error.value).startswith(
            "2 problems:\n  1. Flow 'flow:a--x', target: expected the id of a Service"
        )

    def test_something_else_is_no_model(self):
        with pytest.raises(InvalidArgument, match="expected a Model, found dict"):
            require_valid({})

    def test_they_are_looked_for_once(self):
        model = Model.of(A, Flow("a", "x"))
        assert model.problems() is model.problems()


class TestMemory:
    def test_a_result_is_computed_once(self):
        model, calls = Model.of(A), []
        for _ in range(2):
            assert model.remember("key", lambda: calls.append(1) or 5) == 5
        assert calls == [1]

    def test_the_results_that_were_asked_for_last_are_kept(self):
        model = Model.of(A)
        for number in range(8):
            model.remember(number, lambda number=number: number)
        model.remember(0, lambda: "again")
        model.remember("ninth", lambda: "ninth")
        assert model.remember(0, lambda: "lost") == 0
        assert model.remember(1, lambda: "lost") == "lost"

    def test_what_fails_is_not_remembered(self):
        model = Model.of(A)
        with pytest.raises(ZeroDivisionError):
            model.remember("key", lambda: 1 / 0)
        assert model.remember("key", lambda: 5) == 5

    @given(models())
    def test_it_is_no_part_of_the_value(self, model):
        before = pickle.dumps(model)
        model.problems()
        model.remember("key", lambda: 5)
        same = pickle.loads(pickle.dumps(model))  # noqa: S301
        assert same == model == pickle.loads(before)  # noqa: S301
        assert hash(same) == hash(model)

    def test_it_does_not_keep_the_model_alive(self):
        model = Model.of(A, title="short-lived")
        model.remember("key", lambda: 5)
        watch = weakref.ref(model)
        del model
        gc.collect()
        assert watch() is None


@given(models(), st.randoms())
def test_the_order_of_the_arguments_only_orders_the_members(model, random):
    elements = list(model.elements())
    shuffled = Model.of(random.sample(elements, len(elements)))
    assert {e.id: e for e in shuffled.elements()} == {e.id: e for e in elements}
