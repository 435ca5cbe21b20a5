"""Export, then import: the same merchant's goods stay untouched to the version, and another's become the
same."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.imports.desk import Desk

from duka.catalog import service as catalog
from duka.catalog.inputs import (
    ImageInput,
    NewProduct,
    NewVariant,
    OptionInput,
    OptionTexts,
    ProductTexts,
    StoreAssignment,
)
from duka.inventory import service as inventory
from duka.kernel.ids import public
from duka.kernel.work import Work
from duka.pricing import service as pricing

TRICKY = [
    'say "hi"',
    "=1+1",
    "@home",
    "-5 %",
    "'=x",
    "a | b \\ c",
    "line\nline",
    "émoji 👗🧵",
    ";,\t,;",
    "<b>x</b>",
    "×",
]
LINE = st.one_of(
    st.sampled_from(TRICKY), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
)
NAME = LINE.map(lambda text: "x" + text)
GRAMS = st.integers(0, 5000)
INSTANT = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@st.composite
def prices(draw: st.DrawFn) -> tuple[int, int | None, datetime | None, datetime | None]:
    base = draw(st.integers(1, 10**7))
    if not draw(st.booleans()):
        return base, None, None, None
    begins = draw(st.none() | INSTANT)
    ends = draw(st.none() | st.just((begins or datetime(2025, 1, 1, tzinfo=UTC)) + timedelta(days=3)))
    return base, draw(st.integers(0, base - 1)), begins, ends


@st.composite
def goods(draw: st.DrawFn) -> dict[str, Any]:
    """A product in the words of the verbs that make it."""
    options = []
    for n in range(draw(st.integers(0, 3))):
        values = draw(
            st.lists(NAME.map(lambda v: " ".join(v.split())), min_size=1, max_size=2, unique_by=str.casefold)
        )
        labels = dict.fromkeys(values, "étiquette") if draw(st.booleans()) else {}
        texts = (
            {"fr": OptionTexts(draw(st.sampled_from(["", "Taille"])), labels)} if draw(st.booleans()) else {}
        )
        options.append(OptionInput(f"Option {n}", values, texts))
    weight: dict[str, Any] = {"pricing_mode": "weight", "unit": "KGM", "scale": 2, "step": 25, "minimum": 50}
    measure = {**weight, "average": 140} if draw(st.booleans()) else {}
    return {
        "product": NewProduct(
            title=draw(NAME),
            description=draw(LINE),
            status=draw(st.sampled_from(["draft", "active", "archived"])),
            vendor=draw(LINE),
            tags=draw(st.lists(NAME, max_size=3)),
            requires_shipping=draw(st.booleans()),
            tax_class=draw(st.sampled_from(["standard", "reduced", "zero"])),
            options=options,
            weight_grams=draw(GRAMS),
            translations={"fr": ProductTexts(title=draw(LINE), description=draw(LINE))},
            attributes=draw(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "material": NAME,
                        "length": st.integers(1, 300),
                        "washable": st.booleans(),
                    },
                )
            ),
            seo_title=draw(LINE),
            **measure,
        ),
        "prices": draw(st.lists(prices(), min_size=2, max_size=2)),
        "stock": draw(st.integers(0, 10**6)),
        "hidden": draw(st.booleans()),
        "pictures": draw(st.integers(0, 2)),
        "is_on_sale_everywhere": draw(st.booleans()),
    }


def build(desk: Desk, wanted: dict[str, Any]) -> None:
    places = desk.places()

    def act(ctx: Any) -> None:
        id = catalog.create_product(ctx, wanted["product"])
        variants = [
            row.id
            for row in ctx.db.all(
                """select v.id from variants v where v.tenant_id = %(tenant)s and v.product_id = %(id)s
                   order by v.position""",
                id=id,
            )
        ]
        item = ctx.db.value(
            "select stock_item_id from variants where tenant_id = %(tenant)s and id = %(id)s", id=variants[0]
        )
        stores = [desk.store, desk.second] if wanted["is_on_sale_everywhere"] else [desk.second]
        shown = [StoreAssignment(public("store", s), not wanted["hidden"]) for s in stores]
        catalog.assign_stores(ctx, id, shown)
        for store, price in zip(stores, wanted["prices"], strict=False):
            pricing.set_price(ctx, store, variants[-1], *price)
        inventory.set_stock(ctx, item, places.locations["depot"], wanted["stock"], "initial")
        inventory.set_levels(ctx, item, places.locations["loft"], safety=2, low_at=5)
        pictures = [
            ImageInput(
                source_url=f"https://pictures.example/{n}?a=1,2",
                alt="=x",
                variants=[public("var", variants[0])],
            )
            for n in range(wanted["pictures"])
        ]
        catalog.set_images(ctx, id, pictures)
        dresses = ctx.db.value("select id from categories where tenant_id = %(tenant)s and slug = 'dresses'")
        catalog.assign_categories(ctx, id, [dresses])

    desk.do(act)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(catalogue=st.lists(goods(), min_size=1, max_size=3))
def test_export_then_import_changes_nothing(
    work: Work, tmp_path: Path, catalogue: list[dict[str, Any]]
) -> None:
    desk = Desk(work, tmp_path).build()
    for wanted in catalogue:
        build(desk, wanted)
    exported, before, events = desk.export(), desk.held(), desk.count("events")
    summary = desk.take(exported, store="")
    assert desk.refusals == []
    assert summary.unchanged == len(catalogue)
    assert desk.held() == before
    assert desk.count("events") == events

    other = Desk(work, tmp_path).build()
    summary = other.take(exported.encode("utf-8-sig"), store="")
    assert other.refusals == []
    assert summary.created == len(catalogue)
    assert other.export() == exported


def test_stock_that_two_variants_share(desk: Desk, other_desk: Desk) -> None:
    def act(ctx: Any) -> None:
        catalog.create_product(ctx, NewProduct("Pot", sku="POT"))
        pair = NewVariant(sku="POT-2", stock_sku="POT", stock_per_unit=2, is_active=False)
        catalog.create_product(ctx, NewProduct("Two pots", variants=[pair]))

    desk.do(act)
    exported, before = desk.export(), desk.held()
    assert desk.take(exported, store="").unchanged == 2
    assert desk.held() == before
    assert other_desk.take(exported, store="").created == 2
    assert other_desk.export() == exported
    assert other_desk.held()[1].variants[0].stock_sku == "POT"


def test_an_archived_product_goes_back_to_the_archive(desk: Desk) -> None:
    desk.do(lambda ctx: catalog.create_product(ctx, NewProduct("Old", sku="OLD", status="archived")))
    assert desk.take(desk.export().replace("Old", "Older"), store="").updated == 1
    assert (desk.one().title, desk.one().status) == ("Older", "archived")


def test_a_category_that_is_missing(desk: Desk) -> None:
    file = "slug,title,categories\npot,Pot,garden-pots | sale\n"
    desk.take(file)
    assert desk.refusals == [
        "row 2, column categories: there is no category garden-pots here; make it first, or leave it out"
    ]
    desk.take(file, makes_categories=True)
    assert desk.one().categories == ["garden-pots", "sale"]


@pytest.mark.parametrize("title", ["Wax dress", "=cmd|' /C calc'!A0", 'say "hi"'])
def test_shopifys_format_comes_back_as_it_was(desk: Desk, title: str) -> None:
    options = [OptionInput("Size", ["S", "M"])]
    product = NewProduct(title, options=options, tags=["a", "b"], weight_grams=5, status="active")

    def act(ctx: Any) -> None:
        id = catalog.create_product(ctx, product)
        catalog.assign_stores(ctx, id, [StoreAssignment(public("store", desk.store))])
        for variant in ctx.db.all("select id from variants where tenant_id = %(tenant)s"):
            pricing.set_price(ctx, desk.store, variant.id, 900, 800)

    desk.do(act)
    before = desk.held()
    exported = desk.export("paris", format="shopify")
    assert ",=" not in exported and "\n=" not in exported
    assert desk.take(exported).unchanged == 1
    assert desk.held() == before


def test_goods_by_weight_stay_out_of_shopifys_format(desk: Desk) -> None:
    fields: dict[str, Any] = {"pricing_mode": "weight", "unit": "KGM", "scale": 2}
    id = desk.do(lambda ctx: catalog.create_product(ctx, NewProduct("Rice", **fields)))
    assignment = [StoreAssignment(public("store", desk.store))]
    desk.do(lambda ctx: catalog.assign_stores(ctx, id, assignment))
    assert len(desk.export("paris", format="shopify").splitlines()) == 1
    assert len(desk.export("paris").splitlines()) == 2
