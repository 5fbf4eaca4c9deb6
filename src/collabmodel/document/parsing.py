"""From the bytes of a JSON text to plain values, refusing what programs do not agree about.

The parser of the standard library takes the last of two members with one name, reads `NaN` and
half a character. Each of these is found while it reads, and then told with its place.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

import attrs

from collabmodel.document.faults import TOO_DEEP, Fault, pointer
from collabmodel.domain.checking import is_text, shorten
from collabmodel.domain.count import LARGEST
from collabmodel.domain.errors import InvalidArgument, InvalidDocument
from collabmodel.domain.problems import Problem

__all__ = ["parse"]


def parse(text: str | bytes) -> Any:
    """The plain values of a JSON text.

    Raises:
        InvalidDocument: The text is no JSON, or holds what DESIGN refuses: two members with one
            name, numbers that JSON lacks or that not every program keeps, half characters.
        InvalidArgument: *text* is neither text nor bytes.

    >>> parse(b'{"services": []}')
    {'services': []}
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
        _refuse("not-json", f"it is no JSON: at {place}, {error.msg[:1].lower()}{error.msg[1:]}.")
    except RecursionError:
        _refuse("too-deep", TOO_DEEP)
    if reading.found or _HALF_CHARACTER.search(text):
        problems = [
            Problem(fault.code, "Document", pointer(path), fault.sentence, fault.remedy)
            for path, fault in _faults(document)
        ]
        if problems:
            raise InvalidDocument(problems)
    return document


def _refuse(code: str, sentence: str, remedy: str = "") -> NoReturn:
    raise InvalidDocument([Problem(code, "Document", "", sentence, remedy)]) from None


_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
"""What half a character looks like, and half of a whole one too."""


def _decoded(text: str | bytes) -> str:
    if isinstance(text, bytes):
        if text.startswith(_BYTE_ORDER_MARKS):
            _refuse("byte-order-mark", "it begins with a byte order mark.", _ENCODING)
        try:
            return text.decode()
        except UnicodeDecodeError as error:
            _refuse("not-utf-8", f"byte {error.start} is not UTF-8.", _ENCODING)
    if not isinstance(text, str):
        raise InvalidArgument(f"expected JSON as text or bytes, found {type(text).__name__}.")
    if text.startswith("\ufeff"):
        _refuse("byte-order-mark", "it begins with a byte order mark.", _ENCODING)
    if not is_text(text):
        _refuse("half-character", "it holds half of a character (a lone surrogate).", _ENCODING)
    return text


_ENCODING = "Save it as UTF-8 without a byte order mark."


@attrs.frozen
class _Unfit:
    """Stands where a number was read that a document cannot hold."""

    fault: Fault


class _Members(dict[str, Any]):
    """An object in which some names stand more than once."""

    repeated: list[str]


@attrs.define
class _Reading:
    """What the parser calls while it reads; `found` is true once anything is wrong."""

    found: bool = False

    def members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self.found = True
        twice = _Members(members)
        times = Counter(name for name, _ in pairs)
        twice.repeated = [name for name in members if times[name] > 1]
        return twice

    def whole_number(self, digits: str) -> Any:
        if len(digits) <= 17 and abs(number := int(digits)) <= LARGEST:
            return number
        text = f"expected whole numbers from -{LARGEST} to {LARGEST}, found {_short(digits)}."
        return self.unfit(Fault("number-too-large", text, "Write it as text."))

    def number(self, digits: str) -> Any:
        number = float(digits)
        if math.isfinite(number):
            return number
        text = f"{_short(digits)} is larger than programs can hold."
        return self.unfit(Fault("number-too-large", text, "Write it as text."))

    def constant(self, word: str) -> Any:
        remedy = "Leave the member out where nothing is known."
        return self.unfit(Fault("not-in-json", f"JSON has no {word}.", remedy))

    def unfit(self, fault: Fault) -> _Unfit:
        self.found = True
        return _Unfit(fault)


def _short(digits: str) -> str:
    return digits if len(digits) <= 40 else f"{digits[:20]}... ({len(digits)} characters)"


Path = tuple[str | int, ...]


def _faults(document: Any) -> Iterator[tuple[Path, Fault]]:
    """Everything that was noted while reading, in the order of the document."""
    waiting: list[tuple[Path, Any]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        inner: list[tuple[Path, Any]] = []
        if isinstance(value, _Unfit):
            yield path, value.fault
        elif isinstance(value, dict):
            for name in getattr(value, "repeated", ()):
                text = f"the member {shorten(name)} stands here more than once."
                yield (*path, name), Fault("repeated-member", text, "Leave all but one out.")
            for name in value:
                if not is_text(name):
                    yield path, _half_character(name)
            inner = [((*path, name), held) for name, held in value.items()]
        elif isinstance(value, list):
            inner = [((*path, place), held) for place, held in enumerate(value)]
        elif isinstance(value, str) and not is_text(value):
            yield path, _half_character(value)
        waiting.extend(reversed(inner))


def _half_character(text: str) -> Fault:
    sentence = f"{shorten(text)} holds half of a character (a lone surrogate)."
    return Fault("half-character", sentence, "Write the whole character.")
