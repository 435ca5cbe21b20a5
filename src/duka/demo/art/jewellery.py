"""Earrings, necklaces, bangles and rings."""

from __future__ import annotations

from duka.demo.art.colour import shade, tint
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.prints import print_paint
from duka.demo.art.shapes import (
    dot,
    group,
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


def earrings(pen: Pen) -> str:
    """A pair of drop earrings; forms: hoop, disc (default), fan."""
    main, second, third = _colours(pen)

    def drop() -> str:
        hook = line("M0 -300C-4 -360 44 -380 44 -330", "#b8862c", 7) + dot(0, -276, 24, pen.ball(third))
        if pen.form == "hoop":
            beads = "".join(
                dot(x, y, 25, pen.ball((main, second, third)[k % 3]))
                for k, (x, y, _) in enumerate(ring_of(18, 150))
            )
            return (
                hook
                + line("M0 -250V-140", "#b8862c", 7)
                + dot(0, 20, 150, stroke="#c9962f", width=9)
                + group(beads, y=20)
            )
        if pen.form == "fan":
            rays = "".join(
                path(polygon([(0, -200), (x - 30, y), (x + 30, y)]), c)
                for x, y, c in (
                    (-120, 150, main),
                    (-60, 196, second),
                    (0, 210, main),
                    (60, 196, second),
                    (120, 150, main),
                )
            )
            return (
                hook
                + line("M0 -250V-190", "#b8862c", 7)
                + rays
                + "".join(
                    dot(x, y + 30, 22, pen.ball("gold"))
                    for x, y in ((-120, 150), (-60, 196), (0, 210), (60, 196), (120, 150))
                )
            )
        disc = (
            dot(0, 20, 170, pen.ball("gold"))
            + dot(0, 20, 148, _paint(pen, 0.8))
            + dot(0, 20, 148, pen.veil("#2b1830", 0.3, "side"))
        )
        return (
            hook
            + line("M0 -250V-150", "#b8862c", 7)
            + disc
            + "".join(
                group(
                    line("M0 0V70", "#b8862c", 6),
                    path("M-14 60Q0 130 14 60Q0 50 -14 60Z", pen.ball("gold")),
                    x=x,
                    y=y,
                )
                for x, y in ((-90, 160), (0, 190), (90, 160))
            )
        )

    return group(drop(), x=-200) + group(drop(), x=200, y=30)


def necklace(pen: Pen) -> str:
    """Strands of glass beads on a stand of air."""
    main, second, third = _colours(pen)
    out = ""
    for strand, (drop, size, colours) in enumerate(
        ((190, 20, (third, main)), (300, 26, (main, second)), (420, 34, (second, third, main)))
    ):
        count = 25 + strand * 2
        for k in range(count):
            t = k / (count - 1)
            x = -280 + 560 * t
            y = -380 + (drop + 240) * (1 - (2 * t - 1) ** 2) ** 0.8
            out += dot(x, y, size * (0.72 + 0.5 * (1 - abs(2 * t - 1))), pen.ball(colours[k % len(colours)]))
    pendant = (
        dot(0, 356, 66, pen.ball("gold"))
        + dot(0, 356, 42, stroke="#a9791f", width=6)
        + path(polygon([(0, 326), (22, 356), (0, 386), (-22, 356)]), second)
    )
    return line("M-280 -380C-260 -470 260 -470 280 -380", "#b8862c", 8) + out + pendant


def bracelets(pen: Pen) -> str:
    """A stack of bangles and bead bracelets."""
    main, second, third = _colours(pen)
    out = ""
    for k, (y, colour, kind) in enumerate(
        (
            (320, main, "bangle"),
            (210, third, "beads"),
            (100, second, "bangle"),
            (-10, main, "beads"),
            (-120, "gold", "bangle"),
        )
    ):
        width = 330 - 8 * (k % 2)
        rear = f"M{-width} {y}A{width} 90 0 0 1 {width} {y}"
        front = f"M{-width} {y}A{width} 90 0 0 0 {width} {y}"
        if kind == "bangle":
            out += (
                line(rear, shade(colour, 0.42), 44)
                + line(front, shade(colour, 0.12), 62)
                + line(f"M{-width} {y - 8}A{width} 90 0 0 0 {width} {y - 8}", tint(colour, 0.1), 42)
            )
            out += "".join(
                path(
                    polygon([(x - 18, v), (x, v - 14), (x + 18, v), (x, v + 14)]),
                    third if colour != third else main,
                )
                for x in range(-240, 250, 60)
                for v in (y - 8 + 90 * (1 - (x / width) ** 2) ** 0.5,)
            )
        else:
            out += line(rear, shade(colour, 0.42), 34)
            out += "".join(
                dot(-x, y + 90 * (1 - (x / width) ** 2) ** 0.5, 28, pen.ball((colour, second)[n % 4 == 0]))
                for n, x in enumerate(range(-width, width + 1, 40))
            )
    return out


def ring(pen: Pen) -> str:
    main, second, _ = _colours(pen)
    band = (
        dot(0, 130, 250, stroke="#8d641c", width=64)
        + dot(-6, 126, 250, stroke="#d7a53a", width=52)
        + line("M-200 20A250 250 0 0 0 -150 330", "#f6dc93", 14)
    )
    filigree = "".join(dot(x, y - 160, 20, pen.ball("gold")) for x, y, _ in ring_of(16, 160))
    return (
        band
        + filigree
        + dot(0, -160, 150, pen.ball("gold"))
        + dot(0, -160, 118, pen.ball(main))
        + oval(-40, -200, 36, 22, "#ffffff", turn=-30, opacity=0.55)
        + dot(0, -160, 118, stroke=second, width=5)
    )


DRAWINGS: dict[str, Drawing] = {
    "earrings": earrings,
    "necklace": necklace,
    "bracelets": bracelets,
    "ring": ring,
}
