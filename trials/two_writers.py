"""Let two writers change one file from copies that may be stale, and look for lost changes.

`python -m trials.two_writers --number 500`

Each writer adds a service to its copy and saves, `--number` times, in turns drawn at random; some
turns come two in a row. Where the other has written since, `ChangedOnDisk` must be raised; the
writer then loads the file, adds its service there and saves again. Where nobody has, the save must
go through. At the end the file must hold every service whose save came back without an error. Once
the writers are two processes, once two models in one process.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from collabmodel.document import load, save
from collabmodel.domain.elements import Service
from collabmodel.domain.errors import ChangedOnDisk
from collabmodel.domain.model import Model
from trials.tally import Tally, number_of, report

Writer = Callable[[str], int]
"""Adds the service with that id, and says how often it met `ChangedOnDisk`."""


class Here:
    """A writer in this process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.copy = load(path)

    def __call__(self, id: str) -> int:
        """Add a service, on a fresh copy where the own one is stale."""
        for conflicts in (0, 1):
            changed = self.copy.add(Service(id))
            try:
                save(changed, self.path)
            except ChangedOnDisk:
                self.copy = load(self.path)
            else:
                self.copy = changed
                return conflicts
        return 2


class Elsewhere:
    """A writer in a process of its own."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-m", "trials.two_writers", "--writer", str(path)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        assert self.process.stdout is not None
        self.process.stdout.readline()  # its copy is loaded, and stale from the first edit on

    def __call__(self, id: str) -> int:
        """Have a service added there."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(id, file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def in_one_process(number: int) -> Tally:
    """Two models in one process."""
    with tempfile.TemporaryDirectory() as folder:
        path = _new(folder)
        return _take_turns("two models in one process", number, path, (Here(path), Here(path)))


def in_two_processes(number: int) -> Tally:
    """Two processes."""
    with tempfile.TemporaryDirectory() as folder:
        path = _new(folder)
        writers = (Elsewhere(path), Elsewhere(path))
        try:
            return _take_turns("two processes", number, path, writers)
        finally:
            for writer in writers:
                writer.close()


def _new(folder: str) -> Path:
    path = Path(folder, "model.json")
    save(Model(), path)
    return path


def _take_turns(
    who: str, number: int, path: Path, writers: tuple[Writer, Writer], seed: int = 1
) -> Tally:
    turns = [0, 1] * number
    random.Random(seed).shuffle(turns)
    tally = Tally(f"edits of {who}, {number} each")
    conflicts, last = 0, None
    for place, turn in enumerate(turns):
        met = writers[turn](f"edit-{place}")
        expected = int(last not in (None, turn))
        conflicts += met
        last = turn
        wrong = f"edit {place} met ChangedOnDisk {met} times, not {expected}"
        tally.note(wrong if met != expected else None)
    kept = load(path)
    tally.losses += [
        f"edit {place} is not in the file"
        for place in range(len(turns))
        if f"edit-{place}" not in kept
    ]
    tally.what += f", {conflicts:,} of them refused at first with ChangedOnDisk"
    return tally


def _serve(path: Path) -> None:
    """Be the writer of another process: an id a line comes in, a number a line goes out."""
    writer = Here(path)
    print("ready", flush=True)
    for line in sys.stdin:
        print(writer(line.strip()), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--writer"]:
        _serve(Path(sys.argv[2]))
    else:
        count = number_of(500)
        report(in_one_process(count), in_two_processes(count))
