"""Identity: who is asking. Staff, customers' sessions and API keys, and the permissions that each holds.

Words: a *bearer* is what a request shows: `st_…` is a session of staff, `ct_…` of a customer, `pk_…` a
publishable key (it may be read in a browser; it can do what an anonymous shopper can, in one store), `sk_…` a
secret key. Each is `prefix_<tenant, 32 hex digits>_<secret>`: the tenant comes from the credential alone. A
*role* is a set of permissions. Promises: only hashes of secrets are stored; an audience is never taken for
another; a wrong e-mail costs as much time as a wrong password; a credential that ends is refused within
`cache_seconds`. Neighbours: surfaces ask it; customers opens its sessions here.
"""
