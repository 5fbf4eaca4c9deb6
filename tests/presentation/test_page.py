"""The report as a page."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import itertools
import json
import os
import random
import re
import subprocess
import sys
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from collabmodel import (
    Activity,
    Count,
    Disclosure,
    Flow,
    LevelScale,
    Model,
    Organisation,
    Pathway,
    Service,
    Source,
    Statement,
    Step,
    Tie,
    find_missing_links,
    pairs,
    report,
)
from collabmodel.datasets import NAMES, load_dataset
from collabmodel.disclosure import Shown
from collabmodel.presentation import page as page_module
from collabmodel.presentation.content import content_of
from collabmodel.presentation.figures.colours import COLOURS, DARK
from collabmodel.presentation.page import AT_ONCE, MOST_PATHWAYS, MOST_ROWS, page_of
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES, isolated, say, seen, visible
from tests.hostile_names import HOSTILE
from tests.presentation.figures.seeing import contrast

WITH_NEED = [name for name in NAMES if pairs(load_dataset(name)).needed]
WITHOUT_NEED = [name for name in NAMES if name not in WITH_NEED]

VOID = {"meta", "link", "br", "img", "input", "hr"}


@attrs.define
class Element:
    tag: str
    attributes: dict
    parents: tuple
    text: str = ""


class Reader(HTMLParser):
    """The elements of a page, each with what is written in it; refuses what does not nest."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self._open = [], []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        assert len({name for name, _ in attrs}) == len(attrs)
        element = Element(tag, dict(attrs), tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append(Element(tag, dict(attrs), tuple(self._open)))

    def handle_endtag(self, tag):
        assert self._open.pop().tag == tag

    def handle_data(self, data):
        for element in self._open:
            element.text += data

    def all(self, tag, **attributes):
        return [
            e for e in self.elements if e.tag == tag and attributes.items() <= e.attributes.items()
        ]

    def one(self, tag, **attributes):
        (found,) = self.all(tag, **attributes)
        return found


@functools.cache
def told(name, lang="en"):
    """The report of a dataset, which is the same however often it is asked for."""
    return report(load_dataset(name), lang=lang)


@functools.cache
def page_read(name, lang="en"):
    return Reader(told(name, lang).html())


def read(model, lang="en"):
    return Reader(report(model, lang=lang).html())


def plain(text):
    return " ".join(text.split())


def town(names, **more):
    """A model that holds each name wherever a model can hold one."""
    ids = [f"s{n}" for n in range(len(names))]
    return Model.of(
        [Service(id, name) for id, name in zip(ids, names, strict=True)],
        [Organisation(f"o{id}", name) for id, name in zip(ids, names, strict=True)],
        [Flow(a, b, 40) for a, b in itertools.pairwise(ids)],
        [Tie((a, b)) for a, b in itertools.pairwise(ids[1:])],
        [Pathway(f"p{a}", n, steps=[a, ids[0]]) for a, n in zip(ids, names, strict=True)][1:],
        [Activity(n, status="postponed", reason=n) for n in names],
        [Statement("need", n, said_by=a) for a, n in zip(ids, names, strict=True)],
        [Source(f"q{n}", name, publisher=name) for n, name in enumerate(names)],
        title=names[0],
        scale=LevelScale("own", ("none", *names[:3]), source=names[-1]),
        **more,
    )


def random_town(seed, services=9, least=1):
    """A small model drawn by *seed*, each of whose counts is at least *least*."""
    draw = random.Random(seed)
    ids = [f"s{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"[:services]]

    def count():
        low, high = sorted(draw.sample(range(least, 9 * least), 2))
        return draw.choice(
            [Count.exactly(low), Count.at_least(low), Count.at_most(high), Count.between(low, high)]
        )

    return Model.of(
        [Organisation(f"o{n}") for n in "xyz"],
        [Service(id, provided_by=f"o{draw.choice('xyz')}") for id in ids],
        [Flow(*draw.sample(ids, 2), citizens=count(), id=f"f{n}") for n in range(12)],
        [Tie(draw.sample(ids, 2), level=draw.randrange(5), id=f"t{n}") for n in range(8)],
        [Pathway("pa", steps=draw.sample(ids, 3), citizens=count())],
        asked=draw.sample(ids, 5),
    )


class TestTheFirstScreen:
    def test_has_the_answer_four_numbers_the_map_and_the_list_in_this_order(self):
        reader = page_read("example_town")
        order = [
            reader.one("h1"),
            reader.one("p", **{"class": "first"}),
            reader.one("dl", **{"class": "tiles"}),
            reader.all("svg")[0],
            reader.one("h2", id="missing"),
        ]
        places = [reader.elements.index(element) for element in order]
        assert places == sorted(places)
        assert order[1].text == told("example_town").to_json()["answer"][0]
        numbers = [e for e in reader.all("dd") if order[2] in e.parents]
        assert [e.text for e in numbers if "class" not in e.attributes] == [
            "245",
            "124",
            "117",
            "4",
        ]

    @pytest.mark.parametrize("name", NAMES)
    def test_numbers_on_the_map_are_those_in_the_list(self, name):
        """Each badge of the list is on the map, between the same two services, and the reverse."""
        matter = told(name).matter
        page = page_of(matter, "en")
        badged = {
            badge.mark: entry.about
            for block in page.first
            for badge, entry in block.at_once
            if badge and badge.style and badge.style != "open"
        }
        expected = {str(n): f.about for n, f in enumerate(matter.missing[:12], 1)}
        assert badged == expected
        if page.map:
            drawn = set(re.findall(r">(\d+)</text>", page.map.svg))
            assert set(badged) == drawn
        else:
            assert not matter.judged.needed

    def test_shows_of_each_missing_link_citizens_reason_certainty_and_next_step(self):
        model = load_dataset("example_town")
        reader = read(model)
        missing = find_missing_links(model)[:12]
        block = reader.one("section", **{"class": "missing"})
        seen_at_once = [
            e for e in reader.all("li") if block in e.parents and e.attributes["class"] == "pair"
        ][:12]
        for finding, entry in zip(missing, seen_at_once, strict=True):
            text = plain(entry.text)
            assert " – ".join(map(model.label, finding.about)) in text
            citizens = Disclosure().show(finding.numbers["citizens"]).citizens()
            certainty = "certain" if finding.numbers["certain"] else "not certain"
            assert f"{citizens} · {finding.title()} · {certainty}" in text
            assert f"Next: {finding.next_step()}" in text
            assert finding.sentence() in text

    @pytest.mark.parametrize("name", WITHOUT_NEED)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_without_need_has_no_map_but_promises_what_is_said_and_whom_to_ask(self, name, lang):
        reader = page_read(name, lang)
        assert say("page.no-map", lang) in [plain(p.text) for p in reader.all("p")]
        heads = [h.attributes["id"] for h in reader.all("h2")]
        said = ["statements"] if load_dataset(name).statements else []
        assert heads[: 2 + len(said)] == ["promises", *said, "ask"]
        assert all(heads.index("facts") < reader.elements.index(svg) for svg in reader.all("svg"))

    def test_without_need_shows_contact_on_record_further_down(self):
        page = page_of(told("randers_recovery").matter, "en")
        assert page.map is None
        assert page.contact.rows
        lone = page_of(report(Model.of(Service("lone"))).matter, "en")
        assert lone.contact is None

    def test_of_few_missing_links_tells_the_promises_too(self):
        names = [b.section.name for b in page_of(told("randers").matter, "en").first]
        assert names == ["missing", "questions-of-pairs", "promises"]

    def test_of_many_services_lists_the_pairs_of_organisations_that_the_map_numbers(self):
        ids = [f"s{n:03}" for n in range(90)]
        model = Model.of(
            [Organisation(f"o{n}", f"Body {n}") for n in range(4)],
            [Service(id, provided_by=f"o{n % 4}") for n, id in enumerate(ids)],
            [Flow(a, b, 50) for a, b in itertools.pairwise(ids)],
        )
        page = page_of(report(model).matter, "en")
        (block,) = page.first
        assert block.section.name == "on-the-map"
        assert [badge.mark for badge, _ in block.at_once] == ["1", "2", "3", "4"]
        assert all(seen(entry.what).startswith("Body") for _, entry in block.at_once)
        assert "citizen-pairs" in block.at_once[0][1].says[0]
        missing = next(b for b in page.rest if b.section.name == "missing")
        assert {badge.style for badge, _ in missing.at_once} == {""}

    def test_of_an_empty_model_says_that_it_is_empty(self):
        assert say("report.answer.empty") in read(Model()).one("p", **{"class": "first"}).text


class TestSaysTheSame:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_as_text_and_markdown(self, name, lang):
        made = told(name, lang)
        content = content_of(made.matter, lang)
        text = plain(Reader(made.html()).one("body").text)
        for sentence in (content.title, *content.answer, *content.facts):
            assert plain(sentence) in text
        for section in content.sections:
            assert section.heading in text
            assert plain(section.intro) in text
            for term, meaning in section.terms:
                assert term in text
                assert plain(meaning) in text
            for entry in section.entries:
                for said in (entry.what or entry.head, entry.tag, *entry.lines):
                    assert plain(said) in text

    @settings(max_examples=60)
    @given(st.data(), st.sampled_from(LANGUAGES))
    def test_and_can_be_made_of_any_model(self, data, lang):
        model = data.draw(models())
        made = report(model, data.draw(rules(model.scale)), lang)
        reader = Reader(made.html())
        text = plain(reader.one("body").text)
        content = content_of(made.matter, lang)
        for sentence in (*content.answer, *content.facts):
            assert plain(sentence) in text
        ids = [e.attributes["id"] for e in reader.elements if "id" in e.attributes]
        assert len(set(ids)) == len(ids)

    @settings(max_examples=60)
    @given(st.data(), st.sampled_from(LANGUAGES))
    def test_names_that_are_set_apart_change_nothing_else(self, data, lang):
        model = data.draw(models())
        matter = report(model, data.draw(rules(model.scale))).matter
        apart, together = content_of(matter, lang, isolated), content_of(matter, lang)
        assert seen(
            repr(attrs.asdict(apart)).replace("\\u2068", "").replace("\\u2069", "")
        ) == repr(attrs.asdict(together))


class TestOneFile:
    @pytest.fixture
    def page(self):
        return told("example_town", "da").html()

    @pytest.fixture
    def reader(self, page):
        return page_read("example_town", "da")

    def test_runs_no_script_and_fetches_nothing(self, page, reader):
        assert not {e.tag for e in reader.elements} & {
            "script", "img", "iframe", "object", "embed", "form", "base", "image", "use", "a:href",
        }  # fmt: skip
        addresses = {
            value
            for e in reader.elements
            for name, value in e.attributes.items()
            if name in {"src", "href", "srcset", "action", "data", "xlink:href"}
        }
        assert {a for a in addresses if not a.startswith("#")} == {"data:,"}
        assert not [n for e in reader.elements for n in e.attributes if n.startswith("on")]
        assert not [e for e in reader.elements if "style" in e.attributes]
        style = reader.one("style").text
        assert "url(" not in style
        assert "@import" not in style
        assert set(re.findall(r"https?://[^\s\"'<]+", page)) == {"http://www.w3.org/2000/svg"}

    def test_lets_a_browser_use_its_own_style_sheet_alone(self, page, reader):
        policy = reader.one("meta", **{"http-equiv": "Content-Security-Policy"})
        style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert policy.attributes["content"] == (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )
        meta = reader.elements.index(policy)
        assert meta < reader.elements.index(reader.one("style"))

    def test_begins_as_html_and_says_its_language(self, page, reader):
        assert page.startswith('<!doctype html>\n<html lang="da">\n')
        assert page.endswith("</html>\n")
        assert "\r" not in page

    def test_is_light(self, page):
        assert len(page.encode()) < 220_000

    @pytest.mark.slow
    def test_is_the_same_under_every_hash_seed(self):
        script = (
            "import hashlib, sys; from collabmodel import report; "
            "from collabmodel.datasets import load_dataset; "
            "sys.stdout.write(hashlib.sha256(report(load_dataset('example_town')).html()"
            ".encode()).hexdigest())"
        )
        found = {
            subprocess.run(
                [sys.executable, "-c", script],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
                text=True,
            ).stdout
            for seed in ("1", "2")
        }
        assert len(found) == 1

    def test_of_many_services_stays_small(self):
        draw = random.Random(4)
        ids = [f"s{n}" for n in range(400)]
        model = Model.of(
            [Organisation(f"o{n}") for n in range(60)],
            [Service(id, provided_by=f"o{n % 60}") for n, id in enumerate(ids)],
            [Flow(*draw.sample(ids, 2), citizens=9, id=f"f{n}") for n in range(3000)],
        )
        page = report(model).html()
        assert len(page.encode()) < 350_000
        reader = Reader(page)
        table = reader.all("table")[0]
        assert len([r for r in reader.all("tr") if table in r.parents]) == MOST_ROWS + 1
        assert re.search(r"… and \d+ more\.", page)


class TestForThoseWhoDoNotSeeIt:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("lang", ["nb"])
    def test_has_landmarks_headings_in_order_and_regions_with_names(self, name, lang):
        reader = page_read(name, lang)
        for tag in ("main", "header", "nav", "footer", "h1"):
            reader.one(tag)
        skip = reader.all("a")[0]
        assert skip.attributes == {"class": "skip", "href": "#findings"}
        assert reader.one("main").attributes["id"] == "findings"
        levels = [int(e.tag[1]) for e in reader.elements if re.fullmatch(r"h\d", e.tag)]
        assert levels[0] == 1
        assert all(later <= former + 1 for former, later in itertools.pairwise(levels))
        ids = {e.attributes["id"] for e in reader.elements if "id" in e.attributes}
        labelled = [e.attributes.get("aria-labelledby") for e in reader.all("section")]
        assert None not in labelled
        assert len(set(labelled)) == len(labelled)
        assert {*labelled} <= ids
        targets = {a.attributes["href"].removeprefix("#") for a in reader.all("a")}
        assert targets <= ids
        scrolling = [e for e in reader.elements if e.attributes.get("class") == "scroll"]
        names = [e.attributes["aria-label"] for e in scrolling]
        assert len(set(names)) == len(names)
        assert all(e.attributes["tabindex"] == "0" and e.attributes["role"] for e in scrolling)

    def test_its_tables_have_a_caption_and_say_what_their_headings_are_of(self):
        reader = page_read("example_town")
        assert reader.all("table")
        for table in reader.all("table"):
            assert next(e for e in reader.all("caption") if table in e.parents).text.strip()
            heads = [e for e in reader.all("th") if table in e.parents]
            assert {e.attributes["scope"] for e in heads} == {"col"}
            assert all(head.text for head in heads)

    def test_its_picture_has_a_title_and_its_list_is_not_said_twice(self):
        reader = page_read("example_town")
        svg, *others = reader.all("svg")
        assert {picture.attributes["role"] for picture in (svg, *others)} == {"img"}
        title = reader.one("title", id=svg.attributes["aria-labelledby"])
        assert title.text == "117 links are missing."
        assert not reader.all("desc")
        first = "Emergency department – Psychiatric emergency room"
        outside = [e for e in reader.all("text") if e.text == first]
        assert outside == []


def style_rules():
    """The rules of the style sheet: selectors, declarations, whether on a dark screen."""
    style = re.sub(r"/\*.*?\*/", "", page_module._style(), flags=re.DOTALL)
    dark = "@media screen and (prefers-color-scheme:dark)"
    names = {False: {}, True: {}}
    for is_dark, block in re.findall(rf"({re.escape(dark)}{{)?:root{{([^}}]*)}}", style):
        names[bool(is_dark)] |= dict(re.findall(r"--([\w-]+):(#\w+)", block))
    return style, names[False], {**names[False], **names[True]}


class TestColours:
    STYLE, LIGHT, ON_DARK = style_rules()
    TEXTS = ("text", "muted")
    MARKS = ("missing", "open", "edge", "arc")
    GROUNDS = ("ground", "soft")

    @pytest.mark.parametrize("colours", [LIGHT, ON_DARK], ids=["light", "dark"])
    def test_can_be_told_from_the_ground(self, colours):
        for ground in self.GROUNDS:
            for name in self.TEXTS:
                assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
            for name in self.MARKS:
                assert contrast(colours[name], colours[ground]) >= 3, (name, ground)

    @pytest.mark.parametrize("colours", [LIGHT, ON_DARK], ids=["light", "dark"])
    def test_of_texts_are_those_that_were_measured_or_can_be_read_on_their_own_ground(
        self, colours
    ):
        """A rule sets a colour of texts, or one together with what stands behind it."""
        rules = re.findall(r"([^{}]+)\{([^{}]*)\}", self.STYLE)
        texts = [
            (selector, re.search(r"(?:^|;)\s*color:var\(--([\w-]+)\)", said), said)
            for selector, said in rules
        ]
        checked = 0
        for selector, colour, said in texts:
            if colour is None:
                continue
            behind = re.search(r"background:var\(--([\w-]+)\)", said)
            for ground in [behind[1]] if behind else ["ground"]:
                checked += 1
                assert contrast(colours[colour[1]], colours[ground]) >= 4.5, selector
            if not behind and colour[1] not in self.TEXTS:
                assert selector.strip() == ".tiles .missing dd:not(.detail)"
        assert checked > 10

    def test_are_names_everywhere_and_those_of_the_figures(self):
        assert dict(COLOURS).items() <= self.LIGHT.items()
        assert dict(DARK).items() <= self.ON_DARK.items()
        assert set(self.LIGHT) == set(self.ON_DARK)
        left = re.sub(r":root\{[^}]*\}|\.cm-[\w-]+\{[^}]*\}", "", self.STYLE)
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", left)
        used = set(re.findall(r"var\(--([\w-]+)\)", left))
        assert used <= set(self.LIGHT)

    def test_sort_the_groups_by_more_than_colour(self):
        """Each sort of group has its own line at the side, and its name in words."""
        lines = dict(re.findall(r"\.silos li\.([\w-]+)\{border-left-style:(\w+)", self.STYLE))
        assert lines == {
            "silo-possible": "dashed", "closed-group": "double", "isolated-service": "dotted",
        }  # fmt: skip
        reader = page_read("example_town")
        tags = {
            e.parents[-2].attributes["class"]: e.text for e in reader.all("p", **{"class": "tag"})
        }
        assert tags["silo"] == "A silo"
        assert tags["closed-group"] == "A closed group"

    def test_and_widths_are_for_screens_so_that_paper_keeps_its_columns(self):
        widths = re.findall(r"@media ([^{]*max-width[^{]*)\{", self.STYLE)
        assert widths
        assert all(query.startswith("screen and") for query in widths)


@functools.cache
def hostile(name):
    return report(town([name, "A", name, "B"]))


class TestHostileNames:
    KNOWN = Reader(report(town(["North", "South", "East", "West"]), lang="en").html())

    @pytest.mark.parametrize("name", HOSTILE)
    def test_are_texts_and_never_elements_or_attributes(self, name):
        page = hostile(name).html()
        reader = Reader(page)
        assert [e.tag for e in reader.elements if e.tag not in {"bdi", "tr", "td"}] == [
            e.tag for e in self.KNOWN.elements if e.tag not in {"bdi", "tr", "td"}
        ] or {e.tag for e in reader.elements} <= {e.tag for e in self.KNOWN.elements}
        attributes = {n for e in self.KNOWN.elements for n in e.attributes}
        assert {n for e in reader.elements for n in e.attributes} <= attributes
        assert plain(visible(name)) in plain(reader.one("body").text)
        assert visible(page.replace("\n", "")) == page.replace("\n", "")  # nothing hidden acts
        values = [v for e in reader.elements for v in e.attributes.values()]
        assert not [v for v in values if re.match(r"(javascript|vbscript|data:text)", v or "")]

    @pytest.mark.parametrize("name", HOSTILE)
    def test_stand_apart_in_the_text_around_them(self, name):
        reader = Reader(hostile(name).html())
        assert plain(visible(name)) in {plain(e.text) for e in reader.all("bdi")}
        for e in reader.elements:
            assert not [v for v in e.attributes.values() if v and re.search("[\u2068\u2069]", v)]
        h3 = next(e for e in reader.all("h3") if plain(visible(name)) in plain(e.text))
        assert [e for e in reader.all("bdi") if h3 in e.parents]

    @pytest.mark.parametrize("name", HOSTILE)
    def test_are_visible_in_text_and_markdown_too(self, name):
        made = hostile(name)
        for form in (made.text(), made.markdown()):
            assert visible(form.replace("\n", "")) == form.replace("\n", "")
        assert plain(visible(name)).replace(" ", "") in "".join(made.text().split())
        assert "<script" not in made.markdown().replace("\\<", "")


def leaves(value):
    """All that is held by a value, down to what holds nothing more."""
    if attrs.has(type(value)) and not isinstance(value, Shown):
        for field in attrs.fields(type(value)):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from leaves(one)
    else:
        yield value


class TestNumbersOfCitizens:
    @pytest.mark.parametrize("name", NAMES)
    def test_reach_a_template_in_sentences_or_as_what_disclosure_shows(self, name):
        held = list(leaves(page_of(told(name).matter, "en")))
        assert {type(leaf) for leaf in held} <= {str, Markup, bool, type(None), Shown}
        shown = Shown in {type(leaf) for leaf in held}
        assert shown == (name in WITH_NEED)

    @pytest.mark.parametrize("number", [Count.exactly(3), 3, 3.0, None, (Count(),)])
    def test_that_are_none_of_these_are_refused_by_the_template(self, number):
        for environment in (page_module._templates(), report_templates()):
            template = environment.from_string("{{ number }}")
            with pytest.raises(TypeError, match="prints texts"):
                template.render(number=number)

    def assert_hides(self, model, lang):
        hiding = Disclosure(threshold=1_000_000, base=1_000_000)
        made = report(model, lang=lang, disclosure=hiding)
        counts = {
            bound
            for citizens in [
                *(flow.citizens for flow in model.flows),
                *(pathway.citizens for pathway in model.pathways),
                *(pair.citizens for pair in pairs(model)),
                Count.total([pair.citizens for pair in pairs(model).needed]),
            ]
            for bound in (citizens.min, citizens.max)
            if bound
        }
        assert min(counts) >= 10_000
        page = without_colours(made.html())
        for form in (made.text(), made.markdown(), page, json.dumps(made.to_json()), repr(made)):
            found = {int(digits) for digits in re.findall(r"(?<![\d.])\d{5,}", form)}
            assert not counts & found
            assert not {n for n in found if n % 1_000_000 and n % 999_999}
        assert "1000000" in page  # shown instead

    @pytest.mark.parametrize("seed", range(10))
    def test_that_are_hidden_stand_nowhere(self, seed):
        """Counts from 10,000 that disclosure hides: none is in any form of the report."""
        self.assert_hides(random_town(seed, least=10_000), LANGUAGES[seed % 3])

    @pytest.mark.slow
    def test_that_are_hidden_stand_nowhere_in_two_hundred_models(self):
        for seed in range(10, 210):
            self.assert_hides(random_town(seed, least=10_000), LANGUAGES[seed % 3])

    @pytest.mark.parametrize("seed", range(6))
    def test_that_are_rounded_stand_nowhere_either(self, seed):
        model = random_town(seed, least=10_000)
        made = report(model, disclosure=Disclosure(base=1000))
        page = without_colours(made.html())
        found = {int(digits) for digits in re.findall(r"(?<![\d.])\d{5,}", page)}
        assert found
        assert not {n for n in found if n % 1000}


def without_colours(page):
    return re.sub(r"#[0-9a-f]{6}\b|sha256-[\w+/=]+", "", page)


def report_templates():
    from collabmodel.presentation.report import _templates

    return _templates()


class TestNotebooks:
    def test_show_a_report_as_markdown(self):
        """A page in a cell would reach with its style sheet into the notebook around it."""
        made = told("randers")
        assert made._repr_markdown_() == made.markdown()
        assert not hasattr(made, "_repr_html_")


def test_folded_entries_are_counted():
    page = page_of(told("example_town").matter, "en")
    for block in (*page.first, *page.rest, *page.last):
        shown, folded = len(block.at_once), len(block.folded)
        assert shown + folded == len(block.section.entries)
        assert shown <= AT_ONCE.get(block.section.name, shown)
        assert folded == 0 or shown == AT_ONCE[block.section.name]
        if folded:
            assert block.show_more == say("page.show-more", count=folded)


def test_is_escaped_once():
    page = report(Model.of(Service("a", "R&D <1>"), Service("b"), Flow("a", "b", 40))).html()
    assert "R&amp;D &lt;1&gt;" in page
    assert "&amp;amp;" not in page
    assert "R&D <1>" in html.unescape(page)


class TestPictures:
    def test_stand_in_the_sections_that_they_belong_to(self):
        reader = page_read("example_town")
        sections = [
            next(e.attributes["class"] for e in svg.parents[::-1] if e.tag == "section")
            for svg in reader.all("svg")
        ]
        assert sections == ["the-map", "matrix", *["pathways"] * 6, "timeline"]

    def test_of_more_pathways_the_others_are_told(self):
        steps = [Step("a"), Step("b")]
        many = [Pathway(f"p{n}", f"Pathway {n}", steps) for n in range(MOST_PATHWAYS + 2)]
        model = Model.of(Service("a"), Service("b"), Flow("a", "b", 40), *many)
        reader = Reader(report(model).html())
        (section,) = reader.all("section", **{"class": "pathways"})
        pictures = [svg for svg in reader.all("svg") if section in svg.parents]
        assert len(pictures) == MOST_PATHWAYS
        folded = [e for e in reader.all("details", **{"class": "folded"}) if section in e.parents]
        told = [e for e in reader.all("li") if section in e.parents]
        assert sum(folded[0] in e.parents for e in told) == 2
        assert len(told) == MOST_PATHWAYS + 2

    def test_are_left_out_where_there_is_nothing_to_draw(self):
        assert Reader(report(Model.of(Service("a"))).html()).all("svg") == []
