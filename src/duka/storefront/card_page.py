"""The page where a buyer types a card: the fields are the provider's own, in a frame of its origin, so that no card number
ever comes near us (PCI DSS, SAQ A). What the frame needs is fresh from the provider and is kept by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from litestar import Response

from duka.storefront.rendering import POLICY, page
from duka.storefront.visit import Visit

SCRIPTS = {"stripe": "https://js.stripe.com/v3/"}
"""The script that shows the fields, by provider; it must come from the provider itself."""
ALLOWED = {
    "stripe": {
        "script-src": "https://js.stripe.com https://*.js.stripe.com",
        "frame-src": "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
        "connect-src": "https://api.stripe.com",
    }
}
"""What this page alone may load from elsewhere. https://docs.stripe.com/security/guide#content-security-policy"""


def script_of(visit: Visit, provider: str) -> str:
    replaced = visit.services.gateways.addresses.get(provider, "")
    return f"{replaced.rstrip('/')}/v3/" if replaced else SCRIPTS.get(provider, "")


def policy(visit: Visit, provider: str) -> str:
    """The usual one, with the provider's origins in it."""
    replaced = visit.services.gateways.addresses.get(provider, "")
    parts = urlsplit(replaced)
    allowed = ALLOWED.get(provider, {})
    if replaced:
        allowed = dict.fromkeys(allowed, f"{parts.scheme}://{parts.netloc}")
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    for name, origins in allowed.items():
        rules[name] = f"{rules[name]} {origins}" if name in rules else origins
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def shown(
    visit: Visit, provider: str, secrets: Mapping[str, str], values: Mapping[str, Any]
) -> Response[bytes]:
    """The page with the provider's fields; `secrets` are `Outcome.browser`."""
    response = page(
        visit,
        "card.html",
        private=True,
        script=script_of(visit, provider),
        secret=secrets.get("client_secret", ""),
        key=secrets.get("publishable_key", ""),
        **values,
    )
    response.headers["content-security-policy"] = policy(visit, provider)
    response.headers["cross-origin-opener-policy"] = "same-origin-allow-popups"
    response.headers["permissions-policy"] = (
        'camera=(), microphone=(), payment=(self "https://js.stripe.com")'
    )
    response.headers["cache-control"] = "private, no-store"
    response.headers["referrer-policy"] = "same-origin"
    return response
