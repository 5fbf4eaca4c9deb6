"""How much room a text takes, and how it is cut and broken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collabmodel.presentation.figures.lettering import broken, cut, width

ROOMS = st.floats(40, 400)


@given(st.text(), ROOMS)
def test_what_is_cut_has_room(text, room):
    assert width(cut(text, 13, room), 13) <= room


@given(st.text(max_size=8))
def test_what_has_room_is_not_cut(text):
    assert cut(text, 13, width(text, 13)) == text


@given(st.text(), ROOMS)
def test_what_is_cut_begins_as_it_was_and_says_that_there_is_more(text, room):
    short = cut(text, 13, room)
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


@given(st.lists(st.text("abcde–é", min_size=1, max_size=9), min_size=1), ROOMS)
def test_lines_have_room_and_hold_all_words(words, room):
    room = max(room, 120)  # no word has to be cut
    lines = broken(" ".join(words), 13, room)
    assert all(width(line, 13) <= room for line in lines)
    assert " ".join(lines).split() == words


def test_a_heap_of_marks_above_one_letter_is_cut_too():
    assert len(cut("a" + "\u0301" * 5000, 13, 200)) < 500
