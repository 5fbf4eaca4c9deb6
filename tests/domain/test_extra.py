from __future__ import annotations

from hypothesis import given

from collabmodel.domain.elements import Service
from collabmodel.domain.extra import exactly
from collabmodel.testing import extras


@given(extras(), extras())
def test_members_are_equal_where_their_json_is(a, b):
    assert (exactly(a) == exactly(b)) == (repr(sorted_json(a)) == repr(sorted_json(b)))


def sorted_json(value):
    """An oracle: what `repr` shows is the same where JSON is, once the members are sorted."""
    if isinstance(value, dict):
        return sorted((name, sorted_json(held)) for name, held in value.items())
    return [sorted_json(held) for held in value] if isinstance(value, list) else value


def test_what_python_calls_equal_and_json_does_not_is_told_apart():
    services = [Service("a", extra={"x": x}) for x in (1, 1.0, True, "1", [1], [True])]
    for number, service in enumerate(services):
        assert services.index(service) == number


def test_the_order_of_the_members_does_not_matter():
    assert Service("a", extra={"x": 1, "y": 2}) == Service("a", extra={"y": 2, "x": 1})


def test_equal_elements_have_equal_hashes():
    a, b = (Service("a", extra=extra) for extra in ({"x": 1, "y": 2}, {"y": 2, "x": 1}))
    assert hash(a) == hash(b)
