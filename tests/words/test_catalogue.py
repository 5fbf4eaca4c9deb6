"""What holds of every text that people read, and of looking one up."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

import collabmodel
from collabmodel.analysis.pairs import Confirmed, Standing
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.level import FREY
from collabmodel.domain.vocabulary import VOCABULARIES
from collabmodel.words import LANGUAGES, has, keys, say

PACKAGE = Path(collabmodel.__file__).parent
FILES = {
    file.name: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted((PACKAGE / "words").glob("*.toml"))
}
"""Every file of the catalogue, read without the catalogue."""

ENTRIES = {key: entry for file in FILES.values() for key, entry in file.items()}


def singular_and_plural(entry) -> tuple[list[Any], list[Any]]:
    """The singulars of an entry in all languages, and its plurals or texts of one form."""
    singular = [text["one"] for text in entry.values() if isinstance(text, dict)]
    other = [text["other"] if isinstance(text, dict) else text for text in entry.values()]
    return singular, other


def forms(entry) -> list[Any]:
    """Every text of an entry, in all languages and numbers."""
    singular, other = singular_and_plural(entry)
    return singular + other


def places(text: str) -> set[str]:
    """The named places of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


class TestEveryEntry:
    @pytest.mark.parametrize("file", FILES)
    def test_stands_in_a_file_that_is_not_empty(self, file):
        assert FILES[file]

    def test_stands_in_one_file_only(self):
        """Of two entries with one key the catalogue would keep the later, without a word."""
        counted = Counter(key for file in FILES.values() for key in file)
        assert [key for key, times in counted.items() if times > 1] == []

    def test_has_the_three_languages_in_one_order(self):
        assert [key for key, entry in ENTRIES.items() if tuple(entry) != LANGUAGES] == []

    def test_has_both_numbers_in_all_languages_or_in_none(self):
        def numbers(text) -> tuple[str, ...]:
            return tuple(text) if isinstance(text, dict) else ()

        shapes = {key: {numbers(text) for text in entry.values()} for key, entry in ENTRIES.items()}
        allowed = [{()}, {("one", "other")}]
        assert [key for key, shape in shapes.items() if shape not in allowed] == []

    def test_says_something_and_only_that(self):
        bad = [
            key
            for key, entry in ENTRIES.items()
            for text in forms(entry)
            if not isinstance(text, str) or not text.strip() or text != text.strip()
        ]
        assert bad == []

    def test_has_the_same_places_in_every_form(self):
        """Otherwise one language would hide a number that another shows.

        Only the singular may leave out the count, since it can say "one" in words.
        """
        bad = []
        for key, entry in ENTRIES.items():
            singular, other = singular_and_plural(entry)
            wanted = {frozenset(places(text)) for text in other}
            found = {frozenset(places(text) | {"count"}) for text in singular}
            if len(wanted) != 1 or found - {filled | {"count"} for filled in wanted}:
                bad.append(key)
        assert bad == []

    def test_names_its_places(self):
        """A place without a name, or one that takes a value apart, is not filled by `say`."""
        bad = [
            key
            for key, entry in ENTRIES.items()
            for text in forms(entry)
            if not all(place.isidentifier() for place in places(text))
        ]
        assert bad == []


class TestLabels:
    @pytest.mark.parametrize("vocabulary", VOCABULARIES)
    def test_a_vocabulary_has_a_label_for_each_word(self, vocabulary):
        wanted = {f"{vocabulary}.{word}" for word in VOCABULARIES[vocabulary]}
        assert set(keys(f"{vocabulary}.")) == wanted

    def test_every_type_of_element_has_one(self):
        wanted = {f"element.{cls.kind_name}" for cls in ELEMENTS.values()}
        assert set(keys("element.")) == wanted

    @pytest.mark.parametrize(
        ("prefix", "answers"),
        [
            ("confirmed.", get_args(Confirmed)),
            ("standing.", get_args(Standing)),
            ("truth.", ("yes", "no", "not known")),
        ],
    )
    def test_every_answer_has_one(self, prefix, answers):
        assert set(keys(prefix)) == {f"{prefix}{answer}" for answer in answers}

    def test_every_level_of_the_default_scale_has_one_of_its_own(self):
        for lang in LANGUAGES:
            labels = [FREY.label(level, lang) for level in range(FREY.top + 1)]
            assert len(set(labels)) == len(labels)

    def test_the_english_levels_are_those_of_the_scale(self):
        assert [say(f"level.frey-2006.{level}") for level in range(FREY.top + 1)] == [*FREY.labels]

    def test_labels_of_one_vocabulary_differ(self):
        """Two words with one label could not be told apart in a report."""
        for vocabulary, words in VOCABULARIES.items():
            for lang in LANGUAGES:
                labels = [say(f"{vocabulary}.{word}", lang, count=1) for word in words]
                assert len(set(labels)) == len(labels), (vocabulary, lang)


class TestCallsInTheSource:
    def test_each_asks_for_a_key_that_exists(self):
        calls = list(keys_asked_for())
        assert calls
        missing = [
            f"{file}:{line} {pattern}"
            for file, line, pattern in calls
            if not any(re.fullmatch(pattern, key) for key in ENTRIES)
        ]
        assert missing == []


def keys_asked_for() -> Iterator[tuple[str, int, str]]:
    """Where the source calls `say` with a key that is written there, whole or in part.

    What an f-string puts in can be anything, so the key is a pattern.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            key = node.args[0]
            file = path.relative_to(PACKAGE).as_posix()
            if name != "say":
                continue
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield file, node.lineno, re.escape(key.value)
            elif isinstance(key, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                    for part in key.values
                ]
                yield file, node.lineno, "".join(parts)


class TestSay:
    def test_english_is_the_default(self):
        assert say("tie.kind.joint plan", count=1) == "joint plan"

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_key_can_be_said(self, lang):
        for key, entry in ENTRIES.items():
            values = {place: 3 for text in forms(entry) for place in places(text)}
            values.pop("count", None)
            for count in (1, 2):
                text = say(key, lang, count=count, **values)
                assert text
                assert "{" not in text

    @pytest.mark.parametrize(
        ("count", "label"), [(0, "møder"), (1, "møde"), (2, "møder"), (None, "møder")]
    )
    def test_exactly_one_is_singular(self, count, label):
        assert say("tie.kind.meeting", "da", count=count) == label

    def test_a_label_of_one_form_ignores_the_number(self):
        assert say("tie.kind.funding", "nb", count=1) == say("tie.kind.funding", "nb")

    def test_places_are_filled(self):
        assert say("count.between", "da", low=20, high=25) == "20 til 25"

    def test_a_missing_value_is_an_error_and_no_gap(self):
        with pytest.raises(KeyError, match="high"):
            say("count.between", "en", low=20)

    @pytest.mark.parametrize(("key", "lang"), [("tie.kind.meting", "en"), ("truth.yes", "sv")])
    def test_an_unknown_key_or_language_is_an_error(self, key, lang):
        with pytest.raises(KeyError):
            say(key, lang)


class TestKeys:
    def test_all_are_listed_once(self):
        assert sorted(keys()) == sorted(ENTRIES)

    def test_a_prefix_picks_some(self):
        assert set(keys("truth.")) == {"truth.yes", "truth.no", "truth.not known"}

    def test_has_knows_them(self):
        assert has("truth.yes")
        assert not has("truth.maybe")
