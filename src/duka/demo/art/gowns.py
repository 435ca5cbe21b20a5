"""Gowns, hung as in a shop: boubous, kaftans, dresses, wraps and kimono jackets."""

from __future__ import annotations

from duka.demo.art.colour import luminance, shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.shapes import (
    box,
    curve,
    dot,
    group,
    line,
    oval,
    path,
    polygon,
    ring_of,
    turned,
)
from duka.demo.art.tailoring import cloth, cloth_colours, cloth_paint, fold, hanger, neckline


def _embroidery(thread: str, ground: str) -> str:
    """The plastron of a grand boubou: a stitched shield with rings and a tail."""
    shield = curve(
        [
            (-96, -486),
            (-108, -330),
            (-84, -190),
            (-34, -120),
            (0, -40),
            (34, -120),
            (84, -190),
            (108, -330),
            (96, -486),
        ],
        tension=0.7,
    )
    rings = "".join(dot(u, v - 270, 7, thread) for u, v, _ in ring_of(16, 62))
    star = "".join(
        path(
            polygon([(0, -46), (9, -12), (0, 0), (-9, -12)]),
            thread,
            extra=f' transform="translate(0 -270) rotate({a})"',
        )
        for a in range(0, 360, 45)
    )
    return (
        path(shield, ground)
        + line(shield, thread, 7)
        + dot(0, -270, 80, stroke=thread, width=5)
        + rings
        + star
        + line("M0 -190V-66M-26 -170C-10 -150 -10 -140 0 -126C10 -140 10 -150 26 -170", thread, 6)
        + line("M-70 -410C-40 -372 40 -372 70 -410", thread, 6)
        + "".join(dot(x, y, 6, thread) for x, y in ((-48, -362), (48, -362), (0, -376)))
    )


def boubou(pen: Pen) -> str:
    main, second, third = cloth_colours(pen)
    d = turned(
        [
            (72, -492),
            (210, -448),
            (370, -330),
            (492, -90),
            (520, 190),
            (492, 322),
            (420, 348),
            (338, 326),
            (340, 450),
            (352, 580),
            (180, 610),
            (0, 616),
        ],
        tension=0.36,
    )
    folds = [
        fold(x, t, 610, lean, 30)
        for x, t, lean in ((-180, -240, -46), (-70, 30, -12), (90, 20, 26), (190, -220, 50))
    ]
    folds += [fold(-330, -300, 340, -80, 30), fold(335, -300, 340, 82, 30)]
    hem = line("M-350 566C-180 600 180 600 350 566", second, 8) + line(
        "M-352 542C-180 574 180 574 352 542", third, 4
    )
    cuffs = "".join(group(line("M504 298C460 328 390 328 330 306", second, 8), flip=f) for f in (False, True))
    ground = shade(main, 0.12) if luminance(main) > 0.4 else tint(main, 0.1)
    neck = neckline("M-66 -494C-52 -436 52 -436 66 -494", shade(main, 0.5), second, 12)
    return hanger() + cloth(
        pen, d, cloth_paint(pen, 1.1), *folds, hem, cuffs, _embroidery(second, ground), neck
    )


def kaftan(pen: Pen) -> str:
    main, second, third = cloth_colours(pen)
    d = turned(
        [
            (66, -492),
            (180, -458),
            (236, -420),
            (330, -180),
            (408, 60),
            (360, 96),
            (306, 110),
            (206, -150),
            (216, 60),
            (244, 330),
            (270, 572),
            (120, 592),
            (0, 596),
        ],
        tension=0.24,
    )
    band = path("M-30 -470L-22 -30L0 6L22 -30L30 -470Z", second) + line("M0 -400V-40", shade(second, 0.45), 4)
    buttons = "".join(dot(0, y, 8, third) for y in range(-390, -30, 52))
    edge = line("M-30 -470L-22 -30L0 6L22 -30L30 -470", third, 4)
    hem = path("M-290 548C-120 572 120 572 290 548L290 620H-290Z", second)
    hem += "".join(
        path(polygon([(x, 590), (x + 15, 566), (x + 30, 590)]), third) for x in range(-280, 280, 30)
    )
    sleeves = "".join(
        group(path("M402 30L300 78L306 130L420 76Z", second), line("M396 18L296 64", third, 6), flip=f)
        for f in (False, True)
    )
    folds = [
        fold(-150, -120, 600, -40),
        fold(-60, 60, 600, -8, 22),
        fold(95, 40, 600, 24),
        fold(160, -140, 600, 40),
        fold(-270, -300, 60, -66, 20),
        fold(275, -300, 60, 66, 20),
    ]
    neck = neckline("M-62 -494C-50 -448 50 -448 62 -494", shade(main, 0.5), second, 16)
    return hanger() + cloth(pen, d, cloth_paint(pen), *folds, hem, sleeves, band, edge, buttons, neck)


def dress(pen: Pen) -> str:
    """A printed dress; forms: long (default), short, ruffle."""
    main, second, _ = cloth_colours(pen)
    foot = 330 if pen.form == "short" else 560
    flare = 360 if pen.form == "short" else 330
    body = turned(
        [
            (96, -478),
            (168, -470),
            (178, -330),
            (128, -130),
            (134, -92),
            (210, 60),
            (flare, foot),
            (flare * 0.5, foot + 26),
            (0, foot + 34),
        ],
        tension=0.36,
    )
    folds = [
        fold(-90, -80, foot + 40, -170, 46),
        fold(-36, -80, foot + 40, -66, 34),
        fold(34, -80, foot + 40, 58, 38),
        fold(92, -80, foot + 40, 175, 46),
    ]
    hem = line(
        f"M{-flare} {foot - 14}C{-flare * 0.5} {foot + 22} {flare * 0.5} {foot + 22} {flare} {foot - 14}",
        second,
        16,
    )
    paint = cloth_paint(pen)
    puff = curve([(150, -474), (250, -452), (318, -366), (304, -296), (236, -282), (172, -330)], tension=0.8)
    sleeves = "".join(
        group(
            path(puff, paint),
            path(puff, "#2b1830", opacity=0.1 if f else 0.2),
            line("M304 -296C280 -274 200 -286 176 -318", second, 14),
            line("M214 -440C236 -400 240 -360 236 -310", shade(main, 0.35), 5, opacity=0.5),
            flip=f,
        )
        for f in (False, True)
    )
    ruffle = ""
    if pen.form == "ruffle":
        wave = "M-310 320" + "".join(f"q{26} {40} {52} 0" for _ in range(12)) + "L250 250L-250 250Z"
        ruffle = path(wave, "#2b1830", opacity=0.16)
    belt = path("M-131 -136C-60 -120 60 -120 131 -136L136 -90C60 -74 -60 -74 -136 -90Z", second)
    bow = path(
        "M0 -106C-40 -150 -74 -136 -70 -104C-66 -76 -30 -84 0 -106"
        "C40 -150 74 -136 70 -104C66 -76 30 -84 0 -106Z",
        shade(second, 0.14),
    ) + dot(0, -106, 15, shade(second, 0.28))
    tails = path("M-6 -100L-46 10L-14 20L4 -90Z", shade(second, 0.08)) + path(
        "M6 -100L40 0L12 14L0 -90Z", shade(second, 0.18)
    )
    neck = neckline("M-92 -482C-70 -360 70 -360 92 -482", shade(main, 0.5), second, 14)
    return hanger() + sleeves + cloth(pen, body, paint, *folds, ruffle, hem, neck) + belt + tails + bow


def wrap(pen: Pen) -> str:
    """A wrapped skirt (pagne), tied at the hip."""
    _main, second, third = cloth_colours(pen)
    d = turned(
        [(150, -380), (200, -330), (262, -100), (280, 200), (292, 480), (140, 506), (0, 512)], tension=0.3
    )
    over = path("M40 -380C90 -250 70 200 20 510L320 500L280 -380Z", "#2b1830", opacity=0.12)
    edge = line("M40 -380C90 -250 70 200 20 510", second, 18) + line(
        "M58 -380C108 -250 88 200 38 510", third, 5
    )
    waist = path("M-158 -392C-60 -376 60 -376 158 -392L172 -330C60 -312 -60 -312 -172 -330Z", second)
    knot = (
        path("M120 -350C190 -420 250 -390 236 -350C230 -320 170 -320 120 -350Z", shade(second, 0.1))
        + path(
            "M120 -350C160 -290 190 -220 172 -150L130 -140C128 -220 112 -290 100 -340Z", shade(second, 0.18)
        )
        + oval(122, -350, 26, 22, shade(second, 0.3))
    )
    hem = line("M-300 464C-140 494 140 494 300 464", second, 20) + line(
        "M-300 434C-140 464 140 464 300 434", third, 6
    )
    folds = [
        fold(-110, -330, 520, -60),
        fold(-20, -330, 520, -20),
        fold(150, -300, 520, 60),
        fold(60, -200, 520, 40, 34),
    ]
    return cloth(pen, d, cloth_paint(pen), *folds, hem, over, edge) + waist + knot


def kimono(pen: Pen) -> str:
    """An open jacket with wide sleeves."""
    main, second, _ = cloth_colours(pen)
    body = turned(
        [
            (60, -490),
            (190, -452),
            (436, -400),
            (470, -60),
            (462, -20),
            (250, -14),
            (236, -70),
            (240, 400),
            (120, 414),
            (40, 412),
        ],
        tension=0.14,
    )
    inner = path("M-64 -490L64 -490L46 412L-46 412Z", shade(main, 0.55))
    lining = "".join(
        group(path("M44 -496L92 -482C110 -300 80 -100 78 412L26 412C26 -100 44 -300 44 -496Z", fill), flip=f)
        for f, fill in ((True, tint(second, 0.05)), (False, shade(second, 0.12)))
    )
    cuffs = "".join(group(path("M468 -76L250 -66L250 0L480 -10Z", second), flip=f) for f in (True, False))
    hem = box(-260, 380, 520, 50, second)
    folds = [
        fold(-160, -200, 420, -20),
        fold(170, -220, 420, 20),
        fold(-340, -380, -10, -10),
        fold(330, -380, -10, 10),
    ]
    return hanger() + cloth(pen, body, cloth_paint(pen), *folds, cuffs, hem) + inner + lining


DRAWINGS: dict[str, Drawing] = {
    "boubou": boubou,
    "kaftan": kaftan,
    "dress": dress,
    "wrap": wrap,
    "kimono": kimono,
}
