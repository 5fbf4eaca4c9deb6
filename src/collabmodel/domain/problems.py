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
        field: The place in that element, such as `views[1].party`, or nothing where the whole
            element is meant. In a document it is a JSON Pointer (RFC 6901).
        expected: What was expected.
        found: What stands there.
        remedy: What to do about it.

    >>> print(Problem("unknown-reference", "Flow 'f1'", "target", "the id of a Service",
    ...               "'wrd', which nothing has", "Did you mean 'ward'?"))
    Flow 'f1', target: expected the id of a Service, found 'wrd', which nothing has. Did you mean \
'ward'?
    """

    code: str
    element: str
    field: str
    expected: str
    found: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        """What was expected and what was found."""
        return f"expected {self.expected}, found {self.found}."

    def __str__(self) -> str:
        place = f"{self.element}, {self.field}" if self.field else self.element
        return f"{place}: {self.sentence} {self.remedy}".rstrip()
