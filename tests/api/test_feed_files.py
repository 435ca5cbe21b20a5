"""Feeds as channels fetch them: over HTTP, by an address that nobody guesses."""

import gzip
from base64 import b64encode
from typing import Any

import pytest
from tests.api.client import Answer
from tests.api.world import World

from duka.feeds import refreshing
from duka.kernel.ids import parse


class Fetched:
    """A live feed of JSON and its address."""

    def __init__(self, world: World) -> None:
        self.world = world
        body = {"name": "Plain", "store_id": world.store, "channel": "plain", "format": "json"}
        self.feed = world.admin("POST", "/feeds", body).json
        self.refresh()
        assert world.admin("POST", f"/feeds/{self.feed['id']}/publish").status == 200

    def refresh(self) -> None:
        services = self.world.services
        refreshing.refresh(
            services.work, self.world.tenant.id, parse("feed", self.feed["id"]), services.config.base_url
        )

    @property
    def path(self) -> str:
        return str(self.world.admin("GET", f"/feeds/{self.feed['id']}").json["address"]).removeprefix(
            "http://shop.example"
        )

    def get(self, path: str = "", query: dict[str, Any] | None = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.world.client.request("GET", path or self.path, headers=named, query=query)


@pytest.fixture(scope="module")
def fetched(acorn: World) -> Fetched:
    return Fetched(acorn)


def test_the_file_lies_ready_in_gzip_or_plain(fetched: Fetched) -> None:
    plain = fetched.get()
    packed = fetched.get(accept_encoding="br, gzip")
    assert (plain.status, packed.status, packed.header("content-encoding")) == (200, 200, "gzip")
    assert gzip.decompress(packed.body) == plain.body
    assert plain.header("content-type") == "application/x-ndjson; charset=utf-8"
    assert (plain.header("duka-feed-revision"), plain.header("x-robots-tag")) == ("1", "noindex")
    assert b'"title"' in plain.body


def test_what_is_known_is_not_sent_again(fetched: Fetched) -> None:
    first = fetched.get()
    etag, at = first.header("etag") or "", first.header("last-modified") or ""
    assert fetched.get(if_none_match=etag).status == 304
    assert fetched.get(if_modified_since=at).status == 304
    assert fetched.get(if_none_match='"other"', if_modified_since=at).status == 200
    assert fetched.get(if_modified_since="yesterday").status == 200


def test_only_what_changed_is_asked_for(fetched: Fetched) -> None:
    assert fetched.get(query={"since": 1}).body == b""
    assert len(fetched.get(query={"since": 0}).body.splitlines()) == len(fetched.get().body.splitlines())
    ahead = fetched.get(query={"since": 99})
    assert (ahead.status, ahead.code) == (422, "RevisionUnknown")


def test_addresses_that_are_none_are_not_found(fetched: Fetched) -> None:
    token = fetched.path.split("/")[-2]
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    for path in (
        fetched.path.replace(token, other),
        fetched.path.replace("products.json", "products.xml"),
        "/feeds/x/products.json",
        f"/feeds/{'A' * 65}/products.json",
        f"/feeds/{token[:22]}/products.json",
    ):
        assert fetched.get(path).status == 404, path


def test_a_password_is_asked_for(fetched: Fetched) -> None:
    world, id = fetched.world, fetched.feed["id"]
    told = world.admin("POST", f"/feeds/{id}/password").json
    asked = fetched.get()
    assert (asked.status, asked.header("www-authenticate")) == (401, 'Basic realm="feed", charset="UTF-8"')
    good = b64encode(f"{told['user']}:{told['password']}".encode()).decode()
    assert fetched.get(authorization=f"Basic {good}").status == 200
    for wrong in (
        b64encode(b"feed:x").decode(),
        b64encode(f"x:{told['password']}".encode()).decode(),
        "%%",
        "",
    ):
        assert fetched.get(authorization=f"Basic {wrong}").status == 401
    assert fetched.get(authorization=f"Bearer {told['password']}").status == 401
    assert world.admin("DELETE", f"/feeds/{id}/password").status == 204
    assert fetched.get().status == 200


def test_a_paused_feed_and_an_old_address_are_not_found(acorn: World) -> None:
    fetched = Fetched(acorn)
    path, id = fetched.path, fetched.feed["id"]
    assert acorn.admin("POST", f"/feeds/{id}/pause").status == 200
    assert fetched.get().status == 404
    assert acorn.admin("POST", f"/feeds/{id}/publish").status == 200
    assert acorn.admin("POST", f"/feeds/{id}/move").status == 200
    assert (fetched.get(path).status, fetched.get().status) == (404, 200)


def test_who_fetched_it_is_remembered(fetched: Fetched) -> None:
    fetched.get(user_agent="GoogleBot/2")
    seen = fetched.world.admin("GET", f"/feeds/{fetched.feed['id']}").json
    assert seen["fetched_at"] is not None
