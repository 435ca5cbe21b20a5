"""Addresses that CloudFront lets through: signed with RSA and SHA-1 (PKCS #1 v1.5), as its key pairs and key groups are.

The format is Amazon's: "Serving private content with signed URLs", CloudFront Developer Guide. A *canned* policy names one file
and its end, and is not in the address: CloudFront writes it anew from the address and `Expires`. A *custom* policy travels in the
address, and may name many files with `*`, a beginning and an address of the network. SHA-1 is what CloudFront verifies; that it
is weak against collisions helps nobody who may not choose what we sign.
"""

import base64
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from duka.kernel.config import Config

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_SAFE = bytes.maketrans(b"+=/", b"-_~")
"""What base64 has and an address must not have."""


def is_on(config: Config) -> bool:
    return bool(config.cdn_url)


def check(config: Config) -> None:
    """Stops the start in words when the CDN is set up in part, or its key cannot be read."""
    wanted = {
        "CDN_URL": config.cdn_url,
        "CDN_KEY_PAIR_ID": config.cdn_key_pair_id,
        "CDN_PRIVATE_KEY": config.cdn_private_key,
    }
    missing = [name for name, value in wanted.items() if not value]
    if len(missing) in (1, 2):
        raise SystemExit(f"A CDN needs {', '.join(wanted)}: {' and '.join(missing)} is missing.")
    if missing:
        return
    if not config.cdn_url.startswith(("https://", "http://127.0.0.1")):
        raise SystemExit(f"CDN_URL must begin with https://, and is {config.cdn_url!r}.")
    try:
        _key(config.cdn_private_key)
    except (ValueError, TypeError, OSError):
        raise SystemExit(
            "CDN_PRIVATE_KEY must be an RSA key in PEM, or the path of a file with one."
        ) from None


def signed_file(config: Config, path: str, until: datetime) -> str:
    """The address of one file, with a canned policy: it works until then."""
    url = f"{config.cdn_url}/{path}"
    policy = _policy({"Resource": url, "Condition": {"DateLessThan": _epoch(until)}})
    return f"{url}?Expires={int(until.timestamp())}&" + _signature(config, policy)


def signed_pattern(
    config: Config, pattern: str, until: datetime, *, since: datetime | None = None, network: str = ""
) -> str:
    """An address with `*` in it, for all files that fit, with a custom policy: put the file's own name in place of the star.
    `since`: not before; `network`: from there only (`192.0.2.7/32`)."""
    url = f"{config.cdn_url}/{pattern}"
    condition: dict[str, object] = {"DateLessThan": _epoch(until)}
    if since is not None:
        condition["DateGreaterThan"] = _epoch(since)
    if network:
        condition["IpAddress"] = {"AWS:SourceIp": network}
    policy = _policy({"Resource": url, "Condition": condition})
    return f"{url}?Policy={_encoded(policy)}&" + _signature(config, policy)


def _policy(statement: dict[str, object]) -> bytes:
    """Without spaces, in this order: CloudFront compares what it writes itself with what was signed."""
    return msgspec.json.encode({"Statement": [statement]})


def _epoch(at: datetime) -> dict[str, int]:
    return {"AWS:EpochTime": int(at.timestamp())}


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).translate(_SAFE).decode()


def _signature(config: Config, policy: bytes) -> str:
    from cryptography.hazmat.primitives import hashes  # heavy, and most installations have no CDN
    from cryptography.hazmat.primitives.asymmetric import padding

    signature = _key(config.cdn_private_key).sign(policy, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 - CloudFront's
    return f"Signature={_encoded(signature)}&Key-Pair-Id={config.cdn_key_pair_id}"


@lru_cache(maxsize=2)
def _key(text: str) -> "RSAPrivateKey":
    """From PEM (whose lines may be parted by a written \\n, as environments have it) or the path of a file."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    pem = text.replace("\\n", "\n") if "-----BEGIN" in text else Path(text).read_text()
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("no RSA key")
    return key
