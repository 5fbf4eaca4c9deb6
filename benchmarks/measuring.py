"""What the benchmarks share: a process of its own for each run, medians, growth."""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["growth", "run_apart", "spread"]


def run_apart(file: str, *arguments: object) -> Any:
    """What *file* prints as JSON when Python runs it anew, with one thread."""
    printed = subprocess.run(
        [sys.executable, file, *map(str, arguments)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    return json.loads(printed.stdout)


def growth(seconds: Mapping[int, float]) -> float:
    """The exponent by which *seconds* grow with size: the slope between their logarithms."""
    sizes = [math.log(size) for size in seconds]
    return statistics.linear_regression(sizes, [math.log(s) for s in seconds.values()]).slope


def spread(values: Sequence[float]) -> str:
    """The median of *values*, with the smallest and the largest."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"
