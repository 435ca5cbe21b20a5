"""Collections: by hand, by rule, and as shoppers list them."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.catalog.merchant import Merchant

from duka.catalog import queries as catalog
from duka.catalog.collections import membership, queries, service
from duka.catalog.collections.types import CollectionChange, Condition, NewCollection, Rule
from duka.catalog.errors import CollectionIsRuled, CollectionMoved, CollectionNotFound, SlugTaken
from duka.catalog.inputs import NewCategory
from duka.catalog.service import create_category
from duka.catalog.types import ListingQuery, ProductPage
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id, parse, public


def made(acorn: Merchant, title: str = "Summer", **fields: Any) -> UUID:
    return acorn.do(lambda ctx: service.create(ctx, NewCollection(title, **fields)))


def ruled(acorn: Merchant, *conditions: Condition, **fields: Any) -> UUID:
    return made(acorn, kind="rule", conditions=list(conditions), **fields)


def inside(acorn: Merchant, collection: UUID) -> set[UUID]:
    page = acorn.do(lambda ctx: queries.members(ctx, collection))
    return {parse("prod", item.id) for item in page.items}


def priced(acorn: Merchant, title: str, minor: int, **fields: Any) -> UUID:
    """A product on sale in the main store at this price."""
    product = acorn.make(title, sold=True, **fields)
    (variant,) = acorn.variants(product)
    acorn.do(
        lambda ctx: ctx.db.run(
            """insert into prices (tenant_id, store_id, variant_id, base_minor)
               values (%(tenant)s, %(store)s, %(variant)s, %(minor)s)""",
            store=acorn.store,
            variant=variant.id,
            minor=minor,
        )
    )
    acorn.do(
        lambda ctx: ctx.db.run(
            """update store_products set price_minor = %(minor)s where tenant_id = %(tenant)s
               and product_id = %(id)s""",
            id=product,
            minor=minor,
        )
    )
    acorn.do(
        lambda ctx: ctx.db.run(
            "update products set status = 'active' where tenant_id = %(tenant)s and id = %(id)s", id=product
        )
    )
    return product


def listed(acorn: Merchant, slug: str, sort: str) -> list[str]:
    query = ListingQuery(collection=slug, sort=sort, with_total=True, with_facets=True)
    page = msgspec.json.decode(
        acorn.do(lambda ctx: catalog.list_cards(ctx, acorn.store, query)), type=ProductPage
    )
    assert page.total == len(page.items)
    return [card.title for card in page.items]


def test_by_hand_in_its_own_order(acorn: Merchant) -> None:
    a, b, c = (priced(acorn, title, 1000) for title in ("Ada", "Bea", "Cleo"))
    ids = [public("prod", id) for id in (c, a, b)]
    collection = made(acorn, product_ids=[*ids, public("prod", new_id())])
    assert listed(acorn, "summer", "manual") == ["Cleo", "Ada", "Bea"]
    acorn.do(lambda ctx: service.set_products(ctx, collection, [b, c], 1))
    assert listed(acorn, "summer", "manual") == ["Bea", "Cleo"]
    assert listed(acorn, "summer", "title") == ["Bea", "Cleo"]
    assert listed(acorn, "elsewhere", "newest") == []
    with pytest.raises(VersionConflict):
        acorn.do(lambda ctx: service.set_products(ctx, collection, [a], 1))


def test_a_listing_of_a_collection_is_paged(acorn: Merchant) -> None:
    products = [priced(acorn, f"Piece {n}", 1000) for n in range(5)]
    made(acorn, product_ids=[public("prod", id) for id in reversed(products)])
    seen, cursor = [], None
    while True:
        query = ListingQuery(collection="summer", sort="manual", limit=2, cursor=cursor)
        raw = acorn.do(partial(catalog.list_cards, store_id=acorn.store, query=query))
        page = msgspec.json.decode(raw, type=ProductPage)
        seen += [card.title for card in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == [f"Piece {n}" for n in reversed(range(5))]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition("title", "contains", "ROBE"), {"dress"}),
        (Condition("title", "contains_not", "robe"), {"cheese", "lamp"}),
        (Condition("vendor", "is", "acme"), {"lamp"}),
        (Condition("vendor", "is_not", "acme"), {"dress", "cheese"}),
        (Condition("tag", "is", "New"), {"dress"}),
        (Condition("tag", "contains", "ne"), {"dress"}),
        (Condition("price", "less_than", "2000"), {"cheese"}),
        (Condition("price", "more_than", "2000"), {"dress", "lamp"}),
        (Condition("in_stock", "is", "yes"), {"lamp"}),
        (Condition("in_stock", "is", "no"), {"dress", "cheese"}),
        (Condition("on_sale", "is", "yes"), set()),
        (Condition("age_days", "less_than", "2"), {"dress", "cheese", "lamp"}),
        (Condition("age_days", "more_than", "2"), set()),
        (Condition("by_weight", "is", "no"), {"dress", "cheese", "lamp"}),
        (Condition("sku", "is", "lamp-1"), {"lamp"}),
    ],
)
def test_what_each_condition_finds(acorn: Merchant, condition: Condition, expected: set[str]) -> None:
    products = {
        "dress": priced(acorn, "Robe d’été", 5000, tags=["new"]),
        "cheese": priced(acorn, "Comté", 1500),
        "lamp": priced(acorn, "Lamp", 9000, vendor="Acme"),
    }
    acorn.do(
        lambda ctx: ctx.db.run(
            """update variants set sku = 'LAMP-1', tracks_stock = false
               where tenant_id = %(tenant)s and product_id = %(id)s""",
            id=products["lamp"],
        )
    )
    found = inside(acorn, ruled(acorn, condition))
    assert found == {products[name] for name in expected}
    preview = acorn.do(lambda ctx: queries.preview(ctx, Rule([condition])))
    assert preview.count == len(expected) == len(preview.items)


def test_all_or_any(acorn: Merchant) -> None:
    cheap = priced(acorn, "Cheap", 100)
    good = priced(acorn, "Good cheap", 200)
    dear = priced(acorn, "Good", 9000)
    rule = (Condition("title", "contains", "good"), Condition("price", "less_than", "1000"))
    assert inside(acorn, ruled(acorn, *rule)) == {good}
    assert inside(acorn, ruled(acorn, *rule, matches_any=True)) == {cheap, good, dear}


def test_a_category_holds_with_all_below_it(acorn: Merchant) -> None:
    above = acorn.do(lambda ctx: _category(ctx, "Women"))
    below = acorn.do(lambda ctx: _category(ctx, "Dresses", above))
    dress = priced(acorn, "Dress", 1000, categories=[public("cat", below)])
    other = priced(acorn, "Other", 1000)
    assert inside(acorn, ruled(acorn, Condition("category", "is", public("cat", above)))) == {dress}
    assert inside(acorn, ruled(acorn, Condition("category", "is_not", public("cat", above)))) == {other}


def test_a_rule_follows_its_products_and_its_own_change(acorn: Merchant) -> None:
    dress = priced(acorn, "Dress", 1000)
    collection = ruled(acorn, Condition("price", "more_than", "5000"))
    assert inside(acorn, collection) == set()
    acorn.do(
        lambda ctx: ctx.db.run(
            "update store_products set price_minor = 9000 where tenant_id = %(tenant)s and product_id = %(id)s",
            id=dress,
        )
    )
    acorn.do(lambda ctx: membership.follow_products(ctx, [dress]))
    assert inside(acorn, collection) == {dress}
    change = CollectionChange(conditions=[Condition("price", "less_than", "10")])
    acorn.do(lambda ctx: service.update(ctx, collection, change, 1))
    acorn.do(lambda ctx: membership.refresh(ctx, collection))
    assert inside(acorn, collection) == set()


def test_time_goes_by(acorn: Merchant) -> None:
    product = priced(acorn, "Dress", 1000)
    collection = ruled(acorn, Condition("age_days", "less_than", "7"))
    assert inside(acorn, collection) == {product}
    acorn.do(
        lambda ctx: ctx.db.run(
            "update products set created_at = %(then)s where tenant_id = %(tenant)s and id = %(id)s",
            id=product,
            then=ctx.now - timedelta(days=8),
        )
    )
    acorn.do(membership.refresh_volatile)
    assert inside(acorn, collection) == set()


def test_an_old_address_leads_to_the_new_one(acorn: Merchant) -> None:
    collection = made(acorn)
    acorn.do(lambda ctx: service.update(ctx, collection, CollectionChange(slug="hot"), 1))
    assert acorn.do(lambda ctx: queries.by_slug(ctx, "hot")).title == "Summer"
    with pytest.raises(CollectionMoved):
        acorn.do(lambda ctx: queries.by_slug(ctx, "summer"))
    with pytest.raises(SlugTaken):
        made(acorn, slug="summer")
    acorn.do(lambda ctx: service.update(ctx, collection, CollectionChange(is_visible=False), 2))
    with pytest.raises(CollectionNotFound):
        acorn.do(lambda ctx: queries.by_slug(ctx, "hot"))
    assert acorn.do(queries.shown) == b"[]"


def test_what_is_refused(acorn: Merchant) -> None:
    wrong: list[dict[str, Any]] = [
        {"title": " "},
        {"kind": "rule"},
        {"kind": "rule", "conditions": [Condition("price", "contains", "1")]},
        {"kind": "rule", "conditions": [Condition("price", "less_than", "-1")]},
        {"kind": "rule", "conditions": [Condition("age_days", "less_than", "99999999")]},
        {"kind": "rule", "conditions": [Condition("category", "is", "prod_1")]},
        {"kind": "rule", "conditions": [Condition("option", "is", "M")]},
        {"kind": "rule", "conditions": [Condition("in_stock", "is", "perhaps")]},
        {"kind": "rule", "conditions": [Condition("title", "is", "x")], "sort": "manual"},
        {
            "kind": "rule",
            "conditions": [Condition("title", "is", "x")],
            "product_ids": [public("prod", new_id())],
        },
        {"conditions": [Condition("title", "is", "x")]},
    ]
    for fields in wrong:
        with pytest.raises(InvalidInput):
            made(acorn, **{"title": "Summer", **fields})
    collection = ruled(acorn, Condition("title", "is", "x"))
    with pytest.raises(CollectionIsRuled):
        acorn.do(lambda ctx: service.set_products(ctx, collection, [], 1))
    with pytest.raises(Forbidden):
        acorn.do(lambda ctx: service.delete(ctx, collection), frozenset({"categories:read"}))
    acorn.do(lambda ctx: service.delete(ctx, collection))
    with pytest.raises(CollectionNotFound):
        acorn.do(lambda ctx: queries.for_staff(ctx, collection))


def test_another_merchant_sees_nothing_of_it(acorn: Merchant, birch: Merchant) -> None:
    collection = made(acorn, product_ids=[public("prod", priced(acorn, "Dress", 1))])
    with pytest.raises(CollectionNotFound):
        birch.do(lambda ctx: queries.for_staff(ctx, collection))
    with pytest.raises(CollectionNotFound):
        inside(birch, collection)
    stolen = made(birch, product_ids=[public("prod", id) for id in inside(acorn, collection)])
    assert inside(birch, stolen) == set()


def _category(ctx: Any, name: str, parent: UUID | None = None) -> UUID:
    from_parent = public("cat", parent) if parent else ""
    return create_category(ctx, NewCategory(name, parent_id=from_parent))
