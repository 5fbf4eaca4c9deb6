"""The map: what it draws, what it says it does not draw, and that it can be read."""

from __future__ import annotations

import itertools
import math
import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    EXACT,
    Count,
    Disclosure,
    Flow,
    Forum,
    InvalidArgument,
    InvalidModel,
    Model,
    Organisation,
    Role,
    Rules,
    Service,
    Tie,
    figures,
    find_missing_links,
    pairs,
)
from collabmodel.datasets import NAMES, example_town, load_dataset
from collabmodel.presentation.figures.colours import COLOURS, DARK
from collabmodel.presentation.figures.map_lines import MOST_SERVICES
from collabmodel.testing import models, names, rules
from collabmodel.words import LANGUAGES, say, visible
from tests.hostile_names import HOSTILE
from tests.presentation.figures.made_models import MOVE, made, small
from tests.presentation.figures.seeing import (
    SVG,
    contrast,
    drawn,
    labels_of,
    outside,
    overlap,
    painted,
    rectangle,
    texts,
)


def paths(figure, colour):
    """The paths in a colour, without the sample in the legend."""
    found = [path for path in drawn(figure).iter(f"{SVG}path") if path.get("stroke") == colour]
    return [path for path in found if "h36" not in path.get("d")]


class TestMissingLinks:
    def test_have_the_numbers_of_the_ranked_list(self):
        town = example_town()
        rows = [row for row in figures.map(town).records() if row["number"]]
        found = find_missing_links(town)
        assert [(row["a"], row["b"]) for row in rows] == [finding.about for finding in found]
        assert [row["number"] for row in rows] == list(range(1, len(found) + 1))

    def test_the_first_are_thick_and_stand_in_the_list_with_their_numbers(self):
        town = example_town()
        figure = figures.map(town, most=5)
        assert [row["drawn"] for row in figure.records()][:6] == ["thick"] * 5 + ["faint"]
        assert len(paths(figure, COLOURS["missing"])) == 5
        for number, finding in enumerate(find_missing_links(town)[:5], 1):
            listed = [town.label(id) for id in finding.about]
            title = f"{number}: {' – '.join(listed)}. "
            titles = [title.text for title in drawn(figure).iter(f"{SVG}title")]
            assert sum(each.startswith(title) for each in titles) == 2  # the line and its badge
            assert all(any(name in text for text in texts(figure)) for name in listed)

    def test_a_number_stands_on_the_line_and_in_the_list(self):
        written = texts(figures.map(example_town(), most=5))
        assert [written.count(str(number)) for number in range(1, 7)] == [2] * 5 + [0]

    def test_are_whole_only_where_both_sides_were_asked(self):
        for asked, dashes in [(["a", "b"], None), (["a"], "9 4"), (None, "9 4")]:
            (path,) = paths(figures.map(small(MOVE, asked=asked)), COLOURS["missing"])
            assert path.get("stroke-dasharray") == dashes

    def test_none_may_be_thick(self):
        figure = figures.map(small(MOVE), most=0)
        assert paths(figure, COLOURS["missing"]) == []
        assert say("figure.map.more-missing", "en", 1) in texts(figure)

    @settings(max_examples=60)
    @given(st.data())
    def test_every_line_of_the_table_is_what_the_pairs_say(self, data):
        model = data.draw(models(with_needs=True))
        chosen = data.draw(rules(model.scale))
        rows = figures.map(model, chosen).records()
        judged = pairs(model, chosen)
        services = {service.id for service in model.services}
        between = {(row["a"], row["b"]): row for row in rows if {row["a"], row["b"]} <= services}
        wanted = {
            pair.key: pair
            for pair in judged
            if pair.need is not None or pair.in_contact is not False
        }
        assert between.keys() == wanted.keys()
        standings = {"unmet": "missing", "not known": "open", "met": "plain", None: "plain"}
        for key, pair in wanted.items():
            assert between[key]["standing"] == standings[pair.standing]
            assert between[key]["contact"] is pair.in_contact
            assert between[key]["certain"] == (
                pair.is_certain if pair.standing == "unmet" else None
            )


class TestWhatIsNotKnown:
    def test_is_marked_where_there_is_room(self):
        figure = figures.map(small(MOVE, Tie(("a", "b"))))
        assert figure.title == say("report.answer.question", "en", 1, first="The ward – Flats")
        assert len(paths(figure, COLOURS["open"])) == 1
        assert texts(figure).count("?") == 2

    def test_comes_after_what_is_missing(self):
        model = small(MOVE, Tie(("a", "b")), Flow("b", "c", 5))
        figure = figures.map(model, most=1)
        assert [row["standing"] for row in figure.records()] == ["missing", "open"]
        assert paths(figure, COLOURS["open"]) == []
        assert say("figure.map.more-open", "en", 1) in texts(figure)


class TestContact:
    def test_of_organisations_is_drawn_too(self):
        figure = figures.map(small(Tie(("region", "town"))))
        assert [(row["a"], row["b"], row["contact"]) for row in figure.records()] == [
            ("region", "town", True)
        ]
        assert len(paths(figure, COLOURS["contact"])) == 1

    @pytest.mark.parametrize("parties", [("a", "c"), ("region", "town")])
    def test_of_which_is_not_known_whether_it_is_in_force_is_not_drawn_like_what_is(self, parties):
        figure = figures.map(small(Tie(parties, status="not known")))
        assert [row["contact"] for row in figure.records()] == [None]
        (path,) = paths(figure, COLOURS["contact"])
        assert path.get("stroke-dasharray") == "7 4"
        assert say("figure.map.legend.unsettled", "en") in texts(figure)
        assert say("figure.map.legend.contact", "en") not in texts(figure)

    def test_in_force_counts_before_what_may_be(self):
        ties = [Tie(("region", "town"), kind=kind) for kind in ("meeting", "funding")]
        maybe = [attrs.evolve(tie, status="not known") for tie in ties]
        for some in ([ties[0], maybe[1]], [maybe[0], ties[1]]):
            assert [row["contact"] for row in figures.map(small(*some)).records()] == [True]

    def test_of_a_role_is_drawn_where_it_belongs(self):
        model = small(Role("head", where="region"), Forum("board", members=("head", "c")))
        assert [(r["a"], r["b"]) for r in figures.map(model).records()] == [("c", "region")]

    def test_of_a_service_with_an_organisation_becomes_one_of_organisations_when_rolled_up(self):
        model = made(90, 3)
        rows = figures.map(model.add(Organisation("x"), Tie(("s1", "x")))).records()
        assert [r["b"] for r in rows if r["b"] == "x"] == ["x"]

    @pytest.mark.parametrize(
        "element",
        [
            Tie(("region", "town"), status="planned"),
            Tie(("region", "town"), status="ended"),
            Forum("alone", members=("a",)),
            Forum("many", members=("a", "b", "c", "region", "town", "more")),
            Forum("nobody"),
        ],
    )
    def test_that_makes_no_line_is_counted(self, element):
        figure = figures.map(small(element, Organisation("more")))
        assert figure.records() == []
        assert say("figure.map.without-line", "en", 1) in " ".join(texts(figure))

    def test_without_need_says_that_need_cannot_be_told(self):
        assert figures.map(small(Tie(("a", "b")))).title == say("report.answer.no-need")


class TestTheHeading:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_counts_all_that_are_missing(self, lang):
        assert figures.map(small(MOVE), lang=lang).title == say("figure.map.missing", lang, 1)
        two = small(MOVE, Flow("b", "c", 10))
        assert figures.map(two, lang=lang).title == say("figure.map.missing", lang, 2)

    def test_says_that_all_are_met(self):
        figure = figures.map(small(MOVE, Tie(("a", "b"), level=3)))
        assert figure.title == say("report.answer.met", "en", 1)

    def test_says_that_a_model_is_empty(self):
        assert figures.map(Model()).title == say("report.answer.empty")

    def test_says_what_was_left_out(self):
        figure = figures.map(small(MOVE), Rules(min_citizens=50))
        assert figure.title == say("report.left-out", "en", 1, min_citizens=50)

    def test_is_followed_by_how_many_are_certain(self):
        model = small(MOVE, Flow("b", "c", 10), asked=["a", "b"])
        assert say("report.answer.uncertain", "en", certain=1) in figures.map(model).description
        nobody = figures.map(small(MOVE, asked=[])).description
        assert say("report.answer.none-certain") in nobody

    def test_stands_below_what_the_map_is_of(self):
        figure = figures.map(attrs.evolve(small(MOVE), title="Our\u202etown"))
        assert texts(figure)[:2] == ["Our[U+202E]town", figure.title]
        assert figure.description.startswith("Our[U+202E]town\n")


class TestTheTable:
    def test_says_who_runs_each_service(self):
        (row,) = figures.map(small(Tie(("a", "town")))).records()
        assert (row["a_organisation"], row["b_organisation"]) == ("Region", None)

    def test_says_that_nobody_is_on_record(self):
        (row,) = figures.map(Model.of(Service("x"), Service("y"), Flow("x", "y"))).records()
        assert row["a_organisation"] == row["b_organisation"] == say("figure.map.nobody")

    def test_knows_no_citizens_where_none_are_known_to_move(self):
        (row,) = figures.map(small(Tie(("a", "c")))).records()
        assert (row["citizens_min"], row["citizens_max"]) == (None, None)


class TestManyServices:
    def test_up_to_eighty_each_has_its_place(self):
        figure = figures.map(made(MOST_SERVICES, 5))
        assert "Service 79" in texts(figure)

    def test_of_more_the_organisations_stand_for_them(self):
        model = made(MOST_SERVICES + 1, 5)
        figure = figures.map(model)
        labels = texts(figure)
        assert not any(text.startswith("Service ") for text in labels)
        assert [f"Organisation {n} ({17 if n == 0 else 16})" in labels for n in range(5)] == [
            True
        ] * 5
        assert say("figure.map.rolled-up", "en", services=81) in figure.description

    def test_every_missing_link_stands_in_one_row(self):
        model = made(200, 7)
        figure = figures.map(model)
        missing = len(find_missing_links(model))
        rows = figure.records()
        assert sum(row["links"] for row in rows) == missing
        assert figure.title == say("figure.map.missing", "en", missing)
        inside = sum(row["links"] for row in rows if row["a"] == row["b"])
        assert say("figure.map.inside", "en", inside) in texts(figure)
        assert all(row["drawn"] == "no" for row in rows if row["a"] == row["b"])

    def test_a_service_of_two_counts_with_both_and_inside_with_one_of_them(self):
        model = made(90, 3).add(
            Organisation("x"),
            Service("xy", "Both", provided_by=("x", "o0")),
            Flow("xy", "s1", 30),
            Flow("xy", "s0", 30),
        )
        rows = {(row["a"], row["b"]): row for row in figures.map(model).records()}
        assert rows["o1", "x"]["links"] == 1
        assert ("o0", "x") not in rows

    def test_numbers_go_by_citizens(self):
        rows = figures.map(made(200, 7), disclosure=EXACT).records()
        numbered = [row for row in rows if row["number"]]
        assert [row["number"] for row in numbered] == list(range(1, len(numbered) + 1))
        citizens = [row["citizens_min"] for row in numbered]
        assert citizens == sorted(citizens, reverse=True)

    def test_lines_and_organisations_that_are_not_drawn_are_counted(self):
        model = made(600, 90)
        figure = figures.map(model)
        rows = figure.records()
        shown = {text for text in texts(figure) if text.startswith("Organisation ")}
        assert len([text for text in shown if text.endswith(")")]) == 80
        assert say("figure.map.organisations-left-out", "en", 10) in texts(figure)
        faint = sum(row["drawn"] == "faint" for row in rows)
        assert faint == 400
        names = {text.rpartition(" (")[0] for text in shown}
        possible = [r for r in rows if r["a"] != r["b"] and {r["a_name"], r["b_name"]} <= names]
        left = len(possible) - 400 - 12
        assert say("figure.map.faint-left-out", "en", left) in texts(figure)


# What can be read


class TestContrast:
    @pytest.mark.parametrize("name", ["example_town", "randers"])
    @pytest.mark.parametrize("colours", [COLOURS, DARK], ids=["light", "dark"])
    def test_every_text_and_mark_can_be_seen(self, name, colours):
        figure = figures.map(load_dataset(name))
        ground = colours["ground"]
        seen = {"text": 0, "line": 0, "point": 0}
        badge = None
        for element, fill, stroke in painted(figure, colours):
            kind = element.tag.removeprefix(SVG)
            if kind == "circle":
                badge = fill if element.get("r") == "11.0" else None
                seen["point"] += 1
                assert (
                    max(contrast(fill, ground), contrast(stroke, ground) if stroke != "none" else 0)
                    >= 3
                )
            elif kind == "text":
                behind = badge if fill == ground else ground
                badge = None
                seen["text"] += 1
                assert contrast(fill, behind) >= 4.5, "".join(element.itertext())
            elif kind == "path" and stroke != ground:  # else the light edge of a thick line
                seen["line"] += 1
                assert fill == "none"
                assert contrast(stroke, ground) >= 3
        assert all(seen.values())

    def test_nothing_is_told_by_colour_alone(self):
        """In grey, each sort of line in the legend differs by its weight or its dashes."""
        open_ = (Tie(("b", "c")), Flow("b", "c", 9), Tie(("region", "town")))
        some = figures.map(small(MOVE, Flow("a", "c", 9), *open_, asked=["a", "b"]))
        others = figures.map(small(MOVE, Flow("a", "c", 9)), most=1)
        samples = [
            (path.get("stroke"), path.get("stroke-width"), path.get("stroke-dasharray"))
            for figure in (some, others)
            for path in drawn(figure).iter(f"{SVG}path")
            if "h36" in path.get("d")
        ]
        assert len({(weight, dashes) for _, weight, dashes in samples}) == len(set(samples)) == 5


MADE = {"made 80": (80, 40), "made 600": (600, 80)}


@pytest.mark.parametrize("name", [*NAMES, *MADE])
class TestRoom:
    @staticmethod
    def model(name):
        return made(*MADE[name]) if name in MADE else load_dataset(name)

    def test_labels_do_not_overlap(self, name):
        shapes = [rectangle(label) for label in labels_of(figures.map(self.model(name)))]
        clashes = [pair for pair in itertools.combinations(shapes, 2) if overlap(*pair)]
        assert clashes == []

    def test_nothing_leaves_the_picture(self, name):
        figure = figures.map(self.model(name))
        root = drawn(figure)
        wide, high = float(root.get("width")), float(root.get("height"))
        moves = [g.get("transform") for g in root.iter(f"{SVG}g") if g.get("transform")]
        drawing, ring, *_ = [tuple(map(float, re.findall(r"-?[\d.]+", move))) for move in moves]
        dx, dy = drawing[0] + ring[0], drawing[1] + ring[1]
        for label in labels_of(figure):
            for x, y in rectangle(label):
                assert 0 <= x + dx <= wide
                assert 0 <= y + dy <= high
        assert outside(figure) == []


class TestTheTown:
    def test_labels_that_do_overlap_would_be_found(self):
        (first, second, *_) = labels_of(figures.map(example_town()))
        second.set("transform", first.get("transform"))
        second.set("text-anchor", first.get("text-anchor"))
        assert overlap(rectangle(first), rectangle(second))

    def test_badges_do_not_hide_one_another(self):
        figure = figures.map(example_town())
        badges = [c for c in drawn(figure).iter(f"{SVG}circle") if c.get("r") == "11.0"]
        assert len(badges) == 24
        on_lines = [(float(c.get("cx")), float(c.get("cy"))) for c in badges[:12]]
        assert min(math.dist(*pair) for pair in itertools.combinations(on_lines, 2)) >= 22

    def test_a_name_that_is_cut_stands_whole_in_its_title(self):
        long = "The regional centre for people who have lived long on the street " * 3
        figure = figures.map(small(MOVE, Service("d", long)))
        (label,) = [text for text in labels_of(figure) if text.text.endswith("…")]
        assert label.find(f"{SVG}title").text == long


# Names from outside


class TestNamesFromOutside:
    def test_there_are_forty(self):
        assert len(set(HOSTILE)) == 40

    @pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
    def test_are_text_and_nothing_else(self, name):
        everywhere = Model.of(
            Organisation("o", name),
            Service("a", name, provided_by="o"),
            Service("b", name),
            Service("c", name),
            Flow("a", "b", 40),
            Flow("b", "c", 40),
            Tie(("b", "c")),
            title=name,
        )
        plain = everywhere.replace(
            *(attrs.evolve(e, name="x" * 3000) for e in everywhere.elements() if e.name == name)
        )
        figure = figures.map(everywhere)
        svg = figure.svg()
        root = drawn(figure)
        allowed = {tag.tag for tag in drawn(figures.map(plain)).iter()}
        assert {element.tag for element in root.iter()} <= allowed
        known = {key for tag in drawn(figures.map(plain)).iter() for key in tag.attrib}
        assert {key for element in root.iter() for key in element.attrib} <= known
        assert visible(svg.replace("\n", "")) == svg.replace("\n", "")  # nothing hidden acts
        assert f"{visible(name)} – {visible(name)}" in figure.description
        assert root.find(f"{SVG}desc").text == figure.description

    @settings(max_examples=60)
    @given(names())
    def test_any_name_makes_a_picture_that_can_be_read(self, name):
        model = small(MOVE, Service("d", name, provided_by="town"), Flow("d", "a", 99))
        assert visible(name or "d") in "".join(drawn(figures.map(model)).itertext())

    def test_of_a_rolled_up_organisation_are_too(self):
        model = made(90, 3).replace(Organisation("o1", "<b>{name} & {count}</b>"))
        assert "<b>{name} & {count}</b> (30)" in texts(figures.map(model))


class TestNumbersOfCitizens:
    @pytest.mark.parametrize("services", [20, 90])
    @pytest.mark.parametrize("seed", range(20))
    def test_that_are_hidden_stand_nowhere(self, services, seed):
        """Counts from 10,000 that disclosure hides: none is in any form of the figure."""
        model = made(services, 4, seed, least=10_000)
        hiding = Disclosure(threshold=100_000, base=100_000)
        figure = figures.map(model, disclosure=hiding)
        counts = {flow.citizens.min for flow in model.flows}
        counts |= {pair.citizens.min for pair in pairs(model)} | {
            Count.total([pair.citizens for pair in pairs(model)]).min
        }
        bundle = figure._repr_mimebundle_(exclude={"image/png"})
        forms = [*bundle.values(), figure.table(), figure.table("html"), repr(figure)]
        forms += [repr(figure.records()), repr(figure.picture)]
        numbers = {int(number) for form in forms for number in re.findall(r"\d+", form)}
        assert not counts & numbers
        assert any(number and number % 99_999 == 0 for number in numbers)  # shown instead

    def test_are_shown_as_disclosure_shows_them(self):
        few = small(Flow("a", "b", 3))
        assert "<5 citizens · Nothing on record" in texts(figures.map(few))
        assert "3 citizens · Nothing on record" in texts(figures.map(few, disclosure=EXACT))
        assert figures.map(few).records()[0]["citizens_max"] == 4


class TestTheCall:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_dataset_has_a_map_in_every_language(self, name, lang):
        figure = figures.map(load_dataset(name), lang=lang)
        root = drawn(figure)
        assert root.get("role") == "img"
        assert root.get("lang") == lang
        assert root.find(f"{SVG}title").text == figure.title
        assert figure.table()

    @pytest.mark.parametrize("name", ["sor_helgeland", "more_og_romsdal", "randers_plan"])
    def test_a_case_without_need_shows_who_there_is_and_claims_no_missing_link(self, name):
        case = load_dataset(name)
        figure = figures.map(case)
        assert figure.title == say("report.answer.no-need")
        assert paths(figure, COLOURS["missing"]) == paths(figure, COLOURS["open"]) == []
        written = "".join(drawn(figure).itertext())
        for element in (*case.organisations, *case.services):
            assert element.label in written

    def test_unknown_languages_and_numbers_are_refused(self):
        with pytest.raises(InvalidArgument, match="lang: expected one of en, da, nb, found 'se'"):
            figures.map(Model(), lang="se")
        for wrong in (-1, 2.0, True, "3", None):
            with pytest.raises(InvalidArgument, match="most: expected a whole number from 0"):
                figures.map(Model(), most=wrong)

    def test_a_model_with_problems_is_refused(self):
        with pytest.raises(InvalidModel):
            figures.map(Model.of(Flow("a", "b")))
