"""The dispatcher: runs in a thread of the worker, takes what is due, sends it, writes down what came of it.

All requests run on one event loop, so one that waits costs nothing but its place; the database is asked in threads beside
it. Results are written in batches. Several dispatchers may run at once, in any processes.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from duka.identity.sealing import Keyring
from duka.kernel import log, metrics
from duka.kernel.work import Work
from duka.webhooks import claiming, rules, signing
from duka.webhooks.claiming import Claimed, Result
from duka.webhooks.resolving import Resolver
from duka.webhooks.sending import TIMEOUT, Attempt, send
from duka.webhooks.service import failing

_log = log.get("webhooks.dispatcher")
MOST_UNDER_WAY = 600
BATCH = 100
POLL_SECONDS = 0.25
GIVE_BACK_SECONDS = 5.0
PATIENCE_AT_END = 5.0
RECORD = 200
T = TypeVar("T")


class Dispatcher:
    """`timeout` is how long a receiver may take for its whole answer, in seconds; `only` a company that it serves alone."""

    def __init__(
        self,
        work: Work,
        keyring: Keyring,
        *,
        is_local: bool,
        timeout: float = TIMEOUT,
        only: UUID | None = None,
    ) -> None:
        self._work = work
        self._keyring = keyring
        self._is_local = is_local
        self._timeout = timeout
        self._only = only
        self._under_way: dict[UUID, tuple[Claimed, asyncio.Task[None]]] = {}
        self._results: asyncio.Queue[Result]
        self._freed: asyncio.Event

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set. A database that is away is waited for."""
        asyncio.run(self._run(stop))

    def drain(self, most_rounds: int = 100) -> int:
        """Sends what is due now and waits for the answers, again until nothing is due; how many attempts were made. For tests
        and tools."""
        return asyncio.run(self._drain(most_rounds))

    async def _drain(self, most_rounds: int) -> int:
        resolver, made = Resolver(is_local=self._is_local), 0
        try:
            for _ in range(most_rounds):
                claimed = await self._claim(MOST_UNDER_WAY)
                if not claimed:
                    break
                attempts = await asyncio.gather(*(self._attempt(each, resolver) for each in claimed))
                now = self._work.clock()
                results = [claiming.judge(c, a, now) for c, a in zip(claimed, attempts, strict=True)]
                await self._record(results)
                made += len(results)
        finally:
            resolver.close()
        return made

    async def _run(self, stop: threading.Event) -> None:
        self._under_way, self._results, self._freed = {}, asyncio.Queue(), asyncio.Event()
        resolver = Resolver(is_local=self._is_local)
        recorder = asyncio.create_task(self._record_all())
        tidier = asyncio.create_task(self._give_back_again_and_again())
        try:
            while not stop.is_set():
                if not await self._take(resolver):
                    await self._rest()
        finally:
            tidier.cancel()
            await self._end(recorder)
            resolver.close()

    async def _take(self, resolver: Resolver) -> bool:
        """Whether anything was due."""
        room = min(MOST_UNDER_WAY - len(self._under_way), BATCH)
        if room <= 0:
            return False
        try:
            claimed = await self._claim(room)
        except Exception:
            _log.exception("what is due could not be read")
            await asyncio.sleep(1)
            return False
        for each in claimed:
            task = asyncio.create_task(self._deliver(each, resolver))
            self._under_way[each.id] = (each, task)
        return bool(claimed)

    async def _rest(self) -> None:
        """Until a moment has gone, or an answer came (which may make room) and then a shorter one."""
        self._freed.clear()
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await self._freed.wait()
                await asyncio.sleep(POLL_SECONDS / 10)
        except TimeoutError:
            pass

    async def _deliver(self, claimed: Claimed, resolver: Resolver) -> None:
        attempt = await self._attempt(claimed, resolver)
        metrics.count(metrics.DELIVERIES, attempt.outcome)
        self._results.put_nowait(claiming.judge(claimed, attempt, self._work.clock()))

    async def _attempt(self, claimed: Claimed, resolver: Resolver) -> Attempt:
        at = self._work.clock()
        sealed = [claimed.secret] + ([claimed.previous_secret] if claimed.previous_secret else [])
        secrets = [secret for each in sealed if (secret := signing.opened(self._keyring, each)) is not None]
        if not secrets:
            return Attempt(
                at=at,
                took_ms=0,
                outcome=rules.BLOCKED,
                error="its secret cannot be opened",
                request_headers={},
            )
        signed = signing.headers(claimed.message, at, claimed.body, secrets)
        return await send(
            claimed.url,
            claimed.body,
            signed,
            resolver,
            at=at,
            is_local=self._is_local,
            timeout=self._timeout,
        )

    async def _record_all(self) -> None:
        """Writes results down as they come, many at once when many come."""
        while True:
            results = [await self._results.get()]
            while len(results) < RECORD and not self._results.empty():
                results.append(self._results.get_nowait())
            while True:
                try:
                    await self._record(results)
                    break
                except Exception:
                    _log.exception("attempts could not be written down")
                    await asyncio.sleep(1)
            for result in results:
                self._under_way.pop(result.claimed.id, None)
                self._results.task_done()
            self._freed.set()

    async def _record(self, results: Sequence[Result]) -> None:
        def write() -> None:
            with self._work.database.platform() as tx:
                claiming.record(tx, results)
            failing.follow(self._work, results)

        await asyncio.to_thread(write)

    async def _claim(self, room: int) -> list[Claimed]:
        def take() -> list[Claimed]:
            with self._work.database.platform() as tx:
                return claiming.claim(tx, room, self._work.clock(), self._only)

        return await asyncio.to_thread(take)

    async def _give_back_again_and_again(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._give_back)
            except Exception:
                _log.exception("what was left behind could not be given back")
            await asyncio.sleep(GIVE_BACK_SECONDS)

    def _give_back(self) -> None:
        with self._work.database.platform() as tx:
            if found := claiming.give_back(tx, self._work.clock()):
                _log.warning("deliveries were left behind", count=found)

    async def _end(self, recorder: "asyncio.Task[None]") -> None:
        """Waits a moment for answers, writes them down, gives the rest back."""
        tasks = [task for _, task in self._under_way.values() if not task.done()]
        if tasks:
            await asyncio.wait(tasks, timeout=PATIENCE_AT_END)
        unfinished = [claimed for claimed, task in self._under_way.values() if not task.done()]
        for _, task in self._under_way.values():
            task.cancel()
        try:
            async with asyncio.timeout(PATIENCE_AT_END):
                await self._results.join()
            if unfinished:
                await asyncio.to_thread(self._release, unfinished, self._work.clock())
        except Exception:
            _log.exception("not everything could be given back; its leases run out")
        recorder.cancel()

    def _release(self, unfinished: Sequence[Claimed], now: datetime) -> None:
        with self._work.database.platform() as tx:
            claiming.release(tx, unfinished, now)


def runner(dispatcher: Dispatcher, stop: threading.Event) -> Callable[[], None]:
    """What a thread of the worker does: starts it anew when it ends by a mistake."""

    def run() -> None:
        while not stop.is_set():
            try:
                dispatcher.run(stop)
            except Exception:
                _log.exception("the dispatcher stopped")
                stop.wait(1)

    return run
