"""Verifying PayPal's callbacks on our side: no question to PayPal but for the certificate, once.

Signed is `transmission id|transmission time|webhook id|CRC-32 of the raw body as a decimal`, with RSA PKCS#1 v1.5 and SHA-256.
The webhook id is the merchant's setting, never the message's, so another merchant's true message is refused. The certificate
must come from PayPal's own host, be for PayPal's signing name, be valid now and chain to a root that we trust: those in the
file that `SSL_CERT_FILE` names, else Mozilla's.
Source: PayPal's webhook guide; the signing names are those that its own Java library demands.
"""

import binascii
import os
import re
import threading
import warnings
import zlib
from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from duka.payments import wire
from duka.payments.errors import CallbackRefused, ProviderUnreachable
from duka.payments.types import Account

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509 import Certificate
    from cryptography.x509.verification import Store

ALGORITHM = "SHA256withRSA"
SIGNING_NAMES = ("messageverificationcerts.paypal.com", "messageverificationcerts.sandbox.paypal.com")
OLDEST = timedelta(days=3, hours=1)
"""PayPal sends what was not taken again for three days. Within them a replay is known by its event's id."""
NEWEST = timedelta(minutes=5)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.paypal\.com")
_PATH = re.compile(r"/v1/notifications/certs/[A-Za-z0-9_-]{1,100}")
_REFUSED_FOR = timedelta(minutes=5)
_UNREACHED_FOR = timedelta(seconds=20)
_MOST_KEPT = 64
_MOST_FETCHED = 20
"""Certificates fetched in a minute: forged messages cannot make us ask PayPal without end."""
_HEADERS = (
    "paypal-transmission-id",
    "paypal-transmission-time",
    "paypal-transmission-sig",
    "paypal-cert-url",
    "paypal-auth-algo",
)


class _Kept(msgspec.Struct, frozen=True):
    """What an address gave: a key, a refusal, or (`is_reached` False) no answer."""

    until: datetime
    key: "RSAPublicKey | None" = None
    since: datetime | None = None
    is_reached: bool = True


class Signatures:
    """`roots`: PEM of the certificates to trust instead of the usual ones."""

    def __init__(self, roots: bytes | None = None) -> None:
        self._roots = roots
        self._store: Store | None = None
        self._kept: dict[str, _Kept] = {}
        self._fetched: list[datetime] = []
        self._lock = threading.Lock()

    def verify(self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Refuses `CallbackRefused`, and `ProviderUnreachable` when the certificate cannot be had now."""
        webhook_id = account.settings.get("webhook_id", "")
        sent = [headers.get(name, "") for name in _HEADERS]
        if not webhook_id or not all(sent) or any(len(text) > 1000 for text in sent):
            raise CallbackRefused()
        transmission, at, signature, url, algorithm = sent
        if algorithm != ALGORITHM or not _is_timely(at, now) or not _is_allowed(url, account.base_url):
            raise CallbackRefused()
        try:
            signed = b64decode(signature, validate=True)
        except binascii.Error:
            raise CallbackRefused() from None
        _check(self._key(url, now), signed, message(transmission, at, webhook_id, body))

    def _key(self, url: str, now: datetime) -> "RSAPublicKey":
        with self._lock:
            kept = self._kept.get(url)
        if kept is None or kept.until <= now or (kept.since and now < kept.since):
            kept = self._fetch(url, now)
            self._keep(url, kept)
        if not kept.is_reached:
            raise ProviderUnreachable()
        if kept.key is None:
            raise CallbackRefused()
        return kept.key

    def _fetch(self, url: str, now: datetime) -> _Kept:
        with self._lock:
            self._fetched = [at for at in self._fetched if now - timedelta(minutes=1) < at <= now]
            if len(self._fetched) >= _MOST_FETCHED:
                raise CallbackRefused()  # PayPal sends a true one again
            self._fetched.append(now)
        try:
            answer = wire.ask("certificate", "GET", url)
        except ProviderUnreachable:
            return _Kept(now + _UNREACHED_FOR, is_reached=False)
        if answer.status == 429 or answer.status >= 500:
            return _Kept(now + _UNREACHED_FOR, is_reached=False)
        if answer.status != 200:
            return _Kept(now + _REFUSED_FOR)
        return self._trusted(answer.body, now)

    def _keep(self, url: str, kept: _Kept) -> None:
        """Bounded; what is no certificate makes room first."""
        with self._lock:
            while len(self._kept) >= _MOST_KEPT and url not in self._kept:
                self._kept.pop(
                    next((u for u, k in self._kept.items() if k.key is None), next(iter(self._kept)))
                )
            self._kept[url] = kept

    def _trusted(self, pem: bytes, now: datetime) -> _Kept:
        """The key of the first certificate, if the chain of all of them is good."""
        # cryptography loads much; processes that never hear of PayPal start without it.
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
        from cryptography.x509 import DNSName, load_pem_x509_certificates
        from cryptography.x509.verification import PolicyBuilder, VerificationError

        refused = _Kept(now + _REFUSED_FOR)
        try:
            leaf, *others = load_pem_x509_certificates(pem)
        except ValueError:
            return refused
        builder = PolicyBuilder().store(self._trust()).time(now)
        for name in SIGNING_NAMES:
            try:
                builder.build_server_verifier(DNSName(name)).verify(leaf, others)
            except VerificationError:
                continue
            key = leaf.public_key()
            if isinstance(key, RSAPublicKey):
                return _Kept(leaf.not_valid_after_utc, key, leaf.not_valid_before_utc)
        return refused

    def _trust(self) -> "Store":
        from cryptography.x509.verification import Store

        if self._store is None:
            self._store = Store(_certificates(self._roots or _usual_roots()))
        return self._store


def message(transmission: str, at: str, webhook_id: str, body: bytes) -> bytes:
    return f"{transmission}|{at}|{webhook_id}|{zlib.crc32(body)}".encode()


def _usual_roots() -> bytes:
    named = os.environ.get("SSL_CERT_FILE", "")
    if named:
        return Path(named).read_bytes()
    import certifi  # found on the disk only when a message of PayPal comes

    return Path(certifi.where()).read_bytes()


def _certificates(pem: bytes) -> "list[Certificate]":
    """Those that can be read: a list of roots may hold an old one against today's rules, and it is not the one we need."""
    from cryptography.utils import CryptographyDeprecationWarning
    from cryptography.x509 import load_pem_x509_certificate

    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for part in re.findall(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", pem, re.S):
            with suppress(ValueError):
                found.append(load_pem_x509_certificate(part))
    return found


def _check(key: "RSAPublicKey", signed: bytes, said: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        key.verify(signed, said, PKCS1v15(), SHA256())
    except InvalidSignature:
        raise CallbackRefused() from None


def _is_timely(text: str, now: datetime) -> bool:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return False
    return at.tzinfo is not None and now - OLDEST <= at <= now + NEWEST


def _is_allowed(url: str, base_url: str) -> bool:
    """From PayPal's own host; where the account has another base address, from that and nowhere else."""
    try:
        address = urlsplit(url)
        host, port = address.hostname or "", address.port
        ours = urlsplit(base_url)
    except ValueError:
        return False
    if not url.isascii() or "@" in address.netloc or address.query or address.fragment:
        return False
    if not _PATH.fullmatch(address.path):
        return False
    if base_url:
        return (address.scheme, host, port) == (ours.scheme, ours.hostname, ours.port)
    return address.scheme == "https" and bool(_HOST.fullmatch(host)) and port in (None, 443)
