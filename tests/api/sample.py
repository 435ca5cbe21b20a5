"""One call that succeeds, and how it is sent."""

from dataclasses import dataclass, field
from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute
from tests.api.client import Answer
from tests.api.world import World


@dataclass(frozen=True)
class Sample:
    """`path` fills the address; `raw` is sent instead of `body`; `by` is the bearer when it is not the publishable key
    (ecommerce) or staff (admin)."""

    path: dict[str, str] = field(default_factory=dict)
    body: Any = None
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    by: str | None = None
    status: int = 200


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    address: str
    permission: str

    @property
    def is_admin(self) -> bool:
        return self.address.startswith("/admin")

    def default_bearer(self, world: World) -> str:
        return world.staff if self.is_admin else world.pk


def operations(app: Litestar) -> list[Operation]:
    """Every operation below a tenant's address."""
    found = []
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/tenants/"):
            address = route.path_format.removeprefix("/api/tenants/{tenant}")
            for handler in route.route_handlers:
                if handler.handler_name != "options_handler":
                    (method,) = handler.http_methods
                    found.append(
                        Operation(handler.handler_name, str(method), address, handler.opt["permission"])
                    )
    return sorted(found, key=lambda o: (o.address, o.method))


def send(world: World, operation: Operation, sample: Sample, by: str | None = None, **changes: Any) -> Answer:
    """`by` "" sends no credential; `changes` replace parts of the sample."""
    parts = {
        "body": sample.body,
        "raw": sample.raw,
        "query": sample.query,
        "headers": sample.headers,
        **changes,
    }
    bearer = by if by is not None else sample.by or operation.default_bearer(world)
    path = operation.address.format(**changes.get("path", sample.path))
    parts.pop("path", None)
    return world.call(operation.method, path, parts.pop("body"), by=bearer, **parts)
