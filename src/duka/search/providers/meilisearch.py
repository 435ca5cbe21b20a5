"""Meilisearch, by its HTTP API (https://www.meilisearch.com/docs/reference/api/overview): one index a company.

Writes are accepted at once (202) and done a moment later by the engine itself; an index is made by the first document. After a
failure the engine is left alone for a while and refuses at once: a search must not wait for it on every page.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

import msgspec

from duka.kernel.work import outside_effect
from duka.search.providers.types import Document, EngineDown

PATIENCE = 0.4
"""Seconds for a search: the page waits."""

PATIENCE_WRITING = 10.0
REST = 10.0
"""Seconds without asking, after a failure."""

SETTINGS = {
    "searchableAttributes": ["title", "titles", "text"],
    "filterableAttributes": ["stores"],
    "sortableAttributes": ["sold"],
    "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness", "sold:desc"],
}


class _Hit(msgspec.Struct):
    id: str


class _Found(msgspec.Struct):
    hits: list[_Hit]


class Meilisearch:
    """`url` is the engine's address, `key` its API key; empty without one."""

    name = "meilisearch"

    def __init__(self, url: str, key: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._clock = clock
        self._rests_until = 0.0
        self._client: Any = None
        self._known: set[UUID] = set()

    def find(self, tenant: UUID, store: UUID, text: str, locale: str, limit: int) -> list[str]:
        if self._clock() < self._rests_until:
            raise EngineDown("it did not answer a moment ago")
        asked = {
            "q": text,
            "limit": limit,
            "attributesToRetrieve": ["id"],
            "filter": f"stores = {store.hex}",
        }
        raw = self._send("POST", f"{self._index(tenant)}/search", asked, PATIENCE)
        try:
            found = msgspec.json.decode(raw, type=_Found)
            return [str(UUID(hex=hit.id)) for hit in found.hits]
        except (msgspec.MsgspecError, ValueError) as error:
            raise EngineDown(f"it answered otherwise than expected: {error}") from None

    def put(self, tenant: UUID, documents: Sequence[Document]) -> None:
        if tenant not in self._known:
            self._send("PATCH", f"{self._index(tenant)}/settings", SETTINGS, PATIENCE_WRITING)
            self._known.add(tenant)
        if documents:
            path = f"{self._index(tenant)}/documents?primaryKey=id"
            self._send("POST", path, msgspec.to_builtins(list(documents)), PATIENCE_WRITING)

    def drop(self, tenant: UUID, products: Sequence[UUID]) -> None:
        if products:
            path = f"{self._index(tenant)}/documents/delete-batch"
            self._send("POST", path, [product.hex for product in products], PATIENCE_WRITING)

    def forget(self, tenant: UUID) -> None:
        """Asked for one that is not there, the engine says yes and does nothing."""
        self._known.discard(tenant)
        self._send("DELETE", self._index(tenant), None, PATIENCE_WRITING)

    def _index(self, tenant: UUID) -> str:
        return f"{self._url}/indexes/{quote(f'duka_{tenant.hex}')}"

    def _send(self, method: str, address: str, body: Any, patience: float) -> bytes:
        # heavy, and of no use to an installation without an engine
        import httpx2

        outside_effect("asking the search engine")
        if self._client is None:
            self._client = httpx2.Client(headers=self._headers)
        try:
            answer = self._client.request(method, address, json=body, timeout=patience)
        except httpx2.HTTPError as error:
            raise self._down(type(error).__name__) from None
        if answer.status_code >= 300:
            raise self._down(f"status {answer.status_code}")
        return bytes(answer.content)

    def _down(self, why: str) -> EngineDown:
        self._rests_until = self._clock() + REST
        return EngineDown(why)
