"""Experiments through the shop's API: what a visitor is given, and the prices that follow."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.api.sampled.experiments import plan
from tests.api.world import World

from duka.kernel.ids import new_id, parse, public

KEYS = [f"visitor-of-the-test-{number:04}" for number in range(40)]


@pytest.fixture
def prices(acorn: World) -> Iterator[dict[str, Any]]:
    """A running experiment: half of the visitors see everything a fifth cheaper."""
    list_id = new_id()
    acorn.perform(
        lambda ctx: ctx.db.run(
            """insert into price_lists (tenant_id, id, name, currency, percent_ppm, created_at, updated_at)
               select %(tenant)s, %(id)s, 'A fifth less', s.currency, -200000, %(now)s, %(now)s
               from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s""",
            id=list_id,
            store=parse("store", acorn.store),
            now=ctx.now,
        )
    )
    variants = [
        {"name": "A", "share": 5000},
        {"name": "B", "share": 5000, "price_list_ids": [public("plist", list_id)]},
    ]
    made = acorn.admin(
        "POST", "/experiments", plan(acorn, kind="price", measure="revenue", variants=variants)
    )
    assert made.status == 201, made.body
    path = f"/experiments/{made.json['id']}"
    assert acorn.admin("POST", path + "/start").status == 200
    yield made.json
    assert acorn.admin("POST", path + "/stop").status == 200


def given(world: World, key: str) -> str:
    answer = world.shop("GET", "/experiments/given", query={"visitor": key, "store": world.store})
    assert answer.status == 200, answer.body
    return ",".join(each["variant_id"] for each in answer.json)


def lowest(world: World, variants: str = "") -> int:
    headers = {"duka-variants": variants} if variants else {}
    listed = world.shop("GET", "/products", query={"store": world.store, "sort": "price"}, headers=headers)
    assert listed.status == 200, listed.body
    found: int = listed.json["items"][0]["price_minor"]
    return found


def test_prices_follow_the_variants_that_are_sent(acorn: World, prices: dict[str, Any]) -> None:
    control, cheaper = (variant["id"] for variant in prices["variants"])
    usual = lowest(acorn)
    seen = {key: given(acorn, key) for key in KEYS}
    assert set(seen.values()) == {control, cheaper}
    assert seen == {key: given(acorn, key) for key in KEYS}
    assert lowest(acorn, control) == usual
    assert lowest(acorn, cheaper) < usual
    assert lowest(acorn, f"{control},{cheaper}") in (usual, lowest(acorn, cheaper))


def test_nobody_can_claim_a_variant_that_is_not_given(
    acorn: World, birch: World, prices: dict[str, Any]
) -> None:
    cheaper = prices["variants"][1]["id"]
    usual = lowest(acorn)
    assert lowest(acorn, public("expv", new_id())) == usual
    paused = acorn.admin("POST", f"/experiments/{prices['id']}/pause")
    assert paused.status == 200
    assert lowest(acorn, cheaper) == usual
    assert lowest(birch, cheaper) == lowest(birch)


def test_a_foreign_cart_is_refused(acorn: World, birch: World, prices: dict[str, Any]) -> None:
    body = {"visitor": KEYS[0], "page": "product", "cart_id": birch.cart()["id"]}
    answer = acorn.shop("POST", "/experiments/seen", body, query={"store": acorn.store})
    assert (answer.status, answer.json["code"]) == (404, "CartNotFound")
    own = acorn.shop(
        "POST", "/experiments/seen", {**body, "cart_id": acorn.cart()["id"]}, query={"store": acorn.store}
    )
    assert own.status == 204
