"""Permissions of this module, in words."""

NAMES = {
    "customers:create": "Register as a customer, or be remembered as a guest",
    "customers:read": "See all customers and their addresses",
    "customers:write": "Change customers and their addresses",
}
