"""The report: where citizens move and services do not meet, the answer first."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
from jinja2 import Environment, PackageLoader, StrictUndefined

from collabmodel.analysis.rules import Rules
from collabmodel.disclosure import PROTECTED, Disclosure
from collabmodel.domain.errors import InvalidArgument, UnusableFile
from collabmodel.domain.model import Model
from collabmodel.presentation.arguments import check_lang
from collabmodel.presentation.content import content_of
from collabmodel.presentation.matter import Matter
from collabmodel.presentation.page import rendered
from collabmodel.words import Lang

__all__ = ["Report", "report"]

FORMAT = "collabmodel-report"
FORMAT_VERSION = "1.0"


@attrs.frozen(eq=False)
class Report:
    """A report in one language. `report` makes one; printing it shows its text.

    Attributes:
        matter: What was found.
        lang: The language of its sentences.
    """

    matter: Matter = attrs.field(repr=False)
    lang: Lang

    def text(self) -> str:
        """The report as plain text, to be read in a terminal or aloud."""
        return self._render("report.txt")

    def markdown(self) -> str:
        """The report as Markdown."""
        return self._render("report.md")

    def html(self) -> str:
        """The report as a page: one file, which runs no script and fetches nothing."""
        return rendered(self.matter, self.lang)

    def to_json(self) -> dict[str, Any]:
        """The report as plain values; numbers of citizens as readers may see them."""
        matter, disclosure = self.matter, self.matter.disclosure
        content = content_of(matter, self.lang)
        cover = matter.cover
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "lang": self.lang,
            "title": content.title,
            "answer": list(content.answer),
            "facts": list(content.facts),
            "rules": matter.judged.rules.to_json(),
            "disclosure": attrs.asdict(disclosure),
            "coverage": {"met": cover.met, "unmet": cover.unmet, "unknown": cover.unknown},
            "missing_links": matter.missing.to_json(disclosure, self.lang),
            "groups": matter.silos.to_json(disclosure, self.lang),
            "promises": matter.promises.to_json(disclosure, self.lang),
            "ask_next": matter.ask.to_json(disclosure, self.lang),
            "questions": [answer.to_json(self.lang, disclosure) for answer in matter.answers],
        }

    def save(self, path: str | Path) -> Path:
        """Write the report to a file, in the form that the end of its name says.

        Raises:
            InvalidArgument: The name ends in something else than .html, .txt, .md or .json.
            UnusableFile: The file cannot be written.
        """
        target = Path(path)
        forms: dict[str, Callable[[], str]] = {
            ".html": self.html,
            ".txt": self.text,
            ".md": self.markdown,
            ".json": lambda: json.dumps(self.to_json(), ensure_ascii=False, indent=2) + "\n",
        }
        if target.suffix not in forms:
            text = f"expected a file name that ends in {', '.join(forms)}, found '{target.name}'."
            raise InvalidArgument(text)
        content = forms[target.suffix]()
        try:
            target.write_text(content, encoding="utf-8", newline="\n")
        except OSError as error:
            text = f"cannot write '{target}': {error.strerror or error}."
            raise UnusableFile(error.errno, text, str(target)) from error
        return target

    def __str__(self) -> str:
        return self.text()

    def _repr_markdown_(self) -> str:
        return self.markdown()

    def _render(self, name: str) -> str:
        return _templates().get_template(name).render(content=content_of(self.matter, self.lang))


def report(
    model: Model,
    rules: Rules | None = None,
    lang: Lang = "en",
    disclosure: Disclosure = PROTECTED,
) -> Report:
    """Find what there is to find in a model, and put it into a report.

    Args:
        model: The model.
        rules: What counts as need and as contact enough.
        lang: The language of the report: `en`, `da` or `nb`.
        disclosure: How numbers of citizens are shown: by default those below 5 are hidden and
            others rounded to 5.

    Raises:
        InvalidModel: The model has problems. All of them are listed.
        InvalidArgument: There is no such language, or the rules do not fit the model.

    >>> from collabmodel import Flow, Service
    >>> model = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "The flats"), Flow("ward", "flats", 40)
    ... )
    >>> report(model).to_json()["answer"][0]
    'One link is missing: The flats – The ward, between which 40 citizens move.'
    """
    check_lang(lang)
    return Report(Matter.of(model, rules, disclosure), lang)


@functools.cache
def _templates() -> Environment:
    """The templates of text and Markdown, which are no HTML, so nothing is escaped as HTML."""
    environment = Environment(  # noqa: S701 - see above; page.py has its own, which escapes
        loader=PackageLoader("collabmodel.presentation"),
        undefined=StrictUndefined,
        finalize=_text_alone,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["escaped"] = _escape_markdown
    return environment


def _text_alone(value: object) -> str:
    """What a template may print: no number reaches it but in a sentence, through `Disclosure`."""
    if not isinstance(value, str):
        raise TypeError(f"a report prints texts, not {type(value).__name__}.")
    return value


_MARKS = re.compile(r"[\\`*_\[\]<>|#~$@]|:(?=//)|(?<=www)\.")
"""What Markdown and HTML read as a mark, a formula or the address of a page."""

_AT_START = re.compile(r"^(\d*)([-+=:.)])")
"""What makes a list, a heading or a rule of a line that begins with it."""


def _escape_markdown(text: str) -> str:
    """*text* with the characters that Markdown and HTML read as marks taken literally."""
    marked = _MARKS.sub(r"\\\g<0>", text.strip()).replace("&", "&amp;")
    if not marked:
        return "&nbsp;"  # an empty entry would make a heading of the line above it
    return _AT_START.sub(r"\1\\\2", marked)
