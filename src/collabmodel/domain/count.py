"""How many: exactly, at least, at most, between, or not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import attrs

from collabmodel.words import Lang, say

__all__ = ["UNKNOWN", "Count", "as_count"]

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""


def _reason(low: object, high: object) -> str | None:
    for name, bound in (("min", low), ("max", high)):
        if bound is None and name == "max":
            continue
        if type(bound) is not int:
            return f"{name}: expected a whole number, found {bound!r}"
        if not 0 <= bound <= LARGEST:
            return f"{name}: expected a number from 0 to {LARGEST}, found {bound}"
    if type(low) is int and type(high) is int and low > high:
        return f"min {low} is larger than max {high}: exchange the two"
    return None


@attrs.frozen
class Count:
    """A whole number that may be known in part.

    A count is an interval: the true number is at least `min` and at most `max`. Without bounds
    it is not known, which is never the same as zero.

    Attributes:
        min: The smallest number it can be.
        max: The largest number it can be, or None where nothing is known above.

    Raises:
        ValueError: A bound is negative, no whole number, or the two are the wrong way round.

    >>> Count.at_least(31) + Count.exactly(4)
    Count.at_least(35)
    >>> Count().is_at_least(1) is None  # not known
    True
    """

    min: int = 0
    max: int | None = None

    def __attrs_post_init__(self) -> None:
        if reason := _reason(self.min, self.max):
            raise ValueError(reason)

    @classmethod
    def exactly(cls, number: int) -> Count:
        """The count that is *number* for certain."""
        return cls(number, number)

    @classmethod
    def at_least(cls, number: int) -> Count:
        """The count that is *number* or more."""
        return cls(number, None)

    @classmethod
    def at_most(cls, number: int) -> Count:
        """The count that is *number* or less."""
        return cls(0, number)

    @classmethod
    def between(cls, low: int, high: int) -> Count:
        """The count that lies from *low* to *high*, both included."""
        return cls(low, high)

    @property
    def is_exact(self) -> bool:
        """Whether the number is known for certain."""
        return self.min == self.max

    @property
    def is_known(self) -> bool:
        """Whether anything at all is known of the number."""
        return self.min > 0 or self.max is not None

    def is_at_least(self, number: int) -> bool | None:
        """Whether the count is *number* or more: yes, no, or None for not known."""
        if self.min >= number:
            return True
        return None if self.max is None or self.max >= number else False

    def is_at_most(self, number: int) -> bool | None:
        """Whether the count is *number* or less: yes, no, or None for not known."""
        if self.max is not None and self.max <= number:
            return True
        return None if self.min <= number else False

    def __add__(self, other: Count) -> Count:
        """The count of two groups that share nobody (sum of intervals)."""
        if not isinstance(other, Count):
            return NotImplemented
        both_ends = self.max is not None and other.max is not None
        high = self.max + other.max if both_ends else None  # type: ignore[operator]
        return Count(self.min + other.min, high)

    @staticmethod
    def total(counts: Iterable[Count]) -> Count:
        """The sum of *counts*, each group counted as sharing nobody with another.

        >>> Count.total([Count.exactly(2), Count.between(1, 3)])
        Count.between(3, 5)
        """
        groups = list(counts)
        highs = [group.max for group in groups if group.max is not None]
        is_bounded = len(highs) == len(groups)
        return Count(sum(group.min for group in groups), sum(highs) if is_bounded else None)

    @staticmethod
    def overlapping(counts: Iterable[Count]) -> Count:
        """How many different citizens groups hold that may share some of them.

        At least the largest group, at most all groups together.

        >>> Count.overlapping([Count.exactly(40), Count.exactly(25)])
        Count.between(40, 65)
        """
        groups = list(counts)
        total = Count.total(groups)
        return Count(max((group.min for group in groups), default=0), total.max)

    def words(self, lang: Lang = "en") -> str:
        """The count as a person says it.

        >>> Count.between(20, 25).words()
        '20 to 25'
        >>> Count().words("nb")
        'antall ukjent'
        """
        if self.is_exact:
            return str(self.min)
        if self.max is None:
            known = self.min > 0
            return (
                say("count.at-least", lang, low=self.min) if known else say("count.unknown", lang)
            )
        if self.min == 0:
            return say("count.at-most", lang, high=self.max)
        return say("count.between", lang, low=self.min, high=self.max)

    def __str__(self) -> str:
        return self.words()

    def __repr__(self) -> str:
        if self.is_exact:
            return f"Count.exactly({self.min})"
        if self.max is None:
            return f"Count.at_least({self.min})" if self.min else "Count()"
        if self.min == 0:
            return f"Count.at_most({self.max})"
        return f"Count.between({self.min}, {self.max})"


UNKNOWN = Count()
"""The number of which nothing is known."""


def as_count(value: Count | int) -> Count:
    """Make a `Count` of what a person types: a whole number, or a count.

    Anything else comes back as it is, so that the element that holds it can say what is wrong.
    """
    if type(value) is int and 0 <= value <= LARGEST:
        return Count(value, value)
    return cast(Count, value)
