"""Rows of one product into a sheet: one reader a format. They know the file and the places it may name, and
no database."""
