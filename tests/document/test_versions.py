from __future__ import annotations

import json
import warnings

import pytest

from collabmodel.document import (
    FORMAT,
    FORMAT_VERSION,
    NewerMinorVersion,
    from_json,
    load,
    to_json,
    versions,
)
from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.model import Model


def document(version=FORMAT_VERSION, **members):
    return json.dumps({"format": FORMAT, "format_version": version, **members})


def told(text):
    with pytest.raises(InvalidDocument) as error:
        from_json(text)
    (problem,) = error.value.problems
    return problem


def test_this_version_is_read_without_a_word():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert from_json(document(title="Town")) == Model(title="Town")


def test_a_newer_minor_version_is_read_with_one_warning_and_loses_nothing():
    text = document("1.7", title="Town", weather={"wind": 5})
    with pytest.warns(NewerMinorVersion, match=r"has version 1.7, this collabmodel knows") as seen:
        model = from_json(text)
    assert len(seen) == 1
    assert seen[0].filename == __file__
    assert model.extra == {"weather": {"wind": 5}}
    assert json.loads(to_json(model)) == json.loads(document(title="Town", weather={"wind": 5}))


def test_a_newer_major_version_is_not_read():
    problem = told(document("2.0"))
    assert (problem.code, problem.field) == ("version-not-read", "/format_version")
    assert problem.remedy == "Install a newer collabmodel."


def test_a_version_before_the_first_is_not_read():
    assert told(document("0.9")).code == "version-not-read"


@pytest.mark.parametrize(
    "version",
    [None, 1, 1.0, "", "1", "01.0", "1.0.0", "1.00", " 1.0", "1.0\n", "v1.0", "1." + "9" * 9],
)
def test_what_is_no_version_is_refused(version):
    problem = told(document(version))
    assert (problem.code, problem.field) == ("not-a-version", "/format_version")


def test_a_document_without_a_version_is_refused():
    problem = told(json.dumps({"format": FORMAT}))
    assert (problem.code, problem.field) == ("not-a-version", "")


@pytest.mark.parametrize(
    "head", [{}, {"format": "fhir"}, {"format": None}, {"format": ["collabmodel"]}]
)
def test_another_format_is_told_and_nothing_else(head):
    problem = told(json.dumps({**head, "title": 5, "services": "none"}))
    assert problem.code == "not-a-collabmodel-document"
    assert problem.field == ("/format" if head else "")


@pytest.mark.parametrize("text", ["[]", "5", '"collabmodel"', "null"])
def test_a_document_is_an_object(text):
    assert told(text).code == "not-an-object"


def test_an_older_version_is_read_as_what_became_of_it(monkeypatch):
    def renamed(old):
        return {"format": FORMAT, "format_version": FORMAT_VERSION, "title": old["name"]}

    monkeypatch.setattr(
        versions, "_STEPS", {"0.8": lambda old: {**old, "format_version": "0.9"}, "0.9": renamed}
    )
    for version in ("0.8", "0.9"):
        assert from_json(document(version, name="Town")) == Model(title="Town")
    assert told(document("0.9", name=5)).field == "/title"
    assert told(document("0.7")).code == "version-not-read"


def test_the_warning_comes_from_files_too(tmp_path):
    path = tmp_path / "newer.json"
    path.write_text(document("1.7"), encoding="utf-8")
    with pytest.warns(NewerMinorVersion) as seen:
        load(path)
    assert [warning.filename for warning in seen] == [__file__]
