"""Models for trials: drawn by hypothesis outside of a test, the same ones each time."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from collabmodel.domain.model import Model
from collabmodel.testing import models

__all__ = ["drawn"]


def drawn(number: int, **options: Any) -> list[Model]:
    """So many models without problems; the options are those of `collabmodel.testing.models`."""
    found: list[Model] = []

    @settings(
        max_examples=number,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(models(**options))
    def keep(model: Model) -> None:
        found.append(model)

    keep()
    return found[:number]
