"""Plants one demo catalogue: a tenant with its store, goods, pictures, prices and stock, all through the verbs."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from duka.catalog import service as catalog
from duka.catalog import staff_queries
from duka.catalog.inputs import (
    AttributeTexts,
    CategoryTexts,
    ImageInput,
    NewAttribute,
    NewAttributeSet,
    NewCategory,
    NewProduct,
    NewVariant,
    OptionInput,
    OptionTexts,
    ProductTexts,
    SetMember,
)
from duka.demo import art
from duka.demo.art import PictureSpec
from duka.demo.catalogue.types import Attribute, DemoCatalogue, Measure, Product
from duka.demo.rules_of_selling import Rules
from duka.inventory import queries as stock
from duka.inventory import service as inventory
from duka.inventory.types import Count
from duka.kernel import ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.quantity import UNITS
from duka.kernel.work import Caller
from duka.media import service as media
from duka.pricing import service as pricing
from duka.pricing.inputs import NewPrice
from duka.stores import service as stores
from duka.stores.inputs import NewLocation, NewStore, StoreChange
from duka.tenants import service as tenants
from duka.wiring import Services

Say = Callable[[str], None]
WIDTH = 720
"""Pixels: what a product's picture is drawn at."""
RADII = {0: "square", 1: "square", 2: "square"}


class Planted(msgspec.Struct, frozen=True):
    tenant: UUID
    store: UUID
    locations: dict[str, UUID]


def plant(
    services: Services, demo: DemoCatalogue, rules: Callable[[dict[str, UUID]], Rules], say: Say
) -> Planted:
    """The whole shop. Refused when a tenant with its slug is there."""
    work, shop = services.work, demo.store
    main, other = shop.locales[0], shop.locales[1]
    tenant = tenants.create(work, shop.code, shop.legal_name)
    system = Caller(tenant, SYSTEM, locale=main)

    def found(ctx: Context) -> tuple[UUID, dict[str, UUID]]:
        store = stores.create(ctx, _store(demo))
        places = {
            place.code: stores.add_location(
                ctx,
                NewLocation(
                    code=place.code,
                    name=place.name,
                    address={
                        "line1": place.street,
                        "postal_code": place.postal_code,
                        "city": place.city,
                        "country": place.country,
                    },
                    latitude_e6=round(place.latitude * 1_000_000),
                    longitude_e6=round(place.longitude * 1_000_000),
                    is_pickup=place.pickup,
                ),
            )
            for place in demo.locations
        }
        chosen = rules(places)
        stores.set_tax_rates(ctx, store, chosen.taxes)
        stores.set_shipping(ctx, store, chosen.zones)
        stores.set_payment_methods(ctx, store, chosen.methods)
        for attribute in demo.attributes:
            catalog.create_attribute(ctx, _attribute(attribute, main, other))
        for each in demo.attribute_sets:
            members = [SetMember(code) for code in each.attributes]
            catalog.create_attribute_set(ctx, NewAttributeSet(each.code, each.name[main], members))
        return store, places

    store, places = work.perform(system, found)
    pictures = _draw(services, system, demo, say)
    _dress(services, system, store, demo, pictures)
    categories: dict[str, str] = {}
    for number, category in enumerate(demo.categories):
        new = NewCategory(
            name=category.name[main],
            slug=category.slug,
            parent_id=categories[category.parent] if category.parent else "",
            description=category.description[main],
            translations={other: CategoryTexts(category.name[other], category.description[other])},
            position=number,
            image_id=pictures[category.picture] if category.picture else "",
        )
        made = work.perform(system, lambda ctx, new=new: catalog.create_category(ctx, new))  # type: ignore[misc]
        categories[category.path] = ids.public("cat", made)
    say(f"  {len(demo.products)} products …")
    attributes = {attribute.code: attribute for attribute in demo.attributes}
    for product in reversed(demo.products):
        work.perform(
            system,
            lambda ctx, product=product: _product(  # type: ignore[misc]
                ctx, product, store, places, categories, attributes, pictures, main, other
            ),
        )
    return Planted(tenant, store, places)


def _store(demo: DemoCatalogue) -> NewStore:
    shop, theme = demo.store, demo.store.theme
    texts = {
        locale: {
            "tagline": theme.tagline[locale],
            "banner_title": theme.banner_title[locale],
            "banner_text": theme.banner_text[locale],
            "about": shop.about[locale],
            "shipping_policy": shop.policies["shipping"][locale],
            "returns_policy": shop.policies["returns"][locale],
            "privacy_policy": shop.policies["privacy"][locale],
            "terms": shop.policies["terms"][locale],
        }
        for locale in shop.locales
    }
    first = demo.locations[0]
    return NewStore(
        slug=shop.code,
        name=shop.name,
        currency=shop.currency,
        country=shop.country,
        default_locale=shop.locales[0],
        locales=list(shop.locales),
        timezone=shop.time_zone,
        theme={
            "preset": theme.preset,
            "accent": theme.colours["accent"],
            "ink": theme.colours["text"],
            "paper": theme.colours["background"],
            "heading_font": "serif" if theme.preset == "boutique" else "sans",
            "body_font": "sans",
            "radius": RADII.get(theme.radius_px, "soft"),
            "density": "airy" if theme.preset == "boutique" else "cosy",
        },
        contact={
            "email": shop.email,
            "phone": shop.phone,
            "address": f"{first.street}, {first.postal_code} {first.city}",
        },
        texts=texts,
    )


def _dress(
    services: Services, system: Caller, store: UUID, demo: DemoCatalogue, pictures: dict[PictureSpec, str]
) -> None:
    theme = {"logo": pictures[demo.store.logo], "banner": pictures[demo.store.banner]}
    services.work.perform(system, lambda ctx: stores.update(ctx, store, StoreChange(theme=theme), 1))


def _specs(demo: DemoCatalogue) -> Iterator[PictureSpec]:
    """What the shop opens with: each product's face. The galleries are painted while people look around."""
    yield demo.store.logo
    yield demo.store.banner
    for category in demo.categories:
        if category.picture:
            yield category.picture
    for product in demo.products:
        yield product.pictures[0]


def gallery(product: Product) -> list[PictureSpec]:
    """All pictures of a product, its face first."""
    return list(dict.fromkeys([*product.pictures, *(v.picture for v in product.variants if v.picture)]))


def draw(services: Services, caller: Caller, spec: PictureSpec) -> str:
    """The picture drawn and uploaded; its public media id."""
    wide = spec.view in ("banner", "logo", "category")
    png = art.render(spec, width=None if wide else WIDTH)
    return ids.public(
        "med", media.upload(services.work, caller, services.storage, png, f"{spec.subject}.png")
    )


def _draw(services: Services, system: Caller, demo: DemoCatalogue, say: Say) -> dict[PictureSpec, str]:
    """Every picture once: drawn, rendered in its widths and stored; spec → public media id."""
    wanted = list(dict.fromkeys(_specs(demo)))
    say(f"  drawing {len(wanted)} pictures …")

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(wanted, pool.map(partial(draw, services, system), wanted), strict=True))


def _attribute(attribute: Attribute, main: str, other: str) -> NewAttribute:
    """Choices are kept in the main language. A unit that nobody converts (per cent) makes a plain number."""
    names = {code: text[main] for code, text in attribute.choices.items()}
    return NewAttribute(
        code=attribute.code,
        name=attribute.label[main],
        kind="number" if attribute.kind == "measure" and attribute.unit not in UNITS else attribute.kind,
        choices=list(names.values()),
        unit=attribute.unit if attribute.unit in UNITS else "",
        is_filter=attribute.kind in ("choice", "boolean"),
        translations={
            other: AttributeTexts(
                attribute.label[other], {names[code]: text[other] for code, text in attribute.choices.items()}
            )
        },
    )


def _value(attribute: Attribute, value: Any, main: str) -> Any:
    if isinstance(value, tuple):
        return attribute.choices[value[0]][main]
    if isinstance(value, Measure):
        number = str(value.value) if value.scale == 0 else f"{value.value / 10**value.scale:.{value.scale}f}"
        return {"value": number, "unit": value.unit} if value.unit in UNITS else number
    if isinstance(value, dict):
        return value[main]
    return value


def _product(
    ctx: Context,
    product: Product,
    store: UUID,
    places: dict[str, UUID],
    categories: dict[str, str],
    attributes: dict[str, Attribute],
    pictures: dict[PictureSpec, str],
    main: str,
    other: str,
) -> None:
    """One product on sale: made, pictured, priced, stocked, activated."""
    names = {o.code: {v.code: v.name[main] for v in o.values} for o in product.options}
    selling = product.selling
    average = selling.average_weight_grams
    made = catalog.create_product(
        ctx,
        NewProduct(
            title=product.title[main],
            slug=product.handle,
            description=product.description[main],
            vendor=product.vendor,
            tags=list(product.tags),
            tax_class=product.tax_class,
            pricing_mode=selling.mode,
            unit=selling.unit,
            scale=selling.scale,
            step=selling.step,
            minimum=selling.minimum,
            average=average * 10**selling.scale // 1000 if average and selling.unit == "KGM" else None,
            attribute_set=product.attribute_set,
            attributes={
                code: _value(attributes[code], value, main) for code, value in product.attributes.items()
            },
            options=[
                OptionInput(
                    option.name[main],
                    list(names[option.code].values()),
                    {
                        other: OptionTexts(
                            option.name[other], {v.name[main]: v.name[other] for v in option.values}
                        )
                    },
                )
                for option in product.options
            ],
            variants=[
                NewVariant(
                    sku=variant.sku,
                    barcode=variant.barcode,
                    option_values=[names[o.code][variant.options[o.code]] for o in product.options],
                    weight_grams=variant.weight_grams,
                )
                for variant in product.variants
            ],
            seo_title=product.seo_title[main],
            seo_description=product.seo_description[main],
            translations={
                other: ProductTexts(
                    product.title[other],
                    product.description[other],
                    product.seo_title[other],
                    product.seo_description[other],
                )
            },
            categories=[categories[path] for path in product.categories],
            stores=[ids.public("store", store)],
        ),
    )
    shown = staff_queries.product_for_staff(ctx, made)
    variant_ids = {variant.sku: variant.id for variant in shown.variants}
    face = ImageInput(media_id=pictures[product.pictures[0]], alt=product.title[main])
    catalog.set_images(ctx, made, [face])
    pricing.set_prices(
        ctx,
        store,
        [
            NewPrice(
                variant_ids[v.sku],
                base_minor=v.compare_at_minor or v.price_minor,
                special_minor=v.price_minor if v.compare_at_minor else None,
            )
            for v in product.variants
        ],
    )
    inventory.count(
        ctx,
        [
            Count(stock.item_of(ctx, v.sku), places[code], quantity)
            for v in product.variants
            for code, quantity in v.stock.items()
        ],
        "initial",
    )
    catalog.activate_product(ctx, made)
