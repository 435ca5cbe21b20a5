"""Permissions of this module, in words."""

NAMES = {
    "roles:write": "Make, change and delete roles",
}
