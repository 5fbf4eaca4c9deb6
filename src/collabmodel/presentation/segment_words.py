"""How two services that follow one another in a pathway are told of: what is there, what it takes.

Contact that nobody denied is never called absent.
"""

from __future__ import annotations

from collabmodel.analysis.pairs import Pair
from collabmodel.analysis.wording import Written
from collabmodel.domain.level import Level
from collabmodel.domain.model import Model
from collabmodel.words import Lang, say, visible

__all__ = ["has_words", "level_words", "needs_words", "segment_sentence", "wording_of"]


def segment_sentence(
    model: Model, pair: Pair, source: str, target: str, lang: Lang, written: Written = visible
) -> str:
    """The sentence of a pair with need, from *source* to *target*; names are *written*."""
    return say(
        f"report.pathway.{wording_of(pair)}",
        lang,
        a=written(model.label(source)),
        b=written(model.label(target)),
        has=has_words(model, pair, lang, written),
        needs=needs_words(model, pair, lang, written),
        standing=say(f"standing.{pair.standing}", lang),
    )


def wording_of(pair: Pair) -> str:
    """Which sentence fits: `segment`, or why too little on record is not certain."""
    if pair.standing != "unmet" or pair.is_certain:
        return "segment"
    if pair.high:
        return "uncertain"
    return "indirect" if pair.contacts else "nothing"


def has_words(model: Model, pair: Pair, lang: Lang, written: Written = visible) -> str:
    """The level of contact of a pair, as far as it is known."""
    if pair.low < pair.high:
        low, high = (level_words(model, level, lang, written) for level in (pair.low, pair.high))
        return say("report.level.range", lang, low=low, high=high)
    if pair.level is None:
        return say("explain.level-unknown", lang)
    return level_words(model, pair.level, lang, written)


def needs_words(model: Model, pair: Pair, lang: Lang, written: Written = visible) -> str:
    """The level that a pair needs; nothing where it has no need."""
    return level_words(model, pair.need.level, lang, written) if pair.need else ""


def level_words(model: Model, level: Level, lang: Lang, written: Written = visible) -> str:
    """A place on the model's scale with its name."""
    label = written(model.scale.label(level, lang))
    return say("level.shown", lang, place=level, label=label)
