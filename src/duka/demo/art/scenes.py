"""Rooms and landscapes around a subject, the shop-front banners, and the logos with their drawn lettering."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from duka.demo.art.colour import hex_of, mix, shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.shapes import box, dot, group, leaf, line, oval, path, polygon, ring_of
from duka.demo.art.stage import pool

Place = Literal["rail", "wall", "table"]


def _palm_pot(pen: Pen) -> str:
    fronds = "".join(
        group(
            line("M0 0C60 -140 140 -220 250 -250", "#3f7a58", 8),
            *(
                group(
                    path(leaf(120, 20), mix("palm", "sage", 0.12 * k)), x=30 + k * 34, y=-60 - k * 34, turn=t
                )
                for k in range(6)
                for t in (-95 + k * 8, 10 - k * 4)
            ),
            turn=a,
            flip=f,
            scale=s,
        )
        for a, f, s in ((-20, False, 1), (-20, True, 1), (20, False, 0.9), (20, True, 0.9), (-48, True, 1.05))
    )
    return (
        group(fronds, y=-40)
        + path("M-110 -60H110L80 190H-80Z", pen.tube("terracotta", 0.35))
        + box(-126, -90, 252, 56, pen.tube("clay", 0.35), round_by=10)
    )


def _window(x: float, y: float, w: float, h: float) -> str:
    """An arched window on the sea, with its light on the wall."""
    r = w / 2
    frame = f"M{x} {y + h}V{y + r}A{r} {r} 0 0 1 {x + w} {y + r}V{y + h}Z"
    sea = box(x, y + h * 0.62, w, h * 0.38, "#6fb3b4") + box(x, y + h * 0.62, w, 8, "#d8ece4")
    return (
        path(frame, "#bfe0e2")
        + dot(x + w * 0.66, y + h * 0.4, w * 0.14, "#fbe3a4")
        + sea
        + path(frame, stroke="#fffaf0", width=24)
        + line(f"M{x + r} {y}V{y + h}M{x} {y + h * 0.5}H{x + w}", "#fffaf0", 12)
    )


def _room(pen: Pen, width: int, height: int, marks: str, place: Place) -> str:
    main = pen.colour(1, "terracotta")
    wall = mix(main, "#f5e3cc", 0.74)
    floor = height * 0.8
    out = box(0, 0, width, height, wall) + box(0, floor, width, height - floor, mix("sand", "#f5e3cc", 0.3))
    tiles = "".join(
        path(
            polygon(
                [
                    (x, floor),
                    (x + 90, floor),
                    (x + 90 + (x - 510) * 0.3, height),
                    (x + (x - 600) * 0.3, height),
                ]
            ),
            mix("terracotta", "sand", 0.62),
            opacity=0.5,
        )
        for x in range(-240, 1500, 180)
    )
    out += tiles + box(0, floor - 26, width, 26, mix(wall, "#fffaf0", 0.6))
    if place == "rail":
        rail = line(f"M110 {floor + 130}V250M1090 {floor + 130}V250M60 250H1140", "#6b3f2a", 20) + line(
            f"M40 {floor + 130}H180M1020 {floor + 130}H1160", "#6b3f2a", 20
        )
        other = mix(main, "ivory", 0.25)
        sides = "".join(
            path(
                f"M{x - 60} 330C{x - 40} 300 {x + 40} 300 {x + 60} 330L{x + 90} {h}H{x - 90}Z",
                pen.tube(c, 0.3),
            )
            + line(f"M{x} 310V280C{x} 262 {x + 20} 262 {x + 20} 250", "#9b948c", 7)
            for x, h, c in (
                (210, 980, other),
                (310, 1060, mix(pen.colour(0, "sand"), "ivory", 0.4)),
                (930, 1030, "#e9d7b5"),
            )
        )
        out += rail + sides + group(marks, x=610, y=700, scale=0.72)
        return out + pool(pen, 980, 1398, 190, 34) + group(_palm_pot(pen), x=985, y=1210, scale=0.9)
    table = (
        box(130, 1010, 940, 54, pen.slope("cognac"), round_by=12)
        + path("M220 1064H300L270 1440H220Z", shade("cognac", 0.2))
        + path("M980 1064H900L930 1440H980Z", shade("cognac", 0.3))
    )
    if place == "wall":
        pot = group(_palm_pot(pen), x=300, y=880, scale=0.68)
        bowl = path(
            "M-130 -60C-120 60 -60 96 -40 96H40C60 96 120 60 130 -60Z", pen.tube("ivory", 0.25)
        ) + oval(0, -60, 130, 20, shade("ivory", 0.2))
        return (
            out
            + pool(pen, 610, 1448, 460, 40)
            + table
            + pot
            + group(bowl, x=900, y=914)
            + group(marks, x=640, y=500, scale=0.66)
        )
    picture = (
        box(700, 230, 300, 360, "#fffaf0")
        + box(724, 254, 252, 312, mix(main, "ivory", 0.5))
        + "".join(
            path(
                polygon(
                    [
                        (724, y + 60),
                        (787, y),
                        (850, y + 60),
                        (913, y),
                        (976, y + 60),
                        (976, y + 90),
                        (913, y + 30),
                        (850, y + 90),
                        (787, y + 30),
                        (724, y + 90),
                    ]
                ),
                c,
            )
            for y, c in ((300, main), (390, "#fffaf0"), (460, shade(main, 0.2)))
        )
    )
    cups = group(
        path("M-90 -70C-86 30 -60 90 -30 96H30C60 90 86 30 90 -70Z", pen.tube("ivory", 0.25)),
        oval(0, -70, 90, 18, "#8c4a2f"),
        x=950,
        y=912,
    )
    return (
        out
        + _window(120, 170, 400, 560)
        + picture
        + pool(pen, 610, 1448, 460, 40)
        + table
        + pool(pen, 560, 1014, 330, 26)
        + cups
        + group(marks, x=540, y=722, scale=0.72)
    )


def hills(pen: Pen, width: float, top: float, height: float) -> str:
    """Fields under a morning sky, with a barn and a hedge."""
    sky = box(0, 0, width, height, pen.fade("#cfe3e6", "#f7ead0")) + dot(
        width * 0.76, top * 0.62, 90, "#fbe0a0"
    )
    back = path(
        f"M0 {top + 60}"
        f"C{width * 0.2} {top - 90} {width * 0.4} {top - 20} {width * 0.55} {top + 30}"
        f"S{width * 0.85} {top - 110} {width} {top - 10}V{height}H0Z",
        "#b9cfae",
    )
    middle = path(
        f"M0 {top + 150}"
        f"C{width * 0.25} {top + 30} {width * 0.5} {top + 60} {width * 0.7} {top + 120}"
        f"S{width * 0.9} {top + 90} {width} {top + 70}V{height}H0Z",
        "#9dbd74",
    )
    rows = "".join(
        line(
            f"M{width * (0.02 + k * 0.05):.0f} {top + 190 - k * 4}"
            f"Q{width * (0.1 + k * 0.05):.0f} {top + 120} {width * (0.22 + k * 0.045):.0f} {top + 76 - k}",
            "#86a85e",
            9,
            opacity=0.7,
        )
        for k in range(9)
    )
    near = path(
        f"M0 {top + 230}C{width * 0.3} {top + 170} {width * 0.6} {top + 250} {width} {top + 180}V{height}H0Z",
        "#7fa455",
    )
    barn = group(
        path("M-110 0V-110L0 -190L110 -110V0Z", "#b04a3c"),
        path("M-126 -104L0 -200L126 -104L110 -90L0 -176L-110 -90Z", "#7a332c"),
        box(-36, -76, 72, 76, "#f3e3c8"),
        line("M-36 -76L36 0M36 -76L-36 0", "#b04a3c", 7),
        path("M110 -110L200 -70V0H110Z", "#8f3a31"),
        x=width * 0.7,
        y=top + 116,
    )
    trees = "".join(
        box(x - 6, top + y - 30, 12, 50, "#7a5b3c") + dot(x, top + y - 66, r, pen.ball("leaf"))
        for x, y, r in (
            (width * 0.58, 96, 50),
            (width * 0.86, 84, 58),
            (width * 0.92, 96, 40),
            (width * 0.12, 110, 44),
        )
    )
    return sky + back + middle + rows + barn + trees + near


def _farm_scene(pen: Pen, width: int, height: int, marks: str) -> str:
    if pen.spec.seed % 2:
        out = hills(pen, width, 360, height)
        planks = (
            box(0, 860, width, 340, pen.slope("wood", 0.12))
            + box(0, 850, width, 26, tint("wood", 0.35))
            + "".join(line(f"M0 {y}H1200", shade("wood", 0.22), 5) for y in (950, 1050, 1130))
            + "".join(
                line(f"M{x} {y}h{w}", shade("wood", 0.2), 4, opacity=0.5)
                for x, y, w in (
                    (80, 900, 260),
                    (620, 915, 300),
                    (300, 1000, 240),
                    (820, 1010, 260),
                    (100, 1090, 300),
                    (640, 1100, 220),
                )
            )
        )
        return out + planks + group(marks, x=600, y=660, scale=0.74)
    tiles = box(0, 0, width, height, "#eef0e6") + "".join(
        box(x, y, 112, 112, mix("#e3ebe2", "#f6f2e4", ((x + y) // 120 % 3) / 2), round_by=6)
        for x in range(4, 1200, 120)
        for y in range(4, 840, 120)
    )
    shelf = (
        box(90, 250, 1020, 34, pen.slope("wood"))
        + box(170, 284, 26, 70, shade("wood", 0.3))
        + box(1000, 284, 26, 70, shade("wood", 0.3))
    )
    jars = "".join(
        box(x, 250 - h, w, h, pen.tube(c, 0.25), round_by=18)
        + box(x + 8, 232 - h, w - 16, 32, c2, round_by=8)
        for x, w, h, c, c2 in (
            (180, 90, 130, "honey", "#d7a53a"),
            (290, 80, 100, "berry", "#fdf9f0"),
            (390, 100, 150, "linen", "#b98452"),
            (840, 90, 120, "sage", "#d7a53a"),
            (950, 80, 150, "terracotta", "#fdf9f0"),
        )
    )
    plant = box(620, 170, 110, 80, pen.tube("clay"), round_by=8) + "".join(
        group(path(leaf(110, 26), mix("leaf", "softleaf", 0.2 * (k % 3))), x=675, y=176, turn=-160 + k * 20)
        for k in range(8)
    )
    counter = box(0, 830, width, 370, pen.slope("#d9c39b", 0.08)) + box(0, 820, width, 34, "#ece0c6")
    cloth = path("M180 840H1020L1090 1200H110Z", "#f7f1e3") + "".join(
        line(f"M{x} 840L{x + (x - 600) * 0.17:.0f} 1200", pen.colour(1, "tomato"), 13, opacity=0.45)
        for x in (260, 300, 560, 600, 640, 900, 940)
    )
    return tiles + shelf + jars + plant + counter + cloth + group(marks, x=600, y=650, scale=0.76)


def scene(pen: Pen, width: int, height: int, marks: str, place: Place) -> str:
    """The subject where it lives: a room by the sea (boutique), a table on the farm."""
    return (
        _room(pen, width, height, marks, place)
        if pen.spec.shop == "boutique"
        else _farm_scene(pen, width, height, marks)
    )


def _borrow(pen: Pen, draw: Drawing, subject: str, colours: str, pattern: str = "", form: str = "") -> str:
    """Another subject drawn on this sheet, with its own colours."""
    guest = Pen(
        msgspec.structs.replace(
            pen.spec, subject=subject, colours=tuple(colours.split()), pattern=pattern, form=form
        )
    )
    guest.definitions = pen.definitions
    return draw(guest)


def banner(pen: Pen, width: int, height: int, subjects: Mapping[str, Drawing]) -> str:
    """A wide picture for the shop front; its left third stays calm, for words set over it."""

    def one(subject: str, colours: str, pattern: str = "", form: str = "") -> str:
        return _borrow(pen, subjects[subject], subject, colours, pattern, form)

    if pen.spec.shop == "farm":
        out = (
            hills(pen, width, 430, height)
            + box(0, 800, width, 200, pen.slope("wood", 0.12))
            + box(0, 790, width, 24, tint("wood", 0.35))
            + line("M0 880H2400M0 950H2400", shade("wood", 0.2), 5)
        )
        for x, y, size, marks in (
            (2240, 640, 0.52, one("bottle", "milk ivory sky", "", "milk")),
            (1060, 690, 0.4, one("bread", "crust")),
            (1990, 680, 0.48, one("cheese", "cheese darkcrust", "", "holes")),
            (1500, 650, 0.66, one("crate", "wood")),
            (1200, 760, 0.3, one("tomato", "tomato")),
            (1830, 750, 0.36, one("eggs", "#d9a273 stone")),
        ):
            out += group(marks, x=x, y=y, scale=size)
        return out
    out = (
        box(0, 0, width, height, "#f2dcc3")
        + box(0, 820, width, 180, "#dfc09a")
        + "".join(
            path(f"M{x} 820V{t + r}A{r} {r} 0 0 1 {x + 2 * r} {t + r}V820Z", c)
            for x, r, t, c in (
                (930, 220, 130, "#e3a77f"),
                (1400, 250, 60, "#8fb9b4"),
                (1930, 210, 150, "#efc56f"),
            )
        )
    )
    out += line("M1010 200H2300", "#6b3f2a", 14)
    for x, y, size, marks in (
        (1150, 490, 0.5, one("dress", "night tangerine sun", "discs")),
        (1650, 510, 0.56, one("boubou", "indigo gold ivory", "tiedye")),
        (2140, 490, 0.5, one("kaftan", "terracotta sun night", "diamonds")),
    ):
        out += group(marks, x=x, y=y, scale=size)
    for x, y, size, marks in (
        (1400, 760, 0.28, one("basket", "straw terracotta night", "", "lid")),
        (1880, 750, 0.27, one("vase", "night lagoon sun", "", "tall")),
        (2310, 770, 0.26, one("pouf", "cognac ivory night")),
        (900, 740, 0.3, one("basket_bag", "straw fuchsia ivory")),
    ):
        out += pool(pen, x + 10, y + 404 * size, 430 * size, 22) + group(marks, x=x, y=y, scale=size)
    return out + group(_palm_pot(pen), x=90, y=740, scale=0.9)


LETTERS: dict[str, str] = {
    "T": "M0 0H60M30 0V100",
    "E": "M56 0H6V100H56M6 48H46",
    "R": "M6 100V0H30Q58 0 58 27T30 54H6M30 54L60 100",
    "A": "M0 100L34 0L68 100M13 66H55",
    "N": "M6 100V0L64 100V0",
    "G": "M66 20Q54 0 36 0Q4 0 4 50T36 100Q66 100 66 60H40",
    "L": "M6 0V100H54",
    "I": "M6 0V100",
    "D": "M6 0V100H26Q66 100 66 50T26 0Z",
    "H": "M6 0V100M62 0V100M6 48H62",
}
WIDTHS = {"I": 12, "L": 54, "E": 58, "T": 60, "R": 60}


def _lettering(word: str, x: float, y: float, size: float, gap: float, colour: str, weight: float) -> str:
    out, at = "", 0.0
    for letter in word:
        if letter != " ":
            out += group(line(LETTERS[letter], colour, weight), x=at)
        at += (WIDTHS.get(letter, 68) if letter != " " else 30) + gap
    return group(out, x=x - (at - gap) * size / 2, y=y, scale=size)


def logo(pen: Pen, width: int, height: int) -> str:
    """Mark and drawn name on a transparent sheet."""
    if pen.spec.shop == "farm":
        green, hay = hex_of("deepleaf"), hex_of("ochre")
        mark = (
            dot(0, 0, 150, green)
            + path("M-140 56C-60 -10 20 20 140 36A150 150 0 0 1 -140 56Z", "#9dbd5c")
            + line("M6 90V-30", "#f7ead0", 16)
            + "".join(dot(x, y, r, "#f7ead0") for x, y, r in ((0, -60, 54), (-44, -26, 38), (48, -28, 40)))
            + dot(84, -84, 22, hay)
        )
        return (
            group(mark, x=230, y=240)
            + _lettering("LINDEN", 760, 130, 1.05, 26, green, 14)
            + _lettering("HILL", 760, 276, 0.66, 60, hay, 16)
        )
    night, gold = hex_of("night"), hex_of("terracotta")
    mark = (
        dot(0, 0, 140, gold)
        + "".join(group(path(leaf(104, 26), "#f6ead2"), turn=a) for _, _, a in ring_of(8, 1))
        + dot(0, 0, 26, night)
        + "".join(dot(x, y, 9, hex_of("sun")) for x, y, _ in ring_of(8, 112, 22.5))
    )
    return group(mark, x=230, y=240) + _lettering("TERANGA", 760, 184, 1.1, 26, night, 12)
