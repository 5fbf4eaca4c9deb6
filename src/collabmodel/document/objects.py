"""Read and write the objects of a document, member by member, as the table of fields says."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from cattrs.errors import ClassValidationError

from collabmodel.document.faults import fault_of, missing, unknown_member, within, wrong
from collabmodel.document.fields import TYPES, Field, fields_of
from collabmodel.document.strict import Hook
from collabmodel.document.versions import HEADER, check_version
from collabmodel.domain.count import Count
from collabmodel.domain.errors import InvalidElement
from collabmodel.domain.model import Model
from collabmodel.domain.when import When

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["in_order", "register_object_hooks"]

Write = Callable[[Any], Any]


def register_object_hooks(converter: Converter, *, strict: bool) -> None:
    """Let *converter* read and write models, their elements and the values in them.

    Args:
        converter: The converter.
        strict: Whether it refuses members that this version does not know.
    """

    def reader(cls: Any, converter: Converter) -> Hook:
        return _reader(cls, converter, strict=strict)

    converter.register_structure_hook_factory(TYPES.__contains__, reader)
    converter.register_unstructure_hook_factory(TYPES.__contains__, _writer)
    converter.register_unstructure_hook(Count, _write_count)
    converter.register_unstructure_hook(When, lambda when: when.text)


def _reader(cls: Any, converter: Converter, *, strict: bool) -> Hook:
    fields = fields_of(cls)
    hooks = {field.name: (converter.get_structure_hook(field.type), field.type) for field in fields}
    required = [field.name for field in fields if field.is_required]
    header = HEADER if cls is Model else {}

    def read(members: Any, _: Any) -> Any:
        if type(members) is not dict:
            raise wrong("not-an-object", "an object", members)
        if header:
            check_version(members)
        known, errors = _read_known(members, hooks)
        unknown = {n: v for n, v in members.items() if n not in hooks and n not in header}
        errors += [within(unknown_member(name, hooks), name) for name in unknown if strict]
        errors += [missing(name) for name in required if name not in members]
        if known.get("id") == "":  # which Python may leave to Model.of, but not a document
            errors.append(within(wrong("not-an-id", "an id", ""), "id"))
        if not errors:
            try:
                return cls(**known, extra=unknown)
            except InvalidElement as error:
                errors = [fault_of(problem) for problem in error.problems]
        raise ClassValidationError(f"while reading a {cls.__name__}", errors, cls)

    return read


def _read_known(
    members: dict[str, Any], hooks: Mapping[str, tuple[Hook, Any]]
) -> tuple[dict[str, Any], list[Exception]]:
    """The members that the type knows, and what is wrong with others of them."""
    known: dict[str, Any] = {}
    errors: list[Exception] = []
    for name, value in members.items():
        if name in hooks:
            hook, hint = hooks[name]
            try:
                known[name] = hook(value, hint)
            except Exception as error:  # noqa: BLE001  # the hook of an app may raise anything
                errors.append(within(error, name))
    return known, errors


def _writer(cls: Any, converter: Converter) -> Write:
    members = [(field, _member_writer(field, converter)) for field in fields_of(cls)]
    header = HEADER if cls is Model else {}

    def write(value: Any) -> dict[str, Any]:
        written: dict[str, Any] = {**header}
        for field, write_member in members:
            held = getattr(value, field.name)
            if field.is_required or held != field.default:
                written[field.name] = write_member(held)
        for name in sorted(value.extra):
            written[name] = in_order(value.extra[name])
        return written

    return write


def _member_writer(field: Field, converter: Converter) -> Write:
    """How what the field holds is written, which is never None."""
    write_item = _value_writer(field.inner, converter)
    return (lambda items: [write_item(item) for item in items]) if field.is_several else write_item


def _value_writer(hint: Any, converter: Converter) -> Write:
    origin = typing.get_origin(hint)
    if origin is dict:
        return in_order
    if origin is Literal or hint in (str, int):
        return lambda value: value
    return converter.get_unstructure_hook(hint)


def in_order(value: Any) -> Any:
    """*value* with the members of every object in it sorted, since their order means nothing."""
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [in_order(item) for item in value]
    return value


def _write_count(count: Count) -> int | dict[str, int]:
    if count.is_exact:
        return count.min
    bounds = {"min": count.min} if count.min else {}
    return bounds if count.max is None else {**bounds, "max": count.max}
