"""The twelve facts that must come out of the cases, and what they must say of need and contact."""

from __future__ import annotations

import re

import pytest

from collabmodel.analysis.pairs import pairs
from collabmodel.datasets import (
    load_dataset,
    more_og_romsdal,
    randers_collaboration,
    randers_plan,
    randers_recovery,
    sor_helgeland,
)
from collabmodel.domain.count import Count
from collabmodel.domain.elements import (
    Activity,
    Forum,
    Initiative,
    Organisation,
    Role,
    Service,
    Statement,
)
from collabmodel.domain.when import When

PROMISED = {"idea", "wanted", "discussed", "planned", "adopted", "postponed"}
"""How far a thing has come that is on its way."""

UNNAMED = re.compile(r"\bnot named\b", re.IGNORECASE)
"""How a note says that the text gives no name."""


class TestTheTwelveFacts:
    def test_1_the_theme_day_is_postponed_because_of_corona_with_no_new_date(self):
        model = randers_collaboration()
        (theme_day,) = [a for a in model.activities if a.kind == "theme day"]
        assert theme_day.status == "postponed"
        assert theme_day.reason == "corona"
        assert theme_day.when is None

    def test_2_of_two_rounds_of_placements_one_has_begun_and_one_is_planned(self):
        model = randers_collaboration()
        first, second = [a for a in model.activities if a.kind == "placement round"]
        assert (first.when, first.status) == (When("2020?-11"), "held")
        assert "Three weeks" in first.note
        assert "whether the round is over is not known" in first.note
        assert (second.when, second.status) == (When("2021-01/2021-03"), "planned")
        assert "early in 2021" in second.note

    def test_3_citizens_go_both_ways_between_department_and_facilities_and_nowhere_else(self):
        model = randers_collaboration()
        facilities, centres = (
            model.find(Service, "residential-facilities"),
            model.find(Service, "support-centres"),
        )
        assert (facilities.size, centres.size) == (Count.exactly(2), Count.exactly(4))
        assert all(UNNAMED.search(service.note) for service in (facilities, centres))
        assert "other parts are not named" in model["randers-kommune"].note
        assert {(flow.source, flow.target) for flow in model.flows} == {
            ("psykiatrisk-afdeling", "residential-facilities"),
            ("residential-facilities", "psykiatrisk-afdeling"),
        }
        assert not any(flow.citizens.is_known for flow in model.flows)

    def test_4_the_leaders_meeting_has_three_roles_and_no_number_of_meetings(self):
        model = randers_collaboration()
        (leaders,) = [forum for forum in model.forums if forum.kind == "leaders' meeting"]
        assert leaders.members == ("chief-physician", "department-head", "daily-manager")
        assert all(isinstance(model[member], Role) for member in leaders.members)
        assert [a for a in model.activities if a.kind == "meeting"] == []
        assert "how many, when and on what is not said" in leaders.note

    def test_5_the_project_has_its_money_from_satspuljen_by_way_of_socialstyrelsen(self):
        model = randers_recovery()
        project = model.find(Initiative, "faelles-maal")
        (money,) = project.funding
        assert (money.amount, money.currency) == (3_750_000, "DKK")
        assert (money.giver, money.pool) == ("socialstyrelsen", "Satspuljen")
        assert project.owner == ("center-for-psykiatri",)
        (grant,) = [tie for tie in model.ties if tie.kind == "funding"]
        assert set(grant.parties) == {"socialstyrelsen", "center-for-psykiatri"}

    def test_6_the_project_has_a_period_five_actors_a_lead_and_partner_municipalities(self):
        model = randers_recovery()
        project, programme = (
            model.find(Initiative, "faelles-maal"),
            model.find(Initiative, "partnership-programme"),
        )
        assert project.when == When("2020-01-01/2022-09-30")
        assert {model[actor].name for actor in project.participants} == {
            "Center for Psykiatri",
            "Sundhedscenteret",
            "Rehabiliteringsenheden",
            "UngeCentret",
            "Ungdommens Uddannelsesvejledning Randers",
        }
        assert [model[owner].name for owner in project.owner] == ["Center for Psykiatri"]
        municipalities = [model.find(Organisation, id) for id in programme.participants]
        assert Count.total(each.size for each in municipalities) == Count.exactly(4)
        assert [m.size for m in municipalities if UNNAMED.search(m.note)] == [Count.exactly(3)]

    def test_7_the_plan_is_adopted_for_four_years_with_one_focus_area_of_eight_named(self):
        model = randers_plan()
        plan, adoption = (
            model.find(Initiative, "psykiatriplan-2018"),
            model.find(Activity, "adoption"),
        )
        assert (adoption.kind, adoption.when) == ("decision", When("2018-05-14"))
        assert plan.status == "adopted"
        assert plan.when == When("2018-05-14/2022~")
        assert "four years" in plan.note
        assert [model[area].name for area in plan.focus_areas] == [
            "Employment of more peer workers"
        ]
        assert "eight focus areas" in plan.note
        assert "seven are not named" in plan.note

    def test_8_four_theme_evenings_were_held_and_a_follow_up_group_is_to_come(self):
        model = randers_plan()
        evenings, group = (
            model.find(Activity, "theme-evenings"),
            model.find(Forum, "follow-up-group"),
        )
        assert evenings.status == "held"
        assert (evenings.times, evenings.attendance) == (Count.exactly(4), Count.exactly(155))
        assert "more than once is not said" in evenings.note
        assert (group.kind, group.status) == ("follow-up group", "planned")
        assert len(group.members) == 5
        for member in group.members:
            kind = model[member]
            size = kind.people if isinstance(kind, Role) else model.find(Organisation, member).size
            assert not size.is_exact

    def test_9_more_than_thirty_peers_are_trained_and_no_number_of_new_jobs_is_given(self):
        model = randers_plan()
        assert model.find(Role, "trained-peers").people == Count.at_least(31)
        assert "how many of each, and where, is not said" in model.find(Role, "trained-peers").note
        assert not model.find(Role, "peer-worker").people.is_known
        assert model.find(Initiative, "employ-peer-workers").status == "planned"
        assert model.find(Initiative, "employ-peer-workers").note.startswith("How many")

    def test_10_three_hosts_met_twenty_municipalities_four_times(self):
        model = more_og_romsdal()
        meetings = model.find(Activity, "dialogue-meetings")
        assert (meetings.times, meetings.status) == (Count.exactly(4), "held")
        assert {model[id].name for id in meetings.participants[:3]} == {
            "KORUS Midt",
            "Statsforvalteren",
            "NAPHA",
        }
        municipalities = model.find(Organisation, meetings.participants[3])
        assert municipalities.size == Count.exactly(20)
        assert UNNAMED.search(municipalities.note)
        for area in ("Romsdal", "Nordmøre", "Nordre Sunnmøre", "Søre Sunnmøre"):
            assert area in meetings.note
        assert meetings.when == When("XXXX")

    def test_10_need_for_the_specialist_services_is_claimed_and_no_tie_is_on_record(self):
        model = more_og_romsdal()
        claimed = model.find(Statement, "s3-23")
        assert claimed.kind == "need"
        assert set(claimed.about) == {"municipal-services", "specialist-services"}
        assert model.between("municipal-services", "specialist-services") == ()

    def test_11_the_summary_has_ten_bullets(self):
        paragraphs = {
            evidence.where
            for element in more_og_romsdal().elements()
            for evidence in element.evidence
        }
        assert {f"p{number}" for number in range(8, 18)} <= paragraphs
        assert paragraphs.isdisjoint({f"p{number}" for number in range(18, 99)})

    def test_11_all_see_more_referrals_one_thing_is_an_idea_and_one_is_planned(self):
        model = more_og_romsdal()
        assert model.find(Statement, "s3-27").said_by == ("municipalities",)
        assert "All municipalities" in model.find(Statement, "s3-27").text
        assert {i.id: i.status for i in model.initiatives} == {
            "brukerplan-mapping": "planned",
            "merged-offers": "idea",
        }

    def test_12_five_take_part_in_one_contact_and_three_focus_areas_are_only_likely(self):
        model = sor_helgeland()
        project = model.find(Initiative, "cooperation-model")
        assert [model[id].name for id in project.participants] == [
            "Helgelandssykehuset",
            "Vega",
            "Vevelstad",
            "Sømna",
            "Brønnøy",
        ]
        (contact,) = model.ties
        assert contact.parties == project.participants
        assert contact.status == "ongoing"
        assert len(project.focus_areas) == 3
        assert all("Probably one of" in model[area].note for area in project.focus_areas)
        assert model.find(Statement, "s4-29").about == project.focus_areas
        assert (project.when, project.funding) == (None, ())
        assert UNNAMED.search(project.note)


class TestTheCollaborationInRanders:
    def test_exactly_one_pair_needs_contact_both_ways_by_citizens_nobody_counted(self):
        (pair,) = pairs(randers_collaboration()).needed
        assert pair.key == ("psykiatrisk-afdeling", "residential-facilities")
        assert pair.need is not None
        assert pair.need.both_ways
        assert not pair.citizens.is_known

    def test_its_contact_has_no_known_level_so_it_is_a_question_and_no_missing_link(self):
        (pair,) = pairs(randers_collaboration()).needed
        assert pair.has_contact
        assert pair.standing == "not known"
        assert [contact.kind for contact in pair.contacts] == ["staff exchange"]
        assert pair.contacts[0].level is None

    def test_only_the_second_round_and_the_theme_day_are_still_to_come(self):
        promised = {e.id for e in randers_collaboration().elements() if status_of(e) in PROMISED}
        assert promised == {"placement-round-2", "theme-day"}

    def test_no_tie_joins_the_facilities_with_the_support_centres(self):
        model = randers_collaboration()
        assert model.between("residential-facilities", "support-centres") == ()
        assert pairs(model).get("residential-facilities", "support-centres") is None

    def test_the_two_other_texts_about_randers_change_nothing_about_the_pair(self):
        (alone,) = pairs(randers_collaboration()).needed
        (merged,) = pairs(load_dataset("randers")).needed
        assert merged == alone


@pytest.mark.parametrize(
    "name", ["randers_recovery", "randers_plan", "more_og_romsdal", "sor_helgeland"]
)
class TestTheOtherTexts:
    def test_no_pair_of_services_has_recorded_need(self, name):
        assert pairs(load_dataset(name)).needed == ()

    def test_something_is_promised_and_something_is_hoped_for(self, name):
        model = load_dataset(name)
        assert any(status_of(element) in PROMISED for element in model.elements())
        assert {"goal", "wish", "need"} & {statement.kind for statement in model.statements}

    def test_unknown_is_never_zero(self, name):
        for element in load_dataset(name).elements():
            for field in ("size", "people", "times", "attendance", "citizens", "persons"):
                assert getattr(element, field, Count()).max != 0, element.id


def status_of(element: object) -> str:
    return str(getattr(element, "status", ""))
