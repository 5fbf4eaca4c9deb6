"""The picture of brokers: who stands in it, how long the bars are, and what is kept apart."""

from __future__ import annotations

import itertools
import re

import attrs
import networkx as nx
import pytest

from collabmodel import (
    Disclosure,
    Flow,
    InvalidArgument,
    InvalidModel,
    Model,
    Organisation,
    Service,
    Tie,
    collaboration_graph,
    figures,
    find_brokers,
    pairs,
)
from collabmodel.datasets import NAMES, example_town, load_dataset, randers
from collabmodel.presentation.figures.colours import COLOURS, DARK
from collabmodel.words import LANGUAGES, say, visible
from tests.hostile_names import HOSTILE
from tests.presentation.figures.made_models import made
from tests.presentation.figures.seeing import SVG, contrast, drawn, outside, painted, texts

GP, WARD, FLATS = (
    Service("gp", "The GP", provided_by="state"),
    Service("ward", "The ward", provided_by="region"),
    Service("flats", "The flats", provided_by="town"),
)
RUNNERS = tuple(Organisation(id, id.title()) for id in ("region", "state", "town"))
CHAIN = (Tie(("gp", "ward"), level=2), Tie(("flats", "gp"), level=2))
MOVE = Flow("ward", "flats", 40)


def small(*elements, asked=None):
    return Model.of(*RUNNERS, GP, WARD, FLATS, *elements, asked=asked)


class TestRows:
    @pytest.mark.parametrize("name", ["example_town", "randers"])
    def test_are_the_findings_in_their_order(self, name):
        model = load_dataset(name)
        rows, found = figures.brokers(model).records(), find_brokers(model)
        assert [row["code"] for row in rows] == [finding.code for finding in found]
        assert [row["a"] for row in rows] == [finding.about[0] for finding in found]
        assert [row["sentence"] for row in rows] == [finding.sentence() for finding in found]

    def test_count_the_pairs_that_would_be_parted(self):
        town = example_town()
        graph = collaboration_graph(town)
        rows = [r for r in figures.brokers(town).records() if r["code"] == "sole-bridge"]
        assert len(rows) == 2
        for row in rows:
            left = graph.subgraph(set(graph) - {row["a"]})
            parted = sum(
                nx.has_path(graph, a, b) and not nx.has_path(left, a, b)
                for a, b in itertools.combinations(left, 2)
            )
            assert row["pairs"] == parted

    def test_tell_who_runs_a_service_and_what_is_a_forum(self):
        rows = {row["name"]: row["organisation"] for row in figures.brokers(randers()).records()}
        assert rows["Psykiatrisk Afdeling"] == "Region Midtjylland"
        assert rows["Meetings of the three leaders"] == "forum"
        nobody = attrs.evolve(GP, provided_by=())
        rows = figures.brokers(Model.of(nobody, FLATS, WARD, *RUNNERS, *CHAIN)).records()
        assert rows[0]["organisation"] == say("figure.map.nobody")

    def test_of_a_contact_that_one_person_carries_name_both_sides(self):
        more = Service("more", "More")
        model = small(
            more, *CHAIN, Tie(("flats", "more"), level=2), Tie(("ward", "more"), status="ended")
        )
        fragile = [
            attrs.evolve(tie, persons=1) if set(tie.parties) == {"flats", "gp"} else tie
            for tie in model.ties
        ]
        rows = figures.brokers(model.replace(*fragile)).records()
        (row,) = [row for row in rows if row["code"] == "fragile-bridge"]
        assert (row["a"], row["b"]) == ("flats", "gp")
        assert row["name"] == "The flats – The GP"
        assert row["organisation"] == "Town, State"


class TestBars:
    @pytest.mark.parametrize("name", ["example_town", "randers"])
    def test_are_as_long_as_there_are_pairs(self, name):
        figure = figures.brokers(load_dataset(name), most=100)
        rows, bars = figure.records(), figure.picture.bars
        assert len(bars) == len(rows)
        for are_brokers in (True, False):
            some = [
                (bar, row)
                for bar, row in zip(bars, rows, strict=True)
                if (row["code"] == "broker") == are_brokers
            ]
            longest = max((row["pairs"] for _, row in some), default=0)
            for bar, row in some:
                part = row["sole_pairs"] if are_brokers else row["needed_pairs"]
                assert bar.whole == pytest.approx(496 * row["pairs"] / longest)
                assert bar.part == pytest.approx(496 * part / longest)

    def test_say_their_numbers(self):
        written = texts(figures.brokers(small(*CHAIN, MOVE)))
        bridge = say("figure.brokers.bridge", "en", 1, some=1)
        assert f"{bridge} · 40 citizen-pairs" in written
        between = say("figure.brokers.between", "en", 1, some=1)
        assert f"{between} · 40 citizen-pairs" in written
        assert say("figure.brokers.bridge", "en", 1, some=0) in texts(
            figures.brokers(small(*CHAIN))
        )

    def test_names_who_is_cut_off_and_which_pair_is_first(self):
        written = texts(figures.brokers(small(*CHAIN, MOVE)))
        assert "Cut off (1): The ward" in written or "Cut off (1): The flats" in written
        assert "First: The flats – The ward" in written


class TestWhatIsNotKnown:
    def test_is_kept_apart_and_drawn_otherwise(self):
        figure = figures.brokers(randers())
        styles = [bar.style for bar in figure.picture.bars]
        assert styles == ["sure", "sure", "sure", "maybe"]
        written = texts(figure)
        alone, maybe = (say(f"figure.brokers.section.{sort}") for sort in ("alone", "maybe"))
        who = "Center For Psykiatrien"
        assert written.index(alone) < written.index(maybe) < written.index(who)
        assert say("figure.brokers.maybe", "en", 1) in figure.description

    def test_is_the_heading_where_there_is_no_more(self):
        vague = [attrs.evolve(tie, status="not known") for tie in CHAIN]
        figure = figures.brokers(small(*vague))
        assert figure.title == say("figure.brokers.heading.maybe", "en", 1, first="The GP")
        assert [bar.style for bar in figure.picture.bars] == ["maybe"]
        assert say("figure.brokers.section.alone") not in texts(figure)

    def test_in_grey_differs_by_dashes_and_hatching(self):
        figure = figures.brokers(randers())
        bars = {
            (rect.get("fill").partition("-")[0][:4], rect.get("stroke-dasharray"))
            for rect in drawn(figure).iter(f"{SVG}rect")
            if rect.get("stroke")
        }
        assert bars == {(COLOURS["grid"][:4], None), (COLOURS["arc"][:4], None)} | {
            ("none", "3 2"),
            ("url(", None),
        }
        assert contrast(COLOURS["grid"], COLOURS["arc"]) >= 3
        assert contrast(DARK["grid"], DARK["arc"]) >= 3

    def test_is_said_where_others_were_not_asked(self):
        asked = figures.brokers(small(*CHAIN, asked=["ward", "flats"]))
        assert asked.records()[0]["certain"] is True
        note = say("figure.brokers.uncertain", "en", 1)
        assert note not in texts(asked)
        assert note in texts(figures.brokers(small(*CHAIN, asked=["ward"])))


class TestTheHeading:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_names_the_first(self, lang):
        title = figures.brokers(small(*CHAIN), lang=lang).title
        assert title == say("figure.brokers.heading.alone", lang, 1, first="The GP")

    def test_says_that_nobody_holds_the_network_together_alone(self):
        whole = small(*CHAIN, Tie(("ward", "flats"), level=2))
        figure = figures.brokers(whole)
        assert figure.title == say("question.6.clear")
        assert (figure.records(), figure.picture.bars) == ([], ())

    def test_says_that_nothing_is_on_record(self):
        assert figures.brokers(small()).title == say("question.6.none")
        assert figures.brokers(Model()).title == say("report.answer.empty")

    def test_is_followed_by_how_many_stand_between_groups(self):
        figure = figures.brokers(small(*CHAIN, MOVE))
        assert say("figure.brokers.stand-between", "en", 1) in figure.description
        together = {"gp": "x", "ward": "x", "flats": "x"}
        assert [r["code"] for r in figures.brokers(small(*CHAIN, MOVE), together).records()] == [
            "sole-bridge"
        ]


class TestMany:
    def test_those_that_are_not_drawn_are_counted(self):
        figure = figures.brokers(example_town(), most=1)
        assert [row["drawn"] for row in figure.records()].count(True) == 2
        assert len(figure.picture.bars) == 2
        assert say("figure.brokers.more.alone", "en", 1) in texts(figure)
        assert say("figure.brokers.more.between", "en", 20) in texts(figure)

    def test_none_need_be_drawn(self):
        figure = figures.brokers(randers(), most=0)
        assert figure.picture.bars == ()
        assert say("figure.brokers.more.alone", "en", 3) in texts(figure)
        assert say("figure.brokers.more.maybe", "en", 1) in texts(figure)


# What can be read


class TestSeeing:
    @pytest.mark.parametrize("name", ["example_town", "randers"])
    @pytest.mark.parametrize("colours", [COLOURS, DARK], ids=["light", "dark"])
    def test_every_text_and_bar_has_contrast(self, name, colours):
        seen = {"text": 0, "rect": 0}
        for element, fill, stroke in painted(figures.brokers(load_dataset(name)), colours):
            kind = element.tag.removeprefix(SVG)
            if kind == "text":
                assert contrast(fill, colours["ground"]) >= 4.5
            elif kind == "rect" and element.get("stroke"):
                assert contrast(stroke, colours["ground"]) >= 3
            else:
                continue
            seen[kind] += 1
        assert all(count > 5 for count in seen.values())

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_nothing_leaves_the_picture(self, name, lang):
        figure = figures.brokers(load_dataset(name), lang=lang)
        assert outside(figure) == []
        assert outside(figure, bare=True) == []
        assert drawn(figure).find(f"{SVG}title").text == figure.title
        assert len(figure.table("tsv").splitlines()) == 1 + len(figure.records())
        for bar in figure.picture.bars:
            assert bar.x + bar.whole <= figure.frame.width

    @pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
    def test_names_from_outside_are_text_and_nothing_else(self, name):
        def figure(name):
            everyone = [attrs.evolve(each, name=name) for each in (*RUNNERS, GP, WARD, FLATS)]
            return figures.brokers(Model.of(*everyone, *CHAIN, MOVE, title=name))

        svg, root = figure(name).svg(), drawn(figure(name))
        plain = list(drawn(figure("x" * 3000)).iter())
        assert {element.tag for element in root.iter()} <= {element.tag for element in plain}
        known = {key for element in plain for key in element.attrib}
        assert {key for element in root.iter() for key in element.attrib} <= known
        assert visible(svg.replace("\n", "")) == svg.replace("\n", "")
        assert visible(name) in figure(name).description
        assert outside(figure(name)) == []

    @pytest.mark.parametrize("seed", range(8))
    def test_hidden_numbers_of_citizens_stand_nowhere(self, seed):
        model = made(20, 4, seed, least=10_000)
        hiding = Disclosure(threshold=100_000, base=100_000)
        figure = figures.brokers(model, disclosure=hiding)
        counts = {flow.citizens.min for flow in model.flows}
        counts |= {pair.citizens.min for pair in pairs(model)}
        bundle = figure._repr_mimebundle_(exclude={"image/png"})
        forms = [*bundle.values(), figure.table(), repr(figure), repr(figure.records())]
        numbers = {
            int(n) for form in (*forms, repr(figure.picture)) for n in re.findall(r"\d+", form)
        }
        assert not counts & numbers
        assert any(number and number % 99_999 == 0 for number in numbers)


class TestTheCall:
    def test_what_is_unknown_is_refused(self):
        with pytest.raises(InvalidArgument, match="lang: expected one of en, da, nb, found 'se'"):
            figures.brokers(Model(), lang="se")
        for wrong in (-1, 2.0, True, None):
            with pytest.raises(InvalidArgument, match="most: expected a whole number from 0"):
                figures.brokers(Model(), most=wrong)
        with pytest.raises(InvalidArgument, match="by: expected"):
            figures.brokers(small(*CHAIN), "sectors")
        with pytest.raises(InvalidModel):
            figures.brokers(Model.of(Flow("a", "b")))
