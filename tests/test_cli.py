"""The command line: what each command prints, where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import select
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from collabmodel import (
    EXACT,
    Flow,
    InvalidArgument,
    Model,
    Organisation,
    Pathway,
    Rules,
    Service,
    Tie,
    compare,
    explain,
    figures,
    questions,
    report,
    save,
    schema,
)
from collabmodel.cli import EXIT_CODES, FIGURES, FigureKind, _progress, app, main
from collabmodel.datasets import NAMES, load_dataset
from collabmodel.document.schema import KINDS
from collabmodel.words import LANGUAGES, say

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "src" / "collabmodel" / "schemas" / "document.strict.schema.json"
OF_A_MODEL = ("report", "check", "questions", "explain", "compare")
COMMANDS = (*OF_A_MODEL, "figure", "schema")

TOWN = Model.of(
    Organisation("region", "The region", "region"),
    Service("ward", "The ward", provided_by="region"),
    Service("flats", "Flats"),
    Flow("ward", "flats", citizens=3, pathway="home"),
    Pathway("home", "Home", steps=["ward", "flats"]),
    Tie(("ward", "flats"), "meeting", level=1),
    title="Town",
)

LATER = TOWN.replace(Tie(("ward", "flats"), "meeting", level=3, id="tie:meeting:flats--ward"))

BROKEN = {
    "no JSON": "{",
    "no document": '{"services": []}',
    "no UTF-8": b"\xff\xfe\x00",
    "a reference that leads nowhere": json.dumps(
        {
            "format": "collabmodel",
            "format_version": "1.0",
            "services": [{"id": "ward"}, {"id": "flats"}],
            "flows": [{"id": "f", "source": "ward", "target": "flast"}],
        }
    ),
}


@pytest.fixture
def town(tmp_path):
    path = tmp_path / "town.json"
    save(TOWN, path)
    return str(path)


@pytest.fixture
def broken(tmp_path):
    def write(content):
        path = tmp_path / "broken.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def call(monkeypatch, capsys):
    """Call the command line as the console script does: exit code, output, errors."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["collabmodel", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return ended.value.code or 0, printed.out, printed.err

    return run


def printed(*arguments):
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


class TestReport:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_prints_the_text_in_the_language_that_is_asked_for(self, town, lang):
        assert printed("report", town, "--lang", lang) == report(TOWN, lang=lang).text()

    def test_speaks_english_unless_told_otherwise(self, town):
        assert printed("report", town) == report(TOWN).text()

    def test_prints_markdown(self, town):
        assert printed("report", town, "--markdown") == report(TOWN).markdown()

    def test_writes_a_page_and_prints_its_name(self, town, tmp_path):
        page = tmp_path / "page.html"
        assert printed("report", town, "--html", str(page), "--lang", "nb").strip() == str(page)
        assert page.read_text(encoding="utf-8") == report(TOWN, lang="nb").html()

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (
                ["--html", "page.txt"],
                "--html: expected a name that ends in .html, found 'page.txt'",
            ),
            (["--html", "page.html", "--json"], "Choose one of --html, --markdown and --json."),
            (["--markdown", "--json"], "Choose one of --html, --markdown and --json."),
            (["--html", "nowhere/page.html"], "cannot write 'nowhere/page.html'"),
        ],
    )
    def test_refuses_other_names_and_two_forms_at_once(
        self, call, town, options, said, tmp_path, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)
        code, out, errors = call("report", town, *options)
        assert (code, out) == (2, "")
        assert said in errors
        assert list(tmp_path.glob("*.html")) == []

    def test_prints_json_for_other_programs(self, town):
        found = json.loads(printed("report", town, "--json", "--lang", "da"))
        assert found == report(TOWN, lang="da").to_json()

    def test_follows_rules_of_a_file(self, town, tmp_path):
        rules = tmp_path / "rules.json"
        rules.write_text('{"needed_level": 1}', encoding="utf-8")
        text = printed("report", town, "--rules", str(rules))
        assert text == report(TOWN, Rules(needed_level=1)).text()

    def test_hides_small_numbers_unless_told_not_to(self, town):
        assert "<5 citizens" in printed("report", town)
        assert printed("report", town, "--exact") == report(TOWN, disclosure=EXACT).text()

    @pytest.mark.parametrize("name", NAMES)
    def test_takes_the_name_of_a_dataset_where_it_takes_a_path(self, name):
        assert printed("report", name) == report(load_dataset(name)).text()

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_says_beside_the_report_how_to_see_a_whole_town(self, call, lang):
        code, out, errors = call("report", "randers", "--lang", lang)
        assert code == 0
        assert out == report(load_dataset("randers"), lang=lang).text()
        assert errors.strip() == say("report.hint.town", lang)

    @pytest.mark.parametrize("options", [["--json"], ["--markdown"]])
    def test_says_nothing_beside_what_is_made_for_programs(self, call, options):
        assert call("report", "randers", *options)[2] == ""

    def test_says_nothing_beside_the_town_itself_or_a_document(self, call, town):
        assert call("report", "example_town")[2] == ""
        assert call("report", town)[2] == ""

    def test_a_file_comes_before_a_dataset_of_the_same_name(self, monkeypatch, tmp_path):
        save(TOWN, tmp_path / "randers")
        monkeypatch.chdir(tmp_path)
        assert printed("report", "randers").startswith("Town\n")


class TestCheck:
    def test_says_that_nothing_is_wrong(self, town):
        assert printed("check", town).startswith("Nothing is wrong with it: <Model: 'Town'")
        assert json.loads(printed("check", town, "--json")) == {
            "ok": True,
            "problems": [],
            "more": 0,
        }

    @pytest.mark.parametrize("name", NAMES)
    def test_finds_nothing_wrong_with_a_dataset(self, name):
        assert "Nothing is wrong" in printed("check", name)

    @pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
    def test_says_what_is_wrong_and_exits_with_1(self, call, broken, content):
        code, out, errors = call("check", broken(content))
        assert code == 1
        assert out.strip()
        assert errors == ""

    def test_names_the_place_and_what_was_probably_meant(self, call, broken):
        _, out, _ = call("check", broken(BROKEN["a reference that leads nowhere"]))
        assert "found 'flast', which nothing has. Did you mean 'flats'?" in out
        assert "/flows/0/target" in out

    def test_members_that_are_not_known_are_wrong_where_that_is_asked(self, call, broken):
        path = broken('{"format": "collabmodel", "format_version": "1.0", "titel": "Town"}')
        assert call("check", path)[0] == 0
        code, out, _ = call("check", path, "--strict")
        assert code == 1
        assert "/titel: expected members of the format, found 'titel'. Did you mean 'title'?" in out

    def test_lists_all_problems_also_as_json(self, call, broken):
        document = json.loads(BROKEN["a reference that leads nowhere"])
        document["flows"].append({"id": "g", "source": "nobody", "target": "ward"})
        code, out, _ = call("check", broken(json.dumps(document)), "--json")
        found = json.loads(out)
        assert (code, found["ok"]) == (1, False)
        assert [problem["code"] for problem in found["problems"]] == ["unknown-reference"] * 2
        assert call("check", broken(json.dumps(document)))[1].startswith("2 problems:\n  1. ")


class TestQuestions:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_prints_sixteen_each_with_its_answer(self, town, lang):
        text = printed("questions", town, "--lang", lang)
        for answer in questions(TOWN):
            assert f"{answer.number:2}. {answer.question(lang)} (" in text
            assert f"    {answer.sentence(lang)}\n" in text
        assert len(text.splitlines()) == 32

    def test_prints_json_for_other_programs(self, town):
        found = json.loads(printed("questions", town, "--json", "--lang", "nb"))
        assert found == [answer.to_json("nb") for answer in questions(TOWN)]

    def test_hides_small_numbers_unless_told_not_to(self, town):
        assert "<5 citizens" in printed("questions", town)
        assert "3 citizens" in printed("questions", town, "--exact")


class TestExplain:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_prints_how_a_pair_was_judged(self, town, lang):
        text = printed("explain", town, "flats", "ward", "--lang", lang)
        assert text == explain(TOWN, "ward", "flats").text(lang) + "\n"

    def test_prints_json_for_other_programs(self, town):
        found = json.loads(printed("explain", town, "ward", "flats", "--json", "--lang", "da"))
        assert found == explain(TOWN, "ward", "flats").to_json(lang="da")

    def test_hides_small_numbers_unless_told_not_to(self, town):
        assert "<5 citizens" in printed("explain", town, "ward", "flats")
        assert "3 citizens" in printed("explain", town, "ward", "flats", "--exact")

    @pytest.mark.parametrize("pair", [("ward", "ward"), ("ward", "region"), ("ward", "wrad")])
    def test_of_what_makes_no_pair_is_a_wrong_call(self, call, town, pair):
        code, out, errors = call("explain", town, *pair)
        assert (code, out) == (2, "")
        assert pair[1] in errors

    def test_of_an_unknown_service_says_what_was_probably_meant(self, call, town):
        assert "Did you mean 'flats'?" in call("explain", town, "ward", "flast")[2]


class TestCompare:
    @pytest.fixture
    def later(self, tmp_path):
        path = tmp_path / "later.json"
        save(LATER, path)
        return str(path)

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_prints_what_changed(self, town, later, lang):
        text = printed("compare", town, later, "--lang", lang)
        assert text == compare(TOWN, LATER).text(lang)

    def test_prints_json_for_other_programs(self, town, later):
        found = json.loads(printed("compare", town, later, "--json", "--lang", "da"))
        assert found == compare(TOWN, LATER).to_json(lang="da")

    def test_looks_around_one_service_or_organisation(self, town, later):
        text = printed("compare", town, later, "--around", "region")
        assert text == compare(TOWN, LATER, around="region").text()
        assert "Only pairs that touch The region." in text

    def test_follows_rules_of_a_file(self, town, later, tmp_path):
        rules = tmp_path / "rules.json"
        rules.write_text('{"needed_level": 1}', encoding="utf-8")
        text = printed("compare", town, later, "--rules", str(rules))
        assert text == compare(TOWN, LATER, Rules(needed_level=1)).text()

    def test_hides_small_numbers_unless_told_not_to(self, town, later):
        assert "<5 citizens" in printed("compare", town, later)
        assert "3 citizens" in printed("compare", town, later, "--exact")

    def test_around_nobody_who_is_there_is_a_wrong_call(self, call, town, later):
        code, out, errors = call("compare", town, later, "--around", "reggion")
        assert (code, out) == (2, "")
        assert "Did you mean 'region'?" in errors

    def test_a_later_document_with_problems_exits_with_1(self, call, town, broken):
        assert call("compare", town, broken("{"))[0] == 1

    def test_answers_what_changed_among_the_questions(self, town, later):
        text = printed("questions", later, "--before", town)
        assert questions(LATER, before=TOWN)[13].sentence() in text
        assert questions(LATER)[13].sentence() in printed("questions", later)


class TestFigure:
    @pytest.fixture
    def drawn(self, monkeypatch):
        """A kind of figure that only these tests have, and what its function was called with."""
        calls = []

        def draw(*arguments, **named):
            calls.append((arguments, named))
            return figures.map(TOWN)

        monkeypatch.setattr(figures, "sketch", draw, raising=False)
        return calls

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_tells_in_words_what_it_shows(self, town, lang):
        told = printed("figure", "map", town, "--lang", lang)
        assert told == f"{figures.map(TOWN, lang=lang)}\n"

    def test_prints_its_table(self, town):
        assert printed("figure", "map", town, "--table") == f"{figures.map(TOWN).table()}\n"

    def test_prints_its_records_for_other_programs(self, town):
        found = json.loads(printed("figure", "map", town, "--json"))
        assert found == figures.map(TOWN).records()

    @pytest.mark.parametrize("option", ["-o", "--output"])
    def test_writes_the_picture_to_a_file_and_prints_its_title(self, town, tmp_path, option):
        path = tmp_path / "map.svg"
        told = printed("figure", "map", town, option, str(path))
        assert path.read_text(encoding="utf-8") == figures.map(TOWN).svg()
        assert told == f"{path}: {figures.map(TOWN).title}\n"

    def test_beside_a_file_it_prints_only_the_records_where_they_are_asked_for(
        self, town, tmp_path
    ):
        path = tmp_path / "map.svg"
        assert json.loads(printed("figure", "map", town, "--json", "-o", str(path)))
        assert path.exists()

    def test_follows_rules_of_a_file(self, town, tmp_path):
        rules = tmp_path / "rules.json"
        rules.write_text('{"needed_level": 1}', encoding="utf-8")
        told = printed("figure", "map", town, "--rules", str(rules))
        assert told == f"{figures.map(TOWN, Rules(needed_level=1))}\n"
        assert told != printed("figure", "map", town)

    def test_marks_as_many_as_is_said(self):
        told = printed("figure", "map", "example_town", "--most", "2")
        assert told == f"{figures.map(load_dataset('example_town'), most=2)}\n"

    @pytest.mark.parametrize("kind", ["matrix", "brokers"])
    def test_groups_services_as_is_said(self, kind):
        told = printed("figure", kind, "example_town", "--by", "sector")
        assert told == f"{getattr(figures, kind)(load_dataset('example_town'), by='sector')}\n"

    def test_refuses_a_way_of_grouping_that_there_is_not(self, call):
        code, _, told = call("figure", "matrix", "example_town", "--by", "sectr")
        assert code == 2
        assert "Did you mean 'sector'?" in told

    def test_hides_small_numbers_unless_told_not_to(self, town):
        assert "<5 citizens" in printed("figure", "map", town)
        assert "3 citizens" in printed("figure", "map", town, "--exact")

    def test_has_every_kind_there_is(self):
        assert {*FIGURES} == {*figures.__all__} - {"Figure"}

    def test_of_an_unknown_kind_says_what_was_probably_meant(self, call, town):
        code, out, errors = call("figure", "mpa", town)
        assert (code, out) == (2, "")
        assert "Did you mean 'map'?" in errors
        assert all(kind in errors for kind in FIGURES)

    @pytest.mark.parametrize("option", ["--id", "--before"])
    def test_an_option_that_a_kind_has_not_is_a_wrong_call(self, call, town, option):
        code, out, errors = call("figure", "map", town, option, town)
        assert (code, out) == (2, "")
        assert errors == f"The figure 'map' has no option {option}.\n"

    def test_a_figure_without_rules_refuses_them(self, call, town, drawn, monkeypatch, tmp_path):
        monkeypatch.setitem(FIGURES, "sketch", FigureKind("a sketch", takes=()))
        assert call("figure", "sketch", town)[0] == 0
        assert drawn == [((TOWN,), {"lang": "en"})]
        code, _, errors = call("figure", "sketch", town, "--rules", str(tmp_path))
        assert (code, errors) == (2, "The figure 'sketch' has no option --rules.\n")

    def test_of_a_change_takes_the_earlier_model_first(self, call, town, drawn, monkeypatch):
        monkeypatch.setitem(FIGURES, "sketch", FigureKind("a sketch", takes=("before",)))
        assert call("figure", "sketch", town, "--before", "randers_plan")[0] == 0
        assert drawn[0][0] == (load_dataset("randers_plan"), TOWN)
        code, out, errors = call("figure", "sketch", town)
        assert (code, out) == (2, "")
        assert errors == "The figure 'sketch' needs --before, an earlier model.\n"

    def test_of_one_thing_takes_its_id(self, call, town, drawn, monkeypatch):
        monkeypatch.setitem(FIGURES, "sketch", FigureKind("a sketch", takes=("id",)))
        assert call("figure", "sketch", town, "--id", "home")[0] == 0
        assert drawn[0][0] == (TOWN, "home")

    def test_that_shows_no_citizens_has_no_exact_numbers_of_them(self, call):
        code, out, errors = call("figure", "timeline", "randers_plan", "--exact")
        assert (code, out) == (2, "")
        assert errors == "The figure 'timeline' has no option --exact.\n"

    def test_is_not_drawn_where_the_file_has_another_end(self, call, town, drawn, monkeypatch):
        monkeypatch.setitem(FIGURES, "sketch", FigureKind("a sketch"))
        assert call("figure", "sketch", town, "-o", "sketch.jpg")[0] == 2
        assert drawn == []

    @pytest.mark.parametrize("name", ["map.jpg", "map", "no/such/folder/map.svg"])
    def test_a_file_that_cannot_be_written_is_a_wrong_call(self, call, town, tmp_path, name):
        code, out, errors = call("figure", "map", town, "-o", str(tmp_path / name))
        assert (code, out) == (2, "")
        assert name in errors
        assert list(tmp_path.glob("map*")) == []

    @pytest.mark.parametrize("end", ["png", "pdf"])
    def test_without_the_extra_a_picture_is_refused_in_one_sentence_that_names_it(
        self, call, town, tmp_path, monkeypatch, end
    ):
        monkeypatch.setitem(sys.modules, "vl_convert", None)
        path = tmp_path / f"map.{end}"
        code, out, errors = call("figure", "map", town, "-o", str(path))
        assert (code, out) == (2, "")
        assert errors.count("\n") == 1
        assert "collabmodel[figures]" in errors
        assert not path.exists()


class TestSchema:
    @pytest.mark.parametrize("kind", KINDS)
    def test_prints_the_one_that_is_asked_for(self, kind):
        assert json.loads(printed("schema", kind)) == schema(kind)
        assert json.loads(printed("schema", kind, "--strict")) == schema(kind, strict=True)

    def test_prints_that_of_a_document_unless_told_otherwise(self):
        assert printed("schema") == printed("schema", "document")

    def test_is_the_file_that_is_shipped(self):
        assert printed("schema", "--strict") == SHIPPED.read_text(encoding="utf-8")

    def test_of_anything_else_is_a_wrong_call_that_names_the_kinds(self, call):
        code, out, errors = call("schema", "documnt")
        assert (code, out) == (2, "")
        assert "Did you mean 'document'?" in errors
        assert all(kind in errors for kind in KINDS)


class Terminal:
    """Standard error as a terminal, and what was shown on it."""

    def __init__(self, pty):
        self.screen, writes = pty.openpty()
        self.stream = io.TextIOWrapper(io.FileIO(writes, "w"), "utf-8", write_through=True)
        self.shown = ""

    def read(self, until=None):
        """All that was shown, or what was shown until something is; it fails after a minute."""
        while until is None or until not in self.shown:
            ready, _, _ = select.select([self.screen], [], [], 60 if until else 0)
            if not ready:
                assert until is None, f"{until} was not shown, but {self.shown!r}"
                break
            self.shown += os.read(self.screen, 10_000).decode()
        return self.shown


class TestProgress:
    """What takes long is told to a terminal, and to nothing else."""

    NEVER = 10**6

    @pytest.fixture
    def terminal(self, monkeypatch):
        monkeypatch.setenv("TERM", "xterm")
        terminal = Terminal(pytest.importorskip("pty"))
        with terminal.stream:
            yield terminal
        os.close(terminal.screen)

    @pytest.fixture
    def call_there(self, call, terminal, monkeypatch):
        """Call the command line in the terminal: its exit code and output."""

        def run(*arguments):
            with monkeypatch.context() as patch:  # not earlier: pytest puts its own in its place
                patch.setattr(sys, "stderr", terminal.stream)
                return call(*arguments)[:2]

        return run

    @pytest.fixture
    def patience(self, monkeypatch):
        return lambda seconds: monkeypatch.setattr("collabmodel.cli.PATIENCE", seconds)

    @pytest.fixture
    def slow(self, monkeypatch):
        """Let a map take as long as *wait* takes, and a drawing of it fail if that is asked for."""

        def take(wait, failing=False):
            def draw(*arguments, **named):
                wait()
                if failing:
                    raise InvalidArgument("no map today")
                return figures.map(TOWN)

            monkeypatch.setattr(figures, "sketch", draw, raising=False)
            monkeypatch.setitem(FIGURES, "sketch", FigureKind("a sketch", takes=()))

        return take

    TOLD = "Drawing the figure 'sketch' ..."

    def test_a_terminal_is_told_what_takes_long_until_it_is_done(
        self, call_there, town, terminal, patience, slow
    ):
        patience(0)
        slow(lambda: terminal.read(until=self.TOLD))
        assert call_there("figure", "sketch", town) == (0, f"{figures.map(TOWN)}\n")
        assert self.ends_clear(terminal.read())

    def test_an_error_comes_after_what_was_told_is_gone(
        self, call_there, town, terminal, patience, slow
    ):
        patience(0)
        slow(lambda: terminal.read(until=self.TOLD), failing=True)
        assert call_there("figure", "sketch", town) == (2, "")
        told, _, rest = terminal.read().rpartition("no map today")
        assert self.ends_clear(told)
        assert rest.strip() == ""

    def ends_clear(self, shown):
        """The line is erased after the last word on it, and the cursor is there again."""
        last = shown.rpartition(self.TOLD)[2]
        return "\x1b[2K" in last and "\x1b[?25h" in last

    @pytest.mark.parametrize("command", OF_A_MODEL)
    def test_what_is_quick_is_not_told(self, call_there, town, terminal, patience, command):
        patience(self.NEVER)
        assert call_there(command, town, *pair_for(command))[0] == 0
        assert terminal.read() == ""

    def test_a_terminal_that_cannot_erase_is_told_nothing(
        self, call_there, town, terminal, patience, slow, monkeypatch
    ):
        patience(0)
        monkeypatch.setenv("TERM", "dumb")
        made = threading.Event()
        monkeypatch.setattr("collabmodel.cli._progress", lambda what: made.set() or _progress(what))
        slow(lambda: made.wait(60))
        assert call_there("figure", "sketch", town)[0] == 0
        assert made.is_set()
        assert terminal.read() == ""

    def test_a_pipe_is_told_nothing(self, call, town, patience, slow, monkeypatch):
        patience(0)
        monkeypatch.setenv("FORCE_COLOR", "1")
        timers = []
        slow(lambda: timers.extend(filter(is_timer, threading.enumerate())))
        assert call("figure", "sketch", town) == (0, f"{figures.map(TOWN)}\n", "")
        assert timers == []

    def test_a_name_from_outside_cannot_act_in_a_terminal(
        self, call_there, terminal, patience, monkeypatch
    ):
        patience(0)
        told = "Reading [red]no[U+001B][2J ..."
        monkeypatch.setattr(
            "collabmodel.document.load", lambda *_, **__: terminal.read(until=told) and TOWN
        )
        assert call_there("check", "[red]no\x1b[2J")[0] == 0

    def test_rich_is_loaded_only_when_there_is_something_to_tell(self, town):
        code = (
            "import sys; from collabmodel.cli import app; app(sys.argv[1:], standalone_mode=False);"
            "sys.exit('rich.progress' in sys.modules)"
        )
        subprocess.run([sys.executable, "-c", code, "report", town], check=True)


def is_timer(thread):
    return isinstance(thread, threading.Timer)


class TestExitCodes:
    @pytest.mark.parametrize("command", OF_A_MODEL)
    def test_0_where_it_is_done(self, call, town, command):
        assert call(command, town, *pair_for(command))[0] == 0

    @pytest.mark.parametrize("command", OF_A_MODEL)
    @pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
    def test_1_where_the_document_has_problems(self, call, broken, command, content):
        code, out, errors = call(command, broken(content), *pair_for(command))
        assert code == 1
        assert "Traceback" not in out + errors

    @pytest.mark.parametrize("command", OF_A_MODEL)
    def test_2_where_there_is_no_such_file(self, call, command):
        code, out, errors = call(command, "no/such/town.json", *pair_for(command))
        assert (code, out) == (2, "")
        assert errors.startswith("'no/such/town.json' is no file and no dataset.")
        assert all(name in errors for name in NAMES)

    @pytest.mark.parametrize(
        ("wrong", "meant"), [("randrs", "randers"), ("exampletown", "example_town")]
    )
    def test_2_for_a_misspelt_dataset_with_the_one_that_was_meant(self, call, wrong, meant):
        code, _, errors = call("report", wrong)
        assert code == 2
        assert f"Did you mean '{meant}'?" in errors

    def test_2_where_a_file_cannot_be_read(self, call, tmp_path):
        code, _, errors = call("report", str(tmp_path))
        assert code == 2
        assert errors.startswith("cannot read ")

    @pytest.mark.parametrize(
        "arguments",
        [
            ["frobnicate"],
            ["report"],
            ["report", "randers", "--loud"],
            ["report", "randers", "--lang", "sv"],
            ["explain", "randers", "one-service"],
            ["schema", "document", "--loose"],
        ],
    )
    def test_2_for_a_wrong_call(self, call, arguments):
        code, out, errors = call(*arguments)
        assert (code, out) == (2, "")
        assert "Usage: " in errors

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("not json", "expected a JSON object"),
            ('{"wied": 4}', "Did you mean 'wide'?"),
            ('{"needed_level": 9}', "needed_level is 9"),
            (None, "cannot be read"),
        ],
    )
    def test_2_for_rules_that_cannot_be_used(self, call, tmp_path, content, said):
        rules = tmp_path / "rules.json"
        if content is not None:
            rules.write_text(content, encoding="utf-8")
        code, out, errors = call("report", "randers", "--rules", str(rules))
        assert (code, out) == (2, "")
        assert said in errors

    @pytest.mark.parametrize("arguments", [["report", "no\x1b[2J\u202e"], ["explain"]])
    def test_what_an_error_quotes_cannot_act_in_a_terminal(self, call, town, arguments):
        if arguments == ["explain"]:
            arguments = ["explain", town, "ward", "no\x1b[2J\u202e"]
        _, _, errors = call(*arguments)
        assert "no[U+001B][2J[U+202E]" in errors

    def test_what_a_document_holds_cannot_act_in_a_terminal(self, call, broken):
        document = json.loads(BROKEN["a reference that leads nowhere"])
        document["flows"][0]["target"] = document["title"] = "no\x1b[2J\u202e"
        for command in ("check", "report"):
            _, out, errors = call(command, broken(json.dumps(document)))
            assert not {"\x1b", "\u202e"} & set(out + errors)


def help_of(command):
    return printed(*filter(None, [command]), "--help")


def examples_of(command):
    """What stands behind `collabmodel` in the examples of a help."""
    return re.findall(r"^    collabmodel (.+)$", help_of(command), re.MULTILINE)


def pair_for(command):
    return {"explain": ("ward", "flats"), "compare": ("randers_plan",)}.get(command, ())


class TestHelp:
    def test_names_every_command_and_every_dataset_and_the_exit_codes(self):
        text = printed("--help")
        words = set(re.findall(r"\w+", text))
        assert {*COMMANDS, *NAMES} <= words
        for code, meaning in EXIT_CODES.items():
            assert f"{code}  {meaning}" in text

    def test_is_shown_where_nothing_is_asked(self, call):
        _, out, errors = call()
        assert "Usage: " in out + errors

    def test_these_are_all_commands(self):
        assert {
            command.name or command.callback.__name__ for command in app.registered_commands
        } == {*COMMANDS}

    def test_names_each_command_with_a_whole_sentence(self):
        listed = printed("--help").partition("Commands:\n")[2].partition("\n\n")[0]
        sentences = dict(re.findall(r"^  (\w+) +(.+)$", listed, re.MULTILINE))
        assert {*sentences} == {*COMMANDS}
        for sentence in sentences.values():
            assert sentence.endswith(".")
            assert not sentence.endswith("..."), "the first sentence is too long for a line"

    @pytest.mark.parametrize("command", ["", *COMMANDS])
    def test_holds_examples_each_with_what_it_is_for(self, command):
        lines = help_of(command).partition("Examples:\n")[2].partition("\n\n")[0].splitlines()
        assert len(lines) == 2 * len(examples_of(command)) > 0
        assert all(re.fullmatch(r"    # \S.+", line) for line in lines[::2])
        assert all(line.startswith(f"    collabmodel {command}") for line in lines[1::2])
        assert all(len(line) <= 79 for line in lines), "it would break in a terminal of 80"

    @pytest.mark.parametrize("command", ["", *COMMANDS])
    def test_holds_examples_that_work(self, command, monkeypatch, tmp_path):
        save(TOWN, tmp_path / "town.json")
        save(LATER, tmp_path / "town-later.json")
        (tmp_path / "rules.json").write_text('{"needed_level": 1}', encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        for example in examples_of(command):
            assert printed(*shlex.split(example)), example

    def test_shows_rules_that_can_be_used(self):
        (shown,) = re.findall(r'\{".+?\}', help_of("report"))
        assert Rules.from_json(shown) == Rules(needed_level=3, confirmation="both")

    @pytest.mark.parametrize("command", COMMANDS)
    def test_of_a_command_explains_each_of_its_arguments_and_options(self, command):
        params = typer.main.get_command(app).commands[command].params
        text = " ".join(help_of(command).split())
        assert params
        for parameter in params:
            assert parameter.help.endswith("."), parameter.name
            assert parameter.help in text

    def test_the_commands_of_the_documentation_exist(self):
        pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
        documented = set()
        for page in pages:
            for block in re.findall(
                r"^```console\n(.*?)^```$",
                page.read_text(encoding="utf-8"),
                re.DOTALL | re.MULTILINE,
            ):
                documented |= set(re.findall(r"\bcollabmodel (\w+)", block))
        assert {"report", "questions"} <= documented
        assert documented <= set(COMMANDS)


class TestPage:
    """`docs/cli.md` is made from the help, and shows all of it."""

    SCRIPT = runpy.run_path(str(ROOT / "docs" / "make_cli.py"))
    PAGE = SCRIPT["page"]()

    def test_is_as_the_help_makes_it(self):
        written = self.SCRIPT["PAGE"].read_text(encoding="utf-8")
        assert written == self.PAGE, "run `python docs/make_cli.py`"

    def test_has_a_part_for_each_command_with_its_options_and_examples(self):
        parts = dict(re.findall(r"^## (\w+)$(.*?)(?=^## |\Z)", self.PAGE, re.DOTALL | re.MULTILINE))
        assert {*COMMANDS} <= {*parts}
        for command in COMMANDS:
            options = set(re.findall(r"^  (--[\w-]+)", help_of(command), re.MULTILINE)) - {"--help"}
            assert options
            assert all(f"| `{option}" in parts[command] for option in options)
            assert all(f"\ncollabmodel {call}\n" in parts[command] for call in examples_of(command))

    def test_names_every_dataset_and_exit_code(self):
        assert all(name in self.PAGE for name in NAMES)
        assert all(f"| {code} | {said} |" in self.PAGE for code, said in EXIT_CODES.items())


class TestAsAProcess:
    """The same once more from outside: the installed script, its streams and its exit code."""

    def run(self, *arguments, **environment):
        return subprocess.run(
            [sys.executable, "-c", "from collabmodel.cli import main; main()", *arguments],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        )

    def test_prints_to_its_output_and_exits_with_0(self):
        ran = self.run("report", "randers_plan", "--lang", "da")
        assert ran.returncode == 0
        text = ran.stdout.decode().replace("\r\n", "\n")
        assert text == report(load_dataset("randers_plan"), lang="da").text()

    def test_says_without_a_traceback_what_is_wrong_with_a_document(self, broken):
        ran = self.run("report", broken(BROKEN["a reference that leads nowhere"]))
        assert (ran.returncode, ran.stdout) == (1, b"")
        assert b"Did you mean 'flats'?" in ran.stderr
        assert b"Traceback" not in ran.stderr

    def test_says_without_a_traceback_that_a_call_is_wrong(self):
        ran = self.run("report", "randrs")
        assert (ran.returncode, ran.stdout) == (2, b"")
        assert ran.stderr.decode().startswith("'randrs' is no file and no dataset.")
        assert b"Traceback" not in ran.stderr

    @pytest.mark.slow
    @pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
    def test_a_console_that_cannot_hold_an_arrow_still_gets_the_report(self, town, encoding):
        ran = self.run("report", town, PYTHONIOENCODING=encoding)
        assert ran.returncode == 0, ran.stderr
        assert b"The ward ? Flats" in ran.stdout
        found = self.run("report", town, "--json", PYTHONIOENCODING=encoding)
        assert json.loads(found.stdout.decode(encoding)) == report(TOWN).to_json()
