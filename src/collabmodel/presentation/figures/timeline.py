"""The timeline: what was promised and planned, when, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, get_args

import attrs

from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.force import force_of
from collabmodel.analysis.promises import OPEN_PROMISES, find_promises
from collabmodel.domain.elements import Activity, Forum, Initiative, Tie
from collabmodel.domain.model import Model
from collabmodel.domain.when import When
from collabmodel.presentation.arguments import check_lang, check_most
from collabmodel.presentation.figures.figure import Figure
from collabmodel.presentation.figures.frame import Words
from collabmodel.presentation.figures.timeline_layout import (
    Key,
    Listing,
    Row,
    Scale,
    laid_out,
    today_of,
)
from collabmodel.presentation.figures.timeline_span import Span, axis_of, span_of
from collabmodel.words import Lang, say, visible

__all__ = ["timeline"]

State = Literal[
    "overdue",
    "postponed",
    "planned",
    "running",
    "not-known",
    "wished",
    "cancelled",
    "held",
    "ended",
]

STATES: tuple[State, ...] = get_args(State)
"""What can become of something, what is to be looked at first before the rest."""

_STATES: dict[str, State] = {
    "promise-overdue": "overdue",
    "promise-postponed": "postponed",
    "promise-not-known": "not-known",
    "promise-only-wished": "wished",
    "promise-cancelled": "cancelled",
}


def timeline(
    model: Model,
    at: When | str | None = None,
    lang: Lang = "en",
    most: int = 30,
) -> Figure:
    """Draw on a time axis what was promised and planned, with a mark for what became of it.

    These are the promises of `find_promises`: initiatives, activities, planned ties and forums;
    and the ties and forums that have a date. A period is a whole bar as far as it is certain, and
    dashed and hollow where it is not. A date coarser than a day is such a hollow bar too: the time
    in which something falls. An arrow says that it goes on, a `?` that nobody said until when.
    What has no date stands in a list below.

    Args:
        model: The model.
        at: The day from which it is seen, drawn as a line; the model's own `as_of` where it is
            left out. Without either nothing is overdue.
        lang: The language of the figure: `en`, `da` or `nb`.
        most: How many rows are drawn, and how many stand in the list, at the most. What is still
            to be kept is drawn first.

    Returns:
        The figure. It says what it does not draw; its table holds that too.

    Raises:
        InvalidModel: The model has problems. All of them are listed.
        InvalidArgument: *at* is no date, there is no such language, or *most* is no number.

    >>> from collabmodel import Activity, Model
    >>> town = Model.of(Activity("Theme day", "theme day", when="2021-01", status="planned"))
    >>> print(timeline(town, at="2022-06"))
    One promise is overdue.
    <BLANKLINE>
    Seen from June 2022.
    !  Theme day: planned, January 2021; its time is over, and nobody says that it took place.
    """
    check_lang(lang)
    check_most(most)
    return _Writer(model, find_promises(model, at), lang, most).figure()


@attrs.frozen(eq=False)
class _Thing:
    """Something with a date or without: a promise, or a tie or a forum that has a date."""

    element: Initiative | Activity | Tie | Forum
    state: State
    status: str
    finding: Finding | None

    @property
    def when(self) -> When | None:
        return self.element.when

    @property
    def span(self) -> Span | None:
        return span_of(self.when)

    @property
    def weight(self) -> tuple[bool, int, str]:
        """Its place among all: promises first, and of these what is to be looked at first."""
        return (self.finding is None, STATES.index(self.state), self.element.id)


@attrs.frozen(eq=False)
class _Writer:
    model: Model
    promises: Findings
    lang: Lang
    most: int
    things: tuple[_Thing, ...] = attrs.field(init=False)
    dated: tuple[_Thing, ...] = attrs.field(init=False)
    listed: tuple[_Thing, ...] = attrs.field(init=False)
    scale: Scale | None = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        things = sorted([*self.promised(), *self.others()], key=lambda each: each.weight)
        dated = [each for each in things if each.span][: self.most]
        dated.sort(key=lambda each: (*_days(each.span), each.weight))
        object.__setattr__(self, "things", tuple(things))
        object.__setattr__(self, "dated", tuple(dated))
        listed = tuple(each for each in things if not each.span)[: self.most]
        object.__setattr__(self, "listed", listed)
        object.__setattr__(self, "scale", self.scaled())

    def scaled(self) -> Scale | None:
        """The axis of what is drawn; none where nothing is."""
        spans = [each.span for each in self.dated if each.span]
        if not spans:
            return None
        today = span_of(self.at)
        axis = axis_of([*spans, *([today] if today else [])], self.lang)
        return Scale(axis, today, self.seen())

    @property
    def at(self) -> When | None:
        return self.promises.rules.at

    def promised(self) -> Iterator[_Thing]:
        for finding in self.promises:
            element: Any = self.model[finding.about[0]]
            state = _STATES.get(finding.code)
            if finding.code == "promise-kept":
                state = "ended" if element.status == "ended" else "held"
            elif state is None:
                state = "planned" if element.status == "planned" else "running"
            yield _Thing(element, state, element.status, finding)

    def others(self) -> Iterator[_Thing]:
        """The ties and forums that are no promises and have a date."""
        promised = {finding.about[0] for finding in self.promises}
        contacts: tuple[Tie | Forum, ...] = (*self.model.ties, *self.model.forums)
        for contact in contacts:
            if contact.when is None or contact.id in promised:
                continue
            force = force_of(contact, self.at)
            if force.now:
                yield _Thing(contact, "running", contact.status, None)
            elif force.now is None:
                yield _Thing(contact, "not-known", "not known", None)
            else:
                state: State = "ended" if force.absence == "ended" else "planned"
                yield _Thing(contact, state, state, None)

    def figure(self) -> Figure:
        heading, notes = self.heading(), tuple(self.notes())
        above, seen = visible(self.model.title), self.seen()
        is_drawn = self.scale is not None and bool(today_of(self.scale))
        frame, picture = laid_out(
            [self.row_drawn(each) for each in self.dated],
            self.scale,
            self.nothing(),
            self.keys(),
            Listing(self.phrase("undated"), [self.row_drawn(each) for each in self.listed]),
            Words(above, heading, "" if is_drawn else seen, notes),
        )
        told = [f"{_SIGNS[each.state]}  {self.sentence(each)}" for each in self.dated]
        if self.listed:
            told.append(self.phrase("undated"))
            told += [f"{_SIGNS[each.state]}  {self.sentence(each)}" for each in self.listed]
        return Figure(
            "timeline",
            (seen if is_drawn else "", *told),
            self.lang,
            frame,
            picture,
            tuple(self.phrase(f"head.{name}") for name in _HEADS),
            tuple(self.cells(each) for each in self.things),
            tuple(self.row(each) for each in self.things),
        )

    def phrase(self, key: str, /, count: int | None = None, **values: object) -> str:
        return say(f"figure.timeline.{key}", self.lang, count, **values)

    def name(self, each: _Thing) -> str:
        return visible(self.model.label(each.element.id))

    # What is said

    def heading(self) -> str:
        codes = Counter(finding.code for finding in self.promises)
        if overdue := codes["promise-overdue"]:
            return self.phrase("overdue", overdue)
        if open_ := sum(codes[code] for code in OPEN_PROMISES):
            return self.phrase("open", open_)
        if not_known := codes["promise-not-known"]:
            return self.phrase("not-known", not_known)
        return self.phrase("none-open" if self.promises else "none")

    def seen(self) -> str:
        """From when all is seen, as far as that is told."""
        if self.at is None:
            return self.phrase("no-at") if self.things else ""
        return self.phrase("at", when=self.at.words(self.lang))

    def nothing(self) -> str:
        """What stands instead of an axis; nothing where dated rows are only not drawn."""
        is_undated = self.things and not any(each.span for each in self.things)
        return self.phrase("nothing-dated") if is_undated else ""

    def state(self, each: _Thing) -> str:
        """What became of it, in few words."""
        if each.state in ("overdue", "not-known"):
            return self.phrase(f"state.{each.state}")
        return say(f"status.{each.status}", self.lang)

    def sentence(self, each: _Thing) -> str:
        if each.finding:
            return each.finding.sentence(self.lang)
        return self.phrase("contact", name=self.name(each), said=self.said(each))

    def said(self, each: _Thing) -> str:
        if each.when is None:
            return self.state(each)
        return f"{self.state(each)}, {each.when.words(self.lang)}"

    def row_drawn(self, each: _Thing) -> Row:
        return Row(each.state, self.name(each), self.said(each), self.sentence(each), each.span)

    def keys(self) -> Iterator[Key]:
        """The legend: the marks that are drawn, and the bars."""
        states = Counter(each.state for each in (*self.dated, *self.listed))
        for state in STATES:
            if states[state]:
                yield Key("mark", state, self.phrase(f"legend.{state}"))
        for bar in ("certain", "vague", "open", "not known"):
            if any(self.has(each, bar) for each in self.dated):
                yield Key("bar", bar, self.phrase(f"legend.bar.{bar.replace(' ', '-')}"))

    def has(self, each: _Thing, bar: str) -> bool:
        """Whether what is drawn of something has such a part."""
        span = each.span
        if span is None or self.scale is None:
            return False
        is_vague = span.certain != (span.low, span.high)
        return {
            "certain": span.certain is not None,
            "vague": is_vague or "not known" in (span.before, span.after),
            "open": "open" in (span.before, span.after) or self.scale.is_beyond(span),
            "not known": "not known" in (span.before, span.after),
        }[bar]

    def notes(self) -> Iterator[str]:
        """What the picture does not show."""
        dated = sum(each.span is not None for each in self.things)
        for key, count in (
            ("more", dated - len(self.dated)),
            ("more-undated", len(self.things) - dated - len(self.listed)),
        ):
            if count:
                yield self.phrase(key, count)
        if any(each.finding is None for each in self.things):
            yield self.phrase("contacts")

    # The table

    def drawn(self, each: _Thing) -> str:
        return "axis" if each in self.dated else "list" if each in self.listed else "no"

    def kind(self, each: _Thing) -> str:
        return say(f"element.{each.element.kind_name}", self.lang, 1)

    def cells(self, each: _Thing) -> tuple[str, ...]:
        when = each.when.words(self.lang) if each.when else ""
        drawn = self.phrase(f"drawn.{self.drawn(each)}")
        return (self.name(each), self.kind(each), self.state(each), when, drawn)

    def row(self, each: _Thing) -> dict[str, Any]:
        when = each.when
        return {
            "id": each.element.id,
            "name": self.name(each),
            "type": each.element.kind_name,
            "kind": each.element.kind,
            "code": each.finding.code if each.finding else None,
            "state": each.state,
            "status": each.element.status,
            "when": when.text if when else None,
            "earliest": when.earliest.isoformat() if when and when.earliest else None,
            "latest": when.latest.isoformat() if when and when.latest else None,
            "drawn": self.drawn(each),
        }


_HEADS = ("what", "kind", "state", "when", "drawn")

_SIGNS: dict[State, str] = {
    "overdue": "!",
    "postponed": "»",
    "planned": "o",
    "running": ">",
    "not-known": "?",
    "wished": "~",
    "cancelled": "x",
    "held": "+",
    "ended": "=",
}
"""The marks as the text has them."""


def _days(span: Span | None) -> tuple[int, int]:
    return (span.low, span.high) if span else (0, 0)
