"""Reading a date in EDTF (ISO 8601-2:2019): on which days it can begin, and on which it can end.

Levels 0 and 1 are read whole for the years 0001 to 9999, and of level 2 what the docstring of
`When` lists. Everything that is asked of two dates is answered from the four days of each.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from typing import NamedTuple

import attrs

__all__ = ["EXAMPLES", "SEASONS", "Date", "Reading", "read", "years_of"]

EXAMPLES = "2020-11 or 2018/2020-11-05"
_HINTS = [
    (re.compile(pattern), hint)
    for pattern, hint in (
        (r"^$", "leave it out where nothing is known of the date"),
        (r"T.*/|/.*T", "the ends of a period are days, leave the time out"),
        (
            r"[0-9]T|[0-9] [0-9]+:",
            "a moment is written 2020-11-05T09:30:00, or with Z or +01:00 after",
        ),
        (r"\s", "leave the spaces out"),
        (r"[\[{]", "lists of dates are not read, write a period such as 2018/2020"),
        (r"^-|^Y", "years are 0001 to 9999"),
        (r"/.*/", "a period has one / between its two ends"),
        (r"^(\.\.|XXXX(-XX)*)?(/(\.\.|XXXX(-XX)*)?)?$", "a period needs a date at one end"),
        (
            r"[?~%]",
            "one mark before or after a part says how sure it is, as in 2020?-11 and 2020-?11",
        ),
        (r"", "write the year first, as in 2020, 2020-11 or 2020-11-05, X for a digit not known"),
    )
]
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
SEASONS = {"21": 3, "22": 6, "23": 9, "24": 12}
"""The month in which a season begins."""


@attrs.frozen
class Date:
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
class Reading:
    """What a text says: its two ends (one and the same for a date), and the days they can be.

    An end is a date, `..` for open, or empty where nothing is known of it. `first` holds the days
    that the whole can begin on, `last` those that it can end on.
    """

    start: Date | str
    end: Date | str
    earliest: dt.date | None
    latest: dt.date | None
    first: _Days
    last: _Days


@functools.lru_cache(maxsize=8192)
def read(text: str) -> Reading:
    """The reading of *text*; a `ValueError` says why it has none."""
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
    return Reading(start, end, earliest, latest, first, last)


def _end(text: str, whole: str) -> Date | str:
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
    return Date(year, month, day, marks)


def _both(marks: str) -> str:
    return "".join(mark for mark in "?~" if mark in marks or "%" in marks)


def _hint(text: str) -> str:
    start = text[:100]  # since to search a long text takes long
    return next(hint for pattern, hint in _HINTS if pattern.search(start))


def _reason_against(year: str, month: str, day: str) -> str | None:
    if "X" in year.rstrip("X"):
        return "in a year only the last digits can be X, as in 201X"
    if year == "0000":
        return "years are 0001 to 9999"
    if month in SEASONS:
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


def years_of(year: str) -> range:
    """Every year that the text of a year allows."""
    return range(max(1, int(year.replace("X", "0"))), int(year.replace("X", "9")) + 1)


def _years_with(year: str, month: str, day: str) -> list[int]:
    """The years that *year* can be and that have this day (29 February is in few)."""
    return [y for y in years_of(year) if 1 <= int(day) <= calendar.monthrange(y, int(month))[1]]


def _is_boundless(end: Date | str) -> bool:
    return isinstance(end, str) or end.year == "XXXX"


def _firsts_and_lasts(end: Date | str) -> tuple[_Days, _Days]:
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
    elif end.month in SEASONS:
        earliest = latest = SEASONS[end.month]
        length = 3
    else:
        earliest = latest = int(end.month or 1)
        length = 1 if end.month else 12
    month_numbers = (
        12 * years_of(end.year)[0] + earliest - 1,
        12 * years_of(end.year)[-1] + latest - 1,
    )
    firsts = _Days(*(_in_month(number, 1) for number in month_numbers))
    lasts = _Days(*(_in_month(number + length - 1, 31) for number in month_numbers))
    if end.day == "XX":
        days = _Days(firsts.low, lasts.high)
        return days, days
    return firsts, lasts


def _widened(days: _Days, end: Date | str) -> _Days:
    """*days* and, where a part of *end* is marked, one unit of that part before and after."""
    if isinstance(end, str) or not any(end.marks):
        return days
    year, month, day = (bool(mark) for mark in end.marks)
    months = year * 12 * 10 ** end.year.count("X") + month * (3 if end.month in SEASONS else 1)
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
