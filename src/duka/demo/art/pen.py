"""What a picture is made from (`PictureSpec`) and the hand that draws it (`Pen`).

A drawing function takes a `Pen` and returns SVG marks in a box of 1000 by 1000 around the origin; what
stands rests on y = 400. The pen gives it the colours of the spec and paints that need a
definition (volume gradients, cloth prints, clips).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from duka.demo.art.colour import hex_of, shade, tint

Shop = Literal["boutique", "farm"]
View = Literal["whole", "detail", "scene", "category", "banner", "logo"]


class PictureSpec(msgspec.Struct, frozen=True):
    """All that decides a picture: the same spec gives the same bytes.

    `subject` names a drawing, `colours` are palette names or #rrggbb in the order main, second, third,
    `pattern` names a cloth print, `form` a variety of the subject, and `seed` chooses wall and scene.
    """

    shop: Shop
    subject: str
    view: View = "whole"
    colours: tuple[str, ...] = ()
    pattern: str = ""
    form: str = ""
    seed: int = 1


class Pen:
    """One picture's colours and definitions."""

    def __init__(self, spec: PictureSpec) -> None:
        self.spec = spec
        self.form = spec.form
        self.definitions: list[str] = []

    def colour(self, place: int, otherwise: str) -> str:
        """The spec's colour at `place`, or `otherwise`, as #rrggbb."""
        return hex_of(self.spec.colours[place] if place < len(self.spec.colours) else otherwise)

    def define(self, make: Callable[[str], str]) -> str:
        """Adds a definition; `make` gets its new id. Returns the id."""
        name = f"d{len(self.definitions)}"
        self.definitions.append(make(name))
        return name

    def clip(self, d: str) -> str:
        return self.define(lambda name: f'<clipPath id="{name}"><path d="{d}"/></clipPath>')

    def ball(self, colour: str, depth: float = 0.3) -> str:
        """A paint for round things, lit from the upper left."""
        stops = (
            (0, tint(colour, 0.28)),
            (0.35, tint(colour, 0.06)),
            (0.68, hex_of(colour)),
            (1, shade(colour, depth)),
        )
        return self._gradient("radialGradient", 'cx=".36" cy=".3" r=".82"', stops)

    def tube(self, colour: str, depth: float = 0.24) -> str:
        """A paint for upright things, lit from the left."""
        stops = (
            (0, shade(colour, depth * 0.35)),
            (0.2, tint(colour, 0.16)),
            (0.5, hex_of(colour)),
            (1, shade(colour, depth)),
        )
        return self._gradient("linearGradient", 'x1="0" y1="0" x2="1" y2="0"', stops)

    def slope(self, colour: str, depth: float = 0.16) -> str:
        """A paint for broad things, lit from above."""
        stops = ((0, tint(colour, 0.12)), (0.5, hex_of(colour)), (1, shade(colour, depth)))
        return self._gradient("linearGradient", 'x1=".2" y1="0" x2=".6" y2="1"', stops)

    def fade(self, upper: str, lower: str) -> str:
        """A paint from one colour at the top to another at the bottom."""
        stops = ((0, hex_of(upper)), (1, hex_of(lower)))
        return self._gradient("linearGradient", 'x1="0" y1="0" x2="0" y2="1"', stops)

    def veil(self, colour: str, strength: float, kind: Literal["side", "pool"]) -> str:
        """A paint that vanishes: `side` to the left, `pool` to its rim (soft shadows)."""
        value = hex_of(colour)
        if kind == "side":
            where, tag = 'x1="0" y1="0" x2="1" y2="0"', "linearGradient"
            stops = ((0.0, 0.0), (0.45, strength * 0.12), (1.0, strength))
        else:
            where, tag = 'cx=".5" cy=".5" r=".5"', "radialGradient"
            stops = ((0.0, strength), (0.55, strength * 0.55), (1.0, 0.0))
        marks = "".join(f'<stop offset="{o}" stop-color="{value}" stop-opacity="{a:.3f}"/>' for o, a in stops)
        return self._paint(tag, where, marks)

    def _gradient(self, tag: str, where: str, stops: tuple[tuple[float, str], ...]) -> str:
        marks = "".join(f'<stop offset="{offset}" stop-color="{colour}"/>' for offset, colour in stops)
        return self._paint(tag, where, marks)

    def _paint(self, tag: str, where: str, stops: str) -> str:
        return "url(#" + self.define(lambda name: f'<{tag} id="{name}" {where}>{stops}</{tag}>') + ")"


Drawing = Callable[[Pen], str]
