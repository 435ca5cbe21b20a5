"""The illustrator of the demo shops: `render(PictureSpec)` draws a product, a banner or a logo.

Pictures are composed from drawing functions (one per subject) as SVG, with one palette, one light (from the
upper left) and one stage per shop, and rasterised by resvg. They hold no text except the lettering of the
logos, which is drawn.
"""

from __future__ import annotations

from duka.demo.art.pen import PictureSpec
from duka.demo.art.rendering import render, svg

__all__ = ["PictureSpec", "render", "svg"]
