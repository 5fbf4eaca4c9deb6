"""The matrix: how much need there is between groups, how it is met, and what is not drawn."""

from __future__ import annotations

import itertools
import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    EXACT,
    Disclosure,
    Flow,
    InvalidArgument,
    InvalidModel,
    Model,
    Organisation,
    Rules,
    Service,
    Tie,
    congruence,
    figures,
    find_missing_links,
    pairs,
)
from collabmodel.analysis.grouping import groups_of_services
from collabmodel.datasets import NAMES, example_town, load_dataset
from collabmodel.presentation.figures.colours import COLOURS, DARK
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES, say, visible
from tests.hostile_names import HOSTILE
from tests.presentation.figures.made_models import MOVE, RUNNERS, A, B, made, small
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


def boxes(figure, style):
    """The boxes of one style in the drawing: x, y, width, height, without their edges."""
    found = figure.picture.parts[style]
    number = r"(-?[\d.]+)"
    return [
        tuple(map(float, box))
        for box in re.findall(rf"M{number} {number}h{number}v{number}h", found)
    ]


class TestCells:
    @settings(max_examples=25)
    @given(st.data())
    def test_count_the_pairs_one_by_one(self, data):
        model = data.draw(models(with_needs=True))
        chosen = data.draw(rules(model.scale))
        by = data.draw(st.sampled_from(["organisation", "whole organisation", "sector", "service"]))
        figure = figures.matrix(model, by, chosen)
        if by == "service":
            groups = {service.id: (service.id,) for service in model.services}
        else:
            groups = groups_of_services(model, by)
        wanted = {}
        for pair in pairs(model, chosen):
            sides = [groups[id] or (None,) for id in pair.key]
            for key in {frozenset(both) for both in itertools.product(*sides)}:
                if pair.need is not None:
                    counts = wanted.setdefault(key, dict.fromkeys(("met", "missing", "open"), 0))
                    name = {"met": "met", "unmet": "missing", "not known": "open"}[pair.standing]
                    counts[name] += 1
        rows = figure.records()
        found = {
            frozenset((row["a"], row["b"])): {
                name: row[name] for name in ("met", "missing", "open")
            }
            for row in rows
            if row["need"]
        }
        assert found == wanted
        assert all(row["need"] == row["met"] + row["missing"] + row["open"] for row in rows)
        assert all(row["contact"] is not False for row in rows if not row["need"])

    def test_are_the_blocks_of_congruence(self):
        town = example_town()
        rows = {frozenset((r["a"], r["b"])): r for r in figures.matrix(town).records()}
        for block, cover in congruence(town).blocks.items():
            row = rows[frozenset(block)]
            assert (row["met"], row["certain"]) == (cover.met, cover.unmet)
            assert row["open"] + row["missing"] - row["certain"] == cover.unknown

    def test_of_services_are_in_the_order_of_the_missing_links(self):
        town = example_town()
        figure = figures.matrix(town, "service", disclosure=EXACT)
        rows = [row for row in figure.records() if row["missing"]]
        found = [set(finding.about) for finding in find_missing_links(town)]
        assert sorted(map(sorted, found)) == sorted(sorted((r["a"], r["b"])) for r in rows)
        fewest = [row["citizens_min"] for row in rows]
        assert fewest == sorted(fewest, reverse=True)
        assert figure.records()[: len(rows)] == rows

    def test_without_need_hold_contact_and_that_of_organisations_too(self):
        alone = Organisation("state", "State")
        model = small(MOVE, Tie(("b", "c")), alone, Tie(("region", "state")))
        rows = {(row["a"], row["b"]): row for row in figures.matrix(model).records()}
        assert rows.keys() == {("region", "town"), ("town", "town"), ("region", "state")}
        assert [row["contact"] for row in rows.values()] == [False, True, True]
        assert [row["need"] for row in rows.values()] == [1, 0, 0]
        assert len(list(drawn(figures.matrix(model)).iter(f"{SVG}circle"))) == 3 + 1  # the legend

    @pytest.mark.parametrize("parties", [("a", "c"), ("region", "town")])
    def test_tell_contact_apart_of_which_is_not_known_whether_it_is_in_force(self, parties):
        figure = figures.matrix(small(Tie(parties, status="not known")))
        assert [row["contact"] for row in figure.records()] == [None]
        assert say("figure.map.legend.unsettled", "en") in texts(figure)
        assert say("figure.map.legend.contact", "en") not in texts(figure)
        both = figures.matrix(small(Tie(parties, status="not known"), Tie(parties, "funding")))
        assert [row["contact"] for row in both.records()] == [True]

    def test_by_a_mapping_count_a_service_in_each_of_its_groups(self):
        figure = figures.matrix(small(MOVE), {"a": "x", "b": ("x", "y")})
        rows = {frozenset((r["a"], r["b"])) for r in figure.records()}
        assert rows == {frozenset("x"), frozenset("xy")}
        assert say("figure.matrix.shared", "en", 1) in texts(figure)

    def test_of_services_of_no_group_stand_together(self):
        figure = figures.matrix(small(MOVE), "sector")
        (row,) = figure.records()
        assert (row["a"], row["a_name"]) == (None, say("figure.matrix.nobody"))
        nobody = figures.matrix(Model.of(Service("x"), Service("y"), Flow("x", "y")))
        assert nobody.records()[0]["a_name"] == say("figure.map.nobody")


class TestSquares:
    def test_each_part_is_its_share_of_the_square(self):
        """Of four pairs between two groups, one is met, one open, and two are missing."""
        ends = [Service(f"x{n}", provided_by="town") for n in range(4)]
        moves = [Flow("a", f"x{n}") for n in range(4)]
        model = small(*ends, *moves, Tie(("a", "x0"), level=3), Tie(("a", "x1")), asked=["a", "x2"])
        (row,) = figures.matrix(model).records()
        assert [row[n] for n in ("met", "open", "certain", "missing")] == [1, 1, 1, 2]
        figure = figures.matrix(model)
        heights = {}
        for style in ("met", "open", "uncertain", "certain"):
            edge = {"certain": 0}.get(style, 1)
            first, second = boxes(figure, style)
            assert first[2:] == second[2:]
            heights[style] = first[3] + edge
            assert first[2] + edge == pytest.approx(56 - 24, abs=0.1)
        assert all(high == pytest.approx(8, abs=0.1) for high in heights.values())
        tops = [boxes(figure, style)[0][1] for style in ("certain", "uncertain", "open", "met")]
        assert tops == sorted(tops)

    def test_the_area_goes_by_how_many_pairs_need_contact(self):
        ends = [Service(f"x{n}", provided_by="town") for n in range(4)]
        model = small(*ends, *[Flow("a", f"x{n}") for n in range(4)], Flow("b", "c"))
        between, also, inside = boxes(figures.matrix(model), "uncertain")
        assert between[2:] == also[2:]
        assert (between[2] + 1) / (inside[2] + 1) == pytest.approx(2, abs=0.05)

    def test_stand_twice_except_on_the_diagonal(self):
        figure = figures.matrix(example_town())
        for style, name in [("met", "met"), ("open", "open"), ("certain", "certain")]:
            rows = [row for row in figure.records() if row[name]]
            assert len(boxes(figure, style)) == sum(1 + (r["a"] != r["b"]) for r in rows)

    def test_are_whole_only_where_both_sides_were_asked(self):
        for asked, style in [(["a", "b"], "certain"), (["a"], "uncertain"), (None, "uncertain")]:
            parts = figures.matrix(small(MOVE, asked=asked)).picture.parts
            assert [name for name, path in parts.items() if path] == [style]

    def test_say_how_many_of_how_many_are_enough(self):
        figure = figures.matrix(small(MOVE, Flow("a", "c"), Tie(("a", "c"), level=3)))
        assert texts(figure).count("1/2") == 2

    def test_say_no_numbers_where_one_has_no_room(self):
        groups = {f"{side}{n}": side for side in "xy" for n in range(12)}
        groups |= {f"z{n}": f"z{n}" for n in range(13)}
        ends = [(f"x{n}", f"y{m}") for n in range(12) for m in range(12)]
        others = [Flow("x0", f"z{n}") for n in range(13)]
        services = [Service(id) for id in groups]
        for some, has_room in [(ends[:99], True), (ends, False)]:
            ties = [Tie(pair, level=3) for pair in some]
            model = Model.of(*services, *[Flow(*pair) for pair in some], *ties, *others)
            written = texts(figures.matrix(model, groups))
            assert (f"{len(some)}/{len(some)}" in written) == has_room
            assert (say("figure.matrix.legend.number") in written) == has_room
            assert (say("figure.matrix.legend.size") in written) != has_room


class TestOrder:
    def test_groups_with_the_most_missing_links_come_first(self):
        figure = figures.matrix(example_town())
        names = [row.text.rpartition(" (")[0] for row in figure.picture.rows]
        missing = [
            sum(r["missing"] for r in figure.records() if name in (r["a_name"], r["b_name"]))
            for name in names
        ]
        assert missing == sorted(missing, reverse=True)
        assert missing[0] > missing[-1]

    def test_services_stand_with_those_of_their_organisation(self):
        town = example_town()
        runners = groups_of_services(town, "organisation")
        ids = figures.matrix(town, "service").records()
        rows = {row["a_name"]: row["a"] for row in ids} | {row["b_name"]: row["b"] for row in ids}
        listed = [row.text for row in figures.matrix(town, "service").picture.rows]
        of = [(runners[rows[name]] or ("",))[0] for name in listed]
        assert len([organisation for organisation, _ in itertools.groupby(of)]) == len(set(of)) == 8


class TestWhatIsSaid:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_heading_counts_what_is_missing(self, lang):
        title = figures.matrix(small(MOVE, Flow("a", "c")), lang=lang).title
        assert title == say("figure.matrix.missing", lang, 2, needed=2)
        assert figures.matrix(small(MOVE), lang=lang).title == say("figure.map.missing", lang, 1)

    def test_the_heading_says_what_else_there_is(self):
        question = say("report.answer.question", "en", 1, first="The ward – Flats")
        assert figures.matrix(small(MOVE, Tie(("a", "b")))).title == question
        met = figures.matrix(small(MOVE, Tie(("a", "b"), level=3)))
        assert met.title == say("report.answer.met", "en", 1)
        few = figures.matrix(small(MOVE), rules=Rules(min_citizens=50))
        assert few.title == say("report.left-out", "en", 1, min_citizens=50)
        assert figures.matrix(small()).title == say("report.answer.no-need")
        assert figures.matrix(Model()).title == say("report.answer.empty")

    def test_below_it_stands_what_is_certain_what_is_open_and_where_most_is_missing(self):
        model = small(MOVE, Flow("a", "c"), Flow("b", "c"), Tie(("b", "c")), asked=["a", "b"])
        said = figures.matrix(model).description
        assert say("report.answer.uncertain", "en", certain=1) in said
        assert say("figure.matrix.open", "en", 1) in said
        names = {"a": "Town", "b": "Region"}
        assert say("figure.matrix.most-between", "en", number=2, **names) in said
        assert say("report.answer.none-certain") in figures.matrix(small(MOVE)).description

    def test_inside_a_group_most_can_be_missing_too(self):
        more = [Service(f"x{n}", provided_by="town") for n in range(2)]
        model = small(*more, Flow("b", "x0"), Flow("b", "x1"), MOVE)
        said = figures.matrix(model).description
        assert say("figure.matrix.most-inside", "en", a="Town", number=2) in said

    def test_where_two_cells_are_alike_none_has_the_most(self):
        for model in (small(MOVE, Flow("b", "c")), small(MOVE)):
            assert "Most are missing" not in figures.matrix(model).description

    def test_the_description_tells_the_cells(self):
        said = figures.matrix(small(MOVE), "service").description
        assert "The ward – Flats" in said or "Flats – The ward" in said
        assert "40 citizens" in said
        assert "40 citizen-pairs" in figures.matrix(small(MOVE)).description


class TestWhatIsNotDrawn:
    def test_of_more_than_sixty_services_the_organisations_are_shown(self):
        figure = figures.matrix(made(60, 4), "service")
        assert len(figure.picture.rows) == 60
        figure = figures.matrix(made(61, 4), "service")
        assert len(figure.picture.rows) == 4
        assert say("figure.matrix.rolled-up", "en", services=61) in " ".join(texts(figure))

    def test_of_more_than_thirty_groups_those_with_the_most_missing(self):
        model = made(90, 32)
        figure = figures.matrix(model)
        rows = figure.records()
        assert say("figure.matrix.left-out", "en", 2) in texts(figure)
        totals = {}
        for row in rows:
            for name in {row["a_name"], row["b_name"]}:
                totals[name] = totals.get(name, 0) + row["missing"]
        shown = {row.text.rpartition(" (")[0] for row in figure.picture.rows}
        left = totals.keys() - shown
        assert (len(shown), len(left)) == (30, 2)
        assert max(totals[name] for name in left) <= min(totals[name] for name in shown)
        for row in rows:
            assert row["drawn"] == ({row["a_name"], row["b_name"]} <= shown)
        assert sum(row["missing"] for row in rows) == len(find_missing_links(model))

    def test_groups_and_services_with_nothing_on_record_are_counted(self):
        model = small(MOVE, Service("d", provided_by="idle"), Organisation("idle"))
        assert say("figure.matrix.idle", "en", 1) in texts(figures.matrix(model))
        of_services = texts(figures.matrix(model, "service"))
        assert say("figure.matrix.idle-services", "en", 2) in of_services

    def test_pairs_that_too_few_move_between_are_counted(self):
        model = small(MOVE, Flow("b", "c", 5))
        few = say("report.left-out", "en", 1, min_citizens=10)
        assert few in texts(figures.matrix(model, rules=Rules(min_citizens=10)))
        assert few not in texts(figures.matrix(model))

    def test_a_service_of_two_organisations_has_one_row(self):
        both = Service("d", provided_by=("region", "town"))
        figure = figures.matrix(small(both, Flow("d", "a")), "service")
        assert say("figure.map.shared", "en", 1) in texts(figure)


# What can be read


class TestContrast:
    @pytest.mark.parametrize("by", ["organisation", "service"])
    @pytest.mark.parametrize("colours", [COLOURS, DARK], ids=["light", "dark"])
    def test_every_text_and_mark_can_be_seen(self, by, colours):
        ground = colours["ground"]
        seen = {"text": 0, "path": 0, "circle": 0}
        for element, fill, stroke in painted(figures.matrix(example_town(), by), colours):
            kind = element.tag.removeprefix(SVG)
            marks = [c for c in (fill, stroke) if c.startswith("#") and c != colours["grid"]]
            if kind == "text":
                assert contrast(fill, ground) >= 4.5
            elif kind in seen and marks:  # the grid itself is no mark
                assert max(contrast(mark, ground) for mark in marks) >= 3
            if kind in seen:
                seen[kind] += 1
        assert seen["text"] > 20
        assert seen["path"] > 5

    def test_nothing_is_told_by_colour_alone(self):
        """In grey each part of a square differs: dark, striped, hatched, pale with an edge."""
        figure = figures.matrix(example_town())
        found = [
            path
            for path in drawn(figure).iter(f"{SVG}path")
            if path.get("d") in set(figure.picture.parts.values())
        ]
        assert len(found) == 4
        fills = [re.sub(r"url\(#.*-(\w+)\)", r"\1", path.get("fill")) for path in found]
        assert fills == [COLOURS["grid"], "hatch", "stripes", COLOURS["missing"]]
        assert contrast(COLOURS["grid"], COLOURS["missing"]) >= 3
        assert contrast(DARK["grid"], DARK["missing"]) >= 3

    def test_patterns_have_ids_of_their_own_in_each_figure(self):
        one, other = figures.matrix(small(MOVE)), figures.matrix(small(MOVE), lang="da")
        assert not {*re.findall(r'id="(.*?)"', one.svg())} & {
            *re.findall(r'id="(.*?)"', other.svg())
        }
        svg = one.svg("mine")
        assert set(re.findall(r"url\(#(.*?)\)", svg)) <= set(re.findall(r'id="(.*?)"', svg))


CASES = [("example_town", "organisation"), ("example_town", "service"), ("randers", "organisation")]


class TestRoom:
    @pytest.mark.parametrize(("name", "by"), [*CASES, ("made", "organisation")])
    def test_nothing_leaves_the_picture_and_columns_do_not_overlap(self, name, by):
        figure = figures.matrix(made(120, 31) if name == "made" else load_dataset(name), by)
        assert outside(figure) == []
        assert outside(figure, bare=True) == []
        frame, labels = figure.frame, labels_of(figure)
        shapes = [rectangle(label) for label in labels]
        assert len(shapes) == len(figure.picture.rows)
        for x, y in itertools.chain.from_iterable(shapes):
            assert 0 <= x <= frame.width
            assert 0 <= y <= frame.bottom - frame.top
        assert not any(overlap(*pair) for pair in itertools.pairwise(shapes))

    def test_a_name_that_is_cut_stands_whole_in_its_title(self):
        long = "The regional centre for people who have lived long on the street " * 3
        model = Model.of(*RUNNERS, attrs.evolve(A, name=long), B, MOVE)
        root = drawn(figures.matrix(model, "service"))
        cut = [t for t in root.iter(f"{SVG}text") if (t.text or "").endswith("…")]
        assert [text.find(f"{SVG}title").text for text in cut] == [visible(long)] * 2


# Names from outside


class TestNamesFromOutside:
    @pytest.mark.parametrize("by", ["service", "mapping"])
    @pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
    def test_are_text_and_nothing_else(self, name, by):
        def everywhere(name):
            return Model.of(
                Organisation("o", name),
                Service("a", name, provided_by="o"),
                Service("b", name),
                Flow("a", "b", 40),
                title=name,
            )

        def figure(name):
            chosen = {"a": name, "b": "other"} if by == "mapping" else by
            return figures.matrix(everywhere(name), chosen)

        svg, root = figure(name).svg(), drawn(figure(name))
        plain = list(drawn(figure("x" * 3000)).iter())
        assert {element.tag for element in root.iter()} <= {element.tag for element in plain}
        known = {key for element in plain for key in element.attrib}
        assert {key for element in root.iter() for key in element.attrib} <= known
        assert visible(svg.replace("\n", "")) == svg.replace("\n", "")
        assert visible(name) in figure(name).description
        assert outside(figure(name)) == []


class TestNumbersOfCitizens:
    @pytest.mark.parametrize("by", ["organisation", "service"])
    @pytest.mark.parametrize("seed", range(8))
    def test_that_are_hidden_stand_nowhere(self, by, seed):
        model = made(20, 4, seed, least=10_000)
        hiding = Disclosure(threshold=100_000, base=100_000)
        figure = figures.matrix(model, by, disclosure=hiding)
        counts = {flow.citizens.min for flow in model.flows}
        counts |= {pair.citizens.min for pair in pairs(model)}
        bundle = figure._repr_mimebundle_(exclude={"image/png"})
        forms = [*bundle.values(), figure.table(), figure.table("html"), repr(figure)]
        forms += [repr(figure.records()), repr(figure.picture)]
        numbers = {int(number) for form in forms for number in re.findall(r"\d+", form)}
        assert not counts & numbers
        assert any(number and number % 99_999 == 0 for number in numbers)

    def test_are_sums_of_what_is_shown(self):
        model = small(Flow("a", "b", 3), Flow("a", "c", 40), Tie(("a", "c"), level=3))
        (row,) = figures.matrix(model).records()
        assert (row["citizens_min"], row["citizens_max"]) == (41, 44)
        assert (row["missing_citizens_min"], row["missing_citizens_max"]) == (1, 4)
        (row,) = figures.matrix(model, disclosure=EXACT).records()
        assert (row["citizens_min"], row["missing_citizens_max"]) == (43, 3)

    def test_are_not_there_where_nobody_is_known_to_move(self):
        (row,) = figures.matrix(small(Tie(("a", "c")))).records()
        assert (row["citizens_min"], row["missing_citizens_max"]) == (None, None)


class TestTheCall:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_dataset_has_a_matrix_in_every_language(self, name, lang):
        for by in ("kind", "sector"):
            figure = figures.matrix(load_dataset(name), by, lang=lang)
            assert drawn(figure).find(f"{SVG}title").text == figure.title
            assert len(figure.table("tsv").splitlines()) == 1 + len(figure.records())

    def test_what_is_unknown_is_refused(self):
        with pytest.raises(InvalidArgument, match="lang: expected one of en, da, nb, found 'se'"):
            figures.matrix(Model(), lang="se")
        expected = "by: expected 'organisation', .* 'service' or a mapping, found 'services'"
        with pytest.raises(InvalidArgument, match=expected):
            figures.matrix(Model(), "services")
        with pytest.raises(InvalidArgument, match="no service has the id 'x'"):
            figures.matrix(Model(), {"x": "y"})
        with pytest.raises(InvalidModel):
            figures.matrix(Model.of(Flow("a", "b")))
