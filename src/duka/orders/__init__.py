"""Orders: what was sold, to whom, at which prices and taxes, and how far it has come.

Words: an order has three axes that move alone: its *status* (open, completed, cancelled), its *payment
status* and its *fulfillment status*. Two *displays* are derived from them, one for the merchant and one for
the shopper. An order is *placed* once it is paid or needs no payment in advance; before that it waits,
holding its stock for a while.

Promises: lines are snapshots; only an edit changes them (`order_edits`), and keeps what was there before as a
version. A cart's version becomes one order at most. Numbers count up per tenant: they are drawn with the
order's row, so each belongs to an order, also to one that was never paid.
An order is opened by a secret token (its own, its cart's, or one given for number and e-mail), by its
customer, or by staff.

Neighbours: inventory keeps the goods, payments the money; `checkout` above makes orders.
"""
