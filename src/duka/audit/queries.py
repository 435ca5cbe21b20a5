"""Questions about the whole trail of a company."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.audit import naming, things
from duka.audit.errors import EntryNotFound, PeriodEmpty
from duka.audit.history import hexes
from duka.audit.types import AuditEntry
from duka.identity.sessions import audience
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.errors import MalformedId
from duka.kernel.paging import Page

NAMED = ("staff", "key", "customer", "operator")
"""Kinds of actors who are somebody; the others stand in the trail by their kind alone."""
ACTORS = {"key": "key", "cus": "customer"}


class AuditFilter(msgspec.Struct, frozen=True):
    """`actor` is a public id (`staff_…`, `key_…`, `cus_…`) or a kind (`system`); `action` a beginning (`order.`); `object` a
    public id; `text` anything that names, before, after or details hold."""

    actor: str = ""
    action: str = ""
    kind: str = ""
    object: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


_COLUMNS: LiteralString = """select a.id, a.at, a.actor, a.actor_name, a.origin, a.action, a.kind, a.object, a.before,
    a.after, a.details, a.request_id, c.sequence
  from audit_log a left join audit_chain c on c.tenant_id = a.tenant_id and c.entry_id = a.id"""
_PLACES: LiteralString = """
    and (%(stores)s::text[] is null
         or right(replace(a.details ->> 'store_id', '-', ''), 32) = any(%(stores)s)
         or (a.kind = 'store' and a.object = any(%(stores)s))
         or (a.kind in ('order', 'payment') and exists (
               select 1 from orders o where o.tenant_id = %(tenant)s and o.id = a.object::uuid
               and replace(o.store_id::text, '-', '') = any(%(stores)s))))
    and (%(locations)s::text[] is null or a.details ->> 'location_id' is null
         or right(replace(a.details ->> 'location_id', '-', ''), 32) = any(%(locations)s))"""
_WANTED: dict[str, LiteralString] = {
    "actor": " and a.actor = %(actor)s",
    "actor_kind": " and starts_with(a.actor, %(actor_kind)s)",
    "action": " and starts_with(a.action, %(action)s)",
    "kind": " and a.kind = %(kind)s",
    "object": " and a.object = %(object)s",
    "since": " and a.at >= %(since)s",
    "until": " and a.at < %(until)s",
    "text": """ and strpos(lower(concat_ws(' ', a.actor_name, a.action, a.details, a.before, a.after, a.origin)),
                           %(text)s) > 0""",
    "before": " and (a.at, a.id) < (%(before)s, %(before_id)s)",
}
"""One condition for each thing that can be asked. Only what is asked is in the statement, so that its index is used."""


def entries(
    ctx: Context, wanted: AuditFilter, cursor: str | None = None, limit: int | None = None
) -> Page[AuditEntry]:
    """The trail, newest first. Those whose `audit:read` is limited to stores see what is known to concern these. Refuses
    `PeriodEmpty`, `MalformedId`, `MalformedCursor`. 3 statements."""
    size = paging.bounded(limit)
    rows = _find(ctx, wanted, paging.decode(cursor, datetime, UUID) if cursor else (None, None), size + 1)
    following = paging.encode(rows[size - 1].at, rows[size - 1].id) if len(rows) > size else None
    return Page(_told(ctx, rows[:size]), following)


def entry(ctx: Context, entry_id: UUID) -> AuditEntry:
    """One entry. Refuses `EntryNotFound`."""
    ctx.require("audit:read")
    row = ctx.db.one(
        _COLUMNS + " where a.tenant_id = %(tenant)s and a.id = %(id)s" + _PLACES,
        id=entry_id,
        stores=hexes(ctx.stores_with("audit:read")),
        locations=hexes(ctx.locations_with("audit:read")),
    )
    if row is None:
        raise EntryNotFound()
    return _told(ctx, [row])[0]


def pages(ctx: Context, wanted: AuditFilter, after: tuple[Any, Any], size: int) -> list[AuditEntry]:
    """The next `size` entries after the key (at, id): for exports, which ask again and again."""
    return _told(ctx, _find(ctx, wanted, after, size))


def actions(ctx: Context) -> list[str]:
    """Every action that the trail holds, by name: what one can filter by. A walk along the recent 20,000 entries."""
    ctx.require("audit:read")
    rows = ctx.db.all(
        """select distinct action from (
             select action from audit_log where tenant_id = %(tenant)s order by at desc, id desc limit 20000) recent
           order by action"""
    )
    return [row.action for row in rows]


def _find(ctx: Context, wanted: AuditFilter, after: tuple[Any, Any], size: int) -> list[Any]:
    ctx.require("audit:read")
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise PeriodEmpty()
    is_kind = wanted.actor in NAMED
    asked = {
        "actor": "" if is_kind else _actor(ctx, wanted.actor),
        "actor_kind": wanted.actor if is_kind else "",
        "action": wanted.action,
        "kind": wanted.kind,
        "object": things.parse(wanted.object).hex if wanted.object else "",
        "since": wanted.since,
        "until": wanted.until,
        "text": wanted.text.lower(),
        "before": after[0],
    }
    statement: LiteralString = _COLUMNS + " where a.tenant_id = %(tenant)s"
    for name, condition in _WANTED.items():
        if asked[name]:
            statement += condition
    return ctx.db.all(
        statement + _PLACES + " order by a.at desc, a.id desc limit %(limit)s",
        **asked,
        before_id=after[1],
        stores=hexes(ctx.stores_with("audit:read")),
        locations=hexes(ctx.locations_with("audit:read")),
        limit=size,
    )


def _actor(ctx: Context, text: str) -> str:
    """The label under which somebody is written down. Refuses `MalformedId`."""
    prefix, separator, _ = text.partition("_")
    if not separator:
        return text
    kind = audience(ctx.tenant) if prefix == "staff" else ACTORS.get(prefix)
    if kind is None:
        raise MalformedId(expected="staff_…")
    return f"{kind}:{things.parse(text).hex}"


def _told(ctx: Context, rows: list[Any]) -> list[AuditEntry]:
    names = naming.names(ctx, [(row.kind, row.object) for row in rows])
    return list(_entries(rows, names))


def _entries(rows: list[Any], names: dict[str, str]) -> Iterator[AuditEntry]:
    for row in rows:
        yield AuditEntry(
            id=row.id.hex,
            at=row.at.isoformat(),
            actor=row.actor,
            actor_kind=row.actor.partition(":")[0],
            actor_name=row.actor_name,
            origin=row.origin,
            action=row.action,
            kind=row.kind,
            object=things.public_id(row.kind, row.object),
            name=names.get(row.object, ""),
            before=row.before,
            after=row.after,
            details=row.details,
            request_id=row.request_id,
            sequence=row.sequence,
        )
