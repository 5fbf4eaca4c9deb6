"""The command line. Each command but `schema` reads one model and prints what follows from it.

A model is a path to a document, or the name of a dataset that comes with collabmodel.

The help of each command is what `docs/cli.md` is made from, and tests run its examples. Standard
output holds what was asked for and nothing else. A terminal is told what takes long.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import sys
import threading
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

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
EXIT_CODES = {
    0: "Done.",
    PROBLEMS: "The document has problems, which are printed.",
    WRONG_CALL: "The call is wrong: no such option, file, dataset, id, figure or extra.",
}
PATIENCE = 1.0
"""How many seconds something may take before a terminal is told what it is."""


class FigureKind(NamedTuple):
    """A kind of figure, drawn by the function of its name in `collabmodel.figures`.

    The function takes the earlier model, if it needs one, the model, an id, if it has one, and by
    name `lang` and what else the kind takes.

    Attributes:
        shows: What it shows, in a few words.
        takes: The options it has of those that not every kind has. It needs `before`.
    """

    shows: str
    takes: tuple[str, ...] = ("rules", "exact")


FIGURES = {
    "map": FigureKind("where links are missing", takes=("rules", "exact", "most")),
    "matrix": FigureKind("need against contact between groups", takes=("rules", "exact", "by")),
    "brokers": FigureKind("who holds the network together", takes=("rules", "exact", "by", "most")),
    "pathway": FigureKind("what each transition has and needs", takes=("rules", "exact", "id")),
    "timeline": FigureKind("what became of what was promised", takes=("most",)),
    "before_after": FigureKind("what changed", takes=("rules", "exact", "before", "most")),
}


class Language(StrEnum):
    """The languages of a report."""

    en = "en"
    da = "da"
    nb = "nb"


def _examples(*examples: tuple[str, str]) -> str:
    """The end of a help: what somebody may want, each with what to type for it."""
    lines = [f"  # {wanted}\n  collabmodel {call}" for wanted, call in examples]
    return "\n".join(["\b", "Examples:", *lines])  # typer leaves what follows \b as it stands


def _exit_codes() -> str:
    lines = [f"  {code}  {meaning}" for code, meaning in EXIT_CODES.items()]
    return "\n".join(["\b", "Exit codes:", *lines])


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "Where do citizens move and services not meet?\n\n"
        "Each command but schema reads a MODEL: the path of a document (.json or .json.gz), or the "
        "name of a dataset. The datasets: randers_collaboration, randers_recovery, randers_plan, "
        "more_og_romsdal, sor_helgeland, randers, example_town, example_town_year_2.\n\n"
        "collabmodel COMMAND --help explains a command and shows examples."
    ),
    epilog="\n\n".join(
        [
            _examples(
                ("A real collaboration, in Randers in Denmark", "report randers"),
                ("A whole town, which is invented", "report example_town"),
                ("Is a document of your own in order?", "check town.json"),
            ),
            _exit_codes(),
        ]
    ),
)

ModelArgument = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        help="The path of a document, or the name of a dataset; collabmodel --help lists them.",
    ),
]
RulesOption = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="FILE",
        help=(
            "Judge by the rules in this file, a JSON object such as "
            '{"needed_level": 3, "confirmation": "both"}. Rules that it leaves out keep their '
            "default."
        ),
    ),
]
LangOption = Annotated[
    Language, typer.Option(help="The language of the sentences: English, Danish or Norwegian.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]
ExactOption = Annotated[
    bool,
    typer.Option(
        "--exact",
        help=(
            "Show numbers of citizens as they are, for the owner of the data. Otherwise small "
            "numbers are hidden and others rounded."
        ),
    ),
]


@app.command(
    epilog=_examples(
        ("Begin with a real collaboration", "report randers"),
        ("As a page, to open in a browser or to print", "report example_town --html town.html"),
        ("In Danish, as Markdown", "report example_town --lang da --markdown"),
        ("Of your own document, by your own rules", "report town.json --rules rules.json"),
        ("For a program", "report town.json --json"),
    )
)
def report(
    model: ModelArgument,
    lang: LangOption = Language.en,
    rules: RulesOption = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            help=(
                "Write it as a page to FILE, whose name ends in .html, and print that name. The "
                "page is one file, which runs no script and fetches nothing."
            ),
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print Markdown, to paste into a page.")
    ] = False,
    as_json: JsonOption = False,
    exact: ExactOption = False,
) -> None:
    """Print the report: what is missing, promised, and to be asked.

    It begins with the answer. Then come missing links, groups whose contact stays inside, what was
    promised and what became of it, and whom to ask what. What is not known is said.
    """
    from collabmodel.datasets import NAMES
    from collabmodel.presentation.report import report as make_report

    if html is not None and html.suffix != ".html":
        raise InvalidArgument(f"--html: expected a name that ends in .html, found '{html}'.")
    if (html is not None) + markdown + as_json > 1:
        raise InvalidArgument("Choose one of --html, --markdown and --json.")
    read, chosen = _read(model), _rules(rules)
    with _telling("Finding what is missing"):
        found = make_report(read, chosen, lang.value, _disclosure(exact))
    with _telling("Writing the report"):
        if html is not None:
            written: str | dict[str, Any] = f"{visible(str(found.save(html)))}\n"
        else:
            written = found.to_json() if as_json else found.markdown() if markdown else found.text()
    if isinstance(written, dict):
        _print_json(written)
        return
    typer.echo(written, nl=False)
    if model in NAMES and not model.startswith("example_town") and not (markdown or html):
        from collabmodel.words import say

        typer.echo(say("report.hint.town", lang.value), err=True)


@app.command(
    epilog=_examples(
        ("What is wrong with a document?", "check town.json"),
        ("Is a member misspelt?", "check town.json --strict"),
        ("The same for a program", "check town.json --strict --json"),
    )
)
def check(
    model: ModelArgument,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Refuse members that are not known, too, so that a misspelt one is found.",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Say all that is wrong with a document, or that nothing is.

    Each problem is told with its place, what was expected, what was found, and what to do. Where
    there is one, the exit code is 1.
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


@app.command(
    epilog=_examples(
        ("What can be answered about a whole town?", "questions example_town"),
        (
            "With what has changed since an earlier model",
            "questions example_town_year_2 --before example_town",
        ),
        ("In Norwegian, with numbers as they are", "questions town.json --lang nb --exact"),
    )
)
def questions(
    model: ModelArgument,
    lang: LangOption = Language.en,
    rules: RulesOption = None,
    before: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL", help="An earlier model, so that it can be said what has changed since."
        ),
    ] = None,
    as_json: JsonOption = False,
    exact: ExactOption = False,
) -> None:
    """Answer the sixteen questions that people ask.

    Each is answered in full or in part, or it is said why it cannot be answered.
    """
    from collabmodel.analysis.questions import questions as answer_all
    from collabmodel.words import say

    disclosure = _disclosure(exact)
    earlier = None if before is None else _read(before)
    read, chosen = _read(model), _rules(rules)
    with _telling("Answering the questions"):
        answers = answer_all(read, chosen, disclosure, earlier)
    if as_json:
        _print_json([answer.to_json(lang.value, disclosure) for answer in answers])
        return
    for answer in answers:
        answered = say(f"question.answered.{answer.answered}", lang.value)
        typer.echo(f"{answer.number:2}. {answer.question(lang.value)} ({answered})")
        typer.echo(f"    {answer.sentence(lang.value, disclosure)}")


@app.command(
    epilog=_examples(
        ("What changed in a year?", "compare example_town example_town_year_2"),
        ("And around one service?", "compare example_town example_town_year_2 --around psychiatry"),
        ("Between two documents of your own", "compare town.json town-later.json"),
    )
)
def compare(
    before: Annotated[
        str, typer.Argument(metavar="BEFORE", help="The earlier MODEL: a path or a name.")
    ],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The later one.")],
    around: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Tell only of pairs that this service or organisation is in."
        ),
    ] = None,
    lang: LangOption = Language.en,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    exact: ExactOption = False,
) -> None:
    """Tell what changed between two models.

    Missing links that opened and closed, contact and need that were gained and lost: each is said
    to be certain or not. Services are matched by their ids.
    """
    from collabmodel.analysis.compare import compare as compare_models

    disclosure = _disclosure(exact)
    earlier, later, chosen = _read(before), _read(after), _rules(rules)
    with _telling("Comparing the two models"):
        found = compare_models(earlier, later, chosen, around)
    if as_json:
        _print_json(found.to_json(disclosure, lang.value))
    else:
        typer.echo(found.text(lang.value, disclosure), nl=False)


@app.command(
    epilog=_examples(
        ("Why is this link called missing?", "explain example_town general-practices mood-clinic"),
        ("The same in Danish", "explain example_town general-practices mood-clinic --lang da"),
    )
)
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

    What need and what contact are on record, who says so, and why that is enough or is not. The
    ids of the services whose link is missing stand in what report --json prints.
    """
    from collabmodel.analysis.explain import explain as explain_pair

    disclosure = _disclosure(exact)
    read, chosen = _read(model), _rules(rules)
    with _telling("Judging the pairs of services"):
        found = explain_pair(read, one, other, chosen)
    if as_json:
        _print_json(found.to_json(disclosure, lang.value))
    else:
        typer.echo(found.text(lang.value, disclosure))


@app.command(
    epilog=_examples(
        ("Where are links missing? In words", "figure map example_town"),
        ("As a picture", "figure map example_town -o map.svg"),
        (
            "Of your own document, in Danish, for a slide",
            "figure map town.json --lang da -o kort.png",
        ),
        (
            "How do citizens get from one service to the next?",
            "figure pathway example_town --id home-from-the-ward",
        ),
        (
            "What changed in a year?",
            "figure before_after example_town_year_2 --before example_town",
        ),
        ("What the picture rests on, for a program", "figure map town.json --json"),
    )
)
def figure(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=f"What to draw: {', '.join(f'{k} ({v.shows})' for k, v in FIGURES.items())}.",
        ),
    ],
    model: ModelArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=(
                "Write the picture to this file, as the end of its name says: .svg, or with the "
                "extra figures .png or .pdf. A file that is there is replaced."
            ),
        ),
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="Print all that the figure rests on, as a table.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the same as JSON, for other programs.")
    ] = False,
    id: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The id of a pathway, where a model has several."),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="The earlier model, where a figure is of a change."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="WAY",
            help=(
                "How services are grouped: organisation, 'whole organisation', sector or kind; in "
                "the matrix also service, each by itself."
            ),
        ),
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="How many to mark at the most, as on the map."),
    ] = None,
    lang: LangOption = Language.en,
    rules: RulesOption = None,
    exact: ExactOption = False,
) -> None:
    """Draw a figure, or tell in words what it shows.

    Without a file to write to, what the figure shows is printed as text, as it is told to those who
    do not see it. What is not drawn is told, too, and stands in the table.
    """
    from collabmodel import figures
    from collabmodel.presentation.figures.figure import form_of

    chosen = FIGURES.get(kind)
    if chosen is None:
        hint, known = did_you_mean(kind, FIGURES), ", ".join(FIGURES)
        raise InvalidArgument(f"There is no figure '{kind}'.{hint} The figures: {known}.")
    given = {
        "before": before,
        "id": id,
        "by": by,
        "rules": rules,
        "most": most,
        "exact": exact or None,
    }
    for name, value in given.items():
        if value is not None and name not in chosen.takes:
            raise InvalidArgument(f"The figure '{kind}' has no option --{name}.")
    if "before" in chosen.takes and before is None:
        raise InvalidArgument(f"The figure '{kind}' needs --before, an earlier model.")
    if output is not None:
        form_of(output)
    models = [_read(model)] if before is None else [_read(before), _read(model)]
    named = {
        "rules": _rules(rules),
        "by": by,
        "most": most,
        "disclosure": _disclosure(exact) if exact else None,
    }
    with _telling(f"Drawing the figure '{kind}'"):
        drawn: figures.Figure = getattr(figures, kind)(
            *models,
            *([] if id is None else [id]),
            lang=lang.value,
            **{name: value for name, value in named.items() if value is not None},
        )
        if output is not None:
            drawn.save(output)
    if as_json:
        _print_json(drawn.records())
    elif table:
        typer.echo(drawn.table())
    elif output is None:
        typer.echo(str(drawn))
    else:
        typer.echo(f"{visible(str(output))}: {drawn.title}")


@app.command(
    epilog=_examples(
        ("The schema that a document has to fit", "schema"),
        ("To find misspelt members in what you write", "schema document --strict"),
        ("What report --json prints", "schema report"),
    )
)
def schema(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="Of what: document, findings, comparison, report or problems."
        ),
    ] = "document",
    strict: Annotated[
        bool, typer.Option("--strict", help="The form that refuses members it does not know.")
    ] = False,
) -> None:
    """Print the JSON Schema of a document, or of what is printed.

    Programs check with it what they read and write (JSON Schema 2020-12).
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
        with _telling(f"Reading {visible(name)}"):
            return load(name, strict=strict)
    except UnusableFile as error:
        if error.errno != errno.ENOENT:
            raise
        known = ", ".join(NAMES)
        hint = did_you_mean(name, NAMES)
        text = f"'{name}' is no file and no dataset.{hint} The datasets: {known}."
        raise InvalidArgument(text) from None


@contextlib.contextmanager
def _telling(what: str) -> Iterator[None]:
    """Tell a terminal what is being done while it is, where it takes long. Print nothing inside."""
    if not sys.stderr.isatty():
        yield
        return
    shown = contextlib.ExitStack()
    timer = threading.Timer(PATIENCE, lambda: shown.enter_context(_progress(what)))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # it may just be showing it
        shown.close()


def _progress(what: str) -> contextlib.AbstractContextManager[object]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    console = Console(stderr=True)
    if not console.is_interactive:  # a terminal that cannot erase
        return contextlib.nullcontext()
    progress = Progress(
        SpinnerColumn("line"),  # which every console can show
        TextColumn("{task.description} ...", markup=False),
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    progress.add_task(what)
    return progress


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
