"""Permissions of this module, in words."""

NAMES = {
    "imports:run": "Bring products, stock and customers in from files",
    "exports:run": "Take products, stock, customers and orders out as files",
}
