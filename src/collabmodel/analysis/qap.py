"""QAP correlation: do two networks on the same nodes have their ties in the same places?

The value is Pearson's correlation of the two matrices, over all pairs of two nodes. Since pairs
that share a node are not independent, its p-value comes from permuting the nodes of one network as
a whole (the quadratic assignment procedure: Mantel 1967, Krackhardt 1988). Under all permutations
the mean is 0 and the variance is known exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, cast

import attrs
import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, issparse

from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.graphs import collaboration_graph, need_graph
from collabmodel.analysis.lineage import Lineage
from collabmodel.analysis.pairs import pairs
from collabmodel.analysis.permutation_p import p_values, standard_error
from collabmodel.analysis.rules import DEFAULT_RULES, Rules
from collabmodel.analysis.snapshot import Ints, Network, Projection, Snapshot, Sparse, snapshot
from collabmodel.domain.errors import InvalidArgument, did_you_mean
from collabmodel.domain.model import Model

__all__ = ["Matrix", "QAPCorrelation", "permutation_variance", "qap_correlation"]

Matrix: TypeAlias = "npt.ArrayLike | Sparse"
"""A square array, list of lists or scipy matrix: a row and a column for each node."""

Floats = npt.NDArray[np.float64]

FULL_BYTES = 10**8
"""Up to how many bytes a matrix is looked up in a full copy, which is faster than by key."""


@attrs.frozen
class QAPCorrelation(Displayed):
    """The correlation of two networks, and how often chance gives as much. Undefined is NaN.

    Attributes:
        value: Pearson's correlation over the pairs; NaN where either network is the same in all.
        p: The chance of a correlation as far from 0, either way.
        p_high: The chance of one as high.
        p_low: The chance of one as low.
        variance: The exact variance over all permutations; their mean is 0.
        nodes: How many nodes the two networks have in common: all of both.
        pairs: How many pairs of two nodes were compared; both ways if a matrix is not symmetric.
        unknown: For need and contact of one model: how many pairs have no contact on record though
            not both sides were heard. They are compared as pairs without contact. None otherwise.
        draws: How many permutations were drawn. p-values are (as extreme + 1) / (draws + 1), which
            counts the network itself among them.
        seed: The seed of the draws.
        rules: The rules of a model; None for other data.
        project: What made a tie of arcs or parallel ties; None where that was not needed.
    """

    value: float
    p: float
    p_high: float
    p_low: float
    variance: float
    nodes: int
    pairs: int
    unknown: int | None
    draws: int
    seed: int
    rules: Rules | None
    project: Projection | None

    @property
    def z(self) -> float:
        """How far the value is from 0, in exact standard deviations."""
        return self.value / math.sqrt(self.variance) if self.variance else math.nan

    @property
    def error(self) -> float:
        """The Monte Carlo standard error of p, for want of more draws."""
        return standard_error(self.p, self.draws)

    def records(self) -> list[dict[str, Any]]:
        """One dict."""
        names = "value p p_high p_low error variance z nodes pairs unknown draws seed"
        return [{name: getattr(self, name) for name in names.split()}]

    def _parts(self) -> Iterator[str | Rows]:
        text = (
            f"QAP correlation {self.value:.3f} over {self.pairs} pairs of {self.nodes} nodes, "
            f"p = {self.p:.4f} ({self.draws} permutations, seed {self.seed}), z = {self.z:.2f}"
        )
        if self.unknown:
            text += f"; of {self.unknown} pairs without contact on record not both sides were heard"
        yield text


def qap_correlation(
    first: Network | Matrix,
    second: Network | Matrix | None = None,
    *,
    rules: Rules | None = None,
    project: Projection | None = None,
) -> QAPCorrelation:
    """The QAP correlation of two networks on the same nodes (Krackhardt 1988).

    Args:
        first: A model, a networkx graph, a `snapshot`; or a square matrix, whose values count and
            which may have directions. Its diagonal is left out.
        second: The same, on the same nodes; a matrix with a matrix. Left out for a model: then its
            need is compared with its contact, pair by pair, as far as they are on record.
        rules: For a model, what counts as need and as contact. `draws` and `seed` for all data.
        project: What makes a tie of arcs or parallel ties of a graph, as in `snapshot`.

    Raises:
        InvalidArgument: The two do not have the same nodes, or are no networks.

    >>> from collabmodel import Flow, Model, Rules, Service, Tie
    >>> from collabmodel.analysis.qap import qap_correlation
    >>> model = Model.of(
    ...     [Service(id) for id in "abcd"], Flow("a", "b"), Flow("c", "d"),
    ...     Tie(("a", "b")), Tie(("b", "c")),
    ... )
    >>> found = qap_correlation(model, rules=Rules(draws=999))
    >>> round(found.value, 2), round(found.variance, 3), found.unknown
    (0.25, 0.125, 4)
    """
    unknown = None
    if second is None:
        if not isinstance(first, Model):
            raise InvalidArgument(
                "qap_correlation compares two networks: give a second, or give one Model, of which "
                "need and contact are compared."
            )
        unknown = _not_heard(first, rules)
        graphs = (need_graph(first, rules), collaboration_graph(first, rules))
        a, b = (_of_snapshot(snapshot(graph, None)) for graph in graphs)
    elif _is_network(first) and _is_network(second):
        one, other = (
            snapshot(cast(Network, data), None, rules=rules, project=project)
            for data in (first, second)
        )
        _check_same_nodes(one, other)
        a, b = _of_snapshot(one), _of_snapshot(other)
    elif _is_network(first) or _is_network(second):
        raise InvalidArgument(
            "a matrix does not name its nodes, so that it can only be compared with a matrix. "
            "networkx.to_numpy_array(graph, nodelist=…) makes one of a graph."
        )
    else:
        a, b = _of_matrix(first), _of_matrix(second)
        _check_same_size(a, b)
    chosen = rules or DEFAULT_RULES
    is_symmetric = a.is_symmetric and b.is_symmetric
    value, p, p_high, p_low = _test(a, b, is_symmetric, chosen)
    return QAPCorrelation(
        value=value,
        p=p,
        p_high=p_high,
        p_low=p_low,
        variance=_variance(a, b),
        nodes=a.nodes,
        pairs=math.comb(a.nodes, 2) if is_symmetric else a.pairs,
        unknown=unknown,
        draws=chosen.draws,
        seed=chosen.seed,
        rules=chosen if isinstance(first, Model) or isinstance(second, Model) else None,
        project=project,
    )


def permutation_variance(first: Matrix, second: Matrix) -> float:
    """The exact variance of the correlation over all permutations of the nodes (Mantel 1967).

    With both matrices less their means, E[(Σab)²] falls apart by what two pairs share: both nodes
    (the same way round, or not), one node (both leave it, both enter it, one each), or none. For
    each, the sum over one network times that over the other, divided by how many there are.

    Args:
        first: A square matrix; its diagonal is left out.
        second: Another on the same nodes.

    Returns:
        NaN where either matrix is the same in all pairs.

    >>> import numpy as np
    >>> path = np.diag([1, 1, 1], 1) + np.diag([1, 1, 1], -1)
    >>> round(permutation_variance(path, path), 3)
    0.259
    """
    one, other = _of_matrix(first), _of_matrix(second)
    _check_same_size(one, other)
    return _variance(one, other)


@attrs.frozen(eq=False)
class _Cells:
    """The cells of a matrix that are not 0, off its diagonal, in the order of rows and columns."""

    nodes: int
    rows: Ints
    columns: Ints
    values: Floats

    @property
    def pairs(self) -> int:
        """How many cells the matrix has off its diagonal."""
        return math.perm(self.nodes, 2)

    @property
    def is_constant(self) -> bool:
        if self.values.size < self.pairs:
            return self.values.size == 0
        return self.pairs == 0 or bool((self.values == self.values[0]).all())

    @property
    def is_symmetric(self) -> bool:
        return bool((self.look_up()(self.columns, self.rows) == self.values).all())

    def look_up(self) -> Callable[[Ints, Ints], Floats]:
        """The values by row and column: in a full copy or, if that would be large, by key."""
        keys = self.rows * self.nodes + self.columns
        is_binary = bool((self.values == 1).all())
        if self.nodes**2 * (1 if is_binary else 8) <= FULL_BYTES:
            full = np.zeros(self.nodes**2, dtype=np.uint8 if is_binary else np.float64)
            full[keys] = self.values
            return lambda rows, columns: full[rows * self.nodes + columns]

        # Most cells are 0, and most of these are told by the last bits of their key alone.
        last_bits = (1 << (16 * keys.size).bit_length()) - 1
        may_be_there = np.zeros(last_bits + 1, dtype=np.bool_)
        may_be_there[keys & last_bits] = True

        def by_key(rows: Ints, columns: Ints) -> Floats:
            wanted = rows * self.nodes + columns
            found = np.zeros(wanted.size)
            likely = np.flatnonzero(may_be_there[wanted & last_bits])
            place = np.minimum(np.searchsorted(keys, wanted[likely]), keys.size - 1)
            found[likely] = np.where(keys[place] == wanted[likely], self.values[place], 0.0)
            return found

        return by_key


def _variance(a: _Cells, b: _Cells) -> float:
    if a.is_constant or b.is_constant:
        return math.nan
    of_a, of_b = _sums_by_overlap(a), _sums_by_overlap(b)
    ways = [math.perm(a.nodes, nodes) for nodes in (2, 2, 3, 3, 3, 3, 4)]
    terms = (x * y / way for x, y, way in zip(of_a, of_b, ways, strict=True) if way)
    return float(math.fsum(terms) / (of_a[0] * of_b[0]))


def _sums_by_overlap(matrix: _Cells) -> list[float]:
    """The sum of the products of two cells less their mean, by the nodes that the cells share."""
    mean = matrix.values.sum() / matrix.pairs
    leaving, entering = (
        np.bincount(ends, matrix.values, minlength=matrix.nodes) - mean * (matrix.nodes - 1)
        for ends in (matrix.rows, matrix.columns)
    )
    back = matrix.look_up()(matrix.columns, matrix.rows)
    same = float(matrix.values @ matrix.values - matrix.pairs * mean**2)
    reverse = float(matrix.values @ back - matrix.pairs * mean**2)
    both_leave = float(leaving @ leaving) - same
    both_enter = float(entering @ entering) - same
    passing = float(leaving @ entering) - reverse
    sums = [same, reverse, both_leave, both_enter, passing, passing]
    return [*sums, -math.fsum(sums)]


def _test(a: _Cells, b: _Cells, is_symmetric: bool, rules: Rules) -> tuple[float, ...]:
    """The correlation, and its p-values: either way, as high, as low."""
    if a.is_constant or b.is_constant:
        return (math.nan,) * 4
    moved, kept = sorted((a, b), key=lambda cells: cells.values.size)
    expected = moved.values.sum() * kept.values.sum() / a.pairs
    scale = math.sqrt(_sums_by_overlap(moved)[0] * _sums_by_overlap(kept)[0])
    rows, columns, values = moved.rows, moved.columns, moved.values
    if is_symmetric:
        upper = rows < columns
        rows, columns, values = rows[upper], columns[upper], 2 * values[upper]
    look_up = kept.look_up()
    observed = float(values @ look_up(rows, columns)) - expected
    generator = np.random.default_rng(rules.seed)
    drawn = np.empty(rules.draws)
    for draw in range(rules.draws):
        place = generator.permutation(a.nodes)
        drawn[draw] = values @ look_up(place[rows], place[columns])
    drawn -= expected
    # Two permutations that pair the same values may differ by the order in which these are added.
    slack = 1e-10 * math.sqrt(moved.values @ moved.values * (kept.values @ kept.values))
    return (float(observed / scale), *p_values(observed, drawn, slack))


def _is_network(data: object) -> bool:
    return isinstance(data, (Model, Snapshot, nx.Graph))


def _check_same_nodes(first: Snapshot, second: Snapshot) -> None:
    for one, other, which in ((first, second, "second"), (second, first, "first")):
        lacking = sorted(set(one.ids) - set(other.ids))
        if lacking:
            raise InvalidArgument(
                f"the two networks must have the same nodes: the {which} lacks {len(lacking)}, "
                f"such as '{lacking[0]}'.{did_you_mean(lacking[0], other.ids)}"
            )


def _check_same_size(first: _Cells, second: _Cells) -> None:
    if first.nodes != second.nodes:
        raise InvalidArgument(
            "the two matrices must be on the same nodes, in the same order: "
            f"the first has {first.nodes}, the second {second.nodes}."
        )


def _of_snapshot(taken: Snapshot) -> _Cells:
    return _cells(taken.adjacency)


def _of_matrix(data: Any) -> _Cells:
    """The cells of what a person gives as a matrix."""
    try:
        matrix: Any = data if issparse(data) else np.asarray(data, dtype=np.float64)
        is_square = len(matrix.shape) == 2 and matrix.shape[0] == matrix.shape[1]
        given = csr_array(matrix, dtype=np.float64) if is_square else None
    except (TypeError, ValueError):
        raise InvalidArgument(
            "expected a Model, a networkx graph or a matrix of numbers, "
            f"found {type(data).__name__}."
        ) from None
    if given is None:
        raise InvalidArgument(f"expected a square matrix, found the shape {matrix.shape}.")
    cells = _cells(given)
    if not np.isfinite(cells.values).all():
        raise InvalidArgument("a matrix holds NaN or infinity. Leave those nodes out of both.")
    if cells.values.size == cells.pairs and not cells.is_constant:
        # A correlation does not change with the mean, and is exact only if that is not large.
        return attrs.evolve(cells, values=cells.values - cells.values.mean())
    return cells


def _cells(matrix: Sparse) -> _Cells:
    matrix = matrix.copy()
    matrix.sum_duplicates()
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    columns = matrix.indices.astype(np.int64)
    kept = (rows != columns) & (matrix.data != 0)
    return _Cells(matrix.shape[0], rows[kept], columns[kept], matrix.data[kept])


def _not_heard(model: Model, rules: Rules | None) -> int:
    """How many pairs of services have no contact on record though not both sides were heard."""
    judged = pairs(model, rules)
    lineage = Lineage(model)
    services = {service.id for service in model.services}
    asked = set(model.asked or ())
    contact = {tuple(sorted(ends)) for ends in collaboration_graph(model, rules).edges}
    told = contact | {pair.key for pair in judged if pair.both_heard}
    silent = _unrelated(lineage, asked) - sum(a in asked and b in asked for a, b in judged.by_key)
    return _unrelated(lineage, services) - len(told) - silent


def _unrelated(lineage: Lineage, services: set[str]) -> int:
    """How many pairs of *services* are no service with a part of it."""
    related = sum(len(lineage.line(id) & services) - 1 for id in services)
    return math.comb(len(services), 2) - related
