"""Do the schema and the loader accept the same documents? Valid ones, and ones with one fault.

`python -m trials.schema_against_loader --number 10000`
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from random import Random
from typing import Any

import jsonschema

from collabmodel.document import from_json, schema, to_json
from collabmodel.document.schema import BEYOND_SCHEMA
from collabmodel.domain.edtf import read
from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.problems import Problem
from trials.drawn import drawn
from trials.mutations import faulty, with_unknown_members
from trials.tally import Tally, number_of, report

__all__ = ["disagreement", "trial"]

A_MODEL = 20
"""How many documents are made of one model: one valid, one with an unknown member, the others
with a fault each."""


def trial(number: int, seed: int = 9) -> tuple[Tally, Counter[str]]:
    """Try *number* documents; also how many there were of each sort."""
    tally = Tally("schema against loader")
    sorts: Counter[str] = Counter()
    random = Random(seed)
    for model in drawn(-(-number // A_MODEL)):
        document = json.loads(to_json(model))
        made = [("valid", document), ("unknown member", with_unknown_members(document, random))]
        for _ in range(A_MODEL - len(made)):
            mutation = faulty(document, random)
            made.append((mutation.label, mutation.document))
        for label, one in made[: number - tally.tried]:
            sorts[label] += 1
            tally.note(disagreement(one))
    return tally, sorts


def disagreement(document: Any) -> str | None:
    """What the schemas and the loader do not agree about, if anything.

    A schema refuses nothing that the loader accepts. Where it accepts what the loader refuses, each
    problem is one that no schema can say. The strict schema is the open one, and refuses unknown
    members.
    """
    problems = _problems(document)
    is_open, is_strict = (_validator(strict).is_valid(document) for strict in (False, True))
    if not problems and not is_open:
        return f"the schema refuses what the loader accepts: {_shown(document)}"
    if not problems and is_strict == _has_unknown_members(document):
        return f"the strict schema is wrong about unknown members: {_shown(document)}"
    if is_strict and not is_open:
        return f"only the strict schema accepts: {_shown(document)}"
    if is_open and (said := [p for p in problems if not _is_beyond_a_schema(p, document)]):
        return f"the schema accepts what the loader refuses: {said[0]}"
    return None


def _problems(document: Any) -> tuple[Problem, ...]:
    try:
        from_json(json.dumps(document))
    except InvalidDocument as error:
        return error.problems
    return ()


@functools.cache
def _validator(strict: bool) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(strict=strict))


def _has_unknown_members(document: Any) -> bool:
    """Asked of a document that the loader accepts, whose model keeps them as `extra`."""
    model = from_json(json.dumps(document))
    return any(_extras(model))


def _extras(value: Any) -> Any:
    if isinstance(value, tuple):
        for item in value:
            yield from _extras(item)
    elif hasattr(value, "extra"):
        yield bool(value.extra)
        for name in value.__attrs_attrs__:
            yield from _extras(getattr(value, name.name))


def _is_beyond_a_schema(problem: Problem, document: Any) -> bool:
    """Whether a schema cannot say it; of the last four codes of the table, only the one case."""
    value = _at(document, problem.field)
    match problem.code:
        case "not-a-number":
            return isinstance(value, float) and value.is_integer()
        case "not-a-count" if isinstance(value, dict):
            return bool(value.get("min", 0) >= value.get("max", float("inf")))
        case "not-a-count":
            return isinstance(value, float) and value.is_integer()
        case "not-a-date":
            return isinstance(value, str) and _is_only_impossible(value)
        case "named-twice":
            return "/views/" in problem.field
        case "number-too-large":
            return "/x-app" in problem.field
    return problem.code in BEYOND_SCHEMA


def _is_only_impossible(text: str) -> bool:
    try:
        read(text)
    except ValueError as reason:
        return str(reason).startswith(("there is no day", "it ends before it begins"))
    return False


def _at(document: Any, pointer: str) -> Any:
    """What stands at a JSON Pointer, or nothing."""
    value = document
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(name)] if isinstance(value, list) else value[name]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return value


def _shown(document: Any) -> str:
    return json.dumps(document)[:2000]


if __name__ == "__main__":
    tried, sorts = trial(number_of(10_000))
    for label, times in sorted(sorts.items()):
        print(f"  {times:6,} {label}")
    report(tried)
