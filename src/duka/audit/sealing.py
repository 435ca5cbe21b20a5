"""The sealer: strings committed entries on their company's chain of hashes.

Nothing is missed: an entry and its row in `audit_unsealed` are written by one statement, so both are committed or neither;
the row goes in the very transaction that adds the link, so a sealer that is killed leaves everything as it was. Nothing is
sealed twice: who seals holds the company's head locked and reads what waits only then, and an entry has one link by its
unique key. Order: what a sealer sees is committed; what commits later is seen by a later run and gets a later number.
Transactions that write entries never wait for any of it.
"""

import threading
import time
from uuid import UUID

import msgspec
import psycopg

from duka.audit import rules
from duka.kernel import log
from duka.kernel.db import Row, Tx
from duka.kernel.work import Work

_log = log.get("audit.sealing")
BATCH = 1000
EVERY_SECONDS = 0.3
TELL_SECONDS = 60.0
NOBODY = UUID(int=0)
"""Before every entry."""


class BrokenChain(Exception):
    """There is a link already where the head says that the next one belongs."""


class Head(msgspec.Struct, frozen=True):
    """The last link of a chain; sequence 0 when nothing is sealed yet."""

    sequence: int
    hash: bytes


def waiting(work: Work) -> list[UUID]:
    """The companies with entries that are not sealed yet."""
    with work.database.platform() as tx:
        return [row.tenant_id for row in tx.all("select distinct tenant_id from audit_unsealed")]


def seal(work: Work, tenant: UUID, *, waits: bool = False) -> Head | None:
    """Seal all that this company has committed. When another sealer is at it: None, or with `waits` after it. Raises
    `BrokenChain`."""
    after = NOBODY
    while True:
        with work.database.platform() as tx:
            head = _lock_head(tx, tenant, waits=waits)
            if head is None:
                return None
            try:
                last, head = _append(tx, tenant, head, after)
            except psycopg.errors.UniqueViolation as error:
                raise BrokenChain(tenant) from error
        if last is None:
            return head
        after = last


def seal_everybody(work: Work) -> dict[UUID, Head]:
    """Seal what waits, company by company; the new heads. A chain that was tampered with stops no other."""
    heads = {}
    for tenant in waiting(work):
        try:
            head = seal(work, tenant)
        except BrokenChain:
            _log.error("audit chain is broken", tenant=str(tenant))
            continue
        if head is not None:
            heads[tenant] = head
    return heads


class Sealer:
    """Seals again and again, and once a minute writes each company's new head to the log: whoever keeps the log elsewhere
    holds a witness that nobody reaches from the database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._told: dict[UUID, float] = {}

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set. A database that is away is waited for."""
        while not stop.wait(EVERY_SECONDS):
            try:
                self.turn()
            except Exception:
                _log.exception("the trail could not be sealed")
                stop.wait(1)

    def turn(self) -> None:
        now = time.monotonic()
        for tenant, head in seal_everybody(self._work).items():
            if now - self._told.get(tenant, -TELL_SECONDS) >= TELL_SECONDS:
                self._told[tenant] = now
                _log.info("audit sealed", tenant=str(tenant), sequence=head.sequence, hash=head.hash.hex())


def _lock_head(tx: Tx, tenant: UUID, *, waits: bool) -> Head | None:
    if not tx.value("select 1 from audit_heads where tenant_id = %(owner)s", owner=tenant):
        tx.run(
            """insert into audit_heads (tenant_id, sequence, hash, sealed_at)
               values (%(owner)s, 0, %(genesis)s, now()) on conflict (tenant_id) do nothing""",
            owner=tenant,
            genesis=rules.genesis(tenant),
        )
    if waits:
        row = tx.one(
            "select sequence, hash from audit_heads where tenant_id = %(owner)s for update", owner=tenant
        )
    else:
        row = tx.one(
            "select sequence, hash from audit_heads where tenant_id = %(owner)s for update skip locked",
            owner=tenant,
        )
    return Head(row.sequence, bytes(row.hash)) if row else None


def _append(tx: Tx, tenant: UUID, head: Head, after: UUID = NOBODY) -> tuple[UUID | None, Head]:
    """One batch of what waits behind `after`. The last that was looked at (None at the end), and the new head."""
    waiting = [
        row.entry_id
        for row in tx.all(
            """select entry_id from audit_unsealed where tenant_id = %(owner)s and entry_id > %(after)s
               order by entry_id limit %(batch)s""",
            owner=tenant,
            after=after,
            batch=BATCH,
        )
    ]
    rows = tx.all(
        """select a.id, a.at, a.actor, a.actor_name, a.origin, a.action, a.kind, a.object, a.before, a.after, a.details,
                  a.request_id
           from audit_log a left join audit_chain c on c.tenant_id = a.tenant_id and c.entry_id = a.id
           where a.tenant_id = %(owner)s and a.id = any(%(waiting)s) and c.entry_id is null order by a.id""",
        owner=tenant,
        waiting=waiting,
    )
    if rows:
        head = _link(tx, tenant, head, rows)
    tx.run(
        """delete from audit_unsealed u using audit_chain c
           where u.tenant_id = %(owner)s and u.entry_id = any(%(waiting)s)
             and c.tenant_id = u.tenant_id and c.entry_id = u.entry_id""",
        owner=tenant,
        waiting=waiting,
    )
    return waiting[-1] if len(waiting) == BATCH else None, head


def _link(tx: Tx, tenant: UUID, head: Head, rows: list[Row]) -> Head:
    hashes, last = [], head.hash
    for row in rows:
        last = rules.link(last, row)
        hashes.append(last)
    tx.run(
        """insert into audit_chain (tenant_id, sequence, entry_id, hash, sealed_at)
           select %(owner)s, %(before)s + n.number, n.entry, n.hash, now()
           from unnest(%(entries)s::uuid[], %(hashes)s::bytea[]) with ordinality as n (entry, hash, number)""",
        owner=tenant,
        before=head.sequence,
        entries=[row.id for row in rows],
        hashes=hashes,
    )
    new = Head(head.sequence + len(rows), last)
    tx.run(
        """update audit_heads set sequence = %(sequence)s, hash = %(hash)s, sealed_at = now()
           where tenant_id = %(owner)s""",
        owner=tenant,
        sequence=new.sequence,
        hash=new.hash,
    )
    return new
