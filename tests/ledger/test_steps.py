"""What each step of an order and its payments does to the accounts."""

from uuid import UUID

import pytest
from tests.ledger.desk import Desk

from duka.kernel.ids import new_id
from duka.ledger import queries, service

CLEARING = "gateway_clearing:stripe"


def _paid(desk: Desk, amount: int = 12_720) -> tuple[UUID, UUID]:
    order = desk.order()
    return order, desk.pay(order, amount)


@pytest.mark.parametrize("includes", [False, True])
def test_a_sale_owes_its_total_and_names_goods_shipping_and_tax(desk: Desk, includes: bool) -> None:
    desk.order(includes=includes)
    assert desk.balances() == {
        "customer_receivable": 12_720,
        "revenue": -10_000,
        "shipping_revenue": -600,
        "tax_payable": -2_120,
    }


def test_an_order_that_waits_is_sold_when_it_is_placed(desk: Desk) -> None:
    order = desk.order(is_placed=False)
    assert desk.count() == 0
    desk.place(order)
    assert desk.balances()["customer_receivable"] == 12_720
    assert desk.verify().is_sound


def test_a_free_order_has_no_entry(desk: Desk) -> None:
    order = desk.order(goods=0, tax=0, shipping=0, shipping_tax=0)
    desk.cancel(order)
    assert desk.count() == 0
    assert desk.verify().is_sound


def test_a_sale_takes_one_statement_more(desk: Desk) -> None:
    order = desk.order(is_placed=False)
    desk.system(lambda ctx: ctx.db.one("select 1"))
    empty = desk.work.last_statements - 1
    desk.place(order)
    assert desk.work.last_statements == empty + 4  # the row's lock, the change, the books, the event


def test_what_was_paid_is_owed_no_more(desk: Desk) -> None:
    order = desk.order()
    payment = desk.pay(order, 12_720, fee=330)
    assert desk.balances() == {
        CLEARING: 12_390,
        "fees": 330,
        "revenue": -10_000,
        "shipping_revenue": -600,
        "tax_payable": -2_120,
    }
    entries = desk.count()
    about = desk.about(order, payment)
    desk.system(lambda ctx: service.collected(ctx, **about, amount_minor=12_720, total_minor=12_720))
    desk.system(lambda ctx: service.fee(ctx, **about, amount_minor=0, total_minor=330))
    assert desk.count() == entries, "the same fact is posted once, and nothing of nothing"


@pytest.mark.parametrize(("provider", "account"), [("cash_on_delivery", "cash"), ("bank_transfer", "bank")])
def test_money_by_hand_lies_with_us(desk: Desk, provider: str, account: str) -> None:
    desk.pay(desk.order(), 12_720, provider=provider)
    assert desk.balances()[account] == 12_720


def test_a_refund_in_parts_gives_back_exactly_all_tax(desk: Desk) -> None:
    order, payment = _paid(desk)
    for amount in (1, 3_333, 2, 9_384):
        desk.refund(order, payment, amount)
    assert desk.balances() == {"refunds": 10_600, "revenue": -10_000, "shipping_revenue": -600}
    assert desk.verify().is_sound


def test_a_cancelled_order_owes_its_customer_what_they_paid(desk: Desk) -> None:
    order, payment = _paid(desk)
    desk.refund(order, payment, 1_272)
    desk.cancel(order)
    assert desk.balances() == {CLEARING: 11_448, "customer_receivable": -11_448}
    assert desk.verify().is_sound
    desk.refund(order, payment, 11_448)
    assert desk.balances() == {}
    assert desk.verify().is_sound


def test_what_is_kept_of_a_cancelled_order_is_income(desk: Desk) -> None:
    order, payment = _paid(desk)
    desk.cancel(order, is_refunded=False)
    assert desk.balances() == {CLEARING: 12_720, "other_income": -12_720}
    desk.refund(order, payment, 720)
    assert desk.balances() == {CLEARING: 12_000, "other_income": -12_720, "refunds": 720}
    assert desk.verify().is_sound


def test_an_order_that_was_never_placed_leaves_the_books_alone(desk: Desk) -> None:
    order = desk.order(is_placed=False)
    payment = desk.pay(order, 12_720)
    desk.cancel(order)
    assert desk.balances() == {CLEARING: 12_720, "customer_receivable": -12_720}
    desk.refund(order, payment, 12_720)
    assert desk.balances() == {}
    assert desk.verify().is_sound


def test_what_was_paid_twice_is_owed_and_given_back_without_touching_the_sale(desk: Desk) -> None:
    order, _ = _paid(desk)
    again = desk.pay(order, 12_720)
    assert desk.balances()["customer_receivable"] == -12_720
    desk.refund(order, again, 12_720)
    assert desk.balances() == {
        CLEARING: 12_720,
        "revenue": -10_000,
        "shipping_revenue": -600,
        "tax_payable": -2_120,
    }


def test_what_weighed_less_was_sold_for_less(desk: Desk) -> None:
    order = desk.order()
    payment = desk.pay(order, 6_360)
    about = desk.about(order, payment)
    del about["provider"]
    desk.system(
        lambda ctx: service.adjusted(ctx, **about, amount_minor=-6_360, source=f"{payment.hex}:final")
    )
    found = desk.balances()
    assert found == {
        CLEARING: 6_360,
        "revenue": -4_700,
        "shipping_revenue": -600,
        "tax_payable": -1_060,
    }
    desk.refund(order, payment, 6_360)
    assert "tax_payable" not in desk.balances()
    assert desk.verify().is_sound


def test_nothing_is_adjusted_of_what_is_not_sold(desk: Desk) -> None:
    order = desk.order()
    desk.cancel(order)
    entries = desk.count()
    for about in (order, new_id()):
        desk.system(
            lambda ctx, about=about: service.adjusted(
                ctx,
                order_id=about,
                payment_id=new_id(),
                store_id=None,
                currency="EUR",
                amount_minor=5,
                source="x",
            )
        )
    assert desk.count() == entries


def test_a_dispute_moves_the_money_as_it_stands(desk: Desk) -> None:
    order, payment = _paid(desk)
    about, dispute = desk.about(order, payment), new_id()

    def stands(outcome: str, withdrawn: int, fee: int) -> dict[str, int]:
        desk.system(
            lambda ctx: service.disputed(
                ctx, **about, dispute_id=dispute, withdrawn_minor=withdrawn, fee_minor=fee, outcome=outcome
            )
        )
        found = desk.balances()
        return {name: found.get(name, 0) for name in (CLEARING, "disputed_funds", "dispute_losses", "fees")}

    assert stands("open", 0, 0)[CLEARING] == 12_720
    assert stands("open", 12_720, 1_500) == {
        CLEARING: -1_500,
        "disputed_funds": 12_720,
        "dispute_losses": 0,
        "fees": 1_500,
    }
    entries = desk.count()
    stands("open", 12_720, 1_500)
    assert desk.count() == entries
    assert stands("lost", 12_720, 1_500)["dispute_losses"] == 12_720
    assert stands("won", 12_720, 1_500) == {
        CLEARING: 11_220,
        "disputed_funds": 0,
        "dispute_losses": 0,
        "fees": 1_500,
    }


def test_statements_settle_what_the_gateway_holds(desk: Desk) -> None:
    _paid(desk)
    for kind, amount in (("payout", 12_000), ("fee", 20), ("payout", 12_000)):
        desk.system(
            lambda ctx, kind=kind, amount=amount: service.settled(
                ctx,
                store_id=desk.shop.store,
                provider="stripe",
                currency="EUR",
                kind=kind,
                amount_minor=amount,
                source=f"line-{kind}",
                at=None,
                memo="po_1",
            )
        )
    found = desk.balances()
    assert (found["bank"], found[CLEARING], found["fees"]) == (12_000, 700, 20)
    assert desk.verify().is_sound


def test_another_company_sees_and_moves_nothing(desk: Desk, other_shop: object) -> None:
    order, _ = _paid(desk)
    stranger = Desk(desk.work, other_shop)  # type: ignore[arg-type]
    assert stranger.balances() == {}
    assert stranger.system(lambda ctx: queries.books(ctx, order)).sale_id is None
    stranger.system(lambda ctx: service.unsold(ctx, order, keeps_payment=False))
    assert desk.verify().is_sound
