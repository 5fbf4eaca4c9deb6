"""The name and the version of the format, and which versions can be read."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable
from types import FrameType
from typing import Any

import msgspec

from collabmodel.document.faults import Fault, within, wrong

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "HEADER",
    "NewerMinorVersion",
    "check_version",
    "is_newer",
    "migrated",
    "version_in",
    "warn_of_newer",
]

FORMAT = "collabmodel"
FORMAT_VERSION = "1.0"
"""A new minor version adds members, so older programs can read it; a new major version does not."""

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")


HEADER = {"format": FORMAT, "format_version": FORMAT_VERSION}
"""The members that every document begins with."""


class NewerMinorVersion(UserWarning):
    """A document has a newer minor version. It was read, and its unknown members are kept."""


def check_version(document: dict[str, Any]) -> bool:
    """Raise a `Fault` where *document* is none of ours, or has a version that cannot be read.

    Returns:
        Whether it has a newer minor version, which can be read.

    >>> check_version({"format": "collabmodel", "format_version": "1.0"})
    False
    """
    if document.get("format") != FORMAT:
        expected, remedy = f'"{FORMAT}" as format', "Is it another file that was meant?"
        raise _fault("not-a-collabmodel-document", "format", expected, document, remedy)
    version = document.get("format_version")
    match = _VERSION.fullmatch(version) if type(version) is str else None
    if match is None:
        raise _fault(
            "not-a-version", "format_version", f'a version as "{FORMAT_VERSION}"', document
        )
    (major, minor), (our_major, our_minor) = _numbers(match.group()), _numbers(FORMAT_VERSION)
    if major != our_major:
        remedy = "Install a newer collabmodel." if major > our_major else ""
        expected = f"a version {our_major}.x, which this collabmodel reads"
        raise _fault("version-not-read", "format_version", expected, document, remedy)
    return minor > our_minor


def warn_of_newer(document: dict[str, Any]) -> None:
    """Warn that *document* has a newer minor version."""
    text = (
        f"the document has version {document['format_version']}, this collabmodel knows "
        f"{FORMAT_VERSION}: what it does not know is kept as it is. Install a newer collabmodel to "
        "use it."
    )
    warnings.warn(NewerMinorVersion(text), stacklevel=_level_of_the_caller())


def _level_of_the_caller() -> int:
    """How far up whoever called collabmodel stands, as `warnings.warn` counts it."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001  # as `warnings` does
    level = 0
    while frame and frame.f_globals.get("__name__", "").startswith("collabmodel."):
        frame, level = frame.f_back, level + 1
    return level


def migrated(document: Any) -> Any:
    """*document* in the version that is read today, where it has an older one that can become it.

    >>> migrated({"format": "collabmodel", "format_version": "1.0"})["format_version"]
    '1.0'
    """
    while isinstance(document, dict) and document.get("format") == FORMAT:
        step = _STEPS.get(str(document.get("format_version")))
        if step is None:
            break
        document = step(document)
    return document


_STEPS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From the document of a version to that of a later one. Since 1.0 is the first, there is none."""


class _Head(msgspec.Struct):
    """The two members by which a document is known. The others are passed over."""

    format: str
    format_version: str


def version_in(text: bytes) -> str | None:
    """The version of the document that *text* is; None where it is no document of ours.

    >>> version_in(b'{"format": "collabmodel", "format_version": "1.0", "title": 5}')
    '1.0'
    >>> version_in(b'{"type": "FeatureCollection"}')
    """
    try:
        head = msgspec.json.decode(text, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    is_ours = head.format == FORMAT and _VERSION.fullmatch(head.format_version)
    return head.format_version if is_ours else None


def is_newer(version: str) -> bool:
    """Whether *version* is newer than the one that this collabmodel writes.

    >>> is_newer("1.0"), is_newer("1.1"), is_newer("10.0")
    (False, True, True)
    """
    return _numbers(version) > _numbers(FORMAT_VERSION)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _fault(
    code: str, member: str, expected: str, document: dict[str, Any], remedy: str = ""
) -> Fault:
    if member not in document:
        return Fault(code, expected, "none", remedy)
    return within(wrong(code, expected, document[member], remedy), member)
