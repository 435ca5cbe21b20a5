"""One attempt: one request to a pinned address, and what became of it. Bounded in time and size; nothing is followed. Once
the status of an answer is heard it counts, whether or not the rest comes.

The request goes to an address that was looked at, with the endpoint's own name for TLS and in the Host header. No proxy of
the environment, no kept connection, no cookie. At most 4 kB of an answer are read, whatever its encoding says.
"""

import asyncio
import ssl
import time
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from duka.kernel.errors import InvalidInput
from duka.webhooks import rules
from duka.webhooks.addresses import Target, parse
from duka.webhooks.resolving import Blocked, Resolver, Unresolved

if TYPE_CHECKING:
    import httpx2

TIMEOUT = 15.0
CONNECT_SECONDS = 5.0
KEPT_BYTES = 4096
AGENT = "Duka-Webhooks/1"
KEPT_HEADERS = ("content-type", "content-length", "date", "location", "retry-after", "server", "x-request-id")
LONGEST_HEADER = 300


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked and answered. `outcome` is one of `rules.OUTCOMES`; `status` None when no answer came."""

    at: datetime
    took_ms: int
    outcome: str
    status: int | None = None
    error: str = ""
    address: str = ""
    request_headers: dict[str, str]
    answer_headers: dict[str, str] = {}
    answer_body: str = ""


class _Heard:
    """What is known so far, also when the time runs out."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.address = ""
        self.headers: dict[str, str] = {}
        self.body = bytearray()


@cache
def _tls() -> ssl.SSLContext:
    """Reading the certificates of the authorities takes a while: once a process."""
    return ssl.create_default_context()


async def send(
    url: str,
    body: str,
    signed: Mapping[str, str],
    resolver: Resolver,
    *,
    at: datetime,
    is_local: bool,
    timeout: float = TIMEOUT,
) -> Attempt:
    """Never raises but when it is cancelled."""
    headers = {
        **signed,
        "content-type": "application/json",
        "content-length": str(len(body.encode())),
        "user-agent": AGENT,
    }
    heard, began = _Heard(), time.monotonic()
    outcome, error = rules.TIMED_OUT, ""
    try:
        target = parse(url, is_local=is_local)
        async with asyncio.timeout(timeout):
            outcome = await _talk(target, body.encode(), headers, resolver, heard)
    except TimeoutError:
        error = f"no whole answer within {timeout:g} seconds"
    except (Blocked, InvalidInput):
        outcome, error = rules.BLOCKED, "the address is not one of the public internet"
    except Unresolved as unknown:
        outcome, error = rules.UNREACHABLE, f"the host has no address: {unknown}"
    except Exception as failure:
        outcome, error = _failure(failure)
    if heard.status is not None:
        outcome = rules.meaning(heard.status)
    return Attempt(
        at=at,
        took_ms=round((time.monotonic() - began) * 1000),
        outcome=outcome,
        status=heard.status,
        error=error[:500].replace("\x00", ""),
        address=heard.address,
        request_headers=headers,
        answer_headers=heard.headers,
        answer_body=bytes(heard.body[:KEPT_BYTES]).decode("utf-8", "replace").replace("\x00", "�"),
    )


async def _talk(
    target: Target, body: bytes, headers: Mapping[str, str], resolver: Resolver, heard: _Heard
) -> str:
    import httpx2  # heavy: only the process that sends webhooks loads it

    addresses = await resolver.addresses(target)
    failure: Exception | None = None
    for address in addresses[:2]:
        heard.address = str(address)
        host = f"[{address}]" if address.version == 6 else str(address)
        request = httpx2.Request(
            "POST",
            f"{target.scheme}://{host}:{target.port}{target.path}",
            content=body,
            headers={**headers, "host": target.authority, "accept-encoding": "identity"},
            extensions={
                "sni_hostname": target.host,
                "timeout": {"connect": CONNECT_SECONDS, "read": None, "write": None, "pool": None},
            },
        )
        async with httpx2.AsyncHTTPTransport(
            verify=_tls(), trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0)
        ) as transport:
            try:
                answer = await transport.handle_async_request(request)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                failure = error
                continue
            await _listen(answer, heard)
            return rules.meaning(answer.status_code)
    assert failure is not None
    raise failure


async def _listen(answer: "httpx2.Response", heard: _Heard) -> None:
    """The status, the headers of interest and the beginning of the body; what follows is left unread."""
    heard.status = answer.status_code
    heard.headers = {
        name: answer.headers[name][:LONGEST_HEADER].replace("\x00", "")
        for name in KEPT_HEADERS
        if name in answer.headers
    }
    stream = answer.stream
    try:
        async for chunk in stream:  # type: ignore[union-attr]
            heard.body += chunk
            if len(heard.body) >= KEPT_BYTES:
                break
    finally:
        await answer.aclose()


def _failure(failure: Exception) -> tuple[str, str]:
    import httpx2  # heavy: loaded already, by the request that failed

    told = f"{type(failure).__name__}: {failure}".removesuffix(": ")
    if isinstance(failure, httpx2.ConnectTimeout):
        return rules.TIMED_OUT, f"no connection within {CONNECT_SECONDS:g} seconds"
    if isinstance(failure, httpx2.ConnectError | ssl.SSLError):
        return rules.UNREACHABLE, told
    return rules.BROKEN, told
