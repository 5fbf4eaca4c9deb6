"""What is wrong with a value of a document, and where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from cattrs.errors import AttributeValidationNote, BaseValidationError, IterableValidationNote

from collabmodel.domain.checking import DEEPEST, shorten
from collabmodel.domain.errors import CollabModelError, did_you_mean
from collabmodel.domain.problems import Problem

__all__ = [
    "TOO_DEEP",
    "Fault",
    "Steps",
    "fault_of",
    "faults_of",
    "missing",
    "path_of",
    "pointer",
    "unknown_member",
    "within",
    "wrong",
]

Steps = tuple[str | int, ...]
"""The way to a place in a document: names of members, and numbers of items in arrays."""

TOO_DEEP = f"at most {DEEPEST} arrays and objects in one another"

E = TypeVar("E", bound=Exception)


class Fault(CollabModelError, ValueError):
    """A document holds a value that cannot stand there.

    Attributes:
        code: A stable name of the kind of fault.
        expected: What was expected.
        found: What stands there.
        remedy: What to do about it.
    """

    def __init__(self, code: str, expected: str, found: str, remedy: str = "") -> None:
        super().__init__(code, expected, found, remedy)
        self.code, self.expected, self.found, self.remedy = code, expected, found, remedy

    def __str__(self) -> str:
        return f"expected {self.expected}, found {self.found}. {self.remedy}".rstrip()


def wrong(code: str, expected: str, value: object, remedy: str = "") -> Fault:
    """The fault of a *value* that is not what was expected.

    >>> str(wrong("not-text", "text", None))
    'expected text, found null. Leave the member out where nothing is known.'
    """
    if value is None:
        remedy = "Leave the member out where nothing is known."
    return Fault(code, expected, _shown(value), remedy)


def missing(name: str) -> Fault:
    """The fault of an object that lacks a member."""
    return Fault("missing", f'a member "{name}"', "none")


def unknown_member(name: str, known: Iterable[str]) -> Fault:
    """The fault of a member that is none of those that are *known*."""
    hint = did_you_mean(name, known).strip() or "Leave it out, or read without strict."
    return Fault("unknown-member", "members of the format", shorten(name), hint)


def fault_of(problem: Problem) -> Fault:
    """What the domain says of an element, as a fault that was met in the field it names."""
    fault = Fault(problem.code, problem.expected, problem.found, problem.remedy)
    return within(fault, *path_of(problem.field))


def within(error: E, *path: str | int) -> E:
    """*error* with notes of the members, and the places in arrays, through which it was met."""
    if isinstance(error, Fault | BaseValidationError):
        # It holds on to no frame: one that collects errors would never be free of them.
        error.__traceback__ = error.__context__ = None
    for step in reversed(path):  # as if each had been noted on the way out
        if isinstance(step, int):
            error.add_note(IterableValidationNote(f"in item {step}", step, None))
        else:
            error.add_note(AttributeValidationNote(f"in member {step}", step, None))
    return error


def faults_of(error: Exception, path: Steps = ()) -> Iterator[tuple[Steps, Fault]]:
    """Every fault in *error* and in the errors within it, in their order, with its place."""
    path = (*path, *_steps(error))
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from faults_of(inner, path)
    elif isinstance(error, Fault):
        yield path, error
    else:  # from a hook that an app has registered
        said = str(error) or type(error).__name__
        yield path, Fault("wrong-value", "a value that its hook can read", f"one it cannot: {said}")


def _steps(error: Exception) -> Iterator[str | int]:
    for note in reversed(getattr(error, "__notes__", ())):
        if isinstance(note, AttributeValidationNote):
            yield note.name
        elif isinstance(note, IterableValidationNote):
            yield note.index


def pointer(path: Steps) -> str:
    """The JSON Pointer (RFC 6901) of a place in a document.

    >>> pointer(("services", 3, "extra/ordinary"))
    '/services/3/extra~1ordinary'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def path_of(field: str) -> Steps:
    """The path of a place in an element, as problems of the domain write it.

    >>> path_of("views[1].party")
    ('views', 1, 'party')
    """
    return tuple(int(step) if step.isdigit() else step for step in re.findall(r"\w+", field))


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        held = value.values() if isinstance(value, dict) else value
        if len(value) > 4 or any(isinstance(item, dict | list | str) for item in held):
            return "an object" if isinstance(value, dict) else "an array"
    if isinstance(value, str) and len(value) > 80:
        value = f"{value[:77]}..."
    return json.dumps(value, ensure_ascii=False, default=shorten)
