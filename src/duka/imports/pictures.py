"""Pictures from other people's addresses.

An address in a file is somebody else's word: it is asked only when its host is a public one, at the very
address that was checked (so that a name cannot point elsewhere a moment later), and every redirect is checked
again. Source: OWASP, Server-Side Request Forgery Prevention. A host that failed three times in a row, or
whose name is not known, is not asked again in this run, so that an import without a network takes no longer
than one without pictures.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from urllib.parse import unquote, urlsplit

import msgspec

from duka.kernel.work import outside_effect

MOST_BYTES = 20 * 1024 * 1024
TIMEOUT = 5.0
DEADLINE = 30.0
REDIRECTS = 3
FAILURES = 3
AT_ONCE = 4
_MOVED = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Missed(Exception):
    """The picture was not fetched; the text says why."""


class Picture(msgspec.Struct, frozen=True):
    """`why` is empty when `data` is there."""

    address: str
    data: bytes = b""
    name: str = ""
    why: str = ""


class Fetcher:
    """Fetches pictures, several at once, and remembers which hosts do not answer."""

    def __init__(self, *, allows_private: bool = False) -> None:
        import httpx2  # only an import of products pays its memory

        self.allows_private = allows_private
        self._client = httpx2.Client(
            timeout=TIMEOUT, follow_redirects=False, trust_env=False, headers={"user-agent": "Duka import"}
        )
        self._failures: dict[str, int] = {}
        self._lock = Lock()

    def close(self) -> None:
        self._client.close()

    def fetch(self, addresses: Iterable[str]) -> list[Picture]:
        """Each address once, in their order. Never raises for an address."""
        outside_effect("fetching pictures")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(self._one, dict.fromkeys(addresses)))

    def _one(self, address: str) -> Picture:
        import httpx2

        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            return Picture(address, why="it is no web address")
        with self._lock:
            if self._failures.get(host, 0) >= FAILURES:
                return Picture(address, why=f"{host} did not answer before")
        try:
            data = self._follow(address)
        except Missed as missed:
            return Picture(address, why=str(missed))
        except socket.gaierror:
            self._failed(host, FAILURES)
            return Picture(address, why=f"{host} cannot be found")
        except (httpx2.HTTPError, httpx2.InvalidURL, ssl.SSLError, OSError, ValueError):
            self._failed(host, 1)
            return Picture(address, why=f"{host} does not answer")
        with self._lock:
            self._failures.pop(host, None)
        return Picture(address, data, unquote(urlsplit(address).path).rpartition("/")[2][:100])

    def _failed(self, host: str, weight: int) -> None:
        with self._lock:
            self._failures[host] = self._failures.get(host, 0) + weight

    def _follow(self, address: str) -> bytes:
        ends = time.monotonic() + DEADLINE
        for _ in range(REDIRECTS + 1):
            found = self._get(address, ends)
            if isinstance(found, bytes):
                return found
            address = found
        raise Missed(f"it was sent on more than {REDIRECTS} times")

    def _get(self, address: str, ends: float) -> bytes | str:
        """The bytes, or the address that it is sent on to."""
        import httpx2

        url = httpx2.URL(address)
        if url.scheme not in ("http", "https") or not url.host or url.userinfo:
            raise Missed("only addresses that begin with http:// or https:// are fetched")
        place = public_address(
            url.host, url.port or (443 if url.scheme == "https" else 80), self.allows_private
        )
        request = self._client.build_request(
            "GET",
            url.copy_with(host=place),
            headers={"host": url.netloc.decode("ascii"), "accept": "image/*"},
            extensions={"sni_hostname": url.host},
        )
        response = self._client.send(request, stream=True)
        try:
            if response.status_code in _MOVED and "location" in response.headers:
                return str(url.join(response.headers["location"]))
            if response.status_code != 200:
                raise Missed(f"the answer is {response.status_code}")
            data = bytearray()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > MOST_BYTES:
                    raise Missed(f"it is larger than {MOST_BYTES >> 20} MB")
                if time.monotonic() > ends:
                    raise Missed("it takes too long")
            return bytes(data)
        finally:
            response.close()


def public_address(host: str, port: int, allows_private: bool = False) -> str:
    """The address of a host to connect to. Refuses `Missed` unless every address it has is a public one."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not allows_private and not all(is_public(text) for text in found):
        raise Missed(f"{host} is not a public host; --allow-private fetches from it")
    return found[0]


def is_public(text: str) -> bool:
    """No loopback, private, link-local, shared or reserved address, nor one of them written as IPv6."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif address.sixtofour is not None or address.teredo is not None or address in _NAT64:
            return False
    return address.is_global and not address.is_multicast
