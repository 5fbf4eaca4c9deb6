"""Ids for elements whose author left the id out: ties, flows, activities and statements.

An id is made from what the element says, never from its place in a list: from type, kind and
parties where that is enough (`tie:meeting:housing--ward`), from a hash of the whole content where
it is not. Twins that say exactly the same are numbered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from collabmodel.domain.checking import ID_PATTERN
from collabmodel.domain.elements import Activity, Element, Flow, Statement, Tie

__all__ = ["forget_made_id", "with_ids"]


def with_ids(elements: Sequence[Element], taken: Iterable[str] = ()) -> list[Element]:
    """Give an id to every element that has none; the others stay as they are.

    Args:
        elements: The elements, in any order: which id one gets does not depend on it.
        taken: Ids that elements elsewhere have.
    """
    used = {*taken, *(element.id for element in elements if element.id)}
    unnamed = [element for element in elements if not element.id]
    spoken = Counter(_spoken(element) for element in unnamed)
    twins: Counter[str] = Counter()
    named = []
    for element in elements:
        if element.id:
            named.append(element)
            continue
        name = _spoken(element)
        if spoken[name] > 1 or name in used or not ID_PATTERN.fullmatch(name):
            hashed = _hashed(element)
            twins[hashed] += 1
            name = hashed if twins[hashed] == 1 else f"{hashed}-{twins[hashed]}"
            while name in used:
                twins[hashed] += 1
                name = f"{hashed}-{twins[hashed]}"
        used.add(name)
        named.append(attrs.evolve(element, id=name))
    return named


def forget_made_id(element: Element) -> Element:
    """The element without its id, if that id is one that `with_ids` could have made for it."""
    bare = attrs.evolve(element, id="") if _can_be_made(element) else element
    if bare is element:
        return element
    hashed = _hashed(bare)
    made = element.id == _spoken(bare) or re.fullmatch(rf"{re.escape(hashed)}(-\d+)?", element.id)
    return bare if made else element


def _can_be_made(element: Element) -> bool:
    return isinstance(element, Tie | Flow | Activity | Statement)


def _spoken(element: Element) -> str:
    """Type, kind and parties of *element*, as an id that a person can read."""
    middle: str
    match element:
        case Tie(parties=parties):
            middle, ends = element.kind, "--".join(sorted(parties))
        case Flow(source=source, target=target):
            middle, ends = "", f"{source}--{target}"
        case Activity(participants=participants):
            middle, ends = element.kind, "--".join(sorted(participants))
        case Statement(said_by=said_by):
            middle, ends = element.kind, "--".join(sorted(said_by))
        case _:
            raise TypeError(f"{type(element).__name__} is always given an id")
    return ":".join(part for part in (element.kind_name, middle.replace(" ", "-"), ends) if part)


def _hashed(element: Element) -> str:
    """Type and kind of *element* and ten hexadecimal digits of a hash of all that it says."""
    import hashlib

    digest = hashlib.sha256(repr(_content(element)).encode()).hexdigest()[:10]
    kind = getattr(element, "kind", "").replace(" ", "-")
    return ":".join(part for part in (element.kind_name, kind, digest) if part)


def _content(value: Any) -> Any:
    """*value* in a form whose `repr` is the same for equal values on every Python."""
    if attrs.has(type(value)):
        return [(f.name, _content(getattr(value, f.name))) for f in attrs.fields(type(value))]
    if isinstance(value, dict):
        return sorted((key, _content(item)) for key, item in value.items())
    if isinstance(value, tuple | list):
        return [_content(item) for item in value]
    return value
