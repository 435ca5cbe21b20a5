"""The application behind a real address of this machine: callbacks and hosted pages go over HTTP, as they do outside."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.api.client import Client
from tests.api.nowhere import NOWHERE

from duka.kernel.cache import Cache
from duka.kernel.config import Config
from duka.kernel.db import Database
from duka.kernel.work import Work
from duka.main import application
from duka.media.providers.local import LocalStorage
from duka.payments.gateways import Gateways
from duka.payments.providers import registry
from duka.search.asking import Searches
from duka.search.providers import registry as search_engines
from duka.wiring import Services

HOP_BY_HOP = {"connection", "content-length", "host", "transfer-encoding", "keep-alive"}


class Front:
    """`services` is what the application was built with; its base address is this server's. `adapt` may put other
    adapters among its providers."""

    def __init__(
        self, database: Database, folder: Path, adapt: Callable[[Gateways], Gateways] = lambda made: made
    ) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        config = Config(
            data=folder,
            base_url=self.url,
            secret="a secret of the tests",
            cache_seconds=0,
            page_cache_seconds=0,
            rate_per_minute=0,
            provider_urls=NOWHERE,
        )
        work = Work(database, Cache(0))
        storage = LocalStorage(folder / "media", config)
        searches = Searches(work, search_engines.build(config))
        self.services = Services(work, config, storage, adapt(registry.build(work, config)), searches)
        self.client = Client(application(self.services))
        self._server.RequestHandlerClass = _handler(self.client)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
        self.client.close()


def _handler(client: Client) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

        def _forward(self) -> None:
            address = urlsplit(self.path)
            sent = {
                name.lower(): value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP
            }
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            answer = client.request(
                self.command, address.path, raw=raw, query=dict(parse_qsl(address.query)), headers=sent
            )
            self.send_response(answer.status)
            for name, value in answer.headers:
                if name not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        # the names that http.server calls
        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _forward  # noqa: N815

    return Handler
