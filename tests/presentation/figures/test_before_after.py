"""Before and after: every change of `compare`, its levels, its certainty; honest where none is."""

from __future__ import annotations

import re
from collections import Counter

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    Disclosure,
    Flow,
    InvalidArgument,
    InvalidModel,
    LevelScale,
    Model,
    Organisation,
    Service,
    Tie,
    UnknownId,
    compare,
    figures,
)
from collabmodel.analysis.comparison import CHANGES
from collabmodel.datasets import example_town, load_dataset, randers, sor_helgeland
from collabmodel.presentation.figures.colours import COLOURS, DARK
from collabmodel.testing import models
from collabmodel.words import LANGUAGES, say, visible
from tests.hostile_names import HOSTILE
from tests.presentation.figures.seeing import SVG, contrast, drawn, outside, painted, texts

SERVICES = tuple(Service(id, f"Service {id}") for id in "abcd")
MOVE = Flow("a", "b", citizens=40)
BOTH = ("a", "b", "c", "d")


def town(*elements, asked=BOTH, services=SERVICES):
    return Model.of(*services, *elements, asked=asked)


def tie(level=None, **fields):
    return Tie(("a", "b"), level=level, **fields)


CASES = {
    "gap-opened": ([MOVE, tie(2)], [MOVE]),
    "gap-closed": ([MOVE], [MOVE, tie(2)]),
    "tie-lost": ([tie(2)], []),
    "tie-weakened": ([tie(2)], [tie(1)]),
    "tie-gained": ([], [tie(2)]),
    "tie-strengthened": ([tie(2)], [tie(3)]),
    "need-gained": ([tie(2)], [tie(2), MOVE]),
    "need-lost": ([tie(2), MOVE], [tie(2)]),
    "gap-change-not-known": ([MOVE, tie()], [MOVE, tie(3)]),
}
"""What is on record before and now where just that happened first."""


@pytest.fixture(scope="module")
def years():
    return example_town(), example_town(year=2)


@pytest.fixture(scope="module")
def figure(years):
    return figures.before_after(*years)


def whole_and_dashed(figure):
    """The lines between two levels, by whether they are dashed."""
    found = [p for p in drawn(figure).iter(f"{SVG}path") if p.get("stroke-width") == "3"]
    return [bool(p.get("stroke-dasharray")) for p in found if "h36" not in p.get("d")]


class TestChanges:
    @settings(max_examples=20)
    @given(st.data())
    def test_are_all_in_the_table_with_what_compare_says(self, data):
        before = data.draw(models(with_needs=True))
        after = data.draw(models(with_needs=True).filter(lambda m: m.scale == before.scale))
        found = compare(before, after)
        rows = figures.before_after(before, after).records()

        def told(code, about, numbers):
            levels = (numbers.get("before_level"), numbers.get("after_level"))
            return code, *about, levels, numbers["certain"]

        wanted = [told(f.code, f.about, f.numbers) for f in (*found, *found.told_apart)]
        shown = [
            told(row["code"], [id for id in (row["a"], row["b"]) if id is not None], row)
            for row in rows
        ]
        assert sorted(map(repr, shown)) == sorted(map(repr, wanted))

    def test_of_one_pair_stand_in_one_row(self):
        figure = figures.before_after(town(MOVE), town(MOVE, tie(3)))
        assert [row["code"] for row in figure.records()] == ["gap-closed", "tie-gained"]
        (row,) = figure.picture.rows
        assert row.code == "gap-closed"
        assert "Gap closed · Contact gained · 40 citizens" in texts(figure)

    @pytest.mark.parametrize("code", CHANGES)
    def test_are_told_by_a_mark_and_a_word(self, code):
        figure = figures.before_after(*(town(*elements) for elements in CASES[code]))
        (row,) = figure.picture.rows
        assert row.code == code
        assert say(f"finding.{code}.title") in texts(figure)

    def test_have_marks_of_different_shapes(self):
        """Colours left out, no two are drawn alike."""
        shapes = set()
        for before, after in CASES.values():
            root = drawn(figures.before_after(town(*before), town(*after)))
            moved = [g for g in root.iter(f"{SVG}g") if "translate(32" in g.get("transform", "")]
            shapes.add(tuple((e.tag, e.get("d"), e.get("r"), e.text) for e in moved[0]))
        assert len(shapes) == len(CASES) == len(CHANGES) + 1

    def test_stand_where_their_levels_are(self):
        figure = figures.before_after(town(MOVE, tie(1)), town(MOVE, tie(3)))
        places = {text: x for x, text in figure.picture.ticks}
        (row,) = figure.picture.rows
        assert (row.was, row.now, row.needed) == (places["1"], places["3"], places["2"])
        steps = [places[str(n + 1)] - places[str(n)] for n in range(5)]
        assert steps == pytest.approx([steps[0]] * 5)

    def test_without_need_now_have_no_level_needed(self):
        figure = figures.before_after(town(MOVE, tie(1)), town(tie(1)))
        (row,) = figure.picture.rows
        assert row.needed is None
        assert say("figure.before-after.needed") not in texts(figure)

    def test_of_a_level_that_is_not_known_stand_under_a_question_mark(self):
        figure = figures.before_after(town(MOVE, asked=None), town(MOVE, tie(3), asked=None))
        (row,) = figure.picture.rows
        assert row.was == {text: x for x, text in figure.picture.ticks}["?"]
        assert figure.records()[0]["before_level"] is None
        assert "level 0, none" not in figure.table()

    def test_are_dashed_where_they_are_not_certain(self):
        for asked, is_dashed in ((BOTH, False), (None, True), (("a",), True)):
            figure = figures.before_after(town(MOVE, asked=asked), town(MOVE, tie(3), asked=asked))
            assert whole_and_dashed(figure) == [is_dashed]
            assert (say("figure.before-after.uncertain") in texts(figure)) == is_dashed
            assert any("not certain" in text for text in texts(figure)) == is_dashed

    def test_that_are_not_known_have_a_question_mark(self):
        figure = figures.before_after(town(MOVE, tie()), town(MOVE, tie(3)))
        assert {row["certain"] for row in figure.records()} == {None}
        assert say("figure.before-after.apart") in texts(figure)
        assert "\n?  " in str(figure)


class TestNumbers:
    def test_are_those_of_the_comparison(self, years, figure):
        found = compare(*years)
        numbers = [slope.numbers for slope in figure.picture.slopes]
        was, now = found.before, found.after
        assert numbers[:3] == [
            (str(was.missing), str(now.missing)),
            (str(was.in_contact), str(now.in_contact)),
            (str(was.needed), str(now.needed)),
        ]
        assert numbers[3] == ("51–63%", "60–70%")
        assert figure.title == f"Missing links: {was.missing} before, {now.missing} now."
        opened, closed = found.count("gap-opened"), found.count("gap-closed")
        assert f"opened {opened}, closed {closed}" in texts(figure)

    def test_of_pairs_have_one_scale(self, figure):
        """One pair more stands as much higher in each of them."""
        slopes = figure.picture.slopes[:3]
        values = [int(number) for slope in slopes for number in slope.numbers]
        heights = [height for slope in slopes for height in (slope.was[0], slope.now[0])]
        per_pair = {
            round((heights[0] - height) / (value - values[0]), 6)
            for value, height in zip(values[1:], heights[1:], strict=True)
        }
        assert len(per_pair) == 1
        assert per_pair.pop() > 0

    def test_of_a_share_that_is_not_defined_are_not_drawn(self):
        figure = figures.before_after(town(), town(tie(2)))
        assert figure.picture.slopes[3].numbers == ("–", "–")
        assert not figure.picture.slopes[3].is_drawn
        assert say("change.share.none") in texts(figure)


class TestHonesty:
    def test_nothing_changed_is_said(self):
        figure = figures.before_after(town(MOVE, tie(1)), town(MOVE, tie(1)))
        assert figure.title == say("change.none")
        assert figure.records() == []
        assert figure.picture.rows == figure.picture.legend == figure.picture.levels == ()

    def test_models_that_share_no_service_cannot_be_compared(self):
        figure = figures.before_after(randers(), sor_helgeland())
        assert figure.title == say("figure.before-after.nothing-shared")
        assert say("change.none") not in str(figure)
        assert not any(slope.is_joined for slope in figure.picture.slopes)
        assert {row["code"] for row in figure.records()} == {
            "service-only-before",
            "service-only-after",
        }

    def test_services_in_one_model_only_are_told_apart_by_their_ids(self):
        other = (*SERVICES[:3], Service("d2", "Service d"))
        figure = figures.before_after(town(), town(services=other, asked=None))
        rows = [(row["code"], row["a"], row["b"]) for row in figure.records()]
        assert rows == [("service-only-before", "d", None), ("service-only-after", "d2", None)]
        assert say("figure.before-after.only-one", "en", 2) in texts(figure)

    def test_empty_models_are_said_to_be_empty(self):
        assert figures.before_after(Model(), Model()).title == say("report.answer.empty")

    def test_what_is_looked_at_is_said(self, years):
        figure = figures.before_after(*years, around="shelter")
        assert say("change.around", "en", name="Night shelter") in texts(figure)
        found = compare(*years, around="shelter")
        assert [r["code"] for r in figure.records()] == [f.code for f in found]


class TestManyChanges:
    def test_are_cut_and_each_sort_keeps_its_first(self, years, figure):
        codes = Counter(row.code for row in figure.picture.rows)
        assert sum(codes.values()) == 20
        firsts = {}
        for finding in compare(*years):
            firsts.setdefault(finding.about, finding.code)
        assert set(codes) == set(firsts.values())
        more = len(firsts) - 20
        assert say("figure.before-after.more", "en", more) in texts(figure)
        pairs_drawn = {(row["a"], row["b"]) for row in figure.records() if row["drawn"]}
        assert len(pairs_drawn) == 20

    def test_none_may_be_drawn(self, years):
        figure = figures.before_after(*years, most=0)
        assert figure.picture.rows == ()
        assert not any(row["drawn"] for row in figure.records())


class TestTheCall:
    def test_what_it_cannot_use_is_refused(self):
        with pytest.raises(InvalidArgument, match="lang: expected one of en, da, nb, found 'se'"):
            figures.before_after(Model(), Model(), lang="se")
        for wrong in (-1, 2.0, True, None):
            with pytest.raises(InvalidArgument, match="most: expected a whole number from 0"):
                figures.before_after(Model(), Model(), most=wrong)
        with pytest.raises(UnknownId):
            figures.before_after(town(), town(), around="nobody")
        with pytest.raises(InvalidModel):
            figures.before_after(Model(), Model.of(MOVE))

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_text_has_room_in_every_language(self, years, lang):
        figure = figures.before_after(*years, lang=lang, most=40)
        assert outside(figure) == outside(figure, bare=True) == []
        assert drawn(figure).get("lang") == lang

    @pytest.mark.parametrize("name", ["more_og_romsdal", "sor_helgeland", "randers"])
    def test_a_case_with_itself_has_no_change(self, name):
        case = load_dataset(name)
        figure = figures.before_after(case, case)
        assert figure.records() == []
        assert outside(figure) == []

    def test_a_scale_of_many_levels_has_room(self):
        scale = LevelScale("long", [f"Step number {n}" for n in range(60)])
        models_ = [attrs.evolve(town(MOVE, tie(level)), scale=scale) for level in (1, 59)]
        figure = figures.before_after(*models_)
        assert len(figure.picture.ticks) <= 11
        assert outside(figure) == []


@pytest.mark.parametrize("colours", [COLOURS, DARK], ids=["light", "dark"])
def test_every_text_and_mark_can_be_seen(colours):
    before = town(MOVE, tie(1), Tie(("c", "d")), Flow("c", "d", 9), Tie(("a", "c"), level=3))
    after = town(MOVE, tie(3), Tie(("c", "d"), level=2), Flow("c", "d", 9), Flow("b", "c", 9))
    ground, behind, seen = colours["ground"], colours["ground"], set()
    for element, fill, stroke in painted(figures.before_after(before, after), colours):
        kind = element.tag.removeprefix(SVG)
        if kind == "text":
            assert contrast(fill, behind if fill == ground else ground) >= 4.5, element.text
        elif kind in ("circle", "path"):
            parts = [c for c in (fill, stroke) if c not in ("none", ground)]
            on_mark = not parts and behind != ground
            assert on_mark or max(contrast(c, ground) for c in parts) >= 3
            behind = fill if fill not in ("none", ground) else behind
            seen.add(kind)
    assert seen == {"circle", "path"}


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_names_from_outside_are_text_and_nothing_else(name):
    def pair(called):
        services = [Service(id, called) for id in "abc"]
        before = Model.of(Organisation("o", called), *services, MOVE, title=called)
        return before, before.without("c").add(tie(3))

    figure, other = figures.before_after(*pair(name)), figures.before_after(*pair("x" * 3000))
    allowed = {(e.tag, key) for e in drawn(other).iter() for key in (*e.attrib, "")}
    assert {(e.tag, key) for e in drawn(figure).iter() for key in (*e.attrib, "")} <= allowed
    svg = figure.svg().replace("\n", "")
    assert visible(svg) == svg
    assert visible(name) in figure.description
    assert outside(figure) == []


def test_hidden_numbers_of_citizens_stand_nowhere():
    before, after = town(Flow("a", "b", 12_345)), town(Flow("a", "b", 23_456), tie(3))
    hiding = Disclosure(threshold=100_000, base=100_000)
    figure = figures.before_after(before, after, disclosure=hiding)
    forms = [figure.svg(), figure.table(), str(figure), repr(figure), repr(figure.records())]
    numbers = {int(number) for form in forms for number in re.findall(r"\d+", form)}
    assert not {12_345, 23_456} & numbers
    assert figure.records()[0]["citizens_after_max"] == 99_999
