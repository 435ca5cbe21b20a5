"""The box that finds people, orders and goods by whatever somebody knows of them."""

import pytest
from tests import make
from tests.people import Shop
from tests.support.callers import limited, order, person, staff

from duka.customers import service
from duka.customers.inputs import CustomerChange
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller, Work
from duka.support import search
from duka.support.types import SearchResult


def found(work: Work, caller: Caller, text: str) -> SearchResult:
    return work.perform(caller, lambda ctx: search.search(ctx, text))


def names(work: Work, shop: Shop, text: str) -> list[str]:
    return [hit.name for hit in found(work, shop.caller, text).customers or []]


def numbers(work: Work, shop: Shop, text: str) -> list[str]:
    return [hit.number for hit in found(work, shop.caller, text).orders or []]


@pytest.fixture
def people(work: Work, shop: Shop) -> Shop:
    person(work, shop, "Aïssatou N’Diaye", "aissatou@mail.example", "+221 77 123 45 67")
    person(work, shop, "Cheikh Diouf", "cheikh.diouf@mail.example", "77 987 65 43")
    person(work, shop, "Rokhaya Guèye", "rg1987@mail.example")
    person(work, shop, "Moussa Ba", "moussa@mail.example", "0033 6 12 34 56 78")
    person(work, shop, "Hélène Lefèvre", "h.lefevre@mail.example", "06 98 76 54 32")
    person(work, shop, "Niamh O'Brien", "niamh@mail.example")
    return shop


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aissatou ndiaye", "Aïssatou N’Diaye"),
        ("NDIAYE Aïssatou", "Aïssatou N’Diaye"),
        ("N'Diaye", "Aïssatou N’Diaye"),
        ("ndiae", "Aïssatou N’Diaye"),
        ("ndaiye", "Aïssatou N’Diaye"),
        ("aisatou ndaye", "Aïssatou N’Diaye"),
        ("njaay", "Aïssatou N’Diaye"),
        ("aissat", "Aïssatou N’Diaye"),
        ("aisatt", "Aïssatou N’Diaye"),
        ("joof", "Cheikh Diouf"),
        ("sheikh diuof", "Cheikh Diouf"),
        ("roxaya", "Rokhaya Guèye"),
        ("rokaya gueye", "Rokhaya Guèye"),
        ("moussa ba", "Moussa Ba"),
        ("mousa ba", "Moussa Ba"),
        ("helene lefevre", "Hélène Lefèvre"),
        ("lefevbre", "Hélène Lefèvre"),
        ("obrien", "Niamh O'Brien"),
        ("o’brien niam", "Niamh O'Brien"),
        ("rg1987", "Rokhaya Guèye"),
    ],
)
def test_names_are_found_as_people_say_them(work: Work, people: Shop, typed: str, meant: str) -> None:
    assert names(work, people, typed)[:1] == [meant]


def test_what_nobody_is_called_finds_nobody(work: Work, people: Shop) -> None:
    for typed in ("", "x", "zzzzzz", "aissatou lefevre", "%", "_", "\\", "'", "\x00", "🐐", "a" * 500):
        assert names(work, people, typed) == [], typed


@pytest.mark.parametrize(
    "typed",
    [
        "+221 77 123 45 67",
        "771234567",
        "77 123 45 67",
        "00221771234567",
        "(77) 123-45-67",
        "234567",
        "4567",
        "45.67",
    ],
)
def test_a_telephone_number_is_found_in_any_format(work: Work, people: Shop, typed: str) -> None:
    (hit,) = found(work, people.caller, typed).customers or []
    assert (hit.name, hit.matched) == ("Aïssatou N’Diaye", "phone")
    assert hit.is_exact == (len(typed) > 8)


def test_a_number_is_found_with_or_without_its_country(work: Work, people: Shop) -> None:
    assert names(work, people, "06 12 34 56 78") == ["Moussa Ba"]
    assert names(work, people, "+33 6 98 76 54 32") == ["Hélène Lefèvre"]


def test_an_email_address_is_found_exactly_first(work: Work, shop: Shop) -> None:
    person(work, shop, "Long", "awa@mail.example.org")
    person(work, shop, "Awa", "awa@mail.example")
    hits = found(work, shop.caller, "AWA@mail.example").customers or []
    assert [(h.name, h.is_exact) for h in hits] == [("Awa", True), ("Long", False)]
    assert names(work, shop, "awa@mai") == ["Awa", "Long"] or set(names(work, shop, "awa@mai")) == {
        "Awa",
        "Long",
    }


def test_orders_are_found_by_number_email_and_phone(work: Work, shop: Shop) -> None:
    awa = person(work, shop, "Awa Ndiaye", "awa@mail.example", "77 000 00 01")
    order(work, shop, "1042", awa, email="awa@mail.example", ship_phone="+221 76 555 44 33")
    order(work, shop, "10421", awa, email="awa@mail.example")
    hits = found(work, shop.caller, "#1042").orders or []
    assert [(h.number, h.is_exact) for h in hits] == [("1042", True), ("10421", False)]
    assert numbers(work, shop, "104") == ["10421", "1042"]
    assert numbers(work, shop, "awa@mail.example") == ["10421", "1042"]
    by_phone = found(work, shop.caller, "765554433")
    assert [h.number for h in by_phone.orders or []] == ["1042"]
    assert [h.name for h in by_phone.customers or []] == ["Awa Ndiaye"]  # the number is on her order only


def test_a_person_is_found_by_the_name_on_their_order(work: Work, shop: Shop) -> None:
    buyer = person(work, shop, "", "buyer@mail.example")
    order(work, shop, "1001", buyer, name="Modou Faye")
    (hit,) = found(work, shop.caller, "modou faye").customers or []
    assert hit.email == "buyer@mail.example"


def test_a_changed_name_is_found_and_the_old_one_no_longer(work: Work, shop: Shop) -> None:

    who = person(work, shop, "Khady Seck")
    work.perform(shop.caller, lambda ctx: service.update(ctx, who, CustomerChange(name="Khady Thiam"), 1))
    assert names(work, shop, "khady thiam") == ["Khady Thiam"] == names(work, shop, "cham")
    assert names(work, shop, "seck") == []


def test_another_company_is_not_found(work: Work, shop: Shop, other_shop: Shop) -> None:
    person(work, other_shop, "Aïssatou Ndiaye", "a@mail.example", "77 123 45 67")
    order(work, other_shop, "1042", email="a@mail.example")
    for typed in ("ndiaye", "njaay", "a@mail.example", "771234567", "1042"):
        assert found(work, shop.caller, typed) == SearchResult([], [], []), typed


def test_each_kind_with_its_permission(work: Work, people: Shop) -> None:
    everything = found(work, people.caller, "moussa")
    assert everything.customers and everything.orders == [] and everything.products == []
    narrow = staff(people, "Bob", "search:use", "products:read")
    assert found(work, narrow, "moussa") == SearchResult(None, None, [])
    (hit,) = found(work, staff(people, "Bob", "search:use", "customers:read"), "moussa").customers or []
    assert hit.orders is None
    with pytest.raises(Forbidden):
        found(work, staff(people, "Bob", "customers:read", "orders:read"), "moussa")


def test_staff_of_one_store_find_its_orders_only(work: Work, shop: Shop) -> None:
    other = make.store(work, shop.tenant)
    awa = person(work, shop, "Awa Ndiaye", "awa@mail.example")
    order(work, shop, "1001", awa, email="awa@mail.example", ship_phone="77 111 22 33")
    order(work, shop, "1002", awa, email="awa@mail.example", ship_phone="77 111 22 44", store_id=other)
    bob = limited(shop, other)
    assert [h.number for h in found(work, bob, "awa@mail.example").orders or []] == ["1002"]
    assert found(work, bob, "1001").orders == []
    assert found(work, bob, "771112233").customers == []  # known from the other store's order alone
    (hit,) = found(work, bob, "awa").customers or []
    assert (hit.orders, hit.last_order_at) == (None, None)


def test_three_statements(work: Work, people: Shop) -> None:
    for typed in ("aissatou ndaiye", "771234567", "a@b.example", "1042"):
        found(work, people.caller, typed)
        assert work.last_statements <= 3
