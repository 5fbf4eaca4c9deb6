"""What can go wrong, grouped by what the caller can do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collabmodel.domain.problems import Problem

__all__ = [
    "ChangedOnDisk",
    "CollabModelError",
    "InvalidArgument",
    "InvalidData",
    "InvalidDocument",
    "InvalidElement",
    "InvalidModel",
    "MergeConflict",
    "MissingExtra",
    "UnknownId",
    "UnusableFile",
    "did_you_mean",
]


class CollabModelError(Exception):
    """The root of every error that collabmodel raises on purpose."""


class InvalidData(CollabModelError, ValueError):
    """The data has to be mended. `problems` holds all that is wrong, not just the first.

    Attributes:
        problems: One `Problem` for each thing that is wrong, in the order of the data; the first
            hundred where there are more.
        more: How many more there are.

    >>> from collabmodel.domain.problems import Problem
    >>> error = InvalidData([Problem("not-text", "Service 'ward'", "name", "text", "5")])
    >>> error.to_json()["problems"][0]["field"]
    'name'
    """

    def __init__(self, problems: Sequence[Problem], more: int = 0) -> None:
        self.problems = tuple(problems[:_MOST])
        self.more = more + len(problems) - len(self.problems)
        super().__init__(self.problems, self.more)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        lines = [f"{len(self.problems) + self.more} problems:"]
        lines += [f"  {number}. {problem}" for number, problem in enumerate(self.problems, 1)]
        lines += [f"  and {self.more} more."] if self.more else []
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """The problems as plain values: a list of objects, and how many more there are."""
        import attrs

        return {"problems": [attrs.asdict(each) for each in self.problems], "more": self.more}


_MOST = 100
"""How many problems are told in full."""


class InvalidElement(InvalidData):
    """An element was given a value that it cannot hold."""


class InvalidModel(InvalidData):
    """The elements of a model do not fit together, so that it cannot be analysed."""


class InvalidDocument(InvalidData):
    """A JSON text is not a collabmodel document."""


class MergeConflict(InvalidData):
    """Two models say different things of one element. Nothing was merged."""


class InvalidArgument(CollabModelError, ValueError):
    """A call has to be changed: an argument is not one that the function can use."""


class UnknownId(CollabModelError, KeyError):
    """Nothing in the model has the id that was asked for."""

    def __str__(self) -> str:
        return str(self.args[0])


class UnusableFile(CollabModelError, OSError):
    """A file cannot be read or written. `errno` and `filename` hold what the system said."""

    def __str__(self) -> str:
        return str(self.strerror)


class ChangedOnDisk(CollabModelError):
    """A file is no longer as the model that is to be saved there knows it. Nothing was written.

    Attributes:
        filename: The file.
    """

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self.filename = filename

    def __str__(self) -> str:
        return (
            f"cannot write '{self.filename}': the file was changed since this model was loaded "
            "from it or saved to it. Load it again and make the change there, or save under "
            "another name."
        )


class MissingExtra(CollabModelError, ImportError):
    """An optional dependency has to be installed first."""


_COMPARED = 500
"""With how many words one is compared. Of more, those that begin or end alike are taken first."""


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return ` Did you mean '…'?` for the nearest of *known*, or nothing.

    >>> did_you_mean("meting", ["contact", "meeting"])
    " Did you mean 'meeting'?"
    """
    meant = str(word)[:128].replace("_", " ")  # no id or word is longer
    import difflib
    import itertools

    others = list(known)
    if len(others) > _COMPARED:  # comparing takes time
        start, end = meant[:2], meant[-2:]
        alike = (other for other in others if other[:2] == start or other[-2:] == end)
        others = list(itertools.islice(alike, _COMPARED))
    near = difflib.get_close_matches(meant, others, n=1)
    return f" Did you mean '{near[0]}'?" if near else ""
