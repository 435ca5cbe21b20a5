"""Policies: the bounds that the platform sets and merchants move within.

Words: a *policy* has a name, a value, and says whom it binds: everybody, whoever has a plan, or one merchant (the nearest
wins). Promises: a verb asks the policy itself; a merchant sees which policy binds them. Neighbours: read from the
entitlements of `duka.plans`.
"""
