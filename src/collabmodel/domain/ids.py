"""Ids for elements whose author left the id out: ties, flows, activities and statements.

An id is made from what the element says, never from its place in a list: from type, kind and
parties where that is enough (`tie:meeting:housing--ward`), from a hash of what it says where it is
not. Counts are no part of the hash: who knows all the rest could find a hidden number of citizens
by trying. Twins, which say the same but for counts, are numbered.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from collabmodel.domain.checking import ID_PATTERN
from collabmodel.domain.count import Count
from collabmodel.domain.elements import Activity, Element, Flow, Statement, Tie

__all__ = ["forget_made_id", "with_ids"]


def with_ids(elements: Sequence[Element], taken: Iterable[str] = ()) -> list[Element]:
    """Give an id to every element that has none; the others stay as they are.

    Args:
        elements: The elements, in any order: which id one gets does not depend on it.
        taken: Ids that elements elsewhere have.
    """
    used = {*taken, *(element.id for element in elements if element.id)}
    spoken = {n: _spoken(element) for n, element in enumerate(elements) if not element.id}
    times = Counter(spoken.values())
    names = {
        number: name
        for number, name in spoken.items()
        if times[name] == 1 and name not in used and ID_PATTERN.fullmatch(name)
    }
    used.update(names.values())
    twins: Counter[str] = Counter()
    for number in sorted(spoken.keys() - names, key=lambda n: repr(_content(elements[n]))):
        hashed = _hashed(elements[number])
        twins[hashed] += 1
        name = hashed if twins[hashed] == 1 else f"{hashed}-{twins[hashed]}"
        while name in used:
            twins[hashed] += 1
            name = f"{hashed}-{twins[hashed]}"
        used.add(name)
        names[number] = name
    return [
        attrs.evolve(element, id=names[number]) if number in names else element
        for number, element in enumerate(elements)
    ]


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
    """Type and kind of *element* and ten hexadecimal digits of a hash of what it says."""
    import hashlib

    content = repr(_content(element, with_counts=False))
    digest = hashlib.sha256(content.encode()).hexdigest()[:10]
    kind = getattr(element, "kind", "").replace(" ", "-")
    return ":".join(part for part in (element.kind_name, kind, digest) if part)


def _content(value: Any, *, with_counts: bool = True) -> Any:
    """*value* in a form whose `repr` is the same for equal values on every Python."""
    of = functools.partial(_content, with_counts=with_counts)
    if isinstance(value, Count) and not with_counts:
        return None
    if attrs.has(type(value)):
        return [(field.name, of(getattr(value, field.name))) for field in attrs.fields(type(value))]
    if isinstance(value, dict):
        return sorted((key, of(item)) for key, item in value.items())
    if isinstance(value, tuple | list):
        return [of(item) for item in value]
    return value
