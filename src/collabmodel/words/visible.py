"""Names come from outside: what does not show, or turns text around, is made visible."""

from __future__ import annotations

import unicodedata

__all__ = ["isolated", "seen", "visible"]

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of characters that are not seen but act: control, format, separators."""

_JOINERS = frozenset("\u200c\u200d")
"""Characters of that sort which scripts and emoji need between letters."""


def visible(text: str) -> str:
    r"""*text* on one line, its control and direction characters written out as `[U+202E]`.

    >>> visible("ward\u202etxt")
    'ward[U+202E]txt'
    """
    if text.isprintable() and text.isascii():
        return text
    return "".join(
        f"[U+{ord(character):04X}]"
        if unicodedata.category(character) in _HIDDEN and character not in _JOINERS
        else character
        for character in text
    )


def isolated(text: str) -> str:
    r"""*text* made visible, between the two characters that keep its direction to itself.

    `visible` writes these characters out, so that none in a sentence comes from outside: what
    stands between them is a name, for a page to set apart.

    >>> isolated("ward")
    '\u2068ward\u2069'
    """
    return f"\u2068{visible(text)}\u2069" if text else ""


def seen(text: str) -> str:
    """*text* without the characters that `isolated` sets around names."""
    return text.replace("\u2068", "").replace("\u2069", "")
