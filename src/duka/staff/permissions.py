"""Permissions of this module, in words."""

NAMES = {
    "staff:read": "See who works here",
    "staff:write": "Invite staff and change their roles",
}
