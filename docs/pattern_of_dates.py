"""Two patterns, for ECMAScript and for Python, of the texts that `When` reads.

They say all of a date but two things: that the calendar has the day, and that a period does not
end before it begins.
"""

from __future__ import annotations

__all__ = ["IN_NO_WHEN", "WHEN_PATTERN"]

IN_NO_WHEN = r"\n|(?:^|/)[?~%]?0000|[?~%][0-9X]+[?~%]"
"""What is found in no such text: the year 0000, or a part with a mark on both of its sides."""


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


def _marked(part: str) -> str:
    return f"[?~%]?{part}[?~%]?"


_YEAR = "[0-9]{4}"
_VAGUE_YEAR = _any(_YEAR, "[0-9]{3}X", "[0-9]{2}XX", "[0-9]XXX")
_MONTH, _SEASON = _any("0[1-9]", "1[0-2]"), "2[1-4]"
_DAY = _any("0[1-9]", "[12][0-9]", "3[01]")
_VAGUE_DAY = _any("0[1-9]", "[12][0-9]", "3[01]", "XX")
_NOT_KNOWN = "XXXX(?:-XX){0,2}"

_IN_YEAR = _any(
    f"-{_marked(_MONTH)}(?:-{_marked(_VAGUE_DAY)})?", f"-{_marked('XX')}(?:-{_marked('XX')})?"
)
_DATE = _any(
    f"{_marked(_VAGUE_YEAR)}{_IN_YEAR}?",
    f"{_marked(_YEAR)}-{_marked(_SEASON)}",
    f"XXXX-[?~%]?{_MONTH}(?:-[?~%]?{_VAGUE_DAY})?",
)
_MOMENT = (
    f"{_YEAR}-{_MONTH}-{_DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    "(?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)?"
)
_NO_DATE = _any(r"\.\.", _NOT_KNOWN)

WHEN_PATTERN = _any(
    f"{_DATE}(?:/(?:{_DATE}|{_NO_DATE})?)?", f"{_NO_DATE}?/{_DATE}", _NOT_KNOWN, _MOMENT
)
"""The whole text, without anchors."""
