"""Stock: what lies where, what is promised, and every movement that made it so.

Words: a *stock item* is what is counted; a *level* is its count at a location; *available* is on hand, less
what is promised (reserved), less the safety stock. A *reservation* is an order's promise: held while it is
being paid, committed once placed, consumed when prepared, released when given back.

Promises: a level changes only together with its ledger rows, in one statement, so the ledger's sums are the
levels. Rows are locked in the order of their keys. Every step of an order is judged by the reservation's
status, so a step that is taken twice moves stock once.

Neighbours: the catalogue owns the items, stores own the locations, checkout and orders take the steps.
"""
