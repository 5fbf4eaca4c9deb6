"""Multiplexity: how many kinds of ties join two services that are in contact?

Two that share a meeting, a joint plan and a forum are joined in three ways; where one ends, two
remain. A relation of more than one content is multiplex (Kapferer 1969); the measures are the
number of kinds per pair and the share of pairs that are multiplex (Verbrugge 1979).

The number is often not known: a tie of the kind `contact` does not say what it is, so it may be one
of the kinds that the pair has anyhow or one more; and a tie may be in force or not. So every number
is a range.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import attrs
import networkx as nx

from collabmodel.analysis.by_name import entry_of, place_of
from collabmodel.analysis.by_part import by_part
from collabmodel.analysis.contact import Contact
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.pairs import Pair, pairs
from collabmodel.analysis.ratio import ratio
from collabmodel.analysis.rules import Confirmation, Rules
from collabmodel.analysis.snapshot import Grouping, Snapshot, snapshot
from collabmodel.domain.errors import InvalidArgument, did_you_mean
from collabmodel.domain.model import Model

__all__ = ["Multiplexity", "PairKinds", "TieKinds", "multiplexity"]

Part = Literal["network", "node", "block", "pair", "kind"]


@attrs.frozen
class PairKinds:
    """The kinds of ties that join one pair in contact.

    Attributes:
        a: The id of the one; it comes first by alphabet.
        b: The id of the other.
        kinds: The kinds that are certain, sorted.
        possible: Further kinds that the pair may have: of ties that may not be in force or that
            are not confirmed.
        unnamed: How many ties there are whose kind nobody said.
        focus_areas: The focus areas of the ties and forums that are certain, sorted.
    """

    a: str
    b: str
    kinds: tuple[str, ...]
    possible: tuple[str, ...]
    unnamed: int
    focus_areas: tuple[str, ...]

    @property
    def low(self) -> int:
        """The smallest number of kinds; a pair in contact has at least one."""
        return max(1, len(self.kinds))

    @property
    def high(self) -> int:
        """The largest number of kinds."""
        return max(1, len(self.kinds) + len(self.possible) + self.unnamed)


@attrs.frozen
class TieKinds:
    """How many kinds of ties join the pairs of a network, of a node, or of two groups.

    Attributes:
        about: Nothing for the network, the id of a node, or the names of two groups.
        pairs: How many pairs are in contact.
        several_low: How many of them have more than one kind for certain.
        several_high: How many may have.
        share_low: The smallest share of pairs with more than one kind; NaN without pairs.
        share_high: The largest.
        mean_low: The smallest mean number of kinds per pair; NaN without pairs.
        mean_high: The largest.
        mean_focus_areas: The mean number of focus areas on record per pair; NaN without pairs.
    """

    about: tuple[str, ...]
    pairs: int
    several_low: int
    several_high: int
    share_low: float
    share_high: float
    mean_low: float
    mean_high: float
    mean_focus_areas: float


@attrs.frozen
class Multiplexity(Displayed):
    """The multiplexity of a network, its nodes and its groups. Undefined numbers are NaN.

    Attributes:
        network: All pairs in contact.
        nodes: One entry a node, by id: its pairs.
        blocks: One entry for each two groups, or one with itself, that have pairs in contact.
        pairs: One entry a pair in contact, by its ids.
        groups: The names of the groups, sorted.
        grouped_by: What the groups were read from; None without groups.
        rules: The rules of the pairs; None for a graph.
    """

    network: TieKinds
    nodes: tuple[TieKinds, ...]
    blocks: tuple[TieKinds, ...]
    pairs: tuple[PairKinds, ...]
    groups: tuple[str, ...]
    grouped_by: str | None
    rules: Rules | None

    def node(self, name: str) -> TieKinds:
        """The entry of the node with the id *name*.

        Raises:
            UnknownId: No node has it.
        """
        return entry_of(name, {entry.about[0]: entry for entry in self.nodes})

    def block(self, group: str, other: str) -> TieKinds:
        """The entry of two groups, in either order, or of one with itself.

        Raises:
            UnknownId: A group is not there.
        """
        for name in (group, other):
            place_of(name, self.groups, "group")
        about = (min(group, other), max(group, other))
        found = [entry for entry in self.blocks if entry.about == about]
        return found[0] if found else _summary(about, [])

    def records(self, of: Part = "block") -> list[dict[str, Any]]:
        """One dict for the network, or for each node, block, pair, or kind.

        A kind has the number of pairs that it joins for certain, and at most.
        """
        if of == "network":
            return [_row(self.network)]
        if of == "node":
            return [{"id": entry.about[0], **_row(entry)} for entry in self.nodes]
        if of == "block":
            return [
                {"group": entry.about[0], "other": entry.about[1], **_row(entry)}
                for entry in self.blocks
            ]
        if of == "pair":
            return [
                {**attrs.asdict(pair), "low": pair.low, "high": pair.high} for pair in self.pairs
            ]
        certain = Counter(kind for pair in self.pairs for kind in pair.kinds)
        possible = Counter(kind for pair in self.pairs for kind in pair.possible)
        return [
            {"kind": kind, "pairs_low": certain[kind], "pairs_high": certain[kind] + possible[kind]}
            for kind in sorted(certain | possible)
        ]

    def _parts(self) -> Iterator[str | Rows]:
        every = self.network
        mean = _range(every.mean_low, every.mean_high)
        share = _range(every.share_low, every.share_high)
        head = (
            f"{every.pairs} pairs in contact: a mean of {mean} kinds of ties; "
            f"a share of {share} has more than one"
        )
        yield head
        yield Rows(self.records("kind"), call=".records('kind')")


def multiplexity(
    data: Model | nx.Graph[Any],
    group: Grouping = "group",
    *,
    rules: Rules | None = None,
    kind: str = "kind",
) -> Multiplexity:
    """How many kinds of ties, and focus areas, join the pairs that are in contact.

    Of a model every tie and forum counts that joins two services directly and may be in force.
    All forums are one kind, `forum`; ties of the kind `contact` are of a kind that nobody said.
    Under `Rules.confirmation="both"` a kind is certain where both sides tell of it.

    Args:
        data: A model; or a networkx graph without directions whose edges say their kind.
        group: A node attribute or a mapping of nodes, as in `snapshot`; None: no blocks.
        rules: For a model, what counts as contact.
        kind: For a graph, the edge attribute that holds the kind. An edge without it is of a kind
            that nobody said.

    Raises:
        InvalidModel: The model has problems.
        InvalidArgument: The graph has directions, or none of its edges says a kind.

    >>> from collabmodel import Model, Service, Tie
    >>> from collabmodel.analysis.multiplexity import multiplexity
    >>> found = multiplexity(Model.of(
    ...     Service("ward"), Service("flats"), Service("clinic"),
    ...     Tie(("ward", "flats"), "meeting"), Tie(("ward", "flats"), "joint plan"),
    ...     Tie(("ward", "clinic"), "meeting"), Tie(("ward", "clinic")),
    ... ))
    >>> found.network.share_low, found.network.share_high  # one tie may be a meeting or more
    (0.5, 1.0)
    """
    if isinstance(data, Model):
        taken = snapshot(data, group, rules=rules)
        judged = pairs(data, rules)
        focus = {tie.id: tie.focus_areas for tie in data.ties}
        focus |= {forum.id: forum.focus_areas for forum in data.forums}
        joined = [
            _of_pair(pair, judged.rules.confirmation, focus)
            for pair in (judged.get(*ends) for ends in _ends(taken))
            if pair is not None
        ]
        return _gathered(taken, joined, judged.rules)
    if not isinstance(data, nx.Graph):
        raise InvalidArgument(
            "multiplexity needs the kinds of the ties: expected a Model, or a networkx graph whose "
            f"edges say their kind, found {type(data).__name__}."
        )
    return _gathered(*_of_graph(data, group, kind), None)


def _ends(taken: Snapshot) -> Iterator[tuple[str, str]]:
    for left, right in zip(taken.left.tolist(), taken.right.tolist(), strict=True):
        yield taken.ids[left], taken.ids[right]


def _of_pair(
    pair: Pair, confirmation: Confirmation, focus: dict[str, tuple[str, ...]]
) -> PairKinds:
    certain, possible, unnamed = set[str](), set[str](), 0
    areas = set[str]()
    for contact in pair.contacts:
        is_there = _is_there(contact, confirmation)
        if is_there is False:
            continue
        kind = "forum" if contact.is_forum else contact.kind
        if kind == "contact":
            unnamed += 1
        else:
            (certain if is_there else possible).add(kind)
        if is_there:
            areas.update(focus[contact.element])
    return _pair_kinds(pair.a, pair.b, certain, possible, unnamed, areas)


def _is_there(contact: Contact, confirmation: Confirmation) -> bool | None:
    """Whether the contact joins its pair now: yes, no, or not known."""
    said = [view.level for view in contact.views]
    if (
        contact.how != "direct"
        or contact.force.now is False
        or not (contact.is_documented or contact.is_claimed)
        or (confirmation == "both" and 0 in said)
    ):
        return False
    told = confirmation == "either" or len(said) == 2
    return True if told and contact.force.now else None


def _of_graph(graph: nx.Graph[Any], group: Grouping, kind: str) -> tuple[Snapshot, list[PairKinds]]:
    if graph.is_directed():
        raise InvalidArgument(
            "the graph has directions, and a pair is joined whichever way its ties run. Give "
            "graph.to_undirected() of a MultiDiGraph, which keeps every tie."
        )
    taken = snapshot(graph, group, project="either")
    said: dict[tuple[str, str], list[Any]] = defaultdict(list)
    edges: Iterable[tuple[Any, Any, Any]] = graph.edges(data=kind)
    for one, other, value in edges:
        a, b = sorted((str(one), str(other)))
        said[a, b].append(value)
    if said and all(value is None for values in said.values() for value in values):
        known = sorted({str(name) for *_, named in graph.edges(data=True) for name in named})
        raise InvalidArgument(
            f"no edge of the graph has the attribute {kind!r}, so nothing says of what kind the "
            f"ties are.{did_you_mean(kind, known)} Name the attribute: kind=…"
        )
    joined = []
    for a, b in _ends(taken):
        kinds = {str(value) for value in said[a, b] if value is not None}
        joined.append(_pair_kinds(a, b, kinds, set(), said[a, b].count(None), set()))
    return taken, joined


def _pair_kinds(
    a: str, b: str, certain: set[str], possible: set[str], unnamed: int, areas: set[str]
) -> PairKinds:
    further = tuple(sorted(possible - certain))
    return PairKinds(a, b, tuple(sorted(certain)), further, unnamed, tuple(sorted(areas)))


def _gathered(taken: Snapshot, joined: list[PairKinds], rules: Rules | None) -> Multiplexity:
    parts = by_part(joined, {id: taken.groups_of(place) for place, id in enumerate(taken.ids)})
    return Multiplexity(
        network=_summary((), joined),
        nodes=tuple(_summary((name,), own) for name, own in parts.nodes.items()),
        blocks=tuple(_summary(block, own) for block, own in parts.blocks.items()),
        pairs=tuple(joined),
        groups=taken.groups,
        grouped_by=taken.grouped_by,
        rules=rules,
    )


def _summary(about: tuple[str, ...], joined: Sequence[PairKinds]) -> TieKinds:
    several_low = sum(pair.low > 1 for pair in joined)
    several_high = sum(pair.high > 1 for pair in joined)
    count = len(joined)
    return TieKinds(
        about=about,
        pairs=count,
        several_low=several_low,
        several_high=several_high,
        share_low=ratio(several_low, count),
        share_high=ratio(several_high, count),
        mean_low=ratio(sum(pair.low for pair in joined), count),
        mean_high=ratio(sum(pair.high for pair in joined), count),
        mean_focus_areas=ratio(sum(len(pair.focus_areas) for pair in joined), count),
    )


def _row(entry: TieKinds) -> dict[str, Any]:
    row = attrs.asdict(entry)
    del row["about"]
    return row


def _range(low: float, high: float) -> str:
    return f"{low:.2f}" if low == high or math.isnan(low) else f"{low:.2f} to {high:.2f}"
