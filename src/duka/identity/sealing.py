"""The installation's keys. All of them are derived from `DUKA_SECRET` (HKDF-SHA256, RFC 5869), one for each purpose, so
that none can stand for another. After a change of the secret, the former one in `DUKA_PREVIOUS_SECRETS` still opens what
it sealed and still verifies what it signed."""

import hashlib
import hmac
import secrets
from functools import cache
from typing import TYPE_CHECKING

from duka.kernel.config import Config

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class Keyring:
    """Keys from the present secret and from those before it, the present one first."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self._texts = tuple(text.encode() for text in texts)

    def keys(self, purpose: str) -> list[bytes]:
        """32 bytes for each secret."""
        return [_derive(text, purpose) for text in self._texts]

    def sign(self, purpose: str, message: str) -> str:
        return _mac(self.keys(purpose)[0], message)

    def verify(self, purpose: str, message: str, signature: str) -> bool:
        given = signature.encode("utf-8", "replace")
        return any(hmac.compare_digest(_mac(key, message).encode(), given) for key in self.keys(purpose))

    def seal(self, purpose: str, text: str) -> bytes:
        """AES-256-GCM; the purpose is bound to it."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + _cipher(self.keys(purpose)[0]).encrypt(nonce, text.encode(), purpose.encode())

    def open(self, purpose: str, sealed: bytes) -> str | None:
        """None when no secret of this installation sealed it."""
        from cryptography.exceptions import InvalidTag  # loads a C library that most processes never need

        for key in self.keys(purpose):
            try:
                return _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode()).decode()
            except InvalidTag:
                continue
        return None


@cache
def keyring(config: Config) -> Keyring:
    return Keyring((config.secret, *config.previous_secrets))


@cache
def _derive(secret: bytes, purpose: str) -> bytes:
    extracted = hmac.new(b"duka", secret, hashlib.sha256).digest()
    return hmac.new(extracted, purpose.encode() + b"\x01", hashlib.sha256).digest()


def _mac(key: bytes, message: str) -> str:
    return hmac.new(key, message.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
