"""The page of the findings is made from the catalogue, and shows all of it."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from collabmodel.analysis.finding import MISSING_LINK_CODES, codes
from collabmodel.words import keys, say

SCRIPT = runpy.run_path(str(Path(__file__).parents[1] / "docs" / "make_findings.py"))
PAGE: str = SCRIPT["page"]()


def test_it_is_as_the_catalogue_makes_it():
    written = SCRIPT["PAGE"].read_text(encoding="utf-8")
    assert written == PAGE, "run `python docs/make_findings.py`"


def test_every_code_stands_on_it_once():
    headings = re.findall(r"^### `(.+)`$", PAGE, re.MULTILINE)
    assert sorted(headings) == sorted(codes())


def test_missing_links_stand_in_the_order_in_which_they_are_looked_for():
    headings = re.findall(r"^### `(.+)`$", PAGE, re.MULTILINE)
    assert tuple(headings[: len(MISSING_LINK_CODES)]) == MISSING_LINK_CODES


@pytest.mark.parametrize("code", codes())
def test_every_title_meaning_sentence_and_next_step_of_a_code_is_shown(code):
    (part,) = re.findall(rf"^### `{code}`$(.*?)(?=^##)", PAGE, re.DOTALL | re.MULTILINE)
    shown = [key for key in keys(f"finding.{code}.") if ".next-" not in key]
    assert shown
    assert all(SCRIPT["template"](key) in part for key in shown)


def test_the_sixteen_questions_stand_on_it_in_their_order():
    listed = re.findall(r"^(\d+)\. (.+\?)$", PAGE, re.MULTILINE)
    assert listed == [(str(n), say(f"question.{n}.title")) for n in range(1, 17)]
