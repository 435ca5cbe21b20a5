"""A store as the template of another one of the same company.

What is copied is a copy: what is changed in one afterwards stays in it. Never copied: host names, accounts at payment providers,
carriers and tax services (their callbacks lead to one store), customers, carts, orders and stock. What the platform's policies
forbid by now is left out.
"""

from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput
from duka.merchandising import store_goods
from duka.merchandising.store_inputs import AMOUNTS, NewStoreCopy
from duka.pricing import copying as prices
from duka.settings import service as settings
from duka.stores import bounds, snapshots
from duka.stores import service as stores
from duka.stores.errors import StoreNotFound
from duka.stores.inputs import NewStore, PaymentMethod, ShippingZone
from duka.stores.pages import service as pages
from duka.stores.pages.types import NewPage
from duka.stores.service import locations
from duka.stores.types import TaxRate

OF_TABLES = ("general", "selling", "appearance", "policies", "payments", "shipping", "taxes")
"""Sections of settings that are columns and tables, and are copied as such."""


def clone(ctx: Context, source_id: UUID, new: NewStoreCopy) -> UUID:
    """A further store, made from this one. Refuses `StoreNotFound`, `StoreSlugTaken`, `InvalidInput`, and what a plan's limit
    of stores refuses; nothing is made then."""
    ctx.require_everywhere("stores:write")
    source = ctx.db.one(
        "select s.* from stores s where s.tenant_id = %(tenant)s and s.id = %(id)s for share of s",
        id=source_id,
    )
    if source is None:
        raise StoreNotFound()
    parts, currency = set(new.parts), new.currency or source.currency
    if currency != source.currency and parts & AMOUNTS:
        named = " and ".join(sorted(parts & AMOUNTS))
        raise InvalidInput(
            {"parts": f"{named} are amounts in {source.currency}; leave them out of a store in {currency}"}
        )
    if "prices" in parts and "catalogue" not in parts:
        raise InvalidInput({"parts": "prices come with the catalogue"})
    store_id = stores.create(ctx, _store(ctx, source, new, currency))
    if "settings" in parts:
        _settings(ctx, source_id, store_id)
    if source.stock_mode == "dedicated" and "settings" in parts:
        locations.set_store_locations(ctx, store_id, _places(ctx, source_id))
    bound = bounds.of(ctx)
    if "shipping" in parts:
        zones = msgspec.convert(snapshots.load_shipping(ctx, source_id)["zones"], list[ShippingZone])
        stores.set_shipping(ctx, store_id, [_allowed(zone, bound) for zone in zones])
    if "taxes" in parts:
        rates = msgspec.convert(snapshots.load_taxes(ctx, source_id)["rates"], list[TaxRate])
        stores.set_tax_rates(ctx, store_id, rates)
    if "payments" in parts:
        methods = _methods(ctx, source_id, with_limits=currency == source.currency)
        stores.set_payment_methods(ctx, store_id, [m for m in methods if bound.methods.allows(m.provider)])
    if "pages" in parts:
        _pages(ctx, source_id, store_id)
    if "catalogue" in parts:
        _catalogue(ctx, source_id, store_id, with_prices="prices" in parts)
    trail.note(
        ctx,
        "store.cloned",
        "store",
        store_id,
        source=f"store_{source_id.hex}",
        source_name=source.name,
        parts=sorted(parts),
    )
    return store_id


def _store(ctx: Context, source: Row, new: NewStoreCopy, currency: str) -> NewStore:
    parts = set(new.parts)
    told: dict[str, Any] = {}
    if "settings" in parts:
        same = ("default_locale", "locales", "timezone", "prices_include_tax", "stock_mode")
        times = ("reservation_minutes", "cart_days", "lowest_price")
        told |= {name: getattr(source, name) for name in (*same, *times)}
        told |= {"contact": source.contact, "texts": source.texts}
    else:
        told["default_locale"], told["timezone"] = source.default_locale, source.timezone
    if "appearance" in parts:
        look = dict(snapshots.of_store(source._asdict())["appearance"])
        words = look.pop("words")
        told["theme"] = look
        if "settings" not in parts:
            told["locales"], told["texts"] = source.locales, words
    return NewStore(
        slug=new.slug,
        name=new.name,
        currency=currency,
        country=new.country or source.country,
        order_prefix=new.order_prefix,
        **told,
    )


def _settings(ctx: Context, source_id: UUID, store_id: UUID) -> None:
    """What was decided for the store itself, section by section."""
    rows = ctx.db.all(
        """select distinct on (section) section, value from setting_versions
           where tenant_id = %(tenant)s and store_id = %(store)s and section <> all(%(of_tables)s)
           order by section, version desc""",
        store=source_id,
        of_tables=list(OF_TABLES),
    )
    for row in rows:
        settings.remember(ctx, row.section, store_id, {}, row.value)


def _places(ctx: Context, source_id: UUID) -> list[UUID]:
    rows = ctx.db.all(
        "select location_id from store_locations where tenant_id = %(tenant)s and store_id = %(store)s",
        store=source_id,
    )
    return [row.location_id for row in rows]


def _allowed(zone: ShippingZone, bound: bounds.Bounds) -> ShippingZone:
    rates = [rate for rate in zone.rates if all(bound.shipping.allows(kind) for kind in bounds.options(rate))]
    return msgspec.structs.replace(zone, rates=rates)


def _methods(ctx: Context, source_id: UUID, *, with_limits: bool) -> list[PaymentMethod]:
    """With what they are told in secret: it is the same company's."""
    rows = ctx.db.all(
        """select provider, name, description, translations, config, min_total_minor, max_total_minor, is_active
           from payment_methods where tenant_id = %(tenant)s and store_id = %(store)s order by position, id""",
        store=source_id,
    )
    methods = [PaymentMethod(**row._asdict()) for row in rows]
    if with_limits:
        return methods
    return [msgspec.structs.replace(m, min_total_minor=None, max_total_minor=None) for m in methods]


def _pages(ctx: Context, source_id: UUID, store_id: UUID) -> None:
    rows = ctx.db.all(
        """select title, body, slug, seo_title, seo_description, translations, is_visible, in_footer
           from pages where tenant_id = %(tenant)s and store_id = %(store)s order by position, id""",
        store=source_id,
    )
    for row in rows:
        pages.create(ctx, store_id, msgspec.convert(row._asdict(), NewPage))


def _catalogue(ctx: Context, source_id: UUID, store_id: UUID, *, with_prices: bool) -> None:
    ctx.require("products:write")
    if with_prices:
        prices.copy(ctx, source_id, store_id)
    came = ctx.db.all(
        """insert into store_products (tenant_id, store_id, product_id, is_visible, published_at)
           select %(tenant)s, %(store)s, sp.product_id, sp.is_visible, %(now)s
           from store_products sp where sp.tenant_id = %(tenant)s and sp.store_id = %(source)s returning product_id""",
        store=store_id,
        source=source_id,
        now=ctx.now,
    )
    products = [row.product_id for row in came]
    if products:
        prices.follow(ctx, products)
        store_goods.tell(ctx, store_id, "add", "store", len(products))
