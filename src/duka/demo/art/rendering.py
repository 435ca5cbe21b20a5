"""From a `PictureSpec` to PNG bytes."""

from __future__ import annotations

import resvg_py

from duka.demo.art.pen import Pen, PictureSpec
from duka.demo.art.stage import size_of
from duka.demo.art.views import compose


def svg(spec: PictureSpec) -> str:
    """The picture as an SVG document. Refuses an unknown subject, print or colour with KeyError."""
    width, height = size_of(spec.shop, spec.view)
    pen = Pen(spec)
    marks = compose(pen, width, height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}">'
        f"<defs>{''.join(pen.definitions)}</defs>{marks}</svg>"
    )


def render(spec: PictureSpec, width: int | None = None) -> bytes:
    """The picture as PNG, in its view's own size or `width` pixels wide."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg(spec), width=width, skip_system_fonts=True))
