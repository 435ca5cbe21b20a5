"""The back office as files: one page for every address, compressed files for ever, nothing on a shop's domain."""

import gzip
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from litestar import Litestar
from litestar.datastructures import State
from litestar.testing import TestClient
from tests.checkout.bazaar import Bazaar

from duka import console
from duka.console import Shelf, accepted
from duka.kernel.work import Work
from duka.main import answer_error
from duka.storefront.resolver import StoreResolver

PAGE = '<html><meta name="style-nonce" content="" /><script type="module" src="/console/assets/a-1.js"></script></html>'
SCRIPT = b"export const words = 'as long as it takes to be worth compressing';" * 20


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "manifest.json").write_text("{}")
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "assets" / "a-1.js").write_bytes(SCRIPT)
    (folder / "assets" / "a-1.js.gz").write_bytes(gzip.compress(SCRIPT, mtime=0))
    (folder / "assets" / "a-1.js.br").write_bytes(b"as brotli would make it")
    (tmp_path / "secret.js").write_text("not of the build")
    return folder


def _client(work: Work, *places: Path) -> TestClient[Any]:
    app = Litestar(
        route_handlers=console.handlers(Shelf(places)),
        openapi_config=None,
        exception_handlers={Exception: answer_error},
        state=State({"services": SimpleNamespace(work=work, landing=())}),
    )
    return TestClient(StoreResolver(app, work), base_url="http://console.example")


@pytest.fixture
def browser(work: Work, dist: Path) -> Iterator[TestClient[Any]]:
    with _client(work, dist) as client:
        yield client


@pytest.mark.parametrize("path", ["", "/", "/acorn", "/acorn/orders/ord_1?need=ship", "/account/log-in"])
def test_every_address_below_the_console_is_its_page(browser: TestClient[Any], path: str) -> None:
    answer = browser.get(f"/console{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "/console/assets/a-1.js" in answer.text


def test_the_page_lets_no_foreign_script_or_style_in(browser: TestClient[Any]) -> None:
    first, second = browser.get("/console/"), browser.get("/console/")
    policy = first.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    nonce = re.search(r'name="style-nonce" content="([^"]+)"', first.text)
    assert nonce is not None and f"'nonce-{nonce[1]}'" in policy
    assert nonce[1] not in second.text, "each page has a nonce of its own"
    assert first.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("header", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", b"as brotli would make it"),
        ("gzip", "gzip", gzip.compress(SCRIPT, mtime=0)),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.compress(SCRIPT, mtime=0)),
        ("identity", None, SCRIPT),
    ],
)
def test_files_leave_in_the_smallest_form_that_is_understood(
    browser: TestClient[Any], header: str, encoding: str | None, body: bytes
) -> None:
    with browser.stream("GET", "/console/assets/a-1.js", headers={"accept-encoding": header}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "accept-encoding"
    assert raw[10:] == body[10:] if encoding == "gzip" else raw == body


@pytest.mark.parametrize(
    "name", ["a-2.js", "..%2Fmanifest.json", "..%2f..%2fsecret.js", "....//secret.js", "a-1.js.gz"]
)
def test_what_is_not_a_file_of_the_build_is_not_found(browser: TestClient[Any], name: str) -> None:
    answer = browser.get(f"/console/assets/{name}")
    assert "not of the build" not in answer.text
    if answer.status_code == 200:
        assert "style-nonce" in answer.text, "an address with a slash is one of the page's"
    else:
        assert answer.status_code == 404


def test_accepted_takes_the_best_that_is_offered() -> None:
    offered = {"": b"", "gzip": b"", "br": b""}
    assert accepted("gzip, br", offered) == "br"
    assert accepted("GZIP;q=1.0, br;q=0.0", offered) == "gzip"
    assert accepted("gzip, br", {"": b""}) == ""
    assert accepted("", offered) == ""


def test_a_newer_build_takes_the_place_of_the_old_one(browser: TestClient[Any], dist: Path) -> None:
    assert browser.get("/console/assets/a-1.js").status_code == 200
    (dist / "index.html").write_text(PAGE.replace("a-1", "b-2"))
    os.utime(dist / "index.html", ns=(1, 1))
    (dist / "assets" / "b-2.js").write_bytes(b"the newer one")
    assert "b-2.js" in browser.get("/console/").text
    assert browser.get("/console/assets/b-2.js").content == b"the newer one"


def test_without_a_build_a_kind_page_says_what_to_do(work: Work, tmp_path: Path) -> None:
    with _client(work, tmp_path / "nothing") as client:
        answer = client.get("/console/acorn")
        assert answer.status_code == 503
        assert "not built yet" in answer.text
        assert client.get("/console/assets/a-1.js").status_code == 404


def test_a_shops_own_domain_has_no_console(work: Work, dist: Path) -> None:
    bazaar = Bazaar(work).build()
    with _client(work, dist) as client:
        for path in ("/console", "/console/acorn", "/console/assets/a-1.js", "/console/icon.svg"):
            answer = client.get(f"/s/t{bazaar.tenant.hex}/main{path}")
            assert answer.status_code == 404, path
            assert "style-nonce" not in answer.text
