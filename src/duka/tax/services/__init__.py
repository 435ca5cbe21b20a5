"""Outside services for taxes: rates by address, and whether a VAT number is somebody's.

Nobody who buys waits for them. What is missing becomes a question, a job asks it outside any transaction, and its answer is kept:
the last good one counts until there is a newer one; without one the store's own rates do.
"""
