"""From being shown to being sold, counted without anybody's name."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from tests import make
from tests.checkout import steps
from tests.checkout.bazaar import Bazaar
from tests.recommendations.ground import product_of

from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id
from duka.recommendations import measuring, report
from duka.recommendations.errors import PeriodTooLong
from duka.recommendations.rules import Mark, read_mark
from duka.recommendations.tally import Tally
from duka.recommendations.types import KindReport
from duka.stores.errors import StoreNotFound


def kind(bazaar: Bazaar, name: str = "together") -> KindReport:
    return next(k for k in bazaar.staff(lambda ctx: report.by_kind(ctx)).kinds if k.kind == name)


def placed(bazaar: Bazaar, order: UUID) -> None:
    delivery = Delivery(
        bazaar.tenant, new_id(), "order.placed", 1, order, {}, "system", "", datetime.now(UTC)
    )
    bazaar.perform(lambda ctx: measuring.follow_order(ctx, delivery))


def test_a_mark_is_read_as_it_was_written_and_nothing_else_is_one() -> None:
    product = new_id()
    for name in ("cross_sell", "together", "up_sell", "similar", "best"):
        mark = Mark(name, product)
        assert read_mark(mark.text) == mark
    for text in (
        "",
        "together",
        "together-",
        f"others-{product.hex}",
        f"together-{product.hex}0",
        "together-" + "ä" * 32,
    ):
        assert read_mark(text) is None


def test_counts_are_written_together_and_add_up(bazaar: Bazaar) -> None:
    a, b = (product_of(bazaar, bazaar.product()) for _ in range(2))
    tally = Tally(bazaar.work, seconds=3600)
    mark = Mark("together", a)
    for what in ("shown", "shown", "shown", "shown", "clicks", "added"):
        tally.count(bazaar.tenant, bazaar.store, mark, b, what)
    assert kind(bazaar).shown == 0
    tally.write()
    tally.count(bazaar.tenant, bazaar.store, mark, b, "shown")
    tally.write()
    found = kind(bazaar)
    assert (found.shown, found.clicks, found.click_rate, found.added) == (5, 1, 0.2, 1)
    pair = bazaar.staff(lambda ctx: report.by_pair(ctx)).items
    assert [(p.product.slug, p.other.slug, p.shown, p.clicks, p.added) for p in pair] == [
        ("p1", "p2", 5, 1, 1)
    ]


def test_counts_reach_the_database_by_themselves(bazaar: Bazaar) -> None:
    a, b = (product_of(bazaar, bazaar.product()) for _ in range(2))
    tally = Tally(bazaar.work, seconds=0.05)
    tally.count(bazaar.tenant, bazaar.store, Mark("best", a), b, "shown")
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(5)
    assert kind(bazaar, "best").shown == 1


def test_what_a_stranger_makes_up_is_not_counted(bazaar: Bazaar) -> None:
    other = Bazaar(bazaar.work).build()
    theirs = product_of(other, other.product())
    ours = product_of(bazaar, bazaar.product())
    tally = Tally(bazaar.work, seconds=3600)
    for product, shown in ((theirs, ours), (ours, theirs), (new_id(), ours)):
        tally.count(bazaar.tenant, bazaar.store, Mark("similar", product), shown, "clicks")
    tally.count(bazaar.tenant, other.store, Mark("similar", ours), ours, "clicks")
    tally.write()
    assert kind(bazaar, "similar").clicks == 0
    assert kind(other, "similar").clicks == 0


def picked(bazaar: Bazaar, order_of: list[UUID], mark: Mark, *picks: UUID) -> UUID:
    """An order of these variants, of which `picks` came from the mark."""
    cart = steps.ready(bazaar, *((variant, 1) for variant in order_of))
    for variant in picks:
        bazaar.shop(lambda ctx, v=variant: measuring.pick(ctx, steps.cart_id(cart), v, mark))
    return steps.order_id(steps.place(bazaar, cart))


def test_what_was_picked_and_bought_is_a_sale_once(bazaar: Bazaar) -> None:
    a, b = bazaar.product(), bazaar.product(price=7000)
    order = picked(bazaar, [a, b], Mark("together", product_of(bazaar, a)), b)
    placed(bazaar, order)
    placed(bazaar, order)
    sold = kind(bazaar).sold
    assert [(s.currency, s.orders, s.lines, s.sales_minor) for s in sold] == [("XOF", 1, 1, 7000)]


def test_a_cancelled_order_sold_nothing(bazaar: Bazaar) -> None:
    a, b = bazaar.product(), bazaar.product()
    order = picked(bazaar, [a, b], Mark("together", product_of(bazaar, a)), b)
    placed(bazaar, order)
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update orders set status = 'cancelled' where tenant_id = %(tenant)s and id = %(id)s", id=order
        )
    )
    assert kind(bazaar).sold == []


def test_the_last_mark_counts_and_only_for_what_lies_in_the_cart(bazaar: Bazaar) -> None:
    a, b, c = (bazaar.product() for _ in range(3))
    source = product_of(bazaar, a)
    cart = steps.ready(bazaar, (a, 1), (b, 1))
    here = steps.cart_id(cart)

    def pick(variant: UUID, mark: Mark) -> UUID | None:
        found: UUID | None = bazaar.shop(lambda ctx: measuring.pick(ctx, here, variant, mark))
        return found

    assert pick(b, Mark("best", source)) == product_of(bazaar, b)
    assert pick(b, Mark("similar", source)) == product_of(bazaar, b)
    assert pick(c, Mark("similar", source)) is None
    assert pick(b, Mark("similar", new_id())) is None
    placed(bazaar, steps.order_id(steps.place(bazaar, cart)))
    assert kind(bazaar, "best").sold == []
    assert kind(bazaar, "similar").sold[0].lines == 1


def test_what_was_picked_before_logging_in_goes_into_the_customers_cart(bazaar: Bazaar) -> None:
    a, b = bazaar.product(), bazaar.product()
    guest, own = steps.fill(bazaar, (b, 1)), steps.ready(bazaar, (a, 1), (b, 1))
    mark = Mark("together", product_of(bazaar, a))
    bazaar.shop(lambda ctx: measuring.pick(ctx, steps.cart_id(guest), b, mark))
    for _ in range(2):
        bazaar.shop(lambda ctx: measuring.carry_over(ctx, steps.cart_id(guest), steps.cart_id(own)))
    placed(bazaar, steps.order_id(steps.place(bazaar, own)))
    assert [s.lines for s in kind(bazaar).sold] == [1]


def test_old_pairs_are_forgotten_and_kinds_are_kept(bazaar: Bazaar) -> None:
    a, b = (product_of(bazaar, bazaar.product()) for _ in range(2))
    long_ago = datetime.now(UTC).date() - timedelta(days=measuring.PAIR_DAYS + 1)
    counted = [measuring.Counted(bazaar.store, long_ago, Mark("best", a), b, "shown", 3)]
    bazaar.perform(lambda ctx: measuring.add(ctx, counted))
    bazaar.perform(measuring.tidy)
    answer = bazaar.staff(lambda ctx: report.by_kind(ctx, long_ago, long_ago))
    assert sum(k.shown for k in answer.kinds) == 3
    assert bazaar.staff(lambda ctx: report.by_pair(ctx, long_ago, long_ago)).items == []


def test_pairs_are_paged(bazaar: Bazaar) -> None:
    first, *others = (product_of(bazaar, bazaar.product()) for _ in range(6))
    today = datetime.now(UTC).date()
    counted = [
        measuring.Counted(bazaar.store, today, Mark("best", first), o, "clicks", n // 2)
        for n, o in enumerate(others)
    ]
    bazaar.perform(lambda ctx: measuring.add(ctx, counted))
    seen, cursor = [], None
    while True:
        page = bazaar.staff(lambda ctx, at=cursor: report.by_pair(ctx, cursor=at, limit=2))
        seen += [(p.clicks, p.other.slug) for p in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert [clicks for clicks, _ in seen] == [2, 1, 1, 0, 0]
    assert len(set(seen)) == 5


def test_a_report_has_an_end_and_is_of_the_stores_one_may_see(bazaar: Bazaar) -> None:
    a, b = (product_of(bazaar, bazaar.product()) for _ in range(2))
    today = datetime.now(UTC).date()

    def ask(first: date, last: date) -> None:
        bazaar.staff(lambda ctx: report.by_kind(ctx, first, last))

    with pytest.raises(PeriodTooLong):
        ask(today - timedelta(days=400), today)
    with pytest.raises(PeriodTooLong):
        ask(today, today - timedelta(days=1))
    counted = [measuring.Counted(bazaar.store, today, Mark("best", a), b, "shown", 3)]
    bazaar.perform(lambda ctx: measuring.add(ctx, counted))

    def shown(ctx: Context) -> int:
        return sum(k.shown for k in report.by_kind(ctx).kinds)

    assert bazaar.staff(shown) == 3
    stranger = make.shop(bazaar.work)
    assert bazaar.work.perform(stranger.caller, shown) == 0
    with pytest.raises(StoreNotFound):
        bazaar.work.perform(stranger.caller, lambda ctx: report.by_kind(ctx, store=bazaar.store))
    with pytest.raises(StoreNotFound):
        bazaar.work.perform(stranger.caller, lambda ctx: report.by_pair(ctx, store=bazaar.store))
