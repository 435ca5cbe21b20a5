"""Building a draft: prices by the rules and by hand, stock that is kept, versions, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from tests.checkout import steps
from tests.checkout.bazaar import DAKAR, Bazaar
from tests.conftest import Clock
from tests.draft_orders.drafting import TENTH, build, change, draft_id, issue, line, look, place

from duka.carts.errors import QuantityNotAllowed, ShippingUnavailable, VariantUnavailable
from duka.customers.errors import CustomerNotFound
from duka.customers.types import Address
from duka.draft_orders import queries, service
from duka.draft_orders.errors import (
    DraftClosed,
    DraftNotFound,
    DraftStillOpen,
    StoreLocaleUnknown,
)
from duka.draft_orders.types import Agreed, ByHand, Draft, DraftChange, WantedLine
from duka.inventory import queries as stock
from duka.inventory import service as inventory
from duka.inventory.errors import SoldOut
from duka.kernel.context import Actor, Context, Grant
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.orders.revisions import Discount
from duka.stores.errors import StoreNotFound


def test_a_draft_costs_what_a_cart_costs(bazaar: Bazaar) -> None:
    shirt = bazaar.product(5000)
    cart = steps.ready(bazaar, (shirt, 2))
    order = steps.place(bazaar, cart)
    draft = build(bazaar, line(shirt, 2))
    assert (draft.number, draft.state, draft.locale) == ("D1", "open", "fr")
    figures = draft.cart
    assert (figures.subtotal_minor, figures.shipping_minor, figures.tax_minor, figures.total_minor) == (
        order.subtotal_minor, order.shipping_minor, order.tax_minor, order.total_minor,
    )  # fmt: skip
    assert draft.missing == {}
    assert draft.payment_methods == ["bank_transfer", "cash_on_delivery", "sandbox"]
    assert bazaar.level(shirt) == (10, 2)  # the order's; a draft keeps nobody's stock


def test_own_prices_and_discounts_add_up(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(5000), bazaar.product(3000)
    draft = build(
        bazaar,
        line(shirt, 2, 4500, Discount("amount", 500, "A loose button")),
        line(hat, 1),
        discount=TENTH,
        carriage=ByHand(700),
    )
    figures = draft.cart
    assert (figures.subtotal_minor, figures.discount_minor) == (12_000, 500 + 1150)
    assert (figures.shipping_minor, figures.total_minor) == (700, 12_000 - 1650 + 700)
    assert figures.total_minor == sum(one.total_minor for one in figures.lines) + 700
    assert [one.was_minor for one in figures.lines] == [5000, None]
    assert figures.shipping_option is not None
    assert figures.shipping_option.name == "Coursier"


def test_carriage_of_ones_own_needs_no_rate(bazaar: Bazaar) -> None:
    draft = build(
        bazaar, line(bazaar.product()), shipping_rate_id=None, carriage=ByHand(2000, "With Modou's van")
    )
    assert draft.missing == {}
    order = place(bazaar, draft)
    assert (order.shipping_minor, order.shipping_method.name) == (2000, "With Modou's van")


def test_what_is_missing_is_said(bazaar: Bazaar) -> None:
    empty = bazaar.staff(lambda ctx: service.create(ctx, bazaar.store, DraftChange()))
    assert set(empty.missing) == {"email", "lines"}
    shirt = bazaar.product()
    half = change(bazaar, empty, lines=[line(shirt)])
    assert set(half.missing) == {"email", "shipping_address", "shipping_rate_id"}


def test_lines_are_those_that_are_given(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(5000), bazaar.product(3000)
    draft = build(bazaar, line(shirt, 2, 4000), line(hat))
    after = change(bazaar, draft, lines=[line(hat, 3)])
    assert [(one.sku, one.quantity) for one in after.cart.lines] == [("SKU-2", 3)]
    assert after.agreed == []
    assert after.version > draft.version


def test_a_customer_brings_what_is_known_of_them(bazaar: Bazaar) -> None:
    order = steps.buy(bazaar, (bazaar.product(), 1), phone="+221771234567")
    customer = bazaar.value("select customer_id from orders where tenant_id = %(tenant)s")
    bazaar.perform(
        lambda ctx: ctx.db.run(
            """insert into customer_addresses (tenant_id, id, customer_id, address, is_default, created_at)
               values (%(tenant)s, %(id)s, %(customer)s, %(address)s::jsonb, true, %(now)s)""",
            id=new_id(), customer=customer, address='{"country": "SN", "city": "Thiès", "name": "Awa"}', now=ctx.now,
        )
    )  # fmt: skip
    draft = bazaar.staff(lambda ctx: service.create(ctx, bazaar.store, DraftChange(customer_id=customer)))
    assert draft.customer is not None
    assert (draft.customer.email, draft.cart.email) == (order.email, order.email)
    assert draft.cart.shipping_address is not None
    assert draft.cart.shipping_address.city == "Thiès"
    assert change(bazaar, draft, customer_id=None).customer is None
    with pytest.raises(CustomerNotFound):
        change(bazaar, look(bazaar, draft), customer_id=new_id())


def test_two_people_do_not_overwrite_each_other(bazaar: Bazaar) -> None:
    draft = build(bazaar, line(bazaar.product()))
    change(bazaar, draft, note="Ring twice")
    with pytest.raises(VersionConflict):
        change(bazaar, draft, note="Do not ring")
    assert look(bazaar, draft).cart.note == "Ring twice"


def test_kept_stock_is_free_again_in_time(bazaar: Bazaar, clock: Clock) -> None:
    shirt = bazaar.product(stock=3)
    draft = build(bazaar, line(shirt, 2), hold_until=bazaar.work.clock() + timedelta(days=2))
    assert (draft.holds, bazaar.level(shirt)) == (True, (3, 2))
    assert draft.cart.lines[0].problem == ""
    assert draft.cart.lines[0].available == 3
    more = change(bazaar, draft, lines=[line(shirt, 3)])
    assert (more.cart.lines[0].problem, bazaar.level(shirt)) == ("", (3, 3))
    with pytest.raises(SoldOut):
        change(bazaar, more, lines=[line(shirt, 4)])
    assert bazaar.level(shirt) == (3, 3)
    clock.now = clock() + timedelta(days=2, minutes=1)
    bazaar.perform(inventory.expire)
    assert bazaar.level(shirt) == (3, 0)
    assert look(bazaar, draft).holds is False
    assert bazaar.staff(stock.verify) == []


def test_cancelling_lets_go_and_is_safe_twice(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=3)
    draft = build(bazaar, line(shirt, 2), hold_until=bazaar.work.clock() + timedelta(days=2))
    for _ in range(2):
        assert bazaar.staff(lambda ctx: service.cancel(ctx, draft_id(draft))).state == "cancelled"
    assert bazaar.level(shirt) == (3, 0)
    with pytest.raises(DraftClosed):
        change(bazaar, look(bazaar, draft), note="late")
    with pytest.raises(DraftClosed):
        place(bazaar, draft)


def test_a_draft_expires(bazaar: Bazaar, clock: Clock) -> None:
    draft = build(bazaar, line(bazaar.product()))
    clock.now = clock() + timedelta(days=31)
    assert look(bazaar, draft).state == "expired"
    with pytest.raises(DraftClosed):
        place(bazaar, draft)
    again = bazaar.staff(lambda ctx: service.duplicate(ctx, draft_id(draft)))
    assert (again.state, again.cart.total_minor) == ("open", draft.cart.total_minor)


def test_deleting(bazaar: Bazaar) -> None:
    draft, sent, ordered = (build(bazaar, line(bazaar.product())) for _ in range(3))
    issue(bazaar, sent)
    place(bazaar, ordered)
    bazaar.staff(lambda ctx: service.delete(ctx, draft_id(draft)))
    with pytest.raises(DraftNotFound):
        look(bazaar, draft)
    with pytest.raises(DraftStillOpen):
        bazaar.staff(lambda ctx: service.delete(ctx, draft_id(sent)))
    with pytest.raises(DraftClosed):
        bazaar.staff(lambda ctx: service.delete(ctx, draft_id(ordered)))


def test_a_draft_of_an_order_and_of_a_draft(bazaar: Bazaar) -> None:
    shirt, gone = bazaar.product(5000), bazaar.product(3000)
    order = steps.buy(bazaar, (shirt, 2), (gone, 1))
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update variants set is_active = false where tenant_id = %(tenant)s and id = %(id)s", id=gone
        )
    )
    draft = bazaar.staff(lambda ctx: service.of_order(ctx, steps.order_id(order)))
    assert [(one.sku, one.quantity) for one in draft.cart.lines] == [("SKU-1", 2)]
    assert (draft.cart.email, draft.customer is not None) == (order.email, True)
    priced = change(bazaar, draft, lines=[line(shirt, 1, 4000)], tags=["Phone"], internal_note="Knows Awa")
    copy = bazaar.staff(lambda ctx: service.duplicate(ctx, draft_id(priced)))
    assert copy.id != draft.id
    assert (copy.cart.subtotal_minor, copy.tags, copy.internal_note) == (4000, ["phone"], "Knows Awa")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"discount": Discount("percent", 100_000)}, "discount.reason"),
        ({"discount": Discount("amount", 0, "none")}, "discount.value"),
        ({"discount": Discount("percent", 1_000_001, "more")}, "discount.value"),
        ({"internal_note": "x" * 2001}, "internal_note"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_what_is_not_valid_is_named(bazaar: Bazaar, values: dict[str, Any], field: str) -> None:
    draft = build(bazaar, line(bazaar.product()))
    with pytest.raises(InvalidInput) as refused:
        change(bazaar, draft, **values)
    assert field in refused.value.fields["errors"]  # type: ignore[operator]
    assert look(bazaar, draft).version == draft.version


def test_a_price_of_ones_own_has_a_reason(bazaar: Bazaar) -> None:
    shirt = bazaar.product()
    draft = build(bazaar, line(shirt))
    with pytest.raises(InvalidInput):
        change(bazaar, draft, lines=[WantedLine(shirt, 1, Agreed(1))])
    with pytest.raises(InvalidInput):
        change(bazaar, draft, lines=[line(shirt), line(shirt)])
    with pytest.raises(InvalidInput):
        change(bazaar, draft, hold_until=bazaar.work.clock() - timedelta(hours=1))


def test_what_a_cart_refuses_is_refused(bazaar: Bazaar) -> None:
    draft = build(bazaar, line(bazaar.product()))
    with pytest.raises(VariantUnavailable):
        change(bazaar, draft, lines=[line(new_id())])
    with pytest.raises(QuantityNotAllowed):
        change(bazaar, draft, lines=[line(bazaar.product(minimum=5), 2)])
    with pytest.raises(ShippingUnavailable):
        change(bazaar, draft, shipping_rate_id=new_id())
    with pytest.raises(StoreLocaleUnknown):
        bazaar.staff(lambda ctx: service.create(ctx, bazaar.store, DraftChange(), "xx"))
    with pytest.raises(StoreNotFound):
        bazaar.staff(lambda ctx: service.create(ctx, new_id(), DraftChange()))
    assert look(bazaar, draft).version == draft.version


def seller(bazaar: Bazaar, *permissions: str, store: Any = None) -> Caller:
    held = frozenset(permissions or ("drafts:read", "drafts:write"))
    grants = (Grant(held, frozenset({store})),) if store else ()
    return Caller(bazaar.tenant, Actor("staff", new_id(), "Bob"), held, grants=grants)


def test_prices_need_their_permission(bazaar: Bazaar, work: Work) -> None:
    shirt = bazaar.product()
    plain = seller(bazaar)
    draft = work.perform(
        plain, lambda ctx: service.create(ctx, bazaar.store, DraftChange(lines=[line(shirt)]))
    )
    for wanted in (DraftChange(lines=[line(shirt, 1, 1)]), DraftChange(discount=TENTH)):

        def act(ctx: Context, wanted: DraftChange = wanted) -> Draft:
            return service.update(ctx, draft_id(draft), wanted, draft.version)

        with pytest.raises(Forbidden):
            work.perform(plain, act)
    kept = change(bazaar, draft, discount=TENTH)
    seen = work.perform(
        plain, lambda ctx: service.update(ctx, draft_id(draft), DraftChange(note="Thanks"), kept.version)
    )
    assert seen.discount == TENTH  # what somebody else agreed stays


def test_who_works_elsewhere_or_only_reads(bazaar: Bazaar, work: Work) -> None:
    draft = build(bazaar, line(bazaar.product()))
    elsewhere = seller(bazaar, store=new_id())
    reader = seller(bazaar, "drafts:read")
    for act in (
        lambda ctx: queries.draft(ctx, draft_id(draft)),
        lambda ctx: service.cancel(ctx, draft_id(draft)),
        lambda ctx: service.duplicate(ctx, draft_id(draft)),
        lambda ctx: service.create(ctx, bazaar.store, DraftChange()),
    ):
        with pytest.raises(Forbidden):
            work.perform(elsewhere, act)
    assert work.perform(elsewhere, queries.list_drafts).items == []
    assert work.perform(reader, lambda ctx: queries.draft(ctx, draft_id(draft))).id == draft.id
    with pytest.raises(Forbidden):
        work.perform(reader, lambda ctx: service.cancel(ctx, draft_id(draft)))
    stranger = Bazaar(work).build()
    with pytest.raises(DraftNotFound):
        look(stranger, draft)


def test_the_list_finds_and_counts_statements(bazaar: Bazaar, work: Work) -> None:
    awa = build(bazaar, line(bazaar.product(), 3))
    sent = build(
        bazaar,
        line(bazaar.product()),
        email="modou@example.com",
        shipping_address=Address(**{**DAKAR, "name": "Modou Fall"}),
    )
    issue(bazaar, sent)
    done = build(bazaar, line(bazaar.product()), email="fatou@example.com")
    order = place(bazaar, done)

    def found(**wanted: Any) -> list[str]:
        page = bazaar.staff(lambda ctx: queries.list_drafts(ctx, **wanted))
        return [one.id for one in page.items]

    assert found() == [done.id, sent.id, awa.id]
    assert found(text="modou fa") == [sent.id]
    assert found(text="d1") == [awa.id]
    assert found(state="sent") == [sent.id]
    assert found(state="ordered") == [done.id]
    assert found(store=new_id()) == []
    first = bazaar.staff(lambda ctx: queries.list_drafts(ctx, limit=2))
    assert found(cursor=first.next) == [awa.id]
    row = bazaar.staff(lambda ctx: queries.list_drafts(ctx, state="ordered")).items[0]
    assert (row.order_number, row.total_minor, row.count) == (order.number, order.total_minor, 1)
    bazaar.staff(queries.list_drafts)
    assert work.last_statements <= 2  # the tenant, and the page
    look(bazaar, sent)
    assert work.last_statements <= 5  # with what the company has, which is remembered
    with pytest.raises(InvalidInput):
        found(state="lost")
