"""Access: who may what. The vocabulary of permissions, roles, and what somebody was granted where.

Words: a *permission* is `area:verb`, owned by the module that asks for it. A *role* is a named set of permissions:
built in, or a company's own. A *grant* gives somebody a role, everywhere or in some stores and at some locations.
Promises: nobody hands on what they do not hold themselves, limits included. Neighbours: identity asks what its
credentials hold; staff keeps who was granted what.
"""
