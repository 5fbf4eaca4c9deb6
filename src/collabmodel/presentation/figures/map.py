"""The map: services on a ring, and the links that are missing between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from collabmodel.analysis.finding import Findings
from collabmodel.analysis.missing_links import find_missing_links
from collabmodel.analysis.pairs import Pairs, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.disclosure import PROTECTED, Disclosure, Shown
from collabmodel.domain.model import Model
from collabmodel.presentation.arguments import check_lang, check_most
from collabmodel.presentation.asked_words import asked_words
from collabmodel.presentation.figures.figure import Figure
from collabmodel.presentation.figures.frame import Words
from collabmodel.presentation.figures.map_layout import (
    LegendKey,
    ListEntry,
    faint_style_of,
    laid_out,
    style_of,
)
from collabmodel.presentation.figures.map_lines import NOBODY, Line, MapLines, lines_of
from collabmodel.words import Lang, say, visible

__all__ = ["map", "map_of"]

MOST_THICK = 12
"""At most so many lines are thick, unless told otherwise."""

MOST_FAINT = 400
"""Of more lines of contact or movement, those with the most citizens are drawn."""


def map(  # noqa: A001 - what people call it; it is used as `figures.map`
    model: Model,
    rules: Rules | None = None,
    lang: Lang = "en",
    disclosure: Disclosure = PROTECTED,
    most: int = MOST_THICK,
) -> Figure:
    """Draw services on a ring, faint what is between them, and thick what is missing.

    Each organisation has an arc, which begins with its name. Thick lines are missing links; their
    numbers are those of `find_missing_links`, and the list below the ring says who they are. A
    link is drawn whole where both sides were asked, else in dashes. Where fewer than *most* links
    are missing, pairs of which it is not known whether their contact is enough are marked `?`.

    Of more than 80 services the map shows the organisations only. Links are then numbered by pairs
    of organisations, those with the most citizens first.

    Args:
        model: The model.
        rules: What counts as need and as contact enough.
        lang: The language of the figure: `en`, `da` or `nb`.
        disclosure: How numbers of citizens are shown: by default those below 5 are hidden and
            others rounded to 5.
        most: How many lines are thick at the most.

    Returns:
        The figure. It says what it does not draw; its table holds that too.

    Raises:
        InvalidModel: The model has problems. All of them are listed.
        InvalidArgument: There is no such language, *most* is no number of lines, or the rules do
            not fit the model.

    >>> from collabmodel import Flow, Model, Service
    >>> town = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "Flats"), Flow("ward", "flats", 40)
    ... )
    >>> figure = map(town)
    >>> figure.title
    'One link is missing.'
    >>> figure.records()[0]["citizens_min"], figure.records()[0]["drawn"]
    (40, 'thick')
    """
    check_lang(lang)
    check_most(most)
    judged = pairs(model, rules)
    missing = find_missing_links(model, judged.rules)
    return map_of(model, judged, missing, lang, disclosure, most)


def map_of(
    model: Model,
    judged: Pairs,
    missing: Findings,
    lang: Lang = "en",
    disclosure: Disclosure = PROTECTED,
    most: int = MOST_THICK,
) -> Figure:
    """The map of a model whose pairs were judged and whose missing links were found already."""
    return _Writer(model, lines_of(model, judged, missing), lang, disclosure, most).figure()


@attrs.frozen(eq=False)
class _Writer:
    model: Model
    found: MapLines
    lang: Lang
    disclosure: Disclosure
    most: int

    def figure(self) -> Figure:
        thick, faint = self.thick, self.faint
        entries = tuple(self.entry(line) for line in thick)
        heading, subtitle, notes = self.heading(), self.subtitle(), tuple(self.notes())
        names = {place.id: self.label(place.id, place.services) for place in self.found.places}
        above = visible(self.model.title)
        words = Words(above, heading, subtitle, notes)
        frame, picture = laid_out(
            self.found.places, thick, faint, names, entries, self.legend(), words
        )
        drawn = {id(line): "thick" for line in thick} | {id(line): "faint" for line in faint}
        listed = [f"{e.mark}  {' – '.join(e.names)}: {e.what}" for e in entries]
        return Figure(
            "map",
            tuple(listed),
            self.lang,
            frame,
            picture,
            self.heads(),
            tuple(self.cells(line, drawn.get(id(line), "no")) for line in self.found.lines),
            tuple(self.row(line, drawn.get(id(line), "no")) for line in self.found.lines),
        )

    def phrase(self, key: str, /, count: int | None = None, **values: object) -> str:
        return say(f"figure.map.{key}", self.lang, count, **values)

    def name(self, id: str) -> str:
        return self.phrase("nobody") if id == NOBODY else visible(self.model.label(id))

    def label(self, id: str, services: int | None) -> str:
        name = self.name(id)
        return self.phrase("services", services, name=name) if services is not None else name

    # Which lines are drawn

    @property
    def possible(self) -> tuple[Line, ...]:
        """The lines that lead from one place of the map to another."""
        places = {place.id for place in self.found.places}
        return tuple(
            line
            for line in self.found.lines
            if not line.is_inside and line.a in places and line.b in places
        )

    @property
    def thick(self) -> tuple[Line, ...]:
        return tuple(line for line in self.possible if line.standing != "plain")[: self.most]

    @property
    def faint(self) -> tuple[Line, ...]:
        return self.possible[len(self.thick) :][:MOST_FAINT]

    # What is said

    def heading(self) -> str:
        judged, missing = self.found.judged, len(self.found.missing)
        not_known = {pair.key for pair in judged.needed if pair.standing == "not known"}
        open_ = [f.about for f in self.found.missing.told_apart if f.about in not_known]
        if missing:
            return self.phrase("missing", missing)
        if not self.found.places:
            return say("report.answer.empty", self.lang)
        if open_:
            first = " – ".join(self.name(id) for id in open_[0])
            return say("report.answer.question", self.lang, len(open_), first=first)
        if judged.needed:
            return say("report.answer.met", self.lang, len(judged.needed))
        if judged.left_out:
            least = judged.rules.min_citizens
            return say("report.left-out", self.lang, judged.left_out, min_citizens=least)
        return say("report.answer.no-need", self.lang)

    def subtitle(self) -> str:
        missing = len(self.found.missing)
        drawn = sum(line.standing == "missing" for line in self.thick)
        if not missing:
            return ""
        certain = sum(finding.numbers["certain"] is True for finding in self.found.missing)
        said = []
        if not certain:
            said.append(say("report.answer.none-certain", self.lang))
        elif certain < missing:
            said.append(say("report.answer.uncertain", self.lang, certain=certain))
        if drawn:
            said.append(self.numbered(drawn))
        return " ".join(said)

    def numbered(self, drawn: int) -> str:
        """Which missing links are drawn thick."""
        if self.found.is_rolled_up:
            return self.phrase("pairs-numbered", drawn)
        are_all = drawn == len(self.found.missing)
        return self.phrase("all-numbered" if are_all else "numbered", drawn)

    def entry(self, line: Line) -> ListEntry:
        mark = str(line.number) if line.standing == "missing" else "?"
        names = (self.name(line.a), self.name(line.b))
        citizens = self.citizens(line)
        if self.found.is_rolled_up:
            said = citizens.citizen_pairs(self.lang)
        else:
            said = citizens.citizens(self.lang)
        return ListEntry(mark, names, f"{said} · {self.what(line)}")

    def citizens(self, line: Line) -> Shown:
        return self.disclosure.total(line.citizens)

    def what(self, line: Line) -> str:
        if line.finding:
            return line.finding.title(self.lang)
        if line.standing == "missing":
            return self.phrase("links", len(line.links))
        if line.standing == "open":
            return self.phrase("legend.open")
        return self.phrase(f"legend.{faint_style_of(line)}")

    def legend(self) -> Iterator[LegendKey]:
        styles = {style_of(line) for line in self.thick}
        styles |= {faint_style_of(line) for line in self.faint}
        for style in ("certain", "uncertain", "open", "contact", "unsettled", "movement"):
            if style in styles:
                yield LegendKey(style, self.phrase(f"legend.{style}"))

    def notes(self) -> Iterator[str]:
        """What the picture does not show, and what it rests on."""
        found, places = self.found, len(self.model.services)
        left = self.possible[len(self.thick) :]
        more_missing = sum(line.standing == "missing" for line in left)
        counts = [
            ("more-pairs" if found.is_rolled_up else "more-missing", more_missing),
            ("inside", sum(len(line.links) for line in found.lines if line.is_inside)),
            ("more-open", sum(line.standing == "open" for line in left)),
            ("faint-left-out", len(left) - len(self.faint)),
            ("organisations-left-out", found.organisations_left_out),
            ("without-line", found.without_line),
            ("shared-rolled-up" if found.is_rolled_up else "shared", found.shared),
        ]
        if found.is_rolled_up:
            yield self.phrase("rolled-up", services=places)
        for key, count in counts:
            if count:
                yield self.phrase(key, count)
        if places:
            yield asked_words(found.judged.asked, places, self.lang)

    # The table

    def heads(self) -> tuple[str, ...]:
        citizens = "citizen-pairs" if self.found.is_rolled_up else "citizens"
        names = ("number", "a", "b", "what", citizens, "drawn")
        return tuple(self.phrase(f"head.{name}") for name in names)

    def cells(self, line: Line, drawn: str) -> tuple[str, ...]:
        number = "" if line.number is None else str(line.number)
        citizens = self.citizens(line).number(self.lang) if line.citizens else ""
        names = (self.name(line.a), self.name(line.b))
        return (number, *names, self.what(line), citizens, self.phrase(f"drawn.{drawn}"))

    def row(self, line: Line, drawn: str) -> dict[str, Any]:
        citizens = self.citizens(line) if line.citizens else None
        return {
            "number": line.number,
            "a": line.a or None,
            "b": line.b or None,
            "a_name": self.name(line.a),
            "b_name": self.name(line.b),
            "a_organisation": self.run_by(line.a),
            "b_organisation": self.run_by(line.b),
            "standing": line.standing,
            "certain": line.is_certain if line.links else None,
            "contact": line.has_contact,
            "links": len(line.links),
            "citizens_min": citizens and citizens.low,
            "citizens_max": citizens and citizens.high,
            "drawn": drawn,
        }

    def run_by(self, id: str) -> str | None:
        """The organisation beside which a service stands; None of an organisation itself."""
        place = self.found.services.get(id)
        return self.name(place.organisation) if place else None
