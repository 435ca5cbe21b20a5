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

from duka.analytics.visits.reading import read
from duka.analytics.visits.tally import Visits
from duka.kernel import log, metrics, telemetry
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
    route: tuple[str, str] = ("", "")


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
        self.is_ending = False
        self.visits: Visits | None = None
        self._routes: dict[Any, tuple[str, str]] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, self._hearing_the_end(receive), send)
            return
        begun, method = time.perf_counter(), scope["method"]
        if method == "HEAD":
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
                metrics.answered("too_many", group_of(scope["path"]), 429, time.perf_counter() - begun, 0)
                return
        key = None
        if scope["method"] == "GET":
            vary = (h for h in scope["headers"] if h[0] in VARY)
            key = (scope["path"], scope["query_string"], self._country(scope, headers), *vary)
            kept = self.pages.find(key)
            if isinstance(kept, Kept):
                await _answer(kept, headers, limits, send)
                self._visited(method, scope, headers, 200)
                metrics.answered(*kept.route, 200, time.perf_counter() - begun, 0)
                return
        state = scope.setdefault("state", {})
        state["ending"] = self.is_ending
        spent = metrics.Spent()
        metrics.spent.set(spent)
        try:
            if telemetry.is_on():
                await self._traced(scope, receive, send, headers, limits, key)
            else:
                await self._run(scope, receive, send, headers, limits, key)
        finally:
            self._visited(method, scope, headers, state.get("status", 500))
            self._count(scope, state, state.get("answered", time.perf_counter()) - begun, spent)

    async def _traced(
        self,
        scope: Any,
        receive: Any,
        send: Any,
        headers: dict[bytes, bytes],
        limits: list[tuple[bytes, bytes]],
        key: Any,
    ) -> None:
        carried = headers.get(b"traceparent", b"").decode("latin-1")
        with telemetry.whole(scope["method"], "server", carried) as span:
            await self._run(scope, receive, send, headers, limits, key)
            state = scope["state"]
            route, _ = self._route(scope["path"], state)
            status = state.get("status", 500)
            span.update_name(f"{scope['method']} {route}")
            span.set_attributes(
                {
                    "http.request.method": scope["method"],
                    "http.route": route,
                    "http.response.status_code": status,
                    "duka.request_id": state["request_id"],
                }
            )
            if status >= 500:
                telemetry.failed(span, str(status))

    def _visited(self, method: str, scope: Any, headers: dict[bytes, bytes], status: int) -> None:
        """Counts who looks at a shop, in memory. `method` as it was asked: HEAD looks at nothing."""
        if self.visits is not None:
            address = self._who(scope, headers)
            look = read(method, scope["path"], scope["query_string"], headers, address, status)
            if look is not None:
                self.visits.see(look)

    def _route(self, path: str, state: Any) -> tuple[str, str]:
        """The name of what answers, and whose part it is."""
        handler = state["routed"].get("route_handler") if "routed" in state else None
        if handler is None:
            return "unmatched", group_of(path)
        found = self._routes.get(handler)
        if found is None:
            group = group_of(path)
            name = str(getattr(handler, "handler_name", None) or handler)
            found = self._routes[handler] = (name if group not in PAGES else f"{group}:{name}", group)
        return found

    def _count(self, scope: Any, state: Any, seconds: float, spent: metrics.Spent) -> None:
        """`seconds` until the answer began: one that is streamed ends when its reader goes."""
        route, group = self._route(scope["path"], state)
        state.pop("routed", None)  # it holds this very state
        status = state.get("status", 500)
        metrics.answered(route, group, status, seconds, spent.statements)
        if (status >= 400 and status != 404) or state.get("refusal"):
            code = state.get("refusal") or str(status)
            metrics.count(metrics.REFUSALS, group, code)
            (_log.error if status >= 500 and status != 503 else _log.info)(
                "refused",
                code=code,
                status=status,
                method=scope["method"],
                route=route,
                tenant=spent.tenant.hex if spent.tenant else "",
                actor=spent.actor.label if spent.actor else "",
                request_id=state.get("request_id", ""),
                took_ms=round(seconds * 1000),
            )

    def _hearing_the_end(self, receive: Any) -> Any:
        """From the server's word that it ends, nobody new should be sent here: `/readyz` says so."""

        async def heard() -> Any:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                self.is_ending = True
            return message

        return heard

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
        state = scope["state"]
        state["request_id"] = request_id
        state["address"] = self._who(scope, headers).decode("latin-1")
        state["country"] = self._country(scope, headers)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        start: dict[str, Any] = {}
        chunks: list[bytes] = []

        async def keep_and_send(message: Any) -> None:
            if message["type"] == "http.response.start":
                state["status"], state["answered"] = message["status"], time.perf_counter()
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
                        self._route(scope["path"], state),
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


PAGES = ("storefront", "console", "other")
"""Where names of handlers are not unique: they bear the name of their part."""
GROUPS = (
    ("/api/control", "control"),
    ("/api/", "api"),
    ("/callbacks/", "callbacks"),
    ("/assets/", "files"),
    ("/media/", "files"),
    ("/feeds/", "files"),
    ("/console", "console"),
    ("/health", "probes"),
    ("/readyz", "probes"),
    ("/metrics", "probes"),
    ("/sandbox/", "other"),
    ("/mailbox", "other"),
)


def group_of(path: str) -> str:
    """Whose part of the service an address is: shop, admin, control, storefront, console, files, callbacks, probes, other."""
    for beginning, group in GROUPS:
        if path.startswith(beginning):
            if group == "api":
                return "shop" if "/ecommerce" in path else "admin"
            return group
    return "storefront"


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
