"""Permissions of this module, in words."""

NAMES = {
    "search:use": "Search in one box; each kind of thing is found by those who may see it",
}
