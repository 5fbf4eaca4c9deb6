from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.document import from_json
from collabmodel.document.faults import pointer
from collabmodel.document.parsing import parse
from collabmodel.domain.errors import InvalidArgument, InvalidDocument
from collabmodel.testing import extras


def told(text):
    """What is refused of the text, or of values in it, each with its place."""
    try:
        _, unfit = parse(text)
    except InvalidDocument as error:
        return [(problem.code, problem.field) for problem in error.problems]
    return [(fault.code, pointer(path)) for path, fault in unfit]


def read(text):
    document, unfit = parse(text)
    assert not unfit
    return document


class TestWhatIsRead:
    @given(extras())
    def test_plain_values_come_back(self, plain):
        text = json.dumps(plain)
        again = read(text)
        assert json.dumps(again) == text
        assert read(text.encode()) == again

    def test_whole_numbers_are_kept_to_the_last_that_every_program_keeps(self):
        numbers = [2**53 - 1, -(2**53) + 1, 0]
        assert read(json.dumps(numbers)) == numbers

    def test_two_halves_make_a_character(self):
        assert read(r'"\ud83d\ude00"') == "😀"


class TestBytes:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"\xef\xbb\xbf{}", "byte-order-mark"),
            ("{}".encode("utf-16"), "byte-order-mark"),
            ("{}".encode("utf-32"), "byte-order-mark"),
            (b'{"a": "\xe6"}', "not-utf-8"),
            (b'"\xed\xa0\x80"', "not-utf-8"),
            (b"\xfe\xff\x00{", "byte-order-mark"),
            ("{}".encode("utf-16-le"), "not-json"),
            ("\ufeff{}", "byte-order-mark"),
            ('"\ud800"', "half-character"),
        ],
    )
    def test_another_encoding_is_refused(self, content, code):
        assert told(content) == [(code, "")]

    @pytest.mark.parametrize("odd", [None, 5, {}, bytearray(b"{}"), ["{}"]])
    def test_what_is_no_text_is_refused(self, odd):
        with pytest.raises(InvalidArgument, match="expected JSON as text or bytes, found"):
            parse(odd)


class TestSyntax:
    @pytest.mark.parametrize(
        "text", ["", " ", "{", "[1,]", "{'a': 1}", "nul", "01", '"a\nb"', "{} {}", "// x", "+1"]
    )
    def test_what_is_no_json_is_refused(self, text):
        assert told(text) == [("not-json", "")]

    def test_the_place_is_said(self):
        with pytest.raises(
            InvalidDocument, match=r"found something else at line 2, column 8 \(expect"
        ):
            parse('{\n  "a": }')

    @pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 5000 + "]" * 5000])
    def test_nesting_without_end_is_refused(self, text):
        with pytest.raises(InvalidDocument) as error:
            from_json(text)
        assert error.value.problems[0].code in ("too-deep", "not-an-object", "not-json")


class TestWhatProgramsDoNotAgreeAbout:
    def test_all_of_it_is_told_with_its_place_in_the_order_of_the_document(self):
        text = r"""{
            "a/b": [NaN, 1, Infinity, -Infinity],
            "twice": {"x": 1, "y": {"z": 1, "z": 2}, "x": 3, "x": 4},
            "large": [9007199254740992, -9007199254740992, 1e999, -1e999],
            "half": ["\ud800", "\ude00\ud83d", {"\udfff": 1}],
            "twice": 5
        }"""
        assert told(text) == [
            ("repeated-member", "/twice"),
            ("not-in-json", "/a~1b/0"),
            ("not-in-json", "/a~1b/2"),
            ("not-in-json", "/a~1b/3"),
            ("number-too-large", "/large/0"),
            ("number-too-large", "/large/1"),
            ("number-too-large", "/large/2"),
            ("number-too-large", "/large/3"),
            ("half-character", "/half/0"),
            ("half-character", "/half/1"),
            ("half-character", "/half/2/?"),
        ]

    def test_members_that_stand_twice_are_told_within_others(self):
        text = '{"a": {"x": 1, "y": {"z": 1, "z": 2}, "x": {"w": 1, "w": 1}}}'
        assert told(text) == [
            ("repeated-member", "/a/x"),
            ("repeated-member", "/a/x/w"),
            ("repeated-member", "/a/y/z"),
        ]

    @pytest.mark.parametrize("digits", ["9" * 17, "9" * 18, "9" * 5000, "-" + "9" * 5000])
    def test_numbers_of_any_length_are_refused_quickly(self, digits):
        assert told(digits) == [("number-too-large", "")]
        with pytest.raises(InvalidDocument) as error:
            from_json(digits)
        assert len(str(error.value)) < 200

    @given(st.integers())
    def test_a_whole_number_is_kept_or_refused(self, number):
        if abs(number) < 2**53:
            assert read(str(number)) == number
        else:
            assert told(str(number)) == [("number-too-large", "")]

    @given(st.text(st.characters()), st.text(st.characters()))
    def test_text_is_kept_or_refused(self, name, value):
        """`json.dumps` writes half a character too, and `json.loads` reads it."""
        text = json.dumps({name: [value]})
        plain = json.loads(text)
        if is_utf_8(json.dumps(plain, ensure_ascii=False)):
            assert read(text) == plain
        else:
            assert {code for code, _ in told(text)} == {"half-character"}


def is_utf_8(text):
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False
