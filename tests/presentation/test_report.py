"""The report as text, Markdown and JSON."""

from __future__ import annotations

import html
import itertools
import json
import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from collabmodel import (
    FREY,
    Activity,
    Count,
    Disclosure,
    Flow,
    InvalidArgument,
    InvalidModel,
    LevelScale,
    Model,
    Organisation,
    Pathway,
    Report,
    Rules,
    Service,
    Source,
    Statement,
    Tie,
    UnusableFile,
    explain,
    find_silos,
    pairs,
    report,
)
from collabmodel.datasets import NAMES, load_dataset
from collabmodel.domain.elements import ELEMENTS
from collabmodel.presentation.content import content_of
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES, say

EVERY_DATASET = pytest.mark.parametrize("name", NAMES)
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)

SCREEN = 24
"""The lines of a terminal before anybody scrolls."""

MODEL = Model.of(
    Service("ward", "The ward"), Service("flats", "Flats"), Flow("ward", "flats", 40), title="Town"
)


def strings(content):
    """All that a report says, sentence by sentence."""
    yield from (content.title, *content.answer, *content.facts)
    for section in content.sections:
        yield from (section.heading, section.intro, section.more)
        yield from itertools.chain(*section.terms)
        for entry in section.entries:
            yield from (entry.head, *entry.lines)


def without_breaks(text):
    return " ".join(text.split())


def read(markdown):
    """What a reader sees of a Markdown text, and the tags that carry it."""
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    tags = set(re.findall(r"<(\w+)", page))
    return without_breaks(html.unescape(re.sub(r"<[^>]+>", " ", page))), tags


class TestText:
    @EVERY_DATASET
    @EVERY_LANGUAGE
    def test_has_the_answer_first_and_all_before_the_details_on_one_screen(self, name, lang):
        made = report(load_dataset(name), lang=lang)
        content = content_of(made.matter, lang)
        lines = made.text().splitlines()
        first = next(n for n, line in enumerate(lines) if line and set(line) == {"-"}) - 1
        assert first <= SCREEN
        assert lines[first] == content.sections[0].heading
        screen = without_breaks("\n".join(lines[:first]))
        assert screen.index(content.answer[0]) < screen.index(content.facts[0])

    @EVERY_DATASET
    @EVERY_LANGUAGE
    def test_leaves_no_place_unfilled_and_no_line_too_long(self, name, lang):
        text = report(load_dataset(name), lang=lang).text()
        assert not re.search(r"[{}]", text)
        assert not re.search(r"\bnan\b|\bNone\b(?! (of|is))|Count", text)
        assert max(map(len, text.splitlines())) <= 100
        assert not re.search(r"[ \t]$", text, re.MULTILINE)

    @EVERY_DATASET
    @EVERY_LANGUAGE
    def test_and_markdown_say_the_same(self, name, lang):
        made = report(load_dataset(name), lang=lang)
        text = without_breaks(made.text())
        seen, _ = read(made.markdown())
        for sentence in strings(content_of(made.matter, lang)):
            assert without_breaks(sentence) in text
            assert without_breaks(sentence) in seen

    def test_is_what_a_report_prints(self):
        assert str(report(MODEL)) == report(MODEL).text()
        assert report(MODEL)._repr_markdown_() == report(MODEL).markdown()
        assert repr(report(MODEL)) == "Report(lang='en')"

    @settings(max_examples=40)
    @given(st.data(), st.sampled_from(LANGUAGES))
    def test_is_the_same_each_time_and_ends_in_one_newline(self, data, lang):
        model = data.draw(models(with_needs=True))
        chosen = data.draw(rules(model.scale))
        made = report(model, chosen, lang)
        assert made.text() == report(attrs.evolve(model), chosen, lang).text()
        for text in (made.text(), made.markdown()):
            assert text.endswith("\n")
            assert not text.endswith("\n\n")


class TestHostileNames:
    NAMES = (
        "<script>alert(1)</script>",
        "<img src=x onerror=y>",
        "- a list",
        "+ a list",
        "1. a list",
        "2) a list",
        "# a heading",
        "===",
        "---",
        "> said",
        "    code",
        "`code`",
        "*a* _b_ **c** ~~d~~",
        "[here](http://evil.example)",
        "![picture](http://evil.example/x)",
        "<http://evil.example>",
        "a|b",
        "$x$",
        "\\",
        "&lt; &amp; &#60;",
        "{a} {{ b }} {% c %} %s",
        "|",
        ":::",
    )

    def town(self, names):
        ids = [f"s{n}" for n in range(len(names))]
        return Model.of(
            [Service(id, name) for id, name in zip(ids, names, strict=True)],
            [Organisation(f"o{id}", name) for id, name in zip(ids, names, strict=True)],
            [Flow(a, b, 40) for a, b in itertools.pairwise(ids)],
            [Pathway(f"p{a}", n, steps=[a, ids[0]]) for a, n in zip(ids, names, strict=True)][1:],
            [Activity(n, status="postponed", reason=n) for n in names],
            [Statement("need", n, said_by=a) for a, n in zip(ids, names, strict=True)],
            [Source(f"q{n}", name, publisher=name) for n, name in enumerate(names)],
            title=names[0],
            scale=LevelScale("own", ("none", *names[:3]), source=names[-1]),
        )

    @pytest.mark.parametrize("part", range(0, len(NAMES), 4))
    def test_are_plain_text_in_markdown(self, part):
        made = report(self.town(self.NAMES[part : part + 4] * 2))
        seen, tags = read(made.markdown())
        assert tags <= {"h1", "h2", "p", "ul", "ol", "li", "strong"}
        for sentence in strings(content_of(made.matter, "en")):
            assert without_breaks(sentence) in seen

    @pytest.mark.parametrize(
        "name", ["see http://evil.example", "www.evil.example", "a@evil.example"]
    )
    def test_are_no_addresses_in_markdown(self, name):
        """Most pages that show Markdown make a link of what looks like an address."""
        for line in report(self.town([name] * 4)).markdown().splitlines():
            assert not re.search(r"http://|www\.evil|a@evil", line)

    @pytest.mark.parametrize("hidden", ["\x1b[2J", "\u202e", "\x9b", "\r", "\n", "\t", "\u2028"])
    @EVERY_LANGUAGE
    def test_cannot_act_in_a_terminal(self, hidden, lang):
        made = report(self.town([f"a{hidden}{n}" for n in range(4)]), lang=lang)
        for text in (made.text(), made.markdown()):
            assert f"a{hidden}" not in text
            assert f"U+{ord(hidden[0]):04X}" in text

    def test_that_show_nothing_make_no_heading_of_the_line_above(self):
        model = MODEL.add(Pathway("p", " ", steps=["ward", "flats"]), Statement("goal", " "))
        made = report(model)
        page = MarkdownIt("commonmark").render(made.markdown())
        assert page.count("<h2>") == len(content_of(made.matter, "en").sections)
        assert "\xa0" in page

    @settings(max_examples=40)
    @given(models(with_needs=True, scale=FREY), st.sampled_from(LANGUAGES))
    def test_of_any_sort_leave_the_shape_of_the_page_as_it_is(self, model, lang):
        made = report(model, lang=lang)
        content = content_of(made.matter, lang)
        page = MarkdownIt("commonmark").render(made.markdown())
        tags = set(re.findall(r"<(\w+)", page))
        assert tags <= {"h1", "h2", "p", "ul", "ol", "li", "strong"}
        assert page.count("<h2>") == len(content.sections)
        lines = sum(1 + len(e.lines) for s in content.sections for e in s.entries)
        assert page.count("<li>") == lines + len(content.facts)


NO_CONTACT = {
    "en": r"\bno contact\b|without (any )?contact\b|not (be )?in contact|have no(t any)? contact",
    "da": r"\bingen kontakt\b|\buden kontakt\b|ikke (har |er )?kontakt\b|har ikke kontakt",
    "nb": r"\bingen kontakt\b|\buten kontakt\b|ikke (har |er )?kontakt\b|har ikke kontakt",
}
"""How a language says that there is no contact."""

SAYS_SO = ("report.nobody-asked", "report.convention.no-record")
"""The sentences that say that nothing on record is not the same as no contact."""

NOTHING_ON_RECORD = ("question.6.none", "question.12.none")
"""Those that say, in English, that no contact is *on record*."""

ASKED = ("explain.confirmed.jointly denied", "explain.confirmed.denied by one")
"""Those of a service that was asked and named no contact."""


class TestNothingOnRecordIsNotNoContact:
    def assert_never_said(self, text, lang):
        text = without_breaks(text)
        for key in (*SAYS_SO, *NOTHING_ON_RECORD, *ASKED):
            text = text.replace(say(key, lang), "")
        assert not re.search(NO_CONTACT[lang], text, re.IGNORECASE)

    @EVERY_LANGUAGE
    def test_is_what_this_test_would_find(self, lang):
        assert re.search(NO_CONTACT[lang], say("report.nobody-asked", lang))
        with pytest.raises(AssertionError):
            self.assert_never_said(say("report.nobody-asked", lang)[:-1], lang)

    @EVERY_DATASET
    @EVERY_LANGUAGE
    def test_in_the_report_of_a_dataset(self, name, lang):
        self.assert_never_said(report(load_dataset(name), lang=lang).text(), lang)

    @EVERY_DATASET
    @EVERY_LANGUAGE
    def test_in_what_is_explained_of_a_dataset(self, name, lang):
        model = load_dataset(name)
        for pair in list(pairs(model))[:80]:
            self.assert_never_said(explain(model, *pair.key).text(lang), lang)

    @EVERY_LANGUAGE
    def test_where_nobody_was_asked(self, lang):
        alone = Service("lone", "Lone")
        model = MODEL.add(alone, Pathway("p", "P", steps=["ward", "lone"]), Flow("lone", "flats"))
        text = report(model, lang=lang).text()
        self.assert_never_said(text, lang)
        assert say("report.nobody-asked", lang) in without_breaks(text)


class TestUnknownIsNeverZero:
    @settings(max_examples=100)
    @given(models(with_needs=True, max_ties=7, scale=FREY), st.sampled_from(LANGUAGES))
    def test_neither_citizens_nor_a_level_that_nobody_gave_are_printed_as_none(self, model, lang):
        unknown = attrs.evolve(
            model,
            asked=None,
            flows=tuple(attrs.evolve(flow, citizens=Count()) for flow in model.flows),
            pathways=tuple(map(of_an_unknown_number, model.pathways)),
            ties=tuple(attrs.evolve(tie, level=None, views=()) for tie in model.ties),
            forums=tuple(attrs.evolve(forum, level=None) for forum in model.forums),
        )
        made = report(unnamed(unknown), lang=lang)
        noun = {"en": "citizen", "da": "borger", "nb": "innbygger"}[lang]
        none = say("level.shown", lang, place=0, label=say("level.frey-2006.0", lang))
        upwards = say("report.level.range", lang, low=none, high="")
        for text in (without_breaks(made.text()), without_breaks(made.markdown())):
            assert not re.search(rf"\b0 {noun}", text)
            assert none not in text.replace(upwards, "")
            assert say("citizens.unknown", lang) in text
        assert '"citizens": 0' not in json.dumps(made.to_json())
        assert '"level": 0' not in json.dumps(made.to_json())

    def test_a_number_that_is_zero_is_still_zero(self):
        model = Model.of(Service("a"), Service("b"), Flow("a", "b", 0))
        assert "0 citizens" in report(model).text()


class TestCitizenPairsAreNotCitizens:
    MODEL = Model.of(
        [Service(id, id.upper()) for id in "abc"],
        Flow("a", "b", 1000),
        Flow("a", "c", 2000),
        Flow("b", "c", 4000),
        asked=["b", "c"],
    )

    @EVERY_LANGUAGE
    def test_sums_are_called_by_their_name(self, lang):
        text = without_breaks(report(self.MODEL, lang=lang).text())
        noun = {"en": "citizens", "da": "borgere", "nb": "innbyggere"}[lang]
        for total in (3000, 5000, 6000, 7000):
            assert not re.search(rf"{total} {noun}", text)
        assert re.search(r"3000 (citizen-pairs|borger-par|innbygger-par)", text)
        assert f"4000 {noun}" in text


def of_an_unknown_number(pathway):
    """*pathway* with neither citizens nor levels that anybody gave."""
    steps = tuple(attrs.evolve(step, level=None) for step in pathway.steps)
    return attrs.evolve(pathway, citizens=Count(), steps=steps)


def unnamed(model):
    """*model* without the names and texts that could hold a number."""

    def bare(element):
        texts = ("name", "title", "text", "reason", "publisher")
        return attrs.evolve(element, **{name: "" for name in texts if hasattr(element, name)})

    plain = {member: tuple(map(bare, getattr(model, member))) for member in ELEMENTS}
    return attrs.evolve(model, title="", **plain)


class TestJson:
    @EVERY_DATASET
    @EVERY_LANGUAGE
    def test_says_the_same_as_the_text_in_the_same_language(self, name, lang):
        made = report(load_dataset(name), lang=lang)
        plain = json.loads(json.dumps(made.to_json(), allow_nan=False))
        content = content_of(made.matter, lang)
        assert plain["lang"] == lang
        assert plain["title"] == content.title
        assert plain["answer"] == list(content.answer)
        assert plain["facts"] == list(content.facts)
        text = without_breaks(made.text())
        for part in ("missing_links", "groups", "promises", "ask_next"):
            for finding in plain[part]["findings"][:20]:
                assert without_breaks(finding["sentence"]) in text
                assert without_breaks(finding["next_step"]) in text
        assert [answer["number"] for answer in plain["questions"]] == list(range(1, 17))

    def test_holds_its_format_its_rules_and_how_numbers_are_shown(self):
        chosen = Rules(wide=4, at="2020-11")
        plain = report(MODEL, chosen, disclosure=Disclosure(3, 10)).to_json()
        assert (plain["format"], plain["format_version"]) == ("collabmodel-report", "1.0")
        assert Rules.from_json(plain["rules"]) == chosen
        assert plain["disclosure"] == {"threshold": 3, "base": 10}
        assert plain["coverage"] == {"met": 0, "unmet": 0, "unknown": 1}

    def test_what_is_not_defined_is_null(self):
        """A group without need inside has nothing to be compared with, and no p-value."""
        model = Model.of(
            [Organisation("x"), Organisation("y")],
            [Service(id, provided_by="x") for id in "abc"],
            [Service(id, provided_by="y") for id in "de"],
            [Flow(a, d) for a in "abc" for d in "de"],
        )
        (group, *_) = find_silos(model)
        assert group.wording == "none-inside"
        plain = json.loads(json.dumps(report(model).to_json(), allow_nan=False))
        assert plain["groups"]["findings"][0]["numbers"]["p_holm"] is None

    @settings(max_examples=40)
    @given(st.data())
    def test_never_holds_what_json_lacks(self, data):
        model = data.draw(models(with_needs=True))
        made = report(model, data.draw(rules(model.scale)), data.draw(st.sampled_from(LANGUAGES)))
        text = json.dumps(made.to_json(), allow_nan=False)
        assert json.loads(text) == made.to_json()


class TestSave:
    def test_writes_the_form_that_the_end_of_the_name_says(self, tmp_path):
        made = report(MODEL, lang="da")
        ends = ((".txt", made.text()), (".md", made.markdown()), (".html", made.html()))
        for end, expected in ends:
            path = made.save(tmp_path / f"report{end}")
            assert path.read_text(encoding="utf-8") == expected
        saved = made.save(str(tmp_path / "report.json"))
        assert json.loads(saved.read_text(encoding="utf-8")) == made.to_json()
        assert saved.read_text(encoding="utf-8").endswith("}\n")

    @pytest.mark.parametrize("name", ["report", "report.pdf", "report.txt.gz", ".txt"])
    def test_refuses_other_ends_and_writes_nothing(self, tmp_path, name):
        with pytest.raises(InvalidArgument, match=r"ends in \.html, \.txt, \.md, \.json"):
            report(MODEL).save(tmp_path / name)
        assert list(tmp_path.iterdir()) == []

    def test_says_where_it_cannot_write(self, tmp_path):
        with pytest.raises(UnusableFile, match=r"cannot write '.*report\.html': No such"):
            report(MODEL).save(tmp_path / "nowhere" / "report.html")


class TestWhatCanBeReported:
    @EVERY_LANGUAGE
    def test_an_empty_model_says_that_it_is_empty(self, lang):
        made = report(Model(), lang=lang)
        assert say("report.answer.empty", lang) in made.text()
        assert made.markdown().startswith("# ")
        assert json.dumps(made.to_json(), allow_nan=False)

    @EVERY_LANGUAGE
    def test_one_service_has_no_pair_to_speak_of(self, lang):
        text = without_breaks(report(Model.of(Service("ward", "The ward")), lang=lang).text())
        assert say("report.answer.no-need", lang) in text
        assert "The ward" in text

    def test_a_model_with_problems_is_refused_with_all_of_them(self):
        with pytest.raises(InvalidModel) as caught:
            report(Model.of(Flow("a", "b"), Tie(("c", "d"))))
        assert len(caught.value.problems) == 4

    @pytest.mark.parametrize("lang", ["sv", "EN", "", None])
    def test_a_language_that_it_does_not_speak_is_refused(self, lang):
        with pytest.raises(InvalidArgument, match="lang: expected one of en, da, nb"):
            report(MODEL, lang=lang)

    def test_what_is_no_model_is_refused(self):
        with pytest.raises(InvalidArgument, match="expected a Model"):
            report({"services": []})  # type: ignore[arg-type]

    def test_rules_that_do_not_fit_the_scale_are_refused(self):
        with pytest.raises(InvalidArgument, match="needed_level is 7"):
            report(MODEL, Rules(needed_level=7))

    def test_a_report_is_of_one_language(self):
        assert isinstance(report(MODEL, lang="nb"), Report)
        assert report(MODEL, lang="nb").lang == "nb"
