"""Does a document that was made to do harm end in our error, quickly and in little memory?

`python -m trials.hostile`, or with a part of the names of rows: `python -m trials.hostile bomb`.

Each row is run in processes of its own, on Linux, where the system says how much memory was in use
at most since it was last asked. What the document itself needs was in use before.
"""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import attrs
from tabulate import tabulate

from collabmodel.document import from_json, load
from collabmodel.document.versions import HEADER
from collabmodel.domain.errors import InvalidDocument

__all__ = ["ROWS", "Row", "main", "outcome"]

SECONDS, MEGABYTES = 1.0, 300
"""What a row may need of a processor, and of memory beside the document."""

TIMES = 3
"""How often a row is run at most. One good run counts: other programs may run beside it."""

Make = Callable[[float], bytes]
"""Makes a document of a size, of which 1 is that of the trial."""


@attrs.frozen
class Row:
    """One hostile document.

    Attributes:
        make: Makes it.
        code: The code of the first problem; `read` where it has none.
        how: Whether it is read as `bytes`, `str` or a `.json.gz` file, or as bytes, `strict`.
    """

    make: Make
    code: str
    how: str = "bytes"


def text(whole: str, piece: str = "a", size: int = 100_000_000) -> Make:
    """A JSON text of so many bytes, most of them pieces, which stand for `@`."""
    start, _, end = whole.partition("@")
    return lambda scale: f"{start}{piece * int(size * scale / len(piece.encode()))}{end}".encode()


def nested(whole: str, opening: str, closing: str, number: int = 1_000_000) -> Make:
    """A JSON text with so many arrays or objects in one another, which stand for `@`."""
    start, _, end = whole.partition("@")

    def make(scale: float) -> bytes:
        number_now = int(number * scale)
        return f"{start}{opening * number_now}1{closing * number_now}{end}".encode()

    return make


def many(whole: str, item: str, number: int = 100_000) -> Make:
    """A JSON text with so many items, which stand for `@`; `#` is the number of each."""
    start, _, end = whole.partition("@")

    def make(scale: float) -> bytes:
        items = ", ".join(item.replace("#", str(place)) for place in range(int(number * scale)))
        return f"{start}{items}{end}".encode()

    return make


def circle(scale: float) -> bytes:
    """A document of 10^5 services, each a part of the next one."""
    number = int(100_000 * scale)
    services = (f'{{"id": "s{n}", "part_of": "s{(n + 1) % number}"}}' for n in range(number))
    return of(f'"services": [{", ".join(services)}]').encode()


def bomb(scale: float) -> bytes:
    """A gigabyte of spaces, packed."""
    packed = io.BytesIO()
    with gzip.open(packed, "wb", compresslevel=9) as file:
        for _ in range(int(1000 * scale)):
            file.write(b" " * 1_000_000)
    return packed.getvalue()


def of(members: str) -> str:
    """A document with these members."""
    return f"{json.dumps(HEADER)[:-1]}, {members}}}"


_TITLE, _UNKNOWN = of('"title": "@"'), of('"x": @')
_SERVICES, _SOURCES, _TIES = of('"services": [@]'), of('"sources": [@]'), of('"ties": [@]')
_ID = of('"services": [{"id": "@"}]')
_PART_OF = of('"services": [{"id": "a", "part_of": "@"}]')
_SECTOR = of('"services": [{"id": "a", "sector": "@"}]')
_VERSION = '{"format": "collabmodel", "format_version": "@"}'
_PARTIES = of('"ties": [{"id": "t", "parties": [@]}]')
_VIEWS = of('"ties": [{"id": "t", "parties": ["a", "b"], "views": [@]}]')
_LEVEL = of('"forums": [{"id": "f", "level": @}]')

ROWS = {
    "100 MB, the document is a text": Row(text('"@"'), "not-an-object"),
    "100 MB, the document is a text, as str": Row(text('"@"'), "not-an-object", "str"),
    "100 MB, a text without an end": Row(text('"@'), "not-json"),
    "100 MB, a text without an end, as str": Row(text('"@'), "not-json", "str"),
    "100 MB, no JSON": Row(text("@"), "not-json"),
    "100 MB, spaces": Row(text("[@", " "), "not-json"),
    "100 MB, a title": Row(text(_TITLE), "read"),
    "100 MB, a title, as str": Row(text(_TITLE), "read", "str"),
    "100 MB, a title of æ": Row(text(_TITLE, "æ"), "read"),
    "100 MB, a title of half characters": Row(text(_TITLE, "\\ud800"), "half-character"),
    "100 MB, an id": Row(text(_ID), "not-an-id"),
    "100 MB, an id, as str": Row(text(_ID), "not-an-id", "str"),
    "100 MB, a reference": Row(text(_PART_OF), "not-an-id"),
    "100 MB, a date": Row(text(of('"as_of": "@"'), "2020"), "not-a-date"),
    "100 MB, a date of T": Row(text(of('"as_of": "@"'), "T"), "not-a-date"),
    "100 MB, a word": Row(text(_SECTOR), "not-in-vocabulary"),
    "100 MB, a version": Row(text(_VERSION, "1"), "not-a-version"),
    "100 MB, a text in an unknown member": Row(text(of('"x": "@"')), "read"),
    "10 MB, a name": Row(text(of('"@": 5'), size=10_000_000), "read"),
    "10 MB, a name, strict": Row(text(of('"@": 5'), size=10_000_000), "unknown-member", "strict"),
    "10^6 digits": Row(text(_UNKNOWN, "9", 1_000_000), "number-too-large"),
    "10^6 digits, of a level": Row(text(_LEVEL, "9", 1_000_000), "number-too-large"),
    "10^6 digits after the point": Row(text(of('"x": 0.@'), "9", 1_000_000), "read"),
    "10^6 arrays in one another": Row(nested("@", "[", "]"), "too-deep"),
    "10^6 arrays in one another, as str": Row(nested("@", "[", "]"), "too-deep", "str"),
    "10^6 arrays without an end": Row(nested("@", "[", ""), "too-deep"),
    "10^6 objects in one another": Row(nested("@", '{"a":', "}"), "too-deep"),
    "10^6 arrays, unknown": Row(nested(_UNKNOWN, "[", "]"), "too-deep"),
    "10^6 objects, unknown": Row(nested(_UNKNOWN, '{"a":', "}"), "too-deep"),
    "64 arrays in one another": Row(nested(_UNKNOWN, "[", "]", 63), "read"),
    "65 arrays in one another": Row(nested(_UNKNOWN, "[", "]", 64), "too-deep"),
    "10^6 members": Row(many(of("@"), '"x#": 1', 1_000_000), "read"),
    "10^5 members, strict": Row(many(of("@"), '"x#": 1'), "unknown-member", "strict"),
    "10^6 numbers, unknown": Row(many(of('"x": [@]'), "#", 1_000_000), "read"),
    "10^5 errors, wrong text": Row(many(_SERVICES, '{"id": "s#", "name": #}'), "not-text"),
    "10^5 errors, null for an element": Row(many(_SERVICES, "null"), "not-an-object"),
    "10^5 errors, no id": Row(many(_SERVICES, "{}"), "missing"),
    "10^5 errors, unknown words": Row(
        many(_SERVICES, '{"id": "s#", "sector": "Health"}'), "not-in-vocabulary"
    ),
    "10^5 errors, dates": Row(many(_SOURCES, '{"id": "s#", "published": "5.11."}'), "not-a-date"),
    "10^5 errors, counts": Row(many(_SERVICES, '{"id": "s#", "size": {"a": 1}}'), "not-a-count"),
    "10^5 errors, one id": Row(many(_SERVICES, '{"id": "s"}'), "duplicate-id"),
    "10^5 errors, unknown references": Row(
        many(_SERVICES, '{"id": "s#", "part_of": "x#"}'), "unknown-reference"
    ),
    "10^5 errors, circles": Row(many(_SERVICES, '{"id": "s#", "part_of": "s#"}'), "part-of-circle"),
    "10^5 errors, NaN": Row(many(_SERVICES, '{"id": "s#", "x": NaN}'), "not-in-json"),
    "10^5 errors, half characters": Row(
        many(_SERVICES, '{"id": "s#", "name": "\\ud800"}'), "half-character"
    ),
    "10^5 errors, ties of one party": Row(
        many(_TIES, '{"id": "t#", "parties": ["a"]}'), "too-few-parties"
    ),
    "10^5 errors, one party in a tie": Row(many(_PARTIES, '"a"'), "too-few-parties"),
    "10^5 errors, strangers in a tie": Row(many(_VIEWS, '{"party": "s#"}'), "unknown-reference"),
    "10^5 errors, unknown members, strict": Row(
        many(_SERVICES, '{"id": "s#", "x": 1}'), "unknown-member", "strict"
    ),
    "10^5 errors, members twice": Row(
        many(_SERVICES, '{"id": "s#", "id": "s#"}'), "repeated-member"
    ),
    "10^5 errors, one member": Row(many(of("@"), '"x": 1'), "repeated-member"),
    "10^5 parts in one circle": Row(circle, "part-of-circle"),
    "a gzip bomb of 1 GB": Row(bomb, "too-large", "gz"),
}


def outcome(row: Row, path: Path) -> str:
    """The code of the first problem that is told of the file, or `read`."""
    return _outcome(row, _document(row, path))


def _document(row: Row, path: Path) -> str | bytes | Path:
    if row.how == "gz":
        return path
    return path.read_text() if row.how == "str" else path.read_bytes()


def _outcome(row: Row, document: str | bytes | Path) -> str:
    try:
        if isinstance(document, Path):
            load(document)
        else:
            from_json(document, strict=row.how == "strict")
    except InvalidDocument as error:
        told = error
    else:
        return "read"
    assert all((str(told), json.dumps(told.to_json())))  # it is shown, too
    return told.problems[0].code


def _measured(name: str, path: Path) -> tuple[str, float, float]:
    """What came of a row, the seconds of a processor, and the megabytes beside the document."""
    row = ROWS[name]
    from_json(json.dumps(HEADER))  # what is made once is there
    document = _document(row, path)
    Path("/proc/self/clear_refs").write_text("5")  # forget how much was in use at most
    before, start = _kilobytes("VmRSS"), time.process_time()
    code = _outcome(row, document)
    return code, time.process_time() - start, (_kilobytes("VmHWM") - before) / 1000


def _kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def _run(name: str) -> list[object]:
    """A row of the table, whose last cell says what is wrong."""
    row = ROWS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hostile.json.gz" if row.how == "gz" else "hostile.json")
        path.write_bytes(row.make(1))
        command = [sys.executable, "-m", "trials.hostile", "--measure", name, str(path)]
        for _ in range(TIMES):
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
            code, seconds, megabytes = json.loads(done.stdout)
            if seconds < SECONDS and megabytes < MEGABYTES:
                return [name, code, seconds, megabytes, "" if code == row.code else "wrong error"]
    return [name, code, seconds, megabytes, "too much"]


def main(part: str = "") -> int:
    """Print the table of the rows whose name has *part* in it; 1 where a limit is passed."""
    rows = []
    for name in (name for name in ROWS if part in name):
        print(f"{name} ...", file=sys.stderr)
        rows.append(_run(name))
    columns = ("what", "ends in", "seconds", "MB more", "")
    print(tabulate(rows, columns, floatfmt=("", "", ".2f", ".0f", "")))
    lost = sum(bool(row[-1]) for row in rows)
    print(f"hostile documents: tried {len(rows)}, survived {len(rows) - lost}, lost {lost}")
    return int(lost > 0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--measure", name, path]:
            print(json.dumps(_measured(name, Path(path))))
        case arguments:
            sys.exit(main(*arguments))
