"""The colours of the figures, on a light ground and on a dark one; a test computes their contrast.

No colour says anything alone: lines differ in weight and dashes too, and thick ones carry a mark.
The light colours stand in the elements of a picture; the dark ones in one style sheet, which
readers on a dark screen get.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from markupsafe import Markup

__all__ = ["COLOURS", "DARK", "dark_sheet", "paint"]

COLOURS: Final = MappingProxyType(
    {
        "ground": "#ffffff",
        "text": "#1f2933",
        "muted": "#52606d",
        "missing": "#b3261e",
        "open": "#1d5fa8",
        "contact": "#8b939b",
        "movement": "#7f8fb0",
        "arc": "#40566b",
        "grid": "#d9dee3",
    }
)
"""What each thing in a figure is drawn in."""

DARK: Final = MappingProxyType(
    {
        "ground": "#12171d",
        "text": "#e6ebf0",
        "muted": "#aeb9c4",
        "missing": "#ff8f85",
        "open": "#82b6f5",
        "contact": "#7c8792",
        "movement": "#7388b8",
        "arc": "#a3b8cc",
        "grid": "#2c343d",
    }
)
"""The same on a dark screen."""


def paint(fill: str = "", stroke: str = "") -> Markup:
    """The attributes that colour an element: a name of `COLOURS`, or `none`, for each part.

    >>> print(paint(fill="none", stroke="missing"))
    fill="none" stroke="#b3261e" class="cm-stroke-missing"
    """
    parts = [(part, name) for part, name in (("fill", fill), ("stroke", stroke)) if name]
    attributes = [Markup('{}="{}"').format(part, COLOURS.get(name, name)) for part, name in parts]
    if classes := " ".join(f"cm-{part}-{name}" for part, name in parts if name in COLOURS):
        attributes.append(Markup('class="{}"').format(classes))
    return Markup(" ").join(attributes)


def dark_sheet() -> str:
    """The style sheet that gives a picture its dark colours, on dark screens and not in print."""
    rules = "".join(
        f".cm-{part}-{name}{{{part}:{colour}}}"
        for name, colour in DARK.items()
        for part in ("fill", "stroke")
    )
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"
