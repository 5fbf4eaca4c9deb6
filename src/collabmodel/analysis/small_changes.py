"""Small changes of a model: one tie or one respondent left out, one unknown level set.

What a finding rests on becomes clear when it is taken away. A level that nobody named is set to the
lowest that it can be and to the highest.
"""

from __future__ import annotations

import random
from typing import Literal, get_args

import attrs

from collabmodel.analysis.rules import Rules
from collabmodel.domain.elements import Forum, Tie
from collabmodel.domain.level import Level
from collabmodel.domain.model import Model

__all__ = ["CHANGES", "Change", "changed", "possible_changes", "sampled"]

Change = Literal["tie-left-out", "respondent-left-out", "level-lowest", "level-highest"]
"""What is changed, in one place of the model."""

CHANGES: tuple[Change, ...] = get_args(Change)


def possible_changes(model: Model, change: Change) -> tuple[str, ...]:
    """The ids of the ties, forums or respondents at which *change* can be made, sorted.

    Respondents are the services that were asked, and all who have said something of a tie.

    >>> from collabmodel import Service
    >>> model = Model.of(Service("a"), Service("b"), Tie(("a", "b"), views={"a": 2}, id="t"))
    >>> possible_changes(model, "respondent-left-out"), possible_changes(model, "tie-left-out")
    (('a',), ('t',))
    """
    if change == "tie-left-out":
        return tuple(sorted(tie.id for tie in model.ties))
    if change == "respondent-left-out":
        speakers = {view.party for tie in model.ties for view in tie.views}
        return tuple(sorted(speakers.union(model.asked or ())))
    held: tuple[Tie | Forum, ...] = (*model.ties, *model.forums)
    return tuple(sorted(element.id for element in held if _is_unclear(element)))


def changed(model: Model, change: Change, id: str, rules: Rules) -> Model:
    """*model* with the one change, at the tie, forum or respondent of that id."""
    if change == "tie-left-out":
        return _without_ties(model, frozenset({id}))
    if change == "respondent-left-out":
        return _without_respondent(model, id)
    element = model[id]
    if not isinstance(element, Tie | Forum):
        raise AssertionError(f"'{id}' is no tie and no forum, so it has no level")
    level = _lowest(element, rules) if change == "level-lowest" else model.scale.top
    return model.replace(_at_level(element, level))


def sampled(ids: tuple[str, ...], most: int, rules: Rules, change: Change) -> tuple[str, ...]:
    """At most *most* of *ids*, and no more than `Rules.draws`, drawn with `Rules.seed`."""
    number = min(most, rules.draws)
    if len(ids) <= number:
        return ids
    drawn = random.Random(f"{rules.seed} {change}").sample(ids, number)  # noqa: S311
    return tuple(sorted(drawn))


def _without_ties(model: Model, gone: frozenset[str]) -> Model:
    """*model* without these ties, also where a statement was about one."""
    statements = [
        attrs.evolve(statement, about=tuple(id for id in statement.about if id not in gone))
        for statement in model.statements
        if not gone.isdisjoint(statement.about)
    ]
    return model.without(*gone).replace(*statements)


def _without_respondent(model: Model, id: str) -> Model:
    """*model* as it would be without what *id* said. A tie that only it told of is left out."""
    left = [
        attrs.evolve(tie, views=tuple(view for view in tie.views if view.party != id))
        for tie in model.ties
        if any(view.party == id for view in tie.views)
    ]
    gone = frozenset(tie.id for tie in left if tie.level is None and not tie.views)
    asked = None if model.asked is None else tuple(other for other in model.asked if other != id)
    rest = model.replace(*(tie for tie in left if tie.id not in gone))
    return attrs.evolve(_without_ties(rest, gone), asked=asked)


def _is_unclear(element: Tie | Forum) -> bool:
    """Whether nobody named its level, or a party told of contact and named none."""
    if isinstance(element, Tie) and element.views:
        return any(view.level is None for view in element.views)
    return element.level is None


def _lowest(element: Tie | Forum, rules: Rules) -> Level:
    """The lowest level that is contact, or by convention the least of this kind of tie."""
    if isinstance(element, Forum) or element.level is not None:
        return 1
    if any(view.level is not None for view in element.views):
        return 1
    return max(1, rules.kind_levels.get(element.kind, 1))


def _at_level(element: Tie | Forum, level: Level) -> Tie | Forum:
    if isinstance(element, Forum) or not element.views:
        return attrs.evolve(element, level=level)
    views = (
        attrs.evolve(view, level=level) if view.level is None else view for view in element.views
    )
    return attrs.evolve(element, views=tuple(views))
