"""Importing Shopify's CSV: what becomes of it, what is refused and where, and that doing it again is safe."""

import pytest
from tests.imports.desk import HEADER, Desk, row

from duka.catalog import service as catalog
from duka.catalog.inputs import ProductChange
from duka.imports import formats, runs, service
from duka.imports.errors import RunTakenOver, StoreNeeded, StoreUnknown, WrongColumns
from duka.imports.types import Price, Settings
from duka.kernel.context import Actor
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller

DRESS = "\n".join(
    [
        HEADER,
        row(
            handle="wax-dress", title="Wax dress", body="<p>Bright<script>x</script></p>", vendor="Acorn",
            type="Dress", tags='"wax, new"', published="true", option="Size", value="S", sku="WAX-S",
            grams="300", tracker="shopify",
            qty="4", policy="deny", price="80", compare="100.00", taxable="false",
            image="https://pictures.example/1.jpg", position="1",
        ),
        row(handle="wax-dress", value="M", grams="320.0", qty="-2", policy="continue", price="80"),
        row(handle="wax-dress", image="https://pictures.example/2.jpg", position="2"),
    ]
)  # fmt: skip


def test_a_product_becomes_what_the_file_says(desk: Desk) -> None:
    summary = desk.take(DRESS)
    assert (summary.created, summary.refused) == (1, 0)
    product = desk.one()
    assert (product.slug, product.title, product.vendor, product.kind) == (
        "wax-dress",
        "Wax dress",
        "Acorn",
        "Dress",
    )
    assert product.description == "<p>Bright</p>"
    assert product.tags == ["wax", "new"]
    assert (product.status, product.tax_class, product.stores) == ("active", "zero", {"paris": True})
    assert [option["values"] for option in product.options] == [["S", "M"]]
    small, medium = product.variants
    assert (small.sku, medium.sku) == ("WAX-S", "WAX-DRESS-M")
    assert small.prices == {"paris": Price(10000, 8000)}
    assert medium.prices == {"paris": Price(8000)}
    assert (small.weight_grams, medium.weight_grams) == (300, 320)
    assert (small.tracks_stock, medium.tracks_stock) == (True, False)
    assert (small.sells_without_stock, medium.sells_without_stock) == (False, True)
    assert small.stock["depot"]["on_hand"] == 4
    assert medium.stock["depot"]["on_hand"] == 0
    assert [image.source_url[-5:] for image in product.images] == ["1.jpg", "2.jpg"]
    assert [str(n) for o in desk.told for n in o.notices] == [
        "row 3, column Variant Inventory Qty: -2 pieces cannot be on hand; taken as 0"
    ]


def test_doing_it_again_changes_nothing(desk: Desk) -> None:
    desk.take(DRESS)
    before, events = desk.held(), desk.count("events")
    summary = desk.take(DRESS)
    assert (summary.unchanged, summary.products) == (1, 1)
    assert desk.held() == before
    assert desk.count("events") == events


def test_only_what_differs_is_changed(desk: Desk) -> None:
    desk.take(DRESS)
    before = desk.one()
    summary = desk.take(DRESS.replace("Wax dress", "Wax robe").replace(",4,deny,80", ",5,deny,70"))
    after = desk.one()
    assert summary.updated == 1
    assert desk.told[0].changed == ["title", "variants"]
    assert after.title == "Wax robe"
    assert after.variants[0].prices == {"paris": Price(10000, 7000)}
    assert after.variants[0].stock["depot"]["on_hand"] == 5
    assert [v.id for v in after.variants] == [v.id for v in before.variants]


def test_stock_can_be_left_alone(desk: Desk) -> None:
    desk.take(DRESS)
    desk.take(DRESS.replace(",4,deny,80", ",9,deny,80"), keeps_stock=True)
    assert desk.one().variants[0].stock["depot"]["on_hand"] == 4


def test_values_come_and_go(desk: Desk) -> None:
    desk.take(DRESS)
    large = row(handle="wax-dress", value="L", qty="1", price="90")
    desk.take(
        DRESS.replace(
            row(handle="wax-dress", value="M", grams="320.0", qty="-2", policy="continue", price="80"), large
        )
    )
    sold = {v.option_values[0]: v for v in desk.one().variants if v.is_active}
    assert sorted(sold) == ["L", "S"]
    assert sold["L"].prices == {"paris": Price(9000)}
    desk.take(DRESS)
    assert sorted(v.option_values[0] for v in desk.one().variants if v.is_active) == ["M", "S"]


def test_a_product_is_found_by_its_old_slug_and_by_its_sku(desk: Desk) -> None:
    desk.take(DRESS)
    product = desk.one()
    desk.do(lambda ctx: catalog.update_product(ctx, product.id, ProductChange(slug="robe"), product.version))
    assert desk.take(DRESS).unchanged == 1
    assert desk.one().slug == "robe"
    assert desk.take(DRESS.replace("wax-dress", "wax-gown")).updated == 1
    assert desk.one().slug == "wax-gown"


def test_one_bad_product_does_not_stop_the_others(desk: Desk) -> None:
    rows = [
        HEADER,
        row(handle="good", title="Good", published="true", price="1"),
        row(handle="dear", title="Dear", price='"12,x"'),
        row(handle="card", title="Card", price="5", gift="true"),
        row(handle="free", title="", price=""),
        row(handle="twice", title="Twice", option="Size", value="S", price="1", sku="T-1"),
        row(handle="twice", value="s", price="1"),
        row(handle="odd", title="Odd", option="Size", value="S", price="1"),
        row(handle="odd", price="1", sku="ODD-2"),
        row(handle="other", title="Other", price="1", sku="T-1"),
        row(handle="good", title="Good", price="1"),
        row(handle="long", title="x" * 201, price="1"),
        row(handle="also-good", title="Also good", published="false", price="1,5".replace(",", ".")),
    ]
    summary = desk.take("\n".join(rows))
    assert (summary.created, summary.refused) == (2, 8)
    assert desk.refusals == [
        "row 3, column Variant Price: '12,x' is not an amount; write it like 12.50",
        "row 4, column Gift Card: this is a gift card, which is not sold as a product here; leave it out",
        "row 5, column Title: the first row of a product needs its title",
        "row 5, column Variant Price: every variant needs a price",
        "row 7, column option_values: another variant has the same values",
        "row 9, column Option1 Value: the option Size needs a value here",
        "row 10, column SKU: row 6 has the SKU T-1 already; an SKU names one variant",
        "row 11: good has rows from row 2 on already; put the rows of a product together",
        "row 12, column title: 201 characters are too many; shorten it to 200",
    ]
    assert {product.slug: product.status for product in desk.held()} == {
        "good": "active",
        "also-good": "draft",
    }


def test_what_is_refused_leaves_nothing_and_announces_nothing(desk: Desk) -> None:
    desk.take(DRESS)
    before, events = desk.held(), desk.count("events")
    bad = DRESS.replace("Wax dress", "Wax robe").replace(
        "wax-dress,,,,,,,,M,,320.0", "wax-dress,,,,,,,,M," + "S" * 70 + ",320.0"
    )
    assert desk.take(bad).refused == 1
    assert desk.refusals == ["row 2, column sku: 70 characters are too many; shorten it to 64"]
    assert desk.held() == before
    assert desk.count("events") == events


def test_a_dry_run_counts_and_keeps_nothing(desk: Desk) -> None:
    events = desk.count("events")
    assert desk.take(DRESS, is_dry=True).created == 1
    assert desk.held() == []
    assert (desk.count("import_runs"), desk.count("events")) == (0, events)


def test_newer_exports_are_read_too(desk: Desk) -> None:
    desk.take(
        "Title,URL handle,Description,Product category,Type,Status,Published on online store,"
        "Option1 name,Option1 value,"
        "Option1 Linked To,SKU,Price,Compare-at price,Price / International,Charge tax,Inventory tracker,"
        "Inventory quantity,Continue selling when out of stock,Weight value (grams),Weight unit for display\n"
        "Boubou,boubou,Text,Apparel > Dresses,Boubou,Active,FALSE,Colour,Indigo,"
        "x,BB-1,25.00,,30,TRUE,shopify,3,DENY,450,g\n",
        categories="category",
    )
    product = desk.one()
    assert (product.status, product.stores, product.categories) == ("active", {"paris": False}, ["dresses-2"])
    assert product.variants[0].prices == {"paris": Price(2500)}
    assert product.variants[0].weight_grams == 450
    source = formats.recognise(desk.folder / "goods.csv")
    assert source.ignored == ["Option1 Linked To", "Price / International"]


def test_types_become_categories_when_asked(desk: Desk) -> None:
    desk.take(DRESS, categories="type")
    desk.take(DRESS.replace(",Dress,", ",Dresses,"), categories="type")
    assert desk.one().categories == ["dress", "dresses"]


def test_a_stopped_run_goes_on(desk: Desk) -> None:
    rows = "\n".join([HEADER, *(row(handle=f"p{n}", title=f"P{n}", price="1") for n in range(5))])
    source = formats.recognise(desk.file(rows))
    settings = Settings(batch=2, fetches_images=False)

    def stop(_outcomes: object, last_row: int, _summary: object) -> None:
        if last_row == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        service.run(desk.work, desk.caller, source, desk.places(), settings, tell=stop)
    assert len(desk.held()) == 4
    summary = desk.take(rows, batch=2)
    assert (summary.resumed_after, summary.created, summary.unchanged) == (5, 5, 0)
    assert [outcome.slug for outcome in desk.told] == ["p4"]
    assert desk.take(rows).unchanged == 5


def test_a_run_can_begin_again(desk: Desk) -> None:
    source = formats.recognise(desk.file(DRESS))
    first = desk.do(lambda ctx: runs.begin(ctx, "paris", source.file.checksum, "goods.csv"))
    desk.do(lambda ctx: runs.advance(ctx, first, runs.Run(first.id, 9)))
    assert desk.take(DRESS, restarts=True).created == 1
    with pytest.raises(RunTakenOver):
        desk.do(lambda ctx: runs.advance(ctx, first, runs.Run(first.id, 10)))


def test_who_may_not(desk: Desk) -> None:
    source = formats.recognise(desk.file(DRESS))
    stranger = Caller(desk.caller.tenant, Actor("staff"), frozenset({"products:write", "products:read"}))
    with pytest.raises(Forbidden):
        service.run(desk.work, stranger, source, desk.places(), Settings())
    assert desk.held() == []


def test_the_store_must_be_clear(desk: Desk) -> None:
    with pytest.raises(StoreNeeded):
        desk.take(DRESS, store="")
    with pytest.raises(StoreUnknown, match="There are dakar, paris"):
        desk.places("rome")


def test_prices_by_sku_alone(desk: Desk) -> None:
    desk.take(DRESS)
    summary = desk.take(
        "sku;price:paris;price:dakar;stock:loft\nWAX-S;75,50;49000;2\nWAX-DRESS-M;;;\nNOPE;1;1;1\n", store=""
    )
    small, medium = desk.one().variants
    assert small.prices == {"paris": Price(7550), "dakar": Price(49000)}
    assert medium.prices == {}
    assert {code: level["on_hand"] for code, level in small.stock.items()} == {"depot": 4, "loft": 2}
    assert (summary.updated, summary.refused) == (2, 1)
    assert desk.refusals == [
        "row 4, column title: there is no NOPE here yet, and a new product needs a title"
    ]


@pytest.mark.parametrize(
    "column", ["price:rome", "stock:attic", "colour", "title:french", "attribute:taste", "slug:x"]
)
def test_columns_that_name_nothing_are_refused_before_anything(desk: Desk, column: str) -> None:
    with pytest.raises(WrongColumns, match=column):
        desk.take(f"slug,title,{column}\na,A,1\n")
    assert desk.held() == []


def test_another_tenants_goods_are_out_of_reach(desk: Desk, other_desk: Desk) -> None:
    desk.take(DRESS)
    assert other_desk.take(DRESS).created == 1
    assert desk.one().id != other_desk.one().id
