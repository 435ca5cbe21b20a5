"""Goods that come back: returns, exchanges, and claims (damaged, wrong or missing goods).

Words: a *return* belongs to an order and is of a *kind*; its *outcome* is what is wanted for the goods: a refund, an
exchange or store credit. Its *policy* is the store's (`stores.return_policy`) as it was when the return was asked for.
It is *settled* when money, credit or new goods were given for it, *received* when the goods were looked at, and completed
when all of that is done which it needs.

Promises: nobody returns more than came to them and is not on its way back; no money leaves twice, nor more than was paid,
whoever retries; what all returns of a line give back together is what the line cost, to the last minor unit.
Neighbours: it stands on checkout (giving money back), orders, inventory and credits.
"""
