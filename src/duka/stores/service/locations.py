"""Places that hold stock or hand goods out."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.plans import limits
from duka.stores import rules
from duka.stores.errors import LocationCodeTaken, LocationNotFound
from duka.stores.events import LocationSaved, StoreUpdated
from duka.stores.inputs import LocationChange, NewLocation
from duka.stores.service.rows import as_json, lock_store, own_locations


def add_location(ctx: Context, new: NewLocation) -> UUID:
    """A new active location. Refuses `LocationCodeTaken`, `InvalidInput`."""
    ctx.require_everywhere("stores:write")
    errors: dict[str, str] = {}
    rules.location(new, errors)
    address = rules.address(new.address, errors)
    if errors:
        raise InvalidInput(errors)
    limits.require_room(ctx, limits.LOCATIONS)
    location_id = ids.new_id()
    values = {**msgspec.structs.asdict(new), "name": new.name.strip(), "opening": new.opening.strip()}
    fresh = ctx.db.run(
        """insert into locations (tenant_id, id, code, name, address, latitude_e6, longitude_e6, is_pickup,
           opening)
           values (%(tenant)s, %(id)s, %(code)s, %(name)s, %(address)s::jsonb, %(latitude_e6)s,
           %(longitude_e6)s,
             %(is_pickup)s, %(opening)s) on conflict (tenant_id, code) do nothing""",
        id=location_id,
        **(values | {"address": as_json(address)}),
    )
    if not fresh:
        raise LocationCodeTaken(code=new.code)
    events.emit(ctx, LocationSaved(aggregate_id=location_id, code=new.code, is_active=True))
    return location_id


def update_location(ctx: Context, location_id: UUID, change: LocationChange) -> None:
    """Changes what `change` names. Refuses `LocationNotFound`, `InvalidInput`."""
    ctx.require("stores:write", location=location_id)
    row = ctx.db.one(
        """select code, name, address, latitude_e6, longitude_e6, is_pickup, is_active, opening
           from locations where tenant_id = %(tenant)s and id = %(id)s for update""",
        id=location_id,
    )
    if row is None:
        raise LocationNotFound()
    given = {k: v for k, v in msgspec.structs.asdict(change).items() if v is not UNSET}
    values: dict[str, Any] = {**row._asdict(), **given}
    values["name"], values["opening"] = values["name"].strip(), values["opening"].strip()
    errors: dict[str, str] = {}
    is_active = values.pop("is_active")
    rules.location(NewLocation(**values), errors)
    values["address"] = as_json(rules.address(values["address"], errors))
    if errors:
        raise InvalidInput(errors)
    if is_active and not row.is_active:
        limits.require_room(ctx, limits.LOCATIONS)
    ctx.db.run(
        """update locations set name = %(name)s, address = %(address)s::jsonb, latitude_e6 = %(latitude_e6)s,
             longitude_e6 = %(longitude_e6)s, is_pickup = %(is_pickup)s, is_active = %(is_active)s,
             opening = %(opening)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=location_id,
        is_active=is_active,
        **values,
    )
    fact = LocationSaved(aggregate_id=location_id, code=row.code, is_active=is_active)
    events.emit(ctx, fact)
    before = row._asdict()
    after = {**before, **given, "name": values["name"], "opening": values["opening"]}
    trail.note(ctx, fact.TYPE, "location", location_id, before=before, after=after)


def set_store_locations(ctx: Context, store_id: UUID, location_ids: list[UUID]) -> None:
    """The locations from which a store with dedicated stock sells: these and no others. Refuses
    `StoreNotFound`, `LocationNotFound`."""
    ctx.require("stores:write", store=store_id)
    lock_store(ctx, store_id)
    own_locations(ctx, location_ids)
    before = _selling_from(ctx, store_id)
    ctx.db.run(
        """delete from store_locations where tenant_id = %(tenant)s and store_id = %(store)s
           and location_id <> all(%(locations)s::uuid[])""",
        store=store_id,
        locations=location_ids,
    )
    ctx.db.run(
        """insert into store_locations (tenant_id, store_id, location_id)
           select %(tenant)s, %(store)s, l from unnest(%(locations)s::uuid[]) l on conflict do nothing""",
        store=store_id,
        locations=location_ids,
    )
    events.emit(ctx, StoreUpdated(aggregate_id=store_id, fields=["locations"]))
    after = {"locations": _selling_from(ctx, store_id)}
    trail.note(ctx, StoreUpdated.TYPE, "store", store_id, before={"locations": before}, after=after)


def _selling_from(ctx: Context, store_id: UUID) -> list[str]:
    """The codes of the locations of a store with dedicated stock."""
    rows = ctx.db.all(
        """select l.code from store_locations sl join locations l on l.tenant_id = sl.tenant_id and l.id = sl.location_id
           where sl.tenant_id = %(tenant)s and l.tenant_id = %(tenant)s and sl.store_id = %(store)s order by l.code""",
        store=store_id,
    )
    return [row.code for row in rows]
