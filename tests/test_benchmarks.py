"""That the benchmarks run, and that those whom they compare do the same work."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.contenders import cattrs_dump, cattrs_load, json_load_once
from benchmarks.document import DUMPERS, LOADERS
from benchmarks.large_model import made_model
from benchmarks.made_document import made_document
from benchmarks.measuring import growth, reached, spread
from benchmarks.plain_measures import brokerage_loop, ei_arrays, ei_loop, join_of_pairs, made_graph
from collabmodel import (
    InvalidDocument,
    brokerage,
    ei_index,
    find_missing_links,
    from_json,
    snapshot,
    to_json,
)
from collabmodel.datasets import NAMES, load_dataset

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "benchmarks" / "document.py"


def bytes_of(document):
    return json.dumps(document, ensure_ascii=False).encode()


class TestTheMadeDocument:
    def test_is_the_same_each_time(self):
        assert bytes_of(made_document(60)) == bytes_of(made_document(60))

    def test_is_read_and_written_with_the_same_members(self):
        document = made_document(60)
        assert json.loads(to_json(from_json(bytes_of(document)))) == document

    def test_has_the_sizes_that_it_promises(self):
        document = made_document(60)
        sizes = [len(document[member]) for member in ("services", "ties", "flows")]
        assert sizes == [60, 300, 480]


class TestAllContenders:
    """What they are given, they read whole, and write again."""

    DOCUMENTS = (made_document(60), *(json.loads(to_json(load_dataset(name))) for name in NAMES))

    @pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.get("title"))
    def test_read_and_write_the_same_content(self, document):
        for name, (read, write) in DUMPERS.items():
            if name == "pydantic":
                pytest.importorskip("pydantic")
            written = json.loads(write(read(bytes_of(document))))
            if name == "cattrs":  # which knows of no header
                header = {"format": document["format"], "format_version": "1.0"}
                written = {**header, **written}
            assert written == document, name

    def test_cattrs_makes_the_very_model(self):
        content = bytes_of(made_document(60))
        assert cattrs_load(content) == from_json(content)
        assert cattrs_dump(from_json(content)) == cattrs_dump(cattrs_load(content))

    def test_json_refuses_two_members_of_one_name(self):
        with pytest.raises(ValueError, match="two members"):
            json_load_once(b'{"a": [{"b": 1, "b": 1}]}')


FAULTS = {
    "text for a number": lambda d: d["flows"][0].update(citizens="7"),
    "a fraction": lambda d: d["flows"][0].update(citizens=7.0),
    "a number below zero": lambda d: d["flows"][0].update(citizens=-1),
    "a number too large": lambda d: d["flows"][0].update(citizens=2**53),
    "bounds the wrong way round": lambda d: d["flows"][0].update(citizens={"min": 3, "max": 2}),
    "bounds that are one number": lambda d: d["flows"][0].update(citizens={"min": 3, "max": 3}),
    "bounds that say nothing": lambda d: d["flows"][0].update(citizens={"min": 0}),
    "no bounds": lambda d: d["flows"][0].update(citizens={}),
    "other members among bounds": lambda d: d["flows"][0].update(citizens={"min": 1, "about": 2}),
    "null": lambda d: d["flows"][0].update(when=None),
    "no date": lambda d: d["flows"][0].update(when="2020-13"),
    "no word of the vocabulary": lambda d: d["ties"][0].update(kind="meting"),
    "no id": lambda d: d["ties"][0].update(id="a b"),
    "a line after an id": lambda d: d["services"][0].update(id="a\n"),
    "true for a level": lambda d: d["ties"][0].update(level=True),
    "a text for an array": lambda d: d["services"][0].update(provided_by="kommune-0000"),
    "a missing member": lambda d: d["flows"][0].pop("target"),
    "an array for an object": lambda d: d["ties"].append([]),
}


class TestPydantic:
    @pytest.fixture(autouse=True)
    def needed(self):
        self.pydantic = pytest.importorskip("pydantic")

    @pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
    def test_refuses_what_we_refuse_of_single_values(self, fault):
        document = copy.deepcopy(made_document(10))
        fault(document)
        with pytest.raises(InvalidDocument):
            from_json(bytes_of(document))
        with pytest.raises(self.pydantic.ValidationError):
            LOADERS["pydantic"](bytes_of(document))

    @pytest.mark.parametrize(
        "fault",
        [
            lambda d: d["flows"][0].update(source="nowhere"),
            lambda d: d["flows"][0].update(source="kommune-0000"),
            lambda d: d["ties"][10]["evidence"][0].update(source="nowhere"),
            lambda d: d["pathways"][0]["steps"][0].update(service="kilde-01"),
            lambda d: d["asked"].append("nowhere"),
            lambda d: d["ties"][1].update(id="tie-2024-000000"),
        ],
    )
    def test_refuses_the_references_that_we_refuse_where_it_checks_them(self, fault):
        document = made_document(20)
        fault(document)
        with pytest.raises(InvalidDocument):
            from_json(bytes_of(document))
        LOADERS["pydantic"](bytes_of(document))
        with pytest.raises(ValueError, match="lead nowhere"):
            LOADERS["pydantic, and references"](bytes_of(document))

    def test_keeps_members_that_it_does_not_know(self):
        document = made_document(20)
        document["services"][0]["x-colour"] = {"deep": [1, None]}
        document["x-ours"] = "kept"
        read, write = DUMPERS["pydantic"]
        assert json.loads(write(read(bytes_of(document)))) == document

    @pytest.mark.slow
    def test_stands_beside_us_in_the_table(self):
        ran = subprocess.run(
            [sys.executable, SCRIPT, "--services", "40", "--repeats", "2"],
            check=True,
            capture_output=True,
            text=True,
        )
        assert "40 services" in ran.stdout
        for name in LOADERS:
            assert f"load: {name}" in ran.stdout
        for name in DUMPERS:
            assert f"dump: {name}" in ran.stdout
        for goal in ("<= 1.6", ">= 2.5", "<= 2", "<= 1 ", "<= 1.1"):
            assert goal in ran.stdout


def test_without_pydantic_it_says_what_to_install():
    code = (
        "import runpy, sys; sys.modules['pydantic'] = None;"
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr.strip().endswith("pip install 'pydantic>=2'.")
    assert "Traceback" not in ran.stderr


class TestThePlainMeasures:
    """Those whom the measures are compared with give the same numbers."""

    graph = made_graph(300, 6)

    def test_the_loop_and_the_arrays_give_the_e_i_index(self):
        found = ei_index(self.graph)
        taken = snapshot(self.graph)
        value, groups, nodes = ei_loop(self.graph)
        assert found.value == pytest.approx(value)
        assert {entry.group: entry.by_ties for entry in found.groups} == pytest.approx(groups)
        assert found.values.tolist() == pytest.approx(list(nodes.values()), nan_ok=True)
        bare = ei_arrays(taken.left, taken.right, taken.only_group)
        assert bare[0] == pytest.approx(value)
        assert bare[2].tolist() == pytest.approx(found.values.tolist(), nan_ok=True)

    def test_the_loop_gives_the_roles_of_brokers(self):
        found, plain = brokerage(self.graph), brokerage_loop(self.graph)
        for role in ("coordinator", "itinerant", "representative", "liaison"):
            assert getattr(found, role).tolist() == [plain[name][role] for name in found.ids]

    def test_the_join_gives_the_missing_links(self):
        model = made_model(200, seed=1)
        assert {link.about for link in find_missing_links(model)} == join_of_pairs(model)

    @pytest.mark.slow
    def test_they_stand_in_the_table(self):
        script = ROOT / "benchmarks" / "measures.py"
        ran = subprocess.run(
            [sys.executable, script, "--nodes", "200", "--repeats", "1"],
            check=True,
            capture_output=True,
            text=True,
        )
        for row in ("E-I", "ei_index over its kernel", "missing links", "a star", "snapshot from"):
            assert row in ran.stdout


def test_a_goal_is_for_the_median():
    assert [reached(">= 2", [1, 2, 3]), reached("<= 1", [1, 2, 3]), reached("", [])] == [
        "yes",
        "no",
        "",
    ]


def test_growth_is_the_exponent():
    assert growth({10: 3.0, 20: 12.0, 80: 192.0}) == pytest.approx(2)


def test_spread_is_the_median_with_its_ends():
    assert spread([3, 1, 2]) == "2.00 (1.00 to 3.00)"
