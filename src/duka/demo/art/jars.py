"""Jars and bottles."""

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
from duka.demo.art.tabletop import under


def jar(pen: Pen) -> str:
    """A glass jar; forms: honey, jam (cloth lid), pickle, yoghurt, cream (no cloth)."""
    kind = pen.form or "jam"
    main, second, third = pen.colour(0, "berry"), pen.colour(1, "ivory"), pen.colour(2, "tomato")
    d = turned([(190, -200), (250, -130), (266, 0), (266, 330), (220, 398), (0, 402)], 0.5)
    if kind in {"yoghurt", "cream"}:
        d = turned([(200, -180), (230, -60), (236, 300), (196, 396), (0, 402)], 0.4)
    content = group(path("M-300 -110Q0 -80 300 -110V420H-300Z", pen.tube(main, 0.3)), clip=pen.clip(d))
    bits = ""
    if kind == "pickle":
        bits = "".join(
            group(
                box(-44, -150, 88, 320, pen.tube(mix("leaf", "softleaf", 0.3 * (k % 3))), round_by=44),
                *(dot(u, v, 6, "#dfe6b0") for u, v in ((-14, -80), (12, -20), (-10, 60), (14, 110))),
                x=x,
                y=150,
                turn=t,
            )
            for k, (x, t) in enumerate(((-180, -4), (-62, 3), (60, -3), (176, 5)))
        )
        bits = group(bits, clip=pen.clip(d))
    if kind == "jam":
        bits = group(
            *(
                dot(x, y, 36, pen.ball(shade(main, 0.12)), opacity=0.7)
                for x, y in (
                    (-180, -20),
                    (-90, 30),
                    (20, -30),
                    (120, 20),
                    (200, -30),
                    (-200, 360),
                    (190, 350),
                    (0, 370),
                )
            ),
            clip=pen.clip(d),
        )
    label = box(-220, 70, 440, 220, second, round_by=12) + box(
        -204, 86, 408, 188, stroke=shade(second, 0.2), width=4, round_by=8
    )
    emblems: dict[str, str] = {
        "honey": path(polygon([(x * 60, 180 + y * 60) for x, y, _ in ring_of(6, 1)]), "#e39a1f")
        + oval(0, 184, 26, 18, "#3a3436")
        + oval(-6, 184, 7, 18, "#f5d777")
        + oval(9, 184, 6, 16, "#f5d777")
        + oval(-12, 160, 20, 11, "#fdf9f0", turn=30)
        + oval(14, 158, 20, 11, "#fdf9f0", turn=-30),
        "jam": dot(-30, 190, 40, pen.ball(main))
        + dot(34, 196, 36, pen.ball(main))
        + group(path(leaf(80, 26), "#5b8c3a"), y=156, turn=-20),
        "pickle": group(path(leaf(160, 44), "#5b8c3a"), x=-80, y=190, turn=-8),
        "yoghurt": dot(0, 180, 62, mix(third, "milk", 0.3)) + dot(-14, 166, 16, "#fdf9f0"),
        "cream": path(
            "M0 116C50 170 60 200 40 226C20 250 -20 250 -40 226C-60 200 -50 170 0 116Z",
            mix(third, "milk", 0.2),
        ),
    }
    if kind in {"yoghurt", "cream"}:
        lid = box(-216, -216, 432, 56, pen.tube(third, 0.3), round_by=16)
    elif kind == "jam":
        lid = curve(
            [
                (-250, -130),
                (-210, -250),
                (-120, -300),
                (0, -312),
                (120, -300),
                (210, -250),
                (250, -130),
                (180, -150),
                (120, -116),
                (60, -146),
                (0, -112),
                (-60, -146),
                (-120, -116),
                (-180, -150),
            ],
            tension=0.8,
        )
        checks = "".join(
            box(x, y, 30, 30, "#fdf9f0", opacity=0.75)
            for x in range(-270, 270, 60)
            for y in range(-320, -100, 60)
        ) + "".join(
            box(x + 30, y + 30, 30, 30, "#fdf9f0", opacity=0.75)
            for x in range(-270, 270, 60)
            for y in range(-320, -100, 60)
        )
        lid = (
            path(lid, third)
            + group(checks, clip=pen.clip(lid))
            + path(lid, pen.veil("#2b1830", 0.4, "side"))
            + line("M-196 -196Q0 -160 196 -196", "#d9b981", 18)
        )
    else:
        lid = box(
            -206, -300, 412, 110, pen.tube("gold" if kind == "honey" else third, 0.35), round_by=18
        ) + "".join(line(f"M{x} -284v78", "#2b1830", 4, opacity=0.16) for x in range(-180, 190, 30))
    glassy = path(d, "#eaf3ec", opacity=0.12)
    dipper = ""
    if kind == "honey":
        dipper = group(
            line("M0 0L0 -330", "#b98452", 26),
            *(
                box(-w, -y, 2 * w, 24, pen.tube("wood"), round_by=12)
                for y, w in ((0, 40), (30, 58), (60, 64), (90, 56), (118, 38))
            ),
            x=370,
            y=360,
            turn=34,
        )
    return (
        under(pen, 0, 396, 330)
        + dipper
        + path(d, "#e4ede2")
        + content
        + bits
        + glassy
        + label
        + emblems[kind]
        + line("M-210 -60V330", "#ffffff", 20, opacity=0.45)
        + path(d, stroke="#ffffff", width=6, opacity=0.5)
        + lid
    )


def bottle(pen: Pen) -> str:
    """A bottle; forms: milk, juice (default), cider, beer, oil."""
    kind = pen.form or "juice"
    main, second, third = pen.colour(0, "honey"), pen.colour(1, "ivory"), pen.colour(2, "tomato")
    profiles: dict[str, list[Point]] = {
        "milk": [
            (90, -430),
            (86, -330),
            (110, -240),
            (200, -110),
            (206, 0),
            (206, 340),
            (176, 400),
            (0, 404),
        ],
        "juice": [(70, -420), (70, -300), (160, -160), (180, -40), (180, 340), (150, 400), (0, 404)],
        "cider": [
            (52, -500),
            (54, -330),
            (70, -240),
            (160, -80),
            (172, 40),
            (172, 350),
            (140, 402),
            (0, 406),
        ],
        "beer": [
            (48, -420),
            (52, -290),
            (70, -220),
            (150, -120),
            (156, -20),
            (156, 350),
            (130, 402),
            (0, 406),
        ],
        "oil": [(50, -450), (50, -300), (120, -220), (140, -150), (140, 340), (120, 402), (0, 406)],
    }
    profile = profiles[kind]
    d = turned(profile, 0.45)
    top = profile[0][1]
    clear = kind in {"milk", "juice", "oil"}
    body = path(d, "#e3ece4" if clear else pen.tube(main, 0.4)) + (
        group(box(-300, top + 130, 600, 900, pen.tube(main, 0.26)), clip=pen.clip(d)) if clear else ""
    )
    label = group(
        box(-300, 40, 600, 230, second), line("M-300 62H300M-300 248H300", third, 8), clip=pen.clip(d)
    ) + path(d, pen.veil("#2b1830", 0.24, "side"))
    emblems: dict[str, str] = {
        "milk": oval(0, 150, 74, 62, "#fdf9f0")
        + oval(-36, 120, 30, 24, "#3a3436")
        + oval(40, 160, 22, 28, "#3a3436")
        + oval(0, 186, 44, 26, "#efb0a4")
        + dot(-14, 186, 6, "#9d3f2c")
        + dot(14, 186, 6, "#9d3f2c")
        + oval(-88, 116, 30, 15, "#3a3436", turn=-24)
        + oval(88, 116, 30, 15, "#fdf9f0", turn=24),
        "oil": "".join(oval(x * 44, 150 + y * 44, 26, 12, "#f1b93c", turn=a) for x, y, a in ring_of(12, 1))
        + dot(0, 150, 28, "#6b3f2a"),
        "beer": line("M0 216V90", "#c58f2a", 8)
        + "".join(
            group(path(leaf(52, 15), "#d9a63a"), y=190 - k * 26, turn=t)
            for k in range(4)
            for t in (-130, -50)
        ),
    }
    fruit = (
        dot(-26, 160, 54, pen.ball(third))
        + dot(40, 170, 48, pen.ball(tint(third, 0.12)))
        + group(path(leaf(90, 28), "#5b8c3a"), x=-10, y=112, turn=-24)
    )
    caps = {
        "milk": box(-98, top - 34, 196, 56, pen.tube(third, 0.3), round_by=14),
        "juice": box(-80, top - 26, 160, 80, pen.tube(third, 0.3), round_by=12),
        "beer": box(-58, top - 22, 116, 46, pen.tube("gold", 0.35), round_by=10),
        "cider": path(
            f"M-56 {top + 130}L-62 {top - 10}Q0 {top - 50} 62 {top - 10}L56 {top + 130}Z",
            pen.tube(third, 0.35),
        ),
        "oil": box(-40, top - 70, 80, 96, pen.tube("wood", 0.3), round_by=10),
    }
    x = profile[-4][0]
    return (
        under(pen, 0, 400, 270)
        + body
        + label
        + emblems.get(kind, fruit)
        + line(f"M{-x + 40} -60V340", "#ffffff", 16, opacity=0.4)
        + caps[kind]
    )


DRAWINGS: dict[str, Drawing] = {"jar": jar, "bottle": bottle}
