"""A certification authority of the tests, and how PayPal signs what it sends with a certificate of such a one."""

import base64
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SIGNING_NAME = "messageverificationcerts.sandbox.paypal.com"


@dataclass(frozen=True)
class Signer:
    """A key, and its certificate with those that lead to the root, as PEM."""

    key: RSAPrivateKey
    chain: bytes

    def headers(self, body: bytes, webhook_id: str, at: str, cert_url: str) -> dict[str, str]:
        """`at` is an RFC 3339 time."""
        transmission = str(uuid.uuid4())
        said = f"{transmission}|{at}|{webhook_id}|{zlib.crc32(body) & 0xFFFFFFFF}"
        signature = self.key.sign(said.encode(), PKCS1v15(), SHA256())
        return {
            "content-type": "application/json",
            "paypal-transmission-id": transmission,
            "paypal-transmission-time": at,
            "paypal-transmission-sig": base64.b64encode(signature).decode(),
            "paypal-cert-url": cert_url,
            "paypal-auth-algo": "SHA256withRSA",
        }


class Authority:
    """A root with one certificate in between, as public ones have."""

    def __init__(self, name: str = "Root of the tests") -> None:
        self._root_key, self._key = _key(), _key()
        root = _named(name)
        self._root = self._signed(root, root, self._root_key, self._root_key, is_root=True)
        self._between_name = _named(f"{name}: issuing")
        self._between = self._signed(self._between_name, root, self._key, self._root_key)
        self.pem = self._root.public_bytes(Encoding.PEM)
        """What trusts this authority, trusts this."""

    def signer(
        self,
        name: str = SIGNING_NAME,
        *,
        since: timedelta = timedelta(days=-30),
        until: timedelta = timedelta(days=300),
        is_whole: bool = True,
    ) -> Signer:
        """A certificate for `name`; without `is_whole`, what leads to the root is left out."""
        now = datetime.now(UTC)
        key = _key()
        made = (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(self._between_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + since)
            .not_valid_after(now + until)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
            .sign(self._key, SHA256())
        )
        chain = made.public_bytes(Encoding.PEM)
        return Signer(key, chain + self._between.public_bytes(Encoding.PEM) if is_whole else chain)

    def _signed(
        self,
        subject: x509.Name,
        issuer: x509.Name,
        key: RSAPrivateKey,
        by: RSAPrivateKey,
        is_root: bool = False,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=400))
            .not_valid_after(now + timedelta(days=400))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        if not is_root:
            identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key())
            builder = builder.add_extension(identifier, critical=False)
        return builder.sign(by, SHA256())


@cache
def authority() -> Authority:
    """The one that the simulator's own certificate comes from: one a process, since keys take time."""
    return Authority()


@cache
def signer() -> Signer:
    return authority().signer()


def _key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
