"""Names come from outside: what does not show, or turns text around, is made visible."""

from __future__ import annotations

import unicodedata

__all__ = ["visible"]

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
