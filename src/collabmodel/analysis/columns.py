"""What a result holds for each node: columns that follow the ids, and that nobody can change.

The entry of a node is made of them when somebody asks for it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any, overload

import attrs
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

__all__ = ["Alike", "NodeGroups", "read_only"]


def read_only(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """*values* as an array that cannot be changed.

    >>> import numpy as np
    >>> from collabmodel.analysis.columns import read_only
    >>> read_only(np.array([2, 1])).flags.writeable
    False
    """
    view = values.view()
    view.flags.writeable = False
    return view


class Alike:
    """By what two columns are equal: their numbers, where two NaN count as the same.

    A column of a result is a field of its own:
    `attrs.field(converter=read_only, eq=Alike)`.
    """

    def __init__(self, values: npt.NDArray[Any]) -> None:
        self._values = values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alike) and np.array_equal(
            self._values, other._values, equal_nan=True
        )

    def __hash__(self) -> int:
        return hash(self._values.shape)


@attrs.frozen(eq=False, repr=False)
class NodeGroups(Sequence[tuple[str, ...]]):
    """The groups of each node, as a tuple. Nodes of the same groups are of one kind.

    Attributes:
        kinds: The sets of groups that nodes have.
        of: The kind of each node, as a place in `kinds`.
    """

    kinds: tuple[tuple[str, ...], ...]
    of: npt.NDArray[np.int64] = attrs.field(converter=read_only)

    @functools.cached_property
    def sharing(self) -> csr_array[np.float64]:
        """Kinds × kinds; 1 where two share a group."""
        names = {name: place for place, name in enumerate(sorted({*sum(self.kinds, ())}))}
        starts = np.cumsum([0, *map(len, self.kinds)])
        held = np.array([names[name] for kind in self.kinds for name in kind], dtype=np.int64)
        shape = (len(self.kinds), len(names))
        belongs = csr_array((np.ones(held.size), held, starts), shape=shape)
        return csr_array((belongs @ belongs.T).sign())

    def __len__(self) -> int:
        return self.of.size

    @overload
    def __getitem__(self, place: int) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[tuple[str, ...], ...]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return tuple(self.kinds[kind] for kind in self.of[place].tolist())
        return self.kinds[self.of[place]]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return (self.kinds[kind] for kind in self.of.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(len(self))

    def __repr__(self) -> str:
        return f"<NodeGroups: {len(self)} nodes of {len(self.kinds)} kinds>"
