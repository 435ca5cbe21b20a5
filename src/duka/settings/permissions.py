"""Permissions of this module, in words."""

NAMES = {
    "settings:read": "See the settings of the company and its stores",
    "settings:write": "Change the settings of the company and its stores",
}
