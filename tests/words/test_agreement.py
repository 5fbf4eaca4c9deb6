"""That words agree with the numbers beside them: one is singular, everything else is plural."""

from __future__ import annotations

import re
import string

import attrs
import pytest

from collabmodel import (
    Flow,
    Initiative,
    Model,
    Organisation,
    Pathway,
    Service,
    Tie,
    compare,
    find_brokers,
    report,
)
from collabmodel import figures as draw
from collabmodel.disclosure import EXACT, PROTECTED, Disclosure
from collabmodel.domain.count import Count
from collabmodel.words import LANGUAGES, Counted, Lang, keys, say
from collabmodel.words.catalogue import _catalogue

SINGULAR = {
    "en": "case change citizen citizen-pair link organisation pair person promise row run service "
    "step tie transition variation has is was does lacks leads moves stays",
    "da": "borger forbindelse gruppe kørsel løfte organisation person række samarbejdsrelation "
    "variation ændring",
    "nb": "endring forbindelse gruppe innbygger kjøring løfte organisasjon person rad "
    "samarbeidsrelasjon tilfelle tjeneste variasjon",
}
"""What stands after one: nouns that have two forms, and verbs where those have."""

PLURAL = {
    "en": "cases changes citizens citizen-pairs links organisations pairs persons promises rows "
    "runs services steps ties transitions variations have are were do lack lead move stay",
    "da": "borgere forbindelser grupper kørsler løfter organisationer personer rækker "
    "samarbejdsrelationer variationer ændringer",
    "nb": "endringer forbindelser grupper innbyggere kjøringer løfter organisasjoner personer "
    "rader samarbeidsrelasjoner tilfeller tjenester variasjoner",
}
"""The same after every other number."""

_TEXTS = (
    "a b bridges c confirmation cut first level low members name range second state threshold "
    "title who whom"
)
TEXTS = frozenset(_TEXTS.split())
"""Places that a text fills, by which no word is counted."""

APART = (
    *("figure.map.rolled-up", "figure.matrix.rolled-up"),  # said of many alone
    *("figure.pathway.lacking", "figure.pathway.open", "figure.matrix.missing"),  # of two or more
    "sensitivity.if.needed_level",  # its number counts nothing
)


def wrong(lang: Lang, text: str) -> list[str]:
    """Where a word does not agree with the number before it."""
    singular, plural = (forms[lang].replace(" ", "|") for forms in (SINGULAR, PLURAL))
    between = r"(?: (?:manglende|missing|more|needed))?"
    return [
        found.group()
        for found in re.finditer(
            rf"(?<![\d.,–-])(?:1{between} (?:{plural})|[023]{between} (?:{singular}))(?![\w-])"
            r"|(?<!\d)(\d+ ?%) (?:to|til) \1|[.!] [a-zæøå]",
            text,
        )
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Of 1 pair with need, 1 have enough."),
        ("en", "At least 1 citizen-pairs."),
        ("en", "2 more pair has no number."),
        ("en", "50% to 50%"),
        ("en", "Not known: 0. an unknown number."),
        ("da", "1 manglende forbindelser"),
        ("da", "50 % til 50 %"),
        ("nb", "0 tjeneste"),
    ],
)
def test_what_does_not_agree_is_seen(lang, text):
    assert wrong(lang, text)


def filled(key: str, lang: Lang, number: int) -> str:
    """The text of a key, its places filled: with *number*, with as many citizens, or with X."""
    values: dict[str, object] = {}
    for form in _forms(key, lang):
        for _, place, _, _ in string.Formatter().parse(form):
            if place:
                citizens = EXACT.show(Count.at_least(number) if number else Count.exactly(0))
                values[place] = (
                    "X"
                    if place in TEXTS or place.endswith("_level")
                    else citizens.citizen_pairs(lang)
                    if place.startswith("citizen_pairs")
                    else citizens.citizens(lang)
                    if place.startswith("citizens")
                    else number
                )
    values.pop("count", None)
    return say(key, lang, number, **values)


def _forms(key: str, lang: Lang) -> tuple[str, ...]:
    text = _catalogue()[key][lang]
    return tuple(text.values()) if isinstance(text, dict) else (text,)


class TestTheCatalogue:
    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("number", [0, 1, 2])
    def test_agrees_with_every_number(self, lang, number):
        said = {key: filled(key, lang, number) for key in keys() if key not in APART}
        assert {key: text for key, text in said.items() if wrong(lang, text)} == {}

    def test_has_both_forms_where_a_word_follows_the_count(self):
        """Unless it inflects inside the sentence."""
        single = [
            key
            for key, entry in _catalogue().items()
            for text in entry.values()
            if isinstance(text, str) and re.search(r"\{count\} [a-zæøå]", text)
        ]
        assert single == []

    def test_has_two_forms_inside_a_sentence_that_differ(self):
        for key in keys():
            for lang in LANGUAGES:
                for form in _forms(key, lang):
                    for _, _, agreeing, _ in string.Formatter().parse(form):
                        one, _, other = (agreeing or "").partition("|")
                        assert not agreeing or one != other, key


class TestSay:
    @pytest.mark.parametrize(("asked", "said"), [(0, "were"), (1, "was"), (2, "were")])
    def test_a_word_agrees_with_the_number_in_its_place(self, asked, said):
        assert f"{asked} of 2 services {said} asked" in say("report.asked", asked=asked, services=2)

    @pytest.mark.parametrize(
        ("count", "said"),
        [
            (Count.exactly(1), "1 citizen moves"),
            (Count.at_least(1), "at least 1 citizen moves"),
            (Count.at_most(1), "at most 1 citizen moves"),
            (Count.between(1, 2), "1 to 2 citizens move"),
            (Count.exactly(0), "0 citizens move"),
            (Count(), "an unknown number of citizens move"),
        ],
    )
    def test_a_verb_agrees_with_the_noun_of_a_count(self, count, said):
        citizens = EXACT.show(count).citizens()
        assert said in say("explain.need", citizens=citizens, a="", b="", on="", level="")

    @pytest.mark.parametrize(
        ("count", "said"),
        [(Count.exactly(1), "<2 citizens move"), (Count.at_most(1), "fewer than 2 citizens move")],
    )
    def test_what_is_hidden_is_plural(self, count, said):
        citizens = Disclosure(threshold=2).show(count).citizens()
        assert said in say("explain.need", citizens=citizens, a="", b="", on="", level="")

    def test_a_text_with_its_number_is_a_text(self):
        assert Counted("1 pair", is_one=True) == "1 pair"


def town(flows: int, ties: int, citizens: Count) -> Model:
    """Three services, between which so many flows and ties are on record."""
    ends = [("a", "b"), ("b", "c"), ("a", "c")]
    return Model.of(
        Organisation("x", "Town", "municipality"),
        Organisation("y", "Hospital", "hospital"),
        *(Service(id, id.upper(), provided_by=by) for id, by in zip("abc", "xyx", strict=True)),
        *(Flow(*pair, citizens) for pair in ends[:flows]),
        *(Tie(pair, level=2) for pair in ends[::-1][:ties]),
        Initiative("plan", "Plan", status="planned", owner="a"),
        Pathway("p", "Way", steps=("a", "b")),
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("flows", "ties", "citizens", "asked"),
    [
        (0, 0, Count(), None),
        (1, 0, Count.exactly(1), ("a",)),
        (1, 2, Count.at_least(1), ("a", "b", "c")),
        (2, 1, Count.at_most(1), ()),
        (2, 2, Count.exactly(40), ("a",)),
    ],
)
def test_everything_said_of_a_small_model_agrees(lang, flows, ties, citizens, asked):
    before = town(flows, 1, Count.exactly(1))
    model = attrs.evolve(town(flows, ties, citizens), asked=asked)
    for disclosure in (EXACT, PROTECTED):
        figures = (draw.map, draw.matrix, draw.brokers, draw.pathway)
        drawn = [each(model, lang=lang, disclosure=disclosure) for each in figures]
        drawn.append(draw.before_after(before, model, lang=lang, disclosure=disclosure))
        said = [
            report(model, lang=lang, disclosure=disclosure).text(),
            compare(before, model).text(lang, disclosure),
            *(finding.sentence(lang, disclosure) for finding in find_brokers(model)),
            *(f"{figure.title}\n{figure.description}" for figure in drawn),
        ]
        lines = [line for text in said for line in text.splitlines()]
        assert [(found, line) for line in lines for found in wrong(lang, line)] == []
