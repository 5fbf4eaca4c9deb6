"""Count what a trial tried, what came through, and what was lost, and print it as one line."""

from __future__ import annotations

import argparse
import sys

import attrs

__all__ = ["Tally", "number_of", "report", "summary"]


@attrs.define
class Tally:
    """What came of one trial."""

    what: str
    tried: int = 0
    losses: list[str] = attrs.field(factory=list)

    def note(self, loss: str | None) -> None:
        """Count one try, and what was lost in it, if anything was."""
        self.tried += 1
        if loss is not None:
            self.losses.append(loss)

    def __str__(self) -> str:
        lost = len(self.losses)
        line = f"{self.what}: tried {self.tried:,}, survived {self.tried - lost:,}, lost {lost:,}"
        return "\n".join([line, *(f"  {loss}" for loss in self.losses[:10])])


def report(*tallies: Tally) -> None:
    """Print each tally, and end with exit code 1 where anything was lost."""
    sys.exit(summary(*tallies))


def summary(*tallies: Tally) -> int:
    """Print each tally, and return the exit code: 1 where anything was lost."""
    for tally in tallies:
        print(tally)
    return int(any(tally.losses or not tally.tried for tally in tallies))


def number_of(default: int) -> int:
    """The number of tries that `--number N` on the command line asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--number", type=int, default=default)
    return int(parser.parse_args().number)
