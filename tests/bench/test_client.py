"""The load generator's arithmetic and its reading of answers; no timings."""

import asyncio
from array import array
from collections.abc import Callable

import pytest
from bench.client import Answers, BadAnswer, Flow, Step, drive, encode, latency, parse, percentile


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.5, 0.0),
        ([7.0], 0.99, 7.0),
        ([1.0, 2.0, 3.0, 4.0], 0.5, 2.0),
        ([1.0, 2.0, 3.0, 4.0], 0.51, 3.0),
        ([float(n) for n in range(1, 101)], 0.95, 95.0),
        ([float(n) for n in range(1, 101)], 0.99, 99.0),
        ([float(n) for n in range(1, 1001)], 1.0, 1000.0),
    ],
)
def test_percentile_is_the_nearest_rank(values, share, expected):
    assert percentile(values, share) == expected


def test_latency_is_in_milliseconds_and_does_not_need_order():
    found = latency(array("d", [0.003, 0.001, 0.002]))
    assert (found.p50, found.p99, found.longest) == (2.0, 3.0, 3.0)


def test_encode_says_how_long_a_body_is():
    assert encode("GET", "/a", {"x": "1"}) == b"GET /a HTTP/1.1\r\nhost: 127.0.0.1\r\nx: 1\r\n\r\n"
    assert encode("POST", "/a", {}, b"{}").endswith(
        b"content-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
    )
    assert b"content-length: 0" in encode("POST", "/a", {})


def test_parse_reads_length_chunks_and_answers_without_body():
    assert parse(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx: y\r\n\r\nhello") == (200, b"hello")
    assert parse(b"HTTP/1.1 201 Created\r\nx: y\r\ncontent-length: 0\r\n\r\n") == (201, b"")
    assert parse(b"HTTP/1.1 304 Not Modified\r\netag: a\r\n\r\n") == (304, b"")
    chunks = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
    assert parse(chunks) == (200, b"abcde")


def test_answers_may_come_in_any_pieces():
    whole = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello"
    for cut in range(1, len(whole)):
        answers = Answers()
        assert answers.feed(whole[:cut]) is None
        assert answers.feed(whole[cut:]) == (200, b"hello")
        assert answers.feed(whole) == (200, b"hello")


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\ntwo",
        b"HTTP/1.1 200 OK\r\nx: y\r\n\r\n",
        b"HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n",
    ],
)
def test_what_is_no_answer_is_refused(data):
    with pytest.raises(BadAnswer):
        parse(data)


ANSWER = b"HTTP/1.1 %d X\r\ncontent-length: %d\r\n\r\n%s"


def _walk(answer: Callable[[bytes], tuple[int, bytes]], begin: Callable[[], Flow]):
    """A round of two connections against a server that answers each request with `answer(path)`."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                status, body = answer(head.split(b" ")[1])
                writer.write(ANSWER % (status, len(body), body))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run():
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await drive(port, "walk", begin, 2, 0.1, 0.0)

    return asyncio.run(run())


def test_a_flow_is_built_from_its_answers():
    seen: list[bytes] = []

    def begin() -> Flow:
        first = yield Step("first", encode("GET", "/first", {}))
        yield Step("second", encode("GET", "/" + first.decode(), {}), 201)

    def answer(path: bytes) -> tuple[int, bytes]:
        seen.append(path)
        return (200, b"next") if path == b"/first" else (201, b"")

    found = _walk(answer, begin)
    assert found.flows > 0
    assert found.failed == 0
    assert set(found.call_latency) == {"first", "second"}
    assert set(found.statuses) == {200, 201}
    assert set(seen) == {b"/first", b"/next"}


def test_another_status_is_an_error_and_no_flow():
    def begin() -> Flow:
        yield Step("only", encode("GET", "/", {}))

    found = _walk(lambda path: (503, b"busy"), begin)
    assert found.flows == 0
    assert found.failed > 0
    assert any("only: 503 busy" in what for what in found.errors)


def test_an_unexpected_body_is_an_error():
    def begin() -> Flow:
        body = yield Step("only", encode("GET", "/", {}))
        assert body == b"this"

    found = _walk(lambda path: (200, b"that"), begin)
    assert found.flows == 0
    assert found.failed == 2
