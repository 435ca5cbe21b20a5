"""Which host names may be claimed at all. Pure.

A store's host is a name of somebody's own: never an address, a name of a private network, one that belongs to this platform,
or one below which strangers live (a public suffix). Of the public suffixes the usual forms are known: a top-level domain,
`co`, `com`, `org`… below a country's, and the large hosting services.
"""

import re

from duka.stores import rules
from duka.stores.errors import HostInvalid, HostNotYours

_SECOND_LEVEL = frozenset(
    [
        "ac",
        "asso",
        "biz",
        "co",
        "com",
        "ed",
        "edu",
        "fm",
        "go",
        "gob",
        "gouv",
        "gov",
        "gv",
        "id",
        "info",
        "int",
        "med",
        "mil",
        "name",
        "ne",
        "net",
        "nom",
        "or",
        "org",
        "presse",
        "pro",
        "sch",
        "web",
    ]
)
_SHARED = frozenset(
    [
        "appspot.com",
        "azurewebsites.net",
        "blogspot.com",
        "cloudfront.net",
        "fly.dev",
        "github.io",
        "gitlab.io",
        "herokuapp.com",
        "myshopify.com",
        "netlify.app",
        "ngrok.app",
        "ngrok.io",
        "onrender.com",
        "pages.dev",
        "s3.amazonaws.com",
        "surge.sh",
        "vercel.app",
        "web.app",
        "workers.dev",
        "wordpress.com",
    ]
)
_PRIVATE = (
    ".localhost",
    ".local",
    ".internal",
    ".lan",
    ".home.arpa",
    ".intranet",
    ".corp",
    ".onion",
    ".invalid",
    ".arpa",
)
_COUNTRY = re.compile(r"[a-z]{2}")


def own(base_url: str) -> str:
    """The platform's own host name."""
    return base_url.partition("://")[2].partition("/")[0].partition(":")[0].lower()


def claimable(text: str, platform: str) -> str:
    """The host as it is kept: small letters, without port or final point, IDNA. Refuses `HostInvalid`, `HostNotYours`."""
    name = rules.host(text)
    if name is None or ":" in text.strip():
        raise HostInvalid(host=text[:100])
    if f".{name}".endswith(_PRIVATE) or name in _SHARED or _is_suffix(name):
        raise HostNotYours(host=name)
    if platform and (name == platform or name.endswith(f".{platform}") or platform.endswith(f".{name}")):
        raise HostNotYours(host=name)
    return name


def _is_suffix(name: str) -> bool:
    labels = name.split(".")
    return len(labels) == 2 and labels[0] in _SECOND_LEVEL and bool(_COUNTRY.fullmatch(labels[1]))
