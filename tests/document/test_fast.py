"""The fast reading and writing against the reference, which they must never contradict."""

from __future__ import annotations

import enum
import functools
import gc
import json

import attrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.datasets import NAMES, load_dataset
from collabmodel.document import fast_reading, from_json, to_json
from collabmodel.document.fast_reading import _is_all_of, read
from collabmodel.document.fast_writing import write
from collabmodel.document.fields import TYPES, fields_of
from collabmodel.document.shadows import shadow_of
from collabmodel.domain.collector import collector_paused
from collabmodel.domain.count import Count
from collabmodel.domain.elements import (
    Activity,
    Flow,
    FocusArea,
    Forum,
    Initiative,
    Organisation,
    Pathway,
    Role,
    Service,
    Source,
    Statement,
    Tie,
)
from collabmodel.domain.errors import InvalidDocument
from collabmodel.domain.level import LevelScale
from collabmodel.domain.model import Model
from collabmodel.domain.values import Evidence, Money, Step, View
from collabmodel.testing import models
from trials.fast_against_reference import (
    TOKENS,
    difference,
    read_by_reference,
    trial,
    variants,
    written_by_reference,
)

FULL = Model.of(
    Source("s", published="2019"),
    Organisation("o", kind="region", part_of="p"),
    Organisation("p"),
    Service("a", "Ward", identifiers={"sor": "1", "cvr": "2"}, evidence=Evidence("s", "p3")),
    Service("b", size=Count.between(2, 4), sector="health"),
    Service("c", size=Count.at_least(2), part_of="b", provided_by="o"),
    Role("r", where="a", people=Count.at_most(9)),
    Forum("f", members=("a", "r"), level=1),
    Flow("a", "b", Count.at_least(31), when="2020-11", note="a: b, 'c' : \"d\":", pathway="w"),
    Flow("b", "a", 4, 5),
    Tie(("a", "b"), level=1, views=[View("a", 0, "2020"), View("b")]),
    Pathway("w", steps=[Step("a", 1), Step("b")]),
    FocusArea("fa"),
    Initiative("i", funding=Money(5, "DKK", "o"), status="adopted", focus_areas="fa"),
    Activity("Theme day", "theme day", participants="f", times=2),
    Statement("goal", "Meet", said_by="o", about=("i", "s"), aliases=("x", "y")),
    title="Town",
    as_of="2021",
    scale=LevelScale("own", ("none", "some")),
    asked=["a"],
)
"""A model with an object of every sort."""

BY_NAME = sorted(TYPES, key=str)


class TestReading:
    @given(models(), st.randoms())
    def test_a_spoilt_document_is_read_only_as_the_reference_reads_it(self, model, random):
        for text in variants(model, random, 5):
            assert difference(read(text), read_by_reference(text)) is None

    @pytest.mark.parametrize("token", TOKENS)
    def test_each_value_in_each_place_is_read_only_as_the_reference_reads_it(self, token):
        for before, after in around_each_value():
            text = before + token.encode(errors="surrogatepass") + after
            assert difference(read(text), read_by_reference(text)) is None, text

    def test_each_member_that_is_left_out_is_missed_as_by_the_reference(self):
        for place in objects_in(document_of(FULL)):
            for member in at(document_of(FULL), place):
                document = document_of(FULL)
                at(document, place).remove(member)
                text = written(document)
                fast, reference = read(text), read_by_reference(text)
                assert difference(fast, reference) is None
                assert (fast is None) == (reference is None)

    def test_the_trial_loses_nothing(self):
        same, kept = trial(100)
        assert same.tried >= 100
        assert kept.tried >= 10
        assert same.losses == kept.losses == []

    @given(models())
    def test_what_is_written_never_needs_the_explaining_reading(self, model):
        text = to_json(model)
        assert read(text) == read(text.encode()) == model

    @pytest.mark.parametrize("name", NAMES)
    def test_every_dataset_is_read_as_by_the_reference(self, name):
        text = to_json(load_dataset(name)).encode()
        fast = read(text)
        assert fast is not None
        assert difference(fast, read_by_reference(text)) is None

    @pytest.mark.parametrize("size", [1, 2, 3])
    @given(st.data())
    def test_it_does_not_matter_where_a_batch_of_elements_ends(self, size, data):
        document = document_of(FULL)
        places = [place for place in objects_in(document) if is_open(place)]
        for place in data.draw(st.sets(st.sampled_from(places))):
            at(document, place).append(("x-own", 1))
        text = written(document)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(fast_reading, "_BATCH", size)
            model = read(text)
        assert model is not None
        assert difference(model, read_by_reference(text)) is None

    @pytest.mark.parametrize(
        "odd", [5, None, bytearray(b"{}"), "\ud800", b"\xff", b"", "[]", b"{}"]
    )
    def test_what_is_no_document_is_left_to_the_explaining_reading(self, odd):
        assert read(odd) is None

    def test_a_model_with_problems_is_left_to_the_explaining_reading(self):
        text = to_json(FULL).replace('"level": 1', '"level": 2')
        assert read(text) is None
        with pytest.raises(InvalidDocument, match="of the scale"):
            from_json(text)

    def test_no_two_elements_share_a_value_that_can_be_changed(self):
        model = read(to_json(FULL))
        held = [
            getattr(value, name)
            for value in values_of(model)
            for name in ("extra", "identifiers")
            if hasattr(value, name)
        ]
        assert len({id(members) for members in held}) == len(held) > 15

    def test_the_memory_of_the_model_is_its_own(self):
        model = read(to_json(FULL))
        assert model.remember("key", list) is model.remember("key", list)
        assert read(to_json(FULL)).remember("key", list) is not model.remember("key", list)

    def test_a_reference_shares_the_text_of_the_id(self):
        model = read(to_json(FULL))
        assert model.flows[0].source is model.services[0].id
        assert model.ties[0].views[1].party is model.ties[0].parties[1] is model.services[1].id


class TestMembers:
    """No parser sees that a name stands twice, and shadows see only the names that they know."""

    @given(st.data())
    def test_a_member_that_stands_twice_is_seen_at_every_level(self, data):
        places = list(objects_in(document_of(FULL)))
        place = data.draw(st.sampled_from(places))
        document = document_of(FULL)
        members = at(document, place)
        member = data.draw(st.sampled_from(members))
        members.insert(data.draw(st.integers(0, len(members))), member)
        assert read(written(document)) is None
        with pytest.raises(InvalidDocument, match="each member once"):
            from_json(written(document))

    @given(st.data())
    def test_a_member_that_is_not_known_is_kept_at_every_level(self, data):
        document = document_of(FULL)
        places = [p for p in objects_in(document) if is_open(p)]
        for place in data.draw(st.sets(st.sampled_from(places), min_size=1)):
            unknown = data.draw(st.sampled_from(UNKNOWN))
            at(document, place).append(("x-own", unknown))
        text = written(document)
        model = read(text)
        assert model is not None
        assert difference(model, read_by_reference(text)) is None
        assert any(value.extra for value in values_of(model))

    def test_a_value_that_no_program_keeps_is_left_to_the_explaining_reading(self):
        for odd in ("9007199254740992", "1e400", '"\\ud800"', "[" * 64 + "]" * 64, '{"a":1,"a":1}'):
            for place in filter(is_open, objects_in(document_of(FULL))):
                document = document_of(FULL)
                at(document, place).append(("x-own", "odd"))
                text = written(document).replace(b'"odd"', odd.encode())
                assert read(text) is None
                assert read_by_reference(text) is None

    @given(
        st.recursive(
            st.sampled_from([1, None, "", ":", '":', " :", "\\", 'a"', "\t:", "æ:\ud83d"[:2]]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.lists(
                    st.tuples(st.sampled_from(["a", ":", 'b":', "æ", "\n:"]), inner), max_size=4
                ).map(tuple)
            ),
            max_leaves=12,
        ),
        st.randoms(),
    )
    def test_counting_colons_tells_whether_a_name_stands_twice(self, document, random):
        text = json_of(document, random).encode()
        twice = []
        json.loads(text, object_pairs_hook=lambda p: twice.append(len(dict(p)) < len(p)) or dict(p))
        assert _is_all_of(msgspec.json.decode(text), text) is not any(twice)

    @pytest.mark.parametrize("name", ["x-own", "x:own", r"x\u003aown"])
    def test_an_escaped_colon_beside_a_member_that_is_not_known(self, name):
        text = document_text(rf'"title": "a\u003Ab:c", "{name}": {{"b\u003A": ":"}}')
        model = read(text)
        assert model is not None
        assert difference(model, read_by_reference(text)) is None
        assert model.extra[json.loads(f'"{name}"')] == {"b:": ":"}
        assert read(text[:-1] + rf', "{name}": 1}}'.encode()) is None

    def test_an_escape_that_only_looks_like_a_colon_costs_time_alone(self):
        text = to_json(Model(title=r"\u003a"))
        assert read(text) is None
        assert from_json(text) == Model(title=r"\u003a")


UNKNOWN: list[object] = [
    None,
    True,
    0,
    -0.0,
    1e300,
    2**53 - 1,
    "",
    "a: b",
    [],
    {},
    {"id": 5, "": [{"a": 1.5}]},
]


def document_text(members):
    """A document with *members* that are written already."""
    return f'{{"format": "collabmodel", "format_version": "1.0", {members}}}'.encode()


def document_of(model):
    """The document as lists: of pairs for an object, so that a name can stand twice."""
    return json.loads(to_json(model), object_pairs_hook=Members)


class Members(list):
    """The members of an object."""


def objects_in(value, path=()):
    if isinstance(value, Members):
        yield path
    for place, held in enumerate(value if isinstance(value, list) else ()):
        if isinstance(value, Members):
            yield from objects_in(held[1], (*path, held[0]))
        else:
            yield from objects_in(held, (*path, place))


@functools.cache
def around_each_value():
    """What stands before and after each value of a member in the document of `FULL`."""
    found = []
    for place in objects_in(document_of(FULL)):
        for name in dict(at(document_of(FULL), place)):
            document = document_of(FULL)
            put(at(document, place), name, "here")
            found.append(tuple(written(document).split(b'"here"')))
    assert len(found) > 50
    return found


def is_open(path):
    """Whether the object there may have members of its own: neither a count nor a mapping."""
    return not path or path[-1] not in {"citizens", "people", "size", "identifiers"}


def put(members, name, value):
    members[:] = [(other, value if other == name else held) for other, held in members]


def at(value, path):
    for step in path:
        value = dict(value)[step] if isinstance(value, Members) else value[step]
    return value


def written(value):
    return text_of(value).encode()


def text_of(value):
    if isinstance(value, Members):
        return f"{{{','.join(f'{json.dumps(name)}:{text_of(held)}' for name, held in value)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(text_of, value))}]"
    return json.dumps(value)


def json_of(value, random):
    """JSON with spaces and escapes wherever they may stand."""
    space = random.choice(["", "", " ", "\n", "\t \r"])
    if isinstance(value, tuple):
        pairs = (
            f"{json_of(name, random)}{space}:{json_of(held, random)}{space}" for name, held in value
        )
        return f"{{{space}{','.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{','.join(json_of(item, random) for item in value)}{space}]"
    if not isinstance(value, str):
        return json.dumps(value)
    escaped = [
        random.choice(ESCAPES)(character) if character != "\\" else "\\\\" for character in value
    ]
    return f'"{"".join(escaped)}"'


ESCAPES = [
    lambda character: json.dumps(character)[1:-1],
    lambda character: json.dumps(character, ensure_ascii=False)[1:-1],
    lambda character: f"\\u{ord(character):04x}",
    lambda character: f"\\u{ord(character):04X}",
]


def values_of(model):
    """The model and every value in it that has members of its own."""
    yield model
    for field in fields_of(type(model)):
        held = getattr(model, field.name)
        for value in held if isinstance(held, tuple) else (held,):
            if type(value) in TYPES:
                yield from values_of(value)


class TestWriting:
    @given(models())
    def test_the_bytes_are_those_of_the_reference(self, model):
        assert write(model) == written_by_reference(model)

    @pytest.mark.parametrize("name", NAMES)
    def test_every_dataset_has_the_bytes_of_the_reference(self, name):
        assert write(load_dataset(name)) == written_by_reference(load_dataset(name))

    def test_every_character_is_written_as_json_writes_it(self):
        characters = [chr(n) for n in range(0x110000) if not 0xD800 <= n < 0xE000]
        text = "".join(characters)
        model = Model(title=text)
        assert json.loads(write(model))["title"] == text
        assert write(model) == written_by_reference(model)

    @given(st.sets(st.sampled_from(BY_NAME), min_size=1))
    def test_members_that_are_not_known_stand_last_at_every_level(self, types):
        extra = {"b": {"z": 1e21, "y": [1.0, {"d": "a:b", "c": None}]}, "a": "\x7f"}
        model = with_extra(FULL, types, extra)
        assert write(model) == written_by_reference(model)
        assert read(write(model)) == model

    def test_a_word_of_an_enumeration_is_written_as_the_text_it_is(self):
        class Kind(enum.StrEnum):
            MEETING = "meeting"

        class Text(str):
            __slots__ = ()

            def __str__(self):
                return "something else"

        tie = Tie(("a", "b"), Kind.MEETING, note=Text("note"), identifiers={Text("n"): Text("1")})
        model = Model.of(Service("a", Text("Ward")), Service(Text("b")), tie)
        assert write(model) == written_by_reference(model)
        assert '"name": "Ward"' in write(model)

    def test_an_object_of_which_nothing_is_known_but_its_own_members(self):
        money = Money(extra={"x": 1})
        model = Model.of(Initiative("i", funding=[money, Money()]))
        assert write(model) == written_by_reference(model)


def with_extra(value, types, extra):
    """*value*, in which all objects of these *types* have members that are not known."""
    changes = {"extra": extra} if type(value) in types else {}
    for field in fields_of(type(value)):
        held = getattr(value, field.name)
        if type(held) in TYPES:
            changes[field.name] = with_extra(held, types, extra)
        elif isinstance(held, tuple):
            changes[field.name] = tuple(
                with_extra(item, types, extra) if type(item) in TYPES else item for item in held
            )
    return attrs.evolve(value, **changes)


class TestShadows:
    @pytest.mark.parametrize("cls", BY_NAME)
    def test_a_shadow_has_the_members_of_its_type_in_the_order_of_a_document(self, cls):
        header = ("format", "format_version") if cls is Model else ()
        names = tuple(field.name for field in fields_of(cls))
        assert shadow_of(cls).__struct_fields__ == (*header, *names)


class TestCollector:
    """The garbage collector is left as it was, whatever happens."""

    @pytest.fixture(params=[True, False])
    def enabled(self, request):
        was = gc.isenabled()
        (gc.enable if request.param else gc.disable)()
        yield request.param
        (gc.enable if was else gc.disable)()

    @pytest.mark.parametrize("text", [to_json(FULL), "{", to_json(FULL).replace('"a"', '"z"')])
    def test_after_reading(self, enabled, text):
        read(text)
        assert gc.isenabled() is enabled

    def test_after_writing(self, enabled):
        write(FULL)
        assert gc.isenabled() is enabled
        with pytest.raises(AttributeError):
            write(5)
        assert gc.isenabled() is enabled

    def test_it_is_paused_between(self, enabled):
        with collector_paused():
            assert not gc.isenabled()
        assert gc.isenabled() is enabled

    def test_what_a_program_has_frozen_stays_frozen(self):
        gc.freeze()
        try:
            frozen = gc.get_freeze_count()
            read(to_json(FULL))
            assert gc.get_freeze_count() >= frozen - 100  # some are gone
            assert gc.get_freeze_count() > 0
        finally:
            gc.unfreeze()

    def test_a_model_that_nobody_holds_is_collected(self):
        model = read(to_json(FULL))
        assert any(found is model for found in gc.get_objects())
