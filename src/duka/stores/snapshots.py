"""The sections of settings as they stand in this module's tables: what versions remember and what forms show.

A snapshot is the section's value as JSON has it. Secrets (`payment_methods.config`) are never in one.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.stores import theme
from duka.stores.errors import StoreNotFound

WORDS = ("tagline", "announcement", "banner_title", "banner_text")
POLICIES = ("shipping_policy", "returns_policy", "refund_policy", "privacy_policy", "terms", "about")
Snapshot = dict[str, Any]


def of_store(row: Mapping[str, Any]) -> dict[str, Snapshot]:
    """The four sections that are columns of `stores`, from a row of it."""
    look, contact, texts = {**theme.DEFAULTS, **row["theme"]}, row["contact"], row["texts"]
    return {
        "general": {
            "name": row["name"],
            "status": row["status"],
            "default_locale": row["default_locale"],
            "locales": list(row["locales"]),
            "timezone": row["timezone"],
            "email": contact.get("email", ""),
            "phone": contact.get("phone", ""),
            "address": contact.get("address", ""),
            "opening": contact.get("opening", ""),
            "links": contact.get("links", {}),
        },
        "selling": {
            "prices_include_tax": row["prices_include_tax"],
            "stock_mode": row["stock_mode"],
            "reservation_minutes": row["reservation_minutes"],
            "cart_days": row["cart_days"],
            "lowest_price": row["lowest_price"],
            "order_prefix": row["order_prefix"],
        },
        "appearance": {
            **{name: look[name] for name in (*theme.CHOICES, *theme.COLORS)},
            **{name: _picture(look.get(f"{name}_id")) for name in theme.PICTURES},
            "home": look["home"],
            "words": _part(texts, WORDS),
        },
        "policies": {"texts": _part(texts, POLICIES)},
    }


def _part(texts: Mapping[str, Mapping[str, str]], names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The languages in which something of that is said."""
    parts = {locale: {name: said.get(name, "") for name in names} for locale, said in texts.items()}
    return {locale: part for locale, part in parts.items() if any(part.values())}


def _picture(identity: str | None) -> str | None:
    return f"med_{UUID(identity).hex}" if identity else None


def load_store(ctx: Context, store_id: UUID) -> dict[str, Snapshot]:
    """As `of_store`, in one statement. Refuses `StoreNotFound`."""
    row = ctx.db.one(
        """select name, status, default_locale, locales, timezone, contact, theme, texts, prices_include_tax,
                  stock_mode, reservation_minutes, cart_days, lowest_price, order_prefix
           from stores where tenant_id = %(tenant)s and id = %(id)s""",
        id=store_id,
    )
    if row is None:
        raise StoreNotFound()
    return of_store(row._asdict())


def load_payments(ctx: Context, store_id: UUID) -> Snapshot:
    rows = ctx.db.all(
        """select provider, name, description, translations, min_total_minor, max_total_minor, is_active
           from payment_methods where tenant_id = %(tenant)s and store_id = %(store)s order by position, id""",
        store=store_id,
    )
    return {"methods": [row._asdict() for row in rows]}


def load_taxes(ctx: Context, store_id: UUID) -> Snapshot:
    rows = ctx.db.all(
        """select country, region, postal_prefix, tax_class, code, name, rate_ppm, priority, is_compound
           from tax_rates where tenant_id = %(tenant)s and store_id = %(store)s
           order by country, priority, code, id""",
        store=store_id,
    )
    return {"rates": [row._asdict() for row in rows]}


def load_shipping(ctx: Context, store_id: UUID) -> Snapshot:
    """Zones with their rates, those that are switched off as well."""
    text = ctx.db.value(
        """select coalesce(json_agg(json_build_object('name', z.name, 'countries', z.countries,
             'regions', z.regions, 'postal_prefixes', z.postal_prefixes, 'rates', coalesce((
               select json_agg(json_build_object('code', r.code, 'name', r.name, 'kind', r.kind,
                 'description', r.description, 'translations', r.translations, 'price_minor', r.price_minor,
                 'free_over_minor', r.free_over_minor, 'tiers', r.tiers, 'min_total_minor', r.min_total_minor,
                 'max_total_minor', r.max_total_minor, 'max_weight_grams', r.max_weight_grams,
                 'tax_class', r.tax_class, 'location_id', 'loc_' || replace(r.location_id::text, '-', ''),
                 'min_days', r.min_days, 'max_days', r.max_days, 'is_active', r.is_active)
                 order by r.position, r.id)
               from shipping_rates r where r.tenant_id = %(tenant)s and r.zone_id = z.id), '[]'))
             order by z.position, z.id), '[]')::text
           from shipping_zones z where z.tenant_id = %(tenant)s and z.store_id = %(store)s""",
        store=store_id,
    )
    return {"zones": msgspec.json.decode(text)}


def short(snapshot: Snapshot) -> Snapshot:
    """A snapshot for the audit trail: nested texts by their own names, long ones cut."""
    flat: Snapshot = {}
    for name, value in snapshot.items():
        if name in ("words", "texts"):
            for locale, said in value.items():
                flat.update({f"{name}.{locale}.{key}": text for key, text in said.items()})
        else:
            flat[name] = value
    return {k: v[:300] + "…" if isinstance(v, str) and len(v) > 300 else v for k, v in flat.items()}
