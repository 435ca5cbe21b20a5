"""Shirts, suits, trousers and children's clothes, and cloth that is tied or folded."""

from __future__ import annotations

from duka.demo.art.colour import mix, shade, tint
from duka.demo.art.gowns import dress
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.shapes import (
    box,
    curve,
    dot,
    group,
    line,
    oval,
    path,
    turned,
)
from duka.demo.art.tailoring import cloth, cloth_colours, cloth_paint, fold, hanger, neckline


def shirt(pen: Pen) -> str:
    """A shirt; forms: short (default sleeves), long, tunic."""
    main, second, third = cloth_colours(pen)
    foot = 400 if pen.form == "tunic" else 250
    body = turned(
        [
            (80, -480),
            (170, -450),
            (232, -410),
            (236, -240),
            (224, -60),
            (236, foot),
            (110, foot + 22),
            (0, foot + 26),
        ],
        tension=0.22,
    )
    if pen.form in {"long", "tunic"}:
        arm = curve(
            [(168, -452), (250, -410), (330, -180), (404, 120), (316, 156), (236, -90), (222, -260)],
            tension=0.2,
        )
        cuff = "M398 100L312 134L320 172L410 136Z"
    else:
        arm = curve(
            [(168, -452), (250, -414), (318, -300), (372, -180), (262, -124), (222, -230)], tension=0.22
        )
        cuff = "M362 -204L252 -146L264 -118L378 -178Z"
    paint = cloth_paint(pen)
    sleeves = "".join(
        group(path(arm, paint), path(arm, "#2b1830", opacity=0.06 if f else 0.17), path(cuff, second), flip=f)
        for f in (False, True)
    )
    placket = path(f"M-20 -420H20V{foot + 30}H-20Z", second) + "".join(
        dot(0, y, 9, third) + dot(0, y, 3, shade(second, 0.4)) for y in range(-360, foot - 10, 84)
    )
    pocket = box(70, -280, 104, 112, paint, round_by=8) + line(
        "M70 -280V-180Q70 -168 84 -168H160Q174 -168 174 -180V-280Z", second, 7
    )
    folds = [
        fold(-130, -200, foot + 30, -20),
        fold(120, -120, foot + 30, 30),
        fold(-60, 20, foot + 30, 4, 18),
    ]
    inner = neckline("M-78 -486C-60 -430 60 -430 78 -486", shade(main, 0.5), shade(main, 0.5), 4)
    collar = "".join(
        group(path("M80 -492L112 -452L66 -372L4 -424C50 -440 70 -460 80 -492Z", fill), flip=f)
        for f, fill in ((True, tint(second, 0.08)), (False, shade(second, 0.1)))
    )
    return hanger() + sleeves + cloth(pen, body, paint, *folds, placket, pocket, inner) + collar


def bazin(pen: Pen) -> str:
    """A three-piece bazin: long tunic over trousers."""
    main = cloth_colours(pen)[0]
    legs = "".join(
        group(path("M6 300L170 300L190 596L64 600Z", pen.tube(shade(main, 0.16))), flip=f)
        for f in (True, False)
    )
    pen.form = "tunic"
    return legs + shirt(pen)


def trousers(pen: Pen) -> str:
    _main, second, _ = cloth_colours(pen)
    d = (
        "M-176 -400C-60 -388 60 -388 176 -400C210 -240 270 100 296 400"
        "C300 470 270 500 210 500L120 500"
        "C90 300 40 0 0 -120C-40 0 -90 300 -120 500L-210 500"
        "C-270 500 -300 470 -296 400C-270 100 -210 -240 -176 -400Z"
    )
    folds = [
        fold(-100, -330, 480, -100),
        fold(100, -330, 480, 100),
        fold(-40, -330, 300, -80, 20),
        fold(50, -330, 300, 90, 20),
    ]
    waist = path(
        "M-180 -414C-60 -400 60 -400 180 -414L190 -350C60 -334 -60 -334 -190 -350Z", shade(second, 0.08)
    )
    cord = line("M-12 -372C-30 -300 -20 -260 -34 -220M12 -372C30 -310 16 -280 30 -236", tint(second, 0.5), 8)
    cuffs = box(-300, 470, 190, 40, second) + box(110, 470, 190, 40, second)
    return cloth(pen, d, cloth_paint(pen), *folds, cuffs) + waist + cord


def child_set(pen: Pen) -> str:
    """A child's dress or shirt, small on its hanger."""
    kind: Drawing = shirt if pen.form == "shirt" else dress
    pen.form = "short"
    return group(kind(pen), y=60, scale=0.84)


def headwrap(pen: Pen) -> str:
    """A moussor tied on a wooden head."""
    main, second, third = cloth_colours(pen)
    paint = cloth_paint(pen, 0.8)
    skin = pen.tube(mix("cocoa", "cognac", 0.35))
    neck = path(
        turned([(70, 150), (66, 300), (120, 372), (170, 400), (0, 404)], tension=0.4), shade("cocoa", 0.1)
    )
    face = path(
        turned([(0, -190), (130, -150), (158, 0), (132, 130), (70, 214), (0, 236)], tension=0.75), skin
    )
    ears = "".join(
        group(oval(158, 40, 20, 38, shade("cocoa", 0.08)), dot(160, 92, 17, third), flip=f)
        for f in (True, False)
    )
    crown = curve(
        [
            (-176, -20),
            (-214, -180),
            (-190, -330),
            (-60, -430),
            (90, -430),
            (216, -330),
            (222, -170),
            (176, -20),
            (90, -86),
            (0, -104),
            (-90, -86),
        ],
        tension=0.8,
    )
    bands = (
        path(
            "M-176 -20C-214 -120 -214 -200 -190 -260C-60 -230 120 -160 176 -20"
            "C90 -86 40 -100 0 -104C-90 -92 -130 -60 "
            "-176 -20Z",
            "#2b1830",
            opacity=0.14,
        )
        + line("M-200 -170C-60 -190 100 -120 176 -20", shade(main, 0.45), 6, opacity=0.6)
        + line("M-204 -250C-40 -280 130 -220 222 -150", shade(main, 0.45), 6, opacity=0.5)
        + line("M-160 -370C-20 -370 130 -330 226 -230", shade(main, 0.45), 6, opacity=0.4)
    )
    bow = curve(
        [
            (10, -400),
            (-110, -560),
            (-230, -590),
            (-250, -500),
            (-150, -410),
            (-20, -350),
            (90, -380),
            (210, -430),
            (290, -540),
            (250, -620),
            (140, -580),
            (40, -430),
        ],
        tension=0.8,
    )
    knot = oval(8, -392, 58, 46, second, turn=-14) + line(
        "M-30 -404C-10 -380 20 -372 44 -386", shade(second, 0.3), 6
    )
    creases = line(
        "M-20 -390C-100 -430 -150 -480 -200 -530M40 -400C120 -440 190 -500 240 -560",
        shade(main, 0.4),
        6,
        opacity=0.6,
    )
    shadow = path(bow, pen.veil("#2b1830", 0.3, "side"))
    coffee = shade("coffee", 0.2)
    lids = line("M-92 40C-76 58 -44 58 -30 42M30 42C44 58 76 58 92 40", coffee, 7)
    lips = path(
        "M-38 142C-20 130 -8 130 0 136C8 130 20 130 38 142C16 166 -16 166 -38 142Z",
        mix("brick", "cocoa", 0.35),
    )
    brows = line("M-104 4C-84 -14 -50 -14 -32 0M32 0C50 -14 84 -14 104 4", coffee, 6, opacity=0.7)
    nose = line("M-18 98C-10 108 10 108 18 98", coffee, 6, opacity=0.6)
    return (
        neck
        + ears
        + face
        + brows
        + lids
        + nose
        + lips
        + path(bow, paint)
        + shadow
        + creases
        + cloth(pen, crown, paint, bands)
        + knot
    )


def scarf(pen: Pen) -> str:
    """A long scarf hung over a peg, with fringes."""
    _main, second, third = cloth_colours(pen)
    paint = cloth_paint(pen, 0.9)
    fringe = "".join(
        line(f"M{x} {y}v46", second, 5) for x0, y in ((-180, 470), (30, 380)) for x in range(x0, x0 + 150, 14)
    )
    back = "M20 -430C90 -440 190 -400 196 -300L180 384L24 384Z"
    front = (
        "M-30 -470C70 -480 130 -420 60 -330C0 -240 -20 0 -26 474L-186 474"
        "C-190 100 -200 -200 -170 -330C-150 -420 -110 -462 -30 -470Z"
    )
    bars = "".join(
        line(f"M-200 {y}H0", c, w) for y, c, w in ((420, second, 20), (390, third, 7), (364, second, 7))
    )
    tail = "".join(line(f"M10 {y}H200", c, w) for y, c, w in ((336, second, 20), (306, third, 7)))
    peg = dot(0, -440, 34, pen.ball("wood"))
    return (
        fringe
        + cloth(pen, back, paint, tail, path(back, "#2b1830", opacity=0.2))
        + peg
        + cloth(pen, front, paint, bars, fold(-120, -380, 480, -10, 30), fold(-60, -400, 480, 6, 24))
    )


def folded(pen: Pen) -> str:
    """Folded cloth, a stack of three; used for throws, towels, linen and lengths of cloth."""
    main, second, third = cloth_colours(pen)
    out = []
    for level, (y, w) in enumerate(((250, 380), (90, 368), (-70, 352))):
        paint = cloth_paint(pen, 1) if level == 2 or not pen.spec.pattern else (main, second, main)[level]
        d = curve(
            [
                (-w, y),
                (-w + 20, y + 130),
                (-w + 60, y + 150),
                (w - 40, y + 150),
                (w + 6, y + 130),
                (w + 8, y + 74),
                (w - 10, y + 6),
                (w - 60, y - 10),
                (-w + 40, y - 12),
            ],
            tension=0.35,
        )
        lines = line(
            f"M{-w} {y + 66}C-100 {y + 80} 100 {y + 80} {w - 10} {y + 66}", shade(main, 0.5), 6, opacity=0.5
        )
        lip = path(f"M{-w - 10} {y + 110}H{w + 20}V{y + 170}H{-w - 10}Z", "#2b1830", opacity=0.13)
        out.append(cloth(pen, d, paint, lines, lip))
    top = (
        "M-350 -70C-300 -160 -240 -190 -180 -196L250 -196"
        "C310 -190 340 -150 348 -66C200 -40 -200 -40 -350 -70Z"
    )
    out.append(cloth(pen, top, cloth_paint(pen, 1), path(top, "#fff4de", opacity=0.14)))
    fringe = (
        "".join(line(f"M{x} -60v34", tint(second, 0.2), 6) for x in range(-320, 330, 22))
        if pen.form == "fringe"
        else ""
    )
    ribbon = (
        path("M-40 -196H24L40 -50L44 404H-30L-34 -50Z", second) + line("M6 -190V400", third, 5)
        if pen.form == "ribbon"
        else ""
    )
    return "".join(out) + fringe + ribbon


DRAWINGS: dict[str, Drawing] = {
    "shirt": shirt,
    "bazin": bazin,
    "trousers": trousers,
    "child_set": child_set,
    "headwrap": headwrap,
    "scarf": scarf,
    "folded": folded,
}
