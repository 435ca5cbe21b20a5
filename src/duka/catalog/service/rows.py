"""The statements that write products, for the verbs beside it. Unique rules of the database that a race broke
become the refusals they stand for."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from duka.catalog.errors import ProductHasNoVariant, ProductNotFound, SkuTaken, SlugTaken
from duka.catalog.variant_plan import Planned
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.plans import limits


def encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


@contextmanager
def unique(refusal: Exception) -> Iterator[None]:
    """What breaks a unique rule in the block was refused for this reason."""
    try:
        yield
    except psycopg.errors.UniqueViolation:
        raise refusal from None


def locked_product(ctx: Context, product_id: UUID) -> Row:
    """The product, locked until the transaction ends, so that two changes of its parts wait for each
    other."""
    row = ctx.db.one(
        """select p.id, p.slug, p.title, p.description, p.status, p.vendor, p.kind, p.tags, p.tax_class,
                  p.pricing_mode, p.unit, p.scale, p.step, p.minimum, p.maximum, p.average,
                  p.requires_shipping, p.attribute_set_id, p.attributes, p.options, p.seo_title,
                  p.seo_description, p.translations, p.source, p.version,
                  coalesce((select s.code from attribute_sets s
                            where s.tenant_id = %(tenant)s and s.id = p.attribute_set_id),
                           '') as attribute_set
           from products p where p.tenant_id = %(tenant)s and p.id = %(id)s for no key update of p""",
        id=product_id,
    )
    if row is None:
        raise ProductNotFound()
    return row


def insert_product(ctx: Context, product: dict[str, Any]) -> None:
    if product["status"] != "archived":
        limits.require_room(ctx, limits.PRODUCTS)
    with unique(SlugTaken(slug=product["slug"])):
        taken = ctx.db.run(
            """with made as (
                 insert into products (tenant_id, id, slug, title, description, status, vendor, kind,
                        tags, tax_class, pricing_mode, unit, scale, step, minimum, maximum, average,
                        requires_shipping, attribute_set_id, attributes, options, seo_title,
                        seo_description, translations, search_text, source, created_at, updated_at)
                 select %(tenant)s, r.id, r.slug, r.title, r.description, r.status, r.vendor, r.kind,
                        r.tags, r.tax_class, r.pricing_mode, r.unit, r.scale, r.step, r.minimum,
                        r.maximum, r.average, r.requires_shipping, r.attribute_set_id, r.attributes,
                        r.options, r.seo_title, r.seo_description, r.translations, r.search_text,
                        r.source, %(now)s, %(now)s
                 from jsonb_populate_record(null::products, %(row)s::jsonb) r
                 returning id, slug)
               insert into slugs (tenant_id, kind, slug, target_id, created_at)
               select %(tenant)s, 'product', made.slug, made.id, %(now)s from made
               on conflict (tenant_id, kind, slug) do update set target_id = excluded.target_id
               where not exists (select from products p where p.tenant_id = slugs.tenant_id
                                 and p.id = slugs.target_id and p.status <> 'archived')""",
            row=encoded(product),
            now=ctx.now,
        )
    if not taken:
        raise SlugTaken(slug=product["slug"])


def take_slug(ctx: Context, kind: str, slug: str, id: UUID) -> None:
    """Write down that the thing has this slug from now on; its earlier ones stay. Refuses SlugTaken."""
    taken = ctx.db.run(
        """insert into slugs (tenant_id, kind, slug, target_id, created_at)
           values (%(tenant)s, %(kind)s, %(slug)s, %(id)s, %(now)s)
           on conflict (tenant_id, kind, slug) do update set target_id = excluded.target_id
           where slugs.target_id = excluded.target_id
              or (%(kind)s = 'product'
                  and not exists (select from products p where p.tenant_id = slugs.tenant_id
                                  and p.id = slugs.target_id and p.status <> 'archived'))""",
        kind=kind,
        slug=slug,
        id=id,
        now=ctx.now,
    )
    if not taken:
        raise SlugTaken(slug=slug)


def take_slugs(
    ctx: Context, kind: str, id: UUID, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """The same for the slugs of other languages that `after`, the translations, has and `before` lacked. They share one room
    with the originals', so that an address means one thing whoever opens it. Refuses SlugTaken."""
    kept = {texts.get("slug") for texts in before.values()}
    for slug in sorted({texts["slug"] for texts in after.values() if texts.get("slug")} - kept):
        take_slug(ctx, kind, slug, id)


def update_product(ctx: Context, product_id: UUID, fields: dict[str, Any]) -> None:
    """Write these fields of a locked product, and that it changed."""
    with unique(SlugTaken(slug=fields.get("slug", ""))):
        ctx.db.run(
            """update products p set slug = r.slug, title = r.title, description = r.description,
                      vendor = r.vendor, kind = r.kind, tags = r.tags, tax_class = r.tax_class,
                      pricing_mode = r.pricing_mode, unit = r.unit, scale = r.scale, step = r.step,
                      minimum = r.minimum, maximum = r.maximum, average = r.average,
                      requires_shipping = r.requires_shipping, attribute_set_id = r.attribute_set_id,
                      attributes = r.attributes, options = r.options, seo_title = r.seo_title,
                      seo_description = r.seo_description, translations = r.translations,
                      source = r.source, status = r.status, version = p.version + 1, updated_at = %(now)s
               from products o, jsonb_populate_record(o, %(row)s::jsonb) r
               where p.tenant_id = %(tenant)s and p.id = %(id)s and o.tenant_id = p.tenant_id
                 and o.id = p.id""",
            id=product_id,
            row=encoded(fields),
            now=ctx.now,
        )


def touch_product(ctx: Context, product_id: UUID) -> None:
    """A part of the product changed, so it has a new version."""
    update_product(ctx, product_id, {})


def insert_variants(ctx: Context, product_id: UUID, planned: Planned, *, unit: str, scale: int) -> None:
    with unique(SkuTaken(sku=", ".join(row["sku"] for row in planned.variants[:5]))):
        ctx.db.run(
            """with items as (
                 insert into stock_items (tenant_id, id, sku, unit, scale)
                 select %(tenant)s, i.id, i.sku, %(unit)s, %(scale)s
                 from jsonb_to_recordset(%(items)s::jsonb) as i (id uuid, sku text))
               insert into variants (tenant_id, id, product_id, sku, barcode, option_values, title,
                      position, weight_grams, stock_item_id, stock_per_unit, tracks_stock,
                      sells_without_stock, is_active)
               select %(tenant)s, v.id, %(product)s, v.sku, v.barcode, v.option_values, v.title,
                      v.position, v.weight_grams, v.stock_item_id, v.stock_per_unit, v.tracks_stock,
                      v.sells_without_stock, v.is_active
               from jsonb_populate_recordset(null::variants, %(variants)s::jsonb) v""",
            product=product_id,
            unit=unit,
            scale=scale,
            items=encoded(planned.items),
            variants=encoded(planned.variants),
        )


def insert_categories(ctx: Context, product_id: UUID, category_ids: Sequence[UUID]) -> None:
    """At the end of each category."""
    ctx.db.run(
        """insert into product_categories (tenant_id, product_id, category_id, position)
           select %(tenant)s, %(product)s, c.id, coalesce((select max(x.position) + 1
             from product_categories x
                  where x.tenant_id = %(tenant)s and x.category_id = c.id), 0)
           from unnest(%(ids)s::uuid[]) as c (id)
           on conflict do nothing""",
        product=product_id,
        ids=list(dict.fromkeys(category_ids)),
    )


def insert_stores(ctx: Context, product_id: UUID, store_ids: Sequence[UUID]) -> None:
    ctx.db.run(
        """insert into store_products (tenant_id, store_id, product_id, published_at)
           select %(tenant)s, s.id, %(product)s, %(now)s from unnest(%(ids)s::uuid[]) as s (id)
           on conflict do nothing""",
        product=product_id,
        ids=list(dict.fromkeys(store_ids)),
        now=ctx.now,
    )


def has_stock(ctx: Context, product_id: UUID) -> bool:
    """Was anything of this product ever counted?"""
    return bool(
        ctx.db.value(
            """select exists (select from variants v
                              join stock_levels l on l.tenant_id = v.tenant_id and l.item_id = v.stock_item_id
                              where v.tenant_id = %(tenant)s and v.product_id = %(id)s)""",
            id=product_id,
        )
    )


def follow_unit(ctx: Context, product_id: UUID) -> None:
    """The stock items that only this product uses are counted in its unit."""
    ctx.db.run(
        """update stock_items i set unit = p.unit, scale = p.scale
           from products p
           where p.tenant_id = %(tenant)s and p.id = %(id)s and i.tenant_id = p.tenant_id
             and i.id in (select v.stock_item_id from variants v
                          where v.tenant_id = %(tenant)s and v.product_id = p.id and v.sku = i.sku)""",
        id=product_id,
    )


def refuse_empty_shelf(ctx: Context, product_id: UUID, status: str) -> None:
    """A product on sale keeps an active variant. Refuses ProductHasNoVariant."""
    if status == "active" and not ctx.db.value(
        """select exists (select from variants v
                          where v.tenant_id = %(tenant)s and v.product_id = %(id)s and v.is_active)""",
        id=product_id,
    ):
        raise ProductHasNoVariant()
