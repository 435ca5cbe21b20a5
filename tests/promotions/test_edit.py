"""What an edit makes of an order's promotions: the same cart costs the same."""

from uuid import UUID

from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import order_id, place, ready
from tests.promotions.offering import TENTH, promote, type_code

from duka.kernel.ids import parse
from duka.order_edits import service as edits
from duka.order_edits.types import Changes, EditPreview, LineChange, NewLine
from duka.orders.types import Order
from duka.promotions.types import BuyGet, FreeShipping, Percent, Total


def _preview(bazaar: Bazaar, order: Order, changes: Changes) -> EditPreview:
    return bazaar.staff(lambda ctx: edits.preview(ctx, order_id(order), changes))


def _line(order: Order, place: int = 0) -> UUID:
    return parse("line", order.lines[place].id)


def test_a_minimum_that_is_not_reached_any_more_takes_its_discount_along(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(price=5000), bazaar.product(price=1000)
    promote(
        bazaar,
        Percent(ppm=TENTH),
        FreeShipping(),
        conditions=[Total(at_least={"XOF": 10_000})],
        codes=["BIG"],
    )
    cart = ready(bazaar, (shirt, 2), (hat, 1))
    type_code(bazaar, cart, "big")
    order = place(bazaar, cart)
    assert (order.discount_minor, order.shipping_minor, order.total_minor) == (1100, 0, 9900)
    assert not _preview(bazaar, order, Changes()).is_changed
    less = _preview(bazaar, order, Changes(lines=(LineChange(line_id=_line(order), quantity=1),)))
    assert (less.discount_minor, less.shipping_minor, less.total_minor) == (0, 1500, 7500)
    more = _preview(bazaar, order, Changes(lines=(LineChange(line_id=_line(order), quantity=3),)))
    assert (more.discount_minor, more.shipping_minor, more.total_minor) == (1600, 0, 14_400)
    other = _preview(
        bazaar, order, Changes(added=(NewLine(variant_id=bazaar.product(price=2000), quantity=1),))
    )
    assert (other.discount_minor, other.total_minor) == (1300, 11_700)


def test_an_order_without_promotions_gets_none_by_an_edit(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=5000)
    order = place(bazaar, ready(bazaar, (shirt, 1)))
    promote(bazaar)
    edited = _preview(bazaar, order, Changes(lines=(LineChange(line_id=_line(order), quantity=2),)))
    assert edited.discount_minor == 0


def test_buy_two_get_one_in_an_edit(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=900)
    promote(bazaar, BuyGet(buy=2, get=1))
    order = place(bazaar, ready(bazaar, (shirt, 3)))
    assert order.discount_minor == 900
    for quantity, off in ((2, 0), (4, 900), (6, 1800)):
        edited = _preview(
            bazaar, order, Changes(lines=(LineChange(line_id=_line(order), quantity=quantity),))
        )
        assert edited.discount_minor == off
