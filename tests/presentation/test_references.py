"""The publications: one table, complete, and each written out in full."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import collabmodel
from collabmodel.presentation.references import REFERENCES

PACKAGE = Path(collabmodel.__file__).parent
DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("validity.md", "calibration.md", "glossary.md", "publishing.md")

NAME = r"[A-ZÅÆØ][\wáéíóúøæåöä'-]+"
OTHERS = rf"(?:(?:,| and| &|, and) {NAME})*(?: and others| et al\.)?"
NAMED = re.compile(rf"({NAME}){OTHERS},? \(?((?:19|20)\d\d)\b")
"""An author, perhaps others, and a year, as in *Gould and Fernandez (1989)*."""

NO_AUTHORS = {"November", "Rules", "When"}


def docstrings() -> Iterator[str]:
    for path in sorted((PACKAGE / "analysis").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                yield ast.get_docstring(node) or ""


def named() -> set[tuple[str, str]]:
    """The first author and the year of every publication that docstrings and pages name."""
    texts = [*docstrings(), *((DOCS / page).read_text(encoding="utf-8") for page in PAGES)]
    plain = (" ".join(text.split()) for text in texts)
    found = {(first, year) for text in plain for first, year in NAMED.findall(text)}
    return {(first, year) for first, year in found if first not in NO_AUTHORS}


def test_every_publication_that_is_named_stands_in_the_table():
    known = {(r.authors[0].partition(",")[0], str(r.year)) for r in REFERENCES.values()}
    found = named()
    assert len(found) > 20
    assert found - known == set()


def test_every_publication_in_the_table_is_named():
    known = {(r.authors[0].partition(",")[0], str(r.year)) for r in REFERENCES.values()}
    assert known - named() == set()


def test_keys_are_authors_and_year_in_the_order_of_the_list():
    assert list(REFERENCES) == sorted(REFERENCES)
    for key, reference in REFERENCES.items():
        first = reference.authors[0].partition(",")[0].lower().replace("á", "a")
        assert key.startswith(first)
        assert key.endswith(f"_{reference.year}")


def test_no_two_are_named_alike():
    """Otherwise a reader could not tell them apart in a sentence."""
    assert len({reference.in_text for reference in REFERENCES.values()}) == len(REFERENCES)


@pytest.mark.parametrize("key", REFERENCES)
def test_each_is_complete(key):
    reference = REFERENCES[key]
    assert all(re.fullmatch(r"[^,]+, (\w\.[ -]?)+", author) for author in reference.authors)
    assert reference.title
    if reference.kind == "article":
        assert reference.within
        assert reference.volume
        assert reference.pages
    else:
        assert reference.publisher
    assert re.fullmatch(r"(10\.\d{4,5}/\S+)?", reference.doi)


FULL = {
    "blondel_2008": (
        "Blondel, V. D., Guillaume, J.-L., Lambiotte, R., & Lefebvre, E. (2008). Fast unfolding of "
        "communities in large networks. Journal of Statistical Mechanics: Theory and Experiment, "
        "2008(10), P10008. https://doi.org/10.1088/1742-5468/2008/10/P10008"
    ),
    "burt_1992": (
        "Burt, R. S. (1992). Structural Holes: The Social Structure of Competition. Harvard "
        "University Press."
    ),
    "kapferer_1969": (
        "Kapferer, B. (1969). Norms and the manipulation of relationships in a work context. In "
        "Mitchell, J. C. (Ed.), Social Networks in Urban Situations. Manchester University Press."
    ),
    "cataldo_2006": (
        "Cataldo, M., Wagstrom, P. A., Herbsleb, J. D., & Carley, K. M. (2006). Identification of "
        "coordination requirements: Implications for the design of collaboration and awareness "
        "tools. In Proceedings of the 2006 20th Anniversary Conference on Computer Supported "
        "Cooperative Work (pp. 353–362). ACM. https://doi.org/10.1145/1180875.1180929"
    ),
}


@pytest.mark.parametrize("key", FULL)
def test_each_kind_is_written_out(key):
    assert str(REFERENCES[key]) == FULL[key]


@pytest.mark.parametrize(
    ("key", "in_text"),
    [
        ("burt_1992", "Burt 1992"),
        ("latora_marchiori_2001", "Latora & Marchiori 2001"),
        ("blondel_2008", "Blondel et al. 2008"),
    ],
)
def test_a_sentence_names_up_to_two_authors(key, in_text):
    assert REFERENCES[key].in_text == in_text


def test_bibtex_of_an_article_a_chapter_and_a_paper():
    assert REFERENCES["coleman_1958"].bibtex("c") == (
        "@article{c,\n"
        "  author = {Coleman, J. S.},\n"
        "  title = {{Relational analysis: The study of social organizations with survey "
        "methods}},\n"
        "  year = {1958},\n"
        "  journal = {Human Organization},\n"
        "  volume = {17},\n"
        "  number = {4},\n"
        "  pages = {28--36},\n"
        "  doi = {10.17730/humo.17.4.q5604m676260q8n7}\n"
        "}"
    )
    assert "@incollection{k," in REFERENCES["kapferer_1969"].bibtex("k")
    assert "booktitle = {Social Networks" in REFERENCES["kapferer_1969"].bibtex("k")
    assert "@inproceedings{p," in REFERENCES["cataldo_2006"].bibtex("p")
    assert "author = {Gould, R. V. and Fernandez, R. M.}" in REFERENCES[
        "gould_fernandez_1989"
    ].bibtex("g")
