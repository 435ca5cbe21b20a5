"""From a target to the addresses that may be connected to: every one that its name has is looked at, each time anew.

The connection is made to an address that was looked at, never to the name, so a name that changes between the look and the
connection (DNS rebinding) gains nothing. One address of a private network among public ones refuses the whole name.
"""

import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, ip_address

from duka.kernel.errors import InvalidInput
from duka.kernel.work import outside_effect
from duka.webhooks.addresses import Target, may_send_to, parse

KEPT_SECONDS = 5.0
THREADS = 64
Address = IPv4Address | IPv6Address


class Blocked(Exception):
    """The name leads to an address that we don't send to."""


class Unresolved(Exception):
    """The name has no address, or nobody answers for it now."""


def look_up(target: Target, *, is_local: bool) -> list[Address]:
    """The addresses of `target`, in the system's order. Waits for the name service. Raises `Blocked`, `Unresolved`."""
    if target.address is not None:
        found = [target.address]
    else:
        try:
            answers = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unresolved(str(error)) from error
        found = list(dict.fromkeys(ip_address(answer[4][0]) for answer in answers))
    if not all(may_send_to(address, is_local=is_local) for address in found):
        raise Blocked()
    if not found:
        raise Unresolved("no address")
    return found


def refuse_unreachable(url: str, *, is_local: bool) -> None:
    """Before an endpoint is saved, outside any transaction. Refuses `InvalidInput` for an address that we would not send to
    and for a name that nobody knows."""
    target = parse(url, is_local=is_local)
    outside_effect("asking the name service")
    try:
        look_up(target, is_local=is_local)
    except Blocked:
        raise InvalidInput(
            {"url": "leads to an address of a private network; we send to the public internet only"}
        ) from None
    except Unresolved:
        raise InvalidInput({"url": f"has a host that nobody knows: {target.host}"}) from None


class Resolver:
    """Looks names up for many at once: a name once at a time, and its answer is good for five seconds, so that a name
    service that hangs for one name holds up no other."""

    def __init__(self, *, is_local: bool) -> None:
        self._is_local = is_local
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="names")
        self._asked: dict[str, tuple[float, asyncio.Future[list[Address]]]] = {}

    async def addresses(self, target: Target) -> list[Address]:
        """Raises `Blocked`, `Unresolved`."""
        if target.address is not None:
            return look_up(target, is_local=self._is_local)
        now = time.monotonic()
        at, asked = self._asked.get(target.host, (0.0, None))
        if asked is None or (asked.done() and now - at > KEPT_SECONDS):
            loop = asyncio.get_running_loop()
            asked = asyncio.ensure_future(loop.run_in_executor(self._threads, self._look_up, target))
            asked.add_done_callback(_seen)
            self._tidy(now)
            self._asked[target.host] = (now, asked)
        return await asyncio.shield(asked)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _look_up(self, target: Target) -> list[Address]:
        return look_up(target, is_local=self._is_local)

    def _tidy(self, now: float) -> None:
        if len(self._asked) > 1000:
            self._asked = {
                host: (at, asked)
                for host, (at, asked) in self._asked.items()
                if not asked.done() or now - at <= KEPT_SECONDS
            }


def _seen(asked: "asyncio.Future[list[Address]]") -> None:
    """So that nobody complains of a failure that nobody waited for any more."""
    if not asked.cancelled():
        asked.exception()
