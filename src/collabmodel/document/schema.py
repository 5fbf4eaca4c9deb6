"""The JSON Schemas that come with collabmodel, and what no schema can say of a document.

The files in `schemas/` are made by `python -m docs.make_schemas`, from the table of fields and the
docstrings of the domain, so what they say is what the loader does.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from collabmodel.domain.errors import InvalidArgument, did_you_mean

__all__ = ["BEYOND_SCHEMA", "KINDS", "schema"]

KINDS = ("document", "findings", "comparison", "report", "problems")
"""What there are schemas of: a document, and what collabmodel prints as JSON."""

BEYOND_SCHEMA = {
    # The text, before anybody can ask a schema.
    "not-json": "the text is no JSON, or is written in another way than UTF-8",
    "not-utf-8": "the bytes are not UTF-8",
    "byte-order-mark": "the text begins with a byte order mark",
    "half-character": "a text holds half of a character (a lone surrogate)",
    "not-in-json": "NaN and Infinity are in no JSON, though some programs write them",
    "repeated-member": "two members of one object have one name, of which a schema sees one",
    "too-deep": "more than 64 arrays and objects stand in one another",
    "number-too-large": "a number in a member that collabmodel does not know is beyond 2^53 - 1",
    # One value of the document against another.
    "unknown-reference": "an id leads nowhere",
    "wrong-type-of-reference": "an id leads to an element of another type",
    "duplicate-id": "two elements have one id",
    "level-off-the-scale": "a level is above the last one of the document's own scale",
    "part-of-circle": "an element is a part of itself",
    "flow-to-itself": "the source and the target of a flow are one service",
    "view-of-a-stranger": "a view is of none of the parties of its tie",
    # These a schema says, but for the one case that stands here.
    "named-twice": "two views of a tie are of one party; in `parties` and `members` it is said",
    "not-a-date": "no calendar has the day (30 February), or a period ends before it begins",
    "not-a-number": "a whole number is written as 1.0, which a schema and JavaScript read as 1",
    "not-a-count": "it is written as 1.0, or `min` is not smaller than `max`",
}
"""The codes of problems that a document may have although a schema accepts it, and what they are.

Every other problem that `from_json` can find in a document, the schema refuses too.
"""


def schema(kind: str = "document", *, strict: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document, or of what collabmodel prints as JSON.

    Args:
        kind: `document`, `findings`, `comparison`, `report`, or `problems` (what `collabmodel
            check --json` prints).
        strict: Whether members that collabmodel does not know are refused.

    Raises:
        InvalidArgument: There is no such schema.

    >>> schema()["$id"]
    'urn:collabmodel:document:1.0'
    >>> schema("report")["properties"]["lang"]["enum"]
    ['en', 'da', 'nb']
    """
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise InvalidArgument(
            f"no schema is called {kind!r}.{did_you_mean(kind, KINDS)} There are: {known}."
        )
    name = f"{kind}.strict.schema.json" if strict else f"{kind}.schema.json"
    text = files("collabmodel").joinpath("schemas", name).read_text(encoding="utf-8")
    made: dict[str, Any] = json.loads(text)
    return made
