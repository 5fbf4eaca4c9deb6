"""How it is told who was asked about their contacts, so that silence is not taken for an answer."""

from __future__ import annotations

from collabmodel.words import Lang, say

__all__ = ["asked_words"]


def asked_words(asked: int | None, services: int, lang: Lang) -> str:
    """How many of the services were asked; that nobody was, where *asked* is None."""
    if asked is None:
        return say("report.nobody-asked", lang)
    return say("report.asked", lang, asked=asked, services=services)
