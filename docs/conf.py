"""How the documentation is built: `python -m sphinx -n -W -b html docs docs/_build`."""

from __future__ import annotations

import re
import runpy
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jupytext

import collabmodel
from collabmodel import figures
from collabmodel.datasets import example_town

if TYPE_CHECKING:
    from docutils.nodes import Element, TextElement
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "collabmodel"
author = "The collabmodel developers"
project_copyright = f"2026, {author}"
version = release = collabmodel.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "*.py", "downloads"]
html_theme = "furo"
html_title = "collabmodel"
html_static_path = ["_static"]
html_css_files = ["cells.css", "start.css"]
html_extra_path = ["extra"]

# Headings can be linked to from other pages: `[tie](glossary.md#tie)`.
myst_heading_anchors = 3

# The examples are pages too: each is run as a notebook while the documentation is built.
examples = Path(__file__).parents[1] / "examples"
shutil.copytree(examples, Path(__file__).parent / "examples", dirs_exist_ok=True)
nb_custom_formats = {".py": ["jupytext.reads", {"fmt": "py:percent"}]}
if not (examples.parents[1] / "shared").exists():  # the data of one is not part of the repository
    exclude_patterns.append("examples/emon_wichita.py")
nb_execution_raise_on_error = True
nb_execution_timeout = 300

# The tutorial is followed in Jupyter, where links to other pages lead nowhere.
tutorial = (Path(__file__).parent / "tutorial.md").read_text(encoding="utf-8")
tutorial = re.sub(r"^Follow it in Jupyter: .*\n", "", tutorial, flags=re.MULTILINE)
tutorial = re.sub(r"\[([^\]]+)\]\([\w/]+\.(?:md|py)\)", r"\1", tutorial)
notebook = Path(__file__).parent / "downloads" / "tutorial.ipynb"
notebook.parent.mkdir(exist_ok=True)
jupytext.write(jupytext.reads(tutorial, "md:myst"), notebook)

# The pictures of the page on figures are drawn anew for each build.
pictures = Path(__file__).parent / "pictures"
for draw in (figures.brokers, figures.map, figures.matrix, figures.timeline):
    figure = draw(example_town())
    figure.save(pictures / f"{figure.kind}.svg")
figures.pathway(example_town(), "home-from-the-ward").save(pictures / "pathway.svg")
figures.before_after(example_town(), example_town(year=2)).save(pictures / "before-after.svg")

# So are the reports of the cases, which stand beside the pages of the documentation.
runpy.run_path(str(Path(__file__).with_name("make_cases.py")))["make"]()

# In docstrings `name` is code, as it is everywhere else.
default_role = "code"
add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
napoleon_numpy_docstring = False
napoleon_use_ivar = True

# No inventories of other projects are fetched, since the documentation is built without a network.
# So their names in signatures cannot be links; a name of our own that leads nowhere is an error.
nitpick_ignore_regex = [
    (r"py:.*", r"(collections\.abc|datetime|dt|enum|os|pathlib|types|typing)\..+"),
    (r"py:.*", r"(hypothesis|markupsafe|networkx|np|npt|numpy|nx|scipy|sp|sparse|st)\..+"),
    # The same as they stand in a signature that could not be read when the page was made.
    (r"py:class", r"(Any|Callable|Iterable|Iterator|Mapping|Path|Self|Sequence)"),
    # The closed vocabularies; what is in them stands in the glossary.
    (r"py:class", r"(collabmodel\..+\.)?(\w+Kind|Confirmation|Sector|Status)"),
    # A type variable is no object.
    (r"py:class", r"(.+\.)?[A-Z]_?"),
]


def setup(app: Sphinx) -> None:
    """Add what Sphinx has no setting for."""
    app.connect("missing-reference", _resolve_own_name)
    # Before napoleon reads the sections.
    app.connect("autodoc-process-docstring", _read_plain_sentences, priority=400)


def _resolve_own_name(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, text: TextElement
) -> Element | None:
    """Lead `Count` and `collabmodel.domain.count.Count` to `collabmodel.Count` on the API page."""
    path, _, name = node.get("reftarget", "").rpartition(".")
    if path and not path.startswith("collabmodel"):
        return None
    python = env.domains.python_domain
    kinds = {"class", "data", "exception"}
    known = (full for full, entry in python.objects.items() if entry.objtype in kinds)
    target = next((full for full in known if full.rpartition(".")[2] == name), "")
    return python.resolve_xref(env, node["refdoc"], app.builder, "obj", target, node, text)


def _read_plain_sentences(*event: Any) -> None:
    """Let a sentence hold a colon, and let a word in code carry an ending, as in `Step`s.

    Napoleon takes what stands before a colon for a type, where a property or a result is told of.
    Our types stand in the annotations alone.
    """
    what: str = event[1]
    lines: list[str] = event[-1]
    if what in {"attribute", "data", "property"}:
        lines.insert(0, "\\ ")
    for number in reversed(range(len(lines))):
        if lines[number].strip() in {"Returns:", "Yields:"}:
            lines.insert(number + 1, "    \\ ")
    lines[:] = [re.sub(r"(`[^`]+`)(\w?)", _part, line) for line in lines]


def _part(match: re.Match[str]) -> str:
    code, ending = match.groups()
    return f"{code}\\ {ending}" if ending else code
