"""Look a sentence or a label up in one of three languages.

The sentences stand in the TOML files beside this module, a file a subject. A key holds its three
languages side by side, so that a reader sees at once whether they say the same:

    ["finding.level-too-low.title"]
    en = "Contact is there, but not enough"
    da = "Kontakten findes, men rækker ikke"
    nb = "Kontakten finnes, men rekker ikke"

A text may hold named places (`{service}`), filled by `str.format`. A text whose form depends on a
number holds both forms, and `count` picks one: `en = { one = "{count} service", other = … }`. Where
one sentence tells several numbers, a word after each can agree with it: `{met} {met:has|have}`. The
three languages share one rule: exactly one is *one*, all else is *other*.
"""

from __future__ import annotations

import functools
import string
from typing import Any, Literal, get_args

__all__ = ["LANGUAGES", "Counted", "Lang", "has", "keys", "say"]

Lang = Literal["en", "da", "nb"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)


def say(key: str, lang: Lang = "en", /, count: int | None = None, **values: object) -> str:
    """Return the text of *key* in *lang*, its places filled with *values*.

    Args:
        key: A key of the catalogue, as `"tie.kind.meeting"`.
        lang: `"en"`, `"da"` or `"nb"`.
        count: The number that decides between singular and plural, where the text has both. It
            also fills the place `{count}`.
        **values: What the named places of the text are filled with.

    Raises:
        KeyError: The catalogue has no such key, or not in that language.

    >>> say("count.unknown", "da")
    'antal ukendt'
    >>> say("change.asked.some", asked=0, services=1)
    '0 of 1 service'
    """
    text = _catalogue()[key][lang]
    if isinstance(text, dict):
        text = text["one" if count == 1 else "other"]
    if count is not None:
        values.setdefault("count", count)
    if values:
        return _AGREEING.format(text, **values) if "|" in text else str(text).format(**values)
    return str(text)


def has(key: str) -> bool:
    """Whether the catalogue has *key*."""
    return key in _catalogue()


def keys(prefix: str = "") -> tuple[str, ...]:
    """All keys that begin with *prefix*, in the order of the catalogue."""
    return tuple(key for key in _catalogue() if key.startswith(prefix))


class Counted(str):
    """A number with its noun, such as `at least 1 citizen`, with which a verb can agree."""

    __slots__ = ("is_one",)
    is_one: bool

    def __new__(cls, text: str, *, is_one: bool) -> Counted:
        """Hold *text*, and whether its noun is singular."""
        self = super().__new__(cls, text)
        self.is_one = is_one
        return self


class _Agreeing(string.Formatter):
    """Fills `{met:has|have}` by whether the number in that place is one."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, has_forms, other = format_spec.partition("|")
        if not has_forms:
            return str(super().format_field(value, format_spec))
        return one if getattr(value, "is_one", str(value) == "1") else other


_AGREEING = _Agreeing()


@functools.cache
def _catalogue() -> dict[str, dict[str, Any]]:
    import tomllib
    from importlib import resources

    entries: dict[str, dict[str, Any]] = {}
    folder = resources.files("collabmodel.words")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            entries |= tomllib.loads(file.read_text(encoding="utf-8"))
    return entries
