"""The pages of the documentation lead to what is made for them, and leave nothing out."""

from __future__ import annotations

import inspect
import re
import runpy
import typing
from pathlib import Path

import pytest

import collabmodel as cm
from collabmodel.datasets import NAMES
from collabmodel.words import LANGUAGES

DOCS = Path(__file__).parents[1] / "docs"
MAKE_CASES = runpy.run_path(str(DOCS / "make_cases.py"))
CASES = tuple(MAKE_CASES["CASES"])
REPORTS = {f"{name}-{lang}.html" for name in CASES for lang in LANGUAGES}
CASES_PAGE = (DOCS / "cases.md").read_text(encoding="utf-8")

CALLS_PAGE = (DOCS / "measures.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\{py:func\}.+?) \| (.+?) \| (.*?) \|$", re.MULTILINE)
NAME = re.compile(r"\{py:func\}`~collabmodel\.(\w+)`")
ROWS = {name: row for row in ROW.findall(CALLS_PAGE) for name in NAME.findall(row[0])}


class TestReportsOfTheCases:
    def test_every_link_leads_to_one_that_is_made(self):
        pages = [path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")]
        linked = {name for page in pages for name in re.findall(r'href="reports/([^"]+)"', page)}
        assert linked == REPORTS

    def test_every_case_has_one_in_every_language_with_the_language_told(self):
        for name in CASES:
            for lang in LANGUAGES:
                told = "" if lang == "en" else f' lang="{lang}" hreflang="{lang}"'
                assert f'<a href="reports/{name}-{lang}.html"{told}>' in CASES_PAGE

    def test_every_case_has_a_picture_with_words_for_those_who_do_not_see_it(self):
        shown = re.findall(r"!\[[^\]]{40,}\]\(pictures/cases/(\w+)\.svg\)", CASES_PAGE)
        assert tuple(shown) == CASES

    def test_no_dataset_is_left_out(self):
        assert {*NAMES} - {*CASES} == {"example_town_year_2"}, "the town of a year later"

    def test_they_are_made_where_the_pages_look_for_them(self, tmp_path, monkeypatch):
        made = MAKE_CASES["make"].__globals__
        monkeypatch.setitem(made, "REPORTS", tmp_path / "extra" / "reports")
        monkeypatch.setitem(made, "PICTURES", tmp_path / "pictures")
        monkeypatch.setitem(made, "CASES", {"randers_plan": made["CASES"]["randers_plan"]})
        made["make"]()
        found = {path.name for path in (tmp_path / "extra" / "reports").iterdir()}
        assert found == {name for name in REPORTS if name.startswith("randers_plan-")}
        assert [path.name for path in (tmp_path / "pictures").iterdir()] == ["randers_plan.svg"]


class TestThePageOfEveryCall:
    def test_it_has_every_public_function_once(self):
        public = [name for name in cm.__all__ if inspect.isroutine(getattr(cm, name))]
        assert sorted(NAME.findall(CALLS_PAGE)) == sorted(public)

    def test_each_says_what_it_answers(self):
        assert all(question.endswith(("?", ")")) for _, question, _ in ROWS.values())

    def test_the_rows_that_it_promises_are_those_that_records_gives(self):
        """What `records` takes is read from its annotation, where it takes anything."""
        checked = 0
        for name, (_, _, rows) in ROWS.items():
            result = getattr(cm, getattr(cm, name).__annotations__["return"], None)
            if not hasattr(result, "records") or "measures" not in section_of(name):
                continue
            parts = typing.get_args(typing.get_type_hints(result.records).get("of"))
            if parts:
                assert re.findall(r"`(\w+)`", rows) == list(parts), name
                checked += 1
        assert checked > 10

    def test_what_it_measures_has_a_row_on_the_page_of_validity(self):
        validity = (DOCS / "validity.md").read_text(encoding="utf-8")
        cells = re.findall(r"^\| (.+?) \|", validity, re.MULTILINE)
        first = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
        measures = {name for name in ROWS if "measures" in section_of(name)}
        assert len(measures) == 20
        assert measures <= first


def section_of(name: str) -> str:
    """The heading on the page of every call under which a name stands."""
    before = CALLS_PAGE.partition(f"~collabmodel.{name}`")[0]
    return before.rpartition("\n## ")[2].partition("\n")[0].lower()


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.stem)
def test_every_page_can_be_found_from_the_first(path):
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    assert path.stem == "index" or re.search(rf"^{path.stem}$", index, re.MULTILINE)
