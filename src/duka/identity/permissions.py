"""Permissions of this module, in words."""

NAMES = {
    "staff:read": "See who works here",
    "staff:write": "Invite staff and change their roles",
    "keys:read": "See API keys",
    "keys:write": "Create and revoke API keys",
}
