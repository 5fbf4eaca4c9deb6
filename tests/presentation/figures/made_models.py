"""The models that the tests of several figures draw: a small town, and large ones at random."""

from __future__ import annotations

import random

from collabmodel import Flow, Model, Organisation, Service, Tie

__all__ = ["MOVE", "RUNNERS", "A", "B", "C", "made", "small"]

A, B, C = (
    Service("a", "The ward", provided_by="region"),
    Service("b", "Flats", provided_by="town"),
    Service("c", "Jobs", provided_by="town"),
)
RUNNERS = (Organisation("region", "Region"), Organisation("town", "Town"))
MOVE = Flow("a", "b", citizens=40)


def small(*elements, asked=None):
    return Model.of(*RUNNERS, A, B, C, *elements, asked=asked)


def made(services, organisations, seed=1, least=1):
    """A made model with flows and ties between services of many organisations."""
    chance = random.Random(seed)
    elements = [Organisation(f"o{n}", f"Organisation {n}") for n in range(organisations)]
    elements += [
        Service(f"s{n}", f"Service {n}", provided_by=f"o{n % organisations}")
        for n in range(services)
    ]
    for n in range(3 * services):
        a, b = chance.sample(range(services), 2)
        elements.append(Flow(f"s{a}", f"s{b}", chance.randrange(least, 200 + least), id=f"f{n}"))
        if chance.random() < 0.5:
            elements.append(Tie((f"s{a}", f"s{b}"), level=chance.randrange(1, 5), id=f"t{n}"))
    return Model.of(*elements)
