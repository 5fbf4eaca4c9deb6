"""An app in JavaScript reads, checks, types, changes and gives back documents: nothing is lost.

The app is in the folder beside this file; `.ci/run` installs its packages.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from jsonschema import Draft202012Validator

from collabmodel.datasets import NAMES, load_dataset
from collabmodel.document import from_json, schema, to_json
from trials.drawn import drawn
from trials.mutations import faulty, with_unknown_members

pytestmark = pytest.mark.slow

APP = Path(__file__).with_name("javascript")
INSTALL = "npm install --no-package-lock --no-audit --no-fund --prefix tests/clients/javascript"
SCHEMAS = files("collabmodel") / "schemas"
OPEN, STRICT = SCHEMAS / "document.schema.json", SCHEMAS / "document.strict.schema.json"


@pytest.fixture(scope="module", autouse=True)
def packages():
    if shutil.which("node") and (APP / "node_modules").is_dir():
        return
    text = f"the JavaScript app needs Node 20 or later, and its packages: {INSTALL}"
    (pytest.fail if os.environ.get("CI") else pytest.skip)(text)


def node(*arguments, check=True):
    """Run a script of the app, or one of its packages."""
    script, *rest = map(str, arguments)
    ran = subprocess.run(
        ["node", str(APP / script), *rest], capture_output=True, encoding="utf-8", check=False
    )
    assert not check or ran.returncode == 0, ran.stdout + ran.stderr
    return ran


def written(folder, texts):
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def read(folder):
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()}


DATASETS = {name: to_json(load_dataset(name)) for name in NAMES}


@pytest.fixture(scope="module")
def generated():
    """200 documents, with members that nobody knows."""
    models = drawn(200, min_services=2)
    return {f"generated-{number}": to_json(model) for number, model in enumerate(models)}


class TestChecking:
    def test_ajv_accepts_every_document_against_the_open_schema(self, tmp_path, generated):
        folder = written(tmp_path / "documents", {**DATASETS, **generated})
        found = json.loads(node("validate.mjs", folder, OPEN, STRICT).stdout)
        assert len(found) == len(DATASETS) + 200
        strict = Draft202012Validator(schema(strict=True))
        texts = read(folder)
        for name, (by_open, by_strict) in found.items():
            assert by_open["accepted"], by_open
            document = json.loads(texts[name.removesuffix(".json")])
            assert by_strict["accepted"] == strict.is_valid(document), (name, by_strict)
        refused = [name for name, (_, by_strict) in found.items() if not by_strict["accepted"]]
        assert all(name.startswith("generated") for name in refused)
        assert 10 < len(refused) < 190

    def test_ajv_and_python_read_the_schema_alike_where_a_document_has_a_fault(
        self, tmp_path, generated
    ):
        random = Random(9)
        documents = {}
        for name, text in generated.items():
            mutation = faulty(json.loads(text), random)
            documents[f"{name}-fault"] = mutation.document
            documents[f"{name}-more"] = with_unknown_members(json.loads(text), random)
        texts = {name: json.dumps(document) for name, document in documents.items()}
        folder = written(tmp_path / "documents", texts)
        found = json.loads(node("validate.mjs", folder, OPEN, STRICT).stdout)
        validators = [Draft202012Validator(schema(strict=strict)) for strict in (False, True)]
        for name, document in documents.items():
            by_python = [validator.is_valid(document) for validator in validators]
            assert [by["accepted"] for by in found[f"{name}.json"]] == by_python, name
        assert 80 < sum(not by_open["accepted"] for by_open, _ in found.values()) < 200

    def test_one_document_is_checked_as_the_page_for_apps_shows(self, tmp_path):
        texts = {"good": DATASETS["example_town"], "bad": '{"format": "collabmodel", "title": 5}'}
        folder = written(tmp_path / "documents", texts)
        good, bad = (
            node("check.mjs", STRICT, folder / f"{name}.json", check=False) for name in texts
        )
        assert (good.returncode, good.stdout) == (0, "")
        assert bad.returncode == 1
        assert bad.stdout.splitlines()[1:] == ["/title must be string"]

    @pytest.mark.parametrize("kind", ["findings", "report", "problems"])
    def test_ajv_can_use_every_schema_in_its_strict_mode(self, tmp_path, kind):
        folder = written(tmp_path / "none", {"no-result": '{"format": "other"}'})
        paths = [SCHEMAS / f"{kind}.schema.json", SCHEMAS / f"{kind}.strict.schema.json"]
        ((by_open, by_strict),) = json.loads(node("validate.mjs", folder, *paths).stdout).values()
        assert not by_open["accepted"]
        assert not by_strict["accepted"]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """The folder in which the app's change of a document was compiled."""
    folder = tmp_path_factory.mktemp("typed")
    (folder / "document.mts").write_text(node("types.mjs", OPEN).stdout, encoding="utf-8")
    for name in ("change.mts", "wrong.mts"):
        shutil.copy(APP / name, folder)
    compiling(folder / "change.mts")
    return folder


def compiling(path, *, check=True):
    options = ["--strict", "--target", "es2022", "--module", "es2022", "--noEmitOnError"]
    options += ["--moduleResolution", "bundler"]
    return node("node_modules/typescript/bin/tsc", *options, path, check=check)


class TestTypes:
    def test_each_type_of_the_schema_is_one_type_with_its_description(self, compiled):
        text = (compiled / "document.mts").read_text(encoding="utf-8")
        names = re.findall(r"^export (?:interface|type) (\w+)", text, re.MULTILINE)
        assert sorted(names) == sorted(["CollabmodelDocument", *schema()["$defs"]])
        assert "* How many people carry it." in text

    def test_a_program_against_them_compiles(self, compiled):
        assert (compiled / "change.mjs").is_file()

    def test_a_wrong_program_does_not(self, compiled):
        ran = compiling(compiled / "wrong.mts", check=False)
        told = {int(line) for line in re.findall(r"wrong\.mts\((\d+),\d+\): error", ran.stdout)}
        lines = (compiled / "wrong.mts").read_text(encoding="utf-8").splitlines()
        assert told == {n for n, line in enumerate(lines, 1) if "// wrong: " in line}
        assert len(told) == 8
        assert not (compiled / "wrong.mjs").exists()


class TestGivingBack:
    def test_what_was_not_changed_comes_back_byte_for_byte(self, tmp_path):
        folder = written(tmp_path / "from", DATASETS)
        back = written(tmp_path / "to", {})
        node("give_back.mjs", folder, back)
        assert read(back) == DATASETS

    def test_python_reads_what_was_changed_and_nothing_is_lost(self, tmp_path, compiled, generated):
        texts = {**DATASETS, **generated}
        folder = written(tmp_path / "from", texts)
        back = written(tmp_path / "to", {})
        node("give_back.mjs", folder, back, compiled / "change.mjs")
        given_back = read(back)
        assert given_back.keys() == texts.keys()
        for name, text in texts.items():
            document = json.loads(text)
            change(document)
            model = from_json(given_back[name])
            assert exactly(json.loads(to_json(model))) == exactly(document), name
        assert sum("flow:from-javascript" in text for text in given_back.values()) > 100


def change(document):
    """The same in Python as change.mts does in JavaScript."""
    services = document.get("services", [])
    if services:
        services[0]["name"] = "Renamed in JavaScript – Sør 病棟"
        services[0]["x-colour"] = {"hue": 210, "shades": [1.5, None, True]}
    if len(services) > 1:
        flow = {"id": "flow:from-javascript", "source": services[0]["id"]}
        flow |= {"target": services[1]["id"], "citizens": {"min": 3}, "when": "2026-01/.."}
        document.setdefault("flows", []).append(flow)
    document["x-app"] = {"saved_by": "an app"}


def exactly(value):
    """What a document says, told apart as JSON does: 1 and 1.0 are one number, true is another."""
    if isinstance(value, dict):
        return {name: exactly(held) for name, held in value.items()}
    if isinstance(value, list):
        return [exactly(held) for held in value]
    return (isinstance(value, bool), value)
