"""How much room a text takes, and how a text that is too long is cut or broken.

Which font a reader has is not known, so widths are those of a wide one.
"""

from __future__ import annotations

import math
import unicodedata

__all__ = ["broken", "cut", "width"]

_THIN = frozenset("ijl.,;:'|! ")
_NARROW = frozenset("frtI()[]{}/-")
_BROAD = frozenset("mwMW@%&—…")


def width(text: str, size: float) -> float:
    """How wide *text* is at most, in letters of *size*.

    >>> width("ward", 10) < width("WARD", 10)
    True
    """
    return size * math.fsum(map(_share, text))  # sum rounds as the version of Python does


def cut(text: str, size: float, room: float) -> str:
    """*text*, or as much of it as has room, with a mark that there is more.

    >>> cut("Supported flats", 10, 60)
    'Supporte…'
    """
    if width(text, size) <= room:
        return text
    left, kept = room - width("…", size), 0
    for character in text:
        left -= width(character, size)
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def broken(text: str, size: float, room: float) -> tuple[str, ...]:
    """*text* in lines that have room; a word that is too long by itself is cut.

    >>> broken("Two links are missing.", 10, 100)
    ('Two links are', 'missing.')
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if width(longer, size) <= room:
            lines[-1] = longer
        elif lines[-1]:
            lines.append(cut(word, size, room))
        else:
            lines[-1] = cut(word, size, room)
    return tuple(lines)


def _share(character: str) -> float:
    """The width of a character as a share of the size of its letters."""
    if character in _THIN:
        return 0.34
    if character in _NARROW:
        return 0.43
    if character in _BROAD:
        return 1.0
    if character.isascii():
        return 0.76 if character.isupper() else 0.63
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.1  # no width by itself, but not for nothing, so that a heap of them is cut too
    return 0.8 if unicodedata.east_asian_width(character) in {"N", "Na", "A"} else 1.3
