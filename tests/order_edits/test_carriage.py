"""Carriage, address and what was before."""

import pytest
from tests.checkout.bazaar import DAKAR
from tests.checkout.steps import order_id
from tests.order_edits.desk import adds_up, edit, line, pack, preview, send, sold, versions
from tests.payments.till import Till

from duka.carts.errors import ShippingUnavailable
from duka.customers.types import Address
from duka.kernel.errors import InvalidInput, NotFound
from duka.kernel.ids import new_id
from duka.order_edits import queries
from duka.order_edits.types import ShippingChange
from duka.orders.errors import AddressFixed

PARIS = Address(name="Awa Ndiaye", line1="1 rue de Rivoli", city="Paris", postal_code="75001", country="FR")


def _abroad(till: Till, price: int = 4000) -> None:
    def write(ctx: object) -> None:
        run = ctx.db.run  # type: ignore[attr-defined]
        zone = new_id()
        run(
            """insert into shipping_zones (tenant_id, id, store_id, name, countries)
               values (%(tenant)s, %(id)s, %(store)s, 'France', '{FR}')""",
            id=zone,
            store=till.bazaar.store,
        )
        run(
            """insert into shipping_rates (tenant_id, id, zone_id, code, name, kind, price_minor)
               values (%(tenant)s, %(id)s, %(zone)s, 'courier', 'Avion', 'flat', %(price)s)""",
            id=new_id(),
            zone=zone,
            price=price,
        )
        run(
            """insert into tax_rates (tenant_id, id, store_id, country, tax_class, code, name, rate_ppm)
               values (%(tenant)s, %(id)s, %(store)s, 'FR', 'standard', 'tva', 'TVA', 200000)""",
            id=new_id(),
            store=till.bazaar.store,
        )

    till.bazaar.perform(write)


def test_carriage_stays_unless_somebody_changes_it(till: Till) -> None:
    order = sold(till)
    edit(till, order, shipping=ShippingChange(price_minor=0))
    after = till.look(order)
    assert (after.shipping_minor, after.total_minor, after.shipping_method.price_minor) == (0, 10_000, 0)
    adds_up(till, order)
    edit(till, order, line(order, 3))
    assert till.look(order).shipping_minor == 0
    edit(till, order, shipping=ShippingChange(rate_id=till.bazaar.flat))
    assert till.look(order).total_minor == 16_500
    adds_up(till, order)


def test_fetched_elsewhere_its_goods_are_promised_there(till: Till) -> None:
    hat = till.bazaar.product(price=100, stock=4)
    till.bazaar.stock(till.bazaar.item_of(hat), till.bazaar.thies, 3)
    order = sold(till, (hat, 2))
    assert till.bazaar.level(hat)[1] == 2

    edit(till, order, shipping=ShippingChange(rate_id=till.bazaar.pickup))

    assert (till.bazaar.level(hat)[1], till.bazaar.level(hat, till.bazaar.thies)[1]) == (0, 2)
    assert till.look(order).shipping_minor == 0
    seen = preview(till, order, line(order, 4))
    assert [(s.wanted, s.available) for s in seen.shortages] == [(2, 1)]
    adds_up(till, order)


def test_another_address_may_change_taxes_and_carriage(till: Till) -> None:
    _abroad(till)
    order = sold(till)
    seen = preview(till, order, shipping_address=PARIS)
    assert (seen.shipping_minor, seen.difference_minor) == (4000, 2500)

    edit(till, order, shipping_address=PARIS)

    after = till.look(order)
    assert (after.shipping_address.city, after.billing_address.city) == ("Paris", "Paris")
    assert [(tax.rate_ppm, tax.amount_minor) for tax in after.taxes] == [(200_000, 2334)]
    assert after.lines[0].total_minor == 10_000  # the tax is in the price
    assert "order.address_changed" in till.bazaar.events()
    adds_up(till, order)


def test_an_address_that_nothing_is_carried_to_is_refused(till: Till) -> None:
    order = sold(till)
    with pytest.raises(ShippingUnavailable):
        edit(till, order, shipping_address=PARIS)
    with pytest.raises(InvalidInput):
        edit(till, order, shipping_address=Address(country="SN"))
    with pytest.raises(ShippingUnavailable):
        edit(till, order, shipping=ShippingChange(rate_id=new_id()))
    (parcel,) = pack(till, order)
    send(till, parcel)
    with pytest.raises(AddressFixed):
        edit(till, order, shipping_address=Address(**{**DAKAR, "line1": "2 rue Carnot"}))


def test_each_edit_leaves_what_was_before(till: Till) -> None:
    order = sold(till)
    edit(till, order, line(order, 3), reason="one more")
    edit(till, order, shipping=ShippingChange(price_minor=500))
    second, first = versions(till, order)
    assert (first.number, first.reason, first.by, first.total_minor, first.total_after_minor) == (
        1, "one more", "Bob", 11_500, 16_500,
    )  # fmt: skip
    assert [(each.sku, each.before, each.after) for each in first.lines] == [("SKU-1", 2, 3)]
    assert (second.shipping_minor, second.shipping_after_minor, second.lines) == (1500, 500, [])
    one = till.bazaar.staff(lambda ctx: queries.version(ctx, order_id(order), 1))
    assert one == first
    told = till.bazaar.shop(lambda ctx: queries.for_buyer(ctx, order_id(order)))
    assert [(each.number, each.by, each.reason) for each in told] == [(1, "", ""), (2, "", "")]
    with pytest.raises(NotFound):
        till.bazaar.staff(lambda ctx: queries.version(ctx, order_id(order), 3))


def test_the_snapshot_and_the_event_hold_no_personal_data(till: Till) -> None:
    order = sold(till)
    edit(till, order, line(order, 3), note="ring twice")
    assert till.look(order).note == "ring twice"
    texts = till.bazaar.row(
        """select (select string_agg(snapshot::text, '') from order_versions where tenant_id = %(tenant)s) as kept,
                  (select string_agg(payload::text, '') from events where tenant_id = %(tenant)s and type = 'order.edited')
                      as said,
                  (select string_agg(concat(before, after, details), '') from audit_log where tenant_id = %(tenant)s
                       and action = 'order.edited') as noted"""
    )
    for text in texts:
        for personal in ("Awa", "awa@", "Faure", "ring twice", "+221"):
            assert personal not in text
