"""What lies with food on a table: its gloss, its shadow, a board, a sprig."""

from __future__ import annotations

from duka.demo.art.colour import mix
from duka.demo.art.pen import Pen
from duka.demo.art.shapes import (
    box,
    group,
    leaf,
    line,
    oval,
    path,
)


def shine(x: float, y: float, rx: float, ry: float, turn: float = -30) -> str:
    return oval(x, y, rx, ry, "#fffaf0", turn=turn, opacity=0.45)


def under(pen: Pen, x: float, y: float, rx: float) -> str:
    return oval(x + rx * 0.08, y, rx, rx * 0.16, pen.veil("#4a2a33", 0.5, "pool"))


def board() -> str:
    return (
        box(-450, 300, 900, 96, "#b98452", round_by=36)
        + box(-450, 284, 900, 84, "#cf9c66", round_by=36)
        + "".join(
            line(f"M{x} {y}h{w}", "#b98452", 4, opacity=0.7)
            for x, y, w in ((-380, 312, 240), (-60, 330, 330), (120, 308, 200), (-300, 346, 180))
        )
    )


def rosemary(x: float, y: float, turn: float) -> str:
    needles = "".join(
        group(path(leaf(52, 8), mix("leaf", "sage", 0.3 * (k % 2))), x=k * 20, turn=t)
        for k in range(10)
        for t in (-50, 50)
    )
    return group(line("M-20 0H210", "#5d6f43", 6), needles, x=x, y=y, turn=turn)
