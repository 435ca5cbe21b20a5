"""Ceramics, cushions and small furniture."""

from __future__ import annotations

from duka.demo.art.colour import mix, shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.prints import print_paint
from duka.demo.art.shapes import (
    Point,
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


def vase(pen: Pen) -> str:
    """A thrown vase; forms: round, tall, jug. A dry stem stands in the tall one."""
    main, second, _ = _colours(pen)
    shapes: dict[str, list[Point]] = {
        "tall": [(84, -300), (70, -240), (96, -140), (170, 40), (176, 200), (130, 370), (90, 402), (0, 406)],
        "jug": [(120, -250), (96, -170), (150, -40), (240, 120), (230, 280), (150, 390), (0, 404)],
        "": [(110, -190), (92, -130), (190, -40), (310, 110), (290, 270), (170, 386), (100, 404), (0, 406)],
    }
    profile = shapes.get(pen.form, shapes[""])
    neck, top = profile[0]
    d = turned(profile, 0.75)
    glaze = path(
        f"M-400 {top - 20}H400V40Q340 96 290 52T180 70T60 48T-70 80T-180 46T-300 76T-400 50Z",
        second,
        opacity=0.95,
    )
    marks = "".join(
        line(f"M-340 {y}Q0 {y + 34} 340 {y}", shade(main, 0.35), 3, opacity=0.3) for y in range(110, 400, 26)
    )
    body = path(d, main) + group(glaze, marks, clip=pen.clip(d)) + path(d, pen.veil("#2b1830", 0.45, "side"))
    shine = path(
        curve([(-neck * 0.6, top + 60), (-150, 60), (-170, 160), (-130, 60)], tension=0.8),
        "#fff4de",
        opacity=0.35,
    )
    mouth = oval(0, top, neck, neck * 0.24, tint(second, 0.2)) + oval(
        0, top + 3, neck * 0.8, neck * 0.16, shade(main, 0.6)
    )
    handle = line("M110 -220C290 -250 300 10 214 60", shade(second, 0.14), 36) if pen.form == "jug" else ""
    stems = ""
    if pen.form != "jug":
        stems = "".join(
            group(
                line(f"M0 0C{lean * 0.2} -120 {lean * 0.7} -220 {lean} {-height}", shade("sage", 0.25), 7),
                "".join(
                    group(
                        path(leaf(86, 20), mix("sage", "straw", 0.5 if k % 2 else 0.1)),
                        x=lean * s * s,
                        y=-height * s,
                        turn=t - 90,
                    )
                    for k, (s, t) in enumerate(
                        ((0.6, -40), (0.68, 44), (0.78, -34), (0.86, 40), (1, lean / 6))
                    )
                ),
                y=top + 10,
            )
            for lean, height in ((-110, 280), (10, 330), (120, 250))
        )
    return stems + handle + body + mouth + shine


def bowl(pen: Pen) -> str:
    """A stack of two ceramic bowls, the upper one glazed."""
    main, second, third = _colours(pen)
    out = ""
    for y, width, colour in ((160, 350, main), (-30, 320, second)):
        d = (
            f"M{-width} {y - 60}C{-width + 10} {y + 120} {-width * 0.55} {y + 236} "
            f"-110 {y + 240}H110"
            f"C{width * 0.55} {y + 236} {width - 10} {y + 120} {width} {y - 60}Z"
        )
        band = line(f"M{-width} {y + 6}Q0 {y + 66} {width} {y + 6}", third, 12) + "".join(
            dot(x, y + 66 - (x / 70) ** 2, 9, third) for x in range(-300, 320, 40)
        )
        out += path(d, colour) + group(band, clip=pen.clip(d)) + path(d, pen.veil("#2b1830", 0.4, "side"))
        out += oval(0, y - 60, width, 54, tint(colour, 0.3)) + oval(
            0, y - 56, width - 24, 42, shade(colour, 0.28)
        )
    return out + oval(-40, -74, 210, 22, shade(second, 0.4), opacity=0.7)


def mug(pen: Pen) -> str:
    main, second, third = _colours(pen)

    def cup(x: float, y: float, colour: str, other: str, scale: float) -> str:
        d = "M-170 -190C-166 0 -160 120 -130 186Q0 220 130 186C160 120 166 0 170 -190Z"
        dip = path("M-190 60Q-90 20 0 56T190 40V230H-190Z", other)
        marks = group(
            dip, *(dot(u, v, 11, third) for u in range(-150, 160, 50) for v in (-90, -40)), clip=pen.clip(d)
        )
        return group(
            line("M150 -110C290 -130 280 110 140 100", shade(colour, 0.16), 34),
            path(d, colour),
            marks,
            path(d, pen.veil("#2b1830", 0.4, "side")),
            oval(0, -190, 170, 34, tint(colour, 0.3)),
            oval(0, -186, 150, 25, shade("coffee", 0.1)),
            x=x,
            y=y,
            scale=scale,
        )

    return cup(150, 150, second, main, 1.1) + cup(-170, 205, main, second, 1)


def plate(pen: Pen) -> str:
    """A large plate seen from above with a painted rim."""
    main, second, third = _colours(pen)
    rim = "".join(group(path(leaf(92, 26), second), x=x, y=y, turn=a) for x, y, a in ring_of(18, 292))
    dots = "".join(dot(x, y, 9, third) for x, y, _ in ring_of(18, 350, 10))
    fish = path(
        "M-130 0C-60 -90 70 -80 130 0C70 80 -60 90 -130 0ZM-120 0L-200 -60L-180 0L-200 60Z", second
    ) + dot(84, -16, 12, main)
    scales = "".join(line(f"M{x} -34Q{x + 22} 0 {x} 34", main, 6) for x in (-60, -20, 20))
    return (
        dot(0, 0, 410, main)
        + rim
        + dots
        + dot(0, 0, 270, shade(main, 0.08))
        + dot(0, 4, 256, main)
        + fish
        + scales
        + dot(0, 0, 410, pen.veil("#2b1830", 0.2, "side"))
        + line("M-330 -190C-280 -270 -200 -330 -120 -360", "#ffffff", 14, opacity=0.5)
    )


def cushion(pen: Pen) -> str:
    main, second, third = _colours(pen)
    d = curve(
        [
            (-370, -330),
            (-180, -300),
            (0, -292),
            (180, -300),
            (370, -330),
            (346, -160),
            (338, 20),
            (346, 200),
            (370, 370),
            (180, 344),
            (0, 336),
            (-180, 344),
            (-370, 370),
            (-346, 200),
            (-338, 20),
            (-346, -160),
        ],
        tension=0.7,
    )
    paint = print_paint(pen, pen.spec.pattern, (main, second, third), 1.15, 0)
    pinch = "".join(
        group(
            path("M330 340C250 300 210 250 200 200C240 240 290 270 330 340Z", "#2b1830", opacity=0.16),
            x=0,
            turn=a,
        )
        for a in (0, 90, 180, 270)
    )
    tassels = "".join(
        group(dot(0, 0, 18, second), path("M-16 8L-30 84H30L16 8Z", shade(second, 0.08)), x=x, y=y, turn=t)
        for x, y, t in ((-376, -336, 135), (376, -336, -135), (-376, 376, 45), (376, 376, -45))
    )
    return (
        tassels
        + path(d, paint)
        + pinch
        + path(d, pen.veil("#2b1830", 0.4, "side"))
        + line(d, second, 12)
        + path(
            curve([(-280, -250), (-100, -240), (60, -240), (-120, -150), (-270, -60)], tension=0.8),
            "#fff4de",
            opacity=0.12,
        )
    )


def pouf(pen: Pen) -> str:
    main, second, _ = _colours(pen)
    d = curve(
        [
            (-380, 60),
            (-410, 220),
            (-360, 370),
            (0, 408),
            (360, 370),
            (410, 220),
            (380, 60),
            (200, -40),
            (0, -60),
            (-200, -40),
        ],
        tension=0.8,
    )
    seams = "".join(
        line(f"M{x * 0.2} 20C{x * 0.8} 60 {x} 200 {x * 0.86} 400", second, 7, opacity=0.8)
        for x in (-300, -150, 0, 150, 300)
    )
    top = oval(0, 30, 350, 86, pen.slope(tint(main, 0.08)))
    rays = "".join(line(f"M0 30L{x * 1:.0f} {30 + y * 0.24:.0f}", second, 6) for x, y, _ in ring_of(10, 300))
    return (
        path(d, main)
        + group(seams, clip=pen.clip(d))
        + path(d, pen.veil("#2b1830", 0.45, "side"))
        + top
        + rays
        + oval(0, 30, 60, 18, second)
        + oval(0, 30, 350, 86, stroke=second, width=8)
    )


def stool(pen: Pen) -> str:
    """A carved wooden stool with a curved seat."""
    main, second, _ = _colours(pen)
    legs = path("M-240 -40L-300 404H-210L-150 -20Z", pen.tube(shade(main, 0.14))) + path(
        "M240 -40L300 404H210L150 -20Z", pen.tube(shade(main, 0.26))
    )
    pillar = path(
        turned([(110, -20), (70, 90), (120, 190), (70, 290), (150, 404), (0, 406)], 0.8),
        pen.tube(shade(main, 0.06), 0.4),
    )
    carving = "".join(
        path(polygon([(0, y - 26), (20, y), (0, y + 26), (-20, y)]), second, opacity=0.8)
        for y in (90, 190, 290)
    )
    seat = path("M-380 -150C-240 -60 240 -60 380 -150L392 -80C260 20 -260 20 -392 -80Z", pen.slope(main, 0.3))
    grainy = "".join(
        line(
            f"M{-330 + k * 30} {-96 + k * 14}C-200 {-30 + k * 12} "
            f"200 {-30 + k * 12} {330 - k * 30} {-96 + k * 14}",
            shade(main, 0.3),
            4,
            opacity=0.5,
        )
        for k in range(3)
    )
    return legs + pillar + carving + seat + grainy


def candle(pen: Pen) -> str:
    main, second, _ = _colours(pen)
    d = "M-210 -80L-200 380Q0 420 200 380L210 -80Z"
    band = path("M-230 90Q0 130 230 90V290Q0 330 -230 290Z", second) + "".join(
        path(polygon([(x, 150), (x + 26, 200), (x, 250), (x - 26, 200)]), main) for x in range(-180, 190, 60)
    )
    flame = path(
        "M0 -330C50 -250 62 -210 40 -170C24 -140 -24 -140 -40 -170C-62 -210 -40 -240 0 -330Z", "#f6b53c"
    ) + path("M0 -260C24 -220 28 -190 0 -160C-28 -190 -20 -220 0 -260Z", "#fff0b8")
    glow = dot(0, -220, 190, pen.veil("#f9cf6a", 0.55, "pool"))
    return (
        glow
        + path(d, main)
        + group(band, clip=pen.clip(d))
        + path(d, pen.veil("#2b1830", 0.4, "side"))
        + oval(0, -80, 210, 40, tint(main, 0.3))
        + oval(0, -76, 180, 28, "#f8e6bd")
        + line("M0 -80V-160", "#47291f", 8)
        + flame
    )


def incense(pen: Pen) -> str:
    """A clay burner (and) with coals and a curl of smoke."""
    main, second, _ = _colours(pen)
    foot = path(
        turned([(90, 130), (70, 240), (200, 380), (190, 404), (0, 408)], 0.6),
        pen.tube(shade(main, 0.08), 0.4),
    )
    cup = turned([(260, -110), (268, -10), (200, 110), (90, 160), (0, 166)], 0.7)
    holes = "".join(
        path(polygon([(x - 30, 60), (x, 0), (x + 30, 60)]), shade(main, 0.55)) for x in (-150, -50, 50, 150)
    )
    coals = oval(0, -110, 260, 52, shade(main, 0.5)) + "".join(
        oval(x, y, 46, 26, c, turn=t)
        for x, y, c, t in (
            (-120, -116, "#47291f", 10),
            (-30, -128, "#c2482b", -8),
            (70, -118, "#3a3436", 14),
            (140, -110, "#a8412b", 0),
            (20, -100, "#e07b39", 6),
        )
    )
    smoke = "".join(
        line(d, "#fffaf0", w, opacity=o)
        for d, w, o in (
            ("M0 -150C-80 -240 80 -300 0 -400C-60 -480 40 -520 10 -580", 18, 0.75),
            ("M60 -150C130 -220 20 -300 90 -400", 11, 0.6),
        )
    )
    return (
        foot
        + path(cup, main)
        + line("M-262 -40Q0 20 262 -40", second, 14)
        + holes
        + path(cup, pen.veil("#2b1830", 0.42, "side"))
        + coals
        + oval(0, -110, 260, 52, stroke=tint(main, 0.25), width=10)
        + smoke
    )


DRAWINGS: dict[str, Drawing] = {
    "vase": vase,
    "bowl": bowl,
    "mug": mug,
    "plate": plate,
    "cushion": cushion,
    "pouf": pouf,
    "stool": stool,
    "candle": candle,
    "incense": incense,
}
