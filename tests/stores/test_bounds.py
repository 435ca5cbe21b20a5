"""Flip each policy of stores: each place that it names refuses or leaves out, and what was there stays in its list."""

from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.people import Shop
from tests.policies.deciding import decide, withdraw

from duka.carts import terms
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.kernel.work import Work
from duka.stores import queries
from duka.stores import service as stores
from duka.stores.errors import TooManyPages
from duka.stores.inputs import NewStore, PaymentMethod, ShippingRate, ShippingZone, StoreChange, Tier
from duka.stores.pages import service as pages
from duka.stores.pages.types import NewPage
from duka.stores.service import drafts

CASH, TRANSFER = (
    PaymentMethod(provider="cash_on_delivery", name="Cash"),
    PaymentMethod(provider="bank_transfer", name="Bank"),
)
POST = ShippingRate(code="post", name="Post", price_minor=500)
GIFT = ShippingRate(code="gift", name="Gift", price_minor=0)
HEAVY = ShippingRate(code="heavy", name="Heavy", kind="by_weight", tiers=[Tier(price_minor=900)])


def zone(*rates: ShippingRate) -> list[ShippingZone]:
    return [ShippingZone(name="France", countries=["FR"], rates=list(rates))]


def errors(work: Work, shop: Shop, act: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        work.perform(shop.caller, act)
    found = refused.value.fields["errors"]
    assert isinstance(found, dict)
    return found


def offered(work: Work, shop: Shop) -> tuple[set[str], set[str]]:
    """(ways to pay at the checkout and on the shop's face, codes of rates)."""

    def ask(ctx: Context) -> tuple[set[str], set[str]]:
        known = terms.of(ctx, shop.store)
        face = {option.code for option in queries.store(ctx, shop.store).payment_methods}
        assert face == set(known.payment_methods)
        return face, {str(row["code"]) for row in known.selling.shipping_rates}

    return work.perform(shop.shopper, ask)


def test_a_forbidden_way_to_pay_disappears_and_can_not_be_added(work: Work, shop: Shop) -> None:
    work.perform(shop.caller, lambda ctx: stores.set_payment_methods(ctx, shop.store, [CASH, TRANSFER]))
    assert offered(work, shop)[0] == {"cash_on_delivery", "bank_transfer"}
    decide(work, shop.tenant.id, "payment_methods_allowed", codes=["bank_transfer"])
    assert offered(work, shop)[0] == {"bank_transfer"}
    renamed = PaymentMethod(provider="bank_transfer", name="Transfer")
    work.perform(shop.caller, lambda ctx: stores.set_payment_methods(ctx, shop.store, [CASH, renamed]))
    work.perform(shop.caller, lambda ctx: stores.set_payment_methods(ctx, shop.store, [renamed]))
    told = errors(work, shop, lambda ctx: stores.set_payment_methods(ctx, shop.store, [renamed, CASH]))
    assert told == {"payment_methods[1].provider": "the platform allows bank_transfer"}
    withdraw(work, shop.tenant.id, "payment_methods_allowed")
    work.perform(shop.caller, lambda ctx: stores.set_payment_methods(ctx, shop.store, [renamed, CASH]))
    assert offered(work, shop)[0] == {"cash_on_delivery", "bank_transfer"}


def test_a_forbidden_kind_of_shipping_disappears_and_can_not_be_added(work: Work, shop: Shop) -> None:
    work.perform(shop.caller, lambda ctx: stores.set_shipping(ctx, shop.store, zone(POST, HEAVY, GIFT)))
    assert offered(work, shop)[1] == {"post", "heavy", "gift"}
    decide(work, shop.tenant.id, "shipping_options_allowed", codes=["flat"])
    assert offered(work, shop)[1] == {"post"}
    work.perform(shop.caller, lambda ctx: stores.set_shipping(ctx, shop.store, zone(POST, HEAVY)))
    told = errors(work, shop, lambda ctx: stores.set_shipping(ctx, shop.store, zone(POST, HEAVY, GIFT)))
    assert list(told) == ["zones[0].rates[2].kind"]


def test_free_over_an_amount_is_free_too(work: Work, shop: Shop) -> None:
    generous = ShippingRate(code="post", name="Post", price_minor=500, free_over_minor=5000)
    work.perform(shop.caller, lambda ctx: stores.set_shipping(ctx, shop.store, zone(generous)))
    decide(work, shop.tenant.id, "shipping_options_allowed", codes=["flat", "pickup"])

    def ask(ctx: Context) -> Any:
        return terms.of(ctx, shop.store).selling.shipping_rates[0]["free_over_minor"]

    assert work.perform(shop.shopper, ask) is None


LOOKS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"presets": ["market"]}, {"preset": "catalogue"}, "theme.preset"),
    ({"fonts": ["sans"]}, {"heading_font": "mono"}, "theme.heading_font"),
    ({"has_own_colors": False}, {"accent": "#0b6e4f"}, "theme.accent"),
    ({"home_parts": 1}, {"home": ["newest", "best"]}, "theme.home"),
]


@pytest.mark.parametrize(("limits", "look", "field"), LOOKS)
def test_a_look_beyond_the_limits(
    work: Work, shop: Shop, limits: dict[str, Any], look: dict[str, Any], field: str
) -> None:
    decide(work, shop.tenant.id, "theme_limits", **limits)
    change = StoreChange(theme=look)
    assert field in errors(work, shop, lambda ctx: stores.update(ctx, shop.store, change, 1))
    assert field.removeprefix("theme.") in errors(
        work, shop, lambda ctx: drafts.save_draft(ctx, shop.store, dict(look), {})
    )
    new = NewStore(slug=make.unique("s"), name="Two", currency="EUR", country="FR", theme=look)
    assert field in errors(work, shop, lambda ctx: stores.create(ctx, new))
    withdraw(work, shop.tenant.id, "theme_limits")
    version = work.perform(shop.caller, lambda ctx: stores.update(ctx, shop.store, change, 1))
    decide(work, shop.tenant.id, "theme_limits", **limits)
    name = next(iter(look))
    shown = work.perform(shop.shopper, lambda ctx: getattr(queries.store(ctx, shop.store).theme, name))
    assert shown != look[name]
    kept = StoreChange(theme=look, name="Another name")
    assert work.perform(shop.caller, lambda ctx: stores.update(ctx, shop.store, kept, version)) == version + 1


def test_pages_of_a_store_are_counted(work: Work, shop: Shop) -> None:
    decide(work, shop.tenant.id, "theme_limits", pages=1)

    def add(ctx: Context) -> UUID:
        return pages.create(ctx, shop.store, NewPage(title="About"))

    work.perform(shop.caller, add)
    with pytest.raises(TooManyPages):
        work.perform(shop.caller, add)


def test_a_change_is_seen_by_a_process_that_remembers(work: Work, shop: Shop) -> None:
    """What was made of the settings is made anew when what binds was read anew, not when the settings were."""
    from duka.kernel.cache import Cache

    work.perform(shop.caller, lambda ctx: stores.set_payment_methods(ctx, shop.store, [CASH, TRANSFER]))
    warm = Work(work.database, Cache(60), work.clock)
    assert offered(warm, shop)[0] == {"cash_on_delivery", "bank_transfer"}
    decide(work, shop.tenant.id, "payment_methods_allowed", codes=[])
    entries = warm.cache._entries
    assert entries is not None
    del entries[(shop.tenant.id, "entitlements")]
    assert offered(warm, shop)[0] == set()
