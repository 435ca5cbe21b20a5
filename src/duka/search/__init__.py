"""Search: words that mean the same, what was looked for in vain, and the engine that finds.

Words: *synonyms* are words that a merchant says mean the same (two-way, or one-way from the first to the others); *pinned
products* go before all that a search finds; a *search* in the report is a folded text, counted by day, never a person.

PostgreSQL finds (`catalog.queries.search`); this module tells it what the merchant decided. `SEARCH_PROVIDER` may name an
external engine (`providers`), which is asked first and only for ids: what is shown, at which price, in which stock is always
ours, and when the engine is down PostgreSQL finds as ever.
Neighbours: it stands on the catalogue; surfaces ask `queries` and hold one `asking.Searches`.
"""
