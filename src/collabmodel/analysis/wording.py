"""Numbers as words, for the sentences of findings and answers, and as plain values for programs.

The name of a number says what it is: one that begins with `citizens` or `citizen_pairs` is shown
as `disclosure` allows, one that ends in `level` is a place on the model's scale, a share or a
p-value is a float. A sum of citizens is held as its parts, since a total is made of what each part
shows: a total of hidden numbers, rounded by itself, would tell of them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from collabmodel.disclosure import EXACT, PROTECTED, Disclosure, Shown
from collabmodel.domain.count import Count
from collabmodel.domain.model import Model
from collabmodel.domain.when import When
from collabmodel.words import Lang, say, visible

__all__ = [
    "Number",
    "Numbers",
    "Written",
    "fewest",
    "parts_of",
    "plain",
    "plain_row",
    "short_list",
    "shown_repr",
    "spoken",
]

MOST_NAMES = 6
"""How many names stand in one sentence."""

Number = Count | tuple[Count, ...] | When | int | float | bool | str | None
Numbers = Mapping[str, Number]

Written = Callable[[str], str]
"""How a name from outside is written: `visible`, or `isolated` for a page."""


def parts_of(counts: Iterable[Count]) -> tuple[Count, ...]:
    """The parts of a sum, in an order that tells nothing of whose they are."""
    return tuple(sorted(counts, key=lambda count: (count.min, count.max is None, count.max)))


def fewest(parts: Number) -> int:
    """The fewest citizens in a sum by its parts; 0 where nothing is summed."""
    return Count.total(parts).min if isinstance(parts, tuple) else 0


def short_list(names: Iterable[str]) -> str:
    """Names for a sentence: the first few, and a mark where there are more.

    >>> short_list("abcdefgh")
    'a, b, c, d, e, f, …'
    """
    listed = list(itertools.islice(names, MOST_NAMES + 1))
    return ", ".join([*listed[:MOST_NAMES], *(["…"] if len(listed) > MOST_NAMES else [])])


def spoken(
    model: Model,
    about: Sequence[str],
    numbers: Numbers,
    lang: Lang,
    disclosure: Disclosure,
    written: Written = visible,
) -> dict[str, object]:
    """What fills the places of a sentence: the names of *about* as a, b, …, and the numbers.

    Two numbers `low` and `high` also fill `range`, so that bounds that read the same stand once.
    """
    by = numbers.get("by")
    names = [_name(model, id, by, lang, written) for id in about]
    filled: dict[str, object] = dict(zip("abcdef", names, strict=False))
    for name, value in numbers.items():
        filled[name] = _words(model, name, value, lang, disclosure, written)
    for start in ("", "before_", "after_"):
        if f"{start}low" in filled and f"{start}high" in filled:
            low, high = filled[f"{start}low"], filled[f"{start}high"]
            between = say("count.between", lang, low=low, high=high)
            filled[f"{start}range"] = low if low == high else between
    return filled


def plain(name: str, value: Number, disclosure: Disclosure) -> Any:
    """One number as readers may see it, as a value that JSON can hold."""
    if isinstance(value, Count | tuple):
        return _shown(name, value, disclosure).to_json()
    if isinstance(value, When):
        return value.text
    return None if isinstance(value, float) and math.isnan(value) else value


def plain_row(numbers: Numbers, disclosure: Disclosure) -> dict[str, Any]:
    """Numbers as the cells of a row: a count as its two bounds, undefined as NaN."""
    row: dict[str, Any] = {}
    for name, value in numbers.items():
        if isinstance(value, Count | tuple):
            shown = _shown(name, value, disclosure)
            row |= {f"{name}_min": shown.low, f"{name}_max": shown.high}
        else:
            row[name] = value if isinstance(value, float) else plain(name, value, disclosure)
    return row


def shown_repr(numbers: Numbers) -> str:
    """How numbers print for a programmer: those of citizens as anybody may see them."""
    return repr({name: plain(name, value, PROTECTED) for name, value in numbers.items()})


def _name(model: Model, id: str, by: Number, lang: Lang, written: Written) -> str:
    """The name of a service, or of a group that is made by *by*."""
    if by == "sector":
        return say(f"sector.{id}", lang)
    return written(id if by == "kind" else model.label(id))


def _shown(name: str, value: Count | tuple[Count, ...], disclosure: Disclosure) -> Shown:
    if not name.startswith("citizen"):
        disclosure = EXACT
    return disclosure.show(value) if isinstance(value, Count) else disclosure.total(value)


def _words(
    model: Model, name: str, value: Number, lang: Lang, disclosure: Disclosure, written: Written
) -> str:
    if isinstance(value, Count | tuple):
        shown = _shown(name, value, disclosure)
        if name.startswith("citizen_pairs"):
            return shown.citizen_pairs(lang)
        return shown.citizens(lang) if name.startswith("citizens") else shown.number(lang)
    if isinstance(value, When):
        return value.words(lang)
    if name == "status":
        return say(f"status.{value}", lang)
    if name.endswith("level") and value is None:
        return say("level.unknown", lang)
    if name.endswith("level") and isinstance(value, int):
        label = written(model.scale.label(value, lang))
        return say("level.shown", lang, place=value, label=label)
    if isinstance(value, float):
        return _share(name, value, lang)
    if isinstance(value, str):
        return written(value)
    return "" if value is None else str(value)


def _share(name: str, value: float, lang: Lang) -> str:
    if math.isnan(value):
        return say("share.unknown", lang)
    if name.startswith("p_"):
        number = f"= {value:.3f}" if value >= 0.001 else "< 0.001"
        return number.replace(".", say("share.point", lang))
    return say("share.percent", lang, number=f"{100 * value:.0f}")
