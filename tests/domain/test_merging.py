from __future__ import annotations

import attrs
import pytest
from hypothesis import given

from collabmodel.document import converter
from collabmodel.domain.elements import (
    Activity,
    Flow,
    Forum,
    Organisation,
    Pathway,
    Service,
    Source,
    Statement,
    Tie,
)
from collabmodel.domain.errors import MergeConflict, UnknownId
from collabmodel.domain.ids import forget_made_id
from collabmodel.domain.level import FREY, LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence, Step, View
from collabmodel.testing import models

A, B, C = Service("a"), Service("b"), Service("c")


def conflicts(one, other, same=None):
    with pytest.raises(MergeConflict) as error:
        one.merge(other, same)
    assert {problem.code for problem in error.value.problems} == {"merge-conflict"}
    return {(problem.element, problem.field) for problem in error.value.problems}


def merged(one, other, **same):
    return Model.of(one).merge(Model.of(other), same)


class TestUnion:
    def test_blanks_are_filled_and_tuples_united(self):
        one = Service("a", "Ward", provided_by="x", aliases="A", identifiers={"sor": "1"})
        other = Service(
            "a",
            provided_by=("y", "x"),
            sector="health",
            note="Four wings.",
            aliases="W",
            identifiers={"cvr": "2"},
            evidence=Evidence("s0"),
            size=4,
            extra={"x": 1},
        )
        assert merged(one, other)["a"] == Service(
            "a",
            "Ward",
            provided_by=("x", "y"),
            sector="health",
            note="Four wings.",
            aliases=("A", "W"),
            identifiers={"sor": "1", "cvr": "2"},
            evidence=Evidence("s0"),
            size=4,
            extra={"x": 1},
        )

    def test_what_one_says_is_not_undone_by_a_blank_of_the_other(self):
        full = Tie(("a", "b"), "meeting", level=0, status="ended", id="t")
        bare = Tie(("a", "b"), id="t")
        assert merged(full, bare)["t"] == merged(bare, full)["t"] == full

    def test_views_are_one_a_party(self):
        one = Tie(("a", "b"), views={"a": None}, id="t")
        other = Tie(("a", "b"), views={"a": 2, "b": 0}, id="t")
        assert merged(one, other)["t"].views == (View("a", 2), View("b", 0))

    def test_steps_are_filled_and_never_mixed(self):
        bare, full = Pathway("p"), Pathway("p", steps=("a", "b"))
        assert merged(bare, full)["p"].steps == full.steps

    def test_unknown_members_are_united_within(self):
        one = Service("a", extra={"x": {"p": 1, "q": ""}, "y": None})
        other = Service("a", extra={"x": {"q": "", "r": 2}, "y": 3, "z": ""})
        assert merged(one, other)["a"].extra == {
            "x": {"p": 1, "q": "", "r": 2},
            "y": 3,
            "z": "",
        }

    def test_the_frame_is_filled(self):
        scale = LevelScale("own", ["none", "some"])
        one = Model(title="Town", scale=scale)
        both = one.merge(Model(as_of="2020", scale=scale, extra={"x": 1}))
        assert both == Model(title="Town", as_of="2020", scale=scale, extra={"x": 1})

    @pytest.mark.parametrize(
        ("one", "other", "both"),
        [
            (None, None, None),
            (["a"], None, ("a",)),
            (None, ["b"], ("b",)),
            (None, [], ()),
            (["a", "b"], ["b", "c"], ("a", "b", "c")),
        ],
    )
    def test_who_was_asked_is_united(self, one, other, both):
        models = (Model.of(A, B, C, asked=asked) for asked in (one, other))
        assert Model.merge(*models).asked == both


class TestConflicts:
    def test_all_of_them_are_listed_and_nothing_is_merged(self):
        one = Model.of(
            Service("a", "Ward", sector="health", extra={"x": {"y": 1}}),
            Tie(("a", "b"), level=1, views={"a": 1}, id="t"),
            Pathway("p", steps=["a", Step("b")]),
            Flow("a", "b", id="f"),
            Source("s", published="2020"),
            title="One",
            as_of="2020",
        )
        other = Model.of(
            Service("a", "Unit", sector="social", extra={"x": {"y": True}}),
            Tie(("a", "b"), level=2, views={"a": 3}, id="t"),
            Pathway("p", steps=["b", "a"]),
            Flow("a", "c", id="f"),
            Organisation("s"),
            title="Other",
            as_of="2021",
            scale=LevelScale("own", FREY.labels),
        )
        assert conflicts(one, other) == {
            ("Service 'a'", "name"),
            ("Service 'a'", "sector"),
            ("Service 'a'", "extra.x.y"),
            ("Tie 't'", "level"),
            ("Tie 't'", "views.a.level"),
            ("Pathway 'p'", "steps"),
            ("Flow 'f'", "target"),
            ("Source 's'", ""),
            ("Model", "title"),
            ("Model", "as_of"),
            ("Model", "scale"),
        }

    def test_both_values_are_shown(self):
        one, other = Model.of(Service("a", "Ward")), Model.of(Service("a", "Unit"))
        with pytest.raises(MergeConflict, match="found 'Ward' here and 'Unit' there"):
            one.merge(other)


class TestSame:
    def test_two_names_of_one_thing_become_one_element(self):
        one = Service("ward", "Ward", aliases="W")
        other = Service("unit", "Unit", aliases="U", sector="health")
        both = merged(one, other, unit="ward")
        assert [service.id for service in both.services] == ["ward"]
        assert both["ward"].name == "Ward"
        assert both["ward"].sector == "health"
        assert set(both["ward"].aliases) == {"W", "U", "unit", "Unit"}

    def test_a_name_that_was_blank_is_filled(self):
        both = merged(Service("ward"), Service("unit", "Unit"), unit="ward")
        assert both["ward"].name == "Unit"
        assert both["ward"].aliases == ("unit",)

    def test_everything_that_refers_to_it_follows(self):
        other = Model.of(
            Service("x", part_of="y"),
            Service("y"),
            Organisation("org"),
            Tie(("x", "y"), views={"x": 1}),
            Flow("x", "y"),
            Pathway("p", steps=("x", "y")),
            Forum("f", members=("x", "y")),
            Statement("goal", "Meet", said_by="x", about=("x", "y")),
            asked=["x"],
        )
        both = Model.of(A).merge(other, {"x": "a"})
        assert both.problems() == ()
        assert "x" not in both
        assert both["a"].part_of == "y"
        assert both.ties[0].parties == ("a", "y")
        assert both.ties[0].views == (View("a", 1),)
        assert both.ties[0].id == "tie:contact:a--y"
        assert both.flows[0].id == "flow:a--y"
        assert both.asked == ("a",)
        assert "'x'" not in repr([attrs.evolve(e, aliases=()) for e in both.elements()])

    def test_two_elements_there_can_be_one_here(self):
        other = Model.of(Service("x", "X"), Service("y", "Y"), Forum("f", members=("x", "y", "b")))
        both = Model.of(A, B).merge(other, {"x": "a", "y": "a"})
        assert both["f"].members == ("a", "b")
        assert both["a"].name == "X"
        assert both["a"].aliases == ("x", "y", "Y")

    def test_a_tie_of_two_that_become_one_is_a_conflict(self):
        other = Model.of(
            Service("x"), Service("y"), Tie(("x", "y")), Flow("x", "y", id="f"), title="Other"
        )
        one = Model.of(A, title="One")
        assert conflicts(one, other, {"x": "a", "y": "a"}) == {
            ("Tie", "parties"),
            ("Flow 'f'", "target"),
            ("Model", "title"),
        }

    def test_an_element_of_another_type_is_a_conflict(self):
        assert conflicts(Model.of(A), Model.of(Organisation("x")), {"x": "a"}) == {
            ("Service 'a'", "")
        }

    def test_an_id_that_was_made_can_be_named(self):
        one = Model.of(A, B, Tie(("a", "b"), "meeting", level=1, id="weekly"))
        other = Model.of(A, B, Tie(("a", "b"), "meeting", persons=3))
        both = one.merge(other, {other.ties[0].id: "weekly"})
        (tie,) = both.ties
        assert (tie.id, tie.level, tie.persons.min) == ("weekly", 1, 3)

    def test_one_id_can_be_said_to_be_the_same(self):
        """Then two names are no conflict, and the id is no alias of itself."""
        both = merged(Service("ward", "Ward"), Service("ward", "Unit"), ward="ward")
        assert both["ward"].name == "Ward"
        assert both["ward"].aliases == ("Unit",)

    @pytest.mark.parametrize(
        ("same", "said"),
        [
            ({"gone": "a"}, "same: nothing in the other model has the id 'gone'"),
            ({"b": "gone"}, "same: nothing in this model has the id 'gone'"),
        ],
    )
    def test_ids_that_are_not_there_are_refused(self, same, said):
        with pytest.raises(UnknownId, match=said):
            Model.of(A).merge(Model.of(B), same)


class TestMadeIds:
    def test_they_never_identify(self):
        one = Model.of(A, B, Tie(("a", "b"), "meeting"))
        other = Model.of(A, B, Tie(("a", "b"), "meeting", level=2))
        both = one.merge(other)
        assert [tie.level for tie in both.ties] == [None, 2]
        assert len({tie.id for tie in both.ties}) == 2

    def test_a_model_merged_with_itself_has_its_ties_twice_and_its_services_once(self):
        model = Model.of(A, B, Tie(("a", "b")), Tie(("a", "b"), id="given"))
        both = model.merge(model)
        assert len(both.services) == 2
        assert len(both.ties) == 3

    def test_what_refers_to_one_that_is_made_anew_follows(self):
        def model(level):
            tie = Tie(("a", "b"), "meeting", level=level)
            about = "tie:meeting:a--b"
            return Model.of(A, B, tie, Statement("wish", "Meet more", about=about, id=f"w{level}"))

        both = model(1).merge(model(2))
        assert both.problems() == ()
        assert [both[both[wish].about[0]].level for wish in ("w1", "w2")] == [1, 2]

    def test_an_id_here_is_not_taken_for_a_made_one_there(self):
        """Where `same` leads to an id that the other model made for something else."""
        one = Model.of(A, B, Activity("Talk", id="flow:a--b"))
        wish = Statement("wish", "Talk", about=("talk", "flow:a--b"), id="wish")
        other = Model.of(A, B, Activity("Talk", id="talk"), Flow("a", "b"), wish)
        both = one.merge(other, {"talk": "flow:a--b"})
        talk, flow = both["wish"].about
        assert isinstance(both[talk], Activity)
        assert isinstance(both[flow], Flow)


class TestLaws:
    @given(models())
    def test_merging_with_nothing_changes_nothing(self, model):
        frame = Model(scale=model.scale)
        assert model.merge(frame) == model

    @given(models())
    def test_merging_into_nothing_changes_no_element_that_has_an_id_of_its_own(self, model):
        both = Model(scale=model.scale).merge(model)
        assert both.problems() == ()
        assert attrs.evolve(both, **dict.fromkeys(MADE, ())) == attrs.evolve(
            model, **dict.fromkeys(MADE, ())
        )

    @given(models(scale=FREY), models(scale=FREY))
    def test_merging_keeps_everything(self, one, other):
        """All ids of the other model are made different first, so nothing is one."""
        other = renamed(other)
        both = one.merge(other)
        assert both.problems() == ()
        kept = [forget_made_id(element) for element in both.elements()]
        for model in (one, other):
            for element in model.elements():
                kept.remove(forget_made_id(element))
        assert kept == []

    @given(models())
    def test_what_is_one_and_says_the_same_stays_as_it_is(self, model):
        both = model.merge(model)
        assert both.problems() == ()
        for element in model.elements():
            assert both[element.id] == element


MADE = ("ties", "flows", "activities", "statements")


def renamed(model):
    """The same model with another id for everything, and every reference following."""
    strict = converter()
    bare = [forget_made_id(element) for element in model.elements()]
    names = {element.id: f"other.{element.id}" for element in bare if element.id}

    def rename(plain):
        if isinstance(plain, dict):
            return {name: rename(held) for name, held in plain.items()}
        if isinstance(plain, list):
            return [rename(held) for held in plain]
        return names.get(plain, plain) if isinstance(plain, str) else plain

    other = []
    for element in bare:
        plain = rename(strict.unstructure(element)) | ({} if element.id else {"id": "made"})
        read = strict.structure(plain, type(element))
        other.append(read if element.id else attrs.evolve(read, id=""))
    return Model.of(other, asked=rename(list(model.asked or ())))
