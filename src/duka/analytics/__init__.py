"""Figures: how it goes, and what waits to be done.

Words: *sales* are the totals of placed orders that were not cancelled, by currency; a *day* is a calendar day where the
store is. Promises: everybody sees the figures of the stores (and locations) that their grants reach, and no others; sums
of different currencies are never added. Neighbours: reads the orders', the goods' and the stock's tables; nobody imports it.
"""
