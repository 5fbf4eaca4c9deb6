"""What one finder gives in many tries, and what becomes of each finding.

Of a try only what differs from the findings as they are is kept, so that many tries of a large
model take little room.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import attrs

from collabmodel.analysis.finding import Finding, Findings
from collabmodel.analysis.robustness import SensitivityCell, SensitivityRow
from collabmodel.domain.model import Model

__all__ = ["FoundAnew"]

About = tuple[str, ...]


class FoundAnew:
    """The findings of one finder as they are, and in what each try of a variation differs."""

    def __init__(self, sought: str, as_is: Findings) -> None:
        self._sought = sought
        self._findings = _by_key(as_is)
        self._codes = {key: finding.code for key, finding in self._findings.items()}
        self._open = _left_open(as_is)
        self._tries: dict[str, list[_Difference]] = defaultdict(list)

    def note(self, variation: str, found: Findings, model: Model) -> None:
        """Add one try. A finding that appears first in it is held as one of *model*."""
        findings = _by_key(found)
        for key, finding in findings.items():
            if key not in self._findings:
                self._findings[key] = attrs.evolve(finding, model=model)
        now = {key: finding.code for key, finding in findings.items()}
        differing = {key: code for key, code in now.items() if code != self._codes.get(key)}
        gone = dict.fromkeys(key for key in self._codes if key not in now)
        difference = _Difference({**differing, **gone}, self._open ^ _left_open(found))
        self._tries[variation].append(difference)

    def rows(self) -> Iterator[SensitivityRow]:
        """A row for each finding, those as they are first."""
        for key, finding in self._findings.items():
            open_ = finding.about in self._open
            yield SensitivityRow(
                finding,
                self._sought,
                as_is=True if key in self._codes else None if open_ else False,
                cells={name: self._cell(finding, tries) for name, tries in self._tries.items()},
            )

    def _cell(self, finding: Finding, tries: list[_Difference]) -> SensitivityCell:
        ends: Counter[str] = Counter()
        codes = set()
        for tried in tries:
            code = tried.codes.get(finding.key, self._codes.get(finding.key))
            is_open = (finding.about in self._open) != (finding.about in tried.open)
            end = _end(finding.code, code, is_open)
            ends[end] += 1
            if end == "other" and code is not None:
                codes.add(code)
        return SensitivityCell(
            ends["same"], ends["other"], ends["unknown"], ends["gone"], tuple(sorted(codes))
        )


@attrs.frozen
class _Difference:
    """In what one try differs from the findings as they are.

    Attributes:
        codes: The code of each finding that has another one or is new; None where it is gone.
        open: The pairs that are left open only as they are, or only in the try.
    """

    codes: dict[str, str | None]
    open: frozenset[About]


def _by_key(found: Findings) -> dict[str, Finding]:
    """The findings by their keys; of two with one key the first."""
    findings: dict[str, Finding] = {}
    for finding in found.found:
        findings.setdefault(finding.key, finding)
    return findings


def _left_open(found: Findings) -> frozenset[About]:
    """The pairs told apart of which it is not known whether they have contact enough."""
    return frozenset(
        finding.about
        for finding in found.told_apart
        if finding.code == "level-not-known"
        or (finding.code == "one-sided" and found.rules.confirmation == "both")
    )


def _end(code: str, now: str | None, is_open: bool) -> str:
    """What has become of a finding of *code* where *now* is found, if anything."""
    if now is None:
        return "unknown" if is_open else "gone"
    if now == code:
        return "same"
    return "unknown" if now == f"{code}-possible" else "other"
