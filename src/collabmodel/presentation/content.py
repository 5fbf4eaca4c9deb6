"""What a report says, before it has a form: an answer, facts, and sections of entries.

Text, Markdown and the page are made of the same content, so that the same sentences stand
everywhere. It holds texts, and of numbers of citizens only what `Disclosure` shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from collabmodel.analysis.finding import Finding
from collabmodel.analysis.questions import Answer
from collabmodel.analysis.wording import Written
from collabmodel.disclosure import Shown
from collabmodel.domain.count import Count
from collabmodel.domain.vocabulary import VOCABULARIES
from collabmodel.presentation.asked_words import asked_words
from collabmodel.presentation.matter import Matter
from collabmodel.presentation.segment_words import level_words, segment_sentence
from collabmodel.words import Lang, say, visible

__all__ = ["Content", "Entry", "Section", "Tile", "content_of"]

MOST_ENTRIES = 20
"""How many entries of one section are written out; the rest is counted."""


@attrs.frozen
class Entry:
    """One entry of a section: a head, and lines below it.

    Attributes:
        head: What it says, in one line.
        says: Sentences that say more.
        step: What to do about it, or what to ask.
        what: The head without its tag: whom it is about, or what was found.
        tag: What sort of thing was found, in a few words.
        code: The same as a code, so that a form can set sorts apart.
        about: The ids of what it is about.
        citizens: How many citizens it concerns, as readers may see it.
        certainty: How sure it is, in a word or two.
    """

    head: str
    says: tuple[str, ...] = ()
    step: str = ""
    what: str = ""
    tag: str = ""
    code: str = ""
    about: tuple[str, ...] = ()
    citizens: Shown | None = None
    certainty: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """All that stands below the head."""
        return (*self.says, self.step) if self.step else self.says


@attrs.frozen
class Section:
    """A heading, what is said first, and entries, numbered or not.

    Attributes:
        name: Which section it is, in every language.
        heading: Its heading.
        entries: What it tells.
        intro: What is said instead, where there is nothing to tell.
        terms: The sorts that its entries are of, each with what it means.
        is_numbered: Whether the place of an entry means something.
        more: How many entries are not written out.
    """

    name: str
    heading: str
    entries: tuple[Entry, ...]
    intro: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    is_numbered: bool = False
    more: str = ""


@attrs.frozen
class Tile:
    """A number to be seen at a glance, with what it counts; its code is empty where it is 0."""

    number: str
    label: str
    detail: str = ""
    code: str = ""


@attrs.frozen
class Content:
    """All that a report says, in one language.

    Attributes:
        title: What the report is of.
        answer: The answer, in one to four sentences.
        tiles: Four numbers that stand in the answer and the facts, to be seen at a glance.
        facts: What the answer rests on, a sentence each.
        sections: The details.
    """

    title: str
    answer: tuple[str, ...]
    tiles: tuple[Tile, ...]
    facts: tuple[str, ...]
    sections: tuple[Section, ...]


def content_of(matter: Matter, lang: Lang, written: Written = visible) -> Content:
    """Put *matter* into words, the names in it *written* in that way."""
    writer = _Writer(matter, lang, written)
    return Content(
        written(matter.model.title) or say("report.title", lang),
        tuple(writer.answer()),
        tuple(writer.tiles()),
        tuple(writer.facts()),
        tuple(section for section in writer.sections() if section.entries or section.intro),
    )


@attrs.frozen(eq=False)
class _Writer:
    matter: Matter
    lang: Lang
    written: Written

    def phrase(self, key: str, /, count: int | None = None, **values: object) -> str:
        return say(f"report.{key}", self.lang, count, **values)

    def noun(self, key: str, number: int) -> str:
        return f"{number} {say(key, self.lang, count=number)}"

    def names(self, ids: Iterable[str]) -> str:
        return ", ".join(self.name(id) for id in ids)

    def name(self, id: str) -> str:
        return self.written(self.matter.model.label(id))

    def pair(self, finding: Finding) -> str:
        return " – ".join(self.name(id) for id in finding.about)

    def sentence(self, finding: Finding) -> str:
        return finding.sentence(self.lang, self.matter.disclosure, self.written)

    # The answer

    def answer(self) -> Iterator[str]:
        matter = self.matter
        judged, rules = matter.judged, matter.judged.rules
        not_known = {pair.key for pair in judged.needed if pair.standing == "not known"}
        open_ = [f for f in matter.missing.told_apart if f.about in not_known]
        if not any(True for _ in matter.model.elements()):
            yield self.phrase("answer.empty")
        elif matter.missing:
            yield from self._answer_missing()
        elif open_:
            yield self.phrase("answer.question", len(open_), first=self.pair(open_[0]))
        elif judged.needed:
            yield self.phrase("answer.met", len(judged.needed))
        elif judged.left_out:
            yield self.phrase("left-out", judged.left_out, min_citizens=rules.min_citizens)
        else:
            yield self.phrase("answer.no-need")
        silos = [finding for finding in matter.silos if finding.code == "silo"]
        if silos:
            names = self.names(finding.about[0] for finding in silos)
            yield self.phrase("answer.silos", len(silos), names=names)
        if promises := matter.open_promises:
            first_name = self.name(promises[0].about[0])
            yield self.phrase("answer.promises", len(promises), first=first_name)

    def _answer_missing(self) -> Iterator[str]:
        missing = self.matter.missing
        first, citizens = missing[0], missing[0].numbers["citizens"]
        if isinstance(citizens, Count) and citizens.is_known:
            shown = self.matter.disclosure.show(citizens).citizens(self.lang)
            yield self.phrase(
                "answer.missing-citizens", len(missing), first=self.pair(first), citizens=shown
            )
        else:
            yield self.phrase("answer.missing", len(missing), first=self.pair(first))
        certain = sum(finding.numbers["certain"] is True for finding in missing)
        if not certain:
            yield self.phrase("answer.none-certain")
        elif certain < len(missing):
            yield self.phrase("answer.uncertain", certain=certain)

    # At a glance

    def tiles(self) -> Iterator[Tile]:
        matter, cover = self.matter, self.matter.cover
        if cover.pairs:
            missing = len(matter.missing)
            certain = sum(finding.numbers["certain"] is True for finding in matter.missing)
            yield self.tile("needed", cover.pairs)
            yield self.tile("met", cover.met)
            yield self.tile("missing", missing, self.phrase("tile.certain", certain))
            yield self.tile("not-known", cover.pairs - cover.met - missing)
        else:
            model = matter.model
            yield self.tile("services", len(model.services))
            yield self.tile("organisations", len(model.organisations))
            yield self.tile("promises", len(matter.open_promises))
            yield self.tile("ask", len(matter.ask))

    def tile(self, name: str, number: int, detail: str = "") -> Tile:
        label = self.phrase(f"tile.{name}", number)
        return Tile(str(number), label, detail if number else "", name if number else "")

    # What it rests on

    def facts(self) -> Iterator[str]:
        model, judged, cover = self.matter.model, self.matter.judged, self.matter.cover
        disclosure = self.matter.disclosure
        yield self.phrase(
            "facts",
            services=self.noun("element.service", len(model.services)),
            organisations=self.noun("element.organisation", len(model.organisations)),
            ties=self.noun("element.tie", len(model.ties)),
            needed=self.phrase("pairs", cover.pairs),
        )
        if cover.pairs:
            yield self.phrase(
                "coverage",
                needed=self.phrase("pairs", cover.pairs),
                met=cover.met,
                unmet=cover.unmet,
                open=cover.unknown,
            )
            missing = [pair.citizens for pair in judged.needed if pair.standing == "unmet"]
            everyone = [pair.citizens for pair in judged.needed]
            if Count.total(everyone).is_known and Count.total(missing).is_known:
                yield self.phrase(
                    "citizen-pairs",
                    missing=disclosure.total(missing).number(self.lang),
                    all=disclosure.total(everyone).number(self.lang),
                )
        yield asked_words(judged.asked, judged.services, self.lang)
        if judged.left_out:
            yield self.phrase("left-out", judged.left_out, min_citizens=judged.rules.min_citizens)
        if model.as_of:
            yield self.phrase("as-of", when=model.as_of.words(self.lang))

    # The details

    def sections(self) -> Iterator[Section]:
        """The details: what is missing first, or what is on record where need is not."""
        matter = self.matter
        has_need = bool(matter.judged.needed)
        if has_need:
            yield self.section("missing", map(self._missing, matter.missing), "missing")
            yield self.section("questions-of-pairs", map(self._apart, matter.missing.told_apart))
        else:
            yield from self._promised()
            yield self._asked()
        groups = list(matter.silos)
        yield attrs.evolve(
            self.section("silos", map(self._plain, groups), "silos" if has_need else ""),
            terms=self._terms(groups),
        )
        yield self.section("pathways", self._pathways())
        if has_need:
            yield from self._promised()
        yield self.section("questions", map(self._answer, matter.answers))
        if has_need:
            yield self._asked()
        yield self.section("conventions", map(Entry, self._conventions()))
        yield self.section("unknown", map(Entry, self._unknown()))
        yield self.section("sources", map(Entry, self._sources()))

    def _promised(self) -> Iterator[Section]:
        yield self.section("promises", map(self._plain, self.matter.promises), "promises")
        yield self.section("statements", self._statements())

    def _asked(self) -> Section:
        return self.section("ask", map(self._ask, self.matter.ask), "ask")

    def section(self, name: str, entries: Iterable[Entry], none: str = "") -> Section:
        listed = list(entries)
        more = len(listed) - MOST_ENTRIES
        return Section(
            name,
            self.phrase(f"section.{name}"),
            tuple(listed[:MOST_ENTRIES]),
            self.phrase(f"none.{none}") if none and not listed else "",
            is_numbered=name in _NUMBERED,
            more=self.phrase("more", more) if more > 0 else "",
        )

    def _terms(self, findings: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
        """Each sort of finding among *findings*, with what it means."""
        sorts = {finding.code: finding for finding in findings[:MOST_ENTRIES]}
        return tuple((f.title(self.lang), f.meaning(self.lang)) for f in sorts.values())

    def _missing(self, finding: Finding) -> Entry:
        certain = "certain" if finding.numbers["certain"] else "uncertain"
        numbers = finding.numbers
        robust = self.phrase(
            "robust",
            confirmation=self._yes(numbers["other_confirmation"]),
            down=self._yes(numbers["one_level_down"]),
        )
        return attrs.evolve(
            self._apart(finding),
            says=(self.sentence(finding), self.phrase(certain), robust),
            certainty=self.phrase(f"{certain}-in-short"),
        )

    def _apart(self, finding: Finding) -> Entry:
        citizens = finding.numbers["citizens"]
        tag, pair = finding.title(self.lang), self.pair(finding)
        return Entry(
            f"{pair}: {tag}",
            (self.sentence(finding),),
            self._next(finding),
            what=pair,
            tag=tag,
            code=finding.code,
            about=finding.about,
            citizens=self.matter.disclosure.show(citizens) if isinstance(citizens, Count) else None,
        )

    def _plain(self, finding: Finding) -> Entry:
        tag, said = finding.title(self.lang), self.sentence(finding)
        return Entry(
            f"{tag}: {said}",
            step=self._next(finding),
            what=said,
            tag=tag,
            code=finding.code,
            about=finding.about,
        )

    def _ask(self, finding: Finding) -> Entry:
        question = self._step(finding)
        return Entry(
            self.sentence(finding),
            step=self.phrase("ask", step=question),
            code=finding.code,
            about=finding.about,
        )

    def _next(self, finding: Finding) -> str:
        return self.phrase("next", step=self._step(finding))

    def _step(self, finding: Finding) -> str:
        return finding.next_step(self.lang, self.matter.disclosure, self.written)

    def _yes(self, value: object) -> str:
        word = "not known" if value is None else "yes" if value else "no"
        return say(f"truth.{word}", self.lang)

    def _answer(self, answer: Answer) -> Entry:
        answered = say(f"question.answered.{answer.answered}", self.lang)
        question = answer.question(self.lang)
        return Entry(
            f"{question} ({answered})",
            (answer.sentence(self.lang, self.matter.disclosure, self.written),),
            what=question,
            tag=answered,
            code=f"answered-{answer.answered}".replace(" ", "-"),
        )

    def _pathways(self) -> Iterator[Entry]:
        model, judged = self.matter.model, self.matter.judged
        for pathway in model.pathways:
            lines = []
            for step, following in zip(pathway.steps, pathway.steps[1:], strict=False):
                pair = judged.get(step.service, following.service)
                if pair is not None and pair.need is not None:
                    ends = (step.service, following.service)
                    lines.append(segment_sentence(model, pair, *ends, self.lang, self.written))
            yield Entry(self.written(pathway.label), tuple(lines), about=(pathway.id,))

    def _statements(self) -> Iterator[Entry]:
        for kind in VOCABULARIES["statement.kind"]:
            said = [s for s in self.matter.model.statements if s.kind == kind and s.text]
            if said:
                heading = say(f"statement.kind.{kind}", self.lang, count=len(said))
                lines = []
                for statement in said:
                    by = f" ({self.names(statement.said_by)})" if statement.said_by else ""
                    lines.append(f"{self.written(statement.text)}{by}")
                yield Entry(heading[:1].upper() + heading[1:], tuple(lines))

    def _conventions(self) -> Iterator[str]:
        rules, scale = self.matter.judged.rules, self.matter.model.scale
        disclosure = self.matter.disclosure
        yield self.phrase(
            "convention.level",
            level=level_words(self.matter.model, rules.needed_level, self.lang, self.written),
            scale=self.written(scale.source or scale.id),
        )
        yield self.phrase(f"convention.confirmation.{rules.confirmation}")
        yield self.phrase("convention.wide", wide=rules.wide)
        yield self.phrase("convention.fragile", rules.fragile_persons)
        percent = f"{100 * rules.alpha:g}".replace(".", say("share.point", self.lang))
        yield self.phrase("convention.alpha", alpha=say("share.percent", self.lang, number=percent))
        if rules.at:
            yield self.phrase("convention.at", at=rules.at.words(self.lang))
        if disclosure.threshold > 1 or disclosure.base > 1:
            yield self.phrase(
                "convention.disclosure", threshold=disclosure.threshold, base=disclosure.base
            )
        else:
            yield self.phrase("convention.exact")
        yield self.phrase("convention.citizen-pairs")
        yield self.phrase("convention.no-record")

    def _unknown(self) -> Iterator[str]:
        model, needed = self.matter.model, self.matter.judged.needed
        counts = {
            "citizens": sum(not pair.citizens.is_known for pair in needed),
            "level": sum(pair.standing == "not known" for pair in needed),
            "not-asked": sum(pair.standing == "unmet" and not pair.is_certain for pair in needed),
            "status": sum(tie.status == "not known" for tie in model.ties)
            + sum(forum.status == "not known" for forum in model.forums),
        }
        lines = [self.phrase(f"unknown.{name}", n) for name, n in counts.items() if n]
        orphans = [s.id for s in model.services if not s.provided_by and not s.part_of]
        if orphans:
            lines.append(self.phrase("unknown.provider", len(orphans), names=self._some(orphans)))
        sizes = {body.id: body.size for body in model.organisations}
        sizes |= {service.id: service.size for service in model.services}
        collectives = [id for id, size in sizes.items() if size != Count.exactly(1)]
        if collectives:
            lines.append(self.phrase("unknown.collective", names=self._some(collectives)))
        yield from lines or [self.phrase("unknown.nothing")]

    def _some(self, ids: Sequence[str]) -> str:
        more = f" … (+{len(ids) - MOST_ENTRIES})" if len(ids) > MOST_ENTRIES else ""
        return self.names(ids[:MOST_ENTRIES]) + more

    def _sources(self) -> Iterator[str]:
        for source in self.matter.model.sources:
            parts = [self.written(source.label), self.written(source.publisher)]
            parts += [source.published.words(self.lang) if source.published else ""]
            yield ", ".join(part for part in parts if part)


_NUMBERED = frozenset({"missing", "ask", "questions"})
