"""Write the JSON Schemas that are shipped: `python -m docs.make_schemas`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docs.schema_of_documents import Schema, document_schema
from docs.schema_of_results import (
    comparison_schema,
    findings_schema,
    problems_schema,
    report_schema,
)

FOLDER = Path(__file__).parents[1] / "src" / "collabmodel" / "schemas"


def files() -> dict[str, str]:
    """The text of each file by its name."""
    made = {
        "document": document_schema(),
        "findings": findings_schema(),
        "comparison": comparison_schema(),
        "report": report_schema(),
        "problems": problems_schema(),
    }
    texts = {}
    for kind, schema in made.items():
        texts[f"{kind}.schema.json"] = _text(schema)
        strict = {**_closed(schema), "$id": f"{schema['$id']}:strict"}
        texts[f"{kind}.strict.schema.json"] = _text(strict)
    return texts


def _closed(schema: Any) -> Any:
    """The strict form: an object has no members but those that the schema names."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(held) for name, held in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        closed["additionalProperties"] = False
    return closed


def _text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
