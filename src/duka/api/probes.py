"""What machines ask of a process: is it alive, should it be sent requests, what did it count.

`/healthz` uses no database: a database that is away must not get every process killed. `/readyz` is for whoever shares out
requests. `/metrics` is never public: with `DUKA_METRICS_TOKEN` it wants that token, and without one it answers this machine
alone, on an installation whose own address is this machine.
"""

import hmac
from contextlib import suppress
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import msgspec
import psycopg
from litestar import Request, Response, get
from litestar.datastructures import State
from psycopg_pool import PoolTimeout

from duka.control import gauges
from duka.kernel import exposition, metrics, readiness
from duka.kernel.config import Config
from duka.kernel.metrics import PROCESSES

_JSON = "application/json"
_NO_STORE = {"Cache-Control": "no-store"}
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


@get("/healthz", permission="public", sync_to_thread=False, include_in_schema=False)
def get_healthz() -> Response[bytes]:
    """This process answers."""
    return Response(b'{"status":"ok"}', media_type=_JSON, headers=_NO_STORE)


@get("/readyz", permission="public", sync_to_thread=True, include_in_schema=False)
def get_readyz(request: Request[Any, Any, Any], state: State) -> Response[bytes]:
    """Whether this process can serve; 503 with what it lacks otherwise."""
    lacks = readiness.lacks(state.services.work, is_ending=bool(request.scope["state"].get("ending")))
    body = msgspec.json.encode({"status": "not ready" if lacks else "ready", "lacks": lacks})
    return Response(body, status_code=503 if lacks else 200, media_type=_JSON, headers=_NO_STORE)


@get("/metrics", permission="public", sync_to_thread=True, include_in_schema=False)
def get_metrics(request: Request[Any, Any, Any], state: State) -> Response[bytes]:
    """The numbers of all processes, for Prometheus. 401 for a wrong token, 404 for strangers."""
    config: Config = state.services.config
    refused = _refused(request, config)
    if refused is not None:
        return Response(b"", status_code=refused, headers=_NO_STORE)
    keeper = state.get("keeper")
    if keeper is not None:
        totals = keeper.everything()
    else:  # one process that nobody began to keep numbers for
        totals = metrics.BOOK.totals()
        totals.numbers[(PROCESSES.name, ())] = 1.0
    with suppress(PoolTimeout, psycopg.OperationalError):  # what was counted is told without a database too
        gauges.add(state.services.work, totals)
    return Response(exposition.text(totals), media_type=exposition.CONTENT_TYPE, headers=_NO_STORE)


def _refused(request: Request[Any, Any, Any], config: Config) -> int | None:
    if config.metrics_token:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(
            given.strip().encode(), config.metrics_token.encode()
        ):
            return 401
        return None
    peer = request.client.host if request.client else ""
    own = urlsplit(config.base_url).hostname or ""
    if any(name in request.headers for name in _FORWARDED) or not (_is_here(peer) and _is_here(own)):
        return 404
    return None


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


HANDLERS = [get_healthz, get_readyz, get_metrics]
