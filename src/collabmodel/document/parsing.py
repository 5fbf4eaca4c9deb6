"""From the bytes of a JSON text to plain values, refusing what programs do not agree about.

The parser of the standard library takes the last of two members with one name, reads `NaN` and
half a character. Each of these is found while it reads, and then told with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import attrs

from collabmodel.document.faults import TOO_DEEP, Fault, Steps
from collabmodel.domain.checking import is_kept, is_text, shorten
from collabmodel.domain.count import LARGEST
from collabmodel.domain.errors import InvalidArgument, InvalidDocument
from collabmodel.domain.problems import Problem

__all__ = ["parse"]


def parse(text: str | bytes) -> tuple[Any, list[tuple[Steps, Fault]]]:
    """The plain values of a JSON text, and what in it does not stand for a value.

    What DESIGN refuses in values is told with its place, and null or an empty text stands there:
    two members with one name, numbers that JSON lacks or that not every program keeps, half
    characters.

    Raises:
        InvalidDocument: The text is no JSON in UTF-8.
        InvalidArgument: *text* is neither text nor bytes.

    >>> parse(b'{"services": []}')
    ({'services': []}, [])
    """
    reading = _Reading()
    text = _decoded(text)
    try:
        document = json.loads(
            text,
            object_pairs_hook=reading.members,
            parse_int=reading.whole_number,
            parse_float=reading.number,
            parse_constant=reading.constant,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        why = f"{error.msg[:1].lower()}{error.msg[1:]}"
        _refuse("not-json", "JSON", f"something else at {place} ({why})")
    except RecursionError:
        _refuse("too-deep", TOO_DEEP, "more")
    if reading.found or _HALF_CHARACTER.search(text):
        return _mended(document)
    return document, []


def _refuse(code: str, expected: str, found: str, remedy: str = "") -> NoReturn:
    raise InvalidDocument([Problem(code, "Document", "", expected, found, remedy)]) from None


_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
"""What half a character looks like, and half of a whole one too."""


def _decoded(text: str | bytes) -> str:
    if isinstance(text, bytes):
        if text.startswith(_BYTE_ORDER_MARKS):
            _refuse("byte-order-mark", _NO_MARK, "one", _ENCODING)
        try:
            return text.decode()
        except UnicodeDecodeError as error:
            _refuse("not-utf-8", "UTF-8", f"something else at byte {error.start}", _ENCODING)
    if not isinstance(text, str):
        raise InvalidArgument(f"expected JSON as text or bytes, found {type(text).__name__}.")
    if text.startswith("\ufeff"):
        _refuse("byte-order-mark", _NO_MARK, "one", _ENCODING)
    if not is_text(text):
        _refuse("half-character", "whole characters", "half of one (a lone surrogate)", _ENCODING)
    return text


_NO_MARK = "text without a byte order mark"
_ENCODING = "Save it as UTF-8 without a byte order mark."


@attrs.frozen
class _Unfit:
    """Stands where a number was read that a document cannot hold."""

    fault: Fault


class _Members(dict[str, Any]):
    """An object in which some names stand more than once."""

    __slots__ = ("repeated",)
    repeated: dict[str, int]


@attrs.define
class _Reading:
    """What the parser calls while it reads; `found` is true once anything is wrong."""

    found: bool = False

    def members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self.found = True
        twice = _Members(pairs)
        times: dict[str, int] = {}
        for name, _ in pairs:
            times[name] = times.get(name, 0) + 1
        twice.repeated = {name: number for name, number in times.items() if number > 1}
        return twice

    def whole_number(self, digits: str) -> Any:
        if len(digits) <= 17 and abs(number := int(digits)) <= LARGEST:
            return number
        expected = f"whole numbers from -{LARGEST} to {LARGEST}"
        return self.unfit("number-too-large", expected, _short(digits), "Write it as text.")

    def number(self, digits: str) -> Any:
        number = float(digits)
        if is_kept(number):
            return number
        expected = "a number that programs keep"
        return self.unfit("number-too-large", expected, _short(digits), "Write it as text.")

    def constant(self, word: str) -> Any:
        remedy = "Leave the member out where nothing is known."
        return self.unfit("not-in-json", "a value that JSON has", word, remedy)

    def unfit(self, code: str, expected: str, found: str, remedy: str) -> _Unfit:
        self.found = True
        return _Unfit(Fault(code, expected, found, remedy))


def _short(digits: str) -> str:
    return digits if len(digits) <= 40 else f"{digits[:20]}... ({len(digits)} characters)"


def _mended(document: Any) -> tuple[Any, list[tuple[Steps, Fault]]]:
    """*document* with what was noted while reading taken out, which is told with its place."""
    found: list[tuple[Steps, Fault]] = []
    whole = [document]
    waiting: list[tuple[Steps, Any]] = [((), whole)]
    while waiting:
        path, holder = waiting.pop()
        inner: list[tuple[Steps, Any]] = []
        for key, value in enumerate(holder) if type(holder) is list else holder.items():
            place = path if holder is whole else (*path, key)
            if isinstance(value, str):
                if not is_text(value):
                    found.append((place, _half_character(value)))
                    holder[key] = ""
            elif isinstance(value, _Unfit):
                found.append((place, value.fault))
                holder[key] = None
            elif isinstance(value, dict):
                if type(value) is _Members or not is_text("".join(value)):
                    found += [((*place, step), fault) for step, fault in _faults_of_names(value)]
                    holder[key] = dict(value)
                inner.append((place, holder[key]))
            elif isinstance(value, list):
                inner.append((place, value))
        waiting.extend(reversed(inner))
    return whole[0], found


def _faults_of_names(members: dict[str, Any]) -> Iterator[tuple[str, Fault]]:
    if isinstance(members, _Members):
        remedy = "Leave all but one out."
        for name, times in members.repeated.items():
            found = f"{times} of this name"
            yield name, Fault("repeated-member", "each member once", found, remedy)
    for name in [name for name in members if not is_text(name)]:
        del members[name]
        yield name.encode(errors="replace").decode(), _half_character(name)


def _half_character(text: str) -> Fault:
    found = f"half of one (a lone surrogate) in {shorten(text)}"
    return Fault("half-character", "whole characters", found, "Write the whole character.")
