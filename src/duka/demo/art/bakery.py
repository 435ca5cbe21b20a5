"""Bread, cakes and flour."""

from __future__ import annotations

from duka.demo.art.colour import mix, shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.shapes import (
    box,
    curve,
    dot,
    group,
    leaf,
    line,
    oval,
    path,
    ring_of,
)
from duka.demo.art.tabletop import under


def bread(pen: Pen) -> str:
    """Bread and cakes; forms: round, tin, baguette, rolls, croissant, scone, tart."""
    kind = pen.form or "round"
    main = pen.colour(0, "crust")
    out = under(pen, 0, 400, 460)
    flour = "#fff7e6"
    if kind == "round":
        d = curve(
            [
                (-400, 240),
                (-390, 40),
                (-240, -130),
                (0, -180),
                (240, -130),
                (390, 40),
                (400, 240),
                (280, 380),
                (0, 402),
                (-280, 380),
            ],
            tension=0.8,
        )
        slashes = "".join(
            path(
                f"M{x} {-60 + abs(x) * 0.15:.0f}C{x + 60} 20 {x + 70} 150 {x + 20} 270"
                f"C{x - 30} 150 {x - 40} 40 {x} {-60 + abs(x) * 0.15:.0f}Z",
                tint(main, 0.55),
            )
            for x in (-210, -20, 170)
        )
        dust = "".join(
            dot(x, y, r, flour, opacity=0.55)
            for x, y, r in (
                (-300, 80, 26),
                (-110, -80, 34),
                (90, -90, 28),
                (290, 60, 28),
                (-120, 200, 22),
                (110, 160, 24),
                (320, 230, 20),
                (-330, 240, 20),
            )
        )
        return out + path(d, pen.ball(main, 0.42)) + dust + slashes
    if kind == "tin":
        side = (
            "M-400 60C-420 -80 -330 -170 -220 -150C-100 -220 100 -220 180 -150"
            "C300 -180 390 -80 370 60L340 390H-370Z"
        )
        face = "M120 60C100 -60 180 -150 250 -140C340 -140 400 -60 376 60L344 390H140Z"
        seeds = "".join(
            oval(x, y, 14, 7, "#f6e3b8", turn=x)
            for x, y in (
                (-330, -40),
                (-260, -90),
                (-190, -60),
                (-120, -120),
                (-50, -80),
                (20, -130),
                (60, -60),
                (-280, 10),
                (-150, 0),
                (0, 0),
            )
        )
        crumb = "".join(
            oval(x, y, 13, 8, shade("ivory", 0.14), turn=y)
            for x, y in (
                (190, 60),
                (250, -40),
                (300, 80),
                (220, 180),
                (290, 240),
                (190, 300),
                (310, 330),
                (250, 130),
            )
        )
        return (
            out
            + path(side, pen.slope(main, 0.35))
            + seeds
            + path(face, shade(main, 0.3))
            + group(path(face, mix("ivory", main, 0.25)), crumb, x=24, y=24, scale=0.91)
        )
    if kind == "baguette":

        def stick() -> str:
            d = curve(
                [
                    (-440, 20),
                    (-380, -60),
                    (-100, -92),
                    (150, -90),
                    (390, -60),
                    (450, 10),
                    (390, 74),
                    (100, 96),
                    (-150, 96),
                    (-390, 76),
                ],
                tension=0.7,
            )
            cuts = "".join(
                path(
                    f"M{x} -60C{x + 50} -40 {x + 110} 20 {x + 130} 60C{x + 70} 50 {x + 10} 0 {x} -60Z",
                    tint(main, 0.55),
                )
                for x in range(-350, 330, 165)
            )
            return path(d, pen.slope(main, 0.4)) + cuts

        return (
            out
            + group(stick(), y=60, turn=-24)
            + group(stick(), y=180, turn=-9)
            + group(stick(), x=10, y=300, turn=3)
        )
    if kind == "croissant":
        d = curve(
            [
                (-450, 250),
                (-350, 20),
                (-170, -140),
                (0, -185),
                (170, -140),
                (350, 20),
                (450, 250),
                (405, 300),
                (250, 190),
                (0, 140),
                (-250, 190),
                (-405, 300),
            ],
            tension=0.6,
        )
        seams = ((360, 40, 330, 262), (250, -90, 215, 200), (110, -172, 78, 166))
        bands = "".join(
            group(
                path(
                    f"M{x} {y - 30}Q{x + 34} {(y + v) / 2} {u} {v + 20}L{u + 60} {v + 40}L{x + 90} {y - 10}Z",
                    shade(main, 0.3),
                    opacity=0.35,
                )
                + line(
                    f"M{x} {y - 30}Q{x + 34} {(y + v) / 2} {u} {v + 20}", shade(main, 0.45), 9, opacity=0.75
                )
                + path(
                    f"M{x - 16} {y - 6}Q{x + 14} {(y + v) / 2} {u - 14} {v - 30}"
                    f"Q{x - 50} {(y + v) / 2} {x - 16} {y - 6}Z",
                    "#ffe6b5",
                    opacity=0.5,
                ),
                flip=f,
            )
            for x, y, u, v in seams
            for f in (False, True)
        )
        crumbs = "".join(
            oval(x, y, 13, 8, main, turn=x)
            for x, y in ((-150, 330), (60, 350), (210, 320), (-40, 300), (120, 290))
        )
        return (
            under(pen, 0, 300, 470) + path(d, pen.slope(main, 0.4)) + group(bands, clip=pen.clip(d)) + crumbs
        )
    if kind == "tart":
        dish = path("M-430 190L-370 350Q0 440 370 350L430 190Z", pen.tube(main, 0.35)) + "".join(
            line(f"M{x} 220L{x * 0.88:.0f} {384 - abs(x) / 9:.0f}", shade(main, 0.3), 9, opacity=0.5)
            for x in range(-400, 410, 50)
        )
        top = oval(0, 190, 430, 150, tint(main, 0.2)) + oval(0, 190, 390, 126, pen.colour(1, "honey"))
        fruit = "".join(
            group(
                path(leaf(110, 44), pen.slope("butter", 0.2)),
                line("M6 0C30 -30 70 -30 104 0", "#c9382f", 8),
                x=x * k,
                y=190 + y * k * 0.32,
                turn=a + 70,
            )
            for k, n in ((300, 15), (180, 9), (70, 5))
            for x, y, a in ring_of(n, 1)
        )
        return out + dish + top + fruit
    spots = (
        ((-200, 210, 1), (200, 210, 1), (0, 60, 0.95), (0, 270, 1))
        if kind == "rolls"
        else ((-190, 200, 1), (190, 210, 1), (0, 40, 1))
    )
    bits = ""
    for x, y, s in spots:
        if kind == "scone":
            bits += group(
                path("M-190 -30H190L176 130Q0 170 -176 130Z", pen.tube(tint(main, 0.4), 0.3)),
                line("M-186 50Q0 84 186 50", shade(main, 0.2), 8, opacity=0.5),
                oval(0, -30, 192, 66, pen.ball(mix(main, "honey", 0.3))),
                *(
                    oval(u, v, 20, 13, "#5a2f3f")
                    for u, v in ((-110, 70), (60, 100), (130, 40), (-20, -40), (-40, 110), (90, -30))
                ),
                x=x,
                y=y,
                scale=s,
            )
        else:
            d = curve(
                [(-190, 60), (-150, -80), (0, -136), (150, -80), (190, 60), (110, 130), (-110, 130)],
                tension=0.85,
            )
            bits += group(
                path(d, pen.ball(main, 0.4)),
                *(
                    oval(u, v, 13, 7, "#f9ecc9", turn=u)
                    for u, v in (
                        (-80, -50),
                        (-20, -90),
                        (40, -60),
                        (90, -30),
                        (-40, -20),
                        (20, -10),
                        (-110, 10),
                        (110, 30),
                    )
                ),
                x=x,
                y=y,
                scale=s,
            )
    return out + bits


def sack(pen: Pen) -> str:
    """A paper sack, open at the top; forms: flour, oats."""
    main, second = pen.colour(0, "linen"), pen.colour(1, "palm")
    d = curve(
        [
            (-280, -300),
            (-310, 0),
            (-320, 330),
            (-250, 400),
            (250, 400),
            (320, 330),
            (310, 0),
            (280, -300),
            (0, -280),
        ],
        tension=0.25,
    )
    ear = group(
        line("M0 180V-60", "#c58f2a", 12),
        *(group(path(leaf(92, 26), "#d9a63a"), y=90 - k * 42, turn=t) for k in range(5) for t in (-132, -48)),
        y=110,
    )
    fill = path("M-270 -300C-160 -400 160 -400 270 -300Z", "#fffaf0" if pen.form != "oats" else "#e3cda0")
    roll = path(
        "M-300 -310C-100 -270 100 -270 300 -310L308 -230C100 -190 -100 -190 -308 -230Z", tint(main, 0.3)
    )
    scoop = group(
        path("M-150 -40H60C110 -40 110 60 60 60H-150C-120 30 -120 -10 -150 -40Z", pen.slope("wood")),
        line("M80 10H190", "#b98452", 36),
        x=330,
        y=350,
        turn=-8,
    )
    return (
        under(pen, 0, 396, 400)
        + fill
        + path(d, pen.tube(main, 0.2))
        + group(box(-400, 0, 800, 300, second), clip=pen.clip(d))
        + dot(0, 150, 126, tint(main, 0.5))
        + ear
        + path(d, pen.veil("#2b1830", 0.2, "side"))
        + roll
        + scoop
    )


DRAWINGS: dict[str, Drawing] = {"bread": bread, "sack": sack}
