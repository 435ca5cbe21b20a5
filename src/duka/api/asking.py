"""Who stands at the other end of a request, before anything is known of them."""

from typing import Any

from litestar import Request
from litestar.datastructures import State

from duka.api import cookies
from duka.identity.logging_in import Asker
from duka.identity.pace import unhurried

__all__ = ["address", "asker", "origin", "unhurried"]


def address(request: "Request[Any, Any, State]") -> str:
    """The network address, as the edge found it (behind trusted proxies the one that they saw)."""
    told = request.scope["state"].get("address")
    return str(told) if told else (request.client.host if request.client else "")


def origin(request: "Request[Any, Any, State]") -> str:
    """Address and program of who asks."""
    return f"{address(request)} {request.headers.get('user-agent', '')[:200]}".strip()


def asker(request: "Request[Any, Any, State]") -> Asker:
    config = request.app.state.services.config
    return Asker(
        address=address(request),
        origin=origin(request),
        device=cookies.device(request),
        base_url=config.base_url,
        is_limited=config.rate_per_minute > 0,
        request_id=request.scope["state"].get("request_id", ""),
    )
