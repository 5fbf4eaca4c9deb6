"""What is wrong in a document, from the errors of cattrs to problems that say where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    IterableValidationNote,
)

from collabmodel.domain.checking import DEEPEST, shorten
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.problems import Problem

__all__ = ["TOO_DEEP", "Fault", "pointer", "problems_of", "within", "wrong"]

TOO_DEEP = f"a document has at most {DEEPEST} arrays and objects in one another."

E = TypeVar("E", bound=Exception)


class Fault(ValueError):
    """A document holds a value that cannot stand there.

    Attributes:
        code: A stable name of the kind of fault.
        sentence: What was expected and what was found.
        remedy: What to do about it.
    """

    def __init__(self, code: str, sentence: str, remedy: str = "") -> None:
        super().__init__(code, sentence, remedy)
        self.code, self.sentence, self.remedy = code, sentence, remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".rstrip()


def wrong(code: str, expected: str, value: object) -> Fault:
    """The fault of a *value* that is not what was expected.

    >>> str(wrong("not-text", "text", None))
    'expected text, found null. Leave the member out where nothing is known.'
    """
    remedy = "Leave the member out where nothing is known." if value is None else ""
    return Fault(code, f"expected {expected}, found {_shown(value)}.", remedy)


def within(error: E, *path: str | int) -> E:
    """*error* with notes of the members, and the places in arrays, through which it was met."""
    for step in reversed(path):  # as if each had been noted on the way out
        if isinstance(step, int):
            error.add_note(IterableValidationNote(f"in item {step}", step, None))
        else:
            error.add_note(AttributeValidationNote(f"in member {step}", step, None))
    return error


def pointer(path: tuple[str | int, ...]) -> str:
    """The JSON Pointer (RFC 6901) of a place in a document.

    >>> pointer(("services", 3, "extra/ordinary"))
    '/services/3/extra~1ordinary'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def problems_of(error: Exception, document: Any) -> list[Problem]:
    """Everything that *error* and the errors within it say of *document*, in their order.

    The `field` of each problem is a JSON Pointer; the document as a whole has the empty one.
    """
    return [
        Problem(fault.code, _owner(path, document), pointer(path), fault.sentence, fault.remedy)
        for path, fault in _faults(error, ())
    ]


def _faults(
    error: Exception, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Fault]]:
    path = (*path, *_steps(error))
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _faults(inner, path)
    elif isinstance(error, Fault):
        yield path, error
    else:  # from a hook that an app has registered
        yield path, Fault("wrong-value", str(error) or type(error).__name__)


def _steps(error: Exception) -> Iterator[str | int]:
    for note in reversed(getattr(error, "__notes__", ())):
        if isinstance(note, AttributeValidationNote):
            yield note.name
        elif isinstance(note, IterableValidationNote):
            yield note.index


def _owner(path: tuple[str | int, ...], document: Any) -> str:
    """The element that *path* leads into: its type and, where it has one, its id."""
    match path:
        case (str(member), int(place), *_) if member in ELEMENTS:
            element = document[member][place]
            id = element.get("id") if isinstance(element, dict) else None
            kind = ELEMENTS[member].__name__
            return f"{kind} {shorten(id)}" if id and isinstance(id, str) else kind
        case _:
            return "Document"


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        held = value.values() if isinstance(value, dict) else value
        if len(value) > 4 or any(isinstance(item, dict | list | str) for item in held):
            return "an object" if isinstance(value, dict) else "an array"
    text = json.dumps(value, ensure_ascii=False, default=shorten)
    return text if len(text) <= 80 else f"{text[:77]}..."
