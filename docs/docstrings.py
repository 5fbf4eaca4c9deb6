"""What a class of ours says of itself and of its fields, read off its docstring."""

from __future__ import annotations

import inspect
import re
from typing import Any

__all__ = ["about", "attributes"]


def about(cls: type[Any]) -> str:
    """The first paragraph of the docstring of *cls*."""
    return _one_line(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0])


def attributes(cls: type[Any]) -> dict[str, str]:
    """What the sections "Attributes" of *cls* and of its bases say, by the field's name."""
    said: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        text = inspect.cleandoc(base.__dict__.get("__doc__") or "")
        _, _, section = text.partition("Attributes:\n")
        for name, words in re.findall(
            r"^ {4}(\w+): (.*(?:\n {8}.*)*)", section.split("\n\n")[0], re.MULTILINE
        ):
            said[name] = _one_line(words)
    return said


def _one_line(text: str) -> str:
    return " ".join(text.split())
