"""Poultry, meat and fish on a board."""

from __future__ import annotations

from duka.demo.art.colour import mix, shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.shapes import (
    curve,
    dot,
    group,
    line,
    oval,
    path,
    ring_of,
)
from duka.demo.art.tabletop import board, rosemary, shine, under


def chicken(pen: Pen) -> str:
    """A dressed bird on a board; form duck is longer, form legs shows two drumsticks."""
    main = pen.colour(0, "skin")
    out = under(pen, 0, 400, 470) + board()
    if pen.form == "legs":

        def drumstick() -> str:
            meat = curve(
                [
                    (-60, -150),
                    (90, -170),
                    (190, -60),
                    (160, 90),
                    (40, 170),
                    (-60, 150),
                    (-180, 60),
                    (-170, -60),
                ],
                tension=0.9,
            )
            bone = (
                line("M120 110L300 250", "#f8efdf", 44)
                + dot(292, 268, 32, "#f8efdf")
                + dot(314, 234, 32, "#f1e4cf")
            )
            return (
                bone
                + path("M60 150L150 60L236 150L190 214Z", pen.slope(main, 0.3))
                + path(meat, pen.ball(main, 0.34))
                + shine(-70, -60, 50, 26)
            )

        return (
            out
            + group(drumstick(), x=-170, y=70)
            + group(drumstick(), x=190, y=150, scale=0.94)
            + rosemary(-330, 296, -8)
        )
    body = curve(
        [
            (-330, 60),
            (-260, -120),
            (-60, -220),
            (150, -200),
            (300, -80),
            (340, 100),
            (260, 240),
            (60, 296),
            (-160, 290),
            (-300, 210),
        ],
        tension=0.85,
    )
    breast = path(
        "M-60 -206C60 -120 100 60 20 280C-60 290 -120 292 -160 284C-60 120 -80 -60 -60 -206Z",
        "#fff4de",
        opacity=0.28,
    )
    wing = curve(
        [(-250, 40), (-130, 0), (10, 40), (60, 120), (-10, 170), (-130, 140), (-230, 130)], tension=0.9
    )
    leg = curve([(80, 90), (190, 10), (330, 20), (390, 110), (350, 210), (210, 240), (100, 200)], tension=0.9)
    bone = line("M370 120L470 60", "#f8efdf", 44) + dot(478, 38, 30, "#f8efdf") + dot(494, 74, 30, "#f1e4cf")
    specks = "".join(
        dot(x, y, 4, shade(main, 0.3), opacity=0.5)
        for x, y in (
            (-150, -90),
            (-60, -130),
            (30, -60),
            (130, -110),
            (-200, 0),
            (60, 0),
            (160, -40),
            (-90, -40),
        )
    )
    return (
        out
        + bone
        + path(body, pen.ball(main, 0.34))
        + breast
        + specks
        + path(leg, pen.ball(tint(main, 0.1), 0.3))
        + path(wing, pen.ball(tint(main, 0.06), 0.32))
        + line("M330 60C350 90 350 130 330 160", "#d9b981", 12)
        + shine(-190, -80, 60, 26)
        + rosemary(-400, 300, -12)
    )


def cut(pen: Pen) -> str:
    """Meat on a board; forms: steak, chop, bacon, mince, joint, sausage."""
    kind = pen.form or "steak"
    main = pen.colour(
        0,
        {
            "steak": "meat",
            "chop": "#d0756f",
            "bacon": "#c4574f",
            "mince": "#b84a4a",
            "joint": "#a8434a",
            "sausage": "#c07a62",
        }[kind],
    )
    out = under(pen, 0, 400, 470) + board()
    if kind in {"steak", "chop"}:

        def piece() -> str:
            rim = curve(
                [
                    (-260, 20),
                    (-200, -150),
                    (0, -200),
                    (190, -160),
                    (280, -20),
                    (230, 120),
                    (60, 170),
                    (-120, 150),
                ],
                tension=0.9,
            )
            inside = curve(
                [
                    (-222, 20),
                    (-170, -116),
                    (0, -156),
                    (160, -128),
                    (240, -16),
                    (196, 92),
                    (50, 134),
                    (-100, 118),
                ],
                tension=0.9,
            )
            marbling = "".join(
                line(d, "#f0c3b4", 9, opacity=0.85)
                for d in (
                    "M-150 -40q50 -40 90 0t80 -20",
                    "M-80 50q40 30 90 0t90 10",
                    "M40 -90q40 10 60 40",
                    "M-170 40q30 20 40 40",
                    "M110 -30q30 10 60 0",
                )
            )
            bone = dot(-176, 66, 50, "#f8efdf") + dot(-176, 66, 28, "#e3bfae") if kind == "chop" else ""
            return (
                path(rim, shade("fat", 0.16), extra=' transform="translate(0 26)"')
                + path(rim, pen.slope("fat", 0.1))
                + path(inside, pen.ball(main, 0.3))
                + marbling
                + bone
            )

        return (
            out
            + group(piece(), x=-110, y=60, turn=-8)
            + group(piece(), x=130, y=180, scale=0.94, turn=6)
            + rosemary(150, 320, -4)
        )
    if kind == "bacon":

        def rasher(y: float) -> str:
            edge = [(-380 + k * 95, y + (26 if k % 2 else -14)) for k in range(9)]
            return "".join(
                line(curve([(x, v + dy) for x, v in edge], closed=False, tension=0.9), c, w)
                for dy, c, w in (
                    (44, shade("fat", 0.1), 30),
                    (0, main, 76),
                    (-30, tint(main, 0.1), 24),
                    (8, "#f4d5c3", 15),
                    (-52, "#f7e2d2", 26),
                )
            )

        return out + "".join(rasher(y) for y in (-60, 84, 226)) + rosemary(120, 300, -6)
    if kind == "mince":
        mound = "".join(
            line(
                f"M{x} {y}q{34 + k % 3 * 8} {-30 + k % 4 * 18} {80} {k % 5 * 6 - 12}",
                (main, tint(main, 0.18), shade(main, 0.16), "#e0a79a")[k % 4],
                30,
            )
            for k, (x, y) in enumerate(
                (x + r % 2 * 30, y)
                for r, (y, w) in enumerate(
                    (
                        (-110, 110),
                        (-60, 190),
                        (-10, 250),
                        (40, 300),
                        (90, 330),
                        (140, 350),
                        (190, 360),
                        (240, 360),
                    )
                )
                for x in range(-w, w - 60, 62)
            )
        )
        return (
            out
            + path("M-400 290C-380 60 -140 -150 0 -150C140 -150 380 60 400 290Z", shade(main, 0.2))
            + mound
            + rosemary(-100, -140, -30)
        )
    if kind == "sausage":
        links = "".join(
            line(
                f"M{-330 + k * 20} {y}C-160 {y + 100} 120 {y + 100} {310 - k * 16} {y - 20}", c, w, opacity=o
            )
            for k, y in enumerate((-110, 20, 150))
            for c, w, o in ((shade(main, 0.24), 128, 1), (main, 112, 1), (tint(main, 0.26), 30, 0.8))
        )
        ties = "".join(
            line(f"M{x} {y}l{d} -30", shade(main, 0.35), 14)
            for k, y in enumerate((-110, 20, 150))
            for x, d in ((-392 + k * 20, -26), (368 - k * 16, 30))
        )
        specks = "".join(
            dot(x, y, 6, shade(main, 0.4), opacity=0.6)
            for x, y in (
                (-180, -60),
                (-40, -40),
                (120, -50),
                (-120, 90),
                (60, 96),
                (180, 70),
                (-60, 214),
                (100, 216),
                (-200, 176),
            )
        )
        return out + ties + links + specks
    body = curve(
        [
            (-370, 90),
            (-300, -110),
            (-80, -190),
            (180, -180),
            (350, -60),
            (376, 110),
            (300, 250),
            (80, 296),
            (-180, 290),
            (-330, 220),
        ],
        tension=0.85,
    )
    face = (
        oval(-270, 96, 130, 180, "#f6dccd", turn=8)
        + oval(-266, 98, 104, 150, pen.ball(main, 0.3), turn=8)
        + dot(-250, 90, 30, "#f8efdf")
        + line("M-310 30q30 -20 60 0M-300 170q40 20 60 -10", "#f0c3b4", 8)
    )
    net = "".join(
        line(f"M{x} -190C{x + 60} -60 {x + 60} 160 {x} 296", "#f6ead2", 9) for x in (-120, 0, 120, 230)
    )
    return (
        out
        + path(body, pen.ball(mix(main, "fat", 0.3), 0.34))
        + group(net, line("M-200 -40H380M-200 110H380", "#f6ead2", 7), clip=pen.clip(body))
        + face
        + rosemary(-60, -180, 12)
    )


def fish(pen: Pen) -> str:
    """A trout on a board; form fillet: two smoked fillets."""
    main = pen.colour(0, "fish")
    out = under(pen, 0, 400, 470) + board()
    if pen.form == "fillet":

        def side() -> str:
            d = curve(
                [(-330, 40), (-240, -90), (0, -120), (220, -80), (340, 10), (240, 90), (0, 120), (-240, 100)],
                tension=0.7,
            )
            return (
                path(d, shade(main, 0.3), extra=' transform="translate(0 18)"')
                + path(d, pen.slope(main))
                + "".join(
                    line(f"M{x} -90q50 90 -6 190", tint(main, 0.45), 8, opacity=0.7)
                    for x in range(-220, 240, 70)
                )
            )

        return (
            out
            + group(side(), y=20, turn=-6)
            + group(side(), x=30, y=190, turn=4)
            + dot(330, 60, 84, "#f1c93c")
            + dot(330, 60, 66, "#f9e59a")
            + "".join(line(f"M330 60l{x:.0f} {y:.0f}", "#f1c93c", 7) for x, y, _ in ring_of(8, 62))
        )
    d = curve(
        [
            (-430, 70),
            (-330, -50),
            (-120, -120),
            (120, -90),
            (290, 10),
            (360, 40),
            (290, 90),
            (120, 180),
            (-120, 220),
            (-330, 170),
        ],
        tension=0.85,
    )
    tail = path(
        "M300 50C380 0 430 -90 470 -110C460 0 450 90 480 220C430 190 370 120 300 80Z",
        pen.slope(shade(main, 0.12)),
    )
    fins = path("M-60 -110C0 -200 90 -190 130 -88Z", shade(main, 0.15)) + path(
        "M-120 214C-80 280 -10 280 20 206Z", shade(main, 0.15)
    )
    marks = path("M-430 80C-200 30 120 30 320 50C120 100 -200 110 -430 80Z", "#d98a8a", opacity=0.6) + path(
        "M-440 110C-200 130 120 120 320 70L300 260H-440Z", "#f3efe2", opacity=0.65
    )
    spots = "".join(
        dot(x, y, 9, shade(main, 0.5), opacity=0.7)
        for x, y in (
            (-200, -40),
            (-140, -80),
            (-90, -30),
            (-30, -70),
            (30, -30),
            (90, -60),
            (150, -20),
            (210, 0),
            (-170, 0),
            (0, -90),
        )
    )
    gill = (
        line("M-290 -40C-240 30 -240 100 -290 160", shade(main, 0.35), 9)
        + dot(-350, 40, 24, "#fdf9f0")
        + dot(-350, 40, 13, "#20274a")
        + line("M-430 84q30 10 50 4", shade(main, 0.4), 7)
    )
    return (
        out
        + tail
        + fins
        + path(d, pen.slope(main, 0.25))
        + group(marks, spots, clip=pen.clip(d))
        + gill
        + group(path("M-60 40L40 40A50 50 0 0 1 -60 40Z", "#f1c93c"), x=190, y=250, scale=1.5)
    )


DRAWINGS: dict[str, Drawing] = {"chicken": chicken, "cut": cut, "fish": fish}
