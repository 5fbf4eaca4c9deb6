"""Do the partners agree about their contact?"""

from __future__ import annotations

import itertools
import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    DEFAULT_RULES,
    FREY,
    InvalidModel,
    Model,
    Organisation,
    Rules,
    Service,
    Tie,
    View,
    confirmation_rate,
    pairs,
)
from collabmodel.testing import models

IDS = ("a", "b", "c", "d")


@st.composite
def surveys(draw):
    """Four services, ties of two that run, and what each side says of them."""
    ties = []
    for ends in itertools.combinations(IDS, 2):
        for _ in range(draw(st.integers(0, 2))):
            said = {
                end: draw(st.sampled_from((None, 0, 1, 4)))
                for end in draw(st.lists(st.sampled_from(ends), unique=True))
            }
            ties.append(Tie(ends, views=said, level=draw(st.sampled_from((None, 0, 2)))))
    asked = draw(st.none() | st.lists(st.sampled_from(IDS), unique=True))
    return Model.of([Service(id) for id in IDS], ties, asked=asked)


def naive(model):
    """The answers of all pairs that have a tie, one pair at a time."""
    answers = Counter()
    for a, b in itertools.combinations(IDS, 2):
        ties = model.between(a, b)
        if ties:
            sides = {side(model, ties, a), side(model, ties, b)}
            told = any(t.level or (t.level is None and not t.views) for t in ties)
            answers[ANSWERS[frozenset(sides), told]] += 1
    return answers


def side(model, ties, me):
    """What one side says over all its ties with the other: yes, no, or nothing."""
    said = [view.level for tie in ties for view in tie.views if view.party == me]
    if any(level != 0 for level in said):
        return "yes"
    return "no" if said or me in (model.asked or ()) else "silent"


ANSWERS = {
    (frozenset(sides), told): answer
    for sides, by_document, otherwise in (
        (["yes"], "confirmed", "confirmed"),
        (["yes", "no"], "contradicted", "contradicted"),
        (["yes", "silent"], "one-sided", "one-sided"),
        (["no"], "contradicted", "jointly denied"),
        (["no", "silent"], "contradicted", "denied by one"),
        (["silent"], "document only", "nothing on record"),
    )
    for told, answer in ((True, by_document), (False, otherwise))
}
"""The answer of a pair by what its sides say, and by whether a document tells of contact."""


@settings(max_examples=300)
@given(surveys())
def test_every_pair_is_counted_as_the_naive_version_counts_it(model):
    found, expected = confirmation_rate(model), naive(model)
    assert found.counts == expected
    heard = expected["confirmed"] + expected["contradicted"]
    if heard:
        assert found.rate == expected["confirmed"] / heard
    else:
        assert math.isnan(found.rate)


def test_the_rate_is_the_share_of_agreement_among_pairs_that_were_heard():
    model = Model.of(
        [Service(id) for id in IDS],
        Tie(("a", "b"), views=[View("a", 1), View("b", 4)]),
        Tie(("b", "c"), views=[View("b", 2), View("c", 0)]),
        Tie(("c", "d"), views=[View("c", 2)]),
    )
    assert confirmation_rate(model).rate == 0.5
    assert confirmation_rate(model).counts == {"confirmed": 1, "contradicted": 1, "one-sided": 1}


@settings(max_examples=100)
@given(surveys())
def test_a_service_has_the_answers_of_its_pairs(model):
    found = confirmation_rate(model)
    for service in model.services:
        own = [pair for pair in pairs(model) if pair.contacts and service.id in pair.key]
        assert found.node(service.id).counts == Counter(pair.confirmed for pair in own)


def test_a_group_has_the_answers_of_its_pairs_inside_and_across_its_border():
    model = Model.of(
        [Service(id) for id in IDS],
        Tie(("a", "b"), views=[View("a", 1), View("b", 4)]),
        Tie(("b", "c"), views=[View("b", 2), View("c", 0)]),
    )
    found = confirmation_rate(model, group={"a": "north", "b": "north", "c": "south"})
    assert (found.group("north").inside.rate, found.group("north").across.rate) == (1, 0)
    assert math.isnan(found.group("south").inside.rate)
    assert found.records("group")[1] == {
        "group": "north",
        "pairs_are": "across",
        "rate": 0,
        "confirmed": 0,
        "contradicted": 1,
    }
    assert [row["id"] for row in found.records("node")] == list(IDS)
    assert str(found).startswith("Confirmation rate 0.500")
    assert confirmation_rate(model, group=None).groups == {}


def test_two_sides_agree_that_there_is_contact_even_where_their_levels_differ():
    model = Model.of(
        Service("a"), Service("b"), Tie(("a", "b"), views=[View("a", 1), View("b", 5)])
    )
    assert confirmation_rate(model).rate == 1


@pytest.mark.parametrize("asked", [None, [], ["a", "b"]])
def test_it_is_not_defined_where_no_contact_is_on_record(asked):
    found = confirmation_rate(Model.of(Service("a"), Service("b"), asked=asked))
    assert math.isnan(found.rate)
    assert found.counts == {}
    assert found.records() == []


def test_the_records_hold_a_row_for_each_answer_and_the_rules_are_kept():
    model = Model.of(Service("a"), Service("b"), Tie(("a", "b"), level=3))
    found = confirmation_rate(model)
    assert found.records() == [{"confirmed": "document only", "pairs": 1}]
    assert found.rules == DEFAULT_RULES
    both = Rules(confirmation="both")
    assert confirmation_rate(model, both).rules == both


@settings(max_examples=50)
@given(models(max_ties=7, scale=FREY))
def test_whose_word_counts_as_enough_does_not_change_who_agrees(model):
    either, both = (
        confirmation_rate(model, Rules(confirmation=word)) for word in ("either", "both")
    )
    assert either.counts == both.counts
    assert either.rate == both.rate or (math.isnan(either.rate) and math.isnan(both.rate))


def test_a_model_with_problems_is_refused():
    with pytest.raises(InvalidModel):
        confirmation_rate(Model.of(Organisation("a"), Tie(("a", "b"))))
