"""One sheet into the catalogue, through the verbs of the modules that own what it changes. Runs inside a
transaction; what is asked for already makes no call."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from duka.catalog import service as catalog
from duka.catalog.inputs import (
    ImageInput,
    NewCategory,
    NewProduct,
    NewVariant,
    ProductChange,
    StoreAssignment,
    VariantChange,
)
from duka.imports import comparing, queries
from duka.imports.comparing import Refused
from duka.imports.types import Held, HeldVariant, Places, Problem, Sheet, SheetVariant
from duka.inventory import service as inventory
from duka.inventory.types import Count
from duka.kernel.context import Context
from duka.kernel.ids import public
from duka.pricing import service as pricing
from duka.pricing.inputs import NewPrice


class Hands(msgspec.Struct):
    """What a batch has at hand. `media` maps addresses and checksums of pictures to media that are here;
    `categories` are by slug."""

    places: Places
    categories: dict[str, UUID]
    media: dict[str, UUID]
    keeps_stock: bool = False
    makes_categories: bool = False


def find(sheet: Sheet, by_slug: Mapping[str, UUID], by_sku: Mapping[str, UUID]) -> UUID | None:
    """The product that a sheet is about: by its slug, else by the SKUs of its variants. Refuses SKUs of two
    products."""
    if sheet.slug in by_slug:
        return by_slug[sheet.slug]
    found = {by_sku[variant.sku]: variant for variant in sheet.variants if variant.sku in by_sku}
    if len(found) > 1:
        skus = ", ".join(variant.sku for variant in found.values())
        raise Refused(
            Problem(sheet.row, "SKU", f"{skus} belong to different products here; import them apart")
        )
    return next(iter(found), None)


def apply(ctx: Context, hands: Hands, sheet: Sheet, held: Held | None) -> UUID:
    """Make the product, or change what differs. Returns its id. Refuses `Refused` and what the verbs
    refuse."""
    before = held
    held = _create(ctx, hands, sheet) if before is None else _update(ctx, hands, sheet, before)
    matched = comparing.match(sheet, held.variants)
    for wanted in sheet.variants:
        if wanted.row not in matched:
            what = (
                f"no variant {wanted.sku}" if wanted.sku else "more than one variant, so name it by its SKU"
            )
            raise Refused(Problem(wanted.row, "SKU", f"the product {held.slug} has {what}"))
    _price(ctx, hands, sheet, matched)
    if before is None or not hands.keeps_stock:
        _count(ctx, hands, sheet, matched)
    _show(ctx, hands, sheet, held, matched)
    if before is not None:
        _place(ctx, hands, sheet, held)
        _set_status(ctx, held, sheet.status or before.status)
    return held.id


def _create(ctx: Context, hands: Hands, sheet: Sheet) -> Held:
    fields = comparing.fields(sheet, None, hands.places)
    if not fields.get("title"):
        name = sheet.slug or next((variant.sku for variant in sheet.variants), "")
        why = f"there is no {name} here yet, and a new product needs a title"
        raise Refused(Problem(sheet.row, "title", why))
    sold = {slug: shown for slug, shown in sheet.stores.items() if shown is not None}
    id = catalog.create_product(
        ctx,
        NewProduct(
            **fields,
            slug=sheet.slug,
            status=sheet.status or "draft",
            options=comparing.options(sheet, None) or [],
            variants=[_new_variant(variant) for variant in sheet.variants],
            categories=[public("cat", id) for id in _categories(ctx, hands, sheet) or []],
            stores=[public("store", hands.places.stores[slug].id) for slug in sold],
        ),
    )
    if not all(sold.values()):
        catalog.assign_stores(ctx, id, _assignments(hands, sold))
    return queries.held(ctx, [id])[id]


def _new_variant(wanted: SheetVariant) -> NewVariant:
    return NewVariant(sku=wanted.sku, option_values=wanted.values, **wanted.fields)


def _update(ctx: Context, hands: Hands, sheet: Sheet, held: Held) -> Held:
    changed = comparing.fields(sheet, held, hands.places)
    options = comparing.options(sheet, held)
    is_touched = bool(changed) or options is not None or _variants_differ(sheet, held)
    if not is_touched:
        return held
    if held.status == "archived":
        catalog.deactivate_product(ctx, held.id)
        held = queries.held(ctx, [held.id])[held.id]
    if changed:
        catalog.update_product(ctx, held.id, msgspec.convert(changed, ProductChange), held.version)
    if options is not None:
        catalog.set_options(ctx, held.id, options)
        held = queries.held(ctx, [held.id])[held.id]
    _change_variants(ctx, sheet, held)
    return queries.held(ctx, [held.id])[held.id]


def _variants_differ(sheet: Sheet, held: Held) -> bool:
    matched = comparing.match(sheet, held.variants)
    if any(
        w.row not in matched or comparing.variant_fields(sheet, w, matched[w.row]) for w in sheet.variants
    ):
        return True
    return bool(_withdrawn(sheet, held, matched))


def _withdrawn(sheet: Sheet, held: Held, matched: Mapping[int, HeldVariant]) -> list[HeldVariant]:
    named = {variant.id for variant in matched.values()}
    return [v for v in held.variants if sheet.is_whole and v.is_active and v.id not in named]


def _change_variants(ctx: Context, sheet: Sheet, held: Held) -> None:
    matched = comparing.match(sheet, held.variants)
    for wanted in sheet.variants:
        variant = matched.get(wanted.row)
        if variant is not None:
            fields = comparing.variant_fields(sheet, wanted, variant)
            if fields:
                catalog.update_variant(ctx, variant.id, VariantChange(**fields), variant.version)
        elif sheet.options is not None:
            catalog.add_variant(ctx, held.id, _new_variant(wanted))
    for variant in _withdrawn(sheet, held, matched):
        catalog.update_variant(ctx, variant.id, VariantChange(is_active=False), variant.version)


def _price(ctx: Context, hands: Hands, sheet: Sheet, matched: Mapping[int, HeldVariant]) -> None:
    to_set, to_remove = comparing.prices(sheet, matched)
    for store, pairs in to_set.items():
        new = [NewPrice(public("var", v.id), **msgspec.structs.asdict(price)) for v, price in pairs]
        pricing.set_prices(ctx, hands.places.stores[store].id, new)
    for store, variants in to_remove.items():
        pricing.remove(ctx, hands.places.stores[store].id, [variant.id for variant in variants])


def _count(ctx: Context, hands: Hands, sheet: Sheet, matched: Mapping[int, HeldVariant]) -> None:
    counts: list[Count] = []
    for wanted in sheet.variants:
        variant = matched[wanted.row]
        for code, changed in comparing.stock(wanted, variant).items():
            location = hands.places.locations[code]
            before = {"safety": 0, "low_at": 0, **variant.stock.get(code, {})}
            if changed.keys() & {"safety", "low_at"}:
                now = {name: changed.get(name, before[name]) for name in ("safety", "low_at")}
                inventory.set_levels(ctx, variant.item_id, location, **now)
            if "on_hand" in changed:
                counts.append(Count(variant.item_id, location, changed["on_hand"]))
    if counts:
        inventory.count(ctx, counts, "import")


def _show(ctx: Context, hands: Hands, sheet: Sheet, held: Held, matched: Mapping[int, HeldVariant]) -> None:
    """Pictures by what they are and in their order, and which of them each variant shows."""
    if sheet.images is None:
        return
    same = comparing.match_images(sheet.images, held.images)
    faces = _faces(sheet, held, matched)
    inputs = []
    for image, before in zip(sheet.images, same, strict=True):
        media = hands.media.get(image.checksum) or hands.media.get(image.address)
        variants = [public("var", id) for id, address in faces.items() if address == image.address]
        faces = {id: address for id, address in faces.items() if address != image.address}
        if before is not None:
            id, kept = public("img", before.id), before.media_id or media
            url = before.source_url
        else:
            id, kept, url = "", media, image.address
        inputs.append(
            ImageInput(
                id=id,
                media_id=public("med", kept) if kept else "",
                source_url=url,
                alt=image.alt,
                variants=variants,
            )
        )
    catalog.set_images(ctx, held.id, inputs)


def _faces(sheet: Sheet, held: Held, matched: Mapping[int, HeldVariant]) -> dict[UUID, str]:
    """The address of the picture that each variant shows. Those that the file says nothing about keep
    theirs."""
    assert sheet.images is not None
    known = {
        before.id: image.address
        for image, before in zip(sheet.images, comparing.match_images(sheet.images, held.images), strict=True)
        if before is not None
    }
    faces = {v.id: known[v.image_id] for v in held.variants if v.image_id in known}
    for wanted in sheet.variants:
        if wanted.image is not None:
            faces.pop(matched[wanted.row].id, None)
            if wanted.image:
                faces[matched[wanted.row].id] = wanted.image
    return faces


def _place(ctx: Context, hands: Hands, sheet: Sheet, held: Held) -> None:
    categories = _categories(ctx, hands, sheet)
    if categories is not None:
        if sheet.categories is None:
            categories += [hands.categories[slug] for slug in held.categories]
        if set(categories) != {hands.categories[slug] for slug in held.categories}:
            catalog.assign_categories(ctx, held.id, list(dict.fromkeys(categories)))
    stores = {**held.stores, **sheet.stores}
    sold = {slug: shown for slug, shown in stores.items() if shown is not None}
    if sold != held.stores:
        catalog.assign_stores(ctx, held.id, _assignments(hands, sold))


def _assignments(hands: Hands, sold: Mapping[str, bool]) -> list[StoreAssignment]:
    return [
        StoreAssignment(public("store", hands.places.stores[slug].id), shown) for slug, shown in sold.items()
    ]


def _categories(ctx: Context, hands: Hands, sheet: Sheet) -> list[UUID] | None:
    """Named by slug they are there already; a path is made where it is missing. None: they stay as they
    are."""
    if sheet.categories is not None:
        for slug in sheet.categories:
            if slug not in hands.categories and hands.makes_categories:
                new = NewCategory(name=slug.replace("-", " ").capitalize(), slug=slug)
                hands.categories[slug] = catalog.create_category(ctx, new)
            if slug not in hands.categories:
                why = f"there is no category {slug} here; make it first, or leave it out"
                raise Refused(Problem(sheet.row, "categories", why))
        return [hands.categories[slug] for slug in sheet.categories]
    if not sheet.category_path:
        return None
    parent: UUID | None = None
    for name in sheet.category_path:
        found = queries.child_category(ctx, parent, name)
        if found is None:
            new = NewCategory(name=name, parent_id=public("cat", parent) if parent else "")
            found = catalog.create_category(ctx, new)
            hands.categories.update(queries.category_ids(ctx))
        parent = found
    assert parent is not None
    return [parent]


def _set_status(ctx: Context, held: Held, wanted: str) -> None:
    """An archived product that was put back to draft to be changed goes to the archive again."""
    verbs = {
        "active": catalog.activate_product,
        "draft": catalog.deactivate_product,
        "archived": catalog.archive_product,
    }
    if wanted != held.status:
        verbs[wanted](ctx, held.id)
