"""The rules of selling: taxes, shipping, ways to pay. Each verb replaces the whole list of its store."""

from uuid import UUID

import msgspec

from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.settings import service as settings
from duka.stores import bounds, rules, snapshots
from duka.stores.events import StoreUpdated
from duka.stores.inputs import PaymentMethod, ShippingZone
from duka.stores.service.rows import as_json, lock_store, own_locations
from duka.stores.snapshots import Snapshot
from duka.stores.types import TaxRate


def set_tax_rates(ctx: Context, store_id: UUID, rates: list[TaxRate]) -> None:
    """The store's tax rates: these and no others. Refuses `StoreNotFound`, `InvalidInput`."""
    ctx.require("settings:write", store=store_id)
    errors: dict[str, str] = {}
    rules.tax_rates(rates, errors)
    if errors:
        raise InvalidInput(errors)
    lock_store(ctx, store_id)
    before = snapshots.load_taxes(ctx, store_id)
    ctx.db.run("delete from tax_rates where tenant_id = %(tenant)s and store_id = %(store)s", store=store_id)
    ctx.db.run(
        """insert into tax_rates (tenant_id, id, store_id, country, region, postal_prefix, tax_class, code,
           name,
                                  rate_ppm, priority, is_compound)
           select %(tenant)s, r.id, %(store)s, r.country, r.region, r.postal_prefix, r.tax_class, r.code,
           r.name,
                  r.rate_ppm, r.priority, r.is_compound
           from jsonb_to_recordset(%(rows)s::jsonb) as r (id uuid, country text, region text, postal_prefix
           text,
                tax_class text, code text, name text, rate_ppm int, priority int, is_compound boolean)""",
        store=store_id,
        rows=as_json([{"id": ids.new_id(), **msgspec.structs.asdict(rate)} for rate in rates]),
    )
    _tell(ctx, store_id, "tax_rates", "taxes", before, snapshots.load_taxes(ctx, store_id))


def set_shipping(ctx: Context, store_id: UUID, zones: list[ShippingZone]) -> None:
    """The store's shipping zones and their rates, in this order: these and no others.

    A zone is known by its name and a rate by zone and code: those that stay keep their ids, and open carts
    their choice. Refuses `StoreNotFound`, `LocationNotFound`, `InvalidInput`.
    """
    ctx.require("settings:write", store=store_id)
    errors: dict[str, str] = {}
    rules.shipping(zones, errors)
    if errors:
        raise InvalidInput(errors)
    lock_store(ctx, store_id)
    before = snapshots.load_shipping(ctx, store_id)
    _refuse_rates(ctx, zones, before)
    rates = []
    for zone in zones:
        for position, rate in enumerate(zone.rates):
            place = ids.parse("loc", rate.location_id) if rate.location_id else None
            row = {"id": ids.new_id(), "zone": zone.name.strip(), "position": position}
            rates.append(
                {**msgspec.structs.asdict(rate), **row, "name": rate.name.strip(), "location_id": place}
            )
    own_locations(ctx, [rate["location_id"] for rate in rates if rate["location_id"]])
    rows = [
        {
            "id": ids.new_id(),
            **msgspec.structs.asdict(zone),
            "name": zone.name.strip(),
            "position": i,
            "rates": None,
        }
        for i, zone in enumerate(zones)
    ]
    ctx.db.run(
        """with kept as (
             insert into shipping_zones (tenant_id, id, store_id, name, countries, regions, postal_prefixes,
             position)
             select %(tenant)s, z.id, %(store)s, z.name, z.countries, z.regions, z.postal_prefixes, z.position
             from jsonb_to_recordset(%(zones)s::jsonb) as z (id uuid, name text, countries text[], regions
             text[],
                  postal_prefixes text[], position int)
             on conflict (tenant_id, store_id, name) do update set countries = excluded.countries,
               regions = excluded.regions, postal_prefixes = excluded.postal_prefixes, position =
               excluded.position
             returning id)
           delete from shipping_zones z where z.tenant_id = %(tenant)s and z.store_id = %(store)s
             and not exists (select 1 from kept where kept.id = z.id)""",
        store=store_id,
        zones=as_json(rows),
    )
    ctx.db.run(
        """with kept as (
             insert into shipping_rates (tenant_id, id, zone_id, code, name, description, translations, kind,
               price_minor, free_over_minor, tiers, min_total_minor, max_total_minor, max_weight_grams,
               tax_class,
               location_id, min_days, max_days, position, is_active)
             select %(tenant)s, r.id, z.id, r.code, r.name, r.description, r.translations, r.kind,
             r.price_minor,
               r.free_over_minor, r.tiers, r.min_total_minor, r.max_total_minor, r.max_weight_grams,
               r.tax_class,
               r.location_id, r.min_days, r.max_days, r.position, r.is_active
             from jsonb_to_recordset(%(rates)s::jsonb) as r (id uuid, zone text, code text, name text,
               description text, translations jsonb, kind text, price_minor bigint, free_over_minor bigint,
               tiers jsonb, min_total_minor bigint, max_total_minor bigint, max_weight_grams bigint, tax_class
               text,
               location_id uuid, min_days int, max_days int, position int, is_active boolean)
             join shipping_zones z on z.tenant_id = %(tenant)s and z.store_id = %(store)s and z.name = r.zone
             on conflict (tenant_id, zone_id, code) do update set name = excluded.name,
               description = excluded.description, translations = excluded.translations, kind = excluded.kind,
               price_minor = excluded.price_minor, free_over_minor = excluded.free_over_minor,
               tiers = excluded.tiers, min_total_minor = excluded.min_total_minor,
               max_total_minor = excluded.max_total_minor, max_weight_grams = excluded.max_weight_grams,
               tax_class = excluded.tax_class, location_id = excluded.location_id, min_days =
               excluded.min_days,
               max_days = excluded.max_days, position = excluded.position, is_active = excluded.is_active
             returning id)
           delete from shipping_rates r using shipping_zones z
           where r.tenant_id = %(tenant)s and z.tenant_id = %(tenant)s and z.id = r.zone_id and z.store_id =
           %(store)s
             and not exists (select 1 from kept where kept.id = r.id)""",
        store=store_id,
        rates=as_json(rates),
    )
    _tell(ctx, store_id, "shipping", "shipping", before, snapshots.load_shipping(ctx, store_id))


def set_payment_methods(ctx: Context, store_id: UUID, methods: list[PaymentMethod]) -> None:
    """How the store is paid, in this order: these and no others. Refuses `StoreNotFound`, `InvalidInput`."""
    ctx.require("settings:write", store=store_id)
    errors: dict[str, str] = {}
    rules.payment_methods(methods, errors)
    if errors:
        raise InvalidInput(errors)
    lock_store(ctx, store_id)
    before = snapshots.load_payments(ctx, store_id)
    _refuse_methods(ctx, methods, before)
    rows = [
        {"id": ids.new_id(), "position": i, **msgspec.to_builtins(m), "config": _config(m)}
        for i, m in enumerate(methods)
    ]
    ctx.db.run(
        """with kept as (
             insert into payment_methods (tenant_id, id, store_id, provider, name, description, translations,
               config, min_total_minor, max_total_minor, position, is_active)
             select %(tenant)s, m.id, %(store)s, m.provider, m.name, m.description, m.translations,
               coalesce(nullif(m.config, 'null'), (select p.config from payment_methods p
                 where p.tenant_id = %(tenant)s and p.store_id = %(store)s and p.provider = m.provider), '{}'),
               m.min_total_minor, m.max_total_minor, m.position, m.is_active
             from jsonb_to_recordset(%(rows)s::jsonb) as m (id uuid, provider text, name text, description
               text, translations jsonb, config jsonb, min_total_minor bigint, max_total_minor bigint,
               position int, is_active boolean)
             on conflict (tenant_id, store_id, provider) do update set name = excluded.name,
               description = excluded.description, translations = excluded.translations, config =
               excluded.config, min_total_minor = excluded.min_total_minor,
               max_total_minor = excluded.max_total_minor, position = excluded.position, is_active = excluded.is_active
             returning id)
           delete from payment_methods m where m.tenant_id = %(tenant)s and m.store_id = %(store)s
             and not exists (select 1 from kept where kept.id = m.id)""",
        store=store_id,
        rows=as_json(rows),
    )
    _tell(ctx, store_id, "payment_methods", "payments", before, snapshots.load_payments(ctx, store_id))


def _refuse_methods(ctx: Context, methods: list[PaymentMethod], before: Snapshot) -> None:
    """Refuses ways to pay that the platform forbids, and that are not there already."""
    errors: dict[str, str] = {}
    wanted = [(method.provider, method.is_active) for method in methods]
    there = {row["provider"]: row["is_active"] for row in before["methods"]}
    bounds.check_methods(bounds.of(ctx).methods, wanted, there, errors)
    if errors:
        raise InvalidInput(errors)


def _refuse_rates(ctx: Context, zones: list[ShippingZone], before: Snapshot) -> None:
    """Refuses rates that the platform forbids, and that are not there already."""
    errors: dict[str, str] = {}
    were = msgspec.convert(before["zones"], list[ShippingZone])
    there = {key for zone in were for rate in zone.rates for key in bounds.rate_keys(zone.name, rate)}
    wanted = [(zone.name.strip(), zone.rates) for zone in zones]
    bounds.check_rates(bounds.of(ctx).shipping, wanted, there, errors)
    if errors:
        raise InvalidInput(errors)


def _config(method: PaymentMethod) -> object:
    """None keeps what is there."""
    return None if method.config is msgspec.UNSET else method.config


def _tell(ctx: Context, store_id: UUID, field: str, section: str, before: Snapshot, after: Snapshot) -> None:
    events.emit(ctx, StoreUpdated(aggregate_id=store_id, fields=[field]))
    trail.note(ctx, StoreUpdated.TYPE, "store", store_id, before=before, after=after, section=section)
    settings.remember(ctx, section, store_id, before, after)
