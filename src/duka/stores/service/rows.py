"""What the verbs of this module share: locks, looks at the tenant's own rows, JSON for columns."""

from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.stores.errors import LocationNotFound, StoreNotFound


def lock_store(ctx: Context, store_id: UUID) -> None:
    """Two changes of one store's rules come one after the other. Refuses `StoreNotFound`."""
    sql = "select 1 from stores where tenant_id = %(tenant)s and id = %(id)s for no key update"
    if ctx.db.value(sql, id=store_id) is None:
        raise StoreNotFound()


def own_locations(ctx: Context, wanted: list[UUID]) -> None:
    if not wanted:
        return
    sql = "select count(*) from locations where tenant_id = %(tenant)s and id = any(%(wanted)s::uuid[])"
    if ctx.db.value(sql, wanted=wanted) != len(set(wanted)):
        raise LocationNotFound()


def as_json(value: object) -> str:
    return msgspec.json.encode(value).decode()
