"""Whom to ask what, what decides most first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    Activity,
    Count,
    Flow,
    InvalidModel,
    Model,
    Organisation,
    Pathway,
    Rules,
    Service,
    Statement,
    Tie,
    View,
    ask_next,
    find_promises,
    pairs,
)
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES

A, B, C = Service("a", "The ward"), Service("b", "Flats"), Service("c", "Jobs")
MOVE = Flow("a", "b", citizens=40)
BOTH = [View("a", 3), View("b", 3)]


def asked_of(*elements, asked=None, **conventions):
    """The questions as code → what they are about."""
    found = ask_next(Model.of(A, B, C, *elements, asked=asked), Rules(**conventions))
    return [(question.code, question.about) for question in found]


class TestContact:
    def test_each_side_that_was_not_asked_is_asked_about_what_is_not_on_record(self):
        assert asked_of(MOVE) == [("ask-contact", ("a",)), ("ask-contact", ("b",))]

    def test_only_the_side_that_was_not_asked_is_asked(self):
        assert asked_of(MOVE, asked=["a"]) == [("ask-contact", ("b",))]

    def test_nobody_is_asked_twice_what_both_have_answered(self):
        assert asked_of(MOVE, asked=["a", "b"]) == []

    def test_all_pairs_of_a_service_are_one_question(self):
        model = Model.of(A, B, C, MOVE, Flow("a", "c", citizens=20), asked=["b", "c"])
        (question,) = ask_next(model)
        assert question.about == ("a",)
        assert question.numbers["pairs"] == 2
        assert question.numbers["others"] == "Flats, Jobs"
        assert question.numbers["citizen_pairs"] == (Count.exactly(20), Count.exactly(40))
        assert question.evidence == ("flow:a--b", "flow:a--c")
        assert "60 citizen-pairs" in question.sentence()

    def test_contact_that_is_too_distant_is_asked_about_too(self):
        assert asked_of(MOVE, Tie(("a", "b"), level=1)) == [
            ("ask-contact", ("a",)),
            ("ask-contact", ("b",)),
        ]


class TestLevel:
    def test_is_asked_where_contact_is_on_record_at_no_level(self):
        assert asked_of(MOVE, Tie(("a", "b"))) == [("ask-level", ("a", "b"))]
        vague = Tie(("a", "b"), views=[View("a"), View("b")])
        assert asked_of(MOVE, vague) == [("ask-level", ("a", "b"))]

    def test_is_asked_where_nobody_knows_whether_a_tie_is_in_force(self):
        tie = Tie(("a", "b"), level=3, status="not known")
        assert asked_of(MOVE, tie) == [("ask-level", ("a", "b"))]

    def test_names_the_level_that_is_needed(self):
        model = Model.of(A, B, MOVE, Tie(("a", "b"), id="t"))
        (question,) = ask_next(model, Rules(needed_level=3))
        assert question.numbers["needed_level"] == 3
        assert question.evidence == ("flow:a--b", "t")
        assert "level 3, coordination" in question.sentence()


class TestConfirmation:
    @pytest.mark.parametrize(("told", "other"), [("a", "b"), ("b", "a")])
    def test_is_asked_of_the_other_side_where_one_has_told(self, told, other):
        assert asked_of(MOVE, Tie(("a", "b"), views=[View(told, 3)])) == [
            ("ask-confirmation", (other, told))
        ]

    def test_what_was_told_of_a_tie_that_has_ended_counts_no_more(self):
        past = Tie(("a", "b"), views=[View("a", 3)], status="ended")
        assert asked_of(MOVE, past, Tie(("a", "b"), views=[View("b", 3)])) == [
            ("ask-confirmation", ("a", "b"))
        ]

    def test_is_not_asked_where_both_have_told_or_a_document_is_enough(self):
        assert asked_of(MOVE, Tie(("a", "b"), views=BOTH)) == []
        assert asked_of(MOVE, Tie(("a", "b"), level=3)) == []

    def test_is_not_asked_where_the_two_do_not_agree_but_how_close_the_contact_is(self):
        tie = Tie(("a", "b"), views=[View("a"), View("b", 0)])
        assert asked_of(MOVE, tie) == [("ask-level", ("a", "b"))]

    def test_is_asked_of_both_where_a_document_alone_tells_and_both_sides_count(self):
        model = Model.of(A, B, MOVE, Tie(("a", "b"), level=3))
        (question,) = ask_next(model, Rules(confirmation="both"))
        assert (question.code, question.about) == ("ask-confirmation", ("a", "b"))
        assert question.wording == "document"
        assert question.numbers["decides"] is True


class TestCitizens:
    def test_are_asked_about_where_nobody_gave_a_number(self):
        assert asked_of(Flow("a", "b"), Tie(("a", "b"), views=BOTH)) == [
            ("ask-citizens", ("a", "b"))
        ]

    @pytest.mark.parametrize("citizens", [0, 40, Count.at_least(1), Count.at_most(9)])
    def test_are_not_asked_about_where_anything_is_known(self, citizens):
        assert asked_of(Flow("a", "b", citizens), Tie(("a", "b"), views=BOTH)) == []


class TestFlow:
    def test_is_asked_of_those_who_run_services_where_no_movement_is_on_record(self):
        model = Model.of(
            Organisation("town", "The town", "municipality"),
            Organisation("region", "The region", "region"),
            Service("flats", provided_by="town"),
        )
        (question,) = ask_next(model)
        assert (question.code, question.about) == ("ask-flow", ("town",))
        assert "The town" in question.sentence()

    def test_is_asked_of_municipalities_regions_and_hospitals_where_nobody_runs_a_service(self):
        model = Model.of(
            Organisation("town", kind="municipality"),
            Organisation("region", kind="region"),
            Organisation("clinic", kind="hospital"),
            Organisation("school", kind="education"),
            Service("flats"),
        )
        assert [question.about for question in ask_next(model)] == [("clinic", "region", "town")]

    def test_is_asked_of_nobody_where_there_is_nobody_to_ask(self):
        assert asked_of() == []

    def test_is_not_asked_where_movement_is_on_record_but_left_out_as_too_little(self):
        """To say that nothing is on record would not be true."""
        town = Organisation("town", kind="municipality")
        assert asked_of(town) == [("ask-flow", ("town",))]
        assert asked_of(town, MOVE, min_citizens=50) == []


class TestPromise:
    @pytest.mark.parametrize(
        ("status", "is_asked"),
        [
            *((status, True) for status in ("planned", "adopted", "ongoing", "postponed")),
            *((status, False) for status in ("held", "ended", "cancelled", "idea", "wanted")),
            ("not known", True),
        ],
    )
    def test_what_became_of_it_is_asked_where_that_is_not_told(self, status, is_asked):
        day = Activity("Day", status=status, id="day")
        assert asked_of(day) == ([("ask-promise", ("day",))] if is_asked else [])

    def test_names_who_can_be_asked_or_says_that_nobody_is_known(self):
        of_ward, of_nobody = ask_next(
            Model.of(
                A,
                Activity("Day", status="planned", participants="a", id="day1"),
                Activity("Day", status="planned", id="day2"),
            )
        )
        assert "Ask The ward what became of" in of_ward.sentence()
        assert (of_nobody.wording, of_nobody.about) == ("nobody", ("day2",))

    @given(models())
    def test_every_promise_that_is_open_or_unknown_is_asked_about(self, model):
        asked = {question.about for question in ask_next(model, fitting(model))}
        settled = ("promise-kept", "promise-cancelled", "promise-only-wished")
        for promise in find_promises(model):
            if promise.code not in settled:
                assert promise.about in asked


class TestNeed:
    def test_is_asked_of_those_who_named_it(self):
        need = Statement("need", "Somebody must hold on to them.", said_by="a", id="n")
        (question,) = ask_next(Model.of(A, need))
        assert (question.code, question.about) == ("ask-need", ("n",))
        assert "The ward" in question.sentence()
        assert "Somebody must hold on to them." in question.sentence()

    def test_other_statements_are_not_asked_about(self):
        assert asked_of(Statement("wish", "One number to call.", id="w")) == []

    def test_a_need_that_nobody_is_named_for_is_still_asked_about(self):
        (question,) = ask_next(Model.of(Statement("need", "More.", id="n")))
        assert question.wording == "nobody"


class TestOrder:
    def test_what_decides_about_most_citizens_comes_first(self):
        model = Model.of(
            *(Service(id) for id in "abcdef"),
            Flow("a", "b", 10),
            Tie(("a", "b")),
            Flow("c", "d", 30),
            Tie(("c", "d"), views=[View("c", 3)]),
            Flow("e", "f", Count.at_least(20)),
            Tie(("e", "f"), level=3, status="not known"),
            Flow("a", "f"),
            Tie(("a", "f"), level=3),
            Activity("Day", status="planned", id="day"),
        )
        assert [(question.code, question.about) for question in ask_next(model)] == [
            ("ask-level", ("e", "f")),
            ("ask-level", ("a", "b")),
            ("ask-confirmation", ("d", "c")),
            ("ask-citizens", ("a", "f")),
            ("ask-promise", ("day",)),
        ]

    @given(st.data())
    def test_how_many_an_answer_decides_about_never_rises_down_the_list(self, data):
        model = data.draw(models(with_needs=True, max_services=5, max_flows=8))
        weights = [
            Count.total(question.numbers["citizen_pairs"]).min
            if question.numbers.get("decides")
            else 0
            for question in ask_next(model, data.draw(rules(model.scale)))
        ]
        assert weights == sorted(weights, reverse=True)


class TestAll:
    @settings(max_examples=100)
    @given(st.data())
    def test_every_pair_that_is_not_settled_is_asked_about_and_no_other(self, data):
        model = data.draw(models(with_needs=True, max_services=5, max_ties=7))
        chosen = data.draw(rules(model.scale))
        judged, found = pairs(model, chosen), ask_next(model, chosen)
        deciding = [question for question in found if question.numbers.get("decides")]
        decided = {tuple(sorted(q.about)) for q in deciding if len(q.about) == 2}
        silent = {q.about[0]: q for q in deciding if q.code == "ask-contact"}
        for pair in judged.needed:
            is_open = pair.is_met is None
            assert (pair.key in decided) == (pair.standing == "not known")
            if is_open and pair.standing == "unmet":
                assert {pair.a, pair.b} & silent.keys()
        assert not set(model.asked or ()) & silent.keys()
        for service, question in silent.items():
            open_ = [
                pair
                for pair in judged.needed
                if service in pair.key and pair.standing == "unmet" and not pair.is_certain
            ]
            assert question.numbers["pairs"] == len(open_) > 0

    @settings(max_examples=50)
    @given(st.data(), st.sampled_from(LANGUAGES))
    def test_every_question_can_be_put_in_every_language(self, data, lang):
        model = data.draw(models(with_needs=True))
        for question in ask_next(model, data.draw(rules(model.scale))):
            assert question.title(lang)
            assert question.sentence(lang)
            assert question.next_step(lang)

    def test_a_pathway_that_a_question_rests_on_is_its_evidence(self):
        pathway = Pathway("p", steps=["a", "b"])
        (question, _) = ask_next(Model.of(A, B, pathway, Tie(("a", "b"), id="t")))
        assert question.evidence == ("p", "t")

    def test_an_empty_model_leaves_nothing_to_ask(self):
        assert list(ask_next(Model())) == []

    def test_a_model_with_problems_is_refused(self):
        with pytest.raises(InvalidModel):
            ask_next(Model.of(MOVE))


def fitting(model):
    return Rules(needed_level=min(2, model.scale.top))
