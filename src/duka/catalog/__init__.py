"""The catalogue: products, their options and variants, and the attributes that describe them.

Words: a *product* is what a page shows; an *option* is a choice (size), a *variant* one combination of
choices, which has its own stock-keeping unit; an *attribute* describes (material) and an *attribute set* is a
template of them.

Promises: a product has at most 3 options and 250 variants, each combination once; attribute values have their
kind. Neighbours: pricing, inventory, media and search speak of products and variants by id.
"""
