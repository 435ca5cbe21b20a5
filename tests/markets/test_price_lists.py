"""Price lists: who sees them, in which order, from which quantity on; and that nobody else does."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.checkout.bazaar import Bazaar
from tests.markets.abroad import Abroad

from duka.carts import queries as cart_queries
from duka.carts import service as carts
from duka.carts.types import Cart
from duka.catalog import queries as catalog
from duka.catalog.types import ListingQuery
from duka.kernel import ids
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id
from duka.markets import list_queries, lists
from duka.markets.errors import PriceListNotFound, PriceListTargetNotFound, PriceListTooLong, RateMissing
from duka.markets.types import NewListPrice, PriceListChange


def _customer(bazaar: Bazaar, group: UUID | None = None) -> UUID:
    customer = new_id()

    def act(ctx: Any) -> None:
        ctx.db.run(
            """insert into customers (tenant_id, id, email, name)
               values (%(tenant)s, %(id)s, %(email)s, 'Awa')""",
            id=customer,
            email=f"{customer.hex}@example.com",
        )
        if group is not None:
            ctx.db.run(
                """insert into customer_groups (tenant_id, id, name, name_key, created_at)
                   values (%(tenant)s, %(id)s, 'Restaurants', %(code)s, now()) on conflict do nothing""",
                id=group,
                code=group.hex,
            )
            ctx.db.run(
                "insert into customer_group_members (tenant_id, group_id, customer_id, added_at)"
                " values (%(tenant)s, %(group)s, %(id)s, now())",
                group=group,
                id=customer,
            )

    bazaar.perform(act)
    return customer


def _tried(bazaar: Bazaar) -> UUID:
    """A variant of an experiment."""
    experiment, variant = new_id(), new_id()
    bazaar.value(
        """with made as (
               insert into experiments (tenant_id, id, store_id, name, kind, measure, created_at, updated_at)
               values (%(tenant)s, %(experiment)s, %(store)s, 'Prices', 'price', 'revenue', now(), now()) returning 1)
           insert into experiment_variants (tenant_id, id, experiment_id, position, name, share)
           select %(tenant)s, %(variant)s, %(experiment)s, 0, 'A', 5000 from made returning 1""",
        experiment=experiment,
        variant=variant,
        store=bazaar.store,
    )
    return variant


def _public(group: UUID) -> str:
    return ids.public("cgrp", group)


def _listed(abroad: Abroad, customer: UUID | None = None, market: str = "") -> list[int]:
    raw = abroad.shop(
        lambda ctx: catalog.list_cards(ctx, abroad.bazaar.store, ListingQuery(sort="newest")),
        market,
        customer,
    )
    return [card["price_minor"] for card in msgspec.json.decode(raw)["items"]]


def test_a_group_pays_its_own_price_and_nobody_else_does(bazaar: Bazaar) -> None:
    abroad, variant, group = Abroad(bazaar), bazaar.product(price=5000), new_id()
    member, other = _customer(bazaar, group), _customer(bazaar)
    abroad.price_list({variant: 3500}, group_id=_public(group))
    assert _listed(abroad, member) == [3500]
    assert _listed(abroad, other) == _listed(abroad) == [5000]
    assert abroad.cart((variant, 2), market="", customer=member).subtotal_minor == 7000
    assert abroad.cart((variant, 2), market="", customer=other).subtotal_minor == 10000
    line = abroad.cart((variant, 1), market="", customer=member).lines[0]
    assert (line.unit_price_minor, line.was_minor) == (3500, 5000)


def test_a_tier_holds_from_its_quantity_on(bazaar: Bazaar) -> None:
    abroad, variant = Abroad(bazaar), bazaar.product(price=5000, stock=100)
    made = abroad.price_list({})
    abroad.list_prices(made, (variant, 1, 4800), (variant, 6, 4500), (variant, 24, 4000))
    cart = abroad.cart((variant, 5), market="")
    cart_id = ids.parse("cart", cart.id)
    assert cart.lines[0].unit_price_minor == 4800

    def of(quantity: int) -> Cart:
        return abroad.shop(
            lambda ctx: carts.set_quantity(ctx, cart_id, cart.token, variant, quantity), market=""
        )

    for quantity, price in ((6, 4500), (23, 4500), (24, 4000), (1, 4800)):
        changed = of(quantity)
        assert changed.lines[0].unit_price_minor == price
        assert changed.subtotal_minor == price * quantity


def test_the_first_list_wins_and_the_rest_is_so_many_percent(bazaar: Bazaar) -> None:
    abroad = Abroad(bazaar)
    first, second, third = (bazaar.product(price=price) for price in (1000, 2000, 2999))
    abroad.price_list({first: 900, second: 1500}, name="B", priority=20)
    abroad.price_list({first: 800}, name="A", priority=10, percent_ppm=-100_000, round_to_minor=50)
    assert sorted(_listed(abroad)) == [800, 1500, 2700]
    cart = abroad.cart((first, 1), (second, 1), (third, 1), market="")
    assert sorted(line.unit_price_minor for line in cart.lines) == [800, 1500, 2700]


def test_a_percentage_moves_goods_and_not_carriage(bazaar: Bazaar) -> None:
    abroad, variant = Abroad(bazaar), bazaar.product(price=5000)
    abroad.price_list(percent_ppm=-500_000)
    cart = abroad.ready((variant, 1), market="")
    shown = abroad.shop(lambda ctx: cart_queries.cart(ctx, ids.parse("cart", cart.id), cart.token), "")
    assert (shown.subtotal_minor, shown.shipping_minor) == (2500, 1500)
    assert shown.shipping_option is not None
    assert shown.shipping_option.free_over_minor == 1_000_000


def test_a_list_counts_where_and_when_it_says(abroad: Abroad) -> None:
    bazaar = abroad.bazaar
    variant = bazaar.product(price=6560)
    now = datetime.now(UTC)
    abroad.price_list({variant: 1}, name="over", ends_at=now - timedelta(hours=1))
    abroad.price_list({variant: 2}, name="later", starts_at=now + timedelta(hours=1))
    abroad.price_list({variant: 3}, name="off", is_active=False)
    abroad.price_list({variant: 4}, name="till", channel="till")
    abroad.price_list({variant: 5}, name="test", experiment_variant_id=ids.public("expv", _tried(bazaar)))
    market = abroad.price_list(
        {variant: 899},
        name="France",
        currency="EUR",
        market_id=ids.public("mkt", abroad.market),
        channel="storefront",
    )
    assert _listed(abroad) == [6560]
    assert _listed(abroad, market="france") == [899]
    assert abroad.cart((variant, 3)).subtotal_minor == 2697
    abroad.staff(lambda ctx: lists.update(ctx, market, PriceListChange(is_active=False), 2))
    assert _listed(abroad, market="france") == [1000]


def test_visitors_of_a_test_see_its_prices(bazaar: Bazaar) -> None:
    abroad, variant, tried = Abroad(bazaar), bazaar.product(price=5000), _tried(bazaar)
    abroad.price_list({variant: 4200}, experiment_variant_id=ids.public("expv", tried))
    caller = msgspec.structs.replace(bazaar.caller(), variants=(tried,))
    raw = bazaar.work.perform(caller, lambda ctx: catalog.list_cards(ctx, bazaar.store, ListingQuery()))
    assert msgspec.json.decode(raw)["items"][0]["price_minor"] == 4200
    assert _listed(abroad) == [5000]


def test_prices_are_set_and_taken_away_in_three_statements(bazaar: Bazaar) -> None:
    abroad = Abroad(bazaar)
    variants = [bazaar.product() for _ in range(12)]
    made = abroad.price_list()
    assert abroad.list_prices(made, *((variant, 1, 100) for variant in variants)) == 12
    assert bazaar.work.last_statements == 5  # three, the tenant that is set, and what is announced
    assert abroad.list_prices(made, *((variant, 1, 100) for variant in variants)) == 0
    assert abroad.list_prices(made, (variants[0], 1, None), (variants[1], 1, 90)) == 2
    found = abroad.staff(lambda ctx: list_queries.rows(ctx, made, bazaar.store, only_listed=True))
    assert len(found.items) == 11
    assert found.items[0].own_minor == 5000
    told = [row.payload for row in abroad.events("price_list.changed")]
    assert [(event["change"], event["prices"]) for event in told] == [
        ("created", 0),
        ("prices", 12),
        ("prices", 2),
    ]


def test_what_a_list_refuses(bazaar: Bazaar) -> None:
    abroad, variant = Abroad(bazaar), bazaar.product()
    made = abroad.price_list({variant: 10})
    with pytest.raises(PriceListTargetNotFound):
        abroad.list_prices(made, (variant, 1, 20), (new_id(), 1, 20))
    many = [NewListPrice(ids.public("var", variant), 1, n + 1) for n in range(lists.MOST_PRICES + 1)]
    with pytest.raises(PriceListTooLong):
        abroad.staff(lambda ctx: lists.set_prices(ctx, made, many))
    with pytest.raises(PriceListNotFound):
        abroad.list_prices(new_id(), (variant, 1, 20))
    with pytest.raises(VersionConflict):
        abroad.staff(lambda ctx: lists.update(ctx, made, PriceListChange(priority=1), 1))
    with pytest.raises(InvalidInput):
        abroad.price_list(name="x", group_id=_public(new_id()))
    moment = datetime.now(UTC)
    with pytest.raises(InvalidInput):
        abroad.price_list(starts_at=moment, ends_at=moment - timedelta(days=1))
    (row,) = abroad.staff(lambda ctx: list_queries.rows(ctx, made, None, only_listed=True)).items
    assert [tier.price_minor for tier in row.tiers] == [10]


def test_strangers_and_shoppers_learn_of_no_list(bazaar: Bazaar) -> None:
    abroad, variant = Abroad(bazaar), bazaar.product()
    made = abroad.price_list({variant: 10})
    stranger = Abroad(Bazaar(bazaar.work).build())
    for act in (
        lambda ctx: lists.remove(ctx, made),
        lambda ctx: lists.update(ctx, made, PriceListChange(priority=1), 2),
        lambda ctx: list_queries.price_list(ctx, made),
        lambda ctx: list_queries.rows(ctx, made, None),
    ):
        with pytest.raises(PriceListNotFound):
            stranger.staff(act)
    assert stranger.staff(list_queries.list_price_lists).items == []
    with pytest.raises(Forbidden):
        abroad.shop(lambda ctx: list_queries.price_list(ctx, made), "")
    with pytest.raises(Forbidden):
        abroad.shop(lambda ctx: lists.remove(ctx, made), "")


def test_a_stores_prices_are_copied(abroad: Abroad) -> None:
    bazaar = abroad.bazaar
    for price in (6560, 13120):
        bazaar.product(price=price)
    made = abroad.price_list(currency="EUR", name="France")
    changed = abroad.staff(
        lambda ctx: lists.copy_prices(ctx, made, bazaar.store, percent_ppm=-100_000, round_to_minor=50)
    )
    assert changed == 2
    found = abroad.staff(lambda ctx: list_queries.rows(ctx, made, bazaar.store))
    assert [[tier.price_minor for tier in row.tiers] for row in found.items] == [[900], [1800]]
    assert [row.own_minor for row in found.items] == [1000, 2000]
    assert (
        abroad.staff(
            lambda ctx: lists.copy_prices(ctx, made, bazaar.store, percent_ppm=-100_000, round_to_minor=50)
        )
        == 0
    )
    dollars = abroad.price_list(currency="USD", name="US")
    with pytest.raises(RateMissing):
        abroad.staff(lambda ctx: lists.copy_prices(ctx, dollars, bazaar.store))


def test_lists_are_paged_in_their_order(bazaar: Bazaar) -> None:
    abroad, variant = Abroad(bazaar), bazaar.product()
    made = [abroad.price_list({variant: n + 1}, name=f"L{n}", priority=100 - n) for n in range(5)]
    first = abroad.staff(lambda ctx: list_queries.list_price_lists(ctx, limit=3))
    rest = abroad.staff(lambda ctx: list_queries.list_price_lists(ctx, limit=3, cursor=first.next))
    assert bazaar.work.last_statements == 2  # with the tenant that is set
    assert [one.id for one in (*first.items, *rest.items)] == [
        ids.public("plist", id) for id in reversed(made)
    ]
    product = bazaar.value(
        "select product_id from variants where tenant_id = %(tenant)s and id = %(id)s", id=variant
    )
    told = abroad.staff(lambda ctx: list_queries.of_product(ctx, product))
    assert [(one.list_name, one.price_minor) for one in told] == [(f"L{n}", n + 1) for n in (4, 3, 2, 1, 0)]
