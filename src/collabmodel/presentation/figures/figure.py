"""A figure: a picture as SVG, PNG or PDF, and the table it rests on."""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
from collections.abc import Callable, Container
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
from jinja2 import Environment, PackageLoader, StrictUndefined
from tabulate import tabulate

from collabmodel.domain.errors import InvalidArgument, MissingExtra, UnusableFile
from collabmodel.presentation.figures.colours import dark_sheet, paint
from collabmodel.presentation.figures.frame import Frame
from collabmodel.words import Lang

__all__ = ["Figure", "form_of"]

FORMS = (".svg", ".png", ".pdf")
"""The ends of the names of files, each the form of what is in it."""


@attrs.frozen(eq=False)
class Figure:
    """A picture that is good alone, with the table it rests on. Notebooks show it.

    Attributes:
        kind: What sort of figure it is, such as `map`.
        told: What the drawing says, line by line, for somebody who does not see it.
        lang: The language of its texts.
        frame: What stands around the drawing, and where.
        picture: What the template draws.
        heads: The headings of the table.
        cells: The table, row by row, as people read it.
        rows: The same as plain values, for programs.
    """

    kind: str
    told: tuple[str, ...] = attrs.field(repr=False)
    lang: Lang
    frame: Frame = attrs.field(repr=False)
    picture: Any = attrs.field(repr=False)
    heads: tuple[str, ...] = attrs.field(repr=False)
    cells: tuple[tuple[str, ...], ...] = attrs.field(repr=False)
    rows: tuple[dict[str, Any], ...] = attrs.field(repr=False)

    @property
    def title(self) -> str:
        """What it shows, in one line."""
        return self.frame.words.heading

    @property
    def description(self) -> str:
        """What it says, for somebody who does not see it."""
        words = self.frame.words
        parts = (words.above, words.subtitle, *self.told, *words.notes)
        return "\n".join(part for part in parts if part)

    def svg(self, prefix: str = "", *, bare: bool = False) -> str:
        """The figure as SVG, which can stand in a page or in a file.

        Args:
            prefix: What its ids begin with. Left out, it is made from what the figure shows, so
                that two figures have no id in common.
            bare: The drawing with its legend alone, on no ground and without dark colours of its
                own: for a page that says the rest itself.
        """
        chosen = prefix or self._fingerprint
        template = _templates().get_template(f"{self.kind}.svg")
        return template.render(figure=self, picture=self.picture, prefix=chosen, bare=bare)

    def png(self, scale: float = 2) -> bytes:
        """The figure as PNG, *scale* times as large as the SVG.

        Raises:
            MissingExtra: The extra `figures` is not installed.
        """
        return bytes(_converter().svg_to_png(self.svg(), scale=scale))

    def pdf(self) -> bytes:
        """The figure as PDF, on a page of its own size.

        Raises:
            MissingExtra: The extra `figures` is not installed.
        """
        return bytes(_converter().svg_to_pdf(self.svg()))

    def table(self, form: str = "simple") -> str:
        """All that the figure rests on as a table, in one of the forms of the package tabulate."""
        wraps = form == "simple" and self.cells  # tabulate 0.9 does not wrap a table without rows
        widths = [None, *(32 for _ in self.heads[1:])] if wraps else None
        return tabulate(
            self.cells, self.heads, tablefmt=form, maxcolwidths=widths, disable_numparse=True
        )

    def records(self) -> list[dict[str, Any]]:
        """A list of dicts, one a row of the table: `pd.DataFrame(figure.records())`."""
        return [dict(row) for row in self.rows]

    def save(self, path: str | Path) -> Path:
        """Write the figure to a file, in the form that the end of its name says.

        Raises:
            InvalidArgument: The name ends in something else than .svg, .png or .pdf.
            MissingExtra: For .png and .pdf, the extra `figures` is not installed.
            UnusableFile: The file cannot be written.
        """
        target = Path(path)
        makers = {".svg": lambda: self.svg().encode(), ".png": self.png, ".pdf": self.pdf}
        content = makers[form_of(target)]()
        try:
            target.write_bytes(content)
        except OSError as error:
            text = f"cannot write '{target}': {error.strerror or error}."
            raise UnusableFile(error.errno, text, str(target)) from error
        return target

    def __str__(self) -> str:
        return f"{self.title}\n\n{self.description}"

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        """The figure as a notebook keeps it: never as HTML, from which notebooks strip pictures."""
        makers: dict[str, Callable[[], str]] = {
            "image/svg+xml": self.svg,
            "image/png": lambda: base64.b64encode(self.png(scale=1)).decode(),
            "text/plain": self.__str__,
        }
        bundle = {}
        for kind, make in makers.items():
            if (not include or kind in include) and not (exclude and kind in exclude):
                with contextlib.suppress(MissingExtra):  # without PNG there is SVG and text
                    bundle[kind] = make()
        return bundle

    @property
    def _fingerprint(self) -> str:
        """A prefix of ids, in letters alone, so that no number can be found in it."""
        shown = self.svg(prefix=self.kind).encode()
        digest = hashlib.sha256(shown).digest()[:8]
        return f"{self.kind}-" + "".join(chr(ord("a") + byte % 26) for byte in digest)


def form_of(path: str | Path) -> str:
    """The form of a picture that the end of its file's name says.

    Raises:
        InvalidArgument: It says none that there is.
    """
    end = Path(path).suffix
    if end not in FORMS:
        text = f"expected a file name that ends in {', '.join(FORMS)}, found '{Path(path).name}'."
        raise InvalidArgument(text)
    return end


def _converter() -> ModuleType:
    try:
        import vl_convert
    except ModuleNotFoundError as error:
        sentence = "PNG and PDF need vl-convert-python: pip install 'collabmodel[figures]'."
        raise MissingExtra(sentence) from error
    return vl_convert


@functools.cache
def _templates() -> Environment:
    """The templates of pictures. Everything that they print is escaped."""
    environment = Environment(
        loader=PackageLoader("collabmodel.presentation.figures"),
        autoescape=True,  # select_autoescape would leave .svg open
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"paint": paint, "dark": dark_sheet()}
    return environment
