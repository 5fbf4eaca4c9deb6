from __future__ import annotations

import pytest
from hypothesis import given

from collabmodel.domain.errors import InvalidElement
from collabmodel.domain.level import FREY, LevelScale
from collabmodel.testing import scales
from collabmodel.words import LANGUAGES


def test_the_default_scale_puts_cooperation_below_coordination():
    assert FREY.labels.index("cooperation") < FREY.labels.index("coordination")
    assert [FREY.label(level) for level in range(6)] == list(FREY.labels)


@given(scales())
def test_a_scale_holds_its_own_places_only(scale):
    assert scale.holds(0)
    assert scale.holds(scale.top)
    assert not scale.holds(-1)
    assert not scale.holds(scale.top + 1)


def test_a_scale_of_ones_own_is_named_as_it_says_in_every_language():
    scale = LevelScale("own", ["none", "some"])
    assert [scale.label(1, lang) for lang in LANGUAGES] == ["some"] * 3


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("a b", ["none", "some"]), "id"),
        (("", ["none", "some"]), "id"),
        (("own", ["none"]), "labels"),
        (("own", ["none", 1]), "labels[1]"),
        (("own", ["none", "some"], None), "source"),
    ],
)
def test_a_scale_that_is_none_is_refused(arguments, field):
    with pytest.raises(InvalidElement) as error:
        LevelScale(*arguments)
    assert [problem.field for problem in error.value.problems] == [field]
