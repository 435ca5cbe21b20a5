"""The cookies of the web app, and what makes sure that only our own pages use them.

A browser holds one session cookie for each company that its person is logged in to, so switching companies is going to
another address. None is readable by scripts. An unsafe call that a cookie allows must come from our own origin, as far as
the browser says where it comes from, and bring the token that the log-in told (`X-CSRF-Token`): it is derived from the
session, and so changes with it.
"""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie, State

from duka.identity.bearers import tenant_of
from duka.identity.errors import CsrfTokenWrong, FromAnotherSite
from duka.identity.sealing import keyring
from duka.kernel import ids
from duka.kernel.config import Config

SESSION, DEVICE = "duka_session_", "duka_device"
DEVICE_SECONDS = 365 * 24 * 3600
PURPOSE = "forms of the web app"
MOST = 20
"""Companies that one browser is logged in to."""


def session(request: "Request[Any, Any, State]", tenant: UUID) -> str | None:
    """What the browser shows for this company."""
    value = request.cookies.get(_name(request.app.state.services.config, tenant))
    return value if value and tenant_of(value, "web") == tenant else None


def sessions(request: "Request[Any, Any, State]") -> list[str]:
    """What the browser shows for all companies."""
    config = request.app.state.services.config
    found = []
    for name, value in request.cookies.items():
        tenant = tenant_of(value, "web")
        if tenant is not None and name == _name(config, tenant):
            found.append(value)
    return sorted(found)[:MOST]


def device(request: "Request[Any, Any, State]") -> str:
    return str(request.cookies.get(DEVICE, ""))


def csrf_token(config: Config, cookie: str) -> str:
    return keyring(config).sign(PURPOSE, ids.token_hash(cookie).hex())


def refuse_forged(request: "Request[Any, Any, State]", cookie: str) -> None:
    """Refuses `FromAnotherSite`, `CsrfTokenWrong`."""
    refuse_foreign(request)
    given = request.headers.get("x-csrf-token", "")
    if not keyring(request.app.state.services.config).verify(PURPOSE, ids.token_hash(cookie).hex(), given):
        raise CsrfTokenWrong()


def refuse_foreign(request: "Request[Any, Any, State]") -> None:
    """Refuses `FromAnotherSite` when the browser says that another site's page makes the call."""
    if request.headers.get("sec-fetch-site") not in (None, "same-origin"):
        raise FromAnotherSite()
    origin = request.headers.get("origin")
    if origin is None:
        return
    ours = {request.headers.get("host", ""), urlsplit(request.app.state.services.config.base_url).netloc}
    if urlsplit(origin).netloc not in ours or not urlsplit(origin).netloc:
        raise FromAnotherSite()


def session_cookie(config: Config, token: str) -> Cookie:
    tenant = tenant_of(token, "web")
    assert tenant is not None
    return _cookie(config, _name(config, tenant), token, None)


def gone(config: Config, tenant: UUID) -> Cookie:
    """Takes the company's session from the browser."""
    return _cookie(config, _name(config, tenant), "", 0)


def device_cookie(config: Config, value: str) -> Cookie:
    return _cookie(config, DEVICE, value, DEVICE_SECONDS)


def _name(config: Config, tenant: UUID) -> str:
    """Where there is TLS the browser makes sure that no other host and no plain connection set it (`__Host-`)."""
    return f"{'__Host-' if _is_secure(config) else ''}{SESSION}{tenant.hex}"


def _cookie(config: Config, name: str, value: str, seconds: int | None) -> Cookie:
    more: dict[str, Any] = {} if seconds is None else {"max_age": seconds}
    return Cookie(
        key=name, value=value, path="/", httponly=True, samesite="lax", secure=_is_secure(config), **more
    )


def _is_secure(config: Config) -> bool:
    return config.base_url.startswith("https://")
