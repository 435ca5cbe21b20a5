"""Which addresses we send to: none of a private network, however it is written, looked up or moved."""

import asyncio
import ipaddress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duka.kernel.errors import InvalidInput
from duka.webhooks.addresses import is_public, parse, shown
from duka.webhooks.resolving import Blocked, Resolver, Unresolved, look_up, refuse_unreachable

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450:4007::200e"]


@pytest.mark.parametrize("text", PRIVATE)
def test_private_ones_are_none(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public_ones_are(text: str) -> None:
    assert is_public(ip_address(text))


@given(st.integers(0, 2**32 - 1))
@example(int(IPv4Address("169.254.169.254")))
def test_no_ipv4_address_is_public_that_python_calls_private(number: int) -> None:
    address = IPv4Address(number)
    if is_public(address):
        assert address.is_global
        assert not (
            address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
        )


@given(st.integers(0, 2**128 - 1) | st.integers(0x2000 << 112, (0x4000 << 112) - 1))
def test_no_ipv6_address_is_public_that_python_calls_private(number: int) -> None:
    address = IPv6Address(number)
    if is_public(address):
        assert address.is_global and address in ip_network("2000::/3")
        assert address.ipv4_mapped is None and address.sixtofour is None and address.teredo is None


@given(st.sampled_from(PRIVATE[:21]), st.sampled_from(["mapped", "compatible", "6to4", "nat64"]))
def test_an_address_within_an_address_is_seen(text: str, how: str) -> None:
    inner = int(IPv4Address(text))
    outer = {
        "mapped": 0xFFFF << 32 | inner,
        "compatible": inner,
        "6to4": 0x2002 << 112 | inner << 80,
        "nat64": 0x64FF9B << 96 | inner,
    }[how]
    assert not is_public(IPv6Address(outer))


def spellings(address: IPv4Address) -> list[str]:
    """The ways of writing an address that some programs understand, but the plain one."""
    a, b, c, d = address.packed
    number = int(address)
    return [
        str(number),
        hex(number),
        f"0{number:o}",
        f"0x{a:02x}.0x{b:02x}.0x{c:02x}.0x{d:02x}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{b}.{c << 8 | d}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a:03d}.{b}.{c}.{d}.",
        f"{a}.{b}.{c}.0x{d:x}",
        f"{a}.{b}.{c}.{d}..",
        f"{a}。{b}。{c}。{d}",
        f"①.{b}.{c}.{d}",
        f"[::ffff:{a}.{b}.{c}.{d}]",
        f"[::{a}.{b}.{c}.{d}]",
        f"{a}.{b}.{c}.{d}%2f",
    ]


@given(st.sampled_from(PRIVATE[:21]), st.integers(0, 14), st.booleans())
def test_no_spelling_of_a_private_address_passes(text: str, which: int, is_local: bool) -> None:
    is_local = is_local and text != "127.0.0.1"  # where things are tried out, that one is meant to pass
    host = spellings(IPv4Address(text))[which]
    with pytest.raises(InvalidInput):
        found = parse(f"https://{host}/hook", is_local=is_local)
        # what passes for a name must not be an address to the system's own resolver
        assert found.address is None and not host.replace(".", "").isdigit()
        look_up(found, is_local=False)


@given(st.text(max_size=60))
@example("https://user@example.com@127.0.0.1/")
@example("https://example.com\\@127.0.0.1/")
@example("https://127.0.0.1#@example.com/")
@example("https://[::1]/")
@example("https://[v1.x]/")
@example("https://example.com:99999/")
def test_any_text_is_understood_or_refused(text: str) -> None:
    for url in (text, f"https://{text}/", f"https://{text}.example.com/hook"):
        try:
            target = parse(url)
        except InvalidInput:
            continue
        assert target.scheme == "https" and target.port in (443, 8443, 9443)
        assert target.path.startswith("/") and "@" not in target.authority
        assert target.address is None or is_public(target.address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://127.0.0.1/",
        "http://127.0.0.1:8000/",
        "https://localhost/",
        "https://shop/",
        "https://db.internal/",
        "https://printer.local/",
        "https://LOCALHOST./",
        "https://a:b@example.com/",
        "https://example.com:22/",
        "https://example.com/#part",
        "https://exa mple.com/",
        "https://exämple.com/",
        "ftp://example.com/",
        "//example.com/",
        "https://",
        "https://-example.com/",
        "https://example..com/",
        "https://[fd00::1]/",
        "https://[::1%25lo]/",
    ],
)
def test_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        parse(url)


def test_taken() -> None:
    target = parse("https://Hooks.Example.com:8443/in?key=1")
    assert (target.host, target.port, target.path) == ("hooks.example.com", 8443, "/in?key=1")
    assert target.authority == "hooks.example.com:8443"
    assert parse("https://example.com").path == "/"
    assert parse("https://example.com?x=1").path == "/?x=1"
    assert parse("https://93.184.215.14/x").authority == "93.184.215.14"
    assert parse("https://[2606:4700::1]/x").url == "https://[2606:4700::1]/x"
    assert parse("http://127.0.0.1:8000/x", is_local=True).authority == "127.0.0.1:8000"
    for other in ("http://127.0.0.2/", "http://10.0.0.1/", "http://[::1]/", "http://localhost/"):
        with pytest.raises(InvalidInput):
            parse(other, is_local=True)


def test_a_name_of_a_private_address_is_refused_when_it_is_looked_up() -> None:
    target = parse("https://example.com/")
    here = ipaddress.ip_address("127.0.0.1")
    moved = type(target)("https", "localhost", 443, "/", None)
    with pytest.raises(Blocked):
        look_up(moved, is_local=False)
    assert look_up(type(target)("https", "127.0.0.1", 443, "/", here), is_local=True) == [here]


def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(InvalidInput, match="nobody knows"):
        refuse_unreachable("https://nobody.invalid/", is_local=False)


def test_names_are_looked_up_once_for_many() -> None:
    async def ask() -> None:
        resolver = Resolver(is_local=False)
        unknown, private = parse("https://nobody.invalid/"), type(parse("https://a.example/"))
        found = await asyncio.gather(
            *(resolver.addresses(unknown) for _ in range(50)), return_exceptions=True
        )
        assert all(isinstance(each, Unresolved) for each in found)
        with pytest.raises(Blocked):
            await resolver.addresses(private("https", "localhost", 443, "/", None))
        resolver.close()

    asyncio.run(ask())


def test_secrets_in_an_address_are_not_told() -> None:
    assert shown("https://example.com/in?key=secret") == "https://example.com/in?…"
    assert shown("https://example.com/in") == "https://example.com/in"
