"""The page of the cases is true: every fact stands in it once, and the model holds it as it says.

The tables of docs/cases.md are read row by row. What a row names as a field has to be set on the
element that it names, what it calls a note has to be written, what it calls absent has to be so.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from collabmodel.datasets import load_dataset
from collabmodel.domain.elements import Activity, Service, Statement
from collabmodel.domain.model import Model

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[2] / "docs" / "cases.md"
FACTS = {"s0": 35, "s1": 32, "s2": 31, "s3": 32, "s4": 32}
"""How many facts each text gave."""

HEADING = re.compile(r"## (s[0-4]): `(\w+)`")
ROW = re.compile(r"\| (s[0-4]-[0-9]{2}) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|")

CHECKS: dict[str, Callable[[Model], bool]] = {
    "flow with the support centres": lambda model: all(
        "support-centres" not in (flow.source, flow.target) for flow in model.flows
    ),
    "count of citizens": lambda model: not any(flow.citizens.is_known for flow in model.flows),
    "date of the theme day": lambda model: model.find(Activity, "theme-day").when is None,
    "tie among the partners": lambda model: all(
        "center-for-psykiatri" in tie.parties for tie in model.ties
    ),
    "provider of the fifth": lambda model: (
        model.find(Service, "ungdommens-uddannelsesvejledning-randers").provided_by == ()
    ),
    "regional psychiatry": lambda model: (
        not any(
            organisation.kind == "region" or "regionspsykiatri" in organisation.name.casefold()
            for organisation in model.organisations
        )
    ),
    "services": lambda model: model.services == (),
    "flows": lambda model: model.flows == (),
    "pathways": lambda model: model.pathways == (),
    "HelsaMi": lambda model: not any("HelsaMi" in element.name for element in model.elements()),
    "tie of the specialist services": lambda model: model.ties_of("specialist-services") == (),
    "tie of two parties": lambda model: all(len(tie.parties) > 2 for tie in model.ties),
    "period of the project": lambda model: all(i.when is None for i in model.initiatives),
    "money": lambda model: all(i.funding == () for i in model.initiatives),
}
"""What a text does not have, and how to see that its model does not have it either."""


@attrs.frozen
class Row:
    """One fact of the page: which elements of which dataset hold it, and as what."""

    dataset: str
    fact: str
    held: tuple[tuple[str, tuple[str, ...]], ...]
    absent: tuple[str, ...]


def rows_of(page: str) -> list[Row]:
    rows, dataset = [], ""
    for line in page.splitlines():
        if heading := HEADING.fullmatch(line):
            dataset = heading[2]
        elif row := ROW.fullmatch(line):
            rows.append(read(dataset, *row.groups()))
    return rows


def read(dataset: str, fact: str, _in_short: str, held_by: str, held_as: str) -> Row:
    elements = re.findall(r"`([^`]+)`", held_by)
    every = [part.strip() for part in held_as.split(";")]
    absent = tuple(p.removeprefix("absent: ") for p in every if p.startswith("absent: "))
    parts = [part for part in every if not part.startswith("absent: ")]
    if len(parts) == 1:
        parts *= len(elements)
    assert len(parts) == len(elements), f"{fact}: {len(elements)} elements, {len(parts)} parts"
    ways = [tuple(part.split(", ")) for part in parts]
    return Row(dataset, fact, tuple(zip(elements, ways, strict=True)), absent)


ROWS = rows_of(PAGE.read_text(encoding="utf-8"))


def test_every_fact_of_every_text_stands_in_the_page_once():
    expected = [f"{text}-{number:02d}" for text, n in FACTS.items() for number in range(1, n + 1)]
    assert [row.fact for row in ROWS] == expected
    assert len(expected) == 162


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fact)
class TestEachFact:
    def test_the_elements_that_the_page_names_hold_it_as_it_says(self, row):
        model = load_dataset(row.dataset)
        for id, ways in row.held:
            element = model[id]
            for way in ways:
                assert holds(element, way), f"{id}: {way}"

    def test_what_the_page_calls_absent_is_absent(self, row):
        model = load_dataset(row.dataset)
        for what in row.absent:
            assert CHECKS[what](model), what

    def test_it_is_held_somehow(self, row):
        assert row.held or row.absent


def holds(element: Any, way: str) -> bool:
    if way == "note":
        return bool(element.note)
    if way == "statement":
        return isinstance(element, Statement) and bool(element.text)
    name = way.strip("`")
    assert way == f"`{name}`", f"neither a field nor note nor statement: {way}"
    value = getattr(element, name)
    default = getattr(attrs.fields_dict(type(element))[name], "default", attrs.NOTHING)
    return value not in ("", (), None) and bool(value != default)


def test_every_element_of_a_text_stands_in_its_table():
    """Nothing is in a model that no fact asked for."""
    for dataset in {row.dataset for row in ROWS}:
        named = {id for row in ROWS if row.dataset == dataset for id, _ in row.held}
        # Who is only one of many stands inside the fact that lists them.
        listed = {
            id
            for element in load_dataset(dataset).elements()
            if element.id in named
            for field in ("owner", "participants", "members", "parties", "said_by")
            for id in getattr(element, field, ())
        }
        everything = {element.id for element in load_dataset(dataset).elements()}
        assert everything - named - listed == set()


def test_every_check_of_an_absence_is_asked_for():
    assert {what for row in ROWS for what in row.absent} == set(CHECKS)


def test_a_fact_of_a_statement_is_held_by_the_statement_of_its_number():
    for row in ROWS:
        for id, ways in row.held:
            assert ("statement" in ways) <= (id == row.fact), f"{row.fact}: {id}"
