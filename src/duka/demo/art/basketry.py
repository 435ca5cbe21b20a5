"""Coiled baskets, trays and lamps, and calabashes."""

from __future__ import annotations

from duka.demo.art.colour import shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.prints import print_paint
from duka.demo.art.shapes import (
    Point,
    box,
    curve,
    dot,
    group,
    leaf,
    line,
    oval,
    path,
    polygon,
    ring_of,
    turned,
)


def _colours(pen: Pen) -> tuple[str, str, str]:
    return pen.colour(0, "terracotta"), pen.colour(1, "ivory"), pen.colour(2, "night")


def _coils(pen: Pen, d: str, main: str, top: int, foot: int, *bands: str) -> str:
    """A body of coiled reed: stitched rows, bands of colour, and the shadow of its right side."""
    rows = "".join(
        line(f"M-520 {y}Q0 {y + 44} 520 {y}", shade(main, 0.28), 3.5, opacity=0.55)
        for y in range(top, foot, 22)
    )
    stitches = "".join(
        line(f"M{x} {y + 30 - (x / 90) ** 2:.0f}l7 16", tint(main, 0.35), 3, opacity=0.6)
        for row, y in enumerate(range(top, foot, 22))
        for x in range(-420 + 13 * (row % 2), 440, 30)
    )
    return (
        path(d, main)
        + group(*bands, rows, stitches, clip=pen.clip(d))
        + path(d, pen.veil("#2b1830", 0.42, "side"))
    )


def _teeth(y: float, colour: str, size: float, up: bool = True) -> str:
    sign = -1 if up else 1
    return "".join(
        path(
            polygon(
                [
                    (x - size, y + 40 - (x / 92) ** 2),
                    (x, y + 40 - (x / 92) ** 2 + sign * size * 1.7),
                    (x + size, y + 40 - (x / 92) ** 2),
                ]
            ),
            colour,
        )
        for x in range(-480, 500, int(size * 2))
    )


def basket(pen: Pen) -> str:
    """A Thiès basket; forms: lid, tall, low (default open)."""
    main, second, third = _colours(pen)
    form = pen.form
    if form == "tall":
        profile: list[Point] = [(232, -330), (270, -100), (282, 160), (250, 360), (180, 402), (0, 408)]
        top, mouth, breadth = -340, -330, 232
    elif form == "low":
        profile = [(400, 60), (392, 160), (340, 320), (250, 396), (0, 406)]
        top, mouth, breadth = 30, 60, 400
    else:
        profile = [(300, -60), (352, 80), (350, 230), (280, 370), (180, 402), (0, 408)]
        top, mouth, breadth = -70, -60, 300
    d = turned(profile, 0.6)
    middle = (mouth + 400) // 2
    bands = (
        _teeth(middle - 30, second, 42),
        _teeth(middle + 12, third, 42, up=False),
        _teeth(330, second, 30),
        line(f"M-520 {middle - 150}Q0 {middle - 106} 520 {middle - 150}", second, 22),
    )
    body = _coils(pen, d, main, top, 420, *bands)
    rim = breadth * 0.17
    inside = oval(0, mouth, breadth, rim, shade(main, 0.5)) + oval(
        0, mouth + rim * 0.3, breadth * 0.86, rim * 0.66, shade(main, 0.62)
    )
    edge = oval(0, mouth, breadth, rim, stroke=second, width=22) + oval(
        0, mouth, breadth, rim, stroke=shade(second, 0.3), width=4
    )
    handles = "".join(
        group(
            line(
                f"M{breadth - 14} {mouth + 50}"
                f"C{breadth + 90} {mouth + 10} {breadth + 96} {mouth + 150} "
                f"{breadth + 24} {mouth + 150}",
                c,
                24,
            ),
            flip=f,
        )
        for f, c in ((True, tint(second, 0.05)), (False, shade(second, 0.14)))
    )
    if form == "lid":
        dome = curve(
            [
                (-322, -60),
                (-250, -190),
                (-90, -262),
                (90, -262),
                (250, -190),
                (322, -60),
                (160, -18),
                (0, -8),
                (-160, -18),
            ],
            tension=0.75,
        )
        lid = _coils(pen, dome, main, -290, -20, _teeth(-120, third, 40), _teeth(-78, second, 40, up=False))
        return (
            body
            + lid
            + line("M-322 -58C-160 -12 160 -12 322 -58", second, 20)
            + dot(0, -280, 36, pen.ball(second))
        )
    return (handles if form in {"", "tall"} else "") + body + inside + edge


def tray(pen: Pen) -> str:
    """A flat woven basket for the wall: rings of colour round a star."""
    main, second, third = _colours(pen)
    rings = "".join(
        dot(0, 0, r, c)
        for r, c in ((420, second), (396, main), (300, third), (282, main), (176, second), (160, main))
    )
    star = "".join(
        group(path(polygon([(176, -30), (282, 0), (176, 30)]), second), turn=a) for _, _, a in ring_of(14, 1)
    )
    outer = "".join(
        group(path(polygon([(300, 0), (396, -46), (396, 46)]), third), turn=a) for _, _, a in ring_of(16, 1)
    )
    heart = "".join(group(path(leaf(150, 34), third), turn=a) for _, _, a in ring_of(8, 1)) + dot(
        0, 0, 34, second
    )
    coils = "".join(dot(0, 0, r, stroke=shade(main, 0.4), width=2.5, opacity=0.4) for r in range(24, 420, 18))
    spokes = "".join(
        line(f"M{x * 0.1:.0f} {y * 0.1:.0f}L{x:.0f} {y:.0f}", tint(main, 0.5), 2, opacity=0.35)
        for x, y, _ in ring_of(72, 415)
    )
    return rings + outer + star + heart + coils + spokes + dot(0, 0, 420, pen.veil("#2b1830", 0.26, "side"))


def calabash(pen: Pen) -> str:
    """A half gourd with pyrogravure; form "spoon" adds a ladle."""
    main, second, _ = _colours(pen)
    d = turned([(390, -60), (380, 120), (280, 330), (130, 396), (0, 402)], 0.7)
    frieze = "".join(
        path(polygon([(x - 46, 90), (x, 20), (x + 46, 90), (x, 160)]), second) + dot(x, 90, 14, main)
        for x in range(-414, 430, 92)
    )
    lines = "".join(
        line(f"M-420 {y}Q0 {y + 50} 420 {y}", second, w) for y, w in ((-16, 10), (170, 10), (196, 5))
    )
    petals = "".join(group(path(leaf(120, 26), second), y=400, turn=a) for a in range(-165, -10, 25))
    body = path(d, pen.ball(main, 0.35)) + group(group(frieze, lines, petals, opacity=0.86), clip=pen.clip(d))
    mouth = (
        oval(0, -60, 390, 74, tint(main, 0.35))
        + oval(0, -54, 362, 60, shade(main, 0.42))
        + oval(-20, -36, 320, 40, shade(main, 0.3))
    )
    spoon = ""
    if pen.form == "spoon":
        spoon = line("M120 -60C220 -210 300 -320 360 -400", pen.tube(shade(main, 0.12)), 34) + dot(
            360, -404, 26, shade(main, 0.25)
        )
    return body + mouth + spoon


def lamp(pen: Pen) -> str:
    """A lamp; forms: pendant (woven shade on a cord), table (default: turned foot, printed shade)."""
    main, second, third = _colours(pen)
    if pen.form == "pendant":
        d = turned([(60, -230), (190, -170), (330, 60), (350, 190), (0, 216)], 0.7)
        body = _coils(pen, d, main, -260, 230, _teeth(-10, second, 40), _teeth(34, third, 40, up=False))
        glow = oval(0, 200, 346, 46, "#fff0c0") + oval(0, 206, 250, 26, "#ffe08a")
        return (
            line("M0 -760V-230", "#3a3436", 8) + box(-22, -276, 44, 52, "#3a3436", round_by=10) + body + glow
        )
    shade_d = "M-150 -430L150 -430L300 20L-300 20Z"
    paint = print_paint(pen, pen.spec.pattern, (main, second, third), 0.9)
    foot = turned(
        [(26, 20), (40, 70), (90, 130), (110, 220), (60, 330), (150, 388), (140, 404), (0, 408)], 0.7
    )
    return (
        path(foot, pen.tube("cognac", 0.35))
        + path(shade_d, paint)
        + path(shade_d, pen.veil("#2b1830", 0.3, "side"))
        + path(shade_d, pen.fade("#fff0c0", "#fff0c0"), opacity=0.14)
        + line("M-300 20H300M-150 -430H150", shade(second, 0.1), 14)
    )


DRAWINGS: dict[str, Drawing] = {"basket": basket, "tray": tray, "calabash": calabash, "lamp": lamp}
