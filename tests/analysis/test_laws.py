"""Laws that hold for every model."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from collabmodel import (
    Flow,
    Model,
    Service,
    Tie,
    ask_next,
    collaboration_graph,
    congruence,
    ei_index,
    find_brokers,
    find_missing_links,
    find_promises,
    find_silos,
    pairs,
)
from collabmodel.domain.count import Count
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.level import FREY
from collabmodel.testing import models, rules

SOME: dict[str, Any] = {"with_needs": True, "max_services": 6, "max_ties": 6, "max_flows": 8}


def _renamed(value, names):
    """*value* with every id in it replaced by what *names* gives it."""
    if attrs.has(type(value)):
        changes = {}
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            if "id" in field.metadata or "refers_to" in field.metadata or field.name == "asked":
                if isinstance(held, tuple):
                    changes[field.name] = tuple(names[id] for id in held)
                elif held:
                    changes[field.name] = names[held]
            elif isinstance(held, tuple):
                changes[field.name] = tuple(_renamed(item, names) for item in held)
        return attrs.evolve(value, **changes)
    return value


def _found(model, chosen, names=None):
    """All that is found, as a set that does not depend on any order, in the new names."""
    names = names or {}
    lists = [
        find_missing_links(model, chosen),
        find_silos(model, rules=chosen),
        find_promises(model, chosen.at),
        ask_next(model, chosen),
        find_brokers(model, rules=chosen),
    ]
    everything = [f for found in lists for f in (*found, *getattr(found, "told_apart", ()))]
    return sorted(
        (
            finding.code,
            tuple(sorted(names.get(id, id) for id in finding.about)),
            finding.wording,
            sorted(names.get(id, id) for id in finding.evidence),
            repr(
                {k: v for k, v in finding.numbers.items() if k not in ("others", "whom", "first")}
            ),
        )
        for finding in everything
    )


def _same(one, other):
    return one == other or (math.isnan(one) and math.isnan(other))


class TestNamesAndOrder:
    @settings(max_examples=50)
    @given(st.data())
    def test_reordering_elements_changes_no_finding(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        rng = random.Random(data.draw(st.integers(0, 99)))
        mixed = {m: tuple(rng.sample(getattr(model, m), len(getattr(model, m)))) for m in ELEMENTS}
        assert _found(attrs.evolve(model, **mixed), chosen) == _found(model, chosen)

    @settings(max_examples=50)
    @given(st.data())
    def test_renaming_ids_changes_no_finding(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        ids = [element.id for element in model.elements()]
        fresh = data.draw(st.permutations([f"x{n}" for n in range(len(ids))]))
        names = dict(zip(ids, fresh, strict=True))
        renamed = _renamed(model, names)
        assert _found(renamed, chosen) == _found(model, chosen, names)


class TestUnaffected:
    @settings(max_examples=50)
    @given(models(**SOME, scale=FREY))
    def test_a_service_without_ties_changes_neither_e_i_nor_congruence(self, model):
        more = model.add(Service("quite-alone"))
        assert _same(ei_index(more).value, ei_index(model).value)
        one, other = congruence(more), congruence(model)
        assert repr(one.overall) == repr(other.overall)

    @settings(max_examples=50)
    @given(st.data())
    def test_splitting_a_flow_of_one_direction_and_period_changes_nothing(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        counted = [flow for flow in model.flows if flow.citizens.is_exact]
        assume(counted)
        flow = data.draw(st.sampled_from(counted))
        part = data.draw(st.integers(1, flow.citizens.min)) if flow.citizens.min else 0
        rest = flow.citizens.min - part
        # A part of none says nothing about its pathway, as an unknown number does not either.
        assume(rest or not flow.citizens.min)
        halves = (
            attrs.evolve(flow, citizens=Count.exactly(part)),
            attrs.evolve(flow, id="other-half", citizens=Count.exactly(rest)),
        )
        split = model.replace(halves[0]).add(halves[1])
        before, after = pairs(model, chosen), pairs(split, chosen)
        assert {p.key: (p.citizens, p.standing) for p in before} == {
            p.key: (p.citizens, p.standing) for p in after
        }


class TestMoreContact:
    @settings(max_examples=50)
    @given(st.data())
    def test_a_sufficient_tie_never_lowers_congruence(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        needed = pairs(model, chosen).needed
        assume(needed)
        pair = data.draw(st.sampled_from(needed))
        top = model.scale.top
        tie = Tie(pair.key, level=top, views=dict.fromkeys(pair.key, top), id="enough")
        before, after = congruence(model, chosen), congruence(model.add(tie), chosen)
        assert after.overall.low >= before.overall.low
        assert after.overall.high >= before.overall.high

    @settings(max_examples=80)
    @given(st.data())
    def test_raising_a_known_level_never_adds_a_missing_link(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        raisable = [tie for tie in model.ties if _known_levels(tie)]
        assume(raisable)
        tie = data.draw(st.sampled_from(raisable))
        which = data.draw(st.sampled_from(_known_levels(tie)))
        higher = data.draw(st.integers(_level(tie, which), model.scale.top))
        raised = model.replace(_with_level(tie, which, higher))
        before = {finding.about for finding in find_missing_links(model, chosen)}
        after = {finding.about for finding in find_missing_links(raised, chosen)}
        assert after <= before

    @settings(max_examples=50)
    @given(st.data())
    def test_meeting_every_missing_link_leaves_none(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        top = model.scale.top
        ties = [
            Tie(finding.about, level=top, views=dict.fromkeys(finding.about, top), id=f"new-{n}")
            for n, finding in enumerate(find_missing_links(model, chosen))
        ]
        assert not find_missing_links(model.add(ties), chosen)

    @settings(max_examples=80)
    @given(st.data())
    def test_pairs_met_under_both_are_met_under_either(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        met = [
            {
                pair.key
                for pair in pairs(model, attrs.evolve(chosen, confirmation=word))
                if pair.standing == "met"
            }
            for word in ("both", "either")
        ]
        assert met[0] <= met[1]

    @given(st.integers(6, 9), st.integers(1, 5))
    def test_a_wide_forum_alone_meets_no_pair(self, parties, level):
        from collabmodel import Forum

        ids = [f"s{n}" for n in range(parties)]
        flows = [Flow(one, other) for one, other in itertools.pairwise(ids)]
        model = Model.of([Service(id) for id in ids], flows, Forum("f", members=ids, level=level))
        assert {finding.code for finding in find_missing_links(model)} == {"only-wide"}


class TestOneOrganisation:
    @settings(max_examples=50)
    @given(models(**SOME, scale=FREY))
    def test_has_an_e_i_of_minus_one_and_no_silo(self, model):
        from collabmodel import Organisation

        services = [attrs.evolve(s, provided_by=("all",), part_of=None) for s in model.services]
        whole = attrs.evolve(model, services=tuple(services)).add(Organisation("all"))
        has_ties = collaboration_graph(whole).number_of_edges() > 0
        assert _same(ei_index(whole).value, -1.0 if has_ties else math.nan)
        assert not find_silos(whole).of_code("silo", "silo-possible", "closed-group")


class TestBounds:
    @settings(max_examples=80)
    @given(st.data())
    def test_lower_is_at_most_upper_everywhere(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        for pair in pairs(model, chosen):
            assert pair.low <= pair.high
            assert pair.other_low <= pair.other_high
        found = congruence(model, chosen)
        for low, high in (
            (found.overall.low, found.overall.high),
            (found.overall.citizen_pairs_low, found.overall.citizen_pairs_high),
            *found.at_level.values(),
        ):
            assert math.isnan(low) == math.isnan(high)
            assert math.isnan(low) or 0 <= low <= high <= 1

    @settings(max_examples=80)
    @given(st.data())
    def test_learning_an_unknown_level_never_leaves_the_bounds(self, data):
        model = data.draw(models(**SOME, scale=FREY))
        chosen = attrs.evolve(data.draw(rules(model.scale)), kind_levels={})
        pair = data.draw(st.sampled_from([p.key for p in pairs(model, chosen).needed] or [None]))
        assume(pair)
        tie = Tie(
            pair, id="of-unknown-level", status=data.draw(st.sampled_from(("held", "not known")))
        )
        model = model.add(tie)
        told = model.replace(attrs.evolve(tie, level=data.draw(st.integers(1, model.scale.top))))
        _assert_within(congruence(told, chosen), congruence(model, chosen))

    @settings(max_examples=80)
    @given(st.data())
    def test_asking_a_service_never_leaves_the_bounds(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        asked = {*(model.asked or ()), data.draw(st.sampled_from(model.services)).id}
        told = attrs.evolve(model, asked=tuple(sorted(asked)))
        _assert_within(congruence(told, chosen), congruence(model, chosen))


def _assert_within(after, before):
    eps = 1e-12
    if math.isnan(before.overall.low):  # no need is counted, and asking does not change that
        assert math.isnan(after.overall.low)
        return
    assert before.overall.low <= after.overall.low + eps
    assert after.overall.high <= before.overall.high + eps


def _known_levels(tie):
    places = ["record"] if tie.level is not None else []
    return places + [view.party for view in tie.views if view.level is not None]


def _level(tie, which):
    if which == "record":
        return tie.level
    return next(view.level for view in tie.views if view.party == which)


def _with_level(tie, which, level):
    if which == "record":
        return attrs.evolve(tie, level=level)
    views = [attrs.evolve(v, level=level) if v.party == which else v for v in tie.views]
    return attrs.evolve(tie, views=tuple(views))
