"""The pictures in the repository are those that the figures draw now, and pages show them."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PICTURES = runpy.run_path(str(DOCS / "make_pictures.py"))["pictures"]()
PAGES = [ROOT / "README.md", DOCS / "start.md"]
SHOWN = re.compile(
    r'<img src="(?P<html>[^"]+)"[^>]+?alt="[^"]+"|!\[[^\]]+\]\((?P<markdown>[^)]+)\)'
)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
class TestPictures:
    def test_each_is_as_it_is_drawn_now(self, path):
        drawn = path.read_text(encoding="utf-8")
        assert drawn == PICTURES[path], "run `python docs/make_pictures.py`"

    def test_each_is_small_enough_to_be_kept(self, path):
        assert path.stat().st_size < 60_000

    def test_each_is_shown_on_a_page_with_words_for_those_who_do_not_see_it(self, path):
        assert path in set().union(*map(shown_on, PAGES))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_shows_only_pictures_that_are_kept(page):
    assert shown_on(page)
    assert shown_on(page) <= {*PICTURES}


def test_the_readme_begins_with_the_map():
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## ")[0]
    assert 'src="docs/_static/map.svg"' in first_screen


def shown_on(page):
    found = SHOWN.finditer(page.read_text(encoding="utf-8"))
    return {page.parent / (match["html"] or match["markdown"]) for match in found}
