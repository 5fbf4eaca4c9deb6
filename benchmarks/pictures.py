"""How long do the map and the report take, how large are they, and what does a browser fetch?

    pip install pyvis altair
    npm install --no-package-lock --prefix tests/browser
    python benchmarks/pictures.py [--repeats 5] [--browser /usr/bin/chromium]

Prints two tables. The first draws one model (60 services of 8 organisations, 90 ties, 60 flows)
with `figures.map`, with pyvis and with Altair. The services, their places on the ring and the lines
are found beforehand and given to Altair; `figures.map` finds them in the time that is shown, and
missing links with them; pyvis lays its network out in the browser. CPU seconds are medians in one
process after a first drawing; `first` is the first drawing in a process of its own, with what it
imports. Requests are those that a browser without a network made, beside that for the file itself.

The second makes the report as HTML, of 60 services and of 2,000 services with 10,000 ties.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from tabulate import tabulate

from collabmodel import Element, Flow, Model, Organisation, Service, Tie, figures, report

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.measuring import reached, run_apart, spread, timed

Places = dict[str, tuple[float, float, str]]
"""Where each service stands on the ring, and what it is called."""

BROWSER_TESTS = Path(__file__).parents[1] / "tests" / "browser"


def made(services: int, organisations: int, ties: int, flows: int) -> Model:
    """A model at random, in which everybody was asked."""
    rng = random.Random(services)
    ids = [f"s{number}" for number in range(services)]
    elements: list[Element] = [
        Organisation(f"o{n}", f"Organisation {n}") for n in range(organisations)
    ]
    elements += [
        Service(id, f"Service number {n}", provided_by=f"o{n * organisations // services}")
        for n, id in enumerate(ids)
    ]
    for number in range(ties):
        elements.append(Tie(rng.sample(ids, 2), level=rng.randrange(1, 5), id=f"t{number}"))
    for number in range(flows):
        source, target = rng.sample(ids, 2)
        elements.append(Flow(source, target, rng.randrange(5, 200), id=f"f{number}"))
    return Model.of(*elements, title="A town at random", asked=ids)


def drawn_by_us(model: Model, folder: Path) -> Path:
    """The map as a file."""
    return figures.map(model).save(folder / "collabmodel.svg")


def drawn_by_pyvis(model: Model, folder: Path) -> Path:
    """The services and lines with pyvis, with all it can put into one file."""
    from pyvis.network import Network

    network = Network("900px", "900px", cdn_resources="in_line")
    for service in model.services:
        network.add_node(service.id, service.label, group=service.provided_by[0])
    for tie in model.ties:
        network.add_edge(*tie.parties, color="grey")
    for flow in model.flows:
        network.add_edge(flow.source, flow.target, color="red", dashes=True)
    target = folder / "pyvis.html"
    target.write_text(network.generate_html(notebook=False), encoding="utf-8")
    return target


def drawn_by_altair(places: Places, model: Model, target: Path) -> Path:
    """Places on a ring, with lines between them, with Altair."""
    import altair as alt

    lines = [
        {"x": places[id][0], "y": places[id][1], "line": line.id, "what": what}
        for what, every in (("tie", model.ties), ("flow", model.flows))
        for line in every
        for id in ends(line)
    ]
    points = [{"x": x, "y": y, "name": name} for x, y, name in places.values()]
    x = alt.X("x:Q", axis=None)
    y = alt.Y("y:Q", axis=None)
    edges = alt.Chart(alt.Data(values=lines)).mark_line(opacity=0.4)
    nodes = alt.Chart(alt.Data(values=points))
    chart = alt.layer(
        edges.encode(x, y, color="what:N", detail="line:N"),
        nodes.mark_circle(size=60).encode(x, y),
        nodes.mark_text(dy=-10).encode(x, y, text="name:N"),
    ).properties(width=800, height=800)
    if target.suffix == ".html":
        chart.save(str(target), inline="whole" in target.stem)
    else:
        chart.save(str(target))
    return target


def ends(line: Tie | Flow) -> tuple[str, ...]:
    """The two services of a tie or of a flow."""
    return line.parties if isinstance(line, Tie) else (line.source, line.target)


def places_of(model: Model) -> Places:
    """Where the map has each service."""
    picture = figures.map(model).picture
    by_name = {service.label: service.id for service in model.services}
    labels = [label for label in picture.labels if label.text in by_name]
    return {by_name[label.text]: (label.x, -label.y, label.text) for label in labels}


OURS = "collabmodel, SVG"


def ways(model: Model, folder: Path, places: Places) -> Iterator[tuple[str, Callable[[], Path]]]:
    """Each way to draw the model, by its name."""
    yield OURS, lambda: drawn_by_us(model, folder)
    yield "pyvis, HTML in one file", lambda: drawn_by_pyvis(model, folder)
    for name, file in (
        ("Altair, SVG", "altair.svg"),
        ("Altair, HTML", "altair.html"),
        ("Altair, HTML in one file", "altair-whole.html"),
    ):
        yield name, partial(drawn_by_altair, places, model, folder / file)


def town() -> Model:
    """The model of the first table."""
    return made(60, 8, 90, 60)


def first(name: str) -> None:
    """Print the CPU seconds of the first drawing in this process, with its imports."""
    with tempfile.TemporaryDirectory() as folder:
        model = town()
        places = {} if name == OURS else places_of(model)  # else it would not be our first
        draw = dict(ways(model, Path(folder), places))[name]
        start = time.process_time()
        draw()
        print(json.dumps(time.process_time() - start))


def requests_of(browser: str, folder: Path) -> dict[str, int]:
    """How much each page of a folder asks for, by its name."""
    printed = subprocess.run(
        ["node", str(BROWSER_TESTS / "see.mjs"), browser, str(folder)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return {view["page"]: len(set(view["requests"])) for view in json.loads(printed.stdout)}


def pictures(repeats: int, browser: str) -> None:
    """Print the first table."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder, model = Path(name), town()
        every = list(ways(model, folder, places_of(model)))
        files = {way: draw() for way, draw in every}
        seconds = {way: [timed(draw) for _ in range(repeats)] for way, draw in every}
        for file in folder.glob("*.svg"):  # as a page would hold them
            page = (
                f'<!doctype html><html lang="en"><title>x</title>{file.read_text("utf-8")}</html>'
            )
            (folder / f"{file.stem}-svg.html").write_text(page, encoding="utf-8")
        asked = requests_of(browser, folder)
        ours = median(seconds[OURS])
        for way, file in files.items():
            content = file.read_bytes()
            page = file.stem + ("-svg" if file.suffix == ".svg" else "")
            rows.append(
                {
                    "drawn by": way,
                    "first, s": run_apart(__file__, "--first", way),
                    "again, s": spread(seconds[way]),
                    "to ours": median(seconds[way]) / ours,
                    "kB": len(content) / 1000,
                    "kB gzip": len(gzip.compress(content)) / 1000,
                    "requests": asked[page],
                }
            )
    print(tabulate(rows, headers="keys", floatfmt=".2f"))


def page_of(model: Model) -> str:
    """The report, as a page."""
    return report(model).html()


def reports(repeats: int) -> None:
    """Print the second table."""
    rows = []
    for shape, limit in (((60, 8, 90, 60), "<= 0.5"), ((2_000, 60, 10_000, 10_000), "<= 10")):
        model = made(*shape)
        model.problems()  # a model is reviewed once, when it is read
        page_of(town())  # so that templates are read
        times = [timed(page_of, model) for _ in range(repeats)]
        size = len(page_of(model).encode())
        rows.append(
            {
                "services": shape[0],
                "ties": shape[2],
                "flows": shape[3],
                "CPU s": spread(times),
                "goal": limit,
                "reached": reached(limit, times),
                "kB": size / 1000,
            }
        )
    print(tabulate(rows, headers="keys", floatfmt=".1f"))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--first", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.first:
        first(arguments.first)
        return
    pictures(arguments.repeats, arguments.browser)
    print()
    reports(arguments.repeats)


if __name__ == "__main__":
    main()
