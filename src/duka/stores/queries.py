"""Questions about stores. What every request needs is one statement, remembered for `cache_seconds`."""

from typing import Any, TypeVar
from uuid import UUID

import msgspec

from duka.flags import queries as flags
from duka.flags.names import ECOMMERCE
from duka.kernel import ids, languages
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, MalformedId
from duka.media import queries as media
from duka.media.queries import image_json
from duka.settings import queries as settings
from duka.stores import bounds, places, rules, sections, seen
from duka.stores.errors import PreviewExpired, StoreClosed, StoreNotFound
from duka.stores.pages import queries as own_pages
from duka.stores.theme import PICTURES
from duka.stores.types import (
    Company,
    LocationDetails,
    MarketTerms,
    PaymentOption,
    ReturnTerms,
    Selling,
    Store,
    StoreSummary,
    Texts,
    Theme,
)

CROWD = ("shopper", "customer")
T = TypeVar("T")
_MARKETS = """(select coalesce(json_agg(json_build_object(
        'handle', m.handle, 'name', m.name, 'countries', m.countries, 'currency', m.currency, 'locale', m.locale,
        'prices_include_tax', m.prices_include_tax, 'payment_methods', m.payment_methods,
        'shipping_codes', m.shipping_codes, 'is_active', m.is_active,
        'num', case when m.currency = s.currency then 1 else e.num end,
        'den', case when m.currency = s.currency then 1 else e.den end,
        'step', m.round_to_minor, 'less', m.round_less_minor) order by m.position, m.handle), '[]')
      from markets m
      left join lateral (
          select r.num, r.den from exchange_rates r
           where r.tenant_id = %(tenant)s and r.base = s.currency and r.currency = m.currency and r.valid_from <= %(now)s
           order by r.valid_from desc limit 1) e on true
     where m.tenant_id = %(tenant)s and m.store_id = s.id)"""
"""The markets of store `s` with the rates of now: `MarketTerms`."""


class _Face(msgspec.Struct, frozen=True):
    """A store in all its languages. `localized` keeps what was asked for, as long as this is remembered."""

    store: Store
    status: str
    texts: dict[str, dict[str, str]]
    methods: list[dict[str, Any]]
    source_locale: str = ""
    pages: list[own_pages.Linked] = []
    company: dict[str, Any] = {}
    returns: dict[str, Any] = {}
    tax_rules: dict[str, Any] = {}
    markets: list[MarketTerms] = []
    localized: dict[tuple[str, str], Store] = {}


OFFERED = """p.is_active and (p.provider = any(%(without_account)s) or exists (
    select from payment_accounts a where a.tenant_id = %(tenant)s and a.store_id = s.id and a.provider = p.provider
    and a.is_active and a.sealed <> '' and coalesce((%(switches)s::jsonb -> a.rail)::bool, true)))"""
"""A way to pay that buyers are offered: switched on, connected to its provider where it needs that, on a rail that this
company has."""


def _rails(ctx: Context) -> dict[str, object]:
    """What `OFFERED` needs to know of the rails that this company has."""
    switches = {rail: flags.is_on(ctx, feature) for rail, feature in rules.SWITCHED_BY.items()}
    return {
        "without_account": list(rules.WITHOUT_ACCOUNT),
        "switches": msgspec.json.encode(switches).decode(),
    }


def selling(ctx: Context, store_id: UUID) -> Selling:
    """How the store sells, whole: the locations it sells from, taxes, zones, rates, payment methods.

    Refuses `StoreNotFound`, and `StoreClosed` to shoppers.
    """
    ctx.require("stores:read")
    _same_store(ctx, store_id)
    known = ctx.cache.get((ctx.tenant, "selling", store_id), lambda: _selling(ctx, store_id))
    if known.status != "active" and ctx.actor.kind in CROWD:
        raise StoreClosed()
    return bounds.selling(ctx, known)


def _selling(ctx: Context, store_id: UUID) -> Selling:
    text = ctx.db.value(
        """select json_build_object(
             'id', s.id, 'slug', s.slug, 'name', s.name, 'currency', s.currency, 'country', s.country,
             'timezone', s.timezone, 'default_locale', s.default_locale, 'locales', s.locales,
             'prices_include_tax', s.prices_include_tax, 'stock_mode', s.stock_mode,
             'reservation_minutes', s.reservation_minutes, 'cart_days', s.cart_days,
             'status', case when %(has_shop)s then s.status else 'off' end,
             'locations', coalesce((select json_agg(json_build_object(
                 'id', l.id, 'code', l.code, 'name', l.name, 'latitude_e6', l.latitude_e6,
                 'longitude_e6', l.longitude_e6, 'is_pickup', l.is_pickup) order by l.code)
               from locations l where l.tenant_id = %(tenant)s and l.is_active and (s.stock_mode = 'shared' or
               exists (
                 select from store_locations sl where sl.tenant_id = %(tenant)s and sl.store_id = s.id
                 and sl.location_id = l.id))), '[]'),
             'tax_rates', coalesce((select json_agg(json_build_object(
                 'country', t.country, 'region', t.region, 'postal_prefix', t.postal_prefix, 'tax_class',
                 t.tax_class,
                 'code', t.code, 'name', t.name, 'rate_ppm', t.rate_ppm, 'priority', t.priority,
                 'is_compound', t.is_compound) order by t.priority, t.country, t.code, t.id)
               from tax_rates t where t.tenant_id = %(tenant)s and t.store_id = s.id), '[]'),
             'zones', coalesce((select json_agg(json_build_object(
                 'id', z.id, 'name', z.name, 'countries', z.countries, 'regions', z.regions,
                 'postal_prefixes', z.postal_prefixes, 'position', z.position) order by z.position, z.id)
               from shipping_zones z where z.tenant_id = %(tenant)s and z.store_id = s.id), '[]'),
             'shipping_rates', coalesce((select json_agg(json_build_object(
                 'id', r.id, 'zone_id', r.zone_id, 'code', r.code, 'name', r.name, 'description',
                 r.description,
                 'translations', r.translations,
                 'own_locale', s.default_locale, 'source_locale', s.source_locale, 'kind', r.kind, 'price_minor', r.price_minor,
                 'free_over_minor', r.free_over_minor, 'tiers', r.tiers, 'min_total_minor', r.min_total_minor,
                 'max_total_minor', r.max_total_minor, 'max_weight_grams', r.max_weight_grams,
                 'tax_class', r.tax_class, 'location_id', r.location_id, 'min_days', r.min_days,
                 'max_days', r.max_days, 'position', r.position) order by z.position, r.position, r.id)
               from shipping_rates r join shipping_zones z on z.tenant_id = r.tenant_id and z.id = r.zone_id
               where r.tenant_id = %(tenant)s and z.tenant_id = %(tenant)s and z.store_id = s.id and
               r.is_active), '[]'),
             'payment_methods', coalesce((select json_agg(json_build_object(
                 'id', p.id, 'provider', p.provider, 'name', p.name, 'description', p.description,
                 'translations', p.translations, 'config', p.config, 'position', p.position,
                 'min_total_minor', p.min_total_minor, 'max_total_minor', p.max_total_minor) order by
                 p.position, p.id)
               from payment_methods p where p.tenant_id = %(tenant)s and p.store_id = s.id and """  # noqa: S608 - our own text
        + OFFERED
        + """),
               '[]'),
             'tax_rules_saved', """
        + settings.saved_json("tax_rules", "s.id")
        + ", 'markets', "
        + _MARKETS
        + """
           )::text from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s""",
        store=store_id,
        now=ctx.now,
        has_shop=flags.is_on(ctx, ECOMMERCE),
        **_rails(ctx),
    )
    if text is None:
        raise StoreNotFound()
    read = msgspec.json.decode(text, type=Selling)
    return msgspec.structs.replace(
        read, tax_rules=settings.understood(sections.TAX_RULES, read.tax_rules_saved)
    )


def store(ctx: Context, store_id: UUID) -> Store:
    """The public face of the store in the caller's language, or else in its own, as their market sees it.

    Refuses `StoreNotFound`, and `StoreClosed` to shoppers.
    """
    ctx.require("stores:read")
    _same_store(ctx, store_id)
    face = ctx.cache.get((ctx.tenant, "face", store_id), lambda: _face(ctx, store_id))
    if face.status != "active" and ctx.actor.kind in CROWD:
        raise StoreClosed()
    locale = places.closest(ctx.locale, face.store.locales, face.store.default_locale)
    market = seen.market_of(face.markets, ctx.market) if ctx.market else None
    key = (locale, market.handle if market else "")
    if key not in face.localized:
        plain = _localized(face, locale)
        face.localized[key] = seen.store_seen(plain, market) if market else plain
    return bounds.face(face.localized[key], bounds.of(ctx))


def whereabouts(ctx: Context, store_id: UUID) -> tuple[str, str]:
    """The store's time zone, and the handle of the market whose prices the caller sees (empty: the store's own). Remembered
    for `cache_seconds`; one statement when it is not. Refuses `StoreNotFound`."""
    face = ctx.cache.get((ctx.tenant, "face", store_id), lambda: _face(ctx, store_id))
    market = seen.market_of(face.markets, ctx.market) if ctx.market else None
    return face.store.timezone, market.handle if market else ""


def _face(ctx: Context, store_id: UUID) -> _Face:
    text = ctx.db.value(
        """select json_build_object('status', case when %(has_shop)s then s.status else 'off' end, 'texts', s.texts,
           'source_locale', s.source_locale,
           'pages', """  # noqa: S608 - our own text
        + own_pages.LINKS
        + """, 'store', json_build_object(
             'id', 'store_' || replace(s.id::text, '-', ''), 'slug', s.slug, 'name', s.name,
             'currency', s.currency, 'country', s.country, 'locale', s.default_locale, 'locales', s.locales,
             'default_locale', s.default_locale, 'timezone', s.timezone,
             'prices_include_tax', s.prices_include_tax, 'theme', s.theme || jsonb_build_object('logo', """
        + image_json("logo", "s.name")
        + ", 'banner', "
        + image_json("banner")
        + ", 'favicon', "
        + image_json("favicon")
        + """), 'contact', s.contact, 'texts', '{}'::json, 'payment_methods', '[]'::json,
             'ships_to', coalesce((select json_agg(distinct c order by c)
               from shipping_zones z, unnest(z.countries) c
               where z.tenant_id = %(tenant)s and z.store_id = s.id), '[]'),
             'version', s.version),
           'company', """
        + settings.saved_json("company", "s.id")
        + ", 'returns', "
        + settings.saved_json("returns", "s.id")
        + ", 'tax_rules', "
        + settings.saved_json("tax_rules", "s.id")
        + ", 'markets', "
        + _MARKETS
        + """,
           'methods', coalesce((select json_agg(json_build_object('code', p.provider, 'name', p.name,
               'description', p.description, 'translations', p.translations,
               'min_total_minor', p.min_total_minor, 'max_total_minor', p.max_total_minor)
               order by p.position, p.id)
             from payment_methods p
             where p.tenant_id = %(tenant)s and p.store_id = s.id and """
        + OFFERED
        + """), '[]'))::text
           from stores s
           left join media logo
             on logo.tenant_id = %(tenant)s and logo.id = (s.theme ->> 'logo_id')::uuid
           left join media banner
             on banner.tenant_id = %(tenant)s and banner.id = (s.theme ->> 'banner_id')::uuid
           left join media favicon
             on favicon.tenant_id = %(tenant)s and favicon.id = (s.theme ->> 'favicon_id')::uuid
           where s.tenant_id = %(tenant)s and s.id = %(store)s""",
        store=store_id,
        now=ctx.now,
        has_shop=flags.is_on(ctx, ECOMMERCE),
        **_rails(ctx),
    )
    if text is None:
        raise StoreNotFound()
    face = msgspec.json.decode(text, type=_Face)
    return face if flags.is_on(ctx, "markets") else msgspec.structs.replace(face, markets=[])


def _localized(face: _Face, locale: str) -> Store:
    def said(field: str) -> str:
        return languages.said(face.texts, own, [field], "")

    def spoken_for(tag: str) -> list[str]:
        return languages.chain(tag, face.store.default_locale, face.source_locale)

    own = languages.chain(locale, face.store.default_locale, "")
    spoken = spoken_for(locale)
    methods = []
    for method in face.methods:
        told = {
            k: languages.said(method["translations"], spoken, [k], method[k]) for k in ("name", "description")
        }
        words = {**method, **told}
        limits = (words["min_total_minor"], words["max_total_minor"])
        methods.append(PaymentOption(words["code"], words["name"], words["description"], *limits))
    texts = Texts(**{field: said(field) for field in Texts.__struct_fields__})
    return msgspec.structs.replace(
        face.store,
        locale=locale,
        texts=texts,
        payment_methods=methods,
        company=_as(Company, settings.understood(sections.COMPANY, face.company)),
        returns=_as(ReturnTerms, settings.understood(sections.RETURNS, face.returns)),
        asks_vat_number=settings.understood(sections.TAX_RULES, face.tax_rules).asks_vat_number,
        markets=seen.offered(face.store, face.markets),
        pages=own_pages.localized(face.pages, spoken_for, locale, face.store.locales),
    )


def _as(shape: type[T], value: msgspec.Struct) -> T:
    """The part of a section that the public may see."""
    return msgspec.convert(value, shape, from_attributes=True)


def list_stores(ctx: Context) -> list[StoreSummary]:
    """The tenant's stores by name, for its staff: those in which they may look around."""
    ctx.require("stores:read")
    rows = ctx.db.all(
        """select 'store_' || replace(s.id::text, '-', '') as id, s.slug, s.name, s.status, s.currency,
           s.country,
                  s.default_locale, coalesce((select array_agg(d.host order by not d.is_primary, d.host) from
                  domains d
                    where d.tenant_id = %(tenant)s and d.store_id = s.id), '{}') as hosts, s.version
           from stores s where s.tenant_id = %(tenant)s
             and (%(only)s::uuid is null or s.id = %(only)s)
             and (%(stores)s::uuid[] is null or s.id = any(%(stores)s)) order by s.name, s.id""",
        only=ctx.store if ctx.actor.kind in (*CROWD, "key") else None,
        stores=ctx.stores_with("stores:read"),
    )
    return [StoreSummary(*row) for row in rows]


def list_locations(ctx: Context, with_inactive: bool = True) -> list[LocationDetails]:
    """The tenant's locations by code, for its staff: those at which they work."""
    ctx.require("stores:read")
    if ctx.actor.kind in CROWD:
        raise Forbidden(permission="stores:read")
    rows = ctx.db.all(
        """select 'loc_' || replace(l.id::text, '-', ''), l.code, l.name, l.address, l.latitude_e6, l.longitude_e6,
                  l.is_pickup, l.is_active, l.opening, coalesce((
                    select array_agg('store_' || replace(s.id::text, '-', '') order by s.id)
                    from store_locations sl
                    join stores s on s.tenant_id = sl.tenant_id and s.id = sl.store_id
                    where sl.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and sl.location_id = l.id
                      and s.stock_mode = 'dedicated'), '{}')
           from locations l where l.tenant_id = %(tenant)s and (l.is_active or %(with_inactive)s)
             and (%(places)s::uuid[] is null or l.id = any(%(places)s)) order by l.code""",
        places=ctx.locations_with("stores:read"),
        with_inactive=with_inactive,
    )
    return [LocationDetails(*row) for row in rows]


def find_store(ctx: Context, text: str) -> UUID | None:
    """The store with this slug or public id (`store_…`), whatever its status; None if the tenant has none."""
    ctx.require("stores:read")
    identity: UUID | None = None
    if "_" in text:
        try:
            identity = ids.parse("store", text)
        except MalformedId:
            return None
    found: UUID | None = ctx.db.value(
        """select id from stores where tenant_id = %(tenant)s
           and case when %(id)s::uuid is null then slug = %(slug)s else id = %(id)s end""",
        id=identity,
        slug=text.replace("\x00", ""),
    )
    return found


def previewed(ctx: Context, store_id: UUID, token: str) -> Store:
    """The public face as it would be with the appearance on trial that `token` opens. Refuses `PreviewExpired`, and
    as `store` does."""
    face = store(ctx, store_id)
    draft = ctx.db.value(
        """select appearance from appearance_drafts where tenant_id = %(tenant)s and store_id = %(store)s
           and token_hash = %(hash)s and expires_at > %(now)s""",
        store=store_id,
        hash=ids.token_hash(token),
        now=ctx.now,
    )
    if draft is None:
        raise PreviewExpired()
    look: dict[str, Any] = draft["theme"]
    chosen = {name: look.get(f"{name}_id") for name in PICTURES}
    pictures = {
        name: media.image(ctx, UUID(identity), face.name if name == "logo" else "") if identity else None
        for name, identity in chosen.items()
    }
    words = {name: text for name, text in draft["words"].get(face.locale, {}).items() if text}
    return msgspec.structs.replace(
        face,
        theme=msgspec.convert({**look, **pictures}, Theme),
        texts=msgspec.structs.replace(face.texts, **words),
    )


def _same_store(ctx: Context, store_id: UUID) -> None:
    """A shopper, or a key that belongs to one store, learns nothing of the others."""
    if ctx.store is not None and ctx.store != store_id and ctx.actor.kind in (*CROWD, "key"):
        raise StoreNotFound()
