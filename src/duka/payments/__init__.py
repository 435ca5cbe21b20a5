"""Payments: how the buyer's money comes in, behind one small protocol for every provider.

Words: a *payment* is one attempt to collect an amount for an order; an *outcome* is what a provider says of it; a
*callback* is what a provider sends unasked. At most one payment of an order is live, so a second click finds the first.

Promises: the provider is called outside transactions only, with a key derived from order and attempt, so that a retry
can't charge twice; a callback is stored raw, once, and only makes us ask the provider for the truth; statuses change
along `rules.FOLLOWS` and never backwards. Neighbours: `orders` (below) holds the order's payment status; `checkout`
(above) places or gives up the order by what we record.
"""
