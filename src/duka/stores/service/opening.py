"""Closing a store and opening it again; where its stock comes from."""

from typing import Literal
from uuid import UUID

from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.stores.inputs import StoreChange
from duka.stores.service import locations
from duka.stores.service.rows import lock_store
from duka.stores.service.settings import update

CLOSED, ACTIVE = "closed", "active"


def close(ctx: Context, store_id: UUID, reason: str, version: int) -> int:
    """Shoppers read that it is closed and can order nothing; orders under way go on, and so do their payments, parcels and
    returns. Nothing is lost. Gives the new version. Twice is safe. Refuses `StoreNotFound`, `VersionConflict`."""
    return _set(ctx, store_id, CLOSED, reason, version)


def reopen(ctx: Context, store_id: UUID, reason: str, version: int) -> int:
    """As it was. Refuses what `close` refuses, and what a plan's limit of stores refuses."""
    return _set(ctx, store_id, ACTIVE, reason, version)


def keep_stock(
    ctx: Context, store_id: UUID, mode: Literal["shared", "dedicated"], places: list[UUID], version: int
) -> int:
    """From where the store sells: every open location (shared), or these (dedicated), in one step; the places of a shared store
    are kept for later. What is reserved for orders stays where it is. Refuses `StoreNotFound`, `LocationNotFound`,
    `VersionConflict`, and `InvalidInput` for a dedicated store without a place."""
    ctx.require("stores:write", store=store_id)
    if mode == "dedicated" and not places:
        raise InvalidInput({"location_ids": "name at least one place, or nothing can be sold"})
    if mode == "dedicated":
        locations.set_store_locations(ctx, store_id, places)
    return update(ctx, store_id, StoreChange(stock_mode=mode), version)


def _set(ctx: Context, store_id: UUID, status: str, reason: str, version: int) -> int:
    ctx.require("stores:write", store=store_id)
    lock_store(ctx, store_id)
    row = ctx.db.one(
        "select status, version from stores where tenant_id = %(tenant)s and id = %(id)s", id=store_id
    )
    if row is not None and row.status == status:
        return int(row.version)
    after = update(ctx, store_id, StoreChange(status=status), version)
    action = "store.closed" if status == CLOSED else "store.reopened"
    trail.note(ctx, action, "store", store_id, why=reason)
    return after
