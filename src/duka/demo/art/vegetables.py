"""Tomatoes, roots, bulbs and stems."""

from __future__ import annotations

from duka.demo.art.colour import mix, shade
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.shapes import (
    curve,
    group,
    leaf,
    line,
    path,
    polygon,
    turned,
)
from duka.demo.art.tabletop import shine, under


def tomato(pen: Pen) -> str:
    """Three ripe tomatoes; form vine: small ones on their truss."""
    main = pen.colour(0, "tomato")

    def fruit(x: float, y: float, r: float) -> str:
        d = curve(
            [
                (0, -r * 0.72),
                (r * 0.55, -r * 0.84),
                (r, -r * 0.2),
                (r * 0.86, r * 0.5),
                (r * 0.3, r * 0.82),
                (-r * 0.3, r * 0.82),
                (-r * 0.86, r * 0.5),
                (-r, -r * 0.2),
                (-r * 0.55, -r * 0.84),
            ],
            tension=0.9,
        )
        star = "".join(
            group(path(leaf(r * 0.5, r * 0.13), ("#4f7f35", "#3d6b2c")[k % 2]), y=-r * 0.7, turn=a)
            for k, a in enumerate((-10, 40, 95, 150, 200))
        )
        return group(
            under(pen, 0, r * 0.8, r),
            path(d, pen.ball(main, 0.38)),
            shine(-r * 0.45, -r * 0.3, r * 0.2, r * 0.1),
            star,
            line(f"M0 {-r * 0.7}q{r * 0.04} {-r * 0.18} {r * 0.16} {-r * 0.26}", "#3d6b2c", r * 0.09),
            x=x,
            y=y,
        )

    if pen.form == "vine":
        stem = line("M-360 -190C-160 -120 120 -150 390 -30", "#4f7f35", 20)
        spots = (
            (-300, -60),
            (-190, 110),
            (-60, -30),
            (40, 150),
            (170, 0),
            (290, 150),
            (-330, 190),
            (-110, 270),
            (170, 290),
        )
        return (
            "".join(
                line(f"M{x} {y - 60}L{x + 14} {-150 + x * 0.05:.0f}", "#4f7f35", 10) for x, y in spots[:6]
            )
            + "".join(fruit(x, y, 96) for x, y in spots)
            + stem
        )
    return fruit(-170, 130, 220) + fruit(220, 150, 200) + fruit(10, 250, 180)


def _root(pen: Pen, length: float, breadth: float, colour: str, round_top: bool) -> str:
    if round_top:
        d = curve(
            [
                (0, -breadth * 0.5),
                (breadth * 0.9, 0),
                (breadth * 0.95, breadth * 0.8),
                (breadth * 0.3, breadth * 1.7),
                (10, length),
                (-10, length),
                (-breadth * 0.3, breadth * 1.7),
                (-breadth * 0.95, breadth * 0.8),
                (-breadth * 0.9, 0),
            ],
            tension=0.85,
        )
    else:
        d = turned(
            [
                (breadth * 0.7, -10),
                (breadth, 40),
                (breadth * 0.8, length * 0.4),
                (breadth * 0.4, length * 0.8),
                (0, length),
            ],
            0.8,
        )
    rings = "".join(
        line(
            f"M{-breadth * s:.0f} {length * y:.0f}q{breadth * 0.3:.0f} 8 {breadth * 0.55:.0f} 0",
            shade(colour, 0.25),
            4,
            opacity=0.6,
        )
        for s, y in ((0.8, 0.2), (0.2, 0.34), (0.6, 0.5), (0.1, 0.66))
    )
    return path(d, pen.tube(colour, 0.32)) + (
        rings if not round_top else shine(-breadth * 0.4, breadth * 0.3, breadth * 0.16, breadth * 0.3, 10)
    )


def roots(pen: Pen) -> str:
    """A bunch with its leaves; forms: carrot (default), beet, radish."""
    kind = pen.form or "carrot"
    main = pen.colour(0, {"carrot": "carrot", "beet": "beet", "radish": "radish"}[kind])
    stem = {"carrot": "#5b8c3a", "beet": "#a83a5a", "radish": "#7da24c"}[kind]
    tops = ""
    for k in range(9):
        lean = -240 + k * 60
        green = mix("leaf", "softleaf", (k % 3) * 0.25)
        tops += line(f"M0 20C{lean * 0.2} -120 {lean * 0.8} -220 {lean} -400", stem, 15)
        if kind == "carrot":
            tops += "".join(
                group(
                    path(leaf(92 - 10 * abs(s - 2), 26), green),
                    x=lean * (0.45 + s * 0.13),
                    y=-130 - s * 66,
                    turn=t - 90 + lean * 0.1,
                )
                for s in range(5)
                for t in (-58, 58)
            )
        else:
            tops += group(
                path(leaf(310, 92), green),
                line("M10 0H260", stem, 9),
                x=lean * 0.55,
                y=-170,
                turn=-90 + lean * 0.18,
            )
    size, length, step = {"carrot": (62, 440, 104), "beet": (120, 360, 196), "radish": (84, 260, 140)}[kind]
    count = 5 if kind != "beet" else 3
    order = sorted(range(count), key=lambda k: -abs(k - (count - 1) / 2))
    body = "".join(
        group(
            _root(pen, length - 30 * abs(k - (count - 1) / 2), size, main, kind != "carrot"),
            x=(k - (count - 1) / 2) * step,
            y=30 + 22 * (k % 2),
            turn=-(k - (count - 1) / 2) * 7,
        )
        for k in order
    )
    string = line("M-120 -6C-60 30 60 30 120 -6", "#d9b981", 16) + line(
        "M60 14C110 50 100 90 130 110M66 14C90 60 60 90 76 130", "#d9b981", 8
    )
    return under(pen, 0, 400, 330) + tops + body + string


def tuber(pen: Pen) -> str:
    """A heap of potatoes; form onion: three onions; form garlic: two heads."""
    main = pen.colour(0, {"": "potato", "onion": "onion", "garlic": "ivory"}[pen.form])
    if not pen.form:
        spots = ((-250, 250, 10), (0, 280, -12), (260, 250, 20), (-130, 90, -20), (140, 80, 8), (0, -60, -6))
        eyes = "".join(
            line(f"M{x} {y}q12 8 24 0", shade(main, 0.3), 6)
            for x, y in ((-80, -30), (20, -50), (60, 20), (-30, 40), (90, -30))
        )
        d = curve(
            [(-170, 0), (-110, -100), (30, -112), (150, -60), (170, 40), (90, 104), (-70, 108), (-150, 70)],
            tension=0.9,
        )
        return under(pen, 0, 380, 440) + "".join(
            group(path(d, pen.ball(main, 0.32)), eyes, x=x, y=y, turn=t, flip=bool(k % 2))
            for k, (x, y, t) in enumerate(spots)
        )

    def bulb(x: float, y: float, s: float) -> str:
        d = curve(
            [
                (0, -250),
                (26, -190),
                (130, -120),
                (196, 20),
                (140, 150),
                (0, 186),
                (-140, 150),
                (-196, 20),
                (-130, -120),
                (-26, -190),
            ],
            tension=0.75,
        )
        lines = "".join(
            line(f"M0 -200C{v * 0.7} -120 {v * 1.3} 40 {v * 0.3} 176", shade(main, 0.28), 5, opacity=0.6)
            for v in (-130, -70, 0, 70, 130)
        )
        tip = line("M0 -240C-8 -290 10 -300 -6 -340M6 -240C16 -280 28 -290 26 -320", shade(main, 0.3), 9)
        hair = "".join(line(f"M{v} 180q{v * 0.4} 20 {v} 30", shade(main, 0.4), 4) for v in (-20, -8, 8, 20))
        return group(
            under(pen, 0, 190, 190),
            hair,
            path(d, pen.ball(main, 0.36)),
            lines,
            tip,
            shine(-90, -30, 22, 50, 20),
            x=x,
            y=y,
            scale=s,
        )

    return bulb(-190, 140, 1.05) + bulb(200, 150, 1) + bulb(20, 236, 0.9)


def leek(pen: Pen) -> str:
    """A bundle of leeks; form asparagus, beans, rhubarb: bundles of stems."""
    main = pen.colour(0, "leaf")
    kind = pen.form or "leek"
    out = under(pen, 0, 350, 420)
    if kind == "leek":
        for k, turn in enumerate((-9.0, 8.0, -1.0)):
            tops = "".join(
                path(
                    f"M{-30 + v * 10} -120C{v * 60 - 40} -260 {v * 90 - 30} -380 {v * 120} "
                    f"-520L{v * 124 + 62} -420C{v * 70 + 50} -300 {v * 40 + 40} -200 36 -110"
                    "Z",
                    pen.slope(mix(main, "deepleaf", 0.25 * (v + 1)), 0.2),
                )
                for v in (-1, 1, 0)
            )
            shaft = path(
                "M-44 -130L44 -130L50 330Q0 372 -50 330Z", pen.fade(mix(main, "milk", 0.45), "milk")
            ) + path("M-44 -130L44 -130L50 330Q0 372 -50 330Z", pen.veil("#2b4a20", 0.35, "side"))
            hair = "".join(
                line(f"M{v} 350q{v * 0.3} 30 {v * 0.9} 56", "#d9c79a", 5) for v in range(-36, 40, 12)
            )
            out += group(
                tops,
                hair,
                shaft,
                *(line(f"M{v} -110V320", "#8fae6b", 3, opacity=0.5) for v in (-18, 12)),
                x=(k - 1) * 130 + (80 if k == 2 else -40 if k == 1 else 0),
                turn=turn,
                y=10,
            )
        return out + line("M-200 120C-60 160 80 160 210 120", "#d9b981", 18)
    for k in range(9):
        x, turn = (k - 4) * 66, (k - 4) * 2.5
        if kind == "asparagus":
            tip = path(
                turned([(0, -420), (30, -340), (32, -240), (26, -200)], 0.8),
                pen.tube(mix("plum", main, 0.55)),
            ) + "".join(
                path(polygon([(v - 13, y), (v, y - 34), (v + 13, y)]), shade(main, 0.2))
                for v, y in ((-12, -250), (12, -290), (0, -210), (-6, -330), (10, -130), (-8, 0), (6, 140))
            )
            out += group(path("M-26 -230L26 -230L34 370H-34Z", pen.tube(main)), tip, x=x, turn=turn)
        elif kind == "rhubarb":
            out += group(
                group(path(leaf(230, 120), pen.slope("leaf", 0.25)), y=-180, turn=-90 - (k - 4) * 5),
                path("M-24 -200L24 -200L34 380H-34Z", pen.tube(main)),
                x=x * 0.9,
                turn=turn,
            )
        else:
            out += group(
                path("M0 -360C46 -240 44 200 -10 360C-50 200 -50 -200 -26 -340Z", pen.tube(main)),
                line("M-14 -350q-6 -30 10 -46", "#3d6b2c", 9),
                x=x,
                turn=turn * 2.4 - 6 + 9 * (k % 2),
            )
    return (
        out
        + line("M-320 60C-100 100 100 100 320 60", "#d9b981", 20)
        + line("M-320 92C-100 132 100 132 320 92", "#c9a566", 8)
    )


DRAWINGS: dict[str, Drawing] = {"tomato": tomato, "roots": roots, "tuber": tuber, "leek": leek}
