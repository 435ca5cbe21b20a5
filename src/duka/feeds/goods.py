"""What a store sells, as feeds see it: one statement for a chunk of products, with the prices of one market in one language.

Prices are those that anybody sees there (`prices_seen`): of no customer, and of no experiment.
"""

from datetime import datetime
from typing import Any, LiteralString
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from duka.catalog.queries.fragments import (
    BASE,
    FREE,
    IN_FORCE,
    IS_AVAILABLE,
    OFFERED,
    PRICE,
    SHOP,
    SOLD_HERE,
    squeezed,
)
from duka.feeds.inputs import FeedChoice
from duka.kernel import ids
from duka.kernel.context import Context
from duka.media.types import Image


class Goods(msgspec.Struct, frozen=True):
    """One variant, with its option values and how the feed's language has them. Amounts in the market's currency; for goods by
    weight, of one unit. `price_minor` is in force, `base_minor` what it is reduced from. `reductions`: price, from, until.
    `is_own_price`: the store's own, and not a price list's. `free`: how many can be promised; None where stock is not counted."""

    id: UUID
    sku: str
    barcode: str
    values: list[str]
    labels: list[str]
    price_minor: int
    base_minor: int
    reductions: list[tuple[int, datetime | None, datetime | None]]
    is_own_price: bool
    is_available: bool
    free: int | None
    weight_grams: int
    image: Image | None


class Product(msgspec.Struct, frozen=True):
    """`options` are the labels of the options in the feed's language beside their names in the catalogue's own."""

    id: UUID
    slug: str
    title: str
    description: str
    vendor: str
    kind: str
    tags: list[str]
    unit: str
    scale: int
    minimum: int
    attributes: dict[str, Any]
    options: list[tuple[str, str]]
    categories: list[UUID]
    images: list[Image]
    variants: list[Goods]


class Category(msgspec.Struct, frozen=True):
    path: list[str]
    google: str


class Scope(msgspec.Struct, frozen=True):
    """Which goods a feed is about, and how it speaks of them. `address`: where the store is reached."""

    store_id: UUID
    store_name: str
    address: str
    currency: str
    locale: str
    market: str
    is_source: bool
    choice: FeedChoice
    categories: dict[UUID, Category]
    chosen: dict[str, list[UUID] | None]


_SPOKEN: LiteralString = """
spoken as materialized (
    select language_chain(%(locale)s, s.default_locale, s.source_locale) as languages
      from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s)"""


def _said(row: LiteralString, field: LiteralString) -> LiteralString:
    return f"said({row}.translations, (select languages from spoken), array['{field}'], {row}.{field})"


def _shown(minor: LiteralString) -> LiteralString:
    """An amount of the store's own in the market's currency."""
    return f"""case when (select is_plain from shop) then {minor} else in_currency({minor}, (select num from shop),
        (select den from shop), (select step from shop), (select less from shop)) end"""


_CHOSEN: LiteralString = """
    (%(in_collections)s::uuid[] is null and %(in_categories)s::uuid[] is null
     or exists (select from collection_products c where c.tenant_id = %(tenant)s and c.product_id = p.id
                   and c.collection_id = any(%(in_collections)s::uuid[]))
     or exists (select from product_categories c where c.tenant_id = %(tenant)s and c.product_id = p.id
                   and c.category_id = any(%(in_categories)s::uuid[])))
    and not exists (select from collection_products c where c.tenant_id = %(tenant)s and c.product_id = p.id
                       and c.collection_id = any(%(not_collections)s::uuid[]))
    and not exists (select from product_categories c where c.tenant_id = %(tenant)s and c.product_id = p.id
                       and c.category_id = any(%(not_categories)s::uuid[]))"""

_LABELS: LiteralString = """array(
    select said(coalesce(o.option -> 'translations', '{}'), (select languages from spoken), array['values', x.value], x.value)
      from unnest(v.option_values) with ordinality x (value, place)
      join jsonb_array_elements(p.options) with ordinality o (option, place) on o.place = x.place order by x.place)"""

_READ: LiteralString = squeezed(f"""
with {SHOP}, {_SPOKEN},
picked as materialized (
    select p.* from {SOLD_HERE} and (%(ids)s::uuid[] is null or sp.product_id = any(%(ids)s::uuid[]))
       and sp.product_id > %(after)s and {_CHOSEN}
     order by sp.product_id limit %(limit)s)
select p.id, {_said("p", "slug")} as slug, {_said("p", "title")} as title, {_said("p", "description")} as description,
       p.vendor, p.kind, p.tags, p.unit, p.scale, p.minimum, p.attributes,
       coalesce((select jsonb_agg(jsonb_build_array(o.option ->> 'name', said(coalesce(o.option -> 'translations', '{{}}'),
                    (select languages from spoken), array['name'], o.option ->> 'name')) order by o.place)
                 from jsonb_array_elements(p.options) with ordinality o (option, place)), '[]') as options,
       array(select g.category_id from product_categories g
              where g.tenant_id = %(tenant)s and g.product_id = p.id order by g.position, g.category_id) as categories,
       (select coalesce(json_agg(i.card::json order by i.position, i.id), '[]')::text from product_images i
         where i.tenant_id = %(tenant)s and i.product_id = p.id and i.card is not null) as images,
       (select coalesce(json_agg(q order by q.position, q.id), '[]')::text from (
           select v.id, v.position, v.sku, v.barcode, v.option_values as values, {_LABELS} as labels,
                  {PRICE} as price_minor, {BASE} as base_minor,
                  {_shown(IN_FORCE)} as own_minor, {_shown("r.special_minor")} as special_minor, r.special_from,
                  r.special_until, {_shown("r.sale_minor")} as sale_minor, r.sale_from, r.sale_until,
                  {IS_AVAILABLE} as is_available, case when v.tracks_stock then coalesce({FREE}, 0) end as free,
                  v.weight_grams, (select i.card::json from product_images i where i.tenant_id = %(tenant)s
                                     and i.id = v.image_id and i.card is not null) as image
             from {OFFERED}) q) as variants
  from picked p order by p.id""")


class _Variant(msgspec.Struct, frozen=True):
    id: UUID
    sku: str
    barcode: str
    values: list[str]
    labels: list[str]
    price_minor: int
    base_minor: int
    own_minor: int
    special_minor: int | None
    special_from: datetime | None
    special_until: datetime | None
    sale_minor: int | None
    sale_from: datetime | None
    sale_until: datetime | None
    is_available: bool
    free: int | None
    weight_grams: int
    image: Image | None


_variants = msgspec.json.Decoder(list[_Variant])
_images = msgspec.json.Decoder(list[Image])


def read(
    ctx: Context, scope: Scope, *, only: list[UUID] | None = None, after: UUID | None = None, limit: int = 500
) -> list[Product]:
    """The next products that a feed is about, by id; of `only` these. One statement."""
    ctx.require("products:read")
    rows = ctx.db.all(
        _READ,
        store=scope.store_id,
        market=scope.market,
        customer=None,
        variants=[],
        now=ctx.now,
        locale=scope.locale,
        ids=only,
        after=after or UUID(int=0),
        limit=limit,
        **scope.chosen,
    )
    return [
        Product(
            id=row.id,
            slug=row.slug,
            title=row.title,
            description=row.description,
            vendor=row.vendor,
            kind=row.kind,
            tags=list(row.tags),
            unit=row.unit,
            scale=row.scale,
            minimum=row.minimum,
            attributes=row.attributes,
            options=[(name, label) for name, label in row.options],
            categories=list(row.categories),
            images=_images.decode(row.images),
            variants=[_goods(variant) for variant in _variants.decode(row.variants)],
        )
        for row in rows
    ]


def _goods(row: _Variant) -> Goods:
    reductions = [
        (minor, begins, ends)
        for minor, begins, ends in (
            (row.special_minor, row.special_from, row.special_until),
            (row.sale_minor, row.sale_from, row.sale_until),
        )
        if minor is not None
    ]
    return Goods(
        id=row.id,
        sku=row.sku,
        barcode=row.barcode,
        values=row.values,
        labels=row.labels,
        price_minor=row.price_minor,
        base_minor=row.base_minor,
        reductions=reductions,
        is_own_price=row.price_minor == row.own_minor,
        is_available=row.is_available,
        free=row.free,
        weight_grams=row.weight_grams,
        image=row.image,
    )


def scope_of(ctx: Context, base_url: str, row: Any) -> Scope:
    """What `read` needs to know of a feed (a row of `feeds`). Three statements."""
    store = ctx.db.one(
        """select s.name, s.slug, s.source_locale, t.slug as company, w.currency, (
                  select d.host from domains d where d.tenant_id = %(tenant)s and d.store_id = s.id
                  order by not d.is_primary, d.host limit 1) as host
           from stores s join tenants t on t.id = s.tenant_id
           cross join lateral prices_seen(%(tenant)s, s.id, %(market)s, null, 'storefront', '{}', %(now)s) w
           where s.tenant_id = %(tenant)s and s.id = %(store)s""",
        store=row.store_id,
        market=row.market,
        now=ctx.now,
    )
    assert store is not None
    scheme = urlsplit(base_url).scheme or "https"
    choice = msgspec.convert(row.settings, FeedChoice)
    return Scope(
        store_id=row.store_id,
        store_name=store.name,
        address=f"{scheme}://{store.host}" if store.host else f"{base_url}/s/{store.company}/{store.slug}",
        currency=store.currency,
        locale=row.locale,
        market=row.market,
        is_source=row.locale == store.source_locale,
        choice=choice,
        categories=_categories(ctx, row.store_id, row.locale),
        chosen=_chosen(ctx, choice),
    )


def _chosen(ctx: Context, choice: FeedChoice) -> dict[str, list[UUID] | None]:
    below = {
        row.root: list(row.ids)
        for row in ctx.db.all(
            """with recursive below (root, id) as (
                 select c.id, c.id from categories c where c.tenant_id = %(tenant)s and c.id = any(%(ids)s)
                 union
                 select b.root, c.id from categories c join below b on c.parent_id = b.id where c.tenant_id = %(tenant)s)
               select root, array_agg(id) as ids from below group by root""",
            ids=[ids.parse("cat", id) for id in (*choice.include_categories, *choice.exclude_categories)],
        )
    }

    def categories(wanted: list[str]) -> list[UUID]:
        return [id for root in wanted for id in below.get(ids.parse("cat", root), [])]

    def collections(wanted: list[str]) -> list[UUID]:
        return [ids.parse("coll", id) for id in wanted]

    is_open = not choice.include_collections and not choice.include_categories
    return {
        "in_collections": None if is_open else collections(choice.include_collections),
        "in_categories": None if is_open else categories(choice.include_categories),
        "not_collections": collections(choice.exclude_collections),
        "not_categories": categories(choice.exclude_categories),
    }


def _categories(ctx: Context, store_id: UUID, locale: str) -> dict[UUID, Category]:
    rows = ctx.db.all(
        """select c.id, c.parent_id, coalesce(f.google_category, '') as google,
                  said(c.translations, (select language_chain(%(locale)s, s.default_locale, s.source_locale) from stores s
                       where s.tenant_id = %(tenant)s and s.id = %(store)s), array['name'], c.name) as name
           from categories c
           left join feed_categories f on f.tenant_id = %(tenant)s and f.category_id = c.id
           where c.tenant_id = %(tenant)s""",
        store=store_id,
        locale=locale,
    )
    known = {row.id: row for row in rows}

    def climb(id: UUID) -> Category:
        path: list[str] = []
        google = ""
        at: UUID | None = id
        while at in known and len(path) < 20:
            path.insert(0, known[at].name)
            google = google or known[at].google
            at = known[at].parent_id
        return Category(path, google)

    return {row.id: climb(row.id) for row in rows}
