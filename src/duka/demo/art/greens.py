"""Fruiting vegetables, heads of leaves and mushrooms."""

from __future__ import annotations

from duka.demo.art.colour import mix, shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.shapes import (
    curve,
    dot,
    group,
    leaf,
    line,
    oval,
    path,
    ring_of,
    turned,
)
from duka.demo.art.tabletop import shine, under


def gourd(pen: Pen) -> str:
    """Long or hanging fruit vegetables; forms: courgette, cucumber, aubergine, pepper, pumpkin."""
    kind = pen.form or "courgette"
    main = pen.colour(
        0,
        {
            "courgette": "deepleaf",
            "cucumber": "leaf",
            "aubergine": "aubergine",
            "pepper": "tomato",
            "pumpkin": "carrot",
        }[kind],
    )
    if kind == "pumpkin":
        lobes = "".join(
            oval(x, 110, rx, 280, pen.ball(mix(main, shade(main, 0.2), s), 0.3))
            for x, rx, s in (
                (-290, 150, 0.5),
                (290, 150, 0.9),
                (-170, 170, 0.25),
                (170, 170, 0.6),
                (0, 180, 0),
            )
        )
        stem = path(
            "M-50 -150C-40 -230 -70 -270 -110 -300L-30 -330C10 -280 30 -220 50 -150Z",
            pen.tube("#8a8a4a", 0.35),
        )
        return (
            under(pen, 0, 390, 430)
            + lobes
            + shine(-90, -60, 40, 90, 14)
            + stem
            + line("M40 -180C140 -260 200 -220 190 -160C180 -110 240 -110 270 -150", "#7b8a45", 11)
        )
    if kind == "pepper":

        def one(x: float, y: float, s: float, c: str) -> str:
            d = curve(
                [
                    (0, -170),
                    (110, -220),
                    (210, -120),
                    (190, 100),
                    (120, 260),
                    (50, 250),
                    (0, 290),
                    (-60, 250),
                    (-130, 250),
                    (-196, 90),
                    (-205, -120),
                    (-110, -220),
                ],
                tension=0.85,
            )
            return group(
                under(pen, 0, 270, 180),
                path(d, pen.ball(c, 0.36)),
                line(
                    "M0 -160C-30 0 -20 150 0 270M90 -190C130 -40 110 120 80 230",
                    shade(c, 0.25),
                    10,
                    opacity=0.4,
                ),
                shine(-120, -60, 24, 80, 8),
                path("M-70 -190C-20 -220 20 -220 70 -190C40 -150 -40 -150 -70 -190Z", "#5b8c3a"),
                line("M0 -190C0 -250 20 -270 50 -290", "#4f7f35", 30),
                x=x,
                y=y,
                scale=s,
            )

        return one(-170, 70, 1, main) + one(190, 130, 0.92, pen.colour(1, "sun"))
    fat = {"courgette": 78, "cucumber": 70, "aubergine": 150}[kind]
    body = turned(
        [(fat * 0.45, -360), (fat * 0.62, -300), (fat * 0.85, -40), (fat, 200), (fat * 0.8, 320), (0, 362)],
        0.8,
    )
    streaks = "".join(
        line(
            f"M{v * fat:.0f} -280C{v * fat * 1.3:.0f} -60 {v * fat * 1.4:.0f} 140 {v * fat * 0.8:.0f} 310",
            tint(main, 0.4),
            7,
            opacity=0.5,
        )
        for v in (-0.55, -0.25, 0.1, 0.4, 0.62)
    )
    cap = (
        path(
            "M-50 -340C-30 -400 -30 -420 -36 -460H30C30 -420 30 -400 52 -340L20 -290L0 -330L-24 -290Z",
            "#6f9147",
        )
        if kind == "aubergine"
        else path("M-30 -350L-26 -430H28L32 -350Z", "#8fae58")
    )
    one_ = (
        path(body, pen.tube(main, 0.36))
        + (streaks if kind != "aubergine" else "")
        + shine(-fat * 0.45, 60, fat * 0.1, 130, 4)
        + cap
    )
    spots = ((-170, -24), (20, 6), (190, 30)) if kind != "aubergine" else ((-170, -18), (150, 16))
    return under(pen, 20, 380, 400) + "".join(
        group(one_, x=x, y=20 + k * 14, turn=t) for k, (x, t) in enumerate(spots)
    )


def head(pen: Pen) -> str:
    """Heads of leaves or florets; forms: lettuce, cabbage, cauliflower, broccoli, spinach, herbs."""
    kind = pen.form or "lettuce"
    main = pen.colour(
        0,
        {
            "lettuce": "softleaf",
            "cabbage": "sage",
            "cauliflower": "leaf",
            "broccoli": "deepleaf",
            "spinach": "deepleaf",
            "herbs": "leaf",
        }[kind],
    )
    out = under(pen, 0, 390, 380)
    if kind in {"spinach", "herbs"}:
        for k in range(15):
            lean = -270 + (k * 97 % 15) * 38.5
            size = (240, 96) if kind == "spinach" else (110, 34)
            out += line(
                f"M{lean * 0.06:.0f} 360C{lean * 0.2} 180 {lean * 0.6} 60 {lean} {-100 - (k % 4) * 50}",
                mix(main, "softleaf", 0.5),
                13,
            )
            green = mix(main, "softleaf", (k % 4) * 0.16)
            if kind == "spinach":
                out += group(
                    path(leaf(*size), green),
                    line("M0 0H190", mix(green, "milk", 0.4), 6),
                    x=lean * 0.8,
                    y=30 - (k % 4) * 50,
                    turn=-90 + lean * 0.16,
                )
            else:
                out += "".join(
                    group(
                        path(leaf(*size), green),
                        x=lean * (0.6 + s * 0.1),
                        y=90 - s * 60 - (k % 4) * 40,
                        turn=-90 + t + lean * 0.1,
                    )
                    for s in range(4)
                    for t in (-60, 60)
                )
        return out + line("M-70 240Q0 270 70 240", "#d9b981", 20)
    if kind == "broccoli":
        stalks = "".join(
            path(f"M{x - 50} 60L{x * 0.3 - 40} 396H{x * 0.3 + 40}L{x + 50} 60Z", pen.tube("softleaf", 0.3))
            for x in (-180, 180, 0)
        )
        crowns = ""
        for x, y, r in (
            (-240, 20, 130),
            (240, 20, 130),
            (-120, -90, 150),
            (120, -90, 150),
            (0, 20, 150),
            (0, -170, 140),
        ):
            crowns += (
                dot(x, y, r, pen.ball(main, 0.4))
                + "".join(
                    dot(x + u, y + v, 30, pen.ball(tint(main, 0.06))) for u, v, _ in ring_of(9, r * 0.72)
                )
                + "".join(
                    dot(x + u, y + v, 26, pen.ball(tint(main, 0.14))) for u, v, _ in ring_of(5, r * 0.34)
                )
            )
        return out + stalks + crowns
    outer = ""
    for k, (x, y, turn) in enumerate(
        (
            (0, 300, 100),
            (0, 300, 80),
            (-60, 320, -180),
            (60, 320, 0),
            (-80, 320, -152),
            (80, 320, -28),
            (-60, 320, -126),
            (60, 320, -54),
            (0, 330, -90),
        )
    ):
        grown = 0.34 if turn in {80, 100} else 1
        colour = (
            mix(main, "deepleaf", max(0.35 - 0.05 * k, 0))
            if kind != "lettuce"
            else mix(main, "leaf", max(0.4 - 0.05 * k, 0))
        )
        frill = curve(
            [
                (0, 0),
                (90, -110),
                (200, -170),
                (270, -130),
                (340, -150),
                (380, -70),
                (430, -40),
                (420, 20),
                (440, 60),
                (370, 90),
                (330, 150),
                (250, 130),
                (190, 170),
                (80, 110),
            ],
            tension=0.9,
        )
        outer += group(
            path(frill, pen.ball(colour, 0.25)),
            line(
                "M0 0C140 -10 260 0 380 0M150 0L240 -90M150 0L240 90M250 0L320 -60M250 0L320 60",
                mix(colour, "milk", 0.5),
                8,
                opacity=0.7,
            ),
            x=x,
            y=y,
            turn=turn,
            scale=grown,
        )
    if kind == "cauliflower":
        curds = "".join(
            dot(x, y, r, pen.ball("cream", 0.2))
            for x, y, r in (
                (0, 80, 210),
                (-150, 60, 110),
                (150, 60, 110),
                (-100, -50, 110),
                (100, -50, 110),
                (0, -100, 110),
                (-60, 60, 100),
                (70, 70, 100),
                (0, -20, 96),
                (-130, 160, 90),
                (130, 160, 90),
                (0, 170, 96),
            )
        )
        front = "".join(
            group(
                path(leaf(300, 120), pen.ball(main, 0.25)),
                line("M0 0H250", mix(main, "milk", 0.5), 9),
                x=x,
                y=390,
                turn=t,
            )
            for x, t in ((-60, -140), (60, -40), (0, -90))
            if t != -90
        )
        return out + outer + curds + front
    heart = dot(0, 120, 236, pen.ball(tint(main, 0.3), 0.25))
    folds = "".join(
        line(d, mix(main, "milk", 0.6), 9, opacity=0.85)
        for d in (
            "M-30 350C-60 200 -40 20 -130 -60",
            "M10 350C30 200 90 60 80 -90",
            "M-60 230C-120 180 -160 150 -210 150M40 210C110 170 150 140 214 150"
            "M-56 120C-90 70 -110 50 -160 40M60 90C100 40 130 20 170 20",
        )
    )
    wrapl = path(
        "M-236 130C-230 -60 -100 -140 20 -120C-80 -20 -60 200 0 356C-140 350 -230 260 -236 130Z",
        tint(main, 0.16),
        opacity=0.8,
    )
    return out + outer + heart + wrapl + folds


def mushroom(pen: Pen) -> str:
    main = pen.colour(0, "linen")

    def one(x: float, y: float, s: float) -> str:
        stem = path("M-62 0C-56 90 -70 150 -76 190Q0 224 76 190C70 150 56 90 62 0Z", pen.tube("milk", 0.3))
        gills = oval(0, 6, 150, 36, shade(main, 0.45))
        cap = (
            "M-210 10C-214 -130 -110 -210 0 -210C110 -210 214 -130 210 10"
            "C150 50 90 20 0 20C-90 20 -150 50 -210 10Z"
        )
        return group(
            under(pen, 0, 200, 150),
            stem,
            gills,
            path(cap, pen.ball(main, 0.3)),
            shine(-90, -110, 50, 24),
            x=x,
            y=y,
            scale=s,
        )

    return one(-60, -20, 1.15) + one(240, 130, 0.95) + one(-250, 180, 0.9) + one(40, 250, 0.75)


DRAWINGS: dict[str, Drawing] = {"gourd": gourd, "head": head, "mushroom": mushroom}
