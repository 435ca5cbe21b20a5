"""Support: answering somebody who calls. One box finds people, orders and goods; one page tells all about a person.

Words: a *person* is a customer with everything that was bought under their name: the orders of their account, and
those that were placed with their e-mail address without being signed in, which staff see beside the others and the
account's owner does not (whoever registers an address has not proved that these are theirs). An order whose address
nobody has any more is a person by its address alone. *Figures* are kept from a person's orders whenever one of them
changes. Promises: each kind of thing is found by those who may read it, in the stores and at the locations where they
may; nothing is changed here but what is remembered for finding. Neighbours: customers and orders, which this reads;
nobody below knows of it.
"""
