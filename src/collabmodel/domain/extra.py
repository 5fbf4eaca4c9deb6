"""Members of a document that this version does not know, kept where they stood, as they came."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["IN_ELEMENT", "IN_MODEL", "IN_SCALE", "IN_VALUE", "NOT_IN_DOCUMENT", "exactly"]

# How deep in a document the object stands that the members belong to; the document itself is 1.
IN_MODEL = {"stands_at": 1}
IN_SCALE = {"stands_at": 2}
IN_ELEMENT = {"stands_at": 3}
IN_VALUE = {"stands_at": 5}

NOT_IN_DOCUMENT = {"in_document": False}
"""A field that no document holds, so that a member of its name is one that we do not know."""


def exactly(members: dict[str, Any]) -> str:
    """What *members* are compared by: their JSON, in which 1, 1.0 and true are three things.

    >>> exactly({"b": 1, "a": True}) == exactly({"a": True, "b": 1})
    True
    >>> exactly({"a": True}) == exactly({"a": 1})
    False
    """
    return json.dumps(members, sort_keys=True) if members else ""
