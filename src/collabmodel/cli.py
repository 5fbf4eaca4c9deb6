"""The command line. Each command but `schema` reads one model and prints what follows from it.

A model is a path to a document, or the name of a dataset that comes with collabmodel.

Exit codes: 0, done; 1, the document has problems, which are printed; 2, the call is wrong: no such
option, file, dataset, service or schema.
"""

from __future__ import annotations

import errno
import io
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from collabmodel.domain.errors import (
    CollabModelError,
    InvalidArgument,
    InvalidData,
    UnusableFile,
    did_you_mean,
)
from collabmodel.domain.model import Model
from collabmodel.words import visible

try:
    import typer
except ModuleNotFoundError:  # pragma: no cover - tested in an environment without typer
    sys.stderr.write("The command line needs typer. Install it: pip install 'collabmodel[cli]'\n")
    sys.exit(2)

if TYPE_CHECKING:
    from collabmodel.analysis.rules import Rules
    from collabmodel.disclosure import Disclosure

__all__ = ["main"]

PROBLEMS = 1
WRONG_CALL = 2


class Language(StrEnum):
    """The languages of a report."""

    en = "en"
    da = "da"
    nb = "nb"


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "Where do citizens move and services not meet?\n\n"
        "MODEL is the path of a document, or the name of a dataset: randers_collaboration, "
        "randers_recovery, randers_plan, more_og_romsdal, sor_helgeland, randers, example_town, "
        "example_town_year_2.\n\n"
        "Begin with: collabmodel report randers\n\n"
        "Exit codes: 0 done, 1 the document has problems, 2 the call is wrong."
    ),
)

ModelArgument = Annotated[
    str, typer.Argument(metavar="MODEL", help="A document, or the name of a dataset.")
]
RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", metavar="FILE", help="Rules as a JSON object; see docs/concepts.md."),
]
LangOption = Annotated[Language, typer.Option(help="The language of the sentences.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
ExactOption = Annotated[
    bool,
    typer.Option("--exact", help="Show numbers of citizens as they are. For the data's owner."),
]


@app.command()
def report(
    model: ModelArgument,
    lang: LangOption = Language.en,
    rules: RulesOption = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    as_json: JsonOption = False,
    exact: ExactOption = False,
) -> None:
    """Print the report: missing links, groups, promises, and whom to ask.

    Example: collabmodel report randers --lang da
    """
    from collabmodel.datasets import NAMES
    from collabmodel.presentation.report import report as make_report

    found = make_report(_read(model), _rules(rules), lang.value, _disclosure(exact))
    if as_json:
        _print_json(found.to_json())
        return
    typer.echo(found.markdown() if markdown else found.text(), nl=False)
    if model in NAMES and not model.startswith("example_town") and not markdown:
        from collabmodel.words import say

        typer.echo(say("report.hint.town", lang.value), err=True)


@app.command()
def check(
    model: ModelArgument,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse members that are not known, too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Say whether a document can be analysed, and all that is wrong with it if not.

    Example: collabmodel check town.json
    """
    try:
        found, told = _read(model, strict=strict), InvalidData(())
    except InvalidData as error:
        found, told = None, error
    if as_json:
        _print_json({"ok": found is not None, **told.to_json()})
    else:
        typer.echo(f"Nothing is wrong with it: {found!r}" if found else _visible(told))
    if found is None:
        raise typer.Exit(PROBLEMS)


@app.command()
def questions(
    model: ModelArgument,
    lang: LangOption = Language.en,
    rules: RulesOption = None,
    before: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="An earlier model, for what has changed since then."),
    ] = None,
    as_json: JsonOption = False,
    exact: ExactOption = False,
) -> None:
    """Answer the sixteen questions that people ask, or say why they cannot be answered.

    Example: collabmodel questions example_town
    """
    from collabmodel.analysis.questions import questions as answer_all
    from collabmodel.words import say

    disclosure = _disclosure(exact)
    earlier = None if before is None else _read(before)
    answers = answer_all(_read(model), _rules(rules), disclosure, earlier)
    if as_json:
        _print_json([answer.to_json(lang.value, disclosure) for answer in answers])
        return
    for answer in answers:
        answered = say(f"question.answered.{answer.answered}", lang.value)
        typer.echo(f"{answer.number:2}. {answer.question(lang.value)} ({answered})")
        typer.echo(f"    {answer.sentence(lang.value, disclosure)}")


@app.command()
def compare(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="The earlier model.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The later model.")],
    around: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only pairs that this service or organisation is in."),
    ] = None,
    lang: LangOption = Language.en,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    exact: ExactOption = False,
) -> None:
    """Tell what changed between two models: missing links, contact and need.

    Example: collabmodel compare example_town example_town_year_2 --around psychiatry
    """
    from collabmodel.analysis.compare import compare as compare_models

    disclosure = _disclosure(exact)
    found = compare_models(_read(before), _read(after), _rules(rules), around)
    if as_json:
        _print_json(found.to_json(disclosure, lang.value))
    else:
        typer.echo(found.text(lang.value, disclosure), nl=False)


@app.command()
def explain(
    model: ModelArgument,
    one: Annotated[str, typer.Argument(metavar="SERVICE", help="The id of a service.")],
    other: Annotated[str, typer.Argument(metavar="SERVICE", help="The id of another.")],
    lang: LangOption = Language.en,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    exact: ExactOption = False,
) -> None:
    """Tell how the judgement of two services came about.

    Example: collabmodel explain randers_collaboration psykiatrisk-afdeling residential-facilities
    """
    from collabmodel.analysis.explain import explain as explain_pair

    disclosure = _disclosure(exact)
    found = explain_pair(_read(model), one, other, _rules(rules))
    if as_json:
        _print_json(found.to_json(disclosure, lang.value))
    else:
        typer.echo(found.text(lang.value, disclosure))


@app.command()
def schema(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="document, findings, comparison, report or problems."),
    ] = "document",
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse members that collabmodel does not know.")
    ] = False,
) -> None:
    """Print the JSON Schema of a document, or of what the other commands print with --json.

    Example: collabmodel schema document --strict
    """
    from collabmodel.document import schema as find_schema

    _print_json(find_schema(kind, strict=strict))


def main() -> None:
    """Run the command line; expected errors are printed, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # not every console and pipe can hold an arrow
    try:
        app()
    except InvalidData as error:
        typer.echo(_visible(error), err=True)
        sys.exit(PROBLEMS)
    except CollabModelError as error:
        typer.echo(_visible(error), err=True)
        sys.exit(WRONG_CALL)


def _read(name: str, *, strict: bool = False) -> Model:
    """The model of that path, or the dataset of that name where there is no such file."""
    from collabmodel.datasets import NAMES, load_dataset
    from collabmodel.document import load

    if name in NAMES and not Path(name).exists():
        return load_dataset(name)
    try:
        return load(name, strict=strict)
    except UnusableFile as error:
        if error.errno != errno.ENOENT:
            raise
        known = ", ".join(NAMES)
        hint = did_you_mean(name, NAMES)
        text = f"'{name}' is no file and no dataset.{hint} The datasets: {known}."
        raise InvalidArgument(text) from None


def _visible(error: Exception) -> str:
    """What an error says, line by line; it may quote a document from outside."""
    return "\n".join(visible(line) for line in str(error).split("\n"))


def _rules(file: Path | None) -> Rules | None:
    from collabmodel.analysis.rules import Rules

    if file is None:
        return None
    try:
        return Rules.from_json(file.read_bytes())
    except OSError as error:
        raise typer.BadParameter(f"'{file}' cannot be read: {error.strerror}.") from None


def _disclosure(exact: bool) -> Disclosure:
    from collabmodel.disclosure import EXACT, PROTECTED

    return EXACT if exact else PROTECTED


def _print_json(value: Any) -> None:
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    typer.echo(json.dumps(value, ensure_ascii=not is_unicode, indent=2))
