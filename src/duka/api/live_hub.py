"""One look-out a process for all who listen to live updates, however many they are.

While somebody listens, a task asks twice a second which of their companies' chains grew, and reads what is new once for
everybody who listens to that company. Listeners keep nothing but the number of the last change they were told of; the
newest thousand changes are held here, and who falls behind further reads on from the database. Nothing depends on a
notification that may be lost, and nobody who sells waits for any of it.
"""

import asyncio
from collections import deque
from uuid import UUID

from duka.audit import feed
from duka.audit.feed import Change
from duka.kernel import log
from duka.kernel.work import Work

_log = log.get("api.live")
EVERY_SECONDS = 0.5
HELD = 1000


class Channel:
    """What is new in one company. `last` is the number of its last change."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.listeners = 0
        self._held: deque[Change] = deque(maxlen=HELD)
        self._news = asyncio.Event()

    def add(self, changes: list[Change]) -> None:
        self._held.extend(changes)
        if changes:
            self.last = changes[-1].sequence
        self.wake()

    def wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def after(self, sequence: int) -> list[Change] | None:
        """What came after that number; None when it is too long ago to be held here."""
        if sequence >= self.last:
            return []
        if not self._held or self._held[0].sequence > sequence + 1:
            return None
        return [change for change in self._held if change.sequence > sequence]

    async def news(self, seconds: float) -> None:
        """Returns when there is something new, and after `seconds` at the latest."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return


class Hub:
    """The look-out of this process and event loop."""

    def __init__(self, work: Work) -> None:
        self.is_closing = False
        self._work = work
        self._channels: dict[UUID, Channel] = {}
        self._task: asyncio.Task[None] | None = None

    async def join(self, tenant: UUID) -> Channel:
        channel = self._channels.get(tenant)
        if channel is None:
            heads = await asyncio.to_thread(feed.heads, self._work, [tenant])
            channel = self._channels.setdefault(tenant, Channel(heads[tenant]))
        channel.listeners += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look_out())
        return channel

    def leave(self, tenant: UUID, channel: Channel) -> None:
        channel.listeners -= 1
        if channel.listeners == 0:
            self._channels.pop(tenant, None)
        if not self._channels and self._task is not None:
            self._task.cancel()
            self._task = None

    async def behind(self, tenant: UUID, sequence: int) -> list[Change]:
        """What came after `sequence`, from the database: at most `feed.MOST`."""
        return await asyncio.to_thread(feed.since, self._work, tenant, sequence)

    async def close(self) -> None:
        """The process ends: every listener is told, and comes back to another."""
        self.is_closing = True
        for channel in self._channels.values():
            channel.wake()
        if self._task is not None:
            self._task.cancel()

    async def _look_out(self) -> None:
        while self._channels and not self.is_closing:
            try:
                await self._look()
            except Exception:
                _log.exception("live updates could not be read")
            await asyncio.sleep(EVERY_SECONDS)

    async def _look(self) -> None:
        heads = await asyncio.to_thread(feed.heads, self._work, list(self._channels))
        for tenant, head in heads.items():
            try:
                await self._catch_up(tenant, head)
            except Exception:
                _log.exception("live updates of one company could not be read", tenant=str(tenant))

    async def _catch_up(self, tenant: UUID, head: int) -> None:
        channel = self._channels.get(tenant)
        while channel is not None and channel.last < head:
            changes = await asyncio.to_thread(feed.since, self._work, tenant, channel.last)
            if not changes:
                break
            channel.add(changes)
