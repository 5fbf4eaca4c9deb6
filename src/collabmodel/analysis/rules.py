"""The conventions under which pairs are judged: recorded in every result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal

import attrs

from collabmodel.domain.errors import InvalidArgument, did_you_mean
from collabmodel.domain.level import Level
from collabmodel.domain.model import Model
from collabmodel.domain.vocabulary import VOCABULARIES, TieKind
from collabmodel.domain.when import When, as_when

__all__ = ["DEFAULT_RULES", "Confirmation", "Rules", "rules_for"]

Confirmation = Literal["either", "both"]


@attrs.frozen
class Rules:
    """What counts as need and as contact enough. Frozen, and recorded in every result.

    Attributes:
        needed_level: The level that a pair with need asks for where no step of a pathway says
            it: a place on the model's scale.
        confirmation: Whose word counts. `either`: one side or a document is enough. `both`: the
            level is the lower of what each side says.
        wide: From how many parties on a tie or a forum is too wide to join a pair by itself.
        fragile_persons: A link is fragile when so few people, or fewer, carry all of it.
        min_citizens: Pairs between which fewer citizens move are left out, and counted.
        kind_levels: A convention that ties of a kind are at least at some level, for ties whose
            level nobody said. None by default.
        alpha: The share of networks without silos in which a silo may be found by chance.
        draws: How many draws a measure makes that draws.
        seed: The seed of these draws.
        at: A day or period to which the question is put; None leaves dates aside.

    Raises:
        InvalidArgument: A rule has a value that it cannot have. All of them are listed.

    >>> Rules(needed_level=3).needed_level
    3
    """

    needed_level: Level = 2
    confirmation: Confirmation = "either"
    wide: int = 6
    fragile_persons: int = 1
    min_citizens: int = 0
    kind_levels: dict[TieKind, Level] = attrs.field(factory=dict, hash=False)
    alpha: float = 0.05
    draws: int = 9999
    seed: int = 0
    at: When | None = attrs.field(default=None, converter=as_when)

    def __attrs_post_init__(self) -> None:
        if wrong := [*_wrong_values(self), *_wrong_kind_levels(self.kind_levels)]:
            raise InvalidArgument("Rules: " + " ".join(wrong))

    def to_json(self) -> dict[str, Any]:
        """The rules as plain values that JSON can hold."""
        plain = attrs.asdict(self, recurse=False)
        return {**plain, "at": None if self.at is None else self.at.text}

    @classmethod
    def from_json(cls, text: str | bytes | dict[str, Any]) -> Rules:
        """Read rules from a JSON object. What is left out keeps its default.

        Raises:
            InvalidArgument: It is no JSON object, or has a rule that is not known.

        >>> Rules.from_json('{"confirmation": "both"}').confirmation
        'both'
        """
        try:
            members = text if isinstance(text, dict) else json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InvalidArgument(f"Rules: expected a JSON object; {error}.") from None
        if not isinstance(members, dict):
            raise InvalidArgument(f"Rules: expected a JSON object, found {members!r}.")
        known = [field.name for field in attrs.fields(cls)]
        strange = [name for name in members if name not in known]
        wrong = [f"'{name}' is no rule.{did_you_mean(name, known)}" for name in strange]
        try:
            rules = cls(**{name: members[name] for name in members if name in known})
        except InvalidArgument as error:
            wrong.append(str(error).removeprefix("Rules: "))
        if wrong:
            raise InvalidArgument("Rules: " + " ".join(wrong))
        return rules


_WHOLE = {
    "needed_level": 1,
    "wide": 3,
    "fragile_persons": 0,
    "min_citizens": 0,
    "draws": 1,
    "seed": 0,
}


def _wrong_values(rules: Any) -> Iterator[str]:
    for name, least in _WHOLE.items():
        value = getattr(rules, name)
        if type(value) is not int or value < least:
            yield f"{name}: expected a whole number from {least}, found {value!r}."
    if rules.confirmation not in ("either", "both"):
        yield f"confirmation: expected 'either' or 'both', found {rules.confirmation!r}."
    if not isinstance(rules.alpha, float) or not 0 < rules.alpha < 1:
        yield f"alpha: expected a number between 0 and 1, found {rules.alpha!r}."
    if rules.at is not None and not isinstance(rules.at, When):
        yield f"at: expected a date such as '2020-11', found {rules.at!r}."


def _wrong_kind_levels(kind_levels: Any) -> list[str]:
    if not isinstance(kind_levels, dict):
        return [f"kind_levels: expected a mapping of kind of tie to level, found {kind_levels!r}."]
    kinds = VOCABULARIES["tie.kind"]
    wrong = []
    for kind, level in kind_levels.items():
        if kind not in kinds:
            wrong.append(f"kind_levels: '{kind}' is no kind of tie.{did_you_mean(kind, kinds)}")
        if type(level) is not int or level < 0:
            wrong.append(f"kind_levels: expected a level for '{kind}', found {level!r}.")
    return wrong


DEFAULT_RULES = Rules()
"""The rules that hold where none are given."""


def rules_for(model: Model, rules: Rules | None) -> Rules:
    """*rules*, or the default ones, once they are sure to fit the scale of *model*."""
    rules = DEFAULT_RULES if rules is None else rules
    if not isinstance(rules, Rules):
        raise InvalidArgument(f"expected Rules, found {rules!r}.")
    scale = model.scale
    levels: dict[str, Level] = {"needed_level": rules.needed_level}
    levels.update((str(kind), level) for kind, level in rules.kind_levels.items())
    off = [f"{name} is {level}" for name, level in levels.items() if not scale.holds(level)]
    if off:
        raise InvalidArgument(
            f"Rules: {', '.join(off)}, but the scale '{scale.id}' goes from 0 to {scale.top}."
        )
    return rules
