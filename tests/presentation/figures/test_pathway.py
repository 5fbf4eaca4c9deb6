"""The pathway line: each transition in order, the weakest marked, what is not known said."""

from __future__ import annotations

import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    Count,
    Disclosure,
    InvalidArgument,
    InvalidModel,
    Model,
    Organisation,
    Pathway,
    Rules,
    Service,
    Step,
    Tie,
    UnknownId,
    figures,
    pairs,
)
from collabmodel.datasets import example_town, load_dataset
from collabmodel.presentation.figures.colours import COLOURS, DARK
from collabmodel.presentation.figures.pathway import MOST_STOPS
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES, say, visible
from tests.hostile_names import HOSTILE
from tests.presentation.figures.seeing import SVG, contrast, drawn, outside, painted, texts

NAMES, UNKNOWN = "abcdefgh", Count()
SERVICES = [Service(id, f"Service {id}", provided_by="o") for id in NAMES]
RUNNER = Organisation("o", "The town")


def line(*steps, ties=(), asked=tuple(NAMES), citizens=UNKNOWN):
    """A model with one pathway; every service was asked unless something else is said."""
    made = [Step(step, level=3) if isinstance(step, str) else step for step in steps]
    return Model.of(
        RUNNER, *SERVICES, Pathway("p", "Home", made, citizens=citizens), *ties, asked=asked
    )


def weakest(model, **options):
    return [row["number"] for row in figures.pathway(model, **options).records() if row["weakest"]]


def strokes(figure):
    return [
        (path.get("stroke"), path.get("stroke-width"), path.get("stroke-dasharray"))
        for path in drawn(figure).iter(f"{SVG}path")
    ]


class TestTransitions:
    @settings(max_examples=60)
    @given(st.data())
    def test_are_judged_as_the_pairs_are(self, data):
        model = data.draw(models(with_needs=True).filter(lambda model: model.pathways))
        chosen = data.draw(rules(model.scale))
        pathway = data.draw(st.sampled_from(model.pathways))
        rows, judged = figures.pathway(model, pathway.id, chosen).records(), pairs(model, chosen)
        assert [(row["a"], row["b"]) for row in rows] == [
            (one.service, two.service)
            for one, two in zip(pathway.steps, pathway.steps[1:], strict=False)
        ]
        for row in rows:
            pair = judged.get(row["a"], row["b"])
            if row["standing"] is None:
                assert pair is None or pair.need is None
                continue
            assert row["standing"] == pair.standing
            assert (row["level"], row["needed_level"]) == (pair.level, pair.need.level)
            assert row["certain"] == (pair.is_certain if pair.standing == "unmet" else None)

    def test_stand_in_the_text_in_their_order(self):
        town = example_town()
        for pathway in town.pathways:
            said = str(figures.pathway(town, pathway.id)).splitlines()
            lines = [text for text in said if " → " in text and re.match(r"[\d?]+  ", text)]
            names = [town.label(step.service) for step in pathway.steps]
            assert len(lines) == len(names) - 1
            for text, one, two in zip(lines, names, names[1:], strict=False):
                assert text[3:].startswith(f"{one} → {two}: ")

    def test_say_what_they_have_and_need(self):
        written = texts(figures.pathway(line("a", "b", ties=[Tie(("a", "b"), level=1)])))
        assert "has level 1, networking" in written
        assert "needs level 3, coordination" in written

    def test_without_record_are_not_told_as_without_contact(self):
        figure = figures.pathway(line("a", "b", asked=None))
        assert "nothing on record" in texts(figure)
        assert "has level 0, none" not in str(figure)
        assert strokes(figure) == [(COLOURS["missing"], "8", "12 5")]
        assert figure.records()[0]["level"] is None

    def test_that_are_not_known_have_a_question_mark_and_dots(self):
        figure = figures.pathway(line("a", "b", ties=[Tie(("a", "b"))]))
        assert "?" in texts(figure)
        assert strokes(figure) == [(COLOURS["open"], "4", "2 4")]
        assert "?  Service a → Service b: " in str(figure)

    def test_of_a_service_with_its_part_or_with_itself_are_not_judged(self):
        part = Service("part", "A part", part_of="a")
        figure = figures.pathway(line("a", "part", "part").add(part))
        assert [row["standing"] for row in figure.records()] == [None, None]
        assert figure.title == say("figure.pathway.not-judged")
        assert str(figure).count(say("figure.pathway.state.no-pair")) == 2

    def test_of_too_few_citizens_are_not_judged(self):
        figure = figures.pathway(line("a", "b", citizens=7), rules=Rules(min_citizens=20))
        assert say("figure.pathway.state.few") in figure.description


class TestTheWeakest:
    def test_has_the_lowest_level_of_those_without_contact_enough(self):
        ties = [Tie(("a", "b"), level=2), Tie(("b", "c"), level=1), Tie(("c", "d"), level=3)]
        assert weakest(line("a", "b", "c", "d", ties=ties)) == [2]

    def test_needs_the_highest_where_levels_are_the_same(self):
        ties = [Tie((one, two), level=1) for one, two in ("ab", "bc")]
        assert weakest(line(Step("a", level=2), Step("b", level=4), "c", ties=ties)) == [2]

    def test_is_certain_rather_than_not(self):
        model = line("a", "b", "c", ties=[Tie(("b", "c"), level=2)], asked=["b", "c"])
        assert weakest(model) == [2]

    def test_are_several_where_they_are_the_same(self):
        figure = figures.pathway(line("a", "b", "c"))
        assert [row["weakest"] for row in figure.records()] == [True, True]
        assert "Weakest, and equally weak: 2." in texts(figure)

    def test_is_none_where_nothing_is_known_to_lack(self):
        assert weakest(line("a", "b", ties=[Tie(("a", "b"), level=3)])) == []
        assert weakest(line("a", "b", ties=[Tie(("a", "b"))])) == []

    def test_is_marked_by_word_weight_and_size_and_not_by_colour(self):
        figure = figures.pathway(line("a", "b", "c", ties=[Tie(("a", "b"), level=1)]))
        colours, weights, _ = zip(*strokes(figure), strict=True)
        assert len(set(colours)) == 1
        assert weights == ("4", "8")
        assert texts(figure).count("Weakest: not enough") == 1
        assert [c.get("r") for c in drawn(figure).iter(f"{SVG}circle")][:2] == ["10.0", "14.0"]

    @settings(max_examples=60)
    @given(st.data())
    def test_no_other_is_weaker(self, data):
        """Every two transitions are compared, in the words of the docstring."""
        model = data.draw(models(with_needs=True).filter(lambda model: model.pathways))
        pathway = data.draw(st.sampled_from(model.pathways))
        rows = figures.pathway(model, pathway.id).records()
        lows = [getattr(pairs(model).get(row["a"], row["b"]), "low", None) for row in rows]
        unmet = [n for n, row in enumerate(rows) if row["standing"] == "unmet"]

        def is_weaker(one, two):
            if rows[one]["certain"] != rows[two]["certain"]:
                return rows[one]["certain"]
            if lows[one] != lows[two]:
                return lows[one] < lows[two]
            return rows[one]["needed_level"] > rows[two]["needed_level"]

        expected = [n for n in unmet if not any(is_weaker(other, n) for other in unmet)]
        assert [n for n, row in enumerate(rows) if row["weakest"]] == expected


class TestWhichPathway:
    def test_the_only_one_need_not_be_named(self):
        assert figures.pathway(line("a", "b")).svg() == figures.pathway(line("a", "b"), "p").svg()

    def test_one_of_several_has_to_be_named(self):
        with pytest.raises(InvalidArgument, match="6 pathways, name one: 'home-from-the-ward'"):
            figures.pathway(example_town())

    def test_an_unknown_one_is_refused_with_the_nearest(self):
        expected = "no pathway has the id 'home-from-ward'. Did you mean 'home-from-the-ward'?"
        with pytest.raises(UnknownId) as raised:
            figures.pathway(example_town(), "home-from-ward")
        assert str(raised.value) == expected
        for other in ("flats", 7, ["p"]):  # a service is no pathway
            with pytest.raises(UnknownId, match="no pathway has the id"):
                figures.pathway(example_town(), other)

    def test_none_at_all_gives_a_figure_that_says_so(self):
        figure = figures.pathway(Model())
        assert figure.title == say("figure.pathway.none")
        assert figure.records() == []
        assert drawn(figure) is not None

    def test_without_two_services_says_so(self):
        for steps in ([], ["a"]):
            figure = figures.pathway(line(*steps))
            assert figure.title == say("figure.pathway.too-short")
            assert ("Service a" in texts(figure)) == bool(steps)

    def test_other_arguments_are_checked(self):
        with pytest.raises(InvalidArgument, match="lang: expected one of en, da, nb, found 'se'"):
            figures.pathway(Model(), lang="se")
        with pytest.raises(InvalidModel):
            figures.pathway(Model.of(Pathway("p", "P", ["a", "b"])))


class TestLongPathways:
    LONG = line(*NAMES)

    def test_go_on_in_another_row_which_begins_with_the_last_station(self):
        figure = figures.pathway(self.LONG)
        written = texts(figure)
        assert [written.count(f"Service {id}") for id in NAMES] == [1, 1, 1, 2, 1, 1, 2, 1]
        assert say("figure.pathway.continued") in written
        heights = {
            path.get("d").split()[1].partition("H")[0] for path in drawn(figure).iter(f"{SVG}path")
        }
        assert len(heights) == 3

    def test_short_ones_stand_in_one_row(self):
        assert say("figure.pathway.continued") not in texts(figures.pathway(line(*"abcd")))

    def test_are_cut_after_forty_stations_and_say_so(self):
        steps = [NAMES[n % 8] for n in range(MOST_STOPS + 3)]
        figure = figures.pathway(line(*steps))
        assert say("figure.pathway.not-drawn", "en", 3) in texts(figure)
        drawn_rows = [row["drawn"] for row in figure.records()]
        assert drawn_rows == [True] * (MOST_STOPS - 1) + [False] * 3
        assert len(strokes(figure)) == MOST_STOPS - 1
        assert outside(figure) == []


class TestWhatIsSeen:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_each_pathway_of_the_town_in_each_language(self, lang):
        town = example_town()
        for pathway in town.pathways:
            figure = figures.pathway(town, pathway.id, lang=lang)
            assert outside(figure) == outside(figure, bare=True) == []
            assert drawn(figure).get("lang") == lang
            said = {" ".join(text.split()) for text in texts(figure)}
            assert not any("…" in text for text in said)

    @pytest.mark.parametrize("name", ["randers", "sor_helgeland"])
    def test_a_case_without_pathways_has_an_honest_figure(self, name):
        assert figures.pathway(load_dataset(name)).title == say("figure.pathway.none")

    @pytest.mark.parametrize("colours", [COLOURS, DARK], ids=["light", "dark"])
    def test_every_text_and_mark_can_be_seen(self, colours):
        ties = [Tie(("a", "b")), Tie(("b", "c"), level=3)]
        figure = figures.pathway(line(*NAMES, "h", ties=ties, asked=tuple("cde")))
        ground, badge, seen = colours["ground"], None, set()
        for element, fill, stroke in painted(figure, colours):
            kind = element.tag.removeprefix(SVG)
            if kind == "circle":
                badge = fill
                assert max(contrast(fill, ground), contrast(stroke, ground)) >= 3
            elif kind == "text":
                behind = badge if fill == ground else ground
                assert contrast(fill, behind) >= 4.5, "".join(element.itertext())
            elif kind == "path":
                assert contrast(stroke, ground) >= 3
                seen.add((element.get("stroke-width"), element.get("stroke-dasharray")))
        assert len(seen) == 5  # in grey the sorts of lines still differ

    @pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
    def test_names_from_outside_are_text_and_nothing_else(self, name):
        model = Model.of(
            Organisation("o", name),
            *(Service(id, name, provided_by="o") for id in NAMES),
            Pathway("p", name, tuple(NAMES), for_whom=name),
            title=name,
        )
        plain = model.replace(
            *(attrs.evolve(e, name="x" * 3000) for e in model.elements() if e.name == name)
        )
        figure, other = figures.pathway(model), figures.pathway(plain)
        allowed = {(e.tag, key) for e in drawn(other).iter() for key in (*e.attrib, "")}
        assert {(e.tag, key) for e in drawn(figure).iter() for key in (*e.attrib, "")} <= allowed
        svg = figure.svg().replace("\n", "")
        assert visible(svg) == svg
        assert f"{visible(name)} → {visible(name)}" in figure.description
        assert outside(figure) == []


def test_hidden_numbers_of_citizens_stand_nowhere():
    model = line("a", "b", "c", citizens=12_345)
    hiding = Disclosure(threshold=100_000, base=100_000)
    figure = figures.pathway(model, disclosure=hiding)
    forms = [figure.svg(), figure.table(), str(figure), repr(figure), repr(figure.records())]
    assert not any("12345" in form or "12,345" in form for form in forms)
    assert "<100000" in str(figure)
    assert figures.pathway(line("a", "b", citizens=3)).records()[0]["citizens_max"] == 4
