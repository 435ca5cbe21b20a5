"""Pictures are fetched from public hosts only, once, and what cannot be fetched is kept by its address."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID

import pytest
from tests.imports.desk import HEADER, Desk, row

from duka.imports import pictures
from duka.imports.pictures import Fetcher, Missed, is_public, public_address
from duka.kernel.ids import new_id


class Gallery(BaseHTTPRequestHandler):
    """A web server with a picture, a redirect to wherever it is told, and a picture that never ends."""

    asked: list[str]

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("location", self.path[4:])
            self.end_headers()
        elif self.path == "/endless.png":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                return
        elif self.path == "/one.png":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"picture")
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture
def gallery() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gallery)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    fetcher = Fetcher(allows_private=True)
    yield fetcher
    fetcher.close()


def at(server: ThreadingHTTPServer, path: str) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}{path}"


def test_a_picture_is_fetched_once(gallery: ThreadingHTTPServer, fetcher: Fetcher) -> None:
    address = at(gallery, "/one.png")
    (picture,) = fetcher.fetch([address, address])
    assert (picture.data, picture.name, picture.why) == (b"picture", "one.png", "")
    assert gallery.asked == ["/one.png"]  # type: ignore[attr-defined]


def test_redirects_are_followed_and_bounded(gallery: ThreadingHTTPServer, fetcher: Fetcher) -> None:
    once = at(gallery, "/to?/one.png")
    forever = at(gallery, "/to?" + "/to?" * 9)
    found = fetcher.fetch([once, forever])
    assert found[0].data == b"picture"
    assert found[1].why == "it was sent on more than 3 times"


def test_what_is_too_large_or_missing(
    gallery: ThreadingHTTPServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 1 << 20)
    found = fetcher.fetch(
        [at(gallery, "/endless.png"), at(gallery, "/none.png"), "ftp://a.example/x", "http://[x"]
    )
    assert [picture.why for picture in found] == [
        "it is larger than 1 MB",
        "the answer is 404",
        "only addresses that begin with http:// or https:// are fetched",
        "it is no web address",
    ]


def test_a_private_host_is_not_asked(gallery: ThreadingHTTPServer) -> None:
    fetcher = Fetcher()
    try:
        (picture,) = fetcher.fetch([at(gallery, "/one.png")])
    finally:
        fetcher.close()
    assert picture.why == "127.0.0.1 is not a public host; --allow-private fetches from it"
    assert gallery.asked == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "::1", "0.0.0.0"])
def test_disguises_of_this_machine(host: str) -> None:
    with pytest.raises(Missed):
        public_address(host, 80)


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
     "::ffff:10.0.0.1", "fe80::1%eth0", "fc00::1", "ff02::1",
     "64:ff9b::a00:1", "2002:0a00:0001::", "2001:0:1::"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"]
)
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


def test_a_host_that_fails_is_left_alone(fetcher: Fetcher) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gallery)
    port = server.server_address[1]
    server.server_close()
    addresses = [f"http://127.0.0.1:{port}/{n}.png" for n in range(12)]
    assert {p.why for p in fetcher.fetch(addresses)} <= {
        "127.0.0.1 does not answer",
        "127.0.0.1 did not answer before",
    }
    assert [p.why for p in fetcher.fetch(addresses[:1])] == ["127.0.0.1 did not answer before"]


def test_an_import_fetches_what_it_can_and_keeps_the_rest(desk: Desk, gallery: ThreadingHTTPServer) -> None:
    picture, none = at(gallery, "/one.png"), at(gallery, "/none.png")
    rows = [
        HEADER,
        row(handle="pot", title="Pot", price="1", image=picture, position="1"),
        row(handle="pot", image=none, position="2"),
    ]
    kept: list[tuple[bytes, str]] = []

    def upload(data: bytes, name: str) -> UUID:
        kept.append((data, name))
        return desk.picture(data)

    summary = desk.take("\n".join(rows), upload=upload, allows_private=True)
    assert (summary.created, summary.pictures_fetched, summary.pictures_missed) == (1, 1, 1)
    assert kept == [(b"picture", "one.png")]
    first, second = desk.one().images
    assert first.media_id is not None and first.source_url == picture
    assert (second.media_id, second.source_url) == (None, none)
    assert [str(n) for o in desk.told for n in o.notices] == [
        f"row 3, column image: {none} was not fetched: the answer is 404; its address is kept"
    ]
    again = desk.take("\n".join(rows), upload=upload, allows_private=True)
    assert (again.unchanged, len(kept)) == (1, 1)

    exported, before = desk.export(base_url="https://duka.example"), desk.held()
    assert desk.take(exported, store="").unchanged == 1
    assert desk.held() == before


def test_an_uploaded_picture_is_known_by_its_content(desk: Desk, other_desk: Desk) -> None:
    data = new_id().bytes
    for merchant in (desk, other_desk):
        merchant.picture(data)
    checksum = desk.checksum(data)
    file = f"slug,title,image,image_checksum\npot,Pot,https://duka.example/media/a/b/640.webp,{checksum}\n"
    desk.take(file)
    assert desk.one().images[0].checksum == checksum
    exported, before = desk.export(), desk.held()
    assert desk.take(exported, store="").unchanged == 1
    assert desk.held() == before
    other_desk.take(exported, store="")
    assert other_desk.export() == exported
