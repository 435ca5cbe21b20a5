"""Sale events: goods that cost less for a while, by themselves.

Words: a *sale event* has a schedule and *targets* (everything, categories, collections, products), a *sale price* is what a
variant costs in it.

Promises: prices begin and end at the second, in listing, page, cart and order alike, though nothing runs at that moment; of
events that overlap, the lowest price holds; goods that join a category or change their price follow.
"""
