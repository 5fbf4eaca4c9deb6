"""What the benchmarks share: a process for each run, CPU time, memory, medians, goals."""

from __future__ import annotations

import gc
import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["growth", "memory_of", "reached", "run_apart", "spread", "timed"]


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


def timed(run: Callable[..., Any], *arguments: Any) -> float:
    """CPU seconds of one call, with garbage collected before."""
    gc.collect()
    start = time.process_time()
    result = run(*arguments)
    end = time.process_time()
    del result
    return end - start


def memory_of(name: str) -> int:
    """The bytes of this process that are in memory (VmRSS), or were at most (VmHWM). Linux only."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024


def reached(goal: str, values: Sequence[float]) -> str:
    """Whether the median of *values* reaches a goal such as `<= 1.6`; empty without a goal."""
    if not goal:
        return ""
    sign, number = goal.split()
    middle = statistics.median(values)
    is_reached = middle <= float(number) if sign == "<=" else middle >= float(number)
    return "yes" if is_reached else "no"
