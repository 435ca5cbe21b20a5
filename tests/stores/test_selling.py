from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.people import Shop

from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.ids import new_id, public
from duka.kernel.work import Work
from duka.stores import queries, service
from duka.stores.errors import LocationCodeTaken, LocationNotFound, StoreNotFound
from duka.stores.inputs import LocationChange, PaymentMethod, ShippingRate, ShippingZone, StoreChange, Tier
from duka.stores.types import Selling, TaxRate

VAT = TaxRate("FR", "", "", "standard", "vat", "TVA", 200_000, 0, False)


def selling(work: Work, shop: Shop) -> Selling:
    found = work.perform(shop.shopper, lambda ctx: queries.selling(ctx, shop.store))
    assert work.last_statements == 3  # with what the company has, which is remembered
    return found


def do(work: Work, shop: Shop, verb: Any, *arguments: Any) -> Any:
    return work.perform(shop.caller, lambda ctx: verb(ctx, *arguments))


def zones(location: UUID | None = None) -> list[ShippingZone]:
    heavy = ShippingRate(
        code="post",
        name="Post",
        kind="by_weight",
        tiers=[Tier(500, 1000), Tier(900)],
        translations={"fr": {"name": "Poste"}},
    )
    pickup = ShippingRate(
        code="here", name="Pick up", kind="pickup", location_id=public("loc", location or new_id())
    )
    return [
        ShippingZone(name="France", countries=["FR"], rates=[heavy, *([pickup] if location else [])]),
        ShippingZone(
            name="World", countries=["*"], rates=[ShippingRate(code="post", name="Post", price_minor=2000)]
        ),
    ]


def test_shared_stock_sells_from_every_active_location_and_dedicated_from_its_own(
    work: Work, shop: Shop
) -> None:
    first, second = make.location(work, shop.tenant, "a"), make.location(work, shop.tenant, "b")
    closed = make.location(work, shop.tenant, "c")
    do(work, shop, service.update_location, closed, LocationChange(is_active=False, name="Closed"))
    assert [place.id for place in selling(work, shop).locations] == [first, second]
    do(work, shop, service.update, shop.store, StoreChange(stock_mode="dedicated"), 1)
    assert selling(work, shop).locations == []
    for _ in range(2):
        do(work, shop, service.set_store_locations, shop.store, [second, closed])
    assert [place.id for place in selling(work, shop).locations] == [second]


def test_taxes_are_replaced(work: Work, shop: Shop) -> None:
    do(
        work,
        shop,
        service.set_tax_rates,
        shop.store,
        [VAT, TaxRate("BE", "", "", "standard", "vat", "TVA", 210_000, 1, False)],
    )
    do(work, shop, service.set_tax_rates, shop.store, [VAT])
    assert selling(work, shop).tax_rates == [VAT]


def test_shipping_keeps_the_ids_of_what_stays(work: Work, shop: Shop) -> None:
    place = make.location(work, shop.tenant)
    do(work, shop, service.set_shipping, shop.store, zones(place))
    before = selling(work, shop)
    assert [zone["name"] for zone in before.zones] == ["France", "World"]
    assert [rate["code"] for rate in before.shipping_rates] == ["post", "here", "post"]
    assert before.shipping_rates[0]["tiers"] == [
        {"price_minor": 500, "up_to": 1000},
        {"price_minor": 900, "up_to": None},
    ]
    do(work, shop, service.set_shipping, shop.store, list(reversed(zones())))
    after = selling(work, shop)
    assert [zone["name"] for zone in after.zones] == ["World", "France"]
    assert {zone["id"] for zone in after.zones} == {zone["id"] for zone in before.zones}
    assert [rate["id"] for rate in after.shipping_rates] == [
        before.shipping_rates[2]["id"],
        before.shipping_rates[0]["id"],
    ]
    do(work, shop, service.set_shipping, shop.store, [])
    assert selling(work, shop).zones == [] == selling(work, shop).shipping_rates


def test_the_shop_window_names_methods_in_its_language_and_never_their_settings(work: Work) -> None:
    shop = make.shop(work, locales=["fr"])
    cash = PaymentMethod(
        provider="cash_on_delivery",
        name="Cash",
        translations={"fr": {"name": "Espèces"}},
        config={"key": "s3cret"},
    )
    do(
        work,
        shop,
        service.set_payment_methods,
        shop.store,
        [cash, PaymentMethod(provider="sandbox", name="Card")],
    )
    do(work, shop, service.set_shipping, shop.store, zones())
    french = make.shopper(shop.tenant, shop.store, "fr")
    store = work.perform(french, lambda ctx: queries.store(ctx, shop.store))
    assert [(m.code, m.name) for m in store.payment_methods] == [
        ("cash_on_delivery", "Espèces"),
        ("sandbox", "Card"),
    ]
    assert store.ships_to == ["*", "FR"] and "s3cret" not in repr(store)
    assert selling(work, shop).payment_methods[0]["config"] == {"key": "s3cret"}
    do(work, shop, service.set_payment_methods, shop.store, [cash])
    assert [m["provider"] for m in selling(work, shop).payment_methods] == ["cash_on_delivery"]


def one_rate(**fields: Any) -> list[ShippingZone]:
    rate = ShippingRate(**{"code": "a", "name": "A", **fields})
    return [ShippingZone(name="A", countries=["FR"], rates=[rate])]


@pytest.mark.parametrize(
    ("verb", "wrong"),
    [
        (service.set_tax_rates, [VAT, VAT]),
        (service.set_tax_rates, [TaxRate("FR", "", "", "standard", "vat", "TVA", -1, 0, False)]),
        (service.set_tax_rates, [TaxRate("XX", "", "", "standard", "vat", "TVA", 1, 0, False)]),
        (service.set_shipping, [ShippingZone(name="Nowhere", countries=[])]),
        (service.set_shipping, [*zones(), *zones()]),
        (service.set_shipping, one_rate(price_minor=-1)),
        (service.set_shipping, one_rate(kind="by_total")),
        (service.set_shipping, one_rate(kind="pickup")),
        (service.set_shipping, one_rate(kind="by_total", tiers=[Tier(1), Tier(2, 5)])),
        (service.set_payment_methods, [PaymentMethod(provider="Bad Code", name="x")]),
        (service.set_payment_methods, [PaymentMethod(provider="cash", name="")]),
    ],
)
def test_wrong_rules_are_refused_and_nothing_moves(
    work: Work, shop: Shop, verb: Any, wrong: list[Any]
) -> None:
    with pytest.raises(InvalidInput):
        do(work, shop, verb, shop.store, wrong)
    found = selling(work, shop)
    assert found.tax_rates == [] and found.zones == [] and found.payment_methods == []


def refused(work: Work, shop: Shop, verb: Any, argument: Any) -> None:
    work.perform(shop.shopper, lambda ctx: verb(ctx, shop.store, argument))


def test_a_stranger_changes_nothing(work: Work, shop: Shop, other_shop: Shop) -> None:
    place = make.location(work, shop.tenant)
    for verb, argument in (
        (service.set_tax_rates, [VAT]),
        (service.set_shipping, zones()),
        (service.set_payment_methods, []),
        (service.set_store_locations, []),
    ):
        with pytest.raises(StoreNotFound):
            do(work, other_shop, verb, shop.store, argument)
        with pytest.raises(Forbidden):
            refused(work, shop, verb, argument)
    with pytest.raises(LocationNotFound):
        do(work, other_shop, service.update_location, place, LocationChange(name="Mine"))
    with pytest.raises(LocationNotFound):
        do(work, other_shop, service.set_store_locations, other_shop.store, [place])
    with pytest.raises(LocationNotFound):
        do(work, other_shop, service.set_shipping, other_shop.store, zones(place))


def test_a_location_is_checked(work: Work, shop: Shop) -> None:
    make.location(work, shop.tenant, "a")
    with pytest.raises(LocationCodeTaken):
        make.location(work, shop.tenant, "a")
    for wrong in (
        {"code": "a b"},
        {"latitude_e6": 1},
        {"latitude_e6": 95_000_000, "longitude_e6": 0},
        {"address": {"country": "XX"}},
        {"address": {"planet": "Mars"}},
        {"name": "\x00"},
    ):
        with pytest.raises(InvalidInput):
            make.location(work, shop.tenant, **wrong)
