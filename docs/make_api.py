"""Write the page of the public names: `python docs/make_api.py`.

It shows the names of `collabmodel` and `collabmodel.figures`, and the types that their annotations
name.

The page follows the house: a heading for each floor, one for each file, both with the sentence that
the file begins with. A test compares the page with what this script would write.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.pycode import ModuleAnalyzer

import collabmodel
from collabmodel import figures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

PAGE = Path(__file__).with_name("api.md")

FLOORS = {
    "domain": "The domain",
    "document": "The document",
    "analysis": "Analysis",
    "disclosure": "Disclosure",
    "presentation": "Presentation",
    "datasets": "Datasets",
    "words": "Words",
    "testing": "Testing",
    "cli": "Command line",
}

INTRODUCTION = """\
<!-- Written by docs/make_api.py. Change the docstrings, then run it again. -->

# Public names

What is used by name stands in `collabmodel` itself: `import collabmodel as cm`, then `cm.Model`;
pictures stand in `collabmodel.figures`. The headings say where the house keeps it. What is only met
as a part of a result, or in a signature, stands where it is kept. No other names are promised to
stay.
"""


def page() -> str:
    """The whole page, as Markdown."""
    parts = [INTRODUCTION]
    modules = _names_by_module()
    for floor, title in FLOORS.items():
        package = f"collabmodel.{floor}"
        inside = {m: n for m, n in modules.items() if f"{m.__name__}.".startswith(f"{package}.")}
        if not inside:
            continue
        parts.append(f"## {title}\n\n{_first_sentence(importlib.import_module(package))}\n")
        for module, names in inside.items():
            if module.__name__ != package:
                name = module.__name__.removeprefix("collabmodel.")
                parts.append(f"### {name}\n\n{_first_sentence(module)}\n")
            parts.append(_directives(module, names))
    return "\n".join(parts)


def _names_by_module() -> dict[ModuleType, list[str]]:
    """Which names the page shows, by the module that defines them."""
    found = pkgutil.walk_packages(collabmodel.__path__, "collabmodel.")
    modules = [importlib.import_module(info.name) for info in found]
    # Deepest last: a package may hand on the names of its modules.
    deepest_last = sorted(modules, key=lambda module: module.__name__.count("."))
    homes = {name: module for module in deepest_last for name in getattr(module, "__all__", ())}
    shown = {*collabmodel.__all__, *figures.__all__}
    if shown - set(homes):
        raise LookupError(f"No file has these in its __all__: {sorted(shown - set(homes))}")
    new = shown
    while new:
        words = {word for name in new for word in _annotations(getattr(homes[name], name))}
        new = {name for name in words & set(homes) - shown if _explained(homes[name], name)}
        shown |= new
    names = {module: sorted(n for n in shown if homes[n] is module) for module in modules}
    return {module: own for module, own in names.items() if own}


def _annotations(value: object) -> Iterator[str]:
    """The words in the annotations of a function, or of the fields and methods of a class."""
    holders = [value]
    if inspect.isclass(value):
        members = vars(value).items()
        holders += [member for name, member in members if not name.startswith("_")]
    for holder in holders:
        function = holder.fget if isinstance(holder, property) else holder
        for annotation in getattr(function, "__annotations__", {}).values():
            yield from re.findall(r"\w+", str(annotation))


def _first_sentence(module: ModuleType) -> str:
    return (inspect.getdoc(module) or "").partition("\n\n")[0]


def _explained(module: ModuleType, name: str) -> bool:
    return inspect.isclass(getattr(module, name)) or ("", name) in _comments(module)


def _comments(module: ModuleType) -> dict[tuple[str, str], list[str]]:
    """What the strings below the constants of a module say."""
    return ModuleAnalyzer.for_module(module.__name__).find_attr_docs()


def _directives(module: ModuleType, names: list[str]) -> str:
    comments = _comments(module)
    lines = ["```{eval-rst}"]
    for name in names:
        value = getattr(module, name)
        offers = (offer for offer in (collabmodel, figures) if name in offer.__all__)
        home = next(offers, module).__name__
        public = f"{home}.{name}"
        if ("", name) in comments:
            lines += [f".. py:data:: {public}", ""]
            lines += [f"   {line}".rstrip() for line in comments["", name]]
        elif inspect.isclass(value):
            kind = "autoexception" if issubclass(value, Exception) else "autoclass"
            lines += [f".. {kind}:: {public}", "   :members:", ""]
        elif inspect.isroutine(value):
            lines += [f".. autofunction:: {public}", ""]
        else:
            lines += [f".. py:data:: {public}", f"   :value: {value!r}", ""]
    return "\n".join([*lines[:-1], "```\n"])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
