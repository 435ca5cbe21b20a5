"""Tax: which rates hold where, and how much they are.

Words: a *rate* is parts per million of an amount; a *class* groups goods that are taxed alike; a *zone* is a
country, a region of it or a range of its postal codes; a *part* is what one rate adds to a line.

Promises: net + tax = gross to the minor unit, parts sum to the tax, and the tax of a line is rounded once.
Neighbours: pricing asks for the taxes of each line; stores hold the rates.
"""
