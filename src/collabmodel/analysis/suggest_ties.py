"""Which few new ties or forums would meet most citizens whose need is unmet?

A tie meets one pair, so the best ties are the first missing links. Forums share pairs, so each is
chosen for what those before it leave open (greedy).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collabmodel.analysis.best_forum import best_forum, closed_by
from collabmodel.analysis.finding import Finding
from collabmodel.analysis.missing_links import find_missing_links, rank
from collabmodel.analysis.pairs import Pair, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.suggestions import Kind, Stage, Suggestions
from collabmodel.analysis.wording import Number, parts_of
from collabmodel.disclosure import PROTECTED, Disclosure
from collabmodel.domain.elements import Tie
from collabmodel.domain.errors import InvalidArgument, did_you_mean
from collabmodel.domain.model import Model

__all__ = ["suggest_ties"]


def suggest_ties(
    model: Model,
    budget: int,
    *,
    kind: Kind = "tie",
    size: int | None = None,
    rules: Rules | None = None,
    disclosure: Disclosure = PROTECTED,
) -> Suggestions:
    """The few new ties or forums that would meet most citizens whose need is unmet.

    Each closes missing links: pairs with need that are unmet, by what is on record. Whether that
    is certain stands beside each; where it is not, the next step is to ask. Pairs of which it is
    not known whether they are met are not chosen for, and stand in `told_apart`.

    A **tie** joins two services at the level that their need asks for. It closes one missing
    link, so the gains of ties add, and the first missing links are the best choice there is. A
    **forum** joins few services, who hang together by missing links, at the highest level that
    one of these asks for. Forums can share pairs, so each is chosen for what those before it
    leave open: greedy, which gives at least 1 - 1/e of the best choice where each step finds the
    best group (Nemhauser, Wolsey & Fisher 1978). Groups are grown from the weightiest missing
    links and are nearly always, but not certainly, the best of their size.

    The model is judged anew with each suggestion in it, so a large model takes as long for each
    as `find_missing_links` and `find_silos` take together.

    Args:
        model: The model.
        budget: How many ties or forums there is time for.
        kind: `tie` or `forum`.
        size: How many services a forum may have: from 2 to one below `Rules.wide`, from where on
            a forum is too wide to join its pairs; by default that one below.
        rules: What counts as need and as contact enough.
        disclosure: How numbers of citizens are shown; shares of citizen-pairs are made of these.

    Returns:
        Findings `suggested-tie` about two services, `suggested-forum` about several, in the
        order of their choice; fewer than *budget* where that closes all missing links. Their
        numbers: `citizen_pairs`, how many the suggestion meets that those before it do not
        (`citizens`, for a tie); `pairs`, in how many missing links; `certain`, whether all of these
        are; `needed_level`. And before and after it, each together with those before it: `met`, of
        `needed` pairs; the bounds of `congruence` over pairs, and of `moves`, the same over
        citizen-pairs without the `uncounted` pairs, whose number is not known at the most; `silos`,
        with those that it makes appear or vanish; `efficiency`.
        `Suggestions.ties` holds each as an element to try: a forum is a tie of several parties
        there, since only ties hold what each party says, which `confirmation="both"` asks for.

    Raises:
        InvalidModel: The model has problems.
        InvalidArgument: *budget*, *kind* or *size* is none, or the rules do not fit the model.

    >>> from collabmodel import Flow, Service
    >>> model = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "Flats"), Service("gp", "The doctors"),
    ...     Flow("ward", "flats", 40), Flow("gp", "ward", 25), asked=["ward", "flats", "gp"],
    ... )
    >>> for found in suggest_ties(model, 1):
    ...     print(found.sentence())
    Join Flats and The ward at level 2, cooperation: 40 citizens move between them. With this and \
what is suggested before it, 1 of 2 pairs with need would have enough contact for certain, \
instead of 0.
    >>> suggest_ties(model, 1, kind="forum")[0].about
    ('flats', 'gp', 'ward')
    """
    judged = pairs(model, rules)
    chosen = judged.rules
    most = _size(budget, kind, size, chosen)
    missing = sorted((pair for pair in judged.needed if pair.standing == "unmet"), key=rank)
    found, ties, now = [], [], model
    stages = [Stage.of(model, chosen, disclosure)]
    for members, closes in _choices(missing, budget, most):
        now = now.add(_tie(members, closes))
        ties.append(now.ties[-1])
        stages.append(Stage.of(now, chosen, disclosure))
        numbers = _numbers(model, members, closes) | _change(*stages[-2:])
        found.append(_finding(model, chosen, kind, members, closes, numbers))
    return Suggestions(
        tuple(found),
        chosen,
        _open(model, chosen),
        asked=judged.asked,
        services=judged.services,
        left_out=judged.left_out,
        finder="suggest_ties",
        ties=tuple(ties),
        stages=tuple(stages),
        budget=budget,
        kind=kind,
    )


def _size(budget: object, kind: str, size: object, rules: Rules) -> int:
    """How many services one suggestion may join."""
    if type(budget) is not int or budget < 1:
        raise InvalidArgument(f"budget: expected a whole number from 1, found {budget!r}.")
    if kind == "tie":
        if size is not None:
            raise InvalidArgument("size: a tie joins two services; it goes with kind='forum'.")
        return 2
    if kind != "forum":
        hint = did_you_mean(str(kind), ("tie", "forum"))
        raise InvalidArgument(f"kind: expected 'tie' or 'forum', found {kind!r}.{hint}")
    if size is None:
        return rules.wide - 1
    if type(size) is not int or not 2 <= size < rules.wide:
        raise InvalidArgument(
            f"size: expected a whole number from 2 to {rules.wide - 1}, found {size!r}. From "
            f"{rules.wide} parties on (Rules.wide), a forum joins no pair by itself."
        )
    return size


def _choices(
    missing: Sequence[Pair], budget: int, most: int
) -> Iterator[tuple[tuple[str, ...], Sequence[Pair]]]:
    """Who is to be joined, and the missing links that this closes."""
    open_ = list(missing)
    for _ in range(budget):
        if not open_:
            return
        members = open_[0].key if most == 2 else best_forum(open_, most)
        closes = closed_by(members, open_)
        yield members, closes
        closed = {pair.key for pair in closes}
        open_ = [pair for pair in open_ if pair.key not in closed]


def _tie(members: Sequence[str], closes: Sequence[Pair]) -> Tie:
    """A tie that is contact enough for these pairs, and that all its parties confirm."""
    level = _level(closes)
    views = dict.fromkeys(members, level)
    return Tie(members, "contact" if len(members) == 2 else "meeting", level=level, views=views)


def _level(closes: Sequence[Pair]) -> int:
    return max(pair.need.level for pair in closes if pair.need)


def _numbers(model: Model, members: Sequence[str], closes: Sequence[Pair]) -> dict[str, Number]:
    return {
        "citizen_pairs": parts_of(pair.citizens for pair in closes),
        "pairs": len(closes),
        "certain": all(pair.is_certain for pair in closes),
        "needed_level": _level(closes),
        "who": ", ".join(map(model.label, members)),
    }


def _change(before: Stage, after: Stage) -> dict[str, Number]:
    needed, counted = before.coverage.pairs, before.counted.pairs
    numbers: dict[str, Number] = {"needed": needed, "uncounted": needed - counted}
    for moment, stage in (("before", before), ("after", after)):
        numbers |= {
            f"met_{moment}": stage.coverage.met,
            f"congruence_low_{moment}": stage.coverage.low,
            f"congruence_high_{moment}": stage.coverage.high,
            f"moves_low_{moment}": stage.counted.citizen_pairs_low,
            f"moves_high_{moment}": stage.counted.citizen_pairs_high,
            f"silos_{moment}": len(stage.named("silo")),
            f"silos_possible_{moment}": len(stage.named("silo-possible")),
            f"efficiency_{moment}": stage.efficiency,
        }
    was, now = before.named("silo"), after.named("silo")
    numbers["silos_gone"] = _names(was, now)
    numbers["silos_new"] = _names(now, was)
    return numbers


def _names(some: dict[str, str], others: dict[str, str]) -> str | None:
    """What those are called that are not among the others; None where all are."""
    return ", ".join(name for id, name in some.items() if id not in others) or None


def _finding(
    model: Model,
    rules: Rules,
    kind: Kind,
    members: Sequence[str],
    closes: Sequence[Pair],
    numbers: dict[str, Number],
) -> Finding:
    if kind == "tie":
        numbers = {"citizens": closes[0].citizens, **numbers}
    wording = "sentence" if numbers["certain"] else "ask"
    if numbers["silos_gone"]:
        wording = "silo" if numbers["certain"] else "ask-silo"
    evidence = [id for pair in closes for id in _evidence(pair)]
    about = tuple(members)
    unique = tuple(dict.fromkeys(evidence))
    return Finding(f"suggested-{kind}", about, numbers, unique, rules, model, wording)


def _evidence(pair: Pair) -> tuple[str, ...]:
    return (*pair.needed_by, *sorted({contact.element for contact in pair.contacts}))


def _open(model: Model, rules: Rules) -> tuple[Finding, ...]:
    """The pairs with need of which it is not known whether they are met."""
    judged = pairs(model, rules)
    return tuple(
        finding
        for finding in find_missing_links(model, rules).told_apart
        if (pair := judged.get(*finding.about[:2])) and pair.standing == "not known"
    )
