"""How a number of citizens may be shown, and that nothing shows it otherwise."""

from __future__ import annotations

import itertools
import json
import re
import tempfile
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from collabmodel import (
    EXACT,
    FREY,
    PROTECTED,
    Count,
    Disclosure,
    Flow,
    InvalidArgument,
    Model,
    Pathway,
    Service,
    Tie,
    ask_next,
    compare,
    explain,
    find_brokers,
    find_clusters,
    find_missing_links,
    find_promises,
    find_silos,
    pairs,
    questions,
    report,
    save,
    who_could_bridge,
    write_graph,
)
from collabmodel.cli import app
from collabmodel.disclosure import Shown
from collabmodel.testing import counts, models
from collabmodel.words import LANGUAGES

DISCLOSURES = st.builds(
    Disclosure, threshold=st.integers(1, 12), base=st.sampled_from((1, 2, 3, 5, 10))
)
HIDING = DISCLOSURES.filter(lambda disclosure: disclosure.threshold > 1)


class TestExactNumbers:
    @given(DISCLOSURES)
    def test_zero_is_shown_as_zero(self, disclosure):
        assert disclosure.show(Count.exactly(0)).number() == "0"
        assert disclosure.show(Count.exactly(0)).to_json() == 0

    @pytest.mark.parametrize("number", [1, 2, 3, 4])
    def test_one_to_four_are_hidden(self, number):
        shown = PROTECTED.show(Count.exactly(number))
        assert (shown.number(), shown.to_json()) == ("<5", {"min": 1, "max": 4})
        assert shown.is_hidden

    @pytest.mark.parametrize(
        ("number", "shown"), [(5, 5), (6, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1002, 1000)]
    )
    def test_others_are_rounded_to_five(self, number, shown):
        assert PROTECTED.show(Count.exactly(number)).to_json() == shown

    @given(DISCLOSURES, st.integers(1, 500))
    def test_other_thresholds_and_bases_follow_the_same_rule(self, disclosure, number):
        threshold, base = disclosure.threshold, disclosure.base
        shown = disclosure.show(Count.exactly(number))
        if number < threshold:
            assert (shown.low, shown.high) == (1, threshold - 1)
        else:
            multiples = range(base, number + 2 * base, base)
            nearest = min(multiples, key=lambda multiple: (abs(multiple - number), -multiple))
            assert (shown.low, shown.high) == (nearest, nearest)

    @given(st.integers(0, 10**9))
    def test_the_owner_sees_every_number_as_it_is(self, number):
        assert EXACT.show(Count.exactly(number)).to_json() == number


class TestBounds:
    @given(counts(), DISCLOSURES)
    def test_are_rounded_outwards_so_that_what_is_shown_stays_true(self, count, disclosure):
        shown = disclosure.show(count)
        assert shown.low <= count.min or count.is_exact
        assert shown.high is None or count.is_exact or shown.high >= count.max
        assert (shown.high is None) == (count.max is None)

    @given(counts().filter(lambda count: not count.is_exact), DISCLOSURES)
    def test_are_multiples_of_the_base_or_the_ends_of_what_is_hidden(self, count, disclosure):
        shown = disclosure.show(count)
        assert shown.low == 1 or shown.low % disclosure.base == 0
        assert shown.high is None or (
            shown.high % disclosure.base == 0 or shown.high == disclosure.threshold - 1
        )

    @given(counts().filter(lambda count: not count.is_exact), DISCLOSURES)
    def test_are_rounded_by_less_than_a_base_or_to_the_ends_of_what_is_hidden(
        self, count, disclosure
    ):
        shown = disclosure.show(count)
        assert shown.low == 1 or count.min - shown.low < disclosure.base
        if shown.high is not None and shown.high != disclosure.threshold - 1:
            assert shown.high - count.max < disclosure.base

    @given(counts(), DISCLOSURES)
    def test_a_number_that_is_not_zero_never_seems_to_be_possibly_zero(self, count, disclosure):
        assert (disclosure.show(count).low == 0) == (count.min == 0)

    @pytest.mark.parametrize(
        ("count", "words"),
        [
            (Count.at_least(31), "at least 30"),
            (Count.at_least(3), "at least 1"),
            (Count.at_most(12), "at most 15"),
            (Count.at_most(3), "fewer than 5"),
            (Count.between(1, 3), "<5"),
            (Count.between(2, 12), "1 to 15"),
            (Count.between(6, 9), "5 to 10"),
        ],
    )
    def test_are_put_into_words(self, count, words):
        assert PROTECTED.show(count).number() == words


class TestUnknown:
    @given(DISCLOSURES)
    def test_stays_unknown_and_is_never_zero(self, disclosure):
        shown = disclosure.show(Count())
        assert (shown.low, shown.high, shown.to_json()) == (0, None, None)
        for lang in LANGUAGES:
            words = (shown.number(lang), shown.citizens(lang), shown.citizen_pairs(lang))
            assert not any(re.search(r"\d", word) for word in words)


class TestTotals:
    @given(st.lists(counts(), max_size=6), DISCLOSURES)
    def test_are_sums_of_what_is_shown(self, some, disclosure):
        shown = [disclosure.show(count) for count in some]
        total = disclosure.total(some)
        assert total.low == sum(each.low for each in shown)
        if any(each.high is None for each in shown):
            assert total.high is None
        else:
            assert total.high == sum(each.high for each in shown)

    @given(st.lists(counts(), min_size=1, max_size=6), st.integers(1, 12))
    def test_hold_the_true_sum_where_nothing_is_rounded(self, some, threshold):
        total, true = Disclosure(threshold, base=1).total(some), Count.total(some)
        assert total.low <= true.min
        assert total.high is None or total.high >= true.max

    def test_are_a_range_where_a_part_is_hidden(self):
        total = PROTECTED.total([Count.exactly(40), Count.exactly(3)])
        assert (total.number(), total.to_json()) == ("41 to 44", {"min": 41, "max": 44})

    def test_of_one_number_are_that_number_and_of_none_zero(self):
        assert PROTECTED.total([Count.exactly(3)]).number() == "<5"
        assert PROTECTED.total([]).to_json() == 0

    def test_only_shown_numbers_can_be_added(self):
        with pytest.raises(TypeError):
            PROTECTED.show(Count.exactly(3)) + 4  # type: ignore[operator]


def replaced(draw, count, threshold):
    """*count* with every bound that is hidden replaced by another that is hidden."""

    def is_hidden(bound):
        return bound is not None and 0 < bound < threshold

    other = st.integers(1, threshold - 1)
    low = draw(other) if is_hidden(count.min) else count.min
    high = draw(other) if is_hidden(count.max) else count.max
    if is_hidden(count.min) and is_hidden(count.max):
        low, high = min(low, high), max(low, high)
    return Count(low, high)


class TestWhatIsHiddenStaysHidden:
    @given(st.data(), HIDING)
    def test_no_shown_number_tells_one_hidden_number_from_another(self, data, disclosure):
        one = data.draw(counts())
        other = replaced(data.draw, one, disclosure.threshold)
        assert disclosure.show(one) == disclosure.show(other)

    @given(st.data(), HIDING)
    def test_no_subtraction_from_a_total_recovers_a_hidden_number(self, data, disclosure):
        one = data.draw(st.lists(counts(), max_size=5))
        other = [replaced(data.draw, count, disclosure.threshold) for count in one]
        assert disclosure.total(one) == disclosure.total(other)

    @settings(max_examples=60)
    @given(st.data(), st.sampled_from((PROTECTED, Disclosure(5, 1), Disclosure(10, 3))))
    def test_nothing_that_is_found_tells_one_hidden_number_from_another(self, data, disclosure):
        """Not by a total, a share or a bound. Only the order of findings follows exact numbers."""
        ids = ("a", "b", "c", "d")
        parts = list(itertools.combinations(ids, 2))
        one = [data.draw(counts()) for _ in parts]
        other = [replaced(data.draw, count, disclosure.threshold) for count in one]
        asked = data.draw(st.lists(st.sampled_from(ids), unique=True))
        level = data.draw(st.integers(1, 3))
        town = [
            Model.of(
                [Service(id) for id in ids],
                [Flow(*ends, citizens=n) for ends, n in zip(parts, numbers, strict=True)],
                Tie(("a", "b"), level=level),
                Tie(("b", "c")),
                asked=asked,
            )
            for numbers in (one, other)
        ]
        assert shown_of(town[0], disclosure) == shown_of(town[1], disclosure)

    def test_a_total_of_two_fours_does_not_say_that_both_are_four(self):
        model = Model.of(
            [Service(id) for id in "abc"], Flow("a", "b", 4), Flow("a", "c", 4), asked=["b", "c"]
        )
        (ask,) = ask_next(model).of_code("ask-contact")
        assert ask.shown()["citizen_pairs"] == {"min": 2, "max": 8}
        assert "2 to 8 citizen-pairs" in ask.sentence()


def shown_of(model, disclosure):
    """All that readers may see of what is found in a model, without its order."""
    findings = [
        finding
        for found in (find_missing_links(model), find_silos(model), ask_next(model))
        for finding in (*found, *found.told_apart)
    ]
    (share,) = [one for one in questions(model, None, disclosure) if one.number == 2]
    return (
        sorted(as_json([f.to_json(disclosure), f.records(disclosure)]) for f in findings),
        share.to_json(disclosure=disclosure),
        [explain(model, *pair.key).text(disclosure=disclosure) for pair in pairs(model)],
        report(model, disclosure=disclosure).to_json()["facts"],
        graph_file(model, disclosure),
        *(shown_of_changes(*two, disclosure) for two in ((model, LESS), (LESS, model))),
    )


LESS = Model.of(
    [Service(id) for id in "abcd"], Flow("a", "b", 2), Tie(("a", "b"), level=4), Tie(("a", "d"))
)
"""A model whose changes to and from the others are looked at."""


def shown_of_changes(before, after, disclosure):
    """All that readers may see of what changed, without its order."""
    plain = compare(before, after).to_json(disclosure)
    changes = plain.pop("changes") + plain.pop("told_apart")
    return as_json(plain), sorted(as_json(change) for change in changes)


def graph_file(model, disclosure):
    """The text of the file for programs that draw networks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "town.graphml")
        write_graph(model, path, disclosure=disclosure)
        return path.read_text(encoding="utf-8")


class TestInWords:
    @pytest.mark.parametrize(
        ("count", "en", "da", "nb"),
        [
            (1, "1 citizen", "1 borger", "1 innbygger"),
            (2, "2 citizens", "2 borgere", "2 innbyggere"),
            (0, "0 citizens", "0 borgere", "0 innbyggere"),
            (Count.at_least(1), "at least 1 citizen", "mindst 1 borger", "minst 1 innbygger"),
            (Count.at_most(1), "at most 1 citizen", "højst 1 borger", "høyst 1 innbygger"),
            (Count.between(1, 2), "1 to 2 citizens", "1 til 2 borgere", "1 til 2 innbyggere"),
        ],
    )
    def test_the_noun_follows_the_number_beside_it(self, count, en, da, nb):
        shown = EXACT.show(count if isinstance(count, Count) else Count.exactly(count))
        assert [shown.citizens(lang) for lang in LANGUAGES] == [en, da, nb]

    @pytest.mark.parametrize("threshold", [2, 3, 5])
    def test_a_hidden_number_has_a_plural_noun(self, threshold):
        shown = Disclosure(threshold=threshold).show(Count.exactly(1))
        assert shown.citizens() == f"<{threshold} citizens"

    @pytest.mark.parametrize("count", [Count(), Count.exactly(7), Count.at_least(7)])
    def test_citizen_pairs_are_never_called_citizens(self, count):
        nouns = {"en": "citizens", "da": "borgere", "nb": "innbyggere"}
        for lang in LANGUAGES:
            assert nouns[lang] not in PROTECTED.show(count).citizen_pairs(lang)
            assert "par" in PROTECTED.show(count).citizen_pairs(lang).replace("pair", "par")


class TestTheRule:
    @pytest.mark.parametrize("name", ["threshold", "base"])
    @pytest.mark.parametrize("value", [0, -5, 2.5, "5", None, True])
    def test_takes_whole_numbers_from_one(self, name, value):
        with pytest.raises(InvalidArgument, match=f"{name}: expected a whole number from 1"):
            Disclosure(**{name: value})

    def test_what_is_shown_is_a_value(self):
        shown = PROTECTED.show(Count.exactly(3))
        assert (shown.low, shown.high, shown.threshold) == (1, 4, 5)
        assert shown == PROTECTED.show(Count.exactly(2))

    def test_nobody_else_makes_what_is_shown(self):
        with pytest.raises(TypeError):
            Shown(1, 4, 5)
        with pytest.raises(TypeError, match=r"made by Disclosure\.show"):
            Shown()
        with pytest.raises(TypeError):
            attrs.evolve(PROTECTED.show(Count.exactly(3)), low=3)


# No output holds a number of citizens that went past this module. The numbers are such that they
# are known again wherever they turn up: larger than all others, and no multiple of a base.

LARGE = 10_000
SENTINELS = st.integers(LARGE // 5, 9 * LARGE // 5 - 1).map(lambda n: 5 * n + 1)
MARKED = (
    SENTINELS.map(Count.exactly)
    | SENTINELS.map(Count.at_least)
    | SENTINELS.map(Count.at_most)
    | st.tuples(SENTINELS, SENTINELS).map(lambda ends: Count(min(ends), max(ends)))
)


@st.composite
def marked_models(draw):
    """Models all of whose numbers of citizens are known again."""
    model = draw(models(with_needs=True, max_services=5, max_flows=6, scale=FREY))

    def mark(element: Flow | Pathway):
        return attrs.evolve(element, citizens=draw(MARKED))

    flows, pathways = map(mark, model.flows), map(mark, model.pathways)
    return attrs.evolve(model, flows=tuple(flows), pathways=tuple(pathways))


def large_numbers(model, text):
    """The numbers in *text* that can only come from a number of citizens."""
    for element in model.elements():
        text = text.replace(element.id, "")
    text = re.sub(r"U\+[0-9A-F]+|\\U[0-9a-f]{8}", "", text)  # a character by its number
    return {int(digits) for digits in re.findall(r"(?<![0-9.])[0-9]{5,}(?![0-9])", text)}


def everything_found(model):
    return (
        find_missing_links(model),
        find_silos(model),
        find_promises(model),
        ask_next(model),
        find_brokers(model),
        find_clusters(model),
        *(who_could_bridge(model, *finding.about) for finding in find_missing_links(model)[:2]),
    )


def changes_of(model):
    """How it differs from a model in which less is known, both ways."""
    less = attrs.evolve(model, flows=model.flows[1:], ties=model.ties[1:], statements=())
    return compare(less, model), compare(model, less)


def outputs(model, lang, disclosure):
    """Everything that prints or exports numbers of citizens by a rule that is given."""
    page = report(model, lang=lang, disclosure=disclosure)
    yield from (page.text(), page.markdown(), as_json(page.to_json()))
    yield re.sub(r"#[0-9a-f]{6}\b|sha256-[\w+/=]+", "", page.html())
    for answer in questions(model, None, disclosure):
        yield answer.sentence(lang, disclosure)
        yield as_json(answer.to_json(lang, disclosure))
    for pair in pairs(model):
        explained = explain(model, *pair.key)
        yield explained.text(lang, disclosure)
        yield as_json(explained.to_json(disclosure))
    yield graph_file(model, disclosure)
    for changed in changes_of(model):
        yield changed.text(lang, disclosure)
    for found in (*everything_found(model), *changes_of(model)):
        yield as_json(found.to_json(disclosure, lang))
        yield repr(found.records(disclosure))
        for finding in (*found, *found.told_apart):
            yield from (finding.sentence(lang, disclosure), finding.next_step(lang, disclosure))
            yield repr(finding.shown(disclosure))


def as_json(value):
    return json.dumps(value, allow_nan=False, ensure_ascii=False)


class TestNoOutputHoldsAHiddenNumber:
    @settings(max_examples=25)
    @given(marked_models(), st.sampled_from(LANGUAGES))
    def test_every_number_is_hidden_where_the_threshold_is_above_it(self, model, lang):
        threshold = 10_000 * LARGE
        for text in outputs(model, lang, Disclosure(threshold, base=threshold)):
            found = large_numbers(model, text)
            assert not {n for n in found if n % threshold and (n % (threshold - 1))}, text

    @settings(max_examples=25)
    @given(marked_models(), st.sampled_from(LANGUAGES))
    def test_every_number_is_rounded_otherwise(self, model, lang):
        for text in outputs(model, lang, Disclosure(base=1000)):
            assert not {n for n in large_numbers(model, text) if n % 1000}, text

    @settings(max_examples=25)
    @given(marked_models())
    def test_what_a_programmer_prints_is_rounded_too(self, model):
        printed = [
            text
            for found in (*everything_found(model), *changes_of(model), questions(model))
            for one in (found, *found, *getattr(found, "told_apart", ()))
            for text in (repr(one), str(one), getattr(one, "_repr_html_", str)())
        ]
        page, judged = report(model), pairs(model)
        printed += [repr(page), str(page), page._repr_markdown_(), repr(page.matter), repr(judged)]
        printed += [str(judged), judged._repr_html_(), model._repr_html_(), repr(judged.records())]
        for pair in judged:
            explained = explain(model, *pair.key)
            printed += [repr(pair), str(pair), pair._repr_html_(), repr(pair.records())]
            printed += [repr(explained), str(explained), explained._repr_html_()]
        for text in printed:
            assert not {n for n in large_numbers(model, text) if n % 5}, text

    def test_the_command_line_rounds_and_hides_unless_told_not_to(self, tmp_path):
        model = Model.of(
            [Service(id) for id in "abcd"],
            Flow("a", "b", 70_001, pathway="p"),
            Flow("b", "c", Count.between(70_002, 70_013)),
            Flow("c", "d", 70_004),
            Pathway("p", steps=["a", "b", "c"], citizens=70_003),
        )
        file = tmp_path / "town.json"
        save(model, file)
        calls = [
            ["report", str(file), *options]
            for options in ([], ["--markdown"], ["--json"], ["--lang", "da"], ["--lang", "nb"])
        ]
        calls += [["questions", str(file)], ["questions", str(file), "--json"]]
        calls += [["check", str(file)], ["check", str(file), "--json"]]
        calls += [["explain", str(file), *pair] for pair in itertools.combinations("abcd", 2)]
        calls += [["explain", str(file), "a", "b", "--json"]]
        earlier = tmp_path / "earlier.json"
        save(Model.of([Service(id) for id in "abcd"], Flow("a", "b", 70_006)), earlier)
        calls += [["compare", str(earlier), str(file)], ["compare", str(file), str(earlier)]]
        calls += [["compare", str(earlier), str(file), "--json"]]
        for call in calls:
            printed = CliRunner().invoke(app, call).stdout
            assert not {n for n in large_numbers(model, printed) if n % 5}, call
        printed = CliRunner().invoke(app, ["report", str(file), "--exact"]).stdout
        assert {70_001, 70_003, 140_016, 70_004} <= large_numbers(model, printed)
