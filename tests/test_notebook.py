"""What a notebook shows of models, findings and results: plain tables, in which names are text."""

from __future__ import annotations

import itertools
import unicodedata
from html.parser import HTMLParser
from types import SimpleNamespace

import networkx as nx
import pytest

import collabmodel as cm
from collabmodel import Flow, Forum, Model, Organisation, Service, Tie
from collabmodel.analysis.displayed import ROWS, Rows
from collabmodel.datasets import example_town
from collabmodel.words import visible
from collabmodel.words.markup import html_paragraph, html_table
from tests.hostile_names import HOSTILE

TAGS = {"bdi", "p", "strong", "table", "thead", "tbody", "tr", "th", "td"}
STYLES = {"text-align: left", "text-align: right"}


class Seen(HTMLParser):
    """What a browser would make of it: the cells of tables, and the text of all."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.rows, self.paragraphs, self.open = [], [], []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        assert all(name == "style" and value in STYLES for name, value in attrs), attrs
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
        elif tag == "p":
            self.paragraphs.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if {"th", "td"} & set(self.open):
            self.rows[-1][-1] += data
        elif "p" in self.open:
            self.paragraphs[-1] += data
        else:
            assert not data.strip()

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def text(self):
        return "\n".join([*self.paragraphs, *itertools.chain(*self.rows)])


def hostile_model():
    """A service of each name, each in an organisation of such a name, all with need in a row."""
    names = list(enumerate(HOSTILE))
    return Model.of(
        [Organisation(f"o{n}", name) for n, name in names],
        [Service(f"s{n}", name, provided_by=f"o{n // 2}") for n, name in names],
        [Flow(f"s{n}", f"s{n + 1}", 10 + n) for n, _ in names[:-1]],
        [Tie((f"s{n}", f"s{n + 1}"), "meeting", level=n % 4) for n, _ in names[:-1:2]],
        Forum("f", HOSTILE[0], members=["s0", "s1", "s2"]),
        title="<script>alert(1)</script>\u202e",
        asked=[f"s{n}" for n, _ in names],
    )


def findings_of(model):
    missing = cm.find_missing_links(model)
    a, b = missing[0].about
    return [
        model,
        model.add(Flow("s0", "nothing")) if "s0" in model else model,
        missing,
        *missing,
        cm.find_silos(model),
        cm.find_promises(model),
        cm.ask_next(model),
        cm.find_brokers(model),
        cm.find_clusters(model),
        cm.who_could_bridge(model, a, b),
        cm.compare(model, model.without(model.ties[0].id)),
        cm.suggest_ties(model, 3),
        cm.pairs(model),
        *itertools.islice(cm.pairs(model), 3),
        cm.explain(model, a, b),
        cm.questions(model),
        *cm.questions(model),
        cm.sensitivity(missing, changes=2),
        cm.cite(missing),
        cm.confirmation_rate(model),
        cm.congruence(model),
        cm.qap_correlation(model, rules=cm.Rules(draws=99)),
    ]


def measures_of(network, group):
    few = cm.Rules(draws=99)
    return [
        cm.assortativity(network, group),
        cm.betweenness(network),
        cm.brokerage(network, group),
        cm.coleman_index(network, group),
        cm.communities(network, group),
        cm.components(network),
        cm.core_periphery(network),
        cm.cut_points(network),
        cm.degree_centralisation(network),
        cm.density(network, group),
        cm.efficiency_gains(network),
        cm.ei_index(network, group),
        cm.ei_permutation_test(network, group, rules=few),
        cm.global_efficiency(network),
        cm.multiplexity(network, group),
        cm.structural_holes(network),
    ]


def everything():
    model = hostile_model()
    graph = nx.star_graph(sorted(set(HOSTILE)))
    nx.add_path(graph, sorted(set(HOSTILE))[:9])
    nx.set_edge_attributes(graph, dict(zip(graph.edges, itertools.cycle(HOSTILE))), "kind")
    group = {name: HOSTILE[place // 7] for place, name in enumerate(sorted(set(HOSTILE)))}
    return [*findings_of(model), *measures_of(graph, group)]


@pytest.fixture(scope="module")
def shown():
    return everything()


def hidden(text):
    """The characters that act and are not seen."""
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")} - set(
        "\n\u200c\u200d"
    )


def test_every_public_result_shows_itself(shown):
    """A class of a result that is public and is missing here is found by its records."""
    classes = {name for one in shown for name in (cls.__name__ for cls in type(one).__mro__)}
    public = {
        name
        for name in cm.__all__
        if isinstance(cls := getattr(cm, name), type) and hasattr(cls, "records")
    }
    assert public - classes == set()


class TestHostileNames:
    def test_are_text_in_every_table_and_sentence(self, shown):
        for one in shown:
            html = one._repr_html_()
            assert html
            seen = Seen(html)  # it fails on every tag and attribute that is not ours
            assert not hidden(html.replace("\n", "")), type(one)
            assert seen.text

    def test_are_seen_as_they_are_and_what_is_hidden_in_them_by_its_number(self, shown):
        text = "\n".join(Seen(one._repr_html_()).text for one in shown)
        assert [name for name in HOSTILE if visible(name) not in text] == []

    def test_from_right_to_left_do_not_draw_the_number_after_them_over(self):
        assert html_paragraph("קסם שלום: 45 citizens") == "<p><bdi>קסם שלום</bdi>: 45 citizens</p>"
        assert "<bdi>" not in html_paragraph("Ærø – Bodø: 45 👩‍⚕️ 精神科")

    def test_cannot_act_in_a_terminal(self, shown):
        for one in shown:
            if not isinstance(one, Model):
                assert not hidden(str(one)), type(one)


class TestText:
    def test_a_terminal_of_ipython_shows_the_text_and_not_the_fields(self, shown):
        for one in shown:
            if isinstance(one, Model):
                continue
            printed = []
            one._repr_pretty_(SimpleNamespace(text=printed.append), False)
            assert printed == [str(one)]
            assert "rules=Rules(" not in str(one)

    def test_says_what_the_html_says(self):
        """Of a result that is not cut, word for word."""
        found = cm.density(nx.path_graph(4), {0: "a", 1: "a", 2: "b", 3: "b"})
        seen = Seen(found._repr_html_())
        assert seen.paragraphs == [str(found).splitlines()[0]]
        assert seen.rows[0] == ["group", "other", "ties", "possible", "density"]
        assert seen.rows[2] == ["a", "b", "1", "4", "0.250"]
        assert [line.split() for line in str(found).splitlines()[4:]] == seen.rows[1:]


class TestLongResults:
    def test_findings_are_cut_and_say_where_all_are(self):
        missing = cm.find_missing_links(example_town())
        seen = Seen(missing._repr_html_())
        assert len(seen.rows) == 1 + ROWS
        assert f"… and {len(missing) - ROWS} more: .records() has all" in seen.paragraphs
        assert str(missing).endswith(f"… and {len(missing) - ROWS} more: .table() has all")
        assert f"Told apart: {len(missing.told_apart)}, in .told_apart" in seen.paragraphs

    def test_pairs_are_cut(self):
        judged = cm.pairs(example_town())
        seen = Seen(judged._repr_html_())
        assert len(seen.rows) == 1 + ROWS
        assert seen.paragraphs[-1] == f"… and {len(judged) - ROWS} more: .records() has all"
        assert len(judged.records()) == len(judged)

    @pytest.mark.parametrize("count", [ROWS, ROWS + 1])
    def test_a_table_is_cut_above_so_many_rows(self, count):
        rows = Rows([{"n": n} for n in range(count)])
        assert ("… and 1 more: .records() has all" in rows.html()) == (count > ROWS)
        assert ("… and 1 more: .records() has all" in rows.text()) == (count > ROWS)


class TestSomeOfTheFindings:
    MISSING = cm.find_missing_links(example_town())

    def test_a_slice_is_a_tuple_that_shows_itself_as_a_table(self):
        some = self.MISSING[3:5]
        assert some == self.MISSING.found[3:5]
        assert isinstance(some, tuple)
        assert Seen(some._repr_html_()).rows == [
            ["Finding", "What"], *([finding.title(), finding.sentence()] for finding in some),
        ]  # fmt: skip

    def test_so_are_those_of_a_code_and_those_told_apart(self):
        for some in (self.MISSING.of_code("no-record"), self.MISSING.told_apart):
            assert len(Seen(some._repr_html_()).rows) == 1 + min(len(some), ROWS)

    def test_long_ones_are_cut_and_none_says_so(self):
        assert f"… and {len(self.MISSING) - ROWS} more" in Seen(self.MISSING[:]._repr_html_()).text
        assert Seen(self.MISSING[:0]._repr_html_()).paragraphs == ["Nothing was found."]


class TestTables:
    def test_numbers_end_on_the_right_and_texts_begin_on_the_left(self):
        html = Rows([{"name": "7", "n": 7, "x": float("nan")}, {"name": "b", "n": None, "x": 0.5}])
        first = html.html().split("<tbody>\n")[1].splitlines()[0]
        assert first == (
            '<tr><td style="text-align: left">7</td><td style="text-align: right">7</td>'
            '<td style="text-align: right"></td></tr>'
        )

    def test_a_name_that_looks_like_a_number_stays_as_it_is(self):
        rows = Rows([{"id": "007", "x": 1.5}, {"id": "1e5", "x": 2.0}])
        for text in (rows.text(), rows.html()):
            assert "007" in text
            assert "1e5" in text

    def test_no_colours_so_that_a_dark_theme_stays_readable(self, shown):
        for one in shown:
            assert "color" not in one._repr_html_().replace("color=", "")

    def test_a_row_that_does_not_fit_its_heads_is_an_error(self):
        with pytest.raises(ValueError, match="zip"):
            html_table(["a", "b"], [["1"]])


class TestModel:
    def test_says_what_it_holds(self):
        model = Model.of(
            Service("a"), Service("b"), Flow("a", "b", 3), title="A town", as_of="2024", asked=["a"]
        )
        seen = Seen(model._repr_html_())
        assert seen.rows == [["it holds", "how many"], ["services", "2"], ["flows", "1"]]
        assert seen.paragraphs == [
            "A town", "As of 2024", "Asked about their ties: 1 of 2 services", "No problems",
        ]  # fmt: skip

    def test_says_how_many_problems_it_has(self):
        assert (
            "Problems: 1, in .problems()" in Model.of(Flow("a", "a2"), Service("a"))._repr_html_()
        )

    def test_an_empty_one_says_so(self):
        assert Seen(Model()._repr_html_()).paragraphs == [
            "A model without a title", "Empty", "No problems",
        ]  # fmt: skip


class TestFinding:
    def test_shows_its_sentence_its_next_step_and_what_it_rests_on(self):
        model = Model.of(Service("a", "A"), Service("b", "B"), Flow("a", "b", 3, id="moves"))
        finding = cm.find_missing_links(model)[0]
        assert Seen(finding._repr_html_()).paragraphs == [
            f"{finding.title()} ({finding.code})",
            finding.sentence(),
            "Not certain: not both sides were asked, so ask first.",
            f"Next: {finding.next_step()}",
            "Evidence: moves",
        ]

    def test_hides_a_small_number_of_citizens(self):
        model = Model.of(Service("a"), Service("b"), Flow("a", "b", 3))
        (pair,) = cm.pairs(model)
        for one in (cm.find_missing_links(model)[0], cm.pairs(model), pair):
            assert "<5" in Seen(one._repr_html_()).text
            assert "<5" in str(one)
        assert pair.records()[0]["citizens_max"] == 4
        assert pair.records(cm.EXACT)[0]["citizens_max"] == 3


def test_questions_are_a_tuple_that_shows_itself_as_a_table():
    answers = cm.questions(example_town())
    assert isinstance(answers, tuple)
    rows = Seen(answers._repr_html_()).rows
    assert [row[0] for row in rows[1:]] == [str(answer.number) for answer in answers]
    assert rows[3][3] == answers[2].sentence()
    assert str(answers).splitlines() == [str(answer) for answer in answers]
