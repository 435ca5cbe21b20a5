"""Orders that staff build for somebody: on the telephone, at a fair, for a customer who writes.

Words: a *draft* is a cart of staff's with what a cart does not know (prices of staff's own, discounts, carriage by hand, a note
for colleagues, a link). It is *open*, *sent* (somebody holds a link to it), *ordered*, *cancelled* or *expired*.

Promises: prices, taxes and stock are those of the moment that somebody looks, by the same rules as a shopper's cart, but for
what staff agreed. A draft keeps nobody's stock unless it is told to, and until when. It becomes one order, however often and by
whom the button is pressed; when that order's payment fails, it is a draft again. Neighbours: carts and checkout below.
"""
