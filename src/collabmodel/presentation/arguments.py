"""What figures and reports check of what they are given, said in one way."""

from __future__ import annotations

from collabmodel.domain.errors import InvalidArgument
from collabmodel.words import LANGUAGES

__all__ = ["check_lang", "check_most"]


def check_lang(lang: str) -> None:
    """Refuse a language that there are no words in.

    Raises:
        InvalidArgument: There is no such language.
    """
    if lang not in LANGUAGES:
        raise InvalidArgument(f"lang: expected one of {', '.join(LANGUAGES)}, found {lang!r}.")


def check_most(most: int) -> None:
    """Refuse what is no number of things to be drawn.

    Raises:
        InvalidArgument: It is no whole number, or a negative one.
    """
    if type(most) is not int or most < 0:
        raise InvalidArgument(f"most: expected a whole number from 0, found {most!r}.")
