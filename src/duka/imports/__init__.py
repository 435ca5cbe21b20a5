"""Other people's product files into ours, and ours out again.

Words: a *sheet* is what a file says of one product: a run of rows with the same handle. A *run* is one import
of one file into one store; it commits *batches* and remembers the last row, so that it can go on after it was
stopped. *Held* is what the catalogue says of a product now: sheet and held are compared, and only what
differs is changed, by the verbs of the modules that own it.

Promises: a product that cannot be taken is refused with its rows and columns, and the others are taken;
importing what was exported changes nothing; a column that is not in the file leaves what it would change
alone. Neighbours: catalog, pricing, inventory and media do the work; nobody knows this module but the command
line.
"""
