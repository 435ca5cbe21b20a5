"""What a surface holds to search with: the external engine, if one is set, and the counting of searches."""

import time
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from duka.catalog.types import ListingQuery
from duka.flags import queries as flags
from duka.kernel import log, metrics
from duka.kernel.work import Caller, Work
from duka.search.counting import Counter
from duka.search.providers.types import Engine, EngineDown

MOST_GIVEN = 500
_log = log.get("search.asking")


class Searches:
    """One a process."""

    def __init__(self, work: Work, engine: Engine | None = None) -> None:
        self.engine = engine
        self._work = work
        self.counter = Counter(work)

    def find(self, caller: Caller, store: UUID, query: ListingQuery) -> list[str] | None:
        """The ids of products that the external engine finds for the query's text, best first. None where PostgreSQL shall
        find: without an engine, for a company that is set to do without it, without a text, and when the engine is down, which
        the log says. Outside a transaction."""
        if self.engine is None or not query.text.strip():
            return None
        if flags.text_of(self._work, caller.tenant, "search_provider", self.engine.name) != self.engine.name:
            return None
        begun = time.perf_counter()
        try:
            return self.engine.find(caller.tenant, store, query.text, caller.locale, MOST_GIVEN)
        except EngineDown as down:
            _log.warning("search engine is down, PostgreSQL answers", engine=self.engine.name, why=str(down))
            return None
        finally:
            metrics.observe(metrics.SEARCH_SECONDS, time.perf_counter() - begun, self.engine.name)

    def heard(self, tenant: UUID, store: UUID, query: ListingQuery, found: int) -> None:
        """Counts a search that was answered with so many products. Only what somebody typed counts, not the next page of it
        and not what they narrowed it to."""
        if query.text.strip() and not (query.offset or query.cursor or query.filters or query.category):
            self.counter.searched(tenant, store, query.text, found)

    def opened(self, tenant: UUID, store: UUID, page: str, prefix: str) -> None:
        """A product was opened; `page` is the address that led there. Counts when it is the store's search."""
        if "/search" not in page:
            return
        try:
            address = urlsplit(page)
        except ValueError:
            return
        text = parse_qs(address.query).get("q", [""])[0]
        if address.path == f"{prefix}/search" and text:
            self.counter.clicked(tenant, store, text[:200])
