"""Permissions of this module, in words."""

NAMES = {
    "sandboxes:write": "Make places to try things, and see those that there are",
}
