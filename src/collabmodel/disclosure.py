"""How a number of citizens may be shown to readers: small numbers hidden, others rounded.

Everything that prints a number of citizens goes through here. 0 shows as 0, 1 to 4 as `<5`, any
other number rounded to 5. A bound that is not exact is rounded outwards, so that what is shown
stays true. Totals are sums of what is shown and never of what is hidden, so that no subtraction
recovers a hidden number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from collabmodel.domain.count import Count
from collabmodel.domain.errors import InvalidArgument
from collabmodel.words import Counted, Lang, say

__all__ = ["EXACT", "PROTECTED", "Disclosure", "Shown"]


@attrs.frozen(init=False)
class Shown:
    """A number of citizens as readers may see it. Only `Disclosure` makes one.

    So what prints a `Shown`, and of counts nothing else, tells no hidden number.

    Attributes:
        low: The smallest number that the reader may conclude.
        high: The largest; None where nothing is known above.
        threshold: The smallest number that is shown.
    """

    low: int
    high: int | None
    threshold: int

    def __init__(self) -> None:
        """Refuse to be made from a number: `Disclosure.show` and `.total` do that."""
        raise TypeError("Shown: made by Disclosure.show and Disclosure.total alone.")

    def __add__(self, other: Shown) -> Shown:
        """The total of two shown numbers: a range where one of them is hidden."""
        if not isinstance(other, Shown):
            return NotImplemented
        high = None if self.high is None or other.high is None else self.high + other.high
        return _shown(self.low + other.low, high, self.threshold)

    @property
    def is_hidden(self) -> bool:
        """Whether the number is one of those that are not shown."""
        return self.low == 1 and self.high == self.threshold - 1 and self.threshold > 1

    @property
    def _is_below(self) -> bool:
        """Whether it may be one of those that are not shown, or 0."""
        return self.low == 0 and 0 < (self.high or 0) == self.threshold - 1

    def number(self, lang: Lang = "en") -> str:
        """The number alone, such as `40`, `<5`, `at least 30`.

        >>> PROTECTED.show(Count.exactly(3)).number()
        '<5'
        """
        if self.is_hidden:
            return f"<{self.threshold}"
        if self._is_below:
            return say("count.fewer-than", lang, high=self.threshold)
        return Count(self.low, self.high).words(lang)

    def citizens(self, lang: Lang = "en") -> str:
        """The number with its noun, such as `40 citizens`, `an unknown number of citizens`.

        >>> PROTECTED.show(Count()).citizens()
        'an unknown number of citizens'
        """
        return self._with_noun("citizens", lang)

    def citizen_pairs(self, lang: Lang = "en") -> str:
        """The number as citizen-pairs: a citizen counts once for each pair that they move in."""
        return self._with_noun("citizen-pairs", lang)

    def to_json(self) -> Any:
        """The shown number as JSON holds a count; None where it is not known."""
        if self.low == self.high:
            return self.low
        bounds = {"min": self.low, "max": self.high}
        return {k: v for k, v in bounds.items() if v is not None and (k, v) != ("min", 0)} or None

    def _with_noun(self, noun: str, lang: Lang) -> str:
        if self.low == 0 and self.high is None:
            return say(f"{noun}.unknown", lang)
        last = self.low if self.high is None else self.high  # the number said last, by the noun
        count = self.threshold if self.is_hidden or self._is_below else last
        text = say(f"{noun}.number", lang, count=count, number=self.number(lang))
        return Counted(text, is_one=count == 1)


def _shown(low: int, high: int | None, threshold: int) -> Shown:
    made = object.__new__(Shown)
    made.__attrs_init__(low, high, threshold)
    return made


@attrs.frozen
class Disclosure:
    """The rule by which numbers of citizens are shown. Authorities differ, so both are settable.

    Attributes:
        threshold: The smallest number, apart from 0, that is shown.
        base: What numbers are rounded to.

    >>> Disclosure(threshold=10, base=10).show(Count.exactly(47)).number()
    '50'
    """

    threshold: int = 5
    base: int = 5

    def __attrs_post_init__(self) -> None:
        for name, value in (("threshold", self.threshold), ("base", self.base)):
            if type(value) is not int or value < 1:
                raise InvalidArgument(
                    f"Disclosure: {name}: expected a whole number from 1, found {value!r}."
                )

    def show(self, count: Count) -> Shown:
        """The number as readers may see it.

        >>> PROTECTED.show(Count.at_least(31)).number()
        'at least 30'
        """
        if count.is_exact:
            low = high = count.min
            if 0 < low < self.threshold:
                low, high = 1, self.threshold - 1
            elif low:
                low = high = max(self.base, (2 * low + self.base) // (2 * self.base) * self.base)
            return _shown(low, high, self.threshold)
        least = count.min // self.base * self.base
        if count.min > 0 and (count.min < self.threshold or least < 1):
            least = 1
        most = count.max
        if most is not None:
            rounded = -(-most // self.base) * self.base
            most = self.threshold - 1 if 0 < most < self.threshold else rounded
        return _shown(least, most, self.threshold)

    def total(self, counts: Iterable[Count]) -> Shown:
        """The sum of *counts* as readers may see it: the sum of what each of them shows.

        >>> PROTECTED.total([Count.exactly(40), Count.exactly(3)]).number()
        '41 to 44'
        """
        return sum((self.show(count) for count in counts), _shown(0, 0, self.threshold))


PROTECTED = Disclosure()
"""The default: below 5 is hidden, other numbers are rounded to 5."""

EXACT = Disclosure(threshold=1, base=1)
"""Every number as it is, for the owner of the data."""
