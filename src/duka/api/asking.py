"""Who stands at the other end of a request, before anything is known of them."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio
from litestar import Request
from litestar.datastructures import State

from duka.api import cookies
from duka.identity.logging_in import SLOWEST, Asker
from duka.kernel.errors import Refusal

T = TypeVar("T")


def address(request: "Request[Any, Any, State]") -> str:
    """The network address, as the edge found it (behind trusted proxies the one that they saw)."""
    told = request.scope["state"].get("address")
    return str(told) if told else (request.client.host if request.client else "")


def origin(request: "Request[Any, Any, State]") -> str:
    """Address and program of who asks."""
    return f"{address(request)} {request.headers.get('user-agent', '')[:200]}".strip()


def asker(request: "Request[Any, Any, State]") -> Asker:
    config = request.app.state.services.config
    return Asker(
        address=address(request),
        origin=origin(request),
        device=cookies.device(request),
        base_url=config.base_url,
        is_limited=config.rate_per_minute > 0,
        request_id=request.scope["state"].get("request_id", ""),
    )


async def unhurried(act: Callable[[], T], *, always: bool = False) -> T:
    """`act()` in a thread. Its refusal is told no sooner than after `SLOWEST` seconds, so that the time tells nothing of
    what was found; with `always`, so is its result."""
    begun = time.monotonic()

    def rest() -> float:
        return max(0.0, SLOWEST - (time.monotonic() - begun))

    try:
        result = await anyio.to_thread.run_sync(partial(act))
    except Refusal:
        await asyncio.sleep(rest())
        raise
    if always:
        await asyncio.sleep(rest())
    return result
