"""Sensitivity: which findings hold under other rules, and when the data are a little different?

Every cell is what the finder gives for the rules, or for the model, of that variation: nothing is
inferred from anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, cast

import attrs

from collabmodel.analysis.finding import MISSING_LINK_CODES, Finding, Findings
from collabmodel.analysis.found_anew import FoundAnew
from collabmodel.analysis.missing_links import find_missing_links
from collabmodel.analysis.robustness import Sensitivity, Variation
from collabmodel.analysis.rules import Rules, rules_for
from collabmodel.analysis.silos import find_silos
from collabmodel.analysis.small_changes import (
    CHANGES,
    Change,
    changed,
    possible_changes,
    sampled,
)
from collabmodel.domain.errors import InvalidArgument, did_you_mean
from collabmodel.domain.model import Model, require_valid

__all__ = ["Finder", "sensitivity"]

Finder = Callable[[Model, Rules], Findings]
"""What finds something in a model under some rules, as `find_missing_links` does."""


def sensitivity(
    data: Model | Finding | Findings,
    of: str | Finder | Iterable[str | Finder] | None = None,
    *,
    rules: Rules | None = None,
    variations: Mapping[str, Rules] | None = None,
    changes: int = 200,
) -> Sensitivity:
    """Which findings hold under other rules, and when the data are a little different.

    One by one, the rules are varied: the other rule of confirmation; the needed level one lower and
    one higher, and `wide`, where there are such; `min_citizens` 0 and 5; for silos `alpha` 0.01 and
    0.1; for fragile links `fragile_persons` one less and one more. Then the data: each tie is left
    out, each respondent, and each level that nobody named is set to the lowest it can be and to the
    highest, one at a time.

    A finding is the same if it has the same key. Under a variation it holds by its own code or by
    another, is gone, or is not known: so is a missing link whose pair may have contact enough, and
    a silo that is only possible then.

    Args:
        data: A model; or a finding, or findings, of which alone it is asked.
        of: What is sought: `missing-links`, `silos`, `fragile-links`, any function of a model and
            rules that gives findings, or several of these. By default missing links and silos, or
            what the given findings are.
        rules: The rules that are varied; by default those of the findings, else the default ones.
        variations: Rules of your own by name, in place of the variations of the rules.
        changes: In how many places at most each change of the data is made, drawn with
            `Rules.seed`, and no more than `Rules.draws`. 0 leaves the data as they are. All is
            found anew in each place, so that a large model takes long with many.

    Raises:
        InvalidModel: The model has problems.
        InvalidArgument: An argument is none of these, or rules do not fit the model.

    >>> from collabmodel import Flow, Service, Tie
    >>> model = Model.of(
    ...     Service("ward", "The ward"), Service("flats", "Supported flats"),
    ...     Flow("ward", "flats", citizens=40), Tie(("ward", "flats"), "meeting", level=1),
    ... )
    >>> result = sensitivity(model)
    >>> print(result.sentence("missing-link:flats--ward"))
    Supported flats – The ward (Contact, but not enough): holds in 5 of 7 variations; not \
if level 1 is needed; not known if both sides must confirm.
    """
    if type(changes) is not int or changes < 0:
        raise InvalidArgument(f"changes: expected a whole number from 0, found {changes!r}.")
    given = _given(data)
    if isinstance(data, Model):
        model = data
    elif given:
        model = given[0].model
    else:
        raise InvalidArgument("There is no finding in what was given: give the model instead.")
    require_valid(model)
    base = rules_for(model, rules or (given[0].rules if given else None))
    sought = _sought(of, given)
    varied = [*_variations_of_rules(model, base, variations, sought)]
    if changes:
        varied += _variations_of_data(model, base, changes)
    anew = [FoundAnew(one.name, one.find(model, base)) for one in sought]
    for variation in varied:
        for other in _models(model, variation):
            for one, found in zip(sought, anew, strict=True):
                if one.is_borne_on_by(variation):
                    found.note(variation.name, one.find(other, variation.rules), model)
    wanted = {finding.key for finding in given}
    rows = [row for found in anew for row in found.rows() if not wanted or row.key in wanted]
    return Sensitivity(
        tuple(sorted(rows, key=lambda row: row.as_is is not True)),
        tuple(varied),
        tuple(one.name for one in sought),
        next((one.grouped_by for one in sought if one.grouped_by), None),
        base,
        model,
    )


@attrs.frozen
class _Sought:
    """What is sought, how, and the rules that bear on it; None for all."""

    name: str
    find: Finder
    reads: frozenset[str] | None
    grouped_by: str | None = None

    def is_borne_on_by(self, variation: Variation) -> bool:
        """Whether *variation* can change what is found."""
        return variation.kind != "rules" or self.reads is None or variation.rule in self.reads


def _silos(model: Model, rules: Rules, by: Any = "organisation") -> Findings:
    return find_silos(model, by, rules=rules)


def _fragile_links(model: Model, rules: Rules) -> Findings:
    """The fragile links as findings of their own; what is not known of others stays beside them."""
    found = find_missing_links(model, rules)
    return attrs.evolve(found, found=found.of_code("fragile-link"))


_PAIRS = frozenset({"confirmation", "needed_level", "wide", "min_citizens"})

_FINDERS = {
    "missing-links": _Sought("missing-links", find_missing_links, _PAIRS),
    "silos": _Sought("silos", _silos, _PAIRS | {"alpha"}, "organisation"),
    "fragile-links": _Sought("fragile-links", _fragile_links, _PAIRS | {"fragile_persons"}),
}


def _given(data: Any) -> tuple[Finding, ...]:
    if isinstance(data, Finding):
        return (data,)
    if isinstance(data, Findings):
        return data.found
    if isinstance(data, Model):
        return ()
    expected = "a Model, a Finding or Findings"
    raise InvalidArgument(f"expected {expected}, found {type(data).__name__}.")


def _sought(of: Any, given: tuple[Finding, ...]) -> list[_Sought]:
    if of is None and given:
        return list({one.name: one for one in map(_what_finds, given)}.values())
    wanted = ("missing-links", "silos") if of is None else of
    if isinstance(wanted, str) or callable(wanted):
        wanted = (wanted,)
    return [_finder(one) for one in wanted]


def _finder(one: Any) -> _Sought:
    if callable(one):
        return _Sought(getattr(one, "__name__", type(one).__name__), one, None)
    if one not in _FINDERS:
        hint = did_you_mean(str(one), _FINDERS)
        names = ", ".join(f"'{name}'" for name in _FINDERS)
        raise InvalidArgument(f"of: expected {names} or a function, found {one!r}.{hint}")
    return _FINDERS[one]


def _what_finds(finding: Finding) -> _Sought:
    """What finds findings of this code, grouped as it was."""
    if finding.code in MISSING_LINK_CODES:
        return _FINDERS["missing-links"]
    if finding.code == "fragile-link":
        return _FINDERS["fragile-links"]
    by = finding.numbers.get("by", "organisation")
    if finding.code in _OF_SILOS and by != "mapping":
        find = partial(_silos, by=by)
        return attrs.evolve(_FINDERS["silos"], find=find, grouped_by=str(by))
    raise InvalidArgument(f"of: give the function that finds {finding.code!r} in a model.")


_OF_SILOS = ("silo", "silo-possible", "closed-group", "isolated-service")


def _variations_of_rules(
    model: Model, base: Rules, own: Mapping[str, Rules] | None, sought: list[_Sought]
) -> Iterator[Variation]:
    if own is not None:
        for name, rules in own.items():
            if name in CHANGES:
                raise InvalidArgument(f"variations: '{name}' is the name of a change of the data.")
            yield Variation(name, "own", rules_for(model, rules))
        return
    levels = (base.needed_level - 1, base.needed_level + 1)
    values: dict[str, Iterable[Any]] = {
        "confirmation": ("either", "both"),
        "needed_level": [level for level in levels if 1 <= level <= model.scale.top],
        "wide": [parties for parties in (base.wide - 1, base.wide + 1) if parties >= 3],
        "min_citizens": (0, 5),
        "alpha": (0.01, 0.1),
        "fragile_persons": [
            n for n in (base.fragile_persons - 1, base.fragile_persons + 1) if n >= 0
        ],
    }
    for rule, others in values.items():
        if all(one.reads is not None and rule not in one.reads for one in sought):
            continue
        for value in others:
            if value != getattr(base, rule):
                rules = attrs.evolve(base, **{rule: value})
                yield Variation(f"{rule}={value}", "rules", rules, value=value)


def _variations_of_data(model: Model, base: Rules, most: int) -> Iterator[Variation]:
    for change in CHANGES:
        ids = possible_changes(model, change)
        if ids:
            tried = len(sampled(ids, most, base, change))
            yield Variation(change, "data", base, tried, len(ids))


def _models(model: Model, variation: Variation) -> Iterator[Model]:
    """The models to look at: *model* itself, or with the change in each place, one at a time."""
    if variation.kind != "data":
        yield model
        return
    change = cast(Change, variation.name)
    ids = possible_changes(model, change)
    for id in sampled(ids, variation.tried, variation.rules, change):
        yield changed(model, change, id, variation.rules)
