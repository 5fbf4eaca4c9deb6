"""Before and after: what changed between two models of one collaboration."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from collabmodel.analysis.compare import compare
from collabmodel.analysis.comparison import APART, CHANGES, Comparison
from collabmodel.analysis.finding import Finding
from collabmodel.analysis.rules import Rules
from collabmodel.disclosure import PROTECTED, Disclosure, Shown
from collabmodel.domain.count import Count
from collabmodel.domain.model import Model
from collabmodel.presentation.arguments import check_lang, check_most
from collabmodel.presentation.figures.before_after_layout import (
    Change,
    Panel,
    Texts,
    laid_out,
)
from collabmodel.presentation.figures.figure import Figure
from collabmodel.presentation.figures.frame import Words
from collabmodel.presentation.segment_words import level_words
from collabmodel.words import Lang, say, visible

__all__ = ["before_after"]


def before_after(
    before: Model,
    after: Model,
    around: str | None = None,
    rules: Rules | None = None,
    lang: Lang = "en",
    disclosure: Disclosure = PROTECTED,
    most: int = 20,
) -> Figure:
    """Draw what `compare` finds: four numbers before and now, and the pairs that changed.

    Each pair has a mark for what happened, and its level of contact before (a hollow point) and
    now (a full one) beside the level that is needed. A change is drawn whole where it is certain,
    in dashes where only the record changed. What cannot be called a change, and services that are
    in one of the models only, have a `?` and stand last. Services are the same where they have the
    same id.

    Args:
        before: The earlier model.
        after: The later model.
        around: The id of a service or an organisation: only pairs that it, or a part of it, is
            in. By default all pairs.
        rules: What counts as need and as contact enough, in both.
        lang: The language of the figure: `en`, `da` or `nb`.
        disclosure: How numbers of citizens are shown: by default those below 5 are hidden and
            others rounded to 5.
        most: How many pairs are drawn at the most: of each sort of change the weightiest.

    Returns:
        The figure. Its table has a row for every finding of `compare`, drawn or not.

    Raises:
        InvalidModel: One of the models has problems.
        InvalidArgument: The models have different scales, the rules do not fit, there is no such
            language, or *most* is no number.
        UnknownId: No service and no organisation has the id *around*.

    >>> from collabmodel import Flow, Service, Tie
    >>> town = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "Flats"), Flow("ward", "flats", 40),
    ...     asked=["ward", "flats"],
    ... )
    >>> figure = before_after(town, town.add(Tie(("ward", "flats"), "meeting", level=3)))
    >>> figure.title
    'Missing links: 1 before, 0 now.'
    >>> [row["code"] for row in figure.records()]
    ['gap-closed', 'tie-gained']
    """
    check_lang(lang)
    check_most(most)
    found = compare(before, after, rules, around)
    return _Writer(before, after, found, lang, disclosure, most).figure()


@attrs.frozen(eq=False)
class _Writer:
    before: Model
    after: Model
    found: Comparison
    lang: Lang
    disclosure: Disclosure
    most: int

    def figure(self) -> Figure:
        heading, subtitle, notes = self.heading(), self.subtitle(), tuple(self.notes())
        above = self.above()
        groups, drawn = self.groups, self.drawn
        changes = [self.change(group) for group in drawn]
        texts = Texts(
            self.phrase("before"),
            self.phrase("now"),
            self.phrase("needed") if any(c.needed is not None for c in changes) else "",
            self.phrase("uncertain") if any(c.is_uncertain for c in changes) else "",
            self.levels(),
        )
        frame, picture = laid_out(
            list(self.panels()),
            changes,
            self.after.scale.top,
            texts,
            self.keys(drawn),
            Words(above, heading, subtitle, notes),
        )
        everything = [finding for group in groups for finding in group]
        kept = {id(finding) for group in drawn for finding in group}
        told = [f"{_SIGNS[each.code]}  {self.sentence(each)}" for g in drawn for each in g]
        numbers = self.found.summary(self.lang)[:-2] if self.shares_services else []
        return Figure(
            "before-after",
            (*numbers, *told),
            self.lang,
            frame,
            picture,
            tuple(self.phrase(f"head.{name}") for name in _HEADS),
            tuple(self.cells(each, is_drawn=id(each) in kept) for each in everything),
            tuple(self.row(each, is_drawn=id(each) in kept) for each in everything),
        )

    def phrase(self, key: str, /, count: int | None = None, **values: object) -> str:
        return say(f"figure.before-after.{key}", self.lang, count, **values)

    @property
    def groups(self) -> list[list[Finding]]:
        """What was found, that of one pair together, in the order of the first of each."""
        groups: dict[tuple[str, ...], list[Finding]] = {}
        for finding in (*self.found, *self.found.told_apart):
            groups.setdefault(finding.about, []).append(finding)
        return list(groups.values())

    @property
    def drawn(self) -> list[list[Finding]]:
        """The groups that are drawn: of each sort the first, so that many of one hide no other."""
        groups, seen = self.groups, Counter[str]()
        places = []
        for place, (first, *_) in enumerate(groups):
            places.append((seen[first.code], place))
            seen[first.code] += 1
        return [groups[place] for _, place in sorted(sorted(places)[: self.most], key=_second)]

    @property
    def shares_services(self) -> bool:
        """Whether some service is in both models, by its id."""
        one, other = ({service.id for service in m.services} for m in (self.before, self.after))
        return not one.isdisjoint(other)

    def above(self) -> str:
        """What is compared: titles, and from when each is."""
        titles = [visible(model.title) for model in (self.before, self.after)]
        days = [m.as_of.words(self.lang) if m.as_of else "" for m in (self.before, self.after)]
        if titles[0] == titles[1]:
            when = " → ".join(day for day in dict.fromkeys(days) if day)
            return " · ".join(part for part in (titles[0], when) if part)
        both = zip(titles, days, strict=True)
        return " → ".join(" · ".join(part for part in each if part) or "–" for each in both)

    def sentence(self, finding: Finding) -> str:
        return finding.sentence(self.lang, self.disclosure)

    def names(self, finding: Finding) -> tuple[str, ...]:
        return tuple(visible(finding.model.label(id)) for id in finding.about)

    # What is said

    def heading(self) -> str:
        if not self.before.services and not self.after.services:
            return say("report.answer.empty", self.lang)
        if not self.shares_services:
            return self.phrase("nothing-shared")
        if not self.found:
            return say("change.none", self.lang)
        gaps = (self.found.before.missing, self.found.after.missing)
        return self.phrase("gaps", before=gaps[0], after=gaps[1])

    def subtitle(self) -> str:
        if self.found.around is None:
            return ""
        name = visible(self.found.model.label(self.found.around))
        return say("change.around", self.lang, name=name)

    def panels(self) -> Iterator[Panel]:
        was, now, count = self.found.before, self.found.after, self.found.count
        yield self.panel(
            "missing",
            was.missing,
            now.missing,
            opened=count("gap-opened"),
            closed=count("gap-closed"),
        )
        yield self.panel(
            "contact",
            was.in_contact,
            now.in_contact,
            gained=count("tie-gained"),
            lost=count("tie-lost"),
            closer=count("tie-strengthened"),
            looser=count("tie-weakened"),
        )
        counts = {"gained": count("need-gained"), "lost": count("need-lost")}
        yield self.panel("need", was.needed, now.needed, **counts)
        none = math.isnan(was.low) and math.isnan(now.low)
        yield Panel(
            self.phrase("panel.share"),
            (was.low, was.high),
            (now.low, now.high),
            (self.share(was.low, was.high), self.share(now.low, now.high)),
            say("change.share.none", self.lang) if none else self.phrase("panel.share-bounds"),
            self.shares_services,
            is_share=True,
        )

    def panel(self, name: str, was: int, now: int, **changes: int) -> Panel:
        return Panel(
            self.phrase(f"panel.{name}"),
            (was, was),
            (now, now),
            (str(was), str(now)),
            self.phrase(f"panel.{name}-changes", **changes) if self.shares_services else "",
            self.shares_services,
        )

    def share(self, low: float, high: float) -> str:
        if math.isnan(low):
            return "–"
        first, last = (f"{100 * share:.0f}" for share in (low, high))
        if first == last:
            return say("share.percent", self.lang, number=first)
        return self.phrase("percents", low=first, high=last)

    def change(self, group: list[Finding]) -> Change:
        first = group[0]
        numbers = first.numbers
        words = [finding.title(self.lang) for finding in group]
        if citizens := self.citizens(first):
            words.append(citizens.citizens(self.lang))
        certain = [finding.numbers["certain"] for finding in group]
        if False in certain:
            words.append(self.phrase("not-certain"))
        is_pair = "before_level" in numbers
        return Change(
            first.code,
            self.names(first),
            " · ".join(words),
            " ".join(self.sentence(finding) for finding in group),
            (_level(numbers["before_level"]), _level(numbers["after_level"])) if is_pair else None,
            _level(numbers.get("after_needed_level")),
            is_uncertain=not all(certain),
        )

    def citizens(self, finding: Finding) -> Shown | None:
        """How many move between the two now; before, where they do not any more."""
        now, was = (finding.numbers.get(f"citizens_{name}") for name in ("after", "before"))
        if not isinstance(now, Count) or not isinstance(was, Count):
            return None
        is_needed = finding.numbers["after_needed_level"] is not None
        count = now if is_needed else was
        return self.disclosure.show(count) if count.is_known else None

    def levels(self) -> str:
        scale = self.after.scale
        labels = [
            f"{level} {visible(scale.label(level, self.lang))}" for level in range(scale.top + 1)
        ]
        return self.phrase("levels", levels=", ".join(labels))

    def keys(self, drawn: list[list[Finding]]) -> Iterator[tuple[str, str]]:
        """The marks that are drawn, and what they mean."""
        codes = {group[0].code for group in drawn}
        said = set()
        for code in (*CHANGES, *APART):
            key = "not-known" if code in APART else code
            if code in codes and key not in said:
                said.add(key)
                text = (
                    self.phrase("apart")
                    if code in APART
                    else say(f"finding.{code}.title", self.lang)
                )
                yield code, text

    def notes(self) -> Iterator[str]:
        """Who was asked, how much is certain; then what the picture does not show."""
        asked, certain = self.found.summary(self.lang)[-2:]
        yield asked
        if self.found:  # else the heading says that nothing changed, or that nothing is shared
            yield certain
        if more := len(self.groups) - len(self.drawn):
            yield self.phrase("more", more)
        if only := len(self.found.of_code("service-only-before", "service-only-after")):
            yield self.phrase("only-one", only)
        if self.found.left_out:
            least = self.found.rules.min_citizens
            yield say("report.left-out", self.lang, self.found.left_out, min_citizens=least)

    # The table

    def level(self, finding: Finding, name: str) -> str:
        if name not in finding.numbers:
            return ""
        level = _level(finding.numbers[name])
        if level is None:
            return say("explain.level-unknown", self.lang)
        return level_words(self.after, level, self.lang)

    def cells(self, finding: Finding, *, is_drawn: bool) -> tuple[str, ...]:
        citizens = self.citizens(finding)
        certain = finding.numbers["certain"]
        return (
            f"{_SIGNS[finding.code]} {finding.title(self.lang)}",
            " – ".join(self.names(finding)),
            self.level(finding, "before_level"),
            self.level(finding, "after_level"),
            citizens.number(self.lang) if citizens else "",
            say(f"truth.{_TRUTH[certain if isinstance(certain, bool) else None]}", self.lang),
            say(f"truth.{_TRUTH[is_drawn]}", self.lang),
        )

    def row(self, finding: Finding, *, is_drawn: bool) -> dict[str, Any]:
        names = (*self.names(finding), None)
        about = (*finding.about, None)
        numbers = finding.numbers
        counts: dict[str, int | None] = {}
        for name in ("citizens_before", "citizens_after"):
            count = numbers.get(name)
            shown = self.disclosure.show(count) if isinstance(count, Count) else None
            counts[f"{name}_min"] = shown.low if shown else None
            counts[f"{name}_max"] = shown.high if shown else None
        return {
            "code": finding.code,
            "a": about[0],
            "b": about[1],
            "a_name": names[0],
            "b_name": names[1],
            "certain": numbers["certain"],
            **{name: numbers.get(name) for name in _PLAIN},
            **counts,
            "drawn": is_drawn,
        }


_PLAIN = (
    "before_level",
    "after_level",
    "before_needed_level",
    "after_needed_level",
    "before_contact",
    "after_contact",
    "before_standing",
    "after_standing",
)

_HEADS = ("what", "who", "before", "now", "citizens", "certain", "drawn")

_TRUTH = {True: "yes", False: "no", None: "not known"}

_SIGNS = {
    "gap-opened": "−",
    "gap-closed": "+",
    "tie-lost": "↓",
    "tie-weakened": "↓",
    "tie-gained": "↑",
    "tie-strengthened": "↑",
    "need-gained": "·",
    "need-lost": "·",
    **dict.fromkeys(APART, "?"),
}
"""The marks as the text has them."""


def _second(pair: tuple[int, int]) -> int:
    return pair[1]


def _level(value: object) -> int | None:
    return value if type(value) is int else None
