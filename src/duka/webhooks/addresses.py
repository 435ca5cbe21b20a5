"""Where we are willing to send to. Pure: names are resolved in `resolving`.

Whoever may add an endpoint must not be able to make this server talk to the network that it stands in (server-side request
forgery). So: https on a few ports, a name or a plainly written public address, and of what a name resolves to only
addresses that IANA gives to the public internet. Whatever carries an IPv4 address inside an IPv6 one (mapped, compatible,
6to4, Teredo, NAT64) is refused whole. Sources: the IANA special-purpose address registries (RFC 6890 and later).
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

import msgspec

from duka.kernel.errors import InvalidInput

PORTS = {443, 8443, 9443}
LONGEST = 2000
LOCAL = IPv4Address("127.0.0.1")
_CLOSED_4 = [
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's own services, on an address that is public by its number
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
_OPEN_6 = ip_network("2000::/3")
_CLOSED_6 = [
    ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_PRIVATE_ENDINGS = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet", ".corp", ".onion")
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")


class Target(msgspec.Struct, frozen=True):
    """An endpoint's address, taken apart. `host` is a name, or an address as `address` writes it."""

    scheme: str
    host: str
    port: int
    path: str
    address: IPv4Address | IPv6Address | None

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it belongs to the public internet: nothing private, local, shared, reserved, multicast or translated."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    return (
        address.scope_id is None
        and address in _OPEN_6
        and not any(address in network for network in _CLOSED_6)
    )


def may_send_to(address: IPv4Address | IPv6Address, *, is_local: bool) -> bool:
    """`is_local`: this installation is for trying things out, and sends to 127.0.0.1 as well."""
    return is_public(address) or (is_local and address == LOCAL)


def parse(url: str, *, is_local: bool = False) -> Target:
    """Takes an endpoint's address apart. Refuses `InvalidInput` with what is wrong with it."""
    if not url.isascii() or _CONTROL.search(url) or len(url) > LONGEST:
        raise _wrong("must be at most 2,000 plain characters, without spaces; write other letters as %C3%A9")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        raise _wrong("is not an address of the form https://host/path") from None
    if parts.scheme not in ("https", "http") or not host:
        raise _wrong("is not an address of the form https://host/path")
    if "@" in parts.netloc:
        raise _wrong("must not hold a user name or password; the signature says who sends")
    if parts.fragment or "#" in url:
        raise _wrong("must not have a part after #; it would never be sent")
    address = _literal(host, is_bracketed="[" in parts.netloc)
    if address is not None and not may_send_to(address, is_local=is_local):
        raise _wrong("is an address of a private network; we send to the public internet only")
    is_here = is_local and address == LOCAL
    if parts.scheme == "http" and not is_here:
        raise _wrong("must begin with https://")
    if port is None:
        port = 443 if parts.scheme == "https" else 80
    if not is_here and port not in PORTS:
        raise _wrong(f"must use one of the ports {', '.join(str(p) for p in sorted(PORTS))}")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, str(address) if address else host, port, path, address)


def _literal(host: str, *, is_bracketed: bool) -> IPv4Address | IPv6Address | None:
    """The address that `host` is, None for a name. A name ends in a label that is no number, so that every other spelling of
    an address (2130706433, 0x7f.1, 0177.0.0.1) is refused. Refuses `InvalidInput`."""
    if is_bracketed:
        try:
            return IPv6Address(host)
        except ValueError:
            raise _wrong("has no valid IPv6 address in its brackets") from None
    labels = host.split(".")
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        try:
            address = ip_address(host)
        except ValueError:
            raise _wrong("must write an address as four plain numbers, like 203.0.113.7") from None
        return address
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _wrong("has no valid host name; write international names as xn--…")
    if len(labels) < 2 or f".{host}".endswith(_PRIVATE_ENDINGS):
        raise _wrong("names a host of a private network; we send to the public internet only")
    return None


def shown(url: str) -> str:
    """The address without what may be a secret in it: for trails and messages."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}{'?…' if parts.query else ''}"


def _wrong(what: str) -> InvalidInput:
    return InvalidInput({"url": what})
