"""One model of two: unite what is said of the same elements, and lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from collabmodel.domain.checking import describe
from collabmodel.domain.elements import Element
from collabmodel.domain.errors import InvalidElement, MergeConflict, UnknownId
from collabmodel.domain.extra import exactly
from collabmodel.domain.ids import forget_made_id, with_ids
from collabmodel.domain.problems import Problem
from collabmodel.domain.values import View

if TYPE_CHECKING:
    from collabmodel.domain.model import Model

__all__ = ["merge"]


def merge(one: Model, other: Model, same: Mapping[str, str]) -> Model:
    """See `Model.merge`, whose work this is."""
    for there, here in same.items():
        if there not in other:
            raise UnknownId(f"same: nothing in the other model has the id '{there}'.")
        if here not in one:
            raise UnknownId(f"same: nothing in this model has the id '{here}'.")
    conflicts: list[Problem] = []
    known = {element.id: element for element in one.elements()}
    united: dict[str, Element] = {}
    fresh: list[Element] = []
    for told, element in _in_our_words(list(other.elements()), same, known, conflicts):
        if element.id in known:
            mine = united.get(element.id, known[element.id])
            united[element.id] = _unite_elements(mine, element, told, conflicts)
        else:
            fresh.append(element)
    frame = {
        name: _unite("Model", name, getattr(one, name), getattr(other, name), conflicts)
        for name in ("title", "as_of", "scale", "extra")
    }
    if conflicts:
        raise MergeConflict(conflicts)
    merged = one.replace(*united.values()).add(fresh)
    asked = _unite_asked(one.asked, other.asked, same)
    return attrs.evolve(merged, asked=asked, files={**other.files, **one.files}, **frame)


def _in_our_words(
    theirs: list[Element],
    same: Mapping[str, str],
    known: Mapping[str, Element],
    conflicts: list[Problem],
) -> list[tuple[bool, Element]]:
    """*theirs* with ids of this model, each with whether the caller named it in *same*.

    An id that was made there is made anew, so that it means nothing that is here; what refers to
    it follows.
    """
    bare = [e if e.id in same else forget_made_id(e) for e in theirs]
    renamed = with_ids([_rename_element(e, same, conflicts) for e in bare], taken=known)
    pairs = list(zip(theirs, bare, renamed, strict=True))
    moved = {old.id: new.id for old, e, new in pairs if not e.id and old.id not in ("", new.id)}
    if moved:
        names = {**moved, **same}
        renamed = [attrs.evolve(_rename_element(e, names, []), id=new.id) for _, e, new in pairs]
    return [
        (e.id in same, _with_alias(new, e.id) if e.id in same else new)
        for e, new in zip(bare, renamed, strict=True)
    ]


def _with_alias(element: Element, id: str) -> Element:
    """The element with the id that it had in the other model among its aliases."""
    if id == element.id:
        return element
    return attrs.evolve(element, aliases=tuple(dict.fromkeys((*element.aliases, id))))


def _unite_asked(
    one: tuple[str, ...] | None, other: tuple[str, ...] | None, same: Mapping[str, str]
) -> tuple[str, ...] | None:
    if other is None:
        return one
    return tuple(dict.fromkeys((*(one or ()), *(same.get(id, id) for id in other))))


def _unite_elements(one: Any, other: Any, told: bool, conflicts: list[Problem]) -> Any:
    """The element that says what both say. *told*: the caller said that they are the same."""
    owner = describe(one)
    if type(one) is not type(other):
        found = f"{type(one).__name__} here and {type(other).__name__} there"
        remedy = "Rename one of the two."
        conflicts.append(Problem("merge-conflict", owner, "", "one type in both", found, remedy))
        return one
    if told and one.name and other.name not in ("", one.name):
        # What is called by two names keeps the first, and the second among its aliases.
        aliases = tuple(dict.fromkeys((*other.aliases, other.name)))
        other = attrs.evolve(other, name="", aliases=aliases)
    return _unite_fields(owner, "", one, other, conflicts)


def _unite_fields(owner: str, prefix: str, one: Any, other: Any, conflicts: list[Problem]) -> Any:
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(one)):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        changes[field.name] = _unite(
            owner, f"{prefix}{field.name}", mine, theirs, conflicts, blank=_blank(field)
        )
    return attrs.evolve(one, **changes)


def _blank(field: Any) -> Any:
    """What *field* holds where nobody said anything; NOTHING where somebody always does."""
    default = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def _unite(
    owner: str,
    name: str,
    mine: Any,
    theirs: Any,
    conflicts: list[Problem],
    *,
    blank: Any = attrs.NOTHING,
) -> Any:
    """What both say of one field, or *mine* with a conflict noted where they differ."""
    blanks = (blank, None, "")
    if _says_the_same(name, mine, theirs) or theirs in blanks:
        return mine
    if mine in blanks:
        return theirs
    if isinstance(mine, dict) and isinstance(theirs, dict):
        both = {
            key: _unite(owner, f"{name}.{key}", mine[key], theirs[key], conflicts)
            for key in theirs
            if key in mine
        }
        return {**mine, **theirs, **both}
    if name == "views":
        return _unite_views(owner, mine, theirs, conflicts)
    if isinstance(mine, tuple) and isinstance(theirs, tuple) and name != "steps":
        return tuple(dict.fromkeys((*mine, *theirs)))
    found = f"{mine!r} here and {theirs!r} there"
    remedy = "Mend one of the two models, or leave the element out of one."
    conflicts.append(Problem("merge-conflict", owner, name, "the same in both", found, remedy))
    return mine


def _says_the_same(name: str, mine: Any, theirs: Any) -> bool:
    if name.startswith("extra"):
        return exactly({"": mine}) == exactly({"": theirs})
    return bool(mine == theirs)


def _unite_views(
    owner: str, mine: tuple[View, ...], theirs: tuple[View, ...], conflicts: list[Problem]
) -> tuple[View, ...]:
    """One view a party: a party that says two different things is a conflict."""
    views = {view.party: view for view in mine}
    for view in theirs:
        known = views.get(view.party, view)
        views[view.party] = _unite_fields(owner, f"views.{view.party}.", known, view, conflicts)
    return tuple(views.values())


def _rename_element(
    element: Element, names: Mapping[str, str], conflicts: list[Problem]
) -> Element:
    """*element* in our ids; where they make two of its parties one, a conflict is noted."""
    try:
        return _rename(element, names)  # type: ignore[no-any-return]
    except InvalidElement as error:
        remedy = "Leave the element out, or do not name both in same."
        conflicts.extend(
            attrs.evolve(problem, code="merge-conflict", element=describe(element), remedy=remedy)
            for problem in error.problems
        )
        return element


def _rename(value: Any, names: Mapping[str, str]) -> Any:
    """*value* with every id in it that *names* has put as *names* says."""
    if not names or not attrs.has(type(value)):
        return value
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(value)):
        held = getattr(value, field.name)
        if "refers_to" in field.metadata or "id" in field.metadata:
            if isinstance(held, tuple):
                changes[field.name] = tuple(dict.fromkeys(names.get(id, id) for id in held))
            elif held in names:
                changes[field.name] = names[held]
        elif isinstance(held, tuple):
            changes[field.name] = tuple(_rename(item, names) for item in held)
    return attrs.evolve(value, **changes)
