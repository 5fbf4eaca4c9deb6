"""What changed between two models, pair by pair."""

from __future__ import annotations

import itertools
import json
import math
import re
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    EXACT,
    Count,
    Flow,
    Forum,
    InvalidArgument,
    InvalidModel,
    LevelScale,
    Model,
    Organisation,
    Pathway,
    Rules,
    Service,
    Step,
    Tie,
    UnknownId,
    View,
    collaboration_graph,
    compare,
    congruence,
    find_missing_links,
    pairs,
)
from collabmodel.analysis.comparison import APART, CHANGES
from collabmodel.datasets import NAMES, load_dataset
from collabmodel.domain.level import FREY
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES, has, keys

A, B, C = (
    Service("a", "The ward", provided_by="region"),
    Service("b", "Flats", provided_by="town"),
    Service("c", "Jobs", provided_by="department"),
)
RUNNERS = (
    Organisation("region", "The region"),
    Organisation("town", "The town"),
    Organisation("department", "The department", part_of="town"),
)
MOVE = Flow("a", "b", citizens=40)
ALL = ("a", "b", "c")


def town(*elements, asked=None, **more):
    return Model.of(*RUNNERS, A, B, C, *elements, asked=asked, **more)


def tie(level=None, **more):
    return Tie(("a", "b"), "meeting", level=level, id="t", **more)


def said(a, b):
    """A tie of which both sides tell."""
    return tie(views=[View("a", a), View("b", b)])


def codes_of(before, after, *args, **more):
    found = compare(before, after, *args, **more)
    return [change.code for change in (*found, *found.told_apart)]


BOTH = Rules(confirmation="both")
VAGUE = tie(3, status="not known")

# Each sentence that the catalogue has for a code, and two models between which it is said.
CASES = {
    ("gap-opened", "sentence"): (town(MOVE, tie(3)), town(MOVE, tie(1))),
    ("gap-opened", "certain"): (town(MOVE, tie(3)), town(MOVE, said(1, 1))),
    ("gap-opened", "need"): (town(), town(MOVE)),
    ("gap-closed", "sentence"): (town(MOVE), town(MOVE, tie(3))),
    ("gap-closed", "certain"): (town(MOVE, asked=ALL), town(MOVE, tie(3))),
    ("gap-closed", "need"): (town(MOVE), town()),
    ("tie-gained", "sentence"): (town(), town(tie(3))),
    ("tie-gained", "certain"): (town(asked=ALL), town(tie(3))),
    ("tie-gained", "planned"): (town(tie(3, status="planned")), town(tie(3))),
    ("tie-gained", "disputed"): (town(said(3, 0)), town(said(3, 3)), BOTH),
    ("tie-lost", "sentence"): (town(tie(3)), town()),
    ("tie-lost", "certain"): (town(tie(3)), town(asked=ALL)),
    ("tie-lost", "ended"): (town(tie(3)), town(tie(3, status="ended"))),
    ("tie-lost", "disputed"): (town(said(3, 3)), town(said(0, 3)), BOTH),
    ("tie-strengthened", "sentence"): (town(tie(1)), town(tie(3))),
    ("tie-strengthened", "certain"): (town(said(1, 1)), town(said(2, 1))),
    ("tie-weakened", "sentence"): (town(tie(3)), town(tie(1))),
    ("tie-weakened", "certain"): (town(tie(3)), town(said(2, 1))),
    ("need-gained", "sentence"): (town(), town(MOVE)),
    ("need-gained", "few"): (town(Flow("a", "b", 5)), town(MOVE), Rules(min_citizens=10)),
    ("need-lost", "sentence"): (town(MOVE), town()),
    ("need-lost", "few"): (town(MOVE), town(Flow("a", "b", 5)), Rules(min_citizens=10)),
    ("gap-change-not-known", "sentence"): (town(MOVE), town(MOVE, tie())),
    ("gap-change-not-known", "enough"): (town(MOVE, tie()), town(MOVE, tie(3))),
    ("gap-change-not-known", "not-enough"): (town(MOVE, tie()), town(MOVE)),
    ("gap-change-not-known", "no-need"): (town(MOVE, tie()), town(tie())),
    ("tie-change-not-known", "sentence"): (town(tie(2)), town(tie())),
    ("tie-change-not-known", "before"): (town(VAGUE), town(tie(3))),
    ("tie-change-not-known", "now"): (town(), town(VAGUE)),
    ("service-only-before", "sentence"): (town(Service("d"), Flow("a", "d")), town()),
    ("service-only-after", "sentence"): (town(), town(Service("d"), Flow("a", "d"))),
    ("not-compared", "sentence"): (
        town(tie(1)),
        town().replace(attrs.evolve(B, part_of="a")),
    ),
    ("not-compared", "before"): (
        town().replace(attrs.evolve(B, part_of="a")),
        town(tie(1)),
    ),
}


def told(code, wording):
    found = compare(*CASES[code, wording])
    return [change for change in (*found, *found.told_apart) if change.code == code]


class TestEveryChange:
    def test_that_the_catalogue_has_a_sentence_for_can_be_found(self):
        wordings = {
            (code, key.removeprefix(f"finding.{code}."))
            for code in (*CHANGES, *APART)
            for key in keys(f"finding.{code}.")
            if not re.search(r"\.(title|meaning|next|next-[\w-]+)$", key)
        }
        assert set(CASES) == wordings

    @pytest.mark.parametrize(("code", "wording"), CASES)
    def test_is_found_once_and_said_as_it_fits(self, code, wording):
        (change,) = told(code, wording)
        assert change.wording == wording

    @pytest.mark.parametrize(("code", "wording"), CASES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_is_a_sentence_without_a_gap(self, code, wording, lang):
        (change,) = told(code, wording)
        for text in (change.sentence(lang), change.next_step(lang)):
            assert text.endswith(".")
            assert not re.search(r"[{}]|\bNone\b(?! was| is)|  |: \.|, \.", text)
        assert change.model.label(change.about[0]) in change.sentence(lang)

    @pytest.mark.parametrize(("code", "wording"), CASES)
    def test_is_certain_not_certain_or_not_known(self, code, wording):
        (change,) = told(code, wording)
        assert (change.numbers["certain"] is None) == (code in APART)
        if wording == "certain":
            assert change.numbers["certain"] is True
        if wording in ("sentence", "need", "few") and code in CHANGES:
            assert change.numbers["certain"] is False

    def test_says_what_was_and_what_is(self):
        (closed, gained) = compare(town(MOVE, asked=ALL), town(Flow("a", "b", 12), tie(3)))
        assert closed.code == "gap-closed"
        assert closed.numbers == {
            "citizens_before": Count.exactly(40),
            "citizens_after": Count.exactly(12),
            "before_level": 0,
            "before_needed_level": 2,
            "before_contact": False,
            "before_standing": "unmet",
            "after_level": 3,
            "after_needed_level": 2,
            "after_contact": True,
            "after_standing": "met",
            "certain": True,
        }
        assert gained.numbers == closed.numbers
        assert closed.shown()["citizens_after"] == 10

    def test_rests_on_what_is_on_record_in_both_models(self):
        before = town(Flow("a", "b", id="old"), Tie(("a", "b"), level=1, id="first"))
        after = town(Flow("a", "b", id="new"), Tie(("a", "b"), level=3, id="second"))
        closed, closer = compare(before, after)
        assert closed.evidence == ("old", "first", "new", "second")
        assert closer.evidence == ("first", "second")
        gained = compare(town(), after).of_code("need-gained")
        assert gained[0].evidence == ("new",)


class TestOfContact:
    def test_a_tie_of_the_same_level_in_another_form_is_no_change(self):
        forum = Forum("f", "Forum", members=("a", "b"), level=3)
        assert codes_of(town(tie(3)), town(forum)) == []

    def test_a_level_that_stays_unknown_is_no_change(self):
        assert codes_of(town(tie()), town(Tie(("a", "b"), "partnership"))) == []

    def test_a_level_within_what_was_possible_is_not_known_to_be_a_change(self):
        assert codes_of(town(tie()), town(tie(3))) == ["tie-change-not-known"]

    def test_the_rule_of_confirmation_decides_how_close_it_is(self):
        before, after = town(said(1, 3)), town(said(2, 3))
        assert codes_of(before, after) == []
        assert codes_of(before, after, BOTH) == ["tie-strengthened"]

    def test_contact_above_the_two_is_not_theirs(self):
        assert codes_of(town(), town(Tie(("region", "town"), level=3))) == []


class TestOfGaps:
    def test_one_opens_where_more_is_needed_of_the_same_contact(self):
        path = Pathway("p", steps=["a", "b"], citizens=10)
        before, after = (
            town(attrs.evolve(path, steps=(Step("a", level=level), Step("b"))), said(2, 2))
            for level in (2, 3)
        )
        assert codes_of(before, after) == ["gap-opened"]
        assert codes_of(after, before) == ["gap-closed"]

    def test_one_that_stays_open_is_no_change_even_where_contact_is_closer(self):
        assert codes_of(town(MOVE), town(MOVE, tie(1))) == ["tie-gained"]

    def test_what_is_not_known_both_times_is_no_change(self):
        assert codes_of(town(MOVE, tie()), town(MOVE, tie())) == []

    def test_those_of_most_citizens_come_first_within_a_sort(self):
        before = town(MOVE, Flow("b", "c", 90))
        after = before.add(tie(3), Tie(("b", "c"), level=3))
        found = compare(before, after)
        assert [(change.code, change.about) for change in found] == [
            ("gap-closed", ("b", "c")),
            ("gap-closed", ("a", "b")),
            ("tie-gained", ("b", "c")),
            ("tie-gained", ("a", "b")),
        ]


class TestOfServices:
    def test_one_that_is_in_one_model_only_is_told_and_its_pairs_are_not_compared(self):
        more = town(
            Service("d", "Clinic"), Flow("a", "d"), Flow("b", "d"), Tie(("a", "d"), level=3)
        )
        found = compare(town(), more)
        assert not found
        (new,) = found.told_apart
        assert (new.code, new.about) == ("service-only-after", ("d",))
        assert {name: new.numbers[name] for name in ("in_contact", "needed", "missing")} == {
            "in_contact": 1,
            "needed": 2,
            "missing": 1,
        }
        assert new.sentence().startswith("Clinic is only in the later model.")
        (gone,) = compare(more, town()).told_apart
        assert gone.code == "service-only-before"
        assert gone.numbers == new.numbers
        assert gone.sentence().startswith("Clinic is only in the earlier model.")

    def test_one_without_any_pair_is_told_too(self):
        assert codes_of(town(), town(Service("d"))) == ["service-only-after"]

    def test_one_that_is_called_otherwise_is_the_same(self):
        renamed = town(tie(3)).replace(attrs.evolve(A, name="The new ward"))
        assert codes_of(town(tie(3)), renamed) == []
        assert "The new ward" in compare(town(), renamed)[0].sentence()


class TestAround:
    BEFORE = town(MOVE, Flow("b", "c", 10), Flow("a", "c", 10))
    AFTER = BEFORE.add(tie(3), Tie(("b", "c"), level=3))

    @pytest.mark.parametrize(
        ("around", "touched"),
        [
            ("a", {("a", "b")}),
            ("b", {("a", "b"), ("b", "c")}),
            ("c", {("b", "c")}),
            ("region", {("a", "b")}),
            ("department", {("b", "c")}),
            ("town", {("a", "b"), ("b", "c")}),
            (None, {("a", "b"), ("b", "c")}),
        ],
    )
    def test_are_the_pairs_that_a_service_or_an_organisation_or_its_parts_are_in(
        self, around, touched
    ):
        found = compare(self.BEFORE, self.AFTER, around=around)
        assert {change.about for change in found} == touched
        assert found.around == around

    def test_the_whole_is_that_of_these_pairs(self):
        found = compare(self.BEFORE, self.AFTER, around="a")
        assert (found.before.needed, found.after.needed, found.after.met) == (2, 2, 1)

    def test_a_part_of_a_service_belongs_to_it(self):
        before = town(Service("d", part_of="a"))
        after = before.add(Tie(("d", "b"), level=2))
        assert codes_of(before, after, around="a") == ["tie-gained"]

    def test_one_that_only_the_earlier_model_has_can_be_asked_for(self):
        before = town(Service("d", "Clinic", provided_by="clinics"), Organisation("clinics", "Us"))
        found = compare(before, town(), around="clinics")
        assert [change.about for change in found.told_apart] == [("d",)]
        assert "Only pairs that touch Us." in found.text()

    def test_services_of_others_are_not_told(self):
        assert codes_of(town(), town(Service("d")), around="a") == []

    def test_nobody_who_is_there_is_refused_with_what_was_meant(self):
        with pytest.raises(UnknownId, match="Did you mean 'region'"):
            compare(town(), town(), around="reggion")

    def test_what_is_no_service_and_no_organisation_is_refused(self):
        with pytest.raises(UnknownId, match=r"expected type Service or Organisation.*Tie"):
            compare(town(), town(tie()), around="t")


class TestWhatIsRefused:
    def test_models_with_other_scales(self):
        scale = LevelScale("own", ("none", "some"))
        with pytest.raises(InvalidArgument, match="different scales, 'frey-2006' and 'own'"):
            compare(town(), town(scale=scale))

    def test_what_is_no_model(self):
        with pytest.raises(InvalidArgument, match="expected a Model, found str"):
            compare(town(), "town")  # type: ignore[arg-type]

    def test_a_model_with_problems_whichever_it_is(self):
        wrong = Model.of(MOVE)
        for two in ((town(), wrong), (wrong, town())):
            with pytest.raises(InvalidModel):
                compare(*two)


class TestAsAWhole:
    BEFORE = town(MOVE, Flow("b", "c"), tie(1), asked=("a",))
    AFTER = town(MOVE, Flow("b", "c"), tie(3), Tie(("b", "c"), id="u"), asked=ALL)
    CHANGED = compare(BEFORE, AFTER)

    def test_the_overviews_are_the_congruence_of_the_models(self):
        for model, overview in (
            (self.BEFORE, self.CHANGED.before),
            (self.AFTER, self.CHANGED.after),
        ):
            whole = congruence(model).overall
            for name in ("met", "unmet", "unknown", "low", "high"):
                assert getattr(overview, name) == getattr(whole, name)
            assert overview.needed == whole.pairs
            assert overview.missing == len(find_missing_links(model))
            assert overview.in_contact == collaboration_graph(model).number_of_edges()
            assert overview.asked == len(model.asked or ())

    def test_says_the_numbers_before_the_changes(self):
        lines = self.CHANGED.summary()
        assert "0% to 100% of 2 before, 50% to 100% of 2 now" in lines[0]
        assert lines[1] == "Missing links: 2 before, 0 now; opened 0, closed 1."
        assert "Pairs in contact: 1 before, 2 now; gained 1, lost 0, closer 1, looser 0." in lines
        assert "Asked about their ties: 1 of 3 services before, 3 of 3 services now." in lines

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_text_has_every_change_under_its_title(self, lang):
        text = self.CHANGED.text(lang)
        for change in (*self.CHANGED, *self.CHANGED.told_apart):
            assert f"\n{change.title(lang)}\n" in text
            assert f"- {change.sentence(lang)}\n" in text
        assert not re.search(r"[{}]", text)

    def test_text_holds_next_steps_where_there_is_something_to_do(self):
        lost = compare(self.AFTER, self.BEFORE)
        assert f"  Next: {lost[0].next_step()}" in lost.text()
        assert self.CHANGED[0].next_step() not in self.CHANGED.text()

    def test_text_says_so_where_nothing_has_changed(self):
        nothing = compare(self.BEFORE, self.BEFORE)
        assert "Nothing has changed" in str(nothing)
        assert "no pair with need before" in str(compare(town(), town()))
        assert "Asked about their ties: nobody before, nobody now." in str(compare(town(), town()))

    def test_a_small_number_is_hidden_unless_told_otherwise(self):
        found = compare(town(), town(Flow("a", "b", 3)))
        assert "<5 citizens" in found.text()
        assert "3 citizens" in found.text(disclosure=EXACT)

    def test_json_holds_what_the_comparison_holds(self):
        plain = json.loads(json.dumps(self.CHANGED.to_json(lang="da"), allow_nan=False))
        assert [*plain][:2] == ["format", "format_version"]
        assert plain["format"] == "collabmodel-comparison"
        assert plain["before"]["needed"] == 2
        assert plain["changes"][0]["sentence"] == self.CHANGED[0].sentence("da")
        assert len(plain["told_apart"]) == len(self.CHANGED.told_apart)
        assert plain["summary"] == self.CHANGED.summary("da")
        assert compare(town(), town()).to_json()["before"]["low"] is None

    def test_html_holds_the_summary_and_the_table_and_hostile_names_as_text(self):
        hostile = town().replace(attrs.evolve(A, name="<script>alert(1)</script>"))
        html = compare(hostile, hostile.add(tie(3)))._repr_html_()
        assert html.startswith("<p>Congruence")
        assert "<table>" in html
        assert "<script" not in html
        assert "<table>" not in compare(hostile, hostile)._repr_html_()

    def test_hostile_names_cannot_act_in_a_terminal(self):
        hostile = town().replace(attrs.evolve(A, name="no\x1b[2J\u202e"))
        text = compare(hostile, hostile.add(tie(3)), around="a").text()
        assert not {"\x1b", "\u202e"} & set(text)

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_of_any_two_datasets_can_be_told(self, lang):
        for one, other in itertools.pairwise(NAMES):
            text = compare(load_dataset(one), load_dataset(other)).text(lang)
            assert not re.search(r"[{}]", text)


SOME: dict[str, Any] = {
    "with_needs": True,
    "max_services": 5,
    "max_ties": 5,
    "max_flows": 6,
    "scale": FREY,
}

MIRRORED = {
    "gap-opened": "gap-closed",
    "tie-gained": "tie-lost",
    "tie-strengthened": "tie-weakened",
    "need-gained": "need-lost",
    "service-only-before": "service-only-after",
}
MIRRORED |= {other: one for one, other in MIRRORED.items()}


@st.composite
def two_models(draw):
    """A model, and one in which some elements are others, so that most services are in both."""
    one, other = draw(models(**SOME)), draw(models(**SOME))
    if draw(st.booleans()):
        ties, flows = (part[draw(st.integers(0, 2)) :] for part in (one.ties, one.flows))
        asked = draw(st.sampled_from((one.asked, None)))
        # What is said of a tie that is gone would lead nowhere.
        other = attrs.evolve(one, ties=ties, flows=flows, statements=(), asked=asked)
    return one, other


def told_of(change, mirrored=False):
    """What a change says, or what it says from the later model to the earlier."""
    numbers, code = change.numbers, change.code
    pairs_of_names = [("citizens_before", "citizens_after")] + [
        (f"before_{name}", f"after_{name}")
        for name in ("level", "needed_level", "contact", "standing")
    ]
    values = [(numbers.get(was), numbers.get(now)) for was, now in pairs_of_names]
    if mirrored:
        values = [(now, was) for was, now in values]
        code = MIRRORED.get(code, code)
    return repr((code, change.about, values, numbers["certain"], sorted(change.evidence)))


def everything(found):
    return (*found, *found.told_apart)


class TestLaws:
    @settings(max_examples=60)
    @given(models(**SOME), rules())
    def test_a_model_does_not_differ_from_itself(self, model, chosen):
        found = compare(model, model, chosen)
        assert everything(found) == ()
        assert repr(found.before) == repr(found.after)

    @settings(max_examples=80)
    @given(two_models(), rules())
    def test_what_is_gained_one_way_is_lost_the_other(self, two, chosen):
        there, back = compare(*two, chosen), compare(*two[::-1], chosen)
        mirrored = sorted(told_of(change, mirrored=True) for change in everything(there))
        assert mirrored == sorted(map(told_of, everything(back)))
        assert repr((there.before, there.after)) == repr((back.after, back.before))

    @settings(max_examples=80)
    @given(two_models(), rules())
    def test_gained_less_lost_is_what_there_is_more_of_the_pairs_of_both(self, two, chosen):
        found = compare(*two, chosen)
        services = [{service.id for service in model.services} for model in two]
        apart = {change.about for change in found.of_code("not-compared")}
        shared = [
            [
                pair
                for pair in pairs(model, chosen)
                if services[0] & services[1] >= {*pair.key} and pair.key not in apart
            ]
            for model in two
        ]

        def more(holds):
            before, after = (sum(holds(pair) for pair in some) for some in shared)
            return after - before

        def unknown(name, value):
            changes = found.of_code("gap-change-not-known", "tie-change-not-known")
            pick = [c for c in changes if c.code.startswith("gap" if name == "standing" else "tie")]
            return sum(
                (c.numbers[f"after_{name}"] == value) - (c.numbers[f"before_{name}"] == value)
                for c in pick
            )

        count = found.count
        assert count("need-gained") - count("need-lost") == more(lambda p: p.need is not None)
        ties = count("tie-gained") - count("tie-lost") + unknown("contact", True)
        assert ties == more(lambda pair: pair.in_contact is True)
        gaps = count("gap-opened") - count("gap-closed") + unknown("standing", "unmet")
        assert gaps == more(lambda pair: pair.standing == "unmet")

    @settings(max_examples=60)
    @given(two_models(), rules(), st.data())
    def test_around_somebody_is_a_part_of_all_and_all_parts_are_all(self, two, chosen, data):
        whole = everything(compare(*two, chosen))
        ids = sorted({service.id for model in two for service in model.services})
        parts = [everything(compare(*two, chosen, around=id)) for id in ids]
        assert all(change in whole for part in parts for change in part)
        own = [c for id, part in zip(ids, parts, strict=True) for c in part if id in c.about]
        assert {change.key for change in own} == {change.key for change in whole}

    @settings(max_examples=60)
    @given(two_models(), rules())
    def test_a_certain_change_is_one_that_no_answer_could_undo(self, two, chosen):
        """What was less is known from both sides, by the rules of the pairs themselves."""
        found = compare(*two, chosen)
        judged = [pairs(model, chosen) for model in two]
        for change in found:
            was, now = (each.get(*change.about) for each in judged)
            if change.numbers["certain"] and change.code.startswith("gap"):
                assert {was.is_met, now.is_met} == {True, False}
            if change.numbers["certain"] and change.code in ("tie-gained", "tie-lost"):
                less = was if change.code == "tie-gained" else now
                assert less is None or (less.both_heard and less.high == 0)

    @settings(max_examples=40)
    @given(two_models(), rules(), st.sampled_from(LANGUAGES))
    def test_every_change_is_said_and_has_a_key_of_its_own(self, two, chosen, lang):
        found = compare(*two, chosen)
        text = found.text(lang)
        assert all(change.sentence(lang) in text for change in everything(found))
        every = [change.key for change in everything(found)]
        assert len(set(every)) == len(every)
        assert all(has(f"finding.{c.code}.{c.wording}") for c in everything(found))
        assert not any(
            isinstance(value, float) and math.isnan(value)
            for change in found
            for value in change.numbers.values()
        )
