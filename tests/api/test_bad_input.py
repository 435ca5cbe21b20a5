"""Whatever is sent to a route that writes: the answer is a problem that says what to mend, or what was sent is legal. Never
an error of ours, and nothing that was not declared is taken."""

import copy
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from tests.api.client import Answer, Client
from tests.api.footprint import tables
from tests.api.samples import MULTIPART, SAMPLES, Operation, Sample, operations, send, upload_body
from tests.api.world import World, furnish
from tests.media.pictures import bomb

from duka.api.router import api_router, document
from duka.kernel.ids import new_id
from duka.wiring import Services

pytestmark = pytest.mark.timeout(600)  # every route of the API

SQL = "'); drop table orders; --"
HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TEXTS = [
    "",
    " ",
    SQL,
    HTML,
    "\x00",
    "a\x00b",
    "\u202eevil\u2066",
    "\ufeff",
    "é" * 300,
    "x" * 1_000_000,
    "%s %(tenant)s {0} {name}",
    "../../etc/passwd",
    "\U0001f9ba" * 70,
    "ZZZ",
    "NaN",
    "1e999",
    "0x10",
    "٣",
]
VALUES: list[Any] = [
    None,
    True,
    -1,
    0,
    2**31,
    2**63,
    -(2**63) - 1,
    10**400,
    1.5,
    1e308,
    [],
    [[]],
    {},
    {"a": {"b": []}},
    [None],
]


def deep(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


@pytest.fixture(scope="module")
def acorn(server: Client, services: Services) -> World:
    """A merchant of this module's own, who is left in disorder."""
    return furnish(server, services)


@pytest.fixture(scope="module")
def writing() -> list[Operation]:
    return [o for o in operations(Litestar([api_router()], openapi_config=None)) if o.method != "GET"]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a body something could be put."""
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        yield from places(part, (*path, key))


def put(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(body)
    spot = changed
    for key in path[:-1]:
        spot = spot[key]
    if value is ...:
        del spot[path[-1]]
    else:
        spot[path[-1]] = value
    return changed


def holder(body: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        body = body[key]
    return body


def wrong_answer(answer: Answer) -> str | None:
    """None when it is a success or a proper problem."""
    if answer.status in {200, 201, 202, 204}:
        return None
    told = answer.json
    if answer.header("content-type") != "application/problem+json":
        return f"{answer.status} is no problem document"
    if (
        not 400 <= answer.status < 500
        or told["status"] != answer.status
        or not told["title"]
        or not told["code"]
    ):
        return f"{answer.status} {answer.body[:160]!r}"
    if (
        b"Traceback" in answer.body
        or b"psycopg" in answer.body
        or b'File "' in answer.body
        or len(answer.body) > 20_000
    ):
        return f"tells too much ({len(answer.body)} bytes): {answer.body[:160]!r}"
    return None


def probe(
    world: World, operation: Operation, sample: Sample, tried: list[tuple[str, dict[str, Any]]]
) -> list[str]:
    found = []
    for what, changes in tried:
        headers = {**sample.headers, **changes.pop("headers", {})}
        if "idempotency-key" in headers:
            headers["idempotency-key"] = new_id().hex
        trouble = wrong_answer(send(world, operation, sample, headers=headers, **changes))
        if trouble:
            found.append(f"{operation.name}, {what}: {trouble}")
    return found


def test_wrong_values_everywhere(acorn: World, writing: list[Operation]) -> None:
    found, count = [], 0
    for operation in writing:
        sample = SAMPLES[operation.name](acorn)
        if sample.body is None:
            continue
        tried: list[tuple[str, dict[str, Any]]] = []
        for path in places(sample.body):
            tried.append((f"{path} missing", {"body": put(sample.body, path, ...)}))
            old = holder(sample.body, path)
            values = [*VALUES, "x", *(TEXTS if isinstance(old, str) else TEXTS[:3])]
            tried += [
                (f"{path} = {str(v)[:30]!r}", {"body": put(sample.body, path, v)})
                for v in values
                if abs_ok(v)
            ]
            huge = msgspec.json.encode(put(sample.body, path, "@@")).replace(b'"@@"', b"1" + b"0" * 400)
            tried.append((f"{path} = 10**400", {"body": None, "raw": huge}))
            lone = huge.replace(b"1" + b"0" * 400, b'"\\ud800"')
            tried.append((f"{path} = lone surrogate", {"body": None, "raw": lone}))
        count += len(tried)
        found += probe(acorn, operation, sample, tried)
    assert found[:4] == []
    assert count > 3000, count


def abs_ok(value: Any) -> bool:
    """Can msgspec write it? 10**400 goes as raw bytes."""
    return not isinstance(value, int) or abs(value) < 2**64


def test_what_is_not_json(acorn: World, writing: list[Operation]) -> None:
    found = []
    for operation in writing:
        sample = SAMPLES[operation.name](acorn)
        if sample.body is None:
            continue
        good = msgspec.json.encode(sample.body)
        raws: list[tuple[bytes, str]] = [
            (b"", "application/json"),
            (b"{", "application/json"),
            (b"null", "application/json"),
            (b'"text"', "application/json"),
            (b"[1]", "application/json"),
            (b"12", "application/json"),
            (b"NaN", "application/json"),
            (b"\xff\xfe{}", "application/json"),
            (b'{"title":"\xff"}', "application/json"),
            (good[:-1], "application/json"),
            (good + good, "application/json"),
            (deep(200), "application/json"),
            (deep(100_000), "application/json"),
            (b"[" * 100_000, "application/json"),
            (good, "text/plain"),
            (good, "application/x-www-form-urlencoded"),
            (good, "multipart/form-data"),
            (upload_body(b"x"), MULTIPART),
            (good, "application/xml; charset=utf-7"),
            (good, "nonsense"),
        ]
        tried = [
            (f"{raw[:20]!r} as {kind}", {"body": None, "raw": raw, "headers": {"content-type": kind}})
            for raw, kind in raws
        ]
        found += probe(acorn, operation, sample, tried)
    assert found[:4] == []


def test_ids_in_the_address(acorn: World, birch: World) -> None:
    """Of every route, reading ones too."""
    found = []
    for operation in operations(Litestar([api_router()], openapi_config=None)):
        sample = SAMPLES[operation.name](acorn)
        for name, good in sample.path.items():
            prefix = good.partition("_")[0]
            for bad in (
                "x",
                "0",
                "-1",
                " ",
                "é",
                "\x00",
                "a" * 3000,
                f"{prefix}_",
                f"{prefix}_{'g' * 32}",
                f"{prefix}_{'0' * 32}",
                f"{prefix}_{'0' * 31}é",
                f"ord_{'f' * 32}",
                good.upper(),
                good + "0",
                SQL,
                "..",
            ):
                trouble = wrong_answer(send(acorn, operation, sample, path={**sample.path, name: bad}))
                if trouble:
                    found.append(f"{operation.name}, {name}={bad[:30]!r}: {trouble}")
    assert found[:4] == []


def test_wrong_questions(acorn: World) -> None:
    """Query parameters and headers."""
    found = []
    contract = document()["paths"]
    for operation in operations(Litestar([api_router()], openapi_config=None)):
        if operation.method != "GET":
            continue
        sample = SAMPLES[operation.name](acorn)
        declared = contract[f"/api/tenants/{{tenant}}{operation.address}"]["get"].get("parameters", [])
        names = [p["name"] for p in declared if p["in"] == "query"]
        if operation.name == "list_products":
            names += ["option:Size", "attribute:fabric", "unknown"]
        for name in names:
            for bad in (
                "",
                "\x00",
                "x" * 5000,
                SQL,
                "-1",
                "9" * 30,
                "é" * 20,
                "\u202e",
                "\\",
                "%",
                "*:&|!()",
            ):
                trouble = wrong_answer(send(acorn, operation, sample, query={**sample.query, name: bad}))
                if trouble:
                    found.append(f"{operation.name}, ?{name}={bad[:20]!r}: {trouble}")
        headers = [p["name"].lower() for p in declared if p["in"] == "header"]
        for header in ("accept-language", "if-none-match", "accept", *headers):
            for bad in ("", "x" * 5000, "\xff\xfe", "a,b;q=z"):
                trouble = wrong_answer(
                    send(acorn, operation, sample, headers={**sample.headers, header: bad})
                )
                if trouble:
                    found.append(f"{operation.name}, {header}: {bad[:20]!r}: {trouble}")
    assert found[:4] == []


def test_nothing_undeclared_is_taken(acorn: World, writing: list[Operation]) -> None:
    """Every column of every table, sent to every route: refused, not swallowed."""
    with acorn.services.work.database.platform() as db:
        columns = {
            row.column_name: row.data_type
            for row in db.all(
                """select distinct on (column_name) column_name::text, data_type::text from information_schema.columns
                   where table_schema = 'public' and table_name = any(%(names)s)""",
                names=tables(acorn.services.work),
            )
        }
    kinds: dict[str, Any] = {"boolean": True, "integer": 1, "bigint": 1, "jsonb": {}, "ARRAY": []}
    extra = {name: kinds.get(kind, "x") for name, kind in columns.items()}
    assert len(extra) > 150
    taken = []
    for operation in writing:
        sample = SAMPLES[operation.name](acorn)
        first = sample.body[0] if isinstance(sample.body, list) and sample.body else sample.body
        if not isinstance(first, dict):
            continue
        spread = {**extra, **first}
        body = [spread] if isinstance(sample.body, list) else spread
        answer = send(acorn, operation, sample, body=body)
        if not 400 <= answer.status < 500:
            taken.append(f"{operation.name}: {answer.status}")
    assert taken == []
    cart = acorn.cart()
    for field in ("price_minor", "unit_price_minor", "total_minor", "tenant_id", "customer_id", "status"):
        line = {"variant_id": acorn.variants[0], "quantity": 1, field: 1}
        answer = acorn.shop("POST", f"/carts/{cart['id']}/lines", line, headers={"cart-token": cart["token"]})
        assert answer.status == 422, field
    after = acorn.shop("GET", f"/carts/{cart['id']}", headers={"cart-token": cart["token"]}).json
    assert after["lines"] == cart["lines"]


def test_ten_megabytes_of_name_are_refused_in_few_words(acorn: World) -> None:
    answer = acorn.admin("POST", "/products", {"title": "x" * 10_000_000})
    assert answer.status == 422
    assert len(answer.body) < 2000


def test_html_is_kept_harmless(acorn: World) -> None:
    body = {
        "title": HTML,
        "description": f"<p onclick=x>Good</p>{HTML}<a href='javascript:x'>a</a>",
        "vendor": HTML,
    }
    made = acorn.admin("POST", "/products", body)
    assert made.status == 201, made.body
    kept = made.json["description"]
    assert "<p>Good</p>" in kept
    assert not [evil for evil in ("script", "onclick", "onerror", "javascript") if evil in kept]
    category = acorn.admin("POST", "/categories", {"name": "Safe", "description": HTML}).json
    assert "script" not in category["description"]
    assert "onerror" not in category["description"]


def test_uploads_that_are_no_pictures(acorn: World) -> None:
    for data in (b"", b"<svg/onload=alert(1)>", b"GIF89a", bomb(60_000, 60_000), b"\x00" * 1000, b"%PDF-1.7"):
        raw = upload_body(data, "../../evil.png")
        answer = acorn.admin("POST", "/media", raw=raw, headers={"content-type": MULTIPART})
        assert wrong_answer(answer) is None
        assert answer.status == 422, (data[:10], answer.body)
    for raw in (b"", b"--edge", b"--edge--\r\n", upload_body(b"x").replace(b'name="data"', b'name="other"')):
        answer = acorn.admin("POST", "/media", raw=raw, headers={"content-type": MULTIPART})
        assert wrong_answer(answer) is None, answer.body
        assert 400 <= answer.status < 500
    heavy = acorn.admin("POST", "/media", raw=b"x" * (22 * 1024 * 1024), headers={"content-type": MULTIPART})
    assert (heavy.status, heavy.header("content-type")) == (413, "application/problem+json")
    assert acorn.shop("POST", "/carts", raw=b" " * (22 * 1024 * 1024)).status == 413


def test_unknown_places_are_problems_too(acorn: World) -> None:
    for method, path, status in (
        ("GET", "/api/none", 404),
        ("POST", acorn.base + "/ecommerce/nothing", 404),
        ("PUT", acorn.base + "/ecommerce/store", 405),
        ("GET", "/api/tenants/none/ecommerce/store", 401),
        ("GET", "/api/tenants/%00/ecommerce/store", 401),
        ("POST", "/api/tenants/none/admin/session", 404),
    ):
        body = {"email": "a@example.com", "password": "x"} if method == "POST" else None
        answer = acorn.client.request(method, path, body)
        assert answer.status == status, (path, answer.body)
        assert answer.header("content-type") == "application/problem+json", path
