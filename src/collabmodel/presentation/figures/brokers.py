"""Brokers: who holds the network together, what breaks without them, who stands between groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from collabmodel.analysis.brokers import find_brokers
from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.grouping import By
from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.pairs import pairs
from collabmodel.analysis.rules import Rules
from collabmodel.disclosure import PROTECTED, Disclosure, Shown
from collabmodel.domain.elements import Service
from collabmodel.domain.model import Model
from collabmodel.presentation.arguments import check_lang, check_most
from collabmodel.presentation.asked_words import asked_words
from collabmodel.presentation.figures.brokers_layout import Entry, Section, laid_out
from collabmodel.presentation.figures.figure import Figure
from collabmodel.presentation.figures.frame import Words
from collabmodel.words import Lang, say, visible

__all__ = ["brokers"]

SORTS = {
    "alone": ("sole-bridge", "sole-forum", "fragile-bridge"),
    "maybe": ("sole-bridge-possible", "sole-forum-possible"),
    "between": ("broker",),
}
"""The codes of the findings that are drawn together."""


def brokers(
    model: Model,
    by: By = "organisation",
    rules: Rules | None = None,
    lang: Lang = "en",
    disclosure: Disclosure = PROTECTED,
    most: int = 8,
) -> Figure:
    """Draw who holds the network together, and what breaks if they leave.

    First those without whom others have no way on record to one another any more: a bar for the
    pairs of services that would be parted, filled as far as these need contact. Then, apart, those
    of whom this is not known. Then those who stand between groups: a bar for the pairs that need
    contact, have none on record, and are both in contact with them; filled where nobody else is.

    Args:
        model: The model.
        by: How services are grouped for those who stand between groups, see `find_brokers`.
        rules: What counts as need and as contact.
        lang: The language of the figure: `en`, `da` or `nb`.
        disclosure: How numbers of citizens are shown: by default those below 5 are hidden and
            others rounded to 5.
        most: How many of each sort are drawn at the most; the others are counted.

    Returns:
        The figure. Its table has a row for every finding of `find_brokers`, with its sentence.

    Raises:
        InvalidModel: The model has problems. All of them are listed.
        InvalidArgument: There is no such language, *most* is no number of rows, *by* groups by
            nothing that services have, or the rules do not fit the model.

    >>> from collabmodel import Flow, Model, Service, Tie
    >>> town = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "The flats"), Service("gp", "The GP"),
    ...     Tie(("ward", "gp"), level=2), Tie(("gp", "flats"), level=2), Flow("ward", "flats", 40),
    ... )
    >>> figure = brokers(town)
    >>> figure.title
    'The GP holds others together alone.'
    >>> [(row["code"], row["a"], row["pairs"]) for row in figure.records()]
    [('sole-bridge', 'gp', 1), ('broker', 'gp', 1)]
    """
    check_lang(lang)
    check_most(most)
    found = find_brokers(model, by, rules=rules)
    return _Writer(model, found, Lineage(model), lang, disclosure, most).figure()


@attrs.frozen(eq=False)
class _Writer:
    model: Model
    found: Findings
    lineage: Lineage
    lang: Lang
    disclosure: Disclosure
    most: int

    def figure(self) -> Figure:
        heading, subtitle, notes = self.heading(), self.subtitle(), tuple(self.notes())
        above = visible(self.model.title)
        words = Words(above, heading, subtitle, notes)
        frame, picture = laid_out(tuple(self.sections()), words)
        drawn = {id(finding) for sort in SORTS for finding in self.drawn(sort)}
        listed = [self.sentence(finding) for finding in self.found if id(finding) in drawn]
        return Figure(
            "brokers",
            tuple(listed),
            self.lang,
            frame,
            picture,
            self.heads(),
            tuple(self.cells(finding) for finding in self.found),
            tuple(self.row(finding, id(finding) in drawn) for finding in self.found),
        )

    def phrase(self, key: str, /, count: int | None = None, **values: object) -> str:
        return say(f"figure.brokers.{key}", self.lang, count, **values)

    def sentence(self, finding: Finding) -> str:
        return finding.sentence(self.lang, self.disclosure)

    def name(self, finding: Finding) -> str:
        return " – ".join(visible(self.model.label(id)) for id in finding.about)

    def beside(self, finding: Finding) -> str:
        """The organisations that run a service; what else it is."""
        services = [id for id in finding.about if isinstance(self.model.get(id), Service)]
        if not services:
            return say("element.forum", self.lang, 1)
        runners = dict.fromkeys(runner for id in services for runner in self.lineage.providers(id))
        named = ", ".join(visible(self.model.label(id)) for id in runners)
        return named or say("figure.map.nobody", self.lang)

    # What is drawn

    def of(self, sort: str) -> tuple[Finding, ...]:
        return self.found.of_code(*SORTS[sort])

    def drawn(self, sort: str) -> tuple[Finding, ...]:
        return self.of(sort)[: self.most]

    def sections(self) -> Iterator[Section]:
        bridges = (*self.drawn("alone"), *self.drawn("maybe"))
        for sort in SORTS:
            shown = self.drawn(sort)
            counted = shown if sort == "between" else bridges
            kind = "between" if sort == "between" else "bridge"
            if shown:
                yield Section(
                    heading=self.phrase(f"section.{sort}"),
                    style="maybe" if sort == "maybe" else "sure",
                    whole=self.phrase(f"legend.{kind}"),
                    part=self.phrase(f"legend.{kind}-part"),
                    scale=max(self.counts(finding)[0] for finding in counted),
                    entries=tuple(self.entry(finding) for finding in shown),
                )

    def counts(self, finding: Finding) -> tuple[int, int]:
        """How many pairs a bar stands for, and how many its filled part."""
        names = ("needed_pairs", "sole_pairs")
        if finding.code != "broker":
            names = ("pairs", "needed_pairs")
        shown = finding.shown(self.disclosure)
        return shown[names[0]], shown[names[1]]

    def entry(self, finding: Finding) -> Entry:
        every, some = self.counts(finding)
        is_between = finding.code == "broker"
        said = self.phrase("between" if is_between else "bridge", every, some=some)
        if citizens := self.citizens(finding):
            said = f"{said} · {citizens.citizen_pairs(self.lang)}"
        if is_between:
            more = self.phrase("first", None, first=visible(str(finding.numbers["first"])))
        else:
            apart, others = finding.numbers["apart"], visible(str(finding.numbers["others"]))
            more = self.phrase("apart", None, apart=apart, others=others)
        return Entry(self.name(finding), self.beside(finding), every, some, said, more)

    def citizens(self, finding: Finding) -> Shown | None:
        """The citizen-pairs across; None where no need is on record across."""
        parts = finding.numbers["citizen_pairs"]
        return self.disclosure.total(parts) if isinstance(parts, tuple) and parts else None

    # What is said

    def heading(self) -> str:
        for sort in ("alone", "maybe"):
            if found := self.of(sort):
                return self.phrase(f"heading.{sort}", len(found), first=self.name(found[0]))
        if any(pair.in_contact for pair in pairs(self.model, self.found.rules)):
            return say("question.6.clear", self.lang)
        is_empty = not (self.model.services or self.model.organisations)
        return say("report.answer.empty" if is_empty else "question.6.none", self.lang)

    def subtitle(self) -> str:
        said = []
        if self.of("alone") and (maybe := self.of("maybe")):
            said.append(self.phrase("maybe", len(maybe)))
        if between := self.of("between"):
            said.append(self.phrase("stand-between", len(between)))
        return " ".join(said)

    def notes(self) -> Iterator[str]:
        """What the picture does not show, and what it rests on."""
        for sort in SORTS:
            left = len(self.of(sort)) - len(self.drawn(sort))
            if left:
                yield self.phrase(f"more.{sort}", left)
        uncertain = sum(finding.numbers["certain"] is False for finding in self.of("alone"))
        if uncertain:
            yield self.phrase("uncertain", uncertain)
        if services := len(self.model.services):
            yield asked_words(self.found.asked, services, self.lang)

    # The table

    def heads(self) -> tuple[str, ...]:
        own = tuple(self.phrase(f"head.{name}") for name in ("who", "beside", "pairs", "part"))
        return (*own, *(say(f"table.{name}", self.lang) for name in ("finding", "what")))

    def cells(self, finding: Finding) -> tuple[str, ...]:
        counts = map(str, self.counts(finding))
        title = finding.title(self.lang)
        return (self.name(finding), self.beside(finding), *counts, title, self.sentence(finding))

    def row(self, finding: Finding, is_drawn: bool) -> dict[str, Any]:
        every, _ = self.counts(finding)
        citizens = self.citizens(finding)
        numbers = finding.shown(self.disclosure)
        return {
            "code": finding.code,
            "a": finding.about[0],
            "b": finding.about[1] if len(finding.about) > 1 else None,
            "name": self.name(finding),
            "organisation": self.beside(finding),
            "pairs": every,
            "needed_pairs": numbers["needed_pairs"],
            "sole_pairs": numbers.get("sole_pairs"),
            "apart": numbers.get("apart"),
            "parts": numbers.get("parts"),
            "certain": numbers.get("certain"),
            "citizen_pairs_min": citizens and citizens.low,
            "citizen_pairs_max": citizens and citizens.high,
            "sentence": self.sentence(finding),
            "drawn": is_drawn,
        }
