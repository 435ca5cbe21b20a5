"""Who saw what, whose orders they are, what was found, and guards that pause."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests import make
from tests.checkout import steps
from tests.checkout.bazaar import Bazaar
from tests.conftest import Clock
from tests.experiments.conftest import NOW
from tests.people import Shop

from duka.experiments import assigning, exposing, handlers, queries, results, service, watching
from duka.experiments.inputs import ExperimentInput, ExperimentVariantInput
from duka.experiments.types import ExperimentGuard, ExperimentShown
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id
from duka.kernel.work import Work
from duka.privacy.data_map import VISITOR


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


@pytest.fixture
def begin(bazaar: Bazaar) -> Callable[..., UUID]:
    def make(**fields: Any) -> UUID:
        new = ExperimentInput(
            **{
                "name": "A banner",
                "store_id": ids.public("store", bazaar.store),
                "kind": "banner",
                "measure": "conversion",
                "variants": [
                    ExperimentVariantInput(name="A", share=5000),
                    ExperimentVariantInput(
                        name="B", share=5000, shown=ExperimentShown(announcement={"fr": "Livraison offerte"})
                    ),
                ],
                **fields,
            }
        )

        def act(ctx: Context) -> UUID:
            made = service.create(ctx, new)
            service.start(ctx, made)
            return made

        id: UUID = bazaar.staff(act)
        return id

    return make


def see(bazaar: Bazaar, key: str, page: str = "home", **more: Any) -> int:
    return int(bazaar.shop(lambda ctx: exposing.see(ctx, bazaar.store, key, page, **more)))


def found(bazaar: Bazaar, id: UUID) -> results.ExperimentResult:
    result: results.ExperimentResult = bazaar.staff(lambda ctx: results.result(ctx, id))
    return result


def key_of(bazaar: Bazaar, position: int) -> str:
    """The key of somebody who is given the variant at this place."""
    running = bazaar.shop(lambda ctx: queries.running(ctx, bazaar.store))
    wanted = running[0].variants[position][0]
    keys = (f"visitor-number-{number:06}" for number in count())
    return next(
        k
        for k in keys
        if assigning.given(running, k, datetime.now(UTC) + timedelta(days=1))[0].variant_id == wanted
    )


def placed(bazaar: Bazaar, order_id: UUID, type: str = "order.placed") -> None:
    told = Delivery(bazaar.tenant, new_id(), type, 1, order_id, {}, "system", "", NOW)
    hear = handlers.order_placed if type == "order.placed" else handlers.order_undone
    for _ in range(2):  # listeners may hear a thing twice
        bazaar.perform(lambda ctx: hear(ctx, told))


def test_somebody_is_counted_once(bazaar: Bazaar, begin: Callable[..., UUID]) -> None:
    id = begin()
    assert see(bazaar, "a-visitor-of-ours") == 1
    assert see(bazaar, "a-visitor-of-ours", "product") == 0
    assert see(bazaar, "another-visitor-o") == 1
    assert found(bazaar, id).visitors == 2


def test_only_on_pages_that_differ_and_only_here(
    bazaar: Bazaar, begin: Callable[..., UUID], other_shop: Shop
) -> None:
    begin(
        variants=[
            ExperimentVariantInput(name="A", share=5000),
            ExperimentVariantInput(name="B", share=5000, shown=ExperimentShown(title={"fr": "!"})),
        ]
    )
    assert see(bazaar, "a-visitor-of-ours", "product") == 0
    assert see(bazaar, "a-visitor-of-ours", "home") == 1
    key = "a-visitor-of-ours"
    there = bazaar.work.perform(
        other_shop.shopper, lambda ctx: exposing.see(ctx, other_shop.store, key, "home")
    )
    assert there == 0


def test_it_needs_the_permission(bazaar: Bazaar, begin: Callable[..., UUID]) -> None:
    begin()
    nobody = msgspec.structs.replace(bazaar.caller("shopper"), permissions=frozenset())
    with pytest.raises(Forbidden):
        bazaar.work.perform(nobody, lambda ctx: exposing.see(ctx, bazaar.store, "a-visitor-of-ours", "home"))


def test_nobody_takes_part_while_it_is_paused(bazaar: Bazaar, begin: Callable[..., UUID]) -> None:
    id = begin()
    bazaar.staff(lambda ctx: service.pause(ctx, id))
    assert see(bazaar, "a-visitor-of-ours") == 0
    assert bazaar.shop(lambda ctx: exposing.given(ctx, bazaar.store, "a-visitor-of-ours")) == ()


def test_the_key_itself_is_kept_nowhere(bazaar: Bazaar, begin: Callable[..., UUID]) -> None:
    id = begin()
    see(bazaar, "a-visitor-of-ours")
    kept = bazaar.value("select visitor from experiment_visitors where tenant_id = %(tenant)s")
    assert kept == assigning.pseudonym(id, "a-visitor-of-ours")


def test_an_erasure_finds_what_is_kept_of_a_customer(bazaar: Bazaar, begin: Callable[..., UUID]) -> None:
    begin()
    customer = new_id()
    see(bazaar, assigning.key_of_customer(customer))
    see(bazaar, assigning.key_of_customer(new_id()))
    kept = bazaar.value(
        "select count(*) from experiment_visitors where tenant_id = %(tenant)s and visitor = " + VISITOR,
        customer=customer,
    )
    assert kept == 1


def test_an_order_counts_for_whoever_filled_the_cart(bazaar: Bazaar, begin: Callable[..., UUID]) -> None:
    id, tea = begin(measure="revenue"), bazaar.product(5000)
    key = key_of(bazaar, 1)
    see(bazaar, key)
    cart = steps.ready(bazaar, (tea, 2))
    see(bazaar, key, cart_id=steps.cart_id(cart))
    order = steps.place(bazaar, cart)
    placed(bazaar, steps.order_id(order))
    stray = steps.buy(bazaar, (tea, 1))  # of somebody who was never seen
    placed(bazaar, steps.order_id(stray))
    b = found(bazaar, id).variants[1]
    assert (b.visitors, b.events, b.orders, b.order_value_minor) == (1, 1, 1, 10_000)
    assert b.rate == 10_000
    placed(bazaar, steps.order_id(order), "payment.refunded")
    assert found(bazaar, id).variants[1].undone == 1
    placed(bazaar, steps.order_id(order), "order.cancelled")
    after = found(bazaar, id).variants[1]
    assert (after.events, after.undone, after.rate) == (0, 1, 0)


def test_orders_in_another_currency_count_in_the_stores(bazaar: Bazaar, begin: Callable[..., UUID]) -> None:
    id, tea = begin(measure="revenue"), bazaar.product(6560)
    key = key_of(bazaar, 0)
    see(bazaar, key)
    cart = steps.ready(bazaar, (tea, 1))
    see(bazaar, key, cart_id=steps.cart_id(cart))
    order = steps.place(bazaar, cart)

    def in_euros(ctx: Context) -> None:
        ctx.db.run(
            """insert into exchange_rates (tenant_id, base, currency, valid_from, num, den, created_at)
               values (%(tenant)s, 'XOF', 'EUR', %(now)s - interval '1 day', 100, 656, %(now)s)""",
            now=ctx.now,
        )
        ctx.db.run(
            """update orders set currency = 'EUR', subtotal_minor = 1000, discount_minor = 0, shipping_minor = 0,
                      tax_minor = 0, total_minor = 1000 where tenant_id = %(tenant)s and id = %(order)s""",
            order=steps.order_id(order),
        )

    bazaar.perform(in_euros)
    placed(bazaar, steps.order_id(order))
    assert found(bazaar, id).variants[0].order_value_minor == 6560


def test_putting_into_the_cart_and_clicking_count(bazaar: Bazaar, begin: Callable[..., UUID]) -> None:
    id, tea = begin(measure="added"), bazaar.product(5000)
    key = key_of(bazaar, 1)
    before = steps.fill(bazaar, (tea, 1))
    see(bazaar, key)
    see(bazaar, key, "cart", cart_id=steps.cart_id(before))
    assert found(bazaar, id).variants[1].events == 0  # it was in there before
    cart = steps.fill(bazaar, (tea, 1))
    see(bazaar, key, "cart", cart_id=steps.cart_id(cart), clicked=True)
    assert found(bazaar, id).variants[1].events == 1
    clicked = bazaar.value("select count(clicked_at) from experiment_visitors where tenant_id = %(tenant)s")
    assert clicked == 1


def test_carts_of_strangers_are_not_taken(bazaar: Bazaar, begin: Callable[..., UUID], work: Work) -> None:
    begin()
    other = Bazaar(work).build()
    cart = steps.fill(other, (other.product(5000), 1))
    see(bazaar, "a-visitor-of-ours", cart_id=steps.cart_id(cart))
    assert bazaar.value("select count(*) from experiment_carts where tenant_id = %(tenant)s") == 0


def test_what_is_claimed_is_believed_only_while_it_is_given(
    bazaar: Bazaar, begin: Callable[..., UUID]
) -> None:
    id = begin()
    a, b = (v[0] for v in bazaar.shop(lambda ctx: queries.running(ctx, bazaar.store))[0].variants)
    valid = lambda ctx: exposing.valid(ctx, bazaar.store, (new_id(), b, a))  # noqa: E731
    assert bazaar.shop(valid) in ((a,), (b,))
    bazaar.staff(lambda ctx: service.stop(ctx, id))
    assert bazaar.shop(valid) == ()


def crowd(bazaar: Bazaar, id: UUID, figures: list[tuple[int, int, int]]) -> None:
    """Invented visitors, so many buyers among them, and so many who met an error; one order each of 50.00."""
    variants = bazaar.staff(lambda ctx: queries.experiment(ctx, id)).variants
    tea = bazaar.product(5000)
    order = steps.order_id(steps.buy(bazaar, (tea, 1)))

    def write(ctx: Context) -> None:
        for variant, (visitors, buyers, failed) in zip(variants, figures, strict=True):
            ctx.db.run(
                """insert into experiment_visitors (tenant_id, experiment_id, visitor, variant_id, seen_at, errors)
                   select %(tenant)s, %(id)s, md5(%(variant)s::text || n)::uuid, %(variant)s, %(now)s,
                          case when n <= %(failed)s then 1 else 0 end
                   from generate_series(1, %(visitors)s) n""",
                id=id, variant=ids.parse("expv", variant.id), visitors=visitors, failed=failed, now=ctx.now,
            )  # fmt: skip
            ctx.db.run(
                """with copies as (
                       insert into orders (tenant_id, id, store_id, number, customer_id, payment_status, currency, locale,
                           prices_include_tax, is_estimated, subtotal_minor, shipping_minor, tax_minor, total_minor, email,
                           shipping_address, billing_address, shipping_method, payment_method,
                           tracking_hash, created_at, updated_at)
                       select o.tenant_id, gen_random_uuid(), o.store_id, %(variant)s || '-' || n, o.customer_id,
                           o.payment_status,
                           o.currency, o.locale, o.prices_include_tax, o.is_estimated, o.subtotal_minor, o.shipping_minor,
                           o.tax_minor, o.total_minor, o.email, o.shipping_address, o.billing_address, o.shipping_method,
                           o.payment_method, sha256(gen_random_uuid()::text::bytea), o.created_at, o.updated_at
                       from orders o, generate_series(1, %(buyers)s) n where o.tenant_id = %(tenant)s and o.id = %(order)s
                       returning id, number)
                   insert into experiment_orders (tenant_id, experiment_id, order_id, variant_id, visitor, goods_minor, placed_at)
                   select %(tenant)s, %(id)s, c.id, %(uuid)s, md5(c.number)::uuid, 5000, %(now)s from copies c""",
                id=id, variant=variant.id, uuid=ids.parse("expv", variant.id), buyers=buyers, order=order, now=ctx.now,
            )  # fmt: skip

    bazaar.perform(write)


def test_a_clear_difference_is_said_plainly(bazaar: Bazaar, begin: Callable[..., UUID], clock: Clock) -> None:
    clock.now = NOW
    id = begin(measure="revenue")
    crowd(bazaar, id, [(1500, 200, 0), (1500, 320, 0)])
    clock.now = NOW + timedelta(days=10)
    told = found(bazaar, id)
    assert told.code == "better"
    english, french = (told.verdict[language].replace("\N{NO-BREAK SPACE}", " ") for language in ("en", "fr"))
    assert english.startswith("B sold 60 % more per visitor; this is unlikely to be chance (95 % interval ")
    assert french.startswith("B a vendu 60 % de plus par visiteur ; ")
    b = told.variants[1]
    assert b.against is not None
    assert b.against.lift == pytest.approx(0.6)
    assert b.against.interval.low is not None and 0 < b.against.interval.low < 0.6
    assert b.against.p < 0.001
    assert told.variants[0].against is None
    assert (told.currency, told.balance, told.days_run) == ("XOF", 1, 10)
    assert [(day.day, day.visitors, day.events) for day in told.days] == [
        ("2026-11-02", 1500, 200),
        ("2026-11-02", 1500, 320),
    ]


def test_too_little_is_said_too(bazaar: Bazaar, begin: Callable[..., UUID], clock: Clock) -> None:
    clock.now = NOW
    id = begin()
    assert found(bazaar, id).code == "waiting"
    crowd(bazaar, id, [(1000, 100, 0), (1000, 104, 0)])
    clock.now = NOW + timedelta(days=5)
    told = found(bazaar, id)
    assert told.code == "undecided"
    assert told.days_left is not None and told.days_left > 20
    assert (
        told.verdict["en"] == f"No difference can be told yet; about {told.days_left} more days are needed."
    )
    bazaar.staff(lambda ctx: service.stop(ctx, id))
    assert found(bazaar, id).verdict["en"] == "No difference could be told."


def test_an_uneven_division_is_not_believed(bazaar: Bazaar, begin: Callable[..., UUID]) -> None:
    id = begin()
    crowd(bazaar, id, [(1500, 150, 0), (1000, 150, 0)])
    told = found(bazaar, id)
    assert told.code == "unsound"
    assert "cannot be believed" in told.verdict["en"]


@pytest.mark.parametrize(
    ("guard", "figures", "pauses"),
    [
        (ExperimentGuard("orders", 10), [(2000, 300, 0), (2000, 120, 0)], True),
        (ExperimentGuard("orders", 10), [(2000, 300, 0), (2000, 280, 0)], False),
        (ExperimentGuard("errors", 1), [(2000, 100, 2), (2000, 100, 120)], True),
        (ExperimentGuard("errors", 5), [(2000, 100, 2), (2000, 100, 40)], False),
        (ExperimentGuard("undone", 5), [(2000, 100, 0), (2000, 100, 0)], False),
        (ExperimentGuard("order_value", 5), [(2000, 100, 0), (2000, 100, 0)], False),
    ],
)
def test_a_guard_pauses_what_does_harm(
    bazaar: Bazaar,
    begin: Callable[..., UUID],
    guard: ExperimentGuard,
    figures: list[tuple[int, int, int]],
    pauses: bool,
) -> None:
    id = begin(guards=[guard])
    crowd(bazaar, id, figures)
    for _ in range(2):
        bazaar.perform(watching.watch)
    after = bazaar.staff(lambda ctx: queries.experiment(ctx, id))
    assert after.status == ("paused" if pauses else "running")
    assert ("experiment.paused" in bazaar.events()) is pauses
    if pauses:
        assert after.paused_for is not None
        assert (after.paused_for.guard, after.paused_for.variant_name) == (guard.measure, "B")
        assert after.paused_for.at_least > guard.percent


def test_errors_are_counted(bazaar: Bazaar, begin: Callable[..., UUID]) -> None:
    id = begin()
    key = key_of(bazaar, 1)
    see(bazaar, key)
    bazaar.shop(lambda ctx: exposing.count_error(ctx, bazaar.store, key))
    assert found(bazaar, id).variants[1].errors == 1


def test_no_experiment_costs_little(work: Work, shop: Shop) -> None:
    found = work.perform(
        make.shopper(shop.tenant, shop.store), lambda ctx: exposing.given(ctx, shop.store, "k" * 20)
    )
    assert found == ()
    assert work.last_statements <= 3
