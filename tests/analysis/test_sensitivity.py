"""Which findings hold under variations: laws, and every cell against finding anew."""

from __future__ import annotations

import random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    Finding,
    Flow,
    InvalidArgument,
    InvalidModel,
    LevelScale,
    Model,
    Rules,
    Service,
    Tie,
    UnknownId,
    find_missing_links,
    find_promises,
    find_silos,
    pairs,
    sensitivity,
)
from collabmodel.analysis.small_changes import CHANGES, changed, possible_changes
from collabmodel.datasets import example_town
from collabmodel.testing import models, rules

SOME = {"with_needs": True, "max_services": 5, "max_ties": 4, "max_flows": 6}
TOWN = example_town()


def two(*elements, **kwargs):
    """Two services that citizens move between, and what is said of them."""
    return Model.of(
        Service("flats", "Flats"),
        Service("ward", "The ward"),
        Flow("ward", "flats"),
        *elements,
        **kwargs,
    )


def row_of(model, **kwargs):
    return sensitivity(model, "missing-links", **kwargs).row("missing-link:flats--ward")


class TestLaws:
    @settings(max_examples=40)
    @given(st.data())
    def test_as_it_is_every_finding_holds(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        found = sensitivity(model, rules=chosen, variations={"as is": chosen}, changes=0)
        assert found.appearing == ()
        assert all(str(row.cells["as is"]) == "same" for row in found.rows)
        keys = [
            f.key for f in (*find_missing_links(model, chosen), *find_silos(model, rules=chosen))
        ]
        assert [row.key for row in found.rows] == keys

    @settings(max_examples=40)
    @given(st.data())
    def test_every_cell_is_what_finding_anew_gives(self, data):
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        found = sensitivity(model, rules=chosen)
        for varied in found.variations:
            if varied.kind == "data":
                ids = possible_changes(model, varied.name)
                assert varied.possible == len(ids)
                tried = [changed(model, varied.name, id, chosen) for id in ids]
            else:
                tried = [model]
            for row in found.rows:
                if varied.name not in row.cells:
                    assert varied.name.startswith("alpha")
                    assert row.sought == "missing-links"
                elif varied.tried == varied.possible:
                    ends = [_end(row, other, varied.rules) for other in tried]
                    cell = row.cells[varied.name]
                    counted = [cell.same, cell.other, cell.unknown, cell.gone]
                    assert counted == [ends.count(end) for end in _ENDS]

    @settings(max_examples=40)
    @given(st.data())
    def test_a_tie_less_never_lets_a_missing_link_vanish(self, data):
        """Where both must confirm it can make a denial forgotten, so that nothing is known."""
        model = data.draw(models(**SOME))
        chosen = data.draw(rules(model.scale))
        found = sensitivity(model, "missing-links", rules=chosen, variations={})
        for row in found.found:
            if cell := row.cells.get("tie-left-out"):
                assert cell.gone == 0
                assert cell.unknown == 0 or chosen.confirmation == "both"

    @settings(max_examples=40)
    @given(st.data())
    def test_a_level_that_becomes_known_makes_no_missing_link_vanish(self, data):
        """A link is missing whatever the levels are that nobody named."""
        model = data.draw(models(**SOME))
        chosen = attrs.evolve(data.draw(rules(model.scale)), confirmation="either")
        found = sensitivity(model, "missing-links", rules=chosen, variations={})
        for row in found.rows:
            for change in ("level-lowest", "level-highest"):
                if change in row.cells and row.as_is:
                    assert row.cells[change].holds is True
            if not row.as_is and "level-highest" in row.cells:
                assert row.cells["level-highest"].held == 0

    def test_the_order_of_the_elements_means_nothing(self):
        ties = list(TOWN.ties)
        random.Random(3).shuffle(ties)
        shuffled = attrs.evolve(TOWN, ties=tuple(ties))
        one, other = (sensitivity(model, "missing-links", changes=3) for model in (TOWN, shuffled))
        assert one.records("cell") == other.records("cell")


_ENDS = ("same", "other", "unknown", "gone")


def _end(row, model, chosen):
    """What becomes of a finding, seen with the finders and the pairs themselves."""
    if row.sought == "silos":
        found = {f.key: f.code for f in find_silos(model, rules=chosen)}
    else:
        found = {f.key: f.code for f in find_missing_links(model, chosen)}
        pair = pairs(model, chosen).get(*row.finding.about)
        if row.key not in found and pair is not None and pair.standing == "not known":
            return "unknown"
    code = found.get(row.key)
    if code is None:
        return "gone"
    if code == row.finding.code:
        return "same"
    return "unknown" if (row.finding.code, code) == ("silo", "silo-possible") else "other"


class TestVariations:
    def test_rules_are_varied_one_by_one_within_their_bounds(self):
        found = sensitivity(TOWN, ("missing-links", "silos", "fragile-links"), changes=0)
        assert [varied.name for varied in found.variations] == [
            "confirmation=both",
            "needed_level=1",
            "needed_level=3",
            "wide=5",
            "wide=7",
            "min_citizens=5",
            "alpha=0.01",
            "alpha=0.1",
            "fragile_persons=0",
            "fragile_persons=2",
        ]
        for varied in found.variations:
            assert varied.rules == attrs.evolve(
                Rules(), **{varied.name.partition("=")[0]: varied.value}
            )

    def test_nothing_is_varied_beyond_its_bounds(self):
        model = two(scale=LevelScale("short", ("none", "some")))
        chosen = Rules(
            needed_level=1,
            confirmation="both",
            wide=3,
            fragile_persons=0,
            min_citizens=5,
            alpha=0.1,
        )
        found = sensitivity(
            model, ("missing-links", "silos", "fragile-links"), rules=chosen, changes=0
        )
        names = [varied.name for varied in found.variations]
        assert names == [
            "confirmation=either",
            "wide=4",
            "min_citizens=0",
            "alpha=0.01",
            "fragile_persons=1",
        ]

    def test_a_rule_that_does_not_bear_on_what_is_sought_is_not_varied(self):
        names = {v.name for v in sensitivity(TOWN, "missing-links", changes=0).variations}
        assert not any(name.startswith(("alpha", "fragile")) for name in names)

    def test_a_change_that_nothing_allows_is_no_variation(self):
        names = {varied.name for varied in sensitivity(two()).variations}
        assert names.isdisjoint(CHANGES)

    def test_own_rules_stand_in_place_of_the_others(self):
        own = {"strict": Rules(confirmation="both", needed_level=3)}
        found = sensitivity(TOWN, variations=own, changes=0)
        assert [(v.name, v.kind, v.rules) for v in found.variations] == [
            ("strict", "own", own["strict"])
        ]

    def test_how_many_changes_were_tried_is_said(self):
        (ties,) = (
            v
            for v in sensitivity(TOWN, "missing-links", changes=5).variations
            if v.name == "tie-left-out"
        )
        assert (ties.tried, ties.possible) == (5, len(TOWN.ties))


class TestCells:
    def test_another_code_is_still_a_missing_link(self):
        """Too wide a tie is the nearest thing on record; one party more, and it joins the two."""
        services = [Service(id) for id in "cdef"]
        model = two(services, Tie(("ward", "flats", "c", "d", "e", "f"), level=1))
        row = row_of(model, changes=0)
        assert row.finding.code == "only-wide"
        cell = row.cells["wide=7"]
        assert (str(cell), cell.codes, cell.holds) == (
            "other code: level-too-low",
            ("level-too-low",),
            True,
        )

    def test_a_missing_link_that_may_be_met_is_not_known(self):
        cell = row_of(two(Tie(("ward", "flats"), level=1)), changes=0).cells["confirmation=both"]
        assert (str(cell), cell.holds) == ("not known", None)

    def test_one_that_is_met_is_gone(self):
        cell = row_of(two(Tie(("ward", "flats"), level=1)), changes=0).cells["needed_level=1"]
        assert (str(cell), cell.holds, cell.share) == ("gone", False, 0.0)

    def test_changes_of_the_data_are_counted(self):
        model = two(Tie(("ward", "flats"), level=1), Tie(("ward", "flats"), "meeting", level=1))
        cell = row_of(model).cells["tie-left-out"]
        assert (cell.same, cell.tried, cell.share, str(cell)) == (2, 2, 1.0, "2/2")

    def test_a_finding_that_only_a_variation_has_is_listed_after_the_others(self):
        found = sensitivity(two(Tie(("ward", "flats"), level=2)), "missing-links")
        (row,) = found.rows
        assert (found.found, found.appearing, row.as_is) == ((), (row,), False)
        assert row.finding.model is found.model
        assert str(row.cells["needed_level=3"]) == "same"
        assert row.cells["tie-left-out"].codes == ("no-record",)

    def test_what_is_not_known_as_it_is_is_not_called_absent(self):
        row = row_of(two(Tie(("ward", "flats"))))
        assert row.as_is is None
        assert row.cells["level-lowest"].held == 1

    def test_a_silo_that_is_only_possible_then_is_not_known(self):
        found = sensitivity(find_silos(TOWN, "sector"), changes=0)
        assert str(found.row("silo:employment").cells["alpha=0.01"]) == "not known"


class TestWhatIsGiven:
    def test_one_finding_is_one_row_under_its_own_rules(self):
        chosen = Rules(needed_level=3)
        finding = find_missing_links(TOWN, chosen)[0]
        found = sensitivity(finding, changes=0)
        assert [row.finding for row in found.rows] == [finding]
        assert (found.rules, found.sought) == (chosen, ("missing-links",))

    def test_rules_that_are_given_go_before_those_of_the_finding(self):
        finding = find_missing_links(TOWN, Rules(needed_level=3))[0]
        assert sensitivity(finding, rules=Rules(), changes=0).rules == Rules()

    def test_findings_are_the_rows(self):
        given_ = find_silos(TOWN, "sector")
        found = sensitivity(given_, changes=0)
        assert [row.key for row in found.rows] == [finding.key for finding in given_]
        assert found.grouped_by == "sector"

    def test_fragile_links_are_found_by_themselves(self):
        fragile = find_missing_links(TOWN).of_code("fragile-link")
        found = sensitivity(TOWN, "fragile-links", changes=0)
        assert [row.finding for row in found.found] == list(fragile)
        row = sensitivity(fragile[0], changes=0).row(fragile[0].key)
        assert row.cells["fragile_persons=0"].holds is False

    def test_any_function_can_find(self):
        def promises(model, chosen):
            return find_promises(model, "2030")

        found = sensitivity(TOWN, promises, changes=1)
        assert found.sought == ("promises",)
        assert [row.key for row in found.found] == [f.key for f in promises(TOWN, None)]
        # What a function reads is not known, so all rules are varied.
        assert {v.name for v in found.variations} >= {"alpha=0.01", "fragile_persons=0"}

    def test_a_mapping_of_groups_has_to_be_given_again(self):
        by = {service.id: str(len(service.id) % 2) for service in TOWN.services}
        closed = Finding("silo", ("0",), {"by": "mapping"}, (), Rules(), TOWN)
        with pytest.raises(InvalidArgument, match="give the function that finds 'silo'"):
            sensitivity(closed)
        found = sensitivity(
            TOWN, lambda model, chosen: find_silos(model, by, rules=chosen), changes=0
        )
        assert found.sought == ("<lambda>",)

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ({"data": "town"}, "expected a Model, a Finding or Findings, found str"),
            ({"data": find_missing_links(Model())}, "give the model instead"),
            ({"of": "silo"}, "found 'silo'. Did you mean 'silos'?"),
            ({"changes": -1}, "changes: expected a whole number from 0, found -1"),
            ({"changes": True}, "changes: expected a whole number from 0, found True"),
            ({"rules": Rules(needed_level=9)}, "goes from 0 to 5"),
            ({"variations": {"x": Rules(needed_level=9)}}, "goes from 0 to 5"),
            ({"variations": {"tie-left-out": Rules()}}, "name of a change of the data"),
        ],
    )
    def test_what_it_cannot_use_is_told(self, arguments, sentence):
        with pytest.raises(InvalidArgument, match=sentence.replace("?", r"\?")):
            sensitivity(**{"data": two(), **arguments})

    def test_a_model_with_problems_is_told(self):
        with pytest.raises(InvalidModel):
            sensitivity(Model.of(Service("ward"), Flow("ward", "nowhere")))


class TestShowing:
    FOUND = sensitivity(two(Tie(("ward", "flats"), "meeting", level=1)))

    def test_a_sentence_says_where_it_holds_and_where_not(self):
        key = "missing-link:flats--ward"
        assert self.FOUND.sentence(key) == (
            "Flats – The ward (Contact, but not enough): holds in 5 of 7 variations; not if "
            "level 1 is needed; not known if both sides must confirm."
        )
        assert self.FOUND.sentence(key, "da") == (
            "Flats – The ward (Kontakt, men ikke nok): holder i 5 af 7 variationer; ikke hvis der "
            "er brug for niveau 1; ukendt hvis begge parter skal bekræfte."
        )

    def test_a_sentence_counts_the_cases_of_a_change(self):
        model = two(Tie(("ward", "flats"), level=2), Tie(("ward", "flats"), "meeting", level=1))
        found = sensitivity(model, "missing-links", variations={"strict": Rules(needed_level=3)})
        assert found.sentence("missing-link:flats--ward") == (
            "Flats – The ward (Contact, but not enough): not found as it is; found if the rules "
            "are “strict”, or if one tie is left out (in 1 of 2 cases)."
        )

    def test_what_is_not_known_is_said(self):
        found = sensitivity(two(Tie(("ward", "flats"))), "missing-links")
        assert found.sentence("missing-link:flats--ward", "nb").startswith(
            "Flats – The ward (Ingenting er registrert): ikke kjent slik det er nå; finnes hvis én "
        )

    def test_records_have_a_column_for_each_variation(self):
        (record,) = self.FOUND.records()
        assert record == {
            "key": "missing-link:flats--ward",
            "code": "level-too-low",
            "as_is": True,
            "confirmation=both": "not known",
            "needed_level=1": "gone",
            "needed_level=3": "same",
            "wide=5": "same",
            "wide=7": "same",
            "min_citizens=5": "same",
            "alpha=0.01": None,
            "alpha=0.1": None,
            "tie-left-out": 1.0,
        }

    def test_records_of_variations_count_the_findings(self):
        of = {record["variation"]: record for record in self.FOUND.records("variation")}
        assert of["needed_level=1"]["gone"] == 1
        assert of["confirmation=both"]["not known"] == 1
        assert of["wide=5"]["hold"] == 1
        found = sensitivity(two(Tie(("ward", "flats"), level=2)), "missing-links")
        assert found.records("variation")[2]["appear"] == 1

    def test_records_of_cells_are_long(self):
        records = self.FOUND.records("cell")
        assert len(records) == len(self.FOUND.rows) * len(self.FOUND.variations)
        assert records[1] == {
            "key": "missing-link:flats--ward",
            "code": "level-too-low",
            "variation": "needed_level=1",
            "tried": 1,
            "same": 0,
            "other": 0,
            "unknown": 0,
            "gone": 1,
            "other_codes": "",
        }

    def test_it_prints_variations_and_findings(self):
        text = str(self.FOUND)
        assert text.startswith("Sensitivity (findings: 1, variations: 9)\n\nvariation ")
        assert "missing-link:flats--ward  5 of 7" in text

    def test_nothing_found_prints_too(self):
        found = sensitivity(Model.of(Service("ward")), variations={}, changes=0)
        assert str(found) == "Sensitivity (findings: 0, variations: 0)"

    def test_a_row_holds_only_if_every_variation_does(self):
        (row,) = self.FOUND.rows
        assert (row.holds, row.held) == (False, 5)
        own = {"both": Rules(confirmation="both")}
        model = two(Tie(("ward", "flats"), level=1))
        (open_,) = sensitivity(model, variations=own, changes=0).rows
        assert open_.holds is None

    def test_an_unknown_key_is_refused_with_a_hint(self):
        with pytest.raises(UnknownId, match="Did you mean 'missing-link:flats--ward'"):
            self.FOUND.row("missing-link:flats--wrd")
