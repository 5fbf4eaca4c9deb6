"""Who could bridge a gap: the services in contact with both sides of it."""

from __future__ import annotations

from collections import defaultdict

from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.need import PairKey
from collabmodel.analysis.pairs import Pair, Pairs, pair_of, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.wording import Number
from collabmodel.domain.level import Level
from collabmodel.domain.model import Model

__all__ = ["Partners", "bridging", "partners_of", "who_could_bridge"]

Partners = dict[str, dict[str, Pair]]
"""For each service those that it is in contact with, or may be, and the pair that they make."""

Bridging = tuple[str, Pair, Pair, bool | None]
"""Who is in contact with both sides of a gap, its pairs with the two, and whether that is enough.

That is yes, no, or None where it is not known whether the level is reached.
"""


def who_could_bridge(model: Model, a: str, b: str, rules: Rules | None = None) -> Findings:
    """The services in contact with both *a* and *b*, that could bring the two together.

    `could-bridge`: its contact with each of the two is at least at the level that the two need.
    `could-bridge-possible`: it is in contact with both, or may be, but that level is not reached
    with one of them (`sentence`), or nobody knows whether it is (`not-known`).

    Args:
        model: The model.
        a: The id of the one service.
        b: The id of the other.
        rules: What counts as contact; and the level, where no need of the two says it.

    Returns:
        Findings about three services each, the one that could bridge and the two, the closest
        contact first. Their numbers: `first_level` and `second_level`, the level that is certain
        with each of the two, and `needed_level`.

    Raises:
        InvalidModel: The model has problems.
        UnknownId: Nothing has one of the ids, or what has it is no service.
        InvalidArgument: The two are one service, or one is a part of the other.

    >>> from collabmodel import Service, Tie
    >>> model = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "The flats"), Service("gp", "The GP"),
    ...     Tie(("ward", "gp"), level=3), Tie(("gp", "flats"), level=2),
    ... )
    >>> print(who_could_bridge(model, "ward", "flats")[0].sentence())
    The GP is in contact with The flats at level 2, cooperation and with The ward at level 3, \
coordination. It could bring the two together.
    """
    judged = pairs(model, rules)
    gap = pair_of(model, a, b, judged.rules)
    needed = gap.need.level if gap.need else judged.rules.needed_level
    found = bridging(partners_of(judged), gap.key, needed)
    return Findings(
        tuple(_finding(model, judged.rules, gap.key, needed, one) for one in found),
        judged.rules,
        asked=judged.asked,
        services=judged.services,
        finder="who_could_bridge",
    )


def partners_of(judged: Pairs) -> Partners:
    """The partners of every service that is in contact, or may be."""
    partners: Partners = defaultdict(dict)
    for pair in judged:
        if pair.in_contact is not False:
            partners[pair.a][pair.b] = partners[pair.b][pair.a] = pair
    return partners


def bridging(partners: Partners, gap: PairKey, needed: Level) -> list[Bridging]:
    """Who is in contact with both sides of a gap, or may be, the closest first."""
    one, other = (partners.get(side, {}) for side in gap)
    found = []
    for id in one.keys() & other.keys():
        both = (one[id], other[id])
        enough: bool | None = all(pair.low >= needed for pair in both)
        if not enough and all(pair.high >= needed for pair in both):
            enough = None
        found.append((id, *both, enough))
    return sorted(found, key=_closest)


def _closest(one: Bridging) -> tuple[object, ...]:
    id, first, second, enough = one
    low, high = sorted((first.low, second.low))
    return (enough is not True, -low, -high, id)


def _finding(model: Model, rules: Rules, gap: PairKey, needed: Level, one: Bridging) -> Finding:
    id, first, second, enough = one
    numbers: dict[str, Number] = {
        "first_level": first.level,
        "second_level": second.level,
        "needed_level": needed,
    }
    contacts = {c.element for pair in (first, second) for c in pair.contacts if c.how == "direct"}
    return Finding(
        "could-bridge" if enough else "could-bridge-possible",
        (id, *gap),
        numbers,
        tuple(sorted(contacts)),
        rules,
        model,
        "not-known" if enough is None else "sentence",
    )
