"""The model as a GraphML file, for programs that draw networks, such as Gephi and yEd."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import networkx as nx

from collabmodel.analysis.graphs import collaboration_graph
from collabmodel.analysis.pairs import Pair, pairs
from collabmodel.analysis.rules import Rules
from collabmodel.disclosure import PROTECTED, Disclosure
from collabmodel.domain.elements import Service
from collabmodel.domain.errors import InvalidArgument, UnusableFile
from collabmodel.domain.model import Model
from collabmodel.words import visible

__all__ = ["write_graph"]

# Gephi reads more into some names than is meant here: `size` of a node is how large it draws it,
# `weight` of an edge how strongly it pulls, and a key with the id `d3` or `d7`, as networkx numbers
# them, is a label. It also complains of what belongs to the graph as a whole. So keys are named
# after their attributes, nodes and edges share no name, and the graph itself has no attributes.


def write_graph(
    model: Model,
    path: str | os.PathLike[str],
    rules: Rules | None = None,
    disclosure: Disclosure = PROTECTED,
) -> None:
    """Write services, and the pairs of them with contact or need, to a GraphML file.

    The graph is undirected. What is not known is left out, but where the answer is yes or no, it
    is the text `not known`. Names are shown as `report` shows them, on one line.

    A node has the id of the service, `label`, `organisation` (the names of those who run it),
    `organisation_ids`, `sector`, `kind`, `services` (how many stand under this one name) and
    `asked` (`yes`, `no`, `not known`).

    An edge has `relation` (`contact`, `need`, `need and contact`), `level_low` and `level_high`
    (the level of contact lies between them), `confirmed` (whose word the contact rests on) and
    `elements`, the ids of the ties, forums, flows and pathways that it rests on. Where there is
    need it has `level_needed`, `standing` (`met`, `not known`, `unmet`) and `citizens` as text,
    and as numbers `citizens_min` and `citizens_max`; where the need is unmet, `certain` (`yes`,
    `no`).

    Args:
        model: The model.
        path: The file. Its name ends in `.graphml`, by which other programs know what it is.
        rules: What counts as need and as contact enough.
        disclosure: How numbers of citizens are shown: by default those below 5 are hidden and
            others rounded to 5. No number is in the file that is not shown.

    Raises:
        InvalidModel: The model has problems. All of them are listed, and nothing is written.
        InvalidArgument: The name ends in something else, or the rules do not fit the model.
        UnusableFile: The file cannot be written.

    >>> import networkx
    >>> from collabmodel import Flow, Service, Tie
    >>> model = Model.of(
    ...     Service("ward"), Service("flats"), Flow("ward", "flats", 3),
    ...     Tie(("ward", "flats"), level=1),
    ... )
    >>> write_graph(model, "town.graphml")
    >>> edge = networkx.read_graphml("town.graphml").edges["flats", "ward"]
    >>> edge["relation"], edge["level_high"], edge["level_needed"], edge["citizens"]
    ('need and contact', 1, 2, '<5')
    """
    target = Path(path)
    if target.suffix != ".graphml":
        text = f"expected a file name that ends in .graphml, found '{target.name}'."
        raise InvalidArgument(text)
    content = io.BytesIO()
    # The writer of the standard library: the other one, of lxml, lays the same file out otherwise.
    nx.write_graphml_xml(_graph(model, rules, disclosure), content, named_key_ids=True)
    try:
        target.write_bytes(content.getvalue())
    except OSError as error:
        name = os.fspath(path)
        text = f"cannot write '{name}': {error.strerror or error}."
        raise UnusableFile(error.errno, text, name) from error


def _graph(model: Model, rules: Rules | None, disclosure: Disclosure) -> nx.Graph[str]:
    contact = collaboration_graph(model, rules)
    graph: nx.Graph[str] = nx.Graph()
    for id, known in contact.nodes(data=True):
        graph.add_node(id, **_node(model, id, known))
    for pair in pairs(model, rules):
        has_contact = contact.has_edge(pair.a, pair.b)
        if pair.need is not None or has_contact:
            graph.add_edge(pair.a, pair.b, **_edge(pair, has_contact, disclosure))
    return graph


def _node(model: Model, id: str, known: dict[str, Any]) -> dict[str, Any]:
    organisations = known["organisation"]
    return _without_blanks(
        label=visible(known["name"]),
        organisation=", ".join(visible(model[id].label) for id in organisations),
        organisation_ids=" ".join(organisations),
        sector=known["sector"],
        kind=visible(known["kind"]),
        services=model.find(Service, id).size.words(),
        asked="not known" if known["asked"] is None else _yes_or_no(known["asked"]),
    )


def _edge(pair: Pair, has_contact: bool, disclosure: Disclosure) -> dict[str, Any]:
    elements = {contact.element for contact in pair.contacts if contact.how == "direct"}
    # That nothing is on record says nothing of the level, unless both were heard.
    is_level_known = pair.high > 0 or pair.both_heard
    edge = {
        "relation": "contact",
        "level_low": pair.low if is_level_known else None,
        "level_high": pair.high if is_level_known else None,
        "confirmed": pair.confirmed,
    }
    if need := pair.need:
        elements.update(need.flows, need.pathways)
        citizens = disclosure.show(need.citizens)
        is_count_known = citizens.low > 0 or citizens.high is not None
        edge |= {
            "relation": "need and contact" if has_contact else "need",
            "level_needed": need.level,
            "standing": pair.standing,
            "certain": _yes_or_no(pair.is_certain) if pair.standing == "unmet" else None,
            "citizens": citizens.number() if is_count_known else "not known",
            "citizens_min": citizens.low if is_count_known else None,
            "citizens_max": citizens.high,
        }
    return _without_blanks(**edge, elements=" ".join(sorted(elements)))


def _yes_or_no(answer: bool) -> str:
    return "yes" if answer else "no"


def _without_blanks(**attributes: Any) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value not in (None, "")}
