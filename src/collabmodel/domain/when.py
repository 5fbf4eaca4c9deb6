"""When something is or was: a day, a month, a year or a period, as far as it is known.

Dates are text in EDTF (ISO 8601-2:2019), which can say that a date is vague. Each text is read
once, into the days on which it can begin and the days on which it can end; everything that is
asked of two dates is answered from these days (`edtf` reads them).
"""

from __future__ import annotations

import datetime as dt
import reprlib
from typing import cast

import attrs

from collabmodel.domain.edtf import EXAMPLES, SEASONS, Date, read, years_of
from collabmodel.words import Lang, say

__all__ = ["A_WHEN", "When", "as_when", "why_no_when"]

A_WHEN = f"a date or period such as {EXAMPLES}"
"""What is expected of a text that is read as a date."""


@attrs.frozen
class When:
    """A date or a period, written in EDTF (ISO 8601-2) levels 0 and 1 and a part of level 2.

    - `2020`, `2020-11`, `2020-11-05`: a year, a month, a day.
    - `2020-11-05T09:30:00Z`: a moment, of which only the day is used, as written.
    - `2021-21`: a season; 21 spring, 22 summer, 23 autumn, 24 winter.
    - `201X`, `20XX`, `XXXX`, `2004-XX`, `2004-06-XX`: a digit, month or day is not known.
    - `2022?`, `2022~`, `2022%`: uncertain, about, both; the whole date.
    - `2020?-11`: the same, for what stands left of the mark, here the year alone.
    - `2020-?11`: the same, for the one part right of the mark.
    - `2020-01-01/2022-09-30`: a period, both ends included.
    - `2018-05/..`, `../2018`: a period that goes on, that has always been.
    - `2018/`, `/2018`: a period whose end, whose start is not known.

    A date without a mark is all of its days, for certain: `2020` is 1 January to 31 December 2020.
    Every other date is one of several: `201X` is one year of ten; a mark adds the neighbours of
    each part that it stands on, one unit before and one after (a year, or ten for `201X~`; three
    months for a season; a month; a day). So `2022~` is 2021, 2022 or 2023, and `2022-05~`, where
    the mark stands on year and month, is a month from April 2021 to June 2023. A period begins
    with the first day of its start and ends with the last day of its end. What `..` says is
    certain; an end that is left empty is any day that the other end allows.

    Seasons are those of the northern half of the world: March to May, and so on. A winter is
    December of its year to February of the next.

    Attributes:
        text: The date as written. Two dates are equal when they are written alike.

    Raises:
        ValueError: The text is no such date; the message says why and what to write.

    >>> When("2020?-11").words()
    'November 2020 (year uncertain)'
    >>> When("2018-05/..").overlaps(When("2020"))
    True
    >>> When("201X").overlaps(When("2015")) is None  # not known
    True
    """

    text: str

    def __attrs_post_init__(self) -> None:
        if why := why_no_when(self.text):
            raise ValueError(f"expected {A_WHEN}, found {_SHORT.repr(self.text)}: {why}")

    @property
    def earliest(self) -> dt.date | None:
        """The first day that the text allows, marks left aside; None where open or not known.

        >>> When("201X").earliest
        datetime.date(2010, 1, 1)
        """
        return read(self.text).earliest

    @property
    def latest(self) -> dt.date | None:
        """The last day that the text allows, marks left aside; None where open or not known.

        >>> When("2018-05/..").latest is None
        True
        """
        return read(self.text).latest

    def before(self, other: When) -> bool | None:
        """Whether this ends before *other* begins: yes, no, or None for not known."""
        last, first = read(self.text).last, read(other.text).first
        if last.high < first.low:
            return True
        return False if last.low >= first.high else None

    def after(self, other: When) -> bool | None:
        """Whether this begins after *other* has ended: yes, no, or None for not known."""
        return other.before(self)

    def overlaps(self, other: When) -> bool | None:
        """Whether some day belongs to both: yes, no, or None for not known.

        Yes when it is certain that neither is over before the other begins. The two are taken as
        two different things, so that `201X` need not overlap `201X`.

        >>> When("2022~").overlaps(When("2018")), When("2022~").overlaps(When("2020/2025"))
        (False, True)
        """
        apart = self.before(other), self.after(other)
        if True in apart:
            return False
        return None if None in apart else True

    def words(self, lang: Lang = "en") -> str:
        """The date as a person says it.

        >>> When("2020-01-01/2022-09-30").words()
        '1 January 2020 to 30 September 2022'
        >>> When("201X").words("nb")
        '2010-årene, år ukjent'
        """
        reading = read(self.text)
        start, end = _in_words(reading.start, lang), _in_words(reading.end, lang)
        if reading.start is reading.end:
            return start or say("date.not-known", lang)
        key = _WITHOUT_START.get(start) or _WITHOUT_END.get(end) or "date.from-to"
        return say(key, lang, start=start, end=end)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When({self.text!r})"


def as_when(value: When | str | dt.date | None) -> When | None:
    """Make a `When` of what a person types: a text, a `datetime.date`, or a `When`.

    Of a `datetime.datetime` the day is used. Anything else, and a text that is no date, comes back
    as it is, so that the element that holds it can say what is wrong.
    """
    text: object = value.isoformat()[:10] if isinstance(value, dt.date) else value
    if isinstance(text, str) and why_no_when(text) is None:
        return When(str(text))
    return cast(When | None, value)


def why_no_when(text: object) -> str | None:
    """Say why *text* cannot be the text of a `When`, or None where it can.

    >>> why_no_when("2020-13")
    'there is no month 13, months are 01 to 12 and seasons 21 to 24'
    """
    if not isinstance(text, str):
        return "a date is text"
    try:
        read(text)
    except ValueError as why:
        return str(why)
    return None


_SHORT = reprlib.Repr()
_SHORT.maxstring = 80
_WITHOUT_START = {"..": "date.until", "": "date.until-start-not-known"}
_WITHOUT_END = {"..": "date.from", "": "date.from-end-not-known"}


def _in_words(date: Date | str, lang: Lang) -> str:
    if isinstance(date, str):
        return date
    text = ", ".join([_known_in_words(date, lang), *_unknown_in_words(date, lang)])
    names = ["year", "season" if date.month in SEASONS else "month", "day"]
    parts = (date.year, date.month, date.day)
    marks = [(n, mark) for n, mark, part in zip(names, date.marks, parts, strict=True) if part]
    mark = date.marks[0]
    if all(each == mark for _, each in marks):
        text = say("date.about", lang, date=text) if "~" in mark else text
        return f"{text} ({say('date.uncertain', lang)})" if "?" in mark else text
    notes = [
        say(f"date.{kind}.{name}", lang)
        for name, mark in marks
        for sign, kind in (("?", "uncertain"), ("~", "approximate"))
        if sign in mark
    ]
    return f"{text} ({', '.join(notes)})"


def _known_in_words(date: Date, lang: Lang) -> str:
    years = years_of(date.year)
    if date.month in SEASONS:
        after = f"{(years[0] + 1) % 100:02d}"
        return say(f"date.season.{date.month}", lang, year=years[0], next=after)
    if len(years) == 1:
        year = str(years[0])
    elif len(years) == 10 and date.year[2] != "0":  # "the 1900s" would be taken for a century
        year = say("date.decade", lang, year=years[0])
    else:
        year = say("date.years", lang, low=years[0], high=years[-1])
    if date.month in ("", "XX"):
        return year
    part = say(f"date.month.{date.month}", lang)
    if date.day not in ("", "XX"):
        part = say("date.day", lang, day=int(date.day), month=part)
    if date.year == "XXXX":
        return part
    if len(years) == 1:
        return say("date.of-year", lang, part=part, year=year)
    return say("date.in-years", lang, part=part, years=year)


def _unknown_in_words(date: Date, lang: Lang) -> list[str]:
    names = ["year"] if "X" in date.year else []
    if date.month == "XX":
        names.append("month-and-day" if date.day else "month")
    elif date.day == "XX":
        names.append("day")
    return [say(f"date.not-known.{name}", lang) for name in names]
