"""Whose exchange rates can be read: one adapter a file."""
