"""What a report says, before it has a form."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    EXACT,
    PROTECTED,
    Activity,
    Count,
    Disclosure,
    Flow,
    Forum,
    LevelScale,
    Model,
    Organisation,
    Pathway,
    Rules,
    Service,
    Source,
    Statement,
    Step,
    Tie,
    View,
    find_missing_links,
    find_promises,
)
from collabmodel.datasets import NAMES, load_dataset
from collabmodel.presentation.content import MOST_ENTRIES, content_of
from collabmodel.presentation.matter import Matter
from collabmodel.testing import models, rules
from collabmodel.words import LANGUAGES, say

A, B, C = (
    Service("a", "The ward", provided_by="region"),
    Service("b", "Flats", provided_by="town"),
    Service("c", "Jobs", provided_by="town"),
)
RUNNERS = (Organisation("region"), Organisation("town"))
MOVE = Flow("a", "b", citizens=40)
ENOUGH = Tie(("a", "b"), level=3, id="t")


def content(*elements, lang="en", disclosure=PROTECTED, asked=None, as_of=None, **conventions):
    model = Model.of(*RUNNERS, A, B, C, *elements, asked=asked, as_of=as_of)
    return content_of(Matter.of(model, Rules(**conventions), disclosure), lang)


def section(content, name, lang="en"):
    heading = say(f"report.section.{name}", lang)
    found = [each for each in content.sections if each.heading == heading]
    return found[0] if found else None


def heads(section):
    return [entry.head for entry in section.entries]


class TestTheAnswer:
    def test_names_the_first_missing_link_and_its_citizens(self):
        said = content(MOVE, Flow("b", "c", citizens=12)).answer
        assert said[0].startswith("2 links are missing. The first: The ward – Flats")
        assert "40 citizens" in said[0]

    def test_says_nothing_of_citizens_that_nobody_counted(self):
        said = content(Flow("a", "b")).answer
        assert said[0] == "One link is missing: The ward – Flats."

    @pytest.mark.parametrize(
        ("asked", "key"), [(["a", "b", "c"], None), (["a", "b"], "uncertain"), ([], "none-certain")]
    )
    def test_says_how_many_of_them_are_certain(self, asked, key):
        said = content(MOVE, Flow("b", "c", citizens=12), asked=asked).answer
        expected = [say(f"report.answer.{key}", certain=1)] if key else []
        assert list(said[1:]) == expected

    def test_asks_where_it_is_not_known_whether_the_contact_is_enough(self):
        said = content(MOVE, Tie(("a", "b"))).answer[0]
        assert said == say("report.answer.question", count=1, first="The ward – Flats")

    def test_counts_every_pair_that_is_not_known_whatever_the_reason(self):
        """Where both sides count, what one side tells is not known, as a level is not known."""
        said = content(
            MOVE,
            Flow("b", "c", citizens=90),
            Tie(("b", "c"), views=[View("b", 3)]),
            Tie(("a", "b"), views=[View("a"), View("b")]),
            confirmation="both",
        ).answer[0]
        assert said == say("report.answer.question", count=2, first="Flats – Jobs")

    def test_does_not_count_a_pair_that_is_met_by_the_word_of_one_side(self):
        said = content(MOVE, Tie(("a", "b"), views=[View("a", 3)])).answer[0]
        assert said == say("report.answer.met", count=1)

    def test_says_that_all_are_met(self):
        assert content(MOVE, ENOUGH).answer == (say("report.answer.met", count=1),)

    def test_says_that_need_cannot_be_told_where_no_movement_is_on_record(self):
        assert content(ENOUGH).answer == (say("report.answer.no-need"),)

    def test_does_not_say_so_where_the_movement_was_left_out_as_too_little(self):
        said = content(MOVE, min_citizens=50).answer
        assert said == (say("report.left-out", count=1, min_citizens=50),)

    def test_says_that_an_empty_model_is_empty(self):
        empty = content_of(Matter.of(Model(), None, PROTECTED), "en")
        assert empty.answer == (say("report.answer.empty"),)

    def test_names_the_silos(self):
        said = content_of(Matter.of(load_dataset("example_town"), None, PROTECTED), "en").answer
        assert any("silos: Regional psychiatry, Employment department" in each for each in said)

    def test_counts_open_promises_and_names_the_most_pressing(self):
        said = content(
            Activity("Late", status="planned", when="2019"),
            Activity("Soon", status="planned"),
            Activity("Done", status="held"),
            as_of="2020",
        ).answer
        assert said[-1] == say("report.answer.promises", count=2, first="Late")

    @settings(max_examples=60)
    @given(st.data())
    def test_comes_in_at_most_four_sentences_and_names_what_is_found_first(self, data):
        model = data.draw(models(with_needs=True))
        chosen = data.draw(rules(model.scale))
        lang = data.draw(st.sampled_from(LANGUAGES))
        matter = Matter.of(model, chosen, PROTECTED)
        said = content_of(matter, lang).answer
        assert 1 <= len(said) <= 4
        missing = find_missing_links(model, chosen)
        if missing:
            assert str(len(missing)) in said[0] or len(missing) == 1


class TestTheFacts:
    def test_count_what_is_on_record(self):
        facts = content(MOVE, ENOUGH).facts
        assert facts[0] == "On record: 3 services, 2 organisations, 1 tie, 1 pair with need."

    def test_say_who_was_asked_or_that_nobody_was(self):
        assert say("report.nobody-asked") in content(MOVE).facts
        assert say("report.asked", asked=2, services=3) in content(MOVE, asked=["a", "b"]).facts
        assert say("report.asked", asked=0, services=3) in content(MOVE, asked=[]).facts

    def test_say_what_was_left_out_and_of_when_it_is(self):
        facts = content(MOVE, min_citizens=50, as_of="2024-12-31").facts
        assert say("report.left-out", count=1, min_citizens=50) in facts
        assert "As of 31 December 2024." in facts

    def test_count_citizen_pairs_only_where_any_are_known(self):
        assert not [f for f in content(Flow("a", "b")).facts if "citizen-pairs" in f]
        (fact,) = [f for f in content(MOVE, Flow("b", "c", 3)).facts if "citizen-pairs" in f]
        assert "41 to 44" in fact

    def test_do_not_count_unknown_citizens_without_contact_as_none(self):
        known = content(MOVE, ENOUGH, Flow("b", "c")).facts
        assert not [fact for fact in known if "citizen-pairs" in fact]


class TestSections:
    def test_missing_links_come_in_their_order_each_with_what_to_do(self):
        found = section(content(MOVE, Flow("b", "c", citizens=90)), "missing")
        assert found.is_numbered
        assert [head.partition(":")[0] for head in heads(found)] == [
            "Flats – Jobs",
            "The ward – Flats",
        ]
        assert all(entry.lines[-1].startswith("Next: ") for entry in found.entries)

    def test_say_of_each_missing_link_whether_it_is_certain(self):
        found = section(content(MOVE, Flow("b", "c"), asked=["a", "b"]), "missing")
        assert say("report.certain") in found.entries[0].lines
        assert say("report.uncertain") in found.entries[1].lines

    def test_longer_lists_are_cut_and_say_so(self):
        others = [Service(f"s{n:02}", provided_by="town") for n in range(MOST_ENTRIES + 3)]
        found = section(content(others, [Flow("a", s.id, 10) for s in others]), "missing")
        assert len(found.entries) == MOST_ENTRIES
        assert found.more == say("report.more", count=3)

    def test_what_cannot_be_found_without_need_is_left_out(self):
        without = content()
        assert section(without, "missing") is None
        assert section(without, "silos") is None
        assert section(content(MOVE, ENOUGH), "silos").intro == say("report.none.silos")

    def test_say_that_there_is_nothing_where_there_is_nothing(self):
        met = content(MOVE, Tie(("a", "b"), views={"a": 3, "b": 3}), asked=["a", "b"])
        assert section(met, "missing").intro == say("report.none.missing")
        assert section(met, "promises").intro == say("report.none.promises")
        assert section(met, "ask").intro == say("report.none.ask")
        assert heads(section(met, "unknown")) != []

    def test_pathways_show_each_segment_that_needs_contact(self):
        pathway = Pathway("p", "Home", steps=["a", "b", "c"])
        found = section(content(pathway, ENOUGH), "pathways")
        assert heads(found) == ["Home"]
        met, nothing = found.entries[0].lines
        assert met.startswith("The ward → Flats: has level 3, coordination")
        assert nothing == say(
            "report.pathway.nothing", a="Flats", b="Jobs", needs="level 2, cooperation"
        )

    def test_a_segment_without_a_record_has_no_level_even_where_it_needs_none(self):
        pathway = Pathway("p", "Home", steps=[Step("a", level=0), "b"])
        found = section(content(pathway), "pathways")
        assert "has level not known, needs level 0, none" in found.entries[0].lines[0]

    def test_statements_come_by_kind_each_with_who_says_it(self):
        found = section(
            content(
                Statement("wish", "One number to call.", said_by="a"),
                Statement("goal", "Nobody falls between."),
                Statement("wish", "More time."),
            ),
            "statements",
        )
        assert heads(found) == ["Goal", "Wishes"]
        assert found.entries[1].lines == ("One number to call. (The ward)", "More time.")

    def test_sixteen_questions_are_numbered(self):
        found = section(content(MOVE), "questions")
        assert found.is_numbered
        assert len(found.entries) == 16
        assert all(head.endswith("answered)") or "answered" in head for head in heads(found))

    def test_promises_are_those_that_are_found(self):
        for name in NAMES:
            model = load_dataset(name)
            matter = Matter.of(model, None, PROTECTED)
            found = section(content_of(matter, "en"), "promises")
            assert len(found.entries) == min(MOST_ENTRIES, len(find_promises(model)))

    def test_sources_are_named(self):
        source = Source("s", "News", publisher="The town", published="2020-11")
        assert heads(section(content(source), "sources")) == ["News, The town, November 2020"]

    def test_sorts_of_groups_are_told_with_what_they_mean(self):
        town = Matter.of(load_dataset("example_town"), None, PROTECTED)
        found = section(content_of(town, "en"), "silos")
        sorts = {finding.code: finding for finding in town.silos}
        assert found.terms == tuple((f.title(), f.meaning()) for f in sorts.values())
        assert section(content(MOVE, ENOUGH), "silos").terms == ()

    def test_begin_with_what_is_missing_or_else_with_what_is_on_record(self):
        promise, said = Activity("Day", status="planned"), Statement("need", "More.")
        assert [s.name for s in content(MOVE, promise, said).sections[:1]] == ["missing"]
        without = [s.name for s in content(promise, said).sections]
        assert without[:3] == ["promises", "statements", "ask"]


class TestTiles:
    def test_count_every_pair_with_need_once(self):
        lone = [Service(id, provided_by="town") for id in "de"]
        flows = [MOVE, Flow("b", "c", 9), Flow("c", "d", 9), Flow("d", "e", 9)]
        ties = [ENOUGH, Tie(("b", "c"))]
        tiles = content(lone, flows, ties, asked=["c", "d"]).tiles
        assert [tile.number for tile in tiles] == ["4", "1", "2", "1"]
        assert tiles[2].detail == "1 for certain"
        assert tiles[1].label == "has enough contact"

    @settings(max_examples=40)
    @given(models(with_needs=True))
    def test_add_up(self, model):
        rules = Rules(needed_level=min(2, model.scale.top))
        needed, *parts = content_of(Matter.of(model, rules, PROTECTED), "en").tiles
        assert int(needed.number) == sum(int(tile.number) for tile in parts) > 0

    def test_without_need_count_what_is_on_record(self):
        tiles = content(Activity("Day", status="planned")).tiles
        assert [tile.label for tile in tiles][:2] == [
            "services are named",
            "organisations are named",
        ]
        assert [tile.number for tile in tiles][:3] == ["3", "2", "1"]


class TestConventions:
    def heads(self, **more):
        return heads(section(content(MOVE, **more), "conventions"))

    def test_name_the_level_that_is_needed_and_its_scale(self):
        assert "level 3, coordination" in self.heads(needed_level=3)[0]
        assert "Frey" in self.heads()[0]

    def test_name_whose_word_counts(self):
        assert say("report.convention.confirmation.both") in self.heads(confirmation="both")

    @pytest.mark.parametrize(
        ("alpha", "en", "da"), [(0.05, "5%", "5 %"), (0.001, "0.1%", "0,1 %"), (0.07, "7%", "7 %")]
    )
    def test_name_the_chance_as_it_is(self, alpha, en, da):
        assert say("report.convention.alpha", alpha=en) in self.heads(alpha=alpha)
        assert say("report.convention.alpha", "da", alpha=da) in heads(
            section(content(MOVE, lang="da", alpha=alpha), "conventions", "da")
        )

    def test_say_how_numbers_are_shown(self):
        hidden = Disclosure(threshold=10, base=3)
        said = say("report.convention.disclosure", threshold=10, base=3)
        assert said in self.heads(disclosure=hidden)
        assert say("report.convention.exact") in self.heads(disclosure=EXACT)

    def test_say_from_when_it_is_seen(self):
        assert say("report.convention.at", at="November 2020") in self.heads(at="2020-11")

    def test_never_miss_that_nothing_on_record_is_not_no_contact(self):
        assert say("report.convention.no-record") in self.heads()


class TestWhatIsNotKnown:
    def heads(self, *elements, **more):
        return heads(section(content(*elements, **more), "unknown"))

    @pytest.mark.parametrize(
        ("elements", "name"),
        [
            ((Flow("a", "b"),), "citizens"),
            ((MOVE, Tie(("a", "b"))), "level"),
            ((MOVE,), "not-asked"),
            ((Tie(("a", "b"), status="not known"),), "status"),
            ((Forum("f", status="not known"),), "status"),
        ],
    )
    def test_is_counted(self, elements, name):
        assert say(f"report.unknown.{name}", count=1) in self.heads(*elements)

    def test_names_services_that_nobody_is_said_to_run(self):
        lone = Service("lone", "Lone service")
        assert say("report.unknown.provider", count=1, names="Lone service") in self.heads(lone)

    def test_names_what_is_only_spoken_of_together(self):
        several = Service("centres", "Support centres", provided_by="town", size=Count.at_least(1))
        assert say("report.unknown.collective", names="Support centres") in self.heads(several)

    def test_long_lists_of_names_are_cut(self):
        lone = [Service(f"s{n:02}") for n in range(MOST_ENTRIES + 2)]
        (said,) = [head for head in self.heads(lone) if "s00" in head]
        assert "… (+2)" in said
        assert "s21" not in said

    def test_says_so_where_nothing_is_left_open(self):
        assert self.heads() == [say("report.unknown.nothing")]


class TestEveryLanguage:
    @pytest.mark.parametrize("name", NAMES)
    def test_says_as_much(self, name):
        shapes = set()
        for lang in LANGUAGES:
            found = content_of(Matter.of(load_dataset(name), None, PROTECTED), lang)
            shapes.add(
                (
                    len(found.answer),
                    len(found.facts),
                    tuple(tuple(len(e.lines) for e in s.entries) for s in found.sections),
                )
            )
        assert len(shapes) == 1

    @settings(max_examples=60)
    @given(st.data(), st.sampled_from(LANGUAGES))
    def test_can_say_what_any_model_holds(self, data, lang):
        model = data.draw(models())
        matter = Matter.of(model, data.draw(rules(model.scale)), PROTECTED)
        found = content_of(matter, lang)
        assert found.title
        assert found.answer
        assert found.facts
        assert all(each.entries or each.intro for each in found.sections)

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_a_title_is_never_missing(self, lang):
        assert content(lang=lang).title == say("report.title", lang)

    def test_the_labels_of_a_scale_are_made_visible(self):
        scale = LevelScale("own", ("none", "a\x1b[2J", "b\u202e"), source="c\n")
        model = attrs.evolve(
            Model.of(RUNNERS, A, B, MOVE, Tie(("a", "b"), level=1), Pathway("p", steps=["a", "b"])),
            scale=scale,
        )
        found = content_of(Matter.of(model, None, PROTECTED), "en")
        said = [*found.answer, *found.facts]
        said += [text for s in found.sections for e in s.entries for text in (e.head, *e.lines)]
        assert not {"\x1b", "\u202e", "\n"} & set("".join(said))
