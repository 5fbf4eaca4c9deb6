"""What only the whole model shows: references, ids, circles, levels off the scale.

Most models are sound, so each rule first looks at a field of all elements of a type together, as
one set; only where something in it is wrong are the elements looked at one by one.
"""

from __future__ import annotations

import functools
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.errors import did_you_mean
from collabmodel.domain.problems import Problem

if TYPE_CHECKING:
    from collabmodel.domain.model import Model

__all__ = ["Finding", "Place", "findings", "review"]


class Place(NamedTuple):
    """Where in a model a problem is: the member, the number of the element in it, the field.

    The model itself has no member, and a problem of the whole element no field.
    """

    member: str
    number: int
    field: str


Finding = tuple[Place, Callable[[], Problem]]
"""Where something is wrong, and what makes the problem of it: most of many are never told."""


def review(model: Model) -> list[tuple[Place, Problem]]:
    """Every problem of *model* with its place, in the order of its elements."""
    found = sorted(findings(model), key=lambda each: (_MEMBERS[each[0].member], each[0].number))
    return [(place, problem()) for place, problem in found]


def findings(model: Model) -> Iterator[Finding]:
    """Everything that is wrong with *model*, rule by rule, looked for as far as it is asked for."""
    ids = _Ids.of(model)
    yield from _asked(model, ids)
    yield from _shared_ids(model, ids)
    yield from _circles(model)
    for member in ELEMENTS:
        cls: Any = ELEMENTS[member]
        elements = getattr(model, member)
        for path in _paths(cls) if elements else ():
            yield from path.findings(member, elements, model, ids)


_MEMBERS = {member: number for number, member in enumerate(["", *ELEMENTS])}

_HINTS = 30
"""For how many wrong ids the nearest right one is looked for, which takes time."""
_COMPARED = 200_000
"""How many right ids are looked at for that in all, which are many in a large model."""


@attrs.frozen
class _Ids:
    """The ids of a model: those of each type, and what was meant by wrong ones."""

    lists: dict[str, list[str]]
    all: AbstractSet[str]
    hints: dict[tuple[str, tuple[str, ...]], str] = attrs.field(factory=dict)
    right: dict[tuple[str, ...], AbstractSet[str]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, model: Model) -> _Ids:
        lists: dict[str, list[Any]] = {}
        for member, element in ELEMENTS.items():
            ids = list(map(attrgetter("id"), getattr(model, member)))
            lists[element.__name__] = [id for id in ids if id is not None] if None in ids else ids
        return cls(lists, set().union(*lists.values()))

    @property
    def is_shared(self) -> bool:
        """Whether two elements have one id."""
        return sum(map(len, self.lists.values())) > len(self.all)

    @functools.cached_property
    def types(self) -> dict[str, str]:
        """The type of what has each id. Where two types have it, the first counts."""
        names = reversed(self.lists)
        return {id: name for name in names for id in self.lists[name]}

    def of_types(self, wanted: tuple[str, ...]) -> AbstractSet[str]:
        """The ids of these types; all ids where none is named."""
        if not wanted:
            return self.all
        if wanted not in self.right:
            ids = set(chain.from_iterable(map(self.lists.__getitem__, wanted)))
            if self.is_shared:
                ids = {id for id in ids if self.types[id] in wanted}
            self.right[wanted] = ids
        return self.right[wanted]

    def nearest(self, id: str, wanted: tuple[str, ...]) -> str:
        """A question after the id that was probably meant instead of *id*, or nothing."""
        key, right = (id, wanted), self.of_types(wanted)
        few = min(_HINTS, _COMPARED // (len(right) + 1))
        if key not in self.hints and len(self.hints) < few:
            self.hints[key] = did_you_mean(id, right).strip()
        return self.hints.get(key, "")

    def problem(self, field: str, owner: str, id: str, wanted: tuple[str, ...]) -> Problem:
        """What is wrong with a reference to *id* where one of the *wanted* types is needed."""
        expected = f"the id of {_article(' or '.join(wanted) or 'element')}"
        if id not in self.all:
            hint = self.nearest(id, wanted) or "Add it, or leave the reference out."
            found = f"'{id}', which nothing has"
            return Problem("unknown-reference", owner, field, expected, found, hint)
        found = f"'{id}', the id of {_article(self.types[id])}"
        remedy = "Name another element."
        return Problem("wrong-type-of-reference", owner, field, expected, found, remedy)


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'AEIOaeio' else 'a'} {noun}"


@attrs.frozen
class _Path:
    """The way from an element to a field of it, or of the values in it, that a rule is about.

    Attributes:
        steps: The fields on the way, each with whether it holds several.
        wanted: The types that the field refers to; None where it holds a level.
    """

    steps: tuple[tuple[str, bool], ...]
    wanted: tuple[str, ...] | None

    def findings(
        self, member: str, elements: tuple[Any, ...], model: Model, ids: _Ids
    ) -> Iterator[Finding]:
        """What is wrong with the field in any of *elements*."""
        wrong = self._all(elements)
        if self.wanted is not None:
            wrong -= ids.of_types(self.wanted)
        elif model.scale.labels:  # a scale of a document that is not readable judges nothing
            wrong = {level for level in wrong if not 0 <= level <= _top(model)}
        else:
            return
        if not wrong:
            return
        for number, element in enumerate(elements):
            for field, held in _held(element, self.steps):
                if held in wrong:
                    problem = functools.partial(self._problem, field, element, held, model, ids)
                    yield Place(member, number, field), problem

    def _problem(self, field: str, element: Any, held: Any, model: Model, ids: _Ids) -> Problem:
        if self.wanted is None:
            return _off_the_scale(model, _name(element), field, held)
        return ids.problem(field, _name(element), held, self.wanted)

    def _all(self, elements: Iterable[Any]) -> set[Any]:
        """What stands in the field in all *elements*, but for what is not said."""
        values = elements
        for name, is_several in self.steps:
            values = map(attrgetter(name), values)
            values = chain.from_iterable(values) if is_several else values
        return set(values) - {None}


def _held(value: Any, steps: tuple[tuple[str, bool], ...]) -> Iterator[tuple[str, Any]]:
    """What stands at the end of *steps* in *value*, each with its place."""
    (name, is_several), *rest = steps
    held = getattr(value, name)
    for number, item in enumerate(held if is_several else (held,)):
        field = f"{name}[{number}]" if is_several else name
        if rest:
            yield from ((f"{field}.{place}", end) for place, end in _held(item, tuple(rest)))
        else:
            yield field, item


@functools.cache
def _paths(cls: Any) -> tuple[_Path, ...]:
    """Every reference and every level in a *cls*, and in the values that it holds."""
    hints = typing.get_type_hints(cls)
    paths = []
    for field in attrs.fields(cls):
        is_several = typing.get_origin(hints[field.name]) is tuple
        step = (field.name, is_several)
        inner = typing.get_args(hints[field.name])[0] if is_several else None
        if "refers_to" in field.metadata:
            paths.append(_Path((step,), field.metadata["refers_to"]))
        elif field.name == "level":
            paths.append(_Path((step,), None))
        elif isinstance(inner, type) and attrs.has(inner):
            paths += [_Path((step, *path.steps), path.wanted) for path in _paths(inner)]
    return tuple(paths)


def _name(element: Any) -> str:
    kind = type(element).__name__
    return f"{kind} '{element.id}'" if element.id else kind


# What a document holds that could not be read is None here, also where the types say otherwise.


def _asked(model: Model, ids: _Ids) -> Iterator[Finding]:
    services = ids.of_types(("Service",))
    asked: tuple[str | None, ...] = model.asked or ()
    for number, id in enumerate(asked):
        if id is not None and id not in services:
            field = f"asked[{number}]"
            problem = functools.partial(ids.problem, field, "Model", id, ("Service",))
            yield Place("", 0, field), problem


def _shared_ids(model: Model, ids: _Ids) -> Iterator[Finding]:
    if not ids.is_shared and "" not in ids.all:
        return
    times = Counter(element.id for member in ELEMENTS for element in getattr(model, member))
    for member in ELEMENTS:
        for number, element in enumerate(getattr(model, member)):
            id = element.id
            if id == "" or (id is not None and times[id] > 1):
                yield Place(member, number, "id"), functools.partial(_bad_id, element, times[id])


def _bad_id(element: Any, times: int) -> Problem:
    if element.id == "":
        remedy = "Make the model with Model.of, which gives one."
        return Problem("no-id", _name(element), "id", "an id", "none", remedy)
    found = f"'{element.id}', which {times} elements have"
    expected, remedy = "an id of its own", "Give each element another id."
    return Problem("duplicate-id", _name(element), "id", expected, found, remedy)


def _top(model: Model) -> int:
    return len(model.scale.labels) - 1


def _off_the_scale(model: Model, owner: str, field: str, level: int) -> Problem:
    expected = f"a level from 0 to {_top(model)} of the scale '{model.scale.id}'"
    remedy = "Map the levels of another scale onto this one first, or give the model that scale."
    return Problem("level-off-the-scale", owner, field, expected, str(level), remedy)


def _circles(model: Model) -> Iterator[Finding]:
    """Elements that are a part of themselves. Each circle is told once, at its smallest id."""
    for member in ("organisations", "services", "focus_areas", "initiatives"):
        elements = getattr(model, member)
        parents = {e.id: e.part_of for e in elements if e.id and e.part_of is not None}
        numbers: dict[str, int] = {}
        finished: set[str] = set()
        for start, parent in parents.items():
            if parent not in parents:  # as it is with most
                continue
            path: dict[str, None] = {}  # in order, and quickly searched
            here: str | None = start
            while here in parents and here not in finished and here not in path:
                path[str(here)] = None
                here = parents[here]
            if here in path:
                circle = [*path]
                del circle[: circle.index(here)]
                first = circle.index(min(circle))
                if not numbers:
                    numbers = {e.id: n for n, e in reversed(list(enumerate(elements)))}
                number = numbers[circle[first]]
                place = Place(member, number, "part_of")
                ids = [*circle[first:], *circle[:first]]
                yield place, functools.partial(_circle, elements[number], ids)
            finished.update(path)


def _circle(element: Any, ids: list[str]) -> Problem:
    expected, remedy = "the id of what is no part of it", "Break the circle."
    shown = [*ids, ids[0]] if len(ids) <= 10 else [*ids[:9], "…", ids[-1], ids[0]]
    found = f"a circle: {' → '.join(shown)}"
    return Problem("part-of-circle", _name(element), "part_of", expected, found, remedy)
