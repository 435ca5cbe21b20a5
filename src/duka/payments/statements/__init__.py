"""Gateways' statements: their own files (CSV), imported, and held against what we hold.

Words. A **statement** is one file of one provider for one store; its **lines** are the movements on our account there. Each
line's **match** says whether we know it: `matched`, `missing_here` (the gateway has it and we don't), `differing` (both have
it, not alike), `missing_there` (we have it, and the gateway's statement of that time does not), `not_ours_to_match` (payouts,
fees, transfers: nothing of ours stands against them).

Promises. The same file is imported once, and what it says is entered in the books once, however many statements repeat it:
fees that we had not heard of, and payouts to the bank. A later statement heals what an earlier one missed. What stays is for
a person to explain.

`readers/` turn bytes into rows and know nothing of the database; `matching` finds whom a row is about, `judging` holds it
against the payment, `posting` enters it in the books.
"""
