"""The outermost layer of the web process: request ids, rate limits, pages kept for a moment, security headers.

A kept page is found by everything that its answer may depend on (host, path, query, credential, language, market) before any
routing is done, and lives `page_cache_seconds`, so a changed price or stock shows within that time. Only answers whose
handler said that they are the same for everybody (`scope["state"]["keep"]`) are kept, and only of GET.
"""

import hashlib
import time
from typing import Any
from uuid import uuid4

import msgspec
import structlog

from duka.kernel import log
from duka.kernel.cache import Cache
from duka.kernel.config import Config

_log = log.get("edge")
LONGEST_BODY = 21 * 1024 * 1024
VARY = (
    b"host",
    b"authorization",
    b"x-api-key",
    b"accept-language",
    b"cookie",
    b"duka-market",
    b"duka-variants",
    b"sec-gpc",
)
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-frame-options", b"DENY"),
]


UNCOUNTED = ("/media/", "/assets/", "/console/assets/", "/callbacks/")
"""Files that never change: a page full of pictures is one visit, and browsers and proxies keep them anyway. And payment
providers, who tell of many merchants' payments from one address."""
OF_ONE_REQUEST = (b"ratelimit", b"ratelimit-policy", b"x-request-id")


class Kept(msgspec.Struct, frozen=True):
    etag: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Bucket:
    """GCRA: `rate` requests a minute, evenly, with a burst of a fifth of it. One number a caller."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self.interval = 60 / per_minute if per_minute else 0.0
        self.burst = self.interval * max(20, per_minute // 5)
        self._arrivals = Cache(seconds=max(120.0, self.burst + 1), entries=100_000)

    def take(self, who: bytes) -> tuple[int, float]:
        """(how many are left at once, seconds to wait: 0 when taken)."""
        now = time.monotonic()
        known = self._arrivals.find(who)
        arrival = max(known if isinstance(known, float) else now, now)
        if arrival - now > self.burst:
            return 0, arrival - now - self.burst
        self._arrivals.keep(who, arrival + self.interval)
        return int((self.burst - (arrival - now)) / self.interval), 0.0


class Edge:
    """An ASGI application around another."""

    def __init__(self, app: Any, config: Config) -> None:
        self.app = app
        self.pages = Cache(config.page_cache_seconds, entries=4_000)
        self.bucket = Bucket(config.rate_per_minute) if config.rate_per_minute else None
        self.trusted = set(config.trusted_proxies)
        self.country_header = config.country_header.encode("latin-1")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        headers = dict(scope["headers"])
        limits: list[tuple[bytes, bytes]] = []
        if self.bucket is not None and not scope["path"].startswith(UNCOUNTED):
            left, wait = self.bucket.take(self._who(scope, headers))
            limits = [
                (b"ratelimit-policy", b'"default";q=%d;w=60' % self.bucket.per_minute),
                (b"ratelimit", b'"default";r=%d;t=60' % left),
            ]
            if wait:
                await self._too_many(send, limits, int(wait) + 1)
                return
        key = None
        if scope["method"] == "GET":
            vary = (h for h in scope["headers"] if h[0] in VARY)
            key = (scope["path"], scope["query_string"], self._country(scope, headers), *vary)
            kept = self.pages.find(key)
            if isinstance(kept, Kept):
                await _answer(kept, headers, limits, send)
                return
        await self._run(scope, receive, send, headers, limits, key)

    async def _run(
        self,
        scope: Any,
        receive: Any,
        send: Any,
        headers: dict[bytes, bytes],
        limits: list[tuple[bytes, bytes]],
        key: Any,
    ) -> None:
        request_id = uuid4().hex
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        state["address"] = self._who(scope, headers).decode("latin-1")
        state["country"] = self._country(scope, headers)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        start: dict[str, Any] = {}
        chunks: list[bytes] = []

        async def keep_and_send(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(header for header in HEADERS if header[0] not in given),
                    (b"x-request-id", request_id.encode()),
                    *limits,
                ]
                if state.get("keep") and message["status"] == 200 and key is not None:
                    start.update(message)
                    return
            elif start:
                chunks.append(message.get("body", b""))
                if not message.get("more_body"):
                    body = b"".join(chunks)
                    etag = b'W/"%s"' % hashlib.blake2b(body, digest_size=9).hexdigest().encode()
                    kept = Kept(
                        etag,
                        [h for h in start["headers"] if h[0] not in OF_ONE_REQUEST],
                        body,
                    )
                    self.pages.keep(key, kept)
                    start.clear()
                    await _answer(kept, headers, limits, send)
                return
            await send(message)

        try:
            await self.app(scope, receive, keep_and_send)
        finally:
            structlog.contextvars.clear_contextvars()

    def _who(self, scope: Any, headers: dict[bytes, bytes]) -> bytes:
        """The network address; behind a trusted proxy the last address that the proxy itself added."""
        address = scope["client"][0] if scope.get("client") else ""
        if address in self.trusted and (forwarded := headers.get(b"x-forwarded-for")):
            return forwarded.rsplit(b",", 1)[-1].strip()
        return str(address).encode()

    def _country(self, scope: Any, headers: dict[bytes, bytes]) -> str:
        """Where a trusted proxy says that the caller is, by its two letters; empty without one, or when it does not know."""
        address = scope["client"][0] if scope.get("client") else ""
        if not self.country_header or address not in self.trusted:
            return ""
        told = headers.get(self.country_header, b"").strip().upper()
        return told.decode() if len(told) == 2 and told.isalpha() and told not in (b"XX", b"T1") else ""

    async def _too_many(self, send: Any, limits: list[tuple[bytes, bytes]], wait: int) -> None:
        body = msgspec.json.encode(
            {
                "type": "/problems/TooManyRequests",
                "title": f"Too many requests. Try again in {wait} seconds.",
                "status": 429,
                "code": "TooManyRequests",
                "retry_after": wait,
            }
        )
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"retry-after", str(wait).encode()),
            *limits,
        ]
        await send({"type": "http.response.start", "status": 429, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _has(asked: bytes | None, etag: bytes) -> bool:
    """Whether If-None-Match names the tag: a list, compared weakly, or `*` (RFC 9110, 13.1.2)."""
    if asked is None:
        return False
    tags = {tag.strip().removeprefix(b"W/") for tag in asked.split(b",")}
    return etag.removeprefix(b"W/") in tags or b"*" in tags


def _without_body(send: Any) -> Any:
    """HEAD is GET without its body (RFC 9110, 9.3.2)."""

    async def headed(message: Any) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return headed


async def _answer(
    kept: Kept, headers: dict[bytes, bytes], limits: list[tuple[bytes, bytes]], send: Any
) -> None:
    if _has(headers.get(b"if-none-match"), kept.etag):
        fresh = [h for h in kept.headers if h[0] not in (b"content-length", b"content-type")]
        await send(
            {"type": "http.response.start", "status": 304, "headers": [*fresh, (b"etag", kept.etag), *limits]}
        )
        await send({"type": "http.response.body", "body": b""})
        return
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [*kept.headers, (b"etag", kept.etag), *limits],
        }
    )
    await send({"type": "http.response.body", "body": kept.body})
