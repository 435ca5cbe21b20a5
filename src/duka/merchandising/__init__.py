"""Merchandising: changing goods the way merchants do it, many values or many products at a time.

Words: the *sheet* is the table of a product's variants with their prices and stock, saved whole or not at all; a *bulk
run* is one change of many products, each in a transaction of its own with its own outcome; a *copy* is a new draft.

Promises: a refused cell is named (`variants.3.prices.0.base_minor`) and then nothing is saved; a bulk run that was
stopped goes on where it was, and never changes a product twice; what it did to a status can be undone.
Neighbours: catalog, pricing and inventory own the things that are changed, and their verbs change them.
"""
