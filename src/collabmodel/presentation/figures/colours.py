"""The colours of the figures, on a light ground; a test computes their contrast.

No colour says anything alone: lines differ in weight and dashes too, and thick ones carry a mark.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

__all__ = ["COLOURS"]

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
    }
)
"""What each thing in a figure is drawn in."""
