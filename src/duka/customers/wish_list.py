"""A customer's wish list as a store sells it now: one statement."""

from typing import LiteralString
from uuid import UUID

import msgspec

from duka.customers.queries import me
from duka.customers.types import Wish
from duka.kernel.context import Context
from duka.media.queries import image_json

_wishes = msgspec.json.Decoder(list[Wish])
_LIST: LiteralString = (
    """select coalesce(json_agg(x), '[]'::json)::text from (
    select 'var_' || replace(v.id::text, '-', '') as variant_id, 'prod_' || replace(p.id::text, '-', '') as product_id,
           said(p.translations, k.languages, '{slug}', p.slug) as slug,
           said(p.translations, k.languages, '{title}', p.title) as title,
           variant_said(p.options, v.option_values, k.languages, v.title) as variant_title,
           pic.image, p.pricing_mode, p.unit, p.scale, p.step, p.minimum,
           coalesce(pr.price_minor, 0) as price_minor,
           case when pr.price_minor < pr.base_minor then pr.base_minor end as was_minor,
           p.status = 'active' and v.is_active and coalesce(sp.is_visible, false) and pr.base_minor is not null as is_sold,
           not v.tracks_stock or v.sells_without_stock or coalesce((
               select sum(greatest(s.on_hand - s.reserved - s.safety, 0)) from stock_levels s
               where s.tenant_id = %(tenant)s and s.item_id = v.stock_item_id), 0)
               >= p.minimum * v.stock_per_unit as is_available,
           w.created_at as added_at
      from customer_wishes w
      cross join (select language_chain(%(locale)s, s.default_locale, s.source_locale) as languages
                    from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s) k
      cross join lateral prices_seen(%(tenant)s, %(store)s, %(market)s, %(customer)s, 'storefront', %(variants)s::uuid[],
                                     %(now)s) g
      join variants v on v.tenant_id = %(tenant)s and v.id = w.variant_id
      join products p on p.tenant_id = %(tenant)s and p.id = v.product_id
      left join store_products sp on sp.tenant_id = %(tenant)s and sp.store_id = %(store)s and sp.product_id = p.id
      left join lateral (
          select case when g.is_plain then q.base_minor
                      else in_currency(q.base_minor, g.num, g.den, g.step, g.less) end as base_minor,
                 case when g.is_plain then n.minor else coalesce((
                     select x.price_minor from price_list_prices x
                      where x.tenant_id = %(tenant)s and x.variant_id = v.id and x.list_id = any(g.lists)
                        and x.min_quantity <= p.minimum
                      order by array_position(g.lists, x.list_id), x.min_quantity desc limit 1),
                     in_currency(n.minor, g.num, g.den, g.step, g.less)) end as price_minor
          from prices q
          cross join lateral (
              select price_in_force(q.base_minor, q.special_minor, q.special_from, q.special_until, q.sale_minor,
                                    q.sale_from, q.sale_until, %(now)s) as minor) n
          where q.tenant_id = %(tenant)s and q.store_id = %(store)s and q.variant_id = v.id) pr on true
      left join lateral (
          select """
    + image_json("m", "said(i.translations, k.languages, '{alt}', i.alt)")
    + """ as image
          from product_images i join media m on m.tenant_id = %(tenant)s and m.id = i.media_id
          where i.tenant_id = %(tenant)s and i.product_id = p.id
          order by (i.id = v.image_id) is true desc, i.position limit 1) pic on true
     where w.tenant_id = %(tenant)s and w.customer_id = %(customer)s
     order by w.created_at desc, v.id limit 200) x"""
)


def wish_list(ctx: Context, store_id: UUID) -> list[Wish]:
    """The caller's own, the newest first. What the store does not show is in it, and is not `is_sold`. Refuses
    `NotLoggedIn`."""
    text = ctx.db.value(
        _LIST,
        customer=me(ctx),
        store=store_id,
        market=ctx.market,
        variants=list(ctx.variants),
        locale=ctx.locale,
        now=ctx.now,
    )
    return _wishes.decode(text)


def is_wished(ctx: Context, variant_ids: list[UUID]) -> bool:
    """Whether one of these variants is on the caller's list. Refuses `NotLoggedIn`."""
    return bool(
        ctx.db.value(
            """select exists (select from customer_wishes w where w.tenant_id = %(tenant)s and w.customer_id = %(customer)s
                 and w.variant_id = any(%(variants)s::uuid[]))""",
            customer=me(ctx),
            variants=variant_ids,
        )
    )
