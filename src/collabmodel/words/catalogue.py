"""Look a sentence or a label up in one of three languages.

The sentences stand in the TOML files beside this module, a file a subject. A key holds its three
languages side by side, so that a reader sees at once whether they say the same:

    ["finding.level-too-low.title"]
    en = "Contact is there, but not enough"
    da = "Kontakten findes, men rækker ikke"
    nb = "Kontakten finnes, men rekker ikke"

A text may hold named places (`{service}`), filled by `str.format`. A text whose form depends on a
number holds both forms, and `count` picks one: `en = { one = "{count} service", other = … }`. The
three languages share one rule: exactly one is *one*, all else is *other*.
"""

from __future__ import annotations

import functools
from typing import Any, Literal, get_args

__all__ = ["LANGUAGES", "Lang", "has", "keys", "say"]

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
    """
    text = _catalogue()[key][lang]
    if isinstance(text, dict):
        text = text["one" if count == 1 else "other"]
    if count is not None:
        values.setdefault("count", count)
    return str(text).format(**values) if values else str(text)


def has(key: str) -> bool:
    """Whether the catalogue has *key*."""
    return key in _catalogue()


def keys(prefix: str = "") -> tuple[str, ...]:
    """All keys that begin with *prefix*, in the order of the catalogue."""
    return tuple(key for key in _catalogue() if key.startswith(prefix))


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
