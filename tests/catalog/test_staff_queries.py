from uuid import UUID

import pytest
from tests.catalog.merchant import STAFF, Merchant

from duka.catalog import service as catalog
from duka.catalog import staff_queries
from duka.catalog.errors import ProductNotFound
from duka.catalog.inputs import ImageInput, OptionInput, ProductChange, ProductTexts
from duka.inventory.service import counting
from duka.kernel.context import Actor, Grant
from duka.kernel.ids import new_id, public
from duka.kernel.work import Caller
from duka.pricing import service as pricing
from duka.stores import service as stores
from duka.stores.inputs import NewLocation

STOCK = frozenset({"inventory:read", "inventory:write"})


def make_location(merchant: Merchant) -> UUID:
    code = f"l{new_id().hex[-8:]}"
    place: UUID = merchant.do(
        lambda ctx: stores.add_location(ctx, NewLocation(code=code, name=code)), frozenset({"stores:write"})
    )
    return place


def test_a_product_in_full(acorn: Merchant, birch: Merchant) -> None:
    id = acorn.make(
        "Robe",
        slug="old",
        sold=True,
        options=[OptionInput("Size", ["S", "M"])],
        translations={"en": ProductTexts("Dress")},
    )
    small, _ = acorn.variants(id)
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, small.id, 900, 800))
    acorn.do(lambda ctx: catalog.set_images(ctx, id, [ImageInput(source_url="https://example.com/a.jpg")]))
    version = acorn.product(id).version
    acorn.do(lambda ctx: catalog.update_product(ctx, id, ProductChange(slug="new"), version))
    full = acorn.do(lambda ctx: staff_queries.product_for_staff(ctx, id))
    assert (full.id, full.slug, full.old_slugs) == (public("prod", id), "new", ["old"])
    assert [v.title for v in full.variants] == ["S", "M"] and full.translations == {"en": {"title": "Dress"}}
    (price,) = full.variants[0].prices
    assert (price.base_minor, price.special_minor) == (900, 800)
    assert full.images[0].media is None and full.images[0].source_url
    assert [(s.store_id, s.currency, s.price_minor) for s in full.stores] == [
        (public("store", acorn.store), "XOF", 800)
    ]
    with pytest.raises(ProductNotFound):
        birch.do(lambda ctx: staff_queries.product_for_staff(ctx, id))


def test_prices_and_stock_are_those_of_the_callers_places(acorn: Merchant) -> None:
    id = acorn.make("Robe", sold=True, sku="ROBE")
    (variant,) = acorn.variants(id)
    for store in (acorn.store, acorn.second):
        acorn.do(lambda ctx, s=store: pricing.set_price(ctx, s, variant.id, 900))  # type: ignore[misc]
    near, far = make_location(acorn), make_location(acorn)
    for place in (near, far):
        acorn.do(lambda ctx, p=place: counting.set_stock(ctx, variant.stock_item_id, p, 7), STOCK)  # type: ignore[misc]
    held = STAFF | {"inventory:read"}
    limited = Grant(held, frozenset({acorn.store}), frozenset({near}))
    caller = Caller(acorn.tenant, Actor("staff"), held, grants=(limited,))
    (shown,) = acorn.work.perform(caller, lambda ctx: staff_queries.product_for_staff(ctx, id)).variants
    assert [p.store_id for p in shown.prices] == [public("store", acorn.store)]
    assert [(s.location_id, s.on_hand) for s in shown.stock] == [(public("loc", near), 7)]
    (whole,) = acorn.do(lambda ctx: staff_queries.product_for_staff(ctx, id), held).variants
    assert (len(whole.prices), len(whole.stock)) == (2, 2)
    (blind,) = acorn.do(lambda ctx: staff_queries.product_for_staff(ctx, id)).variants
    assert blind.stock == []


def test_an_address_is_checked_before_it_is_taken(acorn: Merchant, birch: Merchant) -> None:
    taken = acorn.make("Wax dress")
    check = acorn.do(lambda ctx: staff_queries.check_slug(ctx, "Wax Dress!"))
    assert (check.slug, check.is_free, check.proposal) == ("wax-dress", False, "wax-dress-2")
    own = acorn.do(lambda ctx: staff_queries.check_slug(ctx, "wax-dress", taken))
    assert own.is_free and own.was_its_own
    assert birch.do(lambda ctx: staff_queries.check_slug(ctx, "wax-dress")).is_free
