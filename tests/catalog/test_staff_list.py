"""The list of products: every filter and every order, in pages, and how little it reads."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.catalog.merchant import STAFF, Merchant, merchant
from tests.catalog.test_staff_queries import STOCK, make_location

from duka.catalog import service as catalog
from duka.catalog import staff_list
from duka.catalog.inputs import (
    AttributeChange,
    ImageInput,
    NewAttribute,
    NewAttributeSet,
    NewCategory,
    ProductChange,
    VariantChange,
)
from duka.catalog.staff_figures import follow_stock
from duka.catalog.staff_list_types import ProductFilter, ProductList
from duka.demo import bulk
from duka.inventory.service import counting
from duka.kernel.cache import Cache
from duka.kernel.context import Actor, Grant
from duka.kernel.db import Database, Tx
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.ids import public
from duka.kernel.paging import MalformedCursor
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller, Work
from duka.pricing import service as pricing

SEEING = STAFF | STOCK


def page(
    merchant: Merchant, sort: str = "", limit: int = 50, cursor: str | None = None, **given: Any
) -> ProductList:
    return merchant.do(
        lambda ctx: staff_list.list_products(ctx, ProductFilter(**given), sort, cursor, limit), SEEING
    )


def titles(merchant: Merchant, sort: str = "", **given: Any) -> list[str]:
    return [item.title for item in page(merchant, sort, **given).items]


def test_words_are_found_in_titles_skus_barcodes_and_tags(acorn: Merchant, birch: Merchant) -> None:
    acorn.make("Robe d’été", sku="RE-1")
    acorn.make("Chemise", status="active", tags=["été"])
    birch.make("Robe")
    assert sorted(titles(acorn, q="ÉTÉ")) == ["Chemise", "Robe d’été"]
    assert titles(acorn, q="re-1") == ["Robe d’été"]
    assert titles(acorn, q="re-1 robe") == ["Robe d’été"]
    assert titles(acorn, q="robbe été") == ["Robe d’été"], "one letter too many"
    assert titles(acorn, q="chemsie") == ["Chemise"], "two letters have changed places"
    assert titles(acorn, q="c") == ["Chemise"], "one letter begins the title"
    assert titles(acorn, q="100%_\x00\ud800") == []
    assert titles(acorn, q="robe nowhere-to-be-found") == []


def test_each_filter_narrows(acorn: Merchant) -> None:
    parent = acorn.do(lambda ctx: catalog.create_category(ctx, NewCategory("Women")))
    child = acorn.do(
        lambda ctx: catalog.create_category(ctx, NewCategory("Dresses", parent_id=public("cat", parent)))
    )
    acorn.do(lambda ctx: catalog.create_attribute_set(ctx, NewAttributeSet("clothes", "Clothes")))
    robe = acorn.make(
        "Robe", sold=True, categories=[public("cat", child)], attribute_set="clothes", vendor="Baobab"
    )
    acorn.make("Chemise", status="active", tags=["été"], tax_class="reduced")
    acorn.make("Gone", status="archived")
    acorn.do(lambda ctx: catalog.set_images(ctx, robe, [ImageInput(source_url="https://example.com/a.jpg")]))
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, acorn.variants(robe)[0].id, 900))
    store = public("store", acorn.store)
    assert titles(acorn, status=["draft"]) == ["Robe"]
    assert titles(acorn, "title", status=["active", "archived"]) == ["Chemise", "Gone"]
    assert titles(acorn, store=store) == ["Robe"]
    assert titles(acorn, category=public("cat", parent)) == ["Robe"]
    assert titles(acorn, attribute_set="clothes") == ["Robe"]
    assert titles(acorn, vendor="Baobab") == ["Robe"]
    assert titles(acorn, tag="été") == ["Chemise"]
    assert titles(acorn, tax_class="reduced") == ["Chemise"]
    assert titles(acorn, has_picture=True) == ["Robe"]
    assert titles(acorn, "title", has_picture=False) == ["Chemise", "Gone"]
    assert titles(acorn, store=store, price_from_minor=900, price_to_minor=900) == ["Robe"]
    assert titles(acorn, store=store, price_from_minor=901) == []
    assert titles(acorn, updated_since=datetime.now(UTC) + timedelta(minutes=1)) == []
    assert len(titles(acorn, updated_since=datetime.now(UTC) - timedelta(minutes=5))) == 3
    with pytest.raises(InvalidInput, match="store"):
        titles(acorn, price_from_minor=1)
    with pytest.raises(InvalidInput):
        titles(acorn, category="nonsense")


def test_stock_in_the_list_is_that_of_now(acorn: Merchant) -> None:
    place = make_location(acorn)
    ids = {title: acorn.make(title, sku=title.upper()) for title in ("None", "Few", "Many", "Uncounted")}
    items = {title: acorn.variants(id)[0] for title, id in ids.items()}

    def put(title: str, on_hand: int, low_at: int = 0) -> None:
        item = items[title].stock_item_id
        acorn.do(lambda ctx: counting.set_stock(ctx, item, place, on_hand), STOCK)
        if low_at:
            acorn.do(lambda ctx: counting.set_levels(ctx, item, place, safety=1, low_at=low_at), STOCK)

    put("Few", 3, low_at=5)
    put("Many", 90)
    acorn.do(
        lambda ctx: catalog.update_variant(
            ctx, items["Uncounted"].id, VariantChange(tracks_stock=False), items["Uncounted"].version
        )
    )
    assert titles(acorn, "stock") == ["None", "Few", "Many", "Uncounted"]
    assert titles(acorn, "-stock") == ["Uncounted", "Many", "Few", "None"]
    assert titles(acorn, stock="out") == ["None"]
    assert titles(acorn, stock="low") == ["Few"]
    assert titles(acorn, "title", stock="in") == ["Few", "Many"]
    assert titles(acorn, stock="untracked") == ["Uncounted"]
    put("Many", 0)
    put("None", 2)
    assert titles(acorn, stock="out") == ["Many"]
    rows = {row.title: row.stock for row in page(acorn).items}
    assert rows["Uncounted"] is None
    few = rows["Few"]
    assert few is not None and (few.on_hand, few.available, few.is_low) == (3, 2, True)


def test_every_order_is_paged_without_a_gap_or_a_repetition(acorn: Merchant) -> None:
    store = public("store", acorn.store)
    made = []
    for n in range(7):
        id = acorn.make(f"Title {n % 3}", sold=True)
        made.append(public("prod", id))
        if n % 3:
            variant = acorn.variants(id)[0].id
            acorn.do(lambda ctx, v=variant, n=n: pricing.set_price(ctx, acorn.store, v, 100 * (n % 3)))  # type: ignore[misc]
    for sort in (
        "updated",
        "-updated",
        "created",
        "-created",
        "title",
        "-title",
        "price",
        "-price",
        "stock",
        "-stock",
    ):
        seen: list[str] = []
        cursor = None
        while True:
            found = page(acorn, sort, limit=2, cursor=cursor, store=store)
            assert (found.total == 7) is (cursor is None), "the first page says how many there are"
            seen += [item.id for item in found.items]
            cursor = found.next
            if cursor is None:
                break
        whole = [item.id for item in page(acorn, sort, store=store).items]
        assert seen == whole and sorted(seen) == sorted(made), sort
    seen = []
    cursor = None
    while True:
        found = page(acorn, "", limit=3, cursor=cursor, q="title")
        seen += [item.id for item in found.items]
        cursor = found.next
        if cursor is None:
            break
    assert sorted(seen) == sorted(made)
    with pytest.raises(MalformedCursor):
        page(acorn, cursor="nonsense")
    with pytest.raises(InvalidInput):
        page(acorn, "price")


def test_a_row_tells_prices_in_the_callers_stores_and_its_only_variant(acorn: Merchant) -> None:
    id = acorn.make("Robe", sold=True, sku="ROBE")
    (variant,) = acorn.variants(id)
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, variant.id, 900, 800))
    (row,) = page(acorn).items
    (place,) = row.stores
    assert (place.currency, place.price_minor, place.price_max_minor, place.base_minor) == (
        "XOF",
        800,
        800,
        900,
    )
    assert (row.sku, row.only_variant, row.variants) == ("ROBE", public("var", variant.id), 1)
    limited = Caller(
        acorn.tenant, Actor("staff"), SEEING, grants=(Grant(SEEING, frozenset({acorn.second}), frozenset()),)
    )
    (seen,) = acorn.work.perform(limited, lambda ctx: staff_list.list_products(ctx, ProductFilter())).items
    assert seen.stores == []
    for given, sort in ((ProductFilter(stock="out"), ""), (ProductFilter(), "stock")):
        with pytest.raises(Forbidden):
            acorn.work.perform(limited, lambda ctx, g=given, s=sort: staff_list.list_products(ctx, g, s))  # type: ignore[misc]


def test_drafts_are_not_for_the_crowd(acorn: Merchant) -> None:
    for kind, permissions in (
        ("shopper", STAFF - {"products:write"}),
        ("key", STAFF - {"products:write"}),
        ("staff", frozenset()),
    ):
        with pytest.raises(Forbidden):
            acorn.work.perform(
                Caller(acorn.tenant, Actor(kind), permissions),
                lambda ctx: staff_list.list_products(ctx, ProductFilter()),
            )


def test_a_changed_title_status_or_tag_is_listed_at_once(acorn: Merchant) -> None:
    id = acorn.make("Zebra")
    acorn.make("Middle")
    change = ProductChange(title="Aardvark", tags=["new"], vendor="V")
    acorn.do(lambda ctx: catalog.update_product(ctx, id, change, acorn.product(id).version))
    acorn.do(lambda ctx: catalog.archive_product(ctx, id))
    assert titles(acorn, "title") == ["Aardvark", "Middle"]
    assert titles(acorn, status=["archived"], tag="new", vendor="V") == ["Aardvark"]
    acorn.do(lambda ctx: catalog.deactivate_product(ctx, id))
    acorn.do(lambda ctx: catalog.delete_draft(ctx, id))
    assert titles(acorn) == ["Middle"]


def test_a_private_attribute_is_for_staff_only(acorn: Merchant) -> None:
    attribute = acorn.do(
        lambda ctx: catalog.create_attribute(ctx, NewAttribute("buyer", "Buyer", "text", is_public=False))
    )
    acorn.do(lambda ctx: catalog.update_attribute(ctx, attribute, AttributeChange(is_public=True)))
    notes = acorn.rows(
        "select action, before, after from audit_log where tenant_id = %(tenant)s and kind = 'attribute' order by id"
    )
    assert [(n.action, n.before) for n in notes] == [
        ("attribute.created", None),
        ("attribute.updated", {"is_public": False}),
    ]


@pytest.fixture(scope="module")
def plenty(database: Database, urls: Urls) -> Merchant:
    """Four thousand goods, made by the database itself. Only the owner of a table can have it counted."""
    work = Work(database, Cache(0))
    shop = merchant(work, "plenty")
    with work.database.platform() as tx:
        bulk.fill(tx, shop.tenant, shop.store, 4000, 2, now=datetime.now(UTC))
    shop.do(follow_stock, SEEING)
    with psycopg.connect(urls.migrator, autocommit=True) as owner:
        owner.execute("analyze product_figures, store_products")
    return shop


CASES = [
    ({}, "", "product_figures_updated"),
    ({}, "title", "product_figures_title"),
    ({}, "-created", "product_figures_created"),
    ({}, "stock", "product_figures_stock"),
    ({"status": ["draft"]}, "", "product_figures_status"),
    ({"has_picture": False}, "", "product_figures_bare"),
    ({"store": "main"}, "price", "store_products_priced"),
]


@pytest.mark.parametrize(("given", "sort", "index"), CASES)
def test_a_list_takes_three_statements_and_an_index(
    plenty: Merchant, given: dict[str, Any], sort: str, index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "store" in given:
        given = {"store": public("store", plenty.store)}
    plans: list[str] = []
    spent: list[int] = []
    explain = Tx.all

    def explained(self: Tx, statement: Any, /, **params: Any) -> Any:
        if "picked" in statement:
            plans.append("\n".join(str(row[0]) for row in explain(self, "explain " + statement, **params)))
            self.statements -= 1
        return explain(self, statement, **params)

    monkeypatch.setattr(Tx, "all", explained)
    for limit in (1, 100):

        def ask(ctx: Any, limit: int = limit) -> ProductList:
            found = staff_list.list_products(ctx, ProductFilter(**given), sort, None, limit)
            spent.append(ctx.db.statements)
            return found

        plenty.do(ask, SEEING)
    assert spent[0] == spent[1] <= 3
    assert index in plans[-1], plans[-1]
