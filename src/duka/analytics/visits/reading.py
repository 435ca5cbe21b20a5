"""What a request to the storefront says of a visit: nothing that could be kept of a person. Pure."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

PAGE, PRODUCT, CART, CHECKOUT, ORDER = 1, 2, 4, 8, 16
"""Steps of a visit, as bits."""
NOT_PAGES = (
    "/api/", "/assets/", "/callbacks/", "/console", "/feeds/", "/health", "/mailbox", "/media/", "/metrics", "/readyz",
    "/sandbox/", "/search/suggest", "/seen", "/robots.txt", "/sitemap", "/favicon", "/manifest", "/.well-known/",
)  # fmt: skip
ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|scan|headless|lighthouse|pingdom|python-|curl/|wget|httpx|okhttp|go-http"
    r"|java/|axios|node|facebookexternalhit|whatsapp|embedly|archive"
)
SEARCH = ("google.", "bing.", "duckduckgo.", "yahoo.", "ecosia.", "qwant.", "yandex.", "baidu.", "startpage.")
SOCIAL = (
    "facebook.", "instagram.", "t.co", "twitter.", "x.com", "linkedin.", "pinterest.", "tiktok.", "reddit.", "youtube.",
    "whatsapp.", "telegram.", "threads.", "snapchat.", "lnkd.in", "l.messenger.com",
)  # fmt: skip
LONGEST = 60
_SHOP = re.compile(r"^/s/([a-z0-9-]{1,63})/([a-z0-9-]{1,63})(/.*)?$")
_STRANGE = re.compile(r"[^\w .+-]+")
_HOST = re.compile(r"^[a-z0-9.-]{1,100}$")


class Look(NamedTuple):
    """One page that somebody saw, or a step that they made. The shop is that of `slugs` (company and store), or of `host`.
    `source`: direct, search, social, campaign or referral."""

    host: str
    slugs: tuple[str, str] | None
    address: str
    agent: str
    steps: int
    source: str
    referrer: str
    campaign: str
    device: str


def read(
    method: str, path: str, query: bytes, headers: Mapping[bytes, bytes], address: bytes, status: int
) -> Look | None:
    """None: it is no page, nobody looked, or they ask not to be counted."""
    slugs = None
    if shop := _SHOP.match(path):
        slugs, path = (shop[1], shop[2]), shop[3] or "/"
    steps = _steps(method, path, status)
    if not steps or not _is_seen(headers):
        return None
    agent = headers.get(b"user-agent", b"").decode("latin-1")[:300]
    if not agent or ROBOTS.search(agent.lower()):
        return None
    host = headers.get(b"host", b"").decode("latin-1").lower()
    source, referrer, campaign = _origin(headers, query, host.partition(":")[0])
    return Look(
        host, slugs, address.decode("latin-1"), agent, steps, source, referrer, campaign, device(agent)
    )


def _steps(method: str, path: str, status: int) -> int:
    if method == "POST":
        return CART if path == "/cart/add" and status < 400 else 0
    if method != "GET" or status != 200 or path.startswith(NOT_PAGES) or path.endswith("/state"):
        return 0
    if path.startswith("/p/"):
        return PAGE | PRODUCT
    if path.startswith("/checkout/done/"):
        return PAGE | ORDER
    if path == "/checkout":
        return PAGE | CHECKOUT
    return PAGE


def _is_seen(headers: Mapping[bytes, bytes]) -> bool:
    """A person looks at it now, and has not asked not to be counted."""
    if headers.get(b"dnt") == b"1" or headers.get(b"sec-gpc") == b"1":
        return False
    return b"prefetch" not in headers.get(b"sec-purpose", b"") and headers.get(b"purpose") != b"prefetch"


def _origin(headers: Mapping[bytes, bytes], query: bytes, host: str) -> tuple[str, str, str]:
    """(source, host that led here, campaign that its link named)."""
    told = dict(parse_qsl(query.decode("latin-1")[:2000])) if b"utm_" in query else {}
    try:
        came_from = (urlsplit(headers.get(b"referer", b"").decode("latin-1")).hostname or "").lower()
    except ValueError:
        came_from = ""
    referrer = came_from.removeprefix("www.") if came_from != host and _HOST.match(came_from) else ""
    referrer = referrer[:LONGEST]
    if told.get("utm_source") or told.get("utm_campaign"):
        name = " ".join(filter(None, (told.get("utm_source"), told.get("utm_campaign"))))
        return "campaign", referrer, _STRANGE.sub(" ", name).strip()[:LONGEST].lower()
    if not referrer:
        return "direct", "", ""
    for kind, known in (("search", SEARCH), ("social", SOCIAL)):
        if any(referrer.startswith(name) or f".{name}" in f".{referrer}" for name in known):
            return kind, referrer, ""
    return "referral", referrer, ""


def device(agent: str) -> str:
    """phone, tablet or computer, by what the program calls itself."""
    said = agent.lower()
    if "ipad" in said or "tablet" in said or ("android" in said and "mobile" not in said):
        return "tablet"
    return "phone" if "mobi" in said or "iphone" in said else "computer"
