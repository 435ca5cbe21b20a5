"""Order edits: changing what was ordered after it was placed, and what that does to stock, taxes, money and the books.

Words: *changes* are what somebody wants: lines added, removed, replaced or in another quantity; a discount on a line or on the
order; another carriage or another price of it; another address; a note. A *preview* says what would come of them and changes
nothing. An *edit* is what was applied; each leaves the *version* of the order that it found (1 is as it was placed). What is
*due* after an edit is to be asked for, a *surplus* may go back.

Promises: what is not changed keeps the price, discount and tax that it was sold with, and a quantity that changes keeps its
unit price: no price changes unasked. Lines = taxes = totals after every edit, by the same pure rules as carts
(`pricing.rules`). Stock, lines, taxes, totals, books, payments that wait, version and event are written in one transaction under
the order's lock, or nothing is. The same request edits once; of two edits at once one learns of the other.

Neighbours: `orders.service.revising` writes, `inventory.service.packing` promises, `payments.owing` says what is due,
`checkout.giving_back` gives a surplus back after the transaction. `draft_orders` and `returns` above use it for their own.
"""
