"""Questions that the crowd asks of the catalogue: each is one statement, answered with JSON in the shape of
`types`.

`list_cards` (listings and searches), `suggest`, `product`, `categories`, `category`, `sitemap`. Their SQL is
put together from `fragments`; what a listing may be asked is read in `asked`.
"""

from duka.catalog.queries.categories import categories, category, sitemap
from duka.catalog.queries.listing import list_cards
from duka.catalog.queries.product import product
from duka.catalog.queries.search import suggest

__all__ = ["categories", "category", "list_cards", "product", "sitemap", "suggest"]
