from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.domain import review
from collabmodel.domain.elements import (
    ELEMENTS,
    Flow,
    FocusArea,
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
from collabmodel.domain.level import LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence, Money, Step
from collabmodel.testing import elements, models

A, B, REGION = Service("a"), Service("b"), Organisation("region")


def problems(*elements, **frame):
    return Model.of(*elements, **frame).problems()


def told(*elements, **frame):
    return [(p.code, p.element, p.field) for p in problems(*elements, **frame)]


class TestReferences:
    @pytest.mark.parametrize(
        ("element", "field"),
        [
            (Service("x", provided_by="gone"), "provided_by[0]"),
            (Service("x", part_of="gone"), "part_of"),
            (Role("x", where="gone"), "where[0]"),
            (Forum("x", members=("a", "gone")), "members[1]"),
            (Forum("x", initiative="gone"), "initiative"),
            (Tie(("a", "gone"), id="x"), "parties[1]"),
            (Flow("a", "gone", id="x"), "target"),
            (Flow("gone", "a", id="x"), "source"),
            (Flow("a", "b", pathway="gone", id="x"), "pathway"),
            (Pathway("x", steps=("a", "gone")), "steps[1].service"),
            (Initiative("x", funding=Money(giver="gone")), "funding[0].giver"),
            (Statement("goal", "Meet", about="gone", id="x"), "about[0]"),
            (Service("x", evidence=Evidence("gone")), "evidence[0].source"),
        ],
    )
    def test_one_that_leads_nowhere_is_named_with_its_field(self, element, field):
        name = f"{type(element).__name__} 'x'"
        assert told(A, B, element) == [("unknown-reference", name, field)]

    @pytest.mark.parametrize(
        ("element", "field", "wanted"),
        [
            (Service("x", provided_by="a"), "provided_by[0]", "an Organisation"),
            (Flow("region", "a", id="x"), "source", "a Service"),
            (Tie(("a", "role"), id="x"), "parties[1]", "an Organisation or Service"),
            (Pathway("x", steps=["region"]), "steps[0].service", "a Service"),
            (Service("x", evidence=Evidence("a")), "evidence[0].source", "a Source"),
        ],
    )
    def test_one_that_leads_to_another_type_says_which_was_wanted(self, element, field, wanted):
        (problem,) = problems(A, B, REGION, Role("role"), element)
        assert (problem.code, problem.field) == ("wrong-type-of-reference", field)
        assert problem.expected == f"the id of {wanted}"

    def test_what_was_meant_is_looked_for_among_the_right_type_only(self):
        (problem,) = problems(Service("wards"), Organisation("word"), Flow("wards", "ward"))
        assert problem.remedy == "Did you mean 'wards'?"
        (problem,) = problems(A, B, Flow("a", "quite-other"))
        assert problem.remedy == "Add it, or leave the reference out."

    def test_what_was_meant_is_looked_for_a_few_times_only(self):
        """Looking takes time; a model of the wrong ids throughout is not to hang."""
        services = [Service(f"ward-{n}") for n in range(40)]
        found = problems(services, [Flow(f"ward-{n}", f"ward-x{n}") for n in range(40)])
        hints = [problem for problem in found if problem.remedy.startswith("Did you mean")]
        assert len(found) == 40
        assert len(hints) == review._HINTS

    def test_those_who_were_asked_are_services(self):
        assert told(A, REGION, asked=["a", "region", "gone"]) == [
            ("wrong-type-of-reference", "Model", "asked[1]"),
            ("unknown-reference", "Model", "asked[2]"),
        ]

    @given(elements())
    def test_an_element_alone_is_told_every_reference_that_it_makes(self, element):
        """An oracle that knows nothing of fields: ids that stand anywhere in what it shows."""
        element = attrs.evolve(element, id="alone", name="", note="", aliases=())
        found = Model.of(element).problems()
        shown = repr(attrs.evolve(element, extra={}, identifiers={}))
        named = {
            id
            for cls in ELEMENTS.values()
            for id in (f"{cls.kind_name}-{n}" for n in range(4))
            if f"'{id}'" in shown
        }
        said = {word for problem in found for word in problem.sentence.split("'")[1::2]}
        assert named <= said


class TestIds:
    def test_each_of_several_things_with_one_id_is_told(self):
        found = problems(A, A, B, Organisation("a"))
        assert [problem.code for problem in found] == ["duplicate-id"] * 3
        assert [p.element for p in found] == ["Organisation 'a'", "Service 'a'", "Service 'a'"]
        assert {problem.found for problem in found} == {"'a', which 3 elements have"}

    def test_a_tie_without_an_id_is_told_where_one_is_made(self):
        model = Model(services=[A, B], ties=[Tie(("a", "b"))])
        (problem,) = model.problems()
        assert (problem.code, problem.element, problem.field) == ("no-id", "Tie", "id")
        assert "Model.of" in problem.remedy


class TestLevels:
    def test_one_off_the_scale_is_told_wherever_it_stands(self):
        tie = Tie(("a", "b"), level=6, views={"a": 7, "b": 5}, id="tie")
        path = Pathway("path", steps=[Step("a", 8), Step("b")])
        found = problems(A, B, tie, Forum("forum", level=9), path)
        assert {(p.element, p.field, p.found) for p in found} == {
            ("Tie 'tie'", "level", "6"),
            ("Tie 'tie'", "views[0].level", "7"),
            ("Forum 'forum'", "level", "9"),
            ("Pathway 'path'", "steps[0].level", "8"),
        }
        assert {problem.code for problem in found} == {"level-off-the-scale"}

    def test_the_scale_is_that_of_the_model(self):
        scale = LevelScale("own", ["none", "some"])
        assert told(A, B, Tie(("a", "b"), level=1), scale=scale) == []
        (problem,) = problems(A, B, Tie(("a", "b"), level=2), scale=scale)
        assert problem.expected == "a level from 0 to 1 of the scale 'own'"


class TestCircles:
    def test_each_is_told_once_from_its_smallest_id(self):
        ring = [Service(id, part_of=whole) for id, whole in ("ca", "ab", "bc")]
        (problem,) = problems(ring, Service("d", part_of="a"))
        assert problem.code == "part-of-circle"
        assert problem.found == "a circle: a → b → c → a"

    @pytest.mark.parametrize("cls", [Service, Organisation, FocusArea, Initiative])
    def test_nothing_is_a_part_of_itself(self, cls):
        name = f"{cls.__name__} 'x'"
        assert told(cls("x", part_of="x")) == [("part-of-circle", name, "part_of")]

    @given(st.lists(st.integers(0, 7), min_size=8, max_size=8))
    def test_every_circle_is_found_and_nothing_else(self, wholes):
        """An oracle: what comes back to itself within eight steps stands in a circle."""
        services = [Service(f"s{n}", part_of=f"s{whole}") for n, whole in enumerate(wholes)]
        circles = set()
        for start in range(8):
            here, ring = start, []
            for _ in range(8):
                here = wholes[here]
                ring.append(here)
                if here == start:
                    circles.add(frozenset(ring))
                    break
        found = Model.of(services).problems()
        assert {p.element for p in found} == {f"Service 's{min(ring)}'" for ring in circles}
        assert len(found) == len(circles)

    def test_a_long_chain_is_no_circle(self):
        chain = [Service(f"s{n}", part_of=f"s{n + 1}") for n in range(5000)]
        assert told(chain, Service("s5000")) == []


class TestAllAtOnce:
    def test_problems_of_every_code_stand_side_by_side(self):
        model = Model.of(
            A,
            A,
            Service("b", provided_by="a", part_of="b"),
            Flow("a", "gone", evidence=Evidence("s0")),
            Tie(("a", "b"), level=9),
            Source("s0"),
        )
        assert {problem.code for problem in model.problems()} == {
            "duplicate-id",
            "wrong-type-of-reference",
            "part-of-circle",
            "unknown-reference",
            "level-off-the-scale",
        }

    @given(models(min_services=1))
    def test_taking_a_service_away_breaks_only_what_names_it(self, model):
        gone = model.services[0].id
        found = model.without(gone).problems()
        assert all(f"'{gone}'" in problem.sentence for problem in found)
        assert all(problem.code == "unknown-reference" for problem in found)
