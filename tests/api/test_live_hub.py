"""The look-out: one company whose changes can't be read keeps nobody else from theirs."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from duka.api.live_hub import Hub
from duka.audit import feed
from duka.audit.feed import Change
from duka.kernel.ids import new_id
from duka.kernel.work import Work


def test_one_companys_trouble_is_its_own(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    sick, well = new_id(), new_id()
    heads = {sick: 0, well: 0}
    monkeypatch.setattr(feed, "heads", lambda work, tenants: {t: heads[t] for t in tenants})

    def since(work: Work, tenant: Any, after: int) -> list[Change]:
        if tenant == sick:
            raise KeyError("a kind that nobody knows")
        return [Change(1, "order.placed", "order", "ord_1", datetime.now(UTC), None, None)]

    monkeypatch.setattr(feed, "since", since)

    async def listen() -> int:
        hub = Hub(work)
        await hub.join(sick)
        channel = await hub.join(well)
        heads.update({sick: 1, well: 1})
        for _ in range(100):
            if channel.last:
                break
            await asyncio.sleep(0.05)
        await hub.close()
        return channel.last

    assert asyncio.run(listen()) == 1
