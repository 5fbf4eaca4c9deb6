"""The picture of `p_values.py`: of each test, the share of p-values up to x, against x itself."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import numpy as np
import numpy.typing as npt

__all__ = ["picture"]

COLUMNS, SIDE, GAP, ABOVE, BELOW = 4, 170, 36, 46, 22
"""How many panels stand side by side; the side of each; the room between them, above and below."""

POINTS = 200
"""At how many places a curve is drawn."""


def picture(curves: Mapping[str, npt.NDArray[np.float64]]) -> str:
    """An SVG with a panel for each test: the share of its p-values that are at most x.

    Args:
        curves: The p-values by the name of the test.
    """
    rows = -(-len(curves) // COLUMNS)
    width = COLUMNS * (SIDE + GAP) + GAP
    height = rows * (SIDE + ABOVE + BELOW)
    panels = [
        _panel(
            name,
            p_values,
            GAP + number % COLUMNS * (SIDE + GAP),
            ABOVE + number // COLUMNS * (SIDE + ABOVE + BELOW),
        )
        for number, (name, p_values) in enumerate(curves.items())
    ]
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"
 width="{width}" height="{height}" role="img" aria-labelledby="title about" fill="#222"
 font-family="sans-serif" font-size="12">
<title id="title">p-values where chance alone is at work</title>
<desc id="about">A panel for each test. The line is the share of p-values that are at most x, for x
from 0 to 1. On the dashed diagonal a p-value is as likely as it says; below it a test is careful.
</desc>
<rect width="{width}" height="{height}" fill="#fff"/>
{"".join(panels)}</svg>
"""


def _panel(name: str, p_values: npt.NDArray[np.float64], left: int, top: int) -> str:
    places = np.linspace(0, 1, POINTS + 1)
    shares = np.searchsorted(np.sort(p_values), places + 1e-12, side="right") / p_values.size
    corners = " ".join(
        f"{place * SIDE:.1f},{(1 - share) * SIDE:.1f}"
        for place, share in zip(places, shares, strict=True)
    )
    at_five = np.mean(p_values <= 0.05 + 1e-12)
    marks = "".join(
        f"""<text x="{place * SIDE:.0f}" y="{SIDE + 15}" text-anchor="middle">{place:g}</text>
<text x="-5" y="{(1 - place) * SIDE + 4:.0f}" text-anchor="end">{place:g}</text>
"""
        for place in (0, 0.5, 1)
    )
    return f"""<g transform="translate({left} {top})">
<text y="-22" font-weight="bold">{escape(name)}</text>
<text y="-7">p ≤ 0.05 in {at_five:.3f}</text>
<rect width="{SIDE}" height="{SIDE}" fill="none" stroke="#bbb"/>
<path d="M0 {SIDE}L{SIDE} 0" stroke="#777" stroke-dasharray="4 4"/>
<polyline points="{corners}" fill="none" stroke="#0b5cad" stroke-width="2"/>
<g font-size="10" fill="#555">
{marks}</g>
</g>
"""
