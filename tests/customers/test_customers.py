from typing import Any
from uuid import UUID

import pytest
from tests.people import PASSWORD, SAM, Shop

from duka.customers import queries, service
from duka.customers.errors import AccountThere, AddressNotFound, CustomerNotFound, TooManyAddresses
from duka.customers.service import addresses
from duka.customers.types import Address, LoggedIn, Profile, ProfileChange
from duka.identity import queries as identity
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import parse
from duka.kernel.work import Caller, Work

HOME = Address(name="Sam", line1="Rue 12", city="Abidjan", country="CI")


def guest(work: Work, shop: Shop, name: str = "", phone: str = "") -> UUID:
    return work.perform(
        shop.shopper, lambda ctx: service.create_or_claim(ctx, SAM.email.upper(), name, phone)
    )


def register(work: Work, shop: Shop, email: str = SAM.email) -> LoggedIn:
    return service.admit(work, shop.caller, email, PASSWORD, "Sam")


def himself(work: Work, logged_in: LoggedIn) -> Caller:
    credential = identity.authenticate(work, logged_in.token)
    assert credential is not None
    return credential.caller()


def seen(work: Work, caller: Caller, customer: UUID) -> Profile:
    return work.perform(caller, lambda ctx: queries.profile(ctx, customer))


def do(work: Work, caller: Caller, verb: Any, *arguments: Any) -> Any:
    return work.perform(caller, lambda ctx: verb(ctx, *arguments))


def test_a_guest_is_one_record_filled_in_once(work: Work, shop: Shop) -> None:
    first = guest(work, shop, "", "+225 07")
    assert work.last_statements == 2
    assert guest(work, shop, "Sam", "+33 1 22") == first
    profile = seen(work, shop.caller, first)
    assert (profile.email, profile.name, profile.phone) == (SAM.email, "Sam", "+225 07")
    assert not profile.is_registered


def test_a_guest_never_changes_an_account(work: Work, shop: Shop) -> None:
    account = register(work, shop)
    assert guest(work, shop, "Somebody else", "+33 1 22") == account.customer_id
    profile = seen(work, shop.caller, account.customer_id)
    assert (profile.name, profile.phone, profile.is_registered) == ("Sam", "", True)


def test_an_account_that_is_vouched_for_is_announced(work: Work, shop: Shop) -> None:
    account = register(work, shop)
    assert account.token.startswith(f"ct_{shop.tenant.id.hex}_")
    assert seen(work, himself(work, account), account.customer_id).is_verified
    with pytest.raises(AccountThere):
        register(work, shop)
    with pytest.raises(Forbidden):
        service.admit(work, shop.shopper, "tom@shopper.example", PASSWORD)
    events = work.perform(
        shop.caller,
        lambda ctx: ctx.db.all(
            "select type, payload from events where tenant_id = %(tenant)s and aggregate_id = %(id)s order by id",
            id=account.customer_id,
        ),
    )
    assert [row.type for row in events] == ["customer.registered", "customer.verified"]
    assert "password" not in str([row.payload for row in events])


def test_nobody_else_sees_a_profile(work: Work, shop: Shop, other_shop: Shop) -> None:
    account = register(work, shop)
    another = himself(work, register(work, shop, "tom@shopper.example"))
    with pytest.raises(CustomerNotFound):
        seen(work, another, account.customer_id)
    with pytest.raises(CustomerNotFound):
        do(work, another, service.add_address, account.customer_id, HOME)
    with pytest.raises(CustomerNotFound):
        seen(work, other_shop.caller, account.customer_id)
    with pytest.raises(Forbidden):
        seen(work, shop.shopper, account.customer_id)
    with pytest.raises(Forbidden):
        do(work, another, queries.list_customers)


def test_a_profile_is_changed_by_version(work: Work, shop: Shop) -> None:
    account = register(work, shop)
    sam = himself(work, account)
    assert do(work, sam, service.update_profile, account.customer_id, ProfileChange(phone="+33 1 22"), 1) == 2
    with pytest.raises(VersionConflict):
        do(work, sam, service.update_profile, account.customer_id, ProfileChange(name="S"), 1)
    profile = seen(work, sam, account.customer_id)
    assert (profile.name, profile.phone, profile.version) == ("Sam", "+33 1 22", 2)


def test_an_address_book_has_one_default(work: Work, shop: Shop, other_shop: Shop) -> None:
    account = register(work, shop)
    sam, me = himself(work, account), account.customer_id
    first = do(work, sam, service.add_address, me, HOME)
    second = do(work, sam, service.add_address, me, Address(line1="Work", country="FR"))

    def book() -> list[tuple[UUID, bool]]:
        return [(parse("addr", a.id), a.is_default) for a in seen(work, sam, me).addresses]

    assert book() == [(first, True), (second, False)]
    for _ in range(2):
        do(work, sam, service.update_address, me, second, Address(line1="Office", country="FR"), True)
    assert book() == [(second, True), (first, False)]
    assert seen(work, sam, me).addresses[0].address.line1 == "Office"
    do(work, sam, service.remove_address, me, second)
    assert book() == [(first, True)]
    with pytest.raises(AddressNotFound):
        do(work, sam, service.remove_address, me, second)
    with pytest.raises(AddressNotFound):
        do(work, sam, service.update_address, me, second, HOME)
    with pytest.raises(CustomerNotFound):
        do(work, other_shop.caller, service.remove_address, me, first)


def test_an_address_is_checked_and_books_end(work: Work, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    account = register(work, shop)
    sam, me = himself(work, account), account.customer_id
    for wrong in (
        Address(country="France"),
        Address(country="FR", line1="x" * 201),
        Address(country="FR", city="a\x00b"),
        Address(country="FR", latitude_e6=1),
        Address(country="FR", latitude_e6=1, longitude_e6=10**9),
    ):
        with pytest.raises(InvalidInput):
            do(work, sam, service.add_address, me, wrong)
    monkeypatch.setattr(addresses, "MOST_ADDRESSES", 1)
    do(work, sam, service.add_address, me, HOME)
    with pytest.raises(TooManyAddresses):
        do(work, sam, service.add_address, me, HOME)


def test_customers_are_listed_in_pages(work: Work, shop: Shop) -> None:
    for number in range(3):
        do(work, shop.shopper, service.create_or_claim, f"c{number}@shopper.example", f"C%{number}")
    first = work.perform(shop.caller, lambda ctx: queries.list_customers(ctx, limit=2))
    rest = work.perform(shop.caller, lambda ctx: queries.list_customers(ctx, limit=2, cursor=first.next))
    assert [c.email[:2] for c in (*first.items, *rest.items)] == ["c2", "c1", "c0"] and rest.next is None
    found = work.perform(shop.caller, lambda ctx: queries.list_customers(ctx, text="c%1"))
    assert [c.email[:2] for c in found.items] == ["c1"]
