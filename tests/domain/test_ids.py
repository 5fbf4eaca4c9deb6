from __future__ import annotations

import subprocess
import sys

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.domain.checking import ID_PATTERN
from collabmodel.domain.elements import Activity, Flow, Service, Statement, Tie
from collabmodel.domain.ids import forget_made_id, with_ids
from collabmodel.testing import elements

nameless = st.lists(
    elements(Tie, Flow, Activity, Statement).map(lambda element: attrs.evolve(element, id="")),
    max_size=6,
)


def ids(*made, taken=()):
    return [element.id for element in with_ids(made, taken)]


class TestSpoken:
    @pytest.mark.parametrize(
        ("element", "id"),
        [
            (Tie(("ward", "housing"), "meeting"), "tie:meeting:housing--ward"),
            (Tie(("c", "a", "b"), "joint plan"), "tie:joint-plan:a--b--c"),
            (Flow("ward", "housing"), "flow:ward--housing"),
            (Flow("housing", "ward"), "flow:housing--ward"),
            (Activity("Theme day", "theme day", ("b", "a")), "activity:theme-day:a--b"),
            (Activity("Theme day", "theme day"), "activity:theme-day"),
            (Statement("goal", "Meet more", said_by="head"), "statement:goal:head"),
        ],
    )
    def test_type_kind_and_parties_are_enough_where_they_tell_it_apart(self, element, id):
        assert ids(element) == [id]

    def test_an_id_that_was_given_stays(self):
        assert ids(Tie(("a", "b"), id="my-tie"), Service("a")) == ["my-tie", "a"]

    def test_other_types_are_always_given_an_id(self):
        service = Service("a")
        object.__setattr__(service, "id", "")  # as no constructor lets one
        with pytest.raises(TypeError, match="Service is always given an id"):
            with_ids([service])


class TestHashed:
    def test_two_that_would_be_called_alike_are_both_called_by_their_content(self):
        one, two = ids(Tie(("a", "b"), level=1), Tie(("a", "b"), level=2))
        assert one != two
        for id in (one, two):
            kind, word, digest = id.split(":")
            assert (kind, word, len(digest)) == ("tie", "contact", 10)

    def test_an_id_that_another_element_has_is_not_taken(self):
        assert ids(Tie(("a", "b")), Service("tie:contact:a--b"))[0].startswith("tie:contact:")
        assert ids(Tie(("a", "b")), taken=["tie:contact:a--b"]) != ["tie:contact:a--b"]

    def test_a_name_too_long_for_an_id_is_shortened_to_a_hash(self):
        (id,) = ids(Tie(("a" * 70, "b" * 70)))
        assert len(id) < 30

    def test_no_number_of_citizens_can_be_found_from_an_id(self):
        """Whoever knows all the rest could try one number after the other."""
        made = [ids(Flow("a", "b", number), Flow("a", "b", 90)) for number in (3, 4, 5)]
        assert made[0] == made[1] == made[2]

    def test_identical_twins_are_numbered(self):
        first, second, third = ids(*[Flow("a", "b")] * 3)
        assert (second, third) == (f"{first}-2", f"{first}-3")

    def test_a_number_that_is_taken_is_left_out(self):
        first = ids(*[Flow("a", "b")] * 2)[0]
        assert ids(*[Flow("a", "b")] * 2, taken=[f"{first}-2"]) == [first, f"{first}-3"]
        assert ids(*[Flow("a", "b")] * 2, taken=[first]) == [f"{first}-2", f"{first}-3"]

    def test_the_hash_is_the_same_under_every_hash_seed(self):
        code = (
            "from collabmodel import Flow, Model;"
            "extras = ({'x': 1, 'y': [True]}, {'y': [True], 'x': 1});"
            "flows = [Flow('a', 'b', extra=extra) for extra in extras];"
            "print(*(flow.id for flow in Model.of(flows).flows))"
        )
        printed = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
                check=True,
                capture_output=True,
            ).stdout
            for seed in ("1", "2")
        }
        (once,) = printed
        first, second = once.decode().split()
        assert second == f"{first}-2"


class TestLaws:
    @given(nameless)
    def test_every_element_gets_an_id_of_its_own(self, elements):
        made = ids(*elements)
        assert len(set(made)) == len(made)
        assert all(ID_PATTERN.fullmatch(id) for id in made)

    @given(nameless, st.randoms())
    def test_the_place_in_a_list_means_nothing(self, elements, random):
        shuffled = random.sample(elements, len(elements))
        before = {element.id: attrs.evolve(element, id="") for element in with_ids(elements)}
        after = {element.id: attrs.evolve(element, id="") for element in with_ids(shuffled)}
        assert before == after

    @given(nameless)
    def test_what_was_made_is_forgotten_and_nothing_else_changes(self, elements):
        for element, named in zip(elements, with_ids(elements), strict=True):
            assert forget_made_id(named) == element

    @given(elements())
    def test_what_was_given_is_not_forgotten(self, element):
        if element.id:
            assert forget_made_id(element) is element


def test_an_id_that_only_begins_like_a_made_one_is_not_forgotten():
    made = ids(*[Flow("a", "b")] * 2)[0]
    given_by_hand = Flow("a", "b", id=f"{made}-old")
    assert forget_made_id(given_by_hand) is given_by_hand
