"""A CDN on this machine that lets through what CloudFront would: it writes the policy anew or reads it from the address,
verifies the signature with the public key that belongs to the key pair, and fetches what may be seen from its origin.

Written from the developer guide ("How CloudFront checks the expiration date", "Policy statement for a signed URL"), and not from
the code under test.
"""

import base64
import binascii
import fnmatch
import ipaddress
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

OWN = ("Expires", "Policy", "Signature", "Key-Pair-Id")


class Cdn:
    """`origin(path)` gives a file or None; `now()` is the time in seconds."""

    def __init__(
        self,
        origin: Callable[[str], bytes | None],
        keys: dict[str, RSAPublicKey],
        now: Callable[[], float],
    ) -> None:
        self.origin, self.keys, self.now = origin, keys, now
        self.url = ""

    def answer(self, target: str, address: str) -> tuple[int, bytes]:
        parts = urlsplit(target)
        given = parse_qsl(parts.query, keep_blank_values=True)
        own = {name: value for name, value in given if name in OWN}
        rest = "&".join(f"{name}={value}" for name, value in given if name not in OWN)
        url = self.url + parts.path + (f"?{rest}" if rest else "")
        why = self.refused(url, own, address)
        if why:
            return 403, why.encode()
        found = self.origin(parts.path.removeprefix("/"))
        return (200, found) if found is not None else (404, b"")

    def refused(self, url: str, own: dict[str, str], address: str) -> str:
        key = self.keys.get(own.get("Key-Pair-Id", ""))
        if key is None:
            return "MissingKey"
        try:
            policy = _decoded(own["Policy"]) if "Policy" in own else _canned(url, int(own["Expires"]))
            key.verify(_decoded(own["Signature"]), policy, padding.PKCS1v15(), hashes.SHA1())
            (statement,) = json.loads(policy)["Statement"]
        except (InvalidSignature, KeyError, ValueError, binascii.Error):
            return "AccessDenied"
        return self.unmet(statement, url, address)

    def unmet(self, statement: dict[str, dict[str, dict[str, str]]], url: str, address: str) -> str:
        condition = statement["Condition"]
        if self.now() >= int(condition["DateLessThan"]["AWS:EpochTime"]):
            return "Expired"
        if self.now() < int(condition.get("DateGreaterThan", {}).get("AWS:EpochTime", 0)):
            return "NotYet"
        network = condition.get("IpAddress", {}).get("AWS:SourceIp", "0.0.0.0/0")
        if ipaddress.ip_address(address) not in ipaddress.ip_network(network):
            return "Elsewhere"
        return "" if fnmatch.fnmatchcase(url, str(statement["Resource"])) else "OtherResource"


def _canned(url: str, end: int) -> bytes:
    condition = f'{{"DateLessThan":{{"AWS:EpochTime":{end}}}}}'
    return f'{{"Statement":[{{"Resource":"{url}","Condition":{condition}}}]}}'.encode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text.replace("-", "+").replace("_", "=").replace("~", "/"), validate=True)


@contextmanager
def serving(cdn: Cdn) -> Iterator[str]:
    """Its address, as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = cdn.answer(self.path, self.client_address[0])
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    cdn.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield cdn.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
