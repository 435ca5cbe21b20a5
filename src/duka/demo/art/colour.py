"""The two palettes and the arithmetic of light.

Shadows lean to a warm plum and lights to a warm cream, never to black and white: that is what makes
pictures of different objects look painted by one hand.
"""

from __future__ import annotations

PALETTE: dict[str, str] = {
    # cloth and clay
    "indigo": "#2b3f86",
    "night": "#20274a",
    "sky": "#8fb4cf",
    "turquoise": "#2a8c8e",
    "palm": "#2f6d50",
    "sage": "#9bb08a",
    "mint": "#bcd6c0",
    "lime": "#a3b83f",
    "sun": "#f1b93c",
    "ochre": "#d68f2a",
    "tangerine": "#e5793a",
    "terracotta": "#c05c39",
    "brick": "#9d3f2c",
    "ruby": "#b02a3c",
    "fuchsia": "#bb386f",
    "rose": "#e2a19a",
    "blush": "#f1d3c5",
    "plum": "#6a2f55",
    "lilac": "#b7a0cf",
    "ivory": "#f6ead2",
    "cream": "#fbf3e2",
    "sand": "#dcc197",
    "straw": "#d9b061",
    "cognac": "#a4602f",
    "cocoa": "#6b3f2a",
    "coffee": "#47291f",
    "charcoal": "#3a3436",
    "white": "#fdf9f0",
    "gold": "#d7a53a",
    "silver": "#b9bcc0",
    "stone": "#b5aa99",
    "clay": "#b8714c",
    "lagoon": "#4fa3a5",
    "peach": "#f0b48a",
    "grey": "#8b8a88",
    # field and dairy
    "tomato": "#d9432f",
    "carrot": "#e88430",
    "leaf": "#5b8c3a",
    "deepleaf": "#37682f",
    "softleaf": "#9dbd5c",
    "beet": "#8a2448",
    "aubergine": "#4b2347",
    "potato": "#cfa565",
    "onion": "#c98a3d",
    "crust": "#c47f3a",
    "darkcrust": "#8f5427",
    "butter": "#f5d777",
    "cheese": "#f0bd4f",
    "milk": "#fdfaf1",
    "honey": "#e39a1f",
    "amber": "#c77a1c",
    "berry": "#c22d48",
    "bluet": "#465a96",
    "meat": "#b8404a",
    "fat": "#f6dccd",
    "wood": "#b98452",
    "darkwood": "#85583a",
    "slate": "#5b6470",
    "glass": "#dfeae4",
    "hay": "#e8cf8a",
    "pear": "#c6c04d",
    "apple": "#c9382f",
    "peachskin": "#eda05f",
    "plumskin": "#59346a",
    "fish": "#8fa3ac",
    "radish": "#d2365c",
    "skin": "#ecc194",
    "linen": "#eadfc9",
}
DARK, LIGHT = "#2b1830", "#fff4de"


def hex_of(name: str) -> str:
    """The #rrggbb of a palette name; a #rrggbb is returned as it is. Refuses an unknown name with
    KeyError.
    """
    return name if name.startswith("#") else PALETTE[name]


def mix(first: str, second: str, share: float) -> str:
    """`first` with `share` (0 to 1) of `second` in it, as #rrggbb."""
    a, b = hex_of(first), hex_of(second)
    pairs = ((int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in pairs)


def shade(colour: str, depth: float = 0.2) -> str:
    """The colour in shadow."""
    return mix(colour, DARK, depth)


def tint(colour: str, strength: float = 0.25) -> str:
    """The colour in light."""
    return mix(colour, LIGHT, strength)


def luminance(colour: str) -> float:
    """Perceived lightness, 0 (black) to 1 (white)."""
    value = hex_of(colour)
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
