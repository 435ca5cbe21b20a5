"""Which engine is used: what the environment says."""

from duka.kernel.config import Config
from duka.search.providers.meilisearch import Meilisearch
from duka.search.providers.types import Engine

POSTGRESQL = "postgresql"


def build(config: Config) -> Engine | None:
    """None is PostgreSQL. Stops the start in words for a provider that there is not, or one without an address."""
    if config.search_provider == POSTGRESQL:
        return None
    if config.search_provider != Meilisearch.name:
        raise SystemExit(
            f"SEARCH_PROVIDER must be {POSTGRESQL} or {Meilisearch.name}, and is {config.search_provider!r}."
        )
    if not config.search_url:
        raise SystemExit(f"SEARCH_PROVIDER is {Meilisearch.name}; SEARCH_URL must say where it is.")
    return Meilisearch(config.search_url, config.search_key)
