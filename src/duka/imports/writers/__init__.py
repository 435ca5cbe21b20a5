"""Products into rows: one writer a format. A row is a mapping of columns to texts; what is not in it is
empty."""
