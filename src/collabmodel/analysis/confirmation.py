"""Do the partners agree about their contact?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import attrs

from collabmodel.analysis.by_name import entry_of
from collabmodel.analysis.by_part import ByPart, by_part_of
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.grouping import By, grouped_by
from collabmodel.analysis.pairs import Confirmed, Pair, pairs
from collabmodel.analysis.ratio import ratio
from collabmodel.analysis.rules import Rules
from collabmodel.domain.model import Model

__all__ = ["Agreement", "ConfirmationRate", "GroupAgreement", "confirmation_rate"]

Part = Literal["answer", "group", "node"]


@attrs.frozen
class Agreement:
    """How many of some pairs the two sides confirm.

    Attributes:
        rate: confirmed / (confirmed + contradicted), among pairs of which both sides were heard;
            NaN where there is none.
        counts: How many pairs there are of each answer.
    """

    rate: float
    counts: dict[Confirmed, int]


@attrs.frozen
class GroupAgreement:
    """How many of the pairs of one group the two sides confirm.

    Attributes:
        group: Its name.
        inside: The pairs of two of its services.
        across: The pairs of one of its services and one that does not belong to it.
    """

    group: str
    inside: Agreement
    across: Agreement


@attrs.frozen
class ConfirmationRate(Displayed):
    """How many pairs in contact the two sides confirm: of a model, its groups and services.

    Attributes:
        rate: confirmed / (confirmed + contradicted), among pairs of which both sides were heard;
            NaN where there is none.
        counts: How many pairs there are of each answer.
        parts: The pairs that a tie or a forum bears on, by what they belong to.
        grouped_by: What the groups were read from; None without groups.
        rules: The rules of the pairs.
    """

    rate: float
    counts: dict[Confirmed, int]
    parts: ByPart[Pair] = attrs.field(repr=False)
    grouped_by: str | None
    rules: Rules

    @property
    def services(self) -> dict[str, Agreement]:
        """What there is of the pairs of each service, by id."""
        return {name: _agreement(own) for name, own in self.parts.nodes.items()}

    @property
    def groups(self) -> dict[str, GroupAgreement]:
        """What there is of each group, inside it and across its border, by name."""
        return {name: self.group(name) for name in self.parts.inside}

    def node(self, name: str) -> Agreement:
        """What there is of the pairs of the service with the id *name*.

        Raises:
            UnknownId: No service has it.
        """
        return _agreement(entry_of(name, self.parts.nodes, "service"))

    def group(self, name: str) -> GroupAgreement:
        """What there is of the pairs of the group called *name*.

        Raises:
            UnknownId: No group is called so.
        """
        inside = entry_of(name, self.parts.inside, "group")
        return GroupAgreement(name, _agreement(inside), _agreement(self.parts.across[name]))

    def records(self, of: Part = "answer") -> list[dict[str, Any]]:
        """A row for each answer; for each group two, inside and across; or for each service."""
        if of == "group":
            return [
                {"group": name, "pairs_are": side, **_row(getattr(entry, side))}
                for name, entry in self.groups.items()
                for side in ("inside", "across")
            ]
        if of == "node":
            return [{"id": name, **_row(found)} for name, found in self.services.items()]
        return [{"confirmed": answer, "pairs": number} for answer, number in self.counts.items()]

    def _parts(self) -> Iterator[str | Rows]:
        head = (
            f"Confirmation rate {self.rate:.3f}: the share of pairs that both sides tell of, among "
            "those of which both were heard"
        )
        yield head
        yield Rows(self.records())


def confirmation_rate(
    model: Model, rules: Rules | None = None, *, group: By | None = "organisation"
) -> ConfirmationRate:
    """How many of the pairs whose two sides were heard say the same of their contact.

    Args:
        model: The model.
        rules: What counts as contact.
        group: How services are grouped, see `groups_of_services`; None: not at all.

    Raises:
        InvalidModel: The model has problems.
        InvalidArgument: *group* groups by nothing that services have.

    >>> from collabmodel import Model, Service, Tie
    >>> model = Model.of(
    ...     Service("a"), Service("b"), Service("c"),
    ...     Tie(("a", "b"), views={"a": 2, "b": 3}), Tie(("b", "c"), views={"b": 2, "c": 0}),
    ... )
    >>> found = confirmation_rate(model)
    >>> found.rate, found.node("c").rate
    (0.5, 0.0)
    """
    judged = pairs(model, rules)
    told = [pair for pair in judged if pair.contacts]
    parts = by_part_of(model, told, group)
    every = _agreement(told)
    return ConfirmationRate(
        every.rate,
        every.counts,
        parts,
        grouped_by(group),
        judged.rules,
    )


def _agreement(told: Iterable[Pair]) -> Agreement:
    found = Counter(pair.confirmed for pair in told)
    agreed, disputed = found["confirmed"], found["contradicted"]
    return Agreement(ratio(agreed, agreed + disputed), {**found})


def _row(found: Agreement) -> dict[str, Any]:
    agreed, disputed = found.counts.get("confirmed", 0), found.counts.get("contradicted", 0)
    return {"rate": found.rate, "confirmed": agreed, "contradicted": disputed}
