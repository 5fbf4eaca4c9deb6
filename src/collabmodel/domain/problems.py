"""What is wrong with the data, as a value that programs can read and people can follow."""

from __future__ import annotations

import attrs

__all__ = ["Problem"]


@attrs.frozen
class Problem:
    """One thing that is wrong.

    Attributes:
        code: A stable name of the kind of problem, such as `unknown-reference`.
        element: The element it is about: its type and id.
        field: The field of that element, or nothing where the whole element is meant.
        sentence: What was expected and what was found.
        remedy: What to do about it.

    >>> print(Problem("unknown-reference", "Flow 'f1'", "target", "nothing has the id 'wrd'.",
    ...               "Did you mean 'ward'?"))
    Flow 'f1', target: nothing has the id 'wrd'. Did you mean 'ward'?
    """

    code: str
    element: str
    field: str
    sentence: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.element}, {self.field}" if self.field else self.element
        return f"{place}: {self.sentence} {self.remedy}".rstrip()
