"""Answers whose time tells nothing of what was found."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import anyio

from duka.identity.logging_in import SLOWEST
from duka.kernel.errors import Refusal

T = TypeVar("T")


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
