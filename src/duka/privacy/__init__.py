"""A person's right to what is kept of them, and to its end.

`data_map` says of every table that is a tenant's whether it holds something of a customer, by what that is found, and what
becomes of it when they are erased: it goes, it is emptied, or it stays because it belongs to the books. Export and erasure are
both made from it, and a test refuses a table that is not in it.

Neighbours: knows every table, as listeners do; nobody below knows it.
"""
