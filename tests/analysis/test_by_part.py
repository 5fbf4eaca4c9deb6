"""Pairs sorted by node, by group and by two groups."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.analysis.by_part import by_part

NODES = ("a", "b", "c", "d", "e")
GROUPS = ("g", "h", "i")


@attrs.frozen
class Ends:
    a: str
    b: str


PAIRS = st.lists(
    st.lists(st.sampled_from(NODES), min_size=2, max_size=2, unique=True).map(
        lambda ends: Ends(*sorted(ends))
    )
)
MEMBERSHIPS = st.fixed_dictionaries(
    {node: st.lists(st.sampled_from(GROUPS), unique=True).map(tuple) for node in NODES}
)


@given(PAIRS, MEMBERSHIPS)
def test_every_pair_is_with_its_nodes_its_groups_and_each_two_of_them(pairs, groups):
    found = by_part(pairs, groups)
    assert found.nodes == {n: [p for p in pairs if n in {p.a, p.b}] for n in NODES}
    for group in {name for own in groups.values() for name in own}:
        ends = [(pair, (group in groups[pair.a]) + (group in groups[pair.b])) for pair in pairs]
        assert found.inside[group] == [pair for pair, inside in ends if inside == 2]
        assert found.across[group] == [pair for pair, inside in ends if inside == 1]
        for other in {name for own in groups.values() for name in own if name >= group}:
            expected = [
                pair
                for pair in pairs
                if (group in groups[pair.a] and other in groups[pair.b])
                or (other in groups[pair.a] and group in groups[pair.b])
            ]
            assert found.blocks.get((group, other), []) == expected
