"""How a company recommends, and what it leaves out."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.catalog.errors import ProductNotFound
from duka.catalog.permissions import require_staff
from duka.kernel import paging, trail
from duka.kernel.context import Context
from duka.kernel.errors import VersionConflict
from duka.kernel.paging import Page
from duka.recommendations.errors import TooManyExcluded
from duka.recommendations.lines import LINE, line
from duka.recommendations.types import ProductLine, Tuning, TuningNow

WRITE = "products:write"
MOST_EXCLUDED = 5_000


def of_company(ctx: Context) -> TuningNow:
    """What counts now, the defaults while nothing was decided."""
    require_staff(ctx, "products:read")
    return load(ctx)


def load(ctx: Context) -> TuningNow:
    """For the program; one statement."""
    row = ctx.db.one(
        """select t.kinds, t.beside_product, t.below_product, t.in_cart, t.sold_out, t.minimum_orders, t.minimum_lift,
                  t.window_days, t.half_life_days, t.version, t.updated_at
             from recommendation_tuning t where t.tenant_id = %(tenant)s"""
    )
    if row is None:
        return TuningNow(Tuning(), 0)
    values = {name: getattr(row, name) for name in Tuning.__struct_fields__}
    values["minimum_lift"] = round(row.minimum_lift, 2)
    return TuningNow(msgspec.convert(values, Tuning), row.version, row.updated_at)


def tune(ctx: Context, wanted: Tuning, version: int) -> None:
    """What is shown changes at once; what is computed with the next run. Refuses `VersionConflict`."""
    ctx.require_everywhere(WRITE)
    before = load(ctx)
    wanted = msgspec.structs.replace(wanted, kinds=list(dict.fromkeys(wanted.kinds)))
    changed = ctx.db.run(
        """insert into recommendation_tuning as t (tenant_id, kinds, beside_product, below_product, in_cart, sold_out,
               minimum_orders, minimum_lift, window_days, half_life_days, version, updated_at)
           select %(tenant)s, %(kinds)s, %(beside_product)s, %(below_product)s, %(in_cart)s, %(sold_out)s,
                  %(minimum_orders)s, %(minimum_lift)s, %(window_days)s, %(half_life_days)s, 1, %(now)s
            where %(version)s = 0 or exists (select from recommendation_tuning k where k.tenant_id = %(tenant)s)
           on conflict (tenant_id) do update
           set kinds = excluded.kinds, beside_product = excluded.beside_product, below_product = excluded.below_product,
               in_cart = excluded.in_cart, sold_out = excluded.sold_out, minimum_orders = excluded.minimum_orders,
               minimum_lift = excluded.minimum_lift, window_days = excluded.window_days,
               half_life_days = excluded.half_life_days, version = t.version + 1, updated_at = excluded.updated_at
           where t.version = %(version)s""",
        version=version,
        now=ctx.now,
        **msgspec.structs.asdict(wanted),
    )
    if not changed:
        raise VersionConflict()
    trail.note(
        ctx,
        "recommendations.tuned",
        "recommendations",
        ctx.tenant,
        before=msgspec.to_builtins(before.tuning),
        after=msgspec.to_builtins(wanted),
    )


def list_excluded(ctx: Context, cursor: str | None = None, limit: int = 20) -> Page[ProductLine]:
    """What is recommended nowhere, what was left out last first. Two statements."""
    require_staff(ctx, "products:read")
    limit = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    rows = ctx.db.all(
        f"""select {LINE}, e.created_at as at, e.product_id
              from recommendation_exclusions e join products p on p.tenant_id = %(tenant)s and p.id = e.product_id
             where e.tenant_id = %(tenant)s
               and (%(at)s::timestamptz is null or (e.created_at, e.product_id) < (%(at)s::timestamptz, %(last)s::uuid))
             order by e.created_at desc, e.product_id desc limit %(limit)s + 1""",
        at=at,
        last=last,
        limit=limit,
    )
    more = (
        paging.encode(rows[limit - 1].at.isoformat(), str(rows[limit - 1].product_id))
        if len(rows) > limit
        else None
    )
    return Page([line(row) for row in rows[:limit]], more)


def exclude(ctx: Context, product_id: UUID) -> None:
    """From now on it is recommended nowhere; twice is once. Refuses `ProductNotFound`, `TooManyExcluded`."""
    ctx.require_everywhere(WRITE)
    row = ctx.db.one(
        """with added as (
               insert into recommendation_exclusions (tenant_id, product_id, created_at)
               select %(tenant)s, p.id, %(now)s from products p where p.tenant_id = %(tenant)s and p.id = %(id)s
               on conflict do nothing returning 1)
           select exists (select from products p where p.tenant_id = %(tenant)s and p.id = %(id)s) as is_there,
                  (select count(*) from added) as added,
                  (select count(*) from recommendation_exclusions e where e.tenant_id = %(tenant)s) as known""",
        id=product_id,
        now=ctx.now,
    )
    if row is None or not row.is_there:
        raise ProductNotFound()
    if row.added and row.known >= MOST_EXCLUDED:
        raise TooManyExcluded(most=MOST_EXCLUDED)
    if row.added:
        trail.note(ctx, "recommendations.excluded", "product", product_id, after={"is_recommended": False})


def include(ctx: Context, product_id: UUID) -> None:
    """It may be recommended again; what was not left out stays as it is. Refuses `ProductNotFound`."""
    ctx.require_everywhere(WRITE)
    row = ctx.db.one(
        """with gone as (
               delete from recommendation_exclusions e where e.tenant_id = %(tenant)s and e.product_id = %(id)s returning 1)
           select exists (select from products p where p.tenant_id = %(tenant)s and p.id = %(id)s) as is_there,
                  (select count(*) from gone) as gone""",
        id=product_id,
    )
    if row is None or not row.is_there:
        raise ProductNotFound()
    if row.gone:
        trail.note(ctx, "recommendations.included", "product", product_id, after={"is_recommended": True})
