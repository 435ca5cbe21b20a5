"""What belongs to an account: a wish list, answers about what somebody wants to hear, orders that are claimed."""

from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy
from tests.people import PASSWORD, Shop

from duka.access.roles import CUSTOMER
from duka.customers import queries, service, wish_list
from duka.customers.errors import CustomerNotFound, NotLoggedIn, TooManyWishes, WishNotSold
from duka.customers.service import wishes
from duka.kernel.context import SYSTEM, Actor
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.orders import claiming
from duka.orders import queries as orders

EMAIL = "awa@example.com"


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


def customer(bazaar: Bazaar, email: str = EMAIL) -> Caller:
    who = service.admit(bazaar.work, Caller(bazaar.tenant, SYSTEM), email, PASSWORD)
    return Caller(bazaar.tenant, Actor("customer", who.customer_id), CUSTOMER, bazaar.store)


def me(who: Caller) -> UUID:
    assert who.actor.id is not None
    return who.actor.id


def trail(bazaar: Bazaar, who: Caller) -> list[str]:
    rows = bazaar.work.perform(
        Caller(bazaar.tenant),
        lambda ctx: ctx.db.all(
            """select e.type, e.payload -> 'fields' as fields from events e
               where e.tenant_id = %(tenant)s and e.aggregate_id = %(id)s order by e.id""",
            id=me(who),
        ),
    )
    return [f"{row.type} {row.fields}" if row.fields else row.type for row in rows]


def test_a_wish_list_keeps_what_is_put_on_it_once(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(price=5000, stock=0), bazaar.product(price=800)
    who, work = customer(bazaar), bazaar.work
    for _ in range(2):
        work.perform(who, lambda ctx: service.add_wish(ctx, shirt))
    work.perform(who, lambda ctx: service.add_wish(ctx, hat))
    found = work.perform(who, lambda ctx: wish_list.wish_list(ctx, bazaar.store))
    assert work.last_statements <= 2
    assert [(w.title, w.price_minor, w.is_sold, w.is_available) for w in found] == [
        ("Produit 2", 800, True, True),
        ("Produit 1", 5000, True, False),
    ]
    assert work.perform(who, lambda ctx: wish_list.is_wished(ctx, [hat, new_id()]))
    other = customer(bazaar, "tom@example.com")
    assert work.perform(other, lambda ctx: wish_list.wish_list(ctx, bazaar.store)) == []
    for _ in range(2):
        work.perform(who, lambda ctx: service.remove_wish(ctx, hat))
    assert not work.perform(who, lambda ctx: wish_list.is_wished(ctx, [hat]))
    assert trail(bazaar, who).count("customer.updated ['wishes']") == 3


def test_what_a_wish_list_refuses(bazaar: Bazaar, other_shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shirt, hat, who = bazaar.product(), bazaar.product(), customer(bazaar)
    with pytest.raises(WishNotSold):
        bazaar.work.perform(who, lambda ctx: service.add_wish(ctx, new_id()))
    with pytest.raises(NotLoggedIn):
        bazaar.shop(lambda ctx: service.add_wish(ctx, shirt))
    with pytest.raises(NotLoggedIn):
        bazaar.shop(lambda ctx: wish_list.wish_list(ctx, bazaar.store))
    stranger = Caller(other_shop.tenant.id, Actor("customer", me(who)), CUSTOMER, other_shop.store)
    with pytest.raises(WishNotSold):
        bazaar.work.perform(stranger, lambda ctx: service.add_wish(ctx, shirt))
    monkeypatch.setattr(wishes, "MOST_WISHES", 1)
    bazaar.work.perform(who, lambda ctx: service.add_wish(ctx, shirt))
    with pytest.raises(TooManyWishes):
        bazaar.work.perform(who, lambda ctx: service.add_wish(ctx, hat))
    bazaar.work.perform(who, lambda ctx: service.add_wish(ctx, shirt))


def test_every_answer_is_kept_and_the_newest_counts(bazaar: Bazaar) -> None:
    who, work = customer(bazaar), bazaar.work

    def answer(channel: str, is_given: bool) -> None:
        work.perform(
            who,
            lambda ctx: service.consent(
                ctx, me(who), channel, is_given=is_given, source="settings", wording="Offers"
            ),
        )

    answer("sms", False)
    for _ in range(2):
        answer("email", True)
    answer("email", False)
    answer("email", True)
    found = work.perform(who, lambda ctx: queries.consents(ctx, me(who)))
    assert [(c.channel, c.is_given, c.source, bool(c.at)) for c in found] == [
        ("email", True, "settings", True),
        ("sms", False, "", False),
    ]
    assert trail(bazaar, who).count("customer.consented") == 3
    with pytest.raises(InvalidInput):
        answer("pigeon", True)
    other = customer(bazaar, "tom@example.com")
    with pytest.raises(CustomerNotFound):
        work.perform(other, lambda ctx: queries.consents(ctx, me(who)))
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: service.consent(ctx, me(who), "email", is_given=True, source="x"))


def test_orders_of_a_known_address_are_claimed_by_proof_alone(bazaar: Bazaar) -> None:
    shirt, work = bazaar.product(), bazaar.work
    who, tom = customer(bazaar), customer(bazaar, "tom@example.com")
    order = buy(bazaar, (shirt, 1))  # with Awa's address, by somebody who is not logged in
    mine = lambda by: [o.number for o in work.perform(by, orders.own_orders).items]  # noqa: E731
    assert order.customer_id is None and mine(who) == []
    unverify = "update customers set email_verified_at = null where tenant_id = %(tenant)s and id = %(id)s"
    work.perform(Caller(bazaar.tenant), lambda ctx: ctx.db.run(unverify, id=me(who)))
    assert work.perform(Caller(bazaar.tenant), lambda ctx: claiming.claim(ctx, me(who))) == 0
    assert work.perform(Caller(bazaar.tenant), lambda ctx: claiming.claim(ctx, me(tom))) == 0
    with pytest.raises(Forbidden):
        work.perform(who, lambda ctx: claiming.claim(ctx, me(who)))
    verify = "update customers set email_verified_at = now() where tenant_id = %(tenant)s and id = %(id)s"
    work.perform(Caller(bazaar.tenant), lambda ctx: ctx.db.run(verify, id=me(who)))
    assert [
        work.perform(Caller(bazaar.tenant), lambda ctx: claiming.claim(ctx, me(who))) for _ in range(2)
    ] == [1, 0]
    assert mine(who) == [order.number] and mine(tom) == []
