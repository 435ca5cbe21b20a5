"""How fast a stranger may guess, and a company have us ask its hosts, without anybody being locked out by strangers.

Each try is counted before it is looked at, under every name that it goes by: the account from this address, the address,
the account from anywhere. After the first few each further one has to wait twice as long as the one before. A browser that
logged in to the account before (`devices`) goes by its own name alone, so that whatever strangers try does not slow its
owner down. What was tried is forgotten an hour later, and right away when it succeeds. Kept in PostgreSQL, for all
processes; names are kept as hashes.
"""

import hashlib
import ipaddress
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import msgspec

from duka.identity.errors import TooManyTries
from duka.kernel.work import Work

T = TypeVar("T")
FORGOTTEN_AFTER = timedelta(hours=1)


class Limit(msgspec.Struct, frozen=True):
    """`free` tries at once; then a wait of 2, 4, 8 … seconds after each, at most `longest` seconds."""

    free: int
    longest: int


Try = tuple[str, Limit]

_ACCOUNT_HERE = Limit(free=6, longest=900)
_ADDRESS = Limit(free=40, longest=900)
_ACCOUNT = Limit(free=60, longest=60)
_DEVICE = Limit(free=10, longest=900)
_FACTOR = Limit(free=8, longest=900)
_LETTERS = Limit(free=4, longest=900)
_LETTERS_HERE = Limit(free=20, longest=900)
_SIGN_UPS = Limit(free=8, longest=900)
_LOOK_UPS = Limit(free=30, longest=900)
_HOSTS = Limit(free=10, longest=60)


def log_in(email: str, address: str, device: str | None) -> list[Try]:
    """`device` names a browser that this account used before."""
    if device:
        return [(f"device:{device}", _DEVICE)]
    here = _prefix(address)
    return [
        (f"log-in:{email}@{here}", _ACCOUNT_HERE),
        (f"log-in@{here}", _ADDRESS),
        (f"log-in:{email}", _ACCOUNT),
    ]


def factor(staff: UUID, address: str) -> list[Try]:
    """A second factor, or the password once more: whoever gets here knows the first one or holds the session."""
    return [(f"factor:{staff.hex}@{_prefix(address)}", _FACTOR)]


def letter(email: str, address: str) -> list[Try]:
    """A letter that somebody asks for without being logged in."""
    return [(f"letter:{email}", _LETTERS), (f"letter@{_prefix(address)}", _LETTERS_HERE)]


def sign_up(address: str) -> list[Try]:
    return [(f"sign-up@{_prefix(address)}", _SIGN_UPS)]


def look_up(what: str, address: str) -> list[Try]:
    """Finding something by guessing its number, as an order by number and e-mail address."""
    return [(f"{what}@{_prefix(address)}", _LOOK_UPS)]


def host(tenant: UUID) -> list[Try]:
    """Asking a host of the company's choice for something, which keeps one of our threads busy for as long as it answers."""
    return [(f"host:{tenant.hex}", _HOSTS)]


def take(work: Work, tries: Iterable[Try]) -> None:
    """Counts a try under each of its names. Refuses `TooManyTries` while one of them has to wait."""
    now = work.clock()
    waits = []
    with work.database.platform() as db:
        for name, limit in sorted(tries):
            counted = db.value(
                """insert into throttles as t (key, tries, blocked_until, updated_at)
                   values (%(key)s, 1, %(now)s, %(now)s)
                   on conflict (key) do update set
                     tries = case when t.updated_at < %(forgotten)s then 1 else t.tries + 1 end,
                     blocked_until = case when t.updated_at < %(forgotten)s or t.tries < %(free)s then %(now)s
                       else %(now)s + make_interval(secs =>
                         least(%(longest)s, power(2, least(t.tries - %(free)s + 1, 20)))) end,
                     updated_at = %(now)s
                   where t.blocked_until <= %(now)s
                   returning tries""",
                key=_hash(name),
                now=now,
                forgotten=now - FORGOTTEN_AFTER,
                free=limit.free,
                longest=limit.longest,
            )
            if counted is None:
                until = db.value("select blocked_until from throttles where key = %(key)s", key=_hash(name))
                waits.append(int((until - now).total_seconds()) + 1)
    if waits:
        raise TooManyTries(retry_after=max(waits))


def forgive(work: Work, tries: Iterable[Try]) -> None:
    """It was them: the account's count begins anew, the address's is one less."""
    with work.database.platform() as db:
        for name, limit in sorted(tries):
            if limit is _ADDRESS:
                db.run(
                    "update throttles set tries = greatest(tries - 1, 0) where key = %(key)s", key=_hash(name)
                )
            else:
                db.run("delete from throttles where key = %(key)s", key=_hash(name))


def watched(work: Work, tries: Iterable[Try], act: Callable[[], T]) -> T:
    """`act()` as a try; one that is not refused does not count. Refuses `TooManyTries`."""
    counted = list(tries)
    take(work, counted)
    result = act()
    forgive(work, counted)
    return result


def _prefix(address: str) -> str:
    """An IPv4 address, or the network of an IPv6 address that one household gets (/64)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed.ipv4_mapped) if parsed.version == 6 else str(parsed)


def _hash(name: str) -> bytes:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
