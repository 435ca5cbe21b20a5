"""Many products without options at once: what a past sale names and the catalogue does not have yet."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from duka.catalog import search_text
from duka.catalog.errors import StoreNotFound
from duka.catalog.events import ProductCreated
from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.kernel.text import slugify
from duka.plans import limits

MOST = 1000
LONGEST_TITLE = 200


class PlainProduct(msgspec.Struct, frozen=True):
    """One product with one variant, counted in pieces. `is_sold`: it is put into the store, else it stays in the
    catalogue alone."""

    sku: str
    title: str
    is_active: bool = False
    is_sold: bool = True
    tracks_stock: bool = True
    requires_shipping: bool = True


def create_plain_products(ctx: Context, store_id: UUID, products: Sequence[PlainProduct]) -> dict[str, UUID]:
    """The variants made, by SKU; at most 1,000. An SKU that is here already is left out, so twice is safe. Two statements,
    however many.

    Refuses Forbidden and `StoreNotFound`.
    """
    ctx.require("products:write", store=store_id)
    skus = [product.sku for product in products[:MOST]]
    wanted = {product.sku: slugify(f"{product.title} {product.sku}") for product in products[:MOST]}
    known = ctx.db.one(
        """select exists (select from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s) as is_there,
                  array(select v.sku from variants v where v.tenant_id = %(tenant)s and v.sku = any(%(skus)s)) as skus,
                  array(select s.slug from slugs s where s.tenant_id = %(tenant)s and s.kind = 'product'
                        and s.slug = any(%(slugs)s)) as slugs""",
        store=store_id,
        skus=skus,
        slugs=list(wanted.values()),
    )
    if known is None or not known.is_there:
        raise StoreNotFound()
    here, taken = set(known.skus), set(known.slugs)
    rows = []
    for product in products[:MOST]:
        if product.sku in here:
            continue
        here.add(product.sku)
        id = new_id()
        slug = wanted[product.sku]
        if slug in taken:
            slug = f"{slug[:70].rstrip('-')}-{id.hex[-8:]}"
        taken.add(slug)
        title = " ".join(product.title.split())[:LONGEST_TITLE] or product.sku
        rows.append(
            {
                "id": id,
                "variant_id": new_id(),
                "item_id": new_id(),
                "slug": slug,
                "sku": product.sku,
                "title": title,
                "status": "active" if product.is_active else "draft",
                "is_sold": product.is_sold,
                "tracks_stock": product.tracks_stock,
                "requires_shipping": product.requires_shipping,
                "search_text": search_text.compose([title, product.sku]),
            }
        )
    if not rows:
        return {}
    limits.require_room(ctx, limits.PRODUCTS, len(rows))
    made = ctx.db.all(
        """with wanted as materialized (
             select * from jsonb_to_recordset(%(rows)s::jsonb) as r (id uuid, variant_id uuid, item_id uuid, slug text,
                 sku text, title text, status text, is_sold boolean, tracks_stock boolean, requires_shipping boolean,
                 search_text text)),
           made as (
             insert into products (tenant_id, id, slug, title, status, requires_shipping, search_text, created_at, updated_at)
             select %(tenant)s, w.id, w.slug, w.title, w.status, w.requires_shipping, w.search_text, %(now)s, %(now)s
             from wanted w returning id),
           named as (
             insert into slugs (tenant_id, kind, slug, target_id, created_at)
             select %(tenant)s, 'product', w.slug, w.id, %(now)s from wanted w),
           counted as (
             insert into stock_items as i (tenant_id, id, sku)
             select %(tenant)s, w.item_id, w.sku from wanted w
             on conflict (tenant_id, sku) do update set sku = excluded.sku returning i.id, i.sku),
           sold as (
             insert into store_products (tenant_id, store_id, product_id, published_at)
             select %(tenant)s, %(store)s, w.id, %(now)s from wanted w where w.is_sold)
           insert into variants (tenant_id, id, product_id, sku, stock_item_id, tracks_stock)
           select %(tenant)s, w.variant_id, w.id, w.sku, c.id, w.tracks_stock
           from wanted w join counted c on c.sku = w.sku
           returning sku, id""",
        store=store_id,
        rows=msgspec.json.encode(rows).decode(),
        now=ctx.now,
    )
    for row in rows:
        id, slug, status = UUID(str(row["id"])), str(row["slug"]), str(row["status"])
        events.emit(ctx, ProductCreated(aggregate_id=id, slug=slug, status=status))
        after = {"title": row["title"], "slug": slug, "status": status, "variants": 1}
        trail.note(ctx, "product.created", "product", id, after=after)
    return {row.sku: row.id for row in made}
