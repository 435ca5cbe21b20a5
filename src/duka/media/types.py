"""A picture as pages and the API show it."""

import msgspec


class Image(msgspec.Struct, frozen=True):
    """`url` is the folder of its renditions: `{url}/{width}.webp` for each of `widths`, ascending. `color` is its mean
    colour (#rrggbb), shown while it loads."""

    id: str
    url: str
    alt: str
    width: int
    height: int
    widths: list[int]
    color: str = ""
