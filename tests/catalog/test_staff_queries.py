import pytest
from tests.catalog.merchant import STAFF, Merchant

from duka.catalog import service as catalog
from duka.catalog import staff_queries
from duka.catalog.errors import ProductNotFound
from duka.catalog.inputs import ImageInput, NewCategory, OptionInput, ProductChange, ProductTexts
from duka.kernel.context import Actor
from duka.kernel.errors import Forbidden
from duka.kernel.ids import public
from duka.kernel.paging import MalformedCursor
from duka.kernel.work import Caller
from duka.pricing import service as pricing


def titles(merchant: Merchant, **filters: object) -> list[str]:
    page = merchant.do(lambda ctx: staff_queries.list_products(ctx, **filters))  # type: ignore[arg-type]
    return [item.title for item in page.items]


def test_the_list_is_filtered(acorn: Merchant, birch: Merchant) -> None:
    parent = acorn.do(lambda ctx: catalog.create_category(ctx, NewCategory("Women")))
    child = acorn.do(
        lambda ctx: catalog.create_category(ctx, NewCategory("Dresses", parent_id=public("cat", parent)))
    )
    acorn.make("Robe d’été", sku="RE-1", categories=[public("cat", child)])
    acorn.make("Chemise", status="active", tags=["été"])
    acorn.make("Gone", status="archived")
    birch.make("Theirs")
    assert titles(acorn) == ["Gone", "Chemise", "Robe d’été"]
    assert titles(acorn, status="draft") == ["Robe d’été"]
    assert titles(acorn, text="ÉTÉ") == ["Chemise", "Robe d’été"]
    assert titles(acorn, text="re-1 robe") == ["Robe d’été"]
    assert titles(acorn, text="100%_\x00\ud800") == []
    assert titles(acorn, category_id=parent) == ["Robe d’été"]


def test_the_list_is_paged(acorn: Merchant) -> None:
    made = [str(n) for n in range(5)]
    for title in made:
        acorn.make(title)
    cursor, seen = None, []
    while True:
        page = acorn.do(lambda ctx, at=cursor: staff_queries.list_products(ctx, cursor=at, limit=2))  # type: ignore[misc]
        seen += [item.title for item in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == made[::-1]
    with pytest.raises(MalformedCursor):
        titles(acorn, cursor="nonsense")


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
    (row,) = acorn.do(staff_queries.list_products).items
    assert (row.variants, row.prices, row.on_hand, row.available) == (
        2,
        {public("store", acorn.store): 800},
        0,
        0,
    )
    with pytest.raises(ProductNotFound):
        birch.do(lambda ctx: staff_queries.product_for_staff(ctx, id))


def test_drafts_are_not_for_the_crowd(acorn: Merchant) -> None:
    for kind, permissions in (
        ("shopper", STAFF - {"products:write"}),
        ("key", STAFF - {"products:write"}),
        ("staff", frozenset()),
    ):
        with pytest.raises(Forbidden):
            acorn.work.perform(Caller(acorn.tenant, Actor(kind), permissions), staff_queries.list_products)
    assert (
        acorn.work.perform(Caller(acorn.tenant, Actor("key"), STAFF), staff_queries.list_products).items == []
    )
