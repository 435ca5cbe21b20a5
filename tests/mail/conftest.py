"""A post office for tests: a real SMTP server, and the desk that takes letters to it."""

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from duka.mail.line import Line
from duka.mail.service import Desk, no_address, plain_head
from duka.mail.smtp import Server

FROM = "Duka <no-reply@duka.example>"


class Postman:
    """Takes letters; answers `refusal` instead when it has one, and `no_such` to a recipient in it."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refusal = ""
        self.no_such: set[str] = set()

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.no_such:
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusal:
            return self.refusal
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 taken"


class Office:
    """A mail server that can be closed and opened again at the same port."""

    def __init__(self, postman: Postman) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.postman = postman
        self._controller: Controller | None = None

    def open(self) -> None:
        self._controller = Controller(self.postman, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def server(self) -> Server:
        return Server("127.0.0.1", self.port, "none")


def desk(server: Any, origin: str = FROM, rest: float = 0) -> Desk:
    return Desk(
        Line(server, rest) if server else None, origin, plain_head, no_address, "https://duka.example"
    )


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def office(postman: Postman) -> Iterator[Office]:
    made = Office(postman)
    made.open()
    yield made
    made.close()


@pytest.fixture
def server(office: Office) -> Server:
    return office.server
