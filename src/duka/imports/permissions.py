"""The permission of imports."""

NAMES = {"imports:run": "Import products from files"}
