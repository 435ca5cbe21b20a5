"""Merchandising changes goods with the permissions of those who own them, so none of its own."""

NAMES: dict[str, str] = {}
