"""Questions about the audit trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.paging import Page


class AuditEntry(msgspec.Struct, frozen=True):
    id: str
    at: str
    actor: str
    action: str
    object: str
    details: dict[str, Any]
    request_id: str


def entries(
    ctx: Context, thing: UUID | None = None, cursor: str | None = None, limit: int | None = None
) -> Page[AuditEntry]:
    """The trail, newest first; of one thing, or of the whole merchant."""
    ctx.require("audit:read")
    before, before_id = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    size = paging.bounded(limit)
    rows = ctx.db.all(
        """select id, at, actor, action, object, details, request_id from audit_log
           where tenant_id = %(tenant)s and (%(thing)s::text is null or object = %(thing)s)
             and (%(before)s::timestamptz is null or (at, id) < (%(before)s, %(before_id)s::uuid))
           order by at desc, id desc limit %(limit)s""",
        thing=thing.hex if thing else None,
        before=before,
        before_id=before_id,
        limit=size + 1,
    )
    items = [
        AuditEntry(r.id.hex, r.at.isoformat(), r.actor, r.action, r.object, r.details, r.request_id)
        for r in rows[:size]
    ]
    following = paging.encode(rows[size - 1].at, rows[size - 1].id) if len(rows) > size else None
    return Page(items, following)
