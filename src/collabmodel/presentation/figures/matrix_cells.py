"""What stands in the matrix: which groups, and the need and the contact between each two."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, get_args

import attrs

from collabmodel.analysis.by_part import by_part
from collabmodel.analysis.grouping import By, Groups, groups_of_services
from collabmodel.analysis.missing_links import find_missing_links
from collabmodel.analysis.pairs import Pair, Pairs, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.domain.count import Count
from collabmodel.domain.errors import InvalidArgument, did_you_mean
from collabmodel.domain.model import Model
from collabmodel.presentation.figures.map_lines import NOBODY, either, lines_of

__all__ = ["Band", "Cell", "MatrixCells", "RowsBy", "cells_of"]

MOST_GROUPS = 30
"""Of more groups the matrix shows those with the most missing links."""

MOST_SERVICES = 60
"""Of more services the matrix shows the organisations instead."""

Key = tuple[str, str]
RowsBy = By | Literal["service"]
"""What the rows of a matrix are: groups of services, or services."""

WAYS: tuple[str, ...] = (*get_args(get_args(By)[0]), "service")


@attrs.frozen
class Cell:
    """What is on record between two groups, or inside one.

    Attributes:
        a: The group that stands first.
        b: The other; the same as *a* for what is inside one group.
        met: How many pairs have contact enough.
        open: Of how many that is not known.
        certain: How many links are missing for certain.
        uncertain: How many are missing, while not both sides were asked.
        has_contact: Whether contact in force is on record; None where only such is of which that is
            not known.
        citizens: How many move, pair by pair.
        missing_citizens: The same of the missing links.
    """

    a: str
    b: str
    met: int
    open: int
    certain: int
    uncertain: int
    has_contact: bool | None
    citizens: tuple[Count, ...] = attrs.field(repr=False, hash=False)
    missing_citizens: tuple[Count, ...] = attrs.field(repr=False, hash=False)

    @property
    def missing(self) -> int:
        """How many links are missing."""
        return self.certain + self.uncertain

    @property
    def need(self) -> int:
        """How many pairs need contact."""
        return self.met + self.open + self.missing

    @property
    def dot(self) -> str:
        """How contact without need is drawn; empty where there is need."""
        return "" if self.need else "contact" if self.has_contact else "unsettled"

    @property
    def is_inside(self) -> bool:
        """Whether it is inside one group."""
        return self.a == self.b


@attrs.frozen
class Band:
    """The services of one organisation, which stand one after another."""

    organisation: str
    services: int


@attrs.frozen(eq=False)
class MatrixCells:
    """What stands in the matrix, and what does not.

    Attributes:
        groups: The groups that have a row and a column, those with the most missing links first.
        bands: Where rows are services, the organisations that run them.
        sizes: How many services each group has; empty where rows are services.
        cells: Every cell with need or contact, the most missing links first. One may lie in a row
            that is left out.
        judged: The pairs.
        is_rolled_up: Whether services were asked for, and are too many.
        left_out: How many groups are not drawn, since there are too many.
        idle: How many are not drawn, since they have neither need nor contact.
        shared: How many services belong to several groups.
    """

    groups: tuple[str, ...]
    bands: tuple[Band, ...]
    sizes: Mapping[str, int]
    cells: tuple[Cell, ...]
    judged: Pairs
    is_rolled_up: bool
    left_out: int
    idle: int
    shared: int

    @property
    def of_services(self) -> bool:
        """Whether each row is a service."""
        return bool(self.bands)


def cells_of(model: Model, by: RowsBy, rules: Rules | None) -> MatrixCells:
    """Find what stands in the matrix of *model*."""
    if not isinstance(by, Mapping) and by not in WAYS:
        expected = ", ".join(f"'{way}'" for way in WAYS)
        hint = did_you_mean(str(by), WAYS)
        raise InvalidArgument(f"by: expected {expected} or a mapping, found {by!r}.{hint}")
    judged = pairs(model, rules)
    is_rolled_up = by == "service" and len(model.services) > MOST_SERVICES
    if by == "service" and not is_rolled_up:
        return _of_services(model, judged)
    return _of_groups(model, "organisation" if by == "service" else by, judged, is_rolled_up)


def _of_services(model: Model, judged: Pairs) -> MatrixCells:
    providers = _named(groups_of_services(model, "organisation"))
    found = _cells({id: (id,) for id in providers}, judged, ())
    weights, missing = _weights(found.values()), Counter[str]()
    for id, weight in weights.items():
        missing[providers[id][0]] += weight[0]
    order = sorted(
        _heaviest_first(weights), key=lambda id: (-missing[providers[id][0]], providers[id][0])
    )
    bands = [
        Band(organisation, len(list(services)))
        for organisation, services in itertools.groupby(order, lambda id: providers[id][0])
    ]
    return MatrixCells(
        groups=tuple(order),
        bands=tuple(bands),
        sizes={},
        cells=_in_order(found, order),
        judged=judged,
        is_rolled_up=False,
        left_out=0,
        idle=len(providers) - len(order),
        shared=sum(len(some) > 1 for some in providers.values()),
    )


def _of_groups(model: Model, by: By, judged: Pairs, is_rolled_up: bool) -> MatrixCells:
    groups = _named(groups_of_services(model, by))
    wholes: list[tuple[Key, bool | None]] = []
    if by == "organisation":
        lines = lines_of(model, judged, find_missing_links(model, judged.rules)).lines
        wholes = [((line.a, line.b), line.has_contact) for line in lines]
    found = _cells(groups, judged, wholes)
    order = _heaviest_first(_weights(found.values()))
    sizes = Counter(name for own in groups.values() for name in own)
    return MatrixCells(
        groups=tuple(order[:MOST_GROUPS]),
        bands=(),
        sizes=sizes,
        cells=_in_order(found, order),
        judged=judged,
        is_rolled_up=is_rolled_up,
        left_out=max(0, len(order) - MOST_GROUPS),
        idle=len(sizes.keys() - set(order)),
        shared=sum(len(some) > 1 for some in groups.values()),
    )


def _named(groups: Groups) -> Groups:
    """The groups of each service; `NOBODY` where none is on record."""
    return {id: own or (NOBODY,) for id, own in groups.items()}


def _cells(
    groups: Groups, judged: Pairs, wholes: Iterable[tuple[Key, bool | None]]
) -> dict[Key, Cell]:
    """The cells by their groups in the order of their names.

    Args:
        groups: The groups of each service.
        judged: The pairs.
        wholes: Whether contact is on record between services, or organisations as a whole.
    """
    needed = by_part(judged.needed, groups).blocks
    touching = by_part((pair for pair in judged if pair.in_contact is not False), groups).blocks
    contact: dict[Key, bool | None] = {
        key: any(pair.in_contact for pair in some) or None for key, some in touching.items()
    }
    for (a, b), is_in_force in wholes:
        for g, h in itertools.product(groups.get(a, (a,)), groups.get(b, (b,))):
            key = (min(g, h), max(g, h))
            if is_in_force is not False:
                contact[key] = either(contact.get(key, False), is_in_force)
    return {
        key: _cell(key, needed.get(key, []), contact.get(key, False))
        for key in sorted({*needed, *contact})
    }


def _cell(key: Key, needed: list[Pair], has_contact: bool | None) -> Cell:
    standings = Counter(pair.standing for pair in needed)
    certain = sum(pair.is_certain for pair in needed)
    return Cell(
        *key,
        met=standings["met"],
        open=standings["not known"],
        certain=certain,
        uncertain=standings["unmet"] - certain,
        has_contact=has_contact,
        citizens=tuple(pair.citizens for pair in needed),
        missing_citizens=tuple(pair.citizens for pair in needed if pair.standing == "unmet"),
    )


def _weights(cells: Iterable[Cell]) -> dict[str, tuple[int, int]]:
    """For each group that stands in a cell, how many links are missing, and how many are needed."""
    missing, needed = Counter[str](), Counter[str]()
    for cell in cells:
        for name in {cell.a, cell.b}:
            missing[name] += cell.missing
            needed[name] += cell.need
    return {name: (missing[name], needed[name]) for name in needed}


def _heaviest_first(weights: Mapping[str, tuple[int, int]]) -> list[str]:
    return sorted(weights, key=lambda name: (-weights[name][0], -weights[name][1], name))


def _in_order(found: Mapping[Key, Cell], order: list[str]) -> tuple[Cell, ...]:
    """The cells, the most missing first; of each the group first that stands first."""
    place = {name: number for number, name in enumerate(order)}
    turned = [
        cell if place[cell.a] <= place[cell.b] else attrs.evolve(cell, a=cell.b, b=cell.a)
        for cell in found.values()
    ]
    return tuple(sorted(turned, key=lambda cell: (*_rank(cell), place[cell.a], place[cell.b])))


def _rank(cell: Cell) -> tuple[float, ...]:
    """Most missing first, then most citizens there, as in the list of missing links."""
    citizens = Count.total(cell.missing_citizens)
    most = math.inf if citizens.max is None else citizens.max
    return (-cell.missing, -citizens.min, -most, -cell.open, -cell.need)
