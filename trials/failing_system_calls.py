"""Let each system call of a save fail, one at a time, and look at what is left of the file.

`python -m trials.failing_system_calls` (Linux, with strace)

strace lists every system call between two marks in a process that saves once, and then has one of
them fail in each further run: with EIO, with ENOSPC, with EACCES, or with the process killed as it
makes the call. Calls for memory can be killed, but do not fail: they have no such errors. A save
that raises `UnusableFile` must leave the old file as it was, one that returns must have written
the new one, and after a kill the file is one of the two. Then the next save must work, and sweep.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs

from collabmodel.document import load, save
from collabmodel.domain.elements import Service
from collabmodel.domain.model import Model
from trials.tally import Tally, number_of, report

CHILD = """
import os, sys
import attrs
from collabmodel.document.files import load, save
from collabmodel.domain.errors import UnusableFile

known, path = sys.argv[1:]
model = attrs.evolve(load(known), title="New")
os.access("/begins", os.F_OK)
try:
    save(model, path)
    outcome = 0
except UnusableFile:
    outcome = 3
os.access("/ends", os.F_OK)
os._exit(outcome)
"""
ERRORS = ("EIO", "ENOSPC", "EACCES")
KILL = "kill -9"
NO_ERRORS = re.compile(r"m(un|re)?map|mprotect|madvise|brk|futex|rt_sig\w+|exit(_group)?|clock\w+")
CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)")

OLD = Model.of(Service("ward"), title="Old")
NEW = attrs.evolve(OLD, title="New")
LEFT = ".collabmodel-0123456789abcdef.tmp"


@attrs.frozen
class Case:
    """A file that is saved to, and how it was before."""

    name: str
    path: str
    is_there: bool = True
    link_to: str = ""

    def prepare(self, folder: Path) -> Path:
        """Make *folder* as it was before the save, with what a killed save left in it."""
        for entry in folder.iterdir():
            entry.unlink()
        path = folder / self.path
        if self.link_to:
            path.symlink_to(folder / self.link_to)
        if self.is_there:
            save(attrs.evolve(OLD, files={}), path)
        (folder / LEFT).write_bytes(b"half")
        return path


CASES = (
    Case("a file", "model.json"),
    Case("a file that is not there yet", "later.json", is_there=False),
    Case("a link to a packed file", "link.json", link_to="model.json.gz"),
)


def can_trace() -> bool:
    """Whether strace is here and is allowed to look at a process."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], check=False).returncode == 0


def failing_system_calls(case: Case, most: int) -> Tally:
    """Let every call fail in every way, or *most* of all these, evenly chosen."""
    tally = Tally(f"save over {case.name} with one system call failing")
    with tempfile.TemporaryDirectory() as inputs, tempfile.TemporaryDirectory() as outputs:
        folder = Path(outputs)
        new = _new(case, folder)
        known, log = Path(inputs, "known.json"), Path(inputs, "log")
        save(attrs.evolve(OLD, files={}), known)
        faults = list(_faults(_calls(case, folder, known, log)))
        chosen = faults[:: max(1, len(faults) // most)]
        for call, nth, how in chosen:
            path = case.prepare(folder)
            old = path.read_bytes() if case.is_there else None
            code = _traced(path, known, log, call, f"inject={call}:{_injected(how)}:when={nth}")
            before, begins, during = log.read_text(errors="replace").partition('"/begins"')
            failed = code == -signal.SIGKILL if how == KILL else "INJECTED" in during
            hit = begins and failed and "INJECTED" not in before
            loss = _loss(path, code, old, new) if hit else "the fault missed the save"
            tally.note(f"{call} number {nth}, {how}: {loss}" if loss else None)
        names = len({call for call, _, _ in faults})
        tally.what += f" ({names} kinds of call, {len(faults):,} faults in all)"
    return tally


def _new(case: Case, folder: Path) -> bytes:
    """What the file holds after a save that does not fail."""
    path = case.prepare(folder)
    save(attrs.evolve(NEW, files={}), path)
    return path.read_bytes()


def _calls(case: Case, folder: Path, known: Path, log: Path) -> list[tuple[str, int]]:
    """The calls of a save: each by its name, and by which of that name in the process it is."""
    for _ in range(2):  # the first run may have to compile modules
        path = case.prepare(folder)
        assert _traced(path, known, log, "all") == 0
    numbers: Counter[str] = Counter()
    calls = []
    is_inside = False
    for line in log.read_text(errors="replace").splitlines():
        if match := CALL.match(line):
            name, arguments = match.groups()
            numbers[name] += 1
            if '"/begins"' in arguments or '"/ends"' in arguments:
                is_inside = not is_inside
            elif is_inside:
                calls.append((name, numbers[name]))
    assert calls
    return calls


def _faults(calls: list[tuple[str, int]]) -> Iterator[tuple[str, int, str]]:
    for name, nth in calls:
        errors = () if NO_ERRORS.fullmatch(name) else ERRORS
        yield from ((name, nth, how) for how in (*errors, KILL))


def _injected(how: str) -> str:
    return "signal=KILL" if how == KILL else f"error={how}"


def _traced(path: Path, known: Path, log: Path, call: str, *inject: str) -> int:
    """Save in a process that strace looks at, and give its exit code.

    The model comes from *path* where that is there, else from *known*.
    """
    source = path if path.exists() else known
    trace = call if call == "all" else f"{call},/access"
    options = ["-qq", "-o", str(log), "-e", f"trace={trace}"]
    for injection in inject:
        options += ["-e", injection]
    command = [sys.executable, "-c", CHILD, str(source), str(path)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    return subprocess.run(
        ["strace", *options, *command], env=environment, check=False, capture_output=True
    ).returncode


def _loss(path: Path, code: int, old: bytes | None, new: bytes) -> str | None:
    """What is wrong after a save that ended with *code*, if anything is."""
    found = path.read_bytes() if path.exists() else None
    allowed = {0: (new,), 3: (old,), -signal.SIGKILL: (old, new)}
    if code not in allowed:
        return f"the process ended with {code}"
    if found not in allowed[code]:
        return f"it ended with {code}, and the file has {found!r}"
    save(Model(title="Next"), path)
    if load(path).title != "Next":
        return "the next save was not read back"
    names = sorted(entry.name for entry in path.parent.iterdir())
    kept = sorted({path.name, path.resolve().name})
    return None if names == kept else f"the next save left {names}"


if __name__ == "__main__":
    number = number_of(10_000)
    report(*(failing_system_calls(case, number) for case in CASES))
