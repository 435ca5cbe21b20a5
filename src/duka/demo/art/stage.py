"""Where a subject stands: backdrops, ground shadows and paper grain, one manner per shop."""

from __future__ import annotations

import random

from duka.demo.art.colour import hex_of, luminance, mix, shade
from duka.demo.art.pen import Pen
from duka.demo.art.shapes import box, dot, oval, path

SIZES: dict[tuple[str, str], tuple[int, int]] = {
    ("boutique", "category"): (1200, 900),
    ("farm", "category"): (1200, 900),
    ("boutique", "banner"): (2400, 1000),
    ("farm", "banner"): (2400, 1000),
    ("boutique", "logo"): (1200, 480),
    ("farm", "logo"): (1200, 480),
}
PLAIN = {"boutique": (1200, 1500), "farm": (1200, 1200)}
FARM_WALLS = (("#f3ead2", "#e3cda2"), ("#e4ebd6", "#dcc79d"), ("#dfe9ea", "#dfcba6"), ("#f6e3d3", "#dcc196"))
BOUTIQUE_WALLS = ("#f7ecdc", "#f4e6dc", "#eeeadb", "#f3e8e2")


def size_of(shop: str, view: str) -> tuple[int, int]:
    """Width and height in pixels of a view."""
    return SIZES.get((shop, view), PLAIN[shop])


def grain(width: int, height: int) -> str:
    """Sparse paper specks over the whole sheet."""
    chance = random.Random(7)  # noqa: S311 - paper, not secrets
    places = [
        (chance.uniform(4, width - 4), chance.uniform(4, height - 4), chance.uniform(1, 2.4))
        for _ in range(260)
    ]
    dark, light = (
        "".join(f"M{x:.0f} {y:.0f}h{s:.1f}v{s:.1f}h-{s:.1f}z" for x, y, s in places[half::2])
        for half in (0, 1)
    )
    return path(dark, "#6b4a3a", opacity=0.2) + path(light, "#fffaf0", opacity=0.3)


def pool(pen: Pen, x: float, y: float, rx: float, ry: float, strength: float = 0.42) -> str:
    """A soft shadow on the ground."""
    return oval(x, y, rx, ry, pen.veil("#4a2a33", strength, "pool"))


def boutique_wall(pen: Pen, width: int, height: int, hung: bool) -> str:
    """A warm wall with an arch in a breath of the object's second colour; a floor where the object stands."""
    wall = BOUTIQUE_WALLS[pen.spec.seed % len(BOUTIQUE_WALLS)]
    hue = pen.colour(1, "sand") if luminance(pen.colour(1, "sand")) < 0.86 else pen.colour(0, "sand")
    arch = mix(hue, "#f8ead6", 0.66 if luminance(hue) > 0.3 else 0.78)
    foot = height if hung else height * 0.79
    left, right, top = width * 0.14, width * 0.86, height * 0.1
    radius = (right - left) / 2
    marks = box(0, 0, width, height, wall)
    marks += path(
        f"M{left} {foot}V{top + radius}A{radius} {radius} 0 0 1 {right} {top + radius}V{foot}Z", arch
    )
    if not hung:
        marks += box(0, foot, width, height - foot, mix(shade(wall, 0.06), "sand", 0.34))
        marks += box(0, foot, width, 5, shade(wall, 0.2), opacity=0.35)
    return marks


def farm_table(pen: Pen, width: int, height: int) -> str:
    """A limewashed wall and a pale wooden table."""
    wall, table = FARM_WALLS[pen.spec.seed % len(FARM_WALLS)]
    edge = height * 0.64
    marks = box(0, 0, width, height, wall) + dot(
        width * 0.5, height * 0.47, height * 0.37, mix(wall, "#ffffff", 0.4)
    )
    marks += box(0, edge, width, height - edge, table) + box(0, edge, width, 6, shade(table, 0.12))
    for y, x, w in ((0.72, 0.05, 0.3), (0.8, 0.55, 0.38), (0.88, 0.12, 0.42), (0.95, 0.6, 0.3)):
        marks += box(width * x, height * y, width * w, 3, shade(table, 0.12), round_by=2, opacity=0.6)
    return marks


def plain_ground(pen: Pen, width: int, height: int) -> str:
    """One flat colour, for category pictures."""
    hue = next(
        (c for c in (pen.colour(0, "sand"), pen.colour(1, "sand")) if 0.3 < luminance(c) < 0.86),
        hex_of("sand"),
    )
    colour = mix(hue, "#f8ead6", 0.6)
    return box(0, 0, width, height, colour) + dot(
        width * 0.5, height * 0.54, height * 0.42, mix(colour, hex_of("cream"), 0.45)
    )
