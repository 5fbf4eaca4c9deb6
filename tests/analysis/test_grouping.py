"""Which group each service belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel import InvalidArgument, Model, Organisation, Service, find_silos
from collabmodel.analysis.grouping import groups_of_services
from collabmodel.analysis.lineage import Lineage
from collabmodel.testing import models

TOWN = Model.of(
    Organisation("region"),
    Organisation("hospital", part_of="region"),
    Organisation("town"),
    Service("ward", provided_by="hospital", sector="health", kind="ward"),
    Service("room", part_of="ward"),
    Service("shared", provided_by=("town", "hospital"), sector="social"),
    Service("nobody"),
)


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        (
            "organisation",
            {"ward": ("hospital",), "room": ("hospital",), "shared": ("town", "hospital")},
        ),
        (
            "whole organisation",
            {"ward": ("region",), "room": ("region",), "shared": ("town", "region")},
        ),
        ("sector", {"ward": ("health",), "shared": ("social",)}),
        ("kind", {"ward": ("ward",)}),
        ({"ward": "inside", "room": ["inside", "outside"]}, None),
    ],
)
def test_every_service_has_its_groups_and_may_have_none(by, groups):
    expected = groups or {"ward": ("inside",), "room": ("inside", "outside")}
    assert groups_of_services(TOWN, by) == {
        id: expected.get(id, ()) for id in ("ward", "room", "shared", "nobody")
    }


def test_organisations_are_not_rolled_up_unless_asked():
    assert groups_of_services(TOWN, "organisation")["ward"] == ("hospital",)


@pytest.mark.parametrize("by", ["organization", "provider", "", "sectors"])
def test_another_way_is_refused_with_those_that_there_are(by):
    with pytest.raises(InvalidArgument, match=r"expected 'organisation', .* or a mapping"):
        groups_of_services(TOWN, by)


def test_a_misspelt_way_is_answered_with_the_one_that_was_meant():
    with pytest.raises(InvalidArgument, match="Did you mean 'organisation'"):
        find_silos(TOWN, by="organization")  # type: ignore[arg-type]


def test_a_mapping_of_what_is_no_service_is_refused():
    with pytest.raises(InvalidArgument, match=r"no service has the id 'wrad'\. Did you mean 'ward"):
        groups_of_services(TOWN, {"ward": "x", "wrad": "x"})
    with pytest.raises(InvalidArgument, match="no service has the id 'town'"):
        groups_of_services(TOWN, {"town": "x"})


@given(models(max_services=8), st.sampled_from(("organisation", "whole organisation")))
def test_groups_are_organisations_of_the_line_of_the_service(model, by):
    lineage = Lineage(model)
    organisations = {organisation.id for organisation in model.organisations}
    groups = groups_of_services(model, by)
    assert list(groups) == [service.id for service in model.services]
    for id, names in groups.items():
        assert set(names) <= organisations & lineage.line(id)
        assert bool(names) == bool(organisations & lineage.line(id))
