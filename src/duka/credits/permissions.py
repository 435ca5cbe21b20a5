"""The permissions of store credit."""

NAMES = {
    "credits:read": "See the store credit of customers",
    "credits:write": "Give store credit to customers, and take it back",
}
