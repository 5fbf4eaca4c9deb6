from __future__ import annotations

import itertools
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.domain.count import LARGEST, UNKNOWN, Count, as_count
from collabmodel.testing import counts
from collabmodel.words import LANGUAGES

CEILING = 60
"""Above every number that `counts()` names, so that a count without end can be tried out."""

numbers = st.integers(0, CEILING)


def possible(count: Count) -> range:
    """Every number that *count* can be, up to the ceiling."""
    return range(count.min, CEILING + 1 if count.max is None else count.max + 1)


def told(answers: set[bool]) -> bool | None:
    """Yes or no where all agree, else not known."""
    return answers.pop() if len(answers) == 1 else None


class TestConstructor:
    @pytest.mark.parametrize(
        ("bounds", "said"),
        [
            ((-1, None), "min: expected a number from 0 to"),
            ((0, LARGEST + 1), "max: expected a number from 0 to"),
            ((5, 4), "min 5 is larger than max 4: exchange the two"),
            ((True, None), "min: expected a whole number, found True"),
            ((1.0, None), "min: expected a whole number, found 1.0"),
            ((None, 3), "min: expected a whole number, found None"),
            ((1, "2"), "max: expected a whole number, found '2'"),
        ],
    )
    def test_bounds_that_are_no_bounds_are_refused(self, bounds, said):
        with pytest.raises(ValueError, match=said):
            Count(*bounds)

    def test_the_five_forms(self):
        assert Count.exactly(7) == Count(7, 7)
        assert Count.at_least(31) == Count(31, None)
        assert Count.at_most(5) == Count(0, 5)
        assert Count.between(20, 25) == Count(20, 25)
        assert Count() == UNKNOWN

    @given(counts())
    def test_what_it_shows_makes_it_again(self, count):
        assert eval(repr(count), {"Count": Count}) == count  # noqa: S307
        assert pickle.loads(pickle.dumps(count)) == count  # noqa: S301


class TestWhatIsKnown:
    def test_not_known_is_not_zero(self):
        assert Count() != Count.exactly(0)
        assert not Count().is_known
        assert Count.exactly(0).is_known
        assert Count.at_most(3).is_known

    @given(counts())
    def test_exact_means_that_one_number_is_possible(self, count):
        assert count.is_exact == (count.max is not None and len(possible(count)) == 1)

    @given(counts(), numbers)
    def test_comparisons_say_what_all_possible_numbers_say(self, count, number):
        assert count.is_at_least(number) is told({n >= number for n in possible(count)})
        if count.max is None:  # the ceiling itself is not the end
            assert count.is_at_most(number) is (None if count.min <= number else False)
        else:
            assert count.is_at_most(number) is told({n <= number for n in possible(count)})


class TestSums:
    @given(counts(), counts())
    def test_a_sum_holds_every_possible_sum_and_no_other_number(self, a, b):
        total = a + b
        sums = {x + y for x, y in itertools.product(possible(a), possible(b))}
        assert min(sums) == total.min
        if total.max is None:
            assert None in (a.max, b.max)
        else:
            assert sums == set(possible(total))

    @given(counts(), counts(), counts())
    def test_the_order_of_a_sum_does_not_matter(self, a, b, c):
        assert a + b == b + a
        assert (a + b) + c == a + (b + c) == Count.total([c, a, b])

    @given(st.lists(counts(), max_size=4))
    def test_overlapping_groups_hold_between_the_largest_and_all(self, groups):
        """An oracle: somebody may be in several groups, so any union of sets is possible."""
        together = Count.overlapping(groups)
        assert together.max == Count.total(groups).max
        assert together.min == max((group.min for group in groups), default=0)

    def test_nothing_adds_up_to_nothing(self):
        assert Count.total([]) == Count.exactly(0) == Count.overlapping([])

    def test_the_unknown_stays_unknown(self):
        assert Count() + Count.exactly(4) == Count.at_least(4)

    def test_a_count_and_a_number_do_not_add(self):
        with pytest.raises(TypeError):
            Count.exactly(1) + 1


class TestWords:
    @pytest.mark.parametrize(
        ("count", "words"),
        [
            (Count.exactly(0), ("0", "0", "0")),
            (Count.at_least(31), ("at least 31", "mindst 31", "minst 31")),
            (Count.at_most(5), ("at most 5", "højst 5", "høyst 5")),
            (Count.between(20, 25), ("20 to 25", "20 til 25", "20 til 25")),
            (Count(), ("number not known", "antal ukendt", "antall ukjent")),
        ],
    )
    def test_each_form_has_its_words(self, count, words):
        assert tuple(count.words(lang) for lang in LANGUAGES) == words
        assert str(count) == words[0]


class TestConverter:
    def test_a_whole_number_becomes_an_exact_count(self):
        assert as_count(4) == Count.exactly(4)

    @given(counts() | st.integers() | st.booleans() | st.none() | st.text() | st.floats())
    def test_it_changes_nothing_twice_and_nothing_that_it_does_not_know(self, value):
        once = as_count(value)
        assert as_count(once) is once
        if type(value) is not int or not 0 <= value <= LARGEST:
            assert once is value
