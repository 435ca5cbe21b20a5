"""The sandbox gateway: a payment provider of our own to try things on, with books, a hosted page and signed callbacks.

It behaves as real gateways do on good days and bad ones: it can succeed, decline, ask for a challenge, answer nobody,
and call back late, twice or never. It knows nothing of orders; `payments.providers.sandbox` speaks to it as to a
stranger. No money moves here.
"""
