"""How fast is a large document read and written, beside json, pydantic and cattrs?

    python benchmarks/document.py [--services 10000] [--repeats 5] [--without-collector]

It needs pydantic, which collabmodel itself does not: pip install 'pydantic>=2'. Linux only.

Makes a document of 10,000 services, 50,000 ties and 80,000 flows (17 MB), and in each repeat, which
is a process of its own, lets every contender load and dump it, one after another, in an order that
turns. Seconds are CPU time, with garbage collected before each. The collector of cycles runs as it
does in a user's program, unless it is switched off for all. A ratio is taken within a repeat; the
table gives the median of the repeats with the smallest and the largest. `contenders.py` says what
the others check and what they do not. All read bytes without indentation; rows that say *file*
read or write the indented text that `save` leaves.

Memory is measured in processes of their own, once: what Python's allocators hold after a load
(tracemalloc), and by how much the process has grown (resident set).
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib.util
import json
import math
import statistics
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import attrs
from tabulate import tabulate

from collabmodel import from_json, load, to_json

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.contenders import (
    cattrs_dump,
    cattrs_load,
    json_load_once,
    pydantic_dump,
    pydantic_load,
    pydantic_load_and_refer,
)
from benchmarks.made_document import made_document
from benchmarks.measuring import growth, memory_of, reached, run_apart, spread, timed

OURS = "from_json"
LOADERS: dict[str, Callable[[bytes], Any]] = {
    OURS: from_json,
    "json.loads": json.loads,
    "json.loads, duplicate keys refused": json_load_once,
    "pydantic": pydantic_load,
    "pydantic, and references": pydantic_load_and_refer,
    "cattrs": cattrs_load,
}
_text = functools.partial(json.dumps, ensure_ascii=False)
DUMPERS: dict[str, tuple[Callable[[bytes], Any], Callable[[Any], str]]] = {
    "to_json": (from_json, to_json),
    "json.dumps": (json.loads, _text),
    "json.dumps, indent=2": (json.loads, functools.partial(_text, indent=2)),
    "pydantic": (pydantic_load, pydantic_dump),
    "cattrs": (cattrs_load, cattrs_dump),
}
HOLDERS = (OURS, "json.loads", "pydantic", "cattrs")
PARTS = (8, 4, 2, 1)
"""The documents are an eighth, a quarter and half of the size, and the whole of it."""


def write_documents(folder: Path, services: int) -> None:
    """The documents of all sizes, and the whole one as `save` leaves it."""
    for part in PARTS:
        document = made_document(services // part)
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{part}.json").write_text(text, encoding="utf-8")
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    (folder / "file.json").write_text(text, encoding="utf-8")


def times(folder: Path, turn: int) -> dict[str, float]:
    """CPU seconds of every contender, one after another; *turn* says who begins."""
    contents = {part: (folder / f"{part}.json").read_bytes() for part in PARTS}
    warm_up()
    whole, file = contents[1], folder / "file.json"
    runs: dict[str, Callable[[], float]] = {}
    for name, read in LOADERS.items():
        runs[f"load {name}"] = functools.partial(timed, read, whole)
    for part in PARTS[:-1]:
        runs[f"load 1/{part}"] = functools.partial(timed, from_json, contents[part])
        runs[f"dump 1/{part}"] = functools.partial(timed_dump, "to_json", contents[part])
    runs["load file"] = functools.partial(timed, load, file)
    runs["load file, json"] = functools.partial(
        timed, lambda path: json.loads(path.read_bytes()), file
    )
    runs["problems"] = lambda: timed(lambda model: model.problems(), attrs.evolve(from_json(whole)))
    for name in DUMPERS:
        runs[f"dump {name}"] = functools.partial(timed_dump, name, whole)
    names = list(runs)
    first = turn * 5 % len(names)
    return {name: runs[name]() for name in names[first:] + names[:first]}


def warm_up() -> None:
    """Let every contender make its classes and hooks before anything is timed."""
    content = json.dumps(made_document(20)).encode()
    for read in LOADERS.values():
        read(content)
    for read, write in DUMPERS.values():
        write(read(content))


def timed_dump(name: str, content: bytes) -> float:
    read, write = DUMPERS[name]
    return timed(write, read(content))


def held(folder: Path, name: str, traced: bool) -> dict[str, float]:
    """MB that stay after a load, and MB that it took at most."""
    read, content = LOADERS[name], (folder / "1.json").read_bytes()
    warm_up()
    gc.collect()
    before = memory_of("VmRSS")
    if traced:
        tracemalloc.start()
    kept = read(content)
    gc.collect()
    if traced:
        now, peak = tracemalloc.get_traced_memory()
    else:
        now, peak = memory_of("VmRSS") - before, memory_of("VmHWM") - before
    del kept
    return {"held": now / 1e6, "peak": peak / 1e6}


Row = tuple[str, str, str, str, str, str]
HEADINGS = ("what", "amount", "compared", "ratio", "goal", "reached")


def row(
    what: str,
    amounts: Sequence[float],
    unit: str,
    ratios: Sequence[float] = (),
    compared: str = "",
    goal: str = "",
) -> Row:
    """One line of the table. A goal such as `<= 1.6` is for the median of the ratios."""
    amount = f"{statistics.median(amounts):.3g} {unit}" if amounts else ""
    return what, amount, compared, spread(ratios) if ratios else "", goal, reached(goal, ratios)


def rows_of_times(repeats: Sequence[dict[str, float]], services: int) -> list[Row]:
    """Loading, dumping and growth."""

    def line(what: str, name: str, ours: str, goal: str = "", faster: bool = False) -> Row:
        seconds = [each[name] for each in repeats]
        ratios = [each[ours] / each[name] for each in repeats]
        if faster:
            ratios = [1 / ratio for ratio in ratios]
        return row(what, seconds, "s", ratios, "it / ours" if faster else "ours / it", goal)

    def slope(kind: str, whole: str) -> Row:
        exponents = [
            growth({services // p: each[f"{kind} 1/{p}" if p > 1 else whole] for p in PARTS})
            for each in repeats
        ]
        return row(f"{kind}: growth exponent, 1/8 to 1", (), "", exponents, "", "<= 1.1")

    ours, others = f"load {OURS}", ("pydantic", "pydantic, and references", "cattrs")
    rows = [row(f"load: {OURS}", [each[ours] for each in repeats], "s")]
    rows.append(line("load: json.loads", "load json.loads", ours))
    once = "json.loads, duplicate keys refused"
    rows.append(line(f"load: {once}", f"load {once}", ours, "<= 1.6"))
    rows += [line(f"load: {n}", f"load {n}", ours, ">= 2.5", faster=True) for n in others]
    rows.append(line("load: problems() alone, a part of from_json", "problems", ours, faster=True))
    rows.append(row("load: load(file)", [each["load file"] for each in repeats], "s"))
    rows.append(line("load: json.loads(file)", "load file, json", "load file"))
    rows.append(slope("load", ours))
    ours = "dump to_json"
    rows.append(row("dump: to_json", [each[ours] for each in repeats], "s"))
    rows.append(line("dump: json.dumps", "dump json.dumps", ours, "<= 2"))
    rows.append(line("dump: json.dumps, indent=2", "dump json.dumps, indent=2", ours))
    rows += [line(f"dump: {n}", f"dump {n}", ours, faster=True) for n in ("pydantic", "cattrs")]
    rows.append(slope("dump", ours))
    return rows


def rows_of_memory(found: dict[tuple[str, bool], dict[str, float]]) -> list[Row]:
    """What stays after a load, by tracemalloc and by the resident set, and the most it took."""
    rows = []
    for what, traced, kind in (
        ("held, tracemalloc", True, "held"),
        ("held, resident set", False, "held"),
        ("most, resident set", False, "peak"),
    ):
        ours = found[OURS, traced][kind]
        rows.append(row(f"{what}: {OURS}", [ours], "MB"))
        for name in HOLDERS[1:]:
            amount = found[name, traced][kind]
            goal = "<= 1" if (name, kind) == ("json.loads", "held") else ""
            ratio = ours / amount if amount else math.nan  # a small document may take no new page
            rows.append(row(f"{what}: {name}", [amount], "MB", [ratio], "ours / it", goal))
    return rows


def main() -> None:
    """Run every repeat, and every measurement of memory, in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--without-collector", action="store_true")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--turn", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--held", choices=LOADERS, help=argparse.SUPPRESS)
    parser.add_argument("--traced", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if importlib.util.find_spec("pydantic") is None:
        sys.exit("benchmarks/document.py compares with pydantic: pip install 'pydantic>=2'.")
    if arguments.without_collector:
        gc.disable()
    if arguments.held:
        print(json.dumps(held(arguments.folder, arguments.held, arguments.traced)))
    elif arguments.folder:
        print(json.dumps(times(arguments.folder, arguments.turn)))
    else:
        compare(arguments.services, arguments.repeats, arguments.without_collector)


def compare(services: int, repeats: int, without_collector: bool) -> None:
    """Print the table."""
    options = ["--without-collector"] if without_collector else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_documents(folder, services)
        sizes = [(folder / file).stat().st_size / 1e6 for file in ("1.json", "file.json")]
        apart = functools.partial(run_apart, __file__, "--folder", folder, *options)
        timings = [apart("--turn", turn) for turn in range(repeats)]
        memory = {
            (holder, traced): apart("--held", holder, *(["--traced"] if traced else []))
            for holder in HOLDERS
            for traced in (False, True)
        }
    rows = [*rows_of_times(timings, services), *rows_of_memory(memory)]
    print(f"{services:,} services, {sizes[0]:.1f} MB; as a file, indented, {sizes[1]:.1f} MB")
    print(tabulate(rows, headers=HEADINGS, disable_numparse=True))


if __name__ == "__main__":
    main()
