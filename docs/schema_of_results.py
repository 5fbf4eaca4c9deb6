"""The JSON Schemas of findings, comparisons, reports and problems, which collabmodel prints."""

from __future__ import annotations

import typing

import attrs

from collabmodel.analysis import comparison as comparisons
from collabmodel.analysis import finding as findings
from collabmodel.analysis import rules
from collabmodel.analysis.questions import Answer, Answered
from collabmodel.disclosure import Disclosure
from collabmodel.presentation import report as reports
from collabmodel.words import LANGUAGES
from docs.docstrings import about, attributes
from docs.schema_of_documents import DIALECT, WHEN, Schema, words

__all__ = ["comparison_schema", "findings_schema", "problems_schema", "report_schema"]


def findings_schema() -> Schema:
    """What `Findings.to_json()` gives."""
    return {
        **_head("findings", findings.FORMAT_VERSION),
        **_FINDINGS,
        "title": "collabmodel findings",
        "$defs": _OF_FINDINGS,
    }


def comparison_schema() -> Schema:
    """What `Comparison.to_json()` gives."""
    members = {
        **_header(comparisons.FORMAT, comparisons.FORMAT_VERSION),
        "around": _said(
            "The service or organisation around which it was looked; null for everywhere.",
            {"type": ["string", "null"]},
        ),
        "before": _said("The earlier model as a whole.", _ref("Overview")),
        "after": _said("The later model as a whole.", _ref("Overview")),
        "summary": _said("The changes as a whole, one sentence an item.", _array(_TEXT)),
        "changes": _said("What changed, each about two services.", _array(_ref("Finding"))),
        "told_apart": _said("What cannot be called a change.", _array(_ref("Finding"))),
        "left_out": _said("How many pairs of the later model were left out.", _whole(0)),
        "rules": _ref("Rules"),
    }
    return {
        **_head("comparison", comparisons.FORMAT_VERSION),
        **_object("collabmodel comparison", "What changed between two models.", members),
        "$defs": {**_OF_FINDINGS, "Overview": _overview()},
    }


def report_schema() -> Schema:
    """What `Report.to_json()` gives."""
    found = {"$ref": "#/$defs/Findings"}
    members = {
        **_header(reports.FORMAT, reports.FORMAT_VERSION),
        "lang": _said("The language of the sentences.", _one_of(*LANGUAGES)),
        "title": _said("What the model is of.", _TEXT),
        "answer": _said("The answer, one sentence an item.", _array(_TEXT)),
        "facts": _said("What the answer rests on, one sentence an item.", _array(_TEXT)),
        "rules": {"$ref": "#/$defs/Rules"},
        "disclosure": {"$ref": "#/$defs/Disclosure"},
        "coverage": {"$ref": "#/$defs/Coverage"},
        "missing_links": _said("Need without enough contact, the weightiest first.", found),
        "groups": _said("Silos, closed groups and services without contact.", found),
        "promises": _said("What was planned or promised, and how far it has come.", found),
        "ask_next": _said("Whom to ask what, the question that decides most first.", found),
        "questions": _said(
            "The sixteen questions that people ask, in their order.",
            {**_array({"$ref": "#/$defs/Answer"}), "minItems": 16, "maxItems": 16},
        ),
    }
    return {
        **_head("report", reports.FORMAT_VERSION),
        **_object("collabmodel report", about(reports.Report), members),
        "$defs": {
            "Findings": _FINDINGS,
            **_OF_FINDINGS,
            "Answer": _ANSWER,
            "Disclosure": _DISCLOSURE,
            "Coverage": _COVERAGE,
        },
    }


def problems_schema() -> Schema:
    """What `collabmodel check --json` prints."""
    problem = {
        "code": _said(
            "A stable name of the kind of problem, such as unknown-reference.",
            {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "not": {"pattern": "\\n"}},
        ),
        "element": _said("The element it is about: its type and id.", _TEXT),
        "field": _said(
            "Where it stands in the document: a JSON Pointer (RFC 6901), empty for the whole.",
            {"type": "string", "pattern": "^(/([^~/]|~[01])*)*$"},
        ),
        "expected": _said("What was expected.", _TEXT),
        "found": _said("What was found.", _TEXT),
        "remedy": _said("What to do about it; may be empty.", _TEXT),
    }
    members = {
        "ok": _said("Whether nothing is wrong.", {"type": "boolean"}),
        "problems": _said("What is wrong, in the order of the document.", _array(_ref("Problem"))),
        "more": _said("How many problems there are beyond those listed.", _whole(0)),
    }
    return {
        **_head("problems", "1.0"),
        **_object("collabmodel problems", "All that is wrong with a document.", members),
        "$defs": {"Problem": _object("Problem", "One thing that is wrong.", problem)},
    }


_TEXT: Schema = {"type": "string"}


def _head(kind: str, version: str) -> Schema:
    return {"$schema": DIALECT, "$id": f"urn:collabmodel:{kind}:{version}"}


def _header(name: str, version: str) -> dict[str, Schema]:
    return {
        "format": _said("What this is.", {"type": "string", "const": name}),
        "format_version": _said("Its version.", {"type": "string", "const": version}),
    }


def _said(description: str, schema: Schema) -> Schema:
    return {"description": description, **schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _whole(least: int) -> Schema:
    return {"type": "integer", "minimum": least}


def _one_of(*allowed: str) -> Schema:
    return {"type": "string", "enum": list(allowed)}


def _object(title: str, description: str, members: dict[str, Schema]) -> Schema:
    """An object all of whose members are always there."""
    return {
        "title": title,
        "description": description,
        "type": "object",
        "required": list(members),
        "properties": members,
    }


_BOUNDS: Schema = {
    "type": "object",
    "minProperties": 1,
    "properties": {"min": _whole(1), "max": _whole(1)},
    "additionalProperties": False,
}
_NUMBERS: Schema = {
    "title": "Numbers",
    "description": "Numbers by their names. One that begins with citizen is of citizens as readers "
    "may see it, one that ends in level is a place on the model's scale; null is not known.",
    "type": "object",
    "patternProperties": {
        "^citizen": {"anyOf": [_whole(0), _BOUNDS, {"type": "null"}]},
        "level$": {"type": ["integer", "null"], "minimum": 0},
    },
    "additionalProperties": {
        "anyOf": [{"type": name} for name in ("number", "boolean", "string", "null")] + [_BOUNDS]
    },
}


def _rules() -> Schema:
    said = attributes(rules.Rules)
    forms: dict[str, Schema] = {
        **{name: _whole(least) for name, least in rules._WHOLE.items()},
        "confirmation": _one_of(*typing.get_args(rules.Confirmation)),
        "kind_levels": {
            "type": "object",
            "propertyNames": _one_of(*words("TieKind")["enum"]),
            "additionalProperties": _whole(0),
        },
        "alpha": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        "at": {"anyOf": [_only_rules(WHEN), {"type": "null"}]},
    }
    names = [field.name for field in attrs.fields(rules.Rules)]
    members = {name: _said(said[name], forms[name]) for name in names}
    return _object("Rules", about(rules.Rules), members)


def _overview() -> Schema:
    said = attributes(comparisons.Overview)
    share: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
    forms: dict[str, Schema] = {
        **{name: _whole(0) for name in said},
        "low": share,
        "high": share,
        "asked": {"type": ["integer", "null"], "minimum": 0},
    }
    members = {name: _said(text, forms[name]) for name, text in said.items()}
    return _object("Overview", about(comparisons.Overview), members)


def _only_rules(schema: Schema) -> Schema:
    return {name: held for name, held in schema.items() if name not in ("title", "description")}


_FINDING = _object(
    "Finding",
    about(findings.Finding),
    {
        "key": _said("A name that stays the same while the code may change.", _TEXT),
        "code": _said("What sort of finding it is.", _one_of(*findings.codes())),
        "about": _said(attributes(findings.Finding)["about"], _array(_TEXT)),
        "names": _said("What people call them, in the same order.", _array(_TEXT)),
        "numbers": _said("What was counted.", _ref("Numbers")),
        "evidence": _said(attributes(findings.Finding)["evidence"], _array(_TEXT)),
        "sentence": _said("What was found, as a sentence to be read aloud.", _TEXT),
        "next_step": _said("What to do about it.", _TEXT),
    },
)
_FINDINGS = _object(
    "Findings",
    "Findings in the order of their weight.",
    {
        **_header(findings.FORMAT, findings.FORMAT_VERSION),
        "findings": _said("The findings.", _array(_ref("Finding"))),
        "told_apart": _said(
            "What was looked at and is not among them, but should be known beside them.",
            _array(_ref("Finding")),
        ),
        "asked": _said(
            "How many services were asked about their ties; null where nobody was.",
            {"type": ["integer", "null"], "minimum": 0},
        ),
        "services": _said("How many services there are.", _whole(0)),
        "left_out": _said("How many pairs were left out as too little.", _whole(0)),
        "rules": _ref("Rules"),
    },
)
_OF_FINDINGS = {"Finding": _FINDING, "Numbers": _NUMBERS, "Rules": _rules()}

_ANSWER = _object(
    "Answer",
    about(Answer),
    {
        "number": _said("Which question.", {"type": "integer", "minimum": 1, "maximum": 16}),
        "question": _said("The question.", _TEXT),
        "answered": _said("Whether it could be answered.", _one_of(*typing.get_args(Answered))),
        "sentence": _said("The answer, or why there is none.", _TEXT),
        "numbers": _said("What stands in the sentence.", _ref("Numbers")),
    },
)
_DISCLOSURE = _object(
    "Disclosure",
    about(Disclosure),
    {name: _said(text, _whole(1)) for name, text in attributes(Disclosure).items()},
)
_COVERAGE = _object(
    "Coverage",
    "The pairs of services with need, by whether what is on record is enough.",
    {
        "met": _said("How many have contact enough.", _whole(0)),
        "unmet": _said("How many have not.", _whole(0)),
        "unknown": _said("Of how many it is not known.", _whole(0)),
    },
)
