from __future__ import annotations

import typing

import pytest

from collabmodel.domain import vocabulary
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.vocabulary import VOCABULARIES
from collabmodel.words import LANGUAGES, has, say

WORDS = [f"{name}.{word}" for name, words in VOCABULARIES.items() for word in words]


@pytest.mark.parametrize("key", WORDS)
def test_every_word_has_a_label_in_every_language(key):
    assert has(key)
    for lang in LANGUAGES:
        assert say(key, lang).strip(), lang


def test_every_vocabulary_of_the_elements_has_a_name():
    """Whatever `Literal` stands on a field is one of those that the catalogue knows."""
    hints = [hint for cls in ELEMENTS.values() for hint in typing.get_type_hints(cls).values()]
    parts = [part for hint in hints for part in (hint, *typing.get_args(hint))]
    used = {typing.get_args(part) for part in parts if typing.get_origin(part) is typing.Literal}
    assert used == set(VOCABULARIES.values())


def test_every_vocabulary_is_public():
    literals = {
        typing.get_args(getattr(vocabulary, name))
        for name in vocabulary.__all__
        if name != "VOCABULARIES"
    }
    assert literals == set(VOCABULARIES.values())


@pytest.mark.parametrize("words", VOCABULARIES.values(), ids=VOCABULARIES)
def test_no_word_stands_twice(words):
    assert len(set(words)) == len(words)
