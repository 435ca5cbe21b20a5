import pytest
from tests.checkout.bazaar import DAKAR, Bazaar
from tests.checkout.steps import cart_id, change, fill

from duka.carts import queries
from duka.carts.errors import PaymentMethodUnavailable, ShippingUnavailable
from duka.customers.types import Address
from duka.kernel.errors import InvalidInput
from duka.kernel.ids import new_id


def test_what_is_left_out_stays(bazaar: Bazaar) -> None:
    cart = fill(bazaar, (bazaar.product(), 1))
    change(bazaar, cart, email=" Awa@Example.COM ", shipping_address=Address(**DAKAR), note="call first")
    seen = change(bazaar, cart, phone="77 123 45 67")
    assert (seen.email, seen.phone, seen.note) == ("awa@example.com", "77 123 45 67", "call first")
    assert seen.shipping_address == Address(**DAKAR)
    assert change(bazaar, cart, shipping_address=None).shipping_address is None


def test_shipping_is_quoted_and_counted(bazaar: Bazaar) -> None:
    cart = fill(bazaar, (bazaar.product(price=5000, stock=500), 1))
    options = bazaar.shop(lambda ctx: queries.shipping_options(ctx, cart_id(cart), cart.token))
    assert [(o.code, o.price_minor, o.kind) for o in options] == [
        ("courier", 1500, "flat"),
        ("pickup", 0, "pickup"),
    ]
    seen = change(bazaar, cart, shipping_rate_id=bazaar.flat)
    assert (seen.shipping_minor, seen.total_minor) == (1500, 6500)
    assert seen.tax_minor == sum(t.amount_minor for t in seen.taxes) == 992
    abroad = change(bazaar, cart, shipping_address=Address(country="FR", city="Paris"))
    assert (abroad.shipping_option, abroad.shipping_minor, abroad.total_minor, abroad.tax_minor) == (
        None,
        None,
        5000,
        0,
    )
    assert bazaar.shop(lambda ctx: queries.shipping_options(ctx, cart_id(cart), cart.token)) == []


def test_carriage_is_free_over_a_total(bazaar: Bazaar) -> None:
    cart = fill(bazaar, (bazaar.product(price=500_000), 2))
    assert change(bazaar, cart, shipping_rate_id=bazaar.flat).shipping_minor == 0


def test_what_is_not_carried_needs_no_shipping(bazaar: Bazaar) -> None:
    cart = fill(bazaar, (bazaar.product(requires_shipping=False), 1))
    assert bazaar.shop(lambda ctx: queries.shipping_options(ctx, cart_id(cart), cart.token)) == []
    assert change(bazaar, cart, shipping_rate_id=bazaar.flat).shipping_minor is None


def test_choices_that_are_not_offered_are_refused(bazaar: Bazaar) -> None:
    cart = fill(bazaar, (bazaar.product(), 1))
    with pytest.raises(ShippingUnavailable):
        change(bazaar, cart, shipping_rate_id=new_id())
    with pytest.raises(ShippingUnavailable):
        change(bazaar, cart, shipping_address=Address(country="FR"), shipping_rate_id=bazaar.flat)
    with pytest.raises(PaymentMethodUnavailable):
        change(bazaar, cart, payment_method="gold")
    assert bazaar.shop(lambda ctx: queries.cart(ctx, cart_id(cart), cart.token)).version == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "awa"),
        ("email", "a" * 250 + "@x.sn"),
        ("email", "awa@example.com\x00"),
        ("note", "x" * 2001),
        ("phone", "\x1b[31m"),
        ("note", "\ud800"),
    ],
)
def test_bad_text_is_refused_by_field(bazaar: Bazaar, field: str, value: str) -> None:
    cart = fill(bazaar, (bazaar.product(), 1))
    with pytest.raises(InvalidInput) as refused:
        change(bazaar, cart, **{field: value})
    assert list(refused.value.fields["errors"]) == [field]  # type: ignore[call-overload]


def test_every_bad_field_of_an_address_is_named(bazaar: Bazaar) -> None:
    cart = fill(bazaar)
    bad = Address(country="senegal", city="\x00", line1="x" * 201, latitude_e6=90_000_001)
    with pytest.raises(InvalidInput) as refused:
        change(bazaar, cart, shipping_address=bad)
    assert set(refused.value.fields["errors"]) == {  # type: ignore[call-overload]
        f"shipping_address.{name}" for name in ("country", "city", "line1", "latitude_e6")
    }


def test_text_is_kept_as_it_was_typed(bazaar: Bazaar) -> None:
    cart = fill(bazaar)
    text = "'; drop table carts; -- <script>alert(1)</script> ✓ 日本 %(tenant)s"
    assert change(bazaar, cart, note=text).note == text
