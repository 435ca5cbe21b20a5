"""Permissions of this module, in words."""

NAMES = {
    "stores:read": "See stores, locations and their settings",
    "stores:write": "Change stores, locations, taxes, shipping and payment methods",
}
