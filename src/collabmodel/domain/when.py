"""When something is or was: a day, a month, a year or a period, as far as it is known.

Dates are text in EDTF (ISO 8601-2:2019), which can say that a date is vague. Each text is read
once, into the days on which it can begin and the days on which it can end; everything that is
asked of two dates is answered from these four days.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
import reprlib
from typing import NamedTuple

import attrs

from collabmodel.words import Lang, say

__all__ = ["When", "as_when", "reason_it_is_not_a_when"]


@attrs.frozen
class When:
    """A date or a period, written in EDTF (ISO 8601-2) levels 0 and 1 and a part of level 2.

    | written | means |
    |---|---|
    | `2020`, `2020-11`, `2020-11-05` | a year, a month, a day |
    | `2020-11-05T09:30:00Z` | a moment, of which only the day is used, as written |
    | `2021-21` | a season: 21 spring, 22 summer, 23 autumn, 24 winter |
    | `201X`, `20XX`, `XXXX`, `2004-XX`, `2004-06-XX` | a digit, month or day is not known |
    | `2022?`, `2022~`, `2022%` | uncertain, about, both: the whole date |
    | `2020?-11` | the same, for what stands left of the mark: here the year alone |
    | `2020-?11` | the same, for the one part right of the mark |
    | `2020-01-01/2022-09-30` | a period, both ends included |
    | `2018-05/..`, `../2018` | a period that goes on, that has always been |
    | `2018/`, `/2018` | a period whose end, whose start is not known |

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
        if reason := reason_it_is_not_a_when(self.text):
            raise ValueError(reason)

    @property
    def earliest(self) -> dt.date | None:
        """The first day that the text allows, marks left aside; None where open or not known.

        >>> When("201X").earliest
        datetime.date(2010, 1, 1)
        """
        return _read(self.text).earliest

    @property
    def latest(self) -> dt.date | None:
        """The last day that the text allows, marks left aside; None where open or not known.

        >>> When("2018-05/..").latest is None
        True
        """
        return _read(self.text).latest

    def before(self, other: When) -> bool | None:
        """Whether this ends before *other* begins: yes, no, or None for not known."""
        last, first = _read(self.text).last, _read(other.text).first
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
        reading = _read(self.text)
        start, end = _in_words(reading.start, lang), _in_words(reading.end, lang)
        if reading.start is reading.end:
            return start or say("date.not-known", lang)
        key = _WITHOUT_START.get(start) or _WITHOUT_END.get(end) or "date.from-to"
        return say(key, lang, start=start, end=end)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When({self.text!r})"


def as_when(value: object) -> object:
    """Make a `When` of what a person types: a text, a `datetime.date`, or a `When`.

    Of a `datetime.datetime` the day is used. Anything else, and a text that is no date, comes back
    as it is, so that the element that holds it can say what is wrong.
    """
    text = value.isoformat()[:10] if isinstance(value, dt.date) else value
    if isinstance(text, str) and reason_it_is_not_a_when(text) is None:
        return When(str(text))
    return value


def reason_it_is_not_a_when(text: object) -> str | None:
    """Say why *text* cannot be the text of a `When`, or None where it can.

    >>> print(reason_it_is_not_a_when("2020-13"))
    expected a date or period such as 2020-11 or 2018/2020-11-05, found '2020-13': there is no \
month 13, months are 01 to 12 and seasons 21 to 24
    """
    if not isinstance(text, str):
        return f'expected a date as text such as "2020-11", found {reprlib.repr(text)}'
    try:
        _read(text)
    except ValueError as why:
        found = text if len(text) <= 60 else f"{text[:60]}…"
        return f"expected a date or period such as {_EXAMPLES}, found {found!r}: {why}"
    return None


_EXAMPLES = "2020-11 or 2018/2020-11-05"
_HINTS = (
    (r"^$", "leave it out where nothing is known of the date"),
    (r"T.*/|/.*T", "the ends of a period are days, leave the time out"),
    (r"[0-9]T|[0-9] [0-9]+:", "a moment is written 2020-11-05T09:30:00, or with Z or +01:00 after"),
    (r"\s", "leave the spaces out"),
    (r"[\[{]", "lists of dates are not read, write a period such as 2018/2020"),
    (r"^-|^Y", "years are 0001 to 9999"),
    (r"/.*/", "a period has one / between its two ends"),
    (r"^(\.\.|XXXX(-XX)*)?(/(\.\.|XXXX(-XX)*)?)?$", "a period needs a date at one end"),
    (r"[?~%]", "one mark before or after a part says how sure it is, as in 2020?-11 and 2020-?11"),
    (r"", "write the year first, as in 2020, 2020-11 or 2020-11-05, X for a digit not known"),
)
"""What to say of a text that has not the shape of a date: the first that fits."""

_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-](0[0-9]|1[0-4])(:[0-5][0-9])?)?"
)
_DATE = re.compile(  # a mark stands on either side of a part, not on both
    r"(?P<on_year>[?~%])?(?P<year>[0-9X]{4})(?(on_year)|(?P<to_year>[?~%])?)"
    r"(-(?P<on_month>[?~%])?(?P<month>[0-9X]{2})(?(on_month)|(?P<to_month>[?~%])?)"
    r"(-(?P<on_day>[?~%])?(?P<day>[0-9X]{2})(?(on_day)|(?P<to_day>[?~%])?))?)?"
)
_NOT_KNOWN = ("XXXX", "XXXX-XX", "XXXX-XX-XX")
_SEASONS = {"21": 3, "22": 6, "23": 9, "24": 12}
"""The month in which a season begins."""


@attrs.frozen
class _Date:
    """One date as written: its parts, empty where left out, and the marks that stand on each."""

    year: str
    month: str
    day: str
    marks: tuple[str, str, str]
    """Of year, month or season, and day: some of `?` and `~`."""


class _Days(NamedTuple):
    """The days that a beginning or an ending can fall on, from the first to the last."""

    low: dt.date
    high: dt.date


@attrs.frozen
class _Reading:
    """What a text says: its two ends (one and the same for a date), and the days they can be.

    An end is a date, `..` for open, or empty where nothing is known of it. `first` holds the days
    that the whole can begin on, `last` those that it can end on.
    """

    start: _Date | str
    end: _Date | str
    earliest: dt.date | None
    latest: dt.date | None
    first: _Days
    last: _Days


@functools.lru_cache(maxsize=8192)
def _read(text: str) -> _Reading:
    moment = _MOMENT.fullmatch(text)
    ends = [_end(end, text) for end in (moment["day"] if moment else text).split("/")]
    start, end = ends[0], ends[-1]
    says_nothing = isinstance(start, str) and isinstance(end, str) and text not in _NOT_KNOWN
    if len(ends) > 2 or says_nothing:
        raise ValueError(_hint(text))

    first, last = _firsts_and_lasts(start)[0], _firsts_and_lasts(end)[1]
    earliest = None if _is_boundless(start) else first.low
    latest = None if _is_boundless(end) else last.high
    if earliest and latest and latest < earliest:
        raise ValueError("it ends before it begins, exchange the two ends")

    first, last = _widened(first, start), _widened(last, end)
    first = _Days(first.low, min(first.high, last.high))  # nothing ends before it begins
    last = _Days(max(last.low, first.low), last.high)
    return _Reading(start, end, earliest, latest, first, last)


def _end(text: str, whole: str) -> _Date | str:
    if text in ("", ".."):
        return text
    if text in _NOT_KNOWN:
        return ""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(_hint(whole))
    year, month, day = match["year"], match["month"] or "", match["day"] or ""
    if reason := _reason_against(year, month, day):
        raise ValueError(reason)
    to_year, to_month, to_day = (match[f"to_{part}"] or "" for part in ("year", "month", "day"))
    marks = (
        _both((match["on_year"] or "") + to_year + to_month + to_day),
        _both((match["on_month"] or "") + to_month + to_day),
        _both((match["on_day"] or "") + to_day),
    )
    if year == "XXXX" and (marks[0] or month == "XX"):
        raise ValueError("of a date that is not known nothing is uncertain, leave the mark out")
    return _Date(year, month, day, marks)


def _both(marks: str) -> str:
    return "".join(mark for mark in "?~" if mark in marks or "%" in marks)


def _hint(text: str) -> str:
    return next(hint for pattern, hint in _HINTS if re.search(pattern, text))


def _reason_against(year: str, month: str, day: str) -> str | None:
    if "X" in year.rstrip("X"):
        return "in a year only the last digits can be X, as in 201X"
    if year == "0000":
        return "years are 0001 to 9999"
    if month in _SEASONS:
        if day:
            return "a season has no days"
        return "a season needs its year" if "X" in year else None
    if month in ("", "XX"):
        return "a day needs its month" if day not in ("", "XX") else None
    if "X" in month:
        return "a month that is not known is XX"
    if not 1 <= int(month) <= 12:
        return f"there is no month {month}, months are 01 to 12 and seasons 21 to 24"
    return _reason_against_day(year, month, day)


def _reason_against_day(year: str, month: str, day: str) -> str | None:
    if day in ("", "XX"):
        return None
    if "X" in day:
        return "a day that is not known is XX"
    if not _years_with(year, month, day):
        return f"there is no day {day} in {year}-{month}"
    return None


def _years(year: str) -> range:
    return range(max(1, int(year.replace("X", "0"))), int(year.replace("X", "9")) + 1)


def _years_with(year: str, month: str, day: str) -> list[int]:
    """The years that *year* can be and that have this day (29 February is in few)."""
    return [y for y in _years(year) if 1 <= int(day) <= calendar.monthrange(y, int(month))[1]]


def _is_boundless(end: _Date | str) -> bool:
    return isinstance(end, str) or end.year == "XXXX"


def _firsts_and_lasts(end: _Date | str) -> tuple[_Days, _Days]:
    """The days that *end* can begin on, and those that it can end on, its marks left aside."""
    if isinstance(end, str):
        start, stop = dt.date.min, dt.date.max
        if end == "..":
            return _Days(start, start), _Days(stop, stop)
        return _Days(start, stop), _Days(start, stop)
    if end.day not in ("", "XX"):
        years = _years_with(end.year, end.month, end.day)
        month, day = int(end.month), int(end.day)
        days = _Days(dt.date(years[0], month, day), dt.date(years[-1], month, day))
        return days, days

    if end.month == "XX":
        earliest, latest, length = 1, 12, 1
    elif end.month in _SEASONS:
        earliest = latest = _SEASONS[end.month]
        length = 3
    else:
        earliest = latest = int(end.month or 1)
        length = 1 if end.month else 12
    month_numbers = 12 * _years(end.year)[0] + earliest - 1, 12 * _years(end.year)[-1] + latest - 1
    firsts = _Days(*(_in_month(number, 1) for number in month_numbers))
    lasts = _Days(*(_in_month(number + length - 1, 31) for number in month_numbers))
    if end.day == "XX":
        days = _Days(firsts.low, lasts.high)
        return days, days
    return firsts, lasts


def _widened(days: _Days, end: _Date | str) -> _Days:
    """*days* and, where a part of *end* is marked, one unit of that part before and after."""
    if isinstance(end, str) or not any(end.marks):
        return days
    year, month, day = (bool(mark) for mark in end.marks)
    months = year * 12 * 10 ** end.year.count("X") + month * (3 if end.month in _SEASONS else 1)
    whole_months = end.day in ("", "XX")
    low = _moved(days.low, -months, whole_months=whole_months)
    high = _moved(days.high, months, whole_months=whole_months)
    # A step of one day out of the calendar stays on its first or last day.
    low = max(low, dt.date.min + dt.timedelta(day)) - dt.timedelta(day)
    high = min(high, dt.date.max - dt.timedelta(day)) + dt.timedelta(day)
    return _Days(low, high)


def _moved(day: dt.date, months: int, *, whole_months: bool) -> dt.date:
    """The same day of another month; the last day of the other for the last of this one."""
    number = 12 * day.year + day.month - 1
    is_last = whole_months and day == _in_month(number, 31)
    return _in_month(number + months, 31 if is_last else day.day)


def _in_month(number: int, day: int) -> dt.date:
    """The *day*, or the last there is, of month *number* (12 × year + month - 1)."""
    year, month = divmod(number, 12)
    if year < 1:
        return dt.date.min
    if year > 9999:
        return dt.date.max
    return dt.date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))


_WITHOUT_START = {"..": "date.until", "": "date.until-start-not-known"}
_WITHOUT_END = {"..": "date.from", "": "date.from-end-not-known"}


def _in_words(date: _Date | str, lang: Lang) -> str:
    if isinstance(date, str):
        return date
    text = ", ".join([_known_in_words(date, lang), *_unknown_in_words(date, lang)])
    names = ["year", "season" if date.month in _SEASONS else "month", "day"]
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


def _known_in_words(date: _Date, lang: Lang) -> str:
    years = _years(date.year)
    if date.month in _SEASONS:
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


def _unknown_in_words(date: _Date, lang: Lang) -> list[str]:
    names = ["year"] if "X" in date.year else []
    if date.month == "XX":
        names.append("month-and-day" if date.day else "month")
    elif date.day == "XX":
        names.append("day")
    return [say(f"date.not-known.{name}", lang) for name in names]
