"""Cloth prints: tiles that a garment, a cushion or a bag is cut from.

Each print is a function of three colours (ground, motif, accent) that returns the tile's width, height and
marks.
"""

from __future__ import annotations

from collections.abc import Callable

from duka.demo.art.colour import shade, tint
from duka.demo.art.pen import Pen
from duka.demo.art.shapes import box, dot, group, leaf, line, oval, path, polygon, ring_of

Tile = tuple[float, float, str]


def _discs(a: str, b: str, c: str) -> Tile:
    def disc(x: float, y: float) -> str:
        spokes = "".join(dot(x + u, y + v, 4.5, a) for u, v, _ in ring_of(14, 33))
        return dot(x, y, 46, b) + spokes + dot(x, y, 24, c) + dot(x, y, 14, a) + dot(x, y, 6, c)

    corners = "".join(disc(x, y) for x, y in ((0, 0), (120, 0), (0, 120), (120, 120)))
    return (
        120,
        120,
        corners
        + disc(60, 60)
        + "".join(dot(x, y, 5, c) for x, y in ((60, 0), (0, 60), (60, 120), (120, 60))),
    )


def _fans(a: str, b: str, c: str) -> Tile:
    def fan(x: float, y: float) -> str:
        return (
            dot(x, y, 60, a)
            + dot(x, y, 54, b)
            + dot(x, y, 42, a)
            + dot(x, y, 34, c)
            + dot(x, y, 22, a)
            + dot(x, y, 12, b)
        )

    rows = [(x, y) for y in (0, 30, 60, 90, 120) for x in ((0, 120) if y % 60 == 0 else (-60, 60, 180))]
    return 120, 60, "".join(fan(x, y) for x, y in rows)


def _diamonds(a: str, b: str, c: str) -> Tile:
    def diamond(x: float, y: float, w: float, h: float, fill: str) -> str:
        return path(polygon([(x, y - h), (x + w, y), (x, y + h), (x - w, y)]), fill)

    def motif(x: float, y: float) -> str:
        return (
            diamond(x, y, 42, 60, b) + diamond(x, y, 30, 43, a) + diamond(x, y, 19, 27, c) + dot(x, y, 6, a)
        )

    return 100, 140, "".join(motif(x, y) for x, y in ((50, 70), (0, 0), (100, 0), (0, 140), (100, 140)))


def _leaves(a: str, b: str, c: str) -> Tile:
    def sprig(x: float, y: float, turn: float, fill: str) -> str:
        pairs = "".join(
            group(path(leaf(46, 13), fill), x=i * 26, turn=t) for i in range(3) for t in (-52, 52)
        )
        return group(
            line("M-18 0L80 0", fill, 4), pairs, group(path(leaf(44, 12), fill), x=74), x=x, y=y, turn=turn
        )

    marks = sprig(45, 140, -60, b) + sprig(165, 60, 120, c)
    return 210, 200, marks + "".join(dot(x, y, 7, c) for x, y in ((30, 30), (185, 170), (105, 105)))


def _zigzag(a: str, b: str, c: str) -> Tile:
    def zig(y: float, colour: str, width: float) -> str:
        return line(f"M-30 {y + 30}L0 {y}L30 {y + 30}L60 {y}L90 {y + 30}", colour, width)

    return (
        60,
        120,
        "".join(zig(y, b, 14) + zig(y + 30, c, 7) for y in (-150, -30, 90))
        + "".join(dot(x, y, 5, b) for x, y in ((0, 58), (60, 58), (30, 88))),
    )


def _eyes(a: str, b: str, c: str) -> Tile:
    def eye(x: float, y: float) -> str:
        return group(
            path(leaf(120, 46), b),
            path(leaf(92, 30), a, extra=' transform="translate(14 0)"'),
            dot(60, 0, 17, c),
            dot(60, 0, 7, a),
            x=x - 60,
            y=y,
        )

    return 140, 110, eye(70, 28) + eye(0, 83) + eye(140, 83)


def _petals(a: str, b: str, c: str) -> Tile:
    def flower(x: float, y: float, size: float, fill: str, heart: str) -> str:
        petals = "".join(
            oval(x + u, y + v, size * 0.5, size * 0.27, fill, turn=t) for u, v, t in ring_of(6, size * 0.55)
        )
        return petals + dot(x, y, size * 0.27, heart)

    small = "".join(flower(x, y, 26, c, b) for x, y in ((0, 0), (150, 0), (0, 150), (150, 150)))
    return (
        150,
        150,
        flower(75, 75, 62, b, c)
        + small
        + "".join(dot(x, y, 5, tint(b, 0.3)) for x, y in ((75, 8), (8, 75), (142, 75), (75, 142))),
    )


def _bogolan(a: str, b: str, c: str) -> Tile:
    marks = line("M0 8H200M0 92H200M0 108H200M0 192H200", b, 6)
    marks += line("M10 70L35 30L60 70L85 30L110 70", b, 7) + "".join(dot(x, 80, 4, b) for x in (20, 50, 80))
    marks += line("M140 35L170 65M170 35L140 65", b, 7) + box(122, 24, 66, 52, stroke=b, width=6)
    marks += "".join(line(f"M{x} 128L{x + 18} 172", b, 6) for x in range(10, 90, 20))
    marks += (
        dot(150, 150, 30, stroke=b, width=6) + dot(150, 150, 12, c) + line("M104 128V172M196 128V172", b, 6)
    )
    return 200, 200, marks


def _kente(a: str, b: str, c: str) -> Tile:
    marks = box(0, 0, 60, 120, b) + "".join(box(0, y, 60, 12, a if y % 40 else c) for y in range(0, 60, 20))
    marks += box(60, 60, 60, 60, c) + "".join(
        box(60, y, 60, 9, a if y % 36 else b) for y in range(66, 120, 18)
    )
    marks += box(12, 68, 36, 44, c) + box(22, 80, 16, 20, a) + box(72, 12, 36, 36, b) + box(82, 22, 16, 16, c)
    return 120, 120, marks + line("M0 0V120M60 0V120M120 0V120", shade(a, 0.3), 3)


def _woven(a: str, b: str, c: str) -> Tile:
    marks = box(0, 18, 90, 10, b) + box(0, 34, 90, 4, c) + box(0, 70, 90, 22, c) + box(0, 78, 90, 6, b)
    return (
        90,
        120,
        marks + "".join(line(f"M{x} 0V120", shade(a, 0.25), 1.6, opacity=0.35) for x in range(5, 90, 10)),
    )


def _tiedye(a: str, b: str, c: str) -> Tile:
    def burst(x: float, y: float) -> str:
        rings = "".join(
            dot(x, y, r, stroke=b, width=w, opacity=o)
            for r, w, o in ((64, 5, 0.5), (46, 8, 0.75), (27, 9, 0.95))
        )
        rays = "".join(
            line(f"M{x + u * 0.5:.1f} {y + v * 0.5:.1f}L{x + u:.1f} {y + v:.1f}", b, 3, opacity=0.5)
            for u, v, _ in ring_of(16, 70, 8)
        )
        return rings + rays + dot(x, y, 10, c)

    return (
        160,
        160,
        burst(80, 80) + "".join(dot(x, y, 12, b, opacity=0.6) for x in (0, 160) for y in (0, 160)),
    )


def _shells(a: str, b: str, c: str) -> Tile:
    def shell(x: float, y: float, turn: float) -> str:
        teeth = "".join(line(f"M-5 {v}H5", c, 2.5) for v in (-18, -9, 0, 9, 18))
        return group(oval(0, 0, 22, 32, b), line("M0 -25V25", c, 4), teeth, x=x, y=y, turn=turn)

    return 130, 130, shell(35, 40, 20) + shell(98, 98, -30) + dot(98, 30, 7, c) + dot(32, 102, 7, c)


def _waves(a: str, b: str, c: str) -> Tile:
    def wave(y: float, colour: str, width: float) -> str:
        return line(f"M-40 {y}Q-20 {y - 34} 0 {y}T40 {y}T80 {y}T120 {y}", colour, width)

    return 80, 96, wave(0, b, 9) + wave(96, b, 9) + wave(30, c, 5) + wave(60, b, 5) + dot(20, 48, 5, c)


def _dots(a: str, b: str, c: str) -> Tile:
    return 80, 80, dot(20, 20, 11, b) + dot(60, 60, 11, b) + dot(60, 20, 5, c) + dot(20, 60, 5, c)


def _stripes(a: str, b: str, c: str) -> Tile:
    return 80, 80, box(0, 0, 26, 80, b) + box(34, 0, 5, 80, c) + box(66, 0, 5, 80, c)


def _weave(a: str, b: str, c: str) -> Tile:
    dark = shade(a, 0.2)
    cells = "".join(
        oval(x + (y % 32) / 2, y, 13.5, 6.5, tint(a, 0.1))
        + line(f"M{x + (y % 32) / 2 - 11} {y + 6}h22", dark, 2.4)
        for y in (0, 16, 32)
        for x in (-16, 16, 48)
    )
    return 32, 32, box(0, 0, 32, 32, a) + cells


PRINTS: dict[str, Callable[[str, str, str], Tile]] = {
    "discs": _discs,
    "fans": _fans,
    "diamonds": _diamonds,
    "leaves": _leaves,
    "zigzag": _zigzag,
    "eyes": _eyes,
    "petals": _petals,
    "bogolan": _bogolan,
    "kente": _kente,
    "woven": _woven,
    "tiedye": _tiedye,
    "shells": _shells,
    "waves": _waves,
    "dots": _dots,
    "stripes": _stripes,
    "weave": _weave,
}


def print_paint(pen: Pen, name: str, colours: tuple[str, str, str], scale: float = 1, turn: float = 0) -> str:
    """A paint of the named print in (ground, motif, accent); the plain ground where `name` is empty."""
    if not name:
        return colours[0]
    w, h, marks = PRINTS[name](*colours)
    return (
        "url(#"
        + pen.define(
            lambda key: (
                f'<pattern id="{key}" width="{w:g}" height="{h:g}" '
                'patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate({turn:g}) '
                f'scale({scale:g})">{box(-2, -2, w + 4, h + 4, colours[0])}{marks}</pattern>'
            )
        )
        + ")"
    )
