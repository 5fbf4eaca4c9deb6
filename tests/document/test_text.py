from __future__ import annotations

import itertools
import json
import subprocess
import sys

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.datasets import NAMES, load_dataset
from collabmodel.document import FORMAT, FORMAT_VERSION, from_json, to_json
from collabmodel.document.fields import fields_of
from collabmodel.domain.elements import (
    ELEMENTS,
    Flow,
    Initiative,
    Organisation,
    Pathway,
    Service,
    Source,
    Tie,
)
from collabmodel.domain.errors import (
    InvalidArgument,
    InvalidData,
    InvalidDocument,
    InvalidModel,
)
from collabmodel.domain.level import LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence, Money, Step, View
from collabmodel.testing import extras, models

HEAD = {"format": FORMAT, "format_version": FORMAT_VERSION}


def document(**members):
    return json.dumps(HEAD | members)


def problems(text):
    with pytest.raises(InvalidDocument) as error:
        from_json(text)
    return error.value.problems


def told(**members):
    return [(problem.code, problem.field) for problem in problems(document(**members))]


class TestRoundTrip:
    @given(models())
    def test_what_is_written_is_read_as_the_same(self, model):
        text = to_json(model)
        assert from_json(text) == from_json(text.encode()) == model
        assert to_json(from_json(text)) == text

    @given(models())
    def test_the_layout_is_that_of_json_with_an_indent_of_two(self, model):
        text = to_json(model)
        plain = json.loads(text)
        assert text == json.dumps(plain, ensure_ascii=False, indent=2) + "\n"

    @given(models(), st.randoms())
    def test_equal_models_give_equal_text(self, model, random):
        """The order in which a mapping was filled, and how text was read, mean nothing."""
        shuffled = json.loads(to_json(model), object_pairs_hook=lambda p: mixed(p, random))
        again = from_json(json.dumps(shuffled))
        assert again == model
        assert to_json(again) == to_json(model)

    def test_the_hash_seed_does_not_show(self):
        code = (
            "import sys\n"
            "from collabmodel import Model, Organisation, Service\n"
            "from collabmodel.document import to_json\n"
            "names = {'region', 'town', 'state', 'county'}\n"
            "numbers = dict.fromkeys(names, '1')\n"
            "extra = {name: numbers for name in names}\n"
            "ward = Service('ward', provided_by=names, identifiers=numbers, extra=extra)\n"
            "organisations = [Organisation(name) for name in sorted(names)]\n"
            "sys.stdout.write(to_json(Model.of(ward, organisations)))\n"
        )
        written = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
                check=True,
                capture_output=True,
            ).stdout
            for seed in ("1", "2", "3")
        }
        assert len(written) == 1
        assert b'"provided_by"' in written.pop()

    @pytest.mark.parametrize("name", NAMES)
    def test_every_dataset_comes_back(self, name):
        model = load_dataset(name)
        assert from_json(to_json(model)) == model


def mixed(pairs, random):
    return dict(random.sample(pairs, len(pairs)))


class TestWriting:
    def test_members_have_one_order_and_defaults_are_left_out(self):
        model = Model.of(
            Flow("a", "b", 40, when="2020", note="n", aliases="x", evidence=Evidence("s", "p3")),
            Service("a", "Ward", provided_by="r", identifiers={"sor": "1"}, extra={"b": 1, "a": 2}),
            Service("b", size=4),
            Organisation("r"),
            title="Town",
            as_of="2020",
            asked=["a"],
        )
        plain = json.loads(to_json(model.add(Source("s", "A text"))))
        assert list(plain) == [
            *HEAD,
            "title",
            "as_of",
            "asked",
            "organisations",
            "services",
            "flows",
            "sources",
        ]
        ward, housing = plain["services"]
        assert list(ward) == ["id", "name", "provided_by", "identifiers", "a", "b"]
        assert housing == {"id": "b", "size": 4}
        (flow,) = plain["flows"]
        expected = ["id", "source", "target", "citizens", "when", "note", "aliases", "evidence"]
        assert list(flow) == expected
        assert flow["evidence"] == [{"source": "s", "where": "p3"}]

    def test_the_members_of_a_model_come_in_the_order_of_its_types(self):
        names = [field.name for field in fields_of(Model)]
        assert names == ["title", "as_of", "scale", "asked", *ELEMENTS]

    @pytest.mark.parametrize("cls", ELEMENTS.values())
    def test_what_every_element_has_stands_around_what_is_its_own(self, cls):
        names = [field.name for field in fields_of(cls)]
        assert names[:2] == ["id", "name"]
        assert names[-4:] == ["note", "aliases", "identifiers", "evidence"]
        own = [field.name for field in attrs.fields(cls) if field.name in names[2:-4]]
        assert names[2:-4] == own

    def test_text_is_written_as_it_is_read(self):
        text = to_json(Model(title="Æ 病棟 👩‍⚕️ \u2028\u202e"))
        assert '"title": "Æ 病棟 👩‍⚕️ \u2028\u202e"' in text
        assert text.endswith("}\n")

    def test_an_array_of_one_is_an_array(self):
        model = Model.of(
            Service("a"),
            Pathway("p", steps=["a"]),
            Initiative("i", funding=Money(3, "DKK")),
            asked="a",
        )
        plain = json.loads(to_json(model))
        assert plain["asked"] == ["a"]
        assert plain["pathways"][0]["steps"] == [{"service": "a"}]
        assert plain["initiatives"][0]["funding"] == [{"amount": 3, "currency": "DKK"}]

    def test_nobody_asked_is_told_from_an_empty_list_of_who_was(self):
        for asked in (None, ()):
            model = Model(asked=asked)
            assert ("asked" in json.loads(to_json(model))) == (asked is not None)
            assert from_json(to_json(model)).asked == asked

    def test_a_level_of_none_is_not_a_level_of_nought(self):
        tie = Tie(("a", "b"), level=0, views={"a": 0, "b": None}, id="t")
        model = Model.of(Service("a"), Service("b"), tie)
        (plain,) = json.loads(to_json(model))["ties"]
        assert plain["level"] == 0
        assert plain["views"] == [{"party": "a", "level": 0}, {"party": "b"}]
        assert from_json(to_json(model)) == model

    def test_a_scale_of_ones_own_is_written_and_the_default_is_not(self):
        scale = LevelScale("own", ["none", "some"])
        assert "scale" not in json.loads(to_json(Model()))
        plain = json.loads(to_json(Model(scale=scale)))
        assert plain["scale"] == {"id": "own", "labels": ["none", "some"]}

    def test_a_model_with_problems_is_not_written(self):
        """What is written can be read."""
        with pytest.raises(InvalidModel, match="found 'gone', which nothing has"):
            to_json(Model.of(Service("a"), Flow("a", "gone")))
        with pytest.raises(InvalidModel, match="expected an id, found none"):
            to_json(Model(services=[Service("a"), Service("b")], flows=[Flow("a", "b")]))

    def test_something_else_is_no_model(self):
        with pytest.raises(InvalidArgument, match="expected a Model, found dict"):
            to_json({})


class TestUnknownMembers:
    @given(models(min_services=1), st.data())
    def test_they_are_kept_at_every_level_and_written_back(self, model, data):
        plain = json.loads(to_json(model))
        for holder, cls in holders(plain):
            holder.update(data.draw(extras(unlike=cls)))
        text = to_json(from_json(json.dumps(plain)))
        assert json.dumps(json.loads(text), sort_keys=True) == json.dumps(plain, sort_keys=True)

    def test_they_stand_last_and_sorted_within(self):
        plain = {"zz": {"b": [{"d": 1, "c": 2}], "a": None}, "id": "a", "aa": 1.0}
        (service,) = json.loads(to_json(from_json(document(services=[plain]))))["services"]
        assert json.dumps(service) == json.dumps(
            {"id": "a", "aa": 1.0, "zz": {"a": None, "b": [{"c": 2, "d": 1}]}}
        )

    def test_one_that_is_called_extra_is_one_of_them(self):
        model = from_json(document(services=[{"id": "a", "extra": {"id": 5}}]))
        assert model["a"].extra == {"extra": {"id": 5}}
        assert json.loads(to_json(model))["services"] == [{"id": "a", "extra": {"id": 5}}]

    def test_a_count_has_none(self):
        """A value is whole: a member that is not known could change what it says."""
        count = {"min": 3, "about": True}
        place = "/services/0/size/about"
        assert told(services=[{"id": "a", "size": count}]) == [("not-a-count", place)]


class TestWhateverIsGiven:
    @given(models(min_services=1), st.data())
    def test_the_answer_is_a_model_or_problems_with_their_places(self, model, data):
        """One value of a good document is exchanged for another, then the whole is read."""
        plain = json.loads(to_json(model))
        holder, key = data.draw(st.sampled_from(list(places(plain))))
        other = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | extras()
        holder[key] = data.draw(other | st.lists(other, max_size=2))
        try:
            again = from_json(json.dumps(plain))
        except InvalidDocument as error:
            for problem in error.problems:
                assert problem.code
                assert problem.sentence.endswith(".")
                assert exists(plain, problem)
        else:
            assert again.problems() == ()
            assert from_json(to_json(again)) == again

    @given(st.text() | st.binary())
    def test_what_is_no_document_is_told(self, text):
        with pytest.raises(InvalidDocument):
            from_json(text)


def without_unknown(text):
    plain = json.loads(text)
    for holder, cls in holders(plain):
        known = {*HEAD, *(field.name for field in fields_of(cls))}
        for name in [name for name in holder if name not in known]:
            del holder[name]
    return json.dumps(plain)


def places(plain):
    """Every place in *plain* that holds a value: what holds it, and under what."""
    for key in plain if isinstance(plain, dict) else range(len(plain)):
        yield plain, key
        if isinstance(plain[key], dict | list):
            yield from places(plain[key])


def exists(plain, problem):
    for step in problem.field.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        plain = plain[int(name)] if isinstance(plain, list) else plain[name]
    return True


def holders(plain):
    """Every object in a document that may hold members that nobody knows."""
    yield plain, Model
    if "scale" in plain:
        yield plain["scale"], LevelScale
    inner = {"evidence": Evidence, "views": View, "steps": Step, "funding": Money}
    for member, cls in ELEMENTS.items():
        for element in plain.get(member, ()):
            yield element, cls
            for name, value in inner.items():
                yield from ((held, value) for held in element.get(name, ()))


class TestReferencesAndRules:
    """What only the whole shows is told once every value is good by itself."""

    def test_problems_of_the_model_are_told_with_their_places(self):
        assert told(
            asked=["gone"],
            services=[
                {"id": "a", "part_of": "b"},
                {"id": "b", "part_of": "a"},
                {"id": "b", "provided_by": ["a"]},
            ],
            flows=[{"id": "f", "source": "a", "target": "gone"}],
            ties=[{"id": "t", "parties": ["a", "b"], "level": 9}],
        ) == [
            ("unknown-reference", "/asked/0"),
            ("part-of-circle", "/services/0/part_of"),
            ("duplicate-id", "/services/1/id"),
            ("duplicate-id", "/services/2/id"),
            ("wrong-type-of-reference", "/services/2/provided_by/0"),
            ("unknown-reference", "/flows/0/target"),
            ("level-off-the-scale", "/ties/0/level"),
        ]

    def test_a_problem_in_a_part_of_an_element_leads_to_it(self):
        (problem,) = problems(document(services=[{"id": "a", "evidence": [{"source": "gone"}]}]))
        assert (problem.element, problem.field) == ("Service 'a'", "/services/0/evidence/0/source")
        assert str(problem).endswith(
            "expected the id of a Source, found 'gone', which nothing has. "
            "Add it, or leave the reference out."
        )

    def test_they_are_told_together_with_what_is_wrong_in_values(self):
        found = told(
            title=5,
            scale={"id": "own", "labels": ["none", "some"]},
            organisations=[{"id": "r", "part_of": "r", "kind": 1}],
            services=[{"id": "a", "provided_by": ["r", 5, "a", "x y"]}, [], {"id": "a"}, {}],
            ties=[
                {"id": "t", "parties": ["a", "r"], "level": 2, "note": 1},
                {"id": "u", "views": [{"party": "gone", "level": 3}, {"level": 4}, 5]},
            ],
            flows=[{"id": "f", "source": "gone", "target": "gone", "citizens": -1}],
        )
        assert found == [
            ("not-text", "/title"),
            ("part-of-circle", "/organisations/0/part_of"),
            ("not-in-vocabulary", "/organisations/0/kind"),
            ("duplicate-id", "/services/0/id"),
            ("not-text", "/services/0/provided_by/1"),
            ("wrong-type-of-reference", "/services/0/provided_by/2"),
            ("not-an-id", "/services/0/provided_by/3"),
            ("not-an-object", "/services/1"),
            ("duplicate-id", "/services/2/id"),
            ("missing", "/services/3"),
            ("level-off-the-scale", "/ties/0/level"),
            ("not-text", "/ties/0/note"),
            ("missing", "/ties/1"),
            ("unknown-reference", "/ties/1/views/0/party"),
            ("level-off-the-scale", "/ties/1/views/0/level"),
            ("missing", "/ties/1/views/1"),
            ("level-off-the-scale", "/ties/1/views/1/level"),
            ("not-an-object", "/ties/1/views/2"),
            ("unknown-reference", "/flows/0/source"),
            ("flow-to-itself", "/flows/0/target"),
            ("unknown-reference", "/flows/0/target"),
            ("not-a-count", "/flows/0/citizens"),
        ]

    def test_what_the_parser_refuses_is_told_with_the_rest_and_once(self):
        text = """{
            "format": "collabmodel", "format_version": "1.0", "title": 5,
            "services": [
                {"id": "a", "size": NaN, "name": "\\ud800", "x": 1e999, "sector": "Health"},
                {"id": "b", "id": "c", "part_of": "gone", "\\ud800": 1}
            ]
        }"""
        assert [(problem.code, problem.field) for problem in problems(text)] == [
            ("not-text", "/title"),
            ("not-in-json", "/services/0/size"),
            ("half-character", "/services/0/name"),
            ("number-too-large", "/services/0/x"),
            ("not-in-vocabulary", "/services/0/sector"),
            ("half-character", "/services/1/?"),
            ("repeated-member", "/services/1/id"),
            ("unknown-reference", "/services/1/part_of"),
        ]

    def test_a_scale_that_is_none_judges_no_level(self):
        found = told(scale=5, ties=[{"id": "t", "parties": ["a", "b"], "level": 9}])
        assert found[0] == ("not-an-object", "/scale")
        assert "level-off-the-scale" not in dict(found)

    @given(models(with_needs=True))
    def test_a_document_that_is_read_is_valid(self, model):
        plain = json.loads(to_json(model))
        del plain["services"][0]
        with pytest.raises(InvalidDocument) as error:
            from_json(json.dumps(plain))
        assert all(problem.field for problem in error.value.problems)


def test_one_error_type_holds_them_all():
    with pytest.raises(InvalidData) as error:
        from_json(document(title=5, as_of=5))
    assert str(error.value) == (
        "2 problems:\n"
        "  1. Document, /title: expected text, found 5.\n"
        '  2. Document, /as_of: expected a date as text such as "2020-11", found 5.'
    )
    assert error.value.to_json() == {
        "problems": [attrs.asdict(problem) for problem in error.value.problems],
        "more": 0,
    }


def test_a_hundred_are_told_and_the_rest_is_counted():
    with pytest.raises(InvalidDocument) as error:
        from_json(document(services=[{"id": f"s{n}", "name": n} for n in range(250)]))
    assert len(error.value.problems) == 100
    assert error.value.problems[99].field == "/services/99/name"
    assert error.value.to_json()["more"] == error.value.more == 150
    assert str(error.value).startswith("250 problems:\n  1. ")
    assert str(error.value).endswith("\n  and 150 more.")


class TestStrict:
    def test_members_that_are_not_known_are_told_with_what_was_meant(self):
        text = document(
            colour="red",
            services=[{"id": "a", "sectr": "health", "evidence": [{"source": "s", "page": 3}]}],
            sources=[{"id": "s"}],
        )
        assert from_json(text).extra == {"colour": "red"}
        with pytest.raises(InvalidDocument) as error:
            from_json(text, strict=True)
        found = error.value.problems
        assert [problem.field for problem in found] == [
            "/colour",
            "/services/0/sectr",
            "/services/0/evidence/0/page",
        ]
        assert {problem.code for problem in found} == {"unknown-member"}
        assert found[1].remedy == "Did you mean 'sector'?"
        assert found[0].remedy == "Leave it out, or read without strict."

    @given(models())
    def test_a_document_without_others_is_read_as_ever(self, model):
        text = to_json(model)
        if from_json(text) == from_json(without_unknown(text)):
            assert from_json(text, strict=True) == model
        else:
            with pytest.raises(InvalidDocument):
                from_json(text, strict=True)


def test_a_problem_names_the_element_that_it_is_in():
    names = [
        problem.element
        for problem in problems(
            document(
                services=[{"id": "ward", "name": 1}, {"id": 5}, [], {}],
                flows={},
                scale={"id": "own", "labels": [1, 2]},
            )
        )
    ]
    assert names == [
        "Service 'ward'",
        "Service",
        "Service",
        "Service",
        "Document",
        *["Document"] * 2,
    ]


def test_pairs_of_models_that_differ_are_written_differently():
    """Whatever is left out is left out because it says nothing."""
    variants = [
        Model(),
        Model(asked=()),
        Model(title="x"),
        Model(extra={"x": 1}),
        Model(extra={"x": True}),
        Model(extra={"x": 1.0}),
        Model(extra={"x": -0.0}),
        Model(extra={"x": 0.0}),
    ]
    for one, other in itertools.combinations(variants, 2):
        assert one != other
        assert to_json(one) != to_json(other)
