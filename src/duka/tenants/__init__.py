"""Tenants: the merchant companies that share one Duka. A tenant owns stores, and every row but the platform's
own.

Words: a *tenant* has a slug (its name in addresses) and a public id (`ten_…`). It is active
(perhaps on trial), suspended (found, but its shops answer that they are closed) or closed (suspended for good). A *sandbox* is
a tenant to try things on. Promises: a slug belongs to one tenant for ever.
Neighbours: everything stands on it; it stands on the kernel alone.
"""
