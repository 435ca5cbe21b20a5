"""Permissions of this module, in words."""

NAMES = {
    "customers:create": "Register as a customer, or be remembered as a guest",
    "customers:read": "See all customers, their addresses and the notes about them",
    "customers:write": "Change customers, their addresses, tags and groups, and write notes about them",
}
