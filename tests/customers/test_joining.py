"""An account comes to be when its address is proved, by whoever asked for it, and never before."""

from typing import Any
from uuid import UUID

import pytest
from tests.customers.letters import HERE, letters, newest_token, stranger
from tests.people import PASSWORD, SAM, Shop

from duka.customers import queries, service
from duka.customers.errors import AccountThere
from duka.customers.types import Door, LoggedIn, NewAccount, Profile
from duka.identity import accounts
from duka.identity import queries as identity
from duka.identity.errors import (
    EmailInvalid,
    LinkUsed,
    PasswordTooShort,
    TooManyTries,
    WrongLogin,
    WrongPassword,
)
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.work import Caller, Work


def ask(work: Work, shop: Shop, email: str = SAM.email, **more: Any) -> None:
    new = NewAccount(email=email, **{"password": PASSWORD, "name": "Sam", **more})
    service.ask_to_join(work, shop.shopper, HERE, new)


def joined(work: Work, shop: Shop, email: str = SAM.email, **more: Any) -> LoggedIn:
    ask(work, shop, email, **more)
    return service.join(work, shop.shopper, newest_token(work, shop.tenant.id, email), password=PASSWORD)


def guest(work: Work, shop: Shop) -> UUID:
    return work.perform(
        shop.shopper, lambda ctx: service.create_or_claim(ctx, SAM.email, "Samuel", "+33 1 22")
    )


def profile(work: Work, shop: Shop, customer: UUID) -> Profile:
    return work.perform(shop.caller, lambda ctx: queries.profile(ctx, customer))


def test_nothing_is_there_before_the_link_was_opened(work: Work, shop: Shop) -> None:
    ask(work, shop, channels=("email",))
    with pytest.raises(WrongLogin):
        service.log_in(work, shop.shopper, HERE, SAM.email, PASSWORD)
    assert work.perform(shop.caller, queries.list_customers).items == []
    (kind, text), *rest = letters(work, shop.tenant.id, SAM.email)
    assert kind == "customer_welcome" and not rest
    assert "https://shops.example/s/" in text and PASSWORD not in text


def test_the_link_and_the_password_make_the_account(work: Work, shop: Shop) -> None:
    found = joined(work, shop, channels=("email",))
    seen = profile(work, shop, found.customer_id)
    assert (seen.name, seen.is_registered, seen.is_verified) == ("Sam", True, True)
    credential = identity.authenticate(work, found.token)
    assert (
        credential is not None and credential.kind == "customer" and credential.actor.id == found.customer_id
    )
    consents = work.perform(shop.caller, lambda ctx: queries.consents(ctx, found.customer_id))
    assert [(c.channel, c.is_given, c.source) for c in consents] == [
        ("email", True, "register"),
        ("sms", False, ""),
    ]
    events = work.perform(
        shop.caller,
        lambda ctx: ctx.db.all(
            """select type, payload::text as said from events where tenant_id = %(tenant)s and aggregate_id = %(id)s""",
            id=found.customer_id,
        ),
    )
    assert {e.type for e in events} == {"customer.registered", "customer.verified", "customer.consented"}
    assert all("cl_" not in e.said and "argon2" not in e.said for e in events)


def test_a_link_works_once(work: Work, shop: Shop) -> None:
    ask(work, shop)
    token = newest_token(work, shop.tenant.id, SAM.email)
    service.join(work, shop.shopper, token, password=PASSWORD)
    with pytest.raises(LinkUsed):
        service.join(work, shop.shopper, token, password=PASSWORD)


def test_whoever_opens_the_link_must_be_who_asked(work: Work, shop: Shop) -> None:
    """Mallory prepares an account with Sam's address and her password; Sam opens the letter."""
    ask(work, shop, proof="mallory's browser")
    token = newest_token(work, shop.tenant.id, SAM.email)
    seen = work.perform(shop.shopper, lambda ctx: service.look_at_link(ctx, token, "sam's browser"))
    assert (seen.is_joining, seen.needs_password) == (True, True)
    for password in ("", "something of Sam's", "x", "y"):
        with pytest.raises(WrongPassword):
            service.join(work, shop.shopper, token, password=password, proof="sam's browser")
    with pytest.raises(WrongPassword):
        service.join(work, shop.shopper, token)
    with pytest.raises(LinkUsed):  # five tries were all
        service.join(work, shop.shopper, token, password=PASSWORD)


def test_the_browser_that_asked_needs_no_password(work: Work, shop: Shop) -> None:
    ask(work, shop, proof="this browser")
    token = newest_token(work, shop.tenant.id, SAM.email)
    found = service.join(work, shop.shopper, token, proof="this browser", door=Door("web"))
    assert found.token.startswith("cw_")
    assert identity.authenticate(work, found.token) is None, "a cookie is no bearer"


def test_a_guest_becomes_the_account_with_its_orders(work: Work, shop: Shop) -> None:
    who = guest(work, shop)
    ask(work, shop, name="")
    assert not profile(work, shop, who).is_registered
    found = service.join(work, shop.shopper, newest_token(work, shop.tenant.id, SAM.email), password=PASSWORD)
    assert found.customer_id == who
    seen = profile(work, shop, who)
    assert (seen.name, seen.phone, seen.is_registered) == ("Samuel", "+33 1 22", True)


def test_the_answer_is_the_same_for_a_known_address_and_only_its_letter_says_so(
    work: Work, shop: Shop
) -> None:
    joined(work, shop)
    ask(work, shop)
    kinds = [kind for kind, _ in letters(work, shop.tenant.id, SAM.email)]
    assert kinds == ["customer_welcome", "customer_known"]
    assert "cl_" not in letters(work, shop.tenant.id, SAM.email)[-1][1]


def test_of_two_links_the_first_that_is_opened_counts(work: Work, shop: Shop) -> None:
    ask(work, shop)
    first = newest_token(work, shop.tenant.id, SAM.email)
    ask(work, shop)
    second = newest_token(work, shop.tenant.id, SAM.email)
    service.join(work, shop.shopper, second, password=PASSWORD)
    with pytest.raises(AccountThere):
        service.join(work, shop.shopper, first, password=PASSWORD)


def test_the_same_address_at_two_merchants_is_two_customers(work: Work, shop: Shop, other_shop: Shop) -> None:
    ask(work, shop)
    token = newest_token(work, shop.tenant.id, SAM.email)
    with pytest.raises(LinkUsed):
        service.join(work, other_shop.shopper, token, password=PASSWORD)
    here = service.join(work, shop.shopper, token, password=PASSWORD)
    there = joined(work, other_shop)
    assert here.customer_id != there.customer_id
    with pytest.raises(Exception, match="no such customer"):
        profile(work, shop, there.customer_id)


def test_a_link_of_customers_is_none_of_staff_and_the_other_way_round(work: Work, shop: Shop) -> None:
    ask(work, shop)
    token = newest_token(work, shop.tenant.id, SAM.email)
    with pytest.raises(LinkUsed):
        accounts.verify_email(work, HERE, token)
    with pytest.raises(LinkUsed):
        accounts.reset_password(work, HERE, token, "nine ladies dancing")
    for kind in ("lt", "st", "ws", "cw", "cc"):
        forged = f"{kind}_{token.partition('_')[2]}"
        with pytest.raises(LinkUsed):
            service.join(work, shop.shopper, forged, password=PASSWORD)
        with pytest.raises(LinkUsed):
            service.reset_password(work, shop.shopper, HERE, forged, "nine ladies dancing")


def test_asking_is_checked_and_slowed_down(work: Work, shop: Shop) -> None:
    with pytest.raises(EmailInvalid):
        ask(work, shop, "sam")
    with pytest.raises(PasswordTooShort):
        ask(work, shop, password="short")
    with pytest.raises(InvalidInput):
        ask(work, shop, name="a\nb", phone="call me", locale="english")
    with pytest.raises(Forbidden):
        ask(work, Shop(shop.tenant, shop.store, shop.caller, Caller(shop.tenant.id, shop.shopper.actor)))
    assert letters(work, shop.tenant.id, SAM.email) == []
    who, new = stranger(), NewAccount(email=SAM.email, password=PASSWORD)
    with pytest.raises(TooManyTries):
        for _ in range(9):
            service.ask_to_join(work, shop.shopper, who, new)
    assert 3 < len(letters(work, shop.tenant.id, SAM.email)) < 8
