"""What `from_json` makes of any bytes: a model that is written and read again, or our error.

`trials.fuzz` searches for bytes of which this is not so.
"""

from __future__ import annotations

import json
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from collabmodel.document import from_json, to_json
from collabmodel.document.fields import TYPES, fields_of
from collabmodel.document.versions import HEADER, NewerMinorVersion
from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.model import Model
from collabmodel.domain.problems import Problem
from collabmodel.domain.vocabulary import VOCABULARIES
from trials.drawn import drawn
from trials.mutations import SORTS, faulty

__all__ = ["LARGEST", "another", "failure", "outcome", "seeds", "words"]

LARGEST = 2048
"""How many bytes a seed has at most, so that many of them are tried in a second."""


def outcome(data: bytes) -> str:
    """`read`, or the code of the first problem.

    Raises:
        Exception: It is neither.
        AssertionError: What is read is not kept, or the error says nothing.
    """
    model, problems = _read(data)
    if model is None:
        assert 1 <= len(problems) <= 100
        return problems[0].code
    text = to_json(model)
    assert from_json(text) == model, "the model has changed"
    assert to_json(from_json(text)) == text, "the bytes have changed"
    strictly, problems = _read(data, strict=True)
    if strictly is None:
        assert {problem.code for problem in problems} == {"unknown-member"}, "strict, it is faulty"
    else:
        assert strictly == model, "strict, it is another model"
    return "read"


def _read(data: bytes, *, strict: bool = False) -> tuple[Model | None, Sequence[Problem]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NewerMinorVersion)
        try:
            return from_json(data, strict=strict), ()
        except InvalidDocument as error:
            json.dumps(error.to_json()).encode()  # it can be printed, both ways
            str(error).encode()
            return None, error.problems


def failure(data: bytes, outcomes: Counter[str]) -> str | None:
    """What is wrong with what `from_json` makes of *data*, and those bytes."""
    try:
        outcomes[outcome(data)] += 1
    except Exception:  # noqa: BLE001  # it is what is searched for
        return f"{data!r}\n{traceback.format_exc(limit=-3)}"
    return None


def seeds() -> Iterator[bytes]:
    """Small documents: valid ones, and one of each sort of fault."""
    random = Random(9)
    models = drawn(100, max_services=2, max_ties=1, max_flows=1)
    documents = [json.loads(to_json(model)) for model in models]
    small = [document for document in documents if len(json.dumps(document)) < LARGEST]
    made: list[Any] = [*small[:40], {**HEADER, "format_version": "1.7"}]
    for label in SORTS:
        for document in small:
            try:
                made.append(faulty(document, random, label).document)
            except ValueError:  # it has no room for it
                continue
            break
    for document in made:
        yield json.dumps(document, separators=(",", ":")).encode()


def words() -> list[bytes]:
    """What a document consists of: names of members, words of vocabularies, odd numbers."""
    names = {field.name for cls in TYPES for field in fields_of(cls)}
    known = {*HEADER, *names, *(word for some in VOCABULARIES.values() for word in some)}
    quoted = [json.dumps(word).encode() for word in sorted(known)]
    return [*quoted, *_ODD]


_ODD = (
    *(b"null", b"true", b"NaN", b"-Infinity", b"1e999", b"9007199254740992", b"-0.0", b"1.0"),
    *(b"[]", b"{}", b'""', b'"\\ud800"', b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff", b"\\u0000"),
    *(b"[" * 70, b'{"a":' * 70, b'"2020-11"', b'"2018-05/.."', b'{"min":1}', b'{"max":5}'),
)


def another(data: bytes, random: Random) -> bytes | None:
    """The JSON of *data* with one of its values in another place, or gone; None where it is none.

    Of bytes that are changed at random, few are JSON.
    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    places = [*_places([document])]
    holder, key = random.choice(places)
    if random.random() < 0.2 and holder is not places[0][0]:
        del holder[key]
    elif random.random() < 0.5:
        holder[key] = json.loads(json.dumps(random.choice(_VALUES)))
    else:
        other, place = random.choice(places)
        value = json.loads(json.dumps(other[place]))
        if isinstance(holder, dict) and random.random() < 0.2:
            holder[random.choice(_NAMES)] = value
        elif isinstance(holder, list) and random.random() < 0.2:
            holder.append(value)
        else:
            holder[key] = value
    whole = places[0][0][0]
    return json.dumps(whole, ensure_ascii=random.random() < 0.5).encode(errors="replace")


_VALUES: tuple[Any, ...] = (
    *(None, True, 0, 1, 5, -1, 1.0, 1.5, 1e300, 2**53, "", "a", "ward", "5", "\ud800", "æ/~"),
    *([], {}, [[]], ["ward"], {"id": "a"}, {"min": 1}, {"max": 5}, {"min": 2, "max": 1}),
    *("2020", "201X", "2020-02-30", "2018-05/..", float("nan"), [None], "other", "contact"),
)
_NAMES = ("x", "id", "part_of", "size", "level", "views", "evidence", "extra", "\ud800", "when")


def _places(holder: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(holder if isinstance(holder, dict) else range(len(holder))):
        yield holder, key
        if isinstance(holder[key], dict | list):
            yield from _places(holder[key])
