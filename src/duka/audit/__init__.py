"""The audit trail: who did what to which thing, from where, with what was there before.

Entries are written by `kernel.trail` in the transaction that did the thing, and can be inserted and read only. A sealer
(`sealing`) strings them, in the order in which they were committed, on a chain of hashes per company; `verifying` says
what was changed, left out or slipped in since. `feed` gives the same order to the live updates. See docs/adr/0013.
"""
