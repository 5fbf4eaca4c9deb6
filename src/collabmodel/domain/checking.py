"""Every element checks itself when it is made, and says all that is wrong with it at once.

What a field may hold is read off its annotation, once a class. The annotations of the domain use
few forms, and each form has one test and one sentence; a form that is not listed here is an error
in collabmodel, found when the first element of that class is made.
"""

from __future__ import annotations

import functools
import math
import operator
import re
import reprlib
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Any, Literal

import attrs

from collabmodel.domain.count import LARGEST, Count
from collabmodel.domain.errors import InvalidElement, did_you_mean
from collabmodel.domain.problems import Problem
from collabmodel.domain.when import A_WHEN, When, why_no_when

__all__ = [
    "DEEPEST",
    "ID_PATTERN",
    "Contradiction",
    "Form",
    "check",
    "describe",
    "forms",
    "is_kept",
    "is_text",
    "members",
    "sentence",
    "shorten",
]

Contradiction = tuple[str, str, str, str, str]
"""What fields say against one another: code, field, expected, found and remedy of a problem."""

ID_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
"""What an id looks like. `0102` and `NA` are ids like any other."""

DEEPEST = 64
"""How deep a document may be nested, the document itself counted as 1."""


@attrs.frozen
class Form:
    """One kind of value that a field may hold.

    Attributes:
        accepts: The test that a good value passes.
        code: The stable code of the problem when it does not.
        expected: What is expected.
        item: The form of each item, where the value is a tuple of several.
        remedy: What to do about one bad value, where something is known.
    """

    accepts: Callable[[Any], bool]
    code: str
    expected: str
    item: Form | None = None
    remedy: Callable[[Any], str] = lambda _: ""

    def problems(self, element: str, field: str, value: object) -> Iterator[Problem]:
        """What is wrong with a *value*: nothing where it is accepted, else itself or its items."""
        if self.accepts(value):
            return
        if self.item and isinstance(value, tuple):
            for place, held in enumerate(value):
                yield from self.item.problems(element, f"{field}[{place}]", held)
        else:
            remedy = self.remedy(value)
            yield Problem(self.code, element, field, self.expected, shorten(value), remedy)


def check(element: Any) -> None:
    """Raise `InvalidElement` with all that is wrong with the fields of *element*.

    A class may say more of its fields together in a method `contradictions()`, which is asked only
    when every field is good by itself.
    """
    cls = element.__class__
    for read, accepts in _tests(cls):
        if not accepts(read(element)):
            break
    else:
        if found := [*_known_members(element), *_contradictions(element)]:
            owner = describe(element)
            raise InvalidElement([Problem(code, owner, *told) for code, *told in found])
        return
    owner = describe(element)
    fields = forms(cls).items()
    raise InvalidElement(
        [p for name, form in fields for p in form.problems(owner, name, getattr(element, name))]
    )


@functools.cache
def forms(cls: type[Any]) -> dict[str, Form]:
    """The form of each field of the attrs class *cls*, by the field's name, in order."""
    hints = typing.get_type_hints(cls)
    return {field.name: _form(hints[field.name], field.metadata) for field in attrs.fields(cls)}


def members(cls: type[Any]) -> set[str]:
    """The fields of *cls* that stand in a document under their own names."""
    fields = (field for field in attrs.fields(cls) if field.metadata.get("in_document", True))
    return {field.name for field in fields} - {"extra"}


def is_text(value: object) -> bool:
    """Whether *value* is text that UTF-8 can hold, so without lone surrogates."""
    if not isinstance(value, str):
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


@functools.cache
def _tests(cls: type) -> tuple[tuple[Callable[[Any], Any], Callable[[Any], bool]], ...]:
    return tuple((operator.attrgetter(name), form.accepts) for name, form in forms(cls).items())


def _contradictions(element: Any) -> Iterable[Contradiction]:
    say = getattr(element, "contradictions", None)
    return say() if say else ()


def _known_members(element: Any) -> Iterator[Contradiction]:
    """Members of `extra` that would stand in a document where a field of the element stands."""
    if extra := getattr(element, "extra", None):
        for name in sorted(members(element.__class__) & extra.keys()):
            expected = "members that no field is called after"
            yield "known-member", "extra", expected, f"'{name}'", "Give it as the field."


def describe(element: Any) -> str:
    """The type of *element* and its id or name, for the sentence of a problem."""
    kind = type(element).__name__
    name = getattr(element, "id", "") or getattr(element, "name", "")
    return f"{kind} '{name}'" if name and isinstance(name, str) else kind


def is_kept(number: float) -> bool:
    """Whether every program writes *number* as one that every other reads.

    JavaScript writes those from 2**53 up to 1e21 as whole numbers, which are too large for that.
    """
    return math.isfinite(number) and not LARGEST < abs(number) < 1e21


def sentence(words: str) -> str:
    """*words* as a sentence: with a capital letter and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def shorten(value: object) -> str:
    """*value* as Python writes it, but never long."""
    if type(value) is str and len(value) <= 40 and len(text := repr(value)) <= 80:
        return text
    text = _SHORT.repr(value)
    return text if len(text) <= 100 else f"{text[:97]}..."


_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 80


def _form(hint: Any, metadata: typing.Mapping[Any, Any]) -> Form:
    """The form of one annotation. Optional forms also take None, which is *not said*."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not type(None))
        form = _form(inner, metadata)
        return attrs.evolve(form, accepts=_or_none(form.accepts))
    if "id" in metadata:
        return _ID if metadata["id"] == "given" else _ID_OR_NONE
    if hint is str:
        return _ID if "refers_to" in metadata else _TEXT
    if hint in _PLAIN:
        return _PLAIN[hint]
    if origin is Literal:
        return _choice(arguments)
    if origin is tuple:
        return _several(_form(arguments[0], metadata))
    if origin is dict:
        return _TEXTS if arguments[1] is str else _json(metadata["stands_at"])
    if attrs.has(hint):
        article = "an" if hint.__name__[0] in "AEIO" else "a"
        return Form(_is(hint), "wrong-type", f"{article} {hint.__name__}")
    raise TypeError(f"no form for the annotation {hint!r}")


def _is(cls: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, cls)


def _or_none(accepts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or accepts(value)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and ID_PATTERN.fullmatch(value) is not None


def _is_whole(value: object) -> bool:
    return type(value) is int and 0 <= value <= LARGEST


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(is_text(k) and is_text(v) for k, v in value.items())


def _is_json(value: object, depth: int) -> bool:
    """Whether JSON can hold *value*, the outermost of which stands *depth* deep in a document."""
    if type(value) is int:
        return abs(value) <= LARGEST
    if isinstance(value, dict):
        inner = depth <= DEEPEST and all(map(is_text, value))
        return inner and all(map(_is_json, value.values(), repeat(depth + 1)))
    if isinstance(value, list):
        return depth <= DEEPEST and all(map(_is_json, value, repeat(depth + 1)))
    if isinstance(value, float):
        return is_kept(value)
    return value is None or isinstance(value, bool) or is_text(value)


def _choice(allowed: tuple[str, ...]) -> Form:
    known = frozenset(allowed)
    expected = "one of " + ", ".join(f"'{word}'" for word in allowed)
    return Form(
        lambda v: isinstance(v, str) and v in known,
        "not-in-vocabulary",
        expected,
        remedy=lambda v: did_you_mean(v, allowed).strip() if isinstance(v, str) else "",
    )


def _several(item: Form) -> Form:
    return Form(
        lambda v: isinstance(v, tuple) and all(map(item.accepts, v)),
        item.code,
        f"a list or tuple, each item {item.expected}",
        item=item,
    )


def _json(depth: int) -> Form:
    return Form(
        lambda v: isinstance(v, dict) and _is_json(v, depth),
        "not-json",
        f"a mapping that JSON can hold, at most {DEEPEST - depth} deep",
    )


_TEXT = Form(is_text, "not-text", "text")
_TEXTS = Form(_is_texts, "not-a-mapping", "a mapping of text to text")
_ID = Form(
    _is_id,
    "not-an-id",
    "an id (letters, digits and . _ : - only, at most 128, beginning with a letter or digit)",
)
_ID_OR_NONE = attrs.evolve(_ID, accepts=lambda v: v == "" or _is_id(v))
_PLAIN = {
    int: Form(_is_whole, "not-a-number", f"a whole number from 0 to {LARGEST}"),
    Count: Form(_is(Count), "not-a-count", "a whole number of 0 or more, or a Count"),
    When: Form(
        _is(When),
        "not-a-date",
        A_WHEN,
        remedy=lambda value: sentence(why_no_when(value) or ""),
    ),
}
