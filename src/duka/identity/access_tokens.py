"""Access tokens of the API: JWT (RFC 9068) signed with Ed25519, for ten minutes. A token names its session, which must
still live, so that logging out ends it at once."""

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from duka.identity.sealing import Keyring
from duka.kernel.ids import new_id
from duka.tenants.types import PLATFORM

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey

LASTS = timedelta(minutes=10)
STAFF, OPERATOR = "staff", "operator"
PURPOSE = "access tokens"
TYPE = "at+jwt"
LONGEST = 2000


class Claims(msgspec.Struct, frozen=True):
    audience: str
    tenant: UUID
    session: UUID
    subject: UUID
    expires_at: datetime


def looks_like_one(text: str) -> bool:
    return text.startswith("eyJ") and text.count(".") == 2 and len(text) <= LONGEST and text.isascii()


def issue(keys: Keyring, audience: str, tenant: UUID, subject: UUID, session: UUID, now: datetime) -> str:
    """A token of somebody who works in this company; `audience` is staff, or operator in the platform's own."""
    from joserfc import jwt

    key = _signers(keys)[0]
    header = {"alg": "Ed25519", "typ": TYPE, "kid": key.kid}
    claims = {
        "aud": audience,
        "tenant": tenant.hex,
        "sub": subject.hex,
        "sid": session.hex,
        "jti": new_id().hex,
        "iat": int(now.timestamp()),
        "exp": int((now + LASTS).timestamp()),
    }
    return jwt.encode(header, claims, key, algorithms=["Ed25519"])


def read(keys: Keyring, text: str, now: datetime) -> Claims | None:
    """What a token of ours says; None when its key, kind, audience or time is wrong. Never says which."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        token = jwt.decode(text, KeySet(list(_signers(keys))), algorithms=["Ed25519"])
        audience = str(token.claims.get("aud"))
        if token.header.get("typ") != TYPE or audience not in (STAFF, OPERATOR):
            return None
        issued, until = _instant(token.claims, "iat", now), _instant(token.claims, "exp", now)
        if not issued <= now + timedelta(minutes=1) or not now < until <= issued + LASTS:
            return None
        tenant, session, subject = (UUID(hex=str(token.claims[name])) for name in ("tenant", "sid", "sub"))
        if (audience == OPERATOR) != (tenant == PLATFORM):
            return None
        return Claims(audience, tenant, session, subject, until)
    except (JoseError, ValueError, KeyError, TypeError, OverflowError):
        return None


def _instant(claims: dict[str, Any], name: str, now: datetime) -> datetime:
    return datetime.fromtimestamp(int(claims[name]), now.tzinfo)


@cache
def _signers(keys: Keyring) -> tuple["OKPKey", ...]:
    """A key pair for each secret, named by its own thumbprint (RFC 7638); the first signs."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from joserfc.jwk import OKPKey

    made = []
    for seed in keys.keys(PURPOSE):
        pem = Ed25519PrivateKey.from_private_bytes(seed).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        key = OKPKey.import_key(pem)
        key.ensure_kid()
        made.append(key)
    return tuple(made)
