"""Permissions of this module, in words."""

NAMES = {
    "figures:read": "See sales and other figures",
}
