"""The conventions under which pairs are judged."""

from __future__ import annotations

import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel import (
    DEFAULT_RULES,
    InvalidArgument,
    LevelScale,
    Model,
    Rules,
    Service,
    When,
    pairs,
)
from collabmodel.analysis.rules import rules_for
from collabmodel.testing import rules

WRONG: dict[str, list[object]] = {
    "needed_level": [0, -1, 1.0, "2", None, True],
    "confirmation": ["neither", None, True],
    "wide": [2, 6.0, None],
    "fragile_persons": [-1, 0.5],
    "min_citizens": [-1, "4"],
    "kind_levels": [None, [], {"meting": 2}, {"meeting": -1}, {"meeting": "2"}, {"meeting": True}],
    "alpha": [0, 1, 0.0, 1.0, -0.05, float("nan"), float("inf"), "0.05", None],
    "draws": [0, 9.5],
    "seed": [-1, None],
    "at": ["soon", 2020, "2020-13"],
}


class TestDefaults:
    def test_they_are_the_documented_ones(self):
        assert attrs.asdict(Rules()) == {
            "needed_level": 2,
            "confirmation": "either",
            "wide": 6,
            "fragile_persons": 1,
            "min_citizens": 0,
            "kind_levels": {},
            "alpha": 0.05,
            "draws": 9999,
            "seed": 0,
            "at": None,
        }
        assert Rules() == DEFAULT_RULES

    def test_they_hold_where_no_rules_are_given(self):
        model = Model.of(Service("ward"))
        assert rules_for(model, None) == pairs(model).rules == DEFAULT_RULES

    def test_rules_do_not_change(self):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            DEFAULT_RULES.wide = 7  # type: ignore[misc]


class TestWrongRules:
    @pytest.mark.parametrize(
        ("name", "value"), [(name, value) for name, some in WRONG.items() for value in some]
    )
    def test_each_is_refused_by_its_name(self, name, value):
        with pytest.raises(InvalidArgument, match=rf"^Rules: .*{name}: "):
            Rules(**{name: value})

    def test_all_that_is_wrong_is_said_at_once(self):
        with pytest.raises(InvalidArgument) as caught:
            Rules(**{name: some[-1] for name, some in WRONG.items()})
        assert all(f"{name}: " in str(caught.value) for name in WRONG)

    def test_a_kind_that_does_not_exist_is_answered_with_the_one_that_was_meant(self):
        with pytest.raises(InvalidArgument, match="Did you mean 'meeting'"):
            Rules(kind_levels={"meting": 2})  # type: ignore[dict-item]

    @given(rules(), st.data())
    def test_any_selection_of_wrong_values_is_named_whole(self, good, data):
        names = data.draw(st.lists(st.sampled_from(sorted(WRONG)), min_size=1, unique=True))
        bad = {name: data.draw(st.sampled_from(WRONG[name])) for name in names}
        with pytest.raises(InvalidArgument) as caught:
            attrs.evolve(good, **bad)
        said = str(caught.value)
        assert {name for name in WRONG if f"{name}: " in said} == set(names)


class TestJson:
    @given(rules())
    def test_rules_come_back_as_they_were(self, chosen):
        text = json.dumps(chosen.to_json(), allow_nan=False)
        assert Rules.from_json(text) == chosen
        assert Rules.from_json(text.encode()) == chosen
        assert Rules.from_json(json.loads(text)) == chosen

    def test_what_is_left_out_keeps_its_default(self):
        assert Rules.from_json('{"wide": 4, "at": "2020-11"}') == Rules(wide=4, at=When("2020-11"))
        assert Rules.from_json("{}") == DEFAULT_RULES

    def test_a_rule_that_does_not_exist_is_answered_with_the_one_that_was_meant(self):
        with pytest.raises(InvalidArgument, match=r"'wied' is no rule\. Did you mean 'wide'\?"):
            Rules.from_json('{"wied": 4}')

    def test_unknown_rules_and_wrong_values_are_said_together(self):
        with pytest.raises(InvalidArgument) as caught:
            Rules.from_json('{"wied": 4, "alhpa": 1, "wide": "4", "alpha": 2}')
        said = str(caught.value)
        assert all(word in said for word in ("'wied'", "'alhpa'", "wide: ", "alpha: "))
        assert said.count("Rules:") == 1

    @pytest.mark.parametrize(
        "text",
        ["", "[]", "7", "null", '"wide"', "{", b"\xff", "[" * 100_000, '{"alpha": NaN}'],
        ids=repr,
    )
    def test_what_is_no_object_of_rules_is_refused(self, text):
        with pytest.raises(InvalidArgument, match="Rules: "):
            Rules.from_json(text)


class TestRulesForAModel:
    SMALL = Model.of(scale=LevelScale("two", ("none", "some")))

    def test_levels_off_its_scale_are_refused_all_at_once(self):
        beyond = Rules(needed_level=2, kind_levels={"meeting": 3, "contact": 1, "funding": 4})
        with pytest.raises(InvalidArgument) as caught:
            rules_for(self.SMALL, beyond)
        said = str(caught.value)
        assert all(word in said for word in ("needed_level", "meeting", "funding", "'two'"))
        assert "contact" not in said

    def test_levels_on_its_scale_are_taken(self):
        fitting = Rules(needed_level=1, kind_levels={"meeting": 1})
        assert rules_for(self.SMALL, fitting) is fitting

    @pytest.mark.parametrize("given", [{"wide": 4}, "both", 2])
    def test_what_are_no_rules_is_refused(self, given):
        with pytest.raises(InvalidArgument, match="expected Rules"):
            rules_for(self.SMALL, given)
