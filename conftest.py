"""What every test run shares: the examples in the documentation, and how hypothesis searches.

An example is run wherever it stands: in README.md, on a page of docs/ or in a docstring. On a page
it is a block marked `python`. Such a block either holds prompts (`>>>`) with what each line shows,
or plain code; what plain code prints is compared with the block marked `text` right below it, if
there is one. In what is shown, `...` stands for anything.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import tempfile
from functools import partial
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from sybil import Document, Example, Region, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.myst import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

# One thread a process: the processes of the test run already share the cores out.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# The same examples each time, so that a red run is red for a reason in the change.
settings.register_profile(
    "quick",
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("brief", settings.get_profile("quick"), max_examples=10)
settings.register_profile(
    "thorough", settings.get_profile("quick"), derandomize=False, max_examples=2000
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "quick")
settings.load_profile(PROFILE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a brief or a thorough run the profile decides, where a test has a number of its own."""
    if PROFILE not in {"brief", "thorough"}:
        return
    decide = min if PROFILE == "brief" else max
    number = settings.get_profile(PROFILE).max_examples
    for item in items:
        method = getattr(item, "obj", None)
        test: Any = getattr(method, "__func__", method)
        own = getattr(test, "_hypothesis_internal_use_settings", None)
        if own is not None:
            new = settings(own, max_examples=decide(own.max_examples, number))
            test._hypothesis_internal_use_settings = new  # noqa: SLF001


_SHOWN_BELOW = re.compile(r"\s*```text\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


def _python_blocks(document: Document) -> Iterator[Region]:
    """The Python blocks of a page, each with what is shown below it."""
    for region in PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS)(document):
        shown = _SHOWN_BELOW.match(document.text, region.end)
        if shown and isinstance(region.evaluator, PythonEvaluator):
            region.evaluator = partial(_compare, region.evaluator, shown["text"])
        yield region


def _compare(run: PythonEvaluator, shown: str, example: Example) -> str | None:
    """Run a block, and say where what it prints differs from what is shown below it."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        run(example)
    got = "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())
    checker = doctest.OutputChecker()
    if checker.check_output(shown, got, doctest.ELLIPSIS):
        return None
    difference = checker.output_difference(doctest.Example("", shown), got, doctest.REPORT_UDIFF)
    return f"what it prints is not what is shown below it.\n{difference}"


def _enter_empty_folder(namespace: dict[str, Any]) -> None:
    """Let the examples of a document write files where they harm nothing."""
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    namespace["_leave"] = stack = contextlib.ExitStack()
    stack.enter_context(folder)
    stack.enter_context(contextlib.chdir(folder.name))


def _leave_folder(namespace: dict[str, Any]) -> None:
    namespace.pop("_leave").close()


PAGES = Sybil([_python_blocks], "*.md", setup=_enter_empty_folder, teardown=_leave_folder)
DOCSTRINGS = Sybil(
    [DocTestParser(doctest.ELLIPSIS)],
    "*.py",
    path="src",
    setup=_enter_empty_folder,
    teardown=_leave_folder,
)
pytest_collect_file = (PAGES + DOCSTRINGS).pytest()
