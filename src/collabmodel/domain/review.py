"""What only the whole model shows: references, ids, circles, levels off the scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from collabmodel.domain.elements import ELEMENTS, Element, Forum, Pathway, Tie
from collabmodel.domain.errors import did_you_mean
from collabmodel.domain.level import Level
from collabmodel.domain.problems import Problem

if TYPE_CHECKING:
    from collabmodel.domain.model import Model

__all__ = ["review"]


def review(model: Model) -> Iterator[Problem]:
    """Every problem of *model*, in the order of its elements."""
    ids = _Ids()
    for element in model.elements():
        ids.types.setdefault(element.id, type(element).__name__)
    yield from _duplicates(model)
    for member in ELEMENTS:
        for element in getattr(model, member):
            yield from _references(element, element, "", ids)
            yield from _levels(model, element)
    for id in model.asked or ():
        if ids.types.get(id) != "Service":
            yield _bad_reference("Model", "asked", id, ("Service",), ids)
    yield from _circles(model)


_HINTS = 30
"""For how many wrong ids the nearest right one is looked for, which takes time in a large model."""


@attrs.frozen
class _Ids:
    """The ids of a model: the type of what has each, and what was meant by wrong ones."""

    types: dict[str, str] = attrs.field(factory=dict)
    hints: dict[tuple[str, tuple[str, ...]], str] = attrs.field(factory=dict)

    def nearest(self, id: str, wanted: tuple[str, ...]) -> str:
        """A question after the id that was probably meant instead of *id*, or nothing."""
        key = (id, wanted)
        if key not in self.hints and len(self.hints) < _HINTS:
            right = [other for other, cls in self.types.items() if not wanted or cls in wanted]
            self.hints[key] = did_you_mean(id, right).strip()
        return self.hints.get(key, "")


def _duplicates(model: Model) -> Iterator[Problem]:
    seen = Counter(element.id for element in model.elements())
    twice = {id for id, times in seen.items() if times > 1}
    for element in model.elements():
        if not element.id:
            text, remedy = "it has no id.", "Make the model with Model.of, which gives one."
            yield Problem("no-id", type(element).__name__, "id", text, remedy)
        elif element.id in twice:
            twice.discard(element.id)
            text = f"{seen[element.id]} elements have the id '{element.id}'."
            yield Problem(
                "duplicate-id",
                f"{type(element).__name__} '{element.id}'",
                "id",
                text,
                "Give each element an id of its own.",
            )


def _references(owner: Element, value: Any, prefix: str, ids: _Ids) -> Iterator[Problem]:
    """The references of *value*, which is *owner* or something inside it, that lead astray."""
    for field, wanted, is_nested in _referring(type(value)):
        held = getattr(value, field)
        if not held:
            continue
        path = f"{prefix}{field}"
        for item in held if isinstance(held, tuple) else (held,):
            if is_nested:
                yield from _references(owner, item, f"{path}.", ids)
            elif item not in ids.types or (wanted and ids.types[item] not in wanted):
                name = f"{type(owner).__name__} '{owner.id}'"
                yield _bad_reference(name, path, item, wanted, ids)


_REFERRING: dict[type, list[tuple[str, tuple[str, ...], bool]]] = {}


def _referring(cls: type) -> list[tuple[str, tuple[str, ...], bool]]:
    """The fields of *cls* that hold references, or values that hold some."""
    if cls not in _REFERRING:
        nested = {"views", "steps", "funding", "evidence"}
        _REFERRING[cls] = [
            (field.name, field.metadata.get("refers_to", ()), field.name in nested)
            for field in attrs.fields(cls)
            if "refers_to" in field.metadata or field.name in nested
        ]
    return _REFERRING[cls]


def _bad_reference(owner: str, field: str, id: str, wanted: tuple[str, ...], ids: _Ids) -> Problem:
    if id not in ids.types:
        hint = ids.nearest(id, wanted) or "Add it, or leave the reference out."
        return Problem("unknown-reference", owner, field, f"nothing has the id '{id}'.", hint)
    text = f"expected type {' or '.join(wanted)}, but the type of '{id}' is {ids.types[id]}."
    return Problem("wrong-type-of-reference", owner, field, text, "Name another element.")


def _levels(model: Model, element: Element) -> Iterator[Problem]:
    match element:
        case Tie():
            levels = [("level", element.level), *(("views", v.level) for v in element.views)]
        case Forum():
            levels = [("level", element.level)]
        case Pathway():
            levels = [("steps", step.level) for step in element.steps]
        case _:
            return
    for field, level in levels:
        if level is not None and not model.scale.holds(level):
            yield _off_the_scale(model, element, field, level)


def _off_the_scale(model: Model, element: Element, field: str, level: Level) -> Problem:
    scale = model.scale
    text = f"level {level} is not on the scale '{scale.id}', which goes from 0 to {scale.top}."
    remedy = "Map the levels of another scale onto this one first, or give the model that scale."
    owner = f"{type(element).__name__} '{element.id}'"
    return Problem("level-off-the-scale", owner, field, text, remedy)


def _circles(model: Model) -> Iterator[Problem]:
    """Elements that are a part of themselves. Each circle is told once, at its smallest id."""
    for member in ("organisations", "services", "focus_areas", "initiatives"):
        parents = {e.id: e.part_of for e in getattr(model, member) if e.part_of is not None}
        finished: set[str] = set()
        for start in parents:
            path: dict[str, None] = {}  # in order, and quickly searched
            here: str | None = start
            while here in parents and here not in finished and here not in path:
                path[str(here)] = None
                here = parents[here]
            if here in path:
                circle = [*path][[*path].index(here) :]
                first = circle.index(min(circle))
                names = [*circle[first:], *circle[:first], circle[first]]
                owner = f"{ELEMENTS[member].__name__} '{names[0]}'"
                text = f"it is a part of itself: {' → '.join(names)}."
                yield Problem("part-of-circle", owner, "part_of", text, "Break the circle.")
            finished.update(path)
