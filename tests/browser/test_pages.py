"""The report as a browser shows it: without a network, light and dark, narrow, wide and on paper.

The script beside this file drives the browser; `.ci/run` installs what it needs. The pages of one
run are looked at together, since it is the start of a browser that takes time.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from collabmodel import Flow, Model, Organisation, Service, Statement, Tie
from collabmodel.datasets import load_dataset
from collabmodel.presentation.report import report
from collabmodel.words import LANGUAGES
from tests.hostile_names import HOSTILE

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
INSTALL = "npm install --no-package-lock --no-audit --no-fund --prefix tests/browser"
CASES = (
    "randers_collaboration",
    "randers_recovery",
    "randers_plan",
    "more_og_romsdal",
    "sor_helgeland",
    "randers",
    "example_town",
)
AXED = "^(example_town|randers|hostile|faulty)-"
"""The pages that axe looks at in all four ways; at the others it looks in two of them."""
SERIOUS = {"serious", "critical"}
FAULTY = """<!doctype html>
<meta charset="utf-8">
<title>A page with every fault</title>
<img src="http://127.0.0.1:9/picture.png">
<p style="width: 3000px; color: #ddd">Too wide, and too pale</p>
<script>console.log("said"); alert("asked")</script>
<svg width="200" height="50"><text x="5" y="20">One label</text><text x="9" y="22">Another</text>
<text x="180" y="40">Cut off</text></svg>
"""


@pytest.fixture(scope="module")
def browser():
    """The path of a browser that can be driven."""
    found = os.environ.get("COLLABMODEL_BROWSER") or shutil.which("chromium")
    if found and shutil.which("node") and (HERE / "node_modules").is_dir():
        return found
    text = f"the pages need Debian's chromium, Node 20 or later, and packages: {INSTALL}"
    return pytest.skip(text)


def look(browser, folder):
    """What the script sees of each page of a folder."""
    command = ["node", str(HERE / "see.mjs"), browser, str(folder), AXED]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def seen(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name in CASES:
        for lang in LANGUAGES:
            report(load_dataset(name), lang=lang).save(folder / f"{name}-{lang}.html")
    report(hostile()).save(folder / "hostile-en.html")
    return look(browser, folder)


def hostile():
    """A model all of whose names are hostile, each of which a link is missing to."""
    services = [
        Service(f"s{n}", name, provided_by=f"o{n % 3}") for n, name in enumerate(HOSTILE) if name
    ]
    bodies = [Organisation(f"o{n}", name) for n, name in enumerate(HOSTILE[:3])]
    flows = [Flow(a.id, b.id, 40) for a, b in itertools.pairwise(services)]
    ties = [Tie((services[0].id, services[n].id), level=1) for n in (2, 5)]
    said = [Statement("need", name, id=f"t{n}") for n, name in enumerate(HOSTILE)]
    return Model.of(*bodies, *services, *flows, *ties, *said, title=HOSTILE[0])


def test_every_page_was_seen_in_every_way(seen):
    pages = {*(f"{name}-{lang}" for name in CASES for lang in LANGUAGES), "hostile-en"}
    ways = {(view["page"], view["isDark"], view["screen"]) for view in seen}
    assert ways == {*itertools.product(pages, (False, True), (360, 1440))}
    assert len(seen) == len(ways)


def test_axe_looked_at_every_page_in_light_and_dark_narrow_and_wide(seen):
    axed = [view for view in seen if view["violations"] is not None]
    for part in ("isDark", "screen"):
        assert {(v["page"], v[part]) for v in axed} == {(v["page"], v[part]) for v in seen}
    whole = [view for view in axed if re.match(AXED, view["page"])]
    assert len(whole) == (2 * len(LANGUAGES) + 1) * 2 * 2


def test_the_browser_says_nothing_and_asks_for_nothing(seen):
    assert [(view["page"], view["said"]) for view in seen if view["said"]] == []
    assert [(view["page"], view["requests"]) for view in seen if view["requests"]] == []


def test_no_page_is_wider_than_the_screen(seen):
    assert [(v["page"], v["width"], v["tooWide"]) for v in seen if v["tooWide"]] == []


def test_axe_finds_nothing_serious(seen):
    found = [
        (view["page"], view["scheme"], view["width"], fault["id"], fault["at"])
        for view in seen
        for fault in view["violations"] or ()
        if fault["impact"] in SERIOUS
    ]
    assert found == []


def test_labels_of_pictures_neither_overlap_nor_are_cut_off(seen):
    views = [view for view in seen if view["labels"] and view["page"] != "hostile-en"]
    assert any(view["page"].startswith("example_town") for view in views)
    assert [(v["page"], v["overlapping"]) for v in views if v["overlapping"]] == []
    assert [(v["page"], v["cut"]) for v in views if v["cut"]] == []


def test_each_page_says_its_language(seen):
    assert {view["language"] for view in seen} == set(LANGUAGES)
    assert all(view["page"].endswith(f"-{view['language']}") for view in seen)


def test_the_town_takes_two_or_three_sheets_of_paper(seen):
    sheets = {v["page"]: v["sheets"] for v in seen if v["sheets"] and "town" in v["page"]}
    assert len(sheets) == len(LANGUAGES)
    assert set(sheets.values()) <= {2, 3}


def test_faults_of_a_page_would_be_found(browser, tmp_path):
    (tmp_path / "faulty-.html").write_text(FAULTY, encoding="utf-8")
    views = look(browser, tmp_path)
    assert len(views) == 4
    for view in views:
        assert "said" in view["said"]
        assert "dialog: asked" in view["said"]
        assert view["requests"] == ["http://127.0.0.1:9/picture.png"]
        assert view["tooWide"] > 0
        assert view["overlapping"] == [["One label", "Another"]]
        assert view["cut"] == ["Cut off"]
        found = {fault["id"] for fault in view["violations"] if fault["impact"] in SERIOUS}
        assert {"html-has-lang", "image-alt", "color-contrast"} <= found
