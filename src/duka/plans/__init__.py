"""Plans: what a merchant may have, and how much of it.

Words: a *plan* has *versions*; a merchant's *subscription* names one, which never changes under them. A *limit* is the most
there may be of something; its *meter* says how much there is. *Entitlements* are all of it together: plan, features,
limits and policies, asked with one statement and remembered for `cache_seconds`. Without a subscription nothing is limited.
Neighbours: verbs that make something ask `limits`; `flags` and `policies` read the entitlements.
"""
