"""The verbs of sale events."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.catalog.findings import Findings
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict
from duka.kernel.ids import new_id
from duka.pricing import following
from duka.pricing.sales import slots
from duka.pricing.sales.errors import (
    SaleEndsBeforeItBegins,
    SaleIsOver,
    SaleIsScheduled,
    SaleNotFound,
    SaleTargetNotFound,
)
from duka.pricing.sales.events import SaleCancelled, SaleScheduled
from duka.pricing.sales.types import NewSale, SaleChange, SaleTarget
from duka.stores.errors import StoreNotFound

PREFIXES = {"category": "cat", "collection": "coll", "product": "prod"}
_COLUMNS = (
    "name",
    "starts_at",
    "ends_at",
    "percent_ppm",
    "round_to_minor",
    "has_banner",
    "banner_title",
    "banner_text",
    "translations",
)


def create(ctx: Context, new: NewSale) -> UUID:
    """A draft. Refuses `StoreNotFound`, `InvalidInput`, `SaleTargetNotFound`, `SaleEndsBeforeItBegins`."""
    store_id = ids.parse("store", new.store_id)
    ctx.require("products:write", store=store_id)
    fields = _checked(msgspec.structs.asdict(new))
    if new.ends_at is not None and new.ends_at <= new.starts_at:
        raise SaleEndsBeforeItBegins()
    id = new_id()
    made = ctx.db.run(
        """insert into sale_events (tenant_id, id, store_id, name, starts_at, ends_at, percent_ppm, round_to_minor,
                  has_banner, banner_title, banner_text, translations, created_at, updated_at)
           select %(tenant)s, %(id)s, s.id, r.name, r.starts_at, r.ends_at, r.percent_ppm, r.round_to_minor, r.has_banner,
                  r.banner_title, r.banner_text, r.translations, %(now)s, %(now)s
             from stores s, jsonb_populate_record(null::sale_events, %(row)s::jsonb) r
            where s.tenant_id = %(tenant)s and s.id = %(store)s""",
        id=id,
        store=store_id,
        row=_encoded({name: fields[name] for name in _COLUMNS}),
        now=ctx.now,
    )
    if not made:
        raise StoreNotFound()
    _aim(ctx, id, new.targets)
    trail.note(ctx, "sale.created", "sale", id, after={"name": new.name, "percent_ppm": new.percent_ppm})
    return id


def update(ctx: Context, sale_id: UUID, change: SaleChange, version: int) -> None:
    """What is left out stays; prices of a scheduled event follow at once. Refuses `SaleNotFound`, `VersionConflict`,
    `SaleIsOver`, and what `create` refuses."""
    row = _locked(ctx, sale_id)
    if row.version != version:
        raise VersionConflict()
    _refuse_over(ctx, row)
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    fields = _checked(given)
    starts_at = fields.get("starts_at", row.starts_at)
    ends_at = fields.get("ends_at", row.ends_at)
    if ends_at is not None and (ends_at <= starts_at or (row.status == "scheduled" and ends_at <= ctx.now)):
        raise SaleEndsBeforeItBegins()
    columns = {name: fields[name] for name in _COLUMNS if name in fields}
    ctx.db.run(
        """update sale_events e
              set name = r.name, starts_at = r.starts_at, ends_at = r.ends_at, percent_ppm = r.percent_ppm,
                  round_to_minor = r.round_to_minor, has_banner = r.has_banner, banner_title = r.banner_title,
                  banner_text = r.banner_text, translations = r.translations, version = e.version + 1, updated_at = %(now)s
             from sale_events o, jsonb_populate_record(o, %(row)s::jsonb) r
            where e.tenant_id = %(tenant)s and e.id = %(id)s and o.tenant_id = e.tenant_id and o.id = e.id""",
        id=sale_id,
        row=_encoded(columns),
        now=ctx.now,
    )
    if change.targets is not UNSET:
        _aim(ctx, sale_id, change.targets)
    plain = ("name", "percent_ppm", "round_to_minor", "has_banner")
    trail.note(
        ctx,
        "sale.updated",
        "sale",
        sale_id,
        before={name: getattr(row, name) for name in plain},
        after={name: columns.get(name, getattr(row, name)) for name in plain},
        version=version + 1,
    )
    if row.status == "scheduled":
        _put_in_force(ctx, sale_id)


def schedule(ctx: Context, sale_id: UUID) -> None:
    """From now on the clock switches its prices on and off. Scheduling twice is safe. Refuses `SaleNotFound`, `SaleIsOver`."""
    row = _locked(ctx, sale_id)
    _refuse_over(ctx, row)
    if row.status == "scheduled":
        return
    ctx.db.run(
        """update sale_events set status = 'scheduled', version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=sale_id,
        now=ctx.now,
    )
    _put_in_force(ctx, sale_id)


def cancel(ctx: Context, sale_id: UUID) -> None:
    """The event is off, or over now if it runs; its prices end at once. Twice is safe. Refuses `SaleNotFound`, `SaleIsOver`."""
    row = _locked(ctx, sale_id)
    if row.status == "cancelled":
        return
    _refuse_over(ctx, row)
    ctx.db.run(
        """update sale_events set status = 'cancelled', version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=sale_id,
        now=ctx.now,
    )
    following.settle(ctx, slots.withdraw(ctx, sale_id))
    events.emit(ctx, SaleCancelled(aggregate_id=sale_id, store_id=row.store_id, name=row.name))


def delete(ctx: Context, sale_id: UUID) -> None:
    """A draft goes for good. Refuses `SaleNotFound`, `SaleIsScheduled`."""
    row = _locked(ctx, sale_id)
    if row.status != "draft":
        raise SaleIsScheduled()
    ctx.db.run("delete from sale_events where tenant_id = %(tenant)s and id = %(id)s", id=sale_id)
    trail.note(ctx, "sale.deleted", "sale", sale_id, before={"name": row.name})


def _put_in_force(ctx: Context, sale_id: UUID) -> None:
    following.settle(ctx, slots.write(ctx, sale_id=sale_id))
    row = ctx.db.one(
        """select e.store_id, e.name, e.starts_at, e.ends_at,
                  (select count(*) from sale_prices s where s.tenant_id = %(tenant)s and s.sale_id = e.id) as variants
             from sale_events e where e.tenant_id = %(tenant)s and e.id = %(id)s""",
        id=sale_id,
    )
    assert row is not None
    events.emit(
        ctx,
        SaleScheduled(
            aggregate_id=sale_id,
            store_id=row.store_id,
            name=row.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            variants=row.variants,
        ),
    )


def _locked(ctx: Context, sale_id: UUID) -> Row:
    row = ctx.db.one(
        """select id, store_id, name, status, starts_at, ends_at, percent_ppm, round_to_minor, has_banner, version
             from sale_events where tenant_id = %(tenant)s and id = %(id)s for update""",
        id=sale_id,
    )
    if row is None:
        raise SaleNotFound()
    ctx.require("products:write", store=row.store_id)
    return row


def _refuse_over(ctx: Context, row: Row) -> None:
    if row.status == "cancelled" or (row.ends_at is not None and row.ends_at <= ctx.now):
        raise SaleIsOver()


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    f = Findings()
    if "name" in fields:
        fields["name"] = f.line("name", fields["name"], 120, needed=True)
    for name, most in (("banner_title", 160), ("banner_text", 400)):
        if name in fields:
            fields[name] = f.line(name, fields[name], most)
    f.refuse()
    return fields


def _aim(ctx: Context, sale_id: UUID, targets: Sequence[SaleTarget]) -> None:
    """What is in the sale. Refuses `SaleTargetNotFound`, `MalformedId`."""
    rows = []
    for n, target in enumerate(targets):
        if (target.kind == "all") != (target.id is None):
            raise SaleTargetNotFound()
        id = ids.parse(PREFIXES[target.kind], target.id) if target.id else None
        rows.append({"kind": target.kind, "target_id": id, "percent_ppm": target.percent_ppm, "position": n})
    ctx.db.run("delete from sale_targets where tenant_id = %(tenant)s and sale_id = %(id)s", id=sale_id)
    aimed = ctx.db.run(
        """insert into sale_targets (tenant_id, sale_id, kind, target_id, percent_ppm, position)
           select %(tenant)s, %(id)s, r.kind, r.target_id, r.percent_ppm, r.position
             from jsonb_populate_recordset(null::sale_targets, %(rows)s::jsonb) r
            where r.kind = 'all'
               or r.kind = 'category' and exists (select from categories c where c.tenant_id = %(tenant)s and c.id = r.target_id)
               or r.kind = 'collection'
                  and exists (select from collections c where c.tenant_id = %(tenant)s and c.id = r.target_id)
               or r.kind = 'product' and exists (select from products c where c.tenant_id = %(tenant)s and c.id = r.target_id)""",
        id=sale_id,
        rows=_encoded(rows),
    )
    if aimed < len(rows):
        raise SaleTargetNotFound()


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()
