"""The whole: typed elements that are looked up by id, changed by making a new model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import attrs

from collabmodel.domain.checking import Contradiction, check
from collabmodel.domain.elements import (
    ELEMENTS,
    SERVICE,
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
    Source,
    Statement,
    Tie,
)
from collabmodel.domain.errors import InvalidArgument, InvalidModel, UnknownId, did_you_mean
from collabmodel.domain.extra import IN_MODEL, NOT_IN_DOCUMENT, exactly
from collabmodel.domain.ids import with_ids
from collabmodel.domain.level import FREY, LevelScale
from collabmodel.domain.merging import merge
from collabmodel.domain.problems import Problem
from collabmodel.domain.review import findings, review
from collabmodel.domain.sequences import as_mapping, as_tuple, as_words
from collabmodel.domain.when import When, as_when

__all__ = ["Model", "require_valid"]

T = TypeVar("T")

MEMBERS = {cls: member for member, cls in ELEMENTS.items()}
"""The member of a model that holds the elements of each type."""

_REMEMBERED = 8
"""How many results that were computed from one model are kept with it."""


class _Memory:
    """Room for what is computed from an immutable model, outside its fields."""

    __slots__ = ("__weakref__", "_index", "_problems", "_results")
    _index: dict[str, Element]
    _problems: tuple[Problem, ...]
    _results: dict[object, Any]


@attrs.frozen(kw_only=True)
class Model(_Memory):
    """Organisations, services, ties, flows and all else that is known of one collaboration.

    A model never changes: `add`, `replace`, `without` and `merge` give a new one. It may be
    wrong as a whole (a reference that leads nowhere); `problems()` says how, and analysing a
    model with problems raises `InvalidModel`.

    Attributes:
        title: What the model is of.
        as_of: The day or period that it describes.
        scale: The scale of all its levels.
        asked: The services that were asked about their ties; None where nobody was asked.
        extra: Members of a document that this version does not know, kept as they came.
        files: The files that it was loaded from or saved to, each with a digest of its bytes. For
            `load` and `save`; no document holds it, and models are equal without it.

    >>> model = Model.of(
    ...     Service("ward", "Psychiatric ward"),
    ...     Service("housing", "Supported housing"),
    ...     Flow("ward", "housing", citizens=40),
    ... )
    >>> model["ward"].name
    'Psychiatric ward'
    >>> model.flows[0].id
    'flow:ward--housing'
    """

    title: str = ""
    as_of: When | None = attrs.field(default=None, converter=as_when)
    scale: LevelScale = FREY
    asked: tuple[str, ...] | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_words), metadata=SERVICE
    )
    organisations: tuple[Organisation, ...] = attrs.field(default=(), converter=as_tuple)
    services: tuple[Service, ...] = attrs.field(default=(), converter=as_tuple)
    roles: tuple[Role, ...] = attrs.field(default=(), converter=as_tuple)
    forums: tuple[Forum, ...] = attrs.field(default=(), converter=as_tuple)
    ties: tuple[Tie, ...] = attrs.field(default=(), converter=as_tuple)
    flows: tuple[Flow, ...] = attrs.field(default=(), converter=as_tuple)
    pathways: tuple[Pathway, ...] = attrs.field(default=(), converter=as_tuple)
    focus_areas: tuple[FocusArea, ...] = attrs.field(default=(), converter=as_tuple)
    initiatives: tuple[Initiative, ...] = attrs.field(default=(), converter=as_tuple)
    activities: tuple[Activity, ...] = attrs.field(default=(), converter=as_tuple)
    statements: tuple[Statement, ...] = attrs.field(default=(), converter=as_tuple)
    sources: tuple[Source, ...] = attrs.field(default=(), converter=as_tuple)
    extra: dict[str, Any] = attrs.field(
        factory=dict, converter=as_mapping, eq=exactly, hash=False, metadata=IN_MODEL
    )
    files: dict[str, str] = attrs.field(
        factory=dict, converter=as_mapping, eq=False, metadata=NOT_IN_DOCUMENT
    )

    def __attrs_post_init__(self) -> None:
        check(self)

    def contradictions(self) -> Iterator[Contradiction]:
        """What the fields say against one another."""
        for name in ("format", "format_version"):
            if name in self.extra:
                expected = "members that collabmodel does not write itself"
                yield "known-member", "extra", expected, f"'{name}'", "Leave it out."

    @classmethod
    def of(
        cls,
        *elements: Element | Iterable[Element],
        title: str = "",
        as_of: When | str | None = None,
        scale: LevelScale = FREY,
        asked: Iterable[str] | None = None,
    ) -> Model:
        """Make a model of *elements*, in any order, with an id for each that has none.

        Args:
            *elements: Elements, or lists of them.
            title: What the model is of.
            as_of: The day or period that it describes.
            scale: The scale of all its levels.
            asked: The services that were asked about their ties.

        Raises:
            InvalidArgument: Something among *elements* is not an element.

        >>> len(Model.of(Service("ward"), [Service("housing"), Service("school")]).services)
        3
        """
        # The members are set below, once every element has an id.
        frame = cls(title=title, as_of=as_of, scale=scale, asked=_optional_tuple(asked))
        return frame.add(*elements)

    def elements(self) -> Iterator[Element]:
        """Every element, type by type."""
        for member in ELEMENTS:
            yield from getattr(self, member)

    def __getitem__(self, id: str) -> Element:
        """The element with that id.

        Raises:
            UnknownId: Nothing has it.
        """
        found = self.get(id)
        if found is None:
            hint = did_you_mean(id, self._by_id())
            raise UnknownId(f"nothing in the model has the id '{id}'.{hint}")
        return found

    def __contains__(self, id: object) -> bool:
        return id in self._by_id()

    def get(self, id: str) -> Element | None:
        """The element with that id, or None."""
        return self._by_id().get(id)

    def find(self, cls: type[T], id: str) -> T:
        """The element of type *cls* with that id.

        Raises:
            UnknownId: Nothing has it, or what has it is of another type.

        >>> Model.of(Service("ward", "Psychiatric ward")).find(Service, "ward").name
        'Psychiatric ward'
        """
        element = self[id]
        if not isinstance(element, cls):
            wanted, found = cls.__name__, type(element).__name__
            raise UnknownId(f"expected type {wanted}, but the type of '{id}' is {found}.")
        return element

    def label(self, id: str) -> str:
        """What people call the element with that id; the id itself where nothing has it.

        A tie or a flow without a name is called after those whom it joins.
        """
        element = self.get(id)
        if isinstance(element, Tie) and not element.name:
            return " – ".join(self.label(party) for party in element.parties)
        if isinstance(element, Flow) and not element.name:
            return f"{self.label(element.source)} → {self.label(element.target)}"
        return element.label if element else id

    def add(self, *elements: Element | Iterable[Element]) -> Model:
        """A model that holds *elements* too.

        Raises:
            InvalidArgument: Something among *elements* is not an element.

        >>> Model().add(Service("ward")).services[0].id
        'ward'
        """
        fresh = list(_flatten(elements))
        taken = self._by_id() if any(not element.id for element in fresh) else ()
        members: dict[str, list[Element]] = defaultdict(list)
        for element in with_ids(fresh, taken):
            members[MEMBERS[type(element)]].append(element)
        changes: dict[str, Any] = {
            name: (*getattr(self, name), *new) for name, new in members.items()
        }
        return attrs.evolve(self, **changes)

    def replace(self, *elements: Element) -> Model:
        """A model in which *elements* stand where those with the same ids stood.

        Raises:
            UnknownId: Nothing has the id of one of them.

        >>> model = Model.of(Service("ward", "Ward"))
        >>> model.replace(Service("ward", "Psychiatric ward"))["ward"].name
        'Psychiatric ward'
        """
        fresh = {element.id: element for element in _flatten(elements)}
        for id, element in fresh.items():
            self.find(type(element), id)
        return self._each_member(
            lambda kept: tuple(fresh.get(element.id, element) for element in kept)
        )

    def without(self, *ids: str) -> Model:
        """A model without the elements of these ids. What refers to them stays.

        Raises:
            UnknownId: Nothing has one of the ids.

        >>> Model.of(Service("ward"), Service("housing")).without("ward").services[0].id
        'housing'
        """
        for id in ids:
            self[id]
        gone = frozenset(ids)
        return self._each_member(
            lambda kept: tuple(element for element in kept if element.id not in gone)
        )

    def merge(self, other: Model, same: Mapping[str, str] | None = None) -> Model:
        """One model of two: elements with one id become one, the others stand side by side.

        Tuples are united and blanks filled. Ids that were made by `Model.of` never identify
        across models, so ties and flows without ids of their own are all kept.

        Args:
            other: The other model.
            same: Ids of *other* that name an element of this model: id there → id here.

        Raises:
            MergeConflict: The two say different things of one element. All of them are listed.

        >>> one = Model.of(Organisation("randers", "Randers"))
        >>> two = Model.of(Organisation("randers", kind="municipality"))
        >>> one.merge(two)["randers"].kind
        'municipality'
        """
        return merge(self, other, same or {})

    def ties_of(self, id: str) -> tuple[Tie, ...]:
        """The ties that a service or an organisation is a party of.

        Raises:
            UnknownId: Nothing in the model has the id.

        >>> model = Model.of(Service("a"), Service("b"), Tie(("a", "b"), "meeting"))
        >>> [tie.id for tie in model.ties_of("a")]
        ['tie:meeting:a--b']
        """
        self[id]
        return tuple(tie for tie in self.ties if id in tie.parties)

    def between(self, a: str, b: str) -> tuple[Tie | Flow | Forum | Pathway, ...]:
        """All that names both: ties, flows either way, forums, pathways.

        Raises:
            UnknownId: Nothing in the model has one of the ids.

        >>> model = Model.of(Service("a"), Service("b"), Flow("b", "a"))
        >>> [element.id for element in model.between("a", "b")]
        ['flow:b--a']
        """
        for id in (a, b):
            self[id]
        both = {a, b}
        return (
            *(tie for tie in self.ties if both <= set(tie.parties)),
            *(flow for flow in self.flows if both == {flow.source, flow.target}),
            *(forum for forum in self.forums if both <= set(forum.members)),
            *(path for path in self.pathways if both <= {step.service for step in path.steps}),
        )

    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong with the model as a whole; empty where it can be analysed.

        >>> Model.of(Service("ward"), Flow("ward", "wrd")).problems()[0].code
        'unknown-reference'
        """
        try:
            return self._problems
        except AttributeError:
            problems = tuple(problem for _, problem in review(self))
            object.__setattr__(self, "_problems", problems)
            return self._problems

    @property
    def is_valid(self) -> bool:
        """Whether it has no problems. It looks no further than the first; `problems()` lists all.

        >>> Model.of(Service("ward"), Flow("ward", "wrd")).is_valid
        False
        """
        try:
            return not self._problems
        except AttributeError:
            is_valid = next(findings(self), None) is None
            if is_valid:
                object.__setattr__(self, "_problems", ())
            return is_valid

    def remember(self, key: object, compute: Callable[[], T]) -> T:
        """The result of *compute*, kept with the model under *key*. For analyses.

        A model never changes, so what is computed from it holds as long as it lives; the eight
        results that were asked for last are kept.
        """
        try:
            results = self._results
        except AttributeError:
            results = {}
            object.__setattr__(self, "_results", results)
        found = results.pop(key) if key in results else compute()
        results[key] = found
        if len(results) > _REMEMBERED:
            del results[next(iter(results))]
        return found

    def __repr__(self) -> str:
        parts = [repr(self.title)] if self.title else []
        parts += [
            f"{len(getattr(self, member))} {member.replace('_', ' ')}"
            for member in ELEMENTS
            if getattr(self, member)
        ]
        return f"<Model: {', '.join(parts) or 'empty'}>"

    def _repr_html_(self) -> str:
        from collabmodel.domain.notebook import model_in_notebook  # which few need, with `html`

        return model_in_notebook(self)

    def _by_id(self) -> dict[str, Element]:
        try:
            return self._index
        except AttributeError:
            index: dict[str, Element] = {}
            for element in self.elements():
                index.setdefault(element.id, element)
            object.__setattr__(self, "_index", index)
            return index

    def _each_member(self, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Model:
        changes: dict[str, Any] = {name: change(getattr(self, name)) for name in ELEMENTS}
        return attrs.evolve(self, **changes)


def require_valid(model: Model) -> None:
    """Raise `InvalidModel` with every problem of *model*, if it has any.

    >>> require_valid(Model.of(Service("ward")))
    """
    if not isinstance(model, Model):
        raise InvalidArgument(f"expected a Model, found {type(model).__name__}.")
    if problems := model.problems():
        raise InvalidModel(problems)


def _optional_tuple(ids: Iterable[str] | None) -> tuple[str, ...] | None:
    if ids is None:
        return None
    return (ids,) if isinstance(ids, str) else tuple(ids)


def _flatten(elements: Iterable[Any]) -> Iterator[Element]:
    for element in elements:
        if type(element) in MEMBERS:
            yield element
        elif isinstance(element, Iterable) and not isinstance(element, str | bytes | Mapping):
            yield from _flatten(element)
        else:
            raise InvalidArgument(f"expected an element such as a Service, found {element!r}.")
