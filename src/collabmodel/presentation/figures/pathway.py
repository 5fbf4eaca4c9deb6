"""The pathway line: the services that citizens meet in order, and the contact between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Literal

import attrs

from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.need import pair_key
from collabmodel.analysis.pairs import Pair, Pairs, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.wording import short_list
from collabmodel.disclosure import PROTECTED, Disclosure
from collabmodel.domain.elements import Pathway
from collabmodel.domain.errors import InvalidArgument, UnknownId, did_you_mean
from collabmodel.domain.model import Model
from collabmodel.presentation.arguments import check_lang
from collabmodel.presentation.asked_words import asked_words
from collabmodel.presentation.figures.figure import Figure
from collabmodel.presentation.figures.frame import Words
from collabmodel.presentation.figures.pathway_layout import Stop, Stretch, laid_out
from collabmodel.presentation.segment_words import (
    has_words,
    level_words,
    needs_words,
    segment_sentence,
    wording_of,
)
from collabmodel.words import Lang, say, visible

__all__ = ["pathway"]

MOST_STOPS = 40
"""Of a longer pathway the first stations are drawn."""

State = Literal["certain", "uncertain", "open", "met", "no-pair", "few"]


def pathway(
    model: Model,
    pathway_id: str | None = None,
    rules: Rules | None = None,
    lang: Lang = "en",
    disclosure: Disclosure = PROTECTED,
) -> Figure:
    """Draw a pathway as a line: its stations from left to right, and the contact between them.

    Between two stations stands what contact they have and what they need. The line is thin where
    that is enough, thick where it is not, dashed where that is not certain, and dotted with a `?`
    where it is not known. The weakest transitions are marked: of those without contact enough, the
    certain ones first, those with the lowest level, and of them those that need the highest.

    Args:
        model: The model.
        pathway_id: The id of the pathway. It may be left out where the model has no more than one.
        rules: What counts as need and as contact enough.
        lang: The language of the figure: `en`, `da` or `nb`.
        disclosure: How numbers of citizens are shown: by default those below 5 are hidden and
            others rounded to 5.

    Returns:
        The figure. Its text says every transition in order; of more than forty stations the first
        forty are drawn.

    Raises:
        InvalidModel: The model has problems. All of them are listed.
        UnknownId: No pathway has that id.
        InvalidArgument: There are several pathways and none was named, there is no such language,
            or the rules do not fit the model.

    >>> from collabmodel import Model, Pathway, Service, Step, Tie
    >>> town = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "Flats"),
    ...     Pathway("home", "Home from the ward", [Step("ward", level=3), "flats"]),
    ...     Tie(("ward", "flats"), level=1), asked=["ward", "flats"],
    ... )
    >>> print(pathway(town))
    The contact on record is not enough.
    <BLANKLINE>
    Home from the ward
    Weakest: The ward → Flats.
    1  The ward → Flats: has level 1, networking, needs level 3, coordination; unmet (weakest)
    2 of 2 services were asked about their contacts.
    """
    check_lang(lang)
    judged = pairs(model, rules)
    return _Writer(model, _chosen(model, pathway_id), judged, lang, disclosure).figure()


def _chosen(model: Model, id: str | None) -> Pathway | None:
    """The pathway that is meant; None where there is none at all."""
    if id is None:
        if len(model.pathways) > 1:
            named = short_list(f"'{each.id}' ({visible(each.label)})" for each in model.pathways)
            text = f"pathway_id: the model has {len(model.pathways)} pathways, name one: {named}."
            raise InvalidArgument(text)
        return next(iter(model.pathways), None)
    found = next((each for each in model.pathways if each.id == id), None)
    if found is None:
        known = [each.id for each in model.pathways]
        raise UnknownId(f"no pathway has the id {id!r}.{did_you_mean(id, known)}")
    return found


@attrs.frozen(eq=False)
class _Transition:
    """Two stations that follow one another."""

    number: int
    source: str
    target: str
    pair: Pair | None
    state: State

    @property
    def weight(self) -> tuple[int, int, int]:
        """Its place among those without contact enough, the weakest first."""
        need = self.pair.need if self.pair else None
        if self.pair is None or need is None:
            return (1, 0, 0)
        return (self.state != "certain", self.pair.low, -need.level)


@attrs.frozen(eq=False)
class _Writer:
    model: Model
    pathway: Pathway | None
    judged: Pairs
    lang: Lang
    disclosure: Disclosure
    transitions: tuple[_Transition, ...] = attrs.field(init=False)
    weakest: tuple[_Transition, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        steps = self.pathway.steps if self.pathway else ()
        ends = enumerate(itertools.pairwise(steps), 1)
        transitions = tuple(self.transition(n, a.service, b.service) for n, (a, b) in ends)
        lacking = [each for each in transitions if each.state in ("certain", "uncertain")]
        least = min((each.weight for each in lacking), default=None)
        object.__setattr__(self, "transitions", transitions)
        weakest = tuple(each for each in lacking if each.weight == least)
        object.__setattr__(self, "weakest", weakest)

    def transition(self, number: int, source: str, target: str) -> _Transition:
        pair = self.judged.get(source, target)
        if pair is None or pair.need is None:
            is_few = pair_key(source, target) in self.judged.few
            return _Transition(number, source, target, None, "few" if is_few else "no-pair")
        state: State = "certain" if pair.is_certain else "uncertain"
        if pair.standing != "unmet":
            state = "met" if pair.standing == "met" else "open"
        return _Transition(number, source, target, pair, state)

    def figure(self) -> Figure:
        heading, subtitle, notes = self.heading(), self.subtitle(), tuple(self.notes())
        title = visible(self.model.title)
        above = " · ".join(part for part in (self.label, title) if part)
        listed = [self.line(each) for each in self.transitions]
        frame, picture = laid_out(
            [self.stop(step.service) for step in self.drawn_steps],
            [self.stretch(each) for each in self.transitions[: len(self.drawn_steps)]],
            self.phrase("continued"),
            Words(above, heading, subtitle, notes),
        )
        return Figure(
            "pathway",
            tuple(listed),
            self.lang,
            frame,
            picture,
            tuple(self.phrase(f"head.{name}") for name in _HEADS),
            tuple(self.cells(each) for each in self.transitions),
            tuple(self.row(each) for each in self.transitions),
        )

    def phrase(self, key: str, /, count: int | None = None, **values: object) -> str:
        return say(f"figure.pathway.{key}", self.lang, count, **values)

    @property
    def label(self) -> str:
        return visible(self.pathway.label) if self.pathway else ""

    @property
    def drawn_steps(self) -> tuple[Any, ...]:
        return self.pathway.steps[:MOST_STOPS] if self.pathway else ()

    def name(self, id: str) -> str:
        return visible(self.model.label(id))

    def run_by(self, id: str) -> str:
        return ", ".join(self.name(each) for each in Lineage(self.model).providers(id))

    def ends(self, each: _Transition) -> str:
        return f"{self.name(each.source)} → {self.name(each.target)}"

    # What is said

    def heading(self) -> str:
        if self.pathway is None:
            return self.phrase("none")
        if not self.transitions:
            return self.phrase("too-short")
        states = [each.state for each in self.transitions]
        judged = sum(state not in ("few", "no-pair") for state in states)
        lacking = states.count("certain") + states.count("uncertain")
        if not judged:
            return self.phrase("not-judged")
        suffix = "-alone" if judged == 1 else ""
        if lacking:
            return self.phrase(f"lacking{suffix}", lacking, all=judged)
        if open_ := states.count("open"):
            return self.phrase(f"open{suffix}", open_, all=judged)
        return self.phrase("met", judged)

    def subtitle(self) -> str:
        said = []
        if self.pathway and self.pathway.for_whom:
            said.append(self.phrase("for", whom=visible(self.pathway.for_whom)))
        if self.pathway and self.pathway.citizens.is_known:
            shown = self.disclosure.show(self.pathway.citizens).citizens(self.lang)
            said.append(self.phrase("walk", citizens=shown))
        if len(self.weakest) == 1:
            said.append(self.phrase("weakest-is", first=self.ends(self.weakest[0])))
        elif self.weakest:
            said.append(self.phrase("equally-weak", len(self.weakest)))
        return " ".join(said)

    def line(self, each: _Transition) -> str:
        """A transition as one line of the text."""
        mark = "?" if each.state == "open" else each.number
        if each.pair is None:
            return f"{mark}  {self.ends(each)}: {self.phrase(f'state.{each.state}')}"
        said = segment_sentence(self.model, each.pair, each.source, each.target, self.lang)
        if each in self.weakest:
            said = self.phrase("weakest-mark", sentence=said)
        return f"{mark}  {said}"

    def state(self, each: _Transition) -> str:
        said = self.phrase(f"state.{each.state}")
        return self.phrase("weakest", state=said) if each in self.weakest else said

    def has(self, each: _Transition) -> str:
        if each.pair is None:
            return ""
        wording = wording_of(each.pair)
        has = has_words(self.model, each.pair, self.lang)
        return self.phrase(f"has.{wording}", has=has)

    def needs(self, each: _Transition) -> str:
        if each.pair is None:
            return ""
        return self.phrase("needs", needs=needs_words(self.model, each.pair, self.lang))

    def stop(self, id: str) -> Stop:
        return Stop(self.name(id), self.run_by(id))

    def stretch(self, each: _Transition) -> Stretch:
        said = tuple(part for part in (self.has(each), self.needs(each)) if part)
        title = self.line(each)
        return Stretch(each.state, each in self.weakest, self.state(each), said, title)

    def notes(self) -> Iterator[str]:
        """What the picture does not show, and what it rests on."""
        if self.pathway is None:
            return
        if more := len(self.pathway.steps) - len(self.drawn_steps):
            yield self.phrase("not-drawn", more)
        rules = self.judged.rules
        if any(step.level is None for step in self.pathway.steps[:-1]):
            level = level_words(self.model, rules.needed_level, self.lang)
            yield self.phrase("level-left-out", level=level)
        yield asked_words(self.judged.asked, self.judged.services, self.lang)

    # The table

    def cells(self, each: _Transition) -> tuple[str, ...]:
        citizens = each.pair and self.disclosure.show(each.pair.citizens).number(self.lang)
        names = (self.name(each.source), self.name(each.target))
        said = (self.has(each), self.needs(each), self.state(each))
        return (str(each.number), *names, *said, citizens or "")

    def row(self, each: _Transition) -> dict[str, Any]:
        pair = each.pair
        citizens = pair and self.disclosure.show(pair.citizens)
        return {
            "number": each.number,
            "a": each.source,
            "b": each.target,
            "a_name": self.name(each.source),
            "b_name": self.name(each.target),
            "a_organisation": self.run_by(each.source) or None,
            "b_organisation": self.run_by(each.target) or None,
            "level": pair and pair.level,
            "highest_level": pair and pair.high,
            "needed_level": pair and pair.need and pair.need.level,
            "standing": pair and pair.standing,
            "certain": pair.is_certain if pair and pair.standing == "unmet" else None,
            "weakest": each in self.weakest,
            "citizens_min": citizens and citizens.low,
            "citizens_max": citizens and citizens.high,
            "drawn": each.number < len(self.drawn_steps),
        }


_HEADS = ("number", "a", "b", "has", "needs", "state", "citizens")
