"""What every call has in common: safe retries, tags, versions, pages, limits, and how few statements it takes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.api.client import Answer, Client
from tests.api.conftest import services_on
from tests.api.world import World, furnish

from duka.kernel.db import Database
from duka.kernel.ids import new_id
from duka.main import application
from duka.wiring import Services

# --- safe retries


def _place(world: World, cart: dict, key: str | None, **body: object) -> Answer:
    headers = {"cart-token": cart["token"], **({"idempotency-key": key} if key is not None else {})}
    return world.shop("POST", "/orders", {"cart_id": cart["id"], **body}, headers=headers)


def test_a_retry_gets_the_first_answer(acorn: World) -> None:
    cart, key = acorn.cart(), new_id().hex
    first, second = _place(acorn, cart, key), _place(acorn, cart, key)
    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert (first.header("idempotent-replayed"), second.header("idempotent-replayed")) == (None, "true")
    other = _place(acorn, cart, key, expected_total_minor=1)
    assert (other.status, other.code) == (422, "IdempotencyKeyReused")


def test_a_key_is_needed_where_money_or_goods_move(acorn: World) -> None:
    cart = acorn.cart()
    assert (_place(acorn, cart, None).status, _place(acorn, cart, None).code) == (
        400,
        "IdempotencyKeyRequired",
    )
    order = acorn.order("sandbox")
    headers = {"order-token": order["tracking_token"]}
    refused = acorn.shop("POST", "/payments/intent", {"order_id": order["id"]}, headers=headers)
    assert (refused.status, refused.code) == (400, "IdempotencyKeyRequired")
    for key in ("", "x" * 256):
        assert _place(acorn, cart, key).status in {400, 422}


def test_many_at_once_make_one_order(acorn: World) -> None:
    for same in (True, False):
        cart, one = acorn.cart(), new_id().hex
        keys = [one if same else new_id().hex for _ in range(4)]
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(partial(_place, acorn, cart), keys))
        assert len({a.json["id"] for a in answers if a.status == 201}) == 1, [a.body for a in answers]
        assert all(a.status == 201 or (a.status == 409 and not same) for a in answers)


def test_a_key_is_its_tenants_own(acorn: World, birch: World) -> None:
    key = new_id().hex
    placed = [_place(world, world.cart(), key) for world in (acorn, birch)]
    assert [(a.status, a.header("idempotent-replayed")) for a in placed] == [(201, None), (201, None)]
    assert placed[0].json["id"] != placed[1].json["id"]


def test_another_shopper_with_the_same_key_gets_no_ones_secret(acorn: World) -> None:
    """All shoppers of a shop share its publishable key, and nobody keeps them from counting 1, 2, 3."""
    key = {"idempotency-key": "1"}
    carts = [acorn.shop("POST", "/carts", {}, headers=key) for _ in range(2)]
    assert [c.status for c in carts] == [201, 201]
    assert carts[0].json["token"] != carts[1].json["token"]
    assert carts[0].json["id"] != carts[1].json["id"]
    first = acorn.cart()
    assert _place(acorn, first, "2").status == 201
    thief = acorn.shop("POST", "/orders", {"cart_id": first["id"]}, headers={"idempotency-key": "2"})
    assert thief.status in {404, 422}
    assert b"tracking_token" not in thief.body


# --- tags


def test_an_unchanged_read_is_not_sent_again(acorn: World) -> None:
    for path in ("/store", "/products", f"/products/{acorn.dress}", "/categories", f"/inventory/{acorn.sku}"):
        first = acorn.shop("GET", path)
        etag = first.header("etag")
        assert etag, path
        for told in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
            again = acorn.shop("GET", path, headers={"if-none-match": told})
            assert (again.status, again.body, again.header("etag")) == (304, b"", etag), (path, told)
        assert acorn.shop("GET", path, headers={"if-none-match": '"other"'}).status == 200
    assert acorn.shop("GET", "/products/none-such", headers={"if-none-match": "*"}).status == 404


def test_a_change_changes_the_tag(acorn: World) -> None:
    path = f"/inventory/{acorn.sku}"
    before = acorn.shop("GET", path).header("etag")
    count = {"location_id": acorn.location, "delta": 7}
    assert acorn.admin("POST", f"/stock/{acorn.sku}/adjust", count).status == 200
    after = acorn.shop("GET", path, headers={"if-none-match": str(before)})
    assert after.status == 200
    assert after.header("etag") != before


# --- versions


def test_a_change_names_the_version_it_saw(acorn: World) -> None:
    product = acorn.admin("GET", f"/products/{acorn.draft}").json
    variant = product["variants"][0]
    category = acorn.admin("GET", "/categories").json[0]
    targets = [
        (f"/products/{product['id']}", {"vendor": "A"}, product["version"]),
        (f"/variants/{variant['id']}", {"weight_grams": 5}, variant["version"]),
        (f"/categories/{category['id']}", {"description": "A"}, category["version"]),
    ]
    for path, body, version in targets:
        assert (acorn.admin("PATCH", path, body).status) == 428, path
        for nonsense in ("*", "abc", '"-1"', '""', "9" * 12, '"²"'):
            assert acorn.admin("PATCH", path, body, headers={"if-match": nonsense}).status == 428, (
                path,
                nonsense,
            )
        stale = acorn.admin("PATCH", path, body, headers={"if-match": f'"{version + 1}"'})
        assert (stale.status, stale.code) == (412, "VersionConflict"), path
        changed = acorn.admin("PATCH", path, body, headers={"if-match": f'"{version}"'})
        assert changed.status == 200, changed.body
        assert acorn.admin("PATCH", path, body, headers={"if-match": f'"{version}"'}).status == 412
    me = f"/customers/{acorn.customer}"
    token = acorn.customer_token
    assert acorn.shop("PATCH", me, {"name": "S"}, by=token).status == 428
    assert acorn.shop("PATCH", me, {"name": "S"}, by=token, headers={"if-match": '"999"'}).status == 412


# --- pages


def _walk(world: World, path: str, **query: object) -> Iterator[dict]:
    cursor = None
    for _ in range(100):
        page = world.call(
            "GET", path, by=world.staff, query={"limit": 2, **query, **({"cursor": cursor} if cursor else {})}
        )
        assert page.status == 200, page.body
        assert len(page.json["items"]) <= 2
        yield from page.json["items"]
        cursor = page.json["next"]
        if cursor is None:
            return
    raise AssertionError("the pages have no end")


def test_pages_hold_everything_once(server: Client, services: Services) -> None:
    birch = furnish(server, services, "birch")
    for _ in range(3):
        birch.order()
    for path, query in [
        ("/admin/products", {}),
        ("/admin/orders", {}),
        ("/admin/stock-ledger", {}),
        *(
            ("/ecommerce/products", {"store": birch.store, "sort": s})
            for s in ("newest", "price", "price_desc", "title", "best")
        ),
    ]:
        walked = [item["id"] for item in _walk(birch, path, **query)]
        whole = birch.call("GET", path, by=birch.staff, query={"limit": 100, **query}).json["items"]
        assert walked == [item["id"] for item in whole], (path, query)
        assert len(set(walked)) == len(walked) > 2
    for cursor in ("x", "W10", "!" * 20, "é", "WyJ4IiwieSJd", "WyIyMDI2IiwgMV0"):
        for path in (
            "/admin/products",
            "/admin/orders",
            "/ecommerce/products",
            "/admin/stock-ledger",
            "/admin/audit",
        ):
            answer = birch.call("GET", path, by=birch.staff, query={"cursor": cursor, "store": birch.store})
            assert answer.status == 422, (path, cursor, answer.body)
    for limit in ("0", "101", "-1", "x", "1e3"):
        assert birch.shop("GET", "/products", query={"limit": limit}).status == 422


# --- limits


def test_too_many_requests_are_told_to_wait(acorn: World, database: Database, tmp_path: Path) -> None:
    services = services_on(database, tmp_path, rate_per_minute=60)
    client = Client(application(services))
    try:
        left = []
        for _ in range(20):
            answer = client.request("GET", "/api/openapi.json")
            assert answer.header("ratelimit-policy") == '"default";q=60;w=60'
            left.append(int(str(answer.header("ratelimit")).split(";")[1].removeprefix("r=")))
        assert left == sorted(left, reverse=True)
        refused = next(
            a for a in (client.request("GET", "/api/openapi.json") for _ in range(10)) if a.status != 200
        )
        assert (refused.status, refused.code) == (429, "TooManyRequests")
        assert refused.header("content-type") == "application/problem+json"
        assert int(str(refused.header("retry-after"))) >= 1
        assert client.request("GET", "/api/openapi.json", peer="10.0.0.9").status == 200
        spoofed = {"x-forwarded-for": "10.0.0.77"}
        assert client.request("GET", "/api/openapi.json", headers=spoofed).status == 429
        assert client.request("GET", "/media/0/0/1.webp").status == 404, "pictures are not counted"
    finally:
        client.close()


# --- the edge


def test_a_kept_page_is_nobody_elses(acorn: World, database: Database, tmp_path: Path) -> None:
    """Headers sent twice must not let one caller's answer be kept under another's name."""
    client = Client(application(services_on(database, tmp_path, cache_seconds=30)))
    try:
        path = f"{acorn.base}/ecommerce/store"
        mine = client.request("GET", path, headers={"authorization": f"Bearer {acorn.pk}"})
        assert mine.status == 200
        assert client.request("GET", path).status == 401
        assert client.request("GET", path, headers={"authorization": f"Bearer {acorn.sk}"}).status == 422
        again = client.request("GET", path, headers={"authorization": f"Bearer {acorn.pk}"})
        assert again.body == mine.body
        body = {"kind": "publishable", "name": "Second", "store_id": acorn.second_store}
        elsewhere = acorn.admin("POST", "/api-keys", body).json["key"]
        both = [("authorization", f"Bearer {elsewhere}"), ("authorization", f"Bearer {acorn.pk}")]
        for more in (both, both[::-1]):
            client.request("GET", path, query={"n": "1"}, more=more)
        for key, store in ((acorn.pk, acorn.store), (elsewhere, acorn.second_store)):
            seen = client.request("GET", path, query={"n": "1"}, headers={"authorization": f"Bearer {key}"})
            assert seen.json["id"] == store
    finally:
        client.close()


def test_head_is_get_without_its_body(acorn: World) -> None:
    for address in ("/health", "/api/openapi.json"):
        answer = acorn.client.request("HEAD", address)
        assert (answer.status, answer.body) == (200, b"")
