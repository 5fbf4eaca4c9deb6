"""The methods section of a paper: what was computed, on what, by which rules, after whom.

The sentences stand in the catalogue under `methods.` and name the publications they rest on in
their places, so that the list of references is made of what was said and of nothing else.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Literal

import attrs

import collabmodel
from collabmodel.analysis.comparison import APART, CHANGES
from collabmodel.analysis.displayed import Displayed, Rows
from collabmodel.analysis.finding import MISSING_LINK_CODES, Finding, Findings
from collabmodel.analysis.robustness import Sensitivity
from collabmodel.analysis.rules import Rules
from collabmodel.domain.errors import InvalidArgument
from collabmodel.domain.level import FREY
from collabmodel.presentation.references import REFERENCES, Reference
from collabmodel.words import Lang, say, visible

__all__ = ["Citations", "cite", "methods"]


@attrs.frozen
class Citations(Displayed):
    """The references of a result, and collabmodel itself. Prints as a list of references.

    Attributes:
        references: Each publication by its key, in the order of authors and years.
    """

    references: dict[str, Reference] = attrs.field(hash=False)

    def bibtex(self) -> str:
        """The references as BibTeX."""
        entries = (reference.bibtex(key) for key, reference in self.references.items())
        return "\n\n".join(entries) + "\n"

    def records(self) -> list[dict[str, Any]]:
        """One dict for each reference."""
        return [
            {"key": key, "reference": str(reference), **attrs.asdict(reference, recurse=False)}
            for key, reference in self.references.items()
        ]

    def __str__(self) -> str:
        return "\n".join(map(str, self.references.values()))

    def _parts(self) -> list[str | Rows]:
        return [*map(str, self.references.values())]


def cite(result: Any = None) -> Citations:
    """The publications that a result rests on, and how to cite collabmodel.

    Args:
        result: A result of a measure, findings, or a list of several; None: collabmodel alone.

    Raises:
        InvalidArgument: It is no result.

    >>> import networkx as nx
    >>> from collabmodel import density
    >>> print(cite(density(nx.path_graph(4), None)))
    The collabmodel developers (version 0.1.0). collabmodel [Python package].
    Wasserman, S., & Faust, K. (1994). Social Network Analysis: Methods and Applications. \
Cambridge University Press. https://doi.org/10.1017/CBO9780511815478
    """
    said = [] if result is None else _sections(result, "en")
    keys = {key for section in said for sentence in section for key in sentence.cited}
    named = {key: REFERENCES[key] for key in sorted(keys)}
    return Citations({"collabmodel": _software(), **named})


def methods(result: Any, lang: Lang = "en") -> str:
    """The methods section of a paper for a result, with its references.

    It names what was computed, on what, by which rules and with which parameters, what is done
    with what is not known or not defined, and the version of collabmodel.

    Args:
        result: A result of a measure, findings, or a list of several. Those that rest on the same
            data in the same way share a paragraph.
        lang: The language of the sentences.

    Raises:
        InvalidArgument: It is no result.

    >>> import networkx as nx
    >>> from collabmodel import density
    >>> print(methods(density(nx.path_graph(4), None)).split(". ")[1])
    Density is the share of possible ties that are there, in the network and in the blocks of its \
groups (Wasserman & Faust 1994)
    """
    sections = _sections(result, lang)
    paragraphs = [" ".join(sentence.text for sentence in section) for section in sections]
    version = say("methods.version", lang, version=collabmodel.__version__)
    paragraphs[-1] += f" {version}"
    return "\n\n".join([*paragraphs, say("methods.references", lang), str(cite(result))])


@attrs.frozen
class _Sentence:
    """One sentence, and the keys of the publications it names."""

    text: str
    cited: tuple[str, ...] = ()


Told = tuple[str, Mapping[str, object]]
"""A sentence to be said: its key below `methods.`, and what fills its places."""


def _software() -> Reference:
    return Reference(
        ("The collabmodel developers",),
        None,
        "collabmodel [Python package]",
        "software",
        version=collabmodel.__version__,
    )


def _sections(result: Any, lang: Lang) -> list[list[_Sentence]]:
    """The paragraphs: results of one basis together, what they share said once."""
    together: dict[str, list[Any]] = {}
    for one in _each(result):
        together.setdefault(_basis(one), []).append(one)
    return [_said(_paragraph(some, lang), lang) for some in together.values()]


def _paragraph(results: list[Any], lang: Lang) -> Iterable[Told]:
    """The setting, then what was computed, those of one grouping together, then what is left."""
    setting: dict[str, Told] = {}
    computed: dict[str, dict[str, Told]] = {repr([]): {}}
    closing: dict[str, Told] = {}
    for one in results:
        grouping = list(_grouping(one))
        block = computed.setdefault(repr(grouping), {})
        for place, told in (
            (setting, _setting(one, lang)),
            (block, [*grouping, *_told_of(_method_of(one), one, lang)]),
            (closing, _closing(one)),
        ):
            place.update((repr(each), each) for each in told)
    blocks = (told for block in computed.values() for told in block.values())
    return [*sorted(setting.values(), key=_order), *blocks, *closing.values()]


def _each(result: Any) -> list[Any]:
    if isinstance(result, (list, tuple)):
        some = [one for several in result for one in _each(several)]
        if not some:
            raise InvalidArgument("expected at least one result, found none.")
        return some
    _method_of(result)
    return [result]


def _said(told: Iterable[Told], lang: Lang) -> list[_Sentence]:
    sentences = []
    for name, values in told:
        key = f"methods.{name}"
        places = [place for _, place, _, _ in string.Formatter().parse(say(key, lang)) if place]
        cited = tuple(dict.fromkeys(place for place in places if place in REFERENCES))
        names = {place: REFERENCES[place].in_text for place in cited}
        sentences.append(_Sentence(say(key, lang, None, **names, **values), cited))
    return sentences


# What a result rests on.


def _basis(result: Any) -> str:
    """What results that share a paragraph have in common: the sort of data, and how it was read."""
    rules = result.rules
    if rules is None:
        return f"graph {getattr(result, 'project', None)}"
    if _method_of(result).reads == "record":
        return f"record {rules.at}"
    return repr([getattr(rules, name) for name in _READING])


_READING = ("confirmation", "wide", "kind_levels", "at", "needed_level", "min_citizens")
"""The rules by which contact and need are read."""


def _setting(result: Any, lang: Lang) -> Iterator[Told]:
    """What the data are, and by which rules they were read."""
    method, rules = _method_of(result), result.rules
    if rules is None:
        yield "graph", {}
        if project := getattr(result, "project", None):
            yield f"project-{project}", {}
        return
    if method.reads == "record":
        yield "record", {}
        if rules.at is not None:
            yield "seen-from", {"date": rules.at.words(lang)}
        return
    yield from _reading_contact(rules, lang)
    if method.reads == "need" and not _of_two_networks(result):
        yield "need", {"needed_level": rules.needed_level}
        if rules.min_citizens:
            yield "min-citizens", {"min_citizens": rules.min_citizens}
        yield from _scale(result)


def _order(told: Told) -> bool:
    """Contact before need: whether a sentence of the setting stands behind."""
    return told[0] in ("need", "min-citizens", "scale-frey", "scale")


def _reading_contact(rules: Rules, lang: Lang) -> Iterator[Told]:
    yield "contact", {}
    yield f"confirmation-{rules.confirmation}", {}
    yield "wide", {"wide": rules.wide}
    if rules.kind_levels:
        kinds = [
            f"{say(f'tie.kind.{kind}', lang, count=1)} {level}"
            for kind, level in sorted(rules.kind_levels.items())
        ]
        yield "kind-levels", {"kinds": ", ".join(kinds)}
    if rules.at is None:
        yield "no-date", {}
    else:
        yield "date", {"date": rules.at.words(lang)}


def _scale(result: Any) -> Iterator[Told]:
    """The scale of the levels, where the result holds its model."""
    held = result[0] if isinstance(result, Findings) and len(result) else result
    model = getattr(held, "model", None)
    if model is None:
        return
    scale = model.scale
    if scale == FREY:
        yield "scale-frey", {"top": scale.top}
    else:
        yield "scale", {"scale": visible(scale.source or scale.id), "top": scale.top}


def _of_two_networks(result: Any) -> bool:
    """Whether it is a QAP correlation of two networks, and not of need and contact."""
    return getattr(result, "unknown", 0) is None


# What was computed.


@attrs.frozen
class _Method:
    """How one sort of result is told of.

    Attributes:
        sentence: Its sentence in the catalogue.
        reads: What it reads of a model.
        details: The sentences that depend on the result.
        undefined: Whether it has values that may not be defined.
    """

    sentence: str
    reads: Literal["network", "need", "sides", "record"] = "network"
    details: Callable[[Any, Lang], Iterable[Told]] | None = None
    undefined: bool = True


def _closing(result: Any) -> Iterator[Told]:
    """What was done with what is not known, or not defined."""
    method = _method_of(result)
    if result.rules is not None:
        yield f"not-known-{method.reads}", {}
    if method.undefined:
        yield "undefined", {}


def _told_of(method: _Method, result: Any, lang: Lang) -> Iterator[Told]:
    yield method.sentence, {}
    if method.details is not None:
        yield from method.details(result, lang)


def _grouping(result: Any) -> Iterator[Told]:
    by = getattr(result, "grouped_by", None)
    if isinstance(result, Finding):
        by = result.numbers.get("by")
    if by is None:
        return
    if by in ("a mapping", "mapping"):
        yield "grouped-mapping", {}
    elif result.rules is None:
        yield "grouped-attribute", {"attribute": visible(by)}
    else:
        named = "organisation" if by == "group" else by.replace(" ", "-")
        yield f"grouped-{named}", {}


def _estimated(sentence: str, result: Any, _lang: Lang) -> Iterator[Told]:
    if result.estimated:
        nodes = len(result.ids)
        yield sentence, {"sources": result.sources, "nodes": nodes, "seed": result.seed}


def _runs(result: Any, _lang: Lang) -> Iterator[Told]:
    resolution = f"{result.resolution:g}"
    yield "runs", {"runs": result.runs, "seed": result.seed, "resolution": resolution}
    if result.grouped_by is not None:
        yield "agreement", {}


def _core(result: Any, _lang: Lang) -> Iterator[Told]:
    yield f"across-{result.across}", {}
    yield ("core-exact" if result.exact else "core-searched"), {}


def _permutations(result: Any, _lang: Lang) -> Iterator[Told]:
    yield ("of-networks" if _of_two_networks(result) else "of-need-and-contact"), {}
    yield "permutations", {"draws": result.draws, "seed": result.seed}
    if result.unknown:
        yield "pairs-not-heard", {"unknown": result.unknown}


def _labels_permuted(result: Any, _lang: Lang) -> Iterator[Told]:
    yield "permutations", {"draws": result.draws, "seed": result.seed}


def _groups_tested(result: Any, _lang: Lang) -> Iterator[Told]:
    yield "silo-test", {"alpha": f"{result.rules.alpha:g}"}
    yield "closed-groups", {}


def _fragile(result: Any, _lang: Lang) -> Iterator[Told]:
    yield "fragile", {"persons": result.rules.fragile_persons}


def _around(result: Any, _lang: Lang) -> Iterator[Told]:
    if getattr(result, "around", None) is not None:
        yield "around", {"name": visible(result.model.label(result.around))}


def _varied(result: Sensitivity, lang: Lang) -> Iterator[Told]:
    for sought in result.sought:
        if sought in _SOUGHT:
            yield from _told_of(_METHODS[_SOUGHT[sought]], result, lang)
    rules = [varied.label(lang) for varied in result.variations if varied.kind != "data"]
    if rules:
        yield "varied-rules", {"names": "; ".join(rules)}
    for varied in result.variations:
        if varied.kind == "data":
            numbers = {"tried": varied.tried, "possible": varied.possible}
            yield f"varied-{varied.name}", numbers
    if any(varied.tried < varied.possible for varied in result.variations):
        yield "varied-drawn", {"seed": result.rules.seed}


_METHODS: dict[str, _Method] = {
    "Assortativity": _Method("assortativity"),
    "Betweenness": _Method("betweenness", details=partial(_estimated, "estimated-betweenness")),
    "Brokerage": _Method("brokerage"),
    "ColemanIndex": _Method("coleman-index"),
    "Communities": _Method("communities", details=_runs),
    "Components": _Method("components", undefined=False),
    "ConfirmationRate": _Method("confirmation-rate", "sides"),
    "Congruence": _Method("congruence", "need"),
    "CorePeriphery": _Method("core-periphery", details=_core),
    "CutPoints": _Method("cut-points"),
    "DegreeCentralisation": _Method("degree-centralisation"),
    "Density": _Method("density"),
    "EfficiencyGains": _Method("efficiency-gains"),
    "EIIndex": _Method("ei-index"),
    "EIPermutationTest": _Method("ei-permutation-test", details=_labels_permuted),
    "GlobalEfficiency": _Method("global-efficiency", details=partial(_estimated, "estimated")),
    "Multiplexity": _Method("multiplexity"),
    "QAPCorrelation": _Method("qap-correlation", "need", _permutations),
    "Sensitivity": _Method("sensitivity", "need", _varied, undefined=False),
    "StructuralHoles": _Method("structural-holes"),
    "ask_next": _Method("ask-next", "need", undefined=False),
    "compare": _Method("compare", "need", _around),
    "find_brokers": _Method("brokers", "need", undefined=False),
    "find_clusters": _Method("clusters", "need", undefined=False),
    "find_missing_links": _Method("missing-links", "need", undefined=False),
    "find_promises": _Method("promises", "record", undefined=False),
    "find_silos": _Method("silos", "need", _groups_tested, undefined=False),
    "fragile-links": _Method("fragile-links", "need", _fragile, undefined=False),
    "suggest_ties": _Method("suggest-ties", "need", undefined=False),
    "who_could_bridge": _Method("who-could-bridge", "need", undefined=False),
}
"""How each result is told of, by the name of its class; findings by what finds them."""

_SOUGHT = {
    "missing-links": "find_missing_links",
    "silos": "find_silos",
    "fragile-links": "fragile-links",
}
"""What `sensitivity` seeks, and the method of it."""

_OF_CODES = {
    **dict.fromkeys((*MISSING_LINK_CODES, "level-not-known", "one-sided"), "find_missing_links"),
    "fragile-link": "fragile-links",
    **dict.fromkeys(("silo", "silo-possible", "closed-group", "isolated-service"), "find_silos"),
    **dict.fromkeys((*CHANGES, *APART), "compare"),
    **dict.fromkeys(
        (
            *("sole-bridge", "sole-bridge-possible", "sole-forum", "sole-forum-possible"),
            *("fragile-bridge", "broker"),
        ),
        "find_brokers",
    ),
    **dict.fromkeys(("could-bridge", "could-bridge-possible"), "who_could_bridge"),
    **dict.fromkeys(("cluster", "cluster-possible", "unclustered"), "find_clusters"),
    **dict.fromkeys(("suggested-tie", "suggested-forum"), "suggest_ties"),
}
"""The method of a single finding by its code, other than promises and questions."""


def _method_of(result: Any) -> _Method:
    name = type(result).__name__
    if isinstance(result, Findings):
        name = result.finder
    elif isinstance(result, Finding):
        name = _OF_CODES.get(result.code, "")
        if result.code.startswith("promise-"):
            name = "find_promises"
        elif result.code.startswith("ask-"):
            name = "ask_next"
    if name not in _METHODS:
        expected = "the result of a measure, findings, or a list of several"
        raise InvalidArgument(f"expected {expected}, found {type(result).__name__}.")
    return _METHODS[name]
