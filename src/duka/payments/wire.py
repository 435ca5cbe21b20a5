"""HTTP to providers: one client a process, time limits, no redirects, never in a transaction; and the conversation, without
its secrets, for the merchant to read."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from duka.kernel import telemetry
from duka.kernel.work import outside_effect
from duka.payments.errors import ProviderUnreachable

if TYPE_CHECKING:
    import httpx2

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 12.0
MOST_BYTES = 1_000_000
KEPT_CHARACTERS = 8_000
AGENT = "Duka/1"
_SECRET = re.compile(
    r"secret|token|password|authorization|api.?key|subscription.?key|merchant.?key|payment_url|partyid|signature|\bpin\b|\bcvc\b|number",
    re.I,
)
_IN_URL = re.compile(r"([?&][^=&\s\"]*(?:secret|token|signature)[^=&\s\"]*=)[^&#\s\"]+", re.I)
_IN_JSON = re.compile(r"(\"[^\"]*(?:secret|token|password)[^\"]*\"\s*:\s*\")[^\"]+", re.I)
HIDDEN = "•••"


class Exchange(msgspec.Struct, frozen=True):
    """One question to a provider and its answer, secrets hidden. `status` 0: no answer came."""

    at: datetime
    took_ms: int
    what: str
    method: str
    url: str
    status: int
    request: str
    answer: str


class Answer(msgspec.Struct, frozen=True):
    """`json` is {} when the body is none. `headers` are by lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    json: Any


_heard: ContextVar[list[Exchange] | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[list[Exchange]]:
    """Collects what is said within, also when it fails."""
    heard: list[Exchange] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def ask(
    what: str,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    json_body: Any = None,
    form: Mapping[str, str] | None = None,
    content: bytes | None = None,
    auth: tuple[str, str] | None = None,
    seconds: float = ANSWER_SECONDS,
) -> Answer:
    """One question, once: whether it is safe to ask again is the adapter's to know. `what` names it for people
    (`capture`). Raises `ProviderUnreachable` without an answer; any answer at all is returned, 5xx too."""
    outside_effect(f"payments: {what}")
    import httpx2  # loads much; processes that never pay start without it

    said = content if content is not None else (_json(json_body) if json_body is not None else None)
    sent = {"user-agent": AGENT, **telemetry.outgoing(), **(headers or {})}
    if json_body is not None:
        sent.setdefault("content-type", "application/json")
    begun, at = time.perf_counter(), datetime.now(UTC)
    status, body, answered = 0, b"", {}
    try:
        with (
            telemetry.span(f"payments {what}", "client"),
            _client().stream(
                method,
                url,
                headers=sent,
                content=said,
                data=form if said is None else None,
                auth=httpx2.BasicAuth(*auth) if auth else None,
                timeout=httpx2.Timeout(seconds, connect=CONNECT_SECONDS),
            ) as response,
        ):
            status, answered = response.status_code, {k.lower(): v for k, v in response.headers.items()}
            for part in response.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise ProviderUnreachable()
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        body = type(error).__name__.encode()
        status = 0
        raise ProviderUnreachable() from None
    finally:
        heard = _heard.get()
        if heard is not None:
            took = round((time.perf_counter() - begun) * 1000)
            asked = said if said is not None else _json(dict(form or {}))
            heard.append(Exchange(at, took, what, method, _path(url), status, _shown(asked), _shown(body)))
    return Answer(status, answered, body, _parsed(body))


@cache
def _client() -> "httpx2.Client":
    import httpx2

    return httpx2.Client(
        timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        limits=httpx2.Limits(max_connections=64, max_keepalive_connections=16),
    )


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else {}
    except ValueError:
        return {}


def _path(url: str) -> str:
    return url.partition("?")[0]


def _shown(body: bytes) -> str:
    """What may be kept of a body: JSON with its secrets hidden, the start of anything else; nothing that PostgreSQL can't
    hold."""
    parsed = _parsed(body)
    if parsed == {} and body not in (b"", b"{}"):
        return body[:500].decode("utf-8", "replace").replace("\x00", "")
    text = json.dumps(hidden(parsed), ensure_ascii=False).encode("utf-8", "replace").decode()
    return text.replace("\\u0000", "")[:KEPT_CHARACTERS] if body else ""


def hidden(value: Any) -> Any:
    """The same with every secret replaced."""
    if isinstance(value, dict):
        return {k: HIDDEN if _SECRET.search(str(k)) and v else hidden(v) for k, v in value.items()}
    if isinstance(value, list):
        return [hidden(v) for v in value]
    if isinstance(value, str):
        return _IN_URL.sub(rf"\1{HIDDEN}", value)
    return value


def masked(text: str) -> str:
    """A text as it came, but for the secrets in it."""
    return _IN_URL.sub(rf"\1{HIDDEN}", _IN_JSON.sub(rf"\1{HIDDEN}", text))


def close() -> None:
    """Let go of every connection; the next question opens new ones."""
    if _client.cache_info().currsize:
        _client().close()
        _client.cache_clear()
