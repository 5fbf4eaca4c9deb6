"""Read single values exactly as a document writes them: no value is turned into another.

A value of the wrong type is refused with a `Fault`. Nothing is null: what is not known is left
out. Counts and dates have one writing each, so that equal models give equal documents.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from cattrs.errors import IterableValidationError

from collabmodel.document.faults import Fault, within, wrong
from collabmodel.domain.checking import sentence, shorten
from collabmodel.domain.count import LARGEST, Count
from collabmodel.domain.errors import did_you_mean
from collabmodel.domain.when import A_WHEN, When, why_no_when

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["Hook", "register_strict_hooks"]

Hook = Callable[[Any, Any], Any]


def register_strict_hooks(converter: Converter) -> None:
    """Let *converter* read plain values, arrays, counts and dates without coercion."""
    for cls, (code, expected) in _PLAIN.items():
        converter.register_structure_hook(cls, _exactly(cls, code, expected))
    converter.register_structure_hook(Count, _count)
    converter.register_structure_hook(When, _when)
    converter.register_structure_hook_factory(_has_origin(Literal), _word)
    converter.register_structure_hook_factory(_is_array, _array)
    converter.register_structure_hook_factory(_has_origin(dict), _mapping)
    converter.register_structure_hook_factory(_is_optional, _optional)


_PLAIN = {
    str: ("not-text", "text"),
    int: ("not-a-number", "a whole number"),
    float: ("not-a-number", "a number"),
    bool: ("not-true-or-false", "true or false"),
}


def _has_origin(wanted: Any) -> Callable[[Any], bool]:
    return lambda hint: typing.get_origin(hint) is wanted


def _is_optional(hint: Any) -> bool:
    arguments = typing.get_args(hint)
    is_union = typing.get_origin(hint) in (typing.Union, types.UnionType)
    return is_union and len(arguments) == 2 and type(None) in arguments


def _is_array(hint: Any) -> bool:
    if typing.get_origin(hint) is tuple:
        return typing.get_args(hint)[1:] == (...,)
    return typing.get_origin(hint) is list


def _exactly(cls: type, code: str, expected: str) -> Hook:
    def read(value: Any, hint: Any) -> Any:
        if type(value) is not cls:
            raise wrong(code, expected, value)
        return (
            value if hint is cls else hint(value)
        )  # an enumeration of an app, whose words are str

    return read


def _word(hint: Any) -> Hook:
    allowed = typing.get_args(hint)
    expected = "one of " + ", ".join(f"{word!r}" for word in allowed)

    def read(value: Any, _: Any) -> Any:
        for word in allowed:
            if value == word and type(value) is type(word):
                return value
        hint = did_you_mean(value, allowed).strip() if isinstance(value, str) else ""
        raise wrong("not-in-vocabulary", expected, value, hint)

    return read


def _array(hint: Any, converter: Converter) -> Hook:
    item = typing.get_args(hint)[0]
    read_item = converter.get_structure_hook(item)
    make = typing.get_origin(hint)

    def read(values: Any, _: Any) -> Any:
        if type(values) is not list:
            raise wrong("not-an-array", "an array", values)
        items, errors = [], []
        for place, value in enumerate(values):
            try:
                items.append(read_item(value, item))
            except Exception as error:  # noqa: BLE001  # the hook of an app may raise anything
                errors.append(within(error, place))
        if errors:
            raise IterableValidationError("while reading an array", errors, hint)
        return items if make is list else make(items)

    return read


def _mapping(hint: Any, converter: Converter) -> Hook:
    item = typing.get_args(hint)[1]
    read_item = converter.get_structure_hook(item)

    def read(members: Any, _: Any) -> Any:
        if type(members) is not dict:
            raise wrong("not-an-object", "an object", members)
        items, errors = {}, []
        for name, value in members.items():
            try:
                items[name] = read_item(value, item)
            except Exception as error:  # noqa: BLE001  # the hook of an app may raise anything
                errors.append(within(error, name))
        if errors:
            raise IterableValidationError("while reading an object", errors, hint)
        return items

    return read


def _optional(hint: Any, converter: Converter) -> Hook:
    (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
    read_inner = converter.get_structure_hook(inner)
    return lambda value, _: read_inner(value, inner)


def _count(value: Any, _: Any) -> Count:
    if type(value) is int and 0 <= value <= LARGEST:
        return Count(value, value)
    if type(value) is int:
        raise wrong("not-a-count", _A_BOUND, value)
    if type(value) is not dict or not value:
        raise wrong("not-a-count", _A_COUNT, value)
    if faults := [within(fault, name) for name, fault in _faults_of_bounds(value)]:
        raise IterableValidationError("while reading a count", faults, Count)
    try:
        count = Count(**value)
    except ValueError:
        remedy = "Exchange the two."
        raise wrong("not-a-count", "a min that is not above the max", value, remedy) from None
    _refuse_second_writing(count, value)
    return count


_A_COUNT = 'a whole number such as 7, or {"min": 31}, {"max": 5} or {"min": 20, "max": 25}'
_A_BOUND = f"a whole number from 0 to {LARGEST}"


def _faults_of_bounds(bounds: dict[str, Any]) -> Iterator[tuple[str, Fault]]:
    for name, bound in bounds.items():
        if name not in ("min", "max"):
            yield name, Fault("not-a-count", 'no member but "min" and "max"', shorten(name))
        elif type(bound) is not int or not 0 <= bound <= LARGEST:
            yield name, wrong("not-a-count", _A_BOUND, bound)


def _refuse_second_writing(count: Count, bounds: dict[str, int]) -> None:
    if count.is_exact:
        remedy = f"Write {count.min}."
    elif bounds.get("min") != 0:
        return
    elif count.is_known:
        remedy = f'Write {{"max": {count.max}}}.'
    else:
        remedy = "Leave the member out where nothing is known."
    raise wrong("not-a-count", "the one writing that this count has", bounds, remedy)


def _when(value: Any, _: Any) -> When:
    if type(value) is not str:
        raise wrong("not-a-date", 'a date as text such as "2020-11"', value)
    if why := why_no_when(value):
        raise wrong("not-a-date", A_WHEN, value, sentence(why))
    return When(value)
