"""Fruit, flowers, and a crate of the week."""

from __future__ import annotations

from duka.demo.art.colour import mix, shade, tint
from duka.demo.art.pen import Drawing, Pen
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
from duka.demo.art.tabletop import shine, under


def orchard(pen: Pen) -> str:
    """Tree fruit, three of a kind; forms: apple, pear, peach, plum, cherry."""
    kind = pen.form or "apple"
    main = pen.colour(
        0,
        {"apple": "apple", "pear": "pear", "peach": "peachskin", "plum": "plumskin", "cherry": "ruby"}[kind],
    )
    blush = pen.colour(
        1, {"apple": "sun", "pear": "terracotta", "peach": "tomato", "plum": "bluet", "cherry": "ruby"}[kind]
    )

    def one(x: float, y: float, s: float, turn: float) -> str:
        outline: dict[str, list[Point]] = {
            "apple": [(0, -130), (90, -180), (190, -110), (196, 40), (120, 180), (40, 196), (0, 180)],
            "pear": [(0, -260), (64, -240), (84, -140), (150, 0), (180, 110), (110, 200), (0, 206)],
            "peach": [(0, -160), (110, -180), (200, -60), (180, 100), (80, 186), (0, 190)],
            "plum": [(0, -180), (100, -150), (156, 0), (110, 150), (0, 190)],
            "cherry": [(0, -110), (90, -130), (140, -30), (100, 90), (0, 124)],
        }
        d = turned(outline[kind], 0.9)
        flush = group(oval(80, 30, 190, 230, pen.veil(blush, 0.85, "pool")), clip=pen.clip(d))
        crease = (
            line("M0 -156C-70 -60 -60 90 -10 184", shade(main, 0.3), 9, opacity=0.5)
            if kind in {"peach", "plum"}
            else ""
        )
        top = outline[kind][0][1]
        if kind == "cherry":
            stem = line(f"M0 {top + 14}C10 -240 60 -320 {110 - x * 0.9:.0f} -420", "#5f7f35", 11)
        else:
            stem = line(f"M0 {top + 16}q4 -60 34 -96", "#6b4a2a", 16) + (
                group(
                    path(leaf(140, 46), "#5b8c3a"), line("M8 0H110", "#8fb45f", 5), x=20, y=top - 44, turn=-16
                )
                if kind != "plum"
                else ""
            )
        return group(
            under(pen, 0, 186 if kind != "cherry" else 124, 180),
            path(d, pen.ball(main, 0.36)),
            flush,
            crease,
            shine(-88, -60, 26, 54, 24),
            stem,
            x=x,
            y=y,
            scale=s,
            turn=turn,
        )

    if kind == "cherry":
        return "".join(one(x, y, 1, 0) for x, y in ((-250, 130), (260, 110), (-90, 230), (110, 250))) + group(
            path(leaf(260, 80), "#5b8c3a"), line("M10 0H220", "#8fb45f", 6), x=90, y=-200, turn=-20
        )
    return one(-200, 110, 1.12, -6) + one(210, 120, 1.08, 8) + one(10, 240, 0.96, -2)


def berries(pen: Pen) -> str:
    """A punnet of berries; forms: strawberry, raspberry, blueberry, currant. Form grape: a bunch."""
    kind = pen.form or "strawberry"
    main = pen.colour(
        0,
        {
            "strawberry": "berry",
            "raspberry": "fuchsia",
            "blueberry": "bluet",
            "currant": "ruby",
            "grape": "plum",
        }[kind],
    )
    if kind == "grape":
        rows = ((-170, 6), (-80, 6), (10, 5), (100, 4), (190, 3), (280, 2), (350, 1))
        beads = "".join(
            dot(
                (k - (n - 1) / 2) * 100 + (y % 3) * 8,
                y,
                66,
                pen.ball(mix(main, "bluet", 0.15 * (k % 3)), 0.36),
            )
            + shine((k - (n - 1) / 2) * 100 - 22, y - 24, 9, 17, 30)
            for y, n in rows
            for k in range(n)
        )
        return (
            under(pen, 0, 400, 200)
            + line("M0 -200C-10 -290 20 -330 60 -370", "#6b4a2a", 22)
            + group(
                path(
                    curve(
                        [
                            (0, 0),
                            (-120, -60),
                            (-240, -20),
                            (-230, 60),
                            (-290, 110),
                            (-190, 140),
                            (-150, 220),
                            (-70, 150),
                        ],
                        tension=0.7,
                    ),
                    pen.slope("leaf"),
                ),
                x=10,
                y=-240,
            )
            + beads
        )

    def fruit(x: float, y: float, turn: float, k: int) -> str:
        if kind == "strawberry":
            d = turned([(0, -90), (84, -84), (108, -10), (54, 90), (0, 126)], 0.85)
            seeds = "".join(
                oval(u, v, 5, 8, "#f8dc8a")
                for u, v in (
                    (-50, -30),
                    (0, -40),
                    (50, -30),
                    (-30, 20),
                    (26, 16),
                    (0, 66),
                    (-60, 14),
                    (62, 14),
                )
            )
            green = "".join(
                group(path(leaf(66, 18), "#5b8c3a"), y=-84, turn=a) for a in (10, 50, 90, 130, 170, -90)
            )
            return group(path(d, pen.ball(main, 0.34)), seeds, green, x=x, y=y, turn=turn)
        if kind == "raspberry":
            cells = "".join(
                dot(u, v, 27, pen.ball(mix(main, "berry", 0.4)))
                for v, us in (
                    (-50, (-44, 0, 44)),
                    (-10, (-64, -22, 22, 64)),
                    (30, (-46, 0, 46)),
                    (66, (-22, 22)),
                )
                for u in us
            )
            return group(cells, oval(0, -66, 26, 12, shade(main, 0.5)), x=x, y=y, turn=turn)
        r = 72 if kind == "blueberry" else 54
        crown = "".join(
            group(path(polygon([(10, -8), (28, 0), (10, 8)]), shade(main, 0.4)), turn=a)
            for _, _, a in ring_of(6, 1)
        ) + dot(0, 0, 11, shade(main, 0.5))
        return group(
            dot(0, 0, r, pen.ball(mix(main, "lilac", 0.12 * (k % 3)) if kind == "blueberry" else main, 0.36)),
            group(crown, x=8, y=-14)
            if kind == "blueberry"
            else shine(-18, -20, 9, 16) + dot(10, 34, 8, shade(main, 0.5)),
            x=x,
            y=y,
            turn=turn,
        )

    spots = [
        (x + (r % 2) * 50, y, (x * 7 + y) % 50 - 25)
        for r, (y, xs) in enumerate(
            ((-150, (-130, 0, 110)), (-80, (-270, -140, 0, 130, 250)), (0, (-330, -200, -70, 60, 190, 310)))
        )
        for x in xs
    ]
    inside = path("M-400 20L400 20L360 120H-360Z", shade("wood", 0.45))
    tub = (
        path("M-410 30L410 30L340 392H-340Z", pen.slope("wood", 0.2))
        + "".join(
            line(f"M{-410 + y * 0.2:.0f} {30 + y}L{410 - y * 0.2:.0f} {30 + y}", shade("wood", 0.2), 5)
            for y in (90, 180, 270)
        )
        + box(-416, 14, 832, 44, tint("wood", 0.25), round_by=10)
    )
    fallen = (
        fruit(440, 340, 60, 1)
        if kind in {"strawberry", "raspberry"}
        else fruit(430, 360, 0, 1) + fruit(-440, 370, 0, 2)
    )
    return (
        under(pen, 0, 396, 400)
        + inside
        + "".join(fruit(x, y, t, k) for k, (x, y, t) in enumerate(spots))
        + tub
        + fallen
    )


def posy(pen: Pen) -> str:
    """A bunch of field flowers in paper."""
    main, second, third = pen.colour(0, "rose"), pen.colour(1, "sun"), pen.colour(2, "lilac")
    out = under(pen, 0, 396, 240)
    for k in range(13):
        x, y = -300 + (k * 5 % 13) * 50, -330 + (k * 71 % 250)
        out += line(f"M0 200C{x * 0.2} 60 {x * 0.8} 0 {x} {y}", "#6f9147", 10) + group(
            path(leaf(120, 30), "#7fa255"), x=x * 0.7, y=y * 0.3 + 60, turn=-90 + x * 0.2
        )
    for k in range(13):
        x, y = -300 + (k * 5 % 13) * 50, -330 + (k * 71 % 250)
        colour = (main, second, third)[k % 3]
        out += "".join(
            group(oval(38, 0, 40, 20, pen.slope(colour, 0.15)), x=x, y=y, turn=a) for _, _, a in ring_of(9, 1)
        ) + dot(x, y, 22, "#d68f2a" if colour != second else "#6b3f2a")
    paper = path("M-230 20L0 110L230 20L110 396H-110Z", pen.slope("hay", 0.2)) + path(
        "M0 110L230 20L110 396H20Z", "#2b1830", opacity=0.1
    )
    return out + paper + line("M-150 250Q0 290 150 250", "#b04a50", 20)


def crate(pen: Pen) -> str:
    """A wooden crate of the week's vegetables."""
    greens = "".join(
        group(
            path(leaf(260, 80), mix("leaf", "softleaf", 0.25 * (k % 3))),
            x=-300 + k * 34,
            y=0,
            turn=-130 + k * 12,
        )
        for k in range(7)
    )
    carrots = "".join(
        group(
            path(turned([(44, -10), (60, 40), (30, 240), (0, 320)], 0.8), pen.tube("carrot")),
            *(line(f"M0 0q{v} -70 {v * 2} -140", "#5b8c3a", 13) for v in (-24, 0, 24)),
            x=x,
            y=-70,
            turn=t,
        )
        for x, t in ((60, 14), (140, 24))
    )
    reds = "".join(
        dot(x, y, 86, pen.ball("tomato"))
        + shine(x - 34, y - 34, 16, 9)
        + "".join(group(path(leaf(46, 12), "#4f7f35"), x=x, y=y - 68, turn=a) for a in (10, 90, 170))
        for x, y in ((250, 40), (350, -10), (330, 100))
    )
    aub = group(
        path(turned([(40, -120), (90, 40), (100, 120), (0, 200)], 0.9), pen.ball("aubergine")),
        path("M-40 -110L0 -170L40 -110L0 -80Z", "#6f9147"),
        x=-60,
        y=-20,
        turn=-14,
    )
    slats = "".join(
        box(-440, y, 880, 96, pen.slope("wood", 0.22), round_by=6)
        + line(f"M-400 {y + 40}h300M-40 {y + 60}h360", shade("wood", 0.18), 4, opacity=0.7)
        for y in (80, 190, 300)
    )
    posts = (
        box(-446, 40, 60, 362, shade("wood", 0.16), round_by=6)
        + box(386, 40, 60, 362, shade("wood", 0.24), round_by=6)
        + "".join(dot(x, y, 7, "#5d4530") for x in (-416, 416) for y in (126, 236, 346))
    )
    return (
        under(pen, 0, 398, 480)
        + box(-420, 20, 840, 370, shade("wood", 0.5))
        + greens
        + aub
        + carrots
        + reds
        + slats
        + posts
    )


DRAWINGS: dict[str, Drawing] = {"orchard": orchard, "berries": berries, "posy": posy, "crate": crate}
