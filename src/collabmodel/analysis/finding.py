"""One shape for all that is found: a code, whom it is about, numbers, evidence, rules.

What a finding says to people stands in the catalogue under its code, so that the same sentence
appears in every report and in three languages.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, overload

import attrs
from tabulate import tabulate

from collabmodel.analysis.displayed import ROWS, Displayed, Rows, and_more
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.wording import (
    Numbers,
    Written,
    plain,
    plain_row,
    short_list,
    shown_repr,
    spoken,
)
from collabmodel.disclosure import PROTECTED, Disclosure
from collabmodel.domain.model import Model
from collabmodel.words import Lang, has, keys, say, visible

__all__ = ["Finding", "Findings", "codes"]

FORMAT = "collabmodel-findings"
FORMAT_VERSION = "1.0"


@attrs.frozen
class Finding(Displayed):
    """One thing that was found.

    Attributes:
        code: What sort of finding it is; `docs/findings.md` lists all codes.
        about: The ids of what it is about, or the names of groups.
        numbers: What was counted. A `Count` is of citizens or of other things by its name, a
            tuple of them is a sum by its parts, a name that ends in `level` is a place on the
            scale, a float is a share from 0 to 1 or a p-value, and None is not known.
        evidence: The ids of the elements that it rests on.
        rules: The rules under which it was found.
        model: The model in which it was found.
        wording: Which of the sentences of the code fits, where the code has several.

    >>> from collabmodel import Flow, Model, Service, find_missing_links
    >>> model = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "Flats"), Flow("ward", "flats", 40)
    ... )
    >>> find_missing_links(model)[0].code
    'no-record'
    """

    code: str
    about: tuple[str, ...]
    numbers: Numbers = attrs.field(hash=False, repr=shown_repr)
    evidence: tuple[str, ...]
    rules: Rules
    model: Model = attrs.field(repr=False, eq=False)
    wording: str = "sentence"

    @property
    def key(self) -> str:
        """A name that stays the same from meeting to meeting, while the code may change."""
        family = "missing-link" if self.code in MISSING_LINK_CODES else self.code
        return f"{family.removesuffix('-possible')}:{'--'.join(self.about)}"

    def title(self, lang: Lang = "en") -> str:
        """What the code means, in a few words."""
        return say(f"finding.{self.code}.title", lang)

    def meaning(self, lang: Lang = "en") -> str:
        """What the code means, in full."""
        return say(f"finding.{self.code}.meaning", lang)

    def sentence(
        self,
        lang: Lang = "en",
        disclosure: Disclosure = PROTECTED,
        written: Written = visible,
    ) -> str:
        """What was found, as a sentence to be read aloud; names are *written* in that way."""
        return self._say(self.wording, lang, disclosure, written)

    def next_step(
        self,
        lang: Lang = "en",
        disclosure: Disclosure = PROTECTED,
        written: Written = visible,
    ) -> str:
        """What to do about it; names are *written* in that way."""
        own = f"next-{self.wording}"
        wording = own if has(f"finding.{self.code}.{own}") else "next"
        return self._say(wording, lang, disclosure, written)

    def shown(self, disclosure: Disclosure = PROTECTED) -> dict[str, Any]:
        """The numbers as readers may see them: plain values that JSON can hold."""
        return {name: plain(name, value, disclosure) for name, value in self.numbers.items()}

    def to_json(self, disclosure: Disclosure = PROTECTED, lang: Lang = "en") -> dict[str, Any]:
        """The finding as plain values, its numbers of citizens as readers may see them."""
        return {
            "key": self.key,
            "code": self.code,
            "about": list(self.about),
            "names": [self.model.label(id) for id in self.about],
            "numbers": self.shown(disclosure),
            "evidence": list(self.evidence),
            "sentence": self.sentence(lang, disclosure),
            "next_step": self.next_step(lang, disclosure),
        }

    def records(self, disclosure: Disclosure = PROTECTED) -> list[dict[str, Any]]:
        """The finding as one row of a table."""
        about = {f"about_{place}": id for place, id in enumerate(self.about, 1)}
        numbers = plain_row(self.numbers, disclosure)
        return [{"code": self.code, **about, **numbers, "evidence": " ".join(self.evidence)}]

    def _parts(self) -> Iterator[str | Rows]:
        yield f"{self.title()} ({self.code})"
        yield self.sentence()
        if "certain" in self.numbers:
            yield say("report.certain" if self.numbers["certain"] else "report.uncertain")
        yield say("report.next", step=self.next_step())
        if self.evidence:
            yield f"Evidence: {short_list(self.evidence)}"

    def _say(self, wording: str, lang: Lang, disclosure: Disclosure, written: Written) -> str:
        places = spoken(self.model, self.about, self.numbers, lang, disclosure, written)
        return say(f"finding.{self.code}.{wording}", lang, None, **places)


class SomeFindings(Displayed, tuple[Finding, ...]):
    """Some of the findings: a tuple that shows itself as a table, without numbers of places."""

    __slots__ = ()

    def _parts(self) -> Iterator[str | Rows]:
        if not self:
            yield say("table.nothing")
        what = [(finding.title(), finding.sentence()) for finding in self[:ROWS]]
        heads = (say("table.finding"), say("table.what"))
        first = [dict(zip(heads, row, strict=True)) for row in what]
        yield Rows(first, total=len(self), call="")


@attrs.frozen
class Findings(Displayed, Sequence[Finding]):
    """Findings in the order of their weight; prints as a table of the first of them.

    Attributes:
        found: The findings.
        rules: The rules under which they were found.
        told_apart: What was looked at and is not among them, but should be known beside them.
        asked: How many services were asked about their ties; None where nobody was.
        services: How many services there are.
        left_out: How many pairs `Rules.min_citizens` left out.
        finder: The name of the function that found them, also where it found nothing.
        grouped_by: What the groups were read from, where groups were looked at.
    """

    found: tuple[Finding, ...] = attrs.field(converter=SomeFindings)
    rules: Rules
    told_apart: tuple[Finding, ...] = attrs.field(default=(), converter=SomeFindings)
    asked: int | None = None
    services: int = 0
    left_out: int = 0
    finder: str = ""
    grouped_by: str | None = None

    @overload
    def __getitem__(self, place: int) -> Finding: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, place: int | slice) -> Finding | tuple[Finding, ...]:
        """The finding at that place, the weightiest first."""
        some = self.found[place]
        return SomeFindings(some) if isinstance(some, tuple) else some

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.found)

    @property
    def response_rate(self) -> float:
        """The share of services that were asked about their ties; NaN where nobody was."""
        return self.asked / self.services if self.asked is not None and self.services else math.nan

    def of_code(self, *codes: str) -> tuple[Finding, ...]:
        """The findings with one of these codes, also among those told apart."""
        every = (*self.found, *self.told_apart)
        return SomeFindings(finding for finding in every if finding.code in codes)

    def records(self, disclosure: Disclosure = PROTECTED) -> list[dict[str, Any]]:
        """A list of dicts, one a finding: `pd.DataFrame(findings.records())`."""
        return [row for finding in self for row in finding.records(disclosure)]

    def to_json(self, disclosure: Disclosure = PROTECTED, lang: Lang = "en") -> dict[str, Any]:
        """The findings as plain values, numbers of citizens as readers may see them."""
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "findings": [finding.to_json(disclosure, lang) for finding in self],
            "told_apart": [finding.to_json(disclosure, lang) for finding in self.told_apart],
            "asked": self.asked,
            "services": self.services,
            "left_out": self.left_out,
            "rules": self.rules.to_json(),
        }

    def table(self, lang: Lang = "en", form: str = "simple") -> str:
        """The findings as a table, in one of the forms of the package tabulate."""
        return self._table(self.found, lang, form)

    def __str__(self) -> str:
        if not self.found:
            return say("table.nothing")
        table = self._table(self.found[:ROWS], "en", "simple")
        return "\n".join(filter(None, (table, and_more(len(self), ".table()"))))

    def _parts(self) -> Iterator[str | Rows]:
        if not self.found:
            yield say("table.nothing")
        heads = self._heads("en")
        first = [dict(zip(heads, row, strict=True)) for row in self._cells(self.found[:ROWS], "en")]
        yield Rows(first, total=len(self))
        if self.told_apart:
            yield f"Told apart: {len(self.told_apart)}, in .told_apart"

    def _table(self, some: Sequence[Finding], lang: Lang, form: str) -> str:
        wraps = form == "simple" and some  # tabulate 0.9 does not wrap a table without rows
        return tabulate(
            self._cells(some, lang),
            self._heads(lang),
            tablefmt=form,
            maxcolwidths=[None, 30, 60] if wraps else None,
            disable_numparse=True,
        )

    def _heads(self, lang: Lang) -> list[str]:
        return [say(f"table.{head}", lang) for head in ("number", "finding", "what")]

    def _cells(self, some: Sequence[Finding], lang: Lang) -> list[tuple[object, ...]]:
        return [
            (place, finding.title(lang), finding.sentence(lang))
            for place, finding in enumerate(some, 1)
        ]


MISSING_LINK_CODES = (
    "level-too-low",
    "only-wide",
    "only-above",
    "only-planned",
    "ended",
    "asked-and-absent",
    "no-record",
)
"""The codes of a missing link: the nearest thing on record, the nearest first."""


def codes() -> tuple[str, ...]:
    """Every code that a finding can have, in the order of the catalogue."""
    return tuple(
        key.removeprefix("finding.").removesuffix(".title")
        for key in keys("finding.")
        if key.endswith(".title")
    )
