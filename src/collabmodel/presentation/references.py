"""The publications that measures and findings rest on: one table, by first author and year.

A sentence of a methods section names a publication by its key, as in `{burt_1992}`. A DOI stands
here only where it was looked up.
"""

from __future__ import annotations

from typing import Literal

import attrs

__all__ = ["REFERENCES", "Reference"]


@attrs.frozen
class Reference:
    """One publication.

    Attributes:
        authors: Its authors, each as `Family, G. N.`
        year: When it was published; None for software, which has a version.
        title: Its title.
        kind: What sort of publication it is.
        within: The journal, the proceedings, or the book of which it is a chapter.
        volume: Volume, with the number in brackets where there is one.
        pages: First and last page, or the number of the article.
        publisher: Who published a book or proceedings.
        editor: Who edited the book of which it is a chapter.
        doi: Its DOI, where we are certain of it.
        version: The version of software.
    """

    authors: tuple[str, ...]
    year: int | None
    title: str
    kind: Literal["article", "book", "chapter", "paper", "software"] = "article"
    within: str = ""
    volume: str = ""
    pages: str = ""
    publisher: str = ""
    editor: str = ""
    doi: str = ""
    version: str = ""

    @property
    def in_text(self) -> str:
        """How a sentence names it.

        >>> REFERENCES["krackhardt_stern_1988"].in_text
        'Krackhardt & Stern 1988'
        """
        families = [author.partition(",")[0] for author in self.authors]
        names = " & ".join(families) if len(families) < 3 else f"{families[0]} et al."
        return f"{names} {self.year or self.version}"

    def __str__(self) -> str:
        """The full reference, as a list of references has it."""
        *others, last = self.authors
        authors = f"{', '.join(others)}, & {last}" if others else last
        when = self.year or f"version {self.version}"
        title = self.title.rstrip(".")
        doi = f" https://doi.org/{self.doi}" if self.doi else ""
        return f"{authors} ({when}). {title}. {self._where()}".rstrip() + doi

    def _where(self) -> str:
        pages = self.pages.replace("-", "–")
        if self.kind == "article":
            return ", ".join(part for part in (self.within, self.volume, pages) if part) + "."
        if self.kind == "chapter":
            return f"In {self.editor} (Ed.), {self.within}. {self.publisher}."
        if self.kind == "paper":
            return f"In {self.within} (pp. {pages}). {self.publisher}."
        return f"{self.publisher}." if self.publisher else ""

    def bibtex(self, key: str) -> str:
        """The reference as an entry of BibTeX, under *key*.

        >>> print(REFERENCES["burt_1992"].bibtex("burt_1992"))
        @book{burt_1992,
          author = {Burt, R. S.},
          title = {{Structural Holes: The Social Structure of Competition}},
          year = {1992},
          publisher = {Harvard University Press}
        }
        """
        volume, _, number = self.volume.partition("(")
        holder = "journal" if self.kind == "article" else "booktitle"
        one = self.kind == "software"
        fields = {
            "author": f"{{{self.authors[0]}}}" if one else " and ".join(self.authors),
            "title": f"{{{self.title}}}",
            "year": self.year,
            holder: self.within,
            "volume": volume,
            "number": number.rstrip(")"),
            "pages": self.pages.replace("-", "--"),
            "editor": self.editor,
            "publisher": self.publisher,
            "version": self.version,
            "doi": self.doi,
        }
        lines = [f"  {name} = {{{_escaped(value)}}}" for name, value in fields.items() if value]
        return f"@{_ENTRIES[self.kind]}{{{key},\n" + ",\n".join(lines) + "\n}"


_ENTRIES = {
    "article": "article",
    "book": "book",
    "chapter": "incollection",
    "paper": "inproceedings",
    "software": "software",
}


def _escaped(value: object) -> str:
    return str(value).replace("&", r"\&")


REFERENCES: dict[str, Reference] = {
    "blondel_2008": Reference(
        ("Blondel, V. D.", "Guillaume, J.-L.", "Lambiotte, R.", "Lefebvre, E."),
        2008,
        "Fast unfolding of communities in large networks",
        within="Journal of Statistical Mechanics: Theory and Experiment",
        volume="2008(10)",
        pages="P10008",
        doi="10.1088/1742-5468/2008/10/P10008",
    ),
    "bollobas_1980": Reference(
        ("Bollobás, B.",),
        1980,
        "A probabilistic proof of an asymptotic formula for the number of labelled regular graphs",
        within="European Journal of Combinatorics",
        volume="1(4)",
        pages="311-316",
        doi="10.1016/S0195-6698(80)80030-8",
    ),
    "borgatti_2006": Reference(
        ("Borgatti, S. P.",),
        2006,
        "Identifying sets of key players in a social network",
        within="Computational and Mathematical Organization Theory",
        volume="12(1)",
        pages="21-34",
        doi="10.1007/s10588-006-7084-x",
    ),
    "borgatti_everett_2000": Reference(
        ("Borgatti, S. P.", "Everett, M. G."),
        2000,
        "Models of core/periphery structures",
        within="Social Networks",
        volume="21(4)",
        pages="375-395",
        doi="10.1016/S0378-8733(99)00019-2",
    ),
    "brandes_2001": Reference(
        ("Brandes, U.",),
        2001,
        "A faster algorithm for betweenness centrality",
        within="Journal of Mathematical Sociology",
        volume="25(2)",
        pages="163-177",
        doi="10.1080/0022250X.2001.9990249",
    ),
    "brandes_pich_2007": Reference(
        ("Brandes, U.", "Pich, C."),
        2007,
        "Centrality estimation in large networks",
        within="International Journal of Bifurcation and Chaos",
        volume="17(7)",
        pages="2303-2318",
        doi="10.1142/S0218127407018403",
    ),
    "burt_1992": Reference(
        ("Burt, R. S.",),
        1992,
        "Structural Holes: The Social Structure of Competition",
        "book",
        publisher="Harvard University Press",
    ),
    "cataldo_2006": Reference(
        ("Cataldo, M.", "Wagstrom, P. A.", "Herbsleb, J. D.", "Carley, K. M."),
        2006,
        "Identification of coordination requirements: Implications for the design of "
        "collaboration and awareness tools",
        "paper",
        within="Proceedings of the 2006 20th Anniversary Conference on Computer Supported "
        "Cooperative Work",
        pages="353-362",
        publisher="ACM",
        doi="10.1145/1180875.1180929",
    ),
    "coleman_1958": Reference(
        ("Coleman, J. S.",),
        1958,
        "Relational analysis: The study of social organizations with survey methods",
        within="Human Organization",
        volume="17(4)",
        pages="28-36",
        doi="10.17730/humo.17.4.q5604m676260q8n7",
    ),
    "danon_2005": Reference(
        ("Danon, L.", "Díaz-Guilera, A.", "Duch, J.", "Arenas, A."),
        2005,
        "Comparing community structure identification",
        within="Journal of Statistical Mechanics: Theory and Experiment",
        volume="2005(9)",
        pages="P09008",
        doi="10.1088/1742-5468/2005/09/P09008",
    ),
    "freeman_1977": Reference(
        ("Freeman, L. C.",),
        1977,
        "A set of measures of centrality based on betweenness",
        within="Sociometry",
        volume="40(1)",
        pages="35-41",
        doi="10.2307/3033543",
    ),
    "freeman_1979": Reference(
        ("Freeman, L. C.",),
        1979,
        "Centrality in social networks: Conceptual clarification",
        within="Social Networks",
        volume="1(3)",
        pages="215-239",
        doi="10.1016/0378-8733(78)90021-7",
    ),
    "frey_2006": Reference(
        ("Frey, B. B.", "Lohmeier, J. H.", "Lee, S. W.", "Tollefson, N."),
        2006,
        "Measuring collaboration among grant partners",
        within="American Journal of Evaluation",
        volume="27(3)",
        pages="383-392",
        doi="10.1177/1098214006290356",
    ),
    "gould_fernandez_1989": Reference(
        ("Gould, R. V.", "Fernandez, R. M."),
        1989,
        "Structures of mediation: A formal approach to brokerage in transaction networks",
        within="Sociological Methodology",
        volume="19",
        pages="89-126",
        doi="10.2307/270949",
    ),
    "hennig_2007": Reference(
        ("Hennig, C.",),
        2007,
        "Cluster-wise assessment of cluster stability",
        within="Computational Statistics & Data Analysis",
        volume="52(1)",
        pages="258-271",
        doi="10.1016/j.csda.2006.11.025",
    ),
    "hestenes_stiefel_1952": Reference(
        ("Hestenes, M. R.", "Stiefel, E."),
        1952,
        "Methods of conjugate gradients for solving linear systems",
        within="Journal of Research of the National Bureau of Standards",
        volume="49(6)",
        pages="409-436",
        doi="10.6028/jres.049.044",
    ),
    "holm_1979": Reference(
        ("Holm, S.",),
        1979,
        "A simple sequentially rejective multiple test procedure",
        within="Scandinavian Journal of Statistics",
        volume="6(2)",
        pages="65-70",
    ),
    "hubert_arabie_1985": Reference(
        ("Hubert, L.", "Arabie, P."),
        1985,
        "Comparing partitions",
        within="Journal of Classification",
        volume="2(1)",
        pages="193-218",
        doi="10.1007/BF01908075",
    ),
    "kapferer_1969": Reference(
        ("Kapferer, B.",),
        1969,
        "Norms and the manipulation of relationships in a work context",
        "chapter",
        within="Social Networks in Urban Situations",
        publisher="Manchester University Press",
        editor="Mitchell, J. C.",
    ),
    "krackhardt_1988": Reference(
        ("Krackhardt, D.",),
        1988,
        "Predicting with networks: Nonparametric multiple regression analysis of dyadic data",
        within="Social Networks",
        volume="10(4)",
        pages="359-381",
        doi="10.1016/0378-8733(88)90004-4",
    ),
    "krackhardt_stern_1988": Reference(
        ("Krackhardt, D.", "Stern, R. N."),
        1988,
        "Informal networks and organizational crises: An experimental simulation",
        within="Social Psychology Quarterly",
        volume="51(2)",
        pages="123-140",
        doi="10.2307/2786835",
    ),
    "latora_marchiori_2001": Reference(
        ("Latora, V.", "Marchiori, M."),
        2001,
        "Efficient behavior of small-world networks",
        within="Physical Review Letters",
        volume="87(19)",
        pages="198701",
        doi="10.1103/PhysRevLett.87.198701",
    ),
    "liu_tarjan_2019": Reference(
        ("Liu, S. C.", "Tarjan, R. E."),
        2019,
        "Simple concurrent labeling algorithms for connected components",
        "paper",
        within="2nd Symposium on Simplicity in Algorithms",
        pages="3:1-3:20",
        publisher="Schloss Dagstuhl",
        doi="10.4230/OASIcs.SOSA.2019.3",
    ),
    "mantel_1967": Reference(
        ("Mantel, N.",),
        1967,
        "The detection of disease clustering and a generalized regression approach",
        within="Cancer Research",
        volume="27(2)",
        pages="209-220",
    ),
    "nemhauser_1978": Reference(
        ("Nemhauser, G. L.", "Wolsey, L. A.", "Fisher, M. L."),
        1978,
        "An analysis of approximations for maximizing submodular set functions—I",
        within="Mathematical Programming",
        volume="14(1)",
        pages="265-294",
        doi="10.1007/BF01588971",
    ),
    "newman_2003": Reference(
        ("Newman, M. E. J.",),
        2003,
        "Mixing patterns in networks",
        within="Physical Review E",
        volume="67(2)",
        pages="026126",
        doi="10.1103/PhysRevE.67.026126",
    ),
    "newman_girvan_2004": Reference(
        ("Newman, M. E. J.", "Girvan, M."),
        2004,
        "Finding and evaluating community structure in networks",
        within="Physical Review E",
        volume="69(2)",
        pages="026113",
        doi="10.1103/PhysRevE.69.026113",
    ),
    "ozaki_2016": Reference(
        ("Ozaki, N.", "Tezuka, H.", "Inaba, M."),
        2016,
        "A simple acceleration method for the Louvain algorithm",
        within="International Journal of Computer and Electrical Engineering",
        volume="8(3)",
        pages="207-218",
    ),
    "rao_1948": Reference(
        ("Rao, C. R.",),
        1948,
        "Large sample tests of statistical hypotheses concerning several parameters with "
        "applications to problems of estimation",
        within="Mathematical Proceedings of the Cambridge Philosophical Society",
        volume="44(1)",
        pages="50-57",
        doi="10.1017/S0305004100023987",
    ),
    "tarjan_1972": Reference(
        ("Tarjan, R.",),
        1972,
        "Depth-first search and linear graph algorithms",
        within="SIAM Journal on Computing",
        volume="1(2)",
        pages="146-160",
        doi="10.1137/0201010",
    ),
    "verbrugge_1979": Reference(
        ("Verbrugge, L. M.",),
        1979,
        "Multiplexity in adult friendships",
        within="Social Forces",
        volume="57(4)",
        pages="1286-1309",
        doi="10.1093/sf/57.4.1286",
    ),
    "wasserman_faust_1994": Reference(
        ("Wasserman, S.", "Faust, K."),
        1994,
        "Social Network Analysis: Methods and Applications",
        "book",
        publisher="Cambridge University Press",
        doi="10.1017/CBO9780511815478",
    ),
}
"""Every publication, by its key."""
