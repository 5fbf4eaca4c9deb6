"""How closely two services work together: a place on a named scale.

A level is ordinal. It is compared and never added, averaged or multiplied, and it means nothing
without its scale: Frey et al. put cooperation below coordination, Himmelman (2002) and Ahgren and
Axelsson (2005) put it above. A model therefore has one scale.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from collabmodel.domain.checking import Contradiction, check
from collabmodel.domain.extra import IN_SCALE, exactly
from collabmodel.domain.sequences import as_mapping, as_words
from collabmodel.words import Lang, has, say

__all__ = ["FREY", "Level", "LevelScale"]

Level = int
"""A place on the model's `LevelScale`; 0 is no contact."""


@attrs.frozen
class LevelScale:
    """An ordered list of named levels of collaboration, from none upwards.

    Attributes:
        id: A short name, such as `frey-2006`.
        labels: The name of each level. The first is level 0 and means no contact.
        source: Where the scale was published (author, year).
        extra: Members of a document that this version does not know, kept as they came.

    >>> FREY.label(2)
    'cooperation'
    >>> FREY.top
    5
    """

    id: str = attrs.field(metadata={"id": "given"})
    labels: tuple[str, ...] = attrs.field(converter=as_words)
    source: str = ""
    extra: dict[str, Any] = attrs.field(
        factory=dict, converter=as_mapping, eq=exactly, hash=False, metadata=IN_SCALE
    )

    def __attrs_post_init__(self) -> None:
        check(self)

    def contradictions(self) -> Iterator[Contradiction]:
        """What the fields say against one another."""
        if len(self.labels) < 2:
            expected = "the label of no contact and at least one more"
            yield "too-few-labels", "labels", expected, f"{list(self.labels)}", ""

    @property
    def top(self) -> Level:
        """The highest level of the scale."""
        return len(self.labels) - 1

    def holds(self, level: Level) -> bool:
        """Whether *level* is a place on this scale."""
        return 0 <= level <= self.top

    def label(self, level: Level, lang: Lang = "en") -> str:
        """The name of *level* in *lang*, where the catalogue has it, else as the scale gives it."""
        key = f"level.{self.id}.{level}"
        return say(key, lang) if has(key) else self.labels[level]


FREY = LevelScale(
    "frey-2006",
    ("none", "networking", "cooperation", "coordination", "coalition", "collaboration"),
    source="Frey et al. (2006), American Journal of Evaluation 27(3), 383-392",
)
"""The default scale: the levels of collaboration of Frey, Lohmeier, Lee and Tollefson (2006)."""
