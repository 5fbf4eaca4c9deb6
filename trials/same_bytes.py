"""Are the bytes of a model the same on every Python, and whatever order hashes have?

`python -m trials.same_bytes --number 500`, with Python 3.11, 3.12 and 3.13 on the machine.

The models are drawn once. Each process reads them from documents whose members stand in another
order, makes their elements anew from sets, and gives a digest of the bytes that it writes.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from collabmodel.document import from_json, to_json
from collabmodel.domain.ids import forget_made_id
from collabmodel.domain.model import Model

__all__ = ["digest", "digests", "rebuilt", "reordered"]

PYTHONS = ("3.11", "3.12", "3.13")
HASH_SEEDS = ("0", "1", "2026")
ROOT = Path(__file__).parents[1]


def digests(texts: Sequence[str], pythons: Sequence[Path]) -> Iterator[tuple[str, str, str]]:
    """The digest of what each Python writes under each hash seed: Python, seed and digest."""
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder, "documents.json")
        documents.write_text(json.dumps(texts))
        for python, seed in itertools.product(pythons, HASH_SEEDS):
            environment = {
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            }
            command = [str(python), "-m", "trials.same_bytes", "--digest", str(documents)]
            done = subprocess.run(
                command, check=True, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
            )
            version, written = done.stdout.split()
            yield version, seed, written


def digest(texts: Sequence[str]) -> str:
    """A digest of the bytes of the models of these documents, read and made anew."""
    hashed = hashlib.sha256()
    for text in texts:
        model = from_json(json.dumps(reordered(json.loads(text))))
        assert to_json(model) == text, text
        hashed.update(to_json(model).encode())
        hashed.update(to_json(rebuilt(model)).encode())
    return hashed.hexdigest()


def reordered(value: Any) -> Any:
    """*value* with the members of every object in the order of their hashes."""
    if isinstance(value, dict):
        return {name: reordered(value[name]) for name in set(value)}
    return [reordered(item) for item in value] if isinstance(value, list) else value


def rebuilt(model: Model) -> Model:
    """*model* with new ids where an id can be made, and its texts given as sets."""
    elements = [_of_sets(forget_made_id(element)) for element in model.elements()]
    asked = None if model.asked is None else sorted(set(model.asked))
    made = Model.of(elements, title=model.title, as_of=model.as_of, scale=model.scale, asked=asked)
    return attrs.evolve(made, extra=reordered(model.extra))


def _of_sets(element: Any) -> Any:
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(element)):
        value = getattr(element, field.name)
        if value and isinstance(value, tuple) and all(isinstance(item, str) for item in value):
            changes[field.name] = set(value)
        elif isinstance(value, dict):
            changes[field.name] = reordered(value)
    return attrs.evolve(element, **changes)


def _environments(folder: Path) -> Iterator[Path]:
    """A Python of each version, with what documents need."""
    for version in PYTHONS:
        subprocess.run([_python(version), "-m", "venv", folder / version], check=True)
        python = folder / version / "bin" / "python"
        needed = ("attrs", "cattrs", "msgspec")
        subprocess.run([python, "-m", "pip", "install", "-qq", *needed], check=True)
        yield python


def _python(version: str) -> Path:
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    found = [*versions.glob(f"{version}.*/bin/python"), shutil.which(f"python{version}")]
    if found[0] is None:
        sys.exit(f"This trial needs Python {version}.")
    return Path(found[0])


def main(number: int) -> None:
    """Print every digest, and whether they are one."""
    from trials.drawn import drawn
    from trials.tally import Tally, report

    texts = [to_json(model) for model in drawn(number)]
    tally = Tally(f"the bytes of {number:,} models, twice, in one process each")
    with tempfile.TemporaryDirectory() as folder:
        found = list(digests(texts, list(_environments(Path(folder)))))
    for version, seed, written in found:
        print(f"  Python {version}, hash seed {seed}: {written}")
        tally.note(None if written == found[0][2] else f"{version} {seed} has another digest")
    print(f"  {len({written for *_, written in found})} digest")
    report(tally)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--digest", documents]:
            version = ".".join(map(str, sys.version_info[:3]))
            print(version, digest(json.loads(Path(documents).read_text())))
        case _:
            from trials.tally import number_of

            main(number_of(500))
