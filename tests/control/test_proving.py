"""Asking a host for its proof: what a host that takes its time, or a merchant who asks all the time, can't hold up."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from tests.conftest import Clock
from tests.control.test_domains import claimed, web_server
from tests.people import Shop

from duka.control import domains, proving
from duka.control.proving import HttpFile
from duka.identity.errors import TooManyTries
from duka.kernel.work import Work
from duka.webhooks.addresses import Target
from duka.webhooks.resolving import Address


def here(target: Target) -> list[Address]:
    return [ip_address("127.0.0.1")]


@contextmanager
def drip(*parts: bytes, pause: float) -> Iterator[HttpFile]:
    """A host that says the last of `parts` again and again, with a pause between, until nobody listens."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(5)
    over = threading.Event()

    def talk() -> None:
        with suppress(OSError):
            listener, _ = listening.accept()
            with listener:
                for part in parts[:-1]:
                    listener.sendall(part)
                while not over.wait(pause):
                    listener.sendall(parts[-1])

    thread = threading.Thread(target=talk)
    thread.start()
    port = listening.getsockname()[1]
    try:
        yield HttpFile(ports=(port, port), find=here, patience=0.8)
    finally:
        over.set()
        thread.join()
        listening.close()


@pytest.mark.parametrize(
    ("parts", "pause"),
    [
        ((b"HTTP/1.1 200 OK\r\nx-long: ", b"x"), 0.05),
        ((b"HTTP/1.1 100 Continue\r\n\r\n",), 0.05),
        ((b"HTTP/1.1 100 Continue\r\n\r\n" * 100,), 0.0),
        ((b"HTTP/1.1 200 OK\r\ncontent-length: 4000\r\n\r\n", b"x"), 0.05),
    ],
    ids=["header", "continue", "continues", "body"],
)
def test_a_host_that_drips_is_left_when_the_time_is_over(
    work: Work, shop: Shop, parts: tuple[bytes, ...], pause: float
) -> None:
    assert HttpFile().patience == proving.PATIENCE == 10
    claim = claimed(work, shop)
    began = time.monotonic()
    with drip(*parts, pause=pause) as proof:
        found = domains.check(work, shop.caller, shop.store, claim.host, proof)
        took = time.monotonic() - began
    assert (found.status, found.failure) == ("failed", "unreachable") and took < 5


def test_a_name_service_that_hangs_is_left_too(work: Work, shop: Shop) -> None:
    claim = claimed(work, shop)
    answers = threading.Event()

    def hang(target: Target) -> list[Address]:
        answers.wait(30)
        return []

    began = time.monotonic()
    found = domains.check(work, shop.caller, shop.store, claim.host, HttpFile(find=hang, patience=0.3))
    took = time.monotonic() - began
    answers.set()
    assert (found.status, found.failure) == ("failed", "unreachable") and took < 5


def test_checks_of_a_company_are_slowed_down(work: Work, clock: Clock, shop: Shop, other_shop: Shop) -> None:
    """Ten at once, then one after another, each later; whatever store and host. Others are not held up."""
    clock.now = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    claim, theirs = claimed(work, shop), claimed(work, other_shop)
    with web_server(lambda name, path: (404, {}, b"")) as proof:
        for _ in range(10):
            domains.check(work, shop.caller, shop.store, claim.host, proof)
        with pytest.raises(TooManyTries):
            for _ in range(2):
                domains.check(work, shop.caller, shop.store, claimed(work, shop).host, proof)
        assert domains.check(work, other_shop.caller, other_shop.store, theirs.host, proof).status == "failed"
        clock.now += timedelta(minutes=1)
        assert domains.check(work, shop.caller, shop.store, claim.host, proof).status == "failed"
