from __future__ import annotations

import functools
import subprocess
import sys

import attrs
import pytest
from hypothesis import Phase, find, given, settings

from collabmodel import testing
from collabmodel.analysis.rules import rules_for
from collabmodel.domain.elements import ELEMENTS, Element, Flow, Service, Tie
from collabmodel.domain.errors import InvalidArgument, MissingExtra
from collabmodel.domain.level import FREY, LevelScale
from collabmodel.domain.model import Model

QUICK = settings(
    max_examples=1000, derandomize=True, database=None, deadline=None, phases=[Phase.generate]
)
OWN = LevelScale("own", ["none", "some", "more"])


@functools.cache
def some_models():
    """What a test of a downstream project would see if it ran for a while."""
    seen = []

    @settings(QUICK, max_examples=800)
    @given(testing.models())
    def look(model):
        seen.append(model)

    look()
    return seen


def can_make(strategy, condition):
    """Fails with `NoSuchExample` where it cannot, within a thousand examples."""
    return find(strategy, condition, settings=QUICK)


class TestModels:
    @given(testing.models())
    def test_they_are_valid(self, model):
        assert model.problems() == ()

    @given(testing.models(min_services=1, max_services=3, max_ties=0, max_flows=1))
    def test_they_are_as_large_as_was_asked(self, model):
        assert 1 <= len(model.services) <= 3
        assert len(model.ties) == 0
        assert len(model.flows) <= 1

    @given(testing.models(with_needs=True))
    def test_with_needs_there_is_a_pair_of_services_with_need(self, model):
        assert model.problems() == ()
        assert any(
            flow.source not in ancestors(model, flow.target)
            and flow.target not in ancestors(model, flow.source)
            for flow in model.flows
        )

    @given(testing.models(scale=OWN))
    def test_they_have_the_scale_that_was_asked_for(self, model):
        assert model.scale == OWN
        assert model.problems() == ()

    @pytest.mark.parametrize(
        "sizes", [{"min_services": 7}, {"with_needs": True, "max_services": 1}]
    )
    def test_sizes_that_do_not_fit_are_refused(self, sizes):
        with pytest.raises(InvalidArgument, match="max_services: expected"):
            testing.models(**sizes)

    @pytest.mark.parametrize(
        "condition",
        [
            lambda m: not list(m.elements()),
            lambda m: m.asked is None and m.ties,
            lambda m: m.asked == () and m.services,
            lambda m: m.asked and len(m.asked) < len(m.services),
            lambda m: m.scale != FREY and m.ties,
            lambda m: m.extra,
            lambda m: m.as_of,
            lambda m: any(service.part_of for service in m.services),
            lambda m: any(organisation.part_of for organisation in m.organisations),
            lambda m: any(len(service.provided_by) == 2 for service in m.services),
            lambda m: any(not service.provided_by for service in m.services),
            lambda m: any(not service.size.is_exact for service in m.services),
            lambda m: any(len(tie.parties) > 5 for tie in m.ties),
            lambda m: any(tie.level is None and tie.views for tie in m.ties),
            lambda m: any(view.level == 0 for tie in m.ties for view in tie.views),
            lambda m: any(view.level is None for tie in m.ties for view in tie.views),
            lambda m: any(len(tie.views) == 2 for tie in m.ties),
            lambda m: any(tie.status != "ongoing" and tie.when for tie in m.ties),
            lambda m: any(tie.status == "planned" for tie in m.ties),
            lambda m: any(party in ids(m.organisations) for tie in m.ties for party in tie.parties),
            lambda m: any(m_ in ids(m.roles) for forum in m.forums for m_ in forum.members),
            lambda m: any(not flow.citizens.is_known for flow in m.flows),
            lambda m: any(flow.citizens.is_exact for flow in m.flows),
            lambda m: any(flow.citizens.min == flow.citizens.max == 0 for flow in m.flows),
            lambda m: any(flow.pathway for flow in m.flows),
            lambda m: any(step.level for path in m.pathways for step in path.steps),
            lambda m: any(len(path.steps) > 1 for path in m.pathways),
            lambda m: any(tie.id.startswith("tie:") for tie in m.ties),
            lambda m: any(not e.name.isascii() for e in m.elements()),
            lambda m: any(e.evidence for e in m.elements()),
            lambda m: any(e.extra for e in m.elements()),
            lambda m: "NA" in m and "0102" in m,
        ],
    )
    def test_whatever_real_data_has_they_can_have(self, condition):
        assert any(condition(model) for model in some_models())

    def test_the_smallest_is_empty(self):
        everything = settings(QUICK, phases=[Phase.generate, Phase.shrink])
        assert find(testing.models(), lambda _: True, settings=everything) == Model()


def ids(elements):
    return {element.id for element in elements}


def ancestors(model, id):
    found = []
    while id is not None and id not in found:
        found.append(id)
        id = model.find(Service, id).part_of
    return found


class TestElements:
    @given(testing.elements())
    def test_they_are_valid_by_themselves(self, element):
        assert isinstance(element, Element)
        assert attrs.evolve(element) == element

    @pytest.mark.parametrize("cls", ELEMENTS.values())
    def test_every_type_can_be_made_and_every_field_filled(self, cls):
        empty = {field.name: default(field) for field in attrs.fields(cls)}
        left = {name for name in empty if empty[name] is not attrs.NOTHING} - {"id"}
        filled = set()

        def look(element):
            filled.update(name for name in left if getattr(element, name) != empty[name])
            return filled == left

        assert can_make(testing.elements(cls), look), left - filled

    @given(testing.elements(Tie, Flow))
    def test_only_the_types_that_were_asked_for_are_made(self, element):
        assert type(element) in (Tie, Flow)

    @given(
        testing.elements(
            Tie, known={cls: ["x", "y"][: 2 * (cls is Service)] for cls in ELEMENTS.values()}
        )
    )
    def test_references_lead_to_the_ids_that_are_known(self, tie):
        assert set(tie.parties) == {"x", "y"}
        assert tie.evidence == tie.focus_areas == ()

    @given(testing.elements(Tie, scale=OWN))
    def test_levels_are_places_on_the_scale(self, tie):
        assert all(OWN.holds(v.level) for v in (tie, *tie.views) if v.level is not None)


def default(field):
    factory = field.default
    return factory.factory() if isinstance(factory, attrs.Factory) else factory


class TestValues:
    @given(testing.counts(smallest=1))
    def test_a_count_of_what_is_there_is_never_nought(self, count):
        assert count.is_at_least(1) is True

    @pytest.mark.parametrize(
        "condition",
        [
            lambda c: not c.is_known,
            lambda c: c.is_exact and c.min == 0,
            lambda c: c.max is None and c.min,
            lambda c: c.min == 0 and c.max,
            lambda c: c.max and c.min and not c.is_exact,
        ],
    )
    def test_every_form_of_a_count_is_made(self, condition):
        assert can_make(testing.counts(), condition) is not None

    @given(testing.whens())
    def test_dates_are_of_our_time(self, when):
        assert "19" not in when.text[:2]

    @given(testing.scales())
    def test_a_scale_has_two_levels_at_least(self, scale):
        assert scale.top >= 1

    @given(testing.rules(OWN))
    def test_rules_fit_the_scale(self, rules):
        assert rules_for(Model(scale=OWN), rules) is rules

    @given(testing.extras(unlike=Service))
    def test_unknown_members_are_not_fields(self, extra):
        assert Service("a", extra=extra).extra == extra


def test_without_hypothesis_the_extra_is_named():
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from collabmodel import MissingExtra\n"
        "try:\n"
        "    import collabmodel.testing\n"
        "except MissingExtra as error:\n"
        "    print(error)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(sys.path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert issubclass(MissingExtra, ImportError)
    assert ran.stdout == (
        "collabmodel.testing needs hypothesis: pip install 'collabmodel[testing]'.\n"
    )
