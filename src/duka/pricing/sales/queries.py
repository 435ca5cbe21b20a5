"""Sale events, as staff manage them and as shoppers meet them."""

from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.pricing.sales import slots
from duka.pricing.sales.errors import SaleNotFound
from duka.pricing.sales.types import Sale, SaleExample, SalePreview, SalesNow

_SALES = msgspec.json.Decoder(list[Sale])
_NOW = msgspec.json.Decoder(SalesNow)
_MOST: LiteralString = "500"
_EXAMPLES = 10

_SALE: LiteralString = """json_build_object(
    'id', 'sale_' || replace(e.id::text, '-', ''), 'store_id', 'store_' || replace(e.store_id::text, '-', ''),
    'currency', s.currency, 'name', e.name,
    'state', case when e.status <> 'scheduled' then e.status when e.ends_at <= %(now)s then 'over'
                  when e.starts_at > %(now)s then 'to_come' else 'running' end,
    'starts_at', e.starts_at, 'ends_at', e.ends_at, 'percent_ppm', e.percent_ppm, 'round_to_minor', e.round_to_minor,
    'targets', coalesce((select json_agg(json_build_object('kind', t.kind, 'percent_ppm', t.percent_ppm,
        'id', case t.kind when 'category' then 'cat_' when 'collection' then 'coll_' when 'product' then 'prod_' end
              || replace(t.target_id::text, '-', ''),
        'label', coalesce(
            (select c.name from categories c where c.tenant_id = %(tenant)s and c.id = t.target_id and t.kind = 'category'),
            (select c.title from collections c where c.tenant_id = %(tenant)s and c.id = t.target_id and t.kind = 'collection'),
            (select c.title from products c where c.tenant_id = %(tenant)s and c.id = t.target_id and t.kind = 'product'), ''))
        order by t.position) from sale_targets t where t.tenant_id = %(tenant)s and t.sale_id = e.id), '[]'),
    'has_banner', e.has_banner, 'banner_title', e.banner_title, 'banner_text', e.banner_text,
    'translations', e.translations, 'version', e.version,
    'variants', (select count(*) from sale_prices p where p.tenant_id = %(tenant)s and p.sale_id = e.id))"""


def sale(ctx: Context, sale_id: UUID) -> Sale:
    """Refuses `SaleNotFound`."""
    ctx.require("products:read")
    found = _read(ctx, sale_id)
    if not found:
        raise SaleNotFound()
    return found[0]


def list_sales(ctx: Context) -> list[Sale]:
    """Those of the caller's stores, the last to begin first; at most 500."""
    ctx.require("products:read")
    return _read(ctx, None)


def _read(ctx: Context, sale_id: UUID | None) -> list[Sale]:
    text = ctx.db.value(
        f"""select coalesce(json_agg(x.sale order by x.starts_at desc, x.id), '[]')::text from (
                select {_SALE} as sale, e.starts_at, e.id
                  from sale_events e join stores s on s.tenant_id = %(tenant)s and s.id = e.store_id
                 where e.tenant_id = %(tenant)s and (%(sale)s::uuid is null or e.id = %(sale)s)
                   and (%(stores)s::uuid[] is null or e.store_id = any(%(stores)s))
                 order by e.starts_at desc, e.id limit {_MOST}) x""",
        sale=sale_id,
        stores=ctx.stores_with("products:read"),
        now=ctx.now,
    )
    return _SALES.decode(text)


def preview(ctx: Context, sale_id: UUID) -> SalePreview:
    """What the event would do to today's prices. Refuses `SaleNotFound`."""
    sale(ctx, sale_id)
    rows = slots.preview(ctx, sale_id, _EXAMPLES)
    return SalePreview(
        rows[0].n if rows else 0,
        [SaleExample(row.sku, row.title, row.base_minor, row.price_minor) for row in rows],
    )


def now(ctx: Context, store_id: UUID) -> SalesNow:
    """The banners of what runs in a store, in the asked language, and when prices switch next. Remembered for as long as the
    cache does; one statement otherwise."""
    ctx.require("products:read")

    def load() -> SalesNow:
        text = ctx.db.value(
            """select json_build_object(
                 'banners', coalesce(json_agg(json_build_object(
                     'id', 'sale_' || replace(e.id::text, '-', ''), 'percent_ppm', e.percent_ppm, 'ends_at', e.ends_at,
                     'title', coalesce(nullif(e.translations #>> array[%(locale)s, 'banner_title'], ''),
                                       nullif(e.banner_title, ''), e.name),
                     'text', coalesce(nullif(e.translations #>> array[%(locale)s, 'banner_text'], ''), e.banner_text))
                   order by e.starts_at desc, e.id) filter (where e.has_banner and e.starts_at <= %(now)s), '[]'),
                 'changes_at', min(case when e.starts_at > %(now)s then e.starts_at else e.ends_at end))::text
               from sale_events e
              where e.tenant_id = %(tenant)s and e.store_id = %(store)s and e.status = 'scheduled'
                and (e.ends_at is null or e.ends_at > %(now)s)""",
            store=store_id,
            locale=ctx.locale,
            now=ctx.now,
        )
        return _NOW.decode(text)

    return ctx.cache.get((ctx.tenant, "sales.now", store_id, ctx.locale), load)
