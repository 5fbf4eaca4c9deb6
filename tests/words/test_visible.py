"""What does not show, or turns text around, is made visible."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.words import isolated, seen, visible

ACTS_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NEEDED_BETWEEN_LETTERS = "\u200c\u200d"

ANY_TEXT = st.text(st.characters(), max_size=20)


@pytest.mark.parametrize(
    "text", ["", "Psychiatric ward", "Sør-Helgeland 4/5", "病棟", "👩‍⚕️", "e\u0301", "می‌شود", "a b"]
)
def test_what_people_write_stays_as_it_is(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\n", "[U+000A]"),
        ("\t", "[U+0009]"),
        ("\r", "[U+000D]"),
        ("\x00", "[U+0000]"),
        ("\x1b", "[U+001B]"),
        ("\x7f", "[U+007F]"),
        ("\x9b", "[U+009B]"),
        ("\xad", "[U+00AD]"),
        ("\u061c", "[U+061C]"),
        ("\u200b", "[U+200B]"),
        ("\u200e", "[U+200E]"),
        ("\u2028", "[U+2028]"),
        ("\u202e", "[U+202E]"),
        ("\u2066", "[U+2066]"),
        ("\ue000", "[U+E000]"),
        ("\ufeff", "[U+FEFF]"),
        ("\ud800", "[U+D800]"),
        ("\U000e0041", "[U+E0041]"),
    ],
)
def test_what_acts_without_being_seen_is_written_out(character, shown):
    assert visible(f"ward{character}txt") == f"ward{shown}txt"


@given(ANY_TEXT)
def test_nothing_unseen_is_left_and_all_that_is_seen_stays_in_order(text):
    expected = [
        f"[U+{ord(one):04X}]"
        if unicodedata.category(one) in ACTS_UNSEEN and one not in NEEDED_BETWEEN_LETTERS
        else one
        for one in text
    ]
    assert visible(text) == "".join(expected)
    assert not ACTS_UNSEEN & {
        unicodedata.category(one) for one in visible(text) if one not in NEEDED_BETWEEN_LETTERS
    }


@given(ANY_TEXT)
def test_it_stands_on_one_line(text):
    assert len(visible(text).splitlines()) <= 1


@given(ANY_TEXT)
def test_doing_it_twice_changes_nothing(text):
    assert visible(visible(text)) == visible(text)


@given(ANY_TEXT)
def test_what_is_isolated_is_visible_between_two_marks_that_no_name_can_hold(text):
    marked = isolated(text)
    assert seen(marked) == visible(text)
    assert marked == (f"\u2068{visible(text)}\u2069" if text else "")
    assert not set("\u2068\u2069") & set(marked[1:-1])
