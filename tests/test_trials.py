"""The trials of `trials/`, with small numbers; and that each of them would find what is wrong."""

from __future__ import annotations

import contextlib
import gc
import json
import sys
import warnings
from pathlib import Path
from random import Random

import attrs
import pytest

from collabmodel.document import NewerMinorVersion, from_json, to_json
from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.model import Model
from trials import any_bytes, hostile, no_coercion, round_trip, same_bytes, seeded_faults
from trials.drawn import drawn
from trials.mutations import SORTS, SORTS_OF_TEXT, SORTS_WHERE_STRICT


class TestRoundTrip:
    @pytest.mark.parametrize(
        "of", [round_trip.of_models, round_trip.of_bytes, round_trip.of_unknown_members]
    )
    def test_nothing_is_lost(self, of):
        tally = of(drawn(30))
        assert (tally.tried, tally.losses) == (30, [])

    def test_what_is_lost_would_be_found(self, monkeypatch):
        def forgetful(model):
            return to_json(attrs.evolve(model, title="", extra={}))

        models = [Model(title="Town"), Model(title="Town", extra={"x": 1})]
        monkeypatch.setattr(round_trip, "to_json", forgetful)
        assert len(round_trip.of_models(models).losses) == 2
        assert len(round_trip.of_unknown_members(models).losses) == 2
        monkeypatch.setattr(round_trip, "from_json", lambda _: Model(title="another"))
        monkeypatch.setattr(round_trip, "to_json", to_json)
        assert len(round_trip.of_bytes(models).losses) == 2


class TestNoCoercion:
    def test_no_field_takes_a_value_of_another_type(self):
        tally, asked = no_coercion.trial(0)
        assert tally.losses == []
        assert tally.tried >= no_coercion.AT_LEAST * len(asked)
        assert len(asked) == len(list(no_coercion.fields()))

    def test_one_that_does_would_be_found(self, monkeypatch):
        monkeypatch.setattr(no_coercion, "from_json", lambda _: Model())
        tally, _ = no_coercion.trial(0)
        assert len(tally.losses) == tally.tried


class TestSeededFaults:
    def test_each_of_several_is_told_at_its_place(self):
        tally, sorts = seeded_faults.together(40)
        assert (tally.tried, tally.losses) == (40, [])
        assert sum(sorts.values()) > 200

    def test_of_one_nothing_more_is_told_than_what_follows(self):
        tally = seeded_faults.alone(40)
        assert (tally.tried, tally.losses) == (40, [])

    def test_each_sort_has_codes(self):
        assert {*seeded_faults.CODES} == {*SORTS, *SORTS_OF_TEXT, *SORTS_WHERE_STRICT}

    @pytest.mark.parametrize("change", [lambda told: told[1:], lambda told: told[::-1]])
    def test_one_that_is_missed_or_out_of_order_would_be_found(self, monkeypatch, change):
        def careless(text, *, strict):
            try:
                return from_json(text, strict=strict)
            except InvalidDocument as error:
                raise InvalidDocument(change(error.problems)) from None

        monkeypatch.setattr(seeded_faults, "from_json", careless)
        tally, _ = seeded_faults.together(10)
        assert len(tally.losses) >= 8

    def test_more_than_follows_would_be_found(self, monkeypatch):
        def talkative(text, *, strict):
            try:
                return from_json(text, strict=strict)
            except InvalidDocument as error:
                more = attrs.evolve(error.problems[0], code="odd", field="/x")
                raise InvalidDocument([*error.problems, more]) from None

        monkeypatch.setattr(seeded_faults, "from_json", talkative)
        tally = seeded_faults.alone(10)
        assert len(tally.losses) == 10


@pytest.mark.parametrize("name", [name for name, row in hostile.ROWS.items() if row.how != "gz"])
def test_a_hostile_document_ends_in_our_error(name, tmp_path):
    row = hostile.ROWS[name]
    path = tmp_path / "hostile.json"
    is_cheap = "arrays" in name or "objects" in name  # how deep is too deep differs by Python
    path.write_bytes(row.make(1 if is_cheap else 0.001))
    assert hostile.outcome(row, path) == row.code


class TestSameBytes:
    def test_they_are_the_same_whatever_order_hashes_have(self):
        texts = [to_json(model) for model in drawn(10)]
        found = list(same_bytes.digests(texts, [Path(sys.executable)]))
        assert len(found) == 3
        assert {written for _, _, written in found} == {same_bytes.digest(texts)}

    def test_models_are_made_anew_and_documents_reordered(self):
        models = drawn(30)
        documents = [json.loads(to_json(model)) for model in models]
        orders = [list(each) != list(same_bytes.reordered(each)) for each in documents]
        assert any(orders)
        assert any(same_bytes.rebuilt(model) != model for model in models)


class TestAnyBytes:
    def test_they_are_read_or_refused(self):
        random = Random(9)
        for seed in any_bytes.seeds():
            for data in (seed, seed[:-3], any_bytes.another(seed, random) or b""):
                assert any_bytes.outcome(data)

    def test_nothing_is_left_that_only_the_cyclic_collector_finds(self):
        """A program that reads one wrong document after the other needs no more memory."""
        texts = [*any_bytes.seeds(), b"[", b"[NaN]", b'{"a": 1, "a": 2}']
        for text in texts:
            any_bytes.outcome(text)  # what is made once is there
        gc.collect()
        gc.freeze()  # all that is there already: not looked at each time
        gc.disable()
        try:
            for text in texts:
                with contextlib.suppress(InvalidDocument), warnings.catch_warnings():
                    warnings.simplefilter("ignore", NewerMinorVersion)
                    from_json(text)
                assert gc.collect() == 0, text
        finally:
            gc.enable()
            gc.unfreeze()

    def test_other_errors_would_be_found(self, monkeypatch):
        def fragile(_, *, strict):
            raise TypeError("unhashable")

        monkeypatch.setattr(any_bytes, "from_json", fragile)
        assert "unhashable" in any_bytes.failure(b"[]", any_bytes.Counter())
