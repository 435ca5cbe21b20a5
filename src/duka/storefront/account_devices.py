"""A browser in words that its owner knows again: Firefox on Android. What no rule knows is not guessed at."""

from __future__ import annotations

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""Each says the names of those after it too, so the first that is found counts."""
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def told(program: str) -> str:
    """What a browser says of itself (its User-Agent), shortened; empty when nothing in it is known."""
    found = [next((name for mark, name in marks if mark in program), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(part for part in found if part)
