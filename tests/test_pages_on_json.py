"""The pages on the JSON format: complete, and true of what collabmodel does."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from collabmodel import schema
from collabmodel.cli import app
from collabmodel.document.schema import BEYOND_SCHEMA
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.vocabulary import VOCABULARIES

ROOT = Path(__file__).parents[1]
FORMAT, APPS = ((ROOT / "docs" / name).read_text("utf-8") for name in ("json.md", "apps.md"))
CLIENT = ROOT / "tests" / "clients" / "javascript"

CODES_OF_DOCUMENTS = dict(re.findall(r"^\| `([\w-]+)` \|.*\| ([^|]+) \|$", FORMAT, re.MULTILINE))
CODES_OF_PYTHON = {*re.findall(r"^\| `([\w-]+)` \|", APPS, re.MULTILINE)}

NO_CODES = {
    *(cls.kind_name for cls in ELEMENTS.values()),
    *(word for words in VOCABULARIES.values() for word in words),
    *("frey-2006", "month-and-day", "utf-8"),
}
"""Words in the sources that are written as a code is."""


def blocks(page: str, *languages: str) -> list[str]:
    """The blocks of code of a page, in these languages."""
    named = "|".join(languages)
    return re.findall(rf"^```(?:{named})\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def test_the_page_of_the_members_is_as_the_schema_makes_it():
    script = runpy.run_path(str(ROOT / "docs" / "make_members.py"))
    page = script["page"]()
    assert script["PAGE"].read_text("utf-8") == page, "run `python docs/make_members.py`"
    assert [name for name in schema()["$defs"] if f"### {name}\n" not in page] == []


class TestCodes:
    def test_every_code_that_the_sources_hold_stands_on_the_pages_and_no_other(self):
        found = {"missing"}
        for floor in ("domain", "document"):
            for path in (ROOT / "src" / "collabmodel" / floor).glob("*.py"):
                nodes = ast.walk(ast.parse(path.read_text("utf-8")))
                texts = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
                found |= {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", text)}
        assert found - NO_CODES == {*CODES_OF_DOCUMENTS, *CODES_OF_PYTHON}

    def test_none_stands_on_both(self):
        assert CODES_OF_PYTHON.isdisjoint(CODES_OF_DOCUMENTS)

    def test_the_page_says_which_of_them_a_schema_finds(self):
        found = {code: said for code, said in CODES_OF_DOCUMENTS.items() if said != "yes"}
        of_files = {"not-gzip", "too-large"}
        assert found.keys() == {*BEYOND_SCHEMA, *of_files, "unknown-member"}
        in_part = {code for code, said in found.items() if said == "in part"}
        assert in_part == set(re.findall(r"^([\w-]+): ", FORMAT, re.MULTILINE))


class TestCommands:
    """What the page shows of `collabmodel check` is what it prints."""

    DOCUMENT = blocks(APPS, "json")[0]
    SHOWN = re.findall(
        r"^\$ collabmodel (check [^\n]*)\n(.*?)^```$", APPS, re.DOTALL | re.MULTILINE
    )

    @pytest.mark.parametrize(("command", "shown"), SHOWN)
    def test_they_print_what_is_shown(self, command, shown, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        Path("town.json").write_text(self.DOCUMENT, encoding="utf-8")
        ran = CliRunner().invoke(app, command.split())
        assert (ran.exit_code, ran.stdout) == (1, shown)

    def test_there_is_one_for_people_and_one_for_programs(self):
        assert [command for command, _ in self.SHOWN] == [
            "check town.json",
            "check town.json --strict --json",
        ]


@pytest.mark.parametrize("block", blocks(APPS, "js", "ts"))
def test_what_is_shown_in_javascript_is_taken_from_the_app_that_is_tested(block):
    """Whole or in parts: its lines stand in one file of the app, in this order."""

    def holds(text: str) -> bool:
        lines = iter([line.strip() for line in text.splitlines()])
        return all(line.strip() in lines for line in block.splitlines())

    assert any(holds(path.read_text("utf-8")) for path in CLIENT.glob("*.m*"))
