"""Checkout: a cart becomes an order, and the order's payment makes it count.

Words: *place* turns a cart into an order with its stock held; *finalize* makes it count once its payment
came; *give up* frees the stock and gives the cart back.

Promises: one cart version becomes one order, however often and under whatever key it is tried. Nothing is
sold that is not there. Prepare, pay, finalize: the network is never inside a transaction, and every step can
be repeated.

Neighbours: carts price, inventory promises, orders record, payments collect.
"""
