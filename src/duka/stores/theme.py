"""Themes within the limits of the platform: a merchant chooses the look, and cannot choose an unreadable one.

Contrast is WCAG 2.2's: (L1 + 0.05) / (L2 + 0.05) of relative luminances. Text needs 4.5; 7 is what we
recommend.
"""

import re
from typing import Any
from uuid import UUID

from duka.kernel import ids
from duka.kernel.errors import MalformedId
from duka.stores.types import HOME

PRESETS = ("market", "boutique", "catalogue")
FONTS = ("sans", "serif", "system", "humanist", "geometric", "slab", "rounded", "mono")
RADII = ("square", "soft", "round")
DENSITIES = ("airy", "cosy", "dense")
LEAST = 4.5
COLOR = re.compile(r"#[0-9a-f]{6}")

CHOICES: dict[str, tuple[str, ...]] = {
    "preset": PRESETS,
    "heading_font": FONTS,
    "body_font": FONTS,
    "radius": RADII,
    "density": DENSITIES,
}
COLORS = ("accent", "ink", "paper")
PICTURES = ("logo", "banner", "favicon")
DEFAULTS: dict[str, Any] = {
    "preset": "boutique",
    "accent": "#7a3b2e",
    "ink": "#1f1b16",
    "paper": "#fffdf9",
    "heading_font": "serif",
    "body_font": "sans",
    "radius": "soft",
    "density": "airy",
    "logo_id": None,
    "banner_id": None,
    "favicon_id": None,
    "home": list(HOME),
}


def contrast(one: str, other: str) -> float:
    """Between two #rrggbb colours: 1.0 (the same) to 21.0 (black and white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(color: str) -> str:
    """Black or white, whichever is read better on `color`."""
    return "#ffffff" if contrast("#ffffff", color) >= contrast("#000000", color) else "#000000"


def as_text(color: str, paper: str) -> str:
    """`color`, mixed with black or white as little as makes it readable (4.5) on `paper`."""
    target = readable_on(paper)
    for step in range(21):
        mixed = _mix(color, target, step / 20)
        if contrast(mixed, paper) >= LEAST:
            return mixed
    return target


def check(given: dict[str, Any], before: dict[str, Any], errors: dict[str, str]) -> dict[str, Any]:
    """`before` (what is stored) with `given` laid over it, as it is to be stored; what is wrong goes to
    `errors`.

    `given` names fields of `stores.types.Theme`; pictures are media ids (`med_…`) or None; `home`
    names the parts of the home page in their order.
    """
    kept = {**DEFAULTS, **before}
    for field, value in given.items():
        if field in CHOICES:
            if value not in CHOICES[field]:
                errors[f"theme.{field}"] = f"choose one of {', '.join(CHOICES[field])}"
            kept[field] = value
        elif field in COLORS:
            color = value.lower() if isinstance(value, str) else ""
            if not COLOR.fullmatch(color):
                errors[f"theme.{field}"] = "write a colour like #7a3b2e"
            kept[field] = color
        elif field in PICTURES:
            kept[f"{field}_id"] = _picture(field, value, errors)
        elif field == "home":
            if (
                not isinstance(value, list)
                or len(set(map(str, value))) < len(value)
                or set(map(str, value)) - set(HOME)
            ):
                errors["theme.home"] = f"name each part once; there are {', '.join(HOME)}"
            kept["home"] = value
        else:
            known = ", ".join((*CHOICES, *COLORS, *PICTURES, "home"))
            errors[f"theme.{field}"] = f"there is no such setting; there are {known}"
    if any(key.startswith("theme.") for key in errors):
        return kept
    ratio = contrast(kept["ink"], kept["paper"])
    if ratio < LEAST:
        errors["theme.ink"] = (
            f"text in {kept['ink']} on {kept['paper']} has a contrast of {ratio:.1f} and "
            f"cannot be read by everybody; choose colours with at least {LEAST} (7 is better)"
        )
    kept["on_accent"] = readable_on(kept["accent"])
    kept["accent_text"] = as_text(kept["accent"], kept["paper"])
    return kept


def _picture(field: str, value: object, errors: dict[str, str]) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, UUID):
        return str(value)
    try:
        return str(ids.parse("med", value if isinstance(value, str) else ""))
    except MalformedId:
        errors[f"theme.{field}"] = "give the id of an uploaded picture, like med_0190…"
        return None


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (v / 255 for v in _channels(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(color: str, target: str, share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(_channels(color), _channels(target), strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)
