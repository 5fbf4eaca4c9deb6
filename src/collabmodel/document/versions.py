"""The name and the version of the format, and which versions can be read."""

from __future__ import annotations

import re
import warnings
from typing import Any

from collabmodel.document.faults import Fault, within

__all__ = ["FORMAT", "FORMAT_VERSION", "NewerMinorVersion", "check_version"]

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
    major, minor = (int(part) for part in match.groups())
    our_major, our_minor = (int(part) for part in FORMAT_VERSION.split("."))
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


def _at(document: dict[str, Any], member: str) -> tuple[str, ...]:
    return (member,) if member in document else ()
