"""Permissions of this module, in words."""

NAMES = {
    "media:read": "See pictures",
    "media:write": "Upload and delete pictures",
}
