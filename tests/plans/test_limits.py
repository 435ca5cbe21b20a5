"""Room for one more: refused in words that help, exact under parallel makers, and free for whoever has no limit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests import make
from tests.people import Shop
from tests.plans.subscribing import a_plan, leave, on_plan

from duka.catalog import service as catalog
from duka.catalog.inputs import NewProduct
from duka.catalog.service.plain_products import PlainProduct, create_plain_products
from duka.identity import keys
from duka.kernel.cache import Cache
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.plans import limits
from duka.plans.errors import PlanLimitReached
from duka.stores import service as stores
from duka.stores.inputs import LocationChange, NewLocation


def _count(work: Work, shop: Shop, limit: str) -> int:
    return int(
        work.perform(
            shop.caller,
            lambda ctx: ctx.db.value(
                "select plan_meter(%(tenant)s, %(limit)s, %(month)s)",
                limit=limit,
                month=limits.month_of(ctx.now),
            ),
        )
    )


def _create(work: Work, shop: Shop, title: str = "Pot") -> None:
    work.perform(shop.caller, lambda ctx: catalog.create_product(ctx, NewProduct(title)))


def test_without_a_plan_nothing_is_limited_and_nothing_is_asked(work: Work, shop: Shop) -> None:
    cached = Work(work.database, Cache(60), work.clock)

    def ask(ctx: Context) -> int:
        before = ctx.db.statements
        limits.require_room(ctx, limits.PRODUCTS, 10_000_000)
        return ctx.db.statements - before

    assert cached.perform(shop.caller, ask) == 1, "the entitlements, once"
    assert cached.perform(shop.caller, ask) == 0


def test_far_below_a_limit_nothing_is_asked_either(work: Work, shop: Shop) -> None:
    on_plan(work, shop.tenant.id, {"products": 1_000_000})
    cached = Work(work.database, Cache(60), work.clock)

    def ask(ctx: Context) -> int:
        before = ctx.db.statements
        limits.require_room(ctx, limits.PRODUCTS)
        return ctx.db.statements - before

    assert cached.perform(shop.caller, ask) == 2
    assert cached.perform(shop.caller, ask) == 0


def test_one_too_many_is_refused_and_names_the_plan_that_has_room(work: Work, shop: Shop) -> None:
    on_plan(work, shop.tenant.id, {"products": 1})
    dear = a_plan(work, {"products": 100}, name="Shop", price_minor=0, currency="EUR")
    try:
        _create(work, shop)
        with pytest.raises(PlanLimitReached) as refused:
            _create(work, shop)
    finally:
        _archive(work, dear)
    told = refused.value.fields
    assert (told["limit"], told["used"], told["most"], told["plan"]) == ("products", 1, 1, "Market stall")
    assert told["allowed_by"] is not None
    assert refused.value.status == 403
    assert "has room for 1 products" in refused.value.message
    assert _count(work, shop, "products") == 1, "nothing was made"


def test_when_no_plan_has_room_it_says_whom_to_ask(work: Work, shop: Shop) -> None:
    on_plan(work, shop.tenant.id, {"products": 0})

    def ask(ctx: Context) -> None:
        limits.require_room(ctx, limits.PRODUCTS, 9_000_000_000_000_000_000)

    hidden = a_plan(work, {"products": 5}, is_public=False)
    with pytest.raises(PlanLimitReached) as refused:
        work.perform(shop.caller, ask)
    assert refused.value.fields["allowed_by"] != hidden
    assert refused.value.fields["most"] == 0


def test_what_is_archived_makes_room_and_taking_it_back_needs_room(work: Work, shop: Shop) -> None:
    on_plan(work, shop.tenant.id, {"products": 1})
    first = work.perform(shop.caller, lambda ctx: catalog.create_product(ctx, NewProduct("Pot")))
    work.perform(shop.caller, lambda ctx: catalog.archive_product(ctx, first))
    _create(work, shop)
    with pytest.raises(PlanLimitReached):
        work.perform(shop.caller, lambda ctx: catalog.deactivate_product(ctx, first))


def test_a_batch_is_made_whole_or_not_at_all(work: Work, shop: Shop) -> None:
    on_plan(work, shop.tenant.id, {"products": 2})
    three = [PlainProduct(f"S{n}", f"Thing {n}") for n in range(3)]
    with pytest.raises(PlanLimitReached):
        work.perform(shop.caller, lambda ctx: create_plain_products(ctx, shop.store, three))
    assert _count(work, shop, "products") == 0
    made = work.perform(shop.caller, lambda ctx: create_plain_products(ctx, shop.store, three[:2]))
    assert len(made) == 2
    again = work.perform(shop.caller, lambda ctx: create_plain_products(ctx, shop.store, three[:2]))
    assert again == {}, "what is there already needs no room"


def test_an_over_full_merchant_keeps_everything_and_can_change_it(work: Work, shop: Shop) -> None:
    place = make.location(work, shop.tenant)
    make.location(work, shop.tenant)
    on_plan(work, shop.tenant.id, {"locations": 1})
    rename = LocationChange(name="Still mine")
    work.perform(shop.caller, lambda ctx: stores.update_location(ctx, place, rename))
    with pytest.raises(PlanLimitReached):
        work.perform(
            shop.caller, lambda ctx: stores.add_location(ctx, NewLocation(code="third", name="Third"))
        )
    off, on = LocationChange(is_active=False), LocationChange(is_active=True)
    work.perform(shop.caller, lambda ctx: stores.update_location(ctx, place, off))
    with pytest.raises(PlanLimitReached):
        work.perform(shop.caller, lambda ctx: stores.update_location(ctx, place, on))


def test_the_last_places_are_given_once(work: Work, shop: Shop) -> None:
    """Sixteen makers at once for five places."""
    on_plan(work, shop.tenant.id, {"products": 5, "integrations": 3})

    def make_one(n: int) -> str:
        try:
            if n % 2:
                _create(work, shop, f"Pot {n}")
            else:
                work.perform(
                    Caller(shop.tenant.id),
                    lambda ctx: keys.create_api_key(ctx, "secret", f"K{n}", ["products:read"]),
                )
        except PlanLimitReached:
            return "refused"
        return "made"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(make_one, range(24)))
    assert outcomes.count("made") == 8
    assert _count(work, shop, "products") == 5
    assert _count(work, shop, "integrations") == 3


def test_the_limits_of_others_are_no_concern(work: Work, shop: Shop, other_shop: Shop) -> None:
    on_plan(work, shop.tenant.id, {"products": 0})
    _create(work, other_shop)
    with pytest.raises(PlanLimitReached):
        _create(work, shop)
    leave(work, shop.tenant.id)
    _create(work, shop)


def _archive(work: Work, plan: object) -> None:
    with work.database.platform() as tx:
        tx.run("update plans set archived_at = now() where id = %(id)s", id=plan)
