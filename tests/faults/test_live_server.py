"""Live updates from a real server: they come while the connection is open, and do not keep the server from ending."""

import http.client
import threading
import time
from pathlib import Path

from tests import make
from tests.faults.harness import Installation
from tests.people import ALICE, PASSWORD

from duka.identity import service as identity
from duka.kernel import trail
from duka.kernel.ids import new_id
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller, Work
from duka.staff import service as staff

PATIENCE = 20.0
MOST_SECONDS_TO_END = 12.0
"""Less than the 15 seconds after which the server kills what does not end."""


class Stream:
    """Reads lines in a thread of its own, until the server ends the answer."""

    def __init__(self, port: int, path: str, bearer: str) -> None:
        self.lines: list[bytes] = []
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._connection.request("GET", path, headers={"authorization": f"Bearer {bearer}"})
        self.answer = self._connection.getresponse()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        while line := self.answer.readline():
            self.lines.append(line)

    def close(self) -> None:
        self.thread.join(5)
        self.answer.close()
        self._connection.close()

    def wait_for(self, words: bytes) -> None:
        until = time.monotonic() + PATIENCE
        while not any(words in line for line in self.lines):
            assert time.monotonic() < until, self.lines[-5:]
            time.sleep(0.05)


def test_a_stream_lives_and_ends_with_the_server(urls: Urls, work: Work, tmp_path: Path) -> None:
    company = make.tenant(work)
    caller = Caller(company.id)
    alice = work.perform(caller, lambda ctx: staff.create_staff(ctx, ALICE.email, ALICE.name, PASSWORD))
    bearer = work.perform(caller, lambda ctx: identity.open_session(ctx, "staff", alice))
    with Installation(urls, tmp_path) as installation:
        installation.serve()
        stream = Stream(installation.port, f"/api/tenants/{company.slug}/admin/events", bearer)
        assert stream.answer.status == 200
        stream.wait_for(b"id: ")
        work.perform(caller, lambda ctx: trail.note(ctx, "product.updated", "product", new_id()))
        stream.wait_for(b"product.updated")
        began = time.monotonic()
        installation.stop("web")
        assert time.monotonic() - began < MOST_SECONDS_TO_END
        stream.close()
        assert not stream.thread.is_alive()
