"""Write `docs/cli.md` from the help of the command line: `python docs/make_cli.py`."""

from __future__ import annotations

import re
import typing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from collabmodel.cli import EXIT_CODES, app
from collabmodel.datasets import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = Path(__file__).with_name("cli.md")

INTRODUCTION = """\
# The command line

<!-- Made by docs/make_cli.py from the help of the commands. -->

It comes with the extra `cli`: from a clone, `pip install '.[cli]'`. What it prints goes to standard
output, what is wrong with a call to standard error, so that a program can read the one and a person
the other.
"""

# What stands on the page as code, and what it can lead to.
CODE = re.compile(rf"\{{.+?\}}|collabmodel (COMMAND )?--help|report --json|\b({'|'.join(NAMES)})\b")
LINKS = {
    "the rules": "[the rules](concepts.md#rules)",
    "JSON Schema 2020-12": "[JSON Schema 2020-12](json.md#schema)",
    "sixteen questions": "[sixteen questions](findings.md#the-sixteen-questions)",
}


def page() -> str:
    """The page, as it must stand in the file."""
    group: Any = typer.main.get_command(app)
    blocks = [INTRODUCTION, _prose(group.help), _examples(group.epilog)]
    blocks += ["## Exit codes\n", _table(("code", "meaning"), EXIT_CODES.items())]
    for name, command in group.commands.items():
        blocks += [f"## {name}\n", _prose(command.help), _usage(name, command.params)]
        blocks += [*_parameters(command), _examples(command.epilog)]
    return "\n".join(blocks)


def _prose(text: str) -> str:
    for words, link in LINKS.items():
        text = text.replace(words, link, 1)
    return CODE.sub(lambda code: f"`{code.group()}`", text) + "\n"


def _usage(name: str, params: list[Any]) -> str:
    arguments = [_shown_argument(each) for each in params if _is_argument(each)]
    call = " ".join(["collabmodel", name, "[OPTIONS]", *arguments])
    return f"```text\n{call}\n```\n"


def _shown_argument(argument: Any) -> str:
    return argument.metavar if argument.required else f"[{argument.metavar}]"


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _parameters(command: Any) -> Iterable[str]:
    """A table of the arguments and one of the options."""
    types = typing.get_type_hints(command.callback)
    arguments = [each for each in command.params if _is_argument(each)]
    options = [each for each in command.params if not _is_argument(each)]
    yield _table(
        ("argument", "meaning", "default"),
        ((f"`{each.metavar}`", _meaning(each), _default(each)) for each in arguments),
    )
    yield _table(
        ("option", "meaning", "default"),
        (
            (f"`{_shown_option(each, types[each.name])}`", _meaning(each), _default(each))
            for each in options
        ),
    )


def _meaning(parameter: Any) -> str:
    return _prose(parameter.help).rstrip()


def _shown_option(option: Any, type_: Any) -> str:
    """The option as it is typed, with the words to choose from, or what to write after it."""
    if option.is_flag:
        value = []
    elif isinstance(type_, type) and issubclass(type_, StrEnum):
        value = [r"\|".join(type_)]
    else:
        value = [option.metavar or option.name.upper()]
    return " ".join([", ".join(option.opts), *value])


def _default(parameter: Any) -> str:
    if parameter.required:
        return "*required*"
    return f"`{parameter.default}`" if parameter.default not in {None, False} else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(str, cells))} |\n" for cells in lines)


def _examples(epilog: str) -> str:
    """The examples at the end of a help, as a block to copy from."""
    shown = epilog.partition("Examples:\n")[2].partition("\n\n")[0]
    lines = "\n".join(line.strip() for line in shown.splitlines()).replace("\n#", "\n\n#")
    return f"```bash\n{lines}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
