"""What holds of the project as a whole: its public names, its weight, its papers, its files."""

from __future__ import annotations

import ast
import inspect
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from sybil.example import SybilFailure

import collabmodel as cm

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "collabmodel"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CHANGELOG = ROOT / "CHANGELOG.md"

CALLABLES = [
    name
    for name in cm.__all__
    if inspect.isclass(getattr(cm, name)) or inspect.isroutine(getattr(cm, name))
    if getattr(cm, name).__module__.startswith("collabmodel")
]
RESULTS = {
    word
    for name in CALLABLES
    for word in re.findall(r"\w+", str(getattr(cm, name).__annotations__.get("return")))
}


class TestPublicNames:
    def test_they_are_sorted_and_none_is_named_twice(self):
        """Constants, then classes, then functions, each by the alphabet, as ruff sorts them."""
        order = sorted(
            set(cm.__all__), key=lambda name: (not name.isupper(), name[0].islower(), name)
        )
        assert list(cm.__all__) == order

    @pytest.mark.parametrize("name", cm.__all__)
    def test_each_can_be_imported_and_is_seen_by_completion(self, name):
        assert getattr(cm, name) is not None
        assert name in dir(cm)

    @pytest.mark.parametrize("name", CALLABLES)
    def test_each_explains_itself_with_an_example(self, name):
        """An error needs none, nor does a result: the function that gives it shows it."""
        value = getattr(cm, name)
        said = inspect.getdoc(value) if value.__doc__ else ""
        assert said, f"{name} has no docstring"
        is_error = inspect.isclass(value) and issubclass(value, Exception)
        if not is_error and name not in RESULTS:
            assert ">>>" in said, f"the docstring of {name} has no example"

    def test_all_stand_on_the_page_of_the_public_names(self):
        script = runpy.run_path(str(ROOT / "docs" / "make_api.py"))
        written = script["PAGE"].read_text(encoding="utf-8")
        assert [name for name in cm.__all__ if f":: collabmodel.{name}\n" not in written] == []
        assert written == script["page"](), "run `python docs/make_api.py`"

    def test_an_unknown_name_is_an_attribute_error(self):
        with pytest.raises(AttributeError, match="no_such_name"):
            cm.no_such_name  # noqa: B018

    def test_what_a_person_types_is_what_a_type_checker_accepts(self) -> None:
        """Since this test is annotated, mypy checks it: a converter must not hide the types."""
        model = cm.Model.of(
            cm.Service("ward", "Ward", provided_by="region", identifiers={"register": "0102"}),
            cm.Service("housing", "Housing", provided_by=["town"], size=4, extra={"ours": [1]}),
            cm.Organisation("region", "Region", aliases=["the region"]),
            cm.Organisation("town", "Town", evidence=cm.Evidence("plan")),
            cm.Source("plan", "Plan", published="2020-11"),
            cm.Flow("ward", "housing", citizens=40, when="2020"),
            cm.Tie(("ward", "housing"), level=1, persons=1, views={"ward": 2}),
            cm.Pathway("home", "Home", ["ward", cm.Step("housing")], citizens=cm.Count.at_least(3)),
        )
        assert model.problems() == ()


class TestWeight:
    def test_importing_it_loads_nothing_foreign_but_attrs(self):
        code = (
            "import sys; before = set(sys.modules); import collabmodel;"
            "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        loaded = set(ran.stdout.split()) - sys.stdlib_module_names
        assert loaded == {"attr", "attrs", "collabmodel"}

    @pytest.mark.parametrize(("floor", "allowed"), [("words", set()), ("domain", {"attrs"})])
    def test_the_lowest_floors_import_nothing_else(self, floor, allowed):
        for path in (PACKAGE / floor).rglob("*.py"):
            foreign = imported(path) - sys.stdlib_module_names - {"collabmodel"}
            assert foreign <= allowed, path


def imported(path: Path) -> set[str]:
    """The packages that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


class TestPapers:
    def test_the_newest_version_of_the_changelog_is_this_one(self):
        released = re.findall(r"^## \[(\d[^]]*)\]", CHANGELOG.read_text("utf-8"), re.MULTILINE)
        assert released[0] == cm.__version__

    def test_the_changelog_has_the_headings_of_keep_a_changelog(self):
        lines = CHANGELOG.read_text(encoding="utf-8").splitlines()
        headings = [line for line in lines if line.startswith("#")]
        changes = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
        release = re.compile(r"## (\[Unreleased\]|\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2})")
        assert headings.pop(0) == "# Changelog"
        for heading in headings:
            assert release.fullmatch(heading) or heading.removeprefix("### ") in changes, heading
        released = [heading for heading in headings if heading.startswith("## ")]
        assert released == sorted(released, key=newness, reverse=True)

    def test_how_to_cite_it_is_told_alike_to_people_and_to_reference_managers(self):
        cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
        cited = cm.cite().references["collabmodel"]
        (author,) = cff["authors"]
        assert (author["name"],) == cited.authors
        assert f"{cff['title']} [Python package]" == cited.title
        assert cff["version"] == cited.version == cm.__version__
        assert (cff["cff-version"], cff["type"]) == ("1.2.0", cited.kind)
        assert not {"doi", "url"} & {*cff}, "neither is known, and cite() would have to name it"

    def test_the_citation_says_what_the_package_says_of_itself(self):
        cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
        project = PROJECT["project"]
        assert cff["authors"] == project["authors"]
        assert (cff["title"], cff["license"]) == (project["name"], project["license"])
        assert cff["keywords"] == project["keywords"]

    def test_the_extras_are_those_that_the_documentation_names(self):
        assert set(PROJECT["project"]["optional-dependencies"]) == {
            "all",
            "cli",
            "dev",
            "docs",
            "figures",
            "registers",
            "spark",
            "tables",
            "testing",
        }

    def test_the_lowest_releases_are_written_out_for_every_dependency(self):
        """The lower bounds are tried by `.ci/run`, so a dependency without one would be a gap."""
        assert all(">=" in need for need in PROJECT["project"]["dependencies"])


def newness(heading: str) -> tuple[int, ...]:
    """The place of a release among others; what is not released yet is the newest."""
    return tuple(int(part) for part in re.findall(r"\d+", heading)[:3]) or (sys.maxsize,)


class TestFiles:
    def test_none_holds_a_path_of_a_machine_or_a_host_of_a_registry(self):
        """Written in two parts, so that this file does not hold them either."""
        pairs = ["/root| /", "/home| /", "/work| /", "/opt| /", "pypi| .org", "pythonhosted| .org"]
        pairs += ["npmjs| .org", "debian| .org"]
        unwanted = [pair.replace("| ", "").encode() for pair in pairs]
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if listed.returncode:
            pytest.skip("not a git work tree")
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
        assert PACKAGE / "__init__.py" in paths
        found = [
            (path.relative_to(ROOT).as_posix(), text.decode())
            for path in paths
            if path.is_file()
            for text in unwanted
            if text in path.read_bytes()
        ]
        assert found == []


class TestExamplesOnPages:
    """The examples in the documentation are run by conftest.py, which is tried here."""

    @pytest.fixture
    def evaluate(self, tmp_path):
        pages = runpy.run_path(str(ROOT / "conftest.py"))["PAGES"]

        def evaluate(text: str) -> int:
            page = tmp_path / "page.md"
            page.write_text(text, encoding="utf-8")
            examples = list(pages.parse(page))
            for example in examples:
                example.evaluate()
            return len(examples)

        return evaluate

    def test_what_a_block_prints_is_compared_with_the_text_below_it(self, evaluate):
        page = "```python\nprint(1, end='  ')\nprint()\nprint(2)\n```\n\n```text\n{}\n2\n```\n"
        assert evaluate(page.format("1")) == 1
        assert evaluate(page.format("...")) == 1
        with pytest.raises(SybilFailure, match="not what is shown below it"):
            evaluate(page.format("3"))

    def test_what_a_prompt_shows_is_compared_with_the_next_line(self, evaluate):
        assert evaluate("```python\nx = 1\n```\n\ntext\n\n```python\n>>> x\n1\n```\n") == 2
        with pytest.raises(SybilFailure):
            evaluate("```python\n>>> 1 + 1\n3\n```\n")

    def test_a_block_that_raises_fails(self, evaluate):
        with pytest.raises(ZeroDivisionError):
            evaluate("```python\n1 / 0\n```\n")
