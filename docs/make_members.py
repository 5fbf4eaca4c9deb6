"""Write `docs/members.md` from the schema of a document: `python docs/make_members.py`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collabmodel import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = Path(__file__).with_name("members.md")

Part = dict[str, Any]

INTRODUCTION = """\
# Every member of a document

<!-- Made by docs/make_members.py from the schema of a document. -->

What stands in a document, type by type. [The JSON format](json.md) says how values are written. The
last column says what holds where a member is left out: *not said* is nothing known; *required*
members have to be there. Where a text says *None*, the member is left out; where it says
`Count.at_least(1)`, write `{"min": 1}`.

A document is one object with these members:
"""

EVERY_ELEMENT = """\
## Every element

An element is an object in one of the arrays above. Each has these members beside its own: `id` and
`name` stand first, the others last.
"""

VALUES = """\
## Objects within elements
"""

TEXTS = """\
## Texts and numbers
"""

WORDS = """\
## Vocabularies

Each is a closed list. A word is written exactly as it stands here.
"""


def page() -> str:
    """The page, as it must stand in the file."""
    document = schema()
    types: dict[str, Part] = document["$defs"]
    arrays = {
        _name(part["items"]): member
        for member, part in document["properties"].items()
        if "$ref" in part.get("items", {}) and _name(part["items"]) != "Id"
    }
    shared = _shared([types[name] for name in arrays])
    values = [n for n, t in types.items() if "properties" in t and n not in arrays]
    vocabularies = [name for name, part in types.items() if "enum" in part]
    plain = [name for name in types if name not in {*arrays, *values, *vocabularies}]

    blocks = [INTRODUCTION, _table(document), EVERY_ELEMENT, _table(types["Tie"], shared)]
    blocks.append("## Elements\n")
    for name, member in arrays.items():
        blocks += [f"### {name}\n", f"In `{member}`. {_said(types[name])}\n"]
        own = [member for member in types[name]["properties"] if member not in shared]
        blocks.append(_table(types[name], own))
    blocks.append(VALUES)
    for name in values:
        blocks += [f"### {name}\n", f"{_said(types[name])}\n", _table(types[name])]
        if name == "LevelScale":
            default = json.dumps(document["properties"]["scale"]["default"], indent=2)
            blocks += ["A document without `scale` has this one:\n", f"```json\n{default}\n```\n"]
    blocks.append(TEXTS)
    blocks += [f"### {name}\n\n{_said(types[name])}\n" for name in plain]
    blocks.append(WORDS)
    for name in vocabularies:
        words = ", ".join(f"`{word}`" for word in types[name]["enum"])
        blocks.append(f"### {name}\n\n{words}\n")
    return "\n".join(blocks)


def _shared(elements: list[Part]) -> list[str]:
    """The members that all elements have alike."""
    members = [each["properties"].items() for each in elements]
    return [name for name, part in members[0] if all((name, part) in others for others in members)]


def _table(holder: Part, names: Iterable[str] | None = None) -> str:
    """The members of these names, or all, a row each."""
    rows = ["| member | type | meaning | default |", "|---|---|---|---|"]
    for name in holder["properties"] if names is None else names:
        part = holder["properties"][name]
        description, wanted = _split(part["description"])
        left_out = "*required*" if name in holder["required"] else _default(part)
        rows.append(f"| `{name}` | {_type(part, wanted)} | {description} | {left_out} |")
    return "\n".join(rows) + "\n"


def _split(description: str) -> tuple[str, str]:
    """What a member is, and what its ids are of, where it holds any."""
    said, _, wanted = re.sub(r" Ids? of: ", "\n", description).partition("\n")
    return said, re.sub(r"[A-Z]\w+", lambda name: _link(name.group()), wanted.rstrip("."))


def _default(part: Part) -> str:
    if "default" not in part:
        return "not said"
    default = part["default"]
    if default and isinstance(default, dict):
        return f'[`{{"id": "{default["id"]}", …}}`](#levelscale)'
    return f"`{json.dumps(default, ensure_ascii=False)}`"


def _type(part: Part, wanted: str) -> str:
    if "items" in part:
        several = f"{part['minItems']} or more " if "minItems" in part else ""
        different = "different " if "uniqueItems" in part else ""
        items = f"ids of {wanted}" if wanted else _type(part["items"], "").replace("text", "texts")
        return f"array of {several}{different}{items}"
    if "$ref" in part:
        return f"id of {wanted}" if wanted else _link(_name(part))
    if "const" in part:
        return f"`{json.dumps(part['const'])}`"
    if part["type"] == "object":
        return "object of texts"
    return {"string": "text", "integer": "whole number"}[part["type"]]


def _name(part: Part) -> str:
    return str(part["$ref"]).rpartition("/")[2]


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _said(part: Part) -> str:
    """A description, with what is JSON in it as code."""
    return re.sub(r"\{[^}]*\}", lambda braces: f"`{braces.group()}`", str(part["description"]))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
