"""Search with atheris for bytes of which `from_json` makes neither a model nor our error.

`pip install atheris`, then `python -m trials.fuzz --number 1000000`
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from trials.tally import Tally, number_of, summary

__all__ = ["fuzz"]


def fuzz(number: int) -> None:
    """Try *number* inputs, print what came of them, and end the process."""
    try:
        import atheris
    except ModuleNotFoundError:
        sys.exit("This trial needs atheris: pip install atheris.")
    with atheris.instrument_imports(include=["collabmodel.document", "collabmodel.domain"]):
        from trials import any_bytes

    tally = Tally("bytes from atheris")
    read = Counter[str]()

    def judge(data: bytes) -> None:
        failure = any_bytes.failure(data, read)
        tally.note(failure)
        if tally.tried == number:
            print(dict(read.most_common()))
            code = summary(tally)
            sys.stdout.flush()
            os._exit(code)

    def mutate(data: bytes, largest: int, seed: int) -> bytes:
        random = Random(seed)
        made = any_bytes.another(data, random) if random.random() < 0.5 else None
        if made is not None and len(made) <= largest:
            return made
        return bytes(atheris.Mutate(data, largest))

    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for place, seed in enumerate(any_bytes.seeds()):
            (corpus / str(place)).write_bytes(seed)
        words = Path(folder, "words")
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in any_bytes.words()))
        options = ["-seed=1", f"-max_len={any_bytes.LARGEST}", f"-dict={words}", "-verbosity=0"]
        atheris.Setup([sys.argv[0], *options, str(corpus)], judge, custom_mutator=mutate)
        atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    fuzz(number_of(1_000_000))
