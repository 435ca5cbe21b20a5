"""SVG marks as strings: the smallest words of the drawing language.

Coordinates are plain numbers in the user space of whoever places the mark; y grows downwards. Every
function returns SVG markup, and marks are composed by concatenation.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]


def _look(fill: str, stroke: str, width: float, opacity: float, extra: str) -> str:
    look = f' fill="{fill}"'
    if stroke:
        look += f' stroke="{stroke}" stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"'
    if opacity < 1:
        # A group opacity costs the rasteriser a layer of its own; a paint's opacity costs nothing.
        kind = "opacity" if stroke and fill != "none" else "stroke-opacity" if stroke else "fill-opacity"
        look += f' {kind}="{opacity:g}"'
    return look + extra


def path(
    d: str, fill: str = "none", *, stroke: str = "", width: float = 0, opacity: float = 1, extra: str = ""
) -> str:
    return f'<path d="{d}"{_look(fill, stroke, width, opacity, extra)}/>'


def oval(
    x: float,
    y: float,
    rx: float,
    ry: float,
    fill: str = "none",
    *,
    turn: float = 0,
    stroke: str = "",
    width: float = 0,
    opacity: float = 1,
) -> str:
    extra = f' transform="rotate({turn:g} {x:.1f} {y:.1f})"' if turn else ""
    look = _look(fill, stroke, width, opacity, extra)
    return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}"{look}/>'


def dot(x: float, y: float, r: float, fill: str = "none", **look: object) -> str:
    return oval(x, y, r, r, fill, **look)  # type: ignore[arg-type]


def box(
    x: float,
    y: float,
    w: float,
    h: float,
    fill: str = "none",
    *,
    round_by: float = 0,
    stroke: str = "",
    width: float = 0,
    opacity: float = 1,
) -> str:
    look = _look(fill, stroke, width, opacity, f' rx="{round_by:g}"' if round_by else "")
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"{look}/>'


def line(d: str, colour: str, width: float, *, opacity: float = 1, dash: str = "") -> str:
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    return path(d, stroke=colour, width=width, opacity=opacity, extra=extra)


def group(
    *content: str,
    x: float = 0,
    y: float = 0,
    turn: float = 0,
    scale: float = 1,
    flip: bool = False,
    clip: str = "",
    opacity: float = 1,
) -> str:
    """The content moved to (x, y), turned by degrees, scaled, mirrored left to right, clipped to `clip` (an
    id).
    """
    moves = f"translate({x:.1f} {y:.1f})" if x or y else ""
    moves += f" rotate({turn:g})" if turn else ""
    if scale != 1 or flip:
        moves += f" scale({-scale if flip else scale:.4g} {scale:.4g})"
    attributes = f' transform="{moves.strip()}"' if moves else ""
    attributes += f' clip-path="url(#{clip})"' if clip else ""
    attributes += f' opacity="{opacity:g}"' if opacity < 1 else ""
    return f"<g{attributes}>{''.join(content)}</g>"


def curve(points: Sequence[Point], *, closed: bool = True, tension: float = 0.5) -> str:
    """Path data of a smooth line through the points (Catmull-Rom); `tension` 0 gives straight edges."""
    count = len(points)
    data = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i in range(count if closed else count - 1):
        if closed:
            before, here, there, after = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            before, here = points[max(i - 1, 0)], points[i]
            there, after = points[i + 1], points[min(i + 2, count - 1)]
        pull = tension / 3
        data.append(
            f"C{here[0] + (there[0] - before[0]) * pull:.1f} {here[1] + (there[1] - before[1]) * pull:.1f} "
            f"{there[0] - (after[0] - here[0]) * pull:.1f} {there[1] - (after[1] - here[1]) * pull:.1f} "
            f"{there[0]:.1f} {there[1]:.1f}"
        )
    return "".join(data) + ("Z" if closed else "")


def turned(profile: Sequence[Point], tension: float = 0.5) -> str:
    """Path data of a turned (lathe) outline: the right-hand profile, top to bottom, mirrored about x = 0."""
    right = curve(profile, closed=False, tension=tension)
    left = curve([(-x, y) for x, y in reversed(profile)], closed=False, tension=tension)
    return right + "L" + left[1:] + "Z"


def polygon(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def leaf(length: float, breadth: float) -> str:
    """Path data of a leaf that grows from the origin to the right."""
    return (
        "M0 0"
        f"C{length * 0.25:.1f} {-breadth:.1f} {length * 0.7:.1f} {-breadth * 0.9:.1f} {length:.1f} "
        "0"
        f"C{length * 0.7:.1f} {breadth * 0.9:.1f} {length * 0.25:.1f} {breadth:.1f} "
        "0 0Z"
    )


def ring_of(count: int, radius: float, start: float = 0) -> list[tuple[float, float, float]]:
    """`count` places on a circle, as (x, y, degrees)."""
    steps = (start + 360 * i / count for i in range(count))
    return [(radius * math.cos(math.radians(a)), radius * math.sin(math.radians(a)), a) for a in steps]
