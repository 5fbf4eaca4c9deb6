"""The GraphML file: what other programs read of it, and what they must not."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel import (
    EXACT,
    FREY,
    PROTECTED,
    Count,
    Disclosure,
    Flow,
    InvalidArgument,
    InvalidModel,
    Model,
    Organisation,
    Rules,
    Service,
    Tie,
    UnusableFile,
    collaboration_graph,
    need_graph,
    pairs,
    write_graph,
)
from collabmodel.datasets import NAMES, load_dataset
from collabmodel.testing import models, names, rules, scales
from collabmodel.words import visible

XML = "{http://graphml.graphdrawing.org/xmlns}"

TOWN = Model.of(
    Organisation("region", "The Region"),
    Organisation("town", "The Town"),
    Service("ward", "Psychiatric ward", provided_by=["region", "town"], sector="health"),
    Service("flats", kind="supported housing", size=Count.at_least(2)),
    Service("jobs"),
    Service("cafe"),
    Flow("ward", "flats", 3),
    Flow("ward", "jobs", 41),
    Flow("jobs", "flats"),
    Tie(("ward", "flats"), level=1),
    Tie(("ward", "jobs"), views={"ward": 3, "jobs": None}),
    Tie(("ward", "cafe")),
    asked=["ward", "jobs", "flats"],
)


def written(model, **options):
    """The bytes of the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "town.graphml")
        write_graph(model, path, **options)
        return path.read_bytes()


def read(model, **options):
    """The graph as networkx reads it."""
    return nx.parse_graphml(written(model, **options).decode())


class TestRoundTrip:
    """Ids and levels are those of the graphs that a programmer gets."""

    @given(st.data(), scales())
    def test_of_made_up_models(self, data, scale):
        self.check(data.draw(models(scale=scale)), Rules(needed_level=scale.top))

    @pytest.mark.parametrize("name", NAMES)
    def test_of_the_datasets(self, name):
        self.check(load_dataset(name))

    @given(models(scale=FREY), rules())
    def test_under_other_rules(self, model, rules):
        self.check(model, rules)

    def check(self, model, rules=None):
        graph = read(model, rules=rules)
        contact, need = collaboration_graph(model, rules), need_graph(model, rules)
        assert not graph.is_directed()
        assert not graph.is_multigraph()
        assert list(graph) == sorted(service.id for service in model.services)
        assert set(graph.edges) == {tuple(sorted(e)) for e in (*contact.edges, *need.edges)}
        for a, b, edge in graph.edges(data=True):
            held, needed = contact.get_edge_data(a, b), need.get_edge_data(a, b)
            parts = [word for word, part in (("need", needed), ("contact", held)) if part]
            assert edge["relation"] == " and ".join(parts)
            if held:
                assert (edge["level_low"], edge["level_high"]) == (
                    held["level_low"],
                    held["level_high"],
                )
                assert edge["confirmed"] == held["confirmed"]
                assert set(held["elements"]) <= set(edge["elements"].split(" "))
            if needed:
                assert edge["level_needed"] == needed["level"]
                assert edge["standing"] == needed["standing"]
                assert set(needed["elements"]) <= set(edge["elements"].split(" "))
            else:
                assert not {"level_needed", "standing", "certain", "citizens"} & edge.keys()
            assert set(edge["elements"].split(" ")) <= {each.id for each in model.elements()}


class TestNodes:
    def test_hold_what_is_known_of_a_service(self):
        assert read(TOWN).nodes["ward"] == {
            "label": "Psychiatric ward",
            "organisation": "The Region, The Town",
            "organisation_ids": "region town",
            "sector": "health",
            "services": "1",
            "asked": "yes",
        }

    def test_leave_out_what_is_not_known(self):
        assert read(TOWN).nodes["flats"] == {
            "label": "flats",
            "kind": "supported housing",
            "services": "at least 2",
            "asked": "yes",
        }

    def test_that_nobody_asked_are_told_from_those_of_which_nobody_said_so(self):
        assert read(TOWN).nodes["cafe"]["asked"] == "no"
        assert read(Model.of(Service("cafe"))).nodes["cafe"]["asked"] == "not known"


class TestEdges:
    def test_hold_need_and_contact(self):
        assert read(TOWN).edges["flats", "ward"] == {
            "relation": "need and contact",
            "level_low": 1,
            "level_high": 1,
            "confirmed": "contradicted",
            "elements": "flow:ward--flats tie:contact:flats--ward",
            "level_needed": 2,
            "standing": "unmet",
            "certain": "yes",
            "citizens": "<5",
            "citizens_min": 1,
            "citizens_max": 4,
        }

    def test_of_met_need_do_not_say_whether_it_is_unmet_for_certain(self):
        edge = read(TOWN).edges["jobs", "ward"]
        assert (edge["standing"], edge["level_low"], edge["level_high"]) == ("met", 3, 5)
        assert "certain" not in edge

    def test_of_contact_alone_say_nothing_of_need(self):
        assert read(TOWN).edges["cafe", "ward"] == {
            "relation": "contact",
            "level_low": 0,
            "level_high": 5,
            "confirmed": "contradicted",
            "elements": "tie:contact:cafe--ward",
        }

    def test_with_no_known_number_of_citizens_have_no_number(self):
        edge = read(TOWN).edges["flats", "jobs"]
        assert edge["citizens"] == "not known"
        assert not {"citizens_min", "citizens_max"} & edge.keys()

    def test_with_no_record_name_no_level_unless_both_sides_were_asked(self):
        model = Model.of(Service("a"), Service("b"), Flow("a", "b"))
        assert not {"level_low", "level_high"} & read(model).edges["a", "b"].keys()
        asked = Model.of(*model.elements(), asked=["a", "b"])
        edge = read(asked).edges["a", "b"]
        assert (edge["level_low"], edge["level_high"]) == (0, 0)

    def test_have_no_weight(self):
        assert b"weight" not in written(TOWN)


class TestNumbersOfCitizens:
    @given(
        models(with_needs=True, scale=FREY), st.sampled_from((PROTECTED, Disclosure(10, 10), EXACT))
    )
    def test_are_those_that_are_shown(self, model, disclosure):
        graph = read(model, disclosure=disclosure)
        for pair in pairs(model).needed:
            edge = graph.edges[pair.key]
            shown = disclosure.show(pair.citizens)
            if pair.citizens.is_known:
                assert edge["citizens"] == shown.number()
                assert (edge["citizens_min"], edge.get("citizens_max")) == (shown.low, shown.high)
            else:
                assert edge["citizens"] == "not known"

    def test_are_exact_for_the_owner_of_the_data(self):
        edge = read(TOWN, disclosure=EXACT).edges["jobs", "ward"]
        assert (edge["citizens"], edge["citizens_min"], edge["citizens_max"]) == ("41", 41, 41)


class TestOtherPrograms:
    """What Gephi and yEd do with a file, as their own readers have it."""

    @settings(max_examples=30)
    @given(models(with_needs=True, scale=FREY))
    def test_find_only_keys_that_they_take_for_what_they_are(self, model):
        root = ET.fromstring(written(model))  # noqa: S314 - our own file
        keys = root.findall(f"{XML}key")
        ids = [key.get("id") for key in keys]
        assert len(set(ids)) == len(ids)
        assert {key.get("attr.type") for key in keys} <= {"string", "long"}
        assert {key.get("for") for key in keys} <= {"node", "edge"}
        assert [key.get("attr.name") for key in keys] == ids
        # Gephi takes these for the place, the size, the colour, the pull or the text of a thing.
        meant = {"d3", "d7", "x", "y", "z", "xpos", "ypos", "size", "r", "g", "b", "id"}
        meant |= {"weight", "edge weight", "edgelabel", "edgeid"}
        assert not meant & set(ids)
        (label,) = (key for key in keys if key.get("id") == "label")
        assert label.get("for") == "node"
        assert root.find(f"{XML}graph").get("edgedefault") == "undirected"
        assert root.find(f"{XML}graph/{XML}data") is None

    @given(names(), names(), names())
    def test_can_read_any_name(self, name, kind, organisation):
        model = Model.of(
            Organisation("town", organisation), Service("a", name, provided_by="town", kind=kind)
        )
        node = read(model).nodes["a"]
        assert node["label"] == visible(name or "a")
        assert node.get("kind", "") == visible(kind)
        assert node["organisation"] == visible(organisation or "town")

    @pytest.mark.parametrize(
        ("name", "label"),
        [
            ("\x00\x1b[31m", "[U+0000][U+001B][31m"),
            ("ward\u202etxt", "ward[U+202E]txt"),
            ("\ufffe\uffff", "[U+FFFE][U+FFFF]"),
            ("a\r\nb", "a[U+000D][U+000A]b"),
            ("]]><!-- &amp; \"'", "]]><!-- &amp; \"'"),
            ("<!DOCTYPE x>", "<!DOCTYPE x>"),
            ("  Ærø 病棟 👩‍⚕️ ", "  Ærø 病棟 👩‍⚕️ "),
        ],
    )
    def test_are_not_led_astray_by_hostile_names(self, name, label):
        assert read(Model.of(Service("a", name))).nodes["a"]["label"] == label


class TestTheFile:
    @pytest.mark.slow
    def test_is_the_same_under_every_hash_seed(self):
        code = (
            "import hashlib, pathlib, tempfile, collabmodel as cm;"
            "from collabmodel.datasets import example_town;"
            "path = pathlib.Path(tempfile.mkdtemp(), 'town.graphml');"
            "cm.write_graph(example_town(), path);"
            "print(hashlib.sha256(path.read_bytes()).hexdigest());"
            "path.unlink(); path.parent.rmdir()"
        )
        digests = {
            subprocess.run(
                [sys.executable, "-c", code],
                check=True,
                capture_output=True,
                text=True,
                env={**os.environ, "PYTHONHASHSEED": seed},
            ).stdout.strip()
            for seed in ("0", "1", "2")
        }
        assert digests == {hashlib.sha256(written(load_dataset("example_town"))).hexdigest()}

    def test_is_the_same_whatever_the_order_of_the_elements(self):
        turned = Model.of(*reversed([*TOWN.elements()]), asked=TOWN.asked[::-1])
        assert [*turned.ties] != [*TOWN.ties]
        assert written(turned) == written(TOWN)

    @pytest.mark.parametrize("name", ["town.json", "town", "town.graphml.gz"])
    def test_is_known_by_its_name(self, tmp_path, name):
        with pytest.raises(InvalidArgument, match=r"ends in \.graphml, found 'town"):
            write_graph(TOWN, tmp_path / name)
        assert list(tmp_path.iterdir()) == []

    def test_that_cannot_be_written_is_told_with_its_name(self, tmp_path):
        path = tmp_path / "missing" / "town.graphml"
        with pytest.raises(UnusableFile, match=r"cannot write .*town\.graphml': No such") as no:
            write_graph(TOWN, path)
        assert no.value.filename == str(path)

    def test_is_not_written_where_the_model_has_problems(self, tmp_path):
        path = tmp_path / "town.graphml"
        with pytest.raises(InvalidModel):
            write_graph(Model.of(Service("a"), Flow("a", "nowhere")), path)
        assert not path.exists()

    def test_may_hold_no_service_at_all(self):
        assert len(read(Model())) == 0
