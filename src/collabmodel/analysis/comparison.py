"""The value that `compare` gives: what changed between two models, and the two as a whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from collabmodel.analysis.congruence import coverage
from collabmodel.analysis.displayed import Rows
from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.pairs import Pair, Pairs
from collabmodel.analysis.wording import plain
from collabmodel.disclosure import PROTECTED, Disclosure
from collabmodel.domain.model import Model
from collabmodel.words import Lang, say, visible

__all__ = ["APART", "CHANGES", "Comparison", "Overview"]

FORMAT = "collabmodel-comparison"
FORMAT_VERSION = "1.0"

CHANGES = (
    "gap-opened",
    "gap-closed",
    "tie-lost",
    "tie-weakened",
    "tie-gained",
    "tie-strengthened",
    "need-gained",
    "need-lost",
)
"""The codes of what changed."""

APART = (
    "gap-change-not-known",
    "tie-change-not-known",
    "service-only-before",
    "service-only-after",
    "not-compared",
)
"""The codes of what cannot be called a change."""


@attrs.frozen
class Overview:
    """What one of the two models says as a whole, of all pairs or those around somebody.

    Attributes:
        needed: How many pairs have need.
        met: How many of them have contact enough.
        unmet: How many certainly have not.
        unknown: Of how many the record does not settle it.
        low: The smallest share of pairs with need that can be met (the congruence); NaN where no
            pair has need.
        high: The largest.
        missing: How many pairs with need have too little on record, certain or not.
        in_contact: How many pairs are in contact, with need or without.
        asked: How many services were asked about their ties; None where nobody was.
        services: How many services there are.
    """

    needed: int
    met: int
    unmet: int
    unknown: int
    low: float
    high: float
    missing: int
    in_contact: int
    asked: int | None
    services: int

    @classmethod
    def of(cls, judged: Pairs, some: Iterable[Pair]) -> Overview:
        """The overview of *some* of the pairs of a model."""
        listed = list(some)
        needed = [pair for pair in listed if pair.need is not None]
        found = coverage(needed)
        return cls(
            needed=len(needed),
            met=found.met,
            unmet=found.unmet,
            unknown=found.unknown,
            low=found.low,
            high=found.high,
            missing=sum(pair.standing == "unmet" for pair in needed),
            in_contact=sum(pair.in_contact is True for pair in listed),
            asked=judged.asked,
            services=judged.services,
        )

    def to_json(self) -> dict[str, Any]:
        """The overview as plain values; undefined is null."""
        held = attrs.asdict(self).items()
        return {name: plain(name, value, PROTECTED) for name, value in held}


@attrs.frozen
class Comparison(Findings):
    """What changed between two models, see `compare`. Prints as text to be read.

    Attributes:
        before: The earlier model as a whole.
        after: The later model as a whole.
        around: The service or organisation around which it was looked; None for everywhere.
        model: The later model, or the earlier where only that has what *around* names.
    """

    before: Overview = attrs.field(kw_only=True)
    after: Overview = attrs.field(kw_only=True)
    around: str | None = attrs.field(kw_only=True)
    model: Model = attrs.field(kw_only=True, repr=False, eq=False)

    def count(self, code: str) -> int:
        """How many changes have this code."""
        return sum(finding.code == code for finding in self.found)

    def summary(self, lang: Lang = "en") -> list[str]:
        """The changes as a whole, a sentence each."""
        before, after = self.before, self.after
        lines = [
            say("change.share", lang, before=_share(before, lang), after=_share(after, lang)),
            say(
                "change.gaps",
                lang,
                before=before.missing,
                after=after.missing,
                opened=self.count("gap-opened"),
                closed=self.count("gap-closed"),
            ),
            say(
                "change.ties",
                lang,
                before=before.in_contact,
                after=after.in_contact,
                gained=self.count("tie-gained"),
                lost=self.count("tie-lost"),
                closer=self.count("tie-strengthened"),
                looser=self.count("tie-weakened"),
            ),
            say(
                "change.needs",
                lang,
                before=before.needed,
                after=after.needed,
                gained=self.count("need-gained"),
                lost=self.count("need-lost"),
            ),
            say("change.asked", lang, before=_asked(before, lang), after=_asked(after, lang)),
        ]
        if self.found:
            certain = sum(finding.numbers["certain"] is True for finding in self.found)
            lines.append(say("change.certain", lang, changes=len(self.found), certain=certain))
        else:
            lines.append(say("change.none", lang))
        return lines

    def text(self, lang: Lang = "en", disclosure: Disclosure = PROTECTED) -> str:
        """The summary, then every change by its sort, with a next step where one is called for."""
        lines = [say("question.14.title", lang), ""]
        if self.around is not None:
            lines += [say("change.around", lang, name=self._name_of(self.around)), ""]
        lines += self.summary(lang)
        lines += _listed(self.found, lang, disclosure)
        if self.told_apart:
            lines += ["", say("change.apart", lang), *_listed(self.told_apart, lang, disclosure)]
        return "\n".join(lines) + "\n"

    def to_json(self, disclosure: Disclosure = PROTECTED, lang: Lang = "en") -> dict[str, Any]:
        """The comparison as plain values, numbers of citizens as readers may see them."""
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "around": self.around,
            "before": self.before.to_json(),
            "after": self.after.to_json(),
            "summary": self.summary(lang),
            "changes": [finding.to_json(disclosure, lang) for finding in self],
            "told_apart": [finding.to_json(disclosure, lang) for finding in self.told_apart],
            "left_out": self.left_out,
            "rules": self.rules.to_json(),
        }

    def __str__(self) -> str:
        return self.text()

    def _parts(self) -> Iterator[str | Rows]:
        if self.around is not None:
            yield say("change.around", name=self._name_of(self.around))
        yield from self.summary()
        if self.found:
            yield from super()._parts()

    def _name_of(self, id: str) -> str:
        return visible(self.model.label(id))


def _share(overview: Overview, lang: Lang) -> str:
    """The congruence in words."""
    if math.isnan(overview.low):
        return say("change.share.none", lang)
    low, high = (
        say("share.percent", lang, number=f"{100 * share:.0f}")
        for share in (overview.low, overview.high)
    )
    wording = "one" if low == high else "range"
    return say(f"change.share.{wording}", lang, low=low, high=high, needed=overview.needed)


def _asked(overview: Overview, lang: Lang) -> str:
    if overview.asked is None:
        return say("change.asked.nobody", lang)
    return say("change.asked.some", lang, asked=overview.asked, services=overview.services)


_TO_ACT_ON = frozenset({"gap-opened", "tie-lost", "tie-weakened"}) | {*APART}
"""The codes whose next steps stand in the text; those of good news do not."""


def _listed(found: Iterable[Finding], lang: Lang, disclosure: Disclosure) -> list[str]:
    """The findings as lines, under a heading for each code."""
    lines, code = [], ""
    for finding in found:
        if finding.code != code:
            code = finding.code
            lines += ["", finding.title(lang)]
        lines.append(f"- {finding.sentence(lang, disclosure)}")
        if code in _TO_ACT_ON:
            step = finding.next_step(lang, disclosure)
            lines.append(f"  {say('report.next', lang, step=step)}")
    return lines
