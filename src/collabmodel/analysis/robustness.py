"""The value that `sensitivity` gives: which findings hold under which variations.

A row is a finding, by its key; a column is a variation. A variation of the rules is tried once, a
small change of the data in many places. So a cell counts: how often the finding holds under its own
code, under another code, is not known, or is gone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

import attrs

from collabmodel.analysis.by_name import entry_of
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.finding import Finding
from collabmodel.analysis.rules import Rules
from collabmodel.analysis.wording import spoken
from collabmodel.disclosure import PROTECTED
from collabmodel.domain.model import Model
from collabmodel.words import Lang, say

__all__ = ["Sensitivity", "SensitivityCell", "SensitivityRow", "Variation"]


End = Literal["held", "gone", "unknown"]
"""How a try can end for a finding."""


@attrs.frozen
class Variation:
    """One column: other rules, or one small change of the data in many places.

    Attributes:
        name: Its name, such as `needed_level=3` or `tie-left-out`.
        kind: `rules`: one of the rules is another. `own`: rules that the caller gave. `data`: the
            model is changed in one place.
        rules: The rules under which it was looked.
        tried: In how many places the model was changed; 1 for rules.
        possible: In how many places it could be; more than were tried where they were drawn.
        value: The value of the rule that is varied; None for other variations.
    """

    name: str
    kind: Literal["rules", "own", "data"]
    rules: Rules
    tried: int = 1
    possible: int = 1
    value: str | float | None = None

    @property
    def rule(self) -> str:
        """The rule that is varied, or the name of the change."""
        return self.name.partition("=")[0]

    def label(self, lang: Lang = "en") -> str:
        """What is varied, as it stands after *if* in a sentence."""
        if self.kind == "own":
            return say("sensitivity.if.own", lang, name=self.name)
        if self.rule == "confirmation":
            return say(f"sensitivity.if.confirmation-{self.value}", lang)
        return say(f"sensitivity.if.{self.rule}", lang, value=self.value)


@attrs.frozen
class SensitivityCell:
    """One finding under one variation: how many of the tries end how.

    Attributes:
        same: It holds, under its own code.
        other: It holds under another code, as a missing link of which something else is on record.
        unknown: It is not known whether it holds.
        gone: It does not hold.
        codes: The other codes, sorted.
    """

    same: int
    other: int
    unknown: int
    gone: int
    codes: tuple[str, ...] = ()

    @property
    def held(self) -> int:
        """In how many tries it holds, under any code."""
        return self.same + self.other

    @property
    def tried(self) -> int:
        """How many tries there were."""
        return self.held + self.unknown + self.gone

    @property
    def holds(self) -> bool | None:
        """Whether it holds in all tries: yes; no, it is gone in some; None, some are not known."""
        if self.gone:
            return False
        return None if self.unknown else True

    @property
    def share(self) -> float:
        """The share of tries in which it holds for certain; NaN without tries."""
        return self.held / self.tried if self.tried else math.nan

    def __str__(self) -> str:
        if self.tried != 1:
            return f"{self.held}/{self.tried}"
        if self.other:
            return f"other code: {self.codes[0]}"
        return "same" if self.same else "not known" if self.unknown else "gone"


@attrs.frozen
class SensitivityRow:
    """One finding under every variation.

    Attributes:
        finding: The finding, as it is or as it appears first.
        sought: What was sought when it was found, such as `missing-links`.
        as_is: Whether it is found as it is: yes, no, or None for not known.
        cells: Its cells, by the name of the variation. A variation of a rule that does not bear on
            what was sought has none.
    """

    finding: Finding
    sought: str
    as_is: bool | None
    cells: dict[str, SensitivityCell] = attrs.field(hash=False)

    @property
    def key(self) -> str:
        """The key of the finding."""
        return self.finding.key

    @property
    def held(self) -> int:
        """Under how many variations it holds, in every place that was tried."""
        return sum(cell.holds is True for cell in self.cells.values())

    @property
    def holds(self) -> bool | None:
        """Whether it holds under every variation: yes, no, or None for not known."""
        answers = [cell.holds for cell in self.cells.values()]
        return False if False in answers else None if None in answers else True


@attrs.frozen
class Sensitivity(Displayed):
    """Which findings hold under which variations, see `sensitivity`.

    Attributes:
        rows: A row a finding: those that are found as it is in their order, then those that
            appear only under a variation.
        variations: The columns.
        sought: What was sought.
        grouped_by: What the groups were read from, where silos were sought.
        rules: The rules that are varied.
        model: The model.
    """

    rows: tuple[SensitivityRow, ...]
    variations: tuple[Variation, ...]
    sought: tuple[str, ...]
    grouped_by: str | None
    rules: Rules
    model: Model = attrs.field(repr=False, eq=False)

    def row(self, key: str) -> SensitivityRow:
        """The row of a finding.

        Raises:
            UnknownId: No finding has that key.
        """
        return entry_of(key, {row.key: row for row in reversed(self.rows)}, "finding")

    @property
    def found(self) -> tuple[SensitivityRow, ...]:
        """The rows of what is found as it is."""
        return tuple(row for row in self.rows if row.as_is)

    @property
    def appearing(self) -> tuple[SensitivityRow, ...]:
        """The rows of what is found only under a variation."""
        return tuple(row for row in self.rows if not row.as_is)

    def sentence(self, key: str, lang: Lang = "en") -> str:
        """What becomes of one finding, as a sentence.

        Raises:
            UnknownId: No finding has that key.
        """
        row = self.row(key)
        ends: tuple[End, ...] = ("gone", "unknown") if row.as_is else ("held",)
        told = {end: self._conditions(row, end, lang) for end in ends}
        told = {end: conditions for end, conditions in told.items() if conditions}
        if row.as_is:
            wording = "-".join(["held", *told])
        else:
            wording = "appears" if row.as_is is False else "unsettled"
        return say(
            f"sensitivity.{wording}",
            lang,
            None,
            **told,
            who=self._who(row.finding, lang),
            title=row.finding.title(lang),
            times=row.held,
            variations=len(row.cells),
        )

    def records(
        self, of: Literal["finding", "variation", "cell"] = "finding"
    ) -> list[dict[str, Any]]:
        """One dict for each finding, each variation, or each finding under each variation.

        In the row of a finding every variation is a column: for rules `same`, `other code: …`,
        `not known` or `gone`, for changes of the data the share in which it holds, and None where
        the variation does not bear on it.
        """
        if of == "cell":
            return [self._cell(row, varied) for row in self.rows for varied in self.variations]
        if of == "variation":
            return [self._totals(varied) for varied in self.variations]
        return [self._record(row) for row in self.rows]

    def _parts(self) -> Iterator[str | Rows]:
        shown = [
            {
                "finding": row.key,
                "holds in": f"{row.held} of {len(row.cells)}",
                "not if": ", ".join(n for n, cell in row.cells.items() if cell.holds is False),
                "not known if": ", ".join(n for n, cell in row.cells.items() if cell.holds is None),
            }
            for row in self.found
        ]
        yield f"Sensitivity (findings: {len(shown)}, variations: {len(self.variations)})"
        yield Rows(self.records("variation"), call=".records('variation')")
        yield Rows(shown)

    def _who(self, finding: Finding, lang: Lang) -> str:
        """The names of those that a finding is about."""
        places = spoken(self.model, finding.about, finding.numbers, lang, PROTECTED)
        return " – ".join(str(places[letter]) for letter in "abcdef"[: len(finding.about)])

    def _conditions(self, row: SensitivityRow, end: End, lang: Lang) -> str:
        """The variations under which some tries end so, joined."""
        said = []
        for varied in self.variations:
            cell = row.cells.get(varied.name)
            count = getattr(cell, end) if cell else 0
            if not count:
                continue
            label = varied.label(lang)
            if varied.kind == "data":
                of = varied.tried
                label = say("sensitivity.places", lang, None, label=label, places=count, tried=of)
            said.append(label)
        joined = said[:1]
        for second in said[1:]:
            joined = [say("sensitivity.or", lang, first=joined[0], second=second)]
        return "".join(joined)

    def _record(self, row: SensitivityRow) -> dict[str, Any]:
        record: dict[str, Any] = {"key": row.key, "code": row.finding.code, "as_is": row.as_is}
        for varied in self.variations:
            cell = row.cells.get(varied.name)
            data = varied.kind == "data"
            record[varied.name] = None if cell is None else cell.share if data else str(cell)
        return record

    def _cell(self, row: SensitivityRow, varied: Variation) -> dict[str, Any]:
        cell = row.cells.get(varied.name)
        ends = ("same", "other", "unknown", "gone")
        counts = {end: None if cell is None else getattr(cell, end) for end in ends}
        codes = " ".join(cell.codes) if cell else ""
        names = {"key": row.key, "code": row.finding.code, "variation": varied.name}
        return {**names, "tried": varied.tried, **counts, "other_codes": codes}

    def _totals(self, varied: Variation) -> dict[str, Any]:
        """What becomes of the findings as a whole under one variation."""
        answers = [row.cells[varied.name].holds for row in self.found if varied.name in row.cells]
        appear = sum(
            row.cells[varied.name].held > 0 for row in self.appearing if varied.name in row.cells
        )
        return {
            "variation": varied.name,
            "tried": varied.tried,
            "possible": varied.possible,
            "hold": answers.count(True),
            "not known": answers.count(None),
            "gone": answers.count(False),
            "appear": appear,
        }
