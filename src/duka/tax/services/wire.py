"""HTTP to tax services: one client a process, time limits, no redirects, bounded answers, never in a transaction."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from duka.kernel import log, telemetry
from duka.kernel.outside import asking
from duka.kernel.work import outside_effect
from duka.tax.errors import TaxServiceUnreachable

if TYPE_CHECKING:
    import httpx2

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
MOST_BYTES = 1_000_000
AGENT = "Duka/1"
_log = log.get("tax")


class Answer(msgspec.Struct, frozen=True):
    """`json` is {} when the body is none; its fractions are decimals, never floats."""

    status: int
    json: Any


def ask(
    what: str,
    method: str,
    url: str,
    *,
    json_body: Any = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = ANSWER_SECONDS,
) -> Answer:
    """One question, once; it is safe to ask again. Raises `TaxServiceUnreachable` without an answer, and for 429 and 5xx,
    which tell nothing."""
    outside_effect(f"tax: {what}")
    import httpx2  # loads much; processes that ask no service start without it

    sent = {"user-agent": AGENT, **telemetry.outgoing(), "accept": "application/json", **(headers or {})}
    if json_body is not None:
        sent["content-type"] = "application/json"
    body = b""
    try:
        with (
            asking("tax", "any", what),
            _client().stream(
                method,
                url,
                headers=sent,
                content=msgspec.json.encode(json_body) if json_body is not None else None,
                timeout=httpx2.Timeout(seconds, connect=CONNECT_SECONDS),
            ) as response,
        ):
            for part in response.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise TaxServiceUnreachable(why="answer too long")
            answer = Answer(response.status_code, _parsed(body))
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        _log.warning("tax service did not answer", what=what, why=type(error).__name__)
        raise TaxServiceUnreachable(why=type(error).__name__) from None
    if answer.status == 429 or answer.status >= 500:
        _log.warning("tax service has trouble", what=what, status=answer.status)
        raise TaxServiceUnreachable(why=f"status {answer.status}")
    return answer


@cache
def _client() -> "httpx2.Client":
    import httpx2

    return httpx2.Client(
        timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        limits=httpx2.Limits(max_connections=16, max_keepalive_connections=4),
    )


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body, parse_float=Decimal) if body[:1] in (b"{", b"[") else {}
    except ValueError:
        return {}


def close() -> None:
    """Let go of every connection; the next question opens new ones."""
    if _client.cache_info().currsize:
        _client().close()
        _client.cache_clear()
