"""How the deletion of a company stands. It outlives the company, so it is found by the id or the short name that was."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.control.archive_errors import CertificateNotReady, DeletionNotFound
from duka.control.deeds import Deed, require
from duka.kernel import ids
from duka.kernel.db import Row, Tx
from duka.kernel.errors import MalformedId
from duka.kernel.work import Caller, Work


class Deletion(msgspec.Struct, frozen=True):
    """`status`: waiting (until `due_at`, or until somebody skips that), running, done or cancelled. `step`: the table that
    was emptied last; `rows`: how many are gone."""

    id: str
    tenant_id: str
    slug: str
    name: str
    status: str
    reason: str
    asked_at: datetime
    asked_by: str
    due_at: datetime
    skipped_because: str
    step: str
    rows: int
    files: int
    started_at: datetime | None
    finished_at: datetime | None
    certificate_hash: str


class Certificate(msgspec.Struct, frozen=True):
    """`text` is canonical JSON: names in order, no blanks. `hash` is its SHA-256."""

    text: str
    hash: str


_COLUMNS: LiteralString = """select id, tenant_id, slug, name, status, reason, asked_at, asked_by_name, due_at,
    skipped_because, step, (select coalesce(sum(value::bigint), 0)::bigint from jsonb_each_text(deleted)) as rows, files,
    started_at, finished_at, certificate_hash from tenant_deletions"""


def row_of(tx: Tx, tenant: UUID) -> Deletion:
    """The last one that was asked for. Refuses `DeletionNotFound`."""
    row = tx.one(_COLUMNS + " where tenant_id = %(whose)s order by asked_at desc limit 1", whose=tenant)
    if row is None:
        raise DeletionNotFound()
    return _deletion(row)


def get(work: Work, caller: Caller, tenant: str) -> Deletion:
    """By public id or short name. Refuses `Forbidden`, `DeletionNotFound`."""
    require(caller, "tenants:read")
    with work.database.platform() as tx:
        return row_of(tx, _whose(tx, tenant))


def certificate(work: Work, caller: Caller, tenant: str) -> Certificate:
    """Refuses `Forbidden`, `DeletionNotFound`, `CertificateNotReady`."""
    require(caller, "tenants:read")
    with work.database.platform() as tx:
        row = tx.one(
            """select certificate, certificate_hash from tenant_deletions where tenant_id = %(whose)s
               order by asked_at desc limit 1""",
            whose=_whose(tx, tenant),
        )
    if row is None:
        raise DeletionNotFound()
    if row.certificate is None:
        raise CertificateNotReady()
    return Certificate(canonical(row.certificate).decode(), row.certificate_hash)


def list_recent(work: Work, caller: Caller) -> list[Deletion]:
    """The latest 100, newest first. Refuses `Forbidden`."""
    require(caller, "tenants:read")
    with work.database.platform() as tx:
        rows = tx.all(_COLUMNS + " where tenant_id is not null order by asked_at desc, id desc limit 100")
    return [_deletion(row) for row in rows]


def is_running(tx: Tx, tenant: UUID) -> bool:
    """What is half deleted does not open again."""
    sql = "select 1 from tenant_deletions where tenant_id = %(whose)s and status = 'running'"
    return tx.value(sql, whose=tenant) is not None


def cancel_waiting(deed: Deed, tenant: UUID) -> bool:
    """Told in both trails; whether one waited."""
    cancelled = deed.tx.run(
        """update tenant_deletions set status = 'cancelled', finished_at = %(now)s
           where tenant_id = %(whose)s and status = 'waiting'""",
        whose=tenant,
        now=deed.now,
    )
    if cancelled:
        deed.note("tenant.deletion_cancelled", tenant=tenant)
    return bool(cancelled)


def canonical(certificate: object) -> bytes:
    return msgspec.json.encode(certificate, order="sorted")


def _whose(tx: Tx, text: str) -> UUID:
    try:
        return ids.parse("ten", text)
    except MalformedId:
        found = tx.value(
            "select tenant_id from tenant_deletions where slug = %(slug)s order by asked_at desc limit 1",
            slug=text,
        )
    if found is None:
        raise DeletionNotFound()
    return UUID(str(found))


def _deletion(row: Row) -> Deletion:
    return Deletion(ids.public("del", row.id), ids.public("ten", row.tenant_id), *row[2:])
