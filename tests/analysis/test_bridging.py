"""Who could bridge a gap."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    Flow,
    InvalidArgument,
    InvalidModel,
    Model,
    Rules,
    Service,
    Tie,
    UnknownId,
    find_missing_links,
    pairs,
    who_could_bridge,
)
from collabmodel.datasets import example_town
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES

SERVICES = [Service(id, id.upper()) for id in "abcdef"]


def town(**contact):
    """Contact of pairs at levels, None where the level is not known."""
    ties = [Tie(tuple(ends), level=level) for ends, level in contact.items()]
    return Model.of(SERVICES, ties, Flow("a", "b", 40))


def found(model, **more):
    return [(f.code, f.about[0], f.wording) for f in who_could_bridge(model, "b", "a", **more)]


class TestWhoCouldBridge:
    def test_who_is_in_enough_contact_with_both(self):
        model = town(ac=2, bc=3, ad=2, bd=1, ae=4)
        assert found(model) == [
            ("could-bridge", "c", "sentence"),
            ("could-bridge-possible", "d", "sentence"),
        ]
        first = who_could_bridge(model, "b", "a")[0]
        assert first.about == ("c", "a", "b")
        levels = [first.numbers[name] for name in ("first_level", "second_level", "needed_level")]
        assert levels == [2, 3, 2]
        assert first.evidence == ("tie:contact:a--c", "tie:contact:b--c")

    def test_a_level_or_a_tie_that_is_not_known_makes_it_possible(self):
        possible = ("could-bridge-possible", "c", "not-known")
        assert found(town(ac=None, bc=3)) == [possible]
        maybe = Tie(("a", "c"), level=3, status="not known")
        assert found(town(bc=3).add(maybe)) == [possible]
        assert found(town(ac=None, bc=1)) == [("could-bridge-possible", "c", "sentence")]

    def test_the_closest_to_the_one_that_is_further_away_comes_first(self):
        model = town(ac=2, bc=4, ad=3, bd=3, ae=2, be=2, af=1, bf=4)
        assert [id for _, id, _ in found(model)] == ["d", "c", "e", "f"]

    def test_the_level_is_that_of_the_need_else_of_the_rules(self):
        model = town(ac=2, bc=2, ad=2, cd=2)
        assert found(model)[0][0] == "could-bridge"
        assert found(model, rules=Rules(needed_level=3))[0][0] == "could-bridge-possible"
        other = who_could_bridge(model, "d", "b")
        assert [f.about for f in other] == [("a", "b", "d"), ("c", "b", "d")][1:]

    def test_what_makes_no_pair_is_refused(self):
        model = town(ac=2)
        with pytest.raises(InvalidArgument, match="no pair"):
            who_could_bridge(model, "a", "a")
        with pytest.raises(UnknownId):
            who_could_bridge(model, "a", "nobody")
        with pytest.raises(InvalidModel):
            who_could_bridge(Model.of(Flow("a", "b")), "a", "b")

    @settings(max_examples=80)
    @given(st.data())
    def test_it_is_who_has_a_pair_with_both(self, data):
        model = data.draw(models(with_needs=True, max_services=6, max_ties=8, max_flows=6))
        chosen = data.draw(rules(model.scale))
        judged = pairs(model, chosen)
        for missing in find_missing_links(model, chosen)[:3]:
            a, b = missing.about
            level = missing.numbers["needed_level"]
            expected = {}
            for service in model.services:
                both = [judged.get(service.id, side) for side in (a, b) if side != service.id]
                if len(both) == 2 and all(p and p.in_contact is not False for p in both):
                    expected[service.id] = all(p.low >= level for p in both)
            bridges = who_could_bridge(model, a, b, chosen)
            assert {f.about[0]: f.code == "could-bridge" for f in bridges} == expected

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_speaks_in_whole_sentences(self, lang):
        model = example_town()
        for missing in find_missing_links(model)[:40]:
            for finding in who_could_bridge(model, *missing.about):
                said = finding.sentence(lang) + finding.next_step(lang)
                assert "{" not in said
                assert "None" not in said
