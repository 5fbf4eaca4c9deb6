"""One shape for all that is found, and lists of it."""

from __future__ import annotations

import json
import math
import re

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    DEFAULT_RULES,
    EXACT,
    FREY,
    PROTECTED,
    Count,
    Finding,
    Findings,
    Flow,
    Model,
    Organisation,
    Rules,
    Service,
    Tie,
    ask_next,
    find_brokers,
    find_clusters,
    find_missing_links,
    find_promises,
    find_silos,
    suggest_ties,
)
from collabmodel.analysis.finding import MISSING_LINK_CODES, codes
from collabmodel.analysis.wording import parts_of, spoken
from collabmodel.domain.when import When
from collabmodel.testing import counts, models, rules
from collabmodel.words import LANGUAGES, has, keys, say

TOWN = Model.of(
    Organisation("region", "The region", "region"),
    Organisation("town", "The town", "municipality"),
    Service("ward", "The ward", provided_by="region", kind="flats"),
    Service("flats", "Supported flats", provided_by="town", sector="housing"),
    Service("jobs", "Job centre", provided_by="town"),
    Flow("ward", "flats", citizens=3),
    Flow("ward", "jobs", citizens=42),
    Tie(("ward", "flats"), "meeting", level=1),
    asked=["ward"],
)
MISSING = find_missing_links(TOWN)


def made(code="silo", about=("ward",), numbers=None, **more):
    return Finding(code, about, numbers or {}, (), DEFAULT_RULES, TOWN, **more)


class TestCodes:
    def test_every_code_of_the_design_is_there(self):
        assert set(codes()) == {
            *MISSING_LINK_CODES,
            *("level-not-known", "one-sided", "fragile-link"),
            *("silo", "silo-possible", "closed-group", "isolated-service"),
            *(f"promise-{fate}" for fate in ("kept", "open", "overdue", "postponed")),
            *(f"promise-{fate}" for fate in ("cancelled", "only-wished", "not-known")),
            *(f"ask-{what}" for what in ("contact", "level", "confirmation", "citizens")),
            *(f"ask-{what}" for what in ("flow", "promise", "need")),
            *("gap-opened", "gap-closed", "gap-change-not-known"),
            *("tie-gained", "tie-lost", "tie-strengthened", "tie-weakened"),
            *("tie-change-not-known", "need-gained", "need-lost"),
            *("service-only-before", "service-only-after", "not-compared"),
            *("sole-bridge", "sole-bridge-possible", "sole-forum", "sole-forum-possible"),
            *("fragile-bridge", "broker", "could-bridge", "could-bridge-possible"),
            *("cluster", "cluster-possible", "unclustered"),
            *("suggested-tie", "suggested-forum"),
        }

    def test_none_stands_twice(self):
        assert len(codes()) == len(set(codes()))

    @pytest.mark.parametrize("code", codes())
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_each_has_a_title_and_a_meaning(self, code, lang):
        finding = made(code)
        assert finding.title(lang)
        assert finding.meaning(lang).endswith(".")

    @pytest.mark.parametrize("code", codes())
    def test_each_has_a_sentence_and_a_next_step(self, code):
        assert has(f"finding.{code}.sentence")
        assert has(f"finding.{code}.next")

    def test_a_next_step_of_its_own_belongs_to_a_wording_that_exists(self):
        for key in keys("finding."):
            if ".next-" in key:
                assert has(key.replace(".next-", ".")), key


class TestAFinding:
    def test_names_its_two_services_its_code_and_what_it_rests_on(self):
        finding = MISSING[1]
        assert finding.code == "level-too-low"
        assert finding.about == ("flats", "ward")
        assert finding.evidence == ("flow:ward--flats", "tie:meeting:flats--ward")

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_says_names_and_not_ids(self, lang):
        said = MISSING[1].sentence(lang) + MISSING[1].next_step(lang)
        assert "Supported flats" in said
        assert "The ward" in said
        assert "flats--ward" not in said

    def test_hides_small_numbers_of_citizens_unless_told_otherwise(self):
        finding = MISSING[1]
        assert "<5 citizens" in finding.sentence()
        assert "3 citizens" in finding.sentence(disclosure=EXACT)
        assert finding.shown()["citizens"] == {"min": 1, "max": 4}
        assert finding.shown(EXACT)["citizens"] == 3
        assert finding.numbers["citizens"] == Count.exactly(3)

    def test_its_key_stays_while_its_code_changes(self):
        agreed = find_missing_links(TOWN.without("tie:meeting:flats--ward"))[1]
        assert agreed.code != MISSING[1].code
        assert agreed.key == MISSING[1].key == "missing-link:flats--ward"

    def test_a_possible_silo_and_a_silo_are_one_thing_to_follow(self):
        assert made("silo-possible").key == made("silo").key == "silo:ward"

    @pytest.mark.parametrize("code", ["sole-bridge", "sole-forum", "could-bridge", "cluster"])
    def test_what_is_possible_and_what_is_sure_are_one_thing_to_follow(self, code):
        assert made(f"{code}-possible").key == made(code).key == f"{code}:ward"

    def test_findings_of_one_model_have_keys_of_their_own(self):
        model = TOWN.add(Flow("flats", "jobs", citizens=2))
        for found in (find_missing_links(model), find_promises(model), ask_next(model)):
            assert len({finding.key for finding in found}) == len(found)

    def test_equal_findings_are_equal_and_can_stand_in_a_set(self):
        again = find_missing_links(TOWN)
        assert list(again) == list(MISSING)
        assert len({*again, *MISSING}) == len(MISSING)

    def test_prints_what_readers_may_see(self):
        assert "exactly(3)" not in repr(MISSING[1])
        assert "{'min': 1, 'max': 4}" in repr(MISSING[1])
        assert "exactly(3)" not in repr(MISSING)


class TestNumbersInWords:
    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("citizens", Count.exactly(3), "<5 citizens"),
            ("citizens", Count(), "an unknown number of citizens"),
            ("citizen_pairs", Count.exactly(42), "40 citizen-pairs"),
            ("citizen_pairs", (Count.exactly(42), Count.exactly(3)), "41 to 44 citizen-pairs"),
            ("citizen_pairs", (), "0 citizen-pairs"),
            ("persons", Count.exactly(3), "3"),
            ("level", 1, "level 1, networking"),
            ("level", None, "a level that is not known"),
            ("when", When("2020-11"), "November 2020"),
            ("status", "not known", "not known"),
            ("low", 0.5, "50%"),
            ("low", math.nan, "not known"),
            ("p_holm", 0.0421, "= 0.042"),
            ("p_holm", 0.0001, "< 0.001"),
            ("p_holm", math.nan, "not known"),
            ("others", "a\nb", "a[U+000A]b"),
        ],
    )
    def test_say_what_their_name_means(self, name, value, words):
        assert spoken(TOWN, (), {name: value}, "en", PROTECTED)[name] == words

    def test_danish_writes_a_decimal_comma(self):
        finding = made(
            numbers=dict.fromkeys(("across_met", "across_pairs", "inside_met", "inside_pairs"), 1)
            | {"p_holm": 0.0421}
        )
        assert "0,042" in finding.sentence("da")
        assert "0.042" in finding.sentence("en")

    def test_a_group_by_kind_is_not_called_by_the_name_of_a_service_with_that_id(self):
        numbers = {"by": "kind", "across_ties": 1, "inside_ties": 9, "p_holm": 0.01}
        assert made("closed-group", ("flats",), numbers).sentence().startswith("flats:")
        numbers["by"] = "organisation"
        assert made("closed-group", ("town",), numbers).sentence().startswith("The town:")

    def test_a_group_by_sector_has_its_name_in_the_language_of_the_sentence(self):
        numbers = {"by": "sector", "across_ties": 1, "inside_ties": 9, "p_holm": 0.01}
        finding = made("closed-group", ("housing",), numbers)
        for lang in LANGUAGES:
            assert finding.sentence(lang).startswith(say("sector.housing", lang))

    @given(st.lists(counts()))
    def test_the_parts_of_a_sum_tell_nothing_of_their_order(self, some):
        assert parts_of(some) == parts_of(reversed(some))
        assert Count.total(parts_of(some)) == Count.total(some)


class TestAsPlainValues:
    def test_json_holds_what_the_finding_holds(self):
        plain = MISSING[0].to_json()
        assert plain["key"] == "missing-link:jobs--ward"
        assert plain["code"] == "asked-and-absent"
        assert plain["about"] == ["jobs", "ward"]
        assert plain["names"] == ["Job centre", "The ward"]
        assert plain["evidence"] == ["flow:ward--jobs"]
        assert plain["numbers"]["citizens"] == 40
        assert plain["numbers"]["certain"] is False
        assert plain["sentence"] == MISSING[0].sentence()

    def test_json_of_several_begins_with_its_format_and_the_version_of_it(self):
        header = [("format", "collabmodel-findings"), ("format_version", "1.0")]
        assert [*MISSING.to_json().items()][:2] == header

    def test_json_speaks_the_language_that_is_asked_for(self):
        assert MISSING[0].to_json(lang="da")["sentence"] == MISSING[0].sentence("da")
        assert MISSING.to_json(lang="nb")["findings"][0]["next_step"] == MISSING[0].next_step("nb")

    def test_a_level_that_nobody_knows_is_no_level(self):
        model = Model.of(Service("a"), Service("b"), Flow("a", "b"))
        assert find_missing_links(model)[0].to_json()["numbers"]["level"] is None
        vague = find_missing_links(model.add(Tie(("a", "b"))))
        assert vague.told_apart[0].to_json()["numbers"]["level"] is None

    def test_that_both_were_asked_and_named_none_is_level_zero(self):
        model = Model.of(Service("a"), Service("b"), Flow("a", "b"), asked=["a", "b"])
        assert find_missing_links(model)[0].to_json()["numbers"]["level"] == 0

    def test_what_is_not_defined_is_null_in_json_and_stays_undefined_in_records(self):
        finding = made(numbers={"p_holm": math.nan})
        assert finding.shown() == {"p_holm": None}
        assert math.isnan(finding.records()[0]["p_holm"])

    def test_records_are_one_row_a_finding_with_columns_for_a_data_frame(self):
        rows = MISSING.records()
        assert [row["code"] for row in rows] == ["asked-and-absent", "level-too-low"]
        assert rows[1]["about_1"] == "flats"
        assert (rows[1]["citizens_min"], rows[1]["citizens_max"]) == (1, 4)
        assert rows[1]["evidence"] == "flow:ward--flats tie:meeting:flats--ward"
        assert MISSING.records(EXACT)[1]["citizens_max"] == 3

    @settings(max_examples=50)
    @given(st.data())
    def test_everything_that_is_found_fits_into_json(self, data):
        model = data.draw(models(with_needs=True, scale=FREY))
        chosen = data.draw(rules())
        for found in (
            find_missing_links(model, chosen),
            find_silos(model, rules=chosen),
            find_promises(model),
            ask_next(model, chosen),
            find_brokers(model, rules=chosen),
            find_clusters(model, rules=chosen, runs=2),
            suggest_ties(model, 2, rules=chosen),
            suggest_ties(model, 2, kind="forum", rules=chosen),
        ):
            lang = data.draw(st.sampled_from(LANGUAGES))
            text = json.dumps(found.to_json(lang=lang), allow_nan=False)
            plain = json.loads(text)
            assert len(plain["findings"]) == len(found)
            assert plain["rules"] == json.loads(json.dumps(found.rules.to_json()))
            for finding, held in zip(found, plain["findings"], strict=True):
                assert finding.sentence(lang) == held["sentence"]


class TestFindings:
    def test_are_a_sequence(self):
        assert len(MISSING) == 2
        assert list(MISSING) == [MISSING[0], MISSING[1]]
        assert MISSING[:1] == (MISSING[0],)
        assert MISSING[0] in MISSING

    def test_can_be_asked_for_codes_also_of_what_is_told_apart(self):
        apart = attrs.evolve(MISSING, told_apart=(made("fragile-link"),))
        assert [f.code for f in apart.of_code("fragile-link", "level-too-low")] == [
            "level-too-low",
            "fragile-link",
        ]

    def test_the_response_rate_is_not_defined_where_nobody_was_asked(self):
        assert MISSING.response_rate == 1 / 3
        assert math.isnan(Findings((), DEFAULT_RULES, asked=None, services=3).response_rate)
        assert math.isnan(Findings((), DEFAULT_RULES, asked=0, services=0).response_rate)
        assert Findings((), DEFAULT_RULES, asked=0, services=3).response_rate == 0

    def test_hold_the_rules_under_which_they_were_found(self):
        chosen = Rules(needed_level=3)
        found = find_missing_links(TOWN, chosen)
        assert found.rules == chosen == found[0].rules

    def test_print_as_a_table_with_a_row_for_each(self):
        table = str(MISSING)
        assert table.startswith("#")
        assert re.search(r"^1 +Asked, and none named", table, re.MULTILINE)
        assert re.search(r"^2 +Contact, but not enough", table, re.MULTILINE)
        assert max(map(len, table.splitlines())) <= 100

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_a_table_speaks_the_language_that_is_asked_for(self, lang):
        assert say("table.what", lang) in MISSING.table(lang)
        assert MISSING[0].title(lang)[:12] in MISSING.table(lang)

    def test_say_so_where_nothing_was_found(self):
        nothing = Findings((), DEFAULT_RULES)
        assert str(nothing) == "Nothing was found."
        assert nothing._repr_html_() == "<p>Nothing was found.</p>"

    def test_hostile_names_are_text_in_html_and_visible_in_a_terminal(self):
        model = Model.of(
            Service("a", '<img src=x onerror="x">&'), Service("b", "b\x1b[2J\u202e"), Flow("a", "b")
        )
        found = find_missing_links(model)
        html = found._repr_html_()
        assert set(re.findall(r"<(/?\w+)", html)) == {
            f"{slash}{tag}"
            for slash in ("", "/")
            for tag in ("table", "thead", "tbody", "tr", "th", "td")
        }
        assert "&lt;img src=x onerror=&quot;x&quot;&gt;&amp;" in html
        for text in (html, str(found)):
            assert "\x1b" not in text
            assert "\u202e" not in text
            assert "[U+001B]" in text.replace("\n", "")


def test_a_list_of_nothing_has_a_table_of_headings():
    assert "Finding" in Findings((), Rules()).table()
