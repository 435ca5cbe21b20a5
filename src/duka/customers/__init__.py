"""Customers: the people who buy from a tenant, in any of its stores.

Words: a *guest* is known by the e-mail address of an order and has no password; an *account* is claimed: its
owner set a password and can log in (`claimed_at`). Promises: one record an address and tenant; a guest's
record, which may hold past orders, never becomes an account without proof of the address; nobody but the
customer and staff with `customers:read` sees a profile, and to all others it does not exist. Neighbours:
identity keeps their sessions; carts and orders name them.
"""
