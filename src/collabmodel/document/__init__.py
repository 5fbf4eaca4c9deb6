"""The JSON that other programs keep: written, read, saved and loaded without losing anything."""

from __future__ import annotations

from collabmodel.document.converter import converter
from collabmodel.document.files import load, save
from collabmodel.document.schema import schema
from collabmodel.document.text import from_json, to_json
from collabmodel.document.versions import FORMAT, FORMAT_VERSION, NewerMinorVersion

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "NewerMinorVersion",
    "converter",
    "from_json",
    "load",
    "save",
    "schema",
    "to_json",
]
