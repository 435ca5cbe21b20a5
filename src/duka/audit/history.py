"""What was done to one thing. Whoever may see the thing may see its history; `audit:read` is for the whole trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from duka.audit import things
from duka.audit.errors import EntryNotFound
from duka.audit.types import HistoryItem
from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.paging import Page

INSIDERS = frozenset({"staff", "key", "operator", "system"})


def of_thing(
    ctx: Context, kind: str, thing: str, cursor: str | None = None, limit: int | None = None
) -> Page[HistoryItem]:
    """The entries of one thing, newest first; `thing` is its public id. Refuses `UnknownKind`, `MalformedId`, `Forbidden`
    to those who may not see such things, or this one because of its store. Entries about another store or location than
    the caller's are left out."""
    what = things.of(kind)
    ctx.require(what.permission)
    if ctx.actor.kind not in INSIDERS:
        raise Forbidden(permission=what.permission)
    thing_id = ids.parse(what.prefix, thing)
    stores, locations = ctx.stores_with(what.permission), ctx.locations_with(what.permission)
    if stores is not None:
        _refuse_elsewhere(ctx, kind, thing_id, what.permission)
    before, before_id = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    size = paging.bounded(limit)
    rows = ctx.db.all(
        """select id, at, actor, actor_name, action, before, after, details from audit_log a
           where tenant_id = %(tenant)s and object = %(thing)s
             and (%(before)s::timestamptz is null or (at, id) < (%(before)s, %(before_id)s::uuid))
             and (%(stores)s::text[] is null or details ->> 'store_id' is null
                  or right(replace(details ->> 'store_id', '-', ''), 32) = any(%(stores)s))
             and (%(locations)s::text[] is null or details ->> 'location_id' is null
                  or right(replace(details ->> 'location_id', '-', ''), 32) = any(%(locations)s))
           order by at desc, id desc limit %(limit)s""",
        thing=thing_id.hex,
        before=before,
        before_id=before_id,
        stores=hexes(stores),
        locations=hexes(locations),
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].at, rows[size - 1].id) if len(rows) > size else None
    return Page([_item(row) for row in rows[:size]], following)


def hexes(places: list[UUID] | None) -> list[str] | None:
    return None if places is None else [place.hex for place in places]


def _refuse_elsewhere(ctx: Context, kind: str, thing_id: UUID, permission: str) -> None:
    """A thing that belongs to a store is not there for those who work in other stores only."""
    if kind == "store":
        ctx.require(permission, store=thing_id)
    elif kind in ("order", "payment"):
        store = ctx.db.value(
            "select store_id from orders where tenant_id = %(tenant)s and id = %(id)s", id=thing_id
        )
        if store is None or not ctx.may(permission, store=store):
            raise EntryNotFound()


def _item(row: Any) -> HistoryItem:
    return HistoryItem(
        id=row.id.hex,
        at=row.at.isoformat(),
        actor_kind=row.actor.partition(":")[0],
        actor_name=row.actor_name,
        action=row.action,
        before=row.before,
        after=row.after,
        details=row.details,
    )
