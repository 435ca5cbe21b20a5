"""How a subject is shown: whole, close up, in a scene, as a category, in a banner or as a logo."""

from __future__ import annotations

from duka.demo.art import (
    bags,
    bakery,
    basketry,
    counter,
    dairy,
    fruit,
    gowns,
    greens,
    homewares,
    jars,
    jewellery,
    meat,
    outfits,
    vegetables,
)
from duka.demo.art.pen import Drawing, Pen
from duka.demo.art.prints import PRINTS, print_paint
from duka.demo.art.scenes import Place, banner, logo, scene
from duka.demo.art.shapes import box, group, path
from duka.demo.art.stage import boutique_wall, farm_table, grain, plain_ground, pool

SUBJECTS: dict[str, Drawing] = {
    **bags.DRAWINGS,
    **bakery.DRAWINGS,
    **basketry.DRAWINGS,
    **counter.DRAWINGS,
    **dairy.DRAWINGS,
    **fruit.DRAWINGS,
    **gowns.DRAWINGS,
    **greens.DRAWINGS,
    **homewares.DRAWINGS,
    **jars.DRAWINGS,
    **jewellery.DRAWINGS,
    **meat.DRAWINGS,
    **outfits.DRAWINGS,
    **vegetables.DRAWINGS,
}
ON_RAIL = frozenset({**gowns.DRAWINGS, **outfits.DRAWINGS}) - {"headwrap", "folded"}
ON_WALL = frozenset({"tray", "plate", "earrings", "necklace", "painting"})


def _place(pen: Pen) -> Place:
    if pen.spec.subject in ON_RAIL:
        return "rail"
    is_pendant = pen.spec.subject == "lamp" and pen.spec.form == "pendant"
    return "wall" if pen.spec.subject in ON_WALL or is_pendant else "table"


def _is_hung(pen: Pen) -> bool:
    return _place(pen) != "table"


def _whole(pen: Pen, width: int, height: int) -> str:
    marks = SUBJECTS[pen.spec.subject](pen)
    if pen.spec.shop == "farm":
        return farm_table(pen, width, height) + group(marks, x=600, y=640, scale=0.98)
    hung = _is_hung(pen)
    shadow = "" if hung else pool(pen, 630, 1226, 430, 58)
    return boutique_wall(pen, width, height, hung) + shadow + group(marks, x=600, y=790 if hung else 820)


def _draped(pen: Pen, width: int, height: int) -> str:
    """The print itself, filling the sheet in soft folds."""
    colours = (pen.colour(0, "indigo"), pen.colour(1, "sun"), pen.colour(2, "ivory"))
    cloth = box(0, 0, width, height, print_paint(pen, pen.spec.pattern, colours, 2))
    folds = ""
    for x, breadth in ((-60, 260), (300, 200), (620, 300), (980, 220)):
        left = f"M{x} -20C{x + 120} 400 {x - 90} 900 {x + 60} {height + 20}"
        folds += path(
            left + f"L{x + breadth + 60} {height + 20}C{x + breadth - 140} "
            f"900 {x + breadth * 0.6 + 120} 400 {x + breadth * 0.5} -20Z",
            pen.veil("#2b1830", 0.4, "side"),
        )
        folds += path(
            left + f"L{x - 30} {height + 20}C{x - 150} 900 {x + 60} 400 {x - 60} -20Z", "#fff4de", opacity=0.1
        )
    return cloth + folds


def _detail(pen: Pen, width: int, height: int) -> str:
    if pen.spec.pattern in PRINTS and pen.spec.shop == "boutique":
        return _draped(pen, width, height)
    marks = SUBJECTS[pen.spec.subject](pen)
    if pen.spec.shop == "farm":
        return farm_table(pen, width, height) + group(marks, x=480, y=560, scale=1.75)
    hung = _is_hung(pen)
    return boutique_wall(pen, width, height, True) + group(marks, x=600, y=1260 if hung else 760, scale=1.9)


def compose(pen: Pen, width: int, height: int) -> str:
    """The whole sheet: ground, subject in the asked view, paper grain."""
    view = pen.spec.view
    if view == "logo":
        return logo(pen, width, height)
    if view == "banner":
        return banner(pen, width, height, SUBJECTS) + grain(width, height)
    if view == "category":
        marks = SUBJECTS[pen.spec.subject](pen)
        size = 0.66 if _is_hung(pen) else 0.7
        return (
            plain_ground(pen, width, height) + group(marks, x=600, y=470, scale=size) + grain(width, height)
        )
    if view == "scene":
        marks = scene(pen, width, height, SUBJECTS[pen.spec.subject](pen), _place(pen))
    else:
        marks = (_detail if view == "detail" else _whole)(pen, width, height)
    return marks + grain(width, height)
