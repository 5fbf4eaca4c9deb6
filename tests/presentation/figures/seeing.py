"""What somebody sees of a figure: its texts, its colours on either ground, and what is cut off."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree as ET

from collabmodel.presentation.figures.lettering import width

__all__ = [
    "SVG",
    "contrast",
    "drawn",
    "labels_of",
    "outside",
    "overlap",
    "painted",
    "rectangle",
    "texts",
]

SVG = "{http://www.w3.org/2000/svg}"


def drawn(figure, **options):
    """The picture, parsed."""
    return ET.fromstring(figure.svg(**options))  # noqa: S314 - our own


def texts(figure):
    """All that is written in the picture."""
    return ["".join(text.itertext()) for text in drawn(figure).iter(f"{SVG}text")]


def painted(figure, colours):
    """Each text and mark with its fill and stroke: what it inherits is followed down.

    The classes of an element say which colours those are, so that a picture can be looked at on a
    dark ground too. An element that is coloured without a class is coloured the same on both.
    """

    def own(element, part, inherited):
        named = re.search(rf"\bcm-{part}-(\S+)", element.get("class", ""))
        return colours[named[1]] if named else element.get(part, inherited)

    def walk(element, fill, stroke):
        fill, stroke = own(element, "fill", fill), own(element, "stroke", stroke)
        yield element, fill, stroke
        for child in element:
            yield from walk(child, fill, stroke)

    return list(walk(drawn(figure), "#000000", "none"))


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """The contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def outside(figure, **options):
    """The texts that leave the picture; those that are turned are left to others."""
    root = drawn(figure, **options)
    left, top, wide, high = map(float, root.get("viewBox").split())

    def walk(element, x, y, size):
        size = float(element.get("font-size", size))
        move = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
        if move:
            x, y = x + float(move[1]), y + float(move[2])
        elif element.get("transform"):
            return
        if element.tag == f"{SVG}text":
            heard = {"".join(title.itertext()) for title in element.iter(f"{SVG}title")}
            said = "".join(part for part in element.itertext() if part not in heard)
            long = width(said, size) * (1.06 if element.get("font-weight") else 1)
            share = {"middle": 0.5, "end": 1}.get(element.get("text-anchor"), 0)
            start = x + float(element.get("x", 0)) - share * long
            foot = y + float(element.get("y", 0))
            is_inside = left <= start and start + long <= left + wide
            if not (is_inside and top <= foot - 0.7 * size and foot <= top + high):
                yield said
        for child in element:
            yield from walk(child, x, y, size)

    return list(walk(root, 0, 0, 13))


def labels_of(figure):
    """The texts that are turned: the labels of a ring, and of columns."""
    return [text for text in drawn(figure).iter(f"{SVG}text") if text.get("transform")]


def rectangle(label, size=13):
    """The corners of a label of the ring."""
    x, y, turn = map(float, re.findall(r"-?[\d.]+", label.get("transform")))
    long = width(label.text, size * (1.06 if label.get("font-weight") else 1))
    start = -long if label.get("text-anchor") == "end" else 0
    angle = math.radians(turn)
    corners = [(start, -5), (start + long, -5), (start + long, 5), (start, 5)]
    return [
        (
            x + u * math.cos(angle) - v * math.sin(angle),
            y + u * math.sin(angle) + v * math.cos(angle),
        )
        for u, v in corners
    ]


def overlap(one, other):
    """Whether two convex shapes overlap: no side of either has one of them beyond it."""
    for shape in (one, other):
        for (x1, y1), (x2, y2) in zip(shape, shape[1:] + shape[:1], strict=True):
            across = [
                [(x - x1) * (y2 - y1) - (y - y1) * (x2 - x1) for x, y in s] for s in (one, other)
            ]
            if max(across[0]) <= min(across[1]) or max(across[1]) <= min(across[0]):
                return False
    return True
