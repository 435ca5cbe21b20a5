"""Permissions of this module, in words."""

NAMES = {"views:share": "Share saved views with the company"}
