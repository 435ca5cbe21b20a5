"""A browser of the web app without its screen: keeps cookies, tells where a call comes from, sends the token it was told."""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from tests.api.client import Answer, Client


@dataclass
class Browser:
    """`site` is what it says of calls of our own pages (Sec-Fetch-Site); `peer` its network address."""

    client: Client
    peer: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        headers = {
            "origin": "http://shop.example",
            "sec-fetch-site": "same-origin",
            "user-agent": "Firefox",
            **({"x-csrf-token": self.csrf} if self.csrf else {}),
            **({"cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}),
            **more.pop("headers", {}),
        }
        headers = {name: value for name, value in headers.items() if value is not None}
        answer = self.client.request(method, path, body, headers=headers, peer=self.peer, **more)
        for name, line in answer.headers:
            if name == "set-cookie":
                self._keep(line)
        if isinstance(answer.json, dict):
            told = answer.json.get("session") or answer.json
            if isinstance(told, dict):
                self.csrf = told.get("csrf_token") or self.csrf
        return answer

    def log_in(self, email: str, password: str, **more: Any) -> Answer:
        return self.send("POST", "/api/session", {"email": email, "password": password, **more})

    def session(self) -> str:
        """The value of the only session cookie."""
        (value,) = (value for name, value in self.cookies.items() if "session_" in name)
        return value

    def _keep(self, line: str) -> None:
        parsed: SimpleCookie = SimpleCookie()
        parsed.load(line)
        for name, morsel in parsed.items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
