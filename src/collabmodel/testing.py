"""Strategies for hypothesis: made-up models to test your own code with.

    from hypothesis import given
    from collabmodel.testing import models

    @given(models(with_needs=True))
    def test_my_view_shows_every_service(model): ...

What they make is valid, and as odd as real data: names in any script, ids such as `NA`, counts and
levels that nobody gave, vague dates, members of documents that this version does not know.
"""

from __future__ import annotations

import datetime as dt
import functools
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs

from collabmodel.analysis.rules import Rules
from collabmodel.domain.checking import is_kept
from collabmodel.domain.count import Count
from collabmodel.domain.elements import (
    ELEMENTS,
    Activity,
    Element,
    Flow,
    FocusArea,
    Forum,
    Initiative,
    Organisation,
    Pathway,
    Role,
    Service,
    Statement,
    Tie,
)
from collabmodel.domain.errors import InvalidArgument, MissingExtra
from collabmodel.domain.level import FREY, Level, LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.values import View
from collabmodel.domain.vocabulary import VOCABULARIES
from collabmodel.domain.when import When

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    sentence = "collabmodel.testing needs hypothesis: pip install 'collabmodel[testing]'."
    raise MissingExtra(sentence) from error

__all__ = [
    "counts",
    "elements",
    "extras",
    "levels",
    "models",
    "names",
    "rules",
    "scales",
    "whens",
]

Known = Mapping[type[Element], Sequence[str]]

_HARD_NAMES = (
    "Æblehaven, bofællesskab",
    "Sør-Helgeland 4/5",
    "病棟",
    "👩‍⚕️",
    "=SUM(A1:A9)",
    "<b>&amp;</b>",
    "null",
    "0102",
    "a\u202eb",
    "a\n\tb",
    "e\u0301",
)


def names() -> st.SearchStrategy[str]:
    """Any text that a name or a note can be, the empty one too."""
    return st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(_HARD_NAMES)


def counts(*, smallest: int = 0) -> st.SearchStrategy[Count]:
    """Counts of every form, of things that are *smallest* or more: also the one not known."""
    numbers = st.integers(smallest, smallest + 40)
    between = st.tuples(numbers, numbers).map(lambda ends: Count.between(min(ends), max(ends)))
    at_least = st.just(smallest) | numbers
    return numbers.map(Count.exactly) | at_least.map(Count.at_least) | between


def whens() -> st.SearchStrategy[When]:
    """Dates and periods from 2000 to 2030, exact and vague."""
    days = st.integers(0, 11_322).map(lambda number: dt.date(2000, 1, 1) + dt.timedelta(number))
    periods = st.tuples(days, days).map(sorted).map(lambda ends: f"{ends[0]}/{ends[1]}")
    dates = st.tuples(days, st.sampled_from(_DATE_FORMS)).map(lambda pair: f"{pair[0]:{pair[1]}}")
    return (dates | periods).map(When)


_DATE_FORMS = (
    *("%Y-%m-%d", "%Y-%m", "%Y", "%Y-21", "%Y-24", "201X", "20XX", "%Y-XX", "XXXX-%m"),
    *("%Y?", "%Y-%m~", "%Y?-%m", "%Y-?%m", "%Y-%m/..", "../%Y", "%Y/", "%Y~/.."),
)


def levels(scale: LevelScale = FREY) -> st.SearchStrategy[Level]:
    """The places on *scale*, none included."""
    return st.integers(0, scale.top)


def scales() -> st.SearchStrategy[LevelScale]:
    """The default scale, and others of two to eight levels."""
    labels = st.lists(names(), min_size=2, max_size=8)
    return st.just(FREY) | st.builds(LevelScale, id=st.just("own-scale"), labels=labels)


def extras(*, unlike: type[Any] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Members of a document that this version does not know, holding any JSON.

    Args:
        unlike: The attrs class after whose fields the members are not to be named.
    """
    known = {field.name for field in attrs.fields(unlike)} if unlike else set()
    members = st.sampled_from(("x-colour", "m²", "æ/~ ", "")) | names()
    unknown = members.filter(lambda name: name not in known)
    return st.dictionaries(unknown, _JSON, max_size=3)


_WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | _WHOLE | st.floats().filter(is_kept) | names(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names(), inner, max_size=2),
    max_leaves=4,
)


def rules(scale: LevelScale = FREY) -> st.SearchStrategy[Rules]:
    """Conventions that fit *scale*, with so few draws that what draws is quick."""
    needed = st.integers(1, scale.top)
    kinds = st.sampled_from(VOCABULARIES["tie.kind"])
    return st.builds(
        Rules,
        needed_level=needed,
        confirmation=st.sampled_from(("either", "both")),
        wide=st.integers(3, 8),
        fragile_persons=st.integers(0, 3),
        min_citizens=st.integers(0, 20),
        kind_levels=st.dictionaries(kinds, needed, max_size=2),
        alpha=st.sampled_from((0.01, 0.05, 0.1)),
        draws=st.integers(1, 99),
        seed=st.integers(0, 9),
        at=st.none() | whens(),
    )


def elements(
    *classes: type[Element], known: Known | None = None, scale: LevelScale = FREY
) -> st.SearchStrategy[Any]:
    """Elements that are valid by themselves.

    Args:
        *classes: The types to make; all of them where none is given.
        known: The ids that references lead to, by the type of what has them. By default three
            made-up ones for each type.
        scale: The scale of their levels.
    """
    if known is None:
        known = {cls: [_id(cls, number) for number in range(3)] for cls in ELEMENTS.values()}
    return st.one_of([_elements(cls, known, scale) for cls in classes or ELEMENTS.values()])


def models(
    *,
    min_services: int = 0,
    max_services: int = 6,
    max_ties: int = 5,
    max_flows: int = 5,
    with_needs: bool = False,
    scale: LevelScale | None = None,
) -> st.SearchStrategy[Model]:
    """Models without problems: `model.problems() == ()`.

    They hold organisations and services with parents, services of no, one or more providers, ties
    of two and of many parties with views of each side, forums with roles in them, flows with and
    without counts, pathways that ask for levels, and all other types.

    Args:
        min_services: At least so many services.
        max_services: At most so many.
        max_ties: At most so many ties.
        max_flows: At most so many flows, beside the one that *with_needs* adds.
        with_needs: Whether at least one pair of services has citizens who move between them.
        scale: The scale of all levels. By default that of collabmodel, sometimes another.

    Raises:
        InvalidArgument: The largest number of services is too small.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5)
    ... @given(models(with_needs=True))
    ... def test_somebody_moves(model):
    ...     assert model.problems() == () and model.flows
    >>> test_somebody_moves()
    """
    least = max(min_services, 2 if with_needs else 0)
    if max_services < least:
        raise InvalidArgument(f"max_services: expected {least} or more, found {max_services}.")
    sizes = {
        **dict.fromkeys(ELEMENTS.values(), (0, 1)),
        **dict.fromkeys((Role, Forum, Pathway), (0, 2)),
        Organisation: (0, 4),
        Service: (least, max_services),
        Tie: (0, max_ties),
        Flow: (0, max_flows),
    }
    return _models(sizes, scale, with_needs)


@st.composite
def _models(
    draw: st.DrawFn,
    sizes: dict[type[Element], tuple[int, int]],
    scale: LevelScale | None,
    with_needs: bool,
) -> Model:
    scale = scale or draw(_MOSTLY_FREY)
    number = {cls: draw(st.integers(*size)) for cls, size in sizes.items()}
    if number[Service] + number[Organisation] < 2:
        number[Tie] = 0
    if number[Service] < 2:
        number[Flow] = 0
    named: dict[type[Element], list[str]] = {}
    for cls, most in number.items():
        with_ids = draw(st.integers(0, most)) if cls in _UNNAMED else most
        named[cls] = [_id(cls, n) for n in range(with_ids)]

    made: list[Element] = []
    for cls, ids in named.items():
        for n in range(number[cls]):
            # A part stands after its whole, so that nothing is a part of itself.
            is_top = with_needs and cls is Service and n == 1
            known = {**named, cls: [] if is_top else ids[:n]} if cls in _PARTS else named
            element = _make(draw, cls, known, scale)
            made.append(attrs.evolve(element, id=ids[n] if n < len(ids) else ""))
    if with_needs:
        source, target, *_ = named[Service]
        made.append(Flow(source, target, draw(_COUNTS)))
    picks = draw(_ASKED)
    asked = None if picks is None else _some(named[Service], picks)
    model = Model.of(made, title=draw(_NAMES), scale=scale, asked=asked)
    if not draw(_SELDOM):
        return model
    extra = draw(_strategy(Model, "extra", scale))
    return attrs.evolve(model, as_of=draw(_WHENS), extra=extra)


@st.composite
def _elements(draw: st.DrawFn, cls: Any, known: Known, scale: LevelScale) -> Any:
    return _make(draw, cls, known, scale)


_MOSTLY_FREY = st.integers(0, 4).flatmap(lambda chance: st.just(FREY) if chance else scales())
_NAMES, _COUNTS, _WHENS = names(), counts(), whens()
_SELDOM = st.integers(0, 4).map(lambda chance: chance == 1)
_ONE = st.integers(0, 255)
_SOME = st.lists(_ONE, min_size=1, max_size=4)
_ASKED = st.none() | st.lists(_ONE, max_size=4)
_COINS = st.integers(0, 255)
_PARTIES = st.sampled_from((2, 2, 2, 3, 7))

_OFTEN = frozenset({"citizens", "level", "members", "part_of", "provided_by", "status", "steps"})
"""The fields that analyses read, filled every other time."""

_UNNAMED = (Tie, Flow, Activity, Statement)
"""The types whose id may be left out."""

_PARTS = (Organisation, Service, FocusArea, Initiative)
"""The types of which one can be a part of another."""

_ODD_IDS = {Service: ("0102", "NA", "ward.1:a_b-c"), Organisation: ("null", "7e1")}


def _id(cls: type[Element], number: int) -> str:
    odd = _ODD_IDS.get(cls, ())
    return odd[number] if number < len(odd) else f"{cls.kind_name}-{number}"


# Making strategies takes longer than drawing from them. So those below are made once, and what
# depends on a model, such as its ids, is picked by a number.


def _make(draw: st.DrawFn, cls: Any, known: Known, scale: LevelScale) -> Any:
    """A *cls* that says some of what it can say, and leaves the rest out."""
    values: dict[str, Any] = {}
    if cls is Tie:
        parties = [*known[Organisation], *known[Service]]
        values["parties"] = _distinct(draw, parties, min(len(parties), draw(_PARTIES)))
        values["views"] = _views(draw, values["parties"], scale)
    elif cls is Flow:
        values["source"], values["target"] = _distinct(draw, known[Service], 2)
    fields = [field for field in attrs.fields(cls) if field.name not in values]
    required = [field.name for field in fields if field.default is attrs.NOTHING]
    optional = [f.name for f in fields if f.name not in required and _can_be(cls, f, known)]
    often = [name for name in optional if name in _OFTEN]
    coins = draw(_COINS)
    chosen = [name for number, name in enumerate(often) if coins >> number & 1]
    chosen += draw(_several_of(tuple(name for name in optional if name not in _OFTEN)))
    for field in fields:
        if field.name in required or field.name in chosen:
            values[field.name] = _value(draw, cls, field, known, scale)
    return cls(**values)


@functools.cache
def _several_of(choices: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(choices), unique=True, max_size=2)


def _can_be(cls: Any, field: attrs.Attribute[Any], known: Known) -> bool:
    """Whether a model with these ids can fill *field*: there may be nothing to refer to."""
    if "refers_to" in field.metadata:
        return bool(_ids(field, known))
    inner = _inner(cls, field.name)
    return inner is None or all(
        _can_be(inner, other, known)
        for other in attrs.fields(inner)
        if other.default is attrs.NOTHING
    )


def _value(
    draw: st.DrawFn, cls: Any, field: attrs.Attribute[Any], known: Known, scale: LevelScale
) -> Any:
    if "refers_to" in field.metadata:
        ids = _ids(field, known)
        is_one = _hints(cls)[field.name] is str
        return ids[draw(_ONE) % len(ids)] if is_one else _some(ids, draw(_SOME))
    if inner := _inner(cls, field.name):
        return [_make(draw, inner, known, scale) for _ in range(1 + draw(_ONE) % 3)]
    return draw(_strategy(cls, field.name, scale))


def _some(ids: Sequence[str], picks: Sequence[int]) -> list[str]:
    """Some of *ids*, none twice; nothing where there are none."""
    return list(dict.fromkeys(ids[pick % len(ids)] for pick in picks)) if ids else []


def _distinct(draw: st.DrawFn, ids: Sequence[str], number: int) -> list[str]:
    left = list(ids)
    return [left.pop(draw(_ONE) % len(left)) for _ in range(number)]


def _views(draw: st.DrawFn, parties: Sequence[str], scale: LevelScale) -> list[View]:
    """What each of *parties* says: nothing, contact at no named level, or a level."""
    views = []
    for party in parties:
        said = draw(_ONE) % (scale.top + 3)
        if said:
            level = None if said == 1 else said - 2
            views.append(View(party, level, draw(_WHENS) if draw(_SELDOM) else None))
    return views


@functools.cache
def _hints(cls: Any) -> dict[str, Any]:
    """The annotation of each field, without None."""
    hints = typing.get_type_hints(cls)
    for name, hint in hints.items():
        if typing.get_origin(hint) in (typing.Union, types.UnionType):
            (hints[name],) = set(typing.get_args(hint)) - {type(None)}
    return hints


@functools.cache
def _inner(cls: Any, name: str) -> Any:
    """The attrs class of which the field holds several, or None."""
    item, *_ = (*typing.get_args(_hints(cls)[name]), None)
    return item if isinstance(item, type) and attrs.has(item) else None


def _ids(field: attrs.Attribute[Any], known: Known) -> list[str]:
    wanted = field.metadata["refers_to"]
    return [id for cls in known if not wanted or cls.__name__ in wanted for id in known[cls]]


@functools.cache
def _strategy(cls: Any, name: str, scale: LevelScale) -> st.SearchStrategy[Any]:
    """What a field can hold that refers to nothing."""
    hint = _hints(cls)[name]
    match name:
        case "id":
            return st.just(_id(cls, 9))
        case "extra":
            return extras(unlike=cls)
        case "size":
            return counts(smallest=1)
        case "level":
            return levels(scale)
    if typing.get_origin(hint) is Literal:
        return st.sampled_from(typing.get_args(hint))
    return _SIMPLE[hint]


_SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: _NAMES,
    int: st.integers(0, 2**53 - 1),
    Count: _COUNTS,
    When: _WHENS,
    tuple[str, ...]: st.lists(_NAMES, min_size=1, max_size=2),
    dict[str, str]: st.dictionaries(_NAMES, _NAMES, min_size=1, max_size=2),
}
