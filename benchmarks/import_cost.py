"""What does `import collabmodel` cost, beside `import attrs, cattrs`?

    python benchmarks/import_cost.py [--repeats 15]

Starts Python anew for each, in turn, and prints the smallest CPU time of the whole process and the
ratio, which is to be at most 1.5.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys

COMMANDS = {
    "nothing": "pass",
    "attrs, cattrs": "import attrs, cattrs",
    "collabmodel": "import collabmodel",
}


def cpu_seconds(code: str) -> float:
    """The CPU time, user and system, of a Python process that runs *code*."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Measure in turn, so that a busy machine is busy for all alike."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=15)
    repeats = parser.parse_args().repeats
    best = dict.fromkeys(COMMANDS, float("inf"))
    for _ in range(repeats):
        for name, code in COMMANDS.items():
            best[name] = min(best[name], cpu_seconds(code))
    for name, seconds in best.items():
        print(f"{name:15} {1000 * seconds:6.0f} ms")
    print(f"ratio           {best['collabmodel'] / best['attrs, cattrs']:6.2f}")


if __name__ == "__main__":
    main()
