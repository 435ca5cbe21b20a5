"""Staff: who works for a company, as what, and how they came in.

Promises: a company always has an owner; nobody grants what they do not hold; whoever is dismissed is logged out
in the same moment. Neighbours: identity logs them in, access says what their roles hold.
"""
