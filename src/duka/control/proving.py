"""Whether whoever claims a host controls it: they serve a file there, or (elsewhere, later) say it in the name service.

The file is asked for over HTTP at the host's own public addresses, on port 80, and on 443 when that says so; the connection is
made to an address that was looked at, as for webhooks, no redirect is followed to another place, and at most 4 kB are read. All
of it, asking the name service too, has ten seconds, however slowly the host talks.
This installation itself never serves the file: a host that merely points here proves nothing about who claims it.
"""

import asyncio
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from duka.kernel.work import outside_effect
from duka.webhooks.addresses import Target
from duka.webhooks.resolving import Address, Blocked, Unresolved, look_up

if TYPE_CHECKING:
    import httpx2

PATH = "/.well-known/duka-challenge"
CONNECT_SECONDS = 5.0
PATIENCE = 10.0
READ_BYTES = 4096
AGENT = "Duka-Domains/1"
_NAMES = ThreadPoolExecutor(16, thread_name_prefix="names of domains")
"""Where the name service is waited for: one that hangs holds up other checks at the most, and those until their time is over."""


class NotShown(Exception):
    """`why` is one of `FAILURES`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


FAILURES = ("unknown_host", "private_host", "unreachable", "no_file", "other_token", "taken")


class Proof(Protocol):
    """A way to prove a host. `method` is kept with the claim."""

    method: str

    def shows(self, host: str, token: str) -> None:
        """Returns when the host shows the token. Raises `NotShown`."""


class HttpFile:
    """The file at `http://host/.well-known/duka-challenge`. `ports` are those of http and https; `find` looks names up;
    `patience` in seconds is for everything together."""

    method = "http"

    def __init__(
        self,
        *,
        is_local: bool = False,
        ports: tuple[int, int] = (80, 443),
        find: Callable[[Target], list[Address]] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.ports = ports
        self.patience = patience
        self._find = find or (lambda target: look_up(target, is_local=is_local))

    def shows(self, host: str, token: str) -> None:
        outside_effect("asking a host for its proof")
        status, text = asyncio.run(self._ask(host))
        if status != 200:
            raise NotShown("no_file")
        if text.strip() != token:
            raise NotShown("other_token")

    async def _ask(self, host: str) -> tuple[int, str]:
        """Status and the beginning of the body."""
        try:
            async with asyncio.timeout(self.patience):
                status, text, location = await self._get(Target("http", host, self.ports[0], PATH, None))
                if status in (301, 302, 307, 308) and location == f"https://{host}{PATH}":
                    status, text, _ = await self._get(Target("https", host, self.ports[1], PATH, None))
                return status, text
        except TimeoutError:
            raise NotShown("unreachable") from None

    async def _get(self, target: Target) -> tuple[int, str, str]:
        import httpx2  # heavy: only who checks a domain loads it

        try:
            addresses = await asyncio.get_running_loop().run_in_executor(_NAMES, self._find, target)
        except Blocked:
            raise NotShown("private_host") from None
        except Unresolved:
            raise NotShown("unknown_host") from None
        for address in addresses[:2]:
            shown = f"[{address}]" if address.version == 6 else str(address)
            request = httpx2.Request(
                "GET",
                f"{target.scheme}://{shown}:{target.port}{target.path}",
                headers={"host": target.host, "user-agent": AGENT, "accept-encoding": "identity"},
                extensions={
                    "sni_hostname": target.host,
                    "timeout": {"connect": CONNECT_SECONDS, "read": None, "write": None, "pool": None},
                },
            )
            try:
                async with httpx2.AsyncHTTPTransport(
                    verify=ssl.create_default_context(), trust_env=False
                ) as transport:
                    return await _heard(await transport.handle_async_request(request))
            except (httpx2.HTTPError, OSError):
                continue
        raise NotShown("unreachable")


async def _heard(answer: "httpx2.Response") -> tuple[int, str, str]:
    """Status, the beginning of the body, where it redirects to."""
    body = b""
    async for part in answer.aiter_raw():
        body += part
        if len(body) >= READ_BYTES:
            break
    await answer.aclose()
    return (
        answer.status_code,
        body[:READ_BYTES].decode("utf-8", "replace"),
        answer.headers.get("location", ""),
    )
