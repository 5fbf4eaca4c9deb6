"""A figure as a value: its files, what a notebook keeps of it, its ids."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import attrs
import pytest

from collabmodel import Flow, InvalidArgument, MissingExtra, Model, Service, UnusableFile, figures
from collabmodel.datasets import example_town, randers

SMALL = Model.of(Service("ward", "The ward"), Service("flats", "Flats"), Flow("ward", "flats", 40))
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def figure():
    return figures.map(SMALL)


@pytest.fixture
def _no_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)


class TestBare:
    def test_is_the_drawing_with_its_title_alone(self, figure):
        root = ET.fromstring(figure.svg(bare=True))  # noqa: S314 - our own
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert not tags & {"desc", "style", "rect"}
        assert root[0].text == figure.title
        assert root[0].get("id") == root.get("aria-labelledby")
        assert "aria-describedby" not in root.attrib
        assert figure.frame.words.heading == figure.title


class TestFiles:
    def test_the_end_of_the_name_says_the_form(self, figure, tmp_path):
        begins = {"svg": b"<svg ", "png": PNG, "pdf": b"%PDF-"}
        for end, beginning in begins.items():
            written = figure.save(tmp_path / f"map.{end}")
            assert written.read_bytes().startswith(beginning)

    def test_other_ends_are_refused(self, figure, tmp_path):
        with pytest.raises(InvalidArgument, match=r"\.svg, \.png, \.pdf, found 'map\.jpg'"):
            figure.save(tmp_path / "map.jpg")
        assert not list(tmp_path.iterdir())

    def test_a_file_that_cannot_be_written_is_named(self, figure, tmp_path):
        with pytest.raises(UnusableFile, match=r"cannot write '.*map\.svg': No such file"):
            figure.save(tmp_path / "none" / "map.svg")

    def test_the_png_is_as_large_as_it_is_asked_to_be(self, figure):
        width = figure.frame.width
        for scale in (1, 2):
            pixels = int.from_bytes(figure.png(scale)[16:20], "big")
            assert pixels == pytest.approx(scale * width, abs=1)

    @pytest.mark.usefixtures("_no_extra")
    @pytest.mark.parametrize("end", ["png", "pdf"])
    def test_without_the_extra_one_sentence_names_it(self, figure, tmp_path, end):
        with pytest.raises(MissingExtra) as raised:
            figure.save(tmp_path / f"map.{end}")
        expected = "PNG and PDF need vl-convert-python: pip install 'collabmodel[figures]'."
        assert str(raised.value) == expected
        assert not list(tmp_path.iterdir())


class TestInANotebook:
    def test_there_is_svg_png_and_text_and_no_html(self, figure):
        bundle = figure._repr_mimebundle_()
        assert set(bundle) == {"image/svg+xml", "image/png", "text/plain"}
        assert bundle["image/svg+xml"] == figure.svg()
        assert base64.b64decode(bundle["image/png"]).startswith(PNG)
        assert bundle["text/plain"] == str(figure)

    @pytest.mark.usefixtures("_no_extra")
    def test_without_the_extra_there_is_no_png(self, figure):
        assert set(figure._repr_mimebundle_()) == {"image/svg+xml", "text/plain"}

    def test_only_what_is_wanted_is_made(self, figure):
        assert set(figure._repr_mimebundle_(include={"text/plain"})) == {"text/plain"}
        without = figure._repr_mimebundle_(exclude={"image/png"})
        assert set(without) == {"image/svg+xml", "text/plain"}

    def test_the_text_holds_every_thick_line(self):
        figure = figures.map(example_town())
        for row in figure.records():
            if row["drawn"] == "thick":
                assert f"{row['a_name']} – {row['b_name']}" in str(figure)


class TestValue:
    def test_it_cannot_be_changed(self, figure):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            figure.title = "Another"

    def test_its_table_cannot_be_changed_by_its_records(self, figure):
        figure.records()[0]["citizens_min"] = 41
        assert figure.records()[0]["citizens_min"] == 40

    def test_its_repr_is_short(self, figure):
        assert len(repr(figure)) < 600

    def test_the_table_has_the_rows_of_the_records(self):
        figure = figures.map(example_town())
        lines = figure.table("tsv").splitlines()
        assert len(lines) == 1 + len(figure.records())
        for line, row in zip(lines[1:], figure.records(), strict=True):
            assert row["a_name"] in line
            assert row["b_name"] in line


def ids(svg):
    return re.findall(r'\bid="([^"]*)"', svg)


class TestIds:
    def test_no_two_things_have_one_and_all_that_are_referred_to_exist(self, figure):
        svg = figure.svg()
        assert len(ids(svg)) == len(set(ids(svg))) == 2
        referred = re.findall(r'aria-\w+="([^"]*)"', svg)
        assert referred == ids(svg)

    def test_two_figures_share_none(self, figure):
        others = (figures.map(SMALL, lang="da"), figures.map(randers()))
        assert all(not {*ids(figure.svg())} & {*ids(other.svg())} for other in others)

    def test_a_prefix_can_be_given(self, figure):
        assert ids(figure.svg("second")) == ["second-title", "second-description"]

    def test_a_prefix_is_escaped(self, figure):
        svg = figure.svg('"><script>')
        assert "<script" not in svg
        ET.fromstring(svg)  # noqa: S314 - our own


@pytest.mark.slow
def test_the_bytes_are_the_same_under_any_hash_seed():
    code = (
        "import sys, hashlib; from collabmodel import figures;"
        "from collabmodel.datasets import example_town;"
        "town = example_town();"
        "alone = (figures.brokers, figures.map, figures.matrix, figures.timeline);"
        "drawn = [figure(town) for figure in alone];"
        "drawn += [figures.pathway(town, path.id) for path in town.pathways];"
        "drawn += [figures.before_after(town, example_town(year=2))];"
        "text = ''.join(f.svg() + f.table() + repr(f.records()) for f in drawn);"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(digests) == 1
