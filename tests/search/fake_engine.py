"""A search engine that speaks Meilisearch's HTTP API as far as we ask it, over real HTTP on this machine."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class FakeEngine:
    """`documents` by index and id; `heard` the requests. `wrong` makes it misbehave: a status, `slow` or `nonsense`."""

    def __init__(self, key: str = "") -> None:
        self.documents: dict[str, dict[str, dict[str, Any]]] = {}
        self.settings: dict[str, Any] = {}
        self.heard: list[tuple[str, str]] = []
        self.wrong: int | str = ""
        self.key = key
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                engine._answer(self)

            def do_PATCH(self) -> None:
                engine._answer(self)

            def do_DELETE(self) -> None:
                engine._answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.partition("?")[0]
        body = json.loads(request.rfile.read(int(request.headers["content-length"] or 0)) or b"null")
        self.heard.append((request.command, path))
        status, answer = self._does(path, body)
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            status, answer = 403, {"code": "invalid_api_key"}
        if self.wrong == "slow":
            time.sleep(1)
        if isinstance(self.wrong, int):
            status, answer = self.wrong, {}
        raw = b"<html>" if self.wrong == "nonsense" else json.dumps(answer).encode()
        try:
            request.send_response(status)
            request.send_header("content-type", "application/json")
            request.send_header("content-length", str(len(raw)))
            request.end_headers()
            request.wfile.write(raw)
        except OSError:
            pass

    def _does(self, path: str, body: Any) -> tuple[int, Any]:
        _, _, index, act = [*path.split("/", 3), ""][:4]
        if act == "":
            self.documents.pop(index, None)
            return 202, {"taskUid": len(self.heard)}
        held = self.documents.setdefault(index, {})
        if act == "settings":
            self.settings[index] = body
        elif act == "documents":
            held.update({document["id"]: document for document in body})
        elif act == "documents/delete-batch":
            for each in body:
                held.pop(each, None)
        elif act == "search":
            store = body["filter"].removeprefix("stores = ")
            found = [d for d in held.values() if body["q"].lower() in d["text"] and store in d["stores"]]
            return 200, {"hits": [{"id": d["id"]} for d in found[: body["limit"]]]}
        return 202, {"taskUid": len(self.heard)}
