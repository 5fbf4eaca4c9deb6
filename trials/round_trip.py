"""Is anything lost between a model and its document? Also members that nobody knows?

`python -m trials.round_trip --number 20000` (and a quarter as many documents with such members)
"""

from __future__ import annotations

import copy
import json
import math
from random import Random
from typing import Any

import attrs

from collabmodel.document import from_json, to_json
from collabmodel.domain.elements import Service
from collabmodel.domain.model import Model
from trials.drawn import drawn
from trials.mutations import places
from trials.tally import Tally, number_of, report

__all__ = ["of_bytes", "of_models", "of_unknown_members"]


def of_models(models: list[Model]) -> Tally:
    """Whether what is written of each model is read as the same model, with the same types."""
    tally = Tally("round trip of models")
    for model in models:
        again = from_json(to_json(model))
        is_same = again == model and _typed(again) == _typed(model)
        tally.note(None if is_same else f"{model!r} became {again!r}: {to_json(model)}")
    return tally


def of_bytes(models: list[Model]) -> Tally:
    """Whether what is read of the bytes of each model is written as the same bytes."""
    tally = Tally("round trip of their bytes")
    for model in models:
        content = to_json(model).encode()
        again = to_json(from_json(content)).encode()
        tally.note(None if again == content else f"{content!r} became {again!r}")
    return tally


def of_unknown_members(models: list[Model], seed: int = 9) -> Tally:
    """Whether members that nobody knows, in every object of a document, are written back.

    They are compared as the JSON that the standard library writes. Between reading and writing,
    every other model is edited in plain Python.
    """
    tally = Tally("members that nobody knows, in every object")
    random = Random(seed)
    for place, model in enumerate(models):
        document = _with_unknown_members(json.loads(to_json(model)), random)
        read = from_json(json.dumps(document))
        if place % 2:
            read, document = _edited(read, document, random)
        again = json.loads(to_json(read))
        is_same = _in_order(again) == _in_order(document)
        tally.note(None if is_same else f"{_in_order(document)} became {_in_order(again)}")
    return tally


def _typed(value: Any) -> Any:
    """*value* with the type of everything in it, so that 1, 1.0 and true are three things."""
    held: Any
    if attrs.has(type(value)):
        fields = attrs.fields(type(value))
        held = [(field.name, _typed(getattr(value, field.name))) for field in fields]
    elif isinstance(value, dict):
        held = {name: _typed(item) for name, item in value.items()}
    elif isinstance(value, list | tuple):
        held = [_typed(item) for item in value]
    else:
        held = repr(value)
    return type(value), held


def _in_order(document: Any) -> str:
    return json.dumps(document, sort_keys=True)


def _with_unknown_members(document: dict[str, Any], random: Random) -> dict[str, Any]:
    document = copy.deepcopy(document)
    objects = [place.value for place in places(document) if isinstance(place.value, dict)]
    counts_and_texts = [
        place.value for place in places(document) if place.sort in ("count", "size", "texts")
    ]
    for members in [document, *(each for each in objects if each not in counts_and_texts)]:
        for name in random.sample(_NAMES, random.randint(1, 3)):
            members.setdefault(name, _any_json(random, 3))
    return document


_NAMES = (
    *("x-colour", "extra", "", " ", "Name", "ID", "Id ", "æ/~", "m²", "0", "__proto__", "病棟"),
    *("constructor", "self", "cls", "value", "a.b[0]", "$ref", "@type", "👩‍⚕️", "a\u202eb", "\x00"),
)
_SINGLE: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**53 - 1, -(2**53) + 1, 0.0, -0.0, 1.0, -1.5, 0.1, 1e-320),
    *(1e21, -1.7976931348623157e308, 5e-324, 9007199254740991.0, "", "5", "null", "æ", "\x00"),
    *("病棟", "👩‍⚕️", "</script>", "\u2028", "\ufeff", "2020-02-30", 'a"b\\c'),
)


def _any_json(random: Random, depth: int) -> Any:
    match random.randrange(6 if depth else 4):
        case 0:
            return random.randint(-(2**53) + 1, 2**53 - 1)
        case 1:
            return random.uniform(-1, 1) * math.pow(10, random.randint(-300, 15))
        case 2 | 3:
            return random.choice(_SINGLE)
        case 4:
            return [_any_json(random, depth - 1) for _ in range(random.randrange(4))]
    names = random.sample(_NAMES, random.randrange(4))
    return {name: _any_json(random, depth - 1) for name in names}


def _edited(model: Model, document: Any, random: Random) -> tuple[Model, Any]:
    """Both with one more service, and with another note in one of the elements that there were."""
    document = copy.deepcopy(document)
    elements = list(model.elements())
    if elements:
        chosen = random.choice(elements)
        model = model.replace(attrs.evolve(chosen, note="edited"))
        for member in document.values():
            for element in member if isinstance(member, list) else ():
                if isinstance(element, dict) and element.get("id") == chosen.id:
                    element["note"] = "edited"
    document.setdefault("services", []).append({"id": "one-more"})
    return model.add(Service("one-more")), document


if __name__ == "__main__":
    number = number_of(20_000)
    models = drawn(number)
    unknown = of_unknown_members(models[: -(-number // 4)])
    report(of_models(models), of_bytes(models), unknown)
