"""The report as one HTML file: no script, one style sheet, nothing fetched.

What the template is given are texts, and of numbers of citizens what `Disclosure` shows. Every
text is escaped, and a name from outside stands in `<bdi>`. In an attribute, which holds no
elements, a text passes the filter `plain`.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import TypedDict

import attrs
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

import collabmodel
from collabmodel.analysis.rules import Rules
from collabmodel.disclosure import Disclosure
from collabmodel.presentation.content import Content, Entry, Section, content_of
from collabmodel.presentation.figures.colours import COLOURS, DARK, dark_sheet
from collabmodel.presentation.figures.figure import Figure
from collabmodel.presentation.figures.map import MOST_THICK, map_of
from collabmodel.presentation.figures.map_lines import MOST_SERVICES
from collabmodel.presentation.figures.matrix import matrix
from collabmodel.presentation.figures.pathway import pathway
from collabmodel.presentation.figures.timeline import timeline
from collabmodel.presentation.matter import Matter
from collabmodel.words import Lang, isolated, say, seen

__all__ = ["page_of", "rendered"]

MOST_PATHWAYS = 6
"""Of more pathways, the first are drawn and the others told."""

MOST_ROWS = 300
"""How many rows of the table of a figure stand on the page; the rest is counted."""

AT_ONCE = {
    "missing": MOST_THICK,
    "questions-of-pairs": 4,
    "silos": 6,
    "pathways": MOST_PATHWAYS,
    "promises": 6,
    "ask": 3,
}
"""How many entries of a section are seen before somebody opens it, where those are not all."""

FEW = 4
"""With fewer numbers on the map there is room beside it for what was promised, too."""

AT_ONCE_WITHOUT_MAP = 8
"""The same where these sections have the room that the map would take."""

OF_PAIRS = ("missing", "questions-of-pairs", "on-the-map")
"""The sections whose entries are lines of the map."""

AT_THE_END = ("conventions", "unknown", "sources")
"""The sections that say how it was found, and what it rests on."""


@attrs.frozen
class Badge:
    """What stands before an entry: the mark of its line on the map, or its place in the list.

    Attributes:
        mark: A number or a sign.
        style: How its line is drawn; empty where it is not on the map.
    """

    mark: str
    style: str = ""


@attrs.frozen
class Picture:
    """A figure as it stands on the page, with what is said above and below it."""

    kind: str
    name: str
    lead: str
    svg: Markup = attrs.field(repr=False)
    notes: tuple[str, ...]
    as_table: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = attrs.field(repr=False)
    more: str


class _Chosen(TypedDict):
    """What every figure of the page is told."""

    rules: Rules
    lang: Lang
    disclosure: Disclosure


@attrs.frozen
class Block:
    """A section as it stands on the page: what is seen at once, and what somebody opens."""

    section: Section
    pictures: tuple[Picture, ...]
    at_once: tuple[tuple[Badge | None, Entry], ...]
    folded: tuple[tuple[Badge | None, Entry], ...] = ()
    show_more: str = ""


@attrs.frozen
class Page:
    """All that the template prints.

    Attributes:
        content: What the report says, its names isolated.
        map: The map, where there is need to draw.
        contact: The map where there is none, but contact on record.
        first: What stands on the first screen.
        rest: What stands below it.
        last: How it was found, and what is not known.
    """

    lang: Lang
    content: Content
    map: Picture | None
    contact: Picture | None
    first: tuple[Block, ...]
    rest: tuple[Block, ...]
    last: tuple[Block, ...]
    version: str


def rendered(matter: Matter, lang: Lang) -> str:
    """The page that tells *matter*, as HTML."""
    return _templates().get_template("page.html").render(page=page_of(matter, lang))


def page_of(matter: Matter, lang: Lang) -> Page:
    """What the page that tells *matter* holds."""
    return _Laying(matter, lang).page()


class _Laying:
    """From what is said, and a map of it, to blocks in their order."""

    def __init__(self, matter: Matter, lang: Lang) -> None:
        self._matter, self._lang = matter, lang
        self._content = content_of(matter, lang, isolated)
        self._map = map_of(matter.model, matter.judged, matter.missing, lang, matter.disclosure)
        self._has_need = bool(matter.judged.needed)  # else there are no missing links to draw
        self._badges = dict(_badges(self._map)) if self._has_need else {}
        self._timeline = timeline(matter.model, matter.judged.rules.at, lang)
        self._dated = any(row["drawn"] == "axis" for row in self._timeline.rows)
        self._is_rolled_up = len(matter.model.services) > MOST_SERVICES

    def page(self) -> Page:
        sections = dict(self._sections())
        first = tuple(self._first(sections))
        names = {section.name for section in first}
        rest = [each for each in sections.values() if each.name not in {*names, *AT_THE_END}]
        last = [each for each in sections.values() if each.name in AT_THE_END]
        return Page(
            self._lang,
            self._content,
            self._drawn() if self._has_need else None,
            self._drawn() if self._map.rows and not self._has_need else None,
            tuple(map(self._block, first)),
            tuple(map(self._block, rest)),
            tuple(map(self._block, last)),
            collabmodel.__version__,
        )

    def _drawn(self) -> Picture:
        return self._picture(self._map, self._map.title)

    def _sections(self) -> Iterable[tuple[str, Section]]:
        """What is said, the matrix after the groups, and the timeline after the promises.

        The timeline is a section of its own, since it takes the width of the page.
        """
        for section in self._content.sections:
            yield section.name, section
            if section.name == "silos" and self._has_need:
                yield "matrix", Section("matrix", say("page.matrix", self._lang), ())
            elif section.name == "promises" and self._dated:
                yield "timeline", Section("timeline", say("page.timeline", self._lang), ())

    def _figures(self, section: Section) -> Iterable[tuple[Figure, str, str]]:
        """The figures of a section: each with its name on the page, and what is said above it."""
        matter, model = self._matter, self._matter.model
        chosen: _Chosen = {
            "rules": matter.judged.rules,
            "lang": self._lang,
            "disclosure": matter.disclosure,
        }
        if section.name == "matrix":
            figure = matrix(model, **chosen)
            yield figure, section.heading, f"{figure.title} {figure.frame.words.subtitle}"
        elif section.name == "pathways" and all(pathway.steps for pathway in model.pathways):
            for each in model.pathways[:MOST_PATHWAYS]:
                figure = pathway(model, each.id, **chosen)
                name = f"{isolated(each.label)}: {figure.title}"
                yield figure, name, name
        elif section.name == "timeline":
            yield self._timeline, section.heading, self._timeline.title

    def _first(self, sections: Mapping[str, Section]) -> Iterable[Section]:
        """What belongs on the first screen: what the map numbers, or else what is on record."""
        if not self._has_need:
            names = ["promises", "statements", "ask"]
        elif self._is_rolled_up and self._badges:
            yield self._pairs_of_organisations()
            return
        else:
            names = ["missing"]
            if any(badge.style == "open" for badge in self._badges.values()):
                names.append("questions-of-pairs")
            if len(self._badges) < FEW:
                names.append("promises")
        yield from (sections[name] for name in names if name in sections)

    def _pairs_of_organisations(self) -> Section:
        """What a map of organisations numbers, as a section."""
        entries = []
        drawn = [row for row in self._map.rows if row["drawn"] == "thick"]
        for row, listed in zip(drawn, self._map.picture.entries, strict=True):
            names = " – ".join(isolated(row[side]) for side in ("a_name", "b_name"))
            head = f"{names}: {listed.what}"
            entries.append(Entry(head, (listed.what,), what=names, about=_ends(row)))
        return Section("on-the-map", say("page.on-the-map", self._lang), tuple(entries))

    def _block(self, section: Section) -> Block:
        entries = tuple(
            (self._badge(section, place, entry), entry)
            for place, entry in enumerate(section.entries, 1)
        )
        at_once = AT_ONCE.get(section.name, len(entries))
        if section.name in AT_ONCE.keys() - {"pathways"} and not self._has_need:
            at_once = AT_ONCE_WITHOUT_MAP
        folded = entries[at_once:]
        return Block(
            section,
            tuple(
                self._picture(figure, name, lead) for figure, name, lead in self._figures(section)
            ),
            entries[:at_once],
            folded,
            say("page.show-more", self._lang, len(folded)),
        )

    def _picture(self, figure: Figure, name: str, lead: str = "") -> Picture:
        more = len(figure.cells) - MOST_ROWS
        facts = {seen(fact) for fact in self._content.facts}  # which the page says already
        notes = [note for note in figure.frame.words.notes if note not in facts]
        listed = sum(row["drawn"] == "list" for row in figure.rows)  # below a timeline alone
        if listed:
            notes.append(say("page.without-date", self._lang, listed))
        return Picture(
            figure.kind,
            name,
            lead,
            Markup(figure.svg(bare=True)),  # noqa: S704 - its template escapes
            tuple(notes),
            say("page.as-table", self._lang, len(figure.cells)),
            figure.heads,
            figure.cells[:MOST_ROWS],
            say("report.more", self._lang, more) if more > 0 else "",
        )

    def _badge(self, section: Section, place: int, entry: Entry) -> Badge | None:
        if section.name in OF_PAIRS and entry.about in self._badges:
            return self._badges[entry.about]
        return Badge(str(place)) if section.is_numbered else None


def _badges(figure: Figure) -> Iterable[tuple[tuple[str, ...], Badge]]:
    """The badges of the lines that the map draws thick, by their ends."""
    for row in figure.rows:
        if row["drawn"] == "thick":
            if row["standing"] == "open":
                yield _ends(row), Badge("?", "open")
            else:
                style = "certain" if row["certain"] else "uncertain"
                yield _ends(row), Badge(str(row["number"]), style)


def _ends(row: Mapping[str, str | None]) -> tuple[str, ...]:
    return row["a"] or "", row["b"] or ""


# The template


@functools.cache
def _templates() -> Environment:
    """The template of the page. It prints texts alone, and escapes every one of them."""
    environment = Environment(
        loader=PackageLoader("collabmodel.presentation"),
        autoescape=True,  # select_autoescape would leave some names open
        undefined=StrictUndefined,
        finalize=_set_apart,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = seen
    style = _style()
    environment.globals |= {
        "say": _said,
        "style": Markup(style),  # noqa: S704 - our own, with nothing from outside
        "policy": _policy(style),
    }
    return environment


def _set_apart(value: object) -> Markup:
    """A text as the page prints it, its names in `<bdi>`.

    Raises:
        TypeError: It is no text: no number reaches a page but through `Disclosure` and a sentence.
    """
    if isinstance(value, Markup):
        return value
    if not isinstance(value, str):
        raise TypeError(f"a page prints texts, not {type(value).__name__}.")
    text = escape(value)
    return text.replace("\u2068", Markup("<bdi>")).replace("\u2069", Markup("</bdi>"))


def _said(key: str, lang: Lang, count: int | None = None, **values: str) -> str:
    return say(f"page.{key}", lang, count, **values)


def _policy(style: str) -> str:
    """What a browser lets the page do: use its style sheet, and pictures that it holds."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _style() -> str:
    """The one style sheet: the colours of figures, on either ground, and what the page adds."""
    own = resources.files("collabmodel.presentation").joinpath("templates", "page.css")
    light, dark = (
        f":root{{{';'.join(f'--{name}:{colour}' for name, colour in colours.items())}}}"
        for colours in (COLOURS, DARK)
    )
    on_dark = f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
    return "\n".join(["", light, on_dark, own.read_text("utf-8"), dark_sheet(), ""])
