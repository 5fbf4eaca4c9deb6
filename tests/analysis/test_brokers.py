"""Who bridges what, and what breaks without them."""

from __future__ import annotations

import itertools
import re
from typing import ClassVar

import attrs
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    Count,
    Flow,
    Forum,
    InvalidArgument,
    InvalidModel,
    Model,
    Organisation,
    Rules,
    Service,
    Tie,
    View,
    collaboration_graph,
    cut_points,
    find_brokers,
    from_networkx,
    pairs,
)
from collabmodel.datasets import NAMES, example_town, load_dataset
from collabmodel.domain.level import FREY
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES

IDS = "abcdef"
BRIDGES = (
    *("sole-bridge", "sole-bridge-possible", "sole-forum", "sole-forum-possible"),
    "fragile-bridge",
)
SOME = {"with_needs": True, "max_services": 7, "max_ties": 8, "max_flows": 8}


def town(*elements, ids=IDS, asked=None, **runs):
    """Services a, b, … of which *runs* says who runs which, with contact and flows."""
    organisations = [Organisation(id) for id in sorted(set(runs.values()))]
    services = [Service(id, id.upper(), provided_by=runs.get(id, ())) for id in ids]
    return Model.of(organisations, services, *elements, asked=asked)


def path(*ids):
    return [Tie(ends, level=2) for ends in itertools.pairwise(ids)]


def codes(model, **more):
    return [(finding.code, finding.about) for finding in find_brokers(model, **more)]


class TestSoleBridge:
    def test_a_service_between_others_holds_them_together(self):
        model = town(path(*"abcd"), Flow("a", "d", 40), Flow("a", "b", 7), Flow("b", "d"))
        (c, b) = find_brokers(model).of_code("sole-bridge")
        assert (c.about, b.about) == (("c",), ("b",))
        assert c.numbers["citizen_pairs"] == (Count(), Count.exactly(40))
        shown = {name: b.numbers[name] for name in ("parts", "apart", "others", "pairs")}
        assert shown == {"parts": 2, "apart": 1, "others": "A", "pairs": 2}
        assert b.numbers["needed_pairs"] == 1
        assert b.evidence == ("flow:a--d", "tie:contact:a--b", "tie:contact:b--c")

    def test_that_no_need_is_on_record_is_not_told_as_a_number(self):
        """It may be there all the same, so nobody reads that 0 citizens lie across."""
        maybe = Tie(("a", "c"), status="not known")
        forum = Forum("forum", members=("a", "b"))
        fragile = Tie(("b", "c"), persons=1)
        models_ = [
            town(path(*"abc"), ids="abc"),
            town(path(*"abc"), maybe, ids="abc"),
            town(path(*"ab"), Tie(("b", "c"), status="not known"), ids="abc"),
            town(forum, path(*"bc"), ids="abc"),
            town(forum, path(*"bc"), maybe, ids="abc"),
            town(path(*"ab"), fragile, path(*"cd")),
        ]
        found = [finding for model in models_ for finding in find_brokers(model)]
        assert {finding.code for finding in found} == set(BRIDGES)
        for finding, lang in itertools.product(found, LANGUAGES):
            assert finding.wording.endswith("no-need")
            assert not re.search(r"\b0\b", finding.sentence(lang))
            assert finding.next_step(lang).endswith(".")

    def test_two_ways_round_leave_nobody_to_hold_it_together(self):
        assert codes(town(path(*"abcda"))) == []

    def test_contact_that_may_not_be_in_force_could_undo_it(self):
        maybe = Tie(("a", "c"), status="not known")
        (found,) = find_brokers(town(path(*"abc"), maybe, ids="abc"))
        assert (found.code, found.wording) == ("sole-bridge-possible", "no-need")
        assert found.numbers["certain"] is False

    def test_contact_that_may_not_be_in_force_could_make_one(self):
        model = town(path(*"ab"), Tie(("b", "c"), status="not known"), ids="abc")
        (found,) = find_brokers(model)
        assert (found.code, found.wording) == ("sole-bridge-possible", "if-in-force-no-need")
        assert found.about == ("b",)
        assert "tie:contact:b--c" in found.evidence

    def test_it_stays_certain_where_what_is_not_known_leaves_one_pair_apart(self):
        """Read either way it is a cut point, but not of the same pairs; one has to stay."""
        star = [Tie(("a", other), level=2) for other in "bcd"]
        maybe = Tie(("b", "c"), status="not known")
        assert codes(town(star, maybe)) == [("sole-bridge", ("a",))]
        swapped = [Tie(("a", other), level=2) for other in "bc"]
        both = [maybe, Tie(("a", "d"), status="not known")]
        assert codes(town(swapped, both)) == [("sole-bridge-possible", ("a",))]

    def test_it_is_certain_where_all_the_others_were_asked(self):
        views = [Tie(tuple(ends), views=dict.fromkeys(ends, 2)) for ends in ("ab", "bc")]
        for asked, certain in ((["a", "c"], True), (["a", "b"], False), (None, False)):
            (found,) = find_brokers(town(views, ids="abc", asked=asked))
            assert found.code == "sole-bridge"
            assert found.numbers["certain"] is certain

    def test_its_key_stays_while_what_is_not_known_becomes_known(self):
        maybe = Tie(("a", "c"), id="maybe", status="not known")
        possible = town(path(*"abc"), maybe)
        sure = possible.replace(attrs.evolve(maybe, status="ended"))
        (before,), (after,) = find_brokers(possible), find_brokers(sure)
        assert before.code != after.code
        assert before.key == after.key == "sole-bridge:b"

    def test_the_rules_say_what_contact_is(self):
        """A word of one side alone is no contact that is known, where both have to confirm."""
        ties = [Tie(tuple(ends), views=[View(ends[0], 3)]) for ends in ("ab", "bc")]
        model = town(ties, ids="abc")
        assert codes(model) == [("sole-bridge", ("b",))]
        found = codes(model, rules=Rules(confirmation="both"))
        assert {code for code, _ in found} <= {"sole-bridge", "sole-bridge-possible"}

    def test_a_plain_graph_counts_as_asked(self):
        graph = nx.path_graph(5)
        nx.set_node_attributes(graph, "all", "group")
        found = find_brokers(from_networkx(graph))
        assert [finding.about for finding in found] == [("2",), ("1",), ("3",)]
        assert all(finding.numbers["certain"] for finding in found)


class TestSoleForum:
    FORUM = Forum("forum", "The forum", members=("c", "d"), level=2)

    def test_a_forum_where_alone_its_members_meet_holds_others_together(self):
        model = town(path(*"abc"), path(*"de"), self.FORUM, Flow("a", "e", 9))
        (found,) = find_brokers(model).of_code("sole-forum")
        assert (found.about, found.numbers["pairs"]) == (("forum",), 6)
        assert found.numbers["citizen_pairs"] == (Count.exactly(9),)
        assert found.evidence == ("flow:a--e",)
        assert "The forum" in found.sentence()

    def test_it_does_not_where_they_have_contact_of_their_own(self):
        model = town(self.FORUM, Tie(("c", "d"), level=1))
        assert not find_brokers(model).of_code("sole-forum", "sole-forum-possible")

    def test_it_may_where_such_contact_may_be_in_force(self):
        for maybe in (("c", "d"), ("a", "c")):
            tie = Tie(maybe, status="not known")
            model = town(path(*"ad"), self.FORUM, tie)
            found = find_brokers(model)
            assert len(found.of_code("sole-forum-possible")) == 1
            assert not found.of_code("sole-forum")

    def test_one_that_is_not_in_force_or_too_wide_bridges_nothing(self):
        for forum in (
            attrs.evolve(self.FORUM, status="planned"),
            attrs.evolve(self.FORUM, members=tuple(IDS)),
        ):
            assert codes(town(forum)) == []


class TestFragileBridge:
    def bridge(self, *persons, **more):
        ties = [Tie(("b", "c"), level=2, persons=n, id=f"t{k}") for k, n in enumerate(persons)]
        model = town(path(*"ab"), path(*"cd"), ties, Flow("a", "d", 40), **more)
        return find_brokers(model).of_code("fragile-bridge")

    def test_one_person_carries_the_only_way(self):
        (found,) = self.bridge(1)
        assert (found.about, found.numbers["pairs"]) == (("b", "c"), 4)
        assert found.numbers["citizen_pairs"] == (Count.exactly(40),)
        assert "(1)" in found.sentence()

    def test_it_is_certain_only_where_the_two_were_asked_too(self):
        assert self.bridge(1, asked=list(IDS))[0].numbers["certain"] is True
        assert self.bridge(1, asked=["a", "d", "e", "f"])[0].numbers["certain"] is False

    @pytest.mark.parametrize("persons", [(2,), (1, 1), (Count(),), (Count.at_most(2),)])
    def test_more_people_or_an_unknown_number_do_not_make_it_fragile(self, persons):
        assert self.bridge(*persons) == ()

    def test_the_tie_of_two_alone_is_a_fragile_link_and_no_bridge(self):
        model = town(Tie(("a", "b"), level=2, persons=1), Flow("a", "b"))
        assert codes(model) == []


class TestBroker:
    HOUSES: ClassVar = {"a": "x", "b": "y", "c": "z", "d": "x"}

    def test_stands_between_pairs_with_need_of_different_groups_without_contact(self):
        model = town(path(*"abc"), Flow("a", "c", 40), path(*"adc"), **self.HOUSES)
        found = find_brokers(model).of_code("broker")
        assert [finding.about for finding in found] == [("b",), ("d",)]
        assert [f.numbers["sole_pairs"] for f in found] == [0, 0]
        assert found[0].numbers["citizen_pairs"] == (Count.exactly(40),)
        assert found[0].numbers["first"] == "A – C"
        assert [f.numbers["liaison"] for f in found] == [1, 0]
        assert [f.numbers["representative"] for f in found] == [0, 1]

    def test_of_pairs_of_one_group_in_contact_or_that_may_be_is_none(self):
        for other in (Tie(("a", "c"), level=1), Tie(("a", "c"), status="not known")):
            model = town(path(*"abc"), Flow("a", "c", 40), other, **self.HOUSES)
            assert not find_brokers(model).of_code("broker")
        inside = town(path(*"abd"), Flow("a", "d", 40), **self.HOUSES)
        assert not find_brokers(inside).of_code("broker")
        assert find_brokers(inside, {"a": "1", "d": "2"}).of_code("broker")

    def test_those_with_most_citizens_across_come_first(self):
        flows = [Flow("a", "c", 5), Flow("c", "e", 50)]
        model = town(path(*"abcde"), flows)
        found = find_brokers(model).of_code("broker")
        assert [finding.about for finding in found] == [("d",), ("b",)]

    def test_groups_that_services_do_not_have_are_refused(self):
        with pytest.raises(InvalidArgument, match="organisation"):
            find_brokers(town(path(*"abc"), Flow("a", "c")), by="organization")  # type: ignore[arg-type]


def parted(before, after, without=()):
    """The pairs of others that a way joins before and none after, by looking at every pair."""
    nodes = sorted(set(before) - set(without))
    return {
        (a, b)
        for a, b in itertools.combinations(nodes, 2)
        if nx.has_path(before, a, b) and not nx.has_path(after, a, b)
    }


def naive(model, chosen):
    """Every bridge as code, about → what is parted, by taking it away."""
    judged = pairs(model, chosen)
    record = collaboration_graph(model, chosen)
    maybe = [pair.key for pair in judged if pair.in_contact is None]
    widest = nx.Graph(record)
    widest.add_edges_from(maybe)
    found = {}
    for service in record:
        less, less_widest = record.copy(), widest.copy()
        less.remove_node(service)
        less_widest.remove_node(service)
        lost = parted(record, less, [service])
        if lost:
            sure = parted(record, less_widest, [service])
            found["sole-bridge" if sure else "sole-bridge-possible", service] = lost
        elif lost := parted(widest, less_widest, [service]):
            found["sole-bridge-possible", service] = lost
    for forum in model.forums:
        judged_less = pairs(attrs.evolve(model, forums=_others(model, forum)), chosen)
        less, less_widest = nx.Graph(), nx.Graph()
        less.add_nodes_from(record)
        less_widest.add_nodes_from(record)
        less.add_edges_from(pair.key for pair in judged_less if pair.in_contact)
        less_widest.add_edges_from(p.key for p in judged_less if p.in_contact is not False)
        if lost := parted(record, less):
            sure = parted(record, less_widest)
            found["sole-forum" if sure else "sole-forum-possible", forum.id] = lost
    return found


def _others(model, forum):
    """The forums, with one that never took place in the stead of *forum*, so that ids stay."""
    return tuple(
        attrs.evolve(each, status="cancelled") if each is forum else each for each in model.forums
    )


class TestAgainstTakingEachAway:
    @settings(max_examples=150)
    @given(st.data())
    def test_what_is_parted_is_what_looking_at_every_pair_finds(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        expected = naive(model, chosen)
        found = {
            (finding.code, finding.about[0]): finding.numbers
            for finding in find_brokers(model, rules=chosen)
            if finding.code.startswith("sole")
        }
        assert found.keys() == expected.keys()
        needed = {pair.key: pair for pair in pairs(model, chosen).needed}
        for place, lost in expected.items():
            assert found[place]["pairs"] == len(lost)
            across = [needed[key].citizens for key in lost & needed.keys()]
            assert found[place]["needed_pairs"] == len(across)
            assert Count.total(found[place]["citizen_pairs"]) == Count.total(across)

    @settings(max_examples=60)
    @given(st.integers(1, 14), st.integers(0, 20), st.integers(0, 999))
    def test_on_a_plain_graph_it_agrees_with_the_cut_points(self, n, m, seed):
        graph = nx.relabel_nodes(nx.gnm_random_graph(n, min(m, n * (n - 1) // 2), seed=seed), str)
        nx.set_node_attributes(graph, "all", "group")
        found = {f.about[0]: f for f in find_brokers(from_networkx(graph)) if f.code != "broker"}
        cuts = cut_points(graph)
        assert tuple(sorted(found)) == cuts.points
        for name, finding in found.items():
            less = nx.Graph(graph)
            less.remove_node(name)
            whole = nx.node_connected_component(graph, name) - {name}
            sizes = [len(part) for part in nx.connected_components(less.subgraph(whole))]
            assert finding.numbers["pairs"] == cuts.node(name).parted
            assert finding.numbers["parts"] == len(sizes)
            assert finding.numbers["apart"] == sum(sizes) - max(sizes)

    @settings(max_examples=80)
    @given(st.data())
    def test_brokers_are_those_in_contact_with_both_sides(self, data):
        model = data.draw(models(**SOME, scale=FREY))
        by = {service.id: data.draw(st.sampled_from("xyz")) for service in model.services}
        graph = collaboration_graph(model)
        expected = {}
        for pair in pairs(model).needed:
            if by[pair.a] != by[pair.b] and pair.in_contact is False:
                between = sorted(nx.common_neighbors(graph, pair.a, pair.b))
                for broker in between:
                    some, alone = expected.get(broker, (0, 0))
                    expected[broker] = (some + 1, alone + (len(between) == 1))
        found = {
            f.about[0]: (f.numbers["needed_pairs"], f.numbers["sole_pairs"])
            for f in find_brokers(model, by).of_code("broker")
        }
        assert found == expected


class TestEveryModel:
    def test_without_contact_or_services_has_none(self):
        for model in (Model(), town(), town(Flow("a", "b", 40))):
            assert len(find_brokers(model)) == 0

    def test_with_problems_is_refused(self):
        with pytest.raises(InvalidModel):
            find_brokers(Model.of(Flow("a", "b")))

    @pytest.mark.parametrize("graph", [nx.star_graph(400), nx.path_graph(400)])
    def test_stars_and_long_paths_come_to_an_end(self, graph):
        nx.set_node_attributes(graph, "all", "group")
        found = find_brokers(from_networkx(graph))
        assert len(found) == len(cut_points(graph).points)

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_speaks_of_its_services_in_whole_sentences(self, name, lang):
        for finding in find_brokers(load_dataset(name)):
            for said in (finding.sentence(lang), finding.next_step(lang)):
                assert said.endswith(".")
                assert "{" not in said
                assert "None" not in said

    def test_the_town_hangs_on_the_one_door_out_of_the_probation_service(self):
        found = find_brokers(example_town())
        assert [finding.about for finding in found.of_code("sole-bridge")] == [
            ("youth-guidance",),
            ("probation-office",),
        ]
        assert found.of_code("broker")[0].about == ("outreach",)
        fragile = find_brokers(example_town(), rules=Rules(fragile_persons=2))
        assert [f.about for f in fragile.of_code("fragile-bridge")] == [
            ("youth-club", "youth-guidance")
        ]
