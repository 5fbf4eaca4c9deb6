"""Brokers: who holds the network together, what breaks without them, who stands between groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from collabmodel.analysis.brokerage import brokerage
from collabmodel.analysis.contact import Contact
from collabmodel.analysis.cut_points import CutPoints, cut_points
from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.graphs import collaboration_graph
from collabmodel.analysis.grouping import By, grouped_by, groups_of_services
from collabmodel.analysis.missing_links import rank
from collabmodel.analysis.need import pair_key
from collabmodel.analysis.pairs import Pair, Pairs, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.wording import Number, Numbers, fewest, parts_of, short_list
from collabmodel.domain.count import Count
from collabmodel.domain.model import Model

__all__ = ["find_brokers"]

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def find_brokers(model: Model, by: By = "organisation", *, rules: Rules | None = None) -> Findings:
    """Who bridges what, and what breaks without them.

    `sole-bridge`: without this service, some others have no way to one another any more over
    contact on record. `sole-forum`: the same of a forum, where its members have no other contact.
    `fragile-bridge`: the contact of two services is such a bridge, and so few people carry it
    (`Rules.fragile_persons`) that it ends when they leave. `broker`: a service in contact with
    both sides of pairs with need, of different groups, that have no contact on record themselves.

    Contact that is not known to be in force could undo a bridge. `sole-bridge` and `sole-forum`
    hold whichever of it is; `sole-bridge-possible` and `sole-forum-possible` hang on it. What
    nobody was asked about may be there too, so each bridge says whether it is `certain`: whether
    all the services that could have other contact were asked.

    Nothing here is tested against chance: brokers are ranked by the need that lies across them,
    and `brokerage` tells what chance gives. A service and a part of it make no pair, so no way
    leads from the one to the other. A forum with so many members that it joins no pair
    (`Rules.wide`) bridges nothing.

    Args:
        model: The model.
        by: How the services are grouped for `broker`, see `groups_of_services`.
        rules: What counts as need and as contact.

    Returns:
        Bridges first, then brokers, each by the citizen-pairs that lie across. The numbers of a
        bridge: `apart`, how many services are cut off from the largest part; `parts`, into how
        many parts falls what it joined; `pairs`, how many pairs of services have no way left; of
        these with need `needed_pairs` and their `citizen_pairs`; `certain`. The numbers of a
        broker: `needed_pairs` and `citizen_pairs` between which it stands; of these `sole_pairs`,
        where nobody else does; and its roles as in `brokerage`, `representative`, `liaison`,
        `itinerant` and `overlapping`.

    Raises:
        InvalidModel: The model has problems.
        InvalidArgument: *by* groups by nothing that services have, or the rules do not fit.

    >>> from collabmodel import Flow, Service, Tie
    >>> model = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "The flats"), Service("gp", "The GP"),
    ...     Tie(("ward", "gp"), level=2), Tie(("gp", "flats"), level=2), Flow("ward", "flats", 40),
    ... )
    >>> [(finding.code, finding.about) for finding in find_brokers(model)]
    [('sole-bridge', ('gp',)), ('broker', ('gp',))]
    """
    judged = pairs(model, rules)
    network = _Network.of(model, judged)
    cuts = cut_points(model, rules=judged.rules)
    found = [
        *_sole_bridges(network, cuts),
        *_sole_forums(network),
        *_fragile_bridges(network, cuts),
        *_brokers(network, by),
    ]
    found.sort(key=_weight)
    return Findings(
        tuple(found),
        judged.rules,
        asked=judged.asked,
        services=judged.services,
        left_out=judged.left_out,
        finder="find_brokers",
        grouped_by=grouped_by(by),
    )


_ORDER = (
    "sole-bridge",
    "sole-forum",
    "fragile-bridge",
    "sole-bridge-possible",
    "sole-forum-possible",
    "broker",
)


def _weight(finding: Finding) -> tuple[object, ...]:
    citizens = fewest(finding.numbers["citizen_pairs"])
    needed, every = (finding.numbers.get(name, 0) for name in ("needed_pairs", "pairs"))
    more = [-number for number in (needed, every) if isinstance(number, int)]
    return (_ORDER.index(finding.code), -citizens, *more, finding.about)


@attrs.frozen
class _Loss:
    """What falls apart without a service, a forum or a tie.

    Attributes:
        parts: Into how many parts falls what it joined.
        apart: The services that are cut off from the largest part.
        pairs: How many pairs of services have no way to one another any more.
        needed: Those of them with need.
        certain_pairs: Of the pairs, how many have none whichever contact is in force.
    """

    parts: int
    apart: tuple[str, ...]
    pairs: int
    needed: tuple[Pair, ...]
    certain_pairs: int


@attrs.frozen(eq=False)
class _Network:
    """The contact of a model as arrays: what is on record, and what may not be in force.

    Attributes:
        model: The model.
        judged: Its pairs.
        services: The ids of all services, sorted; their places are the numbers in *ends*.
        joined: The pairs in contact, and after them those of which that is not known.
        ends: Pairs × 2: the two services of each.
        on_record: Which of the pairs are in contact.
        needed: The pairs with need.
        needed_ends: The two services of each.
        not_asked: The services that nobody asked about their contact.
    """

    model: Model
    judged: Pairs
    services: tuple[str, ...]
    joined: tuple[Pair, ...]
    ends: Ints
    on_record: Mask
    needed: tuple[Pair, ...]
    needed_ends: Ints
    not_asked: frozenset[str]
    _wholes: dict[bool, Ints] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, model: Model, judged: Pairs) -> _Network:
        services = tuple(sorted(service.id for service in model.services))
        place = {id: number for number, id in enumerate(services)}
        contact = [(pair.in_contact, pair) for pair in judged]
        certain = [pair for known, pair in contact if known is True]
        maybe = [pair for known, pair in contact if known is None]
        return cls(
            model,
            judged,
            services,
            (*certain, *maybe),
            _ends((*certain, *maybe), place),
            np.arange(len(certain) + len(maybe)) < len(certain),
            judged.needed,
            _ends(judged.needed, place),
            frozenset(services).difference(model.asked or ()),
        )

    def loss(
        self,
        kept: Mask,
        gone: int | None = None,
        *,
        perhaps: Mask | None = None,
        with_unknown: bool = False,
    ) -> _Loss | None:
        """What falls apart where only *kept* is left of the joined pairs; None where nothing does.

        Args:
            kept: Which of the joined pairs are left.
            gone: The service that leaves, which is no part itself.
            perhaps: Which of the others may be in contact still.
            with_unknown: Whether contact that may not be in force is taken as contact.
        """
        counted = np.ones(len(self.ends), dtype=bool) if with_unknown else self.on_record
        before, after = self._whole(with_unknown), self._parts(counted & kept)
        stays = np.arange(len(self.services)) != gone
        sizes = np.bincount(after[stays], minlength=len(self.services))
        lost = _pairs_in(before[stays]) - _pairs_in(after[stays])
        if not lost:
            return None
        split = _split_wholes(before[stays], after[stays])
        touched = np.isin(before, split) & stays
        largest = {
            whole: max(sorted(set(after[touched & (before == whole)].tolist())), key=sizes.item)
            for whole in split.tolist()
        }
        main = np.isin(after, list(largest.values()))
        widest = after
        if perhaps is not None or not counted.all():
            widest = self._parts(kept if perhaps is None else kept | perhaps)
        both = np.unique(before * len(self.services) + widest, return_inverse=True)[1]
        one, other = self.needed_ends.T
        parted = (
            (before[one] == before[other])
            & (after[one] != after[other])
            & stays[one]
            & stays[other]
        )
        return _Loss(
            parts=len(set(after[touched].tolist())),
            apart=tuple(self.services[n] for n in np.flatnonzero(touched & ~main).tolist()),
            pairs=lost,
            needed=tuple(self.needed[n] for n in np.flatnonzero(parted).tolist()),
            certain_pairs=_pairs_in(before[stays]) - _pairs_in(both[stays]),
        )

    @cached_property
    def perhaps(self) -> Mask:
        """Which pairs may be in contact still without the contact that is known to be in force."""
        return np.array([any(map(_may_be_in_force, pair.contacts)) for pair in self.joined], bool)

    def _whole(self, with_unknown: bool) -> Ints:
        if with_unknown not in self._wholes:
            counted = self.on_record | with_unknown
            self._wholes[with_unknown] = self._parts(counted)
        return self._wholes[with_unknown]

    def _parts(self, counted: Mask) -> Ints:
        left, right = self.ends[counted].T
        count = len(self.services)
        graph = csr_array((np.ones(left.size), (left, right)), shape=(count, count))
        return connected_components(graph, directed=False)[1].astype(np.int64)

    def finding(
        self,
        code: str,
        about: tuple[str, ...],
        numbers: Numbers,
        contacts: Iterable[Pair],
        needed: Iterable[Pair],
        wording: str = "sentence",
    ) -> Finding:
        on = {id for pair in needed for id in pair.needed_by}
        on |= {c.element for pair in contacts for c in pair.contacts if c.how == "direct"}
        rules = self.judged.rules
        return Finding(code, about, numbers, tuple(sorted(on)), rules, self.model, wording)

    def bridge(
        self,
        code: str,
        about: tuple[str, ...],
        loss: _Loss,
        contacts: Iterable[Pair] = (),
        wording: str = "sentence",
        **more: Number,
    ) -> Finding:
        """What is found of a bridge: a service that leaves, a forum, or a tie of two services."""
        # Who leaves has no say; the two services of a tie stay.
        could_say = self.not_asked.difference(about if len(about) == 1 else ())
        numbers: dict[str, Number] = {
            "parts": loss.parts,
            "apart": len(loss.apart),
            "others": short_list(self.model.label(id) for id in loss.apart),
            "pairs": loss.pairs,
            "needed_pairs": len(loss.needed),
            "citizen_pairs": parts_of(pair.citizens for pair in loss.needed),
            "certain": not code.endswith("-possible") and not could_say,
            **more,
        }
        if not loss.needed:
            wording = "no-need" if wording == "sentence" else f"{wording}-no-need"
        return self.finding(code, about, numbers, contacts, loss.needed, wording)


def _ends(some: tuple[Pair, ...], place: dict[str, int]) -> Ints:
    return np.array([(place[p.a], place[p.b]) for p in some], dtype=np.int64).reshape(-1, 2)


def _pairs_in(labels: Ints) -> int:
    """How many pairs of services have the same label."""
    sizes = np.bincount(labels)
    return int((sizes * (sizes - 1) // 2).sum())


def _split_wholes(before: Ints, after: Ints) -> Ints:
    """The labels of *before* that hold more than one of the finer labels of *after*."""
    whole = np.zeros(after.max() + 1, dtype=np.int64)
    whole[after] = before + 1
    return np.flatnonzero(np.bincount(whole)[1:] > 1)


def _sole_bridges(network: _Network, cuts: CutPoints) -> Iterator[Finding]:
    widest = cuts
    if not network.on_record.all():
        graph = collaboration_graph(network.model, network.judged.rules)
        graph.add_edges_from(pair.key for pair in network.joined)
        widest = cut_points(graph)
    place = {id: number for number, id in enumerate(network.services)}
    for service in sorted({*cuts.points, *widest.points}):
        gone = place[service]
        touching = (network.ends == gone).any(axis=1)
        on_record = service in cuts.points
        loss = network.loss(~touching, gone, with_unknown=not on_record)
        if loss is None:  # pragma: no cover (a cut point parts some)
            continue
        is_sure = on_record and loss.certain_pairs > 0
        own = [network.joined[n] for n in np.flatnonzero(touching).tolist()]
        yield network.bridge(
            "sole-bridge" if is_sure else "sole-bridge-possible",
            (service,),
            loss,
            [pair for pair in own if pair.in_contact or not on_record],
            "sentence" if on_record else "if-in-force",
        )


def _sole_forums(network: _Network) -> Iterator[Finding]:
    """Forums without which some services have no way to one another any more."""
    resting: dict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(network.joined):
        carriers = _carriers(pair)
        if pair.in_contact and len(carriers) == 1 and carriers[0].is_forum:
            resting[carriers[0].element].append(number)
    for forum, numbers in sorted(resting.items()):
        kept = np.ones(len(network.joined), dtype=bool)
        kept[numbers] = False
        loss = network.loss(kept, perhaps=network.perhaps)
        if loss is not None:
            code = "sole-forum" if loss.certain_pairs else "sole-forum-possible"
            yield network.bridge(code, (forum,), loss)


def _fragile_bridges(network: _Network, cuts: CutPoints) -> Iterator[Finding]:
    """Bridges of two services that so few people carry that they end when these leave."""
    number_of = {pair.key: number for number, pair in enumerate(network.joined)}
    for bridge in cuts.bridges:
        number = number_of[pair_key(bridge.one, bridge.other)]
        pair = network.joined[number]
        persons = Count.total(contact.persons for contact in _carriers(pair))
        if bridge.parted < 2 or not persons.is_at_most(network.judged.rules.fragile_persons):
            continue
        kept = np.arange(len(network.joined)) != number
        loss = network.loss(kept, perhaps=network.perhaps)
        if loss is not None and loss.certain_pairs:
            yield network.bridge("fragile-bridge", pair.key, loss, (pair,), persons=persons)


def _carriers(pair: Pair) -> list[Contact]:
    """The ties and forums by each of which alone the two would be in contact."""
    return [c for c in pair.contacts if c.force.now is True and _tells_of_contact(c)]


def _may_be_in_force(contact: Contact) -> bool:
    return contact.force.now is None and _tells_of_contact(contact)


def _tells_of_contact(contact: Contact) -> bool:
    return contact.how == "direct" and (contact.is_documented or contact.is_claimed)


def _brokers(network: _Network, by: By) -> Iterator[Finding]:
    """Services in contact with both sides of pairs with need across groups without contact."""
    groups = groups_of_services(network.model, by)
    contacts: dict[str, dict[str, Pair]] = defaultdict(dict)
    for pair in network.joined:
        if pair.in_contact:
            contacts[pair.a][pair.b] = contacts[pair.b][pair.a] = pair
    between: dict[str, list[Pair]] = defaultdict(list)
    sole: dict[str, int] = defaultdict(int)
    for pair in network.needed:
        if pair.in_contact is not False or set(groups[pair.a]) & set(groups[pair.b]):
            continue
        shared = contacts[pair.a].keys() & contacts[pair.b].keys()
        for broker in shared:
            between[broker].append(pair)
            sole[broker] += len(shared) == 1
    if not between:
        return
    roles = brokerage(network.model, by, rules=network.judged.rules)
    for broker, some in sorted(between.items()):
        node = roles.node(broker)
        first = min(some, key=rank)
        numbers: dict[str, Number] = {
            "grouped_by": by if isinstance(by, str) else "mapping",
            "needed_pairs": len(some),
            "sole_pairs": sole[broker],
            "citizen_pairs": parts_of(pair.citizens for pair in some),
            "first": " – ".join(network.model.label(id) for id in first.key),
            "representative": int(node.counts.representative),
            "liaison": int(node.counts.liaison),
            "itinerant": int(node.counts.itinerant),
            "overlapping": node.overlapping,
        }
        own = {id: contacts[broker][id] for pair in some for id in pair.key}
        yield network.finding("broker", (broker,), numbers, own.values(), some)
