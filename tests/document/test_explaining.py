from __future__ import annotations

import json

import pytest
from cattrs.errors import BaseValidationError
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.document import converter, from_json, to_json
from collabmodel.document.explaining import explain
from collabmodel.document.versions import HEADER
from collabmodel.domain.elements import ELEMENTS
from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.model import Model
from collabmodel.domain.review import review
from collabmodel.testing import extras, models

STRICT = converter()


def told(plain, member="services"):
    """Where each problem of one element stands in it, references left aside."""
    error = explain({**HEADER, member: [plain]})
    problems = error.problems if error else ()
    codes = ("unknown-reference", "wrong-type-of-reference")
    return [p.field.removeprefix(f"/{member}/0") for p in problems if p.code not in codes]


class TestAllThatIsWrong:
    def test_it_is_told_together_in_the_order_of_the_document(self):
        plain = {
            "sector": "Health",
            "provided_by": ["r", "not an id", 5],
            "id": "-",
            "evidence": [{"where": "p1"}, {"source": "s", "where": 5}, "s"],
            "size": 0,
            "note": None,
        }
        assert told(plain) == [
            "/sector",
            "/provided_by/1",
            "/provided_by/2",
            "/id",
            "/evidence/0",
            "/evidence/1/where",
            "/evidence/2",
            "/size",
            "/note",
        ]

    def test_items_that_are_no_ids_are_told_each(self):
        plain = {"id": "a", "provided_by": ["r", "a b", "r", "ø"]}
        assert told(plain) == ["/provided_by/1", "/provided_by/3"]

    def test_fields_are_compared_as_far_as_they_are_readable(self):
        plain = {"id": "a", "parties": ["a"], "views": [{"party": "z"}], "level": "1"}
        assert told(plain, "ties") == ["/parties", "/views/0/party", "/level"]
        assert told(plain | {"parties": [5]}, "ties") == ["/parties/0", "/level"]
        assert told(plain | {"views": [{"level": 1}]}, "ties") == [
            "/parties",
            "/views/0",
            "/level",
        ]
        flow = {"id": "f", "source": "a", "target": "a", "citizens": None}
        assert told(flow, "flows") == ["/target", "/citizens"]
        assert told({"id": "f", "source": "a", "citizens": None}, "flows") == ["", "/citizens"]

    def test_every_fault_of_a_count_and_of_a_mapping_is_told(self):
        plain = {
            "id": "a",
            "size": {"min": "1", "x": 2, "max": -1},
            "identifiers": {"a": 1, "b": 2},
        }
        assert told(plain) == [
            "/size/min",
            "/size/x",
            "/size/max",
            "/identifiers/a",
            "/identifiers/b",
        ]

    def test_members_nested_too_deep_are_told_where_they_begin(self):
        deep = []
        for _ in range(61):
            deep = [deep]
        assert told({"id": "a", "x": deep[0], "y": deep}) == ["/y"]

    @pytest.mark.parametrize("odd", [None, 5, "x", [], True, {}])
    def test_what_is_no_document_is_told_once(self, odd):
        (problem,) = explain(odd).problems
        assert (problem.element, problem.field) == ("Document", "")

    def test_what_is_unfit_in_what_is_no_document_is_told_with_it(self):
        with pytest.raises(InvalidDocument) as error:
            from_json('[{"id": NaN}, 5]')
        assert [(p.code, p.field) for p in error.value.problems] == [
            ("not-an-object", ""),
            ("not-in-json", "/0/id"),
        ]

    def test_views_are_compared_where_something_else_is_wrong_with_them(self):
        views = [{"party": "a"}, {"party": 5}, {"party": "a", "level": "1"}, {"party": "z"}]
        tie = {"id": "t", "parties": ["a", "b"], "views": [*views, None]}
        assert told(tie, "ties") == [
            *("/views/1/party", "/views/2/party", "/views/2/level", "/views/3/party", "/views/4")
        ]
        del tie["parties"]
        assert "/views/2/party" in told(tie, "ties")


class TestMany:
    @pytest.mark.parametrize(
        "plain",
        [
            {"services": [None] * 3000},
            {"services": [{"id": f"s{n}", "name": n} for n in range(3000)]},
            {"services": [{"id": f"s{n}", "sector": "x"} for n in range(3000)]},
            {"services": [{"id": "s"} for _ in range(3000)]},
            {
                "services": [
                    {"id": f"s{n}", "size": {"x": 1, "y": 2, "min": 3}} for n in range(1500)
                ]
            },
            {"services": [{"id": f"s{n}", "part_of": f"x{n}"} for n in range(3000)]},
            {"flows": [{"id": f"f{n}", "source": "s", "target": "s"} for n in range(1000)]},
            {"ties": [{"id": f"t{n}"} for n in range(3000)]},
            {"services": [{"id": f"s{n}", "aliases": ["x", n, "y", n]} for n in range(1500)]},
        ],
    )
    def test_all_are_counted_and_the_first_are_told(self, plain):
        error = explain({**HEADER, **plain})
        assert len(error.problems) == 100
        assert error.more == 2900

    def test_unknown_members_are_counted_where_they_are_refused(self):
        error = explain({**HEADER, **{f"x{n}": n for n in range(3000)}}, strict=True)
        assert [problem.field for problem in error.problems[:2]] == ["/x0", "/x1"]
        assert error.more == 2900

    def test_those_told_are_the_first_of_all_sorts(self):
        services = [{"id": f"s{n}", "name": n, "part_of": "gone"} for n in range(2000)]
        error = explain({**HEADER, "services": services, "title": 5})
        assert [problem.field for problem in error.problems[:4]] == [
            "/services/0/name",
            "/services/0/part_of",
            "/services/1/name",
            "/services/1/part_of",
        ]
        assert error.more == 4001 - 100

    def test_those_of_one_element_are_told_in_its_order_too(self):
        views = [{"party": f"s{n}"} for n in range(300)]
        error = explain({**HEADER, "ties": [{"id": "t", "parties": ["a", "b"], "views": views}]})
        assert [problem.field for problem in error.problems[:4]] == [
            "/ties/0/parties/0",
            "/ties/0/parties/1",
            "/ties/0/views/0/party",
            "/ties/0/views/0/party",
        ]
        assert error.more == 602 - 100


class TestAgreement:
    """What is told here is what the converter refuses and what the model says of itself."""

    @given(models(min_services=1), st.data())
    def test_a_document_has_problems_where_it_is_not_read_or_its_model_has_some(self, model, data):
        plain = json.loads(to_json(model))
        for _ in range(data.draw(st.integers(0, 3))):
            holder, key = data.draw(st.sampled_from(list(places(plain))))
            other = st.none() | st.booleans() | st.integers() | st.text("ab1-") | extras()
            holder[key] = data.draw(other | st.lists(other, max_size=2))
        try:
            good = not STRICT.structure(plain, Model).problems()
        except BaseValidationError:
            good = False
        except ValueError:  # of the format, or of its version
            good = False
        assert (explain(plain) is None) == good

    @given(models(min_services=2), st.data())
    def test_problems_of_the_whole_are_those_of_the_model(self, model, data):
        gone = data.draw(st.sampled_from([e.id for e in model.elements()]))
        broken = model.without(gone)
        plain = STRICT.unstructure(broken)
        error = explain(plain)
        found = [(p.code, p.expected, p.found, p.remedy) for p in error.problems] if error else []
        assert found == [(p.code, p.expected, p.found, p.remedy) for _, p in review(broken)][:100]


def places(plain):
    for key in plain if isinstance(plain, dict) else range(len(plain)):
        if key not in ("format", "format_version"):
            yield plain, key
        if isinstance(plain[key], dict | list):
            yield from places(plain[key])


@pytest.mark.parametrize("member", ELEMENTS)
def test_a_whole_element_is_named_by_its_type_and_id(member):
    error = explain({**HEADER, member: [{"id": "x", "note": 5}]})
    kind = ELEMENTS[member].__name__
    assert f"{kind} 'x'" in {problem.element for problem in error.problems}


def test_from_json_raises_what_is_told():
    from collabmodel.domain.errors import InvalidDocument

    with pytest.raises(InvalidDocument, match="/title: expected text, found 5"):
        from_json(json.dumps({**HEADER, "title": 5}))
