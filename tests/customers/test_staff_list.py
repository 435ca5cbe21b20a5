"""The list of customers: its filters, sorts, pages and figures."""

from datetime import timedelta
from typing import Any

import pytest
from tests import make
from tests.people import Shop
from tests.support.callers import PLACED, limited, order, person, staff, tell

from duka.customers import service, staff_list
from duka.customers.inputs import CustomerGroupInput
from duka.customers.staff_types import CustomerFilter, CustomerRow
from duka.kernel.paging import MalformedCursor
from duka.kernel.work import Caller, Work


def rows(work: Work, caller: Caller, **wanted: Any) -> list[CustomerRow]:
    """All pages, two at a time."""
    found: list[CustomerRow] = []
    cursor = None
    while True:
        page = work.perform(
            caller,
            lambda ctx, at=cursor: staff_list.list_customers(
                ctx, CustomerFilter(**wanted), cursor=at, limit=2
            ),  # type: ignore[misc]
        )
        assert work.last_statements <= 3
        found += page.items
        cursor = page.next
        if cursor is None:
            return found


def names(work: Work, caller: Caller, **wanted: Any) -> list[str]:
    return [row.name for row in rows(work, caller, **wanted)]


@pytest.fixture
def crowd(work: Work, shop: Shop) -> dict[str, Any]:
    """Awa bought three times (once in the other store), Binta once, Cheikh never; Demba's order was cancelled."""
    other = make.store(work, shop.tenant)
    who = {
        name: person(work, shop, name, f"{name.lower()}@mail.example", locale=locale, tags=tags)
        for name, locale, tags in (
            ("Awa", "fr", ["vip"]),
            ("Binta", "en", []),
            ("Cheikh", "fr-SN", ["vip", "new"]),
            ("Demba", "", []),
        )
    }
    order(work, shop, "1", who["Awa"], total_minor=1000)
    order(work, shop, "2", who["Awa"], total_minor=2000, placed_at=PLACED + timedelta(days=1))
    order(work, shop, "3", who["Awa"], total_minor=4000, store_id=other, placed_at=PLACED + timedelta(days=2))
    order(work, shop, "4", who["Binta"], total_minor=9000, placed_at=PLACED + timedelta(days=3))
    order(work, shop, "5", who["Demba"], total_minor=500, status="cancelled")
    return {**who, "other": other}


def test_figures_count_what_was_placed_and_not_cancelled(
    work: Work, shop: Shop, crowd: dict[str, Any]
) -> None:
    figures = {row.name: row.figures for row in rows(work, shop.caller)}
    awa, binta, demba = figures["Awa"], figures["Binta"], figures["Demba"]
    assert awa and (awa.orders, awa.spent) == (3, {"EUR": 7000})
    assert binta and (binta.orders, binta.spent) == (1, {"EUR": 9000})
    assert demba and (demba.orders, demba.spent, demba.last_order_at) == (0, {}, None)


def test_figures_follow_what_becomes_of_an_order(work: Work, shop: Shop) -> None:
    awa = person(work, shop, "Awa", "awa@mail.example")
    key = order(work, shop, "1", awa, total_minor=1000)
    guest = order(work, shop, "2", None, email="awa@mail.example", total_minor=300)  # not signed in
    (row,) = rows(work, shop.caller)
    assert row.figures and (row.figures.orders, row.figures.spent) == (2, {"EUR": 1300})
    for cancelled in (key, guest):
        work.perform(
            shop.caller,
            lambda ctx, x=cancelled: ctx.db.run(  # type: ignore[misc]
                "update orders set status = 'cancelled' where tenant_id = %(tenant)s and id = %(id)s", id=x
            ),
        )
    for _ in range(2):
        tell(work, shop, key, "order.cancelled")
    (row,) = rows(work, shop.caller)
    assert row.figures and (row.figures.orders, row.figures.spent, row.figures.last_order_at) == (0, {}, None)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["Demba", "Cheikh", "Binta", "Awa"]),
        ({"sort": "last_order"}, ["Binta", "Awa", "Demba", "Cheikh"]),
        ({"sort": "spent", "currency": "EUR"}, ["Binta", "Awa"]),
        ({"sort": "spent", "currency": "XOF"}, []),
        ({"sort": "orders"}, ["Awa", "Binta", "Demba", "Cheikh"]),
        ({"tag": "VIP"}, ["Cheikh", "Awa"]),
        ({"locale": "fr"}, ["Cheikh", "Awa"]),
        ({"country": "SN"}, ["Binta", "Awa"]),
        ({"orders_min": 1}, ["Binta", "Awa"]),
        ({"orders_max": 0}, ["Demba", "Cheikh"]),
        ({"spent_min": 7000, "currency": "EUR"}, ["Binta", "Awa"]),
        ({"spent_min": 7001, "currency": "EUR"}, ["Binta"]),
        ({"spent_max": 7000, "currency": "EUR"}, ["Awa"]),
        ({"last_order_from": PLACED + timedelta(days=3)}, ["Binta"]),
        ({"last_order_until": PLACED + timedelta(days=3)}, ["Awa"]),
        ({"is_registered": True}, []),
        ({"is_active": True, "is_registered": False, "tag": "new"}, ["Cheikh"]),
        ({"text": "chekh"}, ["Cheikh"]),
        ({"text": "binta@"}, ["Binta"]),
    ],
)
def test_filters_and_sorts(
    work: Work, shop: Shop, crowd: dict[str, Any], wanted: dict[str, Any], expected: list[str]
) -> None:
    assert names(work, shop.caller, **wanted) == expected


def test_the_rare_and_the_frequent_are_found_alike(
    work: Work, shop: Shop, crowd: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_list, "_FEW", "1")
    assert names(work, shop.caller, tag="vip") == ["Cheikh", "Awa"]
    assert names(work, shop.caller, spent_min=7000, currency="EUR") == ["Binta", "Awa"]
    assert names(work, shop.caller, spent_min=7001, currency="EUR") == ["Binta"]


def test_by_group(work: Work, shop: Shop, crowd: dict[str, Any]) -> None:
    group = work.perform(shop.caller, lambda ctx: service.create_group(ctx, CustomerGroupInput(name="Cafés")))
    work.perform(shop.caller, lambda ctx: service.set_members(ctx, group, [crowd["Demba"], crowd["Awa"]], []))
    assert names(work, shop.caller, group_id=group) == ["Demba", "Awa"]


def test_staff_of_one_store_see_its_figures(work: Work, shop: Shop, crowd: dict[str, Any]) -> None:
    bob = limited(shop, crowd["other"])
    figures = {row.name: row.figures for row in rows(work, bob)}
    assert figures["Awa"] and (figures["Awa"].orders, figures["Awa"].spent) == (1, {"EUR": 4000})
    assert figures["Binta"] and figures["Binta"].orders == 0
    assert names(work, bob, sort="spent", currency="EUR")[0] == "Awa"
    assert names(work, bob, sort="last_order")[0] == "Awa"
    assert names(work, bob, orders_min=1) == ["Awa"] == names(work, bob, spent_min=1, currency="EUR")


def test_who_may_see_no_orders_sees_no_figures(work: Work, shop: Shop, crowd: dict[str, Any]) -> None:
    reader = staff(shop, "Bob", "customers:read")
    assert [row.figures for row in rows(work, reader, sort="spent", orders_min=1)] == [None] * 4


def test_another_company_sees_nobody(work: Work, shop: Shop, other_shop: Shop, crowd: dict[str, Any]) -> None:
    assert rows(work, other_shop.caller) == rows(work, other_shop.caller, text="awa") == []


def test_a_cursor_of_another_sort_is_refused(work: Work, shop: Shop, crowd: dict[str, Any]) -> None:
    first = work.perform(shop.caller, lambda ctx: staff_list.list_customers(ctx, CustomerFilter(), limit=1))
    with pytest.raises(MalformedCursor):
        work.perform(
            shop.caller,
            lambda ctx: staff_list.list_customers(ctx, CustomerFilter(sort="orders"), cursor=first.next),
        )
