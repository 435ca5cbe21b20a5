"""Cheese, butter and eggs."""

from __future__ import annotations

from duka.demo.art.colour import mix, shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.shapes import (
    box,
    dot,
    group,
    leaf,
    line,
    oval,
    path,
    turned,
)
from duka.demo.art.tabletop import board, rosemary, shine, under


def cheese(pen: Pen) -> str:
    """Cheese on a board; forms: wedge (default), holes, blue, round, log, fresh, butter."""
    kind = pen.form or "wedge"
    main = pen.colour(
        0,
        {"blue": "ivory", "round": "milk", "log": "milk", "fresh": "milk", "butter": "butter"}.get(
            kind, "cheese"
        ),
    )
    rind = pen.colour(1, shade(main, 0.25) if kind not in {"round", "log"} else tint("ivory", 0.4))
    out = under(pen, 0, 400, 470) + board()
    if kind in {"round", "fresh"}:
        side = "M-330 0V190C-330 330 330 330 330 190V0Z"
        top = oval(0, 0, 330, 118, tint(rind if kind == "round" else main, 0.3))
        bloom = "".join(
            oval(x, y, 34, 10, shade("ivory", 0.08), turn=x / 12)
            for x, y in ((-180, -10), (-60, 50), (90, -50), (200, 20), (-80, -60))
        )
        slot = (
            path("M0 0L330 -10L300 70L240 90Z", tint("butter", 0.5))
            + path("M0 0L240 90V286C160 300 60 300 0 296Z", tint("butter", 0.3))
            if kind == "round"
            else "".join(
                group(path(leaf(90, 30), "#5b8c3a"), x=x, y=y, turn=t)
                for x, y, t in ((0, 10, -20), (0, 10, 200), (10, 6, 90))
            )
        )
        return out + path(side, pen.tube(rind if kind == "round" else main, 0.2)) + top + bloom + slot
    if kind == "log":
        body = "M-300 -60H210V250H-300A90 155 0 0 1 -300 -60Z"
        ash = "".join(
            dot(x, y, 7, "#8b8a88", opacity=0.5)
            for x, y in (
                (-280, 0),
                (-200, 120),
                (-120, 40),
                (-40, 180),
                (30, 0),
                (120, 120),
                (-240, 200),
                (80, 210),
                (160, 30),
            )
        )
        slices = "".join(
            oval(x, 180, 60, 130, shade(rind, 0.16))
            + oval(x - 14, 180, 60, 130, rind)
            + oval(x - 14, 180, 48, 114, "#fffdf6")
            for x in (400, 330)
        )
        return (
            out
            + slices
            + path(body, pen.fade(tint(rind, 0.4), shade(rind, 0.2)))
            + ash
            + oval(210, 95, 92, 155, rind)
            + oval(210, 95, 76, 134, "#fffdf6")
            + rosemary(-330, 300, -4)
        )
    if kind == "butter":
        block = (
            path("M-340 20L-250 -80H340L260 20Z", tint(main, 0.45))
            + path("M260 20L340 -80V190L260 290Z", shade(main, 0.18))
            + box(-340, 20, 600, 270, pen.slope(main, 0.08))
        )
        paper = (
            path("M-360 60C-200 40 -100 90 -60 60V300H-390Z", "#fbf3e2")
            + path("M-360 60L-260 -96H20L-60 60C-160 90 -260 40 -360 60Z", "#fffaf0")
            + line("M-300 140H-110M-300 180H-150", mix(main, "wood", 0.3), 10)
        )
        curl = path("M60 -80C60 -170 190 -170 180 -90C170 -130 100 -130 120 -84Z", tint(main, 0.25))
        return out + block + curl + paper
    front = "M-380 20L380 -40V240L-380 290Z"
    top = path("M-380 20L250 -190C320 -150 370 -100 380 -40Z", pen.slope(tint(main, 0.42), 0.05))
    back = path("M250 -190C330 -150 384 -100 384 -40V240L404 230V-50C396 -110 340 -180 262 -206Z", rind)
    inside = ""
    if kind == "holes":
        inside = "".join(
            oval(x, y, r, r * 0.9, shade(main, 0.2)) + oval(x + 5, y + 6, r * 0.8, r * 0.72, shade(main, 0.1))
            for x, y, r in (
                (-200, 110, 44),
                (-40, 200, 34),
                (60, 60, 50),
                (230, 150, 46),
                (-290, 220, 24),
                (180, 20, 22),
                (320, 40, 24),
            )
        )
    elif kind == "blue":
        inside = "".join(
            line(d, "#5f7fa0", w, opacity=0.8)
            for d, w in (
                ("M-280 90q60 30 40 90t60 50", 16),
                ("M-120 60q50 60 100 40t60 90", 18),
                ("M120 0q20 70 90 60t30 110", 20),
                ("M-40 220q60 -30 100 10", 13),
                ("M260 200q40 -40 80 -20", 13),
            )
        ) + "".join(
            oval(x, y, 19, 12, "#4a6a8c", turn=x)
            for x, y in ((-320, 180), (-170, 160), (10, 130), (180, 170), (300, 60), (70, 240))
        )
    else:
        inside = "".join(
            line(f"M{x} {y}l{w} -4", shade(main, 0.16), 7, opacity=0.6)
            for x, y, w in (
                (-260, 110, 50),
                (-60, 80, 30),
                (120, 140, 60),
                (-160, 220, 40),
                (240, 60, 40),
                (30, 210, 30),
            )
        )
    foot = path("M-380 262L384 212V240L-380 292Z", rind)
    return (
        out
        + path(front, pen.slope(main, 0.14))
        + group(inside, clip=pen.clip(front))
        + foot
        + top
        + back
        + rosemary(-130, 320, 4)
    )


def eggs(pen: Pen) -> str:
    """A box of eggs, open; form duck: paler and bluer; form tray: many."""
    main = pen.colour(0, "#d9a273")
    card = pen.colour(1, "stone")
    egg = turned([(0, -126), (64, -92), (100, 10), (84, 86), (0, 120)], 0.9)
    lid = (
        path("M-430 -60L-390 -330Q0 -370 390 -330L430 -60Z", pen.slope(shade(card, 0.1), 0.2))
        + path("M-390 -80L-356 -300Q0 -332 356 -300L390 -80Z", shade(card, 0.26))
        + "".join(oval(x, -190, 92, 62, shade(card, 0.18)) for x in (-230, 0, 230))
    )
    back = "".join(
        group(
            path(egg, pen.ball(mix(main, "milk", 0.25 * (k % 2)), 0.3)),
            shine(-34, -40, 12, 26, 20),
            x=x,
            y=-10,
            scale=0.92,
        )
        for k, x in enumerate((-270, 0, 270))
    )
    front = "".join(
        group(
            path(egg, pen.ball(mix(main, "milk", 0.18 * ((k + 1) % 3)), 0.3)),
            shine(-34, -40, 12, 26, 20),
            x=x,
            y=80,
        )
        for k, x in enumerate((-280, 0, 280))
    )
    tray = path(
        "M-450 80Q-420 50 -390 90Q-280 190 -150 100Q-140 60 -120 100"
        "Q0 190 120 100Q140 60 150 100Q280 190 390 90Q420 50 450 80L400 370"
        "Q0 420 -400 370Z",
        pen.slope(card, 0.24),
    )
    return (
        under(pen, 0, 390, 470)
        + lid
        + back
        + front
        + tray
        + "".join(line(f"M{x} 170V360", shade(card, 0.2), 12, opacity=0.5) for x in (-136, 136))
        + line("M-420 250Q0 300 420 250", shade(card, 0.2), 6, opacity=0.5)
    )


DRAWINGS: dict[str, Drawing] = {"cheese": cheese, "eggs": eggs}
