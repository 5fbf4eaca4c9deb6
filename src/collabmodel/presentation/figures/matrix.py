"""The matrix: need against contact, between each two groups and inside each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from collabmodel.analysis.missing_links import rank
from collabmodel.analysis.rules import Rules
from collabmodel.disclosure import PROTECTED, Disclosure, Shown
from collabmodel.domain.model import Model
from collabmodel.presentation.arguments import check_lang
from collabmodel.presentation.asked_words import asked_words
from collabmodel.presentation.figures.figure import Figure
from collabmodel.presentation.figures.frame import Words
from collabmodel.presentation.figures.map_layout import LegendKey
from collabmodel.presentation.figures.map_lines import NOBODY
from collabmodel.presentation.figures.matrix_cells import Cell, MatrixCells, RowsBy, cells_of
from collabmodel.presentation.figures.matrix_layout import has_numbers, laid_out
from collabmodel.words import Lang, say, visible

__all__ = ["matrix"]

MOST_TOLD = 12
"""How many cells the description tells of."""


def matrix(
    model: Model,
    by: RowsBy = "organisation",
    rules: Rules | None = None,
    lang: Lang = "en",
    disclosure: Disclosure = PROTECTED,
) -> Figure:
    """Draw how much contact is needed between each two groups, and how much of it is enough.

    A square stands where pairs of services need contact; the more pairs, the larger it is. Its
    pale part has contact enough, its hatched part may have, and its red part is missing: filled for
    certain, in stripes where not both sides were asked. On the diagonal stands what is inside
    a group. A point is contact on record where no need is. The groups with the most missing links
    come first; of more than 30, those are shown.

    Args:
        model: The model.
        by: How services are grouped, see `congruence`, or `service`: each has a row of its own, if
            there are at most 60 of them; else the organisations are shown.
        rules: What counts as need and as contact enough.
        lang: The language of the figure: `en`, `da` or `nb`.
        disclosure: How numbers of citizens are shown: by default those below 5 are hidden and
            others rounded to 5.

    Returns:
        The figure. It says what it does not draw; its table holds that too.

    Raises:
        InvalidModel: The model has problems. All of them are listed.
        InvalidArgument: There is no such language, *by* groups by nothing that services have, or
            the rules do not fit the model.

    >>> from collabmodel import Flow, Model, Service, Tie
    >>> town = Model.of(
    ...     Service("ward", sector="health"), Service("flats", sector="housing"),
    ...     Service("jobs", sector="employment"), Flow("ward", "flats", 40),
    ...     Flow("ward", "jobs", 30), Tie(("ward", "jobs"), level=3),
    ... )
    >>> figure = matrix(town, by="sector")
    >>> figure.title
    'One of 2 pairs lacks the contact that it needs.'
    >>> [(row["a"], row["b"], row["missing"]) for row in figure.records()]
    [('health', 'housing', 1), ('health', 'employment', 0)]
    """
    check_lang(lang)
    return _Writer(model, by, cells_of(model, by, rules), lang, disclosure).figure()


@attrs.frozen(eq=False)
class _Writer:
    model: Model
    by: RowsBy
    found: MatrixCells
    lang: Lang
    disclosure: Disclosure

    def figure(self) -> Figure:
        heading, subtitle, notes = self.heading(), self.subtitle(), tuple(self.notes())
        above = visible(self.model.title)
        drawn = self.drawn
        frame, picture = laid_out(
            self.found,
            {id: self.label(id) for id in self.found.groups},
            [self.name(band.organisation) for band in self.found.bands],
            {cell: self.told(cell) for cell in drawn},
            self.legend(),
            Words(above, heading, subtitle, notes),
        )
        listed = [self.told(cell) for cell in drawn if cell.missing or cell.open][:MOST_TOLD]
        return Figure(
            "matrix",
            tuple(listed),
            self.lang,
            frame,
            picture,
            self.heads(),
            tuple(self.cells(cell) for cell in self.found.cells),
            tuple(self.row(cell) for cell in self.found.cells),
        )

    def phrase(self, key: str, /, count: int | None = None, **values: object) -> str:
        return say(f"figure.matrix.{key}", self.lang, count, **values)

    def name(self, id: str) -> str:
        if id == NOBODY:
            is_organisation = self.found.of_services or self.by == "organisation"
            return say("figure.map.nobody", self.lang) if is_organisation else self.phrase("nobody")
        if self.by == "sector":
            return say(f"sector.{id}", self.lang)
        return visible(id if self.by == "kind" else self.model.label(id))

    def label(self, id: str) -> str:
        """The name of a row, and how many services a group has."""
        size = self.found.sizes.get(id)
        return (
            say("figure.map.services", self.lang, size, name=self.name(id))
            if size
            else self.name(id)
        )

    @property
    def drawn(self) -> tuple[Cell, ...]:
        """The cells of which both groups have a row."""
        groups = set(self.found.groups)
        return tuple(cell for cell in self.found.cells if {cell.a, cell.b} <= groups)

    # What is said

    def heading(self) -> str:
        judged = self.found.judged
        needed = len(judged.needed)
        missing = sum(pair.standing == "unmet" for pair in judged.needed)
        open_ = sorted((p for p in judged.needed if p.standing == "not known"), key=rank)
        if missing and needed > 1:
            return self.phrase("missing", missing, needed=needed)
        if missing:
            return say("figure.map.missing", self.lang, missing)
        if open_:
            first = " – ".join(visible(self.model.label(id)) for id in open_[0].key)
            return say("report.answer.question", self.lang, len(open_), first=first)
        if needed:
            return say("report.answer.met", self.lang, needed)
        if judged.left_out:
            return self.few()
        if self.model.services or self.model.organisations:
            return say("report.answer.no-need", self.lang)
        return say("report.answer.empty", self.lang)

    def few(self) -> str:
        """How many pairs are left out, since few citizens move between them."""
        judged = self.found.judged
        least = judged.rules.min_citizens
        return say("report.left-out", self.lang, judged.left_out, min_citizens=least)

    def subtitle(self) -> str:
        unmet = [pair for pair in self.found.judged.needed if pair.standing == "unmet"]
        certain = sum(pair.is_certain for pair in unmet)
        open_ = sum(pair.standing == "not known" for pair in self.found.judged.needed)
        if not unmet:
            return ""
        said = []
        if not certain:
            said.append(say("report.answer.none-certain", self.lang))
        elif certain < len(unmet):
            said.append(say("report.answer.uncertain", self.lang, certain=certain))
        if open_:
            said.append(self.phrase("open", open_))
        if most := self.most_missing:
            key = "most-inside" if most.is_inside else "most-between"
            names = {"a": self.name(most.a), "b": self.name(most.b)}
            said.append(self.phrase(key, None, number=most.missing, **names))
        return " ".join(said)

    @property
    def most_missing(self) -> Cell | None:
        """The one cell in which more links are missing than in any other; None where none is."""
        first, *others = self.found.cells
        are_more = bool(others) and first.missing > others[0].missing
        return first if are_more and first.missing > 1 else None

    def told(self, cell: Cell) -> str:
        where = (
            self.phrase("inside", None, name=self.name(cell.a))
            if cell.is_inside
            else f"{self.name(cell.a)} – {self.name(cell.b)}"
        )
        if not cell.need:
            return f"{where}. {self.sign(cell.dot)}."
        citizens = self.citizens(cell)
        if self.found.of_services:
            first, second = f"{self.standing(cell)}.", citizens.citizens(self.lang)
        else:
            numbers = {name: getattr(cell, name) for name in ("need", "met", "missing", "open")}
            first = self.phrase("told", None, **numbers)
            second = citizens.citizen_pairs(self.lang)
        return f"{where}. {first} {second[:1].upper()}{second[1:]}."

    def standing(self, cell: Cell) -> str:
        """How contact stands in a cell of one pair."""
        style = next(
            style for style in ("certain", "uncertain", "open", "met") if getattr(cell, style)
        )
        return self.sign(style)

    def citizens(self, cell: Cell) -> Shown:
        return self.disclosure.total(cell.citizens)

    def sign(self, style: str) -> str:
        """What a sign in the matrix means."""
        is_on_the_map = style in {"certain", "uncertain", "open", "contact", "unsettled"}
        return say(f"figure.{'map' if is_on_the_map else 'matrix'}.legend.{style}", self.lang)

    def legend(self) -> Iterator[LegendKey]:
        drawn = self.drawn
        for style in ("certain", "uncertain", "open", "met"):
            if any(getattr(cell, style) for cell in drawn):
                yield LegendKey(style, self.sign(style))
        for dot in ("contact", "unsettled"):
            if any(cell.dot == dot for cell in drawn):
                yield LegendKey(dot, self.sign(dot))
        if drawn and not self.found.of_services:
            yield LegendKey("inside", self.sign("inside"))
        if any(cell.need for cell in drawn) and not self.found.of_services:
            sign = "number" if has_numbers(self.found) else "size"
            yield LegendKey(sign, self.sign(sign))

    def notes(self) -> Iterator[str]:
        """What the picture does not show, and what it rests on."""
        found, services = self.found, len(self.model.services)
        if found.is_rolled_up:
            yield self.phrase("rolled-up", None, services=services)
        if len(found.groups) > 1:
            yield self.phrase("twice")
        counts = [
            ("left-out", found.left_out),
            ("idle-services" if found.of_services else "idle", found.idle),
            ("shared", 0 if found.of_services else found.shared),
        ]
        for key, count in counts:
            if count:
                yield self.phrase(key, count)
        if found.of_services and found.shared:
            yield say("figure.map.shared", self.lang, found.shared)
        if found.judged.left_out and found.judged.needed:  # else the heading says so
            yield self.few()
        if services:
            yield asked_words(found.judged.asked, services, self.lang)

    # The table

    def heads(self) -> tuple[str, ...]:
        return (
            say("figure.map.head.a", self.lang),
            say("figure.map.head.b", self.lang),
            *(
                self.phrase(f"head.{name}")
                for name in ("need", "met", "missing", "certain", "open", "contact")
            ),
            say(
                f"figure.map.head.{'citizens' if self.found.of_services else 'citizen-pairs'}",
                self.lang,
            ),
            self.phrase("head.missing-citizens"),
        )

    def cells(self, cell: Cell) -> tuple[str, ...]:
        counts = (cell.need, cell.met, cell.missing, cell.certain, cell.open)
        word = {True: "yes", None: "not known", False: "no"}[cell.has_contact]
        contact = say(f"truth.{word}", self.lang)
        citizens, missing = (
            self.disclosure.total(some).number(self.lang) if some else ""
            for some in (cell.citizens, cell.missing_citizens)
        )
        return (self.name(cell.a), self.name(cell.b), *map(str, counts), contact, citizens, missing)

    def row(self, cell: Cell) -> dict[str, Any]:
        citizens, missing = (
            self.disclosure.total(some) if some else None
            for some in (cell.citizens, cell.missing_citizens)
        )
        groups = self.found.groups
        return {
            "a": cell.a or None,
            "b": cell.b or None,
            "a_name": self.name(cell.a),
            "b_name": self.name(cell.b),
            "need": cell.need,
            "met": cell.met,
            "missing": cell.missing,
            "certain": cell.certain,
            "open": cell.open,
            "contact": cell.has_contact,
            "citizens_min": citizens and citizens.low,
            "citizens_max": citizens and citizens.high,
            "missing_citizens_min": missing and missing.low,
            "missing_citizens_max": missing and missing.high,
            "drawn": cell.a in groups and cell.b in groups,
        }
