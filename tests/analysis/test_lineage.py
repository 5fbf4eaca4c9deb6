"""Who belongs to whom."""

from __future__ import annotations

import itertools

from hypothesis import given

from collabmodel import Model, Organisation, Service
from collabmodel.analysis.lineage import Lineage
from collabmodel.testing import models

TOWN = Model.of(
    Organisation("region"),
    Organisation("hospital", part_of="region"),
    Organisation("clinic-house", part_of="hospital"),
    Organisation("town"),
    Service("ward", provided_by="hospital"),
    Service("room", part_of="ward"),
    Service("bed", part_of="room"),
    Service("night-shift", part_of="ward", provided_by="town"),
    Service("shared", provided_by=("town", "clinic-house")),
    Service("orphan"),
    Service("orphan-unit", part_of="orphan"),
)
LINEAGE = Lineage(TOWN)


class TestProviders:
    def test_are_its_own(self):
        assert LINEAGE.providers("shared") == ("town", "clinic-house")

    def test_are_those_of_the_nearest_parent_where_it_names_none(self):
        assert LINEAGE.providers("bed") == ("hospital",)

    def test_are_its_own_even_where_its_parent_has_others(self):
        assert LINEAGE.providers("night-shift") == ("town",)

    def test_are_none_where_nobody_above_names_one(self):
        assert LINEAGE.providers("orphan-unit") == ()


class TestTopmost:
    def test_are_the_wholes_that_the_providers_are_a_part_of(self):
        assert LINEAGE.topmost("bed") == ("region",)
        assert LINEAGE.topmost("shared") == ("town", "region")

    def test_names_no_whole_twice(self):
        both = Service("both", provided_by=("hospital", "region", "clinic-house"))
        assert Lineage(TOWN.add(both)).topmost("both") == ("region",)


class TestLine:
    def test_holds_the_thing_itself_and_all_above_it(self):
        assert LINEAGE.line("bed") == {"bed", "room", "ward", "hospital", "region"}
        assert LINEAGE.line("clinic-house") == {"clinic-house", "hospital", "region"}

    @given(models(max_services=8))
    def test_is_all_that_can_be_reached_by_going_up(self, model):
        lineage = Lineage(model)
        for body in (*model.services, *model.organisations):
            assert lineage.line(body.id) == reached(model, body.id)


class TestRelated:
    def test_a_service_is_related_to_itself_and_to_what_it_is_a_part_of(self):
        assert LINEAGE.related("bed", "bed")
        assert LINEAGE.related("bed", "ward")
        assert LINEAGE.related("ward", "bed")

    def test_parts_of_one_whole_are_not_related(self):
        assert not LINEAGE.related("room", "night-shift")

    def test_one_provider_makes_nobody_related(self):
        assert not LINEAGE.related("night-shift", "shared")

    @given(models(max_services=8))
    def test_is_the_same_both_ways_and_true_of_ancestors_alone(self, model):
        lineage = Lineage(model)
        ids = [service.id for service in model.services]
        for a, b in itertools.product(ids, ids):
            expected = a in reached(model, b) or b in reached(model, a)
            assert lineage.related(a, b) == lineage.related(b, a) == expected


def reached(model, id):
    """The ids above *id*, and itself, found by walking one step after another."""
    found, waiting = set(), [id]
    while waiting:
        here = waiting.pop()
        found.add(here)
        body = model[here]
        waiting += [body.part_of] if body.part_of else []
        if isinstance(body, Service):
            holder = body
            while not holder.provided_by and holder.part_of:
                holder = model.find(Service, holder.part_of)
            waiting += holder.provided_by
    return found
