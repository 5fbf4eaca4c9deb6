"""Plain HTML for notebooks, in which everything from outside is text.

There are only paragraphs and tables, and no colours: a notebook that was made elsewhere and is not
trusted strips the rest, and a dark theme has colours of its own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from collabmodel.words.visible import visible

__all__ = ["html_paragraph", "html_table"]


def html_paragraph(text: str, *, strong: bool = False) -> str:
    """*text* as a paragraph.

    >>> from collabmodel.words.markup import html_paragraph
    >>> html_paragraph("<b> & co")
    '<p>&lt;b&gt; &amp; co</p>'
    """
    marked = _marked(text)
    return f"<p><strong>{marked}</strong></p>" if strong else f"<p>{marked}</p>"


def html_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()
) -> str:
    """A table of text; the columns at the places *right*, which hold numbers, end on the right.

    JupyterLab sets all columns to the right where nothing is said.

    >>> from collabmodel.words.markup import html_table
    >>> html_table(["group", "ties"], [["town", "3"]], right=[1]).count("text-align: right")
    2
    """
    ends = frozenset(right)
    sides = ["right" if place in ends else "left" for place in range(len(heads))]

    def line(tag: str, cells: Sequence[str]) -> str:
        written = (
            f'<{tag} style="text-align: {side}">{_marked(cell)}</{tag}>'
            for side, cell in zip(sides, cells, strict=True)
        )
        return f"<tr>{''.join(written)}</tr>"

    body = "\n".join(line("td", row) for row in rows)
    return f"<table>\n<thead>{line('th', heads)}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"


_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFTWARD_WORDS = re.compile(rf"[{_LEFTWARD}]+(?:\s+[{_LEFTWARD}]+)*")
"""Words of scripts that run from right to left. Alone they would draw a number after them over."""


def _marked(text: str) -> str:
    return _LEFTWARD_WORDS.sub(r"<bdi>\g<0></bdi>", html.escape(visible(text)))
