"""What is on the counter: soap, butter, oil, coffee, and gifts."""

from __future__ import annotations

from duka.demo.art.colour import mix, shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.prints import print_paint
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


def _colours(pen: Pen) -> tuple[str, str, str]:
    return pen.colour(0, "ochre"), pen.colour(1, "night"), pen.colour(2, "ivory")


def _paint(pen: Pen, scale: float = 1, turn: float = 0) -> str:
    return print_paint(pen, pen.spec.pattern, _colours(pen), scale, turn)


def soap(pen: Pen) -> str:
    """Three cut bars, one banded with printed paper."""
    main, second, third = _colours(pen)

    def bar(x: float, y: float, turn: float, colour: str, banded: bool) -> str:
        top = path("M-250 -60L-180 -130H260L200 -60Z", tint(colour, 0.32)) + path(
            "M200 -60L260 -130V40L200 120Z", shade(colour, 0.24)
        )
        face = box(-250, -60, 450, 180, pen.slope(colour), round_by=16)
        band = (
            box(-110, -60, 170, 180, _paint(pen, 0.6))
            + path("M-110 -60L-44 -130H124L60 -60Z", tint(second, 0.2))
            if banded
            else "".join(
                oval(u, v, 14, 7, shade(colour, 0.25), turn=30, opacity=0.6)
                for u, v in ((-170, 0), (-60, 50), (60, -10), (140, 70), (-10, -20))
            )
        )
        return group(top, face, band, x=x, y=y, turn=turn)

    sprig = group(
        line("M0 0C60 -40 120 -60 200 -60", shade("sage", 0.3), 7),
        *(
            group(path(leaf(80, 22), "#7f9a6b"), x=k * 50, y=-30 - k * 6, turn=t)
            for k in range(4)
            for t in (-60, 30)
        ),
        x=120,
        y=-210,
    )
    return (
        bar(60, 280, 0, third, False)
        + bar(-40, 96, -3, main, True)
        + group(bar(40, -80, 4, second if not pen.spec.pattern else third, False))
        + sprig
    )


def balm(pen: Pen) -> str:
    """A low jar of butter, lid leaning, with nuts."""
    main, second, third = _colours(pen)
    jar = "M-280 -20V300Q-280 380 -200 384H200Q280 380 280 300V-20Z"
    swirl = curve(
        [(-260, -20), (-180, -110), (-40, -110), (30, -190), (90, -120), (190, -100), (260, -20)], tension=0.9
    )
    label = box(-280, 90, 560, 190, second) + "".join(
        path(polygon([(x, 120), (x + 30, 185), (x, 250), (x - 30, 185)]), third) for x in range(-240, 260, 80)
    )
    lid = group(dot(0, 0, 200, pen.ball("gold")), dot(0, 0, 160, stroke="#a9791f", width=6), x=330, y=214)
    nuts = "".join(
        oval(x, y, 54, 40, pen.ball("cocoa"), turn=t)
        + oval(x - 14, y - 12, 16, 9, "#fff4de", turn=t, opacity=0.5)
        for x, y, t in ((-380, 368, 20), (-440, 330, -10), (-330, 396, -20))
    )
    return (
        lid
        + path(swirl, pen.slope(main))
        + line(
            "M-60 -100C0 -80 60 -110 70 -140M-180 -80C-100 -50 60 -50 180 -80",
            shade(main, 0.2),
            7,
            opacity=0.6,
        )
        + path(jar, tint(main, 0.2))
        + group(label, clip=pen.clip(jar))
        + path(jar, pen.veil("#2b1830", 0.36, "side"))
        + oval(0, -20, 284, 18, stroke=tint(main, 0.5), width=10)
        + nuts
    )


def flask(pen: Pen) -> str:
    """A slim bottle with a cork; oil or syrup."""
    main, second, third = _colours(pen)
    d = turned([(56, -330), (56, -200), (150, -90), (164, 60), (164, 360), (130, 402), (0, 404)], 0.4)
    label = box(-200, 60, 400, 220, second) + group(
        *(
            path(leaf(80, 22), third).replace("<path", f'<path transform="rotate({a})"')
            for a in range(-150, 0, 30)
        ),
        y=220,
    )
    return (
        box(-42, -420, 84, 110, pen.tube("wood"), round_by=12)
        + path(d, pen.tube(main, 0.4))
        + group(label, clip=pen.clip(d))
        + path(d, pen.veil("#2b1830", 0.3, "side"))
        + line("M-118 -60V330", "#ffffff", 16, opacity=0.4)
        + oval(0, -330, 60, 12, shade(main, 0.3))
    )


def sachet(pen: Pen) -> str:
    """A paper pouch with a window of printed paper: coffee, tea, petals."""
    main, second, third = _colours(pen)
    d = curve(
        [(-270, -350), (270, -350), (290, 0), (306, 396), (0, 408), (-306, 396), (-290, 0)], tension=0.12
    )
    panel = box(-320, -40, 640, 270, _paint(pen, 0.9) if pen.spec.pattern else second)
    emblem = dot(0, 95, 96, third) + (
        group(
            *(
                oval(x, y, 30, 20, shade("coffee", 0.1), turn=t)
                for x, y, t in ((-30, -20, 30), (34, 0, -20), (-6, 40, 10))
            ),
            y=95,
        )
        if pen.form == "coffee"
        else group(
            *(group(path(leaf(70, 24), mix(second, "ruby", 0.3)), turn=a) for _, _, a in ring_of(6, 1)), y=95
        )
    )
    spill = "".join(
        oval(x, y, 24, 16, shade("coffee", 0.1) if pen.form == "coffee" else "#9c2f4a", turn=t)
        for x, y, t in ((-400, 380, 20), (-360, 396, -30), (380, 390, 10), (430, 370, 60))
    )
    return (
        path(d, main)
        + group(panel, clip=pen.clip(d))
        + emblem
        + path(d, pen.veil("#2b1830", 0.34, "side"))
        + box(-276, -390, 552, 66, shade(main, 0.12), round_by=8)
        + line("M-260 -330H260", tint(main, 0.4), 4, dash="16 12")
        + line(
            "M-230 -280C-240 -120 -236 -80 -250 -60M230 -280C240 -200 236 -140 246 -60",
            shade(main, 0.3),
            5,
            opacity=0.4,
        )
        + spill
    )


def painting(pen: Pen) -> str:
    """A reverse-glass painting in its frame: a pirogue under the sun."""
    main, second, third = _colours(pen)
    sea = box(-300, 60, 600, 250, main) + "".join(
        line(f"M-300 {y}q37 -22 75 0t75 0t75 0t75 0t75 0t75 0t75 0t75 0", tint(main, 0.4), 6)
        for y in (110, 180, 250)
    )
    sun = dot(70, -80, 110, second)
    boat = (
        path("M-250 40C-150 130 130 130 250 10C200 170 -170 180 -250 40Z", third)
        + path("M-220 78C-120 130 110 130 220 66L206 96C110 150 -120 150 -200 104Z", second)
        + line("M-20 100V-190", "#6b3f2a", 12)
        + path("M-8 -190C150 -130 140 0 -8 60Z", "#fdf9f0")
    )
    clip = pen.clip("M-300 -320H300V310H-300Z")
    return (
        box(-376, -396, 752, 782, pen.slope("#8a4b2b"), round_by=10)
        + box(-340, -360, 680, 710, "#5d3020")
        + box(-326, -346, 652, 682, "#e5bd62")
        + group(box(-300, -320, 600, 400, tint(second, 0.65)), sun, sea, boat, clip=clip)
        + path("M-300 -320H-60L-260 310H-300Z", "#ffffff", opacity=0.12)
    )


def drum(pen: Pen) -> str:
    """A djembe with its ropes."""
    main, second, third = _colours(pen)
    cup: list[Point] = [(300, -330), (296, -180), (200, 20), (110, 110), (120, 200), (190, 400), (0, 406)]
    d = turned(cup, 0.5)
    ropes = line(
        "M" + "L".join(f"{x} {-280 if k % 2 else 10}" for k, x in enumerate(range(-330, 340, 44))), second, 9
    )
    carve = "".join(
        path(polygon([(x, 230), (x + 26, 290), (x, 350), (x - 26, 290)]), third) for x in range(-150, 160, 60)
    )
    return (
        path(d, main)
        + group(ropes, carve, clip=pen.clip(d))
        + path(d, pen.veil("#2b1830", 0.5, "side"))
        + line("M-300 -280Q0 -200 300 -280", second, 26)
        + line("M-206 10Q0 70 206 10", second, 20)
        + oval(0, -330, 300, 62, "#f0dfc2")
        + oval(-20, -326, 220, 40, "#e2c9a1")
        + oval(0, -330, 300, 62, stroke=shade(second, 0.2), width=12)
    )


def doll(pen: Pen) -> str:
    """A rag doll in a printed dress."""
    _main, second, third = _colours(pen)
    skin = "#6b3f2a"
    dress = curve(
        [(-90, -90), (90, -90), (130, 40), (230, 260), (0, 290), (-230, 260), (-130, 40)], tension=0.3
    )
    limbs = (
        line("M-80 -40L-210 110M80 -40L210 110", skin, 56)
        + line("M-70 260V370M70 260V370", skin, 60)
        + oval(-76, 390, 50, 26, second)
        + oval(76, 390, 50, 26, second)
    )
    hair = "".join(dot(x, y - 230, 48, "#2f1f1c") for x, y, _ in ring_of(12, 120)) + "".join(
        dot(x, -290, 58, "#2f1f1c") for x in (-165, 165)
    )
    face = (
        dot(0, -220, 124, pen.ball(skin))
        + dot(-44, -226, 12, "#2f1f1c")
        + dot(44, -226, 12, "#2f1f1c")
        + line("M-36 -176Q0 -146 36 -176", "#d98b7d", 9)
        + oval(-76, -184, 22, 14, "#b4604b", opacity=0.7)
        + oval(76, -184, 22, 14, "#b4604b", opacity=0.7)
    )
    ties = "".join(oval(x, -254, 28, 22, third) for x in (-134, 134))
    return (
        limbs
        + hair
        + face
        + ties
        + path(dress, _paint(pen, 0.7))
        + path(dress, pen.veil("#2b1830", 0.32, "side"))
        + line("M-226 252Q0 296 226 252", second, 18)
        + line("M-86 -88Q0 -40 86 -88", second, 16)
    )


DRAWINGS: dict[str, Drawing] = {
    "soap": soap,
    "balm": balm,
    "flask": flask,
    "sachet": sachet,
    "painting": painting,
    "drum": drum,
    "doll": doll,
}
