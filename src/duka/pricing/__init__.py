"""Pricing: what a thing costs now, and what a cart comes to.

Words: the *base price* always holds, a *special price* in its window; *subtotal* is before discounts; *net*,
*tax* and *gross* are of what remains.

Promises: cart, order, till and edits add up in one place (`rules.totals`), and lines = totals = taxes,
always. Neighbours: tax computes the taxes of a line; promotions say how much is off.
"""
