"""The example town: invented, whole, and with every finding that there is."""

from __future__ import annotations

import random
from collections import Counter
from itertools import chain
from typing import Any

import attrs
import networkx as nx
import pytest

from collabmodel.analysis.ask_next import ask_next
from collabmodel.analysis.bridging import who_could_bridge
from collabmodel.analysis.brokers import find_brokers
from collabmodel.analysis.clusters import find_clusters
from collabmodel.analysis.compare import compare
from collabmodel.analysis.comparison import APART, CHANGES
from collabmodel.analysis.finding import Finding, codes
from collabmodel.analysis.graphs import collaboration_graph
from collabmodel.analysis.grouping import groups_of_services
from collabmodel.analysis.missing_links import find_missing_links
from collabmodel.analysis.pairs import pairs
from collabmodel.analysis.promises import find_promises
from collabmodel.analysis.questions import questions
from collabmodel.analysis.silos import find_silos
from collabmodel.analysis.suggest_ties import suggest_ties
from collabmodel.datasets import NAMES, example_town, load_dataset
from collabmodel.domain.count import Count
from collabmodel.domain.elements import ELEMENTS, Activity, Flow, Forum, Initiative, Service, Tie
from collabmodel.domain.errors import InvalidArgument
from collabmodel.domain.model import Model
from collabmodel.domain.vocabulary import VOCABULARIES

IMPOSSIBLE = {"ask-flow"}
"""What is found only where no citizens move: then it is asked where they do."""

NOT_THERE = {"sole-bridge-possible", "sole-forum", "sole-forum-possible", "fragile-bridge"}
"""Bridges that the town does not hang on, since it is well joined inside its houses."""

YEARS = pytest.mark.parametrize("year", [1, 2])


def findings(town: Model) -> list:
    missing = find_missing_links(town)
    promises = find_promises(town, at=town.as_of)
    clusters = find_clusters(town)
    bridges = [who_could_bridge(town, finding.about[0], finding.about[1]) for finding in missing]
    return [
        *(*missing, *missing.told_apart, *find_silos(town), *promises, *ask_next(town)),
        *(*find_brokers(town), *clusters, *clusters.told_apart, *chain.from_iterable(bridges)),
        *(*suggest_ties(town, 1), *suggest_ties(town, 1, kind="forum")),
    ]


def found(town: Model, code: str) -> list[tuple[str, ...]]:
    return [finding.about for finding in findings(town) if finding.code == code]


def clear(finding: Finding) -> bool:
    """Whether the p-value is far from alpha, so that no rounding decides about the finding."""
    p = finding.numbers["p_holm"]
    return isinstance(p, float) and p < finding.rules.alpha / 10


def missing_links(town: Model) -> set[str]:
    return {finding.key for finding in find_missing_links(town)}


class TestWhatItIs:
    def test_it_comes_by_name_in_its_first_year(self):
        assert "example_town" in NAMES
        assert load_dataset("example_town") == example_town() == example_town(1)

    @YEARS
    def test_it_says_that_it_is_invented_and_rests_on_nothing_else(self, year):
        town = example_town(year)
        assert "invented" in town.title
        assert all("invented" in source.title for source in town.sources)
        assert all("Invented" in source.note for source in town.sources)

    @YEARS
    def test_nothing_is_wrong_with_it(self, year):
        assert example_town(year).problems() == ()

    @YEARS
    def test_it_is_the_same_each_time(self, year):
        """Nothing in it is drawn."""
        one, other = example_town(year), example_town(year)
        assert one == other
        assert [repr(element) for element in one.elements()] == [
            repr(element) for element in other.elements()
        ]

    @pytest.mark.parametrize("year", [0, 3, "1"])
    def test_another_year_is_refused(self, year):
        with pytest.raises(InvalidArgument, match="expected 1 or 2"):
            example_town(year)


class TestHowLargeItIs:
    @YEARS
    def test_services_organisations_and_needs(self, year):
        town = example_town(year)
        assert 40 <= len(town.services) <= 60
        assert 6 <= len(town.organisations) <= 8
        assert 200 <= len(pairs(town).needed) <= 300

    def test_every_organisation_runs_five_services_or_more_itself_or_through_its_departments(self):
        town = example_town()
        groups = groups_of_services(town, "organisation")
        sizes = Counter(name for names in groups.values() for name in names)
        departments = [org for org in town.organisations if org.part_of == "town"]
        assert len(departments) == 3
        assert set(sizes) == {org.id for org in town.organisations} - {"town"}
        assert min(sizes.values()) >= 5

    def test_one_service_has_two_providers_one_is_a_part_and_one_stands_for_three(self):
        town = example_town()
        assert [s.id for s in town.services if len(s.provided_by) == 2] == ["outreach"]
        assert [s.id for s in town.services if s.part_of] == ["detox-beds"]
        assert {s.id: s.size for s in town.services if s.size != Count.exactly(1)} == {
            "general-practices": Count.exactly(3)
        }

    @YEARS
    def test_most_services_were_asked_and_a_few_were_not(self, year):
        town = example_town(year)
        assert town.asked is not None
        assert 3 <= len(town.services) - len(town.asked) <= 8

    @YEARS
    def test_citizens_are_known_and_unknown_few_and_many_one_way_and_both(self, year):
        town = example_town(year)
        citizens = [flow.citizens for flow in town.flows]
        assert Count() in citizens
        assert any(0 < count.min < 5 for count in citizens)
        assert any(count.is_known and not count.is_exact for count in citizens)
        assert max(count.min for count in citizens) > 400
        assert any(flow.pathway for flow in town.flows)
        both_ways = [pair for pair in pairs(town).needed if pair.need and pair.need.both_ways]
        assert 0 < len(both_ways) < len(pairs(town).needed)

    def test_the_steps_of_its_pathways_need_different_levels(self):
        town = example_town()
        assert len(town.pathways) >= 5
        needed = {step.level for pathway in town.pathways for step in pathway.steps}
        assert {2, 3, 4} <= needed

    def test_the_two_sides_of_a_tie_agree_differ_and_are_silent(self):
        confirmed = {pair.confirmed for pair in pairs(example_town())}
        assert {
            "confirmed",
            "contradicted",
            "one-sided",
            "document only",
            "jointly denied",
            "denied by one",
            "nothing on record",
        } == confirmed

    def test_it_has_a_statement_of_every_kind_and_a_plan_of_nearly_every_status(self):
        town = example_town()
        kinds = {statement.kind for statement in town.statements}
        assert kinds == set(VOCABULARIES["statement.kind"])
        parts: list[Any] = [*town.initiatives, *town.activities, *town.ties, *town.forums]
        missing = set(VOCABULARIES["status"]) - {part.status for part in parts}
        assert missing <= {"wanted", "discussed"}

    def test_focus_areas_are_shared_by_pairs(self):
        shared = {area for pair in pairs(example_town()) for area in pair.shared_focus}
        assert len(shared) >= 3


class TestWhatIsFound:
    def test_every_code_at_least_once(self):
        have = {finding.code for finding in findings(example_town())}
        assert set(codes()) - have - {*CHANGES, *APART} == IMPOSSIBLE | NOT_THERE
        assert have <= set(codes())

    def test_a_year_later_gaps_have_closed_and_one_has_opened(self):
        changed = compare(example_town(1), example_town(2))
        assert changed.count("gap-opened") == 1
        assert changed.count("gap-closed") > 10
        assert {"tie-gained", "tie-lost", "tie-strengthened"} <= {each.code for each in changed}

    def test_a_year_later_psychiatry_has_changed_less_than_the_employment_department(self):
        jobs, psychiatry = (
            compare(example_town(1), example_town(2), around=around).count("gap-closed")
            for around in ("town-jobs", "psychiatry")
        )
        assert jobs > 3 * psychiatry

    def test_two_silos_and_clearly(self):
        silos = find_silos(example_town()).of_code("silo")
        assert {silo.about for silo in silos} == {("psychiatry",), ("town-jobs",)}
        assert all(clear(silo) for silo in silos)

    def test_one_group_that_the_survey_leaves_open(self):
        (possible,) = find_silos(example_town()).of_code("silo-possible")
        assert possible.about == ("volunteers",)
        assert possible.wording == "unknown-pairs"

    def test_one_closed_group_whose_need_across_is_met(self):
        town = example_town()
        (closed,) = find_silos(town).of_code("closed-group")
        assert closed.about == ("probation",)
        assert clear(closed)
        inside = {s.id for s in town.services if "probation" in s.provided_by}
        across = [pair for pair in pairs(town).needed if len(inside & {pair.a, pair.b}) == 1]
        assert across
        assert all(pair.is_met for pair in across)

    def test_one_service_stands_alone_and_that_is_certain(self):
        town = example_town()
        assert found(town, "isolated-service") == [("opioid-clinic",)]
        its = [pair for pair in pairs(town).needed if "opioid-clinic" in pair.key]
        assert len(its) >= 5
        assert all(pair.is_certain for pair in its)

    def test_the_wide_forum_alone_meets_no_pair(self):
        """Without it the same pairs are met; some of those that are not have nothing else."""
        town = example_town()
        assert len(town.find(Forum, "town-forum").members) >= 6
        without = pairs(town.without("town-forum"))
        for pair in pairs(town).needed:
            assert pair.standing == without.by_key[pair.key].standing
        assert found(town, "only-wide")

    def test_an_agreement_of_two_organisations_meets_no_pair_of_their_services(self):
        town = example_town()
        agreement = "tie:partnership:psychiatry--town-social"
        assert town.find(Tie, agreement).level == 3
        above = find_missing_links(town).of_code("only-above")
        assert len(above) >= 5
        assert all(agreement in finding.evidence for finding in above)

    def test_the_probation_office_is_the_one_door_of_its_group(self):
        graph = collaboration_graph(example_town())
        assert "probation-office" in set(nx.articulation_points(graph))

    @YEARS
    def test_every_question_but_that_for_change_has_an_answer(self, year):
        answers = questions(example_town(year))
        assert {answer.number for answer in answers if answer.answered == "no"} <= {14}

    @YEARS
    @pytest.mark.parametrize("seed", [0, 1])
    def test_the_order_of_the_elements_makes_no_difference(self, year, seed):
        town = example_town(year)
        again = shuffled(town, random.Random(seed))
        assert again != town
        for one, other in zip(findings(town), findings(again), strict=True):
            assert attrs.asdict(one, filter=but_the_model) == attrs.asdict(
                other, filter=but_the_model
            )


def shuffled(town: Model, dice: random.Random) -> Model:
    def deal(some: tuple) -> tuple:
        return tuple(dice.sample(some, len(some)))

    members: dict[str, Any] = {member: deal(getattr(town, member)) for member in ELEMENTS}
    return attrs.evolve(town, **members, asked=deal(town.asked or ()))


def but_the_model(field: attrs.Attribute, _: object) -> bool:
    return field.name != "model"


class TestAYearLater:
    def test_it_is_a_year_later(self):
        first, second = example_town(1), example_town(2)
        assert (str(first.as_of), str(second.as_of)) == ("2024-12-31", "2025-12-31")
        assert first.title == second.title

    def test_all_that_was_there_is_there_under_the_same_id(self):
        first, second = example_town(1), example_town(2)
        for element in first.elements():
            assert type(second[element.id]) is type(element)
        added = {element.id for element in second.elements()} - {e.id for e in first.elements()}
        assert added
        assert all(id.startswith("tie:") for id in added)

    def test_citizens_move_between_the_same_services_in_other_numbers(self):
        first, second = example_town(1), example_town(2)
        assert pairs(first).by_key.keys() <= pairs(second).by_key.keys()
        assert [p.key for p in pairs(first).needed] == [p.key for p in pairs(second).needed]
        assert {str(flow.when) for flow in second.flows} == {"2025"}
        changed = [f for f in first.flows if second.find(Flow, f.id).citizens != f.citizens]
        assert 5 <= len(changed) <= 20

    def test_one_silo_is_gone_and_one_remains(self):
        silos = find_silos(example_town(2))
        assert [silo.about for silo in silos.of_code("silo")] == [("psychiatry",)]
        assert [silo.about for silo in silos.of_code("silo-possible")] == [("volunteers",)]
        assert [group.about for group in silos.of_code("closed-group")] == [("probation",)]

    def test_many_missing_links_are_met_and_one_is_new(self):
        before, after = example_town(1), example_town(2)
        gone = missing_links(before) - missing_links(after)
        assert len(gone) >= 15
        assert find_missing_links(before)[0].key in gone
        assert missing_links(after) - missing_links(before) == {
            "missing-link:adult-intake--hospital-social"
        }
        assert ("adult-intake", "hospital-social") in found(after, "ended")

    def test_some_ties_have_ended(self):
        before, after = example_town(1), example_town(2)
        ended = [
            tie.id
            for tie in before.ties
            if tie.status == "ongoing" and after.find(Tie, tie.id).status == "ended"
        ]
        assert len(ended) == 2

    def test_some_promises_are_kept(self):
        before, after = example_town(1), example_town(2)
        kept = set(found(after, "promise-kept")) - set(found(before, "promise-kept"))
        assert kept == {("one-plan-for-work",), ("placements",)}
        assert after.find(Initiative, "one-plan-for-work").status == "ended"
        assert after.find(Activity, "placements").status == "held"

    def test_services_that_were_not_asked_before_are_asked_now(self):
        before, after = example_town(1), example_town(2)
        assert before.asked is not None
        assert after.asked is not None
        assert set(after.asked) - set(before.asked) == {"general-practices"}
        assert set(before.asked) < set(after.asked)
        assert isinstance(after["general-practices"], Service)
