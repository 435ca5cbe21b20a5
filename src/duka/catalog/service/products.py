"""Making, changing and throwing away products.

**Slugs.** A product keeps every slug it ever had; old ones redirect. A slug that it had before is its own to
take again. Another product's current slug is refused, and so is one of its old ones, because links to it
would change their meaning, unless that product is archived: then the old slug may be taken over, by name.
Made-up slugs avoid all that were ever used.
"""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.catalog import product_fields, references, rules, search_text, variant_plan
from duka.catalog.errors import (
    AttributeNotFound,
    CategoryNotFound,
    ProductArchived,
    SlugTaken,
    StoreNotFound,
    UnitIsFixed,
)
from duka.catalog.events import ProductCreated
from duka.catalog.findings import Findings
from duka.catalog.inputs import NewProduct, NewVariant, ProductChange
from duka.catalog.references import Found
from duka.catalog.service import rows, telling
from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.errors import VersionConflict
from duka.kernel.ids import new_id
from duka.kernel.text import SLUG_LENGTH, slugify

PLACES = 100


def create_product(ctx: Context, new: NewProduct) -> UUID:
    """Make a product with its variants, and put it into categories and stores. At most 8 statements.

    A product may be made `active`: it is on sale as soon as it is assigned to a store and has a price.
    Required attributes are asked for only then; a draft may be unfinished. Refuses InvalidInput, SlugTaken,
    SkuTaken, AttributeNotFound (the set), CategoryNotFound and StoreNotFound.
    """
    ctx.require("products:write")
    f = Findings()
    given = msgspec.structs.asdict(new)
    fields = {**product_fields.checked(f, given), **product_fields.measure(f, given)}
    options = product_fields.options(f, new.options)
    slug = f.slug("slug", new.slug)
    variants = _variants(f, new, options)
    category_ids = [f.id("categories", "cat", text) for text in new.categories[:PLACES]]
    store_ids = [f.id("stores", "store", text) for text in new.stores[:PLACES]]
    for name, places in (("categories", new.categories), ("stores", new.stores)):
        if len(places) > PLACES:
            f.note(name, f"{PLACES} at most")
    product_fields.attribute_names(f, new.attribute_set, new.attributes)
    f.refuse()
    base = slug or slugify(fields["title"])
    found = references.look_up(
        ctx,
        attribute_set=new.attribute_set,
        attributes=new.attributes,
        categories=category_ids,
        stores=store_ids,
        skus=variant_plan.candidates(variants, base),
        slugs=[slug] if slug else references.numbered(base, SLUG_LENGTH),
    )
    _refuse_missing(new.attribute_set, category_ids, store_ids, found)
    attributes = product_fields.attributes(
        f, new.attributes, found.attributes, of_set=bool(new.attribute_set), complete=new.status == "active"
    )
    id = new_id()
    if slug:
        _refuse_taken(found, slug, id)
    else:
        slug = references.first_free(base, SLUG_LENGTH, (owner.slug for owner in found.slugs), id)
    planned = variant_plan.plan(f, variants, base, found)
    f.refuse()
    product = {
        **fields,
        "id": id,
        "slug": slug,
        "status": new.status,
        "attribute_set_id": found.attribute_set,
        "attributes": attributes,
        "options": options,
    }
    names = {UUID(str(category["id"])): category for category in found.categories}
    product["search_text"] = search_text.compose(
        [
            *search_text.of_product(product),
            *(f"{row['sku']} {row['barcode']}" for row in planned.variants),
            *search_text.of_names(names[category] for category in dict.fromkeys(category_ids)),
            *search_text.of_attributes(attributes, found.attributes),
        ]
    )
    rows.insert_product(ctx, product)
    rows.insert_variants(ctx, id, planned, unit=fields["unit"], scale=fields["scale"])
    if category_ids:
        rows.insert_categories(ctx, id, category_ids)
    if store_ids:
        rows.insert_stores(ctx, id, store_ids)
    rows.take_slugs(ctx, "product", id, {}, fields.get("translations", {}))
    events.emit(ctx, ProductCreated(aggregate_id=id, slug=slug, status=new.status))
    made = {"title": fields["title"], "slug": slug, "status": new.status, "variants": len(planned.variants)}
    trail.note(ctx, "product.created", "product", id, after=made)
    return id


def update_product(ctx: Context, product_id: UUID, change: ProductChange, version: int) -> None:
    """Change what is given. Attributes are replaced whole.

    Unit, scale and pricing mode may change only while it is a draft without stock. Refuses ProductNotFound,
    ProductArchived, VersionConflict, InvalidInput, SlugTaken, UnitIsFixed, AttributeNotFound (the set).
    """
    ctx.require("products:write")
    row = rows.locked_product(ctx, product_id)
    if row.version != version:
        raise VersionConflict(current_version=row.version)
    if row.status == "archived":
        raise ProductArchived()
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    f = Findings()
    fields = product_fields.checked(f, given)
    if given.keys() & set(product_fields.MEASURE):
        fields |= _measure(f, ctx, row, given)
    if "slug" in given:
        fields["slug"] = f.slug("slug", given["slug"])
    f.refuse()
    fields |= _attributes(f, ctx, row, given)
    f.refuse()
    if "slug" in given:
        fields["slug"] = _new_slug(ctx, row, fields)
    changed = sorted(name for name, value in fields.items() if value != getattr(row, name))
    if not changed:
        return
    if fields.get("slug", row.slug) != row.slug:
        rows.take_slug(ctx, "product", fields["slug"], product_id)
    if "translations" in fields:
        rows.take_slugs(ctx, "product", product_id, row.translations, fields["translations"])
    rows.update_product(ctx, product_id, {name: fields[name] for name in changed})
    if {"unit", "scale"} & set(changed):
        rows.follow_unit(ctx, product_id)
    search_text.refresh(ctx, [product_id])
    telling.product_changed(
        ctx,
        product_id,
        changed,
        {name: getattr(row, name) for name in changed},
        {name: fields[name] for name in changed},
    )


def _variants(f: Findings, new: NewProduct, options: list[dict[str, Any]]) -> list[NewVariant]:
    combos = variant_plan.combinations(f, options)
    sku = f.line("sku", new.sku, rules.MAX_SKU)
    grams = f.number("weight_grams", new.weight_grams, 0, variant_plan.GRAMS)
    if f.errors:
        return []
    if new.variants:
        return variant_plan.checked(f, new.variants, options)
    if sku and options:
        f.note("sku", "with options every variant has an SKU of its own; leave this empty")
    return [NewVariant(sku=sku, option_values=list(combo), weight_grams=grams) for combo in combos]


def _refuse_missing(attribute_set: str, categories: list[UUID], stores: list[UUID], found: Found) -> None:
    if attribute_set and found.attribute_set is None:
        raise AttributeNotFound()
    if len(found.categories) < len(set(categories)):
        raise CategoryNotFound()
    if len(found.stores) < len(set(stores)):
        raise StoreNotFound()


def _refuse_taken(found: Found, slug: str, id: UUID) -> None:
    for owner in found.slugs:
        if owner.slug == slug and owner.owner != id and (owner.is_current or not owner.is_archived):
            raise SlugTaken(slug=slug)


def _new_slug(ctx: Context, row: Any, fields: dict[str, Any]) -> str:
    """An emptied slug is made from the title again."""
    given = fields["slug"]
    base = given or slugify(fields.get("title", row.title))
    wanted = [given] if given else references.numbered(base, SLUG_LENGTH)
    found = references.look_up(ctx, slugs=wanted)
    if given:
        _refuse_taken(found, given, row.id)
        return str(given)
    return references.first_free(
        base, SLUG_LENGTH, (owner.slug for owner in found.slugs if owner.owner != row.id), row.id
    )


def _measure(f: Findings, ctx: Context, row: Any, given: dict[str, Any]) -> dict[str, Any]:
    merged = {name: given.get(name, getattr(row, name)) for name in product_fields.MEASURE}
    if given.get("pricing_mode", row.pricing_mode) != row.pricing_mode and "unit" not in given:
        merged["unit"] = ""
    fields = product_fields.measure(f, merged)
    moved = any(fields[name] != getattr(row, name) for name in ("pricing_mode", "unit", "scale"))
    if moved and not f.errors and (row.status != "draft" or rows.has_stock(ctx, row.id)):
        raise UnitIsFixed()
    return fields


def _attributes(f: Findings, ctx: Context, row: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Checked whenever attributes or their set change: a set asks other things of the values that are
    there."""
    if not given.keys() & {"attributes", "attribute_set"}:
        return {}
    values = given.get("attributes", row.attributes)
    code = given.get("attribute_set", row.attribute_set)
    product_fields.attribute_names(f, code, values)
    f.refuse()
    found = references.look_up(ctx, attribute_set=code, attributes=values)
    if code and found.attribute_set is None:
        raise AttributeNotFound()
    checked = product_fields.attributes(
        f, values, found.attributes, of_set=bool(code), complete=row.status == "active"
    )
    return {"attributes": checked, "attribute_set_id": found.attribute_set}
