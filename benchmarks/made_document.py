"""A document made at random, of the size and with the fields of a real one."""

from __future__ import annotations

import random
from typing import Any

__all__ = ["made_document"]

_PLACES = ("Æblehaven", "Sønderbro", "Åparken", "Nørreport", "Kærgården", "Østervang", "Fjordly")
_SORTS = {
    "bosted": ("Botilbud", "housing", "supported housing"),
    "afsnit": ("Psykiatrisk afsnit", "health", "psychiatric ward"),
    "jobhus": ("Jobcenter", "employment", "job centre"),
    "vaerested": ("Værested", "civil society", "drop-in centre"),
    "stoette": ("Støttecenter", "social", "support centre"),
}
_TIES = ("meeting", "information sharing", "referral agreement", "joint plan", "co-location")
_SOURCES = 20


def made_document(services: int, seed: int = 1) -> dict[str, Any]:
    """A document of that many services, and of 5 ties and 8 flows for each.

    Every second tie has views, every tenth evidence; every fifth count is not exact. Nothing is
    written that a document leaves out, so that reading and writing give the same members.
    """
    rng = random.Random(seed)
    organisations = [f"kommune-{number:04d}" for number in range(max(2, services // 100))]
    sorts = [rng.choice(list(_SORTS)) for _ in range(services)]
    ids = [f"{sort}-{number:06d}" for number, sort in enumerate(sorts)]
    return {
        "format": "collabmodel",
        "format_version": "1.0",
        "title": "Kommunerne og regionen, et års forløb",
        "as_of": "2024",
        "asked": rng.sample(ids, services // 2),
        "organisations": [
            {"id": id, "name": f"{rng.choice(_PLACES)} Kommune", "kind": "municipality"}
            for id in organisations
        ],
        "services": [
            {
                "id": id,
                "name": f"{_SORTS[sort][0]} {rng.choice(_PLACES)} {number}",
                "provided_by": [rng.choice(organisations)],
                "kind": _SORTS[sort][2],
                "sector": _SORTS[sort][1],
            }
            for number, (id, sort) in enumerate(zip(ids, sorts, strict=True))
        ],
        "ties": [_tie(rng, ids, number) for number in range(5 * services)],
        "flows": [_flow(rng, ids, number) for number in range(8 * services)],
        "pathways": [_pathway(rng, ids, number) for number in range(services // 20)],
        "sources": [
            {
                "id": f"kilde-{number:02d}",
                "title": f"Årsberetning for {rng.choice(_PLACES)}",
                "published": f"{2015 + number % 10}",
                "language": "da",
            }
            for number in range(_SOURCES)
        ],
    }


def _tie(rng: random.Random, services: list[str], number: int) -> dict[str, Any]:
    parties = rng.sample(services, 2)
    tie: dict[str, Any] = {
        "id": f"tie-2024-{number:06d}",
        "parties": parties,
        "kind": rng.choice(_TIES),
    }
    if number % 2:
        tie["level"] = rng.randrange(1, 6)
    else:
        tie["views"] = [{"party": parties[0], "level": rng.randrange(6)}, {"party": parties[1]}]
    if number % 4 == 0:
        tie["persons"] = _count(rng, 9)
    if number % 3 == 0:
        tie["when"] = _when(rng)
    if number % 10 == 0:
        tie["evidence"] = [{"source": f"kilde-{rng.randrange(_SOURCES):02d}", "where": "s. 14"}]
    return tie


def _flow(rng: random.Random, services: list[str], number: int) -> dict[str, Any]:
    source, target = rng.sample(services, 2)
    flow: dict[str, Any] = {
        "id": f"flow-2024-{number:06d}",
        "source": source,
        "target": target,
        "citizens": _count(rng, 200),
    }
    if number % 4 == 0:
        flow["handovers"] = _count(rng, 400)
    if number % 3:
        flow["when"] = _when(rng)
    return flow


def _pathway(rng: random.Random, services: list[str], number: int) -> dict[str, Any]:
    steps = [{"service": id, "level": rng.randrange(1, 6)} for id in rng.sample(services, 3)]
    return {
        "id": f"forloeb-{number:05d}",
        "name": f"Udskrivning til {rng.choice(_PLACES)}",
        "steps": steps,
        "for_whom": "Borgere med psykiske vanskeligheder",
        "citizens": _count(rng, 100),
    }


def _count(rng: random.Random, most: int) -> Any:
    low = rng.randrange(1, most)
    if rng.random() < 0.8:
        return low
    return rng.choice(({"min": low}, {"max": low}, {"min": low, "max": low + 10}))


def _when(rng: random.Random) -> str:
    year = rng.randrange(2018, 2025)
    month = rng.randrange(1, 13)
    return rng.choice(
        (f"{year}", f"{year}-{month:02d}", f"{year}-{month:02d}-15", f"{year}/..", f"{year}~")
    )
