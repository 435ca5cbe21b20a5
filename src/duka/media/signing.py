"""Addresses that expire: an HMAC-SHA-256 over path and end, for storages that cannot sign by themselves."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from duka.kernel.config import Config
from duka.media.errors import LinkExpired


def signed_url(config: Config, path: str, now: datetime, ttl: int | None = None) -> str:
    """The address of `/media/{path}` for `ttl` seconds (default: CDN_SIGNED_URL_TTL). `path` may be every width of a picture,
    `…/*.webp`."""
    lasts = config.media_url_ttl if ttl is None else ttl
    until = int((now + timedelta(seconds=lasts)).timestamp())
    return (
        f"{config.base_url}/media/{path}?expires={until}&signature={_signature(config.secret, path, until)}"
    )


def verify(config: Config, path: str, expires: str, signature: str, now: datetime) -> None:
    """Refuses `LinkExpired` unless `signed_url` gave out this path, or every width of its picture, with these parameters, and
    it is not over."""
    is_number = expires.isascii() and expires.isdigit() and len(expires) <= 12
    until = int(expires) if is_number else 0
    whole = path.rpartition("/")[0] + "/*.webp"
    told = signature.encode("utf-8", "replace")
    right = [
        hmac.compare_digest(_signature(secret, each, until).encode(), told)
        for secret in (config.secret, *config.previous_secrets)
        for each in (path, whole)
    ]
    if not any(right) or now.timestamp() >= until:
        raise LinkExpired()


def _signature(secret: str, path: str, until: int) -> str:
    if not secret:
        raise RuntimeError(
            "DUKA_SECRET is empty: an address signed without a secret could be made by anybody"
        )
    digest = hmac.new(secret.encode(), f"media|{path}|{until}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
