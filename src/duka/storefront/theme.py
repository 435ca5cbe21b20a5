"""A merchant's theme as the tokens of the style sheet.

The merchant picks three colours, two families, a radius and a density; everything else is computed from
them, so that no choice can make a page unreadable: text reaches 4.5:1 and borders of controls 3:1 (WCAG
2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import re

from duka.stores.types import Theme

Rgb = tuple[float, float, float]

TEXT = 4.6
"""A little over the 4.5:1 of the guideline, since colours are rounded to eight bits."""
CONTROL = 3.1
PRESETS = ("boutique", "market", "catalogue")
SERIF = '"Instrument Serif", "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif'
SANS = 'Figtree, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
FAMILIES = {
    "serif": SERIF,
    "sans": SANS,
    "humanist": 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "Source Sans Pro", Figtree, sans-serif',
    "geometric": 'Avenir, Montserrat, Corbel, "URW Gothic", Figtree, sans-serif',
    "slab": 'Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", serif',
    "rounded": 'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Comfortaa, Figtree, sans-serif',
    "system": 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
    "mono": 'ui-monospace, "Cascadia Code", "Source Code Pro", Menlo, Consolas, monospace',
}
"""Two families are shipped; the others are those of the shopper's device."""
SHIPPED = {
    "sans": "figtree",
    "humanist": "figtree",
    "geometric": "figtree",
    "rounded": "figtree",
    "serif": "instrument-serif",
}
HEADINGS = {"serif": ("400", "-.01em"), "slab": ("600", "-.01em"), "mono": ("600", "-.03em")}
PLAIN_HEADING = ("650", "-.022em")
RADII = {"square": ("0px", "0px"), "soft": (".375rem", ".25rem"), "round": (".875rem", ".5rem")}
SHAPES = {
    # picture ratio, columns on a phone, a tablet, a desk, and in results beside the filters
    "boutique": ("4 / 5", 2, 3, 4, 3),
    "market": ("1", 2, 4, 5, 4),
    "catalogue": ("1", 2, 4, 5, 1),
}
SPACES = {
    # gaps between columns and rows, and between sections
    "airy": ("clamp(.75rem, 1.8vw, 1.75rem)", "clamp(1.75rem, 3.4vw, 3.25rem)", "clamp(3.5rem, 7vw, 7rem)"),
    "cosy": ("clamp(.75rem, 1.5vw, 1.25rem)", "clamp(1.5rem, 2.4vw, 2.25rem)", "clamp(2.75rem, 5vw, 4.5rem)"),
    "dense": ("clamp(.625rem, 1.1vw, 1rem)", "clamp(1.25rem, 2vw, 1.75rem)", "clamp(2.25rem, 4vw, 3.5rem)"),
}


def rgb(text: str, otherwise: str) -> Rgb:
    """The colour of `#rrggbb`, or of `otherwise` when `text` is none."""
    text = text if re.fullmatch(r"#[0-9a-fA-F]{6}", text) else otherwise
    return int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255


def hexed(colour: Rgb) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in colour)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of `other` in `one`, as it can be written in #rrggbb."""
    red, green, blue = (round((a + (b - a) * share) * 255) / 255 for a, b in zip(one, other, strict=True))
    return red, green, blue


def luminance(colour: Rgb) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Between 1 and 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


BLACK: Rgb = (0.0, 0.0, 0.0)
WHITE: Rgb = (1.0, 1.0, 1.0)


def readable(colour: Rgb, *grounds: Rgb, least: float = TEXT) -> Rgb:
    """`colour`, drawn towards black or white until it stands `least` to one on every ground."""
    end = max((BLACK, WHITE), key=lambda e: min(contrast(e, g) for g in grounds))
    for step in range(41):
        candidate = mix(colour, end, step / 40)
        if min(contrast(candidate, g) for g in grounds) >= least:
            return candidate
    return end


def _strongest(ground: Rgb) -> Rgb:
    """Black or white, whichever stands out more: at least 4.58 to one on any ground."""
    return max((BLACK, WHITE), key=lambda end: contrast(end, ground))


def tokens(theme: Theme) -> dict[str, str]:
    """The custom properties of a theme."""
    paper = rgb(theme.paper, "#ffffff")
    chosen_ink = rgb(theme.ink, "#1f1b16")
    accent = rgb(theme.accent, "#7a3b2e")
    end = max((BLACK, WHITE), key=lambda colour: contrast(colour, paper))
    tint = mix(paper, chosen_ink, 0.045)
    if contrast(_strongest(paper), tint) < TEXT:
        tint = paper  # a paper of middling lightness has no room for a second ground
    if contrast(end, tint) < TEXT:  # a paper between light and dark: its tint goes away from the text
        tint = mix(paper, WHITE if end is BLACK else BLACK, 0.045)
    ink = readable(chosen_ink, paper, tint, least=7)
    on_accent = max((WHITE, mix(BLACK, accent, 0.12)), key=lambda c: contrast(c, accent))
    accent = readable(accent, on_accent) if contrast(accent, on_accent) < TEXT else accent
    preset = theme.preset if theme.preset in SHAPES else "boutique"
    ratio, few, mid, many, results = SHAPES[preset]
    column, row, section = SPACES.get(theme.density, SPACES["cosy"])
    radius, small = RADII.get(theme.radius, RADII["soft"])
    weight, tracking = HEADINGS.get(theme.heading_font, PLAIN_HEADING)
    return {
        "ink": hexed(ink),
        "paper": hexed(paper),
        "accent": hexed(accent),
        "accent-deep": hexed(mix(accent, BLACK if luminance(on_accent) > 0.5 else WHITE, 0.16)),
        "accent-soft": hexed(mix(paper, accent, 0.13)),
        "accent-ink": hexed(readable(accent, paper, tint)),
        "on-accent": hexed(on_accent),
        "muted": hexed(readable(mix(ink, paper, 0.42), paper, tint)),
        "line": hexed(mix(paper, ink, 0.13)),
        "edge": hexed(readable(mix(paper, ink, 0.36), paper, least=CONTROL)),
        "tint": hexed(tint),
        "focus": hexed(readable(accent, paper, tint, least=CONTROL)),
        "good": hexed(readable(rgb("#2e7d4f", ""), paper)),
        "warn": hexed(readable(rgb("#b7791f", ""), paper, least=CONTROL)),
        "bad": hexed(readable(rgb("#b3261e", ""), paper, tint)),
        "head": FAMILIES.get(theme.heading_font, SANS),
        "body": FAMILIES.get(theme.body_font, SANS),
        "head-weight": weight,
        "head-tracking": tracking,
        "radius": radius,
        "radius-s": small,
        "ratio": ratio,
        "few": str(few),
        "mid": str(mid),
        "many": str(many),
        "many-results": str(results),
        "col": column,
        "row": row,
        "section": section,
        "gutter": "clamp(1rem, 4vw, 3.5rem)",
        "shadow": "0 1rem 3rem rgb(0 0 0 / .12)",
    }


def style_sheet(theme: Theme) -> str:
    """`/theme.css`: a rule of custom properties, nothing else."""
    scheme = "dark" if luminance(rgb(theme.paper, "#ffffff")) < 0.2 else "light"
    rules = ";".join(f"--{name}:{value}" for name, value in tokens(theme).items())
    return f":root{{color-scheme:{scheme};{rules}}}"


def families(theme: Theme) -> list[str]:
    """The platform's own font files that a theme needs, the one of the body first."""
    wanted = [theme.body_font, theme.heading_font]
    return list(dict.fromkeys(SHIPPED[name] for name in wanted if name in SHIPPED))


def favicon(theme: Theme, name: str) -> str:
    """The store's first letter on its accent, as SVG."""
    colours = tokens(theme)
    letter = next((c for c in name if c.isalnum()), "•").upper()
    letter = {"&": "&amp;", "<": "&lt;"}.get(letter, letter)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="14" fill="{colours["accent"]}"/>'
        f'<text x="32" y="46" font-family="Georgia,serif" font-size="40" text-anchor="middle" '
        f'fill="{colours["on-accent"]}">{letter}</text></svg>'
    )
