"""Carts: what a shopper means to buy, priced anew each time somebody looks.

Words: a *line* is one variant and a quantity; a *problem* is what keeps a line from being sold now. A cart is
*open*, *ordered* (it became an order; reopened with a new version when that order's payment fails) or
*expired*.

Promises: a cart is opened by its secret token, by its signed-in customer or by staff. Prices, availability
and taxes are never stored in it. What a shopper typed is not lost: a line that can't be sold stays and says
why. Neighbours: the catalogue and inventory below, `checkout` above.
"""
