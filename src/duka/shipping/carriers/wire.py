"""HTTP to carriers: one client a process, time limits, no redirects, bounded answers, never in a transaction."""

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from duka.kernel import log, telemetry
from duka.kernel.outside import asking
from duka.kernel.work import outside_effect
from duka.shipping.carriers.errors import CarrierUnreachable

if TYPE_CHECKING:
    import httpx2

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 20.0
"""Buying a label takes a carrier long: it asks others in turn."""
MOST_BYTES = 2_000_000
AGENT = "Duka/1"
_log = log.get("carriers")


class Answer(msgspec.Struct, frozen=True):
    """`json` is {} when the body is none. `headers` are by lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    json: Any


def ask(
    what: str,
    method: str,
    url: str,
    *,
    json_body: Any = None,
    params: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    seconds: float = ANSWER_SECONDS,
) -> Answer:
    """One question, once: whether it is safe to ask again is the adapter's to know. `what` names it for people (`buy`).
    Raises `CarrierUnreachable` without an answer, and for 429 and 5xx, which tell nothing."""
    outside_effect(f"carriers: {what}")
    import httpx2  # loads much; processes that never ship start without it

    sent = {"user-agent": AGENT, **telemetry.outgoing(), "accept": "*/*"}
    if json_body is not None:
        sent["content-type"] = "application/json"
    body = b""
    try:
        with (
            asking("carriers", "any", what),
            _client().stream(
                method,
                url,
                headers=sent,
                params=params,
                content=msgspec.json.encode(json_body) if json_body is not None else None,
                auth=httpx2.BasicAuth(*auth) if auth else None,
                timeout=httpx2.Timeout(seconds, connect=CONNECT_SECONDS),
            ) as response,
        ):
            for part in response.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise CarrierUnreachable()
            answer = Answer(
                response.status_code,
                {name.lower(): value for name, value in response.headers.items()},
                body,
                _parsed(body),
            )
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        _log.warning("carrier did not answer", what=what, why=type(error).__name__)
        raise CarrierUnreachable() from None
    if answer.status == 429 or answer.status >= 500:
        _log.warning("carrier has trouble", what=what, status=answer.status)
        raise CarrierUnreachable()
    return answer


@cache
def _client() -> "httpx2.Client":
    import httpx2

    return httpx2.Client(
        timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        limits=httpx2.Limits(max_connections=32, max_keepalive_connections=8),
    )


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body[:1] in (b"{", b"[") else {}
    except ValueError:
        return {}


def close() -> None:
    """Let go of every connection; the next question opens new ones."""
    if _client.cache_info().currsize:
        _client().close()
        _client.cache_clear()
