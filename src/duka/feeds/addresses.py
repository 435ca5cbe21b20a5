"""The address of a feed: whose it is and an unguessable part, which only its hash finds again."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from duka.identity.sealing import Keyring
from duka.kernel.ids import secret_token

PURPOSE = "feeds"
LONGEST = 100


def new_token(tenant: UUID) -> str:
    return urlsafe_b64encode(tenant.bytes).decode().rstrip("=") + secret_token()


def tenant_of(token: str) -> UUID | None:
    """None when it is no token at all."""
    try:
        tenant = UUID(bytes=urlsafe_b64decode(token[:22] + "=="))
    except ValueError:
        return None
    return tenant if tenant.int and 22 < len(token) < LONGEST else None


def seal(keys: Keyring, token: str) -> bytes:
    return keys.seal(PURPOSE, token)


def address(keys: Keyring, base_url: str, sealed: bytes, format: str) -> str:
    """Empty when the installation's secret has changed: then a new address is asked for."""
    token = keys.open(PURPOSE, sealed)
    return f"{base_url}/feeds/{token}/products.{format}" if token else ""
