"""Sections whose truth is this module's tables: one truth, in versions."""

from functools import partial
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests import make
from tests.people import Shop

from duka.kernel.context import Grant
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.ids import public
from duka.kernel.work import Caller, Work
from duka.settings import queries as settings
from duka.settings import service as engine
from duka.settings.errors import SettingsChangedMeanwhile
from duka.settings.types import Resolved, Section
from duka.stores import queries, service
from duka.stores.inputs import LocationChange, PaymentMethod, StoreChange
from duka.stores.sections import (
    APPEARANCE,
    COMPANY,
    GENERAL,
    NOTIFICATIONS,
    PAYMENTS,
    POLICIES,
    RETURNS,
    SELLING,
    SHIPPING,
    TAXES,
)
from duka.stores.types import Store, TaxRate

VAT: dict[str, Any] = {"country": "FR", "region": "", "postal_prefix": "", "tax_class": "standard", "code": "tva", "name": "TVA",
       "rate_ppm": 200_000, "priority": 0, "is_compound": False}  # fmt: skip
RATE: dict[str, Any] = {
        "code": "post", "name": "Post", "kind": "by_weight", "description": "", "translations": {}, "price_minor": 0,
        "free_over_minor": None, "tiers": [{"price_minor": 500, "up_to": 1000}, {"price_minor": 900, "up_to": None}],
        "min_total_minor": None, "max_total_minor": None, "max_weight_grams": None, "tax_class": "standard",
        "location_id": None, "min_days": 1, "max_days": 3, "is_active": False}  # fmt: skip
CASH: dict[str, Any] = {
        "provider": "cash_on_delivery", "name": "Cash", "description": "", "translations": {"fr": {"name": "Espèces"}},
        "min_total_minor": None, "max_total_minor": 20_000, "is_active": True}  # fmt: skip
GIVEN: dict[str, dict[str, Any]] = {
    "general": {"name": "New", "timezone": "Africa/Dakar", "default_locale": "fr", "locales": ["fr", "en"],
                "email": "a@b.example", "links": {"web": "https://acorn.example"}, "status": "closed",
                "phone": "+33 1", "address": "1 rue\nParis", "opening": "9-5"},
    "selling": {"prices_include_tax": False, "stock_mode": "dedicated", "reservation_minutes": 5, "cart_days": 3,
                "lowest_price": "always",
                "order_prefix": "AC-"},
    "appearance": {"preset": "market", "accent": "#0b6e4f", "ink": "#101010", "paper": "#ffffff",
                   "heading_font": "slab", "body_font": "humanist", "radius": "round", "density": "dense",
                   "logo": None, "banner": None, "favicon": None, "home": ["best", "categories"],
                   "words": {"en": {"tagline": "Fresh", "announcement": "", "banner_title": "Now", "banner_text": ""}}},
    "policies": {"texts": {"en": {"shipping_policy": "", "returns_policy": "<p>Back</p>", "refund_policy": "<p>14</p>",
                                  "privacy_policy": "", "terms": "", "about": ""}}},
    "payments": {"methods": [CASH]},
    "shipping": {"zones": [{"name": "France", "countries": ["FR"], "regions": [], "postal_prefixes": ["75"],
                            "rates": [RATE]}]},
    "taxes": {"rates": [VAT]},
}  # fmt: skip
TRUE: dict[str, Section[Any]] = {
    s.name: s for s in (GENERAL, SELLING, APPEARANCE, POLICIES, PAYMENTS, SHIPPING, TAXES)
}


def save(
    work: Work, shop: Shop, section: Section[Any], version: int, store: UUID | None = None, **given: Any
) -> Resolved[Any]:
    return work.perform(
        shop.caller, lambda ctx: engine.save(ctx, section, store or shop.store, given, version)
    )


def look(work: Work, shop: Shop, section: Section[Any]) -> Resolved[Any]:
    return work.perform(shop.caller, lambda ctx: settings.resolved(ctx, section, shop.store))


def face(work: Work, shop: Shop, locale: str = "en") -> Store:
    caller = msgspec.structs.replace(shop.caller, locale=locale)
    return work.perform(caller, lambda ctx: queries.store(ctx, shop.store))


@pytest.mark.parametrize("name", TRUE)
def test_what_is_read_is_what_was_saved(work: Work, shop: Shop, name: str) -> None:
    section, given = TRUE[name], GIVEN[name]
    found = save(work, shop, section, 0, **given)
    assert found.own == given and found.version == 1
    assert look(work, shop, section).own == given
    assert save(work, shop, section, 1, **given).version == 1
    with pytest.raises(SettingsChangedMeanwhile):
        save(work, shop, section, 0, **given)
    history = work.perform(shop.caller, lambda ctx: settings.history(ctx, section, shop.store))
    assert [v.version for v in history.items] == [1, 0]
    back = work.perform(shop.caller, lambda ctx: engine.restore(ctx, section, shop.store, 0, 1))
    assert back.version == 2 and back.own != given


@pytest.mark.parametrize("name", TRUE)
def test_what_is_left_out_stays(work: Work, shop: Shop, name: str) -> None:
    save(work, shop, TRUE[name], 0, **GIVEN[name])
    assert save(work, shop, TRUE[name], 1).own == GIVEN[name]


def test_a_change_through_the_stores_own_verbs_is_a_version_too(work: Work, shop: Shop) -> None:
    work.perform(
        shop.caller, lambda ctx: service.update(ctx, shop.store, StoreChange(theme={"accent": "#123456"}), 1)
    )
    assert look(work, shop, APPEARANCE).version == 1 and look(work, shop, GENERAL).version == 0
    with pytest.raises(SettingsChangedMeanwhile):
        save(work, shop, APPEARANCE, 0, accent="#654321")
    rates = [TaxRate(**VAT)]
    work.perform(shop.caller, lambda ctx: service.set_tax_rates(ctx, shop.store, rates))
    assert look(work, shop, TAXES).version == 1


def test_two_people_may_change_two_sections_of_one_store(work: Work, shop: Shop) -> None:
    seen = [look(work, shop, s).version for s in (APPEARANCE, POLICIES)]
    save(work, shop, APPEARANCE, seen[0], words={"en": {"tagline": "Fresh"}})
    save(work, shop, POLICIES, seen[1], texts={"en": {"terms": "Pay"}})
    texts = face(work, shop).texts
    assert (texts.tagline, texts.terms) == ("Fresh", "Pay")


def test_mistakes_are_told_in_the_words_of_the_section(work: Work, shop: Shop) -> None:
    wrong: list[tuple[Section[Any], dict[str, Any], str]] = [
        (APPEARANCE, {"ink": "#999999", "paper": "#ffffff"}, "ink"),
        (APPEARANCE, {"preset": "neon"}, "preset"),
        (APPEARANCE, {"home": ["newest", "newest"]}, "home"),
        (APPEARANCE, {"words": {"sw": {"tagline": "x"}}}, "words.sw"),
        (GENERAL, {"email": "nobody"}, "email"),
        (GENERAL, {"locales": ["en"] * 13}, "locales"),
        (SELLING, {"order_prefix": "a b"}, "order_prefix"),
        (POLICIES, {"texts": {"en": {"slogan": "x"}}}, "texts.en.slogan"),
        (PAYMENTS, {"methods": [{"provider": "gold", "name": "x"}]}, "methods[0].provider"),
        (PAYMENTS, {"methods": [{**CASH, "min_total_minor": 5, "max_total_minor": 4}]}, "methods[0].max_total_minor"),
        (TAXES, {"rates": [{**VAT, "country": "XX"}]}, "rates[0].country"),
        (SHIPPING, {"zones": [{"name": "", "countries": []}]}, "zones[0].countries"),
        (COMPANY, {"email": "nobody"}, "email"),
        (NOTIFICATIONS, {"order_recipients": ["nobody"]}, "order_recipients"),
        (RETURNS, {"return_days": 400}, "return_days"),
    ]  # fmt: skip
    for section, given, field in wrong:
        with pytest.raises(InvalidInput) as refused:
            save(work, shop, section, 0, **given)
        errors = refused.value.fields["errors"]
        assert isinstance(errors, dict) and field in errors, (section.name, errors)
    assert look(work, shop, APPEARANCE).version == 0


def test_a_providers_secrets_are_kept_and_in_no_history(work: Work, shop: Shop) -> None:
    secret = PaymentMethod(provider="sandbox", name="Card", config={"key": "s3cret"})
    work.perform(shop.caller, lambda ctx: service.set_payment_methods(ctx, shop.store, [secret]))
    save(work, shop, PAYMENTS, 1, methods=[{"provider": "sandbox", "name": "By card"}, CASH])
    sells = work.perform(shop.shopper, lambda ctx: queries.selling(ctx, shop.store))
    assert sells.payment_methods[0]["config"] == {"key": "s3cret"}
    kept = work.perform(
        shop.caller,
        lambda ctx: ctx.db.value(
            """select (select string_agg(value::text, '') from setting_versions where tenant_id = %(tenant)s)
               || (select string_agg(coalesce(before::text, '') || coalesce(after::text, '') || details::text, '')
                   from audit_log where tenant_id = %(tenant)s)"""
        ),
    )
    assert "By card" in kept and "s3cret" not in kept


def test_the_public_face_tells_company_and_returns(work: Work, shop: Shop) -> None:
    given = {"legal_name": "Acorn SARL", "tax_number": "FR1", "email": "private@acorn.example"}
    work.perform(shop.caller, lambda ctx: engine.save(ctx, COMPANY, None, given, 0))
    work.perform(
        shop.caller, lambda ctx: engine.save(ctx, RETURNS, None, {"return_days": 30, "refund_days": 5}, 0)
    )
    save(work, shop, RETURNS, 0, refund_days=7)
    seen = work.perform(shop.shopper, lambda ctx: queries.store(ctx, shop.store))
    assert work.last_statements == 3  # with what the company has, which is remembered
    assert (seen.company.legal_name, seen.company.tax_number) == ("Acorn SARL", "FR1")
    assert (seen.returns.return_days, seen.returns.refund_days, seen.returns.paid_by) == (30, 7, "customer")
    assert "private@" not in repr(seen)


def test_who_works_in_one_store_changes_no_other(work: Work, shop: Shop) -> None:
    second = make.store(work, shop.tenant)
    held = frozenset({"stores:read", "stores:write", "settings:read", "settings:write"})
    bob = Caller(shop.tenant.id, shop.caller.actor, held, grants=(Grant(held, frozenset({second})),))
    for name, section in TRUE.items():
        with pytest.raises(Forbidden):
            work.perform(bob, partial(settings.resolved, section=section, store_id=shop.store))
        change = partial(engine.save, section=section, given=GIVEN[name], version=0)
        with pytest.raises(Forbidden):
            work.perform(bob, partial(change, store_id=shop.store))
        work.perform(bob, partial(change, store_id=second))
    for verb, argument in (
        (service.set_tax_rates, []),
        (service.set_shipping, []),
        (service.set_payment_methods, []),
        (service.set_store_locations, []),
    ):
        with pytest.raises(Forbidden):
            work.perform(bob, lambda ctx, verb=verb, argument=argument: verb(ctx, shop.store, argument))  # type: ignore[misc]
    with pytest.raises(Forbidden):
        service.set_domain(work, bob, shop.store, "x.example")
    with pytest.raises(Forbidden):
        service.remove_domain(work, bob, shop.store, "x.example")
    with pytest.raises(Forbidden):
        work.perform(bob, lambda ctx: service.save_draft(ctx, shop.store, {}, {}))
    listed = work.perform(bob, queries.list_stores)
    assert [s.id for s in listed] == [public("store", second)]


def test_who_works_at_one_place_sees_and_changes_no_other(work: Work, shop: Shop) -> None:
    from_here, elsewhere = make.location(work, shop.tenant, "a"), make.location(work, shop.tenant, "b")
    held = frozenset({"stores:read", "stores:write"})
    grant = Grant(held, locations=frozenset({from_here}))
    bob = Caller(shop.tenant.id, shop.caller.actor, held, grants=(grant,))
    listed = work.perform(bob, queries.list_locations)
    assert [(place.code, place.id) for place in listed] == [("a", public("loc", from_here))]
    change = LocationChange(name="Mine")
    work.perform(bob, lambda ctx: service.update_location(ctx, from_here, change))
    with pytest.raises(Forbidden):
        work.perform(bob, lambda ctx: service.update_location(ctx, elsewhere, change))
    with pytest.raises(Forbidden):
        work.perform(shop.shopper, queries.list_locations)


def test_a_change_of_texts_leaves_a_short_entry(work: Work, shop: Shop) -> None:
    save(work, shop, POLICIES, 0, texts={"en": {"terms": "<p>" + "long " * 1000 + "</p>"}})
    entry = work.perform(
        shop.caller,
        lambda ctx: ctx.db.one(
            """select before, after, details from audit_log where tenant_id = %(tenant)s and action = 'store.updated'
               and after is not null"""
        ),
    )
    assert entry is not None and entry.before.get("texts.en.terms", "") == ""
    assert len(entry.after["texts.en.terms"]) == 301 and entry.details["section"] == "policies"
