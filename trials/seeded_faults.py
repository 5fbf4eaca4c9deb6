"""Is every fault of a document told, each at its exact pointer? One alone, and up to 20 together.

`python -m trials.seeded_faults --number 5000`
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from collabmodel.document import from_json, to_json
from collabmodel.document.fields import TYPES, fields_of
from collabmodel.document.versions import HEADER
from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.model import Model
from collabmodel.domain.problems import Problem
from trials.drawn import drawn
from trials.mutations import (
    SORTS,
    SORTS_OF_TEXT,
    SORTS_WHERE_STRICT,
    Path,
    Seed,
    as_text,
    places,
    put,
    seeded,
)
from trials.tally import Tally, number_of, report

__all__ = ["CODES", "alone", "together"]

MOST = 20
"""How many faults one document has at most."""

CODES: dict[str, frozenset[str]] = {
    "bad header": frozenset(
        ("not-a-collabmodel-document", "not-a-version", "version-not-read", "not-an-object")
    ),
    "wrong type": frozenset(
        (
            *("not-text", "not-a-number", "not-an-array", "not-an-object", "not-a-count"),
            *("not-a-date", "not-in-vocabulary"),
        )
    ),
    "missing member": frozenset(("missing",)),
    "bad id": frozenset(("not-an-id",)),
    "bad word": frozenset(("not-in-vocabulary",)),
    "bad whole": frozenset(("not-a-number", "number-too-large")),
    "bad count": frozenset(("not-a-count", "number-too-large")),
    "bad size": frozenset(("not-a-count", "number-too-large", "size-below-one")),
    "bad texts": frozenset(("not-text",)),
    "bad when": frozenset(("not-a-date",)),
    "count the wrong way round": frozenset(("not-a-count",)),
    "whole number as a decimal": frozenset(("not-a-number", "not-a-count")),
    "day of no calendar": frozenset(("not-a-date",)),
    "half a character": frozenset(("half-character",)),
    "unfit unknown member": frozenset(
        ("number-too-large", "too-deep", "half-character", "unknown-member")
    ),
    "named twice": frozenset(("named-twice",)),
    "too few": frozenset(("too-few-parties", "too-few-labels")),
    "view of a stranger": frozenset(("view-of-a-stranger",)),
    "flow to itself": frozenset(("flow-to-itself",)),
    "unknown reference": frozenset(("unknown-reference",)),
    "reference of the wrong type": frozenset(("wrong-type-of-reference",)),
    "duplicate id": frozenset(("duplicate-id",)),
    "level off the scale": frozenset(("level-off-the-scale",)),
    "part of itself": frozenset(("part-of-circle",)),
    "not a number": frozenset(("not-in-json",)),
    "number too large": frozenset(("number-too-large",)),
    "member twice": frozenset(("repeated-member",)),
    "half a character in a name": frozenset(("half-character",)),
    "unknown member": frozenset(("unknown-member",)),
}
"""The codes that a fault of each sort can be told with."""


def together(number: int, seed: int = 9) -> tuple[Tally, Counter[str]]:
    """Try *number* documents with 1 to 20 faults each; also how many there were of each sort."""
    tally, sorts = Tally("documents with seeded faults"), Counter[str]()
    random = Random(seed)
    for model in drawn(number, min_services=2):
        strict = random.random() < 0.5
        document = _plain(model, strict=strict)
        labels = [label for label in _labels(strict=strict) if label != "bad header"]
        mutated, seeds = seeded(document, random, random.randint(1, MOST), labels)
        sorts.update(one.label for one in seeds)
        tally.note(_missed(mutated, seeds, strict=strict))
    return tally, sorts


def alone(number: int, seed: int = 9) -> Tally:
    """Try *number* documents with one fault: nothing else is told but what follows from it."""
    tally = Tally("documents with one fault, of which nothing else is told")
    random = Random(seed)
    for model in drawn(number):
        strict = random.random() < 0.5
        document = _plain(model, strict=strict)
        mutated, seeds = seeded(document, random, 1, _labels(strict=strict))
        loss = _missed(mutated, seeds, strict=strict)
        tally.note(loss or _more_than(document, mutated, seeds[0], strict=strict))
    return tally


def _labels(*, strict: bool) -> list[str]:
    return [*SORTS, *SORTS_OF_TEXT, *(SORTS_WHERE_STRICT if strict else ())]


def _plain(model: Model, *, strict: bool) -> Any:
    """The document of *model*; without the members that a strict reading refuses."""
    document = json.loads(to_json(model))
    if not strict:
        return document
    objects = [place for place in places(document) if place.hint in TYPES]
    document = _known(Model, document)
    for place in objects:  # the outer ones come first
        document = put(document, place.path, _known(place.hint, place.value))
    return document


def _known(cls: Any, members: dict[str, Any]) -> dict[str, Any]:
    known = {*HEADER, *(field.name for field in fields_of(cls))}
    return {name: value for name, value in members.items() if name in known}


def _missed(mutated: Any, seeds: Sequence[Seed], *, strict: bool) -> str | None:
    """The fault that was not told, or told elsewhere or not in order."""
    problems = _problems(mutated, strict=strict)
    told = Counter((problem.field, problem.code) for problem in problems)
    for one in seeds:
        keys = [(one.pointer, code) for code in CODES[one.label] if told[one.pointer, code]]
        if not keys:
            return f"{one.label} at {one.pointer!r} is not told: {_shown(mutated, problems)}"
        told[keys[0]] -= 1
    order = [_position(mutated, problem.field) for problem in problems]
    if order != sorted(order):
        return f"not in the order of the document: {_shown(mutated, problems)}"
    return None


def _problems(document: Any, *, strict: bool) -> Sequence[Problem]:
    try:
        from_json(as_text(document), strict=strict)
    except InvalidDocument as error:
        return error.problems
    return ()


def _position(document: Any, pointer: str) -> tuple[int, ...]:
    """The place of each step among those beside it; what is not there comes before them."""
    found, value = [], document
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            found.append(int(name))
            value = value[int(name)]
        else:
            names = list(value)
            found.append(names.index(name) if name in names else -1)
            value = value.get(name)
    return tuple(found)


def _more_than(document: Any, mutated: Any, one: Seed, *, strict: bool) -> str | None:
    """A problem that does not follow from the one fault."""
    problems = _problems(mutated, strict=strict)
    ids = _ids_within(document, one.change.path)
    others = [problem for problem in problems if problem.field != one.pointer]
    for problem in others:
        match problem.code:
            case "unknown-reference":
                follows = any(f"'{id}'" in problem.found for id in ids)
            case "unknown-member":
                follows = one.pointer.startswith(problem.field)
            case code:
                follows = code in _FOLLOWING.get(one.label, ()) or (
                    code == "level-off-the-scale" and one.pointer.startswith("/scale")
                )
        if not follows:
            return f"{one.label} at {one.pointer!r}: {problem} {_shown(mutated, problems)}"
    if len(problems) - len(others) > 1:
        return f"{one.label} at {one.pointer!r} is told twice: {_shown(mutated, problems)}"
    return None


_FOLLOWING = {"duplicate id": ("duplicate-id",)}


def _ids_within(document: Any, path: Path) -> set[str]:
    return {p.value for p in places(document) if p.field == "id" and p.path[: len(path)] == path}


def _shown(document: Any, problems: Sequence[Problem]) -> str:
    told: Iterator[str] = (f"{problem.code} {problem.field}" for problem in problems)
    return f"told {', '.join(told)} of {as_text(document)[:3000]}"


if __name__ == "__main__":
    number = number_of(5000)
    of_several, sorts = together(number)
    for label, times in sorted(sorts.items()):
        print(f"  {times:6,} {label}")
    report(of_several, alone(number))
