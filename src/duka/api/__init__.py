"""The HTTP API: JSON for shops (`ecommerce`) and for merchants' systems (`admin`).

A route is a function that names its permission and hands a verb to its `Call`; the call knows the tenant (from the
credential, compared with the path), opens the transaction, guards idempotency and answers. No route holds SQL or rules.
"""
