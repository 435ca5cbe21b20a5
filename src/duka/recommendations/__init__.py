"""Recommendations: what goes with what, chosen by the merchant or computed from orders and from the catalogue.

Words: a *kind* is where a recommendation comes from: `cross_sell` and `up_sell` are chosen by the merchant, `together` is
computed from orders, `similar` from the catalogue, `best` is what sells best around a product and fills up. A *block* is
what a page shows: *with* (bought together), *like* (you may also like), *cart*. A *pair* is the product that something is
recommended for and the other one. A *mark* is a pair and its kind in an address or a form (`together-0190…`). A *run*
computes everything anew; the last finished one is *live*. A *pick* is a thing in a cart that came from a mark.

Promises: nothing is recommended that the store does not sell, that is excluded, the product itself, or what lies in the
cart; a block costs a page one statement; a run works in slices of bounded size, takes the place of the last one in one
statement, and needs no more than SQL. Counts say nothing about persons.

Neighbours: reads the catalogue's, the carts' and the orders' tables; the surfaces show it.
"""
