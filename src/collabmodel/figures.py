"""Pictures of a model: `figures.map(model)` shows on one ring where links are missing."""

from __future__ import annotations

from collabmodel.presentation.figures.before_after import before_after
from collabmodel.presentation.figures.brokers import brokers
from collabmodel.presentation.figures.figure import Figure
from collabmodel.presentation.figures.map import map  # noqa: A004 - what people call it
from collabmodel.presentation.figures.matrix import matrix
from collabmodel.presentation.figures.pathway import pathway
from collabmodel.presentation.figures.timeline import timeline

__all__ = ["Figure", "before_after", "brokers", "map", "matrix", "pathway", "timeline"]
