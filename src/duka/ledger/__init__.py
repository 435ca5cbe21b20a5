"""The ledger: what happened to a company's money, in double entry.

Words. An **entry** is the shape of one *fact* (a sale, a capture, a refund) of one *source* (the order, the payment's total,
the refund); it is posted in the transaction of the fact, once. Its **lines** move amounts between **accounts**: a debit is
above zero, a credit below, and they add up to nothing. An account's **balance** is the sum of its lines.

Promises. Entries are never changed or deleted: the database refuses it, and refuses lines that do not add up. What was wrong is
reversed by an entry of its own. `verifying` holds the books against orders, payments, refunds and disputes, and says in
words where they differ.

Neighbours. Orders and payments call `service` from steps whose permission their own callers hold. The ledger calls nobody, and
reads the tables of orders and payments only to verify. It knows nothing of orders that were imported as history: their money
moved in other books.
"""
