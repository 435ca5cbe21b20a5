"""Shipping: where we carry to, what it costs, and from which location goods leave.

Words: a *zone* is where rates hold; a *rate* is one offer in a zone, flat, by weight, by total or pickup; a
*location* is a place with stock.

Promises: the most specific zone holds; one location serves a whole order when one can; the same input gives
the same choice. Neighbours: stores hold zones, rates and locations; inventory knows what is available where.
"""
