"""Everything about one person, for whoever speaks with them."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests import make
from tests.checkout.bazaar import Bazaar
from tests.people import PASSWORD, Shop
from tests.support.callers import PLACED, limited, order, person, staff

from duka.customers import service
from duka.customers.errors import CustomerNotFound
from duka.customers.inputs import CustomerNoteInput
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller, Work
from duka.orders import service as orders
from duka.orders.errors import OrderNotFound
from duka.support import history, overview
from duka.support.types import Overview


def of(work: Work, caller: Caller, customer: UUID) -> Overview:
    seen = work.perform(caller, lambda ctx: overview.of_customer(ctx, customer))
    assert work.last_statements <= 4
    return seen


def of_order(work: Work, caller: Caller, key: UUID) -> Overview:
    return work.perform(caller, lambda ctx: overview.of_order(ctx, key))


def test_everything_of_a_person_on_one_page(work: Work, shop: Shop) -> None:
    awa = person(work, shop, "Awa Ndiaye", "awa@mail.example", "77 123 45 67", tags=["vip"])
    work.perform(shop.caller, lambda ctx: service.add_note(ctx, awa, CustomerNoteInput(body="Rings twice")))
    order(work, shop, "1001", awa, email="awa@mail.example", total_minor=1000, fulfillment_status="shipped")
    order(work, shop, "1002", awa, email="awa@mail.example", payment_status="failed", total_minor=300)
    seen = of(work, shop.caller, awa)
    assert seen.customer and (seen.customer.tags, seen.name, seen.phone) == (
        ["vip"],
        "Awa Ndiaye",
        "77 123 45 67",
    )
    assert [n.body for n in seen.notes] == ["Rings twice"]
    assert seen.figures and (seen.figures.orders, seen.figures.spent) == (2, {"EUR": 1300})
    assert [(o.number, o.tenant_status, o.ecommerce_status) for o in seen.orders or []] == [
        ("1002", "pending", "received"),
        ("1001", "shipped", "shipped"),
    ]
    assert [(i.kind, i.order_number, i.amount_minor) for i in seen.issues or []] == [
        ("payment_problem", "1002", 300)
    ]
    assert [a.type for a in seen.activity] == ["customer.noted", "customer.created"]


def test_what_can_be_done_and_why_the_rest_cannot(work: Work, shop: Shop) -> None:
    awa = person(work, shop, "Awa Ndiaye")
    order(work, shop, "1001", awa, fulfillment_status="shipped")
    (shipped,) = of(work, shop.caller, awa).orders or []
    can = {a.action: (a.is_allowed, a.code) for a in shipped.actions}
    assert can["deliver"] == (True, "")
    assert can["cancel"] == (False, "OrderAlreadyShipped") and can["change_address"] == (
        False,
        "AddressFixed",
    )
    reader = staff(shop, "Reader", "customers:read", "orders:read")
    (shipped,) = of(work, reader, awa).orders or []
    assert {a.code for a in shipped.actions if not a.is_allowed} == {"Forbidden"}
    assert [a.action for a in shipped.actions if a.is_allowed] == ["print"]


def test_an_order_without_signing_in_is_beside_the_others(work: Work, shop: Shop) -> None:
    account = service.admit(work, shop.caller, "awa@mail.example", PASSWORD, "Awa")
    key = order(work, shop, "1001", None, email="awa@mail.example")
    order(work, shop, "1002", account.customer_id, email="awa@mail.example")
    seen = of(work, shop.caller, account.customer_id)
    assert [(o.number, o.is_guest) for o in seen.orders or []] == [("1002", False), ("1001", True)]
    assert of_order(work, shop.caller, key) == seen


def test_a_guest_whose_address_nobody_has_is_a_person_too(work: Work, shop: Shop) -> None:
    key = order(
        work, shop, "1001", None, email="gone@mail.example", name="Modou Faye", ship_phone="77 1 22 33"
    )
    order(work, shop, "1002", None, email="gone@mail.example")
    seen = of_order(work, shop.caller, key)
    assert (seen.customer, seen.notes) == (None, [])
    assert (seen.name, seen.email, seen.phone) == ("Modou Faye", "gone@mail.example", "77 1 22 33")
    assert {o.number for o in seen.orders or []} == {"1001", "1002"}


def test_what_happened_is_told_with_its_order(work: Work, bazaar: Bazaar) -> None:
    shop = Shop(None, bazaar.store, bazaar.caller("staff"), bazaar.caller())  # type: ignore[arg-type]
    work.perform(shop.caller, lambda ctx: service.create_or_claim(ctx, "awa@mail.example", "Awa"))
    who = bazaar.value("select id from customers where tenant_id = %(tenant)s")
    page = work.perform(shop.caller, lambda ctx: history.activity(ctx, who, limit=1))
    assert page.items == [] and page.next is None
    work.perform(shop.caller, lambda ctx: service.add_note(ctx, who, CustomerNoteInput(body="One")))
    work.perform(shop.caller, lambda ctx: service.add_note(ctx, who, CustomerNoteInput(body="Two")))
    first = work.perform(shop.caller, lambda ctx: history.activity(ctx, who, limit=1))
    second = work.perform(shop.caller, lambda ctx: history.activity(ctx, who, cursor=first.next, limit=1))
    told = [e.details["after"] for e in first.items + second.items]
    assert told == [{"note": "Two"}, {"note": "One"}] and second.next is None


def test_steps_of_an_order_are_in_the_history(work: Work, shop: Shop) -> None:
    awa = person(work, shop, "Awa Ndiaye")
    key = order(work, shop, "1001", awa, fulfillment_status="prepared")
    work.perform(shop.caller, lambda ctx: orders.ship(ctx, key, "Poste", "SN123"))
    seen = of(work, shop.caller, awa)
    (shipped,) = seen.orders or []
    assert (shipped.carrier, shipped.tracking_number, shipped.need) == ("Poste", "SN123", "on_the_way")
    told = seen.activity[0]
    assert (told.type, told.order_number, told.actor) == ("order.shipped", "1001", "Alice")
    page = work.perform(shop.caller, lambda ctx: history.activity(ctx, awa))
    assert [e.type for e in page.items] == ["order.shipped", "fulfillment.shipped", "customer.created"]
    assert work.last_statements <= 3


def test_what_waits_too_long_is_an_issue(work: Work, shop: Shop) -> None:
    awa = person(work, shop, "Awa Ndiaye")
    order(work, shop, "1001", awa, placed_at=PLACED - timedelta(days=30))
    assert [(i.kind, i.order_number) for i in of(work, shop.caller, awa).issues or []] == [("late", "1001")]


def test_staff_of_one_store_see_its_orders_and_figures(work: Work, shop: Shop) -> None:
    other = make.store(work, shop.tenant)
    awa = person(work, shop, "Awa Ndiaye")
    key = order(work, shop, "1001", awa, total_minor=1000)
    order(work, shop, "1002", awa, total_minor=200, store_id=other)
    bob = limited(shop, other)
    seen = of(work, bob, awa)
    assert [o.number for o in seen.orders or []] == ["1002"]
    assert seen.figures and seen.figures.spent == {"EUR": 200}
    assert not [a for a in seen.activity if a.order_number == "1001"]
    with pytest.raises(Forbidden):
        of_order(work, bob, key)
    page = work.perform(bob, lambda ctx: history.activity(ctx, awa))
    assert [e.type for e in page.items] == ["customer.created"]


def test_who_may_see_no_orders_sees_the_person_alone(work: Work, shop: Shop) -> None:
    awa = person(work, shop, "Awa Ndiaye")
    order(work, shop, "1001", awa)
    seen = of(work, staff(shop, "Bob", "customers:read"), awa)
    assert (seen.orders, seen.figures, seen.issues) == (None, None, None)
    assert seen.customer and seen.customer.figures is None


def test_another_company_finds_neither(work: Work, shop: Shop, other_shop: Shop) -> None:
    awa = person(work, shop, "Awa Ndiaye")
    key = order(work, shop, "1001", awa)
    with pytest.raises(CustomerNotFound):
        of(work, other_shop.caller, awa)
    with pytest.raises(OrderNotFound):
        of_order(work, other_shop.caller, key)
    with pytest.raises(CustomerNotFound):
        work.perform(other_shop.caller, lambda ctx: history.activity(ctx, awa))
