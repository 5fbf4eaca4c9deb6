"""The name and the version of the format, and which versions can be read."""

from __future__ import annotations

import re
import warnings
from typing import Any

import msgspec

from collabmodel.document.faults import Fault, within

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "NewerMinorVersion",
    "check_version",
    "is_newer",
    "version_in",
]

FORMAT = "collabmodel"
FORMAT_VERSION = "1.0"
"""A new minor version adds members, so older programs can read it; a new major version does not."""

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")


class NewerMinorVersion(UserWarning):
    """A document has a newer minor version. It was read, and its unknown members are kept."""


def check_version(document: dict[str, Any]) -> None:
    """Raise a `Fault` where *document* is none of ours, or has a version that cannot be read.

    >>> check_version({"format": "collabmodel", "format_version": "1.0"})
    """
    found = document.get("format")
    if found != FORMAT:
        text = f'expected a member "format" with the value "{FORMAT}".'
        remedy = "Is it another file that was meant?"
        raise within(Fault("not-a-collabmodel-document", text, remedy), *_at(document, "format"))
    version = document.get("format_version")
    match = _VERSION.fullmatch(version) if type(version) is str else None
    if match is None:
        text = f'expected a member "format_version" such as "{FORMAT_VERSION}".'
        raise within(Fault("not-a-version", text), *_at(document, "format_version"))
    (major, minor), (our_major, our_minor) = _numbers(match.group()), _numbers(FORMAT_VERSION)
    if major != our_major:
        text = f"this collabmodel reads the versions {our_major}.x, the document has {version}."
        remedy = "Install a newer collabmodel." if major > our_major else ""
        raise within(Fault("version-not-read", text, remedy), "format_version")
    if minor > our_minor:
        text = (
            f"the document has version {version}, this collabmodel knows {FORMAT_VERSION}: what it "
            "does not know is kept as it is. Install a newer collabmodel to use it."
        )
        warnings.warn(NewerMinorVersion(text), stacklevel=5)  # where from_json was called


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


def _at(document: dict[str, Any], member: str) -> tuple[str, ...]:
    return (member,) if member in document else ()
