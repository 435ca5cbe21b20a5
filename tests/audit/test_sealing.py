"""Entries are strung on the chain in the order in which they were committed; none is missed and none is there twice."""

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from tests.people import Shop

from duka.audit import sealing, verifying
from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.kernel.work import Work


def chain(work: Work, shop: Shop) -> list[tuple[int, str]]:
    with work.database.transaction(shop.tenant.id) as tx:
        rows = tx.all(
            "select sequence, entry_id from audit_chain where tenant_id = %(tenant)s order by sequence"
        )
    return [(row.sequence, row.entry_id.hex) for row in rows]


def count(work: Work, shop: Shop) -> int:
    with work.database.transaction(shop.tenant.id) as tx:
        return int(tx.value("select count(*) from audit_log where tenant_id = %(tenant)s"))


def unsealed(work: Work, shop: Shop) -> int:
    with work.database.transaction(shop.tenant.id) as tx:
        return int(tx.value("select count(*) from audit_unsealed where tenant_id = %(tenant)s"))


def note(ctx: Context) -> None:
    trail.note(ctx, "product.updated", "product", new_id())


def test_each_entry_gets_one_link(work: Work, shop: Shop, write: Callable[..., None]) -> None:
    write(5)
    head = sealing.seal(work, shop.tenant.id)
    assert head is not None
    links = chain(work, shop)
    assert [sequence for sequence, _ in links] == list(range(1, count(work, shop) + 1))
    assert head.sequence == len(links)
    assert unsealed(work, shop) == 0
    assert sealing.seal(work, shop.tenant.id) == head
    assert chain(work, shop) == links


def test_more_than_a_batch_is_sealed_at_once(
    work: Work, shop: Shop, monkeypatch: pytest.MonkeyPatch, write: Callable[..., None]
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    write(11)
    sealing.seal(work, shop.tenant.id)
    assert unsealed(work, shop) == 0
    assert verifying.verify(work, shop.tenant.id).is_sound


def test_what_commits_later_is_sealed_later_and_not_missed(work: Work, shop: Shop) -> None:
    """A transaction that is open while the sealer runs, and wrote its entry before others did."""
    with work.database.transaction(shop.tenant.id) as slow:
        slow_id = new_id()
        slow.trail.append(_entry(work, slow_id))
        trail.flush(slow)
        work.perform(shop.caller, note)
        sealing.seal(work, shop.tenant.id)
        assert slow_id.hex not in {entry for _, entry in chain(work, shop)}
        before = len(chain(work, shop))
    sealing.seal(work, shop.tenant.id)
    assert chain(work, shop)[before:] == [(before + 1, slow_id.hex)]
    assert verifying.verify(work, shop.tenant.id).is_sound


def test_what_is_rolled_back_leaves_nothing(work: Work, shop: Shop) -> None:
    before = count(work, shop)

    def fail(ctx: Context) -> None:
        note(ctx)
        trail.flush(ctx.db)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        work.perform(shop.caller, fail)
    sealing.seal(work, shop.tenant.id)
    assert count(work, shop) == before == len(chain(work, shop))


def test_writers_and_sealers_at_once(work: Work, shop: Shop) -> None:
    """Four writers, and three sealers that run against each other all the while."""
    stop, failures = threading.Event(), list[BaseException]()

    def run(act: Callable[[], object]) -> Callable[[], None]:
        def loop() -> None:
            try:
                act()
            except BaseException as error:
                failures.append(error)

        return loop

    def writer() -> None:
        for _ in range(40):
            work.perform(shop.caller, note)

    def sealer() -> None:
        while not stop.is_set():
            sealing.seal(work, shop.tenant.id)

    before = count(work, shop)
    writers = [threading.Thread(target=run(writer)) for _ in range(4)]
    sealers = [threading.Thread(target=run(sealer)) for _ in range(3)]
    for thread in writers + sealers:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    assert failures == []
    sealing.seal(work, shop.tenant.id, waits=True)
    links = chain(work, shop)
    assert len(links) == count(work, shop) == before + 160
    assert [sequence for sequence, _ in links] == list(range(1, len(links) + 1))
    assert len({entry for _, entry in links}) == len(links)
    assert verifying.verify(work, shop.tenant.id).is_sound


def test_a_sealer_that_is_killed_leaves_everything_as_it_was(
    work: Work, shop: Shop, write: Callable[..., None]
) -> None:
    """Its connection is ended after it added the links, and before it could commit."""
    write(3)
    waiting = unsealed(work, shop)
    with pytest.raises(psycopg.Error), work.database.platform() as tx:
        head = sealing._lock_head(tx, shop.tenant.id, waits=True)
        assert head is not None
        assert sealing._append(tx, shop.tenant.id, head)[1].sequence == waiting
        pid = tx.connection.info.backend_pid
        with work.database.platform() as other:
            other.value("select pg_terminate_backend(%(pid)s)", pid=pid)
        tx.one("select 1")
    assert unsealed(work, shop) == waiting
    assert chain(work, shop) == []
    sealing.seal(work, shop.tenant.id)
    assert verifying.verify(work, shop.tenant.id).is_sound
    assert unsealed(work, shop) == 0


def test_one_sealer_at_a_time_and_the_other_does_not_wait(
    work: Work, shop: Shop, write: Callable[..., None]
) -> None:
    sealing.seal(work, shop.tenant.id)
    write()
    with work.database.platform() as tx:
        assert sealing._lock_head(tx, shop.tenant.id, waits=True) is not None
        assert sealing.seal(work, shop.tenant.id) is None
    assert sealing.seal(work, shop.tenant.id) is not None


def test_companies_have_chains_of_their_own(
    work: Work, shop: Shop, other_shop: Shop, write: Callable[..., None]
) -> None:
    write(2)
    work.perform(other_shop.caller, note)
    heads = sealing.seal_everybody(work)
    assert {shop.tenant.id, other_shop.tenant.id} <= set(heads)
    assert heads[shop.tenant.id].hash != heads[other_shop.tenant.id].hash
    assert shop.tenant.id not in sealing.waiting(work)
    with work.database.transaction(other_shop.tenant.id) as tx:
        strangers = tx.value("select count(*) from audit_chain where tenant_id <> %(tenant)s")
    assert strangers == 0


def test_the_sealer_writes_heads_to_the_log_once_a_minute(
    work: Work, shop: Shop, write: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, Any]] = []

    class Log:
        def info(self, text: str, **fields: Any) -> None:
            told.append(fields)

        def error(self, text: str, **fields: Any) -> None:
            """Of another test's company, whose chain was broken on purpose."""
            assert fields["tenant"] != str(shop.tenant.id), text

    monkeypatch.setattr(sealing, "_log", Log())
    sealer = sealing.Sealer(work)
    write()
    sealer.turn()
    write()
    sealer.turn()
    ours = [fields for fields in told if fields["tenant"] == str(shop.tenant.id)]
    assert len(ours) == 1
    assert len(ours[0]["hash"]) == 64


def _entry(work: Work, entry_id: Any) -> dict[str, Any]:
    return {
        "id": entry_id,
        "action": "product.updated",
        "kind": "product",
        "object": new_id().hex,
        "before": None,
        "after": None,
        "details": {},
        "actor": "system",
        "actor_name": "",
        "origin": "",
        "request_id": "",
        "at": work.clock(),
    }
