"""The merchant's list: what needs doing, found by whatever somebody was told, within everybody's limits."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.checkout.bazaar import DAKAR, Bazaar
from tests.checkout.steps import buy, order_id
from tests.orders.desk import limited, listed, numbers, somebody

from duka.customers.types import Address
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.ids import new_id, parse
from duka.kernel.paging import MalformedCursor
from duka.orders import service as orders
from duka.orders.types import Order


def person(name: str, phone: str = "+221771234567", **parts: str) -> Address:
    return msgspec.convert({**DAKAR, "name": name, "phone": phone, **parts}, Address)


def bought(bazaar: Bazaar, shirt: UUID, name: str, email: str, **more: Any) -> Order:
    address = more.pop("address", None) or person(name)
    return buy(bazaar, (shirt, 1), email=email, shipping_address=address, **more)


@pytest.fixture
def shirt(bazaar: Bazaar) -> UUID:
    return bazaar.product(stock=500)


def test_each_order_stands_where_it_is_needed(bazaar: Bazaar, shirt: UUID) -> None:
    first = buy(bazaar, (shirt, 1))
    buy(bazaar, (shirt, 1), method="bank_transfer")
    waits = buy(bazaar, (shirt, 1), method="sandbox")
    fetched = buy(bazaar, (bazaar.product(stock=9, at=bazaar.thies), 1), shipping_rate_id=bazaar.pickup)
    bazaar.staff(lambda ctx: orders.prepare(ctx, order_id(fetched)))
    assert numbers(bazaar, need="to_prepare") == ["1001"]
    assert numbers(bazaar, need="unpaid") == ["1003", "1002"]
    assert numbers(bazaar, need="to_collect") == ["1004"]
    for step, need in (("prepare", "to_ship"), ("ship", "on_the_way"), ("deliver", "to_finish")):
        args = ("Poste", "1") if step == "ship" else ()
        bazaar.staff(lambda ctx, s=step, a=args: getattr(orders, s)(ctx, order_id(first), *a))
        assert numbers(bazaar, need=need) == ["1001"]
    assert listed(bazaar).counts == {
        "to_prepare": 0, "to_ship": 0, "to_collect": 1, "on_the_way": 0, "to_finish": 1, "payment_problem": 0,
        "unpaid": 2,
    }  # fmt: skip
    bazaar.perform(lambda ctx: orders.give_up(ctx, order_id(waits), "not paid in time"))
    assert numbers(bazaar, need="abandoned") == ["1003"]
    assert numbers(bazaar) == ["1004", "1002", "1001"]  # what was never bought is not in the way
    with pytest.raises(InvalidInput):
        listed(bazaar, need="nothing")


def test_money_of_a_cancelled_order_is_a_problem_until_it_is_back_or_kept(
    bazaar: Bazaar, shirt: UUID
) -> None:
    for keeps in (False, True):
        order = buy(bazaar, (shirt, 1))
        bazaar.perform(lambda ctx, o=order: orders.set_payment_status(ctx, order_id(o), "captured"))
        bazaar.staff(
            lambda ctx, o=order, k=keeps: orders.cancel(ctx, order_id(o), "changed", is_refunded=not k)
        )
    assert numbers(bazaar, need="payment_problem") == ["1001"]
    assert numbers(bazaar, need="cancelled") == ["1002"]


def test_found_by_number_mail_phone_and_names(bazaar: Bazaar, shirt: UUID) -> None:
    bought(bazaar, shirt, "Awa Ndiaye", "awa@example.com")
    bought(bazaar, shirt, "Ibrahima Diallo", "ibou@example.com", phone="+221778889900")
    bought(
        bazaar,
        shirt,
        "Aïssatou Ndiaye",
        "ais@example.com",
        address=person("Aïssatou Ndiaye", "+221701112233"),
    )
    assert numbers(bazaar, text="#1002") == ["1002"]
    assert numbers(bazaar, text="IBOU@ex") == ["1002"]
    assert numbers(bazaar, text="77 888 99 00") == numbers(bazaar, text="+221 77 888-99-00") == ["1002"]
    assert numbers(bazaar, text="077 888 99 00") == ["1002"]
    assert numbers(bazaar, text="70 111 22 33") == ["1003"]
    assert numbers(bazaar, text="ndiaye") == ["1003", "1001"]
    assert numbers(bazaar, text="aissatou ndi") == ["1003"]
    assert numbers(bazaar, text="nobody") == numbers(bazaar, text="ndiaye fall") == []
    assert numbers(bazaar, text="%") == numbers(bazaar, text="\x00") == numbers(bazaar, text="'; --") == []


@pytest.mark.parametrize("typed", ["ibrahma", "ibrahimma", "dialo", "Ibrahima Dialllo", "ibrhaima"])
def test_a_slip_of_the_finger_finds_them_too(bazaar: Bazaar, shirt: UUID, typed: str) -> None:
    bought(bazaar, shirt, "Ibrahima Diallo", "ibou@example.com")
    bought(bazaar, shirt, "Awa Ndiaye", "awa@example.com")
    assert numbers(bazaar, text=typed) == ["1001"]


def test_filters_narrow_and_sorts_sort(bazaar: Bazaar, shirt: UUID) -> None:
    for n, count in enumerate((3, 1, 2)):
        order = buy(bazaar, (shirt, count), email=f"b{n}@example.com")
        if count == 2:
            bazaar.staff(lambda ctx, o=order: orders.set_tags(ctx, order_id(o), ["Gift", " fragile "]))
    assert numbers(bazaar, sort="total") == ["1002", "1003", "1001"]
    assert numbers(bazaar, sort="total_desc") == ["1001", "1003", "1002"]
    assert numbers(bazaar, sort="oldest") == ["1001", "1002", "1003"]
    assert numbers(bazaar, tag="gift") == ["1003"]
    assert numbers(bazaar, tag="gift", text="b2@") == ["1003"]
    assert numbers(bazaar, tag="gift", text="b1@") == []
    assert numbers(bazaar, total_from_minor=10_000, total_to_minor=12_000) == ["1003"]
    assert (
        numbers(bazaar, country="FR")
        == numbers(bazaar, store=new_id())
        == numbers(bazaar, location=bazaar.thies)
        == []
    )
    assert numbers(bazaar, location=bazaar.plateau, country="SN", payment_method="cash_on_delivery") != []
    shown = listed(bazaar, tag="gift").items[0]
    assert (shown.tags, shown.count, shown.country, shown.shipping_kind) == (
        ["fragile", "gift"],
        2,
        "SN",
        "flat",
    )
    customer = parse("cus", str(shown.customer_id))
    assert numbers(bazaar, customer=customer) == ["1003"]


@pytest.mark.parametrize("sort", ["newest", "oldest", "total", "total_desc"])
def test_pages_follow_each_other_in_three_statements(bazaar: Bazaar, shirt: UUID, sort: str) -> None:
    for n in range(7):
        buy(bazaar, (shirt, 1 + n % 3), email=f"b{n}@example.com")
    found: list[str] = []
    cursor = None
    for limit in (1, 2, 100):
        page = listed(bazaar, sort=sort, cursor=cursor, limit=limit)
        assert bazaar.work.last_statements <= 3
        assert (page.counts is None) == (cursor is not None)
        found += [order.number for order in page.items]
        cursor = page.next
    assert cursor is None
    assert found == numbers(bazaar, sort=sort)
    assert sorted(found) == [str(1001 + n) for n in range(7)]
    with pytest.raises(MalformedCursor):
        listed(bazaar, sort=sort, cursor="nonsense")


def test_everybody_sees_what_they_may(bazaar: Bazaar, shirt: UUID) -> None:
    inland = bazaar.product(stock=9, at=bazaar.thies)
    near, far = buy(bazaar, (shirt, 1)), buy(bazaar, (inland, 1))
    assert numbers(bazaar, limited(bazaar, stores={bazaar.store})) == ["1002", "1001"]
    elsewhere = limited(bazaar, stores={new_id()})
    packer = limited(bazaar, locations={bazaar.thies})
    assert numbers(bazaar, elsewhere) == []
    assert listed(bazaar, elsewhere).counts == dict.fromkeys(listed(bazaar).counts or {}, 0)
    assert numbers(bazaar, packer) == ["1002"]
    assert (listed(bazaar, packer).counts or {})["to_prepare"] == 1
    bazaar.work.perform(packer, lambda ctx: orders.prepare(ctx, order_id(far)))
    for caller in (packer, elsewhere):
        with pytest.raises(Forbidden):
            bazaar.work.perform(caller, lambda ctx: orders.prepare(ctx, order_id(near)))
        with pytest.raises(Forbidden):
            bazaar.work.perform(caller, lambda ctx: orders.cancel(ctx, order_id(near), "no"))
        with pytest.raises(Forbidden):
            bazaar.work.perform(caller, lambda ctx: orders.add_note(ctx, order_id(near), "no"))
    with pytest.raises(Forbidden):
        listed(bazaar, somebody(bazaar, "Sam", "products:read"))
