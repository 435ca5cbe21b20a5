"""Store credit: what customers may spend here in place of money.

Words: a customer's *credit* in a currency is a *balance*; each change of it is an *entry* of a kind: issued or taken by staff,
returned (given for goods in place of money), spent on an order, given back when that was refunded, expired. What came in
with an end is used up before what stays.

Promises: a balance is the sum of its entries and never below zero; it is spent under its row's lock, so that two checkouts at
once never spend it twice; the books' account `store_credit` is the sum of all balances (`duka ledger verify`).
Neighbours: payments spend it (`payments.providers.store_credit`), returns fill it; it posts into the ledger.
"""
