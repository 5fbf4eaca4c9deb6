"""Kill processes at random moments while they save, and look at what they leave.

`python -m trials.killed_saves --number 200`

A process saves one document of some megabytes after another over the same file, and is killed with
SIGKILL. The text of each document is made before, so that the moment falls into the work on the
file. After each kill the file must be one of the two documents, whole; the next save must work and
sweep away what the killed one left.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import attrs

from collabmodel.document import from_json, load, save, to_json
from collabmodel.domain.elements import Flow, Service
from collabmodel.domain.model import Model
from trials.tally import Tally, number_of, report

CHILD = """
import itertools, pathlib, sys
import attrs
from collabmodel.document import files
from collabmodel.domain.model import Model

path, *texts = map(pathlib.Path, sys.argv[1:])
content = {text.name: text.read_text(encoding="utf-8") for text in texts}
files.to_json = lambda model: content[model.title]
model = Model()
print("ready", flush=True)
for title in itertools.cycle(content):
    model = attrs.evolve(model, title=title)
    files.save(model, path)
"""
TITLES = ("one", "other")


def large(services: int) -> Model:
    """A model whose document has some 200 bytes a service."""
    made = [Service(f"s{n}", f"Service number {n}", note="x" * 80) for n in range(services)]
    flows = [Flow(f"s{n}", f"s{n + 1}", citizens=n) for n in range(services - 1)]
    return Model.of(made, flows, title=TITLES[0])


def killed_saves(number: int, services: int = 15_000, seed: int = 1) -> Tally:
    """Kill *number* processes while they save."""
    rng = random.Random(seed)
    models = [attrs.evolve(large(services), title=title) for title in TITLES]
    whole = [to_json(model).encode() for model in models]
    assert [from_json(text) for text in whole] == models
    tally = Tally(f"kill -9 at random during save of {len(whole[0]) / 1e6:.1f} MB")
    left = 0
    with tempfile.TemporaryDirectory() as inputs, tempfile.TemporaryDirectory() as folder:
        texts = [Path(inputs, title) for title in TITLES]
        for text, content in zip(texts, whole, strict=True):
            text.write_bytes(content)
        path = Path(folder, "model.json")
        for _ in range(number):
            path.write_bytes(whole[0])
            _kill_while_saving(path, texts, rng.uniform(0, 0.3))
            left += len(list(path.parent.glob(".*.tmp")))
            tally.note(_loss(path, whole))
    tally.what += f", {left} of them left a file that the next save swept away"
    return tally


def _kill_while_saving(path: Path, texts: list[Path], seconds: float) -> None:
    command = [sys.executable, "-c", CHILD, str(path), *map(str, texts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL


def _loss(path: Path, whole: list[bytes]) -> str | None:
    """What is wrong after a kill, if anything is."""
    found = path.read_bytes()
    if found not in whole:
        return f"the file has {len(found)} bytes and is neither document"
    save(Model(title="next"), path)
    if load(path).title != "next":
        return "the next save was not read back"
    names = sorted(entry.name for entry in path.parent.iterdir())
    return None if names == [path.name] else f"the next save left {names}"


if __name__ == "__main__":
    report(killed_saves(number_of(200)))
