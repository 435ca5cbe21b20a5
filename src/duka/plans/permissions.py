"""Permissions of plans, in words. What operators do with them belongs to `duka.control`."""

NAMES = {"plan:write": "Ask for another plan, and take one that is on offer"}
