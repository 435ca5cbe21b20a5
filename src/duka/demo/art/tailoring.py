"""Cutting and hanging cloth: what all clothes are drawn with."""

from __future__ import annotations

from duka.demo.art.colour import shade
from duka.demo.art.pen import Pen
from duka.demo.art.prints import print_paint
from duka.demo.art.shapes import (
    curve,
    group,
    line,
    path,
)


def cloth_colours(pen: Pen) -> tuple[str, str, str]:
    return pen.colour(0, "indigo"), pen.colour(1, "sun"), pen.colour(2, "ivory")


def hanger() -> str:
    hook = line("M0 -520V-560C0 -585 36 -590 36 -616C36 -645 -8 -650 -16 -622", "#9b948c", 9)
    return hook + path(
        curve(
            [
                (0, -535),
                (90, -500),
                (205, -440),
                (196, -424),
                (90, -470),
                (0, -495),
                (-90, -470),
                (-196, -424),
                (-205, -440),
                (-90, -500),
            ],
            tension=0.4,
        ),
        shade("wood", 0.1),
    )


def fold(x: float, top: float, foot: float, lean: float = 0, breadth: float = 26) -> str:
    d = (
        f"M{x} {top}"
        f"C{x + lean * 0.3 + 4} {top + (foot - top) * 0.4} {x + lean - breadth * 0.3} {foot - 60} "
        f"{x + lean - breadth * 0.5} {foot}L{x + lean + breadth * 0.5} {foot}"
        f"C{x + lean + breadth * 0.2} {foot - 90} {x + lean * 0.4 + 8} {top + (foot - top) * 0.4} {x} {top}"
        "Z"
    )
    return path(d, shade("plum", 0.7), opacity=0.17)


def cloth(pen: Pen, d: str, paint: str, *inside: str) -> str:
    """The cut cloth with what lies on it, and the shadow of its right side."""
    clip = pen.clip(d)
    shadow = path(d, pen.veil("#2b1830", 0.34, "side"))
    return path(d, paint) + group(*inside, clip=clip) + shadow


def cloth_paint(pen: Pen, scale: float = 1.0, turn: float = 0) -> str:
    return print_paint(pen, pen.spec.pattern, cloth_colours(pen), scale, turn)


def neckline(d: str, back: str, trim: str, width: float = 14) -> str:
    return path(d + "Z", back) + line(d, trim, width)
