"""Keeping, changing and deleting views."""

from typing import Any
from uuid import UUID

import msgspec

from duka.identity.permissions import OWN_ACCOUNT
from duka.kernel import ids, trail
from duka.kernel.context import PEOPLE, Context
from duka.kernel.db import Row
from duka.kernel.errors import Forbidden, VersionConflict
from duka.views.errors import TooManyViews, ViewNameInvalid, ViewNotFound, ViewTooLarge
from duka.views.inputs import NewView, ViewChange

MOST_VIEWS = 50
MOST_BYTES = 4096
SHARE = "views:share"
TOLD = ("name", "is_shared", "is_default", "position")


def create(ctx: Context, new: NewView) -> UUID:
    """Refuses `Forbidden` for a shared one without `views:share`, `TooManyViews`, `ViewTooLarge`, `ViewNameInvalid`."""
    owner = _me(ctx)
    if new.is_shared:
        ctx.require_everywhere(SHARE)
    query, name = _query(new.query), _name(new.name)
    known = ctx.db.one(
        """select count(*) as views, coalesce(max(position), 0) as last from saved_views
           where tenant_id = %(tenant)s and list = %(list)s and (owner_id = %(owner)s or is_shared)""",
        list=new.list,
        owner=owner,
    )
    assert known is not None
    if known.views >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    if new.is_default:
        _no_other_default(ctx, new.list, owner, is_shared=new.is_shared)
    view_id = ids.new_id()
    ctx.db.run(
        """insert into saved_views (tenant_id, id, list, name, query, owner_id, is_shared, is_default, position, created_at,
                                    updated_at)
           values (%(tenant)s, %(id)s, %(list)s, %(name)s, %(query)s::jsonb, %(owner)s, %(is_shared)s, %(is_default)s,
                   %(position)s, %(now)s, %(now)s)""",
        id=view_id,
        list=new.list,
        name=name,
        query=query,
        owner=owner,
        is_shared=new.is_shared,
        is_default=new.is_default,
        position=known.last + 1,
        now=ctx.now,
    )
    after = {"name": name, "is_shared": new.is_shared, "is_default": new.is_default}
    trail.note(ctx, "view.created", "view", view_id, after=after, list=new.list)
    return view_id


def update(ctx: Context, view_id: UUID, change: ViewChange, version: int) -> None:
    """Refuses `ViewNotFound`, `VersionConflict`, `Forbidden` for what is or becomes shared, and as `create`."""
    row = _mine_or_shared(ctx, view_id)
    is_shared = row.is_shared if change.is_shared is None else change.is_shared
    if is_shared or row.is_shared:
        ctx.require_everywhere(SHARE)
    if row.version != version:
        raise VersionConflict()
    is_default = row.is_default if change.is_default is None else change.is_default
    if is_default:
        _no_other_default(ctx, row.list, row.owner_id, is_shared=is_shared, but=view_id)
    after: dict[str, Any] = {
        "name": row.name if change.name is None else _name(change.name),
        "is_shared": is_shared,
        "is_default": is_default,
        "position": row.position if change.position is None else change.position,
    }
    ctx.db.run(
        """update saved_views set name = %(name)s, query = coalesce(%(query)s::jsonb, query), is_shared = %(is_shared)s,
                  is_default = %(is_default)s, position = %(position)s, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=view_id,
        query=None if change.query is None else _query(change.query),
        now=ctx.now,
        **after,
    )
    before = {name: getattr(row, name) for name in TOLD}
    query = {} if change.query is None else {"query": "changed"}
    trail.note(ctx, "view.updated", "view", view_id, before=before, after=after | query, list=row.list)


def delete(ctx: Context, view_id: UUID) -> None:
    """Refuses `ViewNotFound`, `Forbidden` for a shared one without `views:share`."""
    row = _mine_or_shared(ctx, view_id)
    if row.is_shared:
        ctx.require_everywhere(SHARE)
    ctx.db.run("delete from saved_views where tenant_id = %(tenant)s and id = %(id)s", id=view_id)
    trail.note(ctx, "view.deleted", "view", view_id, before={"name": row.name}, list=row.list)


def _me(ctx: Context) -> UUID:
    """Views are people's: a key has none."""
    ctx.require(OWN_ACCOUNT)
    if ctx.actor.kind not in PEOPLE or ctx.actor.id is None:
        raise Forbidden(permission=OWN_ACCOUNT)
    return ctx.actor.id


def _mine_or_shared(ctx: Context, view_id: UUID) -> Row:
    row = ctx.db.one(
        """select id, list, name, owner_id, is_shared, is_default, position, version from saved_views
           where tenant_id = %(tenant)s and id = %(id)s and (is_shared or owner_id = %(me)s) for update""",
        id=view_id,
        me=_me(ctx),
    )
    if row is None:
        raise ViewNotFound()
    return row


def _no_other_default(
    ctx: Context, list_name: str, owner: UUID, *, is_shared: bool, but: UUID | None = None
) -> None:
    """A list opens with one view: one of a person's own, one of the company's."""
    ctx.db.run(
        """update saved_views set is_default = false, version = version + 1 where tenant_id = %(tenant)s
             and list = %(list)s and is_default and is_shared = %(is_shared)s
             and (is_shared or owner_id = %(owner)s) and id is distinct from %(but)s""",
        list=list_name,
        owner=owner,
        is_shared=is_shared,
        but=but,
    )


def _query(query: dict[str, Any]) -> str:
    text = msgspec.json.encode(query).decode()
    if len(text.encode()) > MOST_BYTES:
        raise ViewTooLarge(most=MOST_BYTES)
    return text


def _name(text: str) -> str:
    name = text.strip()
    if not name or not name.isprintable():
        raise ViewNameInvalid()
    return name
