"""Buying without tax: what is asked, what the order says, and what an edit or a draft makes of it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import change, order_id, place
from tests.draft_orders import drafting
from tests.tax.europe import BERLIN, FRENCH, GERMAN, PARIS, cart, europe, is_known

from duka.checkout import readdressing
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.kernel.ids import new_id, parse
from duka.kernel.work import Work
from duka.order_edits import service as edits
from duka.order_edits.types import Changes, LineChange, NewLine
from duka.orders import queries as orders
from duka.orders.errors import AddressChangesPrice
from duka.orders.types import Order
from duka.tax.rules import Rate, tax_of
from duka.tax.service import exemptions
from duka.tax.types import TaxExemptionInput


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return europe(Bazaar(work).build(), reverse_charge=True, asks_vat_number=True)


def seen(bazaar: Bazaar, order: Order) -> Order:
    found: Order = bazaar.staff(lambda ctx: orders.order(ctx, order_id(order)))
    return found


def test_a_business_elsewhere_in_the_union_pays_the_net_and_the_order_says_why(bazaar: Bazaar) -> None:
    bread = bazaar.product(price=11_900)
    is_known(bazaar)
    open_cart = cart(bazaar, (bread, 3))
    basket = change(bazaar, open_cart, vat_number="de 136.695.976")
    assert (basket.vat_number, basket.vat_state, basket.asks_vat_number) == (GERMAN, "valid", True)
    assert (basket.lines[0].unit_price_minor, basket.subtotal_minor) == (10_000, 30_000)
    assert (basket.shipping_minor, basket.tax_minor, basket.total_minor) == (1261, 0, 31_261)
    order = seen(bazaar, place(bazaar, open_cart))
    assert (order.tax_minor, order.total_minor, order.taxes) == (0, 31_261, [])
    assert (order.tax.reason, order.tax.country, order.tax.prices) == ("reverse_charge", "DE", "net")
    assert (order.tax.vat_number, order.tax.consultation_number) == (GERMAN, "WAPI7")
    assert order.tax.checked_at is not None
    assert "Autoliquidation" in order.tax.note  # the order's language
    assert order.tax.source == "own"


def test_the_shown_price_may_stay(work: Work) -> None:
    bazaar = europe(Bazaar(work).build(), reverse_charge=True, exempt_prices="shown")
    is_known(bazaar)
    basket = change(bazaar, cart(bazaar, (bazaar.product(price=11_900), 3)), vat_number=GERMAN)
    assert (basket.subtotal_minor, basket.tax_minor, basket.total_minor) == (35_700, 0, 37_200)
    assert basket.tax.prices == "shown"


@pytest.mark.parametrize("state", ["unchecked", "invalid"])
def test_a_number_that_is_not_known_to_be_valid_is_taxed(bazaar: Bazaar, state: str) -> None:
    is_known(bazaar, state=state)
    basket = change(bazaar, cart(bazaar, (bazaar.product(price=11_900), 1)), vat_number=GERMAN)
    assert (basket.vat_state, basket.tax_minor, basket.tax.reason) == (state, 1900 + 239, "")


def test_at_home_and_to_ones_own_state_it_is_taxed(bazaar: Bazaar) -> None:
    is_known(bazaar)
    is_known(bazaar, FRENCH)
    bread = bazaar.product(price=12_000)
    here = change(bazaar, cart(bazaar, (bread, 1), to=PARIS), vat_number=GERMAN)
    own = change(bazaar, cart(bazaar, (bread, 1)), vat_number=FRENCH)
    assert here.tax_minor == 2000 + 250
    assert own.tax_minor == tax_of(12_000, [Rate("", "", 190_000)], True).tax + 239


def test_who_fetches_the_goods_here_is_taxed(bazaar: Bazaar) -> None:
    is_known(bazaar)
    bread = bazaar.product(price=11_900, at=bazaar.thies)
    basket = cart(bazaar, (bread, 1), shipping_rate_id=bazaar.pickup, vat_number=GERMAN)
    assert change(bazaar, basket).tax_minor == 1900


def test_a_wrong_number_is_refused_beside_its_field(bazaar: Bazaar) -> None:
    basket = cart(bazaar, (bazaar.product(), 1))
    with pytest.raises(InvalidInput) as refused:
        change(bazaar, basket, vat_number="DE136695977")
    assert set(refused.value.fields["errors"]) == {"vat_number"}  # type: ignore[call-overload]
    assert change(bazaar, basket).vat_number == ""


def test_an_exempt_customer_is_exempt_when_signed_in_and_in_drafts(bazaar: Bazaar) -> None:
    bread = bazaar.product(price=11_900)
    sam = bazaar.perform(_customer)
    exempt = TaxExemptionInput(customer_id=f"cus_{sam.hex}", reason="School", certificate_number="C-1")
    bazaar.staff(lambda ctx: exemptions.exempt(ctx, exempt))
    stranger = cart(bazaar, (bread, 1), email="sam@school.example")
    assert change(bazaar, stranger).tax.reason == ""  # who types an address is not its owner
    draft = drafting.build(bazaar, drafting.line(bread, 2), customer_id=sam, shipping_address=BERLIN)
    assert (draft.cart.subtotal_minor, draft.cart.tax_minor) == (20_000, 0)
    order = seen(bazaar, drafting.place(bazaar, draft))
    assert (order.tax.reason, order.tax.certificate_number) == ("exempt", "C-1")
    assert order.tax.note.endswith("School")
    assert order.total_minor == 20_000 + 1261


def _customer(ctx: Context) -> Any:
    customer = new_id()
    ctx.db.run(
        "insert into customers (tenant_id, id, email) values (%(tenant)s, %(id)s, 'sam@school.example')",
        id=customer,
    )
    return customer


def edited(bazaar: Bazaar, order: Order, changes: Changes) -> Any:
    return bazaar.staff(lambda ctx: edits.preview(ctx, order_id(order), changes))


def test_what_an_edit_adds_is_without_tax_too(bazaar: Bazaar) -> None:
    is_known(bazaar)
    bread, cake = bazaar.product(price=11_900), bazaar.product(price=5_950)
    order = place(bazaar, cart(bazaar, (bread, 1), vat_number=GERMAN))
    is_known(bazaar, state="invalid")  # what was agreed holds on
    more = edited(
        bazaar,
        order,
        Changes(
            lines=(LineChange(line_id=parse("line", order.lines[0].id), quantity=2),),
            added=(NewLine(variant_id=cake, quantity=2),),
        ),
    )
    assert (more.subtotal_minor, more.tax_minor, more.total_minor) == (30_000, 0, 31_261)


@pytest.mark.parametrize("rounding", ["line", "document"])
def test_a_cart_and_an_edit_to_the_same_goods_come_to_the_same(work: Work, rounding: str) -> None:
    bazaar = europe(Bazaar(work).build(), rounding=rounding)
    goods = [bazaar.product(price=price) for price in (1013, 1013, 333)]
    first = place(bazaar, cart(bazaar, (goods[0], 1), to=PARIS))
    assert first.tax.rounding == rounding
    whole = change(bazaar, cart(bazaar, *((variant, 3) for variant in goods), to=PARIS))
    again = edited(
        bazaar,
        first,
        Changes(
            lines=(LineChange(line_id=parse("line", first.lines[0].id), quantity=3),),
            added=tuple(NewLine(variant_id=variant, quantity=3) for variant in goods[1:]),
        ),
    )
    assert (again.tax_minor, again.total_minor) == (whole.tax_minor, whole.total_minor)
    assert not edited(bazaar, first, Changes()).is_changed


def test_per_document_an_order_is_rounded_once(work: Work) -> None:
    totals = {}
    for rounding in ("line", "document"):
        bazaar = europe(Bazaar(work).build(includes_tax=False), rounding=rounding)
        goods = [bazaar.product(price=13) for _ in range(4)]
        order = seen(bazaar, place(bazaar, cart(bazaar, *((g, 1) for g in goods), to=PARIS)))
        assert sum(line.tax_minor for line in order.lines) + 300 == order.tax_minor
        assert sum(tax.amount_minor for tax in order.taxes) == order.tax_minor
        totals[rounding] = order.tax_minor
    assert totals == {"line": 4 * 3 + 300, "document": 310}  # 20 % of 1552 is 310.4


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**7), st.integers(1, 400_000))
def test_the_net_of_a_shown_price_is_what_others_pay_as_net(price: int, ppm: int) -> None:
    """A piece costs who owes no tax exactly the net that everybody else's line shows."""
    rate = (Rate("VAT", "vat", ppm),)
    inside = tax_of(price, rate, inclusive=True)
    assert tax_of(inside.net, rate, inclusive=False).gross in range(inside.gross - 1, inside.gross + 2)
    assert inside.net + inside.tax == price


def test_an_address_elsewhere_would_end_the_relief(work: Work) -> None:
    bazaar = europe(Bazaar(work).build(), reverse_charge=True)
    is_known(bazaar)
    order = place(bazaar, cart(bazaar, (bazaar.product(price=11_900), 1), vat_number=GERMAN))
    near = structs.replace(BERLIN, line1="Torstr. 2", postal_code="10115")
    bazaar.staff(lambda ctx: readdressing.change_address(ctx, order_id(order), shipping=near))
    bazaar.perform(
        lambda ctx: ctx.db.run("update tax_rates set code = 'x', rate_ppm = 1 where tenant_id = %(tenant)s")
    )
    with pytest.raises(AddressChangesPrice) as refused:
        bazaar.staff(lambda ctx: readdressing.change_address(ctx, order_id(order), shipping=PARIS))
    assert "tax" in refused.value.fields["changes"]  # type: ignore[operator]
