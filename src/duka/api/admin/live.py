"""Live updates: what changed, while a page is open (server-sent events, HTML standard 9.2)."""

import asyncio
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable
from types import FrameType
from typing import Annotated, Any

import msgspec
from litestar import Litestar, Request, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, Parameter
from litestar.response import Stream

from duka.api.call import Call, credential_of
from duka.api.live_hub import Channel, Hub
from duka.audit.feed import MOST, Change
from duka.identity.permissions import OWN_ACCOUNT
from duka.identity.types import Credential
from duka.kernel import ids
from duka.tenants import queries as tenants

TAGS = ["Admin: live"]
HEARTBEAT_SECONDS = 15.0
LOOK_AGAIN_SECONDS = 20.0
"""How often it is asked whether the session still stands, when nothing in the trail speaks of sessions, staff or roles."""
RETRY_MS = 2000
OF_ACCESS = ("session", "staff", "role", "key", "account", "invitation", "support_visit")
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}

LastEventId = Annotated[
    str | None,
    HeaderParameter(
        name="Last-Event-ID", required=False, max_length=20, description="as the browser sends it"
    ),
]
After = Annotated[
    int | None,
    Parameter(ge=0, le=10**18, required=False, description="as Last-Event-ID, for who cannot send headers"),
]
Seconds = Annotated[
    int,
    Parameter(ge=0, le=3600, description="end after so many; 0: what there is since Last-Event-ID, and end"),
]


@get(
    "/events",
    permission=OWN_ACCOUNT,
    sync_to_thread=False,
    tags=TAGS,
    media_type="text/event-stream",
    is_for_visitors=True,
)
def admin_events(
    call: NamedDependency[Call],
    request: Request[Any, Any, State],
    last_event_id: LastEventId = None,
    after: After = None,
    seconds: Seconds = 3600,
) -> Stream:
    """What changes in the company, as it happens: `change` events with `type`, `kind`, `id`, `store` and `location` of what
    the caller may see, and nothing else of it. `reset` says that too much happened to tell: load anew. `end` says that the
    session is over. A reconnecting browser sends `Last-Event-ID` and misses nothing."""
    hub = _hub(request.app.state, call)
    if last_event_id and last_event_id.isascii() and last_event_id.isdigit():
        after = int(last_event_id)
    return Stream(_tell(hub, call, request, after, seconds), media_type="text/event-stream", headers=HEADERS)


def _hub(state: State, call: Call) -> Hub:
    hub: Hub | None = state.get("live_hub")
    if hub is None:
        hub = state["live_hub"] = Hub(call.services.work)
    return hub


async def _tell(
    hub: Hub, call: Call, request: Request[Any, Any, State], after: int | None, seconds: int
) -> AsyncIterator[bytes]:
    tenant = call.caller.tenant
    channel = await hub.join(tenant)
    try:
        listener = _Listener(hub, call, request, channel, after)
        yield b"retry: %d\n\n" % RETRY_MS
        ends = time.monotonic() + seconds
        while True:
            yield await listener.next()
            if listener.is_over or hub.is_closing or time.monotonic() >= ends:
                return
            if not listener.is_behind:  # there may be more since it was asked: nobody wakes it for that again
                await channel.news(min(HEARTBEAT_SECONDS, ends - time.monotonic()))
    finally:
        hub.leave(tenant, channel)


class _Listener:
    """One connection: the number of the last change it was told of, and whose it is."""

    def __init__(
        self, hub: Hub, call: Call, request: Request[Any, Any, State], channel: Channel, after: int | None
    ) -> None:
        self.is_over = False
        self._hub = hub
        self._services = call.services
        self._tenant = call.caller.tenant
        self._request = request
        self._channel = channel
        self._position = channel.last if after is None else min(after, channel.last)
        self._permissions, self._grants = call.caller.permissions, call.caller.grants
        self._looked_at = time.monotonic()

    @property
    def is_behind(self) -> bool:
        return self._position < self._channel.last

    async def next(self) -> bytes:
        """What is new, as text; at least a line that keeps the connection alive."""
        changes = self._channel.after(self._position)
        if changes is None:
            changes = await self._hub.behind(self._tenant, self._position)
        if self._is_suspect(changes) and not await self._stands():
            self.is_over = True
            return b"event: end\ndata: {}\n\n"
        if len(changes) >= MOST:
            self._position = self._channel.last
            return b"event: reset\nid: %d\ndata: {}\n\n" % self._position
        if changes:
            self._position = changes[-1].sequence
        told = [_text(change) for change in changes if self._hears(change)]
        return b"".join(told) + b"id: %d\n\n" % self._position

    def _is_suspect(self, changes: list[Change]) -> bool:
        """Whether to ask again who this is: something was done to sessions, staff or roles, or it was long ago."""
        is_touched = any(change.kind in OF_ACCESS for change in changes)
        return is_touched or time.monotonic() - self._looked_at > LOOK_AGAIN_SECONDS

    async def _stands(self) -> bool:
        """Whether the session still stands; what its holder may do now is what counts from here on."""
        self._looked_at = time.monotonic()
        credential = await asyncio.to_thread(self._recognise)
        if (
            credential is None
            or credential.tenant != self._tenant
            or (OWN_ACCOUNT not in credential.permissions and credential.visit is None)
        ):
            return False
        self._permissions, self._grants = credential.permissions, credential.grants
        return True

    def _recognise(self) -> Credential | None:
        company = tenants.find_by_id(self._services.work, self._tenant)
        found = credential_of(self._request, self._services, company) if company is not None else None
        is_open = company is not None and company.status == "active"
        return found if is_open or (found is not None and found.visit is not None) else None

    def _hears(self, change: Change) -> bool:
        permission = change.permission
        if permission not in self._permissions:
            return False
        return not self._grants or any(
            grant.covers(permission, change.store, change.location) for grant in self._grants
        )


def _text(change: Change) -> bytes:
    data = {
        "type": change.type,
        "kind": change.kind,
        "id": change.id,
        "store": ids.public("store", change.store) if change.store else None,
        "location": ids.public("loc", change.location) if change.location else None,
        "at": change.at,
    }
    return b"event: change\nid: %d\ndata: %s\n\n" % (change.sequence, msgspec.json.encode(data))


async def start(app: Litestar) -> None:
    """The server waits for running answers before it tells the application that it ends, and these answers run as long as
    the page is open: so we hear the signal ourselves, and pass it on."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        _hear_too(number, lambda: loop.call_soon_threadsafe(lambda: loop.create_task(stop(app))))


def _hear_too(number: signal.Signals, act: Callable[[], object]) -> None:
    known = signal.getsignal(number)

    def handler(got: int, frame: FrameType | None) -> None:
        act()
        if callable(known):
            known(got, frame)

    signal.signal(number, handler)
    signal.siginterrupt(number, False)  # as an event loop sets it


async def stop(app: Litestar) -> None:
    """The process ends: whoever listens comes back to another."""
    hub: Hub | None = app.state.get("live_hub")
    if hub is not None:
        await hub.close()


HANDLERS = [admin_events]
