"""Webhooks out: other systems hear, signed, of what happens here.

An *endpoint* is an address of a company's own system with the types of events that it wants to hear of. Each event becomes
one *message* with one *delivery* for each endpoint that wants it, written in the transaction in which the event is heard
(`fan_out`). The dispatcher in the worker makes *attempts* until the receiver answers 2xx, over three days (`rules`). Every
attempt is kept with its answer for 30 days, and a delivery can be *replayed*.

Promises: at least once; the same `webhook-id` each time; signed after the Standard Webhooks specification
(https://www.standardwebhooks.com); nothing is sent to private addresses, and redirects are not followed (`addresses`,
`sending`); an endpoint that hangs holds up no other. Order is not promised: compare `timestamp`.
"""
