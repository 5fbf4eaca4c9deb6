"""The timeline: each promise at its time, vague where its date is vague, with what became of it."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from collabmodel import (
    Activity,
    Forum,
    Initiative,
    InvalidArgument,
    InvalidModel,
    Model,
    Service,
    Tie,
    When,
    figures,
    find_promises,
)
from collabmodel.datasets import NAMES, example_town, load_dataset, randers
from collabmodel.domain.vocabulary import Status
from collabmodel.presentation.figures.colours import COLOURS, DARK
from collabmodel.presentation.figures.timeline_span import axis_of, span_of
from collabmodel.testing import models, whens
from collabmodel.words import LANGUAGES, say, visible
from tests.hostile_names import HOSTILE
from tests.presentation.figures.seeing import SVG, contrast, drawn, outside, painted, texts

EVERY_STATUS: dict[Status, str] = {
    "planned": "planned",
    "adopted": "running",
    "ongoing": "running",
    "held": "held",
    "ended": "ended",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "idea": "wished",
    "wanted": "wished",
    "discussed": "wished",
    "not known": "not-known",
}


def happenings(*dates, status="planned"):
    return Model.of(
        *(Activity(f"Day {n}", when=when, status=status) for n, when in enumerate(dates))
    )


def bars(figure):
    """Each bar of the rows: from, to, and whether it is certain."""
    root = drawn(figure)
    legend = {"36", "36.0"}
    found = [rect for rect in root.iter(f"{SVG}rect") if rect.get("x") and rect.get("y")]
    return [
        (
            float(r.get("x")),
            float(r.get("x")) + float(r.get("width")),
            not r.get("stroke-dasharray"),
        )
        for r in found
        if r.get("width") not in legend and r.get("height") in ("10", "8.4")
    ]


class TestSpans:
    @settings(max_examples=300)
    @given(whens(), st.dates(dt.date(1900, 1, 1), dt.date(2150, 12, 31)), st.data())
    def test_hold_the_days_that_the_date_says(self, when, some_day, data):
        """Asked of the date itself, day by day: whether it surely, perhaps or never overlaps."""
        span = span_of(when)
        if span is None:
            assert when.earliest is None
            assert when.latest is None
            return
        edges = [span.low, span.high, *(span.certain or ())]
        near = [edge + step for edge in edges for step in (-1, 0, 1)]
        number = data.draw(st.sampled_from([some_day.toordinal(), *near]))
        assume(1 <= number <= dt.date.max.toordinal())
        overlaps = when.overlaps(When(dt.date.fromordinal(number).isoformat()))
        is_possible = (span.before or number >= span.low) and (span.after or number <= span.high)
        assert bool(is_possible) == (overlaps is not False)
        if "/" in when.text and span.certain:
            start, end = span.certain
            is_certain = (number >= start or (span.before == "open" and number < start)) and (
                number <= end or (span.after == "open" and number > end)
            )
            assert is_certain == (overlaps is True)

    def test_of_a_date_coarser_than_a_day_hold_no_certain_day(self):
        assert span_of(When("2024-10")).certain is None
        assert span_of(When("2024-10-05~")).certain is None
        day = dt.date(2024, 10, 5).toordinal()
        assert span_of(When("2024-10-05")).certain == (day, day)

    def test_tell_what_goes_on_from_what_nobody_knows(self):
        found = [(span.before, span.after) for span in map(span_of, map(When, DATES))]
        assert found == [("", "open"), ("open", ""), ("", "not known"), ("not known", "")]

    @given(st.lists(whens(), min_size=1, max_size=6), st.sampled_from(LANGUAGES))
    def test_that_are_narrow_stand_whole_on_the_axis(self, dates, lang):
        spans = [span for span in map(span_of, dates) if span]
        assume(spans)
        axis = axis_of(spans, lang)
        assert 1 <= axis.low < axis.high <= dt.date.max.toordinal()
        for span in spans:
            if span.high - span.low < 3650 and span.low > 400:
                assert axis.low < span.low <= span.high < axis.high
        days = [tick.day for tick in axis.ticks]
        assert days == sorted(set(days))
        assert all(axis.low <= day <= axis.high for day in days)
        assert len(days) <= 9


DATES = ("2018-05/..", "../2018", "2018/", "/2018")


class TestBars:
    def test_are_whole_where_certain_and_hollow_where_not(self):
        figure = figures.timeline(happenings("2018-05-14/2022~"))
        (a, b, is_one), (c, d, is_other) = sorted(bars(figure))
        assert (is_one, is_other) == (True, False)
        assert a < b <= c + 0.11 < d

    @pytest.mark.parametrize("when", ["2026", "2025~", "2024-10", "201X", "2021-21"])
    def test_of_a_vague_date_are_hollow(self, when):
        assert [is_certain for *_, is_certain in bars(figures.timeline(happenings(when)))] == [
            False
        ]

    def test_stand_in_the_order_and_proportion_of_time(self):
        figure = figures.timeline(happenings("2020/2021", "2020-01-01/2020-12-31", "2023"))
        (a1, b1, _), (a2, b2, _), (a3, b3, _) = sorted(bars(figure), key=lambda b: (b[1], b[0]))
        assert a1 == a2
        assert (b2 - a2) / (b1 - a1) == pytest.approx(731 / 366, abs=0.01)
        assert (a3 - a1) / (b1 - a1) == pytest.approx(1096 / 366, abs=0.01)
        assert b3 > a3

    def test_of_a_day_can_be_seen_beside_a_century(self):
        widths = [b - a for a, b, _ in bars(figures.timeline(happenings("1900", "2020-01-01")))]
        assert min(widths) >= 5.9

    def test_that_go_on_have_an_arrow_and_those_nobody_knows_a_question_mark(self):
        for when, mark in zip(DATES, ("open", "open", "not known", "not known"), strict=True):
            figure = figures.timeline(happenings(when))
            (row,) = figure.picture.rows
            (end,) = row.ends
            assert end.style == mark
            assert end.turn == (-1 if when.startswith(("..", "/")) else 1)
            key = "figure.timeline.legend.bar." + mark.replace(" ", "-")
            assert say(key) in texts(figure)
            assert ("?" in texts(figure)) == (mark == "not known")

    def test_beyond_the_axis_are_cut_and_say_that_they_go_on(self):
        figure = figures.timeline(happenings("2020-05", "20XX"))
        assert say("figure.timeline.legend.bar.open") in texts(figure)
        assert outside(figure) == []
        spread = [b - a for a, b, _ in bars(figure)]
        assert max(spread) < 560


class TestWhatBecameOfIt:
    @pytest.mark.parametrize(("status", "state"), EVERY_STATUS.items())
    def test_is_told_by_a_word_and_a_mark(self, status, state):
        figure = figures.timeline(happenings("2020-05", status=status))
        (row,) = figure.records()
        assert (row["state"], row["status"]) == (state, status)
        assert say(f"figure.timeline.legend.{state}") in texts(figure)
        word = say(f"status.{status}") if state != "not-known" else "not known what became of it"
        assert f"{word}, May 2020" in texts(figure)

    def test_has_a_mark_of_its_own_shape_for_each(self):
        """Colours left out, no two marks are drawn alike, also those in the colour of the text."""
        shapes = {}
        for status, state in [*EVERY_STATUS.items(), ("planned", "overdue")]:
            at = "2021" if state == "overdue" else None
            root = drawn(figures.timeline(happenings("2020-05", status=status), at=at))
            (mark, *_) = [
                g for g in root.iter(f"{SVG}g") if "translate(32" in g.get("transform", "")
            ]
            for element in mark.iter():
                for name in ("class", "fill", "stroke", "transform"):
                    if element.get(name) != "none":
                        element.attrib.pop(name, None)
            shapes.setdefault(state, set()).add(ET.tostring(mark))
        assert all(len(drawn_as) == 1 for drawn_as in shapes.values())
        assert (
            len({shape for drawn_as in shapes.values() for shape in drawn_as}) == len(shapes) == 9
        )

    def test_is_overdue_once_its_time_is_over(self):
        model = happenings("2020-05")
        assert figures.timeline(model).records()[0]["state"] == "planned"
        assert figures.timeline(model, at="2020-05").records()[0]["state"] == "planned"
        assert figures.timeline(model, at="2020-06").records()[0]["state"] == "overdue"

    @settings(max_examples=40)
    @given(models(), st.none() | whens())
    def test_is_what_the_promises_say(self, model, at):
        rows = figures.timeline(model, at).records()
        promises = {promise.about[0]: promise.code for promise in find_promises(model, at)}
        assert {row["id"]: row["code"] for row in rows if row["code"]} == promises
        others = {row["id"] for row in rows if not row["code"]}
        contacts = (*model.ties, *model.forums)
        assert others == {e.id for e in contacts if e.when and e.id not in promises}

    def test_of_a_tie_that_is_no_promise_is_whether_it_is_in_force(self):
        sides = (Service("a"), Service("b"))
        tie = Tie(("a", "b"), when="2020-01/2020-12", id="t", name="Shared staff")
        model = Model.of(*sides, tie, Forum("f", "Undated forum"))
        states = {
            at: [(row["name"], row["state"]) for row in figures.timeline(model, at).records()]
            for at in (None, "2019", "2020-06", "2021", "2020/2021")
        }
        wanted = ("running", "planned", "running", "ended", "running")
        assert states == {
            at: [("Shared staff", state)] for at, state in zip(states, wanted, strict=True)
        }
        assert figures.timeline(model).title == say("figure.timeline.none")


class TestToday:
    def test_is_the_day_of_the_model(self):
        assert "Seen from 31 December 2024." in texts(figures.timeline(example_town()))
        (line,) = figures.timeline(example_town()).picture.today
        assert figures.timeline(example_town(), at="2024-12-31").picture.today == (line,)
        assert figures.timeline(example_town(), at="2023-12-31").picture.today[0] < line

    def test_is_two_lines_where_it_is_vague(self):
        figure = figures.timeline(happenings("2020-05"), at="2020")
        assert len(figure.picture.today) == 2

    def test_that_is_not_told_is_said(self):
        figure = figures.timeline(randers())
        assert figure.picture.today == ()
        assert say("figure.timeline.no-at") in texts(figure)

    def test_crosses_no_year(self):
        figure = figures.timeline(example_town())
        (line,) = figure.picture.today
        assert all(abs(x - line) > 20 for x, text in figure.picture.ticks if text)
        assert {"2024", "2026"} <= set(texts(figure))
        assert "2025" not in texts(figure)


class TestWithoutDate:
    def test_is_listed_below(self):
        figure = figures.timeline(randers())
        undated = [row for row in figure.records() if row["when"] is None]
        assert {row["drawn"] for row in undated} == {"list"}
        assert len(figure.picture.listed) == len(undated) == 11
        assert "Without a date" in texts(figure)
        assert "Joint theme day" in texts(figure)

    def test_so_is_a_date_of_no_known_year(self):
        (row,) = figures.timeline(happenings("XXXX-05", status="held")).records()
        assert row["drawn"] == "list"

    @pytest.mark.parametrize("name", ["sor_helgeland", "more_og_romsdal"])
    def test_everything_may_be(self, name):
        figure = figures.timeline(load_dataset(name))
        assert say("figure.timeline.nothing-dated") in texts(figure)
        assert figure.picture.ticks == figure.picture.rows == ()
        assert len(figure.picture.listed) == len(figure.records()) > 0

    def test_nothing_at_all_is_said(self):
        figure = figures.timeline(Model())
        assert figure.title == say("figure.timeline.none")
        assert figure.records() == []


class TestManyRows:
    MANY = Model.of(
        *(Activity(f"Held {n}", when=f"20{n:02d}", status="held") for n in range(40)),
        *(Activity(f"Undated {n}", status="held") for n in range(35)),
        Activity("Late", when="2039-12", status="postponed"),
    )

    def test_are_cut_and_what_is_still_to_be_kept_is_kept(self):
        figure = figures.timeline(self.MANY, most=10)
        assert len(figure.picture.rows) == len(figure.picture.listed) == 10
        assert say("figure.timeline.more", "en", 31) in texts(figure)
        assert say("figure.timeline.more-undated", "en", 25) in texts(figure)
        assert "Late" in texts(figure)
        where = [row["drawn"] for row in figure.records()]
        assert (where.count("axis"), where.count("list"), where.count("no")) == (10, 10, 56)

    def test_none_may_be_drawn(self):
        figure = figures.timeline(self.MANY, most=0)
        assert figure.picture.rows == figure.picture.listed == ()
        assert say("figure.timeline.more", "en", 41) in texts(figure)
        assert say("figure.timeline.nothing-dated") not in texts(figure)


class TestHeadings:
    def test_say_what_is_to_be_looked_at_first(self):
        def title(*statuses, at=None):
            made = [Activity(f"A {n}", when="2020", status=s) for n, s in enumerate(statuses)]
            return figures.timeline(Model.of(*made), at=at).title

        assert title("planned", "postponed", at="2022") == "One promise is overdue."
        assert title("planned", "postponed", "held") == "2 promises are still to be kept."
        assert title("not known", "held") == "What became of one promise is not known."
        assert title("held", "idea") == "No promise on record is still to be kept."


class TestTheCall:
    def test_what_it_cannot_use_is_refused(self):
        with pytest.raises(InvalidArgument, match="lang: expected one of en, da, nb, found 'se'"):
            figures.timeline(Model(), lang="se")
        with pytest.raises(InvalidArgument, match="at: expected a date"):
            figures.timeline(Model(), at="some day")
        for wrong in (-1, 2.0, True, None):
            with pytest.raises(InvalidArgument, match="most: expected a whole number from 0"):
                figures.timeline(Model(), most=wrong)
        with pytest.raises(InvalidModel):
            figures.timeline(Model.of(Initiative("i", part_of="nothing")))

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_dataset_has_one_in_every_language(self, name, lang):
        figure = figures.timeline(load_dataset(name), lang=lang)
        assert outside(figure) == outside(figure, bare=True) == []
        assert drawn(figure).get("lang") == lang
        for row in figure.records():
            assert row["name"] in str(figure)


EVERYTHING = Model.of(
    *(Activity(f"A {s}", when="2020~", status=s) for s in EVERY_STATUS),
    *(Activity(f"B {when}", when=when, status="planned") for when in (*DATES, "2018-01-02")),
    Activity("Undated", status="not known"),
)


@pytest.mark.parametrize("colours", [COLOURS, DARK], ids=["light", "dark"])
def test_every_text_and_mark_can_be_seen(colours):
    ground, behind, seen = colours["ground"], colours["ground"], set()
    for element, fill, stroke in painted(figures.timeline(EVERYTHING, at="2020"), colours):
        kind = element.tag.removeprefix(SVG)
        if kind == "text":
            assert contrast(fill, behind if fill == ground else ground) >= 4.5, element.text
        elif kind in ("circle", "path", "rect") and element.get("width") != "100%":
            visible_parts = [c for c in (fill, stroke) if c not in ("none", ground)]
            on_mark = not visible_parts and behind != ground
            assert on_mark or max(contrast(c, ground) for c in visible_parts) >= 3
            behind = fill if fill not in ("none", ground) else behind
            seen.add(kind)
    assert seen == {"circle", "path", "rect"}


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_names_from_outside_are_text_and_nothing_else(name):
    model = Model.of(
        Initiative("i", name, when="2020/..", status="adopted"),
        Activity(name, when="2020", status="postponed", reason=name, id="a"),
        Activity(name, id="b"),
        title=name,
    )
    plain = model.replace(*(attrs.evolve(e, name="x" * 3000) for e in model.elements()))
    figure, other = figures.timeline(model), figures.timeline(plain)
    allowed = {(e.tag, key) for e in drawn(other).iter() for key in (*e.attrib, "")}
    assert {(e.tag, key) for e in drawn(figure).iter() for key in (*e.attrib, "")} <= allowed
    svg = figure.svg().replace("\n", "")
    assert visible(svg) == svg
    assert figure.description.count(visible(name)) >= 3
    assert outside(figure) == []
