"""Bags, shoes and hats."""

from __future__ import annotations

from duka.demo.art.colour import mix, shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.prints import print_paint
from duka.demo.art.shapes import (
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
)


def _colours(pen: Pen) -> tuple[str, str, str]:
    return pen.colour(0, "ochre"), pen.colour(1, "night"), pen.colour(2, "ivory")


def _paint(pen: Pen, scale: float = 1, turn: float = 0) -> str:
    return print_paint(pen, pen.spec.pattern, _colours(pen), scale, turn)


def tote(pen: Pen) -> str:
    """A cloth tote with leather straps."""
    _main, second, _ = _colours(pen)
    d = curve(
        [(-330, -120), (-346, 150), (-310, 396), (0, 408), (310, 396), (346, 150), (330, -120), (0, -108)],
        tension=0.2,
    )
    strap = "M-170 {0}C-170 -420 -120 -490 0 -490C120 -490 170 -420 170 {0}"
    leather = mix(second, "cognac", 0.25)
    back = line(strap.format(-110), shade(leather, 0.3), 26)
    front = line(strap.format(10), leather, 30)
    tabs = "".join(
        box(x - 30, -30, 60, 92, leather, round_by=12) + dot(x, 0, 7, "#e9c878") + dot(x, 34, 7, "#e9c878")
        for x in (-170, 170)
    )
    foot = path("M-330 300H330L306 420H-306Z", leather)
    return (
        back
        + path(d, _paint(pen))
        + group(foot, box(-350, -124, 700, 34, leather), clip=pen.clip(d))
        + path(d, pen.veil("#2b1830", 0.36, "side"))
        + front
        + tabs
        + line("M-324 300H324", tint(leather, 0.3), 4, dash="14 10")
    )


def basket_bag(pen: Pen) -> str:
    """A woven market bag with hoop handles and a pompom."""
    main, second, third = _colours(pen)
    d = curve(
        [
            (-290, -60),
            (-370, 130),
            (-350, 320),
            (-230, 396),
            (0, 404),
            (230, 396),
            (350, 320),
            (370, 130),
            (290, -60),
        ],
        tension=0.6,
    )
    hoop = "M-170 {0}C-190 -430 190 -430 170 {0}"
    bands = (
        box(-400, 120, 800, 46, second)
        + box(-400, 190, 800, 18, third)
        + "".join(
            path(polygon([(x - 36, 300), (x, 240), (x + 36, 300)]), second) for x in range(-360, 400, 72)
        )
    )
    texture = path(d, print_paint(pen, "weave", (main, main, main), 1.3), opacity=0.55)
    pom = "".join(
        line(f"M0 0L{x:.0f} {y:.0f}", c, 12)
        for k, (x, y, _) in enumerate(ring_of(20, 56))
        for c in ((third, second)[k % 2],)
    )
    return (
        line(hoop.format(-20), shade("cognac", 0.35), 24)
        + path(d, main)
        + texture
        + group(bands, clip=pen.clip(d))
        + path(d, pen.veil("#2b1830", 0.42, "side"))
        + path("M-290 -60Q0 -20 290 -60L296 -24Q0 20 -296 -24Z", tint(main, 0.25))
        + line(hoop.format(30), "#a4602f", 28)
        + line("M150 20C170 80 190 120 200 150", third, 8)
        + group(pom, x=206, y=200)
    )


def clutch(pen: Pen) -> str:
    _main, second, _ = _colours(pen)
    body = box(-410, -150, 820, 480, _paint(pen), round_by=36)
    flap = curve(
        [(-410, -150), (0, -158), (410, -150), (404, -40), (200, 90), (0, 150), (-200, 90), (-404, -40)],
        tension=0.35,
    )
    return (
        body
        + box(-410, -150, 820, 480, pen.veil("#2b1830", 0.35, "side"), round_by=36)
        + path(flap, "#2b1830", opacity=0.22, extra=' transform="translate(0 16)"')
        + path(flap, pen.slope(second))
        + line(flap, tint(second, 0.35), 4, dash="16 12")
        + dot(0, 96, 34, pen.ball("gold"))
        + line("M404 60C520 120 500 330 430 400", shade(second, 0.1), 16)
        + dot(404, 60, 16, "#d7a53a")
    )


def pouch(pen: Pen) -> str:
    """A leather crossbody with a tooled flap and a long strap."""
    main, second, _ = _colours(pen)
    strap = line("M-250 -60C-330 -520 330 -520 250 -60", shade(main, 0.28), 24)
    body = curve(
        [(-290, -90), (-310, 140), (-260, 340), (0, 380), (260, 340), (310, 140), (290, -90), (0, -110)],
        tension=0.5,
    )
    flap = curve(
        [(-296, -100), (0, -124), (296, -100), (300, 30), (200, 170), (0, 214), (-200, 170), (-300, 30)],
        tension=0.5,
    )
    tool = (
        "".join(group(path(leaf(110, 26), second), y=30, turn=a) for _, _, a in ring_of(8, 1))
        + dot(0, 30, 24, main)
        + dot(0, 30, 12, second)
    )
    fringe = "".join(
        line(f"M{x} {366 - abs(x) / 9:.0f}v{80 - abs(x) / 6:.0f}", shade(main, 0.15), 12)
        for x in range(-180, 190, 24)
    )
    return (
        strap
        + fringe
        + path(body, pen.slope(main, 0.3))
        + path(flap, "#2b1830", opacity=0.2, extra=' transform="translate(0 14)"')
        + path(flap, pen.ball(main, 0.25))
        + line(flap, second, 5, dash="16 12")
        + tool
    )


def sandals(pen: Pen) -> str:
    """A pair of flat sandals seen from above."""
    main, second, third = _colours(pen)

    def shoe() -> str:
        sole = curve(
            [
                (-10, -400),
                (100, -380),
                (150, -250),
                (130, -60),
                (96, 120),
                (108, 280),
                (60, 390),
                (-30, 400),
                (-92, 320),
                (-90, 140),
                (-120, -40),
                (-140, -220),
                (-100, -370),
            ],
            tension=0.85,
        )
        straps = (
            path("M-146 -190C-60 -280 60 -290 156 -230L146 -120C60 -190 -60 -180 -140 -90Z", _paint(pen, 0.7))
            + line(
                "M-142 -92C-60 -182 60 -190 146 -122M-146 -192C-60 -282 60 -290 156 -232",
                shade(second, 0.1),
                8,
            )
            + path("M-96 130C-40 80 50 80 104 120L102 180C50 140 -40 140 -94 190Z", main)
        )
        return (
            path(sole, shade("cocoa", 0.25), extra=' transform="translate(10 14)"')
            + path(sole, pen.slope("cognac"))
            + line(sole, tint("cognac", 0.4), 4, dash="14 10")
            + straps
            + "".join(dot(x, y, 13, third) for x, y in ((-70, -206), (0, -228), (76, -216)))
            + dot(4, 118, 15, "#d7a53a")
        )

    return group(shoe(), x=-190, y=10, turn=-7, flip=True) + group(shoe(), x=190, y=10, turn=7)


def slippers(pen: Pen) -> str:
    """Babouches: pointed leather slippers from above."""
    main, second, _ = _colours(pen)

    def shoe() -> str:
        sole = curve(
            [
                (0, -430),
                (110, -290),
                (142, -120),
                (116, 120),
                (110, 300),
                (50, 396),
                (-50, 396),
                (-110, 300),
                (-112, 120),
                (-140, -120),
                (-106, -290),
            ],
            tension=0.8,
        )
        upper = curve(
            [
                (0, -430),
                (114, -290),
                (146, -110),
                (136, 0),
                (60, -70),
                (0, -84),
                (-60, -70),
                (-132, 0),
                (-144, -110),
                (-110, -290),
            ],
            tension=0.7,
        )
        stitch = line("M0 -360L60 -230L0 -120L-60 -230Z", second, 6) + path(
            polygon([(0, -300), (30, -232), (0, -168), (-30, -232)]), second
        )
        return (
            path(sole, shade("cocoa", 0.3), extra=' transform="translate(9 12)"')
            + path(sole, pen.slope(tint("cognac", 0.35)))
            + path(upper, "#2b1830", opacity=0.25, extra=' transform="translate(0 16)"')
            + path(upper, pen.ball(main, 0.3))
            + stitch
            + line("M-132 0C-60 -72 60 -72 136 0", second, 8)
        )

    return group(shoe(), x=-180, turn=-6) + group(shoe(), x=180, turn=6)


def hat(pen: Pen) -> str:
    """A straw hat with a printed band."""
    main, second, _third = _colours(pen)
    brim = oval(0, 240, 480, 130, pen.slope(main)) + oval(0, 240, 480, 130, stroke=shade(main, 0.25), width=8)
    crown = (
        "M-250 220C-260 -60 -200 -220 -70 -220C-30 -220 -20 -196 0 -196"
        "C20 -196 30 -220 70 -220C200 -220 260 -60 250 220"
        "C120 280 -120 280 -250 220Z"
    )
    rings = "".join(
        oval(0, 240, 480 - k * 36, 130 - k * 11, stroke=shade(main, 0.3), width=3, opacity=0.4)
        for k in range(1, 6)
    )
    rows = "".join(
        line(f"M-270 {y}Q0 {y + 46} 270 {y}", shade(main, 0.3), 3, opacity=0.45) for y in range(-210, 220, 24)
    )
    band = path(
        "M-252 110Q0 190 252 110L252 214Q0 300 -252 214Z", _paint(pen, 0.7) if pen.spec.pattern else second
    )
    return (
        brim
        + rings
        + oval(20, 262, 300, 60, "#2b1830", opacity=0.2)
        + path(crown, pen.slope(main))
        + group(rows, band, clip=pen.clip(crown))
        + path(crown, pen.veil("#2b1830", 0.4, "side"))
    )


DRAWINGS: dict[str, Drawing] = {
    "tote": tote,
    "basket_bag": basket_bag,
    "clutch": clutch,
    "pouch": pouch,
    "sandals": sandals,
    "slippers": slippers,
    "hat": hat,
}
