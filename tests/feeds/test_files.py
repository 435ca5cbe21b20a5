"""What stands in the files of each channel."""

import csv
import io
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from tests.conftest import Clock
from tests.feeds.stall import BASE, Stall

from duka.feeds import service
from duka.kernel.ids import public

G = "{http://base.google.com/ns/1.0}"


def items(text: str) -> dict[str, dict[str, Any]]:
    """Of a file of Google's, by id; what stands there twice is a list."""
    found: dict[str, dict[str, Any]] = {}
    for node in ET.fromstring(text).iter("item"):
        values: dict[str, Any] = {}
        for child in node:
            name = child.tag.removeprefix(G)
            values[name] = [*values[name], child.text] if name in values else [child.text]
        found[values["id"][0]] = {
            name: value[0] if len(value) == 1 else value for name, value in values.items()
        }
    return found


def rows(text: str, delimiter: str = ",") -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)}


def test_google_has_what_its_specification_asks_for(stall: Stall) -> None:
    feed = stall.feed()
    found = items(stall.text(feed))
    assert set(found) == {"DRESS", "DRESS-B", "CHEESE"}
    dress = found["DRESS"]
    assert dress["title"] == "Dress <Awa> & co Red"
    assert dress["description"] == "Cotton, made by hand."
    assert dress["link"] == f"{BASE}/s/{stall.tenant.slug}/paris/p/dress-awa-co?o0=Red"
    assert dress["image_link"].startswith(f"{BASE}/media/")
    assert dress["image_link"].endswith("/640.webp")
    assert (dress["price"], dress["availability"], dress["condition"]) == ("129.00 EUR", "in_stock", "new")
    assert (dress["gtin"], dress["brand"], dress["color"]) == ("4006381333931", "Adire House", "Red")
    assert (
        dress["item_group_id"] == found["DRESS-B"]["item_group_id"] == public("prod", stall.products["DRESS"])
    )
    assert dress["product_type"] == "Clothes > Dresses"
    assert dress["shipping_weight"] == "300 g"
    assert "identifier_exists" not in dress
    assert (feed.items, feed.left_out, feed.currency) == (3, 1, "EUR")


def test_restricted_and_missing_identifiers_are_not_told(stall: Stall) -> None:
    found = items(stall.text(stall.feed()))
    assert "gtin" not in found["DRESS-B"]
    assert found["DRESS-B"]["identifier_exists"] == "no"
    assert found["CHEESE"]["identifier_exists"] == "no"
    assert "item_group_id" not in found["CHEESE"]


def test_goods_by_weight_are_priced_by_the_least_that_can_be_bought(stall: Stall) -> None:
    cheese = items(stall.text(stall.feed()))["CHEESE"]
    assert cheese["price"] == "12.25 EUR"
    assert (cheese["unit_pricing_measure"], cheese["unit_pricing_base_measure"]) == ("0.5 kg", "1 kg")


def test_problems_are_told_before_anybody_fetches(stall: Stall) -> None:
    feed = stall.feed()
    assert stall.problems(feed) == {
        "DRESS": ["no_google_category"],
        "DRESS-B": ["gtin_restricted", "no_google_category"],
        "CHEESE": ["no_google_category"],
        "MUG": ["no_brand", "no_google_category", "no_image"],
    }
    assert [(f.problem, f.level, f.items) for f in feed.findings] == [
        ("no_google_category", "warning", 4),
        ("gtin_restricted", "warning", 1),
        ("no_brand", "warning", 1),
        ("no_image", "error", 1),
    ]


def test_googles_categories_come_down_the_tree(stall: Stall) -> None:
    feed = stall.feed()
    stall.do(lambda ctx: service.set_google_category(ctx, stall.clothes, "Apparel & Accessories > Clothing"))
    found = items(stall.text(stall.refresh(feed)))
    assert found["DRESS"]["google_product_category"] == "Apparel & Accessories > Clothing"
    stall.do(lambda ctx: service.set_google_category(ctx, stall.dresses, "2271"))
    assert items(stall.text(stall.refresh(feed)))["DRESS"]["google_product_category"] == "2271"
    stall.do(lambda ctx: service.set_google_category(ctx, stall.dresses, ""))
    assert "Clothing" in items(stall.text(stall.refresh(feed)))["DRESS"]["google_product_category"]


def test_reductions_have_their_dates(stall: Stall, clock: Clock) -> None:
    now = clock.now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    stall.price("DRESS", 12900, 9900, now - timedelta(days=1), now + timedelta(days=1))
    stall.price("DRESS-B", 12900, 8900, now + timedelta(days=1), now + timedelta(days=2))
    stall.price("CHEESE", 2450, 2000, now - timedelta(days=1), None)
    found = items(stall.text(stall.feed()))
    dress, blue, cheese = found["DRESS"], found["DRESS-B"], found["CHEESE"]
    assert (dress["price"], dress["sale_price"]) == ("129.00 EUR", "99.00 EUR")
    assert dress["sale_price_effective_date"] == "2026-04-30T12:00+0000/2026-05-02T12:00+0000"
    assert (blue["price"], blue["sale_price"]) == ("129.00 EUR", "89.00 EUR")
    assert blue["sale_price_effective_date"] == "2026-05-02T12:00+0000/2026-05-03T12:00+0000"
    assert (cheese["sale_price"], "sale_price_effective_date" in cheese) == ("10.00 EUR", False)


def test_tsv_has_the_same_columns(stall: Stall) -> None:
    stall.add("TAB", 100, title="A\tb", description="<p>a</p><p>b</p>", vendor="x")
    found = rows(stall.text(stall.feed(format="tsv")), "\t")
    assert found["DRESS"]["price"] == "129.00 EUR"
    assert found["TAB"]["title"] == "A b"


def test_meta_speaks_its_own_words(stall: Stall) -> None:
    feed = stall.feed("meta", "csv", brand="Paris & Co")
    found = rows(stall.text(feed))
    assert found["DRESS"]["availability"] == "in stock"
    assert found["DRESS"]["inventory"] == "1000"
    assert found["CHEESE"]["brand"] == "Hill"
    assert stall.problems(feed)["MUG"] == ["no_image"]


def test_plain_leaves_nothing_out_and_knows_what_is_ours(stall: Stall) -> None:
    feed = stall.feed("plain", "json", item_ids="id")
    lines = [msgspec.json.decode(line) for line in stall.text(feed).splitlines()]
    assert len(lines) == 4
    mug = next(line for line in lines if line["sku"] == "MUG")
    assert mug["id"] == mug["variant_id"] == public("var", stall.variants["MUG"])
    assert (mug["quantity"], mug["currency"], feed.left_out) == ("1000", "EUR", 0)
    assert rows(stall.text(stall.feed("plain", "csv")))["MUG"]["price"] == "9.00 EUR"


def test_another_language(stall: Stall) -> None:
    dress = items(stall.text(stall.feed(locale="fr")))["DRESS"]
    assert (dress["title"], dress["color"], dress["description"]) == ("Robe Awa Rouge", "Rouge", "Coton.")
    assert dress["link"].endswith("?lang=fr&o0=Red")


def test_a_market_with_a_currency_of_its_own(stall: Stall) -> None:
    stall.do(
        lambda ctx: ctx.db.run(
            """with rate as (insert into exchange_rates (tenant_id, base, currency, valid_from, num, den, created_at)
                             values (%(tenant)s, 'EUR', 'USD', %(now)s, 11, 10, %(now)s))
               insert into markets (tenant_id, id, store_id, handle, name, countries, currency, is_active, created_at, updated_at)
               values (%(tenant)s, gen_random_uuid(), %(store)s, 'us', 'America', '{US}', 'USD', true, %(now)s, %(now)s)""",
            store=stall.store,
            now=ctx.now,
        )
    )
    stall.price("DRESS", 10000, 5000)
    feed = stall.feed(market="us")
    dress = items(stall.text(feed))["DRESS"]
    assert (dress["price"], dress["sale_price"], feed.currency) == ("110.00 USD", "55.00 USD", "USD")
    assert "market=us" in dress["link"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"include_categories": ["clothes"]}, {"DRESS", "DRESS-B"}),
        ({"exclude_categories": ["dresses"]}, {"CHEESE", "MUG"}),
        ({"with_sold_out": False}, {"DRESS", "DRESS-B", "CHEESE"}),
    ],
)
def test_what_is_in_a_feed_is_chosen(stall: Stall, choice: dict[str, Any], expected: set[str]) -> None:
    item = stall.do(
        lambda ctx: ctx.db.value(
            "select stock_item_id from variants where tenant_id = %(tenant)s and sku = 'MUG'"
        )
    )
    from duka.inventory import service as inventory
    from duka.inventory.types import Count

    stall.do(lambda ctx: inventory.count(ctx, [Count(item, stall.place, 0)], "count"))
    asked = {
        name: [public("cat", getattr(stall, word)) for word in value] if isinstance(value, list) else value
        for name, value in choice.items()
    }
    feed = stall.feed("plain", "csv", **asked)
    assert set(rows(stall.text(feed))) == expected


def test_cells_are_written_as_they_are(stall: Stall) -> None:
    stall.add("=1+1", 100, title='=HYPERLINK("x")', description="<p>-</p>", vendor="@x")
    row = rows(stall.text(stall.feed("plain", "csv")))["=1+1"]
    assert (row["title"], row["brand"]) == ('=HYPERLINK("x")', "@x")
