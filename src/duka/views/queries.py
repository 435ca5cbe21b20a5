"""Which views there are."""

from typing import LiteralString
from uuid import UUID

from duka.identity.permissions import OWN_ACCOUNT
from duka.kernel import ids
from duka.kernel.context import Context
from duka.views.errors import ViewNotFound
from duka.views.types import SavedView

_SELECT: LiteralString = """select v.id, v.list, v.name, v.query, v.is_shared, v.is_default, v.owner_id = %(me)s as is_own,
    s.name as owner_name, v.position, v.version
  from saved_views v join staff s on s.tenant_id = v.tenant_id and s.id = v.owner_id
  where v.tenant_id = %(tenant)s and (v.is_shared or v.owner_id = %(me)s)"""


def list_views(ctx: Context, list_name: str) -> list[SavedView]:
    """One's own views of this list and those shared with the company, in their order. 2 statements."""
    ctx.require(OWN_ACCOUNT)
    rows = ctx.db.all(
        _SELECT + " and v.list = %(list)s order by v.position, v.id", me=ctx.actor.id, list=list_name
    )
    return [SavedView(ids.public("view", row[0]), *row[1:]) for row in rows]


def view(ctx: Context, view_id: UUID) -> SavedView:
    """Refuses `ViewNotFound`."""
    ctx.require(OWN_ACCOUNT)
    row = ctx.db.one(_SELECT + " and v.id = %(id)s", me=ctx.actor.id, id=view_id)
    if row is None:
        raise ViewNotFound()
    return SavedView(ids.public("view", row[0]), *row[1:])
